"""One target under atheris, in a process of its own: `python -m tests.hostile.fuzz.one NAME libFuzzer-options …`."""

import logging
import sys

import atheris  # type: ignore[import-not-found]  # because it is installed for `make fuzz` alone

with atheris.instrument_imports(
    include=["kiosk.sync", "kiosk.system_user", "kiosk.config", "kiosk.room", "tomllib", "msal"]
):
    from tests.hostile.fuzz.targets import TARGETS


def main() -> None:
    name, *options = sys.argv[1:]
    logging.disable()
    atheris.Setup([sys.argv[0], *options], TARGETS[name].feed)
    atheris.Fuzz()


main()
