"""How the glass looks whatever it shows: what the admin chose for everybody. Values only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Looks:
    """The configuration's `[display]`, as far as it is about colours, sizes and motion."""

    theme: str = "dark"
    diagonal_inches: float = 0.0
    """0: unknown, to be guessed from the resolution."""
    reduced_motion: bool = False
    safe_area: tuple[int, ...] = (0, 0, 0, 0)
    """Pixels that the frame covers: top, right, bottom, left."""
    text_scale: float = 1.0
    edge: bool = False
    """The status light is drawn around the paper too."""
