"""The examination: from the configuration to the booking, each check only where those before it let it be tried."""

from __future__ import annotations

from pathlib import Path

from kiosk import in_force, languages
from kiosk.clock import Clock
from kiosk.config.desired import Config
from kiosk.config.load import load
from kiosk.config.problems import ConfigProblem
from kiosk.config.refused import Refused
from kiosk.config.tables import GraphTable
from kiosk.doctor import (
    booking,
    devices,
    entering,
    mailboxes,
    network,
    others,
    signing,
    somebody,
    tiers,
    trial,
    verify,
)
from kiosk.doctor.check import Check, Verdict
from kiosk.doctor.mailboxes import Listening
from kiosk.doctor.refusals import Target
from kiosk.doctor.verify import Asked
from kiosk.room.explained import Names

ONLY_READ = Asked()
UNPAIRED = (
    "Add at least: [graph] tenant_id and client_id, [system_user] mailbox, [room] mailbox. Until then the display shows "
    "that it is new."
)


async def examine(
    path: Path, clock: Clock, asked: Asked = ONLY_READ, data: Path | None = None
) -> list[Check]:
    """Everything that was tried, in order. Writes nothing but the display's own key, if it has none yet, and the test booking.

    The test booking is made only where it was asked for, and is removed. `data`: the display's data directory, where what was
    pushed to it lies.
    """
    try:
        own = load(path)
        pushed = None if data is None else in_force.looked(own, path, data)
    except Refused as damaged:
        what = f"What was pushed to the display cannot be used: {damaged}"
        return [
            Check("configuration.pushed", Verdict.WRONG, what, "Push it again."),
            _not_tried("The tenant"),
        ]
    except ConfigProblem as problem:
        wrong = [Check("configuration", Verdict.WRONG, line) for line in problem.lines]
        return [*wrong, _not_tried("The tenant")]
    config = own if pushed is None else pushed.config
    if config.graph is None or config.room.mailbox is None:
        what = f"{path} names no room, or not the tenant that it is in."
        return [Check("configuration", Verdict.WRONG, what, UNPAIRED)]
    checks = [Check("configuration", Verdict.OK, f"{path} is valid, and the files it names are well kept.")]
    if pushed is not None:
        checks.append(_overridden(pushed))
    checks += await devices.examine(config)
    checks += _language(config)
    checks += await _examine_tenant(config, config.graph, config.room.mailbox, clock, asked, data)
    return checks


def _overridden(pushed: in_force.Pushed) -> Check:
    what = f"The display follows what was pushed to it, revision {pushed.v}."
    lines = "\n".join(pushed.overridden)
    return Check(
        "configuration.pushed", Verdict.NOTE, what,
        f"These keys of its file do not count:\n{lines}\nkiosk run --ignore-pushed starts without what was pushed." if lines else "",
    )  # fmt: skip


def _language(config: Config) -> list[Check]:
    """Only where something is wrong: a language that is not there is shown in English."""
    wished = (config.display.language, *(config.display.languages or ()))
    unknown = [code for code in wished if not languages.known(code)]
    if not unknown:
        return []
    what = f"There is no language {', '.join(unknown)}: the glass speaks English in its place."
    return [Check("display.language", Verdict.WRONG, what, f"Choose from: {', '.join(languages.codes())}.")]


async def _examine_tenant(
    config: Config, graph: GraphTable, room: str, clock: Clock, asked: Asked, data: Path | None
) -> list[Check]:
    checks = [] if config.system_user.sign_in == "device" else await _reached(graph, clock)
    names = Names(
        authority=graph.authority, tenant=graph.tenant_id, client=graph.client_id,
        secret_file=config.system_user.client_secret_file or "",
    )  # fmt: skip
    if config.system_user.sign_in == "certificate":
        certificate, names = await signing.key(config, names, clock)
        checks.append(certificate)
    checks += signing.secret(config, clock)
    if config.system_user.sign_in != "device":
        checks.append(tiers.kept(config))
    if not all(check.ok for check in checks if check.id != "clock"):
        return [*checks, _not_tried("The sign-in and the mailboxes")]
    signed_in, exchange, token = await entering.enter(config, graph, names, clock, data)
    checks.append(signed_in)
    if exchange is None:
        return [*checks, _not_tried("The mailboxes")]
    checks += await _examine_exchange(config, graph, room, exchange, clock, asked)
    booked = any(check.id == trial.CHECK and check.verdict is Verdict.OK for check in checks)
    return [*checks, *booking.notes(config, room, graph.client_id, signing.roles_of(token), booked=booked)]


async def _reached(graph: GraphTable, clock: Clock) -> list[Check]:
    openid = f"{graph.authority}/{graph.tenant_id}/v2.0/.well-known/openid-configuration"
    entra, _ = await network.reach("entra.reach", openid, graph, clock)
    exchange, ahead = await network.reach("graph.reach", graph.base_url, graph, clock)
    return [entra, exchange, *([network.clocks(ahead)] if exchange.ok else [])]


async def _examine_exchange(
    config: Config, graph: GraphTable, room: str, exchange: Listening, clock: Clock, asked: Asked
) -> list[Check]:
    now, user = clock.now(), config.system_user.mailbox
    room_target = Target(room, "room.mailbox", graph.client_id)
    checks: list[Check] = []
    try:
        if config.system_user.booking == "invite" and user is not None:
            target = Target(user, "system_user.mailbox", graph.client_id)
            checks.append(await mailboxes.calendar(exchange, "system_user.mailbox", target, now))
        steps = verify.room(exchange, config, clock, asked)
        verified = [progress.check async for progress in steps if progress.check is not None]
        checks += verified
        if all(check.ok or check.id not in verify.READ_FIRST for check in verified):
            checks.append(await mailboxes.zone(exchange, config, room_target, now))
            place = await mailboxes.place(exchange, room_target)
            checks.append(place)
            if config.booking.for_somebody:
                checks += await somebody.checks(exchange, room_target, user, place, now)
            checks += await others.checks(exchange, config, graph.client_id, now)
    finally:
        await exchange.close()
    return checks


def _not_tried(what: str) -> Check:
    return Check("not_tried", Verdict.NOTE, f"{what} could not be tried. Mend what is wrong above first.")
