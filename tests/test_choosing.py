"""The room that a display is paired with is chosen from the tenant's, or typed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from kiosk.choosing import NotListed, chosen, lines, rooms_of
from kiosk.clock import Clock
from kiosk.config.load import load
from kiosk.room.nearby import Neighbour
from kiosk.sandbox.model.switches import Switches
from kiosk.sandbox.running import Plan, Running
from kiosk.sandbox.tenant.office import contoso

AURORA = Neighbour("aurora@contoso.com", "Aurora", "Dock 4", "2", 8)
ATTIC = Neighbour("attic@contoso.com", "Attic")
ROOMS = (ATTIC, AURORA)


@pytest.fixture
async def tenant(tmp_path: Path) -> AsyncIterator[Running]:
    running = Running(
        Plan(tmp_path, contoso("W. Europe Standard Time"), switches=Switches(latency_from=0, latency_to=0))
    )
    await running.start()
    yield running
    await running.stop()


def typing(*words: str) -> Iterator[str]:
    return iter([*words, ""])


def answer(*words: str) -> tuple[str | None, list[str]]:
    """What was chosen, and what was said meanwhile."""
    typed, said = typing(*words), list[str]()
    return chosen(ROOMS, lambda _: next(typed), said.append), said


def test_a_room_is_told_with_where_it_is_and_how_many_it_seats() -> None:
    assert lines(ROOMS) == [
        "   1  Attic, attic@contoso.com",
        "   2  Aurora, Dock 4, floor 2, 8 seats, aurora@contoso.com",
    ]


def test_a_number_of_the_list_or_a_mailbox_is_the_room() -> None:
    assert answer("2") == ("aurora@contoso.com", [])
    assert answer(" new@contoso.com ") == ("new@contoso.com", [])


@pytest.mark.parametrize("wrong", ["0", "3", "-1", "Aurora", "\N{SUPERSCRIPT TWO}"])
def test_what_is_neither_is_asked_for_again(wrong: str) -> None:
    assert answer(wrong, "1") == ("attic@contoso.com", [f"{wrong} is no number of the list and no mailbox."])
    assert answer(wrong, wrong, wrong, "1")[0] is None, "not for ever"


def test_whoever_types_nothing_chooses_nothing() -> None:
    assert answer("") == (None, [])


async def test_the_rooms_of_the_tenant_are_listed_by_building_and_name(
    tenant: Running, tmp_path: Path
) -> None:
    assert tenant.sandbox.origin
    rooms = await rooms_of(load(tmp_path / "kiosk.toml"), Clock())
    assert "aurora@contoso.com" in [room.mailbox for room in rooms]
    assert len(rooms) > 1
    assert [room.building for room in rooms] == sorted(room.building for room in rooms)


async def test_a_tenant_that_does_not_answer_is_told(tenant: Running, tmp_path: Path) -> None:
    await tenant.stop()
    with pytest.raises(NotListed):
        await rooms_of(load(tmp_path / "kiosk.toml"), Clock())
