"""A room with opening hours, as a visitor meets it outside of them."""

import re
from datetime import timedelta

from .glass import BUTTONS
from .stage import Stage, now

WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def test_outside_its_hours_the_room_is_free_and_says_when_it_can_be_booked(stage: Stage) -> None:
    opens = WEEK[(now() + timedelta(days=3)).weekday()]  # not today in any time zone
    display = stage.free(hours={opens: "08:00-18:00"})
    day = opens.capitalize()
    display.glass.label(f"Bookable from {day} 08:00")
    display.glass.label(re.compile(rf"can be booked from {day} 08:00\.$"))
    display.glass.gone(BUTTONS, re.compile("^Book"))
    display.glass.gone(BUTTONS, "30 minutes")
    display.glass.press("Pick a time")
    display.glass.gone(BUTTONS, re.compile("^Book"))
    display.glass.see(BUTTONS, "Close")
