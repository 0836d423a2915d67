"""Many pairings with somebody in between: `python -m tests.pairing.many --runs 5000`. A run is its seed.

In each run both ends talk through a line on which one thing goes wrong: a bit turned, a field of another session, a message
repeated or kept back, another key put in, a code mistyped. What must hold: two ends that both believe in each other have
the same key and the same bundle, and gave away nothing to who did not know the code.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from functools import cache

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from kiosk.pairing.code import SIGNS, new_code
from kiosk.pairing.ends import AdminEnd, DisplayEnd, NotProven
from kiosk.pairing.messages import (
    Handover,
    Hello,
    Kept,
    Message,
    Offer,
    Proof,
    Unreadable,
    Welcome,
    read,
    written,
)

STEPS: tuple[type[Message], ...] = (Hello, Offer, Proof, Welcome, Handover, Kept)
HARMS = (
    "none",
    "turn a bit",
    "another session's",
    "cut",
    "swap the key",
    "wrong code",
    "another certificate",
    "in between",
)
BUNDLE = b"tenant, room, keys"


@dataclass(frozen=True, slots=True)
class Outcome:
    harm: str
    admin_believes: bool
    display_believes: bool
    handed: bytes | None
    """What the display took for its bundle."""
    settled: bool
    seen: bytes
    """All that went over the line."""


@cache
def pair_of_keys(whose: str) -> tuple[ec.EllipticCurvePrivateKey, bytes]:  # noqa: ARG001 - the cache asks for it
    """A key pair of that name, the same one for the whole of this process."""
    private = ec.generate_private_key(ec.SECP256R1())
    return private, private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


class Line:
    """What lies between the ends: takes a message off one and gives the other what it likes."""

    def __init__(
        self, dice: random.Random, harm: str, step: type[Message], other: dict[type[Message], Message]
    ) -> None:
        self._dice, self._harm, self._step, self._other = dice, harm, step, other
        self.seen = b""

    def carry(self, message: Message) -> bytes:
        text = written(message)
        self.seen += text
        if type(message) is not self._step:
            return text
        match self._harm:
            case "turn a bit":
                place = self._dice.randrange(len(text) * 8)
                return bytes(
                    byte ^ ((1 << place % 8) if number == place // 8 else 0)
                    for number, byte in enumerate(text)
                )
            case "another session's":
                name = self._dice.choice(fields(message)).name
                return written(replace(message, **{name: getattr(self._other[type(message)], name)}))
            case "cut":
                return text[: self._dice.randrange(len(text))]
            case "swap the key" if isinstance(message, Hello | Offer):
                return written(replace(message, key=pair_of_keys("nobody")[1]))
            case _:
                return text


def run(seed: int) -> Outcome:
    """One pairing. The same seed is the same pairing, but for what cryptography draws by itself."""
    dice = random.Random(seed)
    harm, step = dice.choice(HARMS), dice.choice(STEPS)
    code = new_code(dice.choice)
    typed = mistyped(code, dice) if harm == "wrong code" else code
    other = honest(new_code(dice.choice), dice) if harm == "another session's" else {}
    line = Line(dice, harm, step, other)
    private, public = pair_of_keys("display")
    admin = AdminEnd(typed, pair_of_keys("admin")[1], b"certificate", dice.randbytes)
    shown = b"another" if harm == "another certificate" else b"certificate"
    display = DisplayEnd(
        code,
        public,
        lambda said: private.sign(said, ec.ECDSA(SHA256())),
        shown,
        b'{"model":"Pi"}',
        dice.randbytes,
    )
    admin_believes, handed, settled = False, None, False
    if harm == "in between":
        return in_between(admin, display, mistyped(code, dice), dice)
    try:
        offer = display.offer(read(Hello, line.carry(admin.hello())))
        proof = admin.prove(read(Offer, line.carry(offer)))
        welcome = display.welcome(read(Proof, line.carry(proof)))
        admin.trust(read(Welcome, line.carry(welcome)))
        admin_believes = True
        handover = admin.hand_over(BUNDLE)
        handed, kept = display.take(read(Handover, line.carry(handover)))
        settled = admin.settled(handover, read(Kept, line.carry(kept)))
    except (NotProven, Unreadable):
        pass
    return Outcome(harm, admin_believes, display.trusts() is not None, handed, settled, line.seen)


def in_between(admin: AdminEnd, display: DisplayEnd, guess: str, dice: random.Random) -> Outcome:
    """Somebody plays the display to the admin and the admin to the display, with a guess at the code."""
    private, public = pair_of_keys("false display")
    false_display = DisplayEnd(
        guess,
        public,
        lambda said: private.sign(said, ec.ECDSA(SHA256())),
        admin.channel,
        b"{}",
        dice.randbytes,
    )
    false_admin = AdminEnd(guess, pair_of_keys("false admin")[1], display.channel, dice.randbytes)
    proof = admin.prove(false_display.offer(admin.hello()))
    with suppress(NotProven):
        false_display.welcome(proof)
    with suppress(NotProven):
        display.welcome(false_admin.prove(display.offer(false_admin.hello())))
    believed = False
    with suppress(NotProven):
        admin.trust(
            Welcome(false_display.offer(Hello(b"", b"")).session, dice.randbytes(32), dice.randbytes(70))
        )
        believed = True
    return Outcome(
        "in between", believed, display.trusts() is not None, None, settled=False, seen=written(proof)
    )


def mistyped(code: str, dice: random.Random) -> str:
    place = dice.choice([0, 1, 2, 4, 5, 6])
    return code[:place] + dice.choice([sign for sign in SIGNS if sign != code[place]]) + code[place + 1 :]


def honest(code: str, dice: random.Random) -> dict[type[Message], Message]:
    """All messages of a pairing that nobody disturbed."""
    private, public = pair_of_keys("another display")
    admin = AdminEnd(code, pair_of_keys("another admin")[1], b"certificate", dice.randbytes)
    display = DisplayEnd(
        code,
        public,
        lambda said: private.sign(said, ec.ECDSA(SHA256())),
        b"certificate",
        b"{}",
        dice.randbytes,
    )
    hello = admin.hello()
    offer = display.offer(hello)
    proof = admin.prove(offer)
    welcome = display.welcome(proof)
    admin.trust(welcome)
    handover = admin.hand_over(b"another's")
    _, kept = display.take(handover)
    return {type(message): message for message in (hello, offer, proof, welcome, handover, kept)}


def wrong(outcome: Outcome) -> str | None:
    """What must not be, if it is."""
    if outcome.harm == "none" and not (outcome.settled and outcome.handed == BUNDLE):
        return "an honest pairing failed"
    if outcome.harm in ("wrong code", "another certificate", "in between") and (
        outcome.admin_believes or outcome.display_believes
    ):
        return "believed without the code"
    if outcome.handed not in (None, BUNDLE):
        return "another bundle was taken"
    if outcome.settled and outcome.handed != BUNDLE:
        return "settled without a bundle"
    if outcome.admin_believes and not outcome.display_believes:
        return "the admin believes a display that does not"
    if BUNDLE in outcome.seen:
        return "the bundle went over the line in clear"
    return None


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.pairing.many", description=__doc__)
    parser.add_argument("--runs", type=int, default=5000)
    runs, since = parser.parse_args().runs, time.monotonic()
    harms: Counter[str] = Counter()
    bad = 0
    for seed in range(runs):
        outcome = run(seed)
        harms[outcome.harm] += 1
        fault = wrong(outcome)
        if fault is not None:
            bad += 1
            sys.stdout.write(f"seed {seed} ({outcome.harm}): {fault}\n")
    told = ", ".join(f"{count} {harm}" for harm, count in harms.most_common())
    sys.stdout.write(
        f"{told}\n{runs} pairings, {bad} violations, {runs / (time.monotonic() - since):.1f} runs/s\n"
    )
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
