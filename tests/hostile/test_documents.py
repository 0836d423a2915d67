"""10,000 malformed or hostile documents: none is taken on, each is refused with a reason fit to be read."""

from __future__ import annotations

import base64
import json
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kiosk import in_force
from kiosk.config import document, signatures
from kiosk.config.desired import Config
from kiosk.config.document import Known
from kiosk.config.load import load
from kiosk.config.problems import ConfigProblem
from kiosk.config.refused import Refused
from kiosk.config.signatures import Trust
from tests.config.signing import DISPLAY, NOW, Admin
from tests.config.signing import document as made

OWN = """
[graph]
tenant_id = "contoso.com"
client_id = "1"
[system_user]
mailbox = "displays@contoso.com"
[room]
mailbox = "aurora@contoso.com"
"""
MARK = "h4rm"
RUNS = 10_000
LONGEST_LINE = 400
Damage = Callable[[random.Random, Admin], str]


def on_the_way(dice: random.Random, admin: Admin) -> str:
    """Bytes changed, cut, doubled or swapped after it was signed."""
    text = admin.sign(made())
    at = dice.randrange(len(text))
    match dice.randrange(5):
        case 0:
            other = dice.choice("ABCxyz019-_.=\0\n")
            return text[:at] + (other if other != text[at] else "Q") + text[at + 1 :]
        case 1:
            return text[:at]
        case 2:
            return text[:at] + text[at:] * 2
        case 3:
            parts = text.split(".")
            dice.shuffle(parts)
            return ".".join(parts) if ".".join(parts) != text else parts[0]
        case _:
            return "".join(chr(dice.randrange(1, 0x2FFF)) for _ in range(dice.randrange(200)))


def header(dice: random.Random, admin: Admin) -> str:
    """Another header over the same body and signature."""
    told: dict[str, Any] = {"alg": "Ed25519", "kid": admin.signing.thumbprint(), "typ": signatures.DOCUMENT}
    key = dice.choice(["alg", "kid", "typ", "jwk", "crit", "x5u", "zip"])
    told[key] = dice.choice(
        ["none", "None", "HS256", "EdDSA", "ES256", MARK, None, 7, [], {"kty": "OKP"}, "../../etc/passwd"]
    )
    head = base64.urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip("=")
    return ".".join([head, *admin.sign(made()).split(".")[1:]])


def signed(body: object, admin: Admin) -> str:
    text = body if isinstance(body, bytes) else json.dumps(body).encode()
    head = {"alg": signatures.ALGORITHM, "kid": admin.signing.thumbprint(), "typ": signatures.DOCUMENT}
    return str(signatures.jws.serialize_compact(head, text, admin.signing, algorithms=[signatures.ALGORITHM]))


def envelope(dice: random.Random, admin: Admin) -> str:
    """Signed by the right key, and no document, or not one for this display and time."""
    body: dict[str, Any] = made().body()
    match dice.randrange(4):
        case 0:
            key = dice.choice(["aud", "v", "sv", "iat", "cfg"])
            body[key] = dice.choice(
                [None, -1, 2**63, 1e308, True, MARK, [], [MARK], {MARK: 1}, "2.0", "99.1"]
            )
            if key == "cfg" and body[key] == {MARK: 1}:
                del body[key]
        case 1:
            del body[dice.choice(["aud", "v", "sv", "iat", "cfg"])]
        case 2:
            body["v"] = dice.choice([1, int(NOW.timestamp() * 1000) + 25 * 3600 * 1000, 2**52])
        case _:
            body["aud"] = dice.choice(["rd-0000000000000000", "", MARK, DISPLAY.upper()])
    return signed(body, admin)


