"""A refusal of Entra or Exchange in plain words: what it means, who mends it, how, and what support will ask for. Pure.

For `kiosk doctor` and for staff at the glass; never for the public face. In English, like the commands in it. The tables are
explain_entra.py's (facts.md §1.3) and explain_exchange.py's (§1.6, §1.7, §4.2). Microsoft may change numbers and texts at any
time: they are hints for a person, nothing else depends on them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import assert_never

from kiosk.room import explain_entra, explain_exchange
from kiosk.room.powershell import quoted


class Doing(Enum):
    """What was being tried with a mailbox."""

    READ = "read"
    BOOK = "book"


@dataclass(frozen=True, slots=True)
class SignInRefused:
    """Entra's answer. `number`: the first AADSTS number; None: it gave none."""

    number: int | None = None
    request_id: str = ""
    """Entra calls it trace id."""
    at: datetime | None = None
    """Aware UTC."""


@dataclass(frozen=True, slots=True)
class GraphRefused:
    """Graph's answer. `status` 0: there was none; `code` is its own, in any case of letters."""

    status: int
    code: str = ""
    by_policy: bool = False
    """Its message speaks of an access policy (facts.md §1.7): the code alone does not tell."""
    doing: Doing = Doing.READ
    request_id: str = ""
    at: datetime | None = None
    """Aware UTC."""
    until: datetime | None = None
    """Aware UTC: how long Exchange asked to be left alone."""


Refusal = SignInRefused | GraphRefused


@dataclass(frozen=True, slots=True)
class Names:
    """What the sentences speak of. What is not known stays empty."""

    mailbox: str = ""
    """The one that was asked for."""
    room: str = ""
    key: str = "room.mailbox"
    """Where the configuration names the mailbox."""
    client: str = ""
    tenant: str = ""
    authority: str = "https://login.microsoftonline.com"
    secret_file: str = ""
    public_file: str = ""
    sha1: str = ""
    """Thumbprint of the display's certificate."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """For a technician. `who` is empty where nobody need act; `how` and `check` may have several lines, commands on their own."""

    title: str
    sentence: str
    who: str
    how: str
    check: str
    """Commands that show whether it is mended."""
    details: str
    """Status, code, time and request id, for a support case: no names of people or meetings."""

    @property
    def remedy(self) -> str:
        """Who, how and the check, as the doctor prints them."""
        how = f"{self.who}: {self.how}" if self.who else self.how
        return f"{how}\nTo see whether it holds:\n{self.check}" if self.check else how


def names_a_policy(message: str) -> bool:
    """A refusal's own text speaks of an access policy (facts.md §1.7): its code alone does not tell."""
    lower = message.lower()
    return "accesspolicy" in lower or "access to odata is disabled" in lower


def explained(refusal: Refusal, names: Names) -> Explanation:
    """What to tell a technician of any refusal; of one that nobody knows the code, and where to look it up."""
    match refusal:
        case SignInRefused(number):
            words = explain_entra.words(number)
            code, until = f"AADSTS{number}" if number is not None else "refused without a number", ""
        case GraphRefused(status, code):
            books = refusal.doing is Doing.BOOK
            words = explain_exchange.words(status, code, by_policy=refusal.by_policy, books=books)
            if books and names.mailbox == names.room and words is explain_exchange.POLICY_WRITES:
                words = explain_exchange.POLICY_WRITES_ROOM
            code = f"{status} {code}".strip() if status else "no answer"
            until = f" until {refusal.until.astimezone(UTC):%H:%M:%SZ}" if refusal.until else ""
        case never:
            assert_never(never)
    fields = {
        "mailbox": names.mailbox or "the room",
        "quoted_mailbox": quoted(names.mailbox) if names.mailbox else "<mailbox>",
        "client": names.client or "<client ID>",
        "key": names.key,
        "tenant": names.tenant or "<tenant>",
        "authority": names.authority,
        "secret_file": names.secret_file or "the secret's file",
        "public_file": names.public_file or "the display's public file",
        "sha1": names.sha1 or "that kiosk doctor prints",
        "code": code,
        "until": until,
    }
    title, sentence, who, how, check = (text.format_map(fields) for text in words)
    return Explanation(title, sentence, who, how, check, _details(code, refusal))


def _details(code: str, refusal: Refusal) -> str:
    at = refusal.at.astimezone(UTC).strftime("%H:%M:%SZ") if refusal.at else ""
    request = f"id {refusal.request_id}" if refusal.request_id else ""
    second = " ".join(part for part in (at, request) if part)
    return f"{code}\n{second}" if second else code
