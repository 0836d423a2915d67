"""python -m tests.pixels OUTDIR [part of a name [language]] renders the boards as pictures, to lay beside the design's."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.pixels.boards import BOARDS, RESTING, SIZES, THEMES
from tests.pixels.stage import stage


def main(arguments: list[str]) -> int:
    if not arguments:
        print(__doc__, file=sys.stderr)  # noqa: T201 - a command answers
        return 2
    folder, wanted = Path(arguments[0]), arguments[1] if len(arguments) > 1 else ""
    language = arguments[2] if len(arguments) > 2 else "en"
    all_boards = BOARDS | RESTING
    folder.mkdir(parents=True, exist_ok=True)
    for size in SIZES:
        for theme in THEMES:
            names = {name: f"{name}.{size[0]}x{size[1]}.{theme}.png" for name in all_boards}
            drawn = [name for name, file in names.items() if wanted in file]
            if not drawn:
                continue
            with stage(size, theme, language=language) as scene:
                for name in drawn:
                    scene.show(all_boards[name](), ms=700)
                    scene.window.grab(folder / names[name])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
