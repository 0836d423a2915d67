"""python -m tests.bench.pages FOLDER COUNT SIZE answers any GET with COUNT events in pages of SIZE, over TLS on loopback.

The pages are made before the first request, so that what is measured is the reading. Prints its base address.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from kiosk.sandbox.certificates import prepare
from tests.bench.day import page


def pages(base: str, count: int, size: int) -> list[bytes]:
    """Whole answers, head and body."""
    begins = range(0, count, size)
    links = [f"{base}/users/room/calendarView?page={n + 1}" for n in range(len(begins) - 1)]
    return [
        _answer(page(range(begin, min(begin + size, count)), link))
        for begin, link in zip(begins, [*links, None], strict=True)
    ]


def _answer(body: bytes) -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


async def serve(folder: Path, count: int, size: int) -> None:
    answers: list[bytes] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                query = parse_qs(urlsplit(head.split(b" ", 2)[1].decode()).query)
                writer.write(answers[int(query.get("page", ["0"])[0])])
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0, ssl=prepare(folder, ["127.0.0.1"]))
    base = f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1.0"
    answers += pages(base, count, size)
    sys.stdout.write(f"{base}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
