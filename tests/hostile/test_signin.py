"""Answers of Entra's, damaged in every way: a token that can be sent, or a named trouble; never another exception."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Self

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.core.tokens import Tokens
from kiosk.sync.errors import AccessLost, NeverLeft, WaitAsked
from kiosk.system_user import entra
from kiosk.system_user.identity import Account, Identity, SignInFailed, SignInUnavailable, Token
from kiosk.system_user.line import Answer, Line, _belongs
from tests.hostile import good
from tests.hostile.damage import ANYTHING, bytes_of, damaged
from tests.hostile.settings import ALWAYS_THE_SAME

AUTHORITY = "https://login.test"
WAITS = st.one_of(
    st.sampled_from(
        ["", "7", "2.5", "-1", "1e400", "1e300", "nan", "31536000", "99999999999999999999", "soon", "Tue, 13 Oct 2026 09:00:30 GMT"]
    ),
    st.text(max_size=20),
)  # fmt: skip


class Said:
    """In place of the line to Entra: one answer after the other."""

    dated = None
    cut = False

    def __init__(self) -> None:
        self.answers: list[Answer] = []

    def __call__(self, *_: object) -> Self:
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def ask(self, *_: object) -> Answer:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@pytest.fixture(scope="module")
def said() -> Iterator[Said]:
    with pytest.MonkeyPatch.context() as patch:
        said = Said()
        patch.setattr(entra, "Line", said)
        yield said


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory) -> Account:
    secret = tmp_path_factory.mktemp("secret") / "secret"
    secret.write_text("s3cret")
    return Account(AUTHORITY, "contoso.onmicrosoft.com", "1111-2222", client_secret_file=secret)


def signed_in(account: Account) -> Token | SignInFailed | SignInUnavailable:
    try:
        return entra.sign_in(account)
    except (SignInFailed, SignInUnavailable) as fault:
        return fault


def sound(met: Token | SignInFailed | SignInUnavailable) -> None:
    if isinstance(met, Token):
        assert met.text.isascii()
        assert met.text.isprintable()
        assert 0 < met.lifetime <= 86_400
    elif isinstance(met, SignInUnavailable):
        assert met.retry_after is None or 0 <= met.retry_after <= 600
    else:
        assert len(str(met)) < 120


@settings(ALWAYS_THE_SAME, max_examples=500)
@given(
    bytes_of(damaged(st.sampled_from(good.TOKENS))),
    st.sampled_from([200, 200, 200, 400, 401, 403, 302, 429, 503]),
    WAITS,
)
def test_a_token_of_any_shape_is_one_or_a_named_trouble(
    said: Said, account: Account, content: bytes, status: int, wait: str
) -> None:
    described = Answer(200, {}, good.written(good.DISCOVERY))
    said.answers = [described, Answer(status, {"Retry-After": wait}, content.decode(errors="replace"))]
    sound(signed_in(account))


@settings(ALWAYS_THE_SAME, max_examples=300)
@given(bytes_of(damaged(st.just(good.DISCOVERY))), st.sampled_from([200, 200, 200, 400, 404, 500]))
def test_a_description_of_any_shape_leads_to_a_token_or_a_named_trouble(
    said: Said, account: Account, content: bytes, status: int
) -> None:
    token = Answer(200, {}, good.written(good.TOKENS[0]))
    said.answers = [Answer(status, {}, content.decode(errors="replace")), token]
    sound(signed_in(account))


@settings(ALWAYS_THE_SAME, max_examples=200)
@given(
    st.sampled_from(
        [
            "expires_in",
            "access_token",
            "error",
            "error_codes",
            "id_token",
            "client_info",
            "scope",
            "refresh_in",
        ]
    ),
    ANYTHING,
)
def test_one_property_of_a_token_may_be_anything(
    said: Said, account: Account, key: str, value: object
) -> None:
    described = Answer(200, {}, good.written(good.DISCOVERY))
    said.answers = [described, Answer(200, {}, good.written({**good.TOKENS[0], key: value}))]
    sound(signed_in(account))


@pytest.mark.parametrize(
    ("address", "may"),
    [
        ("https://login.test/x/token", True),
        ("https://LOGIN.test:443/x/token", True),
        ("http://login.test/x/token", False),
        ("https://login.test:444/x/token", False),
        ("https://login.test.evil.example/x", False),
        ("https://login.test@evil.example/x", False),
        ("https://me@login.test/x", False),
        ("https://:pass@login.test/x", False),
        ("https://evil.example/login.test", False),
        ("https://[::1/x", False),
        ("https://login.test:99999999/", False),
        ("//login.test/x", False),
        ("", False),
        ("login.test", False),
    ],
)
def test_a_secret_goes_to_the_host_that_the_admin_named(address: str, may: bool) -> None:
    assert _belongs(address, AUTHORITY) is may


def test_entras_own_hosts_may_name_one_another() -> None:
    assert _belongs("https://login.microsoftonline.com/x", "https://login.windows.net")
    assert not _belongs("https://login.microsoftonline.com/x", AUTHORITY)
    assert not _belongs("https://login.test/x", "https://login.microsoftonline.com")


class Refusing(Identity):
    """An identity whose sign-in ends as it is told."""

    def __init__(self, fault: Exception) -> None:
        self._fault = fault

    async def token(self) -> str:
        raise self._fault


@pytest.mark.parametrize("told", ["1e300", "31536000", "99999999999999999999", "-7", "nan", "inf", "590"])
async def test_no_retry_after_of_entras_silences_the_display_for_a_year(
    said: Said, account: Account, told: str
) -> None:
    said.answers = [Answer(429, {"Retry-After": told}, "{}")]
    met = signed_in(account)
    assert isinstance(met, SignInUnavailable)
    with pytest.raises((WaitAsked, NeverLeft)) as fault:
        await Tokens(Refusing(met)).token()
    wait = getattr(fault.value, "wait", None)
    assert wait is None or 0 <= wait.total_seconds() <= 600


def test_a_trust_anchor_that_is_gone_is_told_with_its_place(account: Account, tmp_path: Path) -> None:
    for ca_file in (tmp_path / "gone.pem", tmp_path):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(entra, "Line", Line)
            met = signed_in(replace(account, ca_file=ca_file))
        assert isinstance(met, SignInFailed)
        assert str(ca_file) in met.remedy


async def test_the_reason_of_a_refusal_is_one_that_staff_know(said: Said, account: Account) -> None:
    said.answers = [Answer(400, {}, good.written({"error": "invalid_client", "error_codes": [10**30]}))]
    met = signed_in(account)
    with pytest.raises(AccessLost, match=r"^sign-in$"):
        await Tokens(Refusing(met if isinstance(met, Exception) else AssertionError())).token()
