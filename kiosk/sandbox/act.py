"""`kiosk sandbox act`: tells a running sandbox what happens next, from any process, through DIR/sandbox.json."""

import argparse
import json
import ssl
import sys
from pathlib import Path
from typing import Any

_SECONDS = 15.0


def act(args: argparse.Namespace) -> int:
    """Do one thing: 0 done, 1 with one plain line when not."""
    directory: Path | None = args.dir
    if directory is None:
        return _failed("say which sandbox: --dir DIR", 2)
    try:
        found = json.loads((directory / "sandbox.json").read_text())
    except (OSError, ValueError):
        return _failed(
            f"no sandbox runs with --dir {directory}; start `kiosk sandbox --dir {directory}` first"
        )
    try:
        method, path, sent = args.ask(args)
    except (OSError, ValueError) as wrong:
        return _failed(str(wrong))
    return _told(args, found, method, path, sent)


def _told(
    args: argparse.Namespace, found: dict[str, str], method: str, path: str, sent: dict[str, Any]
) -> int:
    import httpx  # noqa: PLC0415 - only `act` needs a client, and only from here

    trust = ssl.create_default_context(cafile=found["ca_file"])
    try:
        with httpx.Client(verify=trust, timeout=_SECONDS, trust_env=False) as client:
            response = client.request(
                method,
                f"{found['control']}/{path}",
                params=sent if method == "GET" else None,
                json=None if method == "GET" else sent,
                headers={"Authorization": f"Bearer {found['key']}"},
            )
    except httpx.HTTPError:
        return _failed(f"the sandbox of {args.dir} does not answer; is it still running?")
    answer = response.json()
    if response.status_code != 200:
        return _failed(str(answer.get("error")))
    if args.word == "list" and not args.json:
        print("\n".join(_line(one) for one in answer["value"]) or "nothing")
    else:
        print(json.dumps(answer, indent=2, ensure_ascii=False))
    return 0


def _line(one: dict[str, Any]) -> str:
    start, end = one["start"]["dateTime"][:16], one["end"]["dateTime"][11:16]
    marks = [one["showAs"], one["responseStatus"]["response"], *(["cancelled"] if one["isCancelled"] else [])]
    who = one["organizer"]["emailAddress"]["name"]
    return f"{start}-{end}Z  {one['subject']}  ({who}; {', '.join(marks)})  {one['id']}"


def _failed(words: str, code: int = 1) -> int:
    print(f"kiosk sandbox act: {words}", file=sys.stderr)
    return code
