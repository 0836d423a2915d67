"""How Exchange says no: one exception that knows Graph's code, status and text (facts.md §1.7, §4.2)."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Refusal(Exception):
    """A request that Exchange answers with an error body."""

    status: int
    code: str
    message: str
    headers: Mapping[str, str] = field(default_factory=dict)
    extra: Mapping[str, object] = field(default_factory=dict)


def bad_request(code: str, message: str) -> Refusal:
    return Refusal(400, code, message)


def not_found() -> Refusal:
    return Refusal(404, "ErrorItemNotFound", "The specified object was not found in the store.")


def malformed_id() -> Refusal:
    return Refusal(400, "ErrorInvalidIdMalformed", "Id is malformed.")


def change_key_moved() -> Refusal:
    return Refusal(
        412,
        "ErrorIrresolvableConflict",
        "The send or update operation could not be performed because the change key passed in the "
        "request does not match the current change key for the item.",
    )


def duplicate_transaction(existing_id: str, status: int) -> Refusal:
    return Refusal(
        status,
        "ErrorDuplicateTransactionId",
        "Your request can't be completed. The TransactionId specified in the request has already been "
        "used to create a different event.",
        extra={"@event.existingEventId": existing_id},
    )
