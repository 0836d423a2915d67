"""Introduces the system user's identity to Graph: its troubles become faults that reading and booking know."""

from __future__ import annotations

from datetime import timedelta

from kiosk.sync.errors import AccessLost, NeverLeft, WaitAsked
from kiosk.system_user.identity import Identity, SignInFailed, SignInUnavailable


class Tokens:
    """The token door of sync/graph.py."""

    def __init__(self, identity: Identity) -> None:
        self._identity = identity

    async def token(self) -> str:
        """Raises `AccessLost`, `NeverLeft` or `WaitAsked`: without a token nothing has left for Exchange."""
        try:
            return await self._identity.token()
        except SignInFailed as failed:
            raise AccessLost(f"AADSTS{failed.code}" if failed.code else "sign-in") from None
        except SignInUnavailable as unavailable:
            if unavailable.retry_after is not None:
                raise WaitAsked(timedelta(seconds=unavailable.retry_after)) from None
            raise NeverLeft(f"sign-in {unavailable.trouble.value}") from None

    def reject(self, token: str) -> None:
        self._identity.reject(token)
