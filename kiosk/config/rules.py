"""What a single value of the configuration may be. Each rule says in plain words what is wrong. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Annotated, TypeVar
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from kiosk.config import pictures
from kiosk.config.topics import FLEET
from kiosk.room.days import zone
from kiosk.room.text import one_line

N = TypeVar("N", int, float)
T = TypeVar("T")

DAY = 24 * 60
"""In minutes: no booking is longer."""

ABSURD = 10**15
LABEL_MOST = 32
"""Bytes: a PKCS#11 token has no room for more."""
NAME_MOST = 60
SIDES = 4
COVERED_MOST = 200
"""Pixels at one side of the screen that its frame may cover."""
THINGS_MOST, THING_MOST = 11, 40
"""Tiles beside the one that leads back, and the letters on one."""
LONGEST_WEBHOOK = 2000
PORT_MOST = 65535
LONGEST = 250
"""Letters of an address or a word."""
ADDRESS = re.compile(r"[^@\s<>]+@[^@\s<>]+")
DIRECTORY = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*")
CLOSED = "closed"
HOURS = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)")
WALL_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class Bounds:
    """As a rule for a number; schema.py tells them to others."""

    least: float
    most: float

    def __call__(self, value: N) -> N:
        if not self.least <= value <= self.most:
            told = f"{value:g}" if abs(value) < ABSURD else "a number without end"
            raise ValueError(f"must be between {self.least:g} and {self.most:g}, not {told}")
        return value


def between(least: float, most: float) -> Bounds:
    return Bounds(least, most)


def one_of(*allowed: float) -> Callable[[float], float]:
    def check(value: float) -> float:
        if value not in allowed:
            raise ValueError(f"must be one of {', '.join(f'{one:g}' for one in allowed)}, not {value:g}")
        return value

    return check


def own_address(value: str) -> str:
    """An address that a port can be opened on."""
    try:
        return str(ip_address(value))
    except ValueError:
        raise ValueError("must be an IP address of this machine, such as 0.0.0.0 for all of them") from None


def some(value: tuple[T, ...]) -> tuple[T, ...]:
    """At least one, each once."""
    if not value:
        raise ValueError("must name at least one, or be left out")
    return tuple(dict.fromkeys(value))


def _mailbox(value: str) -> str:
    if ADDRESS.fullmatch(value) is None or not value.isprintable() or len(value) > LONGEST:
        raise ValueError("must be the mailbox's e-mail address, such as aurora@contoso.com")
    return value


def _directory(value: str) -> str:
    if DIRECTORY.fullmatch(value) is None or len(value) > LONGEST:
        raise ValueError("must be the tenant's ID or domain, such as contoso.onmicrosoft.com")
    return value


def _word(value: str) -> str:
    if not value or value.split() != [value]:
        raise ValueError("must not be empty and must not contain spaces")
    if not value.isprintable() or len(value) > LONGEST:
        raise ValueError("must be one short word of visible letters")
    return value


def _name(value: str) -> str:
    return one_line(value, NAME_MOST)


def _token_label(value: str) -> str:
    if not value.strip() or not value.isprintable() or len(value.encode()) > LABEL_MOST:
        raise ValueError(f"must be the label of a PKCS#11 token, at most {LABEL_MOST} bytes")
    return value


def _file_name(value: str) -> str:
    if not value.strip() or "\0" in value:
        raise ValueError("must name a file")
    return value


def _picture(value: str) -> str:
    """A file, or what a document calls a picture (pictures.py)."""
    if value.startswith("sha256:") and pictures.named(value) is None:
        raise ValueError("must name a file; in a document a picture by its SHA-256 and its size")
    return _file_name(value)


def _zone_name(value: str) -> str:
    try:
        return zone(value).key
    except ValueError as unknown:
        raise ValueError(f"must name a time zone, such as Europe/Berlin, not {value[:60]!r}") from unknown


def _language(value: str) -> str:
    if LANGUAGE.fullmatch(value) is None:
        raise ValueError("must be a language code, such as en or de")
    return value


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _address_of(value: str, *schemes: str) -> str:
    try:
        parts = urlsplit(value)
        usable = parts.scheme in schemes and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        usable = False
        parts = urlsplit("")
    if not usable or parts.query or parts.fragment or value.split() != [value]:
        raise ValueError(f"must be an address that begins with {' or '.join(f'{s}://' for s in schemes)}")
    return value.rstrip("/")


