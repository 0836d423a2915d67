"""What a running display does not hold: parts of libraries that it never uses. Each in a process of its own."""

from __future__ import annotations

import importlib
import subprocess
import sys

import pytest

from kiosk.lean import instead_of, without


def loaded(imports: str, *wanted: str) -> list[str]:
    """Which of `wanted` a process holds after these imports."""
    program = f"import sys; {imports}; print(*[name for name in {wanted!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_what_talks_to_exchange_holds_no_command_line_and_no_second_http() -> None:
    assert loaded("import kiosk.sync.graph", "httpx", "httpx._main", "click", "rich", "pygments", "h2") == [
        "httpx"
    ]


def test_the_loop_holds_no_widgets() -> None:
    assert loaded("import kiosk.ui.loop", "qasync", "PySide6.QtWidgets") == ["qasync"]


def test_afterwards_whoever_wants_the_part_gets_it() -> None:
    sys.modules.pop("colorsys", None)
    with without("colorsys"), pytest.raises(ImportError):
        importlib.import_module("colorsys")
    assert importlib.import_module("colorsys").rgb_to_hls(0, 0, 0) == (0, 0, 0)


def test_a_stand_in_goes_again() -> None:
    sys.modules.pop("colorsys", None)
    with instead_of("colorsys", name="another"):
        assert importlib.import_module("colorsys").name == "another"
    assert not hasattr(importlib.import_module("colorsys"), "name")


def test_what_was_there_before_stays() -> None:
    with without("json"), instead_of("os", name="another"):
        assert importlib.import_module("json").loads("1") == 1
        assert importlib.import_module("os").name != "another"


def test_what_is_not_installed_is_not_looked_for_again() -> None:
    program = (
        "import sys; from kiosk.lean import settle_absent; settle_absent('no_such_module_at_all', 'json');"
        "import json;"
        "print(sys.modules['no_such_module_at_all'])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "None\n"
