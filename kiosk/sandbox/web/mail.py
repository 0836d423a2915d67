"""Mail that the application sends in a mailbox's name. It is kept to be looked at; nobody's inbox gets it."""

from typing import Any

from kiosk.sandbox.model.refusals import bad_request
from kiosk.sandbox.web.call import Answer, Call, JsonObject
from kiosk.sandbox.web.sandbox import Sandbox


def send_mail(sandbox: Sandbox, call: Call) -> Answer:
    """`sendMail` answers 202 and says nothing more, whether or not anybody reads mail there (Graph, user-sendmail)."""
    box = sandbox.mailbox(call.arguments["user"])
    sent = call.json()
    message = sent.get("message")
    if not isinstance(message, dict):
        raise bad_request("ErrorInvalidRequest", "The message is missing.")
    to = _addresses(message.get("toRecipients"))
    if not to:
        raise bad_request("ErrorInvalidRecipients", "At least one recipient is needed.")
    headers = message.get("internetMessageHeaders") or []
    if any(not str(one.get("name", "")).lower().startswith("x-") for one in headers):
        raise bad_request(
            "InvalidInternetMessageHeader", "The internet message header name must start with 'x-'."
        )
    body = message.get("body")
    mail: JsonObject = {
        "at": call.now.isoformat(), "from": box.address, "to": to, "reply_to": _addresses(message.get("replyTo")),
        "subject": str(message.get("subject", "")), "text": str(body.get("content", "")) if isinstance(body, dict) else "",
        "kept": sent.get("saveToSentItems") is not False,
    }  # fmt: skip
    sandbox.mails.append(mail)
    return Answer(202)


def _addresses(people: Any) -> list[str]:  # noqa: ANN401 - JSON
    try:
        return [str(one["emailAddress"]["address"]) for one in people or ()]
    except (TypeError, KeyError):
        raise bad_request("ErrorInvalidRequest", "A recipient has no address.") from None
