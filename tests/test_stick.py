"""A configuration on a USB drive: real files, a real core, disk and data directory, and the door of every pushed document."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.config import album, pictures
from kiosk.judging import UNTRUSTED
from kiosk.room import intents
from kiosk.room.staff import Done, Outcome
from kiosk.stick import taken
from tests.config.signing import Admin
from tests.fakes.pictures import png
from tests.test_pushing import Pushed, pushed

DARK, LIGHT = {"display": {"theme": "dark"}}, {"display": {"theme": "light"}}
OTHER = "rd-aaaaaaaaaaaaaaaa"


@pytest.fixture
def drive(tmp_path: Path) -> Path:
    folder = tmp_path / "drive"
    folder.mkdir()
    return folder


def test_the_displays_own_document_is_found_tried_and_holds(tmp_path: Path, drive: Path) -> None:
    async def story(one: Pushed) -> None:
        (drive / "aurora.jws").write_text(one.document(LIGHT))
        (drive / "boreal.jws").write_text(one.document(DARK, aud=OTHER))
        answer = await taken(one.pushing, drive)
        assert answer == Done(Outcome.STICK_TAKEN, str(one.pushing.course.last.v))
        assert (await one.ends()).state == "applied"
        assert one.config.display.theme == "light"

    pushed(tmp_path, story)


def test_of_several_for_this_display_the_newest_counts(tmp_path: Path, drive: Path) -> None:
    async def story(one: Pushed) -> None:
        (drive / "b.jws").write_text(one.document(DARK))
        (drive / "a.jws").write_text(one.document(LIGHT))
        await taken(one.pushing, drive)
        await one.ends()
        assert one.config.display.theme == "light"

    pushed(tmp_path, story)


def test_one_that_is_in_force_is_told_so(tmp_path: Path, drive: Path) -> None:
    async def story(one: Pushed) -> None:
        (drive / "aurora.jws").write_text(one.document(LIGHT))
        await taken(one.pushing, drive)
        last = await one.ends()
        assert await taken(one.pushing, drive) == Done(Outcome.STICK_SAME, str(last.v))

    pushed(tmp_path, story)


def test_one_that_harms_is_undone_by_the_same_gate_and_not_tried_again(tmp_path: Path, drive: Path) -> None:
    async def story(one: Pushed) -> None:
        one.draws = False
        (drive / "aurora.jws").write_text(one.document(LIGHT))
        await taken(one.pushing, drive)
        assert (await one.ends()).state == "rolled_back"
        assert (await taken(one.pushing, drive)).outcome is Outcome.STICK_REFUSED
        assert one.config.display.theme == "dark"

    pushed(tmp_path, story)


def test_a_stranger_s_document_is_refused_with_the_reason(tmp_path: Path, drive: Path) -> None:
    async def story(one: Pushed) -> None:
        trusted, one.admin = one.admin, Admin()
        (drive / "aurora.jws").write_text(one.document(LIGHT))
        one.admin = trusted
        answer = await taken(one.pushing, drive)
        assert answer == Done(
            Outcome.STICK_REFUSED, "It is signed with a key that this display does not know."
        )
        assert one.adopted == []

    pushed(tmp_path, story)


def test_a_wrong_value_is_told_with_its_key(tmp_path: Path, drive: Path) -> None:
    async def story(one: Pushed) -> None:
        (drive / "aurora.jws").write_text(one.document({"hours": {"monday": "all day"}}))
        answer = await taken(one.pushing, drive)
        assert answer.outcome is Outcome.STICK_REFUSED
        assert answer.text.startswith("hours.monday must be")

    pushed(tmp_path, story)


@pytest.mark.parametrize("keep", [0, 40, 200])
def test_a_file_that_was_cut_off_is_told_as_damaged(tmp_path: Path, drive: Path, keep: int) -> None:
    async def story(one: Pushed) -> None:
        (drive / "aurora.jws").write_text(one.document(LIGHT)[:keep])
        answer = await taken(one.pushing, drive)
        assert answer.outcome is Outcome.STICK_REFUSED
        assert answer.text
        assert one.adopted == []

    pushed(tmp_path, story)


def test_a_file_that_is_far_too_large_is_refused(tmp_path: Path, drive: Path) -> None:
    async def story(one: Pushed) -> None:
        (drive / "aurora.jws").write_text(one.document(LIGHT) + "A" * 10_000_000)
        assert (await taken(one.pushing, drive)).outcome is Outcome.STICK_REFUSED

    pushed(tmp_path, story)


def test_a_damaged_file_beside_a_good_one_is_no_matter(tmp_path: Path, drive: Path) -> None:
    async def story(one: Pushed) -> None:
        (drive / "a.jws").write_text("damaged")
        (drive / "b.jws").write_text(one.document(LIGHT))
        assert (await taken(one.pushing, drive)).outcome is Outcome.STICK_TAKEN

    pushed(tmp_path, story)


def test_what_is_not_there_is_told_apart(tmp_path: Path, drive: Path) -> None:
    async def story(one: Pushed) -> None:
        before = one.pushing.course
        assert await taken(one.pushing, tmp_path / "nothing") == Done(Outcome.STICK_EMPTY)
        assert await taken(one.pushing, drive) == Done(Outcome.STICK_EMPTY)
        (drive / "boreal.jws").write_text(one.document(DARK, aud=OTHER))
        assert await taken(one.pushing, drive) == Done(Outcome.STICK_OTHERS)
        assert await taken(one.pushing, drive / "boreal.jws") == Done(Outcome.STICK_UNREADABLE)
        assert one.pushing.course == before

    pushed(tmp_path, story)


def test_under_a_finger_it_waits(tmp_path: Path, drive: Path) -> None:
    async def story(one: Pushed) -> None:
        one.world.core.submit(intents.OpenMenu())
        (drive / "aurora.jws").write_text(one.document(LIGHT))
        assert (await taken(one.pushing, drive)).outcome is Outcome.STICK_TAKEN
        assert one.adopted == []
        assert (await one.ends(timedelta(minutes=5))).state == "applied"

    pushed(tmp_path, story)


def test_as_soon_as_the_menu_is_closed_by_hand_it_is_tried(tmp_path: Path, drive: Path) -> None:
    async def story(one: Pushed) -> None:
        one.world.core.submit(intents.OpenMenu())
        (drive / "aurora.jws").write_text(one.document(LIGHT))
        await taken(one.pushing, drive)
        one.world.core.submit(intents.Close())
        assert (await one.ends(timedelta(seconds=12))).state == "applied"

    pushed(tmp_path, story)


async def test_a_display_that_was_told_of_nobody_takes_nothing(drive: Path) -> None:
    assert await taken(None, drive) == Done(Outcome.STICK_REFUSED, UNTRUSTED)


def test_a_logo_is_looked_for_beside_the_document(tmp_path: Path, drive: Path) -> None:
    async def story(one: Pushed) -> None:
        logo = png()
        (drive / "aurora.jws").write_text(one.document({"brand": {"logo": str(pictures.of(logo))}}))
        answer = await taken(one.pushing, drive)
        assert answer.outcome is Outcome.STICK_REFUSED
        assert answer.text.startswith("brand.logo is not beside the document: ")
        (drive / album.FOLDER).mkdir()
        (drive / album.FOLDER / pictures.of(logo).digest).write_bytes(logo)
        (drive / "newer.jws").write_text(one.document({"brand": {"logo": str(pictures.of(logo))}}))
        assert (await taken(one.pushing, drive)).outcome is Outcome.STICK_TAKEN
        assert (await one.ends()).state == "applied"
        assert album.kept(tmp_path, pictures.of(logo)) == logo

    pushed(tmp_path, story)


def test_a_pipe_in_the_place_of_a_logo_is_not_waited_for(tmp_path: Path, drive: Path) -> None:
    async def story(one: Pushed) -> None:
        logo = png()
        (drive / "aurora.jws").write_text(one.document({"brand": {"logo": str(pictures.of(logo))}}))
        (drive / album.FOLDER).mkdir()
        os.mkfifo(drive / album.FOLDER / pictures.of(logo).digest)
        assert (await taken(one.pushing, drive)).outcome is Outcome.STICK_REFUSED

    pushed(tmp_path, story)
