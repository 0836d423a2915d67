"""The whole configuration of one display, parsed from kiosk.toml or refused with every reason. Pure.

Reading the file, and looking at the files that it names, is load.py's.
"""

from __future__ import annotations

import copy
import json
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, time, timedelta
from typing import Any

from pydantic import Field, ValidationError

from kiosk.config.devices import LightTable, MqttTable, PresenceTable, missing
from kiosk.config.hours import HoursTable
from kiosk.config.nearby import FindRoomTable, Rooms
from kiosk.config.problems import MEANINGS, ConfigProblem, of_syntax, of_values
from kiosk.config.tables import (
    BookingTable,
    BrandTable,
    ConfigTable,
    DisplayTable,
    GraphTable,
    PairingTable,
    ReportTable,
    RoomTable,
    SystemUserTable,
    Table,
    UpdateTable,
)
from kiosk.room.link import outlook_of
from kiosk.room.model import Mode, Privacy, Settings
from kiosk.room.reach import EasyReach


class Config(Table):
    """What the admin wants. Without `graph` or a room's mailbox the display is not paired yet."""

    graph: GraphTable | None = None
    system_user: SystemUserTable = Field(default_factory=SystemUserTable)
    room: RoomTable = Field(default_factory=RoomTable)
    booking: BookingTable = Field(default_factory=BookingTable)
    hours: HoursTable = Field(default_factory=HoursTable)
    display: DisplayTable = Field(default_factory=DisplayTable)
    brand: BrandTable = Field(default_factory=BrandTable)
    light: LightTable = Field(default_factory=LightTable)
    presence: PresenceTable = Field(default_factory=PresenceTable)
    mqtt: MqttTable = Field(default_factory=MqttTable)
    find_room: FindRoomTable = Field(default_factory=FindRoomTable)
    nearby: Rooms = ()
    report: ReportTable = Field(default_factory=ReportTable)
    pairing: PairingTable = Field(default_factory=PairingTable)
    config: ConfigTable = Field(default_factory=ConfigTable)
    update: UpdateTable = Field(default_factory=UpdateTable)

    @property
    def paired(self) -> bool:
        """The display knows its room and where to ask for it."""
        return self.graph is not None and self.room.mailbox is not None

    def settings(self) -> Settings:
        """The policies that faces and decisions depend on."""
        plain = Settings()
        work_start, work_end = self.hours.working() or (plain.work_start, plain.work_end)
        return Settings(
            durations=self.booking.durations,
            max_length=timedelta(minutes=self.booking.max_minutes),
            days_ahead=self.booking.days_ahead,
            hold_offline=self.booking.when_offline == "hold",
            confirm_timeout=timedelta(seconds=self.booking.confirm_timeout_seconds),
            stale_after=timedelta(seconds=self.booking.stale_after_seconds),
            check_in=self.booking.check_in,
            check_in_opens=timedelta(minutes=self.booking.check_in_opens_minutes),
            release_after=timedelta(minutes=self.booking.release_after_minutes),
            decline_others=self.booking.decline_others,
            for_somebody=self.booking.for_somebody,
            exempt_longer=timedelta(minutes=self.booking.exempt_longer_minutes),
            exempt_created=timedelta(minutes=self.booking.exempt_created_minutes),
            exempt_organizers=frozenset(mailbox.lower() for mailbox in self.booking.exempt_organizers),
            privacy=Privacy(self.display.privacy),
            easy_reach=EasyReach(self.display.easy_reach),
            outlook=outlook_of(self.graph.base_url) if self.graph and self.display.qr else "",
            mode=Mode(self.system_user.booking),
            hours=self.hours.week(),
            work_start=work_start,
            work_end=work_end,
            night=self._night(),
            orbit=self.display.orbit,
            report=self.report.reportable(),
        )

    def _night(self) -> tuple[time, time] | None:
        begin, end = (time.fromisoformat(wall) for wall in (self.display.night_from, self.display.night_to))
        return None if begin == end else (begin, end)


def toml(text: str) -> dict[str, Any]:
    """The tables of a TOML document.

    Raises:
        ConfigProblem: it is none, in one plain sentence.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as broken:
        raise ConfigProblem(of_syntax(broken)) from None
    except (ValueError, RecursionError):  # a number of thousands of digits, lists in lists without end
        raise ConfigProblem(
            ["The file is TOML that nobody writes: a number or a nesting without end."]
        ) from None


def of_json(text: str) -> dict[str, Any]:
    """As `toml`, of a JSON object: how a configuration is handed over."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        raise ConfigProblem(["The configuration that was handed over is no JSON."]) from None
    if not isinstance(document, dict):
        raise ConfigProblem(["The configuration that was handed over is no JSON object."])
    return _with_days(document)


