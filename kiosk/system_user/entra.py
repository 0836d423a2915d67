"""One sign-in at Entra: blocking, so never called on the loop. The only user of MSAL, which is slow to import."""

from __future__ import annotations

import math
import ssl
from collections.abc import Mapping
from pathlib import Path
from typing import Self

import certifi
import msal
import requests
from requests.adapters import HTTPAdapter

from kiosk.system_user.identity import Account, SignInFailed, SignInUnavailable, Token, Trouble
from kiosk.system_user.keys import KeyUnusable, read

TIMEOUTS = (5, 10)
"""Seconds to connect, and between two pieces of an answer."""

TRANSIENT = frozenset({50033, 50087, 50196, 90024, 90033, 90055})
"""Codes of a busy or stumbling directory (facts.md §1.3); 50196 asks us to slow down."""

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
    wire = _Wire(account)
    try:
        with wire:
            return _token(_ask(account, credential, wire), wire.dated)
    except SignInFailed as failed:
        failed.dated = wire.dated
        raise
    except SignInUnavailable:
        raise
    except requests.RequestException as failure:
        fault = SignInUnavailable(_trouble(failure))
    except (KeyError, TypeError, ValueError, AttributeError):  # what MSAL does with JSON that is not Entra's
        fault = SignInUnavailable(Trouble.GARBLED)
    raise fault  # out here, so that the request, which holds the secret, does not hang on the exception


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
    if not isinstance(text, str) or not text or not isinstance(seconds, int | float):
        raise SignInUnavailable(Trouble.GARBLED)
    return Token(text, float(seconds), dated)


def _refusal(answer: Mapping[str, object]) -> SignInFailed | SignInUnavailable:
    codes = answer.get("error_codes")
    code = codes[0] if isinstance(codes, list) and codes and isinstance(codes[0], int) else None
    if not isinstance(answer["error"], str):
        return SignInUnavailable(Trouble.GARBLED)  # JSON, but not Entra's: a gateway on the way
    if code in TRANSIENT or answer["error"] in BUSY:
        return SignInUnavailable(Trouble.BUSY)
    return SignInFailed(code)


def _credential(account: Account) -> str | dict[str, str]:
    fault: SignInFailed
    try:
        if account.client_secret_file is not None:
            return _secret(account.client_secret_file)
        if account.certificate_file is not None:
            keys = read(account.certificate_file)
            return {"private_key": keys.private_pem, "public_certificate": keys.public_pem}
        fault = SignInFailed(None, "Neither a certificate nor a client secret is set up.")
    except KeyUnusable as unusable:
        fault = SignInFailed(None, str(unusable))
    except OSError as unreadable:
        fault = SignInFailed(None, f"{account.client_secret_file} cannot be read: {unreadable.strerror}.")
    except ValueError:
        fault = SignInFailed(None, f"{account.client_secret_file} holds no text.")
    raise fault


def _secret(path: Path) -> str:
    secret = path.read_text(encoding="utf-8-sig").strip()
    if not secret:
        raise SignInFailed(None, f"{path} is empty. Write the client secret's value into it.")
    return secret


def _trouble(failure: requests.RequestException) -> Trouble:
    if isinstance(failure, requests.exceptions.ProxyError):
        return Trouble.PROXY
    if isinstance(failure, requests.exceptions.SSLError):
        return Trouble.TLS
    if isinstance(failure, requests.Timeout):
        return Trouble.TIMEOUT
    return Trouble.UNREACHABLE


class _Anchored(HTTPAdapter):
    """Trusts the system's and the public authorities and, besides, those of the admin's file."""

    def __init__(self, ca_file: Path | None) -> None:
        self._context = ssl.create_default_context()
        self._context.load_verify_locations(cafile=certifi.where())  # a small system may have none of its own
        if ca_file is not None:
            self._context.load_verify_locations(cafile=ca_file)
        super().__init__()

    def init_poolmanager(
        self,
        connections: int,
        maxsize: int,
        block: bool = False,  # noqa: FBT001, FBT002 - as requests calls it
        **more: object,
    ) -> None:
        super().init_poolmanager(connections, maxsize, block, **more, ssl_context=self._context)

    def proxy_manager_for(self, proxy: str, **more: object) -> object:
        return super().proxy_manager_for(proxy, **more, ssl_context=self._context)


class _Wire:
    """The HTTP client that MSAL asks through: every answer it sees is JSON, every question has a time limit.

    MSAL itself would log a garbled answer in full, and would remember a busy server for a minute.
    """

    def __init__(self, account: Account) -> None:
        self.dated: str | None = None
        """The Date header of the last answer."""
        self._session = requests.Session()
        self._session.trust_env = False  # the configuration alone says where requests go
        self._session.mount("https://", _Anchored(account.ca_file))
        if account.proxy is not None:
            self._session.proxies = {"https": account.proxy}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._session.close()

    def get(self, url: str, params: Fields = None, headers: Fields = None, **_: object) -> requests.Response:
        """The directory's own description. A refusal here means the tenant: it never reaches MSAL."""
        response = self._checked(
            self._session.get(url, params=params, headers=headers, timeout=TIMEOUTS, allow_redirects=False)
        )
        if not response.ok:
            raise _refusal({"error": "invalid_request", **response.json()})
        return response

    def post(
        self, url: str, params: Fields = None, data: Fields = None, headers: Fields = None, **_: object
    ) -> requests.Response:
        return self._checked(
            self._session.post(
                url, params=params, data=data, headers=headers, timeout=TIMEOUTS, allow_redirects=False
            )
        )

    def _checked(self, response: requests.Response) -> requests.Response:
        self.dated = response.headers.get("Date")
        if response.status_code == requests.codes.too_many_requests or response.status_code >= 500:  # noqa: PLR2004 - HTTP
            raise SignInUnavailable(Trouble.BUSY, _retry_after(response))
        try:
            body = response.json()
        except ValueError:
            body = None
        if not isinstance(body, dict) or response.is_redirect:  # a redirect would take the secret elsewhere
            raise SignInUnavailable(Trouble.GARBLED)
        return response


def _retry_after(response: requests.Response) -> float | None:
    try:
        seconds = float(response.headers.get("Retry-After", ""))
    except ValueError:
        return None
    return seconds if math.isfinite(seconds) and seconds >= 0 else None
