"""Introduces the system user's identity to Graph: its troubles become faults that reading and booking know."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from kiosk.config.desired import Config
from kiosk.config.tables import SystemUserTable
from kiosk.room.explained import SignInRefused
from kiosk.sync.errors import AccessLost, NeverLeft, WaitAsked
from kiosk.system_user.identity import Account, Chip, Identity, SignInFailed, SignInUnavailable, scope_for


class Tokens:
    """The token door of sync/graph.py."""

    def __init__(
        self, identity: Identity, hear_refusal: Callable[[SignInRefused], None] = lambda _: None
    ) -> None:
        self._identity = identity
        self._hear_refusal = hear_refusal

    async def token(self) -> str:
        """Raises `AccessLost`, `NeverLeft` or `WaitAsked`: without a token nothing has left for Exchange."""
        try:
            return await self._identity.token()
        except SignInFailed as failed:
            self._hear_refusal(SignInRefused(failed.code, failed.request_id))
            raise AccessLost(f"AADSTS{failed.code}" if failed.code else "sign-in") from None
        except SignInUnavailable as unavailable:
            if unavailable.retry_after is not None:
                raise WaitAsked(timedelta(seconds=unavailable.retry_after)) from None
            raise NeverLeft(f"sign-in {unavailable.trouble.value}") from None

    def reject(self, token: str) -> None:
        self._identity.reject(token)


class NoTokens:
    """For a display whom the other side knows by its certificate."""

    async def token(self) -> str:
        return ""

    def reject(self, token: str) -> None:
        """There is no other."""


def chip_of(user: SystemUserTable) -> Chip | None:
    """The security chip that holds the display's key; None: a file does, or it signs in with a secret."""
    if user.pkcs11_module is None or user.pkcs11_token is None or user.pkcs11_pin_file is None:
        return None
    return Chip(user.pkcs11_module, user.pkcs11_token, Path(user.pkcs11_pin_file))


def account_of(config: Config) -> Account:
    """As whom the display signs in."""
    where, user = config.graph, config.system_user
    assert where is not None  # noqa: S101 - asked of a paired display only
    by_secret = user.sign_in == "client_secret"
    secret = user.client_secret_file
    return Account(
        where.authority, where.tenant_id, where.client_id, scope_for(where.base_url),
        certificate_file=None if by_secret else Path(user.certificate_file), chip=chip_of(user),
        client_secret_file=Path(secret) if by_secret and secret else None,
        ca_file=Path(where.ca_file) if where.ca_file else None, proxy=where.proxy,
    )  # fmt: skip
