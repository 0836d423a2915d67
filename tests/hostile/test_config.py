"""kiosk.toml and the files it names, in any shape: a configuration, or sentences that an admin can act on."""

import os
import string
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.config.desired import Config, parse
from kiosk.config.load import load
from kiosk.config.problems import ConfigProblem
from kiosk.core.tokens import account_of
from kiosk.system_user.entra import sign_in
from kiosk.system_user.identity import SignInFailed
from tests.hostile.damage import ANYTHING, TEXTS, ZONES
from tests.hostile.settings import ALWAYS_THE_SAME

GOOD = """
[graph]
tenant_id = "contoso.onmicrosoft.com"
client_id = "11111111-2222-3333-4444-555555555555"
poll_seconds = 10
[system_user]
mailbox = "displays@contoso.com"
[room]
mailbox = "aurora@contoso.com"
time_zone = "Europe/Berlin"
[booking]
durations = [15, 30]
max_minutes = 240
days_ahead = 1
[display]
language = "en"
privacy = "none"
"""
LITTER = [
    "[[room]]", "[room.mailbox]", "=", "\x00", "a=" + "[" * 2000, "a=" + "{a=" * 2000, "9" * 6000, "1e999", "nan", "inf", "-0", '"""',
    "0x" + "f" * 6000, "1979-05-27T07:32:00Z", "24:00:00", "\\ud800", "'", "graph=1\n", "[graph]\n", "\u202e", "1" + "0" * 400, "a.b.c.d=1\n",
]  # fmt: skip
VALUE = st.one_of(
    st.sampled_from(["nan", "inf", "-1", "1" + "0" * 400, "1e400", "true", "[]", "{}", "[[]]", '""', "1979-05-27", "[1,[2]]", "0.1"]),
    st.sampled_from([*TEXTS, *ZONES]).map(lambda text: '"' + "".join(c if c.isalnum() or c in " ./:@-" else f"\\U{ord(c):08X}" for c in text) + '"'),
    st.integers().map(str), st.floats().map(str), st.text(string.printable, max_size=12),
)  # fmt: skip
KEYS = [
    f"{table}.{key}"
    for table, field in Config.model_fields.items()
    for option in getattr(field.annotation, "__args__", (field.annotation,))
    for key in getattr(option, "model_fields", {})
]


def sentences(text: str) -> tuple[str, ...]:
    try:
        config = parse(text)
    except ConfigProblem as problem:
        return problem.lines
    config.settings()
    return ()


def telling(lines: tuple[str, ...]) -> bool:
    """Each is one line that a terminal can show."""
    return all(line.isprintable() and len(line) < 400 for line in lines)


@settings(ALWAYS_THE_SAME, max_examples=400)
@given(
    st.integers(0, len(GOOD)), st.integers(0, 30), st.one_of(st.sampled_from(LITTER), st.text(max_size=10))
)
def test_a_file_with_litter_in_it_is_read_or_explained(begin: int, cut: int, litter: str) -> None:
    assert telling(sentences(GOOD[:begin] + litter + GOOD[begin + cut :]))


@settings(ALWAYS_THE_SAME, max_examples=800)
@given(st.sampled_from(KEYS), VALUE)
def test_any_value_at_any_key_is_taken_or_explained(key: str, value: str) -> None:
    table, name = key.split(".")
    document = f"[{table}]\n{name} = {value}\n"
    lines = sentences(document)
    assert telling(lines)


@settings(ALWAYS_THE_SAME, max_examples=200)
@given(
    st.dictionaries(
        st.one_of(st.sampled_from(["graph", "room", "booking"]), st.text(max_size=20)), ANYTHING, max_size=4
    )
)
def test_tables_and_keys_of_any_name_are_explained(document: dict[str, Any]) -> None:
    def quoted(name: str) -> str:
        return '"' + "".join(f"\\U{ord(char):08X}" for char in name if not "\ud800" <= char <= "\udfff") + '"'

    assert telling(
        sentences(
            "".join(f"[{quoted(table)}]\n{quoted(str(key)[:300])} = 1\n" for table, key in document.items())
        )
    )


@pytest.mark.parametrize(
    "make",
    [
        os.mkfifo,
        lambda path: path.symlink_to("/dev/zero"),
        lambda path: path.write_bytes(b"#" * 3_000_000),
        lambda path: path.mkdir(),
        lambda path: path.symlink_to(path),
        lambda path: path.write_bytes(b"\xff\xfe" * 100),
    ],
    ids=["a pipe", "zeros", "huge", "a folder", "itself", "utf-16"],
)
@pytest.mark.parametrize("which", ["kiosk.toml", "ca.pem", "secret"])
def test_a_file_of_any_kind_is_explained_at_once(tmp_path: Path, make: Any, which: str) -> None:
    """At the start, or where a secret is what cannot be one, at the sign-in."""
    (tmp_path / "ca.pem").write_text("")
    (tmp_path / "secret").write_text("s")
    (tmp_path / "secret").chmod(0o600)
    extra = '[graph]\nca_file = "ca.pem"' if which == "ca.pem" else "[graph]"
    user = '[system_user]\nsign_in = "client_secret"\nclient_secret_file = "secret"'
    path = tmp_path / "kiosk.toml"
    path.write_text(GOOD.replace("[graph]", extra).replace("[system_user]", user))
    (tmp_path / which).unlink(missing_ok=True)
    make(tmp_path / which)
    if which == "secret" and not (tmp_path / which).is_symlink():
        (tmp_path / which).chmod(0o600)
    with pytest.raises((ConfigProblem, SignInFailed)) as problem:
        sign_in(account_of(load(path)))
    assert telling(tuple(str(problem.value).splitlines()))
    assert which in str(problem.value)


def test_the_good_file_is_good() -> None:
    assert sentences(GOOD) == ()
    assert tomllib.loads(GOOD)["room"]["mailbox"] == "aurora@contoso.com"
