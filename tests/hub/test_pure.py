"""What a hub decides without touching anything: layers, waves, roles, and the chain of its audit trail."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kiosk.hub import trail, waves
from kiosk.hub.layers import Layer, Member, rendered, replaced
from kiosk.hub.roles import Act, Person, Role, needs_second
from kiosk.hub.waves import Counts, Next

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
MEMBER = Member("rd-1", "berlin", ("lobby", "loud"))


def test_the_display_counts_more_than_its_groups_they_more_than_the_site_and_it_more_than_the_fleet() -> None:
    layers = {
        Layer("fleet"): {
            "display": {"theme": "dark", "language": "en", "clock": "24", "privacy": "none", "sounds": "on"}
        },
        Layer("site", "berlin"): {"display": {"language": "de", "clock": "12", "privacy": "full"}},
        Layer("group", "lobby"): {"display": {"clock": "auto", "privacy": "initials"}},
        Layer("group", "loud"): {"display": {"privacy": "no_subject"}},
        Layer("display", "rd-1"): {"display": {"sounds": None}, "booking": {"durations": [30]}},
        Layer("site", "paris"): {"display": {"theme": "light"}},
    }
    assert rendered(MEMBER, layers) == {
        "display": {"theme": "dark", "language": "de", "clock": "auto", "privacy": "no_subject"},
        "booking": {"durations": [30]},
    }


def test_a_list_is_replaced_whole_and_what_lies_below_stays_as_it_was() -> None:
    below: dict[str, Any] = {"booking": {"durations": [15, 30], "max_minutes": 60}}
    layers = {Layer("fleet"): below, Layer("display", "rd-1"): {"booking": {"durations": [45]}}}
    assert rendered(MEMBER, layers) == {"booking": {"durations": [45], "max_minutes": 60}}
    assert below == {"booking": {"durations": [15, 30], "max_minutes": 60}}


def test_a_table_that_is_sent_takes_the_place_of_the_layers_own() -> None:
    body = {"display": {"theme": "dark", "language": "de"}, "booking": {"max_minutes": 60}, "report": {}}
    assert replaced(body, {"display": {"theme": "light"}}, ["report"]) == {
        "display": {"theme": "light"}, "booking": {"max_minutes": 60}
    }  # fmt: skip


@pytest.mark.parametrize("text", ["", "fleet:x", "site", "site:", "room:a"])
def test_what_is_no_layer_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no layer"):
        Layer.read(text)


@pytest.mark.parametrize(
    ("count", "sizes"),
    [
        (0, ()),
        (1, (1,)),
        (3, (1, 2)),
        (12, (1, 5, 6)),
        (300, (1, 2, 27, 120, 150)),
        (5000, (1, 49, 450, 2000, 2500)),
    ],
)
def test_a_first_one_then_few_then_many(count: int, sizes: tuple[int, ...]) -> None:
    found = waves.waves(range(count))
    assert tuple(map(len, found)) == sizes
    assert [one for wave in found for one in wave] == list(range(count))
    assert tuple(map(len, waves.waves(range(count), at_once=True))) == ((count,) if count else ())


@pytest.mark.parametrize(
    ("counts", "minutes", "verdict"),
    [
        (Counts(1, 1, 0, 0), 15, Next.GO),
        (Counts(1, 1, 0, 0), 14, Next.WAIT),
        (Counts(1, 0, 0, 0), 99, Next.WAIT),
        (Counts(1, 0, 0, 1), 99, Next.WAIT),
        (Counts(1, 0, 1, 0), 0, Next.STOP),
        (Counts(100, 94, 0, 0), 15, Next.WAIT),
        (Counts(100, 95, 0, 0), 15, Next.GO),
        (Counts(100, 76, 0, 20), 15, Next.GO),
        (Counts(100, 99, 1, 0), 15, Next.GO),
        (Counts(60, 59, 1, 0), 15, Next.WAIT),
        (Counts(100, 98, 2, 0), 15, Next.STOP),
        (Counts(4000, 3995, 5, 0), 15, Next.STOP),
        (Counts(4000, 3996, 4, 0), 15, Next.GO),
    ],
)
def test_when_the_next_wave_begins_and_when_none_does(counts: Counts, minutes: int, verdict: Next) -> None:
    assert waves.judged(counts, NOW, NOW + timedelta(minutes=minutes)) is verdict


def test_each_role_may_what_it_is_for() -> None:
    facility = Person("fay", Role.FACILITY, NOW, site="berlin")
    assert facility.may(Act.ADMIT, "berlin")
    assert not facility.may(Act.ADMIT, "paris")
    assert not facility.may(Act.PUSH)
    assert [act for act in Act if Person("vic", Role.VIEWER, NOW).may(act)] == [Act.LOOK]
    assert not Person("olga", Role.OPERATOR, NOW).may(Act.APPROVE)
    assert all(Person("lena", Role.ADMIN, NOW).may(act) for act in Act)


@pytest.mark.parametrize(
    ("displays", "tables", "approvers", "why"),
    [
        (1000, ("display",), 2, None),
        (1001, ("display",), 2, "it is for more than 1000 displays"),
        (1, ("display", "booking", "graph"), 2, "it changes [graph], [booking]"),
        (1001, ("graph",), 1, None),
    ],
)
def test_what_a_second_admin_must_agree_to(
    displays: int, tables: tuple[str, ...], approvers: int, why: str | None
) -> None:
    assert needs_second(displays, tables, approvers) == why


def test_a_trail_in_which_something_was_changed_left_out_or_put_in_is_broken_there() -> None:
    entries: list[trail.Entry] = []
    last = (0, trail.NOTHING)
    for number in range(4):
        made = trail.entry(last, NOW, "lena", "10.0.0.1", "push", {"rollout": number})
        entries.append(made)
        last = (made.n, made.hash)
    assert trail.broken(entries) is None
    assert trail.broken([*entries[:1], replace(entries[1], who="omar"), *entries[2:]]) == 2
    assert trail.broken([entries[0], *entries[2:]]) == 3
    forged = trail.entry((1, entries[0].hash), NOW, "omar", "here", "push", {})
    assert trail.broken([entries[0], forged, *entries[2:]]) == 3
