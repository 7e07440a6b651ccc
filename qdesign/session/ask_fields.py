"""The fields of an ask, checked when read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from qdesign.circuit import Circuit
from qdesign.diagram import Diagram
from qdesign.document import Document
from qdesign.errors import InvalidRequest


class AskFields:
    """Reads typed fields of an ask; a missing or wrong one is refused by name."""

    def __init__(self, message: Mapping[str, Any], buffers: Sequence[bytes] = ()) -> None:
        self._message = message
        self.buffers = buffers

    def text(self, name: str) -> str:
        """A text."""
        value = self._message.get(name)
        if not isinstance(value, str):
            raise self._wrong(name, "text")
        return value

    def choice(self, name: str, allowed: Sequence[str]) -> str:
        """One of the allowed texts."""
        value = self._message.get(name)
        if value not in allowed:
            raise InvalidRequest(f"'{name}' is {str(value)[:40]!r}; it is {', '.join(allowed)}.")
        return str(value)

    def integer(self, name: str, *, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        value = self._message.get(name)
        if isinstance(value, bool) or not isinstance(value, int):
            raise self._wrong(name, "a whole number")
        if not low <= value <= high:
            raise InvalidRequest(f"'{name}' is {value}; it lies between {low} and {high:,}.")
        return value

    def seed(self) -> int | None:
        """The field `seed`: a whole number, or None for a fresh one."""
        if self._message.get("seed") is None:
            return None
        return self.integer("seed", low=0, high=(1 << 63) - 1)

    def flag(self, name: str) -> bool:
        """True or false; false where the field is missing."""
        value = self._message.get(name, False)
        if not isinstance(value, bool):
            raise self._wrong(name, "true or false")
        return value

    def names(self, name: str) -> tuple[str, ...]:
        """A list of texts."""
        value = self._message.get(name)
        if not isinstance(value, list):
            raise self._wrong(name, "a list of names")
        listed = cast("list[object]", value)
        if not all(isinstance(item, str) for item in listed):
            raise self._wrong(name, "a list of names")
        return tuple(str(item) for item in listed)

    def document(self, name: str = "document") -> Document:
        """A document from its text, with the errors of `Document.loads`."""
        return Document.loads(self.text(name))

    def circuit(self) -> tuple[Circuit, Document]:
        """The document's circuit, with the document."""
        document = self.document()
        if not isinstance(document.body, Circuit):
            raise InvalidRequest("This takes a circuit. Turn the diagram into a circuit first.")
        return document.body, document

    def diagram(self) -> Diagram:
        """The document's diagram."""
        body = self.document().body
        if not isinstance(body, Diagram):
            raise InvalidRequest("This takes a diagram. Turn the circuit into a diagram first.")
        return body

    def _wrong(self, name: str, what: str) -> InvalidRequest:
        return InvalidRequest(f"The ask needs '{name}' as {what}.")
