"""What a display writes down about itself: to stderr for the journal, and the latest lines kept for staff who have no journal.

No secret, subject or name is logged anywhere in the program; so none is in here.
"""

from __future__ import annotations

import logging
import sys
from collections import deque

KEPT = 2000
"""Lines: some days of an ordinary display, 300 kB at most."""
LONGEST = 400
FORMAT = "%(asctime)s %(levelname)s %(message)s"


class Latest(logging.Handler):
    """The latest lines, in memory."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: deque[str] = deque(maxlen=KEPT)
        self.setFormatter(logging.Formatter(FORMAT))

    def emit(self, record: logging.LogRecord) -> None:
        self._lines.append(self.format(record)[:LONGEST])

    def text(self) -> str:
        """Line by line, the oldest first."""
        return "".join(f"{line}\n" for line in list(self._lines))


LATEST = Latest()


def begin() -> None:
    """From now on the program's own words are kept and told; those of libraries only where something went wrong."""
    logging.basicConfig(level=logging.INFO, format=FORMAT, stream=sys.stderr)
    logging.getLogger().addHandler(LATEST)
    for chatty in ("httpx", "httpcore", "apscheduler", "msal", "asyncio", "urllib3", "uvicorn"):
        logging.getLogger(chatty).setLevel(logging.ERROR)
    logging.getLogger("apscheduler").setLevel(
        logging.CRITICAL
    )  # it calls a ring that the end cut off an error
