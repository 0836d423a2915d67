"""Pictures that a document names: it waits for them, is followed whole, and what nobody names any more is gone. On a real disk."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from kiosk.config import album, keep, pictures
from tests.fakes.pictures import RGB, png
from tests.test_pushing import Pushed, pushed

LOGO, OTHER, PAPER = png(), png(16, 4), png(kind=RGB)


def brand(**told: bytes) -> dict[str, Any]:
    return {"brand": {key: str(pictures.of(content)) for key, content in told.items()}}


def digest(content: bytes) -> str:
    return pictures.of(content).digest


def on_disk(one: Pushed) -> set[str]:
    folder = one.world.folder / keep.FOLDER / album.FOLDER
    return {file.name for file in folder.iterdir()} if folder.exists() else set()


async def shown(one: Pushed, **told: bytes) -> None:
    """A document with these is the last known good one."""
    await one.push(brand(**told))
    for content in told.values():
        await one.pushing.take_picture(digest(content), content)
    assert (await one.ends()).state == "applied"


def test_a_document_waits_for_its_pictures_and_is_followed_with_the_last_one(tmp_path: Path) -> None:
    async def story(one: Pushed) -> None:
        told = await one.push(brand(logo=LOGO, wallpaper=PAPER))
        assert (told["state"], told["code"]) == ("pending", "pictures")
        assert set(told["wants"]) == {str(pictures.of(LOGO)), str(pictures.of(PAPER))}
        told = await one.pushing.take_picture(digest(LOGO), LOGO)
        assert (told["code"], told["wants"]) == ("pictures", [str(pictures.of(PAPER))])
        await asyncio.sleep(30)
        assert one.adopted == []
        told = await one.pushing.take_picture(digest(PAPER), PAPER)
        assert (told["code"], told["wants"]) == ("waits", [])
        assert (await one.ends()).state == "applied"
        assert [config.brand.logo for config in one.adopted] == [str(pictures.of(LOGO))]

    pushed(tmp_path, story)


def test_pictures_that_nobody_asked_for_or_that_are_others_are_not_kept(tmp_path: Path) -> None:
    async def story(one: Pushed) -> None:
        told = await one.pushing.take_picture(digest(LOGO), LOGO)
        assert told == {"error": "The display did not ask for that picture."}
        await one.push(brand(logo=LOGO))
        told = await one.pushing.take_picture(digest(LOGO), OTHER)
        assert told == {"error": "That is another picture: it was changed on its way."}
        assert on_disk(one) == set()
        assert one.pushing.course.last.code == "pictures"

    pushed(tmp_path, story)


def test_one_that_may_not_be_shown_has_its_document_refused(tmp_path: Path) -> None:
    async def story(one: Pushed) -> None:
        await one.push(brand(logo=PAPER))
        told = await one.pushing.take_picture(digest(PAPER), PAPER)
        assert (told["state"], told["code"], told["wants"]) == ("rejected", "picture", [])
        assert told["why"] == [
            "brand.logo has no transparent ground: its shape is drawn in the ink of the glass."
        ]
        assert (one.adopted, on_disk(one)) == ([], set())

    pushed(tmp_path, story)


def test_one_that_the_glass_cannot_draw_has_its_document_refused(tmp_path: Path) -> None:
    async def story(one: Pushed) -> None:
        one.pushing._carried.drawable = lambda _, content: content != LOGO
        await one.push(brand(logo=LOGO))
        told = await one.pushing.take_picture(digest(LOGO), LOGO)
        assert (told["state"], told["why"]) == ("rejected", ["brand.logo cannot be drawn: it is damaged."])
        assert on_disk(one) == set()

    pushed(tmp_path, story)


def test_what_is_brought_as_files_brings_its_pictures_or_is_refused(tmp_path: Path) -> None:
    async def story(one: Pushed) -> None:
        keep.leave(tmp_path, one.document(brand(logo=LOGO)))
        told = await one.pushing.take_inbox()
        assert (told["state"], told["code"], told["wants"]) == ("rejected", "picture", [])
        assert told["why"] == [f"brand.logo is not beside the document: {digest(LOGO)}."]
        album.bring(tmp_path, pictures.of(LOGO), LOGO)
        keep.leave(tmp_path, one.document(brand(logo=LOGO)))
        assert (await one.pushing.take_inbox())["code"] == "waits"
        assert (await one.ends()).state == "applied"
        assert on_disk(one) == {digest(LOGO)}
        assert album.brought(tmp_path, pictures.of(LOGO)) is None

    pushed(tmp_path, story)


def test_what_nobody_names_any_more_is_removed_once_the_next_one_holds(tmp_path: Path) -> None:
    async def story(one: Pushed) -> None:
        await shown(one, logo=LOGO)
        await one.push(brand(logo=OTHER))
        await one.pushing.take_picture(digest(OTHER), OTHER)
        assert on_disk(one) == {digest(LOGO), digest(OTHER)}
        assert (await one.ends()).state == "applied"
        assert on_disk(one) == {digest(OTHER)}

    pushed(tmp_path, story)


def test_what_is_undone_gives_back_the_picture_of_the_last_good_one(tmp_path: Path) -> None:
    async def story(one: Pushed) -> None:
        await shown(one, logo=LOGO)
        one.draws = False
        await one.push(brand(logo=OTHER))
        await one.pushing.take_picture(digest(OTHER), OTHER)
        assert (await one.ends()).state == "rolled_back"
        assert one.config.brand.logo == str(pictures.of(LOGO))
        assert album.kept(tmp_path, pictures.of(LOGO)) == LOGO

    pushed(tmp_path, story)


def test_another_document_that_is_refused_takes_nothing_from_one_that_waits_for_the_door(
    tmp_path: Path,
) -> None:
    async def story(one: Pushed) -> None:
        from kiosk.room import intents  # noqa: PLC0415 - for this test alone

        one.world.core.submit(intents.OpenMenu())
        await one.push(brand(logo=LOGO))
        await one.pushing.take_picture(digest(LOGO), LOGO)
        await one.push({"display": {"theme": "pink"}})
        assert on_disk(one) == {digest(LOGO)}

    pushed(tmp_path, story)


def test_one_that_the_disk_lost_is_asked_for_again_and_shown(tmp_path: Path) -> None:
    async def story(one: Pushed) -> None:
        await shown(one, logo=LOGO)
        (one.world.folder / keep.FOLDER / album.FOLDER / digest(LOGO)).write_bytes(LOGO[:-1] + b"\0")
        await one.restart()
        told = await one.pushing.reported()
        assert (told["state"], told["wants"]) == ("applied", [str(pictures.of(LOGO))])
        one.adopted.clear()
        told = await one.pushing.take_picture(digest(LOGO), LOGO)
        assert (told["wants"], len(one.adopted)) == ([], 1)
        assert album.kept(tmp_path, pictures.of(LOGO)) == LOGO

    pushed(tmp_path, story)


def test_a_disk_that_takes_nothing_has_the_document_refused(tmp_path: Path) -> None:
    async def story(one: Pushed) -> None:
        await one.push(brand(logo=LOGO))
        (one.world.folder / keep.FOLDER).mkdir(exist_ok=True)
        (one.world.folder / keep.FOLDER / album.FOLDER).write_text("in the way")
        told = await one.pushing.take_picture(digest(LOGO), LOGO)
        assert (told["state"], told["code"]) == ("rejected", "not_kept")

    pushed(tmp_path, story)
