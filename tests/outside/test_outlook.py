"""What people do in Outlook is on the glass within two polls.

Inside `two_polls` only two further reads of the room's window are answered: what is seen there, two polls have told.
"""

from contextlib import AbstractContextManager
from datetime import timedelta

import pytest

from .display import Display
from .graph import Gate
from .stage import AURORA, BOREALIS, Stage, minutes, moment, now, soon_full_minute


@pytest.fixture(params=[False, True], ids=["keeps cancelled", "removes cancelled"])
def forgetful(request: pytest.FixtureRequest, stage: Stage) -> Stage:
    """Rooms of both kinds: RemoveCanceledMeetings off (Exchange Online's default) and on."""
    stage.aurora.removes_cancelled = bool(request.param)
    return stage


def two_polls(stage: Stage) -> AbstractContextManager[Gate]:
    return stage.graph.polls(2, AURORA)


def busy(stage: Stage) -> Display:
    display = stage.display()
    display.glass.label("Busy", 20)
    return display


def test_a_meeting_is_created(stage: Stage) -> None:
    display = stage.free()
    end = soon_full_minute(50)
    stage.lena.meet([AURORA], now() - minutes(5), end, subject="Design review")
    with two_polls(stage):
        display.glass.label("Busy")
        display.glass.label(f"until {end.astimezone(stage.graph.local):%H:%M}")
    status = display.status()
    assert moment(status["until"]) == end
    assert status["current"]["organizer"] == "Lena Fischer"
    assert status["current"]["made_here"] is False


def test_a_meeting_moves_away_and_back(stage: Stage) -> None:
    meeting = stage.lena.meet([AURORA], now() - minutes(5), now() + minutes(50))
    display = busy(stage)
    later = soon_full_minute(90)
    stage.lena.move(meeting, later, later + minutes(30))
    with two_polls(stage):
        display.glass.label("Free")
        display.glass.label(f"until {later.astimezone(stage.graph.local):%H:%M}")
    stage.lena.move(meeting, now() - minutes(1), now() + minutes(30))
    with two_polls(stage):
        display.glass.label("Busy")


def test_a_meeting_goes_to_another_room(stage: Stage) -> None:
    meeting = stage.lena.meet([AURORA], now() - minutes(5), now() + minutes(50))
    display = busy(stage)
    stage.lena.change_rooms(meeting, [BOREALIS])
    with two_polls(stage):
        display.glass.label("Free")


def test_a_meeting_comes_from_another_room(stage: Stage) -> None:
    meeting = stage.lena.meet([BOREALIS], now() - minutes(5), now() + minutes(50))
    display = stage.free()
    stage.lena.change_rooms(meeting, [AURORA])
    with two_polls(stage):
        display.glass.label("Busy")


def test_one_meeting_in_several_rooms_loses_one(stage: Stage) -> None:
    meeting = stage.lena.meet([AURORA, BOREALIS], now() - minutes(5), now() + minutes(50))
    first = busy(stage)
    second = stage.display(room={"mailbox": BOREALIS})
    second.glass.label("Busy", 20)
    stage.lena.change_rooms(meeting, [BOREALIS])
    with two_polls(stage):
        first.glass.label("Free")
    second.glass.label("Busy")


def test_a_meeting_is_cancelled(forgetful: Stage) -> None:
    meeting = forgetful.lena.meet([AURORA], now() - minutes(5), now() + minutes(50))
    display = busy(forgetful)
    forgetful.lena.cancel(meeting)
    with two_polls(forgetful):
        display.glass.label("Free")
    assert display.status()["current"] is None


def test_a_series_is_there_and_one_of_it_is_cancelled(forgetful: Stage) -> None:
    display = forgetful.free()
    series = forgetful.lena.meet_daily([AURORA], soon_full_minute(-10), 40, 2, forgetful.graph.zone)
    with two_polls(forgetful):
        display.glass.label("Busy")
    forgetful.lena.cancel(series[1])
    with two_polls(forgetful):
        display.glass.label("Free")
    (tomorrow,) = display.status()["next"]
    assert moment(tomorrow["start"]) == series[2].start


def test_one_of_a_series_is_moved(stage: Stage) -> None:
    series = stage.lena.meet_daily([AURORA], soon_full_minute(-10), 40, 2, stage.graph.zone)
    display = busy(stage)
    later = soon_full_minute(120)
    stage.lena.move(series[1], later, later + minutes(30))
    with two_polls(stage):
        display.glass.label("Free")
    starts = [moment(event["start"]) for event in display.status()["next"]]
    assert starts == [later, series[2].start]


def test_one_of_a_series_goes_to_another_room(stage: Stage) -> None:
    series = stage.lena.meet_daily([AURORA], soon_full_minute(-10), 40, 2, stage.graph.zone)
    display = busy(stage)
    stage.lena.change_rooms(series[1], [BOREALIS])
    with two_polls(stage):
        display.glass.label("Free")


def test_a_whole_series_is_cancelled(stage: Stage) -> None:
    series = stage.lena.meet_daily([AURORA], soon_full_minute(-10), 40, 2, stage.graph.zone)
    display = busy(stage)
    stage.lena.cancel(series[0])
    with two_polls(stage):
        display.glass.label("Free")
    assert display.status()["next"] == []


def test_meetings_without_a_gap_are_one_run(stage: Stage) -> None:
    end = soon_full_minute(30)
    stage.lena.meet([AURORA], now() - minutes(5), end)
    stage.milo.meet([AURORA], end + timedelta(minutes=4), end + timedelta(minutes=34))
    display = busy(stage)
    status = display.status()
    assert moment(status["until"]) == end + minutes(34)
    assert moment(status["current"]["end"]) == end


def test_a_meeting_that_leaves_the_room_free_does_not_make_it_busy(stage: Stage) -> None:
    display = stage.free()
    stage.lena.meet([AURORA], now() - minutes(5), now() + minutes(50), show_as="free")
    with stage.graph.polls(2, AURORA) as gate:
        assert gate.held.wait(15)
        display.glass.label("Free")
    assert display.status()["current"] is None


def test_a_tentative_meeting_is_busy_when_so_set(stage: Stage) -> None:
    display = stage.display(booking={"tentative_is_busy": False})
    display.glass.label("Free", 20)
    other = stage.display()
    stage.lena.meet([AURORA], now() - minutes(5), now() + minutes(50), show_as="tentative")
    other.glass.label("Busy", 20)
    with two_polls(stage) as gate:
        assert gate.held.wait(15)
    display.glass.label("Free")
