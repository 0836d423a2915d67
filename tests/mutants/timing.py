"""Faults of clocks, zones and days. No code."""

from tests.mutants.mutant import Mutant

TIMING = (
    Mutant(
        "day-of-24-hours", "the days on which clocks change end an hour off",
        "room/days.py", "return midnight(day + timedelta(days=1), zone_name)", "return midnight(day, zone_name) + timedelta(hours=24)",
        ("room/test_days.py::test_the_hours_of_a_day_on_which_clocks_change_are_those_of_the_clock",),
    ),
    Mutant(
        "all-day-of-24-hours", "an all-day meeting over the change of clocks ends an hour off",
        "room/days.py", "midnight(max(after_last, first + timedelta(days=1)), zone_name)",
        "midnight(first, zone_name) + max(after_last - first, timedelta(days=1))",
        ("sync/test_wire.py::test_an_all_day_event_over_the_change_of_clocks_is_25_hours_long",),
    ),
    Mutant(
        "all-day-in-utc", "an all-day meeting begins at Greenwich's midnight",
        "sync/wire.py", "days.whole_days(_date(first), _date(last), zone)", 'days.whole_days(_date(first), _date(last), "UTC")',
        ("sync/test_wire.py::test_an_all_day_event_is_its_dates_in_the_rooms_zone_whatever_zone_it_is_labelled_with",),
    ),
    Mutant(
        "naive-time-is-local", "a time without a zone is read on the machine's clock",
        "sync/wire.py", "(at if at.tzinfo else at.replace(tzinfo=days.zone(moment[1])))", "at",
        ("sync/test_wire.py::test_times_of_every_spelling_become_utc",),
    ),
    Mutant(
        "rival-day-guessed", "before the room's zone was told, a rival that lasts all day is a day of Greenwich",
        "sync/engine.py", "if not self._known and any(other.all_day for other in others):", "if False:",
        ("sync/test_engine.py::test_which_day_a_rival_lasts_is_not_guessed_before_the_rooms_zone_was_told",),
    ),
    Mutant(
        "wall-clock-is-local", "the machine's local time is taken for UTC",
        "clock.py", "datetime.now(UTC)", "datetime.now().replace(tzinfo=UTC)",
        ("test_clock.py::test_now_is_greenwichs_wherever_the_machine_stands",),
    ),
    Mutant(
        "sent-in-local-time", "times are sent on the machine's clock and labelled UTC",
        "sync/bodies.py", "at.astimezone(UTC)", "at.astimezone()",
        ("sync/test_bodies.py::test_the_times_of_a_booking_are_sent_as_greenwichs",),
    ),
    Mutant(
        "unknown-zone-is-utc", "a time in a zone that nobody knows is read as Greenwich's",
        "sync/wire.py", '    except ValueError as unknown:\n        raise Unreadable("timeZone") from unknown', "    except ValueError:\n        return at.replace(tzinfo=UTC)",
        ("sync/test_wire.py::test_what_is_not_graphs_is_unreadable",),
    ),
    Mutant(
        "refused-zone-is-utc", "where Exchange does not tell the room's zone any more, the room moves to Greenwich",
        "core/pull.py", "            zone = None  #", '            zone = "UTC"  #',
        ("core/test_reading.py::test_a_room_whose_zone_is_not_told_any_more_stays_where_it_is",),
    ),
    Mutant(
        "windows-names-unknown", "Exchange's own names of zones are not understood",
        "room/days.py", "ZoneInfo(win_tz.get(name, name))", "ZoneInfo(name)",
        ("room/test_days.py::test_exchange_names_zones_as_windows_does",),
    ),
    Mutant(
        "old-knowledge-stays-fresh", "after the clock was set back the last read is young for an hour",
        "core/loop.py", "            self.facts = set_back(self.facts, before - self._zero)\n", "",
        ("core/test_clock.py::test_knowledge_grows_old_though_the_clock_was_set_back",),
    ),
    Mutant(
        "restart-forgets-the-clock", "a start reckons the age of what the disk remembers by a clock that was set since",
        "core/start.py", "return Heard(as_of=kept.as_of + moved, remembered=True)", "return Heard(as_of=kept.as_of, remembered=True)",
        ("core/test_clock.py::test_after_a_restart_knowledge_is_as_old_as_it_was_though_the_clock_was_set_back",),
    ),
    Mutant(
        "any-boot-is-this-boot", "what was read before the power went is as fresh as the clock says, which stood still",
        "core/start.py", "if kept.boot is None or kept.boot.id != boot.id:", "if kept.boot is None:",
        ("core/test_clock.py::test_a_machine_whose_clock_stands_still_without_power_does_not_take_yesterdays_day_for_todays",),
    ),
    Mutant(
        "fresh-once-the-clock-comes-there", "knowledge from an hour ahead is fresh when the clock gets there",
        "core/start.py", "    if abs(moved) > MOST_OFF:\n        return Heard(as_of=kept.as_of, age_unknown=True, remembered=True)\n", "    if abs(moved) > MOST_OFF:\n        return Heard(as_of=kept.as_of, remembered=True)\n",
        ("core/test_clock.py::test_knowledge_from_an_hour_ahead_is_never_fresh_again",),
    ),
    Mutant(
        "promise-from-the-future", "a promise made under a clock that was ahead is not watched after a restart",
        "core/stepped.py", "lambda stamp: min(stamp, now)", "lambda stamp: stamp",
        ("core/test_clock.py::test_a_promise_made_under_a_clock_that_was_ahead_is_watched_after_a_restart",),
    ),
    Mutant(
        "wakes-by-the-old-clock", "what was due before the clock was set back sleeps for an hour",
        "core/alarm.py", "        for _, ring in due.values():\n            ring()\n", "        self._due = due\n",
        ("core/test_alarm.py::test_when_the_clock_is_set_everything_rings_at_once",),
    ),
    Mutant(
        "date-header-ignored", "nothing is compared with the display's clock",
        "sync/graph.py", "            if dated is not None:\n", "            if dated is not None and not content:\n",
        ("sync/test_graph.py::test_every_answer_tells_exchanges_time",),
    ),
    Mutant(
        "refusal-without-a-date", "a wrong clock that Entra refuses is told as a wrong secret",
        "system_user/identity.py", "            self._hear_date(failed.dated)\n", "",
        ("system_user/test_identity.py::test_sign_in_and_refusal_tell_the_directorys_time",),
    ),
    Mutant(
        "wrong-clock-shows-free", "a display whose clock is an hour off goes on as if it knew",
        "room/survey.py", "    if facts.clock.wrong:", "    if facts.clock.wrong and heard.as_of is None:",
        ("core/test_wrong_clock.py::test_a_clock_that_is_set_wrong_is_found_out_without_a_network",),
    ),
    Mutant(
        "wrong-clock-ends-bookings", "a booking is over because a clock says so that is wrong",
        "core/loop.py", "        if self.facts.clock.off:\n            return  #", "        if self.facts.clock.off:\n            pass  #",
        ("core/test_wrong_clock.py::test_a_booking_outlives_a_clock_that_was_ahead_for_a_while",
         "core/test_wrong_clock.py::test_a_hold_is_not_given_up_because_the_clock_is_wrong"),
    ),
    Mutant(
        "a-wrong-clock-gives-an-end-up", "an end that was refused is never tried again, for a wrong clock says that the booking is over",
        "sync/outbox.py", "    over = now >= promise.end and not clock_doubtful\n", "    over = now >= promise.end\n",
        ("core/test_wrong_clock.py::test_an_end_that_was_refused_while_the_clock_was_ahead_is_tried_again",),
    ),
    Mutant(
        "wrong-day-is-taken-over", "the day that a wrong clock asked for is shown when the clock is right again",
        "core/pull.py", "            self._clock_was_off = core.facts.clock.doubtful\n", "            self._clock_was_off = False\n",
        ("core/test_wrong_clock.py::test_a_day_that_a_wrong_clock_asked_for_is_shown_no_more_than_any_other_days",),
    ),
    Mutant(
        "one-odd-date-is-believed", "one wrong Date header takes the display off the wall",
        "room/clock_health.py", "    return replace(health, doubt=zero)", "    return replace(health, zero=zero, doubt=None)",
        ("core/test_wrong_clock.py::test_one_odd_date_is_not_believed",),
    ),
    Mutant(
        "right-again-at-once", "a clock that jumps to and fro is believed each time",
        "room/clock_health.py", "    if elapsed - since >= SETTLES:", "    if elapsed >= since:",
        ("room/test_clock_health.py::test_it_must_be_right_for_thirty_seconds",),
    ),
    Mutant(
        "age-counts-from-the-end", "a read that took long is younger than what it tells",
        "core/pull.py", "as_of = min(begun, core.now() - took)", "as_of = max(begun, core.now())",
        ("core/test_reading.py::test_the_day_is_as_old_as_the_begin_of_its_read",),
    ),
    Mutant(
        "sleep-is-no-time", "a clock that is put right while the machine sleeps keeps old knowledge young",
        "core/loop.py", "return self.clock.boot().zero",
        "from datetime import timedelta; return self.clock.now() - timedelta(seconds=self.clock.monotonic())",
        ("core/test_clock.py::test_a_clock_that_is_put_right_while_the_machine_sleeps_hides_no_sleep",),
    ),
)  # fmt: skip
"""Each with the tests that must see it."""
