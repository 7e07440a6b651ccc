"""What pages put → fields of the face in Python, once each, with an answer for every put.

A websocket that drops loses what was on its way, so a page puts again until it is answered. The
other side is extension/src/hosts/keeper.ts.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeGuard, cast

from qdesign.errors import QdesignError

Reply = Callable[[dict[str, Any]], None]

TRAITS: Final[Mapping[str, str]] = {
    "values": "parameter_values",
    "document": "document_text",
    "settings": "studio_settings",
    "name": "document_name",
    "saved": "saved_state",
}
"""Names of a page's fields in Python; values first: who hears of the document has them already."""

_FIELDS: Final[Mapping[str, type]] = {
    "document": str,
    "values": dict,
    "settings": dict,
    "name": str,
    "saved": str,
}
_MAX_PAGES: Final = 1_000


class PageFields:
    """Takes what any number of pages put into the fields of a face.

    Args:
        apply: given the fields of a put; may raise a `QdesignError`, which is told to the page.
        reply: sends a message to the pages.
    """

    def __init__(self, apply: Callable[[dict[str, Any]], None], reply: Reply) -> None:
        self._apply = apply
        self._reply = reply
        self._numbers: dict[str, int] = {}
        self.document_changes = 0
        """How often Python set the document."""
        self.values_changes = 0
        """How often Python set the values."""
        self.is_late = False
        """While a put is applied: did Python set values that its page had not seen?"""

    def receive(self, message: object, document: Callable[[], str]) -> bool:
        """Takes a put; says whether it was one.

        Args:
            message: anything that a page sent.
            document: tells the document's text as Python has it.
        """
        if not isinstance(message, Mapping) or "put" not in message:
            return False
        content = cast("Mapping[str, Any]", message)
        given, by, number = content["put"], content.get("by"), content.get("number")
        answer: dict[str, Any] = {"held": number, "by": by}
        if not (isinstance(given, Mapping) and isinstance(by, str) and _is_whole(number)):
            answer["refused"] = "A put has its fields, the name of its page and a whole number."
            self._reply(answer)
            return True
        if number > self._numbers.get(by, 0):
            fields = dict(cast("Mapping[str, Any]", given))
            wrong = _wrong(fields)
            if wrong:
                # Whole or not at all: text and values of one put belong together.
                answer["refused"] = wrong
                fields = {}
            if "document" in fields and content.get("seen") != self.document_changes:
                # Python set another one, which the page had not seen: the later one counts.
                del fields["document"]
                answer["document"] = document()
                answer["changes"] = self.document_changes
            seen = content.get("values_seen")
            self.is_late = isinstance(seen, int) and seen < self.values_changes
            if self.is_late:
                fields.pop("values", None)
            try:
                self._apply(fields)
            except QdesignError as error:
                answer["refused"] = str(error)
            finally:
                self.is_late = False
            while len(self._numbers) >= _MAX_PAGES:
                del self._numbers[next(iter(self._numbers))]
            self._numbers[by] = number
        self._reply(answer)
        return True

    def write(self, fields: dict[str, Any]) -> bool:
        """Takes fields that a page wrote without a put, whole or not at all.

        Returns:
            Whether they were taken.
        """
        if _wrong(fields):
            return False
        try:
            self._apply(fields)
        except QdesignError:
            return False
        return True


def _wrong(fields: Mapping[str, Any]) -> str:
    """What is wrong with the fields of a put, in one sentence; empty if nothing."""
    for name, value in fields.items():
        kind = _FIELDS.get(name)
        if kind is None:
            return f"There is no field '{str(name)[:40]}'."
        if not isinstance(value, kind):
            return f"The field '{name}' holds a {type(value).__name__}, not a {kind.__name__}."
        if not _is_text(cast("object", value)):
            return f"The field '{name}' cannot be told to other pages: it is no text or JSON."
    for name, value in fields.get("values", {}).items():
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if not isinstance(name, str) or not is_number or not _is_finite(value):
            return f"The value of '{str(name)[:40]}' is not a finite number."
    return ""


def _is_whole(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_text(value: object) -> bool:
    """Can it be written as JSON that any reader takes?"""
    try:
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, TypeError, RecursionError):  # a UnicodeEncodeError is a ValueError
        return False
    return True


def _is_finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


def gone_asks(message: object, open_asks: Sequence[int]) -> dict[str, Any] | None:
    """The answer to a page that wonders whether its asks are still worked on; None for others."""
    if not isinstance(message, Mapping) or "wonders" not in message:
        return None
    asked = cast("Mapping[str, Any]", message)["wonders"]
    listed = cast("list[object]", asked) if isinstance(asked, list) else []
    return {"wondered": listed, "gone": [number for number in listed if number not in open_asks]}
