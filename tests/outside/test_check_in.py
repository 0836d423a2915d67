"""Check-in at the door, and rooms that are given back: by the real program, with windows of seconds."""

import re
from datetime import timedelta
from typing import Any

from .display import Display
from .glass import BUTTONS
from .stage import AURORA, SYSTEM, Stage, alive, minutes, moment, now, soon_full_minute

RULES: dict[str, Any] = {
    "check_in": True, "decline_others": True, "check_in_opens_minutes": 0.1, "release_after_minutes": 0.5,
}  # fmt: skip
"""Opens six seconds before the start, ends thirty seconds after it."""
COMING = timedelta(seconds=22)


def waiting(stage: Stage, **more: Any) -> Display:
    """A display that has seen the calendar for a while when somebody's meeting begins, which asks for a check-in."""
    display = stage.free(booking=RULES | more)
    begins = now() + COMING
    stage.lena.meet([AURORA], begins, begins + minutes(30), subject="Design review")
    display.glass.label("Check in", 60)
    return display


def test_one_tap_checks_in_and_the_meeting_stays(stage: Stage) -> None:
    display = waiting(stage)
    display.glass.press("Check in")
    display.glass.label("Busy")
    assert display.status()["current"]["checked_in"] is True
    display.kill()
    display.start()
    display.glass.label("Busy", 20)
    assert display.status()["current"]["checked_in"] is True
    assert len(alive(stage.graph.events(AURORA))) == 1


def test_nobody_comes_and_the_room_is_released_with_the_organizers_meeting_untouched(stage: Stage) -> None:
    display = waiting(stage)
    display.glass.label("Free", 60)
    assert alive(stage.graph.events(AURORA)) == []
    (own,) = stage.graph.events("lena@contoso.test")
    assert (own.cancelled, own.subject) == (False, "Design review")
    display.glass.press("Undo")
    display.glass.label(re.compile("Yours|Busy"), 30)
    (booked,) = alive(stage.graph.events(AURORA))
    assert booked.organizer[0] == SYSTEM


def test_without_permission_nothing_is_released(stage: Stage) -> None:
    display = waiting(stage, decline_others=False)
    display.glass.label("Busy", 60)
    assert len(alive(stage.graph.events(AURORA))) == 1


def test_after_a_restart_in_the_window_nothing_is_released(stage: Stage) -> None:
    display = waiting(stage)
    display.kill()
    display.start()
    display.glass.label("Busy", 60)
    assert len(alive(stage.graph.events(AURORA))) == 1


def test_release_room_takes_two_presses_and_declines_this_meeting(stage: Stage) -> None:
    begins = now() - minutes(5)
    stage.lena.meet([AURORA], begins, begins + minutes(60))
    display = stage.display(booking={"decline_others": True})
    display.glass.label("Busy", 20)
    display.glass.press("Release room")
    assert len(alive(stage.graph.events(AURORA))) == 1
    display.glass.press("Tap again")
    display.glass.label("Free", 20)
    assert alive(stage.graph.events(AURORA)) == []


def test_of_a_series_only_this_meeting_is_declined(stage: Stage) -> None:
    series = stage.lena.meet_daily([AURORA], soon_full_minute(-5), 60, 2, stage.graph.zone)
    display = stage.display(booking={"decline_others": True})
    display.glass.label("Busy", 20)
    display.glass.press("Release room")
    display.glass.press("Tap again")
    display.glass.label("Free", 20)
    (tomorrow,) = display.until(lambda told: told["current"] is None, "free")["next"]
    assert moment(tomorrow["start"]) == series[2].start
    assert [event.attendees[0].response == "declined" for event in series[1:]] == [True, False]
    assert not any(event.cancelled for event in series)


def test_release_room_is_not_offered_where_the_admin_does_not_allow_it(stage: Stage) -> None:
    begins = now() - minutes(5)
    stage.lena.meet([AURORA], begins, begins + minutes(60))
    display = stage.display()
    display.glass.label("Busy", 20)
    assert "Release room" not in display.glass.names(BUTTONS)
