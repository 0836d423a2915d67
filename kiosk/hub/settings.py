"""A hub's own settings: hub.toml in its folder, as `kiosk hub init` wrote it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from kiosk.config import topics
from kiosk.config.rules import Directory, FileName, Mailbox, Word, between, own_address
from kiosk.config.tables import GraphTable, Table

NAME = "hub.toml"
PORT, BROKER_PORT = 8444, 8883


class SettingsWrong(Exception):
    """hub.toml cannot be used. The text says what is wrong, a line a key."""


class Relay(GraphTable):
    """As whom the hub asks Exchange in its displays' stead. Files are relative to the hub's folder."""

    tenant_id: Directory
    client_id: Word
    poll_seconds: Annotated[float, AfterValidator(between(1, 300))] = 30
    """What displays are told: how often they ask, besides when they are nudged."""
    mailbox: Mailbox
    """The system user's."""
    booking: Literal["invite", "direct"] = "invite"
    sign_in: Literal["certificate", "client_secret"] = "certificate"
    certificate_file: FileName = "relay.pem"
    client_secret_file: FileName | None = None
    at_once: Annotated[int, AfterValidator(between(1, 16))] = 4
    """Requests of this hub process: Exchange allows four of one application (facts.md §4.1)."""

    def tables(self, url: str) -> dict[str, dict[str, object]]:
        """What a display is handed that is to ask this hub, found at `url`."""
        return {
            "graph": {"base_url": f"{url}/graph/v1.0", "poll_seconds": self.poll_seconds},
            "system_user": {"mailbox": self.mailbox, "sign_in": "device", "booking": self.booking},
        }


class Notices(Table):
    """Where Exchange tells the hub of changes: `url` must be reachable from the internet."""

    url: Annotated[str, Field(pattern=r"^https://[^/?#]+/[^?#]*[^?#/]$")]
    listen: Annotated[str, AfterValidator(own_address)] = "0.0.0.0"  # noqa: S104 - TLS only, and the secret is looked at
    port: Annotated[int, AfterValidator(between(0, 65535))] = 8445
    certificate_file: FileName | None = None
    """Chain and key, PEM, for `url`. None: the fleet's own, for where something in between speaks TLS to the internet."""


class Settings(BaseModel):
    """`url`: where admins and displays find the hub; `broker`: where displays find the broker, host:port."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=f"^{topics.FLEET.pattern}$")
    url: str = Field(pattern=r"^https://[^/]+$")
    listen: str = "0.0.0.0"  # noqa: S104 - TLS only, and nobody is heard without a certificate
    broker: str = Field(pattern=r"^.+:\d+$")
    broker_listen: str = "0.0.0.0"  # noqa: S104 - the same
    database: str = ""
    relay: Relay | None = None
    notices: Notices | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.notices is not None and self.relay is None:
            raise ValueError("[notices] needs [relay]: who asks to be told of changes must sign in")
        if (
            self.relay is not None
            and self.relay.sign_in == "client_secret"
            and self.relay.client_secret_file is None
        ):
            raise ValueError("relay.client_secret_file is missing: the file that holds the client secret")
        return self

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    @property
    def port(self) -> int:
        return urlsplit(self.url).port or 443

    @property
    def broker_host(self) -> str:
        return self.broker.rpartition(":")[0].strip("[]")

    @property
    def broker_port(self) -> int:
        return int(self.broker.rpartition(":")[2])

    def database_in(self, folder: Path) -> str:
        return self.database or f"sqlite:///{(folder / 'hub.db').absolute()}"


def written(settings: Settings) -> str:
    """As hub.toml has it."""
    lines = [f'{key} = "{value}"' for key, value in settings.model_dump(exclude_none=True).items()]
    return "\n".join(["# A hub of Kiosk: docs/guides/fleet.md", *lines, ""])


def read(folder: Path) -> Settings:
    """Raises SettingsWrong."""
    try:
        told = tomllib.loads((folder / NAME).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SettingsWrong(f"{folder} is no hub's folder. Make one: kiosk hub init --dir {folder}") from None
    except OSError as refused:
        raise SettingsWrong(f"{folder / NAME} cannot be read: {refused.strerror}.") from None
    except tomllib.TOMLDecodeError as wrong:
        raise SettingsWrong(f"{folder / NAME}: {wrong}") from None
    try:
        return Settings.model_validate(told)
    except ValidationError as wrong:
        lines = [
            f"{folder / NAME}: {'.'.join(map(str, one['loc'])) or 'settings'}: {one['msg']}"
            for one in wrong.errors()
        ]
        raise SettingsWrong("\n".join(lines)) from None
