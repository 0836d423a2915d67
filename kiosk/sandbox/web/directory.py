"""Users, the organization, mailbox settings and a mailbox's calendar (facts.md §2.10)."""

from kiosk.sandbox.model import ids
from kiosk.sandbox.model.mailbox import Mailbox
from kiosk.sandbox.model.refusals import Refusal
from kiosk.sandbox.web.call import Answer, Call, JsonObject
from kiosk.sandbox.web.filters import filtered_json
from kiosk.sandbox.web.paging import page, selected
from kiosk.sandbox.web.sandbox import Sandbox

_USER = (
    "id", "businessPhones", "displayName", "givenName", "jobTitle", "mail", "mobilePhone", "officeLocation",
    "preferredLanguage", "surname", "userPrincipalName", "accountEnabled", "userType",
)  # fmt: skip
_HIDDEN = frozenset({"accountEnabled", "userType"})  # only on request
_ORGANIZATION = (
    "id",
    "displayName",
    "verifiedDomains",
    "countryLetterCode",
    "businessPhones",
    "assignedPlans",
)


def get_user(sandbox: Sandbox, call: Call) -> Answer:
    box = sandbox.exchange.find(call.arguments["user"])
    if box is None or box.kind == "outside":
        raise Refusal(
            404,
            "Request_ResourceNotFound",
            f"Resource '{call.arguments['user']}' does not exist or one of its queried reference-property "
            "objects are not present.",
        )
    return Answer(200, {"@odata.context": f"{sandbox.base_url}/$metadata#users/$entity", **_user(box, call)})


def list_users(sandbox: Sandbox, call: Call) -> Answer:
    boxes = [one for one in sandbox.exchange.mailboxes.values() if one.kind != "outside"]
    kept = filtered_json([_whole_user(one) for one in boxes], call)
    wanted = {one["id"] for one in kept}
    found = [one for one in boxes if str(one.guid) in wanted]
    return page(call, sandbox.base_url, found, lambda one: _user(one, call), default=100, largest=999)


def organization(sandbox: Sandbox, call: Call) -> Answer:
    company = sandbox.company
    shown: JsonObject = {
        "id": str(company.tenant_id),
        "displayName": company.name,
        "countryLetterCode": "DE",
        "businessPhones": [],
        "assignedPlans": [],
        "verifiedDomains": [
            {
                "capabilities": "Email, OfficeCommunicationsOnline",
                "isDefault": True,
                "isInitial": False,
                "name": company.domain,
                "type": "Managed",
            }
        ],
    }
    one = selected(shown, call, _ORGANIZATION, "microsoft.graph.organization")
    return Answer(200, {"@odata.context": f"{sandbox.base_url}/$metadata#organization", "value": [one]})


def mailbox_settings(sandbox: Sandbox, call: Call) -> Answer:
    box = sandbox.mailbox(call.arguments["user"])
    shown: JsonObject = {
        "timeZone": box.zone,
        "dateFormat": "dd.MM.yyyy",
        "timeFormat": "HH:mm",
        "delegateMeetingMessageDeliveryOptions": "sendToDelegateOnly",
        "language": {"locale": "en-GB", "displayName": "English (United Kingdom)"},
        "userPurpose": "room" if box.kind == "room" else "user",
        "workingHours": working_hours(box),
    }
    small = selected(shown, call, tuple(shown), "microsoft.graph.mailboxSettings")
    small.pop("id", None)
    return Answer(
        200, {"@odata.context": f"{sandbox.base_url}/$metadata#users('{box.guid}')/mailboxSettings", **small}
    )


def get_calendar(sandbox: Sandbox, call: Call) -> Answer:
    box = sandbox.mailbox(call.arguments["user"])
    shown: JsonObject = {
        "id": ids.item_id(ids.Ref(box.guid, 0, None)),
        "name": "Calendar",
        "color": "auto",
        "hexColor": "",
        "isDefaultCalendar": True,
        "changeKey": ids.change_key(box.guid, 0, 1),
        "canShare": True,
        "canViewPrivateItems": True,
        "canEdit": True,
        "allowedOnlineMeetingProviders": ["teamsForBusiness"],
        "defaultOnlineMeetingProvider": "teamsForBusiness",
        "isTallyingResponses": True,
        "isRemovable": False,
        "owner": {"name": box.name, "address": box.address},
    }
    small = selected(shown, call, tuple(shown), "microsoft.graph.calendar")
    return Answer(
        200, {"@odata.context": f"{sandbox.base_url}/$metadata#users('{box.guid}')/calendar/$entity", **small}
    )


def working_hours(box: Mailbox) -> JsonObject:
    return {
        "daysOfWeek": list(box.hours.days),
        "startTime": f"{box.hours.start:%H:%M:%S}.0000000",
        "endTime": f"{box.hours.end:%H:%M:%S}.0000000",
        "timeZone": {"name": box.hours.zone},
    }


def _user(box: Mailbox, call: Call) -> JsonObject:
    shown = selected(_whole_user(box), call, _USER, "microsoft.graph.user")
    if not call.query.get("$select"):
        return {name: value for name, value in shown.items() if name not in _HIDDEN}
    return shown


def _whole_user(box: Mailbox) -> JsonObject:
    given, _, family = box.name.partition(" ")
    is_person = box.kind == "person"
    return {
        "id": str(box.guid),
        "businessPhones": [],
        "displayName": box.name,
        "givenName": given if is_person else None,
        "jobTitle": box.title or None,
        "mail": box.address,
        "mobilePhone": None,
        "officeLocation": None,
        "preferredLanguage": None,
        "surname": family if is_person else None,
        "userPrincipalName": box.address,
        "accountEnabled": box.kind != "room",
        "userType": "Member",
    }
