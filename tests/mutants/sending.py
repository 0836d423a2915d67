"""Faults of what is sent to Exchange: twice, too early, over somebody else, never. Half of the mutants; no code."""

from tests.mutants.mutant import Mutant

SENDING = (
    Mutant(
        "no-transaction-id", "Exchange cannot tell a second sending of a booking from a second booking",
        "sync/bodies.py", '        "transactionId": promise.id,\n', "",
        ("core/test_booking.py::test_the_transaction_id_is_the_promise",),
    ),
    Mutant(
        "one-read-settles-doubt", "a booking whose answer was lost is sent again after one read without a trace",
        "sync/doubt.py", "DOUBT_READS = 2\n", "DOUBT_READS = 1\n",
        ("core/test_doubt.py::test_what_left_and_was_not_done_is_sent_again_after_two_reads_five_seconds_apart",),
    ),
    Mutant(
        "hasty-reads-settle-doubt", "two reads in one moment count as two looks",
        "sync/doubt.py", "DOUBT_READS_APART = timedelta(seconds=5)", "DOUBT_READS_APART = timedelta(0)",
        ("core/test_doubt.py::test_what_left_and_was_not_done_is_sent_again_after_two_reads_five_seconds_apart",),
    ),
    Mutant(
        "unanswered-is-offline", "what left without an answer is taken for what never left, and sent again unlooked",
        "sync/answers.py",
        "        case _:\n            return steps.Unanswered()",
        "        case _:\n            return steps.Offline()",
        ("core/test_doubt.py::test_a_lost_reply_never_books_twice",),
    ),
    Mutant(
        "sent-before-written", "the disk does not know that a request left: after a crash it is sent again",
        "core/push.py", "                await self._core.ledger.keep(leaves)\n",
        "                self._core.spawn(self._core.ledger.keep_or_owe(leaves))\n",
        ("core/test_disk.py::test_full_between_the_promise_and_its_sending_it_is_sent_when_there_is_room",),
    ),
    Mutant(
        "two-at-once", "one promise has two requests under way",
        "core/push.py", "if promise.id in self._under_way or not promise.stored:", "if not promise.stored:",
        ("core/test_doubt.py::test_while_its_request_is_under_way_nothing_else_is_asked_for_a_promise",),
    ),
    Mutant(
        "answer-overwrites-withdrawal", "a booking that was given up while its request was under way comes back",
        "core/push.py", "answered(current, step, answer,", "answered(leaves, step, answer,",
        ("core/test_doubt.py::test_withdrawn_at_any_moment_nothing_stays_in_exchange",),
    ),
    Mutant(
        "yours-before-accepted", "an invitation that the room has not answered is called Yours",
        "sync/engine.py", '        if response != "accepted":\n', '        if response == "tentativelyaccepted":\n',
        ("core/test_booking.py::test_it_is_not_yours_before_the_room_has_accepted",),
    ),
    Mutant(
        "yours-by-tentative-copy", "the room's unanswered copy is taken for its yes",
        "system_user/upkeep.py", "        and copy.accepted\n", "",
        ("system_user/test_upkeep.py::test_anything_less_is_no_acceptance",),
    ),
    Mutant(
        "hers-is-ours", "a meeting that a person made meanwhile in her own calendar is taken for what was booked for her",
        "sync/engine.py", "(other.transaction or promise.owner)", "other.transaction",
        ("sync/test_engine.py::test_a_meeting_that_somebody_made_meanwhile_in_their_own_calendar_is_theirs",),
    ),
    Mutant(
        "old-acceptance-confirms", "the answer to the shorter booking is taken for one to the longer",
        "sync/engine.py",
        "return steps.Agreed() if await self._room_shows(promise) else steps.Pending()", "return steps.Agreed()",
        ("sync/test_engine.py::test_an_extension_is_agreed_when_the_rooms_own_copy_has_the_later_end",),
    ),
    Mutant(
        "moved-without-a-look", "what somebody moved or cancelled in Outlook meanwhile is moved back from the door",
        "sync/engine.py", "if (meanwhile := done_meanwhile(promise, item)) is not None:",
        "if (meanwhile := done_meanwhile(promise, item)) == steps.Finished():",
        ("sync/test_engine.py::test_what_became_of_a_booking_meanwhile_is_not_overwritten",),
    ),
    Mutant(
        "lost-move-is-not-asked-back", "a booking whose other time was declined is given up, though its own time was free",
        "sync/outbox.py", "(promise.wish is Wish.MOVE and now < promise.end)", "(promise.wish is Wish.MOVE and now > promise.end)",
        ("sync/test_outbox.py::test_a_move_that_is_declined_asks_the_times_before_back_and_says_so_when_it_has_them",),
    ),
    Mutant(
        "both-displays-stay", "direct mode: who came second keeps the room as well",
        "sync/engine.py", "(await self._created_at(promise, rival.id), rival.uid) < ours:",
        "(await self._created_at(promise, rival.id), rival.uid) < ours and rival.cancelled:",
        ("core/test_booking.py::test_direct_mode_who_was_first_stays",),
    ),
    Mutant(
        "twins-both-stay", "direct mode: of two events of one second both stay",
        "sync/engine.py", "(await self._created_at(promise, rival.id), rival.uid) < ours:",
        "(await self._created_at(promise, rival.id), promise.uid) < ours:",
        ("sync/test_engine.py::test_of_two_the_one_created_earlier_stays_of_twins_the_smaller_uid",),
    ),
    Mutant(
        "longer-rival-wins", "direct mode: who came later, for longer, takes the room away",
        "sync/engine.py", "longer = promise.until > promise.end and any(", "longer = any(",
        ("sync/test_engine.py::test_a_longer_meeting_that_came_later_takes_nothing_away",),
    ),
    Mutant(
        "lagging-view-is-believed", "direct mode: a view that does not show our own event yet proves that nobody was first",
        "sync/engine.py", "if not await self._is_as_fresh_as_ours(promise, traces):",
        "if not await self._is_as_fresh_as_ours(promise, traces) and promise.restoring:",
        ("core/test_booking.py::test_direct_mode_a_calendar_that_lags_behind_hides_no_rival_and_loses_no_booking",),
    ),
    Mutant(
        "adopts-a-strangers-event", "in doubt, whatever stands at the wished time is taken for ours, and later deleted",
        "sync/engine.py", "if trace.transaction == promise.id:",
        "if (trace.start, trace.end) == (promise.start, promise.end):",
        ("sync/test_engine.py::test_traces",),
    ),
    Mutant(
        "stranger-is-taken-for-ours", "somebody's meeting at the time of our booking gets our keys to end it",
        "room/agenda.py", "return event.ours and (event.start", "return (event.start",
        ("room/test_agenda.py::test_a_copy_is_known_by_id_then_by_uid_then_by_our_mark_and_times",),
    ),
    Mutant(
        "claims-anothers-copy", "two bookings at one time are settled by the same event",
        "sync/engine.py", "            and trace.uid not in claimed\n", "",
        ("sync/test_engine.py::test_a_copy_that_another_promise_claims_is_no_trace",),
    ),
    Mutant(
        "lag-is-no-trace", "the room shows the booking, the organizer's calendar not yet: it is sent again",
        "sync/engine.py", "if original else steps.Pending()", "if original else steps.NoTrace()",
        ("core/test_doubt.py::test_a_room_that_shows_it_while_the_organizers_calendar_lags_is_no_reason_to_send_it_again",),
    ),
    Mutant(
        "cancelled-is-sent-again", "what somebody cancelled while it was in doubt is booked again",
        "sync/engine.py", "if trace.organizer == self._owner(promise).lower()\n", "if trace.organizer == self._owner(promise).lower() and not trace.cancelled\n",
        ("core/test_doubt.py::test_cancelled_by_somebody_while_in_doubt_it_is_told_and_not_sent_again",),
    ),
    Mutant(
        "withdrawn-is-forgotten-too-soon",
        "what was given up while it was in doubt turns up in a calendar that lags, and nobody takes it back",
        "sync/doubt.py", "now < promise.sent_at + MAY_TURN_UP:", "now < promise.sent_at:",
        ("sync/test_outbox.py::test_withdrawn_and_not_to_be_found_it_is_forgotten_once_no_calendar_lags_so_far_behind",),
    ),
    Mutant(
        "late-yes-undoes-a-withdrawal", "what was given up while the room was asked is Yours again by its answer",
        "sync/outbox.py", "        return After(promise)  # withdrawn while the question was under way\n", "        pass\n",
        ("sync/test_outbox.py::test_what_was_withdrawn_while_an_answer_was_under_way_stays_withdrawn",),
    ),
    Mutant(
        "moved-key-is-a-no", "a change key that moves by itself ends the change",
        "sync/errors.py", "        case 409 | 412:\n", "        case 409:\n",
        ("sync/test_errors.py::test_each_answer_is_named_by_its_remedy",),
    ),
    Mutant(
        "no-patience", "where Exchange shows its day and takes no booking, each try follows the one before at once",
        "core/push.py", "        if self._trouble or not before:\n", "        if self._trouble:\n",
        ("core/test_offline.py::test_while_exchange_takes_no_booking_but_shows_its_day_the_tries_grow_rarer",),
    ),
    Mutant(
        "late-hold-is-sent", "a hold whose time is over is sent all the same, and nobody told",
        "system_user/upkeep.py", "    if now >= promise.until:\n        return _out_of_time",
        "    if now >= promise.until and promise.restoring:\n        return _out_of_time",
        ("core/test_offline.py::test_a_hold_whose_time_is_over_is_told_and_never_sent",),
    ),
    Mutant(
        "retry-after-of-a-booking-ignored", "a booking that was told to wait is sent again at once",
        "sync/outbox.py", "_told_to_wait(promise, step, now + wait)", "_told_to_wait(promise, step, now)",
        ("sync/test_outbox.py::test_a_wait_is_obeyed_to_the_fraction",),
    ),
    Mutant(
        "booking-back-off-unbounded", "after a long silence a booking waits for minutes before it is tried again",
        "sync/back_off.py", "return min(BACK_OFF_MOST, doubled) * jitter", "return doubled * jitter",
        ("sync/test_outbox.py::test_however_long_the_line_is_down_it_is_tried_again_within_ten_seconds",),
    ),
    Mutant(
        "guest-under-another-name", "a guest that was invited after all stands there a second time, without them",
        "sync/for_somebody.py", "reason=Reason.NOT_INVITED))", "reason=Reason.NOT_INVITED, id=promise.id * 2))",
        ("sync/test_for_somebody.py::test_a_guest_that_is_not_taken_is_left_out_under_the_same_transaction_and_told_with_the_rooms_yes",),
    ),
    Mutant(
        "in-two-calendars", "what may stand in a person's calendar is made in ours too",
        "sync/for_somebody.py", "        if promise.attempts > 1:\n", "        if promise.attempts > 99:\n",
        ("sync/test_for_somebody.py::test_what_may_stand_in_their_calendar_is_not_made_in_ours_too",),
    ),
    Mutant(
        "a-room-is-somebody", "somebody types another room's address and books it past its attendant",
        "sync/look_up.py", "    if await _is_room(graph, address):\n", "    if not address:\n",
        ("core/test_for_somebody.py::test_a_rooms_address_is_nobodys",),
    ),
    Mutant(
        "their-scope-is-ours", "one person out of scope turns booking off for everybody",
        "sync/for_somebody.py", "    if promise.owner and reason is Reason.BOOKING_REFUSED:\n", "    if not promise.id:\n",
        ("core/test_for_somebody.py::test_a_calendar_that_can_be_read_and_not_written_is_out_of_scope_too",),
    ),
    Mutant(
        "refused-is-over", "what was sent before a refusal and never answered turns up, and nobody takes it back",
        "sync/doubt.py", "    if promise.read_at is None:", "    if True:",
        ("sync/test_outbox.py::test_a_refusal_says_nothing_of_what_was_sent_before_it_and_never_answered",),
    ),
)  # fmt: skip
"""Each with the tests that must see it."""
