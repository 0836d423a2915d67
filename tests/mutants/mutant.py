"""A planted fault as a value, and how it gets into a tree. What the faults are: sending, knowing, keeping, timing, asking, living."""

from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]


class DoesNotApply(Exception):
    """The tree has moved on: the text that the fault replaces is not there exactly once."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One fault of one file of `kiosk/`."""

    name: str
    breaks: str
    """What goes wrong with it, in a sentence for people."""
    file: str
    """Below kiosk/."""
    present: str
    """As it stands in the file, exactly once."""
    faulty: str
    caught_by: tuple[str, ...]
    """Below tests/: `folder/test_file.py::test_name`. One of them must fail; all of them pass without the fault."""

    def path(self, tree: Path) -> Path:
        return tree / "kiosk" / self.file

    def planted_in(self, text: str) -> str:
        """The file's text with the fault in it."""
        found = text.count(self.present)
        if found != 1:
            raise DoesNotApply(f"{self.name}: kiosk/{self.file} has its text {found} times, not once")
        return text.replace(self.present, self.faulty)
