"""Everything that one running sandbox is: the model, the clock, the application and its tokens."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

from kiosk.sandbox.model.advance import advance
from kiosk.sandbox.model.exchange import Exchange
from kiosk.sandbox.model.mailbox import Mailbox
from kiosk.sandbox.model.refusals import Refusal
from kiosk.sandbox.model.subscriptions import Subscriptions
from kiosk.sandbox.model.switches import Switches
from kiosk.sandbox.tenant.company import Company
from kiosk.sandbox.web.access import Access
from kiosk.sandbox.web.clock import SandboxClock
from kiosk.sandbox.web.delta_tokens import DeltaTokens
from kiosk.sandbox.web.throttle import Throttle
from kiosk.sandbox.web.tokens import Application, Tokens


@dataclass(frozen=True, slots=True)
class Seen:
    """A request that came in; kept for tests and `act list requests`. Never a body."""

    at: datetime
    method: str
    path: str
    status: int


@dataclass(slots=True)
class Sandbox:
    """`origin` is scheme, host and port, as clients reach it."""

    company: Company
    exchange: Exchange
    clock: SandboxClock
    application: Application
    tokens: Tokens
    access: Access
    random: Random
    throttle: Throttle
    delta: DeltaTokens
    subscriptions: Subscriptions
    origin: str = "https://127.0.0.1"
    mails: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=500))
    """What was sent in a mailbox's name, oldest first."""
    seen: deque[Seen] = field(default_factory=lambda: deque(maxlen=5000))

    @property
    def base_url(self) -> str:
        return f"{self.origin}/v1.0"

    @property
    def switches(self) -> Switches:
        return self.exchange.switches

    def now(self) -> datetime:
        """The sandbox's time, with everything done that was due by then."""
        now = self.clock.now()
        advance(self.exchange, now)
        return now

    def mailbox(self, name: str) -> Mailbox:
        """The mailbox of a user path; raises Refusal as Exchange words it (facts.md §4.2)."""
        box = self.exchange.find(name)
        if box is None or box.kind == "outside":
            raise Refusal(404, "ErrorInvalidUser", f"The requested user '{name}' is invalid.")
        if not box.enabled:
            raise Refusal(
                404,
                "MailboxNotEnabledForRESTAPI",
                "The mailbox is either inactive, soft-deleted, or is hosted on-premise.",
            )
        return box


def build(company: Company, *, seed: int, secret: str, switches: Switches, clock: SandboxClock) -> Sandbox:
    """A sandbox of that tenant, its calendars as the company planned them."""
    application = Application(str(company.client_id), secret)
    dice = Random(seed + 1)  # noqa: S311 - a simulation's dice must be repeatable
    exchange = Exchange(company.mailboxes, seed=seed, switches=switches)
    subscriptions = Subscriptions(dice)
    exchange.listeners.append(subscriptions.heard)
    return Sandbox(
        company,
        exchange,
        clock,
        application,
        Tokens(clock.real, Random(seed)),  # noqa: S311 - tokens of a sandbox need to be repeatable, not secret
        Access(company.permissions, company.scope),
        dice,
        Throttle(dice),
        DeltaTokens(dice),
        subscriptions,
    )
