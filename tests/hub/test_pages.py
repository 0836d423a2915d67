"""A large fleet is looked at page by page: no question is answered with all of it at once."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from kiosk.fleet_line import PAGE, FleetLine, NotAsked
from kiosk.hub import process, registry
from kiosk.hub.registry import Display
from tests.hub.stage import Stage

NOW = datetime(2026, 10, 13, tzinfo=UTC)
COUNT = 2 * PAGE + 7


def member(n: int) -> Display:
    """Every third one is in Berlin, every hundredth in the lobby; what is written in other letters sorts where the database says."""
    name = f"{'z-ö-' if n % 50 == 0 else 'room-'}{n * 7919 % 10000:05}"
    groups = ("lobby",) if n % 100 == 0 else ("floor-1",)
    return Display(
        f"rd-{n:016}", name, f"Room{n}@contoso.com", "berlin" if n % 3 == 0 else "", groups, "", NOW
    )


@pytest.fixture
def fleet(stage: Stage) -> Iterator[FleetLine]:
    base = process.base(stage.hub)
    with base.store.begin() as on:
        for n in range(COUNT):
            registry.admit(on, member(n))
        registry.change(on, member(1).id, revoked_at=NOW)
    base.store.close()
    with FleetLine(stage.person("lena", "admin")) as line:
        yield line


def names(line: FleetLine, **query: str) -> list[str]:
    return [one["name"] for one in line.displays(**query)]


def expected(*, left_out: int = 1, **wanted: str) -> set[str]:
    those = (member(n) for n in range(COUNT) if n != left_out)
    return {
        one.name
        for one in those
        if wanted.get("site", one.site) == one.site and wanted.get("group", one.groups[0]) in one.groups
    }


def test_all_come_each_once_in_pages_that_are_bounded(stage: Stage, fleet: FleetLine) -> None:
    first = fleet.get("/v1/displays")
    assert len(first) == PAGE, "who says no limit gets no more either"
    found = names(fleet)
    assert (len(found), set(found)) == (COUNT - 1, expected())
    assert found[:PAGE] == [one["name"] for one in first]
    (only,) = fleet.get("/v1/displays", limit="1", after=found[PAGE])
    assert only["name"] == found[PAGE + 1]
    assert fleet.get("/v1/displays", after=found[-1]) == []

    done = stage.as_person(fleet.told, "list", "--json")
    assert [one["name"] for one in json.loads(done.stdout)] == found
    table = stage.as_person(fleet.told, "list").stdout.splitlines()
    assert (len(table), table[0].split()[0]) == (COUNT, "NAME")

    assert set(names(fleet, to="site:berlin")) == expected(site="berlin")
    assert set(names(fleet, to="group:lobby")) == expected(group="lobby")
    assert len(names(fleet, revoked="1")) == COUNT
    two = [member(0).name, member(500).name]
    assert names(fleet, to=f"{member(500).room.upper()},{member(0).id},{two[0]}") == sorted(two)
    with FleetLine(stage.person("berta", "facility", "--site", "berlin")) as bound:
        assert set(names(bound)) == expected(site="berlin")
        assert set(names(bound, to="group:lobby")) == expected(site="berlin", group="lobby")


def test_what_is_no_page_is_refused(stage: Stage, fleet: FleetLine) -> None:
    for limit in ("0", "501", "-1", "x", "\u0663", "9" * 500):
        with pytest.raises(NotAsked, match="limit is no number from 1 to 500"):
            fleet.get("/v1/displays", limit=limit)
    for to, why in (
        ("site:paris", "no display in site"),
        ("group:x", "no display in group"),
        ("nobody", "no display 'nobody'"),
    ):
        with pytest.raises(NotAsked, match=why):
            names(fleet, to=to)
    done = stage.as_person(fleet.told, "list", "--to", "site:paris", "--json")
    assert (done.returncode, done.stdout) == (1, "")


def test_a_fleet_of_nobody_is_an_empty_list(stage: Stage) -> None:
    told = stage.person("lena", "admin")
    assert stage.as_person(told, "list", "--json").stdout == "[]\n"
    assert stage.as_person(told, "list").stdout.startswith("No display belongs to this fleet yet.")
