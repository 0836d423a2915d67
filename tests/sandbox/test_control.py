"""The control surface: people in Outlook, the clock, settings; and `act`, which talks to it."""

import json
from typing import Any

import httpx
import pytest

from kiosk.sandbox.__main__ import main

from .conftest import AURORA, LENA, NOON, OMAR, Office

BOREALIS = "borealis@contoso.com"


def act(office: Office, monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr("sys.argv", ["kiosk sandbox", "act", "--dir", str(office.started.directory), *words])
    return main()


def test_somebody_books_moves_and_cancels_in_outlook(office: Office) -> None:
    office.act("book", room=AURORA, person=LENA, **{"in": 30}, minutes=45, subject="Board", attendees=[OMAR])
    office.later(5)
    assert [(one["subject"], one["showAs"]) for one in office.view()] == [("Lena Fischer", "busy")]
    assert len(office.view(OMAR)) == 1

    office.act("move", room=AURORA, subject="board", by=15)
    office.later(5)
    assert office.view()[0]["start"]["dateTime"][:16] == "2026-03-10T11:45"

    office.act("leave", room=AURORA, to=BOREALIS)
    office.later(5)
    assert office.view()[0]["isCancelled"] is True
    assert office.view(BOREALIS)[0]["showAs"] == "busy"

    office.act("cancel", room="borealis")
    office.later(5)
    assert office.view(BOREALIS)[0]["isCancelled"] is True
    assert office.view(LENA) == []


def test_a_room_and_a_person_can_decline(office: Office) -> None:
    event = office.create(attendees=[{"type": "resource", "emailAddress": {"address": AURORA}},
                                     {"type": "required", "emailAddress": {"address": OMAR}}])  # fmt: skip
    office.later(5)
    office.act("answer", person=OMAR, answer="decline")
    office.act("answer", room=AURORA, answer="decline")
    office.later(1)
    assert office.room_status(event) == office.room_status(event, LENA, OMAR) == "declined"


def test_a_meeting_may_be_written_straight_into_a_room_or_come_from_outside(office: Office) -> None:
    office.act("book", room=AURORA, direct=True, subject="Maintenance", start="2026-03-10T14:00", minutes=60)
    office.act("settings", room=BOREALIS, set={"ProcessExternalMeetingMessages": "true"})
    office.act("book", room=BOREALIS, person="vera.novak@fabrikam.com", **{"in": 10})
    office.later(5)
    direct = office.view()[0]
    assert (direct["subject"], direct["isOrganizer"]) == ("Maintenance", True)
    assert direct["start"]["dateTime"][:16] == "2026-03-10T13:00"
    assert office.view(BOREALIS)[0]["subject"] == "Vera Novak"
    assert office.ask("GET", "/users/vera.novak@fabrikam.com").status_code == 404


def test_a_series_can_be_made_and_changed_in_parts(office: Office) -> None:
    office.act("book", room=AURORA, person=LENA, **{"in": 30}, repeats="daily", times=3)
    office.later(5)
    office.act("move", room=AURORA, by=60)
    office.later(5)
    types = [one["type"] for one in office.view(hours=80)]
    assert types == ["exception", "occurrence", "occurrence"]
    office.act("cancel", room=AURORA, series=True)
    office.later(5)
    assert all(one["isCancelled"] for one in office.view(hours=80))


def test_the_clock_can_be_told_set_shifted_stopped_and_let_go(office: Office) -> None:
    assert office.act("clock") == {"now": NOON.isoformat(), "frozen": True}
    assert office.act("clock", shift=3600)["now"] == "2026-03-10T12:00:00+00:00"
    assert office.act("clock", set="2026-07-01T09:00")["now"] == "2026-07-01T07:00:00+00:00"
    assert office.act("clock", freeze=False)["frozen"] is False


def test_what_was_asked_of_graph_is_known(office: Office) -> None:
    office.act("requests", "GET", clear=True)
    office.view()
    seen = office.act("requests", "GET")["value"]
    assert [(one["method"], one["status"]) for one in seen] == [("GET", 200)]
    assert seen[0]["path"].endswith("/calendarView")
    office.create()
    office.later(5)
    log = "\n".join(office.act("requests", "GET")["attendant"])
    assert "Begin ProcessUpdateRequest" in log
    assert "Action:Accept aurora@contoso.com" in log


@pytest.mark.parametrize(
    ("path", "sent", "words"),
    [
        ("book", {"room": "atlantis"}, "no mailbox is called atlantis@contoso.com"),
        ("book", {"room": AURORA}, "say which person"),
        ("book", {"room": AURORA, "person": LENA, "start": "soon"}, "Invalid isoformat string: 'soon'"),
        ("move", {"room": AURORA}, "aurora@contoso.com has no such meeting now or later"),
        ("cancel", {"room": AURORA, "id": "x"}, "aurora@contoso.com has no event of that id"),
        ("answer", {"room": AURORA, "id": "x"}, "aurora@contoso.com has no event of that id"),
        ("settings", {"room": AURORA, "set": {"Colour": 1}}, "Set-CalendarProcessing has no Colour here"),
        ("settings", {"room": AURORA, "set": {"AllowConflicts": 5}}, "AllowConflicts is true or false"),
        ("switches", {"colour": 1}, "no switch is called colour"),
        ("switches", {"concurrency": "many"}, "concurrency wants a number"),
        ("nowhere", {}, "there is no POST nowhere"),
    ],
)
def test_what_it_cannot_do_it_says_plainly(
    office: Office, path: str, sent: dict[str, Any], words: str
) -> None:
    answer = office.controller.post(f"{office.facts['control']}/{path}", json=sent)
    assert answer.status_code in {400, 404}
    assert answer.json()["error"] == words


def test_nobody_without_the_key_controls_anything(office: Office) -> None:
    with httpx.Client(verify=office.trust, trust_env=False) as stranger:
        assert stranger.get(f"{office.facts['control']}/state").status_code == 403
    mode = (office.started.directory / "sandbox.json").stat().st_mode & 0o777
    assert mode == 0o600


def test_act_books_lists_and_cancels(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("book", "--room", AURORA, "--person", LENA, "--in", "5", "--minutes", "30", "--subject", "Board")
    assert act(office, monkeypatch, *words) == 0
    assert json.loads(capsys.readouterr().out)["subject"] == "Board"
    office.later(5)
    assert act(office, monkeypatch, "list", "--room", "aurora") == 0
    assert "Lena Fischer  (Lena Fischer; busy, accepted)" in capsys.readouterr().out
    assert act(office, monkeypatch, "cancel", "--room", AURORA, "--subject", "board") == 0
    office.later(5)
    assert office.view()[0]["isCancelled"] is True


def test_act_reaches_everything_else(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = (
        "fault add status --status 429 --retry-after 1 --count 1", "fault list", "fault clear", "state", "requests",
        "block --room aurora --after 60", "unblock --room aurora", "settings --room aurora RemoveCanceledMeetings=true",
        "switch change_key_race=never", "expire-tokens", "forget-delta", "trouble 53003", "trouble 0",
        "secret --expired", "secret --no-expired", "clock --shift 10", "clock --no-freeze", "lifecycle missed",
        "book --room aurora --direct --in 5", "rename --room aurora --to X", "move --room aurora --by 5",
        "delete --room aurora", "list --room aurora --json", "refuse --seconds 0",
    )  # fmt: skip
    for line in lines:
        assert act(office, monkeypatch, *line.split()) == 0, (line, capsys.readouterr().err)
    assert office.act("settings", room=AURORA)["settings"]["remove_canceled_meetings"] is True
    assert office.ask_token().status_code == 200


def test_act_says_plainly_what_is_wrong(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert act(office, monkeypatch, "cancel", "--room", "atlantis") == 1
    assert capsys.readouterr().err == "kiosk sandbox act: no mailbox is called atlantis@contoso.com\n"
    assert act(office, monkeypatch, "trust", "nowhere.pem") == 1
    monkeypatch.setattr("sys.argv", ["kiosk sandbox", "act", "--dir", "nowhere", "state"])
    assert main() == 1
    assert "no sandbox runs with --dir nowhere" in capsys.readouterr().err
    monkeypatch.setattr("sys.argv", ["kiosk sandbox", "act", "state"])
    assert main() == 2
