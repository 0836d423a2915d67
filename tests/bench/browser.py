"""Debian's Chromium in kiosk mode on a page of ours that says one word: the floor under every display made of a browser."""

from __future__ import annotations

import shutil
from pathlib import Path

PAGE = Path(__file__).with_name("status.html").resolve()
QUIET = (
    "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-quic", "--disable-gpu",
)  # fmt: skip
"""What would make it busier, or have it look for hosts on the Internet."""
AS_ROOT = ("--no-sandbox", "--test-type")
"""It refuses to run as root in its own sandbox, and then warns of that on a bar across the page."""


def found() -> str | None:
    return shutil.which("chromium")


def command(profile: Path) -> list[str]:
    """`profile`: a folder that is kept from start to start, as on a display that is switched on again."""
    window = ("--kiosk", "--window-position=0,0", "--window-size=1280,800", f"--user-data-dir={profile}")
    return [found() or "chromium", *AS_ROOT, *QUIET, *window, PAGE.as_uri()]
