"""Tries to sign in as the display does, and looks after the key that it signs in with."""

from __future__ import annotations

import asyncio
import base64
import binascii
import json
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from kiosk.clock import Clock
from kiosk.config.desired import Config
from kiosk.core.tokens import chip_of
from kiosk.doctor import refusals
from kiosk.doctor.check import Advice, Check, Verdict
from kiosk.room.expiry import AHEAD, Credential, Expiry, days_left, near
from kiosk.room.explain_entra import RENEWAL, WAIT
from kiosk.room.explained import Names, SignInRefused
from kiosk.sync.errors import date_of
from kiosk.system_user import own_key
from kiosk.system_user.certificate import Certificate, KeyUnusable, public_file
from kiosk.system_user.identity import (
    Account,
    Identity,
    SignInFailed,
    SignInUnavailable,
    Trouble,
)
from kiosk.system_user.own_key import Tier

TROUBLES = {
    Trouble.UNREACHABLE: "Entra cannot be reached.",
    Trouble.TIMEOUT: "Entra does not answer in time.",
    Trouble.TLS: "The certificate of Entra's server is not trusted.",
    Trouble.PROXY: "The proxy does not let the display through to Entra.",
    Trouble.BUSY: "Entra is busy.",
    Trouble.GARBLED: "Something answers in Entra's place, but not in its words.",
}
GARBLED = (
    "A network that asks guests to sign in, or a proxy with a page of its own, answers so. Compare graph.authority, and "
    "open it in a browser in the display's network."
)


_UPLOAD = "and upload its public half. The old one may stay in Entra until then."
RENEW = {
    Tier.CHIP: "Move {public} away, run `kiosk doctor`, which makes a new one for the same key, " + _UPLOAD,
    Tier.SEALED: 'Make a new one in a file (system_user.certificate_file = "{name}", `kiosk doctor`), seal it with '
    "`kiosk staff seal`, " + _UPLOAD,
    Tier.FILE: "Move {file} and {public} away, run `kiosk doctor`, which makes a new one, " + _UPLOAD,
}
"""How a certificate that ends is followed by another."""


def _files(own: own_key.OwnKey) -> dict[str, str]:
    return {"file": str(own.file), "public": str(public_file(own.file)), "name": own.file.name}


def own_of(config: Config) -> own_key.OwnKey:
    return own_key.OwnKey(Path(config.system_user.certificate_file), chip_of(config.system_user))


async def key(config: Config, names: Names, clock: Clock) -> tuple[Check, Names]:
    """The certificate, made now if there is none; and the names with its thumbprint in them."""
    own = own_of(config)
    room = config.room.name or config.room.mailbox or "display"
    try:
        is_new = not await asyncio.to_thread(lambda: own.exists)
        held = await asyncio.to_thread(own_key.make, own, room, clock.now())
    except KeyUnusable as unusable:
        return Check("certificate", Verdict.WRONG, "The certificate cannot be used.", str(unusable)), names
    names = replace(names, public_file=str(public_file(own.file)), sha1=held.sha1)
    return _certificate(held, names, clock, RENEW[own.tier].format(**_files(own)), is_new=is_new), names


def _certificate(held: Certificate, names: Names, clock: Clock, renew: str, *, is_new: bool) -> Check:
    if is_new:
        what = f"A key was made on this display. Its public half must be uploaded: {names.public_file}"
        remedy = f"{refusals.upload(names)}\nSHA-256 {held.sha256}\n{held.public_pem.strip()}"
        return Check("certificate", Verdict.NOTE, what, remedy)
    left = held.not_after - clock.now()
    day = held.not_after.date().isoformat()
    if left <= timedelta(0):
        return Check("certificate", Verdict.WRONG, f"The certificate ended on {day}.", renew)
    if left <= AHEAD:
        return Check("certificate", Verdict.NOTE, f"The certificate ends on {day}.", renew)
    return Check("certificate", Verdict.OK, f"The certificate {held.sha1} is good until {day}.")


def secret(config: Config, clock: Clock) -> list[Check]:
    """Only where the secret ends soon, by the day that the admin has written down. Whether it still holds the sign-in tells."""
    user, now = config.system_user, clock.now()
    if user.sign_in != "client_secret" or user.client_secret_expires is None:
        return []
    ends = datetime.combine(user.client_secret_expires, time(), UTC)
    return [
        Check(
            "client_secret", Verdict.NOTE,
            f"The client secret ends on {one.ends.date()}, in {days_left(one, now)} days."
            if one.ends > now else f"The client secret ended on {one.ends.date()}, by system_user.client_secret_expires.",
            f"{RENEWAL.format(client=config.graph.client_id if config.graph else '', secret_file=user.client_secret_file)}\n"
            "Then set system_user.client_secret_expires to the new day.",
        )
        for one in near([Expiry(Credential.CLIENT_SECRET, ends)], now)
    ]  # fmt: skip


async def sign_in(account: Account, names: Names, clock: Clock) -> tuple[Check, str | None]:
    """Whether Entra gives a token; and the token."""
    identity = Identity(account, None, clock)
    try:
        token = await identity.token()
    except SignInFailed as failed:
        if failed.code is None and failed.remedy:
            return Advice("The display cannot prove who it is.", failed.remedy).wrong("sign_in"), None
        refusal = SignInRefused(failed.code, failed.request_id, date_of(failed.dated))
        return refusals.of_sign_in("sign_in", refusal, names), None
    except SignInUnavailable as nobody:
        remedy = GARBLED if nobody.trouble is Trouble.GARBLED else WAIT
        return Advice(TROUBLES[nobody.trouble], remedy).wrong("sign_in"), None
    finally:
        await identity.close()
    return Check("sign_in", Verdict.OK, f"Entra signs in the application {names.client}."), token


def roles_of(token: str) -> frozenset[str]:
    """The permissions that Entra itself granted, as far as the token tells: a hint, never a gate (facts.md §1.1).

    Empty when it does not tell, as with permissions that Exchange grants (RBAC for Applications).
    """
    try:
        middle = token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))
        return frozenset(str(role) for role in claims["roles"])
    except (IndexError, KeyError, TypeError, ValueError, binascii.Error):
        return frozenset()
