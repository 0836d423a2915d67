"""HTTP/1.1 over TLS on one port of loopback, a thread for each connection; can vanish and come back on the same port."""

import contextlib
import json
import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from .faults import Answer, Cut, Fault, LoseReply, Truncate, Wait

REQUEST_ID = "judge-7f3c91aa"
"""Of every answer."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What is to be sent, and what breaks on the way."""

    answer: Answer | None
    fault: Fault | None


Serve = Callable[[str, str, dict[str, str], dict[str, str], Any], Reply]


class Server:
    """Listens as soon as it is made."""

    def __init__(self, context: ssl.SSLContext, serve: Serve) -> None:
        self._context = context
        self.serve = serve
        self.port = 0
        self.clock_ahead = timedelta()
        """By how much the Date headers are ahead of this machine's clock."""
        self._lock = threading.Lock()
        self._connections: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._listener: socket.socket | None = None
        self.open()

    def open(self) -> None:
        """Listens; the first time on a free port, later on the same."""
        listener = socket.create_server(("127.0.0.1", self.port), backlog=64)
        self.port = listener.getsockname()[1]
        self._listener = listener
        thread = threading.Thread(target=self._accept, args=(listener,), name="judge listens", daemon=True)
        thread.start()
        self._threads.append(thread)

    def close(self) -> None:
        """Stops listening and cuts every connection."""
        listener, self._listener = self._listener, None
        if listener is not None:
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        with self._lock:
            for connection in self._connections:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5)
        self._threads.clear()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            thread = threading.Thread(
                target=self._talk, args=(connection,), name="judge answers", daemon=True
            )
            self._threads.append(thread)
            with self._lock:
                self._connections.add(connection)
            thread.start()

    def _talk(self, raw: socket.socket) -> None:
        try:
            raw.settimeout(120)
            with (
                raw,
                self._context.wrap_socket(raw, server_side=True, suppress_ragged_eofs=True) as connection,
            ):
                with self._lock:
                    self._connections.discard(raw)
                    self._connections.add(connection)
                try:
                    Handler(connection, self)
                finally:
                    with self._lock:
                        self._connections.discard(connection)
        except OSError:  # the display hung up, or the judge cut the line
            pass
        finally:
            with self._lock:
                self._connections.discard(raw)


class Handler(BaseHTTPRequestHandler):
    """One connection: requests one after the other until somebody hangs up."""

    protocol_version = "HTTP/1.1"

    def __init__(self, connection: socket.socket, server: Server) -> None:
        self._serve = server.serve
        self._times = server
        super().__init__(connection, ("127.0.0.1", 0), server)  # type: ignore[arg-type]  # because it only keeps it

    def _handle(self) -> None:
        url = urlsplit(self.path)
        # Each segment by itself: an id may hold an escaped slash.
        path = "/".join(unquote(part) for part in url.path.split("/"))
        query = dict(parse_qsl(url.query, keep_blank_values=True))
        headers = {name.lower(): value for name, value in self.headers.items()}
        content = self.rfile.read(int(headers.get("content-length", "0")))
        body: Any = content
        if headers.get("content-type", "").startswith("application/json"):
            with contextlib.suppress(ValueError):
                body = json.loads(content)
        reply = self._serve(self.command, path, query, headers, body)
        if reply.answer is None or isinstance(reply.fault, Cut | LoseReply):
            self._hang_up()
            return
        if isinstance(reply.fault, Wait):
            time.sleep(reply.fault.seconds)
        self._send(reply.answer, half=isinstance(reply.fault, Truncate))

    do_GET = do_POST = do_PATCH = do_DELETE = do_PUT = _handle  # noqa: N815 - the names http.server calls

    def _send(self, answer: Answer, *, half: bool) -> None:
        self.send_response(answer.status)
        for name, value in {"request-id": REQUEST_ID, **answer.headers}.items():
            self.send_header(name, value)
        if answer.status != 204:
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body[: len(answer.body) // 2] if half else answer.body)
        self.wfile.flush()
        if half:
            self._hang_up()

    def date_time_string(self, timestamp: float | None = None) -> str:
        """The Date header, by the clock of Exchange."""
        return super().date_time_string((timestamp or time.time()) + self._times.clock_ahead.total_seconds())

    def _hang_up(self) -> None:
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name http.server gives it
        """Says nothing: the record is in Graph."""
