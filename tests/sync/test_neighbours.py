"""Other rooms as Exchange tells of them, and what is made of answers that are not what they should be."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from kiosk.room.nearby import Neighbour, Plan
from kiosk.sync import errors, neighbours

BEGIN, END = datetime(2026, 10, 13, 8, tzinfo=UTC), datetime(2026, 10, 14, 8, tzinfo=UTC)
AURORA, BOREALIS = "aurora@contoso.com", "borealis@contoso.com"


class Answers:
    """Answers the same to every request, or raises it; remembers what was asked."""

    def __init__(self, answer: Any) -> None:
        self.answer, self.asked = answer, []  # type: list[tuple[str, Any]]

    async def get(self, path: str, params: Mapping[str, str] | None = None) -> Any:
        return self._said(path, params)

    async def post(self, path: str, body: Mapping[str, Any]) -> Any:
        return self._said(path, body)

    def _said(self, path: str, sent: Any) -> Any:
        self.asked.append((path, sent))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def place(name: str, **more: Any) -> dict[str, Any]:
    return {"emailAddress": f"{name.lower()}@contoso.com", "displayName": name, **more}


def rooms(*places: Any) -> tuple[Neighbour, ...]:
    return asyncio.run(neighbours.rooms_of_building(Answers({"value": list(places)}), AURORA))


def plans(*items: Any) -> tuple[Plan, ...]:
    answers = Answers({"value": list(items)})
    return asyncio.run(neighbours.plans(answers, "displays@contoso.com", [BOREALIS], BEGIN, END))


def item(start: str, end: str, status: str = "busy") -> dict[str, Any]:
    moment = lambda at: {"dateTime": f"2026-10-13T{at}:00.0000000", "timeZone": "UTC"}  # noqa: E731 - twice
    return {"status": status, "start": moment(start), "end": moment(end)}


def schedule(*items: Any, **more: Any) -> dict[str, Any]:
    return {"scheduleId": BOREALIS, "scheduleItems": list(items), **more}


def test_this_room_is_not_one_of_the_others_and_other_buildings_are_left_out() -> None:
    found = rooms(
        place("Aurora", building="Main"), place("Borealis", building="MAIN", capacity=6, isWheelChairAccessible=True),
        place("Far", building="Harbour"), place("Untold"),
    )  # fmt: skip
    assert [room.name for room in found] == ["Borealis", "Untold"]
    assert (found[0].seats, found[0].step_free, found[0].building) == (6, True, "")


def test_where_this_rooms_building_is_untold_all_rooms_are_near() -> None:
    assert [room.building for room in rooms(place("Aurora"), place("Far", building="Harbour"))] == ["Harbour"]


@pytest.mark.parametrize("address", [None, 7, "no address", "a@b\n.com", "x" * 300 + "@contoso.com"])
def test_a_place_without_an_address_is_none(address: Any) -> None:
    ghost = {"displayName": "Ghost", "emailAddress": address}
    assert [room.name for room in rooms(ghost, place("Borealis"))] == ["Borealis"]


def test_places_of_which_none_can_be_read_do_not_mean_that_there_is_no_other_room() -> None:
    with pytest.raises(errors.Garbled):
        rooms({"id": 5, "start": None})
    assert rooms() == rooms(place("Aurora")) == ()


@pytest.mark.parametrize(
    "refusal", [errors.Forbidden("x"), errors.ItemGone("x"), errors.BadRequest(400, "x")]
)
def test_a_permission_that_is_missing_is_no_error(refusal: Exception) -> None:
    assert asyncio.run(neighbours.rooms_of_building(Answers(refusal), AURORA)) == ()


def test_no_answer_is_an_error() -> None:
    with pytest.raises(errors.NoAnswer):
        asyncio.run(neighbours.rooms_of_building(Answers(errors.NoAnswer("x")), AURORA))


def test_the_admins_words_come_first_and_places_fill_them_up() -> None:
    told = rooms(place("Cirrus", capacity=4), place("Borealis", capacity=6, floorLabel="3"))
    listed = [Neighbour(BOREALIS.upper(), "", way="next door"), Neighbour("dune@contoso.com", "")]
    joined = neighbours.joined(listed, told, 3)
    assert [room.name for room in joined] == ["Borealis", "Dune", "Cirrus"]
    assert (joined[0].way, joined[0].seats, joined[0].floor) == ("next door", 6, "3")
    assert len(neighbours.joined(listed, told, 2)) == 2


def test_plans_are_asked_for_in_one_request() -> None:
    answers = Answers({"value": []})
    asyncio.run(neighbours.plans(answers, "displays@contoso.com", [BOREALIS, "c@contoso.com"], BEGIN, END))
    ((path, body),) = answers.asked
    assert path == "users/displays@contoso.com/calendar/getSchedule"
    assert body["schedules"] == [BOREALIS, "c@contoso.com"]


def test_what_is_free_or_worked_elsewhere_takes_no_room_all_else_does() -> None:
    told = schedule(*(item("09:00", "09:30", status) for status in ("free", "workingElsewhere")))
    assert plans(told) == (Plan(BOREALIS, ()),)
    for status in ("busy", "tentative", "oof", "unknown", "new in 2030"):
        (plan,) = plans(schedule(item("09:00", "09:30", status)))
        assert plan.taken == ((BEGIN.replace(hour=9), BEGIN.replace(hour=9, minute=30)),)


@pytest.mark.parametrize(
    "broken",
    [
        {"scheduleId": BOREALIS, "error": {"responseCode": "ErrorNoFreeBusyAccess"}, "scheduleItems": []},
        {"scheduleId": BOREALIS},
        {"scheduleId": None, "scheduleItems": []},
        schedule(item("09:00", "08:00")),
        schedule({"status": "busy"}),
        schedule("busy"),
        schedule(availabilityView="0020"),
        {"scheduleId": "somebody@else.com", "scheduleItems": []},
    ],
)  # fmt: skip
def test_a_room_that_is_not_told_well_is_not_known(broken: Any) -> None:
    assert plans(broken) == ()


def test_an_answer_of_another_shape_is_no_answer() -> None:
    with pytest.raises(errors.Garbled):
        asyncio.run(neighbours.plans(Answers({"values": []}), AURORA, [BOREALIS], BEGIN, END))
