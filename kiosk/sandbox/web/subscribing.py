"""POST, GET, PATCH, DELETE /subscriptions (facts.md §2.11)."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from kiosk.sandbox.model.mailbox import Mailbox
from kiosk.sandbox.model.refusals import Refusal, bad_request
from kiosk.sandbox.model.subscriptions import Subscription
from kiosk.sandbox.web.call import Answer, Call, Handshake, JsonObject
from kiosk.sandbox.web.paging import page
from kiosk.sandbox.web.read_values import text
from kiosk.sandbox.web.sandbox import Sandbox
from kiosk.sandbox.web.shape import stamp

_RESOURCE = re.compile(r"^/?users(?:/([^/]+)|\('([^']+)'\))/(?:calendar/)?events/?$", re.IGNORECASE)
_CHANGES = frozenset({"created", "updated", "deleted"})


def create(sandbox: Sandbox, call: Call) -> Answer | Handshake:
    """Valid wishes wait for the subscriber's endpoint to prove itself."""
    sent = call.json()
    changes = frozenset(
        part.strip().lower() for part in text("changeType", sent.get("changeType")).split(",")
    )
    url, lifecycle = (
        text("url", sent.get("notificationUrl")),
        text("url", sent.get("lifecycleNotificationUrl")),
    )
    state = text("clientState", sent.get("clientState")) or None
    if not changes or not changes <= _CHANGES:
        raise _invalid("The changeType is not valid.")
    if not all(one.startswith("https://") for one in (url, lifecycle or url)):
        raise _invalid("The notification URL must be an absolute HTTPS URL.")
    if sent.get("includeResourceData"):
        raise _invalid("Notifications with resource data are not offered by this sandbox.")
    if state is not None and len(state) > 128:
        raise _invalid("The clientState is longer than 128 characters.")
    box = _mailbox(sandbox, call, text("resource", sent.get("resource")))
    made = Subscription(
        str(uuid4()), call.client_id, box.guid, text("resource", sent.get("resource")), changes, url, lifecycle, state,
        _expiry(sandbox, call, sent),
    )  # fmt: skip
    twin = any((one.mailbox, one.changes, one.url) == (box.guid, changes, url) for one in _own(sandbox, call))
    if twin and sandbox.switches.duplicate_subscription == 409:
        raise Refusal(
            409, "InvalidRequest", "A subscription for the same resource and endpoint already exists."
        )

    def then() -> Answer:
        sandbox.subscriptions.kept[made.id] = made
        return Answer(
            201, {"@odata.context": f"{sandbox.base_url}/$metadata#subscriptions/$entity", **_shown(made)}
        )

    return Handshake(tuple(one for one in (url, lifecycle) if one), then)


def listed(sandbox: Sandbox, call: Call) -> Answer:
    return page(call, sandbox.base_url, _own(sandbox, call), _shown, default=100, largest=100)


def get(sandbox: Sandbox, call: Call) -> Answer:
    return Answer(200, _shown(_named(sandbox, call)))


def renew(sandbox: Sandbox, call: Call) -> Answer:
    known = _named(sandbox, call)
    renewed = replace(known, expires=_expiry(sandbox, call, call.json()))
    sandbox.subscriptions.kept[known.id] = renewed
    return Answer(200, _shown(renewed))


def delete(sandbox: Sandbox, call: Call) -> Answer:
    del sandbox.subscriptions.kept[_named(sandbox, call).id]
    return Answer(204)


def reauthorize(sandbox: Sandbox, call: Call) -> Answer:
    _named(sandbox, call)
    return Answer(204)


def _own(sandbox: Sandbox, call: Call) -> list[Subscription]:
    kept = sandbox.subscriptions.kept.values()
    return [one for one in kept if one.application == call.client_id and one.expires > call.now]


def _named(sandbox: Sandbox, call: Call) -> Subscription:
    for one in _own(sandbox, call):
        if one.id == call.arguments["subscription"]:
            return one
    raise Refusal(404, "ResourceNotFound", "The object was not found.")


def _mailbox(sandbox: Sandbox, call: Call, resource: str) -> Mailbox:
    found = _RESOURCE.match(resource)
    if not found:
        raise _invalid(f"The resource '{resource}' is not supported.")
    box = sandbox.mailbox((found[1] or found[2]).replace("%40", "@"))
    try:
        sandbox.access.demand_mailbox(box, call.now, sandbox.switches.out_of_scope, scoped=True)
    except Refusal:
        raise Refusal(
            403,
            "ExtensionError",
            "Operation: Create; Exception: [Status Code: Forbidden; Reason: Access to OData is disabled.]",
        ) from None
    return box


def _expiry(sandbox: Sandbox, call: Call, sent: JsonObject) -> datetime:
    try:
        wanted = datetime.fromisoformat(text("expirationDateTime", sent.get("expirationDateTime")))
        wanted = wanted.astimezone(UTC) if wanted.tzinfo else wanted.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise _invalid("The expirationDateTime is not a date and time.") from None
    if wanted <= call.now:
        raise _invalid("The expirationDateTime is in the past.")
    longest = sandbox.switches.subscription_minutes
    if wanted > call.now + timedelta(minutes=longest, seconds=30):
        raise _invalid(f"Subscription expiration can only be {longest} minutes in the future.")
    return wanted


def _invalid(message: str) -> Refusal:
    return bad_request("InvalidRequest", message)


def _shown(one: Subscription) -> JsonObject:
    return {
        "id": one.id,
        "resource": one.resource,
        "applicationId": one.application,
        "changeType": ",".join(sorted(one.changes)),
        "clientState": one.client_state,
        "notificationUrl": one.url,
        "lifecycleNotificationUrl": one.lifecycle_url or None,
        "notificationQueryOptions": None,
        "expirationDateTime": stamp(one.expires),
        "creatorId": one.application,
        "includeResourceData": None,
        "latestSupportedTlsVersion": "v1_2",
        "encryptionCertificate": None,
        "encryptionCertificateId": None,
        "notificationUrlAppId": None,
    }
