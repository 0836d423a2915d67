"""How a display of a fleet proves who it is to its hub: with its own key, and what the fleet's authority says of it. Roof."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.config.desired import Config

if TYPE_CHECKING:
    from kiosk.pairing.identity import Identity


class Unproven(Exception):
    """The display has nothing, or nothing usable, to show to its hub; the text says what."""


def context(config: Config, folder: Path) -> ssl.SSLContext:
    """For dialling the hub; `folder`: the display's data directory. Reads the disk.

    Raises:
        Unproven: a certificate cannot be read or is for another key, or the display's own key is not what it should be.
    """
    table, graph = config.config, config.graph
    authority = None if table.broker_ca_file is None else Path(table.broker_ca_file)
    with _told():
        made = _identity(folder).client(folder, _certificate(config), authority)
        if graph is not None and graph.ca_file is not None:
            made.load_verify_locations(cafile=graph.ca_file)
    return made


def show_anew(made: ssl.SSLContext, config: Config, folder: Path) -> None:
    """What the fleet says of the display may have been renewed. Raises as `context` does."""
    with _told():
        _identity(folder).show(made, folder, _certificate(config))


def _identity(folder: Path) -> Identity:
    from kiosk.pairing.identity import identity  # noqa: PLC0415 - cryptography: most displays need none to show a room

    return identity(folder)


@contextmanager
def _told() -> Iterator[None]:
    from kiosk.pairing.identity import IdentityUnusable  # noqa: PLC0415 - the same

    try:
        yield
    except (OSError, IdentityUnusable) as wrong:
        raise Unproven(str(wrong)) from None


def _certificate(config: Config) -> Path:
    file = config.config.broker_certificate_file
    if file is None:
        raise FileNotFoundError("config.broker_certificate_file")
    return Path(file)
