"""A three-way merge of documents' JSON by key, as any version control of documents would do it."""

from __future__ import annotations

from typing import Any


def keyed(value: Any) -> Any:
    """The value with lists of named entries, such as parameters, as objects by name."""
    if isinstance(value, dict):
        return {key: keyed(item) for key, item in value.items()}
    if (
        isinstance(value, list)
        and value
        and all(isinstance(i, dict) and "name" in i for i in value)
    ):
        return {"by name": True} | {item["name"]: item for item in value}
    return value


def unkeyed(value: Any) -> Any:
    """The value as it was before `keyed`."""
    if not isinstance(value, dict):
        return value
    if value.get("by name") is True:
        return [item for key, item in value.items() if key != "by name"]
    return {key: unkeyed(item) for key, item in value.items()}


def merge(base: Any, a: Any, b: Any) -> Any:
    """`base` with the changes of both sides.

    Raises:
        ValueError: both changed one entry, and not to the same.
    """
    return unkeyed(_merge(keyed(base), keyed(a), keyed(b)))


def _merge(base: Any, a: Any, b: Any) -> Any:
    if a == b or b == base:
        return a
    if a == base:
        return b
    if not (isinstance(a, dict) and isinstance(b, dict) and isinstance(base, dict)):
        raise ValueError(f"Both changed {str(base)[:60]}: to {str(a)[:60]} and {str(b)[:60]}.")
    gone = object()
    merged = {
        key: _merge(base.get(key, gone), a.get(key, gone), b.get(key, gone))
        for key in dict.fromkeys((*a, *b))
    }
    return {key: value for key, value in merged.items() if value is not gone}


def changed_entries(before: Any, after: Any) -> int:
    """How many entries of two JSON objects differ, objects inside counted by their own."""
    return _changed(keyed(before), keyed(after))


def _changed(before: Any, after: Any) -> int:
    if before == after:
        return 0
    if not (isinstance(before, dict) and isinstance(after, dict)):
        return 1
    gone = object()
    return sum(
        _changed(before.get(key, gone), after.get(key, gone))
        for key in before.keys() | after.keys()
    )
