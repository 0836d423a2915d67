"""Where a finger on the booking sheet's scale puts the block: quarters of an hour, and never over a neighbour. Pure.

The core has the last word on every wish; this keeps a finger from wishing what it would have to refuse.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from kiosk.room.face import BarKind, PickTimeSheet

STEP = timedelta(minutes=15)


def tapped(sheet: PickTimeSheet, now: datetime, fraction: float) -> datetime | None:
    """The start for a tap at `fraction` of the scale; None on the block itself, on what is taken, and on the past."""
    at = _at(sheet, fraction)
    if sheet.start <= at < sheet.end:
        return None
    gap = _gap(sheet, now, at)
    if gap is None or gap[1] - gap[0] < STEP:
        return None
    quarter = sheet.scale.begin + (at - sheet.scale.begin) // STEP * STEP
    return max(gap[0], min(quarter, gap[1] - STEP))


def dragged(sheet: PickTimeSheet, now: datetime, fraction: float) -> datetime | None:
    """The start for a block whose begin is dragged to `fraction`; None while that is where it stands."""
    gap = _gap(sheet, now, sheet.start)
    if gap is None:
        return None
    start = max(gap[0], min(_snapped(sheet, fraction), gap[1] - (sheet.end - sheet.start)))
    return None if start == sheet.start else start


def stretched(sheet: PickTimeSheet, now: datetime, fraction: float) -> int | None:
    """The length in minutes for a block whose end is dragged to `fraction`; None while that is how long it is."""
    gap = _gap(sheet, now, sheet.start)
    if gap is None:
        return None
    end = min(max(_snapped(sheet, fraction), sheet.start + STEP), gap[1])
    return None if end in (sheet.start, sheet.end) else (end - sheet.start) // timedelta(minutes=1)


def _at(sheet: PickTimeSheet, fraction: float) -> datetime:
    scale = sheet.scale
    return scale.begin + (scale.end - scale.begin) * min(max(fraction, 0.0), 1.0)


def _snapped(sheet: PickTimeSheet, fraction: float) -> datetime:
    begin = sheet.scale.begin
    return begin + round((_at(sheet, fraction) - begin) / STEP) * STEP


def _gap(sheet: PickTimeSheet, now: datetime, at: datetime) -> tuple[datetime, datetime] | None:
    """The free stretch of the scale that holds `at`; what is left of it from the next quarter after `now` on."""
    scale = sheet.scale
    begin = scale.begin
    if now > begin:
        begin = min(sheet.start, begin - (begin - now) // STEP * STEP)
    end = scale.end
    for bar in scale.bars:
        if bar.kind is BarKind.SELECTED or bar.at is None or bar.to is None:
            continue
        if bar.at <= at < bar.to:
            return None
        if bar.to <= at:
            begin = max(begin, bar.to)
        else:
            end = min(end, bar.at)
    return (begin, end) if begin <= at < end else None
