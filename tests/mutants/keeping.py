"""Faults of what is kept on disk and of who may see it. No code."""

from tests.mutants.mutant import Mutant

KEEPING = (
    Mutant(
        "outbox-emptied-on-start", "what was promised before a restart is forgotten",
        "sync/databases.py", "os.O_RDWR | os.O_NONBLOCK, 0o600", "os.O_RDWR | os.O_NONBLOCK | os.O_TRUNC, 0o600",
        ("core/test_restart.py::test_a_hold_survives",),
    ),
    Mutant(
        "outbox-not-synced", "a promise that was called Held may be gone after a power cut",
        "sync/databases.py", 'database, was_empty = _connect(path, OUTBOX, "FULL")', 'database, was_empty = _connect(path, OUTBOX, "NORMAL")',
        ("durability/test_power_cuts.py::test_nothing_that_was_promised_is_lost_in_a_power_cut",),
    ),
    Mutant(
        "written-in-two-steps", "killed between two statements, a promise is gone",
        "sync/store.py", "            with self._outbox:\n                self._outbox.execute(sql, values)\n",
        """            with self._outbox:
                self._outbox.execute("DELETE FROM promise WHERE id = ?", values[:1])
            with self._outbox:
                self._outbox.execute(sql, values)
""",
        ("durability/test_kills.py::test_killed_at_any_statement_a_journey_ends_as_it_should[booking-0]",),
    ),
    Mutant(
        "broken-outbox-deleted", "an outbox that cannot be read is thrown away instead of set aside",
        "sync/databases.py", "path.with_name(path.name + suffix).replace(aside.with_name(aside.name + suffix))",
        "path.with_name(path.name + suffix).unlink()",
        ("sync/test_store.py::test_an_unreadable_outbox_is_set_aside_and_said",),
    ),
    Mutant(
        "unreadable-promise-lost", "a promise that this program does not understand is dropped without a trace",
        "sync/store.py", "INSERT INTO unreadable SELECT id, body FROM {table} WHERE rowid = ?", "DELETE FROM {table} WHERE rowid = ?",
        ("sync/test_store.py::test_what_could_not_be_read_is_kept_for_staff",),
    ),
    Mutant(
        "turned-bit-is-believed", "a promise that the disk has damaged is sent with another time",
        "sync/rows.py", "    if row[:8].decode() != _checksum(text):", "    if not row[:8].decode():",
        ("sync/test_store.py::test_a_promise_in_which_a_bit_has_turned_is_not_believed",),
    ),
    Mutant(
        "loss-is-not-told", "nobody hears that some of the outbox could not be read",
        "core/start.py", "    if not kept.outbox_lost:\n", "    if found or not found:\n",
        ("core/test_start.py::test_an_outbox_that_could_not_be_read_is_told_at_the_door_and_to_staff_for_a_day",),
    ),
    Mutant(
        "late-disk-is-not-read", "what the disk held when it refused at the start is never sent",
        "core/loop.py", "promises=tuple(p for p in kept.promises if not self.ledger.has(p.id))", "promises=()",
        ("core/test_start.py::test_a_disk_that_comes_back_after_exchange_does_still_has_its_hold_sent",),
    ),
    Mutant(
        "debt-overwrites-news", "what a full disk owed is written over what came after it",
        "core/ledger.py", "            if promise.id in self._writing:", "            if not promise.id:",
        ("core/test_ledger.py::test_what_is_owed_is_not_written_over_what_is_being_written",),
    ),
    Mutant(
        "shown-before-kept", "a meeting that was cancelled rises again with the next start",
        "core/pull.py", "        await self._keep(events, as_of, room)\n", "        core.spawn(self._keep(events, as_of, room))\n",
        ("core/test_restart.py::test_what_the_glass_has_taken_away_is_off_the_disk_already",),
    ),
    Mutant(
        "turned-bit-names-a-room", "a bit that turned in the cache sends a booking to a room that there is not",
        "sync/store.py", "if (meta or found) and meta.pop(", 'if not meta.get("mailbox") and meta.pop(',
        ("sync/test_store.py::test_a_cache_that_is_not_as_it_was_written_names_no_room_for_a_booking",),
    ),
    Mutant(
        "another-rooms-cache", "a display that was moved shows the day of the room before",
        "sync/store.py", "if not meta.items() >= wanted.items():", 'if meta.get("privacy") != wanted["privacy"]:',
        ("sync/test_store.py::test_another_room_or_another_privacy_empties_the_file",),
    ),
    Mutant(
        "private-subject-kept", "the subject of a private meeting gets onto the disk",
        "sync/wire.py", "hidden=private or not accepted", "hidden=not accepted",
        ("sync/test_wire.py::test_what_is_not_plainly_normal_shows_nothing_in_any_mode",),
    ),
    Mutant(
        "erased-words-stay-in-the-file", "what was taken out of the day can still be read in the file",
        "sync/databases.py", "PRAGMA secure_delete = ON", "PRAGMA secure_delete = OFF",
        ("sync/test_store.py::test_a_subject_that_turned_private_is_gone_from_the_file",
         "sync/test_store.py::test_a_meeting_that_is_gone_is_gone_from_the_file"),
    ),
    Mutant(
        "typed-words-stay", "what somebody typed at the door stays on disk after it was sent",
        "core/push.py", "kept = promise if promise.open else showable(promise, core.facts.settings.privacy)", "kept = promise",
        ("core/test_booking.py::test_typed_words_are_on_disk_no_longer_than_until_they_are_sent",),
    ),
    Mutant(
        "door-open-to-others", "every user of the machine may ask the display",
        "device/door.py", "os.umask(0o177)", "os.umask(0o111)",
        ("device/test_door.py::test_only_its_user_may_open_it",),
    ),
    Mutant(
        "guest-is-remembered", "the address of a guest lies on the disk as long as the booking",
        "room/privacy.py", '    promise = replace(promise, guest="")\n', "",
        ("system_user/test_for_somebody.py::test_that_nobody_was_invited_is_told_when_the_room_is_seen_to_have_accepted",),
    ),
    Mutant(
        "key-leaves-its-chip", "the key in a TPM can be read out and copied",
        "system_user/chip.py", "Attribute.EXTRACTABLE: False", "Attribute.EXTRACTABLE: True",
        ("system_user/test_chip.py::test_the_tpm_itself_refuses_to_give_the_key",),
    ),
    Mutant(
        "wrong-pin-tried-again", "a display with a wrong PIN locks its TPM",
        "system_user/chip.py", "if _refused.get(chip) == pin:", "if _refused.get(chip) == chip:",
        ("system_user/test_chip.py::test_a_wrong_pin_is_told_and_not_tried_twice",),
    ),
    Mutant(
        "chip-not-checked", "what a TPM signed with a salt of its own liking is sent, and Entra refuses it",
        "system_user/chip.py", "self._public.verify(signature, bytes(data), _as_asked(padding), algorithm)", "pass",
        ("system_user/test_chip.py::test_a_chip_that_salts_as_it_likes_signs_the_older_way",),
    ),
    Mutant(
        "handed-open-to-all", "a credential that everybody can read is taken for well kept",
        "credentials.py", "closed = stat.S_IRWXO | stat.S_IWGRP if", "closed = stat.S_IWGRP if",
        ("config/test_load.py::test_a_credential_of_systemd_is_found_where_it_was_put_and_only_its_owner_and_group_may_read_it",),
    ),
)  # fmt: skip
"""Each with the tests that must see it."""
