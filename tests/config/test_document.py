"""Whether a display takes a document that was signed for it: its own, newer, of this time, and one that did no harm."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.config import bounded, document
from kiosk.config.document import Document, Known, hash_of
from kiosk.config.refused import Refused
from kiosk.config.signatures import Signer
from tests.config.signing import DISPLAY, NOW
from tests.config.signing import document as made

SIGNER = Signer("x")
KNOWN = Known(DISPLAY, "0.1.0", now=NOW)


def refused(one: Document, known: Known = KNOWN, text: str = "text") -> str:
    with pytest.raises(Refused) as why:
        document.meant(one, text, SIGNER, known)
    return why.value.code


def test_its_own_newer_one_is_taken() -> None:
    document.meant(made(), "text", SIGNER, KNOWN)


def test_another_displays_is_not() -> None:
    assert refused(made(aud="rd-zzzzzzzzzzzzzzzz")) == "not_for_this_display"


def test_a_revision_never_goes_back_and_the_same_one_again_is_no_mistake() -> None:
    one = made()
    known = replace(KNOWN, highest=one.v, latest=hash_of("text"))
    document.meant(one, "text", SIGNER, known)
    assert refused(one, known, "another text of the same revision") == "old"
    assert refused(replace(one, v=one.v - 1), known) == "old"


def test_one_from_the_future_would_shut_out_all_others() -> None:
    assert refused(made(after=timedelta(hours=25))) == "future"
    document.meant(made(after=timedelta(hours=23)), "text", SIGNER, KNOWN)
    document.meant(made(after=timedelta(days=999)), "text", SIGNER, replace(KNOWN, now=None))


def test_one_that_did_harm_is_not_taken_again() -> None:
    assert refused(made(), replace(KNOWN, poison=(hash_of("text"),))) == "tried_before"


@pytest.mark.parametrize(
    ("least", "well"),
    [("", True), ("0.1", True), ("0.1.0", True), ("0.1.1", False), ("1", False), ("x", True)],
)
def test_one_for_a_newer_program_waits_for_it(least: str, well: bool) -> None:
    if well:
        document.meant(made(min_app=least), "text", SIGNER, KNOWN)
    else:
        assert refused(made(min_app=least)) == "newer_app"


@pytest.mark.parametrize(
    "change",
    [{"v": 0}, {"v": True}, {"v": 2**60}, {"v": "1"}, {"iat": -1}, {"iat": True}, {"iat": 2**52}, {"aud": 7}, {"cfg": []}, {"sv": "1"}, {"sv": "99999.99"}, {"cfg": None}],
)  # fmt: skip
def test_what_is_no_document_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(Refused) as why:
        document.read(json.dumps({**made().body(), **change}).encode())
    assert why.value.code == "garbled"


def test_a_higher_schema_is_told_as_such_and_a_longer_one_is_read() -> None:
    with pytest.raises(Refused) as why:
        document.read(json.dumps({**made().body(), "sv": "2.0"}).encode())
    assert why.value.code == "newer_schema"
    assert document.read(json.dumps({**made().body(), "sv": "1.7", "more": 1}).encode()).sv == (1, 7)


def nested(depth: int) -> str:
    return '{"a":' * depth + "1" + "}" * depth


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{" + " " * bounded.LARGEST + "}", "larger than 64 KiB"),
        (nested(9), "nested more than 8"),
        (nested(9000), "nested"),
        ('{"a": [' + "1," * 2000 + "1]}", "more than 2000 values"),
        ('{"a": 1, "a": 2}', "twice"),
        ('{"e\u0301": 1, "\u00e9": 2}', "twice"),
        ('{"a": NaN}', "number that is none"),
        ('{"a": "\\ud800"}', "half a letter"),
        ('{"a": ' + "9" * 5000 + "}", "no JSON"),
        ("[]", "no JSON object"),
        ("{", "no JSON"),
        ("", "no JSON"),
        (b"\xff\xfe", "no JSON"),
    ],
    ids=range(13),
)
def test_json_beyond_what_an_honest_sender_means_is_refused(text: str | bytes, why: str) -> None:
    with pytest.raises(bounded.Garbled, match=why):
        bounded.read(text if isinstance(text, bytes) else text.encode())


def test_texts_come_in_one_form_and_cannot_turn_the_direction_of_writing() -> None:
    assert bounded.read('{"name": "Cafe\u0301 \u202egnp.exe"}'.encode()) == {"name": "Caf\u00e9 gnp.exe"}
    assert bounded.read(nested(8).encode())
