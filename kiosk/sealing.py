"""`kiosk staff seal`: a file that holds a secret, encrypted by systemd for this machine and for one name. Changes and deletes nothing else."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from kiosk.credentials import PREFIX
from kiosk.outcome import failed

PATIENCE = 60.0
"""Seconds. A TPM takes its time; a stuck one would hold us up for ever."""
FOLDER = Path("/etc/credstore.encrypted")
"""Where systemd looks for encrypted credentials by their name (from version 256 on by itself; named in the unit, always)."""

NEXT = """\
{sealed} is made. Into the service's unit (systemctl edit kiosk):

  [Service]
  LoadCredentialEncrypted={name}:{sealed}

In kiosk.toml, for the key that named the file:

  {prefix}{name}

Try it (sudo systemctl restart kiosk), then delete {plain}. What has once been on an SD card may still be found on it: a key that
was never there in clear is safer (docs/guides/credentials.md)."""


def seal(plain: Path, sealed: Path | None, key: str) -> int:
    """Encrypts `plain` into `sealed`, which must not exist. `key` as of systemd-creds --with-key; returns the exit code."""
    target = sealed or FOLDER / plain.name
    program = shutil.which("systemd-creds")
    if program is None:
        return failed(
            "systemd-creds is not there: this machine's systemd is older than 250, or it has none. The file stays as it is; "
            "keep it readable by the display's user only (chmod 600)."
        )
    if not plain.is_file():
        return failed(f"There is no file {plain}.")
    if target.exists():
        return failed(f"{target} is there already. Move it away, or name another place with --to.")
    command = [program, "encrypt", f"--with-key={key}", f"--name={plain.name}", str(plain.absolute()), "-"]
    try:
        done = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False)  # noqa: S603 - systemd's own program
    except (OSError, subprocess.TimeoutExpired):
        return failed("systemd-creds did not come to an end. Nothing was changed.")
    if done.returncode:
        why = done.stderr.decode(errors="replace").strip().splitlines()
        return failed(
            f"systemd-creds could not encrypt it: {why[-1] if why else 'no reason given'} Run this with sudo; with --key tpm2 there "
            "must be a TPM that systemd can use (systemd-creds has-tpm2). Nothing was changed."
        )
    try:
        target.parent.mkdir(mode=0o700, exist_ok=True)
        with target.open("xb") as file:
            target.chmod(0o600)
            file.write(done.stdout)
    except OSError as refused:
        return failed(
            f"{target} cannot be written: {refused.strerror}. Run this with sudo, or name another place with --to."
        )
    sys.stdout.write(NEXT.format(sealed=target, name=plain.name, prefix=PREFIX, plain=plain) + "\n")
    return 0
