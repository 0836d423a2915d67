"""The command line: exit codes, one plain line for what did not work, and never a traceback."""

import json
import socket
import stat
from typing import Any

import pytest
from cryptography import x509

from tests.fakes.chips import SoftTpm, chip_in, tpm_module

from .display import Display
from .glass import LABELS
from .stage import AURORA, SYSTEM, Stage, minutes, moment, now


def plain(display: Display, *words: str, code: int) -> str:
    done = display.command(*words)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    if code == 1:
        assert done.stderr.strip(), "says nothing"
    return done.stderr


def test_status_answers_as_described(stage: Stage) -> None:
    stage.lena.place(AURORA, now() - minutes(10), now() + minutes(50), subject="Design review")
    display = stage.display()
    display.glass.label("Busy", 20)
    status = display.status()
    assert set(status) >= {
        "version",
        "room",
        "state",
        "until",
        "current",
        "next",
        "exchange",
        "outbox",
        "config",
        "process",
    }
    assert status["room"] == {"mailbox": AURORA, "name": "Aurora", "verified": True}
    assert set(status["current"]) >= {
        "id",
        "subject",
        "organizer",
        "start",
        "end",
        "made_here",
        "confirmed",
        "checked_in",
    }
    assert set(status["exchange"]) >= {"reachable", "last_success", "age_seconds", "problem"}
    assert set(status["process"]) >= {"pid", "uptime_seconds", "rss_bytes"}
    assert (status["exchange"]["problem"], status["process"]["pid"]) == (None, display.pid)
    assert moment(status["exchange"]["last_success"]) <= now()
    assert (status["update"]["automatic"], status["update"]["hindered"]) == (True, "meeting")
    words = display.command("status", "--data-dir", str(display.data))
    assert (words.returncode, bool(words.stdout.strip())) == (0, True)


def test_the_room_is_named_on_the_glass(stage: Stage) -> None:
    display = stage.free(room={"name": "The Northern Lights"})
    display.glass.label("The Northern Lights")
    assert "Aurora" not in display.glass.names(LABELS)
    assert display.status()["room"]["name"] == "The Northern Lights"


def test_status_without_a_display_says_so(stage: Stage) -> None:
    display = stage.prepare()
    plain(display, "status", "--data-dir", str(display.data), "--json", code=1)
    plain(display, "sync", "--data-dir", str(display.data), code=1)


def test_wrong_usage_is_2(stage: Stage) -> None:
    display = stage.prepare()
    plain(display, "dance", code=2)
    plain(display, "run", code=2)
    plain(display, "status", code=2)


@pytest.mark.parametrize(
    ("table", "key", "value", "hint"),
    [
        ("graph", "pol_seconds", 5, "poll_seconds"),
        ("booking", "when_ofline", "hold", "when_offline"),
        ("graph", "poll_seconds", 0, "poll_seconds"),
        ("display", "privacy", "everything", "privacy"),
        ("room", "time_zone", "Europe/Atlantis", "time_zone"),
    ],
)
def test_a_wrong_configuration_names_the_key(
    stage: Stage, table: str, key: str, value: object, hint: str
) -> None:
    display = stage.prepare()
    tables: dict[str, Any] = {table: {key: value}}
    config = stage.config(name="wrong.toml", **tables)
    said = plain(display, "run", "--config", str(config), "--data-dir", str(display.data), code=1)
    assert hint in said


def test_a_secret_that_others_may_read_is_refused(stage: Stage) -> None:
    display = stage.prepare()
    config = stage.config(name="wrong.toml")
    (stage.folder / "secret").chmod(0o644)
    said = plain(display, "run", "--config", str(config), "--data-dir", str(display.data), code=1)
    assert "secret" in said
    assert stage.graph.entra.secret not in said


def test_sigterm_ends_it_in_order(stage: Stage) -> None:
    display = stage.free()
    assert display.stop() == 0


