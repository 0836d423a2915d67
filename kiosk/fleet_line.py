"""An admin's line to their fleet's hub: the file that `kiosk hub admin add` made, and questions over mutual TLS."""

from __future__ import annotations

import json
import ssl
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import httpx

from kiosk.admin.ring import folder
from kiosk.config.keep import write

NAME = "hub.json"
PAGE = 500
"""Displays in one answer."""
PATIENCE = 60.0
"""Seconds: a push to thousands is signed before it is answered."""


class NotAsked(Exception):
    """The hub could not be asked, or says no. The text says why, a line a reason."""


@dataclass(frozen=True, slots=True, repr=False)
class Pass:
    """What `kiosk hub admin add` gave somebody."""

    hub: str
    name: str
    authority: str
    certificate: str
    broker: str
    fleet: str

    @classmethod
    def read(cls, file: Path | None) -> Self:
        """`file` None: the one that `kiosk fleet login` kept. Raises NotAsked."""
        path = file or folder() / NAME
        try:
            told = json.loads(path.read_text(encoding="utf-8"))
            return cls(
                *(str(told[key]) for key in ("hub", "name", "authority", "certificate", "broker", "fleet"))
            )
        except FileNotFoundError:
            raise NotAsked(
                "Which hub? Run once: kiosk fleet login FILE, with the file that your hub's admin gave you."
            ) from None
        except (OSError, ValueError, KeyError, TypeError):
            raise NotAsked(f"{path} is no file that kiosk hub admin add has made.") from None

    def keep(self) -> None:
        """For the commands to come, readable by this user alone. Raises OSError."""
        home = folder()
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        told = {key: getattr(self, key) for key in self.__slots__}
        write(home / NAME, json.dumps(told, indent=1).encode())


class FleetLine:
    def __init__(self, told: Pass) -> None:
        self.told = told
        context = ssl.create_default_context(cadata=told.authority)
        context.minimum_version = ssl.TLSVersion.TLSv1_3
        with (
            tempfile.NamedTemporaryFile() as file
        ):  # readable by this user only; Python takes keys from files only
            file.write(told.certificate.encode())
            file.flush()
            try:
                context.load_cert_chain(file.name)
            except ssl.SSLError:
                raise NotAsked(
                    "The certificate in that file is none. Ask your hub's admin for another one."
                ) from None
        self._client = httpx.Client(base_url=told.hub, verify=context, timeout=PATIENCE, trust_env=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def get(self, path: str, **query: str) -> Any:  # noqa: ANN401 - JSON
        return self._asked("GET", path, query)

    def displays(self, **query: str) -> Iterator[dict[str, Any]]:
        """All of them, in the order of their names, a page at a time: a large fleet is never one answer."""
        after = ""
        while page := self.get("/v1/displays", after=after, limit=str(PAGE), **query):
            yield from page
            if len(page) < PAGE:
                return
            after = page[-1]["name"]

    def post(self, path: str, **said: object) -> Any:  # noqa: ANN401 - JSON
        return self._asked("POST", path, said=said)

    def patch(self, path: str, **said: object) -> Any:  # noqa: ANN401 - JSON
        return self._asked("PATCH", path, said=said)

    def _asked(
        self,
        method: str,
        path: str,
        query: Mapping[str, str] | None = None,
        said: Mapping[str, object] | None = None,
    ) -> Any:  # noqa: ANN401 - JSON
        try:
            answer = self._client.request(method, path, params=query or None, json=said)
            body = answer.json()
        except httpx.HTTPError as wrong:
            raise NotAsked(f"{self.told.hub} is not reached: {wrong}") from None
        except ValueError:
            raise NotAsked(f"{self.told.hub} answers, but is no hub.") from None
        if answer.status_code >= httpx.codes.BAD_REQUEST:
            raise NotAsked("\n".join(map(str, body.get("error", ["It does not say why."]))))
        return body
