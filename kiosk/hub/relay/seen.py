"""What of Exchange's answers a display sees: of each thing the properties that it shows, and addresses that lead back here. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from kiosk.hub.relay.rules import OWN_FIELDS, ROOMS_FIELDS, Kind, Reach

NEXT = "@odata.nextLink"
SCHEDULE = ("scheduleId", "availabilityView", "workingHours", "error")
SPAN = ("status", "start", "end", "isPrivate")
PLACE = (
    "id", "displayName", "emailAddress", "building", "floorNumber", "floorLabel", "capacity", "tags", "audioDeviceName",
    "videoDeviceName", "displayDeviceName", "isWheelChairAccessible", "name", "canEdit", "owner", "userPurpose",
)  # fmt: skip


class Garbled(Exception):
    """Exchange's answer is not what it answers."""


def keys(kind: Kind, answer: Any, reach: Reach) -> list[tuple[str, str]]:  # noqa: ANN401 - JSON
    """Id and transaction of each event of the calendar that bookings stand in: by these it is known whose it is. Raises Garbled."""
    if kind is not (Kind.OWN_VIEW if reach.user else Kind.VIEW):
        return []
    return [(_text(one, "id"), _text(one, "transactionId")) for one in _items(answer)]


def seen(
    kind: Kind, answer: Any, reach: Reach, *, own: Callable[[str, str], bool], back: Callable[[str], str]  # noqa: ANN401 - JSON
) -> Any:  # noqa: ANN401 - JSON  # fmt: skip
    """`own`: whether an event (its id and transaction) was booked here. `back`: an address of Exchange's as one of the hub's.

    Raises:
        Garbled: it is no answer of that kind.
    """
    match kind:
        case Kind.TOLD:
            return None
        case Kind.ABOUT:
            return _part(_whole(answer), PLACE)
        case Kind.SCHEDULE:
            return _page([_schedule(one) for one in _items(answer)], answer, back)
        case Kind.VIEW:
            return _page([_event(one, ROOMS_FIELDS, reach) for one in _items(answer)], answer, back)
        case Kind.OWN_VIEW:
            mine = [one for one in _items(answer) if own(_text(one, "id"), _text(one, "transactionId"))]
            return _page([_part(one, OWN_FIELDS) for one in mine], answer, back)
        case Kind.EVENT:
            return _event(_whole(answer), ROOMS_FIELDS, reach)
        case _:
            return _part(_whole(answer), OWN_FIELDS)


def _event(item: Mapping[str, Any], fields: Iterable[str], reach: Reach) -> dict[str, Any]:
    told = _part(item, fields)
    if not reach.subjects and "subject" in told:
        told["subject"] = ""
    return told


def _schedule(item: Mapping[str, Any]) -> dict[str, Any]:
    told = _part(item, SCHEDULE)
    spans = item.get("scheduleItems")
    if isinstance(spans, list):
        told["scheduleItems"] = [_part(one, SPAN) for one in spans if isinstance(one, dict)]
    return told


def _page(items: list[Any], answer: Mapping[str, Any], back: Callable[[str], str]) -> dict[str, Any]:
    following = answer.get(NEXT)
    return {"value": items} if following is None else {"value": items, NEXT: back(str(following))}


def _items(answer: Any) -> list[Mapping[str, Any]]:  # noqa: ANN401 - JSON
    items = _whole(answer).get("value")
    if not isinstance(items, list) or not all(isinstance(one, dict) for one in items):
        raise Garbled
    return items


def _whole(answer: Any) -> Mapping[str, Any]:  # noqa: ANN401 - JSON
    if not isinstance(answer, dict):
        raise Garbled
    return answer


def _part(item: Mapping[str, Any], fields: Iterable[str]) -> dict[str, Any]:
    return {key: item[key] for key in (*fields, "@odata.etag") if key in item}


def _text(item: Mapping[str, Any], key: str) -> str:
    value = item.get(key)
    return value if isinstance(value, str) else ""
