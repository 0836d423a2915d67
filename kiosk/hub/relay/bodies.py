"""What a display may say to Exchange through its hub: each body built anew of what was looked at, key by key. Pure.

Each raises KeyError, TypeError, ValueError or AttributeError where the body is not what a display sends (sync/bodies.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime, timedelta
from typing import Any

from kiosk.sync.bodies import WHO_BOOKED

SUBJECT_MOST, WORDS_MOST, NAME_MOST = 255, 2000, 320
TRANSACTION_MOST = 128
AGO_MOST = timedelta(hours=2)
"""A booking may begin some time before now: the glass books from the last quarter on, and outages last."""
SLACK = timedelta(minutes=1)
HEADERS_MOST = 2
SCHEDULE_MOST = timedelta(days=62)
ROOMS_MOST, INTERVAL = 100, 60

Body = Mapping[str, Any]


def creation(
    body: Body, now: datetime, ahead: timedelta, longest: timedelta, rooms: AbstractSet[str], guests: bool  # noqa: FBT001 - one of many
) -> dict[str, Any]:  # fmt: skip
    """A booking. `rooms`: of which one is invited; none: it is written into the room's own calendar. `guests`: one person may be."""
    _only(
        body,
        "subject body start end showAs isReminderOn location transactionId singleValueExtendedProperties attendees"
        " responseRequested allowNewTimeProposals",
    )
    begin, end = _moment(body["start"]), _moment(body["end"])
    _right(timedelta(0) < end - begin <= longest + SLACK)
    _right(now - AGO_MOST - longest <= begin <= now + ahead)
    _right(body["showAs"] == "busy" and body["isReminderOn"] is False)
    _right(len(_text(body["transactionId"], TRANSACTION_MOST)) > 0 and body["transactionId"].isprintable())
    (mark,) = body["singleValueExtendedProperties"]
    _right(mark["id"] == WHO_BOOKED)
    place = body["location"]
    told: dict[str, Any] = {
        "subject": _text(body["subject"], SUBJECT_MOST), "body": _words(body["body"]), "start": _shown(begin),
        "end": _shown(end), "showAs": "busy", "isReminderOn": False,
        "location": {
            key: _text(place[key], NAME_MOST) for key in ("displayName", "locationEmailAddress", "locationType")
        },
        "transactionId": body["transactionId"],
        "singleValueExtendedProperties": [{"id": WHO_BOOKED, "value": _text(mark["value"], NAME_MOST)}],
    }  # fmt: skip
    attendees = [_attendee(one) for one in body.get("attendees", [])]
    invited = [one for one in attendees if one["type"] == "resource"]
    others = [one for one in attendees if one["type"] != "resource"]
    _right(len(invited) == (1 if rooms else 0) and len(others) <= (1 if guests else 0))
    _right(all(one["emailAddress"]["address"].lower() in rooms for one in invited))
    if attendees:
        told |= {"attendees": attendees, "responseRequested": True, "allowNewTimeProposals": False}
    return told


def change(body: Body, now: datetime, ahead: timedelta, longest: timedelta) -> dict[str, Any]:
    """Other times, or other words."""
    _only(body, "start end subject body")
    _right(bool(body))
    told: dict[str, Any] = {}
    if "start" in body:
        begin, end = _moment(body["start"]), _moment(body["end"])
        _right(timedelta(0) < end - begin <= longest + SLACK)
        told["start"] = _shown(begin)
    if "end" in body:
        end = _moment(body["end"])
        _right(now - AGO_MOST - longest <= end <= now + ahead + longest)
        told["end"] = _shown(end)
    if "subject" in body:
        told["subject"] = _text(body["subject"], SUBJECT_MOST)
    if "body" in body:
        told["body"] = _words(body["body"])
    return told


def schedule(body: Body, rooms: AbstractSet[str]) -> dict[str, Any]:
    """When rooms are taken."""
    _only(body, "schedules startTime endTime availabilityViewInterval")
    names = [_text(one, NAME_MOST) for one in body["schedules"]]
    _right(0 < len(names) <= ROOMS_MOST and {one.lower() for one in names} <= set(rooms))
    begin, end = _moment(body["startTime"]), _moment(body["endTime"])
    _right(timedelta(0) < end - begin <= SCHEDULE_MOST)
    _right(body["availabilityViewInterval"] == INTERVAL)
    return {
        "schedules": names, "startTime": _shown(begin), "endTime": _shown(end), "availabilityViewInterval": INTERVAL,
    }  # fmt: skip


def decline(body: Body) -> dict[str, Any]:
    """The room says no afterwards."""
    _only(body, "comment sendResponse")
    return {"comment": _text(body["comment"], WORDS_MOST), "sendResponse": body["sendResponse"] is not False}


def mail(body: Body, mail_to: str) -> dict[str, Any]:
    """A report to facilities, and to nobody else."""
    _only(body, "message saveToSentItems")
    message = body["message"]
    _only(message, "subject body toRecipients internetMessageHeaders replyTo")
    (to,) = message["toRecipients"]
    _right(to["emailAddress"]["address"].lower() == mail_to)
    headers = message.get("internetMessageHeaders", [])
    _right(len(headers) <= HEADERS_MOST and all(one["name"] == "x-kiosk-report" for one in headers))
    told: dict[str, Any] = {
        "subject": _text(message["subject"], SUBJECT_MOST), "body": _words(message["body"]),
        "toRecipients": [{"emailAddress": {"address": to["emailAddress"]["address"]}}],
        "internetMessageHeaders": [
            {"name": one["name"], "value": _text(one["value"], NAME_MOST)} for one in headers
        ],
    }  # fmt: skip
    if "replyTo" in message:
        (reply,) = message["replyTo"]
        told["replyTo"] = [{"emailAddress": {"address": _text(reply["emailAddress"]["address"], NAME_MOST)}}]
    return {"message": told, "saveToSentItems": False}


def _only(body: Body, keys: str) -> None:
    _right(set(body) <= set(keys.split()))


def _right(it: bool) -> None:  # noqa: FBT001 - it is all that is asked
    if not it:
        raise ValueError


def _text(value: Any, most: int) -> str:  # noqa: ANN401 - JSON
    _right(isinstance(value, str) and len(value) <= most)
    return str(value)


def _words(value: Body) -> dict[str, str]:
    _only(value, "contentType content")
    _right(value["contentType"] == "text")
    return {"contentType": "text", "content": _text(value["content"], WORDS_MOST)}


def _attendee(value: Body) -> dict[str, Any]:
    _right(value["type"] in ("resource", "required"))
    mail = value["emailAddress"]
    told = {key: _text(mail[key], NAME_MOST) for key in ("address", "name") if key in mail}
    _right("@" in told["address"])
    return {"type": value["type"], "emailAddress": told}


def _moment(value: Body) -> datetime:
    _right(value["timeZone"] == "UTC")
    return datetime.strptime(value["dateTime"], "%Y-%m-%dT%H:%M:%S").replace(tzinfo=UTC)


def _shown(at: datetime) -> dict[str, str]:
    return {"dateTime": at.strftime("%Y-%m-%dT%H:%M:%S"), "timeZone": "UTC"}
