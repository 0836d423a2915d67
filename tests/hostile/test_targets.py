"""The fuzzer's targets take what they begin with, cut and doubled: `make fuzz` begins where these end."""

import pytest

from tests.hostile.fuzz.targets import BETWEEN, TARGETS

FOUND: dict[str, list[bytes]] = {
    "page": [b'{"value":[{"id":"a","start":{"dateTime":"0001-01-01T00:00:00+14:00"},"end":{"dateTime":"9999-12-31T23:59:59-14:00"}}]}'],
    "item": [b'{"value":[{"workingHours":{"timeZone":{"name":"Europe/"}}}]}', b'{"attendees":[{"emailAddress":{"address":[[]]}}]}'],
    "refusal": [b"503\n1e400\n\n\n", b"429\nMon, 01 Jan 0001 00:00:00 -2359\n\n\n", b'400\n\n\n\n{"error":{"code":"\\u202e"}}'],
    "sign_in": [b"{}" + BETWEEN + b'{"access_token":"t","expires_in":1e999}'],
    "config": [b"[booking]\ndays_ahead = 1" + b"0" * 400, b"a=" + b"[" * 3000],
    "words": [b"\xed\xa0\x80" + "\u0301".encode() * 300],
}  # fmt: skip
"""Inputs that once ended the program, or would have."""


@pytest.mark.parametrize("name", TARGETS)
def test_a_target_takes_what_it_begins_with(name: str) -> None:
    target = TARGETS[name]
    for content in [*target.seeds, *FOUND[name]]:
        for some in (content, content[: len(content) // 2], content * 2, content[::-1], b""):
            target.feed(some)
