"""Holds every JSON body of the sandbox against the official shapes in ../shared/graph/schema.json."""

import json
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

SCHEMA = Path(__file__).parents[2].parent / "shared" / "graph" / "schema.json"


@lru_cache(maxsize=1)
def _schema() -> dict[str, Any] | None:
    return json.loads(SCHEMA.read_text()) if SCHEMA.exists() else None


@lru_cache(maxsize=1)
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    schema = _schema() or {"paths": {}}
    found = []
    for template in sorted(schema["paths"], key=lambda path: path.count("{")):
        parts = [part if part.startswith("{") else re.escape(part) for part in template.split("/")]
        expression = "/".join(re.sub(r"\{[^}]+\}", "[^/]+", part) for part in parts)
        found.append((re.compile(f"^{expression}$", re.IGNORECASE), template))
    return found


@cache
def _validator(template: str, method: str, status: str) -> Draft202012Validator | None:
    schema = _schema()
    if schema is None:
        return None
    responses = schema["paths"][template].get(method, {}).get("responses", {})
    if status not in responses and status[0] in "45":
        status = f"{status[0]}XX"
    content = responses.get(status, {}).get("content")
    if content is None:
        return None
    registry: Registry[Any] = Registry().with_resource("graph", DRAFT202012.create_resource(schema))
    wanted = _absolute(content["application/json"]["schema"])
    return Draft202012Validator(wanted, registry=registry)


def _absolute(schema: Any) -> Any:
    """References of the document, made absolute so that a part of it can be used alone."""
    if isinstance(schema, dict):
        return {
            name: f"graph{value}" if name == "$ref" and str(value).startswith("#") else _absolute(value)
            for name, value in schema.items()
        }
    return [_absolute(one) for one in schema] if isinstance(schema, list) else schema


def complaints(method: str, url: str, status: int, body: object) -> list[str]:
    """What is wrong with a body Graph sent; empty when it fits, or when the schema is not there."""
    path = unquote(urlsplit(url).path).removeprefix("/v1.0")
    if path == "/$batch":
        return []
    for pattern, template in _patterns():
        if pattern.match(path):
            validator = _validator(template, method.lower(), str(status))
            if validator is None:
                if status >= 400 or _schema() is None:
                    break
                return [f"{method} {template} has no answer {status} in the schema"]
            return [f"{method} {path}: {e.json_path}: {e.message[:300]}" for e in validator.iter_errors(body)]
    return []
