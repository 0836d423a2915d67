"""The registry's form: what the migrations make is what the tables say, on each engine; and two who write at once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from kiosk.hub import registry, store, trail, trailing
from kiosk.hub.registry import Display, Told
from kiosk.hub.store import Store, StoreUnusable
from kiosk.hub.tables import metadata

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def opened(database: str, tmp_path: Path) -> Iterator[Store]:
    made = store.opened(database or f"sqlite:///{tmp_path / 'hub.db'}")
    yield made
    made.close()


def test_what_the_migrations_make_is_what_the_tables_say(opened: Store) -> None:
    with opened.begin() as on:
        assert compare_metadata(MigrationContext.configure(on), metadata) == []


def test_many_write_the_trail_at_once_and_it_stays_one_chain(opened: Store) -> None:
    with opened.begin() as on:
        trailing.note(on, NOW, "hub", "here", "init", {})

    def write(number: int) -> None:
        with opened.begin() as on:
            trailing.note(on, NOW, "lena", "10.0.0.1", "push", {"rollout": number})

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(40)))
    with opened.begin() as on:
        found = list(trailing.entries(on))
    assert len(found) == 41
    assert trail.broken(found) is None


def test_of_two_reports_of_a_session_the_later_one_counts_in_whatever_order_they_come(opened: Store) -> None:
    with opened.begin() as on:
        registry.admit(on, Display("rd-1", "aurora", "aurora@contoso.com", "", (), "", NOW, v=5))

    def told(session: str, n: int, v: int, state: str) -> tuple[int, str]:
        with opened.begin() as on:
            registry.told(on, [Told("rd-1", session, n, v, state, {"v": v})], NOW)
            found = registry.known(on, "rd-1")
        assert found is not None
        return found.told_v, found.state

    assert told("a", 2, 5, "applied") == (5, "applied")
    assert told("a", 1, 4, "pending") == (5, "applied")
    assert told("b", 1, 5, "rolled_back") == (5, "rolled_back")


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("nonsense", "is none"),
        ("mysql://u@h/d", "SQLite or PostgreSQL"),
        ("sqlite:////nowhere/at/all/hub.db", "cannot be used"),
        ("postgresql://u@127.0.0.1:9/d", "cannot be used"),
    ],
)
def test_a_registry_that_cannot_be_opened_says_why(url: str, why: str) -> None:
    with pytest.raises(StoreUnusable, match=why):
        store.opened(url)
