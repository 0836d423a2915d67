"""How Mosquitto serves a fleet: each display within its own branch, by its own certificate, and what was said survives (fleet.md §2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kiosk.config import topics
from kiosk.config.keep import write
from kiosk.hub.authority import HUB

SETTINGS, RULES, TRUSTED, OWN, REVOKED = "mosquitto.conf", "rules", "ca.pem", "broker.pem", "revoked.pem"


@dataclass(frozen=True, slots=True)
class Files:
    """What a broker is given. `own`: its certificate with its key; `trusted`: who vouches for its clients."""

    own: str
    trusted: str
    revoked: str
    gone: Sequence[str] = ()
    """Displays that were revoked: one that is connected still hears and says nothing from the next look at the rules on."""


def prepare(folder: Path, fleet: str, listen: str, port: int, files: Files, user: str) -> Path:
    """Writes all that Mosquitto needs into `folder`; returns its settings file. `user`: whom it runs as."""
    for name, text in (
        (TRUSTED, files.trusted),
        (OWN, files.own),
        (REVOKED, files.revoked),
        (RULES, rules(fleet, files.gone)),
        (SETTINGS, settings(folder, listen, port, user)),
    ):
        write(folder / name, text.encode())
    return folder / SETTINGS


def settings(folder: Path, listen: str, port: int, user: str) -> str:
    """Why each line stands there.

    A certificate is a name and that name is the client's, so nobody hangs up on another one; nothing is dropped for a slow
    hub; what it keeps is written every half minute, whole: after each change (which fleet.md §0.2 measured) a thousand
    displays stand still behind the disk. What is lost between, the hub says again.
    """
    folder = folder.absolute()
    return f"""per_listener_settings false
listener {port} {listen}
cafile {folder / TRUSTED}
certfile {folder / OWN}
keyfile {folder / OWN}
crlfile {folder / REVOKED}
tls_version tlsv1.2
require_certificate true
use_identity_as_username true
use_username_as_clientid true
allow_anonymous false
acl_file {folder / RULES}
persistence true
persistence_location {folder}/
autosave_interval 30
autosave_on_changes false
max_queued_messages 0
max_inflight_messages 1000
max_packet_size 262144
log_dest stderr
log_type error
log_type warning
log_type notice
log_type information
connection_messages false
user {user}
"""


def rules(fleet: str, gone: Sequence[str] = ()) -> str:
    """Who may hear and say what. %u: the name in the client's certificate, which is a display's id."""
    own = "\n".join(
        f"pattern {may} {topics.of(fleet, '%u', word)}"
        for may, word in (
            ("read", topics.DESIRED), ("read", topics.COMMAND), ("read", topics.CERTIFICATE),
            ("readwrite", topics.PRESENCE), ("write", topics.REPORTED), ("write", topics.EVENT),
        )
    )  # fmt: skip
    everything = f"{topics.ROOT}/{fleet}/#"
    hubs = "\n".join(
        f"user {name}\ntopic readwrite {everything}\n"
        for name in (HUB, *(f"{HUB}-{n}" for n in range(2, 10)))
    )
    revoked = "\n".join(f"user {display}\ntopic deny #\n" for display in gone)
    shown = f"pattern read {topics.ROOT}/{fleet}/p/+/+"
    return f"{own}\npattern read {topics.keys(fleet)}\n{shown}\n\n{hubs}\n{revoked}"
