"""Easy reach and cleaning: for whom the glass is too high, too small or too quick, and who wipes it. Values only."""

from __future__ import annotations

from datetime import timedelta
from enum import Enum


class EasyReach(Enum):
    """Whether all controls stand low and large: when a visitor asks for it, always (the display hangs high), or never."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


EASY_KEPT = timedelta(seconds=90)
"""Without a touch; an open sheet is not turned over under the eyes of who reads it."""
PATIENCE = 3
"""What closes by itself takes so many times as long."""
CLEANING_FOR = timedelta(seconds=20)
