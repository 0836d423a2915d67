"""What a running display does to follow another configuration: the glass at once where it can, else a start. For every key."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import BaseModel

from kiosk.config.desired import Config, validated
from kiosk.config.plan import LIVE, Step, step

TENANT: dict[str, Any] = {
    "graph": {"tenant_id": "contoso.com", "client_id": "1"},
    "system_user": {"mailbox": "displays@contoso.com"},
    "room": {"mailbox": "aurora@contoso.com"},
}
PRESENT = validated(TENANT)
KEYS = [
    (table, key)
    for table in Config.model_fields
    if isinstance(model := getattr(PRESENT, table), BaseModel)
    for key in type(model).model_fields
]


def test_every_live_key_is_one_of_the_configuration() -> None:
    assert {(table, key) for table, keys in LIVE.items() for key in keys} <= set(KEYS)


@pytest.mark.parametrize(("table", "key"), KEYS)
def test_each_key_is_adopted_or_needs_a_start(table: str, key: str) -> None:
    before = getattr(PRESENT, table)
    desired = PRESENT.model_copy(update={table: before.model_copy(update={key: "another"})})
    assert step(PRESENT, desired) is (Step.ADOPT if key in LIVE.get(table, ()) else Step.RESTART)


def test_the_same_needs_nothing_and_a_list_of_rooms_a_start() -> None:
    assert step(PRESENT, validated(TENANT)) is Step.NOTHING
    assert step(PRESENT, validated({**TENANT, "nearby": [{"mailbox": "b@contoso.com"}]})) is Step.RESTART
