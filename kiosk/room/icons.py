"""The icons that stand beside words on the glass. Values only."""

from __future__ import annotations

from enum import Enum


class Icon(Enum):
    """An icon beside a key's or line's words (names of files under assets/icons)."""

    NONE = ""
    CHECK = "check"
    PENCIL = "pencil-simple"
    STOP = "stop"
    CLOSE = "x"
    MORE = "dots-three"
    MINUS = "minus"
    PLUS = "plus"
    BACK = "caret-left"
    FORWARD = "caret-right"
    INFO = "info"
    DOOR = "door"
    PEOPLE = "users-three"
    CALENDAR = "calendar-check"
    CALENDAR_OFF = "calendar-x"
    SIGNPOST = "signpost"
    LOCK = "lock-simple"
    LANGUAGE = "globe"
    WARNING = "warning-circle"
    PERSON = "person-arms-spread"
    SPARKLE = "sparkle"
    VIDEO = "video-camera"
    STEP_FREE = "wheelchair"
    SCREEN = "monitor"
    CABLES = "plugs"
    WIFI = "wifi-slash"
    CLIMATE = "thermometer-simple"
    CLEANING = "broom"
    FURNITURE = "armchair"
    PHONE = "phone"
    WHITEBOARD = "presentation"
