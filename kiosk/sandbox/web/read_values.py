"""Single values of request bodies, checked for their type; a wrong one is refused as Graph would."""

from collections.abc import Callable

from kiosk.sandbox.model.refusals import Refusal, bad_request
from kiosk.sandbox.web.call import JsonObject


def _wrong(name: str, what: str) -> Refusal:
    return bad_request("RequestBodyRead", f"Cannot convert the value of '{name}' to {what}.")


def text(name: str, value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _wrong(name, "Edm.String")
    return value


def boolean(name: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise _wrong(name, "Edm.Boolean")
    return value


def integer(name: str, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise _wrong(name, "Edm.Int32")
    return value


def strings(name: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise _wrong(name, "a collection")
    return tuple(text(name, one) for one in value)


def entry(name: str, value: object) -> JsonObject:
    if not isinstance(value, dict):
        raise _wrong(name, "a complex value")
    return value


def one_of(*names: str) -> Callable[[str, object], str]:
    """A reader of an enum: any case in, the documented spelling out (facts.md §2.4)."""
    known = {name.lower(): name for name in names}

    def read(name: str, value: object) -> str:
        found = known.get(text(name, value).lower())
        if found is None:
            raise _wrong(name, "one of its members")
        return found

    return read
