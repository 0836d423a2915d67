"""A room verified step by step, each told in one line of JSON as soon as it is known: how a display tries what it was handed.

{"step": "room.mailbox"}                                   it has begun
{"step": "room.mailbox", "ok": true, "what": …, "remedy": …}
{"room": "Aurora", "next": "2026-10-13T11:00:00Z"}         in the end, where all went well
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from kiosk.clock import Clock
from kiosk.config.desired import Config
from kiosk.config.load import load
from kiosk.config.problems import ConfigProblem
from kiosk.doctor import entering
from kiosk.doctor.mailboxes import DAY, Listening
from kiosk.doctor.verify import Asked, verify
from kiosk.room.explained import Names
from kiosk.room.text import one_line
from kiosk.sync.errors import GraphFault, WaitAsked

Line = dict[str, Any]
LONGEST_NAME = 60


async def lines(path: Path, clock: Clock, asked: Asked, data: Path | None = None) -> AsyncIterator[Line]:
    """Ends with the first step that is wrong and that others depend on. `data`: the display's data directory."""
    try:
        config = load(path)
    except ConfigProblem as problem:
        yield {"step": "configuration", "ok": False, "what": " ".join(problem.lines), "remedy": ""}
        return
    well = True
    async for progress in verify(config, clock, asked, data):
        check = progress.check
        if check is None:
            yield {"step": progress.step.value}
            continue
        well = well and check.ok
        yield {"step": progress.step.value, "ok": check.ok, "what": check.what, "remedy": check.remedy}
    if well:
        yield await _about(config, clock, data)


async def _about(config: Config, clock: Clock, data: Path | None) -> Line:
    """By what staff know the door: the room's name, and when its next meeting begins. No subject is asked for."""
    graph, mailbox = config.graph, config.room.mailbox or ""
    told: Line = {"room": config.room.name or mailbox.partition("@")[0].capitalize(), "next": None}
    if graph is None:
        return told
    names = Names(authority=graph.authority, tenant=graph.tenant_id, client=graph.client_id, secret_file="")
    _, exchange, _ = await entering.enter(config, graph, names, clock, data)
    if exchange is None:
        return told
    try:
        if config.room.name is None:
            told["room"] = await _name(exchange, mailbox) or told["room"]
        told["next"] = await _next(exchange, mailbox, clock.now())
    finally:
        await exchange.close()
    return told


async def _name(exchange: Listening, mailbox: str) -> str:
    try:
        place = await exchange.get(f"places/{quote(mailbox, safe='@')}")
        name = place["displayName"]
    except (GraphFault, WaitAsked, KeyError, TypeError):
        return ""
    return one_line(name, LONGEST_NAME) if isinstance(name, str) else ""


async def _next(exchange: Listening, mailbox: str, now: datetime) -> str | None:
    window = {
        "startDateTime": f"{now:%Y-%m-%dT%H:%M:%SZ}", "endDateTime": f"{now + DAY:%Y-%m-%dT%H:%M:%SZ}",
        "$select": "id,start,showAs,isCancelled", "$orderby": "start/dateTime", "$top": "20",
    }  # fmt: skip
    try:
        answer = await exchange.get(f"users/{quote(mailbox, safe='@')}/calendarView", window)
        starts = [
            str(event["start"]["dateTime"])[:19]
            for event in answer["value"]
            if event.get("showAs") != "free" and not event.get("isCancelled")
        ]
    except (GraphFault, WaitAsked, KeyError, TypeError, AttributeError):
        return None
    coming = sorted(start for start in starts if start > f"{now:%Y-%m-%dT%H:%M:%S}")
    return f"{coming[0]}Z" if coming else None
