"""Signing in in a process of its own says the same as doing it here, and leaves MSAL there."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.system_user import apart
from kiosk.system_user.identity import Account, SignInFailed, SignInUnavailable, Trouble
from tests.fakes.certificates import Authority
from tests.fakes.entra import CLIENT, SECRET, TENANT, Entra


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


@pytest.fixture
def entra(authority: Authority) -> Iterator[Entra]:
    with Entra().serving(authority.server_context()) as entra:
        yield entra


@pytest.fixture
def account(entra: Entra, authority: Authority, tmp_path: Path) -> Account:
    secret = tmp_path / "secret"
    secret.touch(mode=0o600)
    secret.write_text(SECRET)
    return Account(entra.address, TENANT, CLIENT, client_secret_file=secret, ca_file=authority.ca_file)


def test_the_token_comes_back(account: Account) -> None:
    token = apart.sign_in(account)
    assert token.text
    assert token.lifetime > 0
    assert token.dated


def test_a_refusal_comes_back_whole(account: Account) -> None:
    assert account.client_secret_file is not None
    account.client_secret_file.write_text("another")
    with pytest.raises(SignInFailed) as failed:
        apart.sign_in(account)
    assert failed.value.code == 7000215
    assert failed.value.dated


def test_a_file_that_is_not_there_comes_back_as_its_remedy(account: Account) -> None:
    assert account.client_secret_file is not None
    account.client_secret_file.unlink()
    with pytest.raises(SignInFailed, match="cannot be read"):
        apart.sign_in(account)


def test_nobody_there_comes_back_as_such(account: Account) -> None:
    gone = Account("https://127.0.0.1:9", TENANT, CLIENT, client_secret_file=account.client_secret_file)
    with pytest.raises(SignInUnavailable) as nobody:
        apart.sign_in(gone)
    assert nobody.value.trouble is Trouble.UNREACHABLE


def test_a_process_that_cannot_run_is_worth_another_try(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(SignInUnavailable):
        apart.sign_in(account)


def test_a_process_that_never_ends_is_ended(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "LONGEST", 0.01)
    with pytest.raises(SignInUnavailable) as nobody:
        apart.sign_in(account)
    assert nobody.value.trouble is Trouble.TIMEOUT


def test_what_the_display_imports_holds_no_msal() -> None:
    program = (
        "import sys, kiosk.exchange, kiosk.staffing;"
        "print(*[name for name in ('msal', 'requests', 'cryptography', 'httpx') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["httpx"]
