"""The status light: colour, lit edges and motion follow the plane, and nothing of a meeting is in it."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given

from kiosk.room.face import Rest, State, Tone, View
from kiosk.room.light import (
    ACROSS,
    ALL,
    BREATH,
    FAINTEST,
    NOWHERE,
    OFF,
    SIDES,
    TOP,
    Dimming,
    Hue,
    Light,
    Motion,
    breath,
    light,
)  # fmt: skip
from kiosk.room.model import Facts, Heard
from kiosk.room.project import project
from tests.room.aurora import MINUTE, at, aurora, event, promise
from tests.room.worlds import search, worlds

NOW = at("09:41")


def shown(*events: object, **fields: object) -> Light:
    facts = aurora(NOW, *events)  # type: ignore[arg-type]  # because they are events
    return light(project(replace(facts, **fields), NOW))  # type: ignore[arg-type]  # because the fields are the test's


def test_a_free_room_lights_all_four_edges_green() -> None:
    assert shown(event("11:00-11:45")) == Light(State.FREE, Hue.FREE, ALL, brightness=1.0)


def test_a_busy_room_lights_left_and_right_red() -> None:
    assert shown(event("09:00-10:00")) == Light(State.BUSY, Hue.BUSY, SIDES, brightness=1.0)


def test_soon_lights_the_top_amber() -> None:
    assert shown(event("09:49-10:30")) == Light(State.SOON, Hue.SOON, TOP, brightness=1.0)


def test_holding_runs_along_the_top_in_blue() -> None:
    found = shown(promises=(promise("09:41-10:11"),))
    assert found == Light(State.HOLDING, Hue.HOLD, TOP, motion=Motion.RUN, brightness=1.0)


def test_a_stale_free_room_loses_its_green() -> None:
    found = shown(heard=Heard(NOW - 10 * MINUTE))
    assert found == Light(State.UNKNOWN, Hue.DOUBT, NOWHERE, dot=True, brightness=1.0)


def test_a_stale_busy_room_keeps_its_red_and_says_that_it_doubts() -> None:
    found = shown(event("09:00-10:00"), heard=Heard(NOW - 10 * MINUTE))
    assert found == Light(State.UNKNOWN, Hue.BUSY, SIDES, dot=True, brightness=1.0)


def test_a_provisional_hold_is_never_claimed_in_a_colour() -> None:
    found = shown(promises=(promise("09:41-10:11", provisional=True),), heard=Heard(NOW - 10 * MINUTE))
    assert found == Light(State.HELD, Hue.DOUBT, NOWHERE, dot=True, brightness=1.0)


def test_a_display_that_was_never_told_anything_shows_doubt_or_nothing() -> None:
    assert shown(heard=Heard()).hue is Hue.NONE
    assert shown(room=None) == Light(State.UNPAIRED, brightness=1.0)
    assert not shown(room=None).lit


def test_check_in_breathes_and_stands_still_where_motion_is_reduced() -> None:
    face = project(aurora(NOW, event("09:40-10:30")), NOW)
    face = replace(face, state=State.CHECK_IN, plane=replace(face.plane, tone=Tone.CHECK_IN))
    assert light(face) == Light(State.CHECK_IN, Hue.SOON, ACROSS, motion=Motion.BREATH, brightness=1.0)
    assert light(face, still=True).motion is Motion.STEADY


def test_the_night_dims_the_light_as_far_as_the_admin_wants() -> None:
    face = project(aurora(NOW), NOW)
    night = replace(face, rest=Rest(View.NIGHT))
    assert light(night).brightness == pytest.approx(1 / 6)
    assert light(face, dimming=Dimming(0.5, 0.1)).brightness == 0.5
    dark = light(night, dimming=Dimming(night=0))
    assert not dark.lit
    assert dark.rgb() == (0, 0, 0)


@pytest.mark.parametrize("tone", Tone)
def test_every_tone_of_the_plane_has_its_light(tone: Tone) -> None:
    face = project(aurora(NOW), NOW)
    found = light(replace(face, plane=replace(face.plane, tone=tone)))
    assert (found.hue is Hue.FREE) == (tone is Tone.FREE)


def test_a_breath_takes_four_seconds_and_never_goes_out() -> None:
    halves = [breath(BREATH * half / 2) for half in range(5)]
    assert halves == pytest.approx([1, FAINTEST, 1, FAINTEST, 1])
    assert all(FAINTEST - 1e-9 <= breath(timedelta(milliseconds=ms)) <= 1 for ms in range(0, 4000, 50))
    assert timedelta(seconds=4) <= BREATH  # 0.25 Hz: nothing moves faster


def test_nothing_but_closed_sets_and_a_brightness_is_in_a_light() -> None:
    assert {field.name for field in fields(Light)} == {"state", "hue", "edges", "dot", "motion", "brightness"}
    assert OFF.word == "off"


@given(worlds())
@search
def test_the_light_is_green_exactly_where_the_room_is_known_to_be_free(world: tuple[Facts, datetime]) -> None:
    facts, now = world
    found = light(project(facts, now))
    assert (found.hue is Hue.FREE) == (found.state is State.FREE)
    assert not (found.hue is Hue.FREE and found.dot)
    assert found.dot or found.state not in (State.UNKNOWN, State.PROBLEM) or found.hue is Hue.NONE
