"""A fleet through its hub, as its admins work it: the real commands, a real Mosquitto, SQLite and a real PostgreSQL."""

import json
import ssl
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography import x509

from kiosk.config import document
from kiosk.fleet_line import FleetLine, NotAsked
from kiosk.hub import settings, store, trail, trailing
from kiosk.hub.tables import audit, metadata
from tests.hub.crowd import Crowd, Display, base64_key
from tests.hub.stage import FLEET, Stage, told, until

Run = Callable[[Any], Any]
LIGHT = '[display]\ntheme = "light"\n'


@pytest.fixture
def lena(stage: Stage) -> Iterator[FleetLine]:
    with FleetLine(stage.person("lena", "admin")) as line:
        yield line


def crowd_of(
    stage: Stage,
    lena: FleetLine,
    on_loop: Run,
    count: int,
    makes: Callable[[int], str] | None = None,
    **more: Any,
) -> Crowd:
    displays = [Display() for _ in range(count)]
    authority = [stage.admit(lena, one, f"room{n}", **more) for n, one in enumerate(displays)].pop()
    crowd = Crowd(
        displays, FLEET, authority, stage.broker_port, **({} if makes is None else {"makes": makes})
    )
    on_loop(crowd.join())
    return crowd


def file(stage: Stage, text: str) -> str:
    path = stage.folder / "some.toml"
    path.write_text(text)
    return str(path)


def test_a_change_reaches_each_display_and_what_becomes_of_it_is_told(
    stage: Stage, lena: FleetLine, on_loop: Run
) -> None:
    crowd = crowd_of(stage, lena, on_loop, 3)
    until("they are there", lambda: all(one["online"] for one in lena.get("/v1/displays")))
    done = stage.as_person(lena.told, "push", "--to", "all", "--reason", "too dark", file(stage, LIGHT))
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "Roll-out 1: done: 3 of 3 displays follow it."
    assert {one["state"] for one in lena.get("/v1/displays")} == {"applied"}
    found = told(stage.as_person(lena.told, "rollout", "1", "--json"))
    assert (found["by"], found["reason"], found["layers"]) == ("lena", "too dark", ["fleet"])
    assert crowd.follow(min(one["v"] for one in found["displays"])) == 3
    dark = file(stage, '[display]\ntheme = "dark"\n')
    (shown,) = told(stage.as_person(lena.told, "push", "--to", "room1", "--diff", "--json", dark))
    assert (shown["name"], shown["diff"]) == ("room1", ['display.theme: "light" -> "dark"'])
    on_loop(crowd.leave())


def test_layers_lie_on_one_another_and_a_display_that_comes_later_has_them(
    stage: Stage, lena: FleetLine, on_loop: Run
) -> None:
    def push(to: str, tables: dict[str, Any]) -> None:
        lena.post("/v1/pushes", to=to, tables=tables)

    first = crowd_of(stage, lena, on_loop, 1, site="berlin", groups=["lobby"])
    push("all", {"display": {"theme": "light", "language": "de"}})
    push("site:berlin", {"display": {"language": "fr"}})
    push("group:lobby", {"booking": {"max_minutes": 60}})
    later = Display()
    stage.admit(lena, later, "later", site="berlin")
    registry = store.opened(_database(stage))
    with registry.begin() as on:
        texts = dict(on.exec_driver_sql("SELECT name, text FROM displays").all())
    registry.close()
    assert cfg(texts["room0"]) == {
        "display": {"theme": "light", "language": "fr"},
        "booking": {"max_minutes": 60},
    }
    assert cfg(texts["later"]) == {"display": {"theme": "light", "language": "fr"}}
    on_loop(first.leave())


def test_what_is_wrong_is_refused_with_its_key_before_anything_is_sent(stage: Stage, lena: FleetLine) -> None:
    stage.admit(lena, Display(), "aurora")
    done = stage.as_person(lena.told, "push", "--to", "all", file(stage, '[display]\ntheme = "pink"\n'))
    assert (done.returncode, done.stdout) == (1, "")
    assert "display.theme" in done.stderr
    with pytest.raises(NotAsked, match="only for the display's own file"):
        lena.post("/v1/pushes", to="all", tables={"system_user": {"sign_in": "client_secret"}})
    assert lena.get("/v1/rollouts") == []


