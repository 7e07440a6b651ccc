"""JSON as the page and Python write it alike, and JSON read one checked value at a time."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, ItemsView, Iterable
from json.encoder import encode_basestring
from typing import Any, Final, NoReturn, TypeGuard, TypeVar

from qdesign.angle import Angle
from qdesign.collecting import without_collection
from qdesign.errors import InvalidDocument, QdesignError, TooLarge
from qdesign.files import MAX_BYTES
from qdesign.given import given_text

MAX_ITEMS: Final = 100_000
MAX_COLUMN: Final = 1_000_000_000
_LINE: Final = 100

T = TypeVar("T")


class _TooLong(Exception):
    """A value that does not fit in its line."""


def write_json(value: object, *, indent: int = 0) -> str:
    """JSON as the page and Python write it: what fits in a line is a line, else indented by 1."""
    try:
        compact = _compact(value, _LINE - indent)
        if len(compact) + indent <= _LINE or not value:
            return compact
    except _TooLong:
        compact = ""
    pad = " " * (indent + 1)
    if is_object(value):
        lines = [
            f"{pad}{encode_basestring(key)}: {write_json(item, indent=indent + 1)}"
            for key, item in value.items()
        ]
        return "{\n" + ",\n".join(lines) + "\n" + " " * indent + "}"
    if is_list(value):
        lines = [pad + write_json(item, indent=indent + 1) for item in value]
        return "[\n" + ",\n".join(lines) + "\n" + " " * indent + "]"
    return compact


def _compact(value: object, room: int) -> str:
    """The value in one line; it may be longer than `room`, but not by much.

    Raises:
        _TooLong: a list or an object is longer than `room`.
    """
    if isinstance(value, str):
        return encode_basestring(value)
    if isinstance(value, bool) or value is None:
        return json.dumps(value)
    if isinstance(value, (int, float)):
        return number_text(value)
    if is_object(value):
        if value and 3 * len(value) > room:  # not even empty entries fit
            raise _TooLong
        items = [f"{encode_basestring(k)}: {_compact(v, room)}" for k, v in value.items()]
        return "{" + ", ".join(items) + "}"
    assert is_list(value)
    if 3 * len(value) > room and value:
        raise _TooLong
    return "[" + ", ".join([_compact(item, room) for item in value]) + "]"


def number_text(number: float | int) -> str:
    """A finite number as ECMAScript writes it, so that the page and Python save the same bytes."""
    if isinstance(number, int):
        return str(number)
    if number == 0.0:
        return "0"
    sign = "-" if number < 0 else ""
    mantissa, _, exponent = f"{abs(number)!r}".partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    point = len(whole) + int(exponent or 0)
    if whole == "0":
        point -= 1 + len(fraction) - len(fraction.lstrip("0"))
    digits = digits.rstrip("0")
    if len(digits) <= point <= 21:
        return sign + digits + "0" * (point - len(digits))
    if 0 < point <= 21:
        return f"{sign}{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    power = point - 1
    tail = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{sign}{digits[0]}{tail}e{'+' if power > 0 else '-'}{abs(power)}"


def parse_json(text: str, ending: str = ".qdesign") -> object:
    """The value of a JSON text within the limits; every key once, every number finite.

    Args:
        text: of a file.
        ending: of such files, which is said of a text that is no JSON.
    """
    text = given_text(text, "A document")
    if len(text) > MAX_BYTES or len(text.encode("utf-8", "replace")) > MAX_BYTES:
        raise TooLarge(f"A document has at most {MAX_BYTES // 1_000_000} MB; this has more.")

    def pairs(entries: list[tuple[str, Any]]) -> dict[str, Any]:
        data = dict(entries)
        if len(data) != len(entries):
            twice = repeated_name(entries)
            raise InvalidDocument(f"The document has the key '{twice[:60]}' twice in one object.")
        return data

    def constant(name: str) -> NoReturn:
        raise InvalidDocument(f"The document holds {name}; numbers must be finite.")

    try:
        with without_collection():
            data = json.loads(text, object_pairs_hook=pairs, parse_constant=constant)
        if "\\ud" in text.lower() or not text.isascii():
            json.dumps(data, ensure_ascii=False).encode()
        return data
    except json.JSONDecodeError as error:
        raise InvalidDocument(
            f"Line {error.lineno}, column {error.colno}: this is not JSON ({error.msg}). "
            f"A {ending} file is one JSON text."
        ) from None
    except RecursionError:
        raise TooLarge("The document nests too deep to be read.") from None
    except UnicodeEncodeError:
        raise InvalidDocument("The document holds half a character (a lone surrogate).") from None
    except ValueError:
        raise InvalidDocument("The document holds a number too long to be read.") from None


def repeated_name(entries: Iterable[tuple[str, object]]) -> str:
    """The first name that stands a second time among the entries of an object; empty if none."""
    seen: set[str] = set()
    for name, _ in entries:
        if name in seen:
            return name
        seen.add(name)
    return ""


def fail(path: str, what: str) -> NoReturn:
    """Says what is wrong at a place of a document."""
    raise InvalidDocument(f"At {path or 'the top'}: {what}", path=path)


def is_object(value: object) -> TypeGuard[dict[str, object]]:
    """Is it a JSON object?"""
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[object]]:
    """Is it a JSON array?"""
    return isinstance(value, list)


class Place:
    """A JSON value with its path; each method takes one kind of value or fails with the path."""

    def __init__(self, value: object, path: str = "") -> None:
        self.value = value
        self.path = path

    def object(self, required: str, optional: str = "") -> dict[str, Place]:
        """The entries of an object that has all `required` keys and no others than `optional`."""
        if not is_object(self.value):
            fail(self.path, f"an object is expected, not {kind_of(self.value)}.")
        needed, allowed = required.split(), (required + " " + optional).split()
        for key in needed:
            if key not in self.value:
                fail(self.path, f"'{key}' is missing.")
        for key in self.value:
            if key not in allowed:
                fail(self.path, f"'{key[:60]}' is not known here; known are {', '.join(allowed)}.")
        return {key: Place(item, f"{self.path}/{key}") for key, item in self.value.items()}

    def entries(self) -> list[tuple[str, Place]]:
        """The entries of an object with any keys, within the limit."""
        return [(key, Place(item, f"{self.path}/{key[:60]}")) for key, item in self.members()]

    def members(self) -> ItemsView[str, object]:
        """The entries of an object with any keys, as plain values."""
        if not is_object(self.value):
            fail(self.path, f"an object is expected, not {kind_of(self.value)}.")
        if len(self.value) > MAX_ITEMS:
            what = self.path.rpartition("/")[2]
            what = what if what in ("operations", "spiders", "edges") else "entries"
            raise TooLarge(
                f"A document has at most {MAX_ITEMS:,} {what}; this has {len(self.value):,}."
            )
        return self.value.items()

    def items(self) -> list[Place]:
        """The values of a list."""
        if not is_list(self.value):
            fail(self.path, f"a list is expected, not {kind_of(self.value)}.")
        return [Place(item, f"{self.path}/{index}") for index, item in enumerate(self.value)]

    def text(self) -> str:
        """A text."""
        if not isinstance(self.value, str):
            fail(self.path, f"a text is expected, not {kind_of(self.value)}.")
        return self.value

    def number(self) -> float:
        """A finite number."""
        if isinstance(self.value, bool) or not isinstance(self.value, (int, float)):
            fail(self.path, f"a number is expected, not {kind_of(self.value)}.")
        try:
            number = float(self.value)
        except OverflowError:
            number = math.inf
        if not math.isfinite(number):
            fail(self.path, "the number must be finite.")
        return number

    def whole(self) -> int:
        """A whole number from 0."""
        value = self.value
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**53:
            fail(self.path, f"a whole number from 0 is expected, not {kind_of(self.value)}.")
        return value

    def column(self) -> float:
        """A number that orders what stands on a wire; whole ones are `int`."""
        number = self.number()
        if abs(number) > MAX_COLUMN:
            fail(self.path, f"a column lies between ±{MAX_COLUMN:,}.")
        return int(number) if number.is_integer() else number

    def wholes(self) -> tuple[int, ...]:
        """A list of whole numbers from 0."""
        return tuple(item.whole() for item in self.items())

    def texts(self) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(item.text() for item in self.items())

    def choice(self, *allowed: str) -> str:
        """A text that is one of `allowed`."""
        text = self.text()
        if text not in allowed:
            fail(self.path, f"'{text[:60]}' is not one of {', '.join(allowed)}.")
        return text

    def angle(self) -> Angle:
        """A text that is an angle."""
        return self.build(lambda: Angle.parse(self.text()))

    def build(self, make: Callable[[], T]) -> T:
        """A value made from here; an error of ours gets the path."""
        try:
            return make()
        except TooLarge:
            raise
        except InvalidDocument as error:
            if error.path:
                raise
            fail(self.path, str(error))
        except QdesignError as error:
            fail(self.path, str(error))


def kind_of(value: object) -> str:
    """What a JSON value is, in words."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true or false"
    names: dict[type, str] = {dict: "an object", list: "a list", str: "a text"}
    name = names.get(type(value))
    return name if name else f"{value!r}"[:40]
