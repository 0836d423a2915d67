"""Graph v1.0 over the judge's tenant: one request in, one answer out. Knows nothing of sockets, tokens or faults."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode
from uuid import NAMESPACE_DNS, uuid4, uuid5

from . import bodies, queries
from .bodies import Rejected, bad
from .events import Event, Json, event_json, wall
from .faults import RAOP, Answer, answer, error
from .tenant import Mailbox, Room, Tenant

METADATA = "https://graph.microsoft.com/v1.0/$metadata"
DENIED = error(403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.")
NOT_FOUND = error(404, "ErrorItemNotFound", "The specified object was not found in the store.")
CONFLICT = error(
    412,
    "ErrorIrresolvableConflict",
    "The send or update operation could not be performed because the change key passed in the request"
    " does not match the current change key for the item.",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request without its path. Header names are lower case."""

    method: str
    url: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any


@dataclass(slots=True)
class Api:
    """The answers, and the switches for what facts.md leaves unsettled."""

    tenant: Tenant
    filters_by_transaction: bool = True
    mailbox_settings_allowed: bool = False
    blocked: dict[str, str] = field(default_factory=dict)
    """Mailbox address to "all" (application access policy) or "write" (reading stays allowed)."""
    touchy_seconds: float = 0
    """So long after create a PATCH or cancel meets 412, once per event (facts.md 2.5)."""
    _touched: set[str] = field(default_factory=set)

    def handle(self, path: str, asked: Asked) -> Answer:
        """`path` begins after /v1.0 and is unquoted by segment."""
        parts = [part.removeprefix("microsoft.graph.") for part in path.strip("/").split("/")]
        try:
            with self.tenant.lock:
                match [parts[0].lower(), *parts[1:]]:
                    case ["users", who, *rest]:
                        return self._user(who, rest, asked)
                    case ["places", *rest] if asked.method == "GET":
                        return self._places(rest)
                    case ["organization"] if asked.method == "GET":
                        return answer(
                            200,
                            {"value": [{"id": str(uuid5(NAMESPACE_DNS, "org")), "displayName": "Contoso"}]},
                        )
        except Rejected as rejected:
            return rejected.answer
        return error(400, "BadRequest", f"Resource not found for the segment '{parts[-1]}'.")

    def _user(self, who: str, rest: list[str], asked: Asked) -> Answer:
        guid = {str(uuid5(NAMESPACE_DNS, box.address)): box for box in self.tenant.mailboxes.values()}
        mailbox = self.tenant.find(who) or guid.get(who)
        rest = rest[1:] if [part.lower() for part in rest[:1]] == ["calendar"] and len(rest) > 1 else rest
        if mailbox is None and not rest:
            return error(404, "Request_ResourceNotFound", f"Resource '{who}' does not exist.")
        if mailbox is None:
            return error(404, "ErrorInvalidUser", f"The requested user '{who}' is invalid.")
        if not rest:
            return self._person(mailbox, asked)
        return self._blocked(mailbox, rest, asked) or self._calendar(mailbox, rest, asked)

    def _blocked(self, mailbox: Mailbox, rest: list[str], asked: Asked) -> Answer | None:
        block = self.blocked.get(mailbox.address)
        writes = asked.method != "GET" and rest[-1].lower() != "getschedule"
        if block == "all":
            return RAOP
        return DENIED if block == "write" and writes else None

    def _calendar(self, mailbox: Mailbox, rest: list[str], asked: Asked) -> Answer:
        match [asked.method, rest[0].lower(), *rest[1:]]:
            case ["GET", "calendarview"]:
                return self._view(mailbox, asked)
            case ["GET", "events"]:
                return self._list(mailbox, asked)
            case ["POST", "events"]:
                return self._create(mailbox, asked)
            case [method, "events", event_id, *action]:
                return self._event(mailbox, event_id, [method, *action], asked)
            case ["POST", "getschedule"]:
                return self._schedule(asked)
            case ["GET", "calendar"]:
                owner = {"name": mailbox.name, "address": mailbox.address}
                return answer(200, {"id": "AAMkCal=", "name": "Calendar", "owner": owner, "canEdit": True})
            case ["GET", "mailboxsettings"]:
                return answer(200, {"timeZone": mailbox.zone}) if self.mailbox_settings_allowed else DENIED
        return error(400, "BadRequest", f"Resource not found for the segment '{rest[-1]}'.")

    def _person(self, mailbox: Mailbox, asked: Asked) -> Answer:
        whole = {
            "id": str(uuid5(NAMESPACE_DNS, mailbox.address)),
            "displayName": mailbox.name,
            "mail": mailbox.address,
            "userPrincipalName": mailbox.address,
        }
        wanted = asked.query.get("$select", ",".join(whole)).split(",")
        return answer(
            200,
            {"@odata.context": f"{METADATA}#users/$entity", **{k: whole[k] for k in whole if k in wanted}},
        )

    def _places(self, rest: list[str]) -> Answer:
        rooms = [box for box in self.tenant.mailboxes.values() if isinstance(box, Room)]
        places = [
            {
                "id": str(uuid5(NAMESPACE_DNS, r.address)),
                "emailAddress": r.address,
                "displayName": r.name,
                "capacity": 6,
            }
            for r in rooms
        ]
        if rest in (["room"], ["graph.room"]):
            return answer(200, {"value": places})
        if rest in (["roomlist"], ["graph.roomlist"]):
            return answer(200, {"value": []})
        hit = [p for p in places if rest and rest[0].lower() in (str(p["emailAddress"]).lower(), p["id"])]
        return answer(200, hit[0]) if hit else error(404, "ResourceNotFound", "The place was not found.")

    # -- reading -----------------------------------------------------------------------------------------------

    def _view(self, mailbox: Mailbox, asked: Asked) -> Answer:
        start, end = queries.window(asked.query)
        found = [
            event
            for event in mailbox.events.values()
            # Inclusive at the start: an event that ends exactly there comes back (facts.md 2.2).
            if event.kind != "seriesMaster" and event.start < end and event.end >= start
        ]
        return self._collection(found, asked)

    def _list(self, mailbox: Mailbox, asked: Asked) -> Answer:
        found = [
            event for event in mailbox.events.values() if event.kind in ("singleInstance", "seriesMaster")
        ]
        if "$filter" in asked.query:
            found = queries.filtered(
                found, asked.query["$filter"], by_transaction=self.filters_by_transaction
            )
        return self._collection(found, asked)

    def _collection(self, found: list[Event], asked: Asked) -> Answer:
        unknown = set(asked.query) - {
            "startDateTime",
            "endDateTime",
            "$select",
            "$top",
            "$skip",
            "$orderby",
            "$filter",
        }
        if unknown:
            raise bad("ErrorInvalidUrlQuery", f"The query option {min(unknown)} is not supported here.")
        names, zone = queries.select(asked.query), queries.zone(asked.headers)
        top, skip = queries.number(asked.query, "$top", 10, 1000), queries.number(asked.query, "$skip", 0, 0)
        found = queries.order(found, asked.query)
        content: Json = {
            "@odata.context": f"{METADATA}#users('judge')/calendarView",
            "value": [event_json(event, zone, names) for event in found[skip : skip + top]],
        }
        if len(found) > skip + top:
            query = {**asked.query, "$skip": str(skip + top)}
            content["@odata.nextLink"] = f"{asked.url}?{urlencode(query, quote_via=quote)}"
        return answer(200, content, Preference_Applied=f'outlook.timezone="{zone}"')

    def _schedule(self, asked: Asked) -> Answer:
        body = asked.body
        if not isinstance(body, dict) or set(body) - {"availabilityViewInterval"} != {
            "schedules",
            "startTime",
            "endTime",
        }:
            raise bad("ErrorInvalidRequest", "The request is not a getSchedule.")
        (start, zone), (end, _) = bodies.instant(body["startTime"]), bodies.instant(body["endTime"])
        interval = body.get("availabilityViewInterval", 30)
        if not 5 <= interval <= 1440 or end - start < timedelta(minutes=interval) or (end - start).days > 62:
            raise bad("ErrorInvalidTimeInterval", "The time interval is not allowed.")
        zone = queries.zone(asked.headers) if "prefer" in asked.headers else zone
        return answer(
            200, {"value": [self._free_busy(one, start, end, zone, interval) for one in body["schedules"]]}
        )

    def _free_busy(self, who: str, start: datetime, end: datetime, zone: str, interval: int) -> Json:
        mailbox = self.tenant.find(who)
        if mailbox is None:
            return {
                "scheduleId": who,
                "error": {"message": "The mailbox was not found.", "responseCode": "ErrorInvalidUser"},
            }
        taken = [e for e in mailbox.events.values() if e.kind != "seriesMaster" and e.overlaps(start, end)]
        taken = [event for event in taken if event.show_as != "free" and not event.cancelled]
        digit = {"tentative": "1", "busy": "2", "oof": "3", "workingElsewhere": "4"}
        view, step, at = "", timedelta(minutes=interval), start
        while at < end:
            view += max((digit.get(e.show_as, "0") for e in taken if e.overlaps(at, at + step)), default="0")
            at += step
        items = [{"status": e.show_as, "start": wall(e.start, zone), "end": wall(e.end, zone)} for e in taken]
        days = ["monday", "tuesday", "wednesday", "thursday", "friday"]
        hours = {
            "startTime": "08:00:00.0000000",
            "endTime": "17:00:00.0000000",
            "timeZone": {"name": mailbox.zone},
        }
        working = {"daysOfWeek": days, **hours}
        return {"scheduleId": who, "availabilityView": view, "scheduleItems": items, "workingHours": working}

    # -- writing -----------------------------------------------------------------------------------------------

    def _create(self, mailbox: Mailbox, asked: Asked) -> Answer:
        body = bodies.check_names(asked.body)
        transaction = body.get("transactionId")
        known = [e for e in mailbox.events.values() if transaction and e.transaction == transaction]
        if known and known[0].fingerprint != bodies.fingerprint(body):
            message = "The TransactionId specified in the request has already been used to create a different event."
            raise bad("ErrorDuplicateTransactionId", f"Your request can't be completed. {message}")
        ical = f"040000008200E00074C5B7101A82E008{uuid4().hex.upper()}"
        event = (
            known[0]
            if known
            else self.tenant.keep(bodies.create((mailbox.address, mailbox.name), body, ical))
        )
        return answer(201, event_json(event, queries.zone(asked.headers), None))

    def _event(self, mailbox: Mailbox, event_id: str, steps: list[str], asked: Asked) -> Answer:
        event = mailbox.events.get(event_id)
        if event is None and not re.fullmatch(r"[\w-]+=*", event_id):
            return error(400, "ErrorInvalidIdMalformed", "Id is malformed.")
        if event is None:
            return NOT_FOUND
        wanted = asked.headers.get("if-match", "*")
        if wanted not in ("*", f'W/"{event.key}"') or self._is_touchy(event, steps):
            return CONFLICT
        actions: dict[tuple[str, ...], Callable[[Mailbox, Event, Asked], Answer]] = {
            ("GET",): self._get,
            ("PATCH",): self._patch,
            ("DELETE",): self._delete,
            ("POST", "cancel"): self._cancel,
            ("POST", "decline"): self._decline,
        }
        action = actions.get(tuple(steps))
        if action is None:
            return error(400, "BadRequest", f"Resource not found for the segment '{steps[-1]}'.")
        return action(mailbox, event, asked)

    def _is_touchy(self, event: Event, steps: list[str]) -> bool:
        young = (datetime.now(UTC) - event.created).total_seconds() < self.touchy_seconds
        if steps not in (["PATCH"], ["POST", "cancel"]) or not young or event.id in self._touched:
            return False
        self._touched.add(event.id)
        return True

    def _get(self, _: Mailbox, event: Event, asked: Asked) -> Answer:
        return answer(200, event_json(event, queries.zone(asked.headers), queries.select(asked.query)))

    def _patch(self, _: Mailbox, event: Event, asked: Asked) -> Answer:
        invited = [attendee.address for attendee in event.attendees]
        if bodies.patch(event, asked.body):
            for address in set(invited) - {attendee.address for attendee in event.attendees}:
                self.tenant.withdraw(event, address)
            self.tenant.ask_rooms(event)
        event.touch()
        return answer(200, event_json(event, queries.zone(asked.headers), None))

    def _delete(self, mailbox: Mailbox, event: Event, _: Asked) -> Answer:
        if event.mine:
            self.tenant.cancel(event)
        else:
            del mailbox.events[event.id]
        return Answer(204)

    def _cancel(self, _: Mailbox, event: Event, __: Asked) -> Answer:
        if not event.mine:
            message = "Your request can't be completed. You need to be an organizer to cancel a meeting."
            return error(400, "ErrorCalendarIsNotOrganizer", message)
        self.tenant.cancel(event)
        return Answer(202)

    def _decline(self, mailbox: Mailbox, event: Event, _: Asked) -> Answer:
        if event.mine:
            return error(
                400, "ErrorCalendarIsOrganizerForDecline", "You can't decline a meeting you organize."
            )
        if event.cancelled:
            return error(
                400, "ErrorCalendarIsCancelledForDecline", "You can't decline a meeting that was cancelled."
            )
        self.tenant.declined_by(mailbox, event)
        return Answer(202)
