"""Verifies a room, one named step after the other, each told as soon as it is known: for the doctor, pairing and the tenant's setup.

What is asked of Exchange is read, but for the test booking, which is made only where somebody asked for it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path

from kiosk.clock import Clock
from kiosk.config.desired import Config
from kiosk.doctor import booking, entering, mailboxes, scope, signing
from kiosk.doctor.check import Check, Verdict
from kiosk.doctor.mailboxes import Listening
from kiosk.doctor.refusals import Target
from kiosk.doctor.trial import Trial
from kiosk.room.explained import Names


class Step(Enum):
    """In the order in which they are tried. The value is the id of its check."""

    SIGN_IN = "sign_in"
    MAILBOX = "room.mailbox"
    IS_ROOM = "room.type"
    READING = "room.calendar"
    SETTINGS = "room.attendant"
    BOOKING = "booking.test"
    OUTSIDE = "scope.outside"


READ_FIRST = frozenset({Step.MAILBOX.value, Step.IS_ROOM.value, Step.READING.value})
"""Where one of these is wrong, nothing else about the room can be tried."""


@dataclass(frozen=True, slots=True)
class Progress:
    """`check` None: the step has begun."""

    step: Step
    check: Check | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What the admin asked for beyond reading."""

    book: bool = False
    """Make, and remove, a test booking."""
    outside: str | None = None
    """A mailbox that must be refused; None: the one that the configuration names."""


async def verify(
    config: Config, clock: Clock, asked: Asked, data: Path | None = None
) -> AsyncIterator[Progress]:
    """The steps of a paired configuration, from the sign-in on. Ends with the first that is wrong and that others depend on.

    `data`: the display's data directory, where one that signs in as itself has its key.
    """
    graph = config.graph
    if graph is None:
        return
    names = Names(
        authority=graph.authority, tenant=graph.tenant_id, client=graph.client_id,
        secret_file=config.system_user.client_secret_file or "",
    )  # fmt: skip
    yield Progress(Step.SIGN_IN)
    if config.system_user.sign_in == "certificate":
        certificate, names = await signing.key(config, names, clock)
        if not certificate.ok:
            yield Progress(Step.SIGN_IN, certificate)
            return
    signed_in, exchange, _ = await entering.enter(config, graph, names, clock, data)
    yield Progress(Step.SIGN_IN, signed_in)
    if exchange is None:
        return
    try:
        async for progress in room(exchange, config, clock, asked):
            yield progress
    finally:
        await exchange.close()


async def room(exchange: Listening, config: Config, clock: Clock, asked: Asked) -> AsyncIterator[Progress]:
    """The steps after the sign-in. Reading the room goes wrong: nothing after it is tried."""
    now = clock.now()
    client = config.graph.client_id if config.graph else ""
    target = Target(config.room.mailbox or "", "room.mailbox", client, config.room.mailbox or "")
    for step in (Step.MAILBOX, Step.IS_ROOM, Step.READING):
        yield Progress(step)
        check = await _read(step, exchange, target, now)
        yield Progress(step, check)
        if not check.ok:
            return
    yield Progress(Step.SETTINGS)
    if config.system_user.booking == "invite":
        yield Progress(Step.SETTINGS, booking.attendant(target.mailbox))
    else:
        what = "Bookings are written into the room's calendar: its processing settings are not asked."
        yield Progress(Step.SETTINGS, Check(Step.SETTINGS.value, Verdict.OK, what))
    if asked.book:
        yield Progress(Step.BOOKING)
        zone = config.room.time_zone or await mailboxes.zone_of(exchange, target.mailbox, now) or "UTC"
        yield Progress(Step.BOOKING, await Trial(exchange, config, zone, clock).run())
    yield Progress(Step.OUTSIDE)
    yield Progress(Step.OUTSIDE, await scope.check(exchange, config, asked.outside, now))


async def _read(step: Step, exchange: Listening, target: Target, now: datetime) -> Check:
    match step:
        case Step.MAILBOX:
            return await mailboxes.found(exchange, step.value, target)
        case Step.IS_ROOM:
            return await mailboxes.is_room(exchange, step.value, target)
        case _:
            return await mailboxes.calendar(exchange, step.value, target, now)
