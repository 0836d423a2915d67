"""Which other room comes first."""

from dataclasses import replace

from kiosk.room.find_room import fitting, nearest, next_floor
from kiosk.room.model import Facts
from kiosk.room.nearby import FindingRoom, Nearby, Neighbour
from tests.room.aurora import at, aurora

NOW = at("09:41")


def world(*rooms: Neighbour, floor: str = "3") -> Facts:
    facts = aurora(NOW)
    assert facts.room is not None
    here = replace(facts.room, floor=floor, seats=8, equipment=("display", "camera"))
    return replace(facts, room=here, nearby=Nearby(True, rooms))


def room(name: str, **more: object) -> Neighbour:
    return replace(Neighbour(f"{name.lower()}@contoso.com", name), **more)  # type: ignore[arg-type]  # because of the names


def order(facts: Facts) -> list[str]:
    return [found.name for found in nearest(facts)]


def test_the_shorter_way_comes_first_measured_or_guessed() -> None:
    rooms = (
        room("Harbour", building="Harbour", floor="3"), room("Untold"), room("Cellar", floor="-1"),
        room("Above", floor="Floor 4"), room("Here", floor="3"), room("Door", floor="9", metres=5),
    )  # fmt: skip
    assert order(world(*rooms)) == ["Door", "Here", "Above", "Untold", "Cellar", "Harbour"]


def test_of_two_on_one_floor_the_one_that_is_more_like_this_one_comes_first() -> None:
    rooms = (
        room("Bare", floor="3", seats=8), room("Large", floor="3", seats=30, equipment=("display", "camera")),
        room("Like", floor="3", seats=6, equipment=("display", "camera")),
    )  # fmt: skip
    assert order(world(*rooms)) == ["Like", "Large", "Bare"]


def test_a_filter_lets_through_only_what_is_known_to_pass() -> None:
    facts = world(room("Untold"), room("Small", seats=4), room("Large", seats=8, step_free=True))
    assert [found.name for found in fitting(facts, FindingRoom(seats=4))] == ["Large", "Small"]
    assert [found.name for found in fitting(facts, FindingRoom(step_free=True))] == ["Large"]


def test_the_floors_key_goes_round() -> None:
    facts = world(room("A", floor="2"), room("B", floor="3"), room("C", floor="4"))
    wish, seen = FindingRoom(), []
    for _ in range(4):
        wish = next_floor(facts, wish)
        seen.append(wish.floor)
    assert seen == ["3", "2", "4", None]
