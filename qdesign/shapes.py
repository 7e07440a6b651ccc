"""JSON that is kept as it is: checked against its part of the schema, and nothing more.

The same small part of JSON Schema as extension/src/document/shapes.ts: type, enum, required,
properties, additionalProperties, items, bounds of numbers, lengths and sizes, and references.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, cast

from qdesign.json_text import Place, fail, kind_of

_SCHEMA: Final = Path(__file__).with_name("schema") / "document.schema.json"
_WORDS: Final = {
    "object": "an object",
    "array": "a list",
    "string": "a text",
    "boolean": "true or false",
    "number": "a number",
    "integer": "a whole number",
}


@cache
def shapes() -> Mapping[str, Any]:
    """The named parts of the schema."""
    return cast("Mapping[str, Any]", json.loads(_SCHEMA.read_text("utf-8"))["$defs"])


def check_shape(place: Place, name: str) -> Any:
    """The value at a place, when it has the shape of a named part of the schema.

    Raises:
        InvalidDocument: it has not; with the place.
    """
    _check(place.value, place.path, shapes()[name])
    return place.value


def _check(value: Any, path: str, shape: Mapping[str, Any]) -> None:
    if "$ref" in shape:
        return _check(value, path, shapes()[str(shape["$ref"]).rpartition("/")[2]])
    if "enum" in shape and value not in shape["enum"]:
        fail(path, f"{_shown(value)} is not one of {', '.join(shape['enum'])}.")
    kind = shape.get("type")
    if kind is not None and not _is_a(value, kind):
        fail(path, f"{_WORDS[kind]} is expected, not {kind_of(value)}.")
    if kind in ("number", "integer"):
        _check_bounds(value, path, shape)
    elif kind == "string":
        _check_size(len(value), path, shape, "Length", "characters")
    elif kind == "array":
        _check_size(len(value), path, shape, "Items", "entries")
        for index, item in enumerate(value):
            _check(item, f"{path}/{index}", shape["items"])
    elif kind == "object":
        _check_object(value, path, shape)
    return None


def _check_object(value: dict[str, Any], path: str, shape: Mapping[str, Any]) -> None:
    _check_size(len(value), path, shape, "Properties", "entries")
    for key in shape.get("required", ()):
        if key not in value:
            fail(path, f"'{key}' is missing.")
    named, others = shape.get("properties", {}), shape.get("additionalProperties", True)
    for key, item in value.items():
        inner = f"{path}/{key[:60]}"
        if key in named:
            _check(item, inner, named[key])
        elif others is False:
            fail(path, f"'{key[:60]}' is not known here; known are {', '.join(named)}.")
        elif others is not True:
            _check(item, inner, others)


def _is_a(value: Any, kind: str) -> bool:
    if kind == "object":
        return isinstance(value, dict)
    if kind == "array":
        return isinstance(value, list)
    if kind == "string":
        return isinstance(value, str)
    if kind == "boolean":
        return isinstance(value, bool)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    return kind == "number" or (float(value).is_integer() and abs(value) < 2**53)


def _check_bounds(value: float, path: str, shape: Mapping[str, Any]) -> None:
    low, high = shape.get("minimum"), shape.get("maximum")
    if (low is not None and value < low) or (high is not None and value > high):
        fail(path, f"{value} is out of bounds.")


def _check_size(size: int, path: str, shape: Mapping[str, Any], what: str, words: str) -> None:
    low, high = shape.get(f"min{what}", 0), shape.get(f"max{what}")
    if size < low or (high is not None and size > high):
        fail(path, f"it has {size} {words}; {low} to {high} are allowed.")


def _shown(value: Any) -> str:
    return f"'{value[:60]}'" if isinstance(value, str) else kind_of(value)
