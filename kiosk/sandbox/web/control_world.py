"""The control surface, the world: clock, faults, policy, settings, switches, tokens, what was asked."""

from dataclasses import asdict, fields, replace
from datetime import timedelta
from typing import Any

from kiosk.sandbox.model import switches as switch_values
from kiosk.sandbox.model.settings import adjusted
from kiosk.sandbox.tenant.outlook import instant
from kiosk.sandbox.web.call import JsonObject
from kiosk.sandbox.web.control import Control, Handler
from kiosk.sandbox.web.control_values import Wrong, mailbox
from kiosk.sandbox.web.faults import Fault, Kind


def state(control: Control, _sent: JsonObject) -> JsonObject:
    sandbox = control.sandbox
    return {
        "now": sandbox.clock.now().isoformat(),
        "frozen": sandbox.clock.frozen,
        "rooms": [room.address for room in sandbox.exchange.rooms()],
        "people": [person.address for person in sandbox.exchange.people()],
        "system_user": sandbox.company.system_user,
        "switches": asdict(sandbox.switches),
        "faults": _listed(control),
        "permissions": list(sandbox.access.permissions),
    }


def clock(control: Control, sent: JsonObject) -> JsonObject:
    """`set` an ISO time, `shift` so many seconds, `freeze` on or off; without any, only tell."""
    own = control.sandbox.clock
    if sent.get("set"):
        own.set(
            instant(str(sent["set"]), control.sandbox.company.time_zone),
            frozen=bool(sent.get("freeze", own.frozen)),
        )
    if sent.get("shift") is not None:
        own.shift(timedelta(seconds=float(sent["shift"])))
    if sent.get("freeze") is not None:
        if sent["freeze"]:
            own.freeze()
        else:
            own.run()
    return {"now": control.sandbox.now().isoformat(), "frozen": own.frozen}


def add_fault(control: Control, sent: JsonObject) -> JsonObject:
    """An order by the names of `Fault`; `kind` is required."""
    kinds = {kind.value for kind in Kind}
    if sent.get("kind") not in kinds:
        raise Wrong("a fault's kind is one of " + ", ".join(sorted(kinds)))
    known = {one.name for one in fields(Fault)} - {"number", "kind"}
    unknown = set(sent) - known - {"kind"}
    if unknown:
        raise Wrong(f"a fault has no {min(unknown)}")
    order = Fault(0, Kind(sent["kind"]), **{name: sent[name] for name in known if name in sent})
    return {"fault": _shown(control.faults.add(order))}


def clear_faults(control: Control, sent: JsonObject) -> JsonObject:
    number = sent.get("number")
    return {"cleared": control.faults.clear(int(number) if number is not None else None)}


def faults(control: Control, _sent: JsonObject) -> JsonObject:
    return {"value": _listed(control)}


def block(control: Control, sent: JsonObject) -> JsonObject:
    """An access policy that blocks (or, `blocked` false, frees) a mailbox after `after` seconds."""
    box = mailbox(control.sandbox, sent, "room", "mailbox", "person")
    blocked = bool(sent.get("blocked", True))
    after = timedelta(seconds=float(sent.get("after") or 0))
    control.sandbox.access.block(box.address, control.sandbox.clock.now(), after, blocked=blocked)
    return {"mailbox": box.address, "blocked": blocked, "after": after.total_seconds()}


def settings(control: Control, sent: JsonObject) -> JsonObject:
    """Set-CalendarProcessing: values under their PowerShell names or ours; also answers what is set."""
    box = mailbox(control.sandbox, sent, "room")
    box.processing = adjusted(box.processing, sent.get("set") or {})
    return {"room": box.address, "settings": asdict(box.processing)}


def switches(control: Control, sent: JsonObject) -> JsonObject:
    wanted: dict[str, Any] = {name: switch_values.parse(name, str(value)) for name, value in sent.items()}
    control.sandbox.exchange.switches = replace(control.sandbox.switches, **wanted)
    return asdict(control.sandbox.switches)


