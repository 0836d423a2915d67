"""An admin pushes configurations to a display: the glass follows, a stranger is answered by nobody, and harm is undone."""

import contextlib
import json
import socket
import ssl
from pathlib import Path

from tests.fakes.pictures import RGB, png

from .display import Display
from .ports import listening
from .stage import AURORA, Stage
from .test_pairing import ADDRESS, CODE, begun_anew, ended, kiosk_pair, label, new_display
from .tls import display_certificate

MDNS = 5353


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def followed(stage: Stage, port: int) -> Display:
    """A display that follows a file, believes this computer, and lets it knock."""
    display = stage.prepare(
        config={"lan": True, "port": port, "listen": "127.0.0.1", "trust_file": "trust.json"}
    )
    display.environment["XDG_CONFIG_HOME"] = str(stage.folder / "admin")
    done = display.command("push", "--trust", str(stage.folder / "trust.json"))
    assert done.returncode == 0, done.stderr
    display.start()
    told = display.until(lambda status: status["config"]["lan_port"], "the LAN link")
    added = display.command(
        "push", "--add", "aurora", "--id", told["config"]["display"], "--address", f"127.0.0.1:{port}", "--room", AURORA
    )  # fmt: skip
    assert added.returncode == 0, added.stderr
    return display


def pushed(display: Display, file: Path, *words: str) -> tuple[int, str]:
    done = display.command("push", "--to", "aurora", str(file), *words)
    return done.returncode, done.stdout + done.stderr


def heard(port: int, context: ssl.SSLContext | None, said: bytes) -> bytes:
    """All that comes back, until the other side hangs up or falls silent."""
    answer = b""
    with contextlib.suppress(OSError), contextlib.ExitStack() as stack:
        line = stack.enter_context(socket.create_connection(("127.0.0.1", port), 2))
        if context is not None:
            line = stack.enter_context(context.wrap_socket(line, server_hostname="kiosk"))
        line.settimeout(2)
        line.sendall(said)
        while part := line.recv(4096):
            answer += part
    return answer


def stranger(folder: Path) -> ssl.SSLContext:
    """Somebody with a certificate that no admin's authority has issued."""
    display_certificate(folder / "stranger.pem")
    context = anybody()
    context.load_cert_chain(folder / "stranger.pem")
    return context


def anybody() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def test_a_display_that_was_paired_follows_what_its_admin_pushes(stage: Stage) -> None:
    port = free_port()
    link = {"lan": True, "port": port, "listen": "127.0.0.1"}
    config = stage.config(config=link)
    display = new_display(stage)
    display.environment["XDG_CONFIG_HOME"] = str(stage.folder / "admin")
    address, code = label(display, ADDRESS), label(display, CODE)
    pairing = kiosk_pair(display, address, code, config, "--no-test-booking")
    display.glass.press("Yes, this door", 20)
    exit_code, said = ended(pairing)
    assert exit_code == 0, said
    begun_anew(display, address)
    display.glass.label("Free", 30)
    display.until(lambda status: status["config"]["lan_port"] == port, "the LAN link")
    uptime = display.status()["process"]["uptime_seconds"]

    german = stage.config(name="german.toml", config=link, display={"language": "de", "theme": "light"})
    assert "display.theme" in pushed(display, german, "--diff")[1]
    exit_code, said = pushed(display, german)
    assert (exit_code, "aurora follows it" in said) == (0, True), said
    display.glass.label("Frei", 5)
    told = display.status()
    assert told["config"]["desired"] == told["config"]["applied"] > 0
    assert told["process"]["uptime_seconds"] >= uptime, "it did not begin anew for that"

    display.stop()
    display.start()
    display.glass.label("Frei", 20)
    display.until(lambda status: status["config"]["lan_port"] == port, "the LAN link")
    exit_code, said = pushed(
        display, stage.config(name="english.toml", config=link, display={"theme": "dark"}), "--json"
    )
    assert exit_code == 0, said
    assert [one["state"] for one in json.loads(said)] == ["applied"]
    display.glass.label("Free", 5)


def test_what_needs_a_start_gets_one_and_what_is_wrong_changes_nothing(stage: Stage) -> None:
    port = free_port()
    display = followed(stage, port)
    display.glass.label("Free", 20)
    exit_code, said = pushed(display, stage.config(name="shy.toml", display={"privacy": "none"}))
    assert (exit_code, "aurora follows it" in said) == (0, True), said
    applied = display.until(lambda status: status["config"]["applied"], "the revision holds")["config"][
        "applied"
    ]
    display.glass.attach(display.pid, ended=lambda: display.died is not None)
    display.glass.label("Free", 20)

    wrong = stage.config(name="wrong.toml", display={"theme": "pink"})
    exit_code, said = pushed(display, wrong)
    assert exit_code == 1
    assert 'display.theme must be one of "dark", "light", "high-contrast"' in said
    assert display.status()["config"]["applied"] == applied
    display.glass.label("Free")


