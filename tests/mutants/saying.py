"""Faults of what is said at the door: that somebody is here, that a room is given back, reports; other rooms, and rest. No code."""

from tests.mutants.mutant import Mutant

SAYING = (
    Mutant(
        "gives-back-unseen", "a room is given back though the display did not see who checked in where",
        "room/attendance.py", "facts.seeing_since is not None and facts.seeing_since <= opens_at(slot, facts)",
        "facts.seeing_since is not None",
        ("core/test_check_in.py::test_no_release_after_a_restart_in_the_window",),
    ),
    Mutant(
        "gives-back-what-is-not-ours", "the room says no to a colleague's meeting where nobody allowed that",
        "room/attendance.py", "return is_ours(slot) or (facts.settings.decline_others and slot.accepted)",
        "return is_ours(slot) or slot.accepted",
        ("core/test_check_in.py::test_without_permission_nothing_is_released_and_nobody_is_threatened",),
    ),
    Mutant(
        "gives-back-without-a-look", "a meeting that its organizer moved a moment ago is declined all the same",
        "sync/give_back.py", "if trace.cancelled or not foreign or trace.start != release.start or",
        "if trace.cancelled or not foreign or",
        ("core/test_check_in.py::test_a_meeting_that_was_moved_meanwhile_is_spared",),
    ),
    Mutant(
        "gives-back-late", "a room is given back hours after its window, when somebody sits in it",
        "core/giving.py", "    return never_left or now >= release.end\n", "    return now >= release.end and never_left\n",
        ("core/test_check_in.py::test_a_release_that_could_not_be_sent_in_time_is_not_sent",),
    ),
    Mutant(
        "check-in-is-forgotten", "who checked in is put out of the room after a restart",
        "core/attending.py", "        self._core.notes.put(note)\n        self._core.look()\n",
        "        self._core.facts = replace(self._core.facts, check_ins=(note,))  # type: ignore[arg-type]\n        self._core.look()\n",
        ("core/test_check_in.py::test_a_check_in_outlives_a_restart",),
    ),
    Mutant(
        "another-room-unlooked-at", "another room is booked though its plan says that it is taken",
        "system_user/decide.py", "    if not find_room.is_free(taken, start, end):\n",
        "    if not find_room.is_free(taken, start, end) and not taken:\n",
        ("system_user/test_elsewhere.py::test_a_room_that_is_taken_within_the_time_is_refused",),
    ),
    Mutant(
        "another-room-by-an-old-plan", "another room is booked by what was known of it an hour ago",
        "room/find_room.py", "if not -CLOCK_SLACK <= now - nearby.as_of <= facts.settings.stale_after:",
        "if not -CLOCK_SLACK <= now - nearby.as_of:",
        ("system_user/test_elsewhere.py::test_a_plan_that_is_old_is_no_plan",),
    ),
    Mutant(
        "another-room-twice", "a double tap books two rooms, or one room twice",
        "system_user/decide.py", "if room is None or any(p.start < end and start < p.until for p in mine):",
        "if room is None or any(p.end < end and start < p.start for p in mine):",
        ("system_user/test_elsewhere.py::test_a_second_tap_books_nothing",),
    ),
    Mutant(
        "changed-after-its-end", "a key that was drawn before a booking was deleted asks Exchange for it again",
        "system_user/decide.py", "in (Life.CONFIRMED, Life.KEPT) and promise.wish is not Wish.CANCEL", "in (Life.CONFIRMED, Life.KEPT)",
        ("system_user/test_decide.py::test_a_booking_that_was_just_deleted_is_not_changed_by_a_key_that_was_drawn_before",),
    ),
    Mutant(
        "given-up-for-nobody-knows-what", "while Exchange is unheard a booking is given up for another time, which may be taken",
        "system_user/decide.py", "    if is_stale(facts, now):  # a booking that stands", "    if facts.clock.wrong:  # a booking that stands",
        ("system_user/test_decide.py::test_a_move_that_cannot_be_is_refused",),
    ),
    Mutant(
        "report-is-said-before-it-is-kept", "a report is sent, and called saved, that no disk has taken",
        "core/reporting.py", "reports=(*self._core.facts.reports, report))",
        "reports=(*self._core.facts.reports, replace(report, stored=True)))",
        ("core/test_reports.py::test_a_disk_that_refuses_is_told_and_nothing_is_sent",),
    ),
    Mutant(
        "report-is-mailed-until-the-webhook-answers", "facilities get the same mail every hour while the webhook is down",
        "core/courier.py", "if delivery.course is not Course.WAITING or key in", "if report.ended or key in",
        ("core/test_reports.py::test_when_the_mail_has_gone_only_the_webhook_is_tried_again",),
    ),
    Mutant(
        "report-is-hurried", "a mail that may have arrived is sent again within seconds",
        "room/reports.py", "Fate.UNANSWERED: (timedelta(minutes=1), SELDOM)", "Fate.UNANSWERED: (NEVER_LEFT_FIRST, SELDOM)",
        ("room/test_reports.py::test_what_may_have_arrived_is_not_sent_again_within_a_minute",),
    ),
    Mutant(
        "words-of-a-report-stay", "what somebody wrote to facilities lies on the disk for days",
        "room/reports.py", 'return replace(report, note="", reply_to="") if report.ended else report', "return report",
        ("core/test_reports.py::test_what_was_typed_is_gone_from_the_disk_once_it_has_left_and_never_logged",),
    ),
    Mutant(
        "first-touch-acts", "who only wakes the glass books the room",
        "ui/glass_rest.py", 'change(self, "_awake", False, self.awakeChanged.emit)', 'change(self, "_awake", True, self.awakeChanged.emit)',
        ("ui/test_resting.py::test_the_touch_that_wakes_does_nothing_else_and_keys_answer_a_moment_later",),
    ),
    Mutant(
        "night-over-a-meeting", "the glass is dark while people meet",
        "room/resting.py", "hours is None or scene.run is not None or", "hours is None or",
        ("room/test_resting.py::test_a_meeting_in_the_night_is_told_from_afar",),
    ),
    Mutant(
        "question-at-rest", "who is asked whether anyone is here finds a dark glass, and loses the room",
        "room/resting.py", "return asked or asking or scene.yours is not None", "return asking or scene.yours is not None",
        ("room/test_resting.py::test_who_is_asked_whether_anyone_is_here_finds_the_face_near",),
    ),
)  # fmt: skip
"""Each with the tests that must see it."""
