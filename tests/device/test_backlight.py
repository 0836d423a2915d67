"""The panel's backlight, with a folder in place of /sys/class/backlight."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.device.backlight import Backlight, offered
from kiosk.device.trouble import Absent
from kiosk.room.face import State
from kiosk.room.light import OFF, Light


def light(level: float) -> Light:
    return Light(State.FREE, brightness=level)


@pytest.fixture
def panel(tmp_path: Path) -> Path:
    folder = tmp_path / "10-0045"
    folder.mkdir()
    (folder / "max_brightness").write_text("31\n")
    (folder / "brightness").write_text("30\n")
    return folder


def level(panel: Path) -> int:
    return int((panel / "brightness").read_text())


def test_it_is_set_in_parts_of_what_the_panel_can_and_in_the_end_as_it_was(panel: Path) -> None:
    backlight = Backlight(panel)
    seen = []
    for wanted in (0.7, 0.35, 0.08, 0.0):
        backlight.show(light(wanted), 1.0)
        seen.append(level(panel))
    backlight.show(OFF, 1.0)
    assert (seen, level(panel)) == ([22, 11, 2, 0], 30)


def test_what_a_killed_display_left_dark_is_bright_in_the_end(panel: Path) -> None:
    Backlight(panel).show(light(0.08), 1.0)
    backlight = Backlight(panel)
    backlight.show(light(0.7), 1.0)
    backlight.show(OFF, 1.0)
    assert level(panel) == 31


def test_a_coarse_panel_never_goes_out_by_rounding(panel: Path) -> None:
    (panel / "max_brightness").write_text("4")
    Backlight(panel).show(light(0.08), 1.0)
    assert level(panel) == 1


def test_a_panel_that_is_not_there_is_named_with_its_remedy(tmp_path: Path) -> None:
    with pytest.raises(Absent) as absent:
        Backlight(tmp_path / "none").probe()
    assert 'to "off"' in absent.value.remedy


def test_a_probe_changes_nothing(panel: Path) -> None:
    assert "30 of 31" in Backlight(panel).probe()
    assert level(panel) == 30


def test_the_first_one_of_a_machine_is_offered_and_none_where_there_is_none(
    panel: Path, tmp_path: Path
) -> None:
    assert offered(tmp_path) == panel
    assert offered(panel / "no such") is None
