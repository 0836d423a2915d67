"""What the sandbox leaves in DIR for others: the display's configuration, its secret, and sandbox.json."""

import json
import secrets
from pathlib import Path

from kiosk.sandbox.certificates import write_private
from kiosk.sandbox.web.sandbox import Sandbox

CONTROL = "sandbox.json"
_CONFIG = """\
# Written by `kiosk sandbox` at every start; ready for the room {room}.
[graph]
base_url  = {base_url}
authority = {authority}
tenant_id = {tenant}
client_id = {client}
ca_file   = "ca.pem"

[system_user]
mailbox = {system_user}
sign_in = "client_secret"
client_secret_file = "secret"

[room]
mailbox = {room}

[display]
privacy = "full"
"""


def client_secret(directory: Path) -> str:
    """The application's secret; an existing one is kept, so that displays go on after a restart."""
    path = directory / "secret"
    if path.exists():
        kept = path.read_text().strip()
        if kept:
            return kept
    made = secrets.token_urlsafe(30)
    write_private(path, made.encode() + b"\n")
    return made


def write_config(directory: Path, sandbox: Sandbox) -> Path:
    company = sandbox.company
    path = directory / "kiosk.toml"
    path.write_text(
        _CONFIG.format(
            base_url=json.dumps(sandbox.base_url),
            authority=json.dumps(sandbox.origin),
            tenant=json.dumps(str(company.tenant_id)),
            client=json.dumps(sandbox.application.client_id),
            system_user=json.dumps(company.system_user),
            room=json.dumps(company.rooms[0].address),
        )
    )
    return path


def write_control(directory: Path, url: str, key: str) -> Path:
    """Where `act` finds the control surface; only the owner may read it."""
    path = directory / CONTROL
    write_private(
        path, json.dumps({"control": url, "key": key, "ca_file": str(directory / "ca.pem")}).encode()
    )
    return path