def shape(dice: random.Random, admin: Admin) -> str:
    """Signed JSON that nobody writes."""
    depth = dice.randrange(9, 3000)
    said = json.dumps(made().body())
    return signed(
        dice.choice([
            ('{"a":' * depth + "1" + "}" * depth).encode(),
            ("[" * depth + "]" * depth).encode(),
            b'{"aud": "x", ' + said[1:].encode(),
            said.replace('"v": ', '"v": NaN, "w": ').encode(),
            said.replace('"prev": ""', '"prev": "\\ud800"').encode(),
            said.encode()[: dice.randrange(1, len(said))],
            b"\xff" * dice.randrange(1, 99),
            json.dumps({**made().body(), "cfg": {"report": {"screen": [MARK] * 2100}}}).encode(),
            json.dumps({**made().body(), "prev": "x" * 70_000}).encode(),
        ]),
        admin,
    )  # fmt: skip


WRONG: list[Any] = [
    None,
    -1,
    1e9,
    MARK,
    f"{MARK}\0",
    [MARK],
    {MARK: MARK},
    [[[1]]],
    f"\u202e{MARK} {MARK}",
    [None],
    10**30,
    "x" * 5000,
]


def value(dice: random.Random, admin: Admin) -> str:
    """A known key with a value that it cannot have, or one that only the device may say."""
    table, key = dice.choice(KEYS)
    cfg: dict[str, Any] = {table: {key: dice.choice(WRONG)}}
    if dice.randrange(4) == 0:
        cfg = {table: dice.choice([MARK, 7, [MARK], None, [{MARK: 1}]])}
    if dice.randrange(6) == 0:
        cfg = dice.choice([
            {"system_user": {"certificate_file": f"/{MARK}"}}, {"graph": {"ca_file": MARK}}, {"config": {"trust_file": MARK}},
            {"system_user": {"sign_in": "client_secret"}}, {"room": {"mailbox": f"{MARK}@contoso.com"}},
            {"graph": {"base_url": f"http://{MARK}.com"}}, {"mqtt": {"password_file": MARK}},
        ])  # fmt: skip
    return signed(replace(made(), cfg=cfg).body(), admin)


KEYS = [
    (table, key)
    for table, field in Config.model_fields.items()
    for key in getattr(field.annotation, "model_fields", ())
    if (table, key) not in {("graph", "proxy"), ("report", "webhook")}
]


def made_of(text: str, trust: Trust, own: Config, path: Path) -> Config:
    """As `Pushing` looks at it."""
    found = document.read(signatures.payload(text, trust))
    known = Known(DISPLAY, "0.1.0", highest=int(NOW.timestamp() * 1000) - 1, now=NOW)
    document.meant(found, text, signatures.signer_of(text, trust), known)
    try:
        return in_force.configured(path, own, found.cfg)[0]
    except ConfigProblem as problem:
        raise Refused.of("invalid", problem.lines) from None


@pytest.mark.parametrize("damage", [on_the_way, header, envelope, shape, value])
def test_none_is_taken_on_and_each_has_its_reason(tmp_path: Path, damage: Damage) -> None:
    path = tmp_path / "kiosk.toml"
    path.write_text(OWN)
    own, admin, dice = load(path), Admin(), random.Random(damage.__name__)
    trust = admin.trust()
    assert made_of(admin.sign(made()), trust, own, path).display.theme == "light"
    codes: set[str] = set()
    reasons: set[str] = set()
    for _ in range(RUNS // 5):
        text = damage(dice, admin)
        try:
            config = made_of(text, trust, own, path)
        except Refused as refused:
            codes.add(refused.code)
            reasons.update(refused.lines or [""])
        else:
            assert damage is value, text
            assert harmless(config, own), f"{text} was taken on"
    assert codes
    assert all(line.strip() and line.isprintable() and len(line) < LONGEST_LINE for line in reasons)


def harmless(config: Config, own: Config) -> bool:
    """A value that happens to be right: then it is nothing that only a device may say."""
    return config.room.mailbox == own.room.mailbox and all(
        getattr(getattr(config, table), key) == getattr(getattr(own, table), key)
        for table, key in (
            ("system_user", "certificate_file"),
            ("system_user", "sign_in"),
            ("config", "trust_file"),
        )
    )
