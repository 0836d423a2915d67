"""Displays that say by mDNS where they are: hints. Who answers there proves what it is, or nothing is said to it."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from zeroconf import ServiceBrowser, ServiceListener, Zeroconf

from kiosk.announced import KIND

LOOK = 3.0
"""Seconds: an answer comes within one where it comes at all."""


@dataclass(frozen=True, slots=True)
class Found:
    """`state`: paired or unpaired."""

    id: str
    state: str
    address: str


class _Listener(ServiceListener):
    def __init__(self) -> None:
        self.found: dict[str, Found] = {}
        self._lock = threading.Lock()

    def add_service(self, zc: Zeroconf, type_: str, name: str) -> None:
        about = zc.get_service_info(type_, name)
        if about is None or not about.parsed_addresses():
            return
        told = {
            key.decode(errors="replace"): (value or b"").decode(errors="replace")
            for key, value in about.properties.items()
        }
        one = Found(told.get("id", ""), told.get("st", ""), f"{about.parsed_addresses()[0]}:{about.port}")
        with self._lock:
            self.found[one.id] = one

    def update_service(self, zc: Zeroconf, type_: str, name: str) -> None:
        self.add_service(zc, type_, name)

    def remove_service(self, zc: Zeroconf, type_: str, name: str) -> None:
        """Somebody who has just left may still be asked."""


def look(seconds: float = LOOK) -> dict[str, Found]:
    """Whoever answers within that time, by id. A network that carries no multicast has nobody."""
    listener = _Listener()
    try:
        line = Zeroconf()
    except OSError:
        return {}
    try:
        ServiceBrowser(line, KIND, listener)
        threading.Event().wait(seconds)
    finally:
        line.close()
    return dict(listener.found)
