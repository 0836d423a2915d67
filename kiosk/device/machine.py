"""What the machine is, as others see it: the address that it is reached by, and its model."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from tzlocal import get_localzone_name

from kiosk.room import days

MODEL = Path("/proc/device-tree/model")
ROUTES = Path("/proc/net/route")
NETWORK = Path("/sys/class/net")
LONGEST = 60


def link(address: str) -> tuple[bool, int | None]:
    """Whether `address` is reached without a cable; and a cable's speed in Mb/s, None where it does not say."""
    name = _interface()
    if not address or not name:
        return False, None
    if (NETWORK / name / "wireless").exists():
        return True, None
    with suppress(OSError, ValueError):
        speed = int((NETWORK / name / "speed").read_text())
        return False, speed if speed > 0 else None
    return False, None


def _interface() -> str:
    """The name of the one that packets to elsewhere leave by; "": there is none."""
    with suppress(OSError):
        for line in ROUTES.read_text().splitlines()[1:]:
            name, to, *_ = line.split()
            if to == "00000000":
                return name
    return ""


def model() -> str:
    """ "Raspberry Pi 4 Model B Rev 1.4"; "": it does not say."""
    with suppress(OSError):
        return MODEL.read_text(errors="replace").strip("\0 \n")[:LONGEST]
    return ""


def machine_zone() -> str:
    """IANA name of the machine's own zone: until Exchange tells the room's."""
    try:
        return days.zone(get_localzone_name() or "UTC").key  # None: no /etc/localtime
    except (ValueError, LookupError, OSError):
        return "UTC"
