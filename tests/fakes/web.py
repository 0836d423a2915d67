"""A web server on loopback, in a thread of its own, that answers as a function says."""

import json
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Asked:
    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Answer:
    status: int
    body: object = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    def content(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


@contextmanager
def serving(answer: Callable[[Asked], Answer], tls: ssl.SSLContext | None = None) -> Iterator[str]:
    """The server's address, such as https://127.0.0.1:40001, for as long as the block runs."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _serve(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            given = answer(
                Asked(self.command, self.path, {**self.headers}, self.rfile.read(length) if length else b"")
            )
            content = given.content()
            self.send_response(given.status)
            for name, value in {"Content-Type": "application/json", **given.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _serve  # noqa: N815 - names of http.server

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """A client that hangs up, or does not trust us, is part of the tests."""

        def finish_request(self, request: object, client_address: object) -> None:
            # The handshake belongs to the connection's own thread: a silent client must not block the others.
            wrapped = tls.wrap_socket(request, server_side=True) if tls is not None else request  # type: ignore[arg-type]
            try:
                super().finish_request(wrapped, client_address)  # type: ignore[arg-type]
            finally:
                wrapped.close()  # type: ignore[attr-defined]

        def shutdown_request(self, request: object) -> None:
            if tls is None:
                super().shutdown_request(request)  # type: ignore[arg-type]
            else:
                request.close()  # type: ignore[attr-defined]

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"{'https' if tls else 'http'}://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
