"""Every sentence of the glass, as Qt's own tool finds it in the program: what a language has to say."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

import kiosk.ui

UI = Path(kiosk.ui.__file__).parent
LUPDATE = Path(sys.executable).parent / "pyside6-lupdate"


@cache
def sources() -> frozenset[tuple[str, str]]:
    """English sentence and hint ("" for none) of each use."""
    files = [*sorted(UI.glob("*.py")), *sorted(UI.rglob("*.qml"))]
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder) / "all.ts"
        alias = ["-tr-function-alias", "QT_TRANSLATE_NOOP+=noop"]
        subprocess.run([LUPDATE, *alias, *files, "-ts", found], check=True, capture_output=True)
        messages = list(ET.parse(found).iter("message"))
    return frozenset((m.findtext("source", ""), m.findtext("comment", "")) for m in messages)


def sentences() -> frozenset[str]:
    return frozenset(source for source, _ in sources())
