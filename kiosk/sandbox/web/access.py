"""Who may do what: permissions of the application, its scope in Exchange, and policy blocks (facts.md §1.5-1.7)."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from kiosk.sandbox.model.mailbox import Mailbox
from kiosk.sandbox.model.refusals import Refusal

_TEXTS = {
    "raop": "Access to OData is disabled: [RAOP] : Blocked by tenant configured AppOnly AccessPolicy settings.",
    "raop-old": "Access to OData is disabled.",
    "rbac": "Access is denied. Check credentials and try again.",
}


@dataclass(slots=True)
class Access:
    """`scope` None means every mailbox. A policy change takes hold at its `since`, not when it is made."""

    permissions: tuple[str, ...]
    scope: set[str] | None
    _blocks: list[tuple[datetime, str, bool]] = field(default_factory=list)

    def block(self, address: str, now: datetime, after: timedelta, *, blocked: bool) -> None:
        """Block or unblock a mailbox; it shows after the propagation delay (facts.md §1.6)."""
        self._blocks.append((now + after, address.lower(), blocked))
        self._blocks.sort(key=lambda change: change[0])

    def blocked(self, address: str, now: datetime) -> bool:
        state = False
        for since, whose, blocked in self._blocks:
            if since <= now and whose == address.lower():
                state = blocked
        return state

    def demand(self, wanted: tuple[str, ...]) -> None:
        """At least one of these permissions, or 403."""
        if not wanted:
            return
        if not set(wanted) & set(self.permissions):
            raise denied()

    def demand_mailbox(self, box: Mailbox, now: datetime, style: str, *, scoped: bool) -> None:
        """The mailbox is in scope and not blocked, or 403 as the switch words it."""
        outside = scoped and self.scope is not None and box.address.lower() not in self.scope
        if outside or self.blocked(box.address, now):
            raise Refusal(403, "ErrorAccessDenied", _TEXTS.get(style, _TEXTS["raop"]))


def denied() -> Refusal:
    return Refusal(403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.")


def directory_denied() -> Refusal:
    return Refusal(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.")
