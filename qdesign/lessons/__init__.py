"""Lessons: drawings with a text, goals and hints; answers are checked here and in the page alike.

Each lesson is one file `.qlesson`, JSON, in `shipped/`; an instructor's own is read by `load`.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any, Final

from qdesign.errors import InvalidDocument
from qdesign.files import read_text
from qdesign.lessons.checked import Checked, CheckedGoal
from qdesign.lessons.handing import HandIn
from qdesign.lessons.lesson import Lesson
from qdesign.lessons.proving import Proven, prove
from qdesign.rows import find

__all__ = ["Checked", "CheckedGoal", "HandIn", "Lesson", "Proven", "get", "load", "loads", "prove"]

loads: Final = Lesson.loads

_SHIPPED: Final = Path(__file__).with_name("shipped")


def get(name: str) -> Lesson:
    """A lesson of the catalog.

    Raises:
        InvalidRequest: there is none of this name; with those that there are.

    Example:
        >>> lesson = get("agree")
        >>> lesson.check(lesson.reference).outcome
        'pass'
    """
    return find(Lesson, name)


def load(path: str | os.PathLike[str]) -> Lesson:
    """The lesson in a file.

    Raises:
        InvalidFile: there is no such file.
        InvalidDocument: it holds no lesson; with the place.
    """
    try:
        return Lesson.loads(read_text(path))
    except InvalidDocument as error:
        raise InvalidDocument(f"{os.fspath(path)}: {error}", path=error.path) from None


@cache
def _shipped() -> tuple[Lesson, ...]:
    return tuple(map(load, sorted(_SHIPPED.glob("*.qlesson"))))


def __getattr__(name: str) -> Any:
    if name == "ROWS":
        return _shipped()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
