"""Pairing: both ends believe each other only if both knew the code, whatever lies between them."""

from __future__ import annotations

import random
from dataclasses import fields

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.pairing import transcript
from kiosk.pairing.code import LENGTH, SIGNS, new_code, read_code
from kiosk.pairing.ends import AdminEnd, DisplayEnd, NotProven
from kiosk.pairing.messages import (
    MOST,
    Handover,
    Hello,
    Kept,
    Offer,
    Proof,
    Unreadable,
    Welcome,
    read,
    written,
)
from kiosk.pairing.window import (
    CODE_LIVES,
    HOUR,
    TRIES,
    WRONG_MOST,
    Window,
    came,
    failed,
    renewed,
    touched,
    used,
)
from tests.pairing.many import BUNDLE, HARMS, honest, pair_of_keys, run, wrong

QUIET = settings(derandomize=True, deadline=None, database=None, max_examples=60)


@pytest.mark.parametrize("seed", range(60))
def test_whatever_goes_wrong_on_the_line_nobody_believes_without_the_code(seed: int) -> None:
    assert wrong(run(seed)) is None


def test_every_harm_is_among_them() -> None:
    assert {run(seed).harm for seed in range(60)} == set(HARMS)


def test_the_judge_is_not_blind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.pairing.ends.same", lambda *_: True)
    found = {wrong(run(seed)) for seed in range(60)}
    assert "believed without the code" in found


def test_what_both_saw_is_part_of_the_keys() -> None:
    """The bound certificate: a line that ends TLS in between is found out though it changes nothing."""
    monkey = [run(seed) for seed in range(60) if run(seed).harm == "another certificate"]
    assert monkey
    assert not any(one.admin_believes or one.display_believes for one in monkey)


def test_a_session_has_one_try() -> None:
    display = DisplayEnd("AAA-AAA", b"key", lambda said: said, b"c")
    admin = AdminEnd("AAA-AAC", b"key", b"c")
    wrong_proof = admin.prove(display.offer(admin.hello()))
    with pytest.raises(NotProven):
        display.welcome(wrong_proof)
    with pytest.raises(NotProven, match="out of turn"):
        display.welcome(wrong_proof)
    assert display.trusts() is None


@pytest.mark.parametrize("first", range(8))
@pytest.mark.parametrize("side", [b"A", b"B", b"S", b""])
def test_a_half_that_is_no_point_of_the_curve_is_refused(side: bytes, first: int) -> None:
    display = DisplayEnd("AAA-AAA", b"key", lambda said: said, b"c")
    offer = display.offer(AdminEnd("AAA-AAA", b"key", b"c").hello())
    with pytest.raises(NotProven):
        display.welcome(Proof(offer.session, side + bytes([first]) + bytes(31), b""))


def test_a_message_of_another_pairing_is_of_no_use() -> None:
    dice = random.Random(1)
    old = honest("AAA-AAA", dice)
    display = DisplayEnd("AAA-AAA", b"key", lambda said: said, b"certificate")
    admin = AdminEnd("AAA-AAA", b"key", b"certificate")
    display.offer(admin.hello())
    proof = old[Proof]
    assert isinstance(proof, Proof)
    with pytest.raises(NotProven):
        display.welcome(proof)


def test_the_bundle_may_be_handed_over_again_after_a_lost_answer() -> None:
    private, public = pair_of_keys("display")
    display = DisplayEnd("AAA-AAA", public, lambda said: private.sign(said, ec.ECDSA(SHA256())), b"c")
    admin = AdminEnd("AAA-AAA", pair_of_keys("admin")[1], b"c")
    admin.trust(display.welcome(admin.prove(display.offer(admin.hello()))))
    handover = admin.hand_over(BUNDLE)
    first, again = display.take(handover), display.take(handover)
    assert first == again
    assert first[0] == BUNDLE
    assert admin.settled(handover, again[1])
    assert display.trusts() == pair_of_keys("admin")[1]