def test_doctor_finds_nothing_wrong_where_nothing_is(stage: Stage) -> None:
    display = stage.prepare()
    config = stage.config()
    done = display.command("doctor", "--config", str(config), "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout) is not None
    assert stage.graph.entra.secret not in done.stdout


@pytest.mark.parametrize("box", [AURORA, SYSTEM])
def test_doctor_names_the_mailbox_that_a_policy_blocks(stage: Stage, box: str) -> None:
    stage.graph.api.blocked[box] = "all"
    display = stage.prepare()
    done = display.command("doctor", "--config", str(stage.config()))
    assert done.returncode == 1
    assert box in done.stdout + done.stderr


def test_doctor_leaves_no_trace_in_the_calendars(stage: Stage) -> None:
    display = stage.prepare()
    display.command("doctor", "--config", str(stage.config()))
    stage.graph.tenant.post.settle()
    assert stage.graph.events(SYSTEM) == []
    assert [event for event in stage.graph.events(AURORA) if not event.cancelled] == []


@pytest.mark.parametrize("booking", ["invite", "direct"])
def test_a_room_is_verified_with_a_test_booking_that_leaves_no_trace(stage: Stage, booking: str) -> None:
    stage.graph.api.blocked["lena@contoso.test"] = "all"
    display = stage.prepare()
    config = str(stage.config(system_user={"booking": booking}))
    words = ["tenant", "setup", "--config", config, "--check", "--outside", "lena@contoso.test", "--json"]
    done = display.command(*words, timeout=90)
    told = json.loads(done.stdout)
    assert done.returncode == 0, told["checks"]
    said = {check["id"]: check["what"] for check in told["checks"]}
    assert said["booking.test"] == "A test booking was made, accepted and removed."
    assert said["scope.outside"].startswith("lena@contoso.test is closed")
    stage.graph.tenant.post.settle()
    assert stage.graph.events(SYSTEM) == []
    assert stage.graph.events(AURORA) == []


def test_a_booking_that_the_tenant_refuses_is_told_in_the_words_of_the_design(stage: Stage) -> None:
    stage.graph.api.blocked[SYSTEM] = "write"
    display = stage.prepare()
    done = display.command("doctor", "--config", str(stage.config()), "--book", timeout=90)
    assert done.returncode == 1
    assert "may not write to the calendar of displays@contoso.test" in done.stdout


def test_a_certificate_signs_in(stage: Stage) -> None:
    file = stage.certificate()
    system = {"sign_in": "certificate", "certificate_file": file, "client_secret_file": None}
    stage.free(system_user=system)


def test_a_display_signs_in_with_a_key_that_its_tpm_made_and_a_tpm_that_is_gone_for_a_while_is_no_end(
    stage: Stage, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.mktemp("tpm")
    tpm = SoftTpm(folder)
    for name, value in tpm.environment.items():
        monkeypatch.setenv(name, value)
    tpm.start()
    try:
        chip = chip_in(folder, tpm_module())
        system = {
            "sign_in": "certificate", "certificate_file": "kiosk.pem", "client_secret_file": None,
            "pkcs11_module": chip.module, "pkcs11_token": chip.token, "pkcs11_pin_file": str(chip.pin_file),
        }  # fmt: skip
        display = stage.prepare(system_user=system)
        display.environment |= tpm.environment
        assert display.command("doctor", "--config", str(display._config), timeout=90).returncode == 1
        uploaded = x509.load_pem_x509_certificate((stage.folder / "kiosk.public.pem").read_bytes())
        stage.graph.entra.certificates.append(uploaded)
        display.start()
        display.glass.label("Free", 30)

        tpm.stop()
        stage.graph.entra.revoke_all()
        display.until(lambda status: status["exchange"]["problem"] == "E-401", "it cannot sign in", 60)
        tpm.start()
        display.until(lambda status: status["exchange"]["problem"] is None, "it signs in again by itself", 90)
        display.glass.label("Free", 20)

        tpm.stop()
        display.stop()
        stage.graph.entra.revoke_all()
        display.start()
        display.until(lambda status: status["exchange"]["problem"] == "E-401", "it tells what is wrong", 60)
        told = display.command("doctor", "--config", str(display._config), timeout=90)
        assert "security chip" in told.stdout
        tpm.start()
        display.until(lambda status: status["exchange"]["problem"] is None, "it signs in", 90)
        display.glass.label("Free", 20)
    finally:
        tpm.stop()
    kept = [path for where in (stage.folder, display.data) for path in where.rglob("*") if path.is_file()]
    assert not (stage.folder / "kiosk.pem").exists()
    secrets = [path for path in kept if b"PRIVATE KEY" in path.read_bytes() and path.name != "server.pem"]
    assert secrets == []


def test_the_socket_is_its_users_alone_and_callers_may_vanish(stage: Stage) -> None:
    display = stage.free()
    sockets = [path for path in display.data.rglob("*") if path.is_socket()]
    assert sockets
    for path in sockets:
        assert (
            not stat.S_IMODE(path.stat().st_mode) & 0o077
            or not stat.S_IMODE(display.data.stat().st_mode) & 0o077
        )
        for words in (b"", b"\0\xff garbage\n", b"{" * 100_000):
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as caller:
                caller.connect(str(path))
                try:
                    caller.sendall(words)
                except BrokenPipeError:
                    continue
    assert display.status()["state"] == "free"


def test_a_second_display_on_the_same_data_is_refused(stage: Stage) -> None:
    display = stage.free()
    said = plain(
        display,
        "run",
        "--config",
        str(stage.config()),
        "--data-dir",
        str(display.data),
        "--windowed",
        "800x480",
        code=1,
    )
    assert said
    assert display.status()["state"] == "free"
