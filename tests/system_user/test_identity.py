"""Signing in, against an Entra on loopback over TLS."""

import asyncio
import logging
import socket
import traceback
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509

from kiosk.clock import Clock
from kiosk.system_user import keys
from kiosk.system_user.certificate import public_file
from kiosk.system_user.identity import (
    Account,
    Identity,
    SignInFailed,
    SignInUnavailable,
    Trouble,
    scope_for,
)
from tests.fakes.certificates import Authority
from tests.fakes.entra import CLIENT, SECRET, TENANT, Entra, refusal
from tests.fakes.wait import eventually
from tests.fakes.web import Answer, Asked, serving


class HandClock(Clock):
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def monotonic(self) -> float:
        return self.seconds


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("tls"))


@pytest.fixture(scope="module")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("keys") / "kiosk.pem"
    keys.make(path, "Aurora", datetime.now(UTC))
    return path


@pytest.fixture
def entra(authority: Authority) -> Iterator[Entra]:
    with Entra().serving(authority.server_context()) as entra:
        yield entra


@pytest.fixture
def secret_file(tmp_path: Path) -> Path:
    path = tmp_path / "secret"
    path.write_text(f"{SECRET}\n")
    path.chmod(0o600)
    return path


@pytest.fixture
def account(entra: Entra, authority: Authority, secret_file: Path) -> Account:
    return Account(entra.address, TENANT, CLIENT, client_secret_file=secret_file, ca_file=authority.ca_file)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def identity(account: Account, clock: HandClock) -> Identity:
    return Identity(account, None, clock)


def write(path: Path, text: str) -> None:
    path.write_text(text)


async def refused(account: Account) -> SignInFailed:
    with pytest.raises(SignInFailed) as failed:
        await Identity(account, None, Clock()).token()
    return failed.value


async def unavailable(account: Account) -> SignInUnavailable:
    with pytest.raises(SignInUnavailable) as nobody:
        await Identity(account, None, Clock()).token()
    return nobody.value


async def test_the_right_secret_gets_a_token_that_is_used_again(identity: Identity, entra: Entra) -> None:
    assert await identity.token() == "token-1"
    assert await identity.token() == "token-1"
    assert entra.token_requests() == 1


async def test_a_certificate_made_on_the_display_signs_in_once_its_public_half_is_known(
    account: Account, entra: Entra, key_file: Path
) -> None:
    by_certificate = replace(account, client_secret_file=None, certificate_file=key_file)
    assert (await refused(by_certificate)).code == 700027

    entra.certificate = x509.load_pem_x509_certificate(public_file(key_file).read_bytes())
    assert await Identity(by_certificate, None, Clock()).token() == "token-1"


async def test_a_token_is_renewed_before_it_ends_while_the_old_one_still_serves(
    identity: Identity, entra: Entra, clock: HandClock
) -> None:
    await identity.token()
    clock.seconds += 3599 - 299
    assert await identity.token() == "token-1"  # nobody waits for a renewal
    await eventually(lambda: identity._asking is None or identity._asking.done())
    assert await identity.token() == "token-2"
    assert entra.token_requests() == 2


async def test_a_renewal_that_fails_leaves_the_old_token_in_use_and_is_not_hurried(
    identity: Identity, entra: Entra, clock: HandClock
) -> None:
    await identity.token()
    entra.instead = Answer(503)
    clock.seconds += 3599 - 200
    assert await identity.token() == "token-1"
    await eventually(lambda: identity._asking is None or identity._asking.done())
    clock.seconds += 29
    assert await identity.token() == "token-1"
    await identity.close()
    assert entra.token_requests() == 2

    entra.instead = None
    clock.seconds += 2
    assert await identity.token() == "token-1"
    await eventually(lambda: identity._asking is None or identity._asking.done())
    assert await identity.token() == "token-2"


async def test_a_token_that_ended_is_never_handed_out(identity: Identity, clock: HandClock) -> None:
    await identity.token()
    clock.seconds += 3599
    assert await identity.token() == "token-2"


async def test_a_rejected_token_is_replaced_and_a_late_rejection_of_it_changes_nothing(
    identity: Identity, entra: Entra
) -> None:
    old = await identity.token()
    identity.reject(old)
    new = await identity.token()
    assert new != old
    identity.reject(old)
    assert await identity.token() == new
    assert entra.token_requests() == 2


async def test_many_who_wait_cause_one_sign_in(identity: Identity, entra: Entra) -> None:
    tokens = await asyncio.gather(*(identity.token() for _ in range(5)))
    assert set(tokens) == {"token-1"}
    assert entra.token_requests() == 1


async def test_one_who_stops_waiting_does_not_spoil_it_for_the_others(identity: Identity) -> None:
    impatient, patient = asyncio.create_task(identity.token()), asyncio.create_task(identity.token())
    await asyncio.sleep(0)
    impatient.cancel()
    assert await patient == "token-1"


async def test_a_wrong_secret_is_refused_with_entras_code(account: Account, secret_file: Path) -> None:
    write(secret_file, "the secret's ID")
    assert (await refused(account)).code == 7000215


async def test_a_secret_that_was_renewed_in_its_file_counts_at_once(
    account: Account, secret_file: Path
) -> None:
    identity = Identity(account, None, Clock())
    write(secret_file, "expired")
    with pytest.raises(SignInFailed):
        await identity.token()
    write(secret_file, SECRET)
    assert await identity.token() == "token-1"


async def test_an_unknown_tenant_is_a_refusal(account: Account) -> None:
    assert (await refused(replace(account, tenant_id="nowhere.com"))).code == 90002


