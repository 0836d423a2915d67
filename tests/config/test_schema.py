"""The schema that is published: it is the one in docs/, and takes what the display takes."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from kiosk.config.desired import validated
from kiosk.config.document import Document
from kiosk.config.problems import ConfigProblem
from kiosk.config.schema import schema

PUBLISHED = Path(__file__).parents[2] / "docs" / "document.schema.json"
ASKED = Draft202012Validator(schema())
PAIRED: dict[str, Any] = {
    "graph": {"tenant_id": "contoso.com", "client_id": "1"},
    "system_user": {"mailbox": "displays@contoso.com"},
    "room": {"mailbox": "aurora@contoso.com"},
}


def body(cfg: dict[str, Any]) -> dict[str, Any]:
    made = Document("rd-4kzq7d2mxw5hx7fa", 1_795_000_000_000, datetime(2026, 11, 18, tzinfo=UTC), cfg)
    return json.loads(json.dumps(made.body()))  # type: ignore[no-any-return]  # of an object


def test_what_is_published_is_what_the_program_says() -> None:
    Draft202012Validator.check_schema(schema())
    assert json.loads(PUBLISHED.read_text(encoding="utf-8")) == schema(), (
        "kiosk push --schema > docs/document.schema.json"
    )


@pytest.mark.parametrize(
    "cfg",
    [
        {},
        {"display": {"theme": "light", "safe_area": [0, 8, 0, 8], "diagonal_inches": 10.1}},
        {"booking": {"durations": [15, 30], "max_minutes": 120}, "report": {"screen": ["The left one"]}},
        {"nearby": [{"mailbox": "boreal@contoso.com", "name": "Boreal"}], "light": {"drivers": ["screen"]}},
        {"display": {"brand_new": 1}, "brand_new": {}},
    ],
)
def test_what_a_display_takes_the_schema_takes(cfg: dict[str, Any]) -> None:
    known = {
        table: {key: one for key, one in told.items() if key != "brand_new"}
        if isinstance(told, dict)
        else told
        for table, told in cfg.items()
        if table != "brand_new"
    }
    validated({**PAIRED, **known})
    assert not list(ASKED.iter_errors(body(cfg)))


@pytest.mark.parametrize(
    "cfg",
    [
        {"display": {"theme": "pink"}},
        {"display": {"diagonal_inches": 2}},
        {"booking": {"max_minutes": 4}},
        {"booking": {"durations": "15"}},
        {"display": []},
    ],
)
def test_what_is_of_another_kind_or_out_of_bounds_neither_takes(cfg: dict[str, Any]) -> None:
    with pytest.raises(ConfigProblem):
        validated({**PAIRED, **cfg})
    assert list(ASKED.iter_errors(body(cfg)))


def test_it_names_nothing_that_only_the_device_may_know() -> None:
    assert "secret" not in json.dumps(schema()).replace("client_secret_expires", "")
    assert "_file" not in json.dumps(schema())
