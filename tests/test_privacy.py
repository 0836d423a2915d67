"""What a privacy mode hides is nowhere: not in any picture, the window, the accessibility tree, `status`, the log, on disk.

A day with meetings of every kind is lived through in each mode; then every sheet that a key leads to is opened.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from io import StringIO
from itertools import cycle
from pathlib import Path

import pytest
from PySide6.QtGui import QAccessible, QAccessibleInterface

from kiosk.room import intents
from kiosk.room.face import Face
from kiosk.room.intents import AtTheDoor, Decision
from kiosk.room.model import Facts, Life, Mode, Privacy, Promise, Settings
from kiosk.room.project import project
from kiosk.room.visit import touched
from tests.core.world import World
from tests.fakes.exchange import LENA, ROOM
from tests.fakes.virtual import virtually
from tests.pixels.measure import walk
from tests.pixels.stage import Stage, stage
from tests.torture.person import keys_of

MINUTE = timedelta(minutes=1)
NEVER = ("Saphir", "Opal", "Rubin", "Omar", "Haddad", "Priya", "Raman", "lena.", "omar.", "priya.", "jonas.")
"""Words of private, confidential and unanswered meetings, and of people's addresses: no mode shows them."""
GUEST = "xenia@fabrikam.example"
TYPED = (LENA, "xenia", "Xenia")
"""Addresses that are typed at the door. Whose calendar a booking stands in is kept on disk with it, to end it there."""
SUBJECTS = ("Zirkon", "Topas")
NAMES = ("Lena", "Fischer", "Jonas", "Lindqvist", "Kim", "Castle")
BOTH = ("Beryll",)
"""In a subject that names its organizer."""
SHOWN: dict[Privacy, tuple[str, ...]] = {
    Privacy.FULL: ("Zirkon", "Topas", "Beryll", "Lena Fischer", "Kim Castle"),
    Privacy.NO_SUBJECT: ("Lena Fischer", "Jonas Lindqvist", "Kim Castle"),
    Privacy.NO_ORGANIZER: ("Zirkon", "Topas"),
    Privacy.INITIALS: ("L. F.", "K. C."),
    Privacy.NONE: (),
}


def hidden(privacy: Privacy) -> tuple[str, ...]:
    subjects = () if privacy.shows_subject else SUBJECTS
    names = () if privacy in (Privacy.FULL, Privacy.NO_SUBJECT) else NAMES
    return (*NEVER, *subjects, *names, *(() if privacy is Privacy.FULL else BOTH))


@dataclass
class Lived:
    """What one day has left behind."""

    faces: dict[str, Face] = field(default_factory=dict)
    """By everything that is in them."""
    logged: str = ""
    told: list[str] = field(default_factory=list)
    """`kiosk status`, each time it was asked."""
    kept: list[bytes] = field(default_factory=list)
    """Every byte of the data directory, each time nothing was waiting to be sent."""

    def look(self, world: World) -> None:
        self.faces |= {repr(face): face for _, face in world.faces}
        self.faces |= {repr(face): face for face in opened(world.core.facts, world.now)}
        world.faces.clear()
        self.told.append(json.dumps(world.core.status(), ensure_ascii=False))
        if not any(promise.open for promise in world.core.facts.promises):
            self.kept.append(world.on_disk())


def opened(facts: Facts, now: datetime, depth: int = 3) -> Iterator[Face]:
    """Every picture that keys lead to from here, booking nothing."""
    face = project(facts, now)
    yield face
    wishes = {key.intent for key in keys_of(face) if not isinstance(key.intent, Decision | AtTheDoor)}
    for wish in sorted(wishes, key=repr) if depth else ():
        after = touched(facts, wish, now)
        if after.visit.sheet is not None and after.visit.sheet != facts.visit.sheet:
            yield from opened(after, now, depth - 1)


def meets(world: World, begin: int, subject: str, who: str, **more: object) -> None:
    """Somebody's meeting of twenty minutes, so many minutes from now."""
    start = world.minute + begin * MINUTE
    item = world.exchange.book(start, start + 20 * MINUTE, subject, who)
    world.exchange.calendars[ROOM][item.id] = replace(item, **more)  # type: ignore[arg-type]  # because it is whatever the test says


def furnish(world: World) -> None:
    """Meetings of every kind."""
    meets(world, -10, "Zirkon", "Lena Fischer")
    meets(world, 90, "Zirkon", "Lena Fischer")
    meets(world, 120, "Saphir", "Omar Haddad", sensitivity="private")
    meets(world, 150, "Opal", "Priya Raman", sensitivity="confidential")
    meets(world, 180, "Rubin", "Lena Fischer", response="notResponded", show_as="tentative")
    meets(world, 210, "Jonas Lindqvist: Beryll", "Jonas Lindqvist")
    meets(world, 26 * 60, "Saphir", "Omar Haddad", sensitivity="private")


