"""Who may say what a display should be: compact JWS with Ed25519, and the keys that may sign. Pure.

Roots are named to a display once, when it is paired. A root signs nothing but the list of keys (`kiosk-keys+jws`): who
may sign documents, who may knock at the LAN link, and, when it changes, the roots themselves. So a signing key is
replaced without going to any door, and a root can lie in a safe.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from kiosk.config import bounded
from kiosk.config.refused import Refused

DOCUMENT, KEYS = "kiosk-config+jws", "kiosk-keys+jws"
ALGORITHM = "Ed25519"
KEYS_MOST = 8
"""Roots, signers or authorities: a list of more is nobody's."""
KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Signer:
    """`x`: the public key, 32 bytes in base64url. `until`: what it signs later is refused; None: no end."""

    x: str
    until: datetime | None = None

    @property
    def kid(self) -> str:
        """The JWK thumbprint (RFC 7638)."""
        return str(_public(self.x).thumbprint())


@dataclass(frozen=True, slots=True)
class Trust:
    """Whom a display believes. `admins`: certificates (PEM) of the authorities whose clients may knock at the LAN link."""

    roots: tuple[Signer, ...]
    version: int = 0
    signers: tuple[Signer, ...] = ()
    admins: tuple[str, ...] = ()
    keys: str = ""
    """The list itself, as a root signed it."""
    by: tuple[Signer, ...] = ()
    """The roots that were known when it came: it is signed by one of these, and may name others."""


def first(roots: Sequence[str], keys: str) -> Trust:
    """What is handed over when a display is paired: the roots' public keys, and the list that one of them signed.

    Raises:
        Refused: a root is no Ed25519 key, or the list is not signed by one.
    """
    if not roots or len(roots) > KEYS_MOST:
        raise Refused("unknown_key", "No key is named that signs configurations.")
    return renewed(Trust(tuple(_signer({"x": x}) for x in roots)), keys)


def renewed(trust: Trust, keys: str) -> Trust:
    """The list of keys is replaced by this one, if a root signed it and it is newer.

    Raises:
        Refused: it is not signed by a root, older than the one that is known, or garbled.
    """
    if keys == trust.keys:
        return trust
    body = bounded.payload(_opened(keys, trust.roots, KEYS))
    version = body.get("v")
    if not isinstance(version, int) or isinstance(version, bool):
        raise Refused("garbled", "The list of keys has no version.")
    if version <= trust.version:
        raise Refused("old", "The list of keys is older than the one that the display has.")
    signers, roots, admins = (body.get(name) or [] for name in ("signers", "roots", "admins"))
    if not all(isinstance(part, list) and len(part) <= KEYS_MOST for part in (signers, roots, admins)):
        raise Refused("garbled", "The list of keys is no list of keys.")
    if not all(isinstance(pem, str) for pem in admins):
        raise Refused("garbled", "The list of keys names an authority that is none.")
    return Trust(
        tuple(map(_signer, roots)) or trust.roots, version, tuple(map(_signer, signers)), tuple(admins), keys,
        by=trust.roots,
    )  # fmt: skip


def payload(text: str, trust: Trust) -> bytes:
    """What the document says, if one signs it who may.

    Raises:
        Refused: nobody did who may, or it is no signed document.
    """
    return _opened(text, trust.signers, DOCUMENT)


def signer_of(text: str, trust: Trust) -> Signer:
    """Who signed what `payload` has opened."""
    kid = _header(text).get("kid")
    return next(signer for signer in trust.signers if signer.kid == kid)


def signed(body: Mapping[str, Any], private: OKPKey, kind: str) -> str:
    """`body` as JSON, signed. The other side of `payload`."""
    header = {"alg": ALGORITHM, "kid": private.thumbprint(), "typ": kind}
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    return jws.serialize_compact(header, text, private, algorithms=[ALGORITHM])


def _opened(text: str, signers: Sequence[Signer], kind: str) -> bytes:
    header = _header(text)
    if header.get("alg") != ALGORITHM or header.get("typ") != kind or set(header) != {"alg", "kid", "typ"}:
        raise Refused("unsigned", f"It is not signed as it must be: {kind} with {ALGORITHM}.")
    by = next((one for one in signers if one.kid == header["kid"]), None)
    if by is None:
        raise Refused("unknown_key", "It is signed with a key that this display does not know.")
    try:
        opened: bytes = jws.deserialize_compact(text, _public(by.x), algorithms=[ALGORITHM]).payload
    except (JoseError, ValueError, TypeError):
        raise Refused("unsigned", "Its signature is wrong: it was changed on its way.") from None
    return opened


def _header(text: str) -> dict[str, Any]:
    """The protected header, read before anything is believed of it."""
    if len(text) > bounded.LONGEST:
        raise Refused("too_large", f"It is larger than {bounded.LARGEST // 1024} KiB.")
    head, dots, _ = text.partition(".")
    try:
        padded = head.encode("ascii") + b"=" * (-len(head) % 4)
        header = bounded.read(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (ValueError, binascii.Error):
        dots, header = "", {}
    if not dots or text.count(".") != 2:  # noqa: PLR2004 - header, payload, signature
        raise Refused("unsigned", "It is no signed document.")
    return header


def _signer(told: object) -> Signer:
    match told:
        case {"x": str(x), **rest} if _is_key(x):
            until = rest.get("until")
            try:
                end = datetime.fromisoformat(until) if isinstance(until, str) else None
            except ValueError:
                end = datetime.min.replace(tzinfo=UTC)
            return Signer(x, end if end is None or end.tzinfo else end.replace(tzinfo=UTC))
        case _:
            raise Refused("unknown_key", "A key that signs configurations is no Ed25519 key.")


def _is_key(x: str) -> bool:
    try:
        return len(base64.b64decode(x + "=" * (-len(x) % 4), altchars=b"-_", validate=True)) == KEY_BYTES
    except (ValueError, binascii.Error):
        return False


def _public(x: str) -> OKPKey:
    return OKPKey.import_key({"kty": "OKP", "crv": ALGORITHM, "x": x})