def test_a_logo_is_sent_along_and_a_picture_that_cannot_be_shown_is_sent_to_nobody(stage: Stage) -> None:
    port = free_port()
    display = followed(stage, port)
    display.glass.label("Free", 20)
    (stage.folder / "logo.png").write_bytes(png(40, 20))
    branded = stage.config(name="branded.toml", brand={"logo": "logo.png"})
    exit_code, said = pushed(display, branded)
    assert (exit_code, "aurora follows it" in said) == (0, True), said
    kept = [file.read_bytes() for file in (display.data / "pushed" / "pictures").iterdir()]
    assert kept == [png(40, 20)]
    display.glass.label("Free")

    (stage.folder / "logo.png").write_bytes(png(40, 20, RGB))
    exit_code, said = pushed(display, branded)
    assert (exit_code, "brand.logo has no transparent ground" in said) == (1, True), said

    display.command(
        "push", "--to", "aurora", "--write", str(stage.folder / "stick"), str(stage.config(name="none.toml"))
    )
    taken = display.command(
        "push", "--data-dir", str(display.data), str(stage.folder / "stick" / "aurora.jws")
    )
    assert taken.returncode == 0, taken.stderr
    display.until(lambda status: status["config"]["applied"] == status["config"]["desired"], "it holds")
    display.until(
        lambda _: not list((display.data / "pushed" / "pictures").iterdir()), "what nobody names is gone"
    )


def test_a_display_with_another_address_is_found_by_its_mdns_record(stage: Stage) -> None:
    port = free_port()
    display = followed(stage, port)
    display.glass.label("Free", 20)
    told = display.status()["config"]
    gone = f"127.0.0.1:{free_port()}"
    display.command("push", "--add", "aurora", "--id", told["display"], "--address", gone)
    german = stage.config(name="german.toml", display={"language": "de"})
    assert pushed(display, german)[0] == 0
    display.glass.label("Frei", 10)
    listed = display.command("push", "--list", "--json")
    assert [one["address"] for one in json.loads(listed.stdout)] == [f"127.0.0.1:{port}"]


def test_the_lan_link_is_one_port_that_answers_nobody_without_an_admins_certificate(stage: Stage) -> None:
    port = free_port()
    display = followed(stage, port)
    display.glass.label("Free", 20)
    assert {found for found in listening(display.pid) if found[0].startswith("tcp")} == {("tcp", port)}
    assert {found for found in listening(display.pid) if found[0].startswith("udp")} <= {("udp", MDNS)}
    request = b"GET /v1/reported HTTP/1.1\r\nHost: kiosk\r\n\r\n"
    assert heard(port, None, request) == b""
    assert heard(port, anybody(), request) == b""
    assert heard(port, stranger(stage.folder), request) == b""

    german = stage.config(name="german.toml", display={"language": "de"})
    display.environment["XDG_CONFIG_HOME"] = str(stage.folder / "thief")
    told = display.status()["config"]
    display.command("push", "--add", "aurora", "--id", told["display"], "--address", f"127.0.0.1:{port}")
    exit_code, said = pushed(display, german)
    assert (exit_code, "other keys than this computer's" in said) == (1, True), said
    written = display.command("push", "--to", "aurora", "--write", str(stage.folder / "stick"), str(german))
    assert written.returncode == 0, written.stderr
    taken = display.command(
        "push", "--data-dir", str(display.data), str(stage.folder / "stick" / "aurora.jws")
    )
    assert (taken.returncode, "a key that this display does not know" in taken.stderr) == (1, True), (
        taken.stderr
    )
    assert display.status()["config"]["problem"].startswith("rejected: unknown_key")
    display.glass.label("Free")

    display.environment["XDG_CONFIG_HOME"] = str(stage.folder / "admin")
    written = display.command("push", "--to", "aurora", "--write", str(stage.folder / "stick"), str(german))
    taken = display.command(
        "push", "--data-dir", str(display.data), str(stage.folder / "stick" / "aurora.jws")
    )
    assert taken.returncode == 0, taken.stderr
    display.glass.label("Frei", 5)
