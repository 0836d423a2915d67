"""The registry's tables. The same on SQLite and PostgreSQL; how they came to be is in migrations/."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)


class Moment(TypeDecorator[datetime]):
    """An aware UTC instant as milliseconds since 1970: the same number on every engine."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _: Dialect) -> int | None:
        return None if value is None else round(value.timestamp() * 1000)

    def process_result_value(self, value: int | None, _: Dialect) -> datetime | None:
        return None if value is None else datetime.fromtimestamp(value / 1000, UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
    }
)

displays = Table(
    "displays", metadata,
    Column("id", String(40), primary_key=True),
    Column("name", String(80), nullable=False, unique=True),
    Column("room", String(320), nullable=False),
    Column("site", String(80), nullable=False),
    Column("groups", JSON, nullable=False),
    Column("key", Text, nullable=False),
    Column("admitted_at", Moment, nullable=False),
    Column("revoked_at", Moment),
    # what it shall be: the latest document that was signed for it
    Column("v", BigInteger, nullable=False),
    Column("hash", String(80), nullable=False),
    Column("text", Text, nullable=False),
    Column("sent_at", Moment),
    # what it says that it is
    Column("told_v", BigInteger, nullable=False),
    Column("told", String(20), nullable=False),
    Column("told_at", Moment),
    Column("told_session", String(40), nullable=False),
    Column("told_n", Integer, nullable=False),
    Column("report", JSON, nullable=False),
    Column("online", Boolean, nullable=False),
    Index("ix_displays_site", "site"),
)  # fmt: skip

certificates = Table(
    "certificates", metadata,
    Column("serial", String(48), primary_key=True),
    Column("holder", String(80), nullable=False, index=True),
    Column("until", Moment, nullable=False),
    Column("revoked_at", Moment),
)  # fmt: skip

people = Table(
    "people", metadata,
    Column("name", String(80), primary_key=True),
    Column("role", String(20), nullable=False),
    Column("site", String(80), nullable=False),
    Column("left", Integer),
    Column("until", Moment, nullable=False),
    Column("removed_at", Moment),
)  # fmt: skip

layers = Table(
    "layers", metadata,
    Column("layer", String(200), primary_key=True),
    Column("body", JSON, nullable=False),
    Column("changed_at", Moment, nullable=False),
)  # fmt: skip

rollouts = Table(
    "rollouts", metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("state", String(20), nullable=False, index=True),
    Column("by", String(80), nullable=False),
    Column("reason", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("approved_by", String(80), nullable=False),
    Column("changes", JSON, nullable=False),
    Column("before", JSON, nullable=False),
    Column("waves", Integer, nullable=False),
    Column("wave", Integer, nullable=False),
    Column("wave_at", Moment),
    Column("soak_seconds", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("ended_at", Moment),
)  # fmt: skip

steps = Table(
    "steps", metadata,
    Column("rollout", Integer, ForeignKey("rollouts.id"), primary_key=True),
    Column("display", String(40), ForeignKey("displays.id"), primary_key=True),
    Column("wave", Integer, nullable=False),
    Column("v", BigInteger, nullable=False),
    Index("ix_steps_display", "display"),
)  # fmt: skip

answers = Table(
    "answers", metadata,
    Column("id", String(64), primary_key=True),
    Column("display", String(40), nullable=False),
    Column("at", Moment, nullable=False, index=True),
    Column("body", JSON),
)  # fmt: skip

audit = Table(
    "audit", metadata,
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("who", String(80), nullable=False),
    Column("source", String(80), nullable=False),
    Column("act", String(40), nullable=False),
    Column("what", JSON, nullable=False),
    Column("before", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)  # fmt: skip

booked = Table(
    "booked", metadata,
    Column("key", String(64), primary_key=True),
    Column("room", String(320), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("at", Moment, nullable=False, index=True),
    Index("ix_booked_room_at", "room", "at"),
)  # fmt: skip
"""What was booked at a room's displays through the relay, by the hash of its transaction and of its event: these they may change, and no others."""

watched = Table(
    "watched", metadata,
    Column("room", String(320), primary_key=True),
    Column("subscription", String(80), nullable=False),
    Column("state", String(64), nullable=False, unique=True),
    Column("until", Moment),
    Column("taken_until", Moment, nullable=False),
)  # fmt: skip
"""Rooms of whose changes Exchange tells the hub. `state`: the hash of the secret that it says with each. `taken_until`: one hub process sees to it."""

pictures = Table(
    "pictures", metadata,
    Column("digest", String(64), primary_key=True),
    Column("content", Text, nullable=False),
    Column("at", Moment, nullable=False),
)  # fmt: skip
"""What layers name, by its SHA-256. `content`: base64; `at`: when somebody last brought it."""

heads = Table(
    "heads", metadata,
    Column("name", String(20), primary_key=True),
    Column("n", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
)  # fmt: skip
"""Where the audit trail ends. Who appends to it changes this row first, so that two hubs never write one number."""
