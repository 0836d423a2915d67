"""Changes on their way through the fleet, in the registry: which displays have which, and what comes next.

A change is held by its roll-out until every wave has it; then it is the layers'. So a display that a wave has not reached
is what it was, and going back is publishing what the layers say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, insert, select, update
from sqlalchemy.engine import Row

from kiosk.hub import registry
from kiosk.hub.layers import Layer, Tables
from kiosk.hub.registry import Display
from kiosk.hub.tables import displays, rollouts, steps
from kiosk.hub.waves import Counts

ASKED, RUNNING, PAUSED, STOPPED, DONE, UNDONE = (
    "approval",
    "running",
    "paused",
    "stopped",
    "done",
    "rolled_back",
)
OPEN = (ASKED, RUNNING, PAUSED, STOPPED)
"""Its displays take part in no other."""
ILL = ("rejected", "rolled_back")


class NotNow(Exception):
    """It cannot be done as things stand. The text says what stands in its way."""


@dataclass(frozen=True, slots=True)
class Rollout:
    """`changes`: what the layers shall say; `before`: what they said. `wave` counts from 0, of `waves`; -1: none has begun."""

    id: int
    state: str
    by: str
    reason: str
    why: str
    """Why it waits or stopped, for people; "" when nothing is to be said."""
    approved_by: str
    changes: Mapping[Layer, Tables]
    before: Mapping[Layer, Tables]
    waves: int
    wave: int
    wave_at: datetime | None
    soak: timedelta
    created_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Plan:
    """What shall become of whom. `why`: a second admin must agree, and why."""

    by: str
    reason: str
    changes: Mapping[Layer, Tables]
    waves: Sequence[Sequence[str]]
    soak: timedelta
    why: str = ""


def plan(on: Connection, told: Plan, now: datetime) -> Rollout:
    """Kept, and nothing sent yet. Raises `NotNow`: one of the displays is part of another one that is open."""
    ids = [display for wave in told.waves for display in wave]
    other = _busy(on, ids)
    if other is not None:
        raise NotNow(
            f"Roll-out {other} is not over, and has some of these displays. Wait for it, or roll it back."
        )
    layers = registry.all_layers(on)
    made = on.execute(
        insert(rollouts).values(
            state=ASKED if told.why else RUNNING, by=told.by, reason=told.reason, why=told.why, approved_by="",
            changes={str(layer): dict(body) for layer, body in told.changes.items()},
            before={str(layer): layers.get(layer, {}) for layer in told.changes},
            waves=len(told.waves), wave=-1, soak_seconds=int(told.soak.total_seconds()), created_at=now,
        ).returning(rollouts.c.id)
    ).scalar_one()  # fmt: skip
    rows = [
        {"rollout": made, "display": display, "wave": number, "v": 0}
        for number, wave in enumerate(told.waves)
        for display in wave
    ]
    if rows:
        on.execute(insert(steps), rows)
    return found(on, made)


def found(on: Connection, number: int, *, locked: bool = False) -> Rollout:
    """`locked`: nobody else changes it until this transaction is over. Raises `registry.Unknown`."""
    asked = select(rollouts).where(rollouts.c.id == number)
    row = on.execute(asked.with_for_update() if locked else asked).first()
    if row is None:
        raise registry.Unknown(f"There is no roll-out {number}.")
    return _rollout(row)


def latest(on: Connection, most: int = 50) -> list[Rollout]:
    return [_rollout(row) for row in on.execute(select(rollouts).order_by(rollouts.c.id.desc()).limit(most))]


def running(on: Connection) -> list[int]:
    return list(
        on.execute(select(rollouts.c.id).where(rollouts.c.state == RUNNING).order_by(rollouts.c.id)).scalars()
    )


def change(on: Connection, number: int, **told: Any) -> None:  # noqa: ANN401 - columns are of any kind
    on.execute(update(rollouts).where(rollouts.c.id == number).values(**told))


def next_wave(on: Connection, one: Rollout, now: datetime) -> list[str]:
    """It has begun; the displays that are to be sent what they shall be."""
    change(on, one.id, wave=one.wave + 1, wave_at=now)
    asked = select(steps.c.display).where(steps.c.rollout == one.id, steps.c.wave == one.wave + 1)
    return list(on.execute(asked).scalars())


def stamped(on: Connection, number: int, versions: Mapping[str, int]) -> None:
    """The revisions under which its displays were sent it."""
    values = [{"b_display": display, "b_v": v} for display, v in versions.items()]
    if values:
        mine = (steps.c.rollout == number) & (steps.c.display == bindparam("b_display"))
        on.execute(update(steps).where(mine).values(v=bindparam("b_v")), values)


def reached(on: Connection, one: Rollout) -> list[str]:
    """Displays that have it."""
    asked = select(steps.c.display).where(steps.c.rollout == one.id, steps.c.wave <= one.wave)
    return list(on.execute(asked).scalars())


def counts(on: Connection, one: Rollout) -> Counts:
    """What became of it at those that have it."""
    same = displays.c.told_v == steps.c.v
    rows = on.execute(
        select(displays.c.told, displays.c.online, same, func.count())
        .select_from(steps.join(displays, steps.c.display == displays.c.id))
        .where(steps.c.rollout == one.id, steps.c.wave <= one.wave, displays.c.revoked_at.is_(None))
        .group_by(displays.c.told, displays.c.online, same)
    ).all()
    total = sum(row[3] for row in rows)
    applied = sum(row[3] for row in rows if row[2] and row[0] == "applied")
    ill = sum(row[3] for row in rows if row[2] and row[0] in ILL)
    away = sum(
        row[3] for row in rows if not row[1] and not row[2]
    )  # who has spoken of it may be beginning anew
    return Counts(total, applied, ill, away)


def outcome(on: Connection, one: Rollout) -> list[tuple[Display, int]]:
    """Each of its displays, and its wave."""
    rows = on.execute(select(steps.c.display, steps.c.wave).where(steps.c.rollout == one.id)).all()
    waves = {row.display: row.wave for row in rows}
    return [(display, waves[display.id]) for display in registry.these(on, list(waves))]


def pending(on: Connection, ids: Sequence[str]) -> dict[str, Mapping[Layer, Tables]]:
    """What roll-outs that are not over have changed already, by display."""
    here: dict[str, Mapping[Layer, Tables]] = {}
    open_ones = on.execute(select(rollouts).where(rollouts.c.state.in_(OPEN), rollouts.c.wave >= 0)).all()
    wanted = set(ids)
    for row in open_ones:
        one = _rollout(row)
        here |= {display: one.changes for display in reached(on, one) if display in wanted}
    return here


def _busy(on: Connection, ids: Sequence[str]) -> int | None:
    for begin in range(0, len(ids), registry.PARTS):
        part = ids[begin : begin + registry.PARTS]
        asked = (
            select(rollouts.c.id)
            .join(steps, and_(steps.c.rollout == rollouts.c.id, steps.c.display.in_(part)))
            .where(rollouts.c.state.in_(OPEN))
            .limit(1)
        )
        other = on.execute(asked).scalar()
        if other is not None:
            return int(other)
    return None


def _rollout(row: Row[Any]) -> Rollout:
    return Rollout(
        row.id, row.state, row.by, row.reason, row.why, row.approved_by,
        {Layer.read(name): body for name, body in row.changes.items()},
        {Layer.read(name): body for name, body in row.before.items()},
        row.waves, row.wave, row.wave_at, timedelta(seconds=row.soak_seconds), row.created_at, row.ended_at,
    )  # fmt: skip
