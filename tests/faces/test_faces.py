"""Each pair beside this file: its facts give its face."""

from __future__ import annotations

import json

import pytest

from tests.faces.pairs import FACE, FACTS, FOLDER, expected, names, shown
from tests.faces.read_facts import read


@pytest.mark.parametrize("name", names())
def test_the_face_is_what_the_file_says(name: str) -> None:
    assert json.loads(shown(name)) == json.loads(expected(name))


def test_no_face_is_without_facts() -> None:
    faces = {path.name.removesuffix(FACE) for path in FOLDER.glob(f"*{FACE}")}
    assert faces - {path.name.removesuffix(FACTS) for path in FOLDER.glob(f"*{FACTS}")} == set()


def test_a_slip_in_the_facts_is_told_by_name() -> None:
    with pytest.raises(ValueError, match="evnts"):
        read({"now": "09:41", "evnts": []})
