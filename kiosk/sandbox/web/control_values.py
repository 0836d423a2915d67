"""Values people send to the control surface, read with plain sentences for what is wrong."""

from datetime import datetime, timedelta

from kiosk.sandbox.model.event import Event
from kiosk.sandbox.model.ids import parse_id
from kiosk.sandbox.model.mailbox import Mailbox
from kiosk.sandbox.model.occurrences import occurrence
from kiosk.sandbox.tenant.outlook import instant
from kiosk.sandbox.web.call import JsonObject
from kiosk.sandbox.web.sandbox import Sandbox


class Wrong(Exception):
    """The control surface cannot do that; the text says why."""


def mailbox(sandbox: Sandbox, sent: JsonObject, *names: str) -> Mailbox:
    """The mailbox named by the first of these keys that was sent."""
    for name in names:
        if sent.get(name):
            address = str(sent[name])
            full = address if "@" in address else f"{address}@{sandbox.company.domain}"
            found = sandbox.exchange.find(full)
            if found is None:
                raise Wrong(f"no mailbox is called {full}")
            return found
    raise Wrong(f"say which {names[0]}")


def begin(sandbox: Sandbox, sent: JsonObject, zone: str) -> datetime | None:
    """`start` as ISO text (wall clock of the zone unless it has an offset) or `in`, minutes from now."""
    if sent.get("start"):
        return instant(str(sent["start"]), zone)
    if sent.get("in") is not None:
        now = sandbox.clock.now()
        return now.replace(microsecond=0) + timedelta(minutes=float(sent["in"]))
    return None


def minutes(sent: JsonObject, name: str = "minutes") -> timedelta | None:
    return timedelta(minutes=float(sent[name])) if sent.get(name) is not None else None


def which(sandbox: Sandbox, sent: JsonObject, box: Mailbox) -> Event:
    """The event meant: by `id`, by part of its `subject`, else the current or next one of the mailbox."""
    if sent.get("id"):
        return _by_id(box, str(sent["id"]))
    now = sandbox.clock.now()
    found = [e for e in box.window(now, now + timedelta(days=60)) if e.span.instants(box.zone)[1] > now]
    wanted = str(sent.get("subject") or "").lower()
    chosen = [e for e in found if not e.cancelled and (not wanted or wanted in _subjects(sandbox, e))]
    if not chosen:
        raise Wrong(f"{box.address} has no such meeting now or later")
    first = chosen[0]
    if sent.get("series") and first.day is not None:
        return box.items[first.key]
    return first


def _subjects(sandbox: Sandbox, event: Event) -> str:
    """The subject here and in the organizer's calendar: rooms lose theirs."""
    organizer = sandbox.exchange.find(event.organizer.address)
    original = organizer.by_uid(event.uid) if organizer else None
    return f"{event.subject}\n{original.subject if original else ''}".lower()


def _by_id(box: Mailbox, text: str) -> Event:
    ref = parse_id(text)
    stored = box.items.get(ref.key) if ref is not None and ref.mailbox == box.guid else None
    if ref is None or stored is None:
        raise Wrong(f"{box.address} has no event of that id")
    found = occurrence(stored, ref.day) if ref.day else stored
    if found is None:
        raise Wrong(f"{box.address} has no such occurrence")
    return found
