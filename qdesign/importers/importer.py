"""The row of the catalog that something which can be opened is."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from qdesign.document import Document
from qdesign.rows import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Importer(Row):
    """A row of the kind `importer`: texts or values of other libraries that become documents.

    Attributes:
        accepts: is this a text or value of its kind? Quick, and loads no library.
        read: the document that it denotes.
        example: makes one, for tests and documentation.
        suffixes: of files that are such a document and are opened as one; none for values of
            libraries, nor for texts that are only taken over.
        found_in: endings of files that such texts come in, besides other things; they are
            taken over, and not opened as one.
        is_text: does it read text?
    """

    KIND: ClassVar[str] = "importer"

    accepts: Callable[[object], bool]
    read: Callable[[Any], Document]
    example: Callable[[], object]
    suffixes: tuple[str, ...] = ()
    found_in: tuple[str, ...] = ()
    is_text: bool = False


def comes_from(library: str) -> Callable[[object], bool]:
    """Is a value of a class that a library defines?"""
    return lambda value: any(
        base.__module__.partition(".")[0] == library for base in type(value).__mro__
    )


_KEY = re.compile(r'"(\w{1,40})"\s*:')


def json_with(*keys: str) -> Callable[[object], bool]:
    """Is a value a text of a JSON object with one of these keys near its beginning?"""
    return lambda value: (
        isinstance(value, str)
        and value.lstrip("\ufeff \t\r\n")[:1] == "{"
        and not set(_KEY.findall(value[:200])).isdisjoint(keys)
    )
