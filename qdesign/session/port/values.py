"""Values of the port ↔ JSON. What is read is checked; what is written was made by us."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from functools import cache
from numbers import Integral, Real
from typing import Any, TypeVar, cast, get_type_hints

from qdesign.document import Document
from qdesign.errors import InvalidRequest
from qdesign.rows import Value

Q = TypeVar("Q")


def whole(low: int, high: int) -> Any:
    """A field that holds a whole number from `low` to `high`, both included."""
    return dataclasses.field(metadata={"low": low, "high": high})


def left_out() -> Any:
    """A field that is not written where it is None."""
    return dataclasses.field(default=None, metadata={"left_out": True})


def is_left_out(field: dataclasses.Field[Any]) -> bool:
    """Is the field not written where it is None?"""
    return bool(field.metadata.get("left_out"))


def from_json(of: type[Q], message: Mapping[str, Any]) -> Q:
    """The question that a message holds; what is no field of it is ignored.

    Raises:
        InvalidRequest: a field is missing, of another type, or out of bounds; by name.
        InvalidDocument: a document's text is none.
    """
    kinds = _kinds(of)
    listed = dataclasses.fields(cast("Any", of))
    return of(**{field.name: _read(field, kinds[field.name], message) for field in listed})


# Making types of annotations takes longer than reading a question.
@cache
def _kinds(of: type) -> dict[str, Any]:
    return get_type_hints(of)


def _read(field: dataclasses.Field[Any], kind: Any, message: Mapping[str, Any]) -> object:
    if field.name not in message and kind != float | None:
        raise InvalidRequest(
            f"The ask lacks '{field.name}': the page is of another version of qdesign. Reload it."
        )
    value = message.get(field.name)
    if kind is int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise _wrong(field.name, "a whole number")
        low, high = field.metadata["low"], field.metadata["high"]
        if not low <= value <= high:
            raise InvalidRequest(f"'{field.name}' is {value}; it lies between {low} and {high:,}.")
        return value
    if kind is bool:
        if not isinstance(value, bool):
            raise _wrong(field.name, "true or false")
        return value
    if kind == tuple[str, ...]:
        items = cast("list[object]", value) if isinstance(value, list) else [None]
        if not all(isinstance(item, str) for item in items):
            raise _wrong(field.name, "a list of texts")
        return tuple(items)
    if kind == tuple[int, ...]:
        numbers = cast("list[object]", value) if isinstance(value, list) else [None]
        if not all(isinstance(each, int) and not isinstance(each, bool) for each in numbers):
            raise _wrong(field.name, "a list of whole numbers")
        return tuple(numbers)
    if kind == float | None:
        if value is not None and (isinstance(value, bool) or not isinstance(value, (int, float))):
            raise _wrong(field.name, "a number or null")
        return value
    if kind == Mapping[str, Value]:
        held = cast("Mapping[str, object]", value) if isinstance(value, dict) else {"": None}
        if not all(isinstance(each, (bool, int, float, str)) for each in held.values()):
            raise _wrong(field.name, "an object of numbers, texts, true and false")
        return held
    if kind not in (str, Document):
        raise TypeError(f"No question has a field of type {kind}.")
    if not isinstance(value, str):
        raise _wrong(field.name, "text")
    return Document.loads(value) if kind is Document else value


def _wrong(name: str, what: str) -> InvalidRequest:
    return InvalidRequest(f"The ask needs '{name}' as {what}.")


def to_json(value: object) -> Any:
    """A value of the port as JSON: classes as objects, documents as their text, None as null."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        # Members of a StrEnum become plain texts.
        return str(value)
    if isinstance(value, Document):
        return value.dumps()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: to_json(part)
            for field in dataclasses.fields(value)
            if (part := getattr(value, field.name)) is not None or not is_left_out(field)
        }
    if isinstance(value, Mapping):
        items = cast("Mapping[str, object]", value).items()
        return {name: to_json(part) for name, part in items}
    if isinstance(value, Sequence):
        return [to_json(part) for part in cast("Sequence[object]", value)]
    # Numbers of numpy are neither int nor float.
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, Real) and math.isfinite(value):
        return float(value)
    raise TypeError(f"The port has no form for {value!r}.")
