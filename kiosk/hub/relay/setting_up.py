"""`kiosk hub relay`: whether the hub can ask Exchange in its displays' stead, and what is left to do for it."""

from __future__ import annotations

import asyncio
from pathlib import Path

from kiosk.clock import Clock
from kiosk.core.tokens import Tokens
from kiosk.hub.relay.upstream import account_of
from kiosk.hub.settings import Relay, Settings
from kiosk.sync.bodies import address
from kiosk.sync.errors import GraphFault
from kiosk.sync.graph import Graph
from kiosk.system_user import certificate, own_key
from kiosk.system_user.identity import Identity, SignInFailed, SignInUnavailable

TABLE = "hub.toml has no [relay] yet. Add tenant_id, client_id and mailbox (the system user's): docs/guides/fleet.md"


class NotYet(Exception):
    """It cannot. The text says what to do."""


def made_key(folder: Path, relay: Relay, name: str, clock: Clock) -> list[str]:
    """Lines for the admin. The hub's own key is made if there is none. Raises NotYet."""
    if relay.sign_in != "certificate":
        return []
    own = own_key.OwnKey(folder / relay.certificate_file, None)
    try:
        if own.exists:
            return []
        own_key.make(own, f"hub {name}", clock.now())
    except certificate.KeyUnusable as unusable:
        raise NotYet(str(unusable)) from None
    public = certificate.public_file(own.file)
    return [f"A key was made. Upload {public} to the app registration in Entra (Certificates & secrets)."]


def looked(folder: Path, told: Settings, clock: Clock) -> list[str]:
    """Lines for the admin, where all is well. Signs in, and reads the system user's calendar. Raises NotYet."""
    if told.relay is None:
        raise NotYet(TABLE)
    lines = made_key(folder, told.relay, told.name, clock)
    if lines:
        return lines
    return asyncio.run(_looked(folder, told, told.relay, clock))


async def _looked(folder: Path, told: Settings, relay: Relay, clock: Clock) -> list[str]:
    ca_file = None if relay.ca_file is None else folder / relay.ca_file
    identity = Identity(account_of(relay, folder), None, clock)
    graph = Graph(relay.base_url, Tokens(identity), clock, ca_file=ca_file, proxy=relay.proxy)
    try:
        await identity.token()
        await graph.get(address("users", relay.mailbox, "calendar"), {"$select": "id"})
    except SignInFailed as failed:
        why = failed.remedy or "Compare tenant_id, client_id and the certificate with the app registration."
        raise NotYet(f"Entra does not sign the hub in ({failed}). {why}") from None
    except SignInUnavailable as nobody:
        raise NotYet(f"Entra cannot be reached ({nobody}). Try again; look at proxy and firewall.") from None
    except GraphFault as fault:
        raise NotYet(
            f"Exchange does not show {relay.mailbox} to the hub ({type(fault).__name__}). "
            "The application needs its calendar and the rooms': docs/guides/tenant.md"
        ) from None
    finally:
        await graph.close()
        await identity.close()
    pushed = [f"[{name}]\n" + "\n".join(f"{key} = {_toml(value)}" for key, value in table.items())
              for name, table in relay.tables(told.url).items()]  # fmt: skip
    return [
        f"The hub signs in, and {relay.mailbox} can be read. kiosk hub serve relays with its next start.",
        "New displays are connected to it by kiosk pair --hub. Those that ask Exchange themselves come over with a push of:",
        "", *"\n".join(pushed).splitlines(),
    ]  # fmt: skip


def _toml(value: object) -> str:
    return (
        f'"{value}"' if isinstance(value, str) else f"{value:g}" if isinstance(value, float) else str(value)
    )
