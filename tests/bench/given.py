"""A token that is at hand: signing in is not what is measured."""

from __future__ import annotations


class Given:
    async def token(self) -> str:
        return "token"

    def reject(self, token: str) -> None:
        raise AssertionError(f"the server refused {token}")
