"""Lists for QML: only what differs is touched."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QModelIndex, QObject, Qt

from kiosk.ui.agenda_model import Rows, TickRow


def told(rows: Rows) -> list[str]:
    log: list[str] = []
    rows.dataChanged.connect(lambda first, _last: log.append(f"changed {first.row()}"))
    rows.rowsInserted.connect(lambda _parent, first, last: log.append(f"added {first}-{last}"))
    rows.rowsRemoved.connect(lambda _parent, first, last: log.append(f"removed {first}-{last}"))
    return log


@pytest.fixture
def rows() -> Iterator[Rows]:
    parent = QObject()
    yield Rows(TickRow, parent)
    parent.deleteLater()


def test_a_row_that_stays_is_left_alone(rows: Rows) -> None:
    rows.put([TickRow(0.0, "8"), TickRow(0.5, "9")])
    log = told(rows)
    rows.put([TickRow(0.0, "8"), TickRow(0.6, "9"), TickRow(1.0, "10")])
    rows.put([TickRow(0.0, "8")])
    assert log == ["changed 1", "added 2-2", "removed 1-2"]


def test_rows_are_read_by_the_names_of_their_fields(rows: Rows) -> None:
    rows.put([TickRow(0.25, "8")])
    names = {bytes(name.data()).decode(): role for role, name in rows.roleNames().items()}
    assert rows.data(rows.index(0), names["label"]) == "8"
    assert rows.data(rows.index(0), Qt.ItemDataRole.DisplayRole) is None
    assert rows.data(QModelIndex(), names["label"]) is None
    assert rows.rowCount(rows.index(0)) == 0