def _graph_address(value: str) -> str:
    address = _address_of(value, "https", "http")
    parts = urlsplit(address)
    if parts.scheme == "http" and not is_loopback(parts.hostname or ""):
        raise ValueError("must begin with https://, or anybody on the way could read meetings and tokens")
    return address


def _webhook_address(value: str) -> str:
    """As it was given to the admin: its path and query may be the secret."""
    try:
        parts = urlsplit(value)
        near = parts.scheme == "http" and is_loopback(parts.hostname or "")
        usable = (parts.scheme == "https" or near) and bool(parts.hostname) and parts.port != 0
        usable = usable and not parts.fragment and parts.username is None
    except ValueError:
        usable = False
    if not usable or not value.isprintable() or value.split() != [value] or len(value) > LONGEST_WEBHOOK:
        raise ValueError("must be the address that reports are posted to, and begin with https://")
    return value


def _things(value: tuple[str, ...]) -> tuple[str, ...]:
    if len(value) > THINGS_MOST:
        raise ValueError(f"must name at most {THINGS_MOST} things")
    return tuple(dict.fromkeys(one_line(name, THING_MOST) for name in value))


def _broker(value: str) -> str:
    host, colon, port = value.rpartition(":")
    if not colon:
        host, port = value, "8883"
    usable = port.isascii() and port.isdigit() and 0 < int(port) <= PORT_MOST
    if not usable or not host or value.split() != [value] or not value.isprintable() or len(value) > LONGEST:
        raise ValueError("must be the broker's name and port, such as broker.contoso.com:8883")
    return f"{host}:{int(port)}"


def _fleet(value: str) -> str:
    if FLEET.fullmatch(value) is None:
        raise ValueError("must be a short name of a-z, 0-9 and hyphens, such as contoso")
    return value


def _sign_in_address(value: str) -> str:
    return _address_of(value, "https")


def _proxy_address(value: str) -> str:
    return _address_of(value, "http", "https")


def _lengths(value: tuple[int, ...]) -> tuple[int, ...]:
    if not value or any(not 1 <= minutes <= DAY for minutes in value):
        raise ValueError(f"must list one or more lengths in minutes, each between 1 and {DAY}")
    return tuple(sorted(set(value)))


def _backlight(value: str) -> str:
    if value not in ("auto", "off") and not (value.startswith("/") and value.isprintable()):
        raise ValueError('must be "auto", "off", or a directory such as /sys/class/backlight/10-0045')
    return value


def _wall_time(value: str) -> str:
    if WALL_TIME.fullmatch(value) is None:
        raise ValueError("must be a time of day, such as 20:00")
    return value


def _hours(value: str) -> str:
    opens, _, closes = value.partition("-")
    if value != CLOSED and (HOURS.fullmatch(value) is None or opens == closes):
        raise ValueError('must be when the room opens and closes, such as "08:00-18:00", or "closed"')
    return value


def _pixels(value: tuple[int, ...]) -> tuple[int, ...]:
    if len(value) != SIDES or any(not 0 <= pixels <= COVERED_MOST for pixels in value):
        raise ValueError(
            f"must be four numbers of pixels (top, right, bottom, left), each between 0 and {COVERED_MOST}"
        )
    return value


Mailbox = Annotated[str, AfterValidator(_mailbox)]
Name = Annotated[str, AfterValidator(_name)]
WebhookAddress = Annotated[str, AfterValidator(_webhook_address)]
Things = Annotated[tuple[str, ...], Field(strict=False), AfterValidator(_things)]
Directory = Annotated[str, AfterValidator(_directory)]
Word = Annotated[str, AfterValidator(_word)]
TokenLabel = Annotated[str, AfterValidator(_token_label)]
PictureName = Annotated[str, AfterValidator(_picture)]
FileName = Annotated[str, AfterValidator(_file_name)]
ZoneName = Annotated[str, AfterValidator(_zone_name)]
Language = Annotated[str, AfterValidator(_language)]
GraphAddress = Annotated[str, AfterValidator(_graph_address)]
SignInAddress = Annotated[str, AfterValidator(_sign_in_address)]
BrokerAddress = Annotated[str, AfterValidator(_broker)]
FleetName = Annotated[str, AfterValidator(_fleet)]
ProxyAddress = Annotated[str, AfterValidator(_proxy_address)]
BacklightWish = Annotated[str, AfterValidator(_backlight)]
Lengths = Annotated[tuple[int, ...], AfterValidator(_lengths)]
OpeningHours = Annotated[str, AfterValidator(_hours)]
WallTime = Annotated[str, AfterValidator(_wall_time)]
Pixels = Annotated[tuple[int, ...], AfterValidator(_pixels)]
