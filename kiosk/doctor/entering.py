"""The way to Exchange that this display has: by a token of Entra's, or as itself through its fleet's hub."""

from __future__ import annotations

import ssl
from pathlib import Path

from kiosk import as_itself
from kiosk.clock import Clock
from kiosk.config.desired import Config
from kiosk.config.tables import GraphTable
from kiosk.core.tokens import account_of
from kiosk.doctor import mailboxes, signing
from kiosk.doctor.check import Advice, Check, Verdict
from kiosk.doctor.mailboxes import Listening
from kiosk.room.explained import Names
from kiosk.sync.errors import AccessLost, GraphFault

CHECK = "sign_in"
ANEW = "An operator looks whether it was revoked (kiosk fleet list), and connects it anew: kiosk pair --hub"


async def enter(
    config: Config, graph: GraphTable, names: Names, clock: Clock, data: Path | None
) -> tuple[Check, Listening | None, str]:
    """Whether the display is let in; the way to Exchange, to be closed by the caller; and the token, "" where none is needed.

    `data`: the display's data directory, where its own key lies.
    """
    if config.system_user.sign_in != "device":
        check, token = await signing.sign_in(account_of(config), names, clock)
        return check, None if token is None else mailboxes.graph_of(graph, token, clock), token or ""
    try:
        if data is None:
            raise as_itself.Unproven("its key lies in the data directory: say --data-dir")
        context = as_itself.context(config, data)
    except as_itself.Unproven as wrong:
        return Advice(f"The display cannot prove who it is: {wrong}.", ANEW).wrong(CHECK), None, ""
    return await _known(graph, context, clock)


async def _known(
    graph: GraphTable, context: ssl.SSLContext, clock: Clock
) -> tuple[Check, Listening | None, str]:
    hub = mailboxes.graph_of(graph, "", clock, context)
    try:
        await hub.get("me")
    except GraphFault as fault:
        await hub.close()
        if isinstance(fault, AccessLost):
            return Advice("The hub does not know this display, or not any more.", ANEW).wrong(CHECK), None, ""
        what = f"The hub cannot be asked ({type(fault).__name__})."
        remedy = "Compare graph.base_url with the hub's url in hub.toml, and let the display reach it."
        return Advice(what, remedy).wrong(CHECK), None, ""
    return Check(CHECK, Verdict.OK, "The hub knows this display, and relays for it."), hub, ""
