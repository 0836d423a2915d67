"""What both ends have seen of each other, and the keys that follow from it and from the code. Pure.

SPAKE2 gives both ends one key if both knew the code, and an attacker one guess a try. The library has no key confirmation:
that is here, over everything that was said and over both public keys and the TLS certificate that each end saw, so
that who sits in between and passes things on is found out too (fleet.md §1.2, §1.3).
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kiosk.pairing.messages import Hello, Offer

LABEL = b"kiosk-pair/1"


@dataclass(frozen=True, slots=True)
class Seen:
    """All that was said before the proof. Two ends that saw the same have the same digest."""

    hello: Hello
    offer: Offer
    admin_share: bytes
    channel: bytes
    """SHA-256 of the TLS certificate's public key: the display's own, or the one that the admin was shown."""

    @property
    def digest(self) -> bytes:
        parts = (
            LABEL, self.hello.key, self.hello.nonce, self.offer.session, self.offer.key, self.offer.nonce,
            self.offer.about, self.offer.share, self.admin_share, self.channel,
        )  # fmt: skip
        said = hashlib.sha256()
        for part in parts:
            said.update(len(part).to_bytes(4, "big") + part)
        return said.digest()


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """What follows from a shared secret and a transcript. Never logged."""

    admin: bytes
    display: bytes
    kept: bytes
    sealing: bytes
    digest: bytes

    @classmethod
    def of(cls, secret: bytes, seen: Seen) -> Keys:
        digest = seen.digest
        drawn = HKDF(hashes.SHA256(), 128, salt=digest, info=LABEL).derive(secret)
        return cls(drawn[:32], drawn[32:64], drawn[64:96], drawn[96:], digest)

    def admin_mac(self) -> bytes:
        return _mac(self.admin, b"admin" + self.digest)

    def display_mac(self) -> bytes:
        return _mac(self.display, b"display" + self.digest)

    def kept_mac(self, sealed: bytes) -> bytes:
        return _mac(self.kept, b"kept" + self.digest + hashlib.sha256(sealed).digest())

    def news_mac(self, news: bytes) -> bytes:
        """Over what the display tells of its progress."""
        return _mac(self.kept, b"news" + self.digest + hashlib.sha256(news).digest())

    def seal(self, bundle: bytes) -> bytes:
        """Once for a transcript: its key is never used again, so the nonce need not change."""
        return ChaCha20Poly1305(self.sealing).encrypt(bytes(12), bundle, self.digest)

    def unseal(self, sealed: bytes) -> bytes:
        """Raises cryptography's `InvalidTag`."""
        return ChaCha20Poly1305(self.sealing).decrypt(bytes(12), sealed, self.digest)


def same(one: bytes, other: bytes) -> bool:
    """Compared in a time that tells nothing."""
    return hmac.compare_digest(one, other)


def _mac(key: bytes, said: bytes) -> bytes:
    return hmac.digest(key, said, "sha256")
