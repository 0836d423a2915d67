"""A lamp that is told over HTTP: our own JSON, WLED, or Shelly. Bounded, on the lamp's own thread, and no redirect is followed.

Nothing but the light's state leaves.
"""

from __future__ import annotations

import http.client
import json
import ssl
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from urllib.parse import urlsplit

from kiosk.device.mqtt import message_of
from kiosk.device.trouble import Absent
from kiosk.room.light import Light, Motion

PATIENCE = 5.0
"""Seconds without a sign from the other side."""
GOOD = range(200, 300)
REFUSED = (401, 403)
SOLID, BREATHE = 0, 2
"""WLED's effects; Breathe takes 65,536 / (speed / 8 + 10) ms (mode_breath in its FX.cpp), so 4.1 s at 48."""
FOUR_SECONDS = 48


class Style(Enum):
    """Which words the lamp understands."""

    JSON = "json"
    """The same object as over MQTT, to the address itself."""
    WLED = "wled"
    """WLED's JSON API: /json/state."""
    SHELLY = "shelly"
    """Shelly's RPC of the second generation and later, component rgb:0: /rpc."""


PATHS = {Style.JSON: "", Style.WLED: "/json/state", Style.SHELLY: "/rpc"}


@dataclass(frozen=True, slots=True)
class Address:
    """Where the lamp is and how it is spoken to. `url` without a slash at its end."""

    url: str
    style: Style = Style.JSON
    method: str = "POST"
    token_file: Path | None = None
    ca_file: Path | None = None


def body_of(light: Light, style: Style) -> bytes:
    """What the lamp is told."""
    rgb, lit = list(light.hue.value), light.lit
    match style:
        case Style.JSON:
            return message_of(light)
        case Style.WLED:
            breathes = light.motion is Motion.BREATH
            segment = {
                "id": 0,
                "fx": BREATHE if breathes else SOLID,
                "sx": FOUR_SECONDS,
                "col": [rgb, [0, 0, 0]],
            }
            told: dict[str, object] = {
                "on": lit,
                "bri": max(1, round(light.brightness * 255)),
                "seg": [segment],
            }
            return json.dumps(told if lit else {"on": False}).encode()
        case Style.SHELLY:
            params = {"id": 0, "on": lit, "rgb": rgb, "brightness": max(1, round(light.brightness * 100))}
            told = {
                "id": 1,
                "src": "kiosk",
                "method": "RGB.Set",
                "params": params if lit else {"id": 0, "on": False},
            }
            return json.dumps(told).encode()


class WebLamp:
    """One address that is told each change, and once a minute what it should show, should it have forgotten."""

    breathes = False
    again_every = 60.0

    def __init__(self, address: Address) -> None:
        self._address = address
        self._parts = urlsplit(address.url)

    @property
    def name(self) -> str:
        return f"light at {self._parts.netloc}"

    def show(self, light: Light, share: float) -> None:
        del share  # the lamp breathes by itself
        address, parts = self._address, self._parts
        path = (parts.path + PATHS[address.style] or "/") + (f"?{parts.query}" if parts.query else "")
        line = self._line()
        try:
            line.request(address.method, path, body_of(light, address.style), self._headers())
            status = line.getresponse().status
        except (OSError, http.client.HTTPException) as failure:
            raise self._silent(failure) from None
        finally:
            line.close()
        if status in REFUSED:
            raise Absent(
                f"The light at {parts.netloc} refuses the display ({status}).",
                "Compare light.http_token_file.",
            )
        if status not in GOOD:
            raise Absent(
                f"The light at {parts.netloc} does not understand the display ({status}).",
                "Compare light.http_url and light.http_style. A redirect is not followed.",
            )

    def close(self) -> None:
        """Nothing is kept open."""

    def probe(self) -> str:
        line = self._line()
        try:
            line.connect()
        except OSError as failure:
            raise self._silent(failure) from None
        finally:
            line.close()
        self._headers()
        return f"The light at {self._parts.netloc} answers."

    def _line(self) -> http.client.HTTPConnection:
        host = self._parts.hostname or ""
        if self._parts.scheme == "http":
            return http.client.HTTPConnection(host, self._parts.port, timeout=PATIENCE)
        try:
            context = ssl.create_default_context(cafile=self._address.ca_file)
        except OSError as unreadable:
            raise Absent(
                f"light.http_ca_file {self._address.ca_file} cannot be used ({type(unreadable).__name__}).",
                "It must hold the certificate of the authority that signed the light's, in PEM form.",
            ) from None
        return http.client.HTTPSConnection(host, self._parts.port, timeout=PATIENCE, context=context)

    def _headers(self) -> dict[str, str]:
        headers = {"Content-Type": "application/json", "User-Agent": "kiosk"}
        path = self._address.token_file
        if path is not None:
            try:
                headers["Authorization"] = f"Bearer {path.read_text(encoding='ascii').strip()}"
            except (OSError, UnicodeDecodeError):
                raise Absent(
                    f"light.http_token_file {path} cannot be read.",
                    f"It must be a text file of this user: chmod 600 {path}",
                ) from None
        return headers

    def _silent(self, failure: Exception) -> Absent:
        if isinstance(failure, ssl.SSLCertVerificationError):
            return Absent(
                f"The certificate of the light at {self._parts.netloc} is not trusted.",
                "Name the authority that signed it in light.http_ca_file.",
            )
        return Absent(
            f"The light at {self._parts.netloc} does not answer ({type(failure).__name__}).",
            "Compare light.http_url, and let the display reach it.",
        )
