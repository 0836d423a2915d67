"""One sign-in at Entra: blocking, so never called on the loop. The only user of MSAL, which is slow to import."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from pathlib import Path
from traceback import clear_frames

import msal
import requests
from cryptography.exceptions import UnsupportedAlgorithm

from kiosk.clock import Clock
from kiosk.system_user.assertion import assertion
from kiosk.system_user.certificate import KeyUnusable
from kiosk.system_user.identity import Account, SignInFailed, SignInUnavailable, Token, Trouble
from kiosk.system_user.keys import content
from kiosk.system_user.line import Answer, Line, NotEntras
from kiosk.system_user.own_key import OwnKey, signer

TRANSIENT = frozenset({50033, 50087, 50196, 90024, 90033, 90055})
"""Codes of a busy or stumbling directory (facts.md §1.3); 50196 asks us to slow down."""

TRACE = re.compile(r"[0-9A-Fa-f-]{8,64}")
NO_CODE = 1_000_000_000
"""Entra's numbers have up to seven digits."""
TOKEN = re.compile(r"[\x21-\x7e]{1,32768}")
"""What can stand in a header; Entra's tokens have some thousands of signs."""
LONGEST_LIFE = 86_400.0
"""Seconds. Entra's tokens live for an hour, where access is evaluated continuously up to 28 hours."""
MOST_WAIT, NOBODY_MEANS = 600.0, 86_400.0
"""Seconds: a longer Retry-After is cut; one of days is as good as none. As for Exchange (sync/errors.py)."""
Fields = dict[str, str] | None

BUSY = frozenset({"temporarily_unavailable", "server_error", "slow_down"})


def sign_in(account: Account) -> Token:
    """A new token for the application itself (client credentials, facts.md §1.1). Takes up to some 30 s.

    Secret and certificate are read anew each time, so that a renewed one counts at once.

    Raises:
        SignInFailed: Entra said no, or the secret's file cannot be used: a person must act.
        SignInUnavailable: nobody answered, or not in Entra's words: worth another try.
    """
    credential = _credential(account)
    fault: SignInFailed | SignInUnavailable
    line = _line(account)
    try:
        with line:
            return _token(_ask(account, credential, _Wire(line)), line.dated)
    except SignInFailed as failed:
        failed.dated = line.dated
        raise
    except SignInUnavailable:
        raise
    except Exception as failure:  # noqa: BLE001 - MSAL falls over JSON that is not Entra's in more ways than it names
        fault = SignInUnavailable(Trouble.TIMEOUT if line.cut else _trouble(failure))
        _let_go(failure)
    raise fault  # out here, so that the request, which holds the secret, does not hang on the exception


def _line(account: Account) -> Line:
    try:
        return Line(account.authority, account.ca_file, account.proxy)
    except OSError:
        raise SignInFailed(
            None, f"{account.ca_file} cannot be read, or holds no certificate authority in PEM form."
        ) from None


def _ask(account: Account, credential: object, wire: _Wire) -> object:
    application = msal.ConfidentialClientApplication(
        account.client_id,
        client_credential=credential,
        authority=f"{account.authority}/{account.tenant_id}",
        instance_discovery=False,  # never ask another host than the one that the admin named
        http_client=wire,
    )
    return application.acquire_token_for_client(scopes=[account.scope])


def _token(answer: object, dated: str | None) -> Token:
    if not isinstance(answer, Mapping):
        raise SignInUnavailable(Trouble.GARBLED)
    if "error" in answer:
        raise _refusal(answer)
    text, seconds = answer.get("access_token"), answer.get("expires_in")
    if not isinstance(text, str) or not TOKEN.fullmatch(text):
        raise SignInUnavailable(Trouble.GARBLED)
    if not isinstance(seconds, int | float) or isinstance(seconds, bool) or not seconds > 0:
        raise SignInUnavailable(Trouble.GARBLED)
    return Token(text, float(min(seconds, LONGEST_LIFE)), dated)


def _refusal(answer: Mapping[str, object]) -> SignInFailed | SignInUnavailable:
    codes = answer.get("error_codes")
    code = codes[0] if isinstance(codes, list) and codes and type(codes[0]) is int else None
    if code is not None and not 0 < code < NO_CODE:
        code = None
    if not isinstance(answer["error"], str):
        return SignInUnavailable(Trouble.GARBLED)  # JSON, but not Entra's: a gateway on the way
    if code in TRANSIENT or answer["error"] in BUSY:
        return SignInUnavailable(Trouble.BUSY)
    failed = SignInFailed(code)
    trace = answer.get("trace_id")
    if isinstance(trace, str) and TRACE.fullmatch(trace):
        failed.request_id = trace
    return failed


