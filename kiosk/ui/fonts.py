"""The fonts of the glass: which files there are, for which script, and who helps out where Inter has no letter."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase

INTER = {"Inter": "Inter.ttf", "Inter Display": "InterDisplay.ttf"}
ARABIC = {"Noto Sans Arabic": "NotoSansArabic.ttf"}
OF_SCRIPT = {"Jpan": {"Noto Sans JP": "NotoSansJP.ttf"}}
"""Large ones, by ISO 15924: loaded only once they are spoken. Until then the system's fonts help out, if it has any."""


def load(folder: Path, script: str) -> None:
    """Have what a language of this script needs. Asked again, it loads what is not there yet."""
    families = INTER | ARABIC | OF_SCRIPT.get(script, {})
    for family, file in families.items():
        if not QFontDatabase.hasFamily(family):
            QFontDatabase.addApplicationFont(str(folder / file))
    for family in INTER:
        QFont.removeSubstitutions(family)
        QFont.insertSubstitutions(family, [name for name in families if name not in INTER])
