"""What is wrong with a glass (DESIGN.md §2, §4, §7, §12), said in words. Pure: texts, targets and icons in, faults out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from tests.sheet.glassful import Box, Colour, Glassful, Text

WRITTEN = 45
"""Letters. What is longer was written by somebody, and may end in an ellipsis."""
LARGE = 60
"""Pixels. Letters of the word on the plane reach below their line, and the next line's above it."""
TEXT, GRAPHICS = 7.0, 3.0
"""The least contrast."""
TYPING_MM = 12.0
"""The least height of a key of the keyboard on the glass; its width is the pitch's (test_keyboard)."""
SLACK = 1.5


def faults(glass: Glassful) -> list[str]:
    """Every fault in one sentence; none: the glass is as it should be."""
    return [
        *(f"{fault}: {text.words!r}" for text in glass.texts for fault in _text(text, glass)),
        *_lying_over(glass),
        *_targets(glass),
        *_pale(glass),
    ]


def _text(text: Text, glass: Glassful) -> Iterator[str]:
    if text.cut and not text.quoted and len(text.words) <= WRITTEN:
        yield "cut"
    if text.too_wide > SLACK:
        yield "too wide"
    if text.too_high > SLACK:
        yield "too high"
    if any(len(word) <= WRITTEN for word in text.broken):
        yield "a word in two lines"
    if not within(text.box, Box(0, 0, glass.width, glass.height)):
        yield "outside the glass"
    if text.px < glass.least_text - 0.5:
        yield f"too small ({text.px:.0f} px)"


def _lying_over(glass: Glassful) -> Iterator[str]:
    small = [text for text in glass.texts if text.px < LARGE]
    for one, other in combinations(small, 2):
        if overlap(one.box, other.box, 3):
            yield f"{one.words!r} lies over {other.words!r}"
    for text in glass.texts:
        for target in glass.targets:
            if text.key == target.number:
                if not within(text.box, target.box):
                    yield f"{text.words!r} leaves its key"
            elif overlap(text.box, target.box):
                yield f"{text.words!r} lies over {target.name!r}"


def _targets(glass: Glassful) -> Iterator[str]:
    frame = Box(0, 0, glass.width, glass.height)
    for target in glass.targets:
        least = TYPING_MM * glass.millimetre if target.typing else glass.least_target
        across = 0.0 if target.typing else least
        if not target.name:
            yield f"a target without a name at {target.box}"
        if target.box.height < least - 0.6 or target.box.width < across - 0.6:
            yield f"{target.name!r} is {target.box.width:.0f} x {target.box.height:.0f}, {least:.0f} wanted"
        if not within(target.box, frame):
            yield f"{target.name!r} is outside the glass"
    gap = 1.5 * glass.millimetre - 1
    for one, other in combinations(glass.targets, 2):
        near = 0.0 if one.typing and other.typing else gap
        if overlap(_wider(one.box, near), other.box, 0.5):
            yield f"{one.name!r} is too close to {other.name!r}"
        if one.name == other.name and not one.typing:
            yield f"two keys of one name: {one.name!r}"


def _pale(glass: Glassful) -> Iterator[str]:
    for text in glass.texts:
        seen = contrast(text.ink, text.ground)
        if seen < TEXT:
            yield f"pale ({seen:.1f}): {text.words!r}"
    for icon in glass.icons:
        seen = contrast(icon.ink, icon.ground)
        if seen < GRAPHICS:
            yield f"pale ({seen:.1f}): {icon.name}"


def contrast(one: Colour, other: Colour) -> float:
    """As WCAG 2 has it: 1 (the same) to 21 (black on white)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: Colour) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def within(box: Box, frame: Box, slack: float = 1.0) -> bool:
    return (
        box.left >= frame.left - slack
        and box.top >= frame.top - slack
        and box.right <= frame.right + slack
        and box.bottom <= frame.bottom + slack
    )


def overlap(one: Box, other: Box, by: float = 1.0) -> bool:
    across = min(one.right, other.right) - max(one.left, other.left)
    along = min(one.bottom, other.bottom) - max(one.top, other.top)
    return across > by and along > by


def _wider(box: Box, by: float) -> Box:
    return Box(box.left - by, box.top - by, box.right + by, box.bottom + by)
