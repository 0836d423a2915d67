"""A report to facilities as a mail and as a webhook's JSON, and what Exchange's answer to the mail means."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from typing import Any, Protocol

from kiosk.room import days
from kiosk.room.model import Room
from kiosk.room.reports import Category, Fate, Report, Tried
from kiosk.sync import bodies, errors

WORDS = {
    Category.SCREEN: "Screen or projector",
    Category.VIDEO: "Video or sound",
    Category.CABLES: "Cables or power",
    Category.WIFI: "Wi-Fi",
    Category.CLIMATE: "Too hot or cold",
    Category.CLEANING: "Needs cleaning",
    Category.FURNITURE: "Furniture",
    Category.OTHER: "Something else",
}
"""Facilities read English, whatever the glass spoke: a mail is sorted by its words."""
TWICE = "If this mail is there twice, it is the same report: the answer to the first one was lost on its way."
ADDS = "It adds to the report of the same number."


class Posts(Protocol):
    """The request this file makes; sync/graph.py answers it over HTTP."""

    async def post(self, path: str, body: Mapping[str, Any]) -> Any:  # noqa: ANN401 - JSON
        ...


def mail(report: Report, room: Room, mail_to: str) -> dict[str, Any]:
    """The body of `sendMail`. No copy is kept in the system user's mailbox: the note may name somebody."""
    name, trouble = room.name or room.mailbox, _trouble(report)
    where = f"{name}, floor {room.floor} ({room.mailbox})" if room.floor else f"{name} ({room.mailbox})"
    lines = [
        f"{where}: {trouble}", f"Reported at the display, {days.wall_clock(report.at, room.zone)} ({room.zone}).",
        *([f"Note: {report.note}"] if report.note else []),
        f"Number {report.number}. {ADDS if report.adds else ''}".strip(), "", TWICE,
    ]  # fmt: skip
    message: dict[str, Any] = {
        "subject": f"[{report.number}] {name}: {trouble}",
        "body": {"contentType": "text", "content": "\n".join(lines)},
        "toRecipients": [{"emailAddress": {"address": mail_to}}],
        "internetMessageHeaders": [{"name": "x-kiosk-report", "value": report.id}],
    }
    if report.reply_to:
        message["replyTo"] = [{"emailAddress": {"address": report.reply_to}}]
    return {"message": message, "saveToSentItems": False}


def payload(report: Report, room: Room) -> dict[str, Any]:
    """What a webhook is sent."""
    return {
        "id": report.id,
        "number": report.number,
        "adds": report.adds,
        "category": report.category.value,
        "thing": report.thing or None,
        "note": report.note or None,
        "reply_to": report.reply_to or None,
        "reported_at": report.at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "room": {
            "mailbox": room.mailbox, "name": room.name or room.mailbox, "floor": room.floor or None, "time_zone": room.zone,
        },
    }  # fmt: skip


async def send_mail(graph: Posts, user: str, body: Mapping[str, Any]) -> Tried:
    """One try to send it in the system user's name; it takes Mail.Send. 202 is all that Graph ever says of a mail.

    There is no key that makes it safe to repeat (Graph's user-sendmail has none): the number in the subject tells who
    reads it that two are one.
    """
    try:
        await graph.post(bodies.address("users", user, "sendMail"), body)
    except errors.WaitAsked as asked:
        return Tried(Fate.ASKED_TO_WAIT, asked.wait)
    except errors.NeverLeft:
        return Tried(Fate.NEVER_LEFT)
    except errors.NoAnswer:
        return Tried(Fate.UNANSWERED)
    except errors.GraphFault:
        return Tried(Fate.REFUSED)
    return Tried(Fate.TAKEN)


def _trouble(report: Report) -> str:
    words = WORDS[report.category]
    return f"{words}, {report.thing}" if report.thing else words
