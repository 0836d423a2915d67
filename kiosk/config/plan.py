"""What has to be done so that a running display follows another configuration. Pure."""

from __future__ import annotations

from enum import Enum

from kiosk.config.desired import Config

LIVE = {
    "booking": frozenset({
        "durations", "max_minutes", "days_ahead", "when_offline", "decline_others", "check_in", "check_in_opens_minutes",
        "release_after_minutes", "exempt_longer_minutes", "exempt_created_minutes", "exempt_organizers",
        "confirm_timeout_seconds", "stale_after_seconds", "for_somebody",
    }),
    "display": frozenset({
        "language", "languages", "clock", "theme", "diagonal_inches", "easy_reach", "text_scale", "reduced_motion", "qr",
        "safe_area", "night_from", "night_to", "orbit",
    }),
    "brand": frozenset({"logo", "wallpaper"}),
    "hours": frozenset({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}),
    "report": frozenset({
        "categories", "screen", "video", "cables", "wifi", "climate", "cleaning", "furniture", "other",
    }),
    "update": frozenset({"automatic", "quiet_from", "quiet_to", "before_minutes"}),
}  # fmt: skip
"""Keys that are looked at anew whenever the glass is. All others are built in when the display starts; so is what is
left out here though the glass shows it: a stricter privacy has the disk emptied, and that is done at a start."""


class Step(Enum):
    NOTHING = "nothing"
    ADOPT = "adopt"
    """The glass follows at once."""
    RESTART = "restart"
    """The display begins anew, from what its disk remembers: a second or two."""


def step(present: Config, desired: Config) -> Step:
    """The least that makes of a display with the first configuration one with the second."""
    if present == desired:
        return Step.NOTHING
    for table in Config.model_fields:
        before, after = getattr(present, table), getattr(desired, table)
        if before == after:
            continue
        live = LIVE.get(table, frozenset())
        if not live or any(
            getattr(before, key) != getattr(after, key)
            for key in type(before).model_fields
            if key not in live
        ):
            return Step.RESTART
    return Step.ADOPT
