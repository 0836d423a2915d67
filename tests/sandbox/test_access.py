"""Entra's answers, tokens, permissions and scope (facts.md §1; §8, behaviours 15 and 16)."""

import base64
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from kiosk.sandbox.running import Plan
from kiosk.sandbox.tenant.office import contoso

from .conftest import AURORA, DISPLAYS, LENA, QUICK, Office, Open

WINDOW = "startDateTime=2026-03-10&endDateTime=2026-03-11"
RAOP = "Access to OData is disabled: [RAOP] : Blocked by tenant configured AppOnly AccessPolicy settings."


def view(office: Office, mailbox: str = AURORA) -> tuple[int, str, str]:
    answer = office.ask("GET", f"/users/{mailbox}/calendarView?{WINDOW}")
    error = answer.json().get("error", {})
    return answer.status_code, error.get("code", ""), error.get("message", "")


def test_a_mailbox_out_of_scope_is_blocked_by_policy(opened: Open, tmp_path: Path) -> None:
    office = opened(plan=Plan(tmp_path, contoso(), switches=QUICK))
    assert view(office, AURORA)[0] == view(office, DISPLAYS)[0] == 200
    assert view(office, LENA) == (403, "ErrorAccessDenied", RAOP)
    assert office.ask("GET", f"/users/{LENA}").status_code == 200


def test_a_policy_takes_hold_after_its_propagation(office: Office) -> None:
    office.act("block", room=AURORA, after=1800)
    assert view(office)[0] == 200
    office.later(1801)
    assert view(office) == (403, "ErrorAccessDenied", RAOP)
    office.act("block", room=AURORA, blocked=False, after=60)
    assert view(office)[0] == 403
    office.later(61)
    assert view(office)[0] == 200


@pytest.mark.parametrize(
    ("style", "words"),
    [
        ("raop-old", "Access to OData is disabled."),
        ("rbac", "Access is denied. Check credentials and try again."),
    ],
)
def test_by_switch_the_block_has_other_words(opened: Open, style: str, words: str) -> None:
    office = opened(out_of_scope=style)
    office.act("block", room=AURORA)
    assert view(office) == (403, "ErrorAccessDenied", words)


def test_a_missing_permission_is_forbidden(office: Office) -> None:
    office.create(attendees=[])
    office.act("application", permissions=["Calendars.ReadBasic"])
    assert view(office)[0] == 200
    assert not {"body", "bodyPreview"} & set(office.view(LENA)[0])
    assert office.try_create(DISPLAYS).json()["error"]["code"] == "ErrorAccessDenied"
    assert office.ask("GET", "/organization").json()["error"]["code"] == "Authorization_RequestDenied"
    assert office.ask("GET", "/places/microsoft.graph.room").status_code == 403


def test_a_token_expires_in_the_middle_of_polling(opened: Open) -> None:
    office = opened()
    assert view(office)[0] == 200
    office.act("expire-tokens")
    assert view(office) == (
        401, "InvalidAuthenticationToken", "Lifetime validation failed, the token is expired.",
    )  # fmt: skip
    office.client.headers["Authorization"] = f"Bearer {office.token()}"
    assert view(office)[0] == 200


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("Bearer nonsense", "CompactToken parsing failed with error code: 80049217"),
        ("", "Access token is empty."),
    ],
)
def test_a_malformed_token_is_unauthorized(office: Office, header: str, words: str) -> None:
    office.client.headers["Authorization"] = header
    assert view(office) == (401, "InvalidAuthenticationToken", words)


def test_a_secret_buys_a_token_without_calendar_roles(office: Office) -> None:
    answer = office.ask_token(tenant="contoso.onmicrosoft.com")
    body = answer.json()
    assert (body["token_type"], body["expires_in"]) == ("Bearer", 3599)
    claims = body["access_token"].split(".")[1]
    decoded = base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)).decode()
    assert "Place.Read.All" in decoded
    assert "Calendars" not in decoded


def test_a_secret_may_come_as_basic_authorization(office: Office) -> None:
    own = office.application
    packed = base64.b64encode(f"{own['client_id']}:{own['client_secret']}".encode()).decode()
    answer = office.client.post(
        f"{office.facts['authority']}/contoso.com/oauth2/v2.0/token",
        data={"grant_type": own["grant_type"], "scope": own["scope"]},
        headers={"Authorization": f"Basic {packed}"},
    )
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("ask", "status", "error", "number"),
    [
        (lambda o: o.ask_token(client_secret="wrong"), 401, "invalid_client", 7000215),
        (lambda o: o.ask_token(client_secret=""), 401, "invalid_client", 7000218),
        (lambda o: o.ask_token(client_id="11111111-2222-3333-4444-555555555555"), 400, "unauthorized_client", 700016),
        (lambda o: o.ask_token(tenant="fabrikam.com"), 400, "invalid_request", 90002),
        (lambda o: o.ask_token(scope="Calendars.Read"), 400, "invalid_scope", 70011),
        (lambda o: o.ask_token(grant_type="password"), 400, "unsupported_grant_type", 70003),
        (lambda o: o.ask_token(client_secret="", client_assertion="x.y.z", client_assertion_type=(
            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")), 401, "invalid_client", 700027),
    ],
)  # fmt: skip
def test_entra_says_why_not(
    office: Office, ask: Callable[[Office], httpx.Response], status: int, error: str, number: int
) -> None:
    answer = ask(office)
    body = answer.json()
    assert (answer.status_code, body["error"], body["error_codes"]) == (
        status, error, [number],
    )  # fmt: skip
    assert body["error_description"].startswith(f"AADSTS{number}: ")
    assert "\r\nTrace ID: " in body["error_description"]
    assert set(body) >= {"timestamp", "trace_id", "correlation_id", "error_uri"}


def test_an_expired_secret_has_its_own_number(office: Office) -> None:
    office.act("application", secret_expired=True)
    assert office.ask_token().json()["error_codes"] == [7000222]


@pytest.mark.parametrize(
    ("number", "error"),
    [
        (53003, "access_denied"),
        (65001, "invalid_grant"),
        (90033, "temporarily_unavailable"),
        (50196, "invalid_grant"),
    ],
)
def test_other_troubles_can_be_ordered(office: Office, number: int, error: str) -> None:
    office.act("application", trouble=number)
    body = office.ask_token().json()
    assert (body["error"], body["error_codes"]) == (error, [number])
    assert office.act("switches", blocked_sign_in="invalid_grant", blocked_sign_in_status=401)
    if number == 53003:
        blocked = office.ask_token()
        assert (blocked.status_code, blocked.json()["error"]) == (401, "invalid_grant")
    office.act("application", trouble=0)
    assert office.ask_token().status_code == 200
