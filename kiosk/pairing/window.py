"""While a display may be paired: which code is shown, and how often it may be tried. Pure.

Times are seconds of a clock that nobody sets.

Odds: a code holds 29^6 = 594,823,321 values, dies after ten minutes or five wrong tries, and after twenty wrong
tries within an hour somebody must touch the glass. Guessing one code succeeds with 5 / 29^6 = 8.4e-9 (fleet.md §1.3).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

CODE_LIVES = 600.0
TRIES = 5
"""Wrong proofs that a code survives, less one."""
WRONG_MOST, HOUR = 20, 3600.0
HELLOS, MINUTE = 5, 60.0
"""Of one address within a minute."""
PENDING = 20
"""Sessions that wait for their proof."""


@dataclass(frozen=True, slots=True)
class Window:
    """Frozen; each verb gives the window as it is then. `wrong` survives a restart: keep it on disk."""

    code: str
    shown_at: float
    tries: int = 0
    """Wrong proofs against this code."""
    wrong: tuple[float, ...] = ()
    """When proofs were wrong, of the last hour."""
    hellos: tuple[tuple[str, float], ...] = ()
    closed: bool = False
    """The code was used, or somebody closed the window."""

    def is_open(self, now: float) -> bool:
        """Whether a session may begin or be proven."""
        return not self.closed and not self.needs_touch(now) and not self.is_over(now)

    def is_over(self, now: float) -> bool:
        """A new code must be shown."""
        return now - self.shown_at >= CODE_LIVES or self.tries >= TRIES

    def needs_touch(self, now: float) -> bool:
        """Too many wrong codes: somebody must stand in front of the glass."""
        return len(_within(self.wrong, now, HOUR)) >= WRONG_MOST


def renewed(window: Window, code: str, now: float) -> Window:
    """Another code is shown."""
    return replace(window, code=code, shown_at=now, tries=0)


def touched(window: Window, code: str, now: float) -> Window:
    """Somebody stands in front of the glass: what was wrong is forgiven, and the code is a new one."""
    return replace(renewed(window, code, now), wrong=())


def came(window: Window, address: str, now: float) -> tuple[Window, bool]:
    """A hello from that address; and whether it may go on."""
    recent = tuple((who, at) for who, at in window.hellos if now - at < MINUTE)
    allowed = (
        window.is_open(now) and sum(who == address for who, _ in recent) < HELLOS and len(recent) < PENDING
    )
    return replace(window, hellos=(*recent, (address, now)) if allowed else recent), allowed


def failed(window: Window, now: float) -> Window:
    """A proof was wrong."""
    return replace(window, tries=window.tries + 1, wrong=(*_within(window.wrong, now, HOUR), now))


def used(window: Window) -> Window:
    """A proof was right: the code is of no use to anybody else."""
    return replace(window, closed=True)


def _within(times: tuple[float, ...], now: float, span: float) -> tuple[float, ...]:
    return tuple(at for at in times if now - at < span)