def _credential(account: Account) -> str | dict[str, Callable[[dict[str, str]], str]]:
    fault: SignInFailed
    try:
        if account.client_secret_file is not None:
            return _secret(account.client_secret_file)
        if account.certificate_file is not None:
            return {"client_assertion": _proof(account, OwnKey(account.certificate_file, account.chip))}
        fault = SignInFailed(None, "Neither a certificate nor a client secret is set up.")
    except KeyUnusable as unusable:
        fault = SignInFailed(None, str(unusable))
    except OSError as unreadable:
        fault = SignInFailed(None, f"{account.client_secret_file} cannot be read: {unreadable.strerror}.")
    except ValueError:
        fault = SignInFailed(None, f"{account.client_secret_file} holds no text.")
    raise fault


def _proof(account: Account, own: OwnKey) -> Callable[[dict[str, str]], str]:
    """What MSAL asks for the assertion: signed only once Entra has answered, so that a chip is spared while nobody is there."""
    private, certificate = signer(own)

    def sign(about: dict[str, str]) -> str:
        try:
            return assertion(private, certificate, account.client_id, about["token_endpoint"], Clock().now())
        except KeyUnusable as unusable:
            told = str(unusable)
        except UnsupportedAlgorithm:
            told = (
                "The chip can sign neither PS256 nor RS256, as Entra needs it. Use another chip, or a file."
            )
        raise SignInFailed(None, told)

    return sign


def _secret(path: Path) -> str:
    secret = content(path).decode("utf-8-sig").strip()
    if not secret:
        raise SignInFailed(None, f"{path} is empty. Write the client secret's value into it.")
    return secret


def _trouble(failure: BaseException) -> Trouble:
    if not isinstance(failure, requests.RequestException):
        return Trouble.GARBLED
    if isinstance(failure, requests.exceptions.ProxyError):
        return Trouble.PROXY
    if isinstance(failure, requests.exceptions.SSLError):
        return Trouble.TLS
    if isinstance(failure, requests.Timeout):
        return Trouble.TIMEOUT
    return Trouble.UNREACHABLE


def _let_go(failure: BaseException) -> None:
    """Sockets and secrets that hang on a failure go now, not when the garbage is next collected."""
    met: BaseException | None = failure
    while met is not None:
        clear_frames(met.__traceback__)
        met = met.__context__


class _Wire:
    """The HTTP client that MSAL asks through: every answer it sees is a JSON object of a bounded size.

    MSAL itself would log a garbled answer in full, and would remember a busy server for a minute.
    """

    def __init__(self, line: Line) -> None:
        self._line = line

    def get(self, url: str, params: object = None, headers: Fields = None, **_: object) -> Answer:
        """The directory's own description. A refusal here means the tenant: it never reaches MSAL."""
        answer, body = self._checked(self._line.ask("GET", url, params, None, headers))
        if answer.status_code != HTTPStatus.OK:
            raise _refusal({"error": "invalid_request", **body})
        return answer

    def post(
        self, url: str, params: object = None, data: object = None, headers: Fields = None, **_: object
    ) -> Answer:
        return self._checked(self._line.ask("POST", url, params, data, headers))[0]

    def close(self) -> None:
        """MSAL may close its client; the line is closed where it was opened."""

    def _checked(self, answer: Answer) -> tuple[Answer, dict[str, object]]:
        if (
            answer.status_code == HTTPStatus.TOO_MANY_REQUESTS
            or answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR
        ):
            raise SignInUnavailable(Trouble.BUSY, _retry_after(answer.headers))
        redirected = HTTPStatus.MULTIPLE_CHOICES <= answer.status_code < HTTPStatus.BAD_REQUEST
        body = None if redirected else json.loads(answer.text)  # a redirect would take the secret elsewhere
        if not isinstance(body, dict):
            raise NotEntras("no object")
        return answer, body


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds, whether told as such or as a date; None where no server could mean it."""
    told = headers.get("Retry-After", "")
    try:
        seconds = float(told)
    except ValueError:
        try:
            seconds = (
                parsedate_to_datetime(told) - parsedate_to_datetime(headers.get("Date", ""))
            ).total_seconds()
        except (TypeError, ValueError, OverflowError):
            return None
    return min(seconds, MOST_WAIT) if 0 <= seconds < NOBODY_MEANS else None