def test_a_display_that_undoes_it_stops_the_roll_out_and_rolling_back_gives_the_others_what_they_had(
    stage: Stage, lena: FleetLine, on_loop: Run
) -> None:
    fate = ["applied"]
    crowd = crowd_of(stage, lena, on_loop, 12, lambda _: fate[-1])
    lena.post("/v1/pushes", to="all", tables={"display": {"theme": "light"}})
    until("all follow", lambda: follow(lena, 1))
    fate.append("rolled_back")
    done = stage.as_person(
        lena.told,
        "push",
        "--to",
        "all",
        "--waves",
        "--soak",
        "0",
        file(stage, '[display]\nlanguage = "de"\n'),
    )
    assert done.returncode == 1
    assert "stopped (1 of 1 displays undid or refused it), wave 1 of 3" in done.stdout
    with pytest.raises(NotAsked, match="not over"):
        lena.post("/v1/pushes", to="room3", tables={})
    fate.append("applied")
    lena.post("/v1/rollouts/2/rollback", reason="harms")
    until("it has what it had", lambda: {one["state"] for one in lena.get("/v1/displays")} == {"applied"})
    assert lena.get("/v1/layers") == {"fleet": {"display": {"theme": "light"}}}
    assert lena.get("/v1/rollouts/2")["asked"] == 1
    on_loop(crowd.leave())


def test_the_broker_is_killed_in_the_middle_and_all_converge_though_it_lost_everything(
    stage: Stage, lena: FleetLine, on_loop: Run
) -> None:
    crowd = crowd_of(stage, lena, on_loop, 20)
    stage.kill_broker()
    (stage.hub / "broker" / "mosquitto.db").unlink(missing_ok=True)
    lena.post("/v1/pushes", to="all", tables={"display": {"theme": "light"}})
    until("all follow", lambda: follow(lena, 1), 90)
    assert {one["state"] for one in lena.get("/v1/displays")} == {"applied"}
    on_loop(crowd.leave())


def test_displays_are_asked_to_do_something_and_answer(stage: Stage, lena: FleetLine, on_loop: Run) -> None:
    crowd = crowd_of(stage, lena, on_loop, 2)
    answers = told(stage.as_person(lena.told, "identify", "all", "--json"))
    assert {name: (one["do"], one["ok"]) for name, one in answers.items()} == {
        "room0": ("identify", True), "room1": ("identify", True)
    }  # fmt: skip
    assert [one.asked for one in crowd.displays.values()] == [["identify"]] * 2
    on_loop(crowd.leave())


def test_who_was_revoked_is_out(stage: Stage, lena: FleetLine, on_loop: Run) -> None:
    crowd = crowd_of(stage, lena, on_loop, 2)
    out, stays = crowd.displays.values()
    lena.post("/v1/displays/room0/revoke", reason="stolen")
    assert [one["name"] for one in lena.get("/v1/displays")] == ["room1"]
    rules = stage.hub / "broker" / "rules"
    until("the broker was told", lambda: f"user {out.id}\ntopic deny #" in rules.read_text())
    crowd.say(out, "reported", {"v": 1, "state": "applied", "sess": "x", "n": 1})
    lena.post("/v1/pushes", to="all", tables={"display": {"theme": "light"}})
    until("the other one follows", lambda: stays.v)
    assert out.v == 0
    stage.kill_broker()
    until("it is not let in any more", lambda: out.id in crowd.refused or out.id not in crowd.connected)
    until("the other one is", lambda: stays.id in crowd.connected)
    assert out.id not in crowd.connected
    on_loop(crowd.leave())


def test_each_role_may_what_it_is_for_and_nothing_else(stage: Stage, lena: FleetLine) -> None:
    stage.admit(lena, Display(), "aurora", site="berlin")
    stage.admit(lena, Display(), "boreal", site="paris")
    viewer, facility = (
        stage.person("vic", "viewer"),
        stage.person("fay", "facility", "--site", "berlin", "--uses", "1"),
    )
    operator = stage.person("olga", "operator")
    with FleetLine(viewer) as line:
        assert len(line.get("/v1/displays")) == 2
        for asked in (
            ("/v1/pushes", {"to": "all", "tables": {}}),
            ("/v1/commands", {"to": "all", "do": "sync"}),
        ):
            with pytest.raises(NotAsked, match="viewer, which is not enough"):
                line.post(asked[0], **asked[1])
        with pytest.raises(NotAsked, match="not enough"):
            line.get("/v1/audit")
    with FleetLine(facility) as line:
        assert [one["name"] for one in line.get("/v1/displays")] == ["aurora"]
        with pytest.raises(NotAsked, match="berlin only"):
            stage.admit(line, Display(), "corona", site="paris")
        known = Display()
        stage.admit(line, known, "corona")
        assert line.get("/v1/displays/corona")["site"] == "berlin"
        with pytest.raises(NotAsked, match="belongs to the fleet already"):
            stage.admit(line, known, "corona")
        with pytest.raises(NotAsked, match="No more displays"):
            stage.admit(line, Display(), "delta")
    with FleetLine(operator) as line:
        line.post("/v1/pushes", to="site:paris", tables={"display": {"theme": "light"}})
        with pytest.raises(NotAsked, match="not enough"):
            line.post("/v1/displays/aurora/revoke")


