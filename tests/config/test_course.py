"""What becomes of a revision: tried, proven or undone; and what the disk keeps of it."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kiosk.config import believed, course, keep
from kiosk.config.course import Course, Gate, Report, Revision, Trying, Verdict, judged
from kiosk.config.document import hash_of
from kiosk.config.refused import Refused
from tests.config.signing import NOW, Admin, key, public

FIRST, SECOND = Revision(1, "sha256:a"), Revision(2, "sha256:b")
MINUTE = timedelta(minutes=1)


def tried(now: Course = Course(), revision: Revision = SECOND) -> Course:  # noqa: B008 - a frozen value
    return course.begun(now, revision, Report(), NOW, healthy=True)


def test_what_is_tried_is_in_force_and_becomes_the_good_one() -> None:
    begun = tried(Course(good=FIRST))
    assert (begun.in_force, begun.good, begun.last.state) == (SECOND, FIRST, "pending")
    proven = course.proven(begun)
    assert (proven.in_force, proven.good, proven.trying, proven.last.state) == (
        SECOND,
        SECOND,
        None,
        "applied",
    )


def test_what_did_harm_gives_way_to_the_good_one_and_is_poison() -> None:
    undone = course.undone(tried(Course(good=FIRST)), "No picture was drawn with it.")
    assert (undone.in_force, undone.highest, undone.poison) == (FIRST, 2, (SECOND.hash,))
    assert (undone.last.v, undone.last.state, undone.last.lines) == (
        2,
        "rolled_back",
        ("No picture was drawn with it.",),
    )
    assert course.undone(tried(), "why").in_force is None


def test_one_that_is_refused_moves_nothing() -> None:
    now = course.proven(tried())
    refused = course.rejected(now, 3, "old", ("It is older.",))
    assert (refused.in_force, refused.highest, refused.last.state) == (SECOND, 2, "rejected")


def test_three_starts_within_five_minutes_and_the_fourth_goes_back() -> None:
    now = tried(Course(good=FIRST))
    for at in range(3):
        now = course.started(now, NOW + at * MINUTE)
        assert now.in_force == SECOND
    assert course.started(now, NOW + 4 * MINUTE).in_force == FIRST
    later = course.started(now, NOW + 6 * MINUTE)
    assert later.in_force == SECOND, "starts of long ago say nothing"
    assert later.trying is not None
    assert later.trying.starts == 1


def test_starts_of_what_has_proven_itself_are_not_counted() -> None:
    now = course.proven(tried())
    for _ in range(9):
        now = course.started(now, NOW)
    assert now.in_force == SECOND


@pytest.mark.parametrize(
    ("gate", "seconds", "verdict"),
    [
        (Gate(healthy=True), 0, Verdict.WAIT),
        (Gate(healthy=True), 4.9, Verdict.WAIT),
        (Gate(healthy=True), 5, Verdict.HARM),
        (Gate(healthy=True, drawn=True), 5, Verdict.WAIT),
        (Gate(healthy=True, drawn=True), 89.9, Verdict.WAIT),
        (Gate(healthy=True, drawn=True), 90, Verdict.HARM),
        (Gate(healthy=True, drawn=True, read=True), 0, Verdict.WELL),
        (Gate(healthy=False, drawn=True), 0, Verdict.WELL),
        (Gate(healthy=False), 5, Verdict.HARM),
        (Gate(healthy=False, drawn=True, linked=True), 0, Verdict.WAIT),
        (Gate(healthy=False, drawn=True, linked=True), 59.9, Verdict.WAIT),
        (Gate(healthy=False, drawn=True, linked=True), 60, Verdict.HARM),
        (Gate(healthy=True, drawn=True, read=True, linked=True, let_in=True), 0, Verdict.WELL),
        (Gate(healthy=True, drawn=True, linked=True, let_in=True), 0, Verdict.WAIT),
    ],
)
def test_the_gate(gate: Gate, seconds: float, verdict: Verdict) -> None:
    assert judged(gate, timedelta(seconds=seconds))[0] is verdict


revisions = some.none() | some.builds(Revision, some.integers(0, 2**50), some.text(max_size=8))
reports = some.builds(
    Report, some.integers(0, 9), some.sampled_from(["pending", "applied"]), some.text(max_size=5),
    some.tuples(some.text(max_size=5)), some.tuples(some.text(max_size=5)), some.just({"id": "r"}),
)  # fmt: skip
trials = some.none() | some.builds(
    Trying, some.builds(Revision, some.integers(0, 9), some.text(max_size=8)), some.just(NOW), some.integers(0, 5), some.booleans()
)  # fmt: skip
courses = some.builds(
    Course,
    revisions,
    trials,
    some.integers(0, 9),
    some.text(max_size=5),
    some.tuples(some.text(max_size=5)),
    reports,
)


@given(courses)
def test_what_is_written_is_read_again(now: Course) -> None:
    assert course.read(json.loads(json.dumps(course.written(now)))) == now


# --- on the disk


def kept(folder: Path, text: str = "a.b.c") -> Course:
    hash_ = keep.keep_document(folder, text)
    now = course.proven(tried(revision=Revision(2, hash_)))
    keep.keep_course(folder, now)
    return now


def test_the_disk_gives_back_what_was_kept(tmp_path: Path) -> None:
    now = kept(tmp_path)
    assert keep.course(tmp_path) == now
    assert now.good is not None
    assert keep.document(tmp_path, now.good.hash) == "a.b.c"
    assert {path.stat().st_mode & 0o077 for path in tmp_path.rglob("*")} == {0}


def test_documents_that_no_course_names_are_removed(tmp_path: Path) -> None:
    kept(tmp_path)
    kept(tmp_path, "d.e.f")
    assert [path.name for path in (tmp_path / keep.FOLDER).glob("*.jws")] == [hash_of("d.e.f")[7:] + ".jws"]


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"good": 1}', b"\xff", b"{}" * 10_000_000])
def test_a_damaged_course_is_the_one_before(tmp_path: Path, damage: bytes) -> None:
    first = kept(tmp_path)
    keep.keep_course(tmp_path, course.rejected(first, 9, "old", ()))
    (tmp_path / keep.FOLDER / keep.COURSE).write_bytes(damage)
    assert keep.course(tmp_path) == first
    (tmp_path / keep.FOLDER / f"{keep.COURSE}.old").write_bytes(damage)
    assert keep.course(tmp_path) == Course()


def test_a_damaged_document_is_none(tmp_path: Path) -> None:
    now = kept(tmp_path)
    assert now.good is not None
    path = tmp_path / keep.FOLDER / (now.good.hash[7:] + ".jws")
    path.write_text("a.b.d")
    assert keep.document(tmp_path, now.good.hash) is None
    path.unlink()
    assert keep.document(tmp_path, now.good.hash) is None


def test_what_lies_in_the_inbox_is_taken_once(tmp_path: Path) -> None:
    assert keep.take(tmp_path) is None
    keep.leave(tmp_path, "a.b.c")
    kept(tmp_path, "d.e.f")
    assert keep.is_something_there(tmp_path), "a course that is kept meanwhile removes it not"
    assert (keep.take(tmp_path), keep.take(tmp_path)) == ("a.b.c", None)


def test_lists_of_keys_outlast_a_restart_one_upon_the_other(tmp_path: Path) -> None:
    admin, heir = Admin(), key()
    assert believed.trust(tmp_path, admin.handed_over()).version == 1
    believed.keep_keys(tmp_path, admin.keys(2, roots=[{"x": public(heir)}]))
    believed.keep_keys(tmp_path, admin.keys(3, by=heir))
    assert believed.trust(tmp_path, admin.handed_over()).version == 3
    stranger = Admin()
    assert believed.trust(tmp_path, stranger.handed_over()).version == 1, (
        "what others signed counts for nothing"
    )
    (tmp_path / keep.FOLDER / believed.NAME).write_bytes(b"\0")
    assert believed.trust(tmp_path, admin.handed_over()).version == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        '{"roots": [], "keys": ""}',
        '{"roots": ["x"], "keys": "a.b.c"}',
        '{"roots": 1, "keys": 2}',
    ],
)
def test_a_file_that_names_nobody_is_told(tmp_path: Path, text: str) -> None:
    with pytest.raises(Refused):
        believed.trust(tmp_path, text)
