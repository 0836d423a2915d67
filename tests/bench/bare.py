"""python -m tests.bench.bare [LABELS] opens bare.qml, with so many labels more, until it is killed."""

import sys
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine

COMMAND = [sys.executable, "-m", "tests.bench.bare"]

if __name__ == "__main__":
    app = QGuiApplication(sys.argv)
    engine = QQmlApplicationEngine()
    engine.setInitialProperties({"labels": int(sys.argv[1]) if len(sys.argv) > 1 else 0})
    engine.load(Path(__file__).with_name("bare.qml"))
    sys.exit(app.exec() if engine.rootObjects() else 1)
