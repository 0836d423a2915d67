"""What Entra and Exchange refused this display last, with the ids that support asks for. For staff; kept in memory alone."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import unquote

from kiosk.clock import Clock
from kiosk.room.explained import Doing, GraphRefused, Refusal, SignInRefused

KEPT = 20
CALENDAR = re.compile(r"/(calendarview|events)(?!.*/decline$)")
"""Reading a calendar and writing to it; not looking for other rooms, sending mail, or saying no for a room."""


class Refusals:
    """Belongs to the loop. Only requests about the display's own mailboxes count: that others are refused is as it should be."""

    def __init__(self, clock: Clock, *mailboxes: str) -> None:
        self._clock = clock
        self._own = tuple(mailbox.lower() for mailbox in mailboxes if mailbox)
        self._sign_in: SignInRefused | None = None
        self._graph: dict[Doing, GraphRefused] = {}
        self._past: deque[Refusal] = deque(maxlen=KEPT)

    @property
    def worst(self) -> Refusal | None:
        """Without a sign-in nothing else works, without reading no booking."""
        return self._sign_in or self._graph.get(Doing.READ) or self._graph.get(Doing.BOOK)

    @property
    def past(self) -> Iterator[Refusal]:
        """The latest of them, the oldest first, whether they still hold or not."""
        return iter(self._past)

    def sign_in(self, refused: SignInRefused) -> None:
        self._sign_in = replace(refused, at=self._clock.now())
        self._past.append(self._sign_in)

    def graph(self, path: str, doing: Doing, refused: GraphRefused | None) -> None:
        """How an answer to a request for `path` was meant; None: it was allowed."""
        self._sign_in = None
        asked = unquote(path).lower()
        if not any(mailbox in asked for mailbox in self._own) or not CALENDAR.search(asked):
            return
        if refused is None:
            self._graph.pop(doing, None)
        else:
            self._graph[doing] = refused
            self._past.append(refused)
