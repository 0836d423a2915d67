"""The command itself: its line of JSON, its files, its end (interface.md)."""

import json
import signal
import socket
import ssl
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

COMMAND = [sys.executable, "-m", "kiosk.sandbox"]


@contextmanager
def running(directory: Path, *words: str) -> Iterator[tuple[dict[str, Any], subprocess.Popen[str]]]:
    command = [*COMMAND, "--dir", str(directory), *words]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield json.loads(process.stdout.readline()), process
    finally:
        process.kill()
        process.communicate()


def failed(*words: str) -> tuple[int, str]:
    done = subprocess.run([*COMMAND, *words], capture_output=True, text=True, timeout=20, check=False)
    assert done.stdout == ""
    return done.returncode, done.stderr


def token(facts: dict[str, Any]) -> httpx.Response:
    config = tomllib.loads(Path(facts["config"]).read_text())
    secret = Path(facts["config"]).with_name(config["system_user"]["client_secret_file"])
    with httpx.Client(verify=ssl.create_default_context(cafile=facts["ca_file"]), trust_env=False) as client:
        return client.post(
            f"{config['graph']['authority']}/{config['graph']['tenant_id']}/oauth2/v2.0/token",
            data={
                "client_id": config["graph"]["client_id"],
                "client_secret": secret.read_text().strip(),
                "grant_type": "client_credentials",
                "scope": "https://graph.microsoft.com/.default",
            },
        )


def test_it_prints_one_line_when_it_answers_and_ends_at_a_signal(tmp_path: Path) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        with running(tmp_path / "deep" / "er") as (facts, process):
            assert facts["base_url"] == f"{facts['authority']}/v1.0"
            assert facts["rooms"][0] == "aurora@contoso.com"
            assert len(facts["rooms"]) == 5
            assert facts["system_user"] == "displays@contoso.com"
            assert all(Path(facts[name]).is_absolute() for name in ("ca_file", "config", "control_file"))
            assert token(facts).status_code == 200
            process.send_signal(number)
            out, err = process.communicate(timeout=10)
            assert (process.returncode, out, err) == (0, "", "")
        assert not Path(facts["control_file"]).exists()


def test_it_ends_quietly_while_somebody_still_waits_for_an_answer(tmp_path: Path) -> None:
    with running(tmp_path, "--switch", "latency_from=30", "--switch", "latency_to=30") as (facts, process):
        trust = ssl.create_default_context(cafile=facts["ca_file"])
        trust.verify_flags |= ssl.VERIFY_X509_STRICT
        with httpx.Client(verify=trust, trust_env=False) as client, pytest.raises(httpx.TransportError):
            client.get(f"{facts['base_url']}/organization", timeout=0.5)
        host, port = facts["authority"].removeprefix("https://").split(":")
        with (
            socket.create_connection((host, int(port))) as raw,
            trust.wrap_socket(raw, server_hostname=host) as tls,
        ):
            tls.sendall(b"GET /v1.0/organization HTTP/1.1\r\nHost: x\r\n\r\n")
            process.send_signal(signal.SIGTERM)
            out, err = process.communicate(timeout=10)
    assert (process.returncode, out, err) == (0, "", "")


def test_its_configuration_is_what_the_display_reads(tmp_path: Path) -> None:
    with running(tmp_path) as (facts, _):
        config = tomllib.loads(Path(facts["config"]).read_text())
    assert config["graph"]["base_url"] == facts["base_url"]
    assert config["graph"]["ca_file"] == "ca.pem"
    assert config["system_user"] == {
        "mailbox": "displays@contoso.com", "sign_in": "client_secret", "client_secret_file": "secret",
    }  # fmt: skip
    assert config["room"] == {"mailbox": "aurora@contoso.com"}
    assert config["display"] == {"privacy": "full"}
    for name in ("secret", "ca.key", "server.pem"):
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o600


def test_a_restart_keeps_trust_and_secret(tmp_path: Path) -> None:
    with running(tmp_path) as (facts, _):
        port = facts["authority"].rsplit(":", 1)[1]
        before = [(tmp_path / name).read_bytes() for name in ("ca.pem", "secret", "kiosk.toml")]
    with running(tmp_path, "--port", port) as (facts, _):
        assert token(facts).status_code == 200
    assert before == [(tmp_path / name).read_bytes() for name in ("ca.pem", "secret", "kiosk.toml")]


def test_a_port_that_is_taken_is_one_plain_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, words = failed("--dir", str(tmp_path), "--port", str(port))
    assert code == 1
    assert words.count("\n") == 1
    assert f"cannot listen on 127.0.0.1 port {port}" in words


def test_wrong_words_are_one_plain_line_each(tmp_path: Path) -> None:
    here = ("--dir", str(tmp_path))
    assert failed() == (2, "kiosk sandbox: say where to keep its files: kiosk sandbox --dir DIR\n")
    assert failed(*here, "--switch", "colour=red") == (2, "kiosk sandbox: no switch is called colour\n")
    assert failed(*here, "--port", "70000")[0] == 2
    assert failed(*here, "--time-zone", "Moon") == (1, "kiosk sandbox: no time zone is called Moon\n")
    assert failed(*here, "--tenant", "nowhere.toml")[1].startswith(
        "kiosk sandbox: nowhere.toml cannot be read"
    )
    (tmp_path / "ca.pem").write_text("damaged")
    (tmp_path / "ca.key").write_text("damaged")
    code, words = failed(*here)
    assert (code, words.count("\n"), "is damaged" in words) == (1, 1, True)


def test_help_names_every_switch_and_says_that_nothing_survives() -> None:
    done = subprocess.run([*COMMAND, "--help"], capture_output=True, text=True, timeout=20, check=True)
    for word in ("--life", "--tenant", "--seed", "change_key_race", "delta_empty_page", "survive a restart"):
        assert word in done.stdout
