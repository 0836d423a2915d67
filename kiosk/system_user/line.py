"""HTTPS for one sign-in: bounded in bytes, in time and in hosts. What is asked and what an answer means is entra.py's."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock, Timer
from typing import Self
from urllib.parse import urlsplit

import certifi
import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPSConnectionPool
from urllib3.connection import HTTPSConnection

TIMEOUTS = (5, 10)
"""Seconds to connect, and between two pieces of an answer."""
WHOLE = 25.0
"""Seconds for all questions of one sign-in, however slowly the other side drips. Then its lines are cut."""
LARGEST_ANSWER = 256 * 1024
"""Bytes. Entra's have some thousands."""
ENTRA = frozenset(
    {
        "login.microsoftonline.com", "login.microsoft.com", "login.windows.net", "sts.windows.net",
        "login.microsoftonline.us", "login.partner.microsoftonline.cn", "login.chinacloudapi.cn",
    }
)  # fmt: skip
"""Entra's own hosts, which may name one another."""


class NotEntras(Exception):
    """What answers speaks HTTP, but not as Entra does."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer, as MSAL reads it."""

    status_code: int
    headers: Mapping[str, str]
    text: str

    def raise_for_status(self) -> None:
        """MSAL's part of the bargain; what is no good answer never reaches it."""


class Line:
    """`with Line(…) as line:`; the lines to one authority for one sign-in."""

    def __init__(self, authority: str, ca_file: Path | None, proxy: str | None) -> None:
        """Raises `OSError`: `ca_file` cannot be read or holds no authority."""
        self.dated: str | None = None
        """The Date header of the last answer."""
        self._authority = authority
        self._watch = _Watch()
        self._session = requests.Session()
        self._session.trust_env = False  # the configuration alone says where requests go
        self._session.headers["Accept-Encoding"] = "identity"  # nothing is unpacked, so nothing can swell
        self._session.mount("https://", _Anchored(_anchors(ca_file), self._watch))
        if proxy is not None:
            self._session.proxies = {"https": proxy}

    @property
    def cut(self) -> bool:
        """The time for the sign-in was over before it was through."""
        return self._watch.over

    def __enter__(self) -> Self:
        self._watch.begin(WHOLE)
        return self

    def __exit__(self, *_: object) -> None:
        self._session.close()
        self._watch.end()

    def ask(
        self, method: str, url: str, params: object, data: object, headers: Mapping[str, str] | None
    ) -> Answer:
        """One question and its whole answer, whatever its status; no redirect is followed.

        Raises:
            NotEntras: the address is another's, or the answer packed, too long or no text.
            requests.RequestException: there is none.
        """
        if not _belongs(url, self._authority):
            raise NotEntras("another host")
        with self._session.request(
            method, url, params=params, data=data, headers=headers,  # type: ignore[arg-type]  # because MSAL types nothing
            timeout=TIMEOUTS, allow_redirects=False, stream=True,
        ) as answer:  # fmt: skip
            self.dated = answer.headers.get("Date")
            return Answer(answer.status_code, answer.headers, _text(answer))


def _text(answer: requests.Response) -> str:
    if answer.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
        raise NotEntras("packed")
    content = bytearray()
    for piece in answer.iter_content(16 * 1024):
        content += piece
        if len(content) > LARGEST_ANSWER:
            raise NotEntras("without end")
    return content.decode(errors="replace")


def _belongs(url: str, authority: str) -> bool:
    """Secrets go to the host that the admin named, whatever the directory's description says."""
    try:
        asked, named = urlsplit(url), urlsplit(authority)
        if asked.scheme != "https" or asked.username is not None or asked.password is not None:
            return False
        same_port = (asked.port or 443) == (named.port or 443)
    except ValueError:
        return False
    kin = asked.hostname in ENTRA and named.hostname in ENTRA
    return same_port and (kin or asked.hostname == named.hostname)


def _anchors(ca_file: Path | None) -> ssl.SSLContext:
    """The authorities that are trusted, read anew where the file has changed. Raises `OSError`."""
    if ca_file is None:
        return _read_anchors(None, 0, 0)
    found = ca_file.stat()
    return _read_anchors(ca_file, found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=1)
def _read_anchors(ca_file: Path | None, _changed: int, _size: int) -> ssl.SSLContext:
    """Some 170 authorities: two megabytes that leave holes in the heap if they are read for each sign-in."""
    context = ssl.create_default_context()
    context.load_verify_locations(cafile=certifi.where())  # a small system may have none of its own
    if ca_file is not None:
        context.load_verify_locations(cafile=ca_file)
    return context


class _Watch:
    """Cuts the lines of a sign-in when its time is over: a server that drips, be it a header, holds no thread."""

    def __init__(self) -> None:
        self.over = False
        self._lock = Lock()
        self._lines: list[socket.socket] = []

    def begin(self, seconds: float) -> None:
        self._timer = Timer(seconds, self._cut)
        self._timer.daemon = True
        self._timer.start()

    def add(self, line: socket.socket) -> None:
        """A descriptor of our own: TLS takes the socket itself over."""
        with self._lock:
            self._lines.append(line.dup())
        if self.over:
            self._cut()

    def _cut(self) -> None:
        self.over = True
        with self._lock:
            for line in self._lines:
                with suppress(OSError):
                    line.shutdown(socket.SHUT_RDWR)

    def end(self) -> None:
        self._timer.cancel()
        with self._lock:
            for line in self._lines:
                line.close()
            self._lines.clear()


class _Anchored(HTTPAdapter):
    """Trusts the given anchors and shows every connection to the watch."""

    def __init__(self, context: ssl.SSLContext, watch: _Watch) -> None:
        self._context = context

        class Connection(HTTPSConnection):
            def _new_conn(self) -> socket.socket:
                line = super()._new_conn()
                watch.add(line)
                return line

        class Pool(HTTPSConnectionPool):
            ConnectionCls = Connection

        self._pools: dict[str, type] = {"https": Pool}
        super().__init__()

    def init_poolmanager(
        self,
        connections: int,
        maxsize: int,
        block: bool = False,  # noqa: FBT001, FBT002 - as requests calls it
        **more: object,
    ) -> None:
        super().init_poolmanager(connections, maxsize, block, **more, ssl_context=self._context)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def proxy_manager_for(self, proxy: str, **more: object) -> object:
        manager = super().proxy_manager_for(proxy, **more, ssl_context=self._context)
        manager.pool_classes_by_scheme = self._pools
        return manager
