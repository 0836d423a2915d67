"""Faults of what the glass claims to know, and of what a tap may become. No code."""

from tests.mutants.mutant import Mutant

KNOWING = (
    Mutant(
        "moved-is-free-between", "while Exchange decides on a move the time it stands at is offered to the next person",
        "room/agenda.py", "return (new, *(rest for rest in (before, after) if rest.start < rest.end))", "return (new,)",
        ("room/test_agenda.py::test_while_it_is_moved_a_booking_stands_where_it_was_and_the_other_time_is_taken_too",),
    ),
    Mutant(
        "empty-day-is-trusted", "one empty answer makes a busy room free",
        "core/pull.py", "        return self._empty_once\n", "        return False\n",
        ("core/test_reading.py::test_a_day_that_turns_empty_at_once_is_read_again_before_it_is_believed",),
    ),
    Mutant(
        "free-though-stale", "the room is green though Exchange was not heard for an hour",
        "room/survey.py", "now - as_of > facts.settings.stale_after or", "",
        ("core/test_offline.py::test_unheard_for_two_minutes_the_room_is_not_called_free",),
    ),
    Mutant(
        "a-fault-is-news", "a read that failed makes the knowledge young again",
        "core/pull.py", "heard, reachable=isinstance(", "heard, as_of=due, reachable=isinstance(",
        ("core/test_reading.py::test_a_bad_read_changes_nothing_but_the_age",),
    ),
    Mutant(
        "page-two-is-lost", "of a long day only the first page is known",
        "sync/pages.py", "        if following is None:\n            return\n", "        return\n",
        ("sync/test_engine.py::test_all_pages_make_one_day_without_doubles_soonest_first",),
    ),
    Mutant(
        "first-page-is-frozen", "what a read once said of the day is said of it for ever",
        "sync/engine.py", "        if first and items == before:\n", "        if first and before is not None:\n",
        ("sync/test_engine.py::test_a_page_that_comes_as_it_was_means_what_it_meant_and_any_change_is_seen",),
    ),
    Mutant(
        "half-a-day-is-a-day", "a later page that is gone makes a shorter day instead of a bad read",
        "sync/pages.py", '                raise errors.Garbled("a page that is gone") from None\n',
        "                return\n",
        ("sync/test_engine.py::test_a_later_page_that_is_gone_is_only_a_bad_read",),
    ),
    Mutant(
        "tentative-is-free", "the room is free where Exchange counts a tentative meeting as a conflict",
        "sync/wire.py", '{"busy", "oof", "tentative", "unknown"}', '{"busy", "oof", "unknown"}',
        ("sync/test_wire.py::test_tentative_counts_as_configured",),
    ),
    Mutant(
        "books-over-a-meeting", "a tap on a taken time is promised",
        "system_user/decide.py", "    if not is_free(taken, start, end):\n", "    if start > end:\n",
        ("system_user/test_decide.py::test_a_taken_time_is_refused_with_the_length_that_was_asked_for",),
    ),
    Mutant(
        "double-tap-books-twice", "what was promised here a moment ago does not count as taken",
        "system_user/decide.py", "    taken = slots(facts)\n    ours", "    taken = slots(replace(facts, promises=()))\n    ours",
        ("core/test_booking.py::test_a_second_tap_on_the_same_key_is_no_second_booking",),
    ),
    Mutant(
        "late-tap-is-accepted", "a key that was drawn long ago books a time that has passed",
        "system_user/decide.py", "if start < now - LATE_TAP or end <= now", "if end <= now",
        ("system_user/test_decide.py::test_a_key_that_was_drawn_long_ago_books_nothing_that_began_then",),
    ),
    Mutant(
        "neighbours-collide", "the end of a meeting counts as taken",
        "room/agenda.py", "slot.start < end and start < slot.end for", "slot.start <= end and start <= slot.end for",
        ("system_user/test_decide.py::test_neighbours_may_touch",),
    ),
    Mutant(
        "busy-at-its-end", "a meeting still runs in the moment in which it ends",
        "room/agenda.py", "    live = [slot for slot in taken if slot.end > now]", "    live = [slot for slot in taken if slot.end >= now]",
        ("room/test_agenda.py::test_what_ended_is_over_at_its_end",),
    ),
    Mutant(
        "settled-before-seen", "a booking that was ended is forgotten before the calendar shows that it is gone, and rises again",
        "system_user/upkeep.py", "    read_since = copy is None and _read_since(promise.answered_at, facts, now)",
        "    read_since = True",
        ("system_user/test_upkeep.py::test_a_deleted_booking_is_remembered_until_the_rooms_calendar_agrees",),
    ),
    Mutant(
        "remembered-day-judges", "a booking is forgotten because a day does not show it that was read before it was made",
        "system_user/upkeep.py", " and not facts.heard.remembered", "",
        ("core/test_wrong_clock.py::test_a_day_from_before_the_clock_was_wrong_says_nothing_of_what_was_booked_under_it",),
    ),
    Mutant(
        "held-before-on-disk", "a booking is called Held before a power cut would leave it",
        "core/loop.py", "        self.put(decided)\n", "        self.put(replace(decided, stored=True))\n",
        ("core/test_disk.py::test_full_between_the_promise_and_its_sending_it_is_sent_when_there_is_room",),
    ),
)  # fmt: skip
"""Each with the tests that must see it."""
