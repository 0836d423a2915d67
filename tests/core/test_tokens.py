"""The system user's identity, introduced to Graph: its troubles become the faults that reading and booking know."""

from datetime import timedelta
from typing import cast

import pytest

from kiosk.core.tokens import Tokens
from kiosk.sync.errors import AccessLost, GraphFault, NeverLeft, WaitAsked
from kiosk.system_user.identity import Identity, SignInFailed, SignInUnavailable, Trouble


class Signing:
    """An identity that has one thing to say."""

    def __init__(self, said: str | Exception) -> None:
        self.said = said
        self.rejected: list[str] = []

    async def token(self) -> str:
        if isinstance(self.said, Exception):
            raise self.said
        return self.said

    def reject(self, token: str) -> None:
        self.rejected.append(token)


def tokens(said: str | Exception) -> tuple[Tokens, Signing]:
    identity = Signing(said)
    return Tokens(cast("Identity", identity)), identity


async def test_a_token_is_handed_on_and_a_rejected_one_back() -> None:
    door, identity = tokens("t1")
    assert await door.token() == "t1"
    door.reject("t1")
    assert identity.rejected == ["t1"]


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (SignInFailed(7000222), AccessLost),
        (SignInFailed(None, "The key cannot be read."), AccessLost),
        *[(SignInUnavailable(trouble), NeverLeft) for trouble in Trouble],
        (SignInUnavailable(next(iter(Trouble)), 2.5), WaitAsked),
    ],
)
async def test_without_a_token_nothing_has_left(said: Exception, kind: type[GraphFault]) -> None:
    door, _ = tokens(said)
    with pytest.raises(GraphFault) as fault:
        await door.token()
    assert type(fault.value) is kind


async def test_entras_own_wait_is_told_to_the_fraction() -> None:
    door, _ = tokens(SignInUnavailable(next(iter(Trouble)), 2.5))
    with pytest.raises(WaitAsked) as fault:
        await door.token()
    assert fault.value.wait == timedelta(seconds=2.5)
