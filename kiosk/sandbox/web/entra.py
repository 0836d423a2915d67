"""Entra: the OpenID configuration and the token endpoint, without HTTP (facts.md §1.1-1.3)."""

import base64
import re
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import parse_qsl

from kiosk.sandbox.web.assertion import assertion_holds
from kiosk.sandbox.web.call import Answer
from kiosk.sandbox.web.errors import entra_error
from kiosk.sandbox.web.sandbox import Sandbox

_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_TROUBLE = {  # facts.md §1.3: AADSTS number → error, text
    7000215: ("invalid_client", ("Invalid client secret provided. Ensure the secret being sent in the request is the "
              "client secret value, not the client secret ID, for a secret added to app '{app}'.")),
    7000222: ("invalid_client", "The provided client secret keys for app '{app}' are expired."),
    7000218: ("invalid_client", ("The request body must contain the following parameter: 'client_assertion' or "
              "'client_secret'.")),
    700016: ("unauthorized_client", "Application with identifier '{app}' was not found in the directory '{tenant}'."),
    700027: ("invalid_client", ("The certificate with identifier used to sign the client assertion is not registered "
             "on application, or the assertion failed signature validation.")),
    90002: ("invalid_request", "Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID."),
    65001: ("invalid_grant", "The user or administrator has not consented to use the application with ID '{app}'."),
    90094: ("invalid_grant", "Admin consent is required for the permissions requested by this application."),
    53003: ("access_denied", "Access has been blocked by Conditional Access policies."),
    50196: ("invalid_grant", "The server terminated an operation because it encountered a client request loop."),
    70011: ("invalid_scope", "The provided value for the input parameter 'scope' isn't valid."),
    70003: ("unsupported_grant_type", "The app requested an unsupported grant type."),
    90033: ("temporarily_unavailable", "A transient error has occurred. Please try again."),
    90024: ("temporarily_unavailable", "RequestBudgetExceededError - A transient error has occurred."),
}  # fmt: skip


def openid_configuration(sandbox: Sandbox, tenant: str) -> Answer:
    if not _is_ours(sandbox, tenant):
        return trouble(sandbox, 90002, tenant=tenant)
    authority = f"{sandbox.origin}/{tenant}"
    return Answer(
        200,
        {
            "issuer": f"{sandbox.origin}/{sandbox.company.tenant_id}/v2.0",
            "authorization_endpoint": f"{authority}/oauth2/v2.0/authorize",
            "token_endpoint": f"{authority}/oauth2/v2.0/token",
            "jwks_uri": f"{authority}/discovery/v2.0/keys",
            "token_endpoint_auth_methods_supported": [
                "client_secret_post",
                "private_key_jwt",
                "client_secret_basic",
            ],
            "response_modes_supported": ["query", "fragment", "form_post"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "response_types_supported": ["code", "id_token"],
            "scopes_supported": ["openid", "profile", "email", "offline_access"],
            "tenant_region_scope": "EU",
            "cloud_instance_name": "microsoftonline.com",
            "msgraph_host": "graph.microsoft.com",
        },
    )


def token(sandbox: Sandbox, tenant: str, headers: Mapping[str, str], body: bytes) -> Answer:
    """An access token for the application itself, or Entra's reason why not."""
    form = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    client_id, secret = _client(headers, form)
    wrong = _objection(sandbox, tenant, client_id, secret, form)
    if wrong is not None:
        return trouble(sandbox, wrong, app=client_id, tenant=tenant)
    seconds = sandbox.switches.token_seconds
    roles = [one for one in sandbox.access.permissions if not one.startswith("Calendars.")]
    given = sandbox.tokens.issue(client_id, str(sandbox.company.tenant_id), sandbox.origin, roles, seconds)
    return Answer(
        200,
        {"token_type": "Bearer", "expires_in": seconds, "ext_expires_in": seconds, "access_token": given},
        {"Cache-Control": "no-store"},
    )


def trouble(sandbox: Sandbox, number: int, *, app: str = "", tenant: str = "") -> Answer:
    """The error body of an AADSTS number; a number without a text of its own is an invalid_grant."""
    error, text = _TROUBLE.get(number, ("invalid_grant", "The request was refused."))
    if number == 53003:
        error = sandbox.switches.blocked_sign_in
    answer = entra_error(number, error, text.format(app=app, tenant=tenant), sandbox.clock.now())
    return replace(answer, status=sandbox.switches.blocked_sign_in_status) if number == 53003 else answer


def _objection(
    sandbox: Sandbox, tenant: str, client_id: str, secret: str, form: Mapping[str, str]
) -> int | None:
    application = sandbox.application
    assertion = form.get("client_assertion", "")
    checks = (
        (90002, not _is_ours(sandbox, tenant)),
        (700016, client_id.lower() != application.client_id.lower()),
        (70003, form.get("grant_type") != "client_credentials"),
        (70011, not re.fullmatch(r"https://\S+/\.default", form.get("scope", ""))),
        (7000218, not secret and not assertion),
        (7000222, bool(secret) and secret == application.secret and application.secret_expired),
        (7000215, bool(secret) and secret != application.secret),
        (700027, bool(assertion) and not _assertion_good(sandbox, tenant, form)),
    )
    found = next((number for number, wrong in checks if wrong), None)
    return found if found is not None else application.trouble


def _assertion_good(sandbox: Sandbox, tenant: str, form: Mapping[str, str]) -> bool:
    if form.get("client_assertion_type") != _ASSERTION:
        return False
    audiences = [
        f"{sandbox.origin}/{tenant}/oauth2/v2.0/token",
        f"{sandbox.origin}/{tenant}/v2.0",
        f"{sandbox.origin}/{sandbox.company.tenant_id}/v2.0",
    ]
    application = sandbox.application
    return assertion_holds(
        form["client_assertion"], application.certificates, application.client_id, audiences
    )


def _client(headers: Mapping[str, str], form: Mapping[str, str]) -> tuple[str, str]:
    scheme, _, packed = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "basic":
        name, _, secret = base64.b64decode(packed.encode()).decode("utf-8", "replace").partition(":")
        return name, secret
    return form.get("client_id", ""), form.get("client_secret", "")


def _is_ours(sandbox: Sandbox, tenant: str) -> bool:
    company = sandbox.company
    short = company.domain.split(".", maxsplit=1)[0]
    return tenant.lower() in {str(company.tenant_id), company.domain, f"{short}.onmicrosoft.com"}
