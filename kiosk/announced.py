"""The mDNS record of a port that a display has open: a hint for whoever looks for it, and nothing that anybody believes.

It names the display's id, whether it has a room, and where it is heard. Who answers there must prove what it is.
"""

from __future__ import annotations

import logging
import socket
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zeroconf import ServiceInfo, Zeroconf

log = logging.getLogger("kiosk")
KIND = "_roomdisplay._tcp.local."
PAIRED, UNPAIRED = "paired", "unpaired"
ANY = ("0.0.0.0", "::")  # noqa: S104 - compared, not opened


class Announced:
    """From `open` to `close`. It waits for nobody and is in nobody's way: a network without multicast costs a line in the log."""

    def __init__(self, listen: str, port: int, display: str, state: str) -> None:
        self._listen, self._port, self._display, self._state = listen, port, display, state
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._live, name="mdns", daemon=True)

    def open(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """Says that it is gone."""
        self._closed.set()
        self._thread.join(5)

    def _live(self) -> None:
        from zeroconf import Error, InterfaceChoice, Zeroconf  # noqa: PLC0415 - most displays have no port open

        if not own_address(self._listen):
            return  # there is no network, and nobody who looks
        try:
            line = Zeroconf(InterfaceChoice.All if self._listen in ANY else [self._listen])
        except (OSError, Error) as wrong:
            log.warning("the display cannot be found by mDNS here: %s", wrong)
            return
        try:
            self._say(line)
            self._closed.wait()
        except (OSError, Error) as wrong:
            log.warning("the display cannot be found by mDNS here: %s", type(wrong).__name__)
        finally:
            with suppress(OSError, Error):
                line.close()

    def _say(self, line: Zeroconf) -> None:
        line.register_service(record(self._display, self._state, self._listen, self._port))


def record(display: str, state: str, listen: str, port: int) -> ServiceInfo:
    """As it is told to others."""
    from zeroconf import ServiceInfo  # noqa: PLC0415 - as above

    told = {"v": "1", "id": display, "st": state}
    return ServiceInfo(
        KIND, f"{display}.{KIND}", port=port, properties=told, server=f"{display}.local.",
        parsed_addresses=[own_address(listen)],
    )  # fmt: skip


def own_address(listen: str) -> str:
    """The address that others reach this machine by; "": there is no network."""
    if listen not in ANY:
        return listen
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            asked.connect(("192.0.2.1", 9))  # of no packet: only which way one would go
        except OSError:
            return ""
        return str(asked.getsockname()[0])