async def settled(world: World, booking: Promise | None, lived: Lived) -> None:
    assert booking is not None
    for lives in ((Life.CONFIRMED, Life.KEPT, None), (Life.KEPT, None)):
        lived.look(world)
        await world.until(lambda lives=lives: world.life(booking) in lives)  # type: ignore[misc]  # because of the default
        await asyncio.sleep(1)  # what follows from it is written
    lived.look(world)


async def free_again(world: World) -> None:
    over = max(item.end for item in world.exchange.room_day() if item.start <= world.now)
    await asyncio.sleep((over - world.now).total_seconds())
    await world.until_state("free")


async def a_day(folder: Path, settings: Settings) -> Lived:
    lived = Lived()
    async with World(folder, settings) as world:
        furnish(world)
        await world.until_state("busy")
        lived.look(world)
        await free_again(world)
        booking = world.tap(15)
        await settled(world, booking, lived)
        assert booking is not None
        world.core.submit(intents.Rename(booking.id, "Topas", "Kim Castle"))
        await settled(world, booking, lived)
        await world.crash()
        await world.start()  # what is read from disk is shown again
        lived.look(world)
        await free_again(world)
        world.exchange.offline = True
        held = world.tap(15, subject="Topas", name="Kim Castle")
        await world.until_state("held")
        meets(world, 0, "Saphir", "Omar Haddad", sensitivity="private")  # who is first; that is told
        lived.look(world)
        world.exchange.offline = False
        await settled(world, held, lived)
        for email in (LENA, GUEST):
            await free_again(world)
            await settled(world, world.tap(15, email=email), lived)
    lived.kept.append(world.on_disk())
    return lived


def spoken(scene: Stage) -> Iterator[str]:
    """Names, descriptions and values of the accessibility tree, and every text that an item holds."""

    def below(node: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
        for number in range(node.childCount()):
            child = node.child(number)
            yield child
            yield from below(child)

    kinds = (
        QAccessible.Text.Name,
        QAccessible.Text.Description,
        QAccessible.Text.Value,
        QAccessible.Text.Help,
    )
    for node in below(QAccessible.queryAccessibleInterface(scene.quick)):
        yield from (node.text(kind) for kind in kinds)
    for item in walk(scene.quick.contentItem()):
        yield str(item.property("text") or "")
        yield str(item.property("name") or "")


@pytest.fixture(
    scope="module", params=list(zip(Privacy, cycle(Mode), strict=False)), ids=lambda one: one[0].value
)
def day(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Privacy, Lived]:
    privacy, mode = request.param
    said = StringIO()
    listener = logging.StreamHandler(said)
    log = logging.getLogger()
    level = log.level
    log.addHandler(listener)
    log.setLevel(logging.DEBUG)
    settings = Settings(privacy=privacy, mode=mode, days_ahead=2, for_somebody=True)
    try:
        lived = virtually(a_day(tmp_path_factory.mktemp("data"), settings))
    finally:
        log.removeHandler(listener)
        log.setLevel(level)
    lived.logged = said.getvalue()
    return privacy, lived


def test_what_a_mode_hides_is_in_no_picture_no_status_no_log_and_not_on_disk(
    day: tuple[Privacy, Lived],
) -> None:
    privacy, lived = day
    pictures = " ".join(lived.faces)
    sheets = {type(face.sheet).__name__ for face in lived.faces.values()}
    assert {"PickTimeSheet", "DayViewSheet", "MenuSheet", "DetailsSheet"} <= sheets
    assert len(lived.kept) > 3
    for word in hidden(privacy):
        assert word not in pictures
        assert not any(word in told for told in lived.told)
        assert not any(word.encode() in kept for kept in lived.kept)
        assert word not in lived.logged
    for word in TYPED:
        assert word not in pictures + " ".join(lived.told) + lived.logged
        assert word == LENA or not any(word.encode() in kept for kept in lived.kept)
    for word in SHOWN[privacy]:
        assert word in pictures
        assert any(word in told for told in lived.told)
        assert any(word.encode() in kept for kept in lived.kept)


def test_what_a_mode_hides_is_neither_in_the_window_nor_in_the_accessibility_tree(
    day: tuple[Privacy, Lived],
) -> None:
    privacy, lived = day
    kinds = {
        (
            face.state,
            face.plane.tone,
            type(face.sheet),
            getattr(face.sheet, "day", None),
            type(face.alert),
        ): face
        for face in lived.faces.values()
    }
    QAccessible.setActive(True)
    words = set[str]()
    with stage() as scene:
        for face in kinds.values():
            scene.glass.show(face)
            words |= set(spoken(scene))
    seen = " ".join(words)
    for word in (*hidden(privacy), *TYPED):
        assert word not in seen
    for word in (*SHOWN[privacy], "Private meeting"):
        assert word in seen
