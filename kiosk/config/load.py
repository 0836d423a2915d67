"""Reads kiosk.toml and looks at the files that it names. What the values mean is desired.py's."""

from __future__ import annotations

import ssl
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kiosk import credentials
from kiosk.config import pictures
from kiosk.config.desired import Config, of_json, toml, validated
from kiosk.config.problems import ConfigProblem
from kiosk.config.refused import Refused

LARGEST_FILE = 1024 * 1024
"""Bytes. A configuration has some hundreds, all public authorities together a quarter of this."""


_NOT_HANDED = (
    "{name}: only the display's own service is given that file, by systemd (${folder} is not set here). Look at the unit's "
    "LoadCredentialEncrypted=, and run other commands as docs/guides/credentials.md says."
)


class _Strange(Exception):
    """What lies there is no file, or none of a size that anybody means."""


def load(path: Path) -> Config:
    """The configuration in `path`, with the files it names checked and their paths made absolute.

    A certificate that is missing is not a problem here: the display makes it when it first needs one.

    Raises:
        ConfigProblem: with one plain sentence for each thing that is wrong.
    """
    return settled(tables(path), path)


def tables(path: Path) -> dict[str, Any]:
    """What stands in the file, unread as to its meaning. Raises `ConfigProblem`."""
    text = _text(path)
    return of_json(text) if path.suffix == ".json" else toml(text)


def settled(document: Mapping[str, Any], path: Path) -> Config:
    """The configuration of these tables, with the files that they name looked for beside `path`. Raises `ConfigProblem`."""
    resolved = _resolved(validated(document), path.absolute().parent)
    if resolved.paired:
        problems = _files(resolved)
        if problems:
            raise ConfigProblem(problems)
    return resolved


def _read(path: Path) -> bytes:
    """The whole file. A pipe or a device would hold the start up for ever."""
    about = path.stat()
    if stat.S_ISDIR(about.st_mode):
        raise _Strange("is a folder")
    if not stat.S_ISREG(about.st_mode):
        raise _Strange("is not a file")
    with path.open("rb") as file:
        content = file.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise _Strange("is far too large")
    return content


def _text(path: Path) -> str:
    try:
        return _read(path).decode("utf-8-sig")
    except _Strange as strange:
        raise ConfigProblem([f"{path} {strange}."]) from None
    except UnicodeDecodeError as garbled:
        line = garbled.object.count(b"\n", 0, garbled.start) + 1
        raise ConfigProblem([f"{path} is not UTF-8 text, line {line}. Save it as UTF-8."]) from None
    except OSError as unreadable:
        raise ConfigProblem([f"{path} cannot be read: {unreadable.strerror}."]) from None


def _resolved(config: Config, folder: Path) -> Config:
    def absolute(name: str | None) -> str | None:
        try:
            return None if name is None else str(credentials.located(name, folder))
        except credentials.NotHanded:
            raise ConfigProblem([_NOT_HANDED.format(name=name, folder=credentials.FOLDER)]) from None

    def library(name: str | None) -> str | None:
        """A bare name is for the system's loader."""
        return absolute(name) if name and "/" in name else name

    user = config.system_user.model_copy(
        update={
            "certificate_file": absolute(config.system_user.certificate_file),
            "pkcs11_module": library(config.system_user.pkcs11_module),
            "pkcs11_pin_file": absolute(config.system_user.pkcs11_pin_file),
            "client_secret_file": absolute(config.system_user.client_secret_file),
        }
    )
    graph = config.graph and config.graph.model_copy(update={"ca_file": absolute(config.graph.ca_file)})
    token, authority = absolute(config.light.http_token_file), absolute(config.light.http_ca_file)
    light = config.light.model_copy(update={"http_token_file": token, "http_ca_file": authority})
    device = absolute(config.presence.evdev_device)
    presence = config.presence.model_copy(update={"evdev_device": device})
    report = config.report.model_copy(
        update={"webhook_token_file": absolute(config.report.webhook_token_file)}
    )
    pushed = config.config.model_copy(
        update={
            key: absolute(getattr(config.config, key))
            for key in ("trust_file", "broker_ca_file", "broker_certificate_file")
        }
    )
    brand = config.brand.model_copy(
        update={
            key: told if told is None or pictures.named(told) else absolute(told)
            for key in pictures.KEYS
            for told in (getattr(config.brand, key),)
        }
    )
    password, authority = absolute(config.mqtt.password_file), absolute(config.mqtt.ca_file)
    mqtt = config.mqtt.model_copy(update={"password_file": password, "ca_file": authority})
    return config.model_copy(
        update={
            "brand": brand,
            "report": report,
            "system_user": user,
            "graph": graph,
            "light": light,
            "presence": presence,
            "mqtt": mqtt,
            "config": pushed,
        }
    )


def _files(config: Config) -> list[str]:
    user = config.system_user
    problems: list[str] = []
    if config.graph is not None and config.graph.ca_file is not None:
        problems += _anchors(Path(config.graph.ca_file))
    if user.sign_in == "client_secret" and user.client_secret_file is not None:
        problems += _secret("system_user.client_secret_file", Path(user.client_secret_file), needed=True)
    if user.pkcs11_pin_file is not None:
        problems += _secret("system_user.pkcs11_pin_file", Path(user.pkcs11_pin_file), needed=True)
    elif user.sign_in == "certificate":
        problems += _secret("system_user.certificate_file", Path(user.certificate_file), needed=False)
    for key, file in (
        ("light.http_token_file", config.light.http_token_file),
        ("report.webhook_token_file", config.report.webhook_token_file),
        ("mqtt.password_file", config.mqtt.password_file),
    ):
        problems += [] if file is None else _secret(key, Path(file), needed=False)
    for key in pictures.KEYS:
        told = getattr(config.brand, key)
        problems += [] if told is None or pictures.named(told) else _picture(key, Path(told))
    return problems


def _picture(key: str, path: Path) -> list[str]:
    try:
        pictures.look(key, _read(path))
    except _Strange as strange:
        return [f"brand.{key}: {path} {strange}."]
    except OSError as unreadable:
        return [f"brand.{key}: {path} cannot be read: {unreadable.strerror}."]
    except Refused as refused:
        return list(refused.lines)
    return []


def _anchors(path: Path) -> list[str]:
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cadata=_read(path).decode("ascii"))
    except _Strange as strange:
        return [f"graph.ca_file: {path} {strange}."]
    except (ssl.SSLError, ValueError):
        return [f"graph.ca_file: {path} holds no certificate authority in PEM form."]
    except OSError as unreadable:
        return [f"graph.ca_file: {path} cannot be read: {unreadable.strerror}."]
    return []


def _secret(key: str, path: Path, *, needed: bool) -> list[str]:
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            return [f"{key}: {path} is not a file."]
        if credentials.open_to_others(path, about):
            return [f"{key}: {path} can be read or changed by others. Run: chmod 600 {path}"]
        with path.open("rb"):
            pass
    except FileNotFoundError:
        return [f"{key}: there is no file {path}."] if needed else []
    except OSError as unreadable:
        return [f"{key}: {path} cannot be read: {unreadable.strerror}."]
    return []
