"""The registry's engine: SQLite in the hub's folder, or PostgreSQL when told so; brought to the newest form when it is opened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY = 30
"""Seconds that one hub process waits for another's words to be written."""
AT_ONCE = 16
LOOKS = "kiosk_looks"


class StoreUnusable(Exception):
    """The registry cannot be opened. The text says what to do."""


class Store:
    """Threads may share it. Each `begin` is one transaction: all of it is kept, or nothing."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        with self._engine.begin() as on:
            yield on

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """To look and nothing else: nobody who writes is waited for."""
        with self._engine.connect().execution_options(**{LOOKS: True}) as on, on.begin():
            yield on

    def close(self) -> None:
        self._engine.dispose()


def opened(url: str) -> Store:
    """`url`: as SQLAlchemy has them, `sqlite:////folder/hub.db` or `postgresql://user@host/name`.

    Raises:
        StoreUnusable: it is not there, or its content is of a newer hub.
    """
    engine: Engine | None = None
    try:
        engine = _engine(make_url(url))
        with engine.begin() as on:
            if engine.dialect.name == "postgresql":
                on.exec_driver_sql("SELECT pg_advisory_xact_lock(7401)")  # two hubs that start at once
            told = Config()
            told.set_main_option("script_location", str(MIGRATIONS))
            told.attributes["connection"] = on
            command.upgrade(told, "head")
    except ArgumentError:
        raise StoreUnusable(
            "The database's address is none: sqlite:///FILE or postgresql://USER@HOST/NAME."
        ) from None
    except SQLAlchemyError as wrong:
        if engine is not None:
            engine.dispose()
        told_by = str(getattr(wrong, "orig", wrong)).strip().splitlines()
        raise StoreUnusable(
            f"The hub's database cannot be used: {told_by[0] if told_by else 'it does not say why'}"
        ) from None
    return Store(engine)


def _engine(url: URL) -> Engine:
    if url.get_backend_name() == "postgresql":
        return create_engine(url.set(drivername="postgresql+psycopg"), pool_size=AT_ONCE, pool_pre_ping=True)
    if url.get_backend_name() != "sqlite":
        raise StoreUnusable("The hub keeps its registry in SQLite or PostgreSQL.")
    engine = create_engine(url, pool_size=AT_ONCE, connect_args={"timeout": BUSY})
    event.listen(engine, "connect", _settle)
    event.listen(engine, "begin", _begin)
    return engine


def _settle(raw: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    """What was said to be kept is on the disk; readers and the one who writes do not wait for each other."""
    raw.isolation_level = None  # transactions begin where SQLAlchemy says so
    for line in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor = raw.cursor()
        cursor.execute(f"PRAGMA {line}")
        cursor.close()


def _begin(on: Connection) -> None:
    """Who does not only look means to write: nobody finds out halfway that another one was faster."""
    on.exec_driver_sql("BEGIN" if on.get_execution_options().get(LOOKS) else "BEGIN IMMEDIATE")
