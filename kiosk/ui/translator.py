"""The words that stand in QML, in the language of the glass: what `qsTr` asks. Sentences of the core are text.py's."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QTranslator

from kiosk import languages


class Translator(QTranslator):
    """Speaks one language at a time, from its creation until it leaves."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = languages.load(language)
        QCoreApplication.installTranslator(self)

    def speak(self, language: str) -> None:
        """Another language; what is shown already, the engine has to ask for anew."""
        self._language = languages.load(language)

    def leave(self) -> None:
        QCoreApplication.removeTranslator(self)

    def translate(self, context: str, source: str, hint: str | None = None, n: int = -1) -> str:
        """What Qt calls for every `qsTr`; `context` (the QML file) tells nothing apart."""
        del context
        return self._language.say(source, n if n >= 0 else None, hint or "")

    def isEmpty(self) -> bool:  # noqa: N802 - Qt's name
        return False
