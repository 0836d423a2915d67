"""What a document may look like, as JSON Schema: for whoever writes or checks documents with other tools. Pure.

It says of each key its kind and its bounds. Rules between keys, and what an address or a name may be, only the display
knows: what this takes may still be refused, with a reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args, get_origin

from pydantic import AfterValidator
from pydantic.fields import FieldInfo

from kiosk.config import pictures
from kiosk.config.desired import Config
from kiosk.config.document import HIGHEST, SCHEMA
from kiosk.config.merged import BY_THE_HUB, DEVICE_ONLY
from kiosk.config.rules import Bounds
from kiosk.config.tables import Table

WHOLE = "An unsigned document: the payload of a JWS with Ed25519, of type kiosk-config+jws."


def schema() -> dict[str, Any]:
    """Of the whole document; `cfg` is what kiosk.toml has, without what only the device may know."""
    made = Config.model_json_schema()
    tables: dict[str, Any] = made.pop("$defs")
    for table, model in _models(Config):
        told = tables[model.__name__]["properties"]
        for key in DEVICE_ONLY.get(table, ()):
            del told[key]
        if table == BY_THE_HUB[0]:
            told[BY_THE_HUB[1]] = {"const": BY_THE_HUB[2]}
        if table == pictures.TABLE:
            for told_of in told.values():
                told_of["anyOf"][0]["pattern"] = pictures.PATTERN
        for key, field in model.model_fields.items():
            bounds = next(_bounds(field), None)
            if bounds is not None and key in told:
                _bound(told[key], bounds)
    cfg = {key: made[key] for key in ("type", "properties", "additionalProperties")}
    for part in (cfg, *tables.values()):
        part["additionalProperties"] = True  # keys that are not known are left out, and named
    cfg["properties"] = {key: value for key, value in cfg["properties"].items() if key != "pairing"}
    count = {"type": "integer", "minimum": 1, "maximum": HIGHEST - 1}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:kiosk:document:{SCHEMA[0]}.{SCHEMA[1]}",
        "title": "Kiosk configuration document",
        "description": WHOLE,
        "type": "object",
        "required": ["aud", "v", "sv", "iat", "cfg"],
        "properties": {
            "aud": {"type": "string", "pattern": "^rd-[a-z2-7]{16}$", "description": "The display's id."},
            "v": {**count, "description": "The revision: milliseconds since 1970. It only grows."},
            "sv": {"type": "string", "pattern": f"^{SCHEMA[0]}\\.[0-9]+$", "description": "The version of this schema."},
            "iat": {**count, "minimum": 0, "description": "When it was signed, in seconds since 1970."},
            "prev": {"type": "string", "pattern": "^(sha256:[0-9a-f]{64})?$", "description": "The hash of the one before."},
            "min_app": {"type": "string", "description": "The least version of the program that understands it."},
            "ro": {"type": "object", "description": "Of the roll-out; said again in the report."},
            "cfg": cfg,
        },
        "$defs": tables,
    }  # fmt: skip


def _models(whole: type[Table]) -> Iterator[tuple[str, type[Table]]]:
    for table, field in whole.model_fields.items():
        for kind in (field.annotation, *get_args(field.annotation)):
            if isinstance(kind, type) and issubclass(kind, Table):
                yield table, kind
            elif get_origin(kind) is tuple:
                yield from (
                    (table, one) for one in get_args(kind) if isinstance(one, type) and issubclass(one, Table)
                )


def _bounds(field: FieldInfo) -> Iterator[Bounds]:
    rules = list(field.metadata)
    for kind in get_args(field.annotation):
        rules += getattr(kind, "__metadata__", ())
    yield from (
        rule.func for rule in rules if isinstance(rule, AfterValidator) and isinstance(rule.func, Bounds)
    )


def _bound(told: dict[str, Any], bounds: Bounds) -> None:
    numbers = [one for one in told.get("anyOf", [told]) if one.get("type") in ("integer", "number")]
    for one in numbers:
        one |= {"minimum": bounds.least, "maximum": bounds.most}
