"""A hub's own settings: hub.toml in its folder, as `kiosk hub init` wrote it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kiosk.config import topics

NAME = "hub.toml"
PORT, BROKER_PORT = 8444, 8883


class SettingsWrong(Exception):
    """hub.toml cannot be used. The text says what is wrong, a line a key."""


class Settings(BaseModel):
    """`url`: where admins and displays find the hub; `broker`: where displays find the broker, host:port."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=f"^{topics.FLEET.pattern}$")
    url: str = Field(pattern=r"^https://[^/]+$")
    listen: str = "0.0.0.0"  # noqa: S104 - TLS only, and nobody is heard without a certificate
    broker: str = Field(pattern=r"^.+:\d+$")
    broker_listen: str = "0.0.0.0"  # noqa: S104 - the same
    database: str = ""

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
    lines = [f'{key} = "{value}"' for key, value in settings.model_dump().items()]
    return "\n".join(["# A hub of Kiosk: docs/guides/fleet.md", *lines, ""])


def read(folder: Path) -> Settings:
    """Raises SettingsWrong."""
    try:
        return Settings.model_validate(tomllib.loads((folder / NAME).read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise SettingsWrong(f"{folder} is no hub's folder. Make one: kiosk hub init --dir {folder}") from None
    except OSError as refused:
        raise SettingsWrong(f"{folder / NAME} cannot be read: {refused.strerror}.") from None
    except tomllib.TOMLDecodeError as wrong:
        raise SettingsWrong(f"{folder / NAME}: {wrong}") from None
    except ValidationError as wrong:
        raise SettingsWrong(
            "\n".join(
                f"{folder / NAME}: {'.'.join(map(str, one['loc']))}: {one['msg']}" for one in wrong.errors()
            )
        ) from None
