"""Who may say what a display should be: only what a named key has signed, as it must be signed, is opened."""

from __future__ import annotations

import base64
import json
from datetime import timedelta

import pytest
from joserfc import jws
from joserfc.jwk import OctKey

from kiosk.config import document, signatures
from kiosk.config.refused import Refused
from tests.config.signing import NOW, Admin, key, public
from tests.config.signing import document as made

HEADER = {"alg": "Ed25519", "typ": signatures.DOCUMENT}


def code(text: str, admin: Admin) -> str:
    with pytest.raises(Refused) as refused:
        signatures.payload(text, admin.trust())
    assert all("light" not in line for line in refused.value.lines)
    return refused.value.code


def b64(body: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(body).encode()).decode().rstrip("=")


def test_what_the_admins_key_has_signed_is_opened() -> None:
    admin = Admin()
    found = document.read(signatures.payload(admin.sign(made()), admin.trust()))
    assert found == made()


def test_one_letter_changed_anywhere_and_it_is_not() -> None:
    admin = Admin()
    text = admin.sign(made())
    head, body, mark = text.split(".")
    for part, at in ((head, 12), (body, 40), (mark, 40)):
        other = part[:at] + ("A" if part[at] != "A" else "B") + part[at + 1 :]
        assert code(text.replace(part, other), admin) in ("unsigned", "unknown_key", "garbled")


def test_no_other_way_of_signing_counts() -> None:
    admin = Admin()
    kid = admin.signing.thumbprint()
    body = b64(made().body())
    assert code(f"{b64({**HEADER, 'alg': 'none', 'kid': kid})}.{body}.", admin) == "unsigned"
    secret = OctKey.import_key(public(admin.signing))
    hmac = jws.serialize_compact({**HEADER, "alg": "HS256", "kid": kid}, "{}", secret, algorithms=["HS256"])
    assert code(hmac, admin) == "unsigned"
    for more in ({"crit": ["exp"]}, {"jwk": {}}, {"b64": False}):
        header = {**HEADER, "kid": kid, **more}
        signed = f"{b64(header)}.{body}.{admin.sign(made()).split('.')[2]}"
        assert code(signed, admin) == "unsigned"
    keys_as_document = signatures.signed(made().body(), admin.signing, signatures.KEYS)
    assert code(keys_as_document, admin) == "unsigned"


def test_a_root_signs_no_document_and_a_stranger_nothing() -> None:
    admin = Admin()
    by_root = signatures.signed(made().body(), admin.root, signatures.DOCUMENT)
    assert code(by_root, admin) == "unknown_key"
    assert code(Admin().sign(made()), admin) == "unknown_key"


@pytest.mark.parametrize("text", ["", ".", "..", "a.b", "a.b.c.d", "\N{SNOWMAN}.b.c", "{}", "x" * 200_000])
def test_what_is_no_signed_text_is_refused(text: str) -> None:
    assert code(text, Admin()) in ("unsigned", "too_large")


def test_a_new_list_of_keys_ends_the_old_key() -> None:
    admin = Admin()
    old = admin.sign(made())
    before = admin.trust()
    admin.signing = key()
    after = signatures.renewed(before, admin.keys(2))
    assert signatures.payload(admin.sign(made()), after)
    with pytest.raises(Refused, match="does not know"):
        signatures.payload(old, after)


def test_a_list_is_taken_from_a_root_only_and_never_an_older_one() -> None:
    admin = Admin()
    trust = signatures.renewed(admin.trust(), admin.keys(5))
    for text, why in (
        (admin.keys(5, x=1), "older"), (admin.keys(4), "older"), (admin.keys(6, by=admin.signing), "does not know"),
        (Admin().keys(6), "does not know"), (admin.keys(6, signers=[{"x": "short"}]), "no Ed25519 key"),
        (admin.keys(6, signers=[{"x": public(key())}] * 9), "no list of keys"), (admin.keys(6, admins=[7]), "none"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=why):
            signatures.renewed(trust, text)


def test_the_root_itself_can_be_replaced() -> None:
    admin, heir = Admin(), key()
    trust = signatures.renewed(admin.trust(), admin.keys(2, roots=[{"x": public(heir)}]))
    assert signatures.renewed(trust, admin.keys(3, by=heir)).version == 3
    with pytest.raises(Refused):
        signatures.renewed(trust, admin.keys(3))


def test_a_key_whose_year_is_over_signs_nothing_new() -> None:
    admin = Admin()
    until = (NOW + timedelta(days=1)).isoformat()
    trust = signatures.renewed(
        admin.trust(), admin.keys(2, signers=[{"x": public(admin.signing), "until": until}])
    )
    known = document.Known("rd-abcdefghijklmnop", "0.1.0")
    for days, well in ((0, True), (2, False)):
        one = made(after=timedelta(days=days))
        text = admin.sign(one)
        signer = signatures.signer_of(text, trust)
        if well:
            document.meant(one, text, signer, known)
        else:
            with pytest.raises(Refused, match="not to be used any more"):
                document.meant(one, text, signer, known)
