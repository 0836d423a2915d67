"""A hub that relays to a sandbox, and displays that ask it."""

from __future__ import annotations

import json
from pathlib import Path

import httpx

from kiosk.fleet_line import FleetLine
from kiosk.sandbox.model.switches import Switches
from kiosk.sandbox.running import Plan
from tests.fakes.mosquitto import free_port
from tests.hub.crowd import Display
from tests.hub.stage import Stage
from tests.sandbox.conftest import Office, start, unscoped

DISPLAYS = "displays@contoso.com"
QUICK = Switches(latency_from=0, latency_to=0, change_key_race="never")


class World:
    """A hub that relays to a sandbox, and displays that ask it."""

    def __init__(self, folder: Path, database: str = "", poll_seconds: float = 30) -> None:
        self.stage, self.database = Stage(folder, database), database
        company = unscoped()  # what the hub could do, its displays still may not
        company.permissions = (*company.permissions, "Calendars.Read")
        authority = self.stage.hub / "fleet-ca.pem"
        self.office = Office(
            start(Plan(folder / "sandbox", company, switches=QUICK, authorities=[authority]))
        )
        facts, self.notices = self.office.facts, free_port()
        (self.stage.hub / "secret").write_bytes((folder / "sandbox" / "secret").read_bytes())
        (self.stage.hub / "secret").chmod(0o600)
        told = {
            "tenant_id": str(company.tenant_id), "client_id": str(company.client_id), "mailbox": DISPLAYS,
            "base_url": facts["base_url"], "authority": facts["authority"], "ca_file": facts["ca_file"],
            "sign_in": "client_secret", "client_secret_file": "secret", "poll_seconds": poll_seconds,
        }  # fmt: skip
        lines = ["[relay]", *(f"{key} = {json.dumps(value)}" for key, value in told.items()), "[notices]",
                 f'url = "https://127.0.0.1:{self.notices}/notices"', f"port = {self.notices}"]  # fmt: skip
        with (self.stage.hub / "hub.toml").open("a") as file:
            file.write("\n".join(lines) + "\n")
        self.base = f"https://127.0.0.1:{self.stage.port}/graph/v1.0"
        self.authority = ""
        self._clients: list[httpx.Client] = []
        self._held: dict[str, httpx.Client] = {}

    def open(self) -> None:
        self.stage.open()
        self.line = FleetLine(self.stage.person("lena", "admin"))

    def close(self) -> None:
        for client in self._clients:
            client.close()
        self.line.__exit__()
        self.stage.close()
        self.office.close()
        self.office.started.end()
        assert self.office.wrong == []

    def display(self, name: str) -> Display:
        one = Display()
        self.authority = self.stage.admit(self.line, one, name, room=f"{name}@contoso.com")
        return one

    def client(self, one: Display) -> httpx.Client:
        """As somebody who has the display's key would ask."""
        client = httpx.Client(verify=one.context(self.authority), trust_env=False, timeout=15)
        self._clients.append(client)
        return client

    def ask(self, one: Display, method: str, path: str, body: object = None, **query: str) -> httpx.Response:
        held = self._held.get(one.id) or self._held.setdefault(one.id, self.client(one))
        return held.request(method, f"{self.base}/{path}", json=body, params=query or None)
