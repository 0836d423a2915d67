"""An admin's pictures on the glass: readable whatever they show, only where they may be, and never in the way of a name."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QRectF, QSize
from PySide6.QtGui import QColor, QImage
from PySide6.QtQuick import QQuickItem

from kiosk.room.face import Face
from kiosk.ui.looks import Looks
from kiosk.ui.pictures import decoded, greyed, shaded, shades
from tests.fakes.pictures import RGB, png
from tests.pixels import boards
from tests.pixels.stage import Stage, settle, stage
from tests.sheet.glassful import Colour, kind
from tests.sheet.lint import contrast

PLANES = {"dark": ("#24B872", "#04130B"), "light": ("#2DC27C", "#04130B")}
"""The free plane and its ink (DESIGN.md §3)."""
STILL = Looks(reduced_motion=True)


def colour(value: QColor | int) -> Colour:
    made = QColor(value)
    return made.redF(), made.greenF(), made.blueF()


def picture(content: bytes) -> QImage:
    image = decoded(content, 2560)
    assert image is not None
    return image


def seen(scene: Stage, name: str) -> list[QQuickItem]:
    """The parts of that name that are drawn."""
    return [item for item in scene.items() if kind(item) == name]


def hung(scene: Stage, face: Face, **pictures: bytes) -> None:
    logo, wallpaper = pictures.get("logo"), pictures.get("wallpaper")
    scene.window.hang(
        None if logo is None else picture(logo), None if wallpaper is None else greyed(picture(wallpaper))
    )
    scene.show(face)


@pytest.mark.parametrize("theme", PLANES)
def test_every_shade_of_a_wallpaper_keeps_the_contrast_of_its_plane(theme: str) -> None:
    plane, ink = map(QColor, PLANES[theme])
    alone = contrast(colour(ink), colour(plane))
    assert alone >= 7
    with_it = [contrast(colour(ink), colour(QColor.fromRgb(shade))) for shade in shades(plane)]
    assert min(with_it) == pytest.approx(alone)
    assert all(
        green == max(red, green, blue)
        for shade in shades(plane)
        for red, green, blue in [colour(QColor.fromRgb(shade))]
    )


def test_a_wallpaper_fills_what_it_is_asked_for_and_keeps_its_middle() -> None:
    grey = greyed(picture(png(40, 40, RGB)))
    made = shaded(grey, QColor("#24B872"), QSize(80, 20))
    assert made.size() == QSize(80, 20)
    top, bottom = (colour(made.pixelColor(40, row)) for row in (0, 19))
    assert top < bottom, "the fake's rows grow lighter, and only those of its middle are left"
    assert abs(top[0] - bottom[0]) < 0.5 * 0.38


@pytest.mark.qt_log_ignore("Not a JPEG file", "Rejecting image as it exceeds")
def test_what_cannot_be_decoded_is_no_picture() -> None:
    whole = png(64, 64, RGB)
    assert decoded(whole[:60], 2560) is None
    assert decoded(b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>", 2560) is None
    assert decoded(png(claims=(30000, 30000)), 10**6) is None, "it would take gigabytes"


def test_a_jpeg_is_decoded_and_made_smaller_while_it_is() -> None:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert QImage(400, 200, QImage.Format.Format_RGB32).save(buffer, "JPEG")
    small = decoded(buffer.data().data(), 100)
    assert small is not None
    assert small.size() == QSize(100, 50)


def test_a_free_room_has_the_wallpaper_and_the_next_meeting_takes_it_away_at_once() -> None:
    with stage(looks=STILL) as scene:
        hung(scene, boards.free(), wallpaper=png(64, 64, RGB))
        settle(50)
        image = scene.quick.grabWindow()
        assert image.pixelColor(300, 5) != image.pixelColor(300, 790)
        assert seen(scene, "Wallpaper")
        scene.show(boards.busy_outlook())
        assert not seen(scene, "Wallpaper")


@pytest.mark.parametrize(
    "face", [boards.offline_free(), boards.soon(), boards.holding()], ids=["doubt", "soon", "hold"]
)
def test_no_other_state_has_it(face: Face) -> None:
    with stage(looks=STILL) as scene:
        hung(scene, face, wallpaper=png(64, 64, RGB))
        assert not seen(scene, "Wallpaper")


def test_nor_has_high_contrast() -> None:
    with stage(looks=replace(STILL, theme="high-contrast")) as scene:
        hung(scene, boards.free(), wallpaper=png(64, 64, RGB))
        assert not seen(scene, "Wallpaper")


def test_without_pictures_nothing_is_drawn_for_them() -> None:
    with stage() as scene:
        scene.show(boards.free())
        assert not seen(scene, "Wallpaper")
        assert not seen(scene, "Logo")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_logo_stands_before_the_name_in_the_ink_of_the_plane(language: str) -> None:
    with stage(looks=STILL, language=language) as scene:
        hung(scene, boards.free(), logo=png(40, 20))
        settle(50)
        (logo,) = seen(scene, "Logo")
        place = logo.mapRectToScene(QRectF(0, 0, logo.width(), logo.height()))
        assert place.width() == pytest.approx(2 * place.height(), abs=1)
        pixel = scene.quick.grabWindow().pixelColor(int(place.center().x()), int(place.bottom()) - 3)
        assert contrast(colour(pixel), colour(QColor("#24B872"))) > 6, "the lowest row is solid"


def test_a_name_that_needs_the_room_has_it_alone() -> None:
    with stage((800, 480), looks=STILL) as scene:
        hung(scene, replace(boards.free(), room="Franz-Josef-Strauss"), logo=png(80, 20))
        assert not seen(scene, "Logo")
        hung(scene, boards.free(), logo=png(80, 20))
        assert seen(scene, "Logo")


def test_another_picture_takes_the_place_of_the_first() -> None:
    with stage(looks=STILL) as scene:
        hung(scene, boards.free(), wallpaper=png(64, 64, RGB))
        settle(50)
        before = scene.quick.grabWindow().pixelColor(300, 790)
        hung(scene, boards.free(), wallpaper=png(1, 1, RGB))
        settle(50)
        assert scene.quick.grabWindow().pixelColor(300, 790) != before
        scene.window.hang(None, None)
        assert not seen(scene, "Wallpaper")
