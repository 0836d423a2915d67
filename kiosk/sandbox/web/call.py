"""A request to Graph and its answer, free of HTTP machinery: what handlers and $batch parts both see."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, unquote

from kiosk.sandbox.model.refusals import bad_request
from kiosk.sandbox.model.zones import zone

JsonObject = dict[str, Any]
_PREFERENCE = re.compile(r'\s*([A-Za-z.\-]+)\s*(?:=\s*("[^"]*"|[^,;]*))?\s*(?:,|;|$)')


@dataclass(frozen=True, slots=True)
class Wishes:
    """The Prefer header (facts.md §2.0)."""

    zone: str = "UTC"
    immutable: bool = False
    page_size: int | None = None
    text_body: bool = False
    applied: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Call:
    """`path` is as the client wrote it, after `/v1.0`; `query` has lower-case names; `headers` too."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    now: datetime
    client_id: str = ""
    arguments: Mapping[str, str] = field(default_factory=dict)

    def json(self) -> JsonObject:
        try:
            value = json.loads(self.body or b"{}")
        except ValueError:
            value = None
        if not isinstance(value, dict):
            raise bad_request("BadRequest", "Unable to read JSON request payload.")
        return value

    def wishes(self) -> Wishes:
        return read_preferences(self.headers.get("prefer", ""))

    def given(self, **arguments: str) -> "Call":
        return replace(self, arguments=arguments)


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: JsonObject | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Handshake:
    """An answer that waits until these URLs have proved themselves (facts.md §2.11)."""

    urls: tuple[str, ...]
    then: Callable[[], Answer]


def read_query(text: str) -> dict[str, str]:
    return {name.lower(): value for name, value in parse_qsl(text, keep_blank_values=True)}


def read_segments(path: str) -> tuple[str, ...]:
    """Path segments, each unquoted by itself."""
    return tuple(unquote(part) for part in path.split("/") if part)


def read_preferences(text: str) -> Wishes:
    wishes = Wishes()
    for match in _PREFERENCE.finditer(text):
        name, value = match[1].lower(), (match[2] or "").strip().strip('"')
        if name == "outlook.timezone":
            if zone(value) is None:
                raise bad_request("ErrorInvalidTimeZone", f"The time zone '{value}' is not recognized.")
            wishes = replace(wishes, zone=value, applied=(*wishes.applied, f'outlook.timezone="{value}"'))
        elif name == "idtype":
            wishes = replace(
                wishes,
                immutable=value.lower() == "immutableid",
                applied=(*wishes.applied, f'IdType="{value}"'),
            )
        elif name == "odata.maxpagesize" and value.isdigit() and int(value) > 0:
            wishes = replace(
                wishes, page_size=int(value), applied=(*wishes.applied, f"odata.maxpagesize={value}")
            )
        elif name == "outlook.body-content-type":
            wishes = replace(
                wishes,
                text_body=value.lower() == "text",
                applied=(*wishes.applied, f'outlook.body-content-type="{value}"'),
            )
    return wishes
