"""Every kind of fault is found where it is, and in a scene that is well none is."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtQml import QQmlComponent, QQmlEngine
from PySide6.QtQuick import QQuickWindow

from tests.sheet.glassful import gather
from tests.sheet.lint import contrast, faults

SCENE = """
import QtQuick

Window {{
    width: 800
    height: 480
    visible: true
    color: "#101214"

    component Words: Text {{
        property real px: 24
        color: "white"
        font.pixelSize: px
        text: "Free"
    }}

    component Key: Rectangle {{
        property string ident: "key"
        property string name: "Book"
        property bool filled: false
        width: 100
        height: 100
        color: "#202224"
    }}

    component Icon: Image {{
        property string name: "icons/check"
        property color ink: "white"
        width: 40
        height: 40
    }}

    {content}
}}
"""
WELL = """
    Words { x: 20; y: 20 }
    Icon { x: 200; y: 20 }
    Key { x: 20; y: 100; Words { anchors.centerIn: parent; text: "Book" } }
    Key { x: 140; y: 100; name: "Close" }
"""
BROKEN = {
    "cut: 'A long sentence'": 'Words { width: 40; elide: Text.ElideRight; text: "A long sentence" }',
    "too wide: 'A long sentence'": 'Words { width: 40; text: "A long sentence" }',
    "too high: 'Free'": "Words { height: 10; y: 20 }",
    "a word in two lines: 'Besprechungsraum'":
        'Words { y: 20; width: 90; wrapMode: Text.WrapAnywhere; text: "Besprechungsraum" }',
    "outside the glass: 'Free'": "Words { x: 780 }",
    "too small (12 px): 'Free'": "Words { px: 12; y: 40 }",
    "'Free' lies over 'Busy'": 'Words { y: 40 } Words { y: 44; text: "Busy" }',
    "'Book now' leaves its key": 'Key { Words { x: 60; y: 40; text: "Book now" } }',
    "'Free' lies over 'Book'": "Key { x: 20; y: 20 } Words { x: 40; y: 40 }",
    "'Book' is 100 x 60, 79 wanted": "Key { height: 60 }",
    "'Book' is 60 x 100, 79 wanted": "Key { width: 60 }",
    "'Book' is outside the glass": "Key { x: 750 }",
    "a target without a name": 'Key { name: "" }',
    "'Book' is too close to 'Close'": 'Key {} Key { x: 105; name: "Close" }',
    "two keys of one name: 'Book'": "Key {} Key { x: 300 }",
    "pale (1.9): 'Free'": 'Words { y: 20; color: "#444444" }',
    "pale (1.0): 'Free'": 'Rectangle { width: 200; height: 200; color: "white"; Words { y: 20 } }',
    "pale (1.9): icons/check": 'Icon { ink: "#444444" }',
}  # fmt: skip
"""The fault that is to be told, and what is wrong."""


def found(content: str) -> list[str]:
    engine = QQmlEngine()
    component = QQmlComponent(engine)
    component.setData(SCENE.format(content=content).encode(), QUrl())
    window = component.create()
    assert isinstance(window, QQuickWindow), component.errorString()
    try:
        return faults(gather(window))
    finally:
        window.close()


@pytest.mark.usefixtures("qapp")
def test_in_a_scene_that_is_well_nothing_is_found() -> None:
    assert found(WELL) == []


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("fault", BROKEN)
def test_each_kind_of_fault_is_found(fault: str) -> None:
    told = found(BROKEN[fault])
    assert any(one.startswith(fault) for one in told), told


@pytest.mark.usefixtures("qapp")
def test_what_somebody_wrote_may_end_in_an_ellipsis() -> None:
    assert found(f'Words {{ y: 20; width: 400; elide: Text.ElideRight; text: "{"long " * 12}" }}') == []


def test_contrast_is_that_of_wcag() -> None:
    assert contrast((1, 1, 1), (0, 0, 0)) == pytest.approx(21)
    assert contrast((1, 1, 1), (1, 1, 1)) == 1
    assert contrast((0x2D / 255, 0xC2 / 255, 0x7C / 255), (0x04 / 255, 0x13 / 255, 0x0B / 255)) == (
        pytest.approx(8.3, abs=0.05)
    )
