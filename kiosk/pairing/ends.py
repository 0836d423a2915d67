"""The two ends of a pairing, step by step. Each step takes a message and gives the next one, or refuses. No clock, no I/O."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature, InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key
from spake2 import SPAKE2_A, SPAKE2_B, SPAKEError  # type: ignore[import-untyped]  # because it has no types
from spake2.ed25519_basic import NotOnCurve  # type: ignore[import-untyped]  # the same

from kiosk.pairing.messages import Handover, Hello, Kept, Offer, Proof, Welcome
from kiosk.pairing.transcript import Keys, Seen, same

ADMIN, DISPLAY = b"kiosk admin", b"kiosk display"
Entropy = Callable[[int], bytes]


class NotProven(Exception):
    """The other end did not know the code, or somebody sits in between. Nothing was given away by it."""


@dataclass(slots=True, repr=False)
class AdminEnd:
    """The side that types the code. One for a try."""

    code: str
    key: bytes
    """The admin's public key, SPKI as DER."""
    channel: bytes
    """SHA-256 of the public key of the TLS certificate that the admin was shown."""
    entropy: Entropy = os.urandom
    _hello: Hello | None = field(init=False, default=None)
    _offer: Offer | None = field(init=False, default=None)
    _keys: Keys | None = field(init=False, default=None)

    def hello(self) -> Hello:
        self._hello = Hello(self.key, self.entropy(32))
        return self._hello

    def prove(self, offer: Offer) -> Proof:
        """Raises `NotProven`: the display's half is none."""
        if self._hello is None or self._offer is not None:
            raise NotProven("out of turn")
        exchange = SPAKE2_A(self.code.encode(), idA=ADMIN, idB=DISPLAY, entropy_f=self.entropy)
        share = exchange.start()
        self._offer = offer
        secret = _finish(exchange, offer.share)
        self._keys = Keys.of(secret, Seen(self._hello, offer, share, self.channel))
        return Proof(offer.session, share, self._keys.admin_mac())

    def trust(self, welcome: Welcome) -> None:
        """The display knew the code and holds the key that it named. Raises `NotProven`."""
        keys, offer = self._proven()
        if welcome.session != offer.session or not same(welcome.mac, keys.display_mac()):
            raise NotProven("the display did not know the code")
        if not holds_key(offer.key, welcome.signature, keys.digest):
            raise NotProven("the display does not hold its key")

    def hand_over(self, bundle: bytes) -> Handover:
        """To be called after `trust` only."""
        keys, offer = self._proven()
        return Handover(offer.session, keys.seal(bundle))

    def settled(self, handover: Handover, kept: Kept) -> bool:
        """Whether the display has what was handed over on its disk."""
        keys, offer = self._proven()
        return kept.session == offer.session and same(kept.mac, keys.kept_mac(handover.sealed))

    def heard(self, news: bytes, mac: bytes) -> bool:
        """Whether news of the progress are the display's own."""
        keys, _ = self._proven()
        return same(mac, keys.news_mac(news))

    def _proven(self) -> tuple[Keys, Offer]:
        if self._keys is None or self._offer is None:
            raise NotProven("out of turn")
        return self._keys, self._offer


@dataclass(slots=True, repr=False)
class DisplayEnd:
    """The side that shows the code. One for a session; what may be tried how often is window.py's."""

    code: str
    key: bytes
    """The display's identity, SPKI as DER."""
    sign: Callable[[bytes], bytes]
    """Signs with the identity's private half (ECDSA over SHA-256), wherever that is kept."""
    channel: bytes
    """SHA-256 of the public key of the TLS certificate that the display shows."""
    about: bytes = b"{}"
    entropy: Entropy = os.urandom
    _exchange: SPAKE2_B | None = field(init=False, default=None)
    _hello: Hello | None = field(init=False, default=None)
    _offer: Offer | None = field(init=False, default=None)
    _keys: Keys | None = field(init=False, default=None)

    def offer(self, hello: Hello) -> Offer:
        self._exchange = SPAKE2_B(self.code.encode(), idA=ADMIN, idB=DISPLAY, entropy_f=self.entropy)
        self._hello = hello
        self._offer = Offer(self.entropy(16), self.key, self.entropy(32), self._exchange.start(), self.about)
        return self._offer

    def welcome(self, proof: Proof) -> Welcome:
        """Raises `NotProven`: a wrong code, or somebody in between. Each session has one try."""
        exchange, hello, offer = self._exchange, self._hello, self._offer
        self._exchange = None
        if exchange is None or hello is None or offer is None or proof.session != offer.session:
            raise NotProven("out of turn")
        secret = _finish(exchange, proof.share)
        keys = Keys.of(secret, Seen(hello, offer, proof.share, self.channel))
        if not same(proof.mac, keys.admin_mac()):
            raise NotProven("the code was wrong")
        self._keys = keys
        return Welcome(offer.session, keys.display_mac(), self.sign(keys.digest))

    def take(self, handover: Handover) -> tuple[bytes, Kept]:
        """The bundle, and what to answer once it is on disk. Raises `NotProven`. May be repeated with the same bundle."""
        if self._keys is None or self._offer is None or handover.session != self._offer.session:
            raise NotProven("out of turn")
        try:
            bundle = self._keys.unseal(handover.sealed)
        except InvalidTag:
            raise NotProven("the bundle was changed on its way") from None
        return bundle, Kept(self._offer.session, self._keys.kept_mac(handover.sealed))

    def vouch(self, news: bytes) -> bytes | None:
        """The MAC over news of the progress; None: nobody has proven the code."""
        return None if self._keys is None else self._keys.news_mac(news)

    def asks(self) -> bytes | None:
        """The public key of whoever asks, proven or not."""
        return None if self._hello is None else self._hello.key

    def trusts(self) -> bytes | None:
        """The public key of the admin who knew the code; None: nobody did."""
        return None if self._keys is None or self._hello is None else self._hello.key


def _finish(exchange: SPAKE2_A | SPAKE2_B, share: bytes) -> bytes:
    try:
        secret: bytes = exchange.finish(share)
    except (SPAKEError, NotOnCurve, ValueError, AssertionError):
        raise NotProven("no half of an exchange") from None
    return secret


def holds_key(key: bytes, signature: bytes, said: bytes) -> bool:
    """Whether `signature` over `said` was made with the private half of `key` (SPKI as DER, an elliptic curve's)."""
    try:
        public = load_der_public_key(key)
        if not isinstance(public, EllipticCurvePublicKey):
            return False
        public.verify(signature, said, ECDSA(SHA256()))
    except (ValueError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True
