"""How a good answer becomes a hostile one: JSON of any shape, damaged at any place, and at last its bytes. No asking here."""

import copy
import json
from collections.abc import Callable, Iterator
from typing import Any

from hypothesis import strategies as st

RIGHT_TO_LEFT = "\u202e\u2066\u200f"
FLOOD = "Z" + "\u0301\u0316\u0489" * 400
"""Marks that pile up above and below one letter."""
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
TIMES = [
    "0000-01-01T00:00:00", "0001-01-01T00:00:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59.9999999",
    "9999-12-31T23:59:59-14:00", "-0001-01-01T00:00:00", "2026-10-13T24:00:00", "2016-12-31T23:59:60",
    "2026-10-13T09:00:00", "2026-10-13T09:00:00.0000000", "2026-10-13", "2026-W42-2", "20261013T0900", "2026-02-30T00:00:00",
    "2026-10-13T09:00:00+23:59:59.999999", "2026-10-25T02:30:00", "10000-01-01T00:00:00", "\uff12\uff10\uff12\uff16-10-13T09:00:00",
]  # fmt: skip
ZONES = [
    "UTC", "W. Europe Standard Time", "Customized Time Zone", "tzone://Microsoft/Custom", "Mars/Olympus", "../../etc/passwd",
    "/etc/localtime", "Europe", "Europe/", "..", "", "\x00", "a" * 5000, "Europe/Berlin\n", "posixrules", "right/UTC", "\ud800",
]  # fmt: skip
TEXTS = [
    "", " ", "\x00", "\r\nX-Header: 1", "\ud800", "\udfff\ud800", "A" * 10_000, RIGHT_TO_LEFT + "evil", FLOOD, FAMILY, "\u2028line",
    "..", ".", "../..", "?$x=1#", "<b>bold</b>", "%2e%2e%2f", "accepted", "declined", "busy", "free", "tentative", "private",
    "https://evil.example/", "//evil.example", "https://graph.test/v1.0/users/again", "true", "null",
]  # fmt: skip


DEEP = {"@deep lists": b"[" * 900 + b"]" * 900, "@deep tables": b'{"error":' * 450 + b"1" + b"}" * 450}
"""Stand-ins for what is nested too deep to be handled before it is written."""
THINGS: list[Any] = [
    None, True, False, 0, -1, 1, 2**31, 2**63, -(2**63) - 1, 2**64, 10**30, 10**400, 0.5, 1e308, -0.0, float("nan"), float("inf"),
    float("-inf"), [], {}, [[]], [{}], [None], {"": None}, {"emailAddress": None}, {"dateTime": None}, {"response": []},
    *DEEP,
]  # fmt: skip
ANYTHING = st.one_of(
    st.sampled_from(THINGS),
    st.sampled_from(TEXTS),
    st.sampled_from(TIMES),
    st.sampled_from(ZONES),
    st.text(max_size=24),
    st.integers(),
    st.floats(),
)
Path = tuple[str | int, ...]


def spots(body: Any, path: Path = ()) -> Iterator[Path]:
    """Every place in a body, the whole of it too."""
    yield path
    inner = body.items() if isinstance(body, dict) else enumerate(body[:50]) if isinstance(body, list) else ()
    for key, value in inner:
        if len(path) < 12:
            yield from spots(value, (*path, key))


def at(body: Any, path: Path) -> Any:
    for key in path:
        body = body[key]
    return body


def replaced(body: Any, path: Path, value: Any) -> Any:
    if not path:
        return value
    at(body, path[:-1])[path[-1]] = value
    return body


def removed(body: Any, path: Path, _: Any) -> Any:
    if path:
        del at(body, path[:-1])[path[-1]]
    return body


def wrapped(body: Any, path: Path, _: Any) -> Any:
    return replaced(body, path, [at(body, path)])


def doubled(body: Any, path: Path, _: Any) -> Any:
    """What is in a list comes twice; what is a property gets a sister."""
    if not path:
        return [body, body]
    holder = at(body, path[:-1])
    if isinstance(holder, list):
        holder.append(copy.deepcopy(holder[int(path[-1])]))
    else:
        holder[f"{path[-1]}X"] = holder[path[-1]]
    return body


def added(body: Any, path: Path, value: Any) -> Any:
    found = at(body, path)
    if isinstance(found, dict):
        found["@odata.extra"] = value
    elif isinstance(found, list):
        found.append(value)
    return body


HARM: list[Callable[[Any, Path, Any], Any]] = [replaced, replaced, replaced, removed, wrapped, doubled, added]


@st.composite
def damaged(draw: st.DrawFn, good: st.SearchStrategy[Any], most: int = 4) -> Any:
    """A good body with up to `most` things wrong."""
    body = copy.deepcopy(draw(good))
    for _ in range(draw(st.integers(0, most))):
        places = list(spots(body))
        path = places[draw(st.integers(0, len(places) - 1))]
        body = draw(st.sampled_from(HARM))(body, path, copy.deepcopy(draw(ANYTHING)))
    return body


def raw(body: Any) -> bytes:
    """As a careless server writes it: NaN, Infinity and lone surrogates too."""
    written = json.dumps(body).encode()
    for name, content in DEEP.items():
        written = written.replace(f'"{name}"'.encode(), content)
    return written


LITTER = [b"", b"\x00", b"\xff\xfe", b'"', b"{", b"[" * 3000, b"NaN", b"1e999", b"-", b"9" * 5000, b"\\ud800", b'"id":"AAMk",', b"\xef\xbb\xbf"]  # fmt: skip


@st.composite
def bytes_of(draw: st.DrawFn, body: st.SearchStrategy[Any]) -> bytes:
    """The bytes of a body; of one in four some are cut out, put in or doubled."""
    whole = raw(draw(body))
    if draw(st.integers(0, 3)):
        return whole
    begin = draw(st.integers(0, len(whole)))
    end = min(len(whole), begin + draw(st.integers(0, 40)))
    litter = draw(st.sampled_from([*LITTER, whole[begin:end] * 2]))
    return whole[:begin] + litter + whole[end:]
