"""The command `kiosk run`: the display, from a configuration file and a data directory."""

from __future__ import annotations

import argparse
import logging
import os
import re
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from kiosk import logs
from kiosk.clock import Clock
from kiosk.config.desired import Config
from kiosk.config.load import load
from kiosk.config.problems import ConfigProblem
from kiosk.device.door import Door, Occupied
from kiosk.in_force import started
from kiosk.outcome import failed
from kiosk.pairing.kept import config_of, is_leaving, is_open
from kiosk.remains import carry_on, finish
from kiosk.screen import NO_SCREEN, has_screen

if TYPE_CHECKING:
    from kiosk.app import Display

log = logging.getLogger("kiosk")
ABOUT = "The display: shows one room's calendar full screen and books it. Ends with SIGTERM or Ctrl+C."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = ABOUT
    parser.add_argument(
        "--config",
        type=Path,
        metavar="FILE",
        help="kiosk.toml of this display; without it the display is what it was paired to, or shows its pairing code",
    )
    parser.add_argument(
        "--data-dir", type=Path, required=True, metavar="DIR",
        help="where the cache and the outbox are kept; made if missing, readable by this user only",
    )  # fmt: skip
    parser.add_argument(
        "--ignore-pushed",
        action="store_true",
        help="start from its own file, without what admins pushed to it since",
    )
    parser.add_argument(
        "--windowed", type=size, metavar="WxH", help="in a window of this size, for example 1280x800"
    )


def size(text: str) -> tuple[int, int]:
    """ "1280x800" in pixels."""
    match = re.fullmatch(r"(\d{2,5})[xX](\d{2,5})", text)
    if match is None:
        raise argparse.ArgumentTypeError(f"{text!r} is not a size like 1280x800")
    return int(match[1]), int(match[2])


def run(args: argparse.Namespace) -> int:
    path = args.config
    try:
        config = Config() if path is None else load(path)
        handed_over = None if config.paired else config_of(args.data_dir)
        if handed_over is not None:
            path = handed_over
            paired = load(path)
            config = paired if args.config is None else paired.model_copy(update={"pairing": config.pairing})
    except ConfigProblem as problem:
        return failed(f"{path}:\n{problem}")
    except OSError as refused:
        return failed(f"{args.data_dir} cannot be read: {refused.strerror}.")
    return display(
        config, args.data_dir, args.windowed, by_file=path is not None and path == args.config,
        path=None if args.ignore_pushed else path,
    )  # fmt: skip


def display(
    config: Config, folder: Path, window: tuple[int, int] | None,
    after_start: Callable[[Display], Awaitable[bool]] | None = None, *, by_file: bool = True, path: Path | None = None,
) -> int:  # fmt: skip
    """Runs the display until it is ended. One plain line on stderr where it cannot run.

    `path`: where `config` stands; None: what was pushed to the display does not count.
    """
    logs.begin()
    if not has_screen():
        return failed(NO_SCREEN)
    try:
        door = Door(folder)
    except Occupied:
        return failed(f"Another display is running on {folder}. End it first, or choose another --data-dir.")
    except OSError as refused:
        return failed(
            f"{folder} cannot be used: {refused.strerror}. Choose another --data-dir or mend its rights."
        )
    try:
        carry_on(folder)
    except OSError as refused:
        if config.paired:
            door.close()
            return failed(str(refused))
        log.error("%s", refused)  # the glass tells it too, when it should show a code
    if config.paired and not by_file and config_of(folder) is None:  # it was taken away since it was read
        door.close()
        _again()
    present = None if path is None or not config.paired else started(config, path, folder, Clock().now())
    from kiosk.app import Display  # noqa: PLC0415 - nothing heavy before the checks

    shown = Display(
        config if present is None else present.config,
        folder,
        window,
        after_start,
        by_file=config.paired and by_file,
        open_for_pairing=not by_file and is_open(folder),
        in_force=present,
    )
    ended = shown.run(door)
    if shown.anew:
        _again()
    return _left(folder) or ended


def _again() -> NoReturn:
    os.execv(sys.executable, [sys.executable, "-m", "kiosk", *sys.argv[1:]])  # noqa: S606 - the same program


def _left(folder: Path) -> int:
    """A display that follows a file was disconnected, and ends for good: nobody else will remove what it kept."""
    if not is_leaving(folder):
        return 0
    try:
        finish(folder)
    except Occupied:
        return 0  # somebody started it meanwhile, and does it
    except OSError as refused:
        return failed(str(refused))
    return 0
