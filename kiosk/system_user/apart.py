"""A sign-in in a process of its own, which ends with it: once an hour, so that the display does not hold MSAL all day.

MSAL and what it brings along are a tenth of all the memory that a display needs otherwise. What is told crosses two pipes
as JSON: there the account, whose secrets are read from their files by the other process; back the token or why there is
none. A key in a chip is signed with in this process (identity.py): who counts the tries of a PIN must not forget them.

python -m kiosk.system_user.apart is that other process.
"""

from __future__ import annotations

import ctypes
import json
import logging
import signal
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from kiosk.system_user.identity import Account, SignInFailed, SignInUnavailable, Token, Trouble

log = logging.getLogger("kiosk")
PR_SET_PDEATHSIG = 1
"""prctl(2)."""
LONGEST = 29.0
"""Seconds; line.py cuts its lines before."""
FILES = ("certificate_file", "client_secret_file", "ca_file")


def sign_in(account: Account) -> Token:
    """As entra.py's, which raises the same."""
    if account.chip is not None:
        from kiosk.system_user import entra  # noqa: PLC0415 - MSAL is for those who cannot do without

        return entra.sign_in(account)
    asked = asdict(account) | {name: _text(getattr(account, name)) for name in FILES}
    command = [sys.executable, "-m", "kiosk.system_user.apart"]
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            command,
            input=json.dumps(asked).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a library's words, which may hold what was sent
            timeout=LONGEST,
            check=True,
        )
        told = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        raise SignInUnavailable(Trouble.TIMEOUT) from None
    except (
        OSError,
        ValueError,
        subprocess.CalledProcessError,
    ) as fault:  # no memory for a process, or it was ended
        log.error("the process that signs in failed (%s)", type(fault).__name__)
        raise SignInUnavailable(Trouble.BUSY) from None
    return _meant(told)


def _meant(told: dict[str, Any]) -> Token:
    if "token" in told:
        return Token(told["token"], told["lifetime"], told["dated"])
    if "trouble" in told:
        raise SignInUnavailable(Trouble(told["trouble"]), told["retry_after"])
    failed = SignInFailed(told["code"], told["remedy"])
    failed.request_id, failed.dated = told["request_id"], told["dated"]
    raise failed


def _text(path: Path | None) -> str | None:
    return None if path is None else str(path.absolute())


def _told(account: Account) -> dict[str, Any]:
    from kiosk.system_user import entra  # noqa: PLC0415 - in the other process only

    try:
        token = entra.sign_in(account)
    except SignInUnavailable as nobody:
        return {"trouble": nobody.trouble.value, "retry_after": nobody.retry_after}
    except SignInFailed as failed:
        return {
            "code": failed.code,
            "remedy": failed.remedy,
            "request_id": failed.request_id,
            "dated": failed.dated,
        }
    return {"token": token.text, "lifetime": token.lifetime, "dated": token.dated}


def main() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)  # whoever wanted the token is gone
    asked = json.loads(sys.stdin.buffer.read())
    files = {name: Path(asked[name]) for name in FILES if asked[name] is not None}
    sys.stdout.write(json.dumps(_told(Account(**asked | files))))


if __name__ == "__main__":
    main()
