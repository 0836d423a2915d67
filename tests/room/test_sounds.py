"""What is to be heard, and what is not."""

from __future__ import annotations

import pytest

from kiosk.room import intents
from kiosk.room.face import Face
from kiosk.room.project import project
from kiosk.room.sounds import Sound, of_face, of_key
from tests.faces.pairs import moment


def face(name: str) -> Face:
    seen = moment(name)
    return project(seen.facts, seen.now)


CHANGES = [
    ("free", "holding", None),
    ("holding", "yours", Sound.BOOKED),
    ("yours", "yours", None),
    ("holding", "conflict", Sound.REFUSED),
    ("conflict", "conflict-closing", None),
    ("conflict", "free", None),
    ("holding", "not-invited", Sound.BOOKED),
    ("free", "problem-refused", None),
]


@pytest.mark.parametrize(("before", "after", "heard"), CHANGES)
def test_a_booking_rises_and_a_refusal_is_low(before: str, after: str, heard: Sound | None) -> None:
    assert of_face(face(before), face(after)) is heard


def test_the_first_picture_is_silent() -> None:
    assert of_face(None, face("yours")) is None


def test_a_key_ticks_and_a_mere_touch_does_not() -> None:
    assert (of_key(intents.OpenMenu()), of_key(intents.Touch())) == (Sound.TICK, None)
