"""A link as a QR code: dark and light modules, and how large they must be drawn to be read. Pure.

Legible means: a module is at least 0.5 mm wide. A phone's main camera sees about 65° with 1,920 pixels or more across in its
preview, 0.6 milliradians each; at 50 cm half a millimetre is 1 milliradian, 1.6 pixels, and at the 30 cm where people
hold a phone to a code it is nearly 3.

The longest link (link.LONGEST) needs version 12 at level M: 4 x 12 + 17 = 65 modules and 4 quiet ones on each side, 73 in all.
An ordinary one is version 10, 65 in all. With whole pixels only, as few as make 0.5 mm (DESIGN.md §2 has the screens):

    screen                 pixel     module           version 10       version 12
    7"  800x480            0.191 mm  3 px, 0.57 mm    37 mm, 41 u      42 mm, 46 u
    7"  720x1280           0.122 mm  5 px, 0.61 mm    40 mm, 45 u      45 mm, 51 u
    8"  1280x800           0.135 mm  4 px, 0.54 mm    35 mm, 33 u      39 mm, 37 u
    10" 1280x800           0.170 mm  3 px, 0.51 mm    33 mm, 24 u      37 mm, 27 u
    10" 1920x1080          0.117 mm  5 px, 0.58 mm    38 mm, 30 u      43 mm, 34 u
    13" 1920x1080          0.154 mm  4 px, 0.61 mm    40 mm, 24 u      45 mm, 27 u

All of them fit the card (56 u regular, 63.8 u compact). It is drawn dark on light in every theme, the quiet zone light too:
many readers do not know a code that is light on dark.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from math import ceil

QUIET = 4
"""Light modules around the code (ISO/IEC 18004)."""
MODULE_MM = 0.5
"""The smallest module, in millimetres."""


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code. `rows` holds the modules from the top, each row from the left, True where dark; without the quiet zone."""

    link: str
    rows: tuple[tuple[bool, ...], ...]

    @property
    def modules(self) -> int:
        """Along one side, without the quiet zone."""
        return len(self.rows)

    @property
    def across(self) -> int:
        """Modules along one side with the quiet zone."""
        return self.modules + 2 * QUIET

    @property
    def path(self) -> str:
        """The dark modules as an SVG path, one unit a module, the quiet zone left free: for a ShapePath."""
        return "".join(
            f"M{begin + QUIET} {y + QUIET}h{length}v1h-{length}z"
            for y, row in enumerate(self.rows)
            for begin, length in _dark_runs(row)
        )

    def pixels(self, pixel_mm: float) -> int:
        """The smallest side, in pixels with the quiet zone, at which it is legible on a screen of such pixels."""
        return self.across * module_pixels(pixel_mm)


def _dark_runs(row: tuple[bool, ...]) -> Iterator[tuple[int, int]]:
    """Where each dark stretch of a row begins, and how long it is."""
    x = 0
    for dark, stretch in groupby(row):
        length = len(list(stretch))
        if dark:
            yield x, length
        x += length


def module_pixels(pixel_mm: float) -> int:
    """How many whole pixels wide a module must be; `pixel_mm` is the distance from pixel to pixel."""
    return max(1, ceil(MODULE_MM / pixel_mm - 1e-9))


@lru_cache(maxsize=4)
def code(link: str) -> Code:
    """The code of a link, error correction level M (15 %), better where the same size has room for it.

    Takes a dozen milliseconds on a desktop computer and several times that on a Raspberry Pi: not for the loop that draws.

    Raises:
        ValueError: longer than any code can hold.
    """
    import segno  # noqa: PLC0415 - most displays never draw one

    made = segno.make(link, error="m", micro=False, boost_error=True)
    return Code(link, tuple(tuple(bool(module) for module in row) for row in made.matrix))
