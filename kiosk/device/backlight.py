"""The panel's own backlight, as Linux offers it in /sys/class/backlight. A panel on HDMI mostly has none."""

from __future__ import annotations

from pathlib import Path

from kiosk.device.trouble import Absent
from kiosk.room.light import Light

OFFERED = Path("/sys/class/backlight")
DIMMED = 0.5
"""A panel that is found darker than this share was left so by a display that was killed in the night."""


def offered(folder: Path = OFFERED) -> Path | None:
    """The first backlight that this machine has; None: it has none."""
    try:
        return next(iter(sorted(folder.iterdir())), None)
    except OSError:
        return None


class Backlight:
    """One panel, told how bright it is to be. What it was before comes back in the end."""

    breathes = False
    again_every: float | None = None

    def __init__(self, panel: Path) -> None:
        self._panel = panel
        self._before: int | None = None

    @property
    def name(self) -> str:
        return "backlight"

    def show(self, light: Light, share: float) -> None:
        """Raises `Absent` when the panel does not let itself be set."""
        most, now = self._number("max_brightness"), self._number("brightness")
        if self._before is None:
            self._before = now if now >= DIMMED * most else most
        wanted = self._before if light.state is None else round(most * light.brightness * share)
        if light.brightness > 0:
            wanted = max(1, wanted)
        if wanted != now:
            self._write(wanted)

    def close(self) -> None:
        """Nothing is held."""

    def probe(self) -> str:
        """Raises `Absent` with the remedy."""
        most, now = self._number("max_brightness"), self._number("brightness")
        self._write(now)
        return f"The backlight {self._panel.name} can be set; it stands at {now} of {most}."

    def _number(self, what: str) -> int:
        try:
            return int((self._panel / what).read_text(encoding="ascii"))
        except (OSError, ValueError):
            raise Absent(
                f"There is no backlight at {self._panel}.",
                'Set display.backlight to a directory of /sys/class/backlight, or to "off".',
            ) from None

    def _write(self, level: int) -> None:
        try:
            (self._panel / "brightness").write_text(str(level), encoding="ascii")
        except OSError:
            raise Absent(
                f"The backlight {self._panel.name} does not let itself be set.",
                "Let the display's user write its file brightness: a udev rule gives it to the group video.",
            ) from None
