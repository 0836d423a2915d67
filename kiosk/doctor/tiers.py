"""Where the display keeps what it signs in with, and whom that keeps out: told as it is, not as one would like it."""

from __future__ import annotations

from pathlib import Path

from kiosk import credentials
from kiosk.config.desired import Config
from kiosk.doctor.check import Check, Verdict
from kiosk.doctor.signing import own_of
from kiosk.system_user.own_key import Tier

GUIDE = "docs/guides/credentials.md"
CHECK = "credential"
TOLD = {
    Tier.CHIP: (
        "The key lies in the security chip {chip} and cannot be read out. Who steals the disk, or a copy of it, cannot sign in; "
        "who takes the whole display can, until its certificate is removed from Entra."
    ),
    Tier.SEALED: (
        "The {what} is sealed, and systemd opens it for the service. Backups and copies of files hold nothing of use; who takes "
        "the whole disk is kept out only where it is sealed with a TPM."
    ),
    Tier.FILE: (
        "The {what} lies in a file that only the display's user can read. Who has this disk, or a copy of it, has the {what}."
    ),
}
BETTER = {
    Tier.CHIP: "",
    Tier.SEALED: f"A key in a TPM cannot be copied at all: {GUIDE}",
    Tier.FILE: f"Seal it with `kiosk staff seal`, or keep the key in a TPM: {GUIDE}",
}


def kept(config: Config) -> Check:
    """Which tier holds, and what it protects."""
    user = config.system_user
    if user.sign_in == "client_secret":
        handed = credentials.is_handed(Path(user.client_secret_file or ""))
        return _told(Tier.SEALED if handed else Tier.FILE, "client secret", "")
    return _told(own_of(config).tier, "private key", user.pkcs11_token or "")


def _told(tier: Tier, what: str, chip: str) -> Check:
    verdict = Verdict.NOTE if tier is Tier.FILE else Verdict.OK
    return Check(CHECK, verdict, TOLD[tier].format(what=what, chip=chip), BETTER[tier])
