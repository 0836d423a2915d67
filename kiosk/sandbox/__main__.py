"""`python -m kiosk.sandbox`: the command `kiosk sandbox` by itself."""

import argparse
import sys

from kiosk.sandbox.command import add_arguments, run


def main() -> int:
    parser = argparse.ArgumentParser(prog="kiosk sandbox")
    add_arguments(parser)
    return run(parser.parse_args())


if __name__ == "__main__":
    sys.exit(main())