def parse(text: str) -> Config:
    """The configuration that a TOML document asks for; nothing that it names is looked at.

    Raises:
        ConfigProblem: with one plain sentence for each thing that is wrong.
    """
    return validated(toml(text))


def parse_json(text: str) -> Config:
    """As `parse`, of a JSON object."""
    return validated(of_json(text))


def understood(document: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The tables without the keys that are not known here, and these: a newer sender may know more."""
    document = _with_days(document)
    try:
        Config.model_validate(document)
    except ValidationError as wrong:
        unknown = [error["loc"] for error in wrong.errors() if error["type"] == "extra_forbidden"]
    else:
        unknown = []
    rest = copy.deepcopy(document)
    for *way, last in unknown:
        place: Any = rest
        for step in way:
            place = place[step]
        del place[last]
    return rest, tuple("/" + "/".join(str(step) for step in place) for place in unknown)


def _with_days(document: Mapping[str, Any]) -> dict[str, Any]:
    """TOML knows days, JSON does not."""
    user = document.get("system_user")
    if not isinstance(user, dict) or not isinstance(user.get("client_secret_expires"), str):
        return dict(document)
    with suppress(ValueError):
        return {
            **document,
            "system_user": {
                **user,
                "client_secret_expires": date.fromisoformat(user["client_secret_expires"]),
            },
        }
    return dict(document)


def validated(document: Mapping[str, object]) -> Config:
    """The configuration that these tables ask for.

    Raises:
        ConfigProblem: with one plain sentence for each thing that is wrong.
    """
    document = {name: table for name, table in document.items() if (name, table) != ("graph", {})}
    nameless = _nameless(document)
    try:
        config = Config.model_validate(document)
    except ValidationError as wrong:
        told = of_values(wrong.errors(include_url=False, include_input=True), Config)
        raise ConfigProblem((*nameless, *told)) from None
    if nameless:
        raise ConfigProblem(nameless)
    lacking = (*_missing_together(config), *missing(config.light, config.presence, config.mqtt))
    if lacking and config.paired:
        raise ConfigProblem(lacking)
    return config


def _nameless(document: Mapping[str, object]) -> tuple[str, ...]:
    """Whoever signs in at Entra says where, and as what."""
    graph, user = document.get("graph"), document.get("system_user")
    by_itself = isinstance(user, Mapping) and user.get("sign_in") == "device"
    if not isinstance(graph, Mapping) or by_itself:
        return ()
    keys = ("tenant_id", "client_id")
    return tuple(f"graph.{key} is missing. {MEANINGS[f'graph.{key}']}." for key in keys if key not in graph)


def _missing_together(config: Config) -> tuple[str, ...]:
    """What is needed only because of another key."""
    user = config.system_user
    lines: list[str] = []
    if user.sign_in == "client_secret" and user.client_secret_file is None:
        lines.append(
            "system_user.client_secret_file is missing. Name the file that holds the client secret, "
            'or set sign_in = "certificate".'
        )
    if user.sign_in == "device":
        lines += [
            f"config.{key} is missing. A display that signs in as itself belongs to a fleet: kiosk pair --hub."
            for key in ("broker_certificate_file", "broker_ca_file")
            if getattr(config.config, key) is None
        ]
    named = {key: getattr(user, key) for key in ("pkcs11_module", "pkcs11_token", "pkcs11_pin_file")}
    if any(named.values()):
        lines += [
            f"system_user.{key} is missing. A security chip needs all three: pkcs11_module, pkcs11_token, pkcs11_pin_file."
            for key, value in named.items()
            if value is None
        ]
        if user.sign_in != "certificate":
            lines.append(
                'system_user.pkcs11_module needs sign_in = "certificate": a chip holds a key, no client secret.'
            )
    if config.report.mail_to is not None and user.mailbox is None and user.booking != "invite":
        lines.append(
            "system_user.mailbox is missing. Name the mailbox that sends reports to facilities, or remove report.mail_to."
        )
    if user.booking == "invite" and user.mailbox is None:
        lines.append(
            "system_user.mailbox is missing. Name the mailbox in whose name the display books, "
            'or set booking = "direct".'
        )
    return tuple(lines)