def mailboxes(control: Control, sent: JsonObject) -> JsonObject:
    """Turn a mailbox off or on, or keep what it declines (PreserveDeclinedMeetings)."""
    box = mailbox(control.sandbox, sent, "mailbox", "room", "person")
    if "enabled" in sent:
        box.enabled = bool(sent["enabled"])
    if "preserve_declined" in sent:
        box.preserve_declined = bool(sent["preserve_declined"])
    return {"mailbox": box.address, "enabled": box.enabled, "preserve_declined": box.preserve_declined}


def application(control: Control, sent: JsonObject) -> JsonObject:
    """The app registration: a `certificate` (PEM) to trust, `permissions`, expired secret, AADSTS `trouble`."""
    own = control.sandbox.application
    if sent.get("certificate"):
        own.certificates.append(str(sent["certificate"]).encode())
    if "secret_expired" in sent:
        own.secret_expired = bool(sent["secret_expired"])
    if "trouble" in sent:
        own.trouble = int(sent["trouble"]) if sent["trouble"] else None
    if "permissions" in sent:
        control.sandbox.access.permissions = tuple(str(one) for one in sent["permissions"])
    return {
        "client_id": own.client_id,
        "certificates": len(own.certificates),
        "secret_expired": own.secret_expired,
        "trouble": own.trouble,
        "permissions": list(control.sandbox.access.permissions),
    }


def expire_tokens(control: Control, _sent: JsonObject) -> JsonObject:
    return {"expired": control.sandbox.tokens.expire_all()}


def forget_delta(control: Control, _sent: JsonObject) -> JsonObject:
    """Every delta token given so far has fallen out of the cache."""
    return {"forgotten": control.sandbox.delta.forget()}


def lifecycle(control: Control, sent: JsonObject) -> JsonObject:
    """`event`: missed, subscriptionRemoved or reauthorizationRequired, to all that subscribed for it."""
    word = str(sent.get("event") or "missed")
    if word not in {"missed", "subscriptionRemoved", "reauthorizationRequired"}:
        raise Wrong("a lifecycle event is missed, subscriptionRemoved or reauthorizationRequired")
    return {"told": control.sandbox.subscriptions.lifecycle(word, control.sandbox.clock.now())}


def requests(control: Control, sent: JsonObject) -> JsonObject:
    """What was asked of Graph and Entra, oldest first; `clear` forgets it."""
    seen = [
        {"at": s.at.isoformat(), "method": s.method, "path": s.path, "status": s.status}
        for s in control.sandbox.seen
    ]
    if sent.get("clear"):
        control.sandbox.seen.clear()
    return {"value": seen, "attendant": list(control.sandbox.exchange.attendant_log)}


def mails(control: Control, sent: JsonObject) -> JsonObject:
    """What the application sent as mail, oldest first; `clear` forgets it."""
    found = list(control.sandbox.mails)
    if sent.get("clear"):
        control.sandbox.mails.clear()
    return {"value": found}


def _listed(control: Control) -> list[JsonObject]:
    return [_shown(one) for one in control.faults.listed()]


def _shown(fault: Fault) -> JsonObject:
    return asdict(fault)


HANDLERS: dict[tuple[str, str], Handler] = {
    ("GET", "state"): state,
    ("GET", ""): state,
    ("POST", "clock"): clock,
    ("GET", "faults"): faults,
    ("POST", "faults"): add_fault,
    ("DELETE", "faults"): clear_faults,
    ("POST", "block"): block,
    ("POST", "settings"): settings,
    ("POST", "switches"): switches,
    ("POST", "mailbox"): mailboxes,
    ("POST", "application"): application,
    ("POST", "expire-tokens"): expire_tokens,
    ("POST", "forget-delta"): forget_delta,
    ("POST", "lifecycle"): lifecycle,
    ("GET", "requests"): requests,
    ("GET", "mails"): mails,
}
