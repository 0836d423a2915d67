"""python -m tests.bench.library NAME BASE CA COUNT reads a calendar of COUNT events once, as somebody who uses that library would.

A process of its own for each, because what a library imports at its first answer is part of its price. Prints one line of JSON.
"""

# ruff: noqa: PLC0415 - each imports its own, within what is measured

from __future__ import annotations

import asyncio
import json
import re
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from tests.bench.day import BEGIN, HOUR, ROOM, SYSTEM

Read = Callable[[str, str, datetime, datetime], int]
"""Of the base address, the file of its authority, and from when to when; how many events there were."""


def kiosk(base: str, authority: str, begin: datetime, end: datetime) -> int:
    from kiosk.clock import Clock
    from kiosk.room.model import Privacy
    from kiosk.sync.engine import Engine
    from kiosk.sync.graph import Graph
    from kiosk.sync.wire import Reading
    from tests.bench.given import Given

    async def read() -> int:
        graph = Graph(base, Given(), Clock(), ca_file=Path(authority))
        try:
            engine = Engine(graph, ROOM, SYSTEM, "bench")
            return len(await engine.read_room(begin, end, Reading("Europe/Berlin", Privacy.FULL, SYSTEM)))
        finally:
            await graph.close()

    return asyncio.run(read())


def o365(base: str, authority: str, begin: datetime, end: datetime) -> int:
    """With a session in place of the one that signs in."""
    import requests
    from O365 import Account, MSGraphProtocol

    protocol = MSGraphProtocol(timezone="UTC")
    protocol.protocol_url = base.removesuffix("v1.0")
    protocol.service_url = base + "/"
    account = Account(("client", "secret"), protocol=protocol, tenant_id="tenant", request_retries=0)
    session = requests.Session()
    session.trust_env = False
    session.verify = authority
    session.headers["Authorization"] = "Bearer token"
    account.con.session = session
    account.con.requests_delay = 0
    calendar = account.schedule(resource=ROOM).get_default_calendar()
    found = calendar.get_events(
        limit=None, batch=100, include_recurring=True, start_recurring=begin.isoformat(), end_recurring=end.isoformat()
    )  # fmt: skip
    return sum(1 for _ in found)


def msgraph(base: str, authority: str, begin: datetime, end: datetime) -> int:
    import ssl

    import httpx
    from kiota_abstractions.authentication import AnonymousAuthenticationProvider
    from kiota_abstractions.base_request_configuration import RequestConfiguration
    from msgraph import GraphRequestAdapter, GraphServiceClient
    from msgraph.generated.users.item.calendar_view.calendar_view_request_builder import (
        CalendarViewRequestBuilder,
    )

    async def read() -> int:
        client = httpx.AsyncClient(verify=ssl.create_default_context(cafile=authority), trust_env=False)
        adapter = GraphRequestAdapter(AnonymousAuthenticationProvider(), client)
        adapter.base_url = base
        view = GraphServiceClient(request_adapter=adapter).users.by_user_id(ROOM).calendar_view
        span = CalendarViewRequestBuilder.CalendarViewRequestBuilderGetQueryParameters(
            start_date_time=begin.isoformat(), end_date_time=end.isoformat()
        )
        found = 0
        page = await view.get(RequestConfiguration(query_parameters=span))
        while page is not None:
            found += len(page.value or [])
            link = page.odata_next_link
            page = await view.with_url(link).get() if link else None
        await client.aclose()
        return found

    return asyncio.run(read())


READERS: dict[str, Read] = {"kiosk": kiosk, "o365": o365, "msgraph": msgraph}


def _highest() -> float:
    """Megabytes. Not from getrusage(2), which begins with what the parent held."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    (found,) = re.findall(r"VmHWM:\s+(\d+) kB", status)
    return int(found) / 1024


def main(name: str, base: str, authority: str, count: int) -> None:
    begun, before = time.perf_counter(), time.process_time()
    found = READERS[name](base, authority, BEGIN, BEGIN + count * HOUR + timedelta(days=1))
    assert found == count, f"{name} found {found} of {count} events"
    told = {
        "time": time.perf_counter() - begun,
        "processor": time.process_time() - before,
        "resident": _highest(),
    }
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
