"""Imports a library without those of its parts that a display never uses, and would hold for as long as it runs.

httpx brings its command line with all that paints its answers; qasync brings Qt's widgets, of which it wants one name.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from types import ModuleType


@contextmanager
def without(*names: str) -> Iterator[None]:
    """Within, these modules are not there, unless somebody has imported them before. For optional parts only."""
    with _standing(dict.fromkeys(names)):
        yield


@contextmanager
def instead_of(name: str, /, **contents: object) -> Iterator[None]:
    """Within, this module holds these names and nothing else, unless somebody has imported it before."""
    stand_in = ModuleType(name)
    vars(stand_in).update(contents)
    with _standing({name: stand_in}):
        yield


@contextmanager
def _standing(found: dict[str, ModuleType | None]) -> Iterator[None]:
    known: dict[str, ModuleType | None] = sys.modules  # type: ignore[assignment]  # because None says "not there"
    put = {name: module for name, module in found.items() if name not in known}
    known.update(put)
    try:
        yield
    finally:
        for name, module in put.items():
            if known.get(name) is module:
                known.pop(name, None)


def settle_absent(*names: str) -> None:
    """Who imports one of these at every request, in case it is there, is told at once that it is not installed."""
    for name in names:
        if name not in sys.modules and find_spec(name) is None:
            sys.modules[name] = None  # type: ignore[assignment]  # because None says "not there"