def test_who_is_bound_to_a_site_changes_nothing_beyond_it(stage: Stage, lena: FleetLine) -> None:
    stage.admit(lena, Display(), "aurora", site="berlin", groups=["lobby"])
    stage.admit(lena, Display(), "boreal", site="paris", groups=["lobby"])
    with FleetLine(stage.person("otto", "operator", "--site", "berlin")) as line:
        light = {"display": {"theme": "light"}}
        with pytest.raises(NotAsked, match="beyond berlin"):
            line.post("/v1/pushes", to="group:lobby", tables=light)
        with pytest.raises(NotAsked, match="no display"):
            line.post("/v1/pushes", to="site:paris", tables=light)
        with pytest.raises(NotAsked, match="no display 'boreal'"):
            line.post("/v1/pushes", to="boreal", tables=light)
        line.post("/v1/pushes", to="all", tables=light)
    assert list(lena.get("/v1/layers")) == ["site:berlin"]


def test_a_display_that_stands_elsewhere_is_what_stands_there(
    stage: Stage, lena: FleetLine, on_loop: Run
) -> None:
    crowd = crowd_of(stage, lena, on_loop, 1, site="berlin")
    (one,) = crowd.displays.values()
    lena.post("/v1/pushes", to="site:berlin", tables={"display": {"language": "de"}})
    before = until("it follows", lambda: one.v)
    lena.patch("/v1/displays/room0", site="paris")
    until("it was sent another one", lambda: one.v > before)
    assert lena.get("/v1/displays/room0")["site"] == "paris"
    with pytest.raises(NotAsked, match="up to 50 letters"):
        lena.patch("/v1/displays/room0", groups=["x" * 51])
    on_loop(crowd.leave())


def test_a_display_that_cannot_be_kept_so_is_not_taken_in(lena: FleetLine) -> None:
    key = base64_key(Display())
    for wrong in (
        {"room": "nowhere"},
        {"name": "all"},
        {"name": "a,b"},
        {"name": "x" * 51},
        {"site": "y" * 51},
        {"key": "x"},
    ):
        with pytest.raises(NotAsked):
            lena.post("/v1/displays", **{"key": key, "room": "aurora@contoso.com", **wrong})
    assert lena.get("/v1/displays") == []


def test_a_name_that_was_removed_is_nobodys_again_and_a_year_can_be_renewed(
    stage: Stage, lena: FleetLine
) -> None:
    stage.person("lena", "operator")  # the same name: another certificate, another role
    assert lena.get("/v1/me")["role"] == "operator"
    assert stage.command("hub", "admin", "--dir", str(stage.hub), "remove", "lena").returncode == 0
    done = stage.command(
        "hub",
        "admin",
        "--dir",
        str(stage.hub),
        "add",
        "lena",
        "--role",
        "admin",
        "--out",
        str(stage.folder / "x"),
    )
    assert (done.returncode, "was removed" in done.stderr) == (1, True)


def test_nobody_without_a_certificate_of_the_hub_is_heard_and_nobody_who_was_removed(
    stage: Stage, lena: FleetLine
) -> None:
    vic = stage.person("vic", "viewer")
    removed = stage.command("hub", "admin", "--dir", str(stage.hub), "remove", "vic")
    assert removed.returncode == 0, removed.stderr
    with FleetLine(vic) as line, pytest.raises(NotAsked, match="not any more"):
        line.get("/v1/displays")
    display = Display()
    stage.admit(lena, display, "aurora")
    with httpx.Client(verify=display.context(lena.told.authority), trust_env=False) as line:
        assert line.get(f"{lena.told.hub}/v1/displays").status_code == 401
    bare = ssl.create_default_context(cadata=lena.told.authority)
    with httpx.Client(verify=bare, trust_env=False) as line, pytest.raises(httpx.HTTPError):
        line.get(f"{lena.told.hub}/v1/displays")


def test_a_second_admin_agrees_to_what_can_cut_displays_off(
    stage: Stage, lena: FleetLine, on_loop: Run
) -> None:
    crowd = crowd_of(stage, lena, on_loop, 1)
    omar = stage.person("omar", "admin")
    made = lena.post("/v1/pushes", to="all", tables={"booking": {"max_minutes": 60}})
    assert (made["state"], made["why"]) == ("approval", "it changes [booking]")
    with pytest.raises(NotAsked, match="not the one who asked"):
        lena.post("/v1/rollouts/1/approve")
    with FleetLine(omar) as line:
        line.post("/v1/rollouts/1/approve")
    until("it follows", lambda: follow(lena, 1))
    assert lena.get("/v1/rollouts/1")["approved_by"] == "omar"
    on_loop(crowd.leave())