def test_keys_show_nothing_of_themselves() -> None:
    shown = repr(transcript.Keys(b"secret-a", b"secret-b", b"secret-c", b"secret-d", b"digest"))
    assert "secret" not in shown
    assert "AAA" not in repr(AdminEnd("AAA-AAA", b"", b""))


# --- the code


@given(st.randoms())
@QUIET
def test_a_code_is_read_as_it_was_shown_however_it_is_typed(dice: random.Random) -> None:
    code = new_code(dice.choice)
    for typed in (code, code.lower(), code.replace("-", ""), f" {code.replace('-', ' ')} "):
        assert read_code(typed) == code


@pytest.mark.parametrize("typed", ["", "ABC", "0OO-1IL", "AAA-AAAA", "B8B-8B8", "äää-äää"])
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert read_code(typed) is None


def test_no_sign_of_a_code_looks_like_another() -> None:
    assert len(SIGNS) == 29
    assert set(SIGNS).isdisjoint("0O1ILB8")
    assert len(new_code()) == LENGTH + 1


# --- the messages

KINDS = (Hello, Offer, Proof, Welcome, Handover, Kept)


@given(st.sampled_from(KINDS), st.data())
@QUIET
def test_a_message_comes_back_as_it_was_written(kind: type, data: st.DataObject) -> None:
    message = kind(**{field.name: data.draw(st.binary(max_size=200)) for field in fields(kind)})
    assert read(kind, written(message)) == message


@given(st.sampled_from(KINDS), st.binary(max_size=300) | st.text(max_size=100).map(str.encode))
@QUIET
def test_what_is_no_message_is_refused(kind: type, text: bytes) -> None:
    with pytest.raises(Unreadable):
        read(kind, text)


@pytest.mark.parametrize(
    "text",
    [
        b'{"v":1,"v":1,"is":"hello","key":"","nonce":""}',
        b'{"v":1,"is":"hello","key":"","nonce":"","more":""}',
        b'{"v":2,"is":"hello","key":"","nonce":""}',
        b'{"v":1,"is":"kept","key":"","nonce":""}',
        b'{"v":1,"is":"hello","key":"","nonce":"*"}',
        b'{"v":1,"is":"hello","key":"","nonce":7}',
        b"[" * 100_000,
        b" " * (MOST + 1),
    ],
)
def test_messages_are_read_to_the_letter(text: bytes) -> None:
    with pytest.raises(Unreadable):
        read(Hello, text)


def test_a_field_has_its_most() -> None:
    with pytest.raises(Unreadable, match="key"):
        read(Hello, written(Hello(b"x" * 2000, b"")))


# --- how often a code may be tried

OPEN = Window("AAA-AAA", 0.0)


def test_a_code_dies_after_ten_minutes_and_after_five_wrong_tries() -> None:
    assert not OPEN.is_over(CODE_LIVES - 1)
    assert OPEN.is_over(CODE_LIVES)
    window = OPEN
    for number in range(TRIES):
        assert window.is_open(number)
        window = failed(window, number)
    assert window.is_over(TRIES)
    assert renewed(window, "CCC-CCC", TRIES).is_open(TRIES)


def test_after_twenty_wrong_tries_in_an_hour_somebody_must_touch_the_glass() -> None:
    window, now, guesses = OPEN, 0.0, 0
    while now < HOUR - 60 and guesses < 10 * WRONG_MOST:
        now += 1
        window = renewed(window, "CCC-CCC", now) if window.is_over(now) else window
        if window.is_open(now):
            window, guesses = failed(window, now), guesses + 1
    assert guesses == WRONG_MOST
    assert window.needs_touch(now)
    assert touched(window, "DDD-DDD", now).is_open(now)


def test_a_used_code_opens_nothing() -> None:
    assert not used(OPEN).is_open(1)


def test_one_address_is_heard_five_times_a_minute() -> None:
    window, heard = OPEN, []
    for number in range(8):
        window, allowed = came(window, "10.0.0.9", number)
        heard.append(allowed)
    assert heard == [True] * 5 + [False] * 3
    assert came(window, "10.0.0.8", 8)[1]
    assert came(window, "10.0.0.9", 61)[1]
