"""Which pictures may be shown: told from their own bytes, before anything decodes them."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.config import pictures
from kiosk.config.desired import validated
from kiosk.config.merged import not_for_documents
from kiosk.config.pictures import LARGEST, LOGO, WALLPAPER, Picture, look, named
from kiosk.config.problems import ConfigProblem
from kiosk.config.refused import Refused
from tests.fakes.pictures import GREY, RGB, chunk, jpeg_header, png
from tests.room.worlds import search


@pytest.mark.parametrize(
    ("key", "content"),
    [
        (LOGO, png()),
        (LOGO, png(1024, 40)),
        (LOGO, png(more=chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0<x/>"))),
        (WALLPAPER, png(kind=RGB)),
        (WALLPAPER, png(kind=GREY)),
        (WALLPAPER, jpeg_header(1920, 1080)),
        (WALLPAPER, jpeg_header(1600, 2560, 0xC2)),
    ],
)
def test_what_a_display_can_show_it_takes(key: str, content: bytes) -> None:
    look(key, content)


@pytest.mark.parametrize(
    ("key", "content", "why"),
    [
        (LOGO, png(kind=RGB), "brand.logo has no transparent ground"),
        (LOGO, jpeg_header(100, 100), "brand.logo is no PNG"),
        (LOGO, png(claims=(65535, 65535)), "brand.logo has 65535 by 65535 pixels: 2048 by 1024 at most"),
        (LOGO, png(claims=(0, 4)), "brand.logo has 0 by 4 pixels"),
        (WALLPAPER, png(claims=(2**31 - 1, 1)), "pixels: 2560 by 1600 at most"),
        (WALLPAPER, jpeg_header(65535, 65535), "brand.wallpaper has 65535 by 65535 pixels"),
        (WALLPAPER, jpeg_header(1000, 1000, 0xC9), "of a kind of JPEG that not everybody decodes"),
        (WALLPAPER, jpeg_header(1000, 1000)[:24], "is damaged"),
        (WALLPAPER, b"\xff\xd8\xff" + b"\xff" * 1000, "is damaged"),
        (WALLPAPER, b"<svg xmlns='http://www.w3.org/2000/svg'/>", "is neither a PNG nor a JPEG"),
        (WALLPAPER, b"", "is neither a PNG nor a JPEG"),
        (WALLPAPER, png()[:-1], "is damaged"),
        (WALLPAPER, png() + b"<script>", "is damaged"),
        (WALLPAPER, png()[:20], "is damaged"),
        (WALLPAPER, png(more=chunk(b"acTL", b"\0" * 8)), "brand.wallpaper moves"),
        (WALLPAPER, png(more=chunk(b"zTXt", b"a\0\0packed")), "brand.wallpaper holds packed text"),
        (LOGO, png(more=chunk(b"iTXt", b"a\0\1\0\0\0packed")), "brand.logo holds packed text"),
        (WALLPAPER, jpeg_header(1000, 1000) + b"\xff\xda" * 65, "is drawn in more than 64 passes"),
        (LOGO, png() + b"\0" * LARGEST[LOGO], "is larger than 128 KiB"),
    ],
)
def test_what_it_cannot_or_should_not_is_refused_with_a_sentence(key: str, content: bytes, why: str) -> None:
    with pytest.raises(Refused) as refused:
        look(key, content)
    assert why in str(refused.value)
    assert refused.value.code == "picture"


def test_a_picture_is_called_by_its_hash_and_its_size() -> None:
    content = png()
    picture = pictures.of(content)
    assert named(str(picture)) == picture
    assert picture.is_this(content)
    assert not picture.is_this(content[:-1] + b"\0")


@pytest.mark.parametrize(
    "text",
    ["logo.png", "sha256:ab:3", f"sha256:{'A' * 64}:3", f"sha256:{'a' * 64}:0", f"sha256:{'a' * 64}:3\n"],
)
def test_nothing_else_is_such_a_name(text: str) -> None:
    assert named(text) is None


def test_a_document_names_no_file_of_the_display() -> None:
    (line,) = not_for_documents({"brand": {"logo": "/etc/shadow", "wallpaper": f"sha256:{'a' * 64}:3"}})
    assert line == "brand.logo names a file: a document says a picture by its SHA-256 and its size."


def test_a_name_that_is_half_a_hash_is_told() -> None:
    with pytest.raises(
        ConfigProblem, match="must name a file; in a document a picture by its SHA-256 and its size"
    ):
        validated({"brand": {"logo": "sha256:abc"}})


def test_only_what_a_document_names_is_wanted() -> None:
    one = Picture("a" * 64, 3)
    tables = {
        "brand": {"logo": str(one), "wallpaper": "paper.jpg", "other": str(one)},
        "display": {"logo": str(one)},
    }
    assert list(pictures.wanted(tables)) == [(LOGO, one)]
    assert list(pictures.wanted({"brand": [str(one)]})) == []


@search
@given(
    st.sampled_from([png(), png(kind=RGB), jpeg_header(640, 480, 0xC2)]),
    st.lists(st.tuples(st.integers(0, 400), st.binary(max_size=8)), max_size=4),
    st.integers(0, 200),
    st.sampled_from(pictures.KEYS),
)
def test_whatever_is_done_to_its_bytes_it_is_taken_or_refused(
    whole: bytes, damage: list[tuple[int, bytes]], cut: int, key: str
) -> None:
    content = bytearray(whole)
    for at, more in damage:
        content[at : at + len(more)] = more
    with suppress(Refused):
        look(key, bytes(content[: len(content) - cut]))