def test_the_trail_holds_who_did_what_and_tells_when_it_was_changed(stage: Stage, lena: FleetLine) -> None:
    stage.admit(lena, Display(), "aurora")
    lena.post("/v1/pushes", to="all", tables={"display": {"theme": "light"}}, reason="too dark")
    acts = [
        (one["who"], one["act"], one["from"])
        for one in map(json.loads, stage.as_person(lena.told, "export").stdout.splitlines())
    ]
    assert acts == [
        ("hub", "init", "here"),
        ("hub", "add person", "here"),
        ("lena", "admit", "127.0.0.1"),
        ("lena", "push", "127.0.0.1"),
        ("hub", "done", "here"),
    ]
    assert stage.command("hub", "audit", "--dir", str(stage.hub), "--check").returncode == 0
    registry = store.opened(_database(stage))
    with registry.begin() as on:
        on.execute(audit.update().where(audit.c.n == 3).values(who="nobody"))
        assert trail.broken(trailing.entries(on)) == 3
    registry.close()
    done = stage.command("hub", "audit", "--dir", str(stage.hub), "--check")
    assert (done.returncode, done.stderr) == (
        1,
        "The trail is broken at entry 3: something was changed or left out there.\n",
    )


def test_a_backup_makes_a_hub_again_that_its_displays_believe(
    stage: Stage, lena: FleetLine, tmp_path: Path
) -> None:
    stage.admit(lena, Display(), "aurora")
    lena.post("/v1/pushes", to="all", tables={"display": {"theme": "light"}})
    copy = tmp_path / "safe" / "hub.tgz"
    copy.parent.mkdir()
    assert stage.command("hub", "backup", "--dir", str(stage.hub), str(copy)).returncode == 0
    assert copy.stat().st_mode & 0o077 == 0
    empty(stage)
    again = tmp_path / "again"
    done = stage.command("hub", "restore", "--dir", str(again), str(copy))
    assert done.returncode == 0, done.stderr
    assert stage.command("hub", "audit", "--dir", str(again), "--check").returncode == 0
    for key in ("fleet-ca.pem", "people-ca.pem", "ring/root.pem", "ring/signing.pem"):
        assert (again / key).read_bytes() == (stage.hub / key).read_bytes()
    stage.serve(again)
    assert [one["name"] for one in lena.get("/v1/displays")] == ["aurora"]
    assert lena.post("/v1/pushes", to="all", tables={"display": {"language": "de"}})["id"] == 2


def test_a_certificate_that_ends_soon_is_followed_by_the_next_for_the_same_key(
    stage: Stage, lena: FleetLine, on_loop: Run
) -> None:
    crowd = crowd_of(stage, lena, on_loop, 2)
    soon, later = crowd.displays.values()
    now = datetime.now(UTC)
    for one, days in ((soon, 20), (later, 80)):
        ends = (now + timedelta(days=days)).isoformat()
        crowd.say(
            one, "reported", {"v": 0, "state": "applied", "sess": "s", "n": 99, "certificate_until": ends}
        )
    until("the reports came", lambda: lena.get("/v1/displays/room1")["report"].get("certificate_until"))
    stage.serve(stage.hub)  # it looks when it starts, and every hour
    until("it came", lambda: soon.vouched)
    fresh = x509.load_pem_x509_certificate(soon.vouched[0].encode())
    assert fresh.public_key() == soon.private.public_key()
    assert fresh.not_valid_after_utc > now + timedelta(days=80)
    assert later.vouched == []
    on_loop(crowd.leave())


def follow(lena: FleetLine, number: int) -> bool:
    """All of its displays do."""
    one = lena.get(f"/v1/rollouts/{number}")
    return bool(one["state"] == "done" and one["applied"] == one["asked"] > 0)


def cfg(text: str) -> Any:
    return json.loads(document.unverified(text))["cfg"]


def _database(stage: Stage) -> str:
    return settings.read(stage.hub).database_in(stage.hub)


def empty(stage: Stage) -> None:
    """A database that another hub is restored into is empty."""
    if _database(stage).startswith("postgresql"):
        stage.end()
        registry = store.opened(_database(stage))
        with registry.begin() as on:
            for table in reversed(metadata.sorted_tables):
                on.execute(table.delete())
        registry.close()
