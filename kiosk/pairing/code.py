"""The code on the glass: six letters and digits that nobody mistakes for each other. Pure."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence

SIGNS = "2345679ACDEFGHJKMNPQRSTUVWXYZ"
"""Without 0 O, 1 I L, 8 B: 29 signs, so that six of them hold 29 bits."""
LENGTH = 6


def new_code(choose: Callable[[Sequence[str]], str] = secrets.choice) -> str:
    """As it is shown: three and three, "K3M-7QX"."""
    signs = "".join(choose(SIGNS) for _ in range(LENGTH))
    return f"{signs[:3]}-{signs[3:]}"


def read_code(typed: str) -> str | None:
    """The code that was typed, in any case and however it was parted; None: it cannot be one."""
    signs = "".join(sign for sign in typed.upper() if sign not in " -\N{EN DASH}.").strip()
    return f"{signs[:3]}-{signs[3:]}" if len(signs) == LENGTH and set(signs) <= set(SIGNS) else None
