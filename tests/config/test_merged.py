"""What a document makes of a display's own file: its tables take the file's place, what is the device's stays."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kiosk.config import merged
from kiosk.config.refused import Refused

ROOM = "aurora@contoso.com"
OWN: dict[str, Any] = {
    "graph": {"tenant_id": "a.com", "client_id": "1", "ca_file": "ca.pem"},
    "system_user": {
        "mailbox": "displays@contoso.com",
        "sign_in": "client_secret",
        "client_secret_file": "secret",
    },
    "room": {"mailbox": ROOM, "name": "Aurora"},
    "booking": {"max_minutes": 60, "days_ahead": 3},
    "pairing": {"port": 0},
}


def test_a_table_that_was_pushed_takes_the_files_place_and_others_stay() -> None:
    made = merged.merged(OWN, {"booking": {"max_minutes": 90}, "display": {"theme": "light"}}, room=ROOM)
    assert made["booking"] == {"max_minutes": 90}
    assert made["display"] == {"theme": "light"}
    assert made["graph"] == OWN["graph"]


def test_what_only_the_device_may_know_stays_the_files() -> None:
    made = merged.merged(OWN, {"graph": {"tenant_id": "b.com"}, "system_user": {}, "room": {}}, room=ROOM)
    assert made["graph"] == {"tenant_id": "b.com", "ca_file": "ca.pem"}
    assert made["system_user"] == {"sign_in": "client_secret", "client_secret_file": "secret"}
    assert made["room"] == {"mailbox": ROOM}


def test_a_document_may_send_a_display_to_its_hub_and_nowhere_else() -> None:
    told = {"system_user": {"mailbox": "displays@contoso.com", "sign_in": "device"}}
    made = merged.merged(OWN, told, room=ROOM)
    assert made["system_user"]["sign_in"] == "device"
    for other in ("certificate", "client_secret", True):
        with pytest.raises(Refused):
            merged.merged(OWN, {"system_user": {"sign_in": other}}, room=ROOM)


@pytest.mark.parametrize("table", merged.DEVICE_ONLY)
def test_a_document_that_says_it_is_refused_with_the_keys_name(table: str) -> None:
    for key in merged.DEVICE_ONLY[table]:
        with pytest.raises(Refused) as why:
            merged.merged(OWN, {table: {key: "/etc/shadow"}}, room=ROOM)
        assert why.value.code == "device_only"
        assert why.value.lines[0].startswith(f"{table}.{key} ")
        assert "shadow" not in str(why.value)


def test_a_document_moves_no_display() -> None:
    with pytest.raises(Refused) as why:
        merged.merged(OWN, {"room": {"mailbox": "boreal@contoso.com"}}, room=ROOM)
    assert why.value.code == "other_room"
    assert merged.merged(OWN, {"room": {"mailbox": ROOM.upper()}}, room=ROOM)["room"] == {"mailbox": ROOM}


def test_keys_of_the_file_that_do_not_count_are_named() -> None:
    pushed = {
        "booking": {"max_minutes": 60, "check_in": True},
        "graph": {"tenant_id": "b.com", "client_id": "1"},
        "nearby": [],
    }
    assert merged.overridden({**OWN, "nearby": [{"mailbox": "x@y"}]}, pushed) == (
        "graph.tenant_id", "booking.days_ahead", "nearby",
    )  # fmt: skip


values = some.none() | some.integers() | some.text(max_size=5)
tables = some.dictionaries(
    some.sampled_from([*merged.DEVICE_ONLY, "booking", "display", "nearby"]),
    values
    | some.dictionaries(
        some.sampled_from(["theme", "tenant_id", "ca_file", "sign_in", "port"]), values, max_size=4
    ),
    max_size=5,
)


@given(tables, tables)
def test_no_document_takes_or_gives_what_is_the_devices(own: dict[str, Any], pushed: dict[str, Any]) -> None:
    sent = merged.without(pushed)
    made = merged.merged(own, sent, room=None)
    for table, keys in merged.DEVICE_ONLY.items():
        before, after = own.get(table), made.get(table)
        if isinstance(before, dict) and (table not in sent or isinstance(sent[table], dict)):
            assert isinstance(after, dict)
            assert {key: after.get(key) for key in keys} == {key: before.get(key) for key in keys}
        elif isinstance(after, dict):
            assert not set(keys) & set(after) or before == after
