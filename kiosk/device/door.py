"""The local door: a Unix socket in the data directory that only its user may open. One question, one answer, as JSON.

`kiosk status` and `kiosk sync` knock here. The path may be longer than a socket's address can be, so both sides go
through a descriptor of the directory.
"""

from __future__ import annotations

import asyncio
import errno
import fcntl
import json
import logging
import os
import socket
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

log = logging.getLogger("kiosk")
NAME = "kiosk.sock"
LOCK = "kiosk.lock"
LONGEST_QUESTION = 1024
PATIENCE = 5.0
"""Seconds for a visitor to ask, and to take the answer."""
MOST_VISITS = 64
"""At a time; who comes then finds nobody home."""
Answers = Mapping[str, Callable[[], Awaitable[object]]]


class Occupied(Exception):
    """Another display runs on this data directory."""


class NobodyHome(Exception):
    """No display runs on this data directory."""


class Door:
    """The running display's side."""

    def __init__(self, folder: Path) -> None:
        """Takes the data directory for this process.

        Raises:
            Occupied: another process has it.
            OSError: it cannot be made or used. Full or read-only, it can: the glass goes on, without a door.
        """
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _a_full_disk_is_no_reason():
            folder.chmod(0o700)
        self._folder = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        self._lock = os.dup(self._folder)
        with _a_full_disk_is_no_reason():
            lock = os.open(folder / LOCK, os.O_CREAT | os.O_RDWR, 0o600)
            os.dup2(lock, self._lock, inheritable=False)
            os.close(lock)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as held:
            os.close(self._lock)
            os.close(self._folder)
            raise Occupied from held
        self._server: asyncio.Server | None = None
        self._visits: set[asyncio.Task[None]] = set()

    async def open(self, answers: Answers) -> None:
        """Answers from now on; `answers` maps a question's word to what makes the answer."""

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            visit = asyncio.current_task()
            assert visit is not None  # noqa: S101 - a coroutine runs in a task
            if len(self._visits) >= MOST_VISITS:
                writer.close()
                return
            self._visits.add(visit)
            try:
                question = await _question(reader)
                answer = answers.get(question)
                reply = await answer() if answer else {"error": f"unknown question {question!r}"}
                writer.write(json.dumps(reply).encode() + b"\n")
                await _taken(writer)
            finally:
                self._visits.discard(visit)
                writer.close()

        with _a_full_disk_is_no_reason():
            listener = self._listener()
            self._server = await asyncio.start_unix_server(serve, sock=listener)

    def _listener(self) -> socket.socket:
        with suppress(FileNotFoundError):
            os.unlink(NAME, dir_fd=self._folder)
        listener = socket.socket(socket.AF_UNIX)
        before = os.umask(0o177)
        try:
            listener.bind(f"/proc/self/fd/{self._folder}/{NAME}")
        except OSError:
            listener.close()
            raise
        finally:
            os.umask(before)
        listener.setblocking(False)  # noqa: FBT003 - socket's own signature
        return listener

    def close(self) -> None:
        """Nobody is let in any more; who still waits for an answer is left without one."""
        if self._server is not None:
            self._server.close()
        for visit in self._visits:
            if not visit.get_loop().is_closed():
                visit.cancel()
        with suppress(OSError):
            os.unlink(NAME, dir_fd=self._folder)
        os.close(self._folder)
        os.close(self._lock)


@contextmanager
def _a_full_disk_is_no_reason() -> Iterator[None]:
    """A disk that takes nothing keeps no display dark."""
    try:
        yield
    except OSError as refused:
        if refused.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EROFS):
            raise
        log.error("the data directory takes nothing (%s)", refused.strerror)


async def _question(reader: asyncio.StreamReader) -> str:
    """The first line; empty where there is none that anybody could mean."""
    try:
        async with asyncio.timeout(PATIENCE):
            return (await reader.readline())[:LONGEST_QUESTION].decode(errors="replace").strip()
    except (ConnectionError, TimeoutError, ValueError):  # hung up, fell silent, or a line without end
        return ""


async def _taken(writer: asyncio.StreamWriter) -> None:
    """Returns when the answer has been taken; who does not take it is hung up on."""
    writer.transport.set_write_buffer_limits(high=0)
    try:
        async with asyncio.timeout(PATIENCE):
            await writer.drain()
    except (ConnectionError, TimeoutError):
        writer.transport.abort()


def ask(folder: Path, question: str, patience: float) -> dict[str, object]:
    """Asks the display that runs on `folder`; waits `patience` seconds at most.

    Raises:
        NobodyHome: none runs there, or it does not answer.
    """
    try:
        directory = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as absent:
        raise NobodyHome from absent
    try:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(patience)
            line.connect(f"/proc/self/fd/{directory}/{NAME}")
            line.sendall(question.encode() + b"\n")
            answer = json.loads(b"".join(iter(lambda: line.recv(65536), b"")))
    except (OSError, ValueError, RecursionError) as silent:
        raise NobodyHome from silent
    finally:
        os.close(directory)
    if not isinstance(answer, dict):
        raise NobodyHome
    return answer
