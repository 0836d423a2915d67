"""The display's side of a pairing, message by message: who may knock, with which code, and what becomes of it. No I/O.

Belongs to the thread that serves it; what it decides is told through `Office`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from kiosk.pairing import window
from kiosk.pairing.code import new_code
from kiosk.pairing.ends import DisplayEnd, NotProven
from kiosk.pairing.messages import Handover, Hello, Proof, Unreadable, read, written
from kiosk.pairing.window import Window

M = TypeVar("M", Hello, Proof, Handover)
SESSION_LIVES = 60.0
"""Seconds between a hello and its proof. What was proven lives until something is handed over."""


class Refused(Exception):
    """The text is for whoever typed; `status` is HTTP's."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status, self.text = status, text


CLOSED = Refused(
    409,
    "This display does not take a code now. Touch New code on its glass, and type the code that it shows then.",
)
TOO_OFTEN = Refused(429, "Too many tries from this computer. Wait a minute.")
WRONG = Refused(403, "That code is out of date. Use the one on the display now.")
GARBLED = Refused(400, "This is not what kiosk pair says. Use the version that the display has.")
GONE = Refused(410, "The display has begun anew. Start kiosk pair again.")


class Office(Protocol):
    """Who decides what is not the protocol's. Called on the serving thread."""

    def end(self, code: str) -> DisplayEnd:
        """A fresh display's end for this code."""
        ...

    def changed(self) -> None:
        """Another code is shown, or none."""
        ...

    def tried(self, wrong: int) -> None:
        """So many codes were wrong within the last hour; to be on disk when this returns."""
        ...

    def keep(self, bundle: bytes) -> None:
        """On disk when this returns. Raises `Refused` where it cannot be."""
        ...

    def audit(self, what: str, address: str, admin: bytes) -> None: ...


@dataclass(slots=True)
class Session:
    end: DisplayEnd
    address: str
    since: float
    proven: bool = False


@dataclass(slots=True)
class Desk:
    """One open pairing. `elapsed`: seconds of a clock that nobody sets."""

    office: Office
    elapsed: Callable[[], float]
    window: Window
    _sessions: dict[bytes, Session] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _taken: bytes | None = None
    """The session whose bundle is being tried."""

    def hello(self, address: str, text: bytes) -> bytes:
        with self._lock:
            now = self.elapsed()
            said = _read(Hello, text)
            self._forget(now)
            open_now = self.window.is_open(now)
            self.window, allowed = window.came(self.window, address, now)
            if not allowed:
                raise TOO_OFTEN if open_now else CLOSED
            end = self.office.end(self.window.code)
            offer = end.offer(said)
            self._sessions[offer.session] = Session(end, address, now)
            return written(offer)

    def proof(self, address: str, text: bytes) -> bytes:
        with self._lock:
            now = self.elapsed()
            said = _read(Proof, text)
            self._forget(now)
            session = self._sessions.get(said.session)
            if session is None or session.address != address:
                raise GONE
            if not self.window.is_open(now) or session.end.code != self.window.code:
                raise WRONG
            try:
                welcome = session.end.welcome(said)
            except NotProven:
                del self._sessions[said.session]
                self.window = window.failed(self.window, now)
                self.office.tried(len(self.window.wrong))
                self.office.audit("wrong code", address, session.end.asks() or b"")
                self._renew_if_over(now)
                self.office.changed()
                raise WRONG from None
            self.window = window.used(self.window)
            session.proven = True
            self.office.audit("code proven", address, session.end.trusts() or b"")
            return written(welcome)

    def handover(self, address: str, text: bytes) -> bytes:
        with self._lock:
            said = _read(Handover, text)
            session = self._sessions.get(said.session)
            if session is None or not session.proven or session.address != address:
                raise GONE
            try:
                bundle, kept = session.end.take(said)
            except NotProven:
                raise GARBLED from None
            if self._taken != said.session:
                self.office.keep(bundle)
                self._taken = said.session
                self.office.audit("handed over", address, session.end.trusts() or b"")
            return written(kept)

    def sealed(self, session: bytes, news: bytes) -> bytes | None:
        """The MAC over what is told of the progress; None: this session was never proven."""
        with self._lock:
            found = self._sessions.get(session)
            return found.end.vouch(news) if found is not None and found.proven else None

    def look(self) -> bool:
        """A code that is over gives way to the next. True: there is another one now."""
        with self._lock:
            return self._renew_if_over(self.elapsed())

    def touched(self) -> None:
        """Somebody in front of the glass wants another code; whatever was under way is forgotten."""
        with self._lock:
            self._sessions.clear()
            self._taken = None
            self.office.tried(0)
            self.window = window.touched(
                Window("", 0.0, hellos=self.window.hellos), new_code(), self.elapsed()
            )

    def _renew_if_over(self, now: float) -> bool:
        seen = self.window
        if seen.closed or seen.needs_touch(now) or not seen.is_over(now):
            return False
        self.window = window.renewed(seen, new_code(), now)
        return True

    def _forget(self, now: float) -> None:
        for key, session in tuple(self._sessions.items()):
            if not session.proven and now - session.since > SESSION_LIVES:
                del self._sessions[key]


def _read(kind: type[M], text: bytes) -> M:
    try:
        return read(kind, text)
    except Unreadable:
        raise GARBLED from None
