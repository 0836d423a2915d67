"""The requests behind a read of the room and behind each step of a promise."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kiosk.room.model import EventId, Life, Mode, Privacy, Promise, PromiseId, Room, Wish
from kiosk.room.reasons import Reason
from kiosk.sync import errors, steps
from kiosk.sync.engine import Engine
from kiosk.sync.steps import Answer, Step
from tests.sync.events import USER, at, graph_event, reading

ROOM = "aurora@contoso.com"
BEGIN = datetime(2026, 10, 12, 22, tzinfo=UTC)
END = BEGIN + timedelta(days=2)
START = datetime(2026, 10, 13, 9, 0, tzinfo=UTC)
VIEW, OWN_VIEW = f"users/{ROOM}/calendarView", f"users/{USER}/calendarView"


@dataclass
class Asks:
    """Answers by path; a fault is raised, everything else returned."""

    answers: dict[str, Any] = field(default_factory=dict)
    asked: list[tuple[str, str, Mapping[str, Any]]] = field(default_factory=list)

    def _answer(self, method: str, path: str, more: Mapping[str, Any] | None) -> Any:
        self.asked.append((method, path, more or {}))
        answer = self.answers.get(path, {"value": []})
        if isinstance(answer, list):
            answer = answer.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def get(self, path: str, params: Mapping[str, str] | None = None) -> Any:
        return self._answer("GET", path, params)

    async def post(self, path: str, body: Mapping[str, Any]) -> Any:
        return self._answer("POST", path, body)

    async def patch(self, path: str, body: Mapping[str, Any]) -> Any:
        return self._answer("PATCH", path, body)

    async def delete(self, path: str) -> None:
        self._answer("DELETE", path, None)


def engine(asks: Asks, room: str = ROOM) -> Engine:
    return Engine(asks, room, USER, "kiosk 7")


def page(*items: Mapping[str, Any], following: str | None = None) -> dict[str, Any]:
    told: dict[str, Any] = {"value": list(items)}
    return told if following is None else {**told, "@odata.nextLink": following}


def promise(**changed: Any) -> Promise:
    born = Promise(
        PromiseId("p1"), START, START + timedelta(minutes=30), START, stored=True, life=Life.IN_DOUBT
    )
    return replace(born, **changed)


def standing(**changed: Any) -> Promise:
    return promise(event_id=EventId("AAMk"), uid="uid-1", life=Life.AWAITING, **changed)


async def taken(asks: Asks, step: Step, of: Promise, claimed: frozenset[str] = frozenset()) -> Answer:
    return await engine(asks).take(step, of, of.room_name or "Aurora", claimed)


# --- reading the room


async def test_all_pages_make_one_day_without_doubles_soonest_first() -> None:
    late = graph_event(id="late", start=at("2026-10-13T15:00:00"), end=at("2026-10-13T16:00:00"))
    asks = Asks(
        {
            VIEW: page(late, graph_event(id="a"), following="next"),
            "next": page(graph_event(id="a"), graph_event(id="b")),
        }
    )
    events = await engine(asks).read_room(BEGIN, END, reading())
    assert [event.id for event in events] == ["a", "b", "late"]


async def test_what_only_touches_the_window_is_not_in_it() -> None:
    before = graph_event(id="before", start=at("2026-10-12T21:00:00"), end=at("2026-10-12T22:00:00"))
    after = graph_event(id="after", start=at("2026-10-14T22:00:00"), end=at("2026-10-14T23:00:00"))
    events = await engine(Asks({VIEW: page(before, graph_event(), after)})).read_room(BEGIN, END, reading())
    assert [event.id for event in events] == ["AAMkAD="]


async def test_the_read_asks_for_large_pages_and_no_bodies() -> None:
    asks = Asks()
    await engine(asks).read_room(BEGIN, END, reading())
    params = asks.asked[0][2]
    assert int(params["$top"]) >= 100
    assert "body" not in params["$select"]
    assert "lastModifiedDateTime" not in params["$select"], "calendarView does not support it (facts.md §2.2)"


async def test_pages_in_a_circle_are_no_day() -> None:
    asks = Asks({VIEW: page(following="next"), "next": page(following="next")})
    with pytest.raises(errors.Garbled):
        await engine(asks).read_room(BEGIN, END, reading())


async def test_one_unreadable_event_makes_no_day() -> None:
    with pytest.raises(errors.Garbled):
        await engine(Asks({VIEW: page(graph_event(), graph_event(start=None))})).read_room(
            BEGIN, END, reading()
        )


async def test_a_day_with_an_event_that_ends_before_it_begins_is_not_known() -> None:
    back = graph_event(id="back", end=at("2026-10-13T08:00:00"))
    with pytest.raises(errors.Garbled):
        await engine(Asks({VIEW: page(back, graph_event(id="a"))})).read_room(BEGIN, END, reading())


async def test_an_event_that_ends_before_it_begins_is_no_rival() -> None:
    ours = graph_event(id="AAMk", iCalUId="uid-1", end=at("2026-10-13T09:30:00"), isOrganizer=True)
    back = graph_event(id="back", start=at("2026-10-13T09:20:00"), end=at("2026-10-13T09:10:00"))
    answer = await taken(Asks({VIEW: page(back, ours)}), Step.VERIFY, standing(mode=Mode.DIRECT))
    assert answer == steps.Agreed()


async def test_a_calendar_that_is_not_there_is_a_mailbox_that_is_not_there() -> None:
    with pytest.raises(errors.MailboxMissing):
        await engine(Asks({VIEW: errors.ItemGone("erroritemnotfound")})).read_room(BEGIN, END, reading())


async def test_a_later_page_that_is_gone_is_only_a_bad_read() -> None:
    asks = Asks({VIEW: page(graph_event(), following="next"), "next": errors.ItemGone("")})
    with pytest.raises(errors.NoAnswer):
        await engine(asks).read_room(BEGIN, END, reading())


async def test_a_page_of_hundreds_is_read_too() -> None:
    many = page(*(graph_event(id=f"id-{number}") for number in range(400)))
    assert len(await engine(Asks({VIEW: many})).read_room(BEGIN, END, reading())) == 400


async def test_names_with_signs_of_their_own_stay_one_part_of_the_address() -> None:
    room = "a/b#EXT#?@contoso.com"
    asks = Asks({"users/a%2Fb%23EXT%23%3F@contoso.com/events/AAMk": graph_event()})
    await engine(asks, room).read_room(BEGIN, END, reading())
    await engine(asks, room).take(Step.DELETE, standing(mode=Mode.DIRECT), "Aurora", frozenset())
    assert {path for _, path, _ in asks.asked} == {
        "users/a%2Fb%23EXT%23%3F@contoso.com/calendarView",
        "users/a%2Fb%23EXT%23%3F@contoso.com/events/AAMk",
    }


async def test_an_id_with_slashes_is_one_part_of_the_address() -> None:
    path = f"users/{USER}/events/..%2FAA%2FMk%2BA="
    asks = Asks({path: graph_event()})
    await taken(asks, Step.DELETE, replace(standing(), event_id=EventId("../AA/Mk+A=")))
    assert [asked[:2] for asked in asks.asked] == [("GET", path), ("DELETE", path)]


async def test_a_place_that_may_not_be_read_is_asked_for_elsewhere() -> None:
    asks = Asks({
        f"places/{ROOM}": errors.Forbidden(""),
        f"users/{ROOM}": errors.MailboxMissing(""),
        f"users/{ROOM}/calendar": {"name": "Calendar", "owner": {"name": "Aurora"}},
    })  # fmt: skip
    assert (await engine(asks).read_place(Room(ROOM))).name == "Aurora"


# --- the steps of a promise


async def test_an_invitation_is_created_under_the_promises_own_id() -> None:
    asks = Asks({f"users/{USER}/events": {"id": "AAMk", "iCalUId": "uid-1"}})
    assert await taken(asks, Step.CREATE, promise(subject="Retro", name="Mina")) == steps.Found(
        EventId("AAMk"), "uid-1"
    )
    method, path, body = asks.asked[0]
    assert (method, path) == ("POST", f"users/{USER}/events")
    assert body["transactionId"] == "p1"
    assert body["start"] == at("2026-10-13T09:00:00")
    assert body["attendees"][0]["type"] == "resource"
    assert body["attendees"][0]["emailAddress"]["address"] == ROOM


async def test_a_direct_booking_invites_nobody() -> None:
    asks = Asks({f"users/{ROOM}/events": {"id": "AAMk", "iCalUId": "uid-1"}})
    await taken(asks, Step.CREATE, promise(mode=Mode.DIRECT))
    assert "attendees" not in asks.asked[0][2]


FAULTS = [
    (errors.NeverLeft(), steps.Offline()),
    (errors.AccessLost(), steps.Offline()),
    (errors.NoAnswer(), steps.Unanswered()),
    (errors.Garbled(), steps.Unanswered()),
    (errors.WaitAsked(timedelta(seconds=1.5)), steps.ToldToWait(timedelta(seconds=1.5))),
    (errors.AlreadyCreated(), steps.UsedBefore()),
    (errors.ChangeKeyMoved(), steps.Moved()),
    (errors.Forbidden(), steps.Denied(Reason.BOOKING_REFUSED)),
    (errors.MailboxMissing(), steps.Denied(Reason.BOOKING_REFUSED)),
    (errors.BadRequest(400, "x"), steps.Denied(Reason.SERVER_FAULT)),
    (errors.ItemGone(), steps.Denied(Reason.SERVER_FAULT)),
]


@pytest.mark.parametrize(("fault", "answer"), FAULTS)
async def test_a_fault_of_a_create_is_an_answer(fault: Exception, answer: Answer) -> None:
    assert await taken(Asks({f"users/{USER}/events": fault}), Step.CREATE, promise()) == answer


@pytest.mark.parametrize("body", [None, [], {}, {"id": 7}, {"id": ""}])
async def test_a_create_whose_answer_makes_no_sense_is_in_doubt(body: Any) -> None:
    asks = Asks({f"users/{USER}/events": [body]})
    assert await taken(asks, Step.CREATE, promise()) == steps.Unanswered()


# --- in doubt: traces


def own_copy(**changed: Any) -> dict[str, Any]:
    return graph_event(
        **{"id": "own", "iCalUId": "uid-1", "transactionId": "p1", "isOrganizer": True, **changed}
    )


def room_copy(**changed: Any) -> dict[str, Any]:
    mine = {"emailAddress": {"name": "Room displays", "address": USER.upper()}}
    return graph_event(**{"id": "copy", "iCalUId": "uid-1", "organizer": mine, **changed})


TRACES: list[tuple[str, list[dict[str, Any]], list[dict[str, Any]], Answer]] = [
    ("its own copy", [own_copy()], [], steps.Found(EventId("own"), "uid-1")),
    ("its own copy, cancelled", [own_copy(isCancelled=True)], [], steps.FoundCancelled()),
    ("nothing at all", [], [], steps.NoTrace()),
    ("other people's meetings", [own_copy(transactionId="p2", iCalUId="uid-2")], [graph_event()], steps.NoTrace()),
    ("the room's copy alone", [], [room_copy()], steps.Pending()),
    ("the room's cancelled copy", [], [room_copy(isCancelled=True)], steps.FoundCancelled()),
    ("the room's copy and an own one without its id", [own_copy(transactionId=None)], [room_copy()],
     steps.Found(EventId("own"), "uid-1")),
    ("a cancelled copy beside a standing one", [], [room_copy(isCancelled=True), room_copy(id="2", iCalUId="uid-9")],
     steps.Pending()),
    ("the copy of another promise", [own_copy(transactionId="p2")], [room_copy()], steps.NoTrace()),
    ("the system user's at another time", [], [room_copy(end=at("2026-10-13T09:45:00"))], steps.NoTrace()),
]  # fmt: skip


@pytest.mark.parametrize(
    ("own", "room", "answer"), [row[1:] for row in TRACES], ids=[row[0] for row in TRACES]
)
async def test_traces(own: list[dict[str, Any]], room: list[dict[str, Any]], answer: Answer) -> None:
    made = {"id": "copy", "createdDateTime": "2026-10-13T09:00:02Z"}
    asks = Asks({OWN_VIEW: page(*own), VIEW: page(*room), f"users/{ROOM}/events/copy": made})
    assert await taken(asks, Step.FIND_TRACE, promise()) == answer


async def test_a_meeting_that_somebody_made_meanwhile_in_their_own_calendar_is_theirs() -> None:
    """The same room and times as what was to be booked for her, and without our id."""
    lena = "lena@contoso.com"
    hers = {"emailAddress": {"name": "Lena Fischer", "address": lena}}
    asks = Asks({
        f"users/{lena}/calendarView": page(own_copy(id="hers", transactionId=None, organizer=hers)),
        VIEW: page(room_copy(organizer=hers)),
    })  # fmt: skip
    assert await taken(asks, Step.FIND_TRACE, promise(owner=lena)) == steps.NoTrace()


@pytest.mark.parametrize(
    "found", [{"id": "copy", "createdDateTime": "2026-10-13T08:59:30Z"}, errors.ItemGone()]
)
async def test_a_cancelled_booking_of_the_same_times_from_before_proves_nothing(found: Any) -> None:
    copy = room_copy(isCancelled=True)
    asks = Asks({OWN_VIEW: page(), VIEW: page(copy), f"users/{ROOM}/events/copy": found})
    assert await taken(asks, Step.FIND_TRACE, promise()) == steps.NoTrace()


async def test_a_copy_that_another_promise_claims_is_no_trace() -> None:
    asks = Asks({VIEW: page(room_copy())})
    assert await taken(asks, Step.FIND_TRACE, promise(), frozenset({"uid-1"})) == steps.NoTrace()


async def test_half_a_read_is_no_read() -> None:
    asks = Asks({OWN_VIEW: page(), VIEW: errors.NoAnswer()})
    assert await taken(asks, Step.FIND_TRACE, promise()) == steps.Unanswered()


async def test_a_trace_on_the_second_page_is_a_trace() -> None:
    asks = Asks({OWN_VIEW: page(following="next"), "next": page(own_copy())})
    assert await taken(asks, Step.FIND_TRACE, promise()) == steps.Found(EventId("own"), "uid-1")


# --- has the room answered?


def invited(response: str, **changed: Any) -> dict[str, Any]:
    room = {"type": "resource", "status": {"response": response}, "emailAddress": {"address": ROOM}}
    return graph_event(
        **{"id": "AAMk", "iCalUId": "uid-1", "attendees": [room], "isOrganizer": True, **changed}
    )


EVENT = f"users/{USER}/events/AAMk"


@pytest.mark.parametrize(
    ("item", "answer"),
    [
        (invited("none"), steps.Pending()),
        (invited("notResponded"), steps.Pending()),
        (invited("tentativelyAccepted"), steps.Pending()),
        (invited("accepted"), steps.Agreed()),
        (invited("declined"), steps.Declined(by_rule=True)),
        (invited("accepted", isCancelled=True), steps.Gone()),
        (invited("accepted", attendees=[]), steps.Gone()),
        (errors.ItemGone(), steps.Gone()),
    ],
)
async def test_the_rooms_answer(item: Any, answer: Answer) -> None:
    assert await taken(Asks({EVENT: item}), Step.OBSERVE, standing()) == answer


async def test_declined_because_of_somebody() -> None:
    asks = Asks({EVENT: invited("declined"), VIEW: page(graph_event(id="theirs", iCalUId="other"))})
    assert await taken(asks, Step.OBSERVE, standing()) == steps.Declined(by_rule=False)


@pytest.mark.parametrize(
    "beside",
    [
        {"showAs": "free"},
        {"isCancelled": True},
        {"start": at("2026-10-13T09:30:00"), "end": at("2026-10-13T10:00:00")},
    ],
)
async def test_what_takes_no_time_of_ours_is_no_reason(beside: dict[str, Any]) -> None:
    asks = Asks({EVENT: invited("declined"), VIEW: page(graph_event(**{"iCalUId": "other", **beside}))})
    assert await taken(asks, Step.OBSERVE, standing()) == steps.Declined(by_rule=True)


async def test_an_extension_is_agreed_when_the_rooms_own_copy_has_the_later_end() -> None:
    later = standing(wish=Wish.EXTEND, wanted_end=START + timedelta(minutes=45))
    new_end = at("2026-10-13T09:45:00")
    own = invited("accepted", end=new_end)
    assert await taken(Asks({EVENT: own, VIEW: page(room_copy())}), Step.OBSERVE, later) == steps.Pending()
    asks = Asks({EVENT: own, VIEW: page(room_copy(end=new_end, responseStatus={"response": "notResponded"}))})
    assert await taken(asks, Step.OBSERVE, later) == steps.Pending()
    assert (
        await taken(Asks({EVENT: own, VIEW: page(room_copy(end=new_end))}), Step.OBSERVE, later)
        == steps.Agreed()
    )


# --- moving

MOVED, MOVED_END = at("2026-10-13T13:00:00"), at("2026-10-13T13:30:00")


def moving(**changed: Any) -> Promise:
    start = START + timedelta(hours=4)
    wish = {"wish": Wish.MOVE, "wanted_start": start, "wanted_end": start + timedelta(minutes=30)}
    return standing(**wish | changed)


async def test_a_move_is_read_first_and_then_sent_with_both_times() -> None:
    asks = Asks({EVENT: invited("accepted")})
    assert await taken(asks, Step.CHANGE, moving()) == steps.Finished()
    assert [(method, dict(more)) for method, _, more in asks.asked][1:] == [
        ("PATCH", {"start": MOVED, "end": MOVED_END})
    ]


@pytest.mark.parametrize(
    ("found", "answer"),
    [
        ({"start": MOVED, "end": MOVED_END}, steps.Finished()),
        ({"start": at("2026-10-13T11:00:00"), "end": at("2026-10-13T11:30:00")}, steps.Overruled()),
        ({"isCancelled": True}, steps.Gone()),
    ],
    ids=["there already", "moved by somebody else", "cancelled"],
)
async def test_what_became_of_a_booking_meanwhile_is_not_overwritten(
    found: dict[str, Any], answer: Answer
) -> None:
    asks = Asks({EVENT: invited("accepted", **found)})
    assert await taken(asks, Step.CHANGE, moving()) == answer
    assert [method for method, _, _ in asks.asked] == ["GET"]


async def test_a_booking_that_is_not_there_is_not_moved() -> None:
    asks = Asks({EVENT: errors.ItemGone("erroritemnotfound")})
    assert await taken(asks, Step.CHANGE, moving()) == steps.Gone()


async def test_asking_the_times_before_back_needs_no_look() -> None:
    back = moving(wanted_start=START, wanted_end=START + timedelta(minutes=30), restoring=True)
    asks = Asks({EVENT: invited("accepted")})
    assert await taken(asks, Step.CHANGE, back) == steps.Finished()
    assert [method for method, _, _ in asks.asked] == ["PATCH"]


async def test_a_move_is_agreed_when_the_rooms_own_copy_is_at_the_new_time() -> None:
    own = invited("accepted", start=MOVED, end=MOVED_END)
    there = room_copy(start=MOVED, end=MOVED_END)
    for shown, answer in ((room_copy(), steps.Pending()), (there, steps.Agreed())):
        assert await taken(Asks({EVENT: own, VIEW: page(shown)}), Step.OBSERVE, moving()) == answer


async def test_a_move_that_exchange_shows_at_a_third_time_is_overruled() -> None:
    own = invited("accepted", start=at("2026-10-13T12:00:00"), end=MOVED_END)
    assert await taken(Asks({EVENT: own}), Step.OBSERVE, moving()) == steps.Overruled()


async def test_a_direct_move_onto_somebody_is_declined_whoever_was_created_first() -> None:
    theirs = graph_event(id="theirs", iCalUId="uid-9", start=MOVED, end=MOVED_END)
    asks = Asks({
        VIEW: page(ours(start=MOVED, end=MOVED_END), theirs),
        f"users/{ROOM}/events/AAMk": created(10), f"users/{ROOM}/events/theirs": created(20),
    })  # fmt: skip
    assert await taken(asks, Step.VERIFY, moving(mode=Mode.DIRECT)) == steps.Declined()


async def test_a_direct_move_into_free_time_is_agreed() -> None:
    asks = Asks({VIEW: page(ours(start=MOVED, end=MOVED_END), graph_event(id="theirs", iCalUId="uid-9"))})
    assert await taken(asks, Step.VERIFY, moving(mode=Mode.DIRECT)) == steps.Agreed()


async def test_what_is_withdrawn_while_it_is_being_moved_is_deleted_at_either_time() -> None:
    for times in ({}, {"start": MOVED, "end": MOVED_END}):
        asks = Asks({EVENT: graph_event(**times)})
        assert await taken(asks, Step.DELETE, moving(wish=Wish.CANCEL)) == steps.Finished()


# --- direct: who was first?


def direct(**changed: Any) -> Promise:
    return standing(mode=Mode.DIRECT, **changed)


def ours(**changed: Any) -> dict[str, Any]:
    return graph_event(**{"id": "AAMk", "iCalUId": "uid-1", "isOrganizer": True, **changed})


def created(at_second: int) -> dict[str, Any]:
    return {"id": "x", "createdDateTime": f"2026-10-13T08:59:{at_second:02}.1234567Z"}


@pytest.mark.parametrize(
    ("our_second", "their_second", "their_uid", "answer"),
    [
        (10, 20, "uid-0", steps.Agreed()),
        (20, 10, "uid-9", steps.Declined()),
        (10, 10, "uid-0", steps.Declined()),
        (10, 10, "uid-9", steps.Agreed()),
    ],
)
async def test_of_two_the_one_created_earlier_stays_of_twins_the_smaller_uid(
    our_second: int, their_second: int, their_uid: str, answer: Answer
) -> None:
    asks = Asks({
        VIEW: page(ours(), graph_event(id="theirs", iCalUId=their_uid)),
        f"users/{ROOM}/events/AAMk": created(our_second), f"users/{ROOM}/events/theirs": created(their_second),
    })  # fmt: skip
    assert await taken(asks, Step.VERIFY, direct()) == answer


async def test_a_rival_that_lasts_all_day_is_a_day_of_the_rooms_zone() -> None:
    day = {"isAllDay": True, "start": at("2026-10-12T00:00:00"), "end": at("2026-10-13T00:00:00")}
    asks = Asks({
        VIEW: page(ours(), graph_event(id="theirs", iCalUId="uid-0", **day)),
        f"users/{ROOM}/events/AAMk": created(20), f"users/{ROOM}/events/theirs": created(10),
    })  # fmt: skip
    room = engine(asks)
    await room.read_room(BEGIN, END, reading(zone="Pacific/Honolulu"))
    assert await room.take(Step.VERIFY, direct(), "Aurora", frozenset()) == steps.Declined()


async def test_which_day_a_rival_lasts_is_not_guessed_before_the_rooms_zone_was_told() -> None:
    """A display that starts anew looks after its bookings before its first read of the room is done."""
    day = {"isAllDay": True, "start": at("2026-10-12T00:00:00"), "end": at("2026-10-13T00:00:00")}
    asks = Asks({
        VIEW: page(ours(), graph_event(id="theirs", iCalUId="uid-0", **day)),
        f"users/{ROOM}/events/AAMk": created(20), f"users/{ROOM}/events/theirs": created(10),
    })  # fmt: skip
    assert await taken(asks, Step.VERIFY, direct()) == steps.Pending()


async def test_an_end_that_is_not_the_wanted_one_is_somebody_elses() -> None:
    wanted, sooner = START + timedelta(minutes=45), START + timedelta(minutes=15)
    theirs = at(f"{sooner:%Y-%m-%dT%H:%M:%S}")
    longer = replace(direct(), wish=Wish.EXTEND, wanted_end=wanted)
    asks = Asks({VIEW: page(ours() | {"end": theirs}), f"users/{ROOM}/events/AAMk": ours() | {"end": theirs}})
    assert await taken(asks, Step.VERIFY, longer) == steps.Overruled()
    asks = Asks({EVENT: invited("accepted", end=theirs)})
    assert await taken(asks, Step.OBSERVE, standing(wanted_end=wanted)) == steps.Overruled()


async def test_a_rival_that_has_left_meanwhile_takes_nothing_away() -> None:
    asks = Asks({
        VIEW: page(ours(), graph_event(id="theirs", iCalUId="uid-0")),
        f"users/{ROOM}/events/AAMk": created(20), f"users/{ROOM}/events/theirs": errors.ItemGone(""),
    })  # fmt: skip
    assert await taken(asks, Step.VERIFY, direct()) == steps.Agreed()


async def test_a_direct_booking_that_is_not_there_is_gone() -> None:
    asks = Asks({VIEW: page(), f"users/{ROOM}/events/AAMk": errors.ItemGone("erroritemnotfound")})
    assert await taken(asks, Step.VERIFY, direct()) == steps.Gone()


async def test_a_direct_booking_that_the_view_does_not_show_yet_is_asked_for_again() -> None:
    asks = Asks({VIEW: page(), f"users/{ROOM}/events/AAMk": ours()})
    assert await taken(asks, Step.VERIFY, direct()) == steps.Pending()


async def test_a_direct_extension_over_somebody_is_declined_whoever_was_first() -> None:
    end = START + timedelta(minutes=45)
    theirs = graph_event(id="theirs", start=at("2026-10-13T09:30:00"), end=at("2026-10-13T10:00:00"))
    asks = Asks({VIEW: page(ours(end=at("2026-10-13T09:45:00")), theirs)})
    assert await taken(asks, Step.VERIFY, direct(wish=Wish.EXTEND, wanted_end=end)) == steps.Declined()


async def test_a_longer_meeting_that_came_later_takes_nothing_away() -> None:
    asks = Asks({
        VIEW: page(ours(), graph_event(id="theirs", iCalUId="uid-0", end=at("2026-10-13T10:00:00"))),
        f"users/{ROOM}/events/AAMk": created(10), f"users/{ROOM}/events/theirs": created(20),
    })  # fmt: skip
    assert await taken(asks, Step.VERIFY, direct()) == steps.Agreed()


async def test_who_came_later_into_the_time_before_takes_no_extension_away() -> None:
    longer = direct(wish=Wish.EXTEND, wanted_end=START + timedelta(minutes=45))
    asks = Asks({
        VIEW: page(ours(end=at("2026-10-13T09:45:00")), graph_event(id="theirs", iCalUId="uid-0")),
        f"users/{ROOM}/events/AAMk": created(10), f"users/{ROOM}/events/theirs": created(20),
    })  # fmt: skip
    assert await taken(asks, Step.VERIFY, longer) == steps.Agreed()


async def test_asking_the_old_end_back_is_no_new_race_for_what_was_ours_before() -> None:
    asks = Asks({
        VIEW: page(ours(), graph_event(id="theirs", iCalUId="uid-0")),
        f"users/{ROOM}/events/AAMk": created(10), f"users/{ROOM}/events/theirs": created(20),
    })  # fmt: skip
    back = direct(wish=Wish.EXTEND, wanted_end=START + timedelta(minutes=30), restoring=True)
    assert await taken(asks, Step.VERIFY, back) == steps.Agreed()


async def test_an_answer_without_the_time_of_creation_is_no_answer() -> None:
    asks = Asks({VIEW: page(ours(), graph_event(id="theirs")), f"users/{ROOM}/events/AAMk": {"id": "x"}})
    assert await taken(asks, Step.VERIFY, direct()) == steps.Unanswered()


async def test_a_page_that_comes_as_it_was_means_what_it_meant_and_any_change_is_seen() -> None:
    pages = [page(graph_event()) for _ in range(3)]
    room = engine(Asks({VIEW: [*pages, page(graph_event(subject="Moved")), page()]}))

    first = await room.read_room(BEGIN, END, reading())
    again = await room.read_room(BEGIN, END, reading())
    hidden = await room.read_room(BEGIN, END, reading(Privacy.NONE))
    changed = await room.read_room(BEGIN, END, reading())

    assert again[0] is first[0]
    assert (first[0].subject, hidden[0].subject, changed[0].subject) == ("Merger with Fabrikam", "", "Moved")
    assert await room.read_room(BEGIN, END, reading()) == ()


# --- another room, another person's calendar


async def test_a_booking_of_another_room_is_made_and_looked_for_there() -> None:
    boreal = "boreal@contoso.com"
    asks = Asks({f"users/{USER}/events": {"id": "AAMk", "iCalUId": "uid-1"}})
    there = promise(room=boreal, room_name="Boreal")
    assert await taken(asks, Step.CREATE, there) == steps.Found(EventId("AAMk"), "uid-1")
    assert asks.asked[0][2]["attendees"][0]["emailAddress"] == {"address": boreal, "name": "Boreal"}
    assert await taken(asks, Step.FIND_TRACE, there) == steps.NoTrace()
    assert [path for _, path, _ in asks.asked[1:]] == [OWN_VIEW, f"users/{boreal}/calendarView"]


async def test_what_stands_in_a_persons_calendar_is_made_changed_and_found_there() -> None:
    lena = "lena@contoso.com"
    path = f"users/{lena}/events"
    asks = Asks({path: {"id": "AAMk", "iCalUId": "uid-1"}, f"{path}/AAMk": graph_event()})
    hers = promise(owner=lena)
    await taken(asks, Step.CREATE, hers)
    await taken(asks, Step.FIND_TRACE, hers)
    await taken(asks, Step.DELETE, replace(hers, event_id=EventId("AAMk")))
    assert [asked for _, asked, _ in asks.asked] == [
        path,
        f"users/{lena}/calendarView",
        VIEW,
        f"{path}/AAMk",
        f"{path}/AAMk",
    ]
