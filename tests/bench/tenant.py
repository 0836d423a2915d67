"""The sandbox as the benchmarks need it: started, asked what was asked of it, and told of a meeting."""

from __future__ import annotations

import json
import ssl
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.outside.display import KIOSK
from tests.outside.screen import LEASH


@dataclass(frozen=True)
class Tenant:
    folder: Path
    told: Mapping[str, Any]
    control: httpx.Client
    environment: Mapping[str, str]

    @property
    def config(self) -> Path:
        """Of a display for its first room."""
        return Path(self.told["config"])

    @property
    def data(self) -> Path:
        """That display's data directory."""
        return self.folder / "data"

    def asked(self) -> int:
        """How many requests Graph and Entra have had."""
        return len(self.control.get("requests").raise_for_status().json()["value"])

    def book(self, number: int) -> None:
        """A short meeting within the hour, the next one behind it."""
        sent = {
            "room": self.told["rooms"][0],
            "person": "lena",
            "in": 15 + 6 * number,
            "minutes": 5,
            "subject": "Bench",
        }
        self.control.post("book", json=sent).raise_for_status()

    def known(self) -> object:
        """What the display knows of its room's meetings."""
        command = [str(KIOSK), "status", "--data-dir", str(self.data), "--json"]
        done = subprocess.run(
            command, env=dict(self.environment), capture_output=True, check=True, timeout=30
        )
        status = json.loads(done.stdout)
        return status["current"], status["next"], status["until"]


@contextmanager
def tenant(folder: Path, environment: Mapping[str, str]) -> Iterator[Tenant]:
    command = [*LEASH, str(KIOSK), "sandbox", "--dir", str(folder / "tenant")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=dict(environment)) as process:
        try:
            assert process.stdout is not None
            told = json.loads(process.stdout.readline())
            key = json.loads(Path(told["control_file"]).read_text(encoding="utf-8"))["key"]
            with httpx.Client(
                base_url=told["control"], headers={"Authorization": f"Bearer {key}"}, trust_env=False, timeout=15,
                verify=ssl.create_default_context(cafile=told["ca_file"]),
            ) as control:  # fmt: skip
                yield Tenant(folder, told, control, environment)
        finally:
            process.kill()
