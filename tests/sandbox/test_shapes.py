"""The official shapes themselves: that they are there, and that the recorder would notice."""

import pytest

from .conftest import LENA, Office
from .shapes import SCHEMA, complaints

pytestmark = pytest.mark.skipif(
    not SCHEMA.exists(), reason="the official shapes are not beside this checkout"
)


def test_a_wrong_body_is_noticed(office: Office) -> None:
    event = office.create()
    url = f"{office.base}/users/{LENA}/events/{event['id']}"
    assert complaints("GET", url, 200, event) == []
    assert complaints("GET", url, 200, event | {"colour": "red"})
    assert complaints("GET", url, 200, event | {"showAs": "sleeping"})
    assert complaints("GET", url, 200, event | {"createdDateTime": "yesterday"})
    assert complaints("GET", url, 404, {"error": {"code": "x"}})


def test_every_route_of_the_official_slice_is_answered(office: Office) -> None:
    """No path of the schema is unknown to the sandbox, however it is spelt."""
    import json  # noqa: PLC0415 - only here

    for template, methods in json.loads(SCHEMA.read_text())["paths"].items():
        path = (
            template.replace("{user-id}", LENA)
            .replace("{event-id}", "AAMk")
            .replace("{place-id}", "aurora@contoso.com")
            .replace("{subscription-id}", "none")
        )
        for method in methods:
            answer = office.ask(method.upper(), path, {} if method in {"post", "patch"} else None)
            error = answer.json().get("error", {}) if answer.content else {}
            assert "Resource not found for the segment" not in error.get("message", ""), (method, path)
            assert answer.status_code != 405, (method, path)