@pytest.mark.parametrize("code", [90033, 90024, 50196])
async def test_a_stumbling_directory_is_worth_another_try(account: Account, entra: Entra, code: int) -> None:
    entra.instead = refusal(code, "invalid_request", 400)
    assert (await unavailable(account)).trouble is Trouble.BUSY


async def test_a_busy_directory_says_how_long_to_wait(account: Account, entra: Entra) -> None:
    entra.instead = Answer(429, headers={"Retry-After": "7"})
    assert (await unavailable(account)).retry_after == 7
    entra.instead = Answer(503, b"<html>", {"Retry-After": "soon"})
    assert (await unavailable(account)).retry_after is None


async def test_recovery_is_immediate(account: Account, entra: Entra) -> None:
    identity = Identity(account, None, Clock())
    entra.instead = Answer(500)
    with pytest.raises(SignInUnavailable):
        await identity.token()
    entra.instead = None
    assert await identity.token() == "token-1"


@pytest.mark.parametrize(
    "garbage",
    [
        Answer(200, b"<html>Please accept the terms of this network</html>"),
        Answer(200, []),
        Answer(200, {}),
        Answer(200, {"access_token": 7, "expires_in": 3599}),
        Answer(200, {"access_token": "", "expires_in": 3599}),
        Answer(403, b"<html>Blocked by your proxy</html>"),
        Answer(302, {}, {"Location": "/elsewhere"}),
        Answer(400, {"error": {"code": "gateway"}}),
    ],
)
async def test_garbage_is_never_taken_for_an_answer(account: Account, entra: Entra, garbage: Answer) -> None:
    entra.instead = garbage
    assert isinstance(await unavailable(account), SignInUnavailable)
    entra.instead, entra.discovery_instead = None, garbage
    assert isinstance(await unavailable(account), SignInUnavailable)


async def test_a_server_that_is_down_is_unreachable(account: Account) -> None:
    with socket.socket() as unserved:
        unserved.bind(("127.0.0.1", 0))
        address = f"https://127.0.0.1:{unserved.getsockname()[1]}"
        assert (await unavailable(replace(account, authority=address))).trouble is Trouble.UNREACHABLE


async def test_a_server_that_we_do_not_trust_learns_nothing(account: Account, entra: Entra) -> None:
    assert (await unavailable(replace(account, ca_file=None))).trouble is Trouble.TLS
    assert entra.asked == []


async def test_a_proxy_that_refuses_is_told_apart(account: Account) -> None:
    with serving(lambda _: Answer(407)) as proxy:
        assert (await unavailable(replace(account, proxy=proxy))).trouble is Trouble.PROXY


async def test_a_redirect_never_takes_the_secret_elsewhere(account: Account, entra: Entra) -> None:
    elsewhere: list[Asked] = []

    def portal(asked: Asked) -> Answer:
        elsewhere.append(asked)
        return Answer(200, {"access_token": "portal", "expires_in": 3599})

    with serving(portal) as address:
        entra.instead = Answer(307, {}, {"Location": address})
        assert (await unavailable(account)).trouble is Trouble.GARBLED
    assert elsewhere == []


async def test_the_directorys_description_never_takes_the_secret_elsewhere(
    account: Account, entra: Entra, authority: Authority
) -> None:
    elsewhere: list[Asked] = []

    def other(asked: Asked) -> Answer:
        elsewhere.append(asked)
        return Answer(200, {"token_type": "Bearer", "access_token": "other", "expires_in": 3599})

    with serving(other, authority.server_context()) as address:
        described = entra.answer(
            Asked("GET", f"/{account.tenant_id}/v2.0/.well-known/openid-configuration", {}, b"")
        )
        assert isinstance(described.body, dict)
        entra.discovery_instead = Answer(200, {**described.body, "token_endpoint": f"{address}/token"})
        await unavailable(account)
    assert elsewhere == []


async def test_a_missing_or_empty_secret_file_is_told_with_its_remedy(
    account: Account, secret_file: Path
) -> None:
    write(secret_file, " \n")
    assert "is empty" in (await refused(account)).remedy
    nowhere = secret_file.with_name("nowhere")
    assert "cannot be read" in (await refused(replace(account, client_secret_file=nowhere))).remedy
    unready = replace(account, client_secret_file=None, certificate_file=nowhere)
    assert "There is no file" in (await refused(unready)).remedy


async def test_no_secret_is_in_any_text_of_ours(
    account: Account, entra: Entra, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    identity = Identity(account, None, Clock())
    token = await identity.token()
    identity.reject("other")
    texts = [repr(account), repr(identity), repr(identity._held)]
    for instead in (refusal(7000215), Answer(200, b'{"access_token": "tok'), Answer(500, SECRET.encode())):
        entra.instead = instead
        try:
            await Identity(account, None, Clock()).token()
        except (SignInFailed, SignInUnavailable) as fault:
            texts += traceback.format_exception(fault)
    everything = caplog.text + "".join(texts)
    assert SECRET not in everything
    assert token not in everything


def test_a_token_is_made_out_to_the_cloud_that_the_address_names() -> None:
    assert scope_for("https://graph.microsoft.us/v1.0") == "https://graph.microsoft.us/.default"
    assert scope_for("https://127.0.0.1:8443/v1.0") == "https://graph.microsoft.com/.default"


async def test_sign_in_and_refusal_tell_the_directorys_time(
    account: Account, clock: HandClock, secret_file: Path
) -> None:
    dates: list[str | None] = []
    await Identity(account, None, clock, hear_date=dates.append).token()
    write(secret_file, "no longer the secret")
    with pytest.raises(SignInFailed):
        await Identity(account, None, clock, hear_date=dates.append).token()
    assert len(dates) == 2
    assert all(date is not None and date.endswith("GMT") for date in dates)
