"""Sheets over the face: what is behind them is not in the tree, and what they promise is done."""

import re
from collections import Counter

from .display import Display
from .glass import BUTTONS, LABELS
from .stage import AURORA, BOOK, Stage, minutes, moment, now, soon_full_minute

SPAN = re.compile("^Book ([0-9:]{5}) \N{EN DASH} ([0-9:]{5})$")


def span(display: Display) -> str:
    """The sheet's booking key: from, to."""
    return display.glass.button(SPAN).name


def test_a_sheet_hides_the_keys_behind_it(stage: Stage) -> None:
    display = stage.free()
    display.glass.press("Pick a time")
    display.glass.button("Close")
    display.glass.gone(BUTTONS, BOOK)
    display.glass.press("Close")
    display.glass.button(BOOK)
    display.glass.gone(BUTTONS, "Close")


def test_a_picked_time_is_booked_as_promised(stage: Stage, booking: str) -> None:
    display = stage.free(booking)
    display.glass.press("Pick a time")
    before = span(display)
    display.glass.press("Later")
    display.glass.gone(BUTTONS, before)
    display.glass.press("45 minutes")
    display.glass.see(BUTTONS, SPAN)
    first, last = SPAN.findall(display.glass.press(SPAN))[0]
    display.until(lambda s: any(one["confirmed"] and one["made_here"] for one in s["next"]), "booked", 20)
    stage.graph.tenant.post.settle()
    (event,) = stage.graph.events(AURORA)
    local = stage.graph.local
    assert (f"{event.start.astimezone(local):%H:%M}", f"{event.end.astimezone(local):%H:%M}") == (first, last)
    assert event.end - event.start == minutes(45)


def test_a_typed_subject_reaches_exchange(stage: Stage) -> None:
    display = stage.free("direct")
    display.glass.press("Pick a time")
    display.glass.type("Subject", "Quartz review")
    display.glass.press(SPAN)
    display.until(lambda s: any(one["confirmed"] and one["made_here"] for one in s["next"]), "booked", 20)
    (event,) = stage.graph.events(AURORA)
    assert event.subject == "Quartz review"


def test_another_day_can_be_picked_as_far_as_allowed(stage: Stage) -> None:
    display = stage.free(booking={"days_ahead": 1})
    display.glass.press("Pick a time")
    display.glass.press("Next day")
    display.glass.button("Previous day")
    display.glass.gone(BUTTONS, "Next day")
    display.glass.press(SPAN)
    display.until(lambda s: any(one["confirmed"] and one["made_here"] for one in s["next"]), "booked", 20)
    (event,) = stage.graph.events(AURORA)
    today = now().astimezone(stage.graph.local).date()
    assert (event.start.astimezone(stage.graph.local).date() - today).days == 1


def test_a_picked_time_never_lies_over_a_meeting(stage: Stage) -> None:
    begins = soon_full_minute(80)
    stage.lena.place(AURORA, begins, begins + minutes(120))
    display = stage.free()
    display.glass.press("Pick a time")
    display.glass.button(SPAN)
    for _ in range(8):
        if "Later" in display.glass.names(BUTTONS):
            display.glass.press("Later")
    display.glass.press(SPAN)
    display.until(lambda s: any(one["confirmed"] and one["made_here"] for one in s["next"]), "booked", 20)
    stage.graph.tenant.post.settle()
    ours, hers = stage.graph.events(AURORA)
    assert ours.end <= hers.start


def test_nothing_else_answers_to_a_controls_name(stage: Stage) -> None:
    display = stage.free()
    display.glass.button(BOOK)
    check_names(display)
    display.glass.press(BOOK)
    display.glass.label("Yours")
    check_names(display)
    display.glass.press("Done")
    display.glass.label("Busy")
    display.glass.button("End now")
    check_names(display)
    assert moment(display.status()["until"]) > now()


def check_names(display: Display) -> None:
    buttons = Counter(display.glass.names(BUTTONS))
    assert "" not in buttons
    assert not [name for name, count in buttons.items() if count > 1]
    words = [
        name for name in display.glass.names(LABELS) if name in {"Free", "Busy", "Holding", "Yours", "Aurora"}
    ]
    assert len(words) == len(set(words)) == 2, words
