"""From what Entra or Exchange answered to a check with its explanation. Pure; the words are room/explained.py's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from kiosk.doctor.check import Check, Verdict
from kiosk.room import explain_entra, explain_exchange
from kiosk.room.explained import (
    Doing,
    Explanation,
    GraphRefused,
    Names,
    SignInRefused,
    explained,
    names_a_policy,
)

REQUEST_ID = re.compile(r"[0-9A-Za-z-]{8,64}")
GARBLED = explain_exchange.NO_ANSWER_OF_GRAPH


@dataclass(frozen=True, slots=True)
class Said:
    """An answer of Graph's, as far as it matters here. Status 0: there was none."""

    status: int
    code: str = ""
    message: str = ""
    """Read for what it is about and never repeated: it may name people and meetings."""
    request_id: str = ""
    at: datetime | None = None

    @property
    def good(self) -> bool:
        return 200 <= self.status < 300  # noqa: PLR2004 - HTTP


@dataclass(frozen=True, slots=True)
class Target:
    """Whose calendar was asked for, by which application; `key`: where the configuration names the mailbox."""

    mailbox: str
    key: str
    client: str
    room: str = ""
    """The display's own, where it matters whether that is the one."""


def of_graph(check_id: str, said: Said, target: Target, doing: Doing = Doing.READ) -> Check:
    """What to do about a refused read or write of a mailbox."""
    names = Names(mailbox=target.mailbox, room=target.room, key=target.key, client=target.client)
    return _wrong(check_id, explained(refused(said, doing), names), quote=bool(said.status and said.code))


def refused(said: Said, doing: Doing) -> GraphRefused:
    by_policy = names_a_policy(said.message)
    request_id = said.request_id if REQUEST_ID.fullmatch(said.request_id) else ""
    return GraphRefused(
        said.status, said.code, by_policy=by_policy, doing=doing, request_id=request_id, at=said.at
    )


def of_sign_in(check_id: str, refusal: SignInRefused, names: Names) -> Check:
    """What to do about a refused sign-in."""
    return _wrong(check_id, explained(refusal, names), quote=False)


def upload(names: Names) -> str:
    """How the certificate's public half comes to Entra."""
    how = explain_entra.UPLOAD.format(client=names.client, public_file=names.public_file, sha1=names.sha1)
    return f"{explain_entra.ENTRA_ADMIN}: {how}"


def _wrong(check_id: str, told: Explanation, *, quote: bool) -> Check:
    code = told.details.partition("\n")[0]
    what = f"{told.sentence} ({code})" if quote else told.sentence
    return Check(check_id, Verdict.WRONG, what, told.remedy, told)
