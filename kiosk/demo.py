"""The command `kiosk demo`: a sandbox tenant and a display on it, in one process group; nothing to configure."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.config.load import load
from kiosk.outcome import failed
from kiosk.run import display, size
from kiosk.screen import has_screen

if TYPE_CHECKING:
    from kiosk.app import Display

PICTURE = Path("demo.png")
SIZE = (1280, 800)
PATIENCE = 20.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "A display on a sandbox tenant with five rooms and a lived-in day. Nothing to configure."
    )
    parser.add_argument(
        "--size", type=size, default=SIZE, metavar="WxH", help="of the window, default 1280x800"
    )
    parser.add_argument("--room", metavar="MAILBOX", help="another of the sandbox's rooms")


def run(args: argparse.Namespace) -> int:
    with tempfile.TemporaryDirectory(prefix="kiosk-demo-") as folder:
        sandbox = subprocess.Popen(  # noqa: S603 - our own program, no shell
            [sys.executable, "-m", "kiosk", "sandbox", "--dir", folder, "--port", "0", "--life"],
            stdout=subprocess.PIPE, text=True, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            return _with_sandbox(args, sandbox, Path(folder))
        finally:
            sandbox.send_signal(signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                sandbox.wait(5)
            sandbox.kill()
            sandbox.wait()
            if sandbox.stdout is not None:
                sandbox.stdout.close()


def _with_sandbox(args: argparse.Namespace, sandbox: subprocess.Popen[str], folder: Path) -> int:
    line = sandbox.stdout.readline() if sandbox.stdout is not None else ""
    if not line:
        return failed("The sandbox did not start. Try: kiosk sandbox --dir DIR")
    told = json.loads(line)
    config = load(Path(told["config"]))
    if args.room is not None:
        if args.room not in told["rooms"]:
            return failed(f"{args.room} is none of the sandbox's rooms: {', '.join(told['rooms'])}")
        table = config.room.model_copy(update={"mailbox": args.room, "name": None})
        config = config.model_copy(update={"room": table})
    _tell(folder, told, config.room.mailbox or "")
    if has_screen():
        return display(config, folder / "data", args.size)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    print(f"No screen was found: drawing off screen. The picture is {PICTURE}.")  # noqa: T201 - a command prints
    return display(config, folder / "data", args.size, _picture)


def _tell(folder: Path, told: dict[str, object], room: str) -> None:
    kiosk = sys.argv[0]
    print(  # noqa: T201 - a command prints
        f"A sandbox of Exchange Online runs at {told['base_url']}.\n"
        "Play somebody in Outlook from another terminal, for example:\n"
        f"  {kiosk} sandbox act --dir {folder} book --room {room} --person lena --in 5 --minutes 30 --subject 'Design review'\n"
        f"  {kiosk} sandbox act --dir {folder} --help\n"
        "Ask the display what it knows:\n"
        f"  {kiosk} status --data-dir {folder / 'data'}",
        flush=True,
    )


async def _picture(shown: Display) -> bool:
    """Waits for the day, leaves its picture and ends the display."""
    with suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE):
            while shown.core.facts.heard.as_of is None:  # noqa: ASYNC110 - once in a lifetime
                await asyncio.sleep(0.1)
    await asyncio.sleep(1)  # the plane's colour fades in
    shown.window.grab(PICTURE)
    return True
