"""What callers give → texts, whole numbers and paths, or one sentence about what was given."""

from __future__ import annotations

import math
import operator
import os
from pathlib import PurePath
from typing import Any

from qdesign.errors import InvalidFile, InvalidRequest


def given_text(value: object, what: str) -> str:
    """The value, where it is a text.

    Args:
        value: what a caller gave.
        what: begins the sentence, such as "A program".

    Raises:
        InvalidRequest: it is something else.
    """
    if isinstance(value, str):
        return value
    raise InvalidRequest(f"{what} is given as text, not as {type(value).__name__}.")


def given_whole(value: Any, what: str, *, low: int | None = 0) -> int:
    """A whole number of any library, from `low` on.

    Raises:
        InvalidRequest: it is something else.
    """
    try:
        number = None if isinstance(value, bool) else operator.index(value)
    except TypeError:
        number = None
    if number is None or (low is not None and number < low):
        told = number if number is not None else type(value).__name__
        least = "" if low is None else f" from {low} on"
        raise InvalidRequest(f"{what} must be a whole number{least}, not {told}.")
    return number


def given_number(value: Any, what: str) -> float:
    """A finite number of any library.

    Raises:
        InvalidRequest: it is something else.
    """
    try:
        number = math.nan if isinstance(value, (str, bytes)) else float(value)
    except (TypeError, ValueError, OverflowError):
        raise InvalidRequest(f"{what} must be a number, not {type(value).__name__}.") from None
    if not math.isfinite(number):
        raise InvalidRequest(f"{what} must be a finite number, not {value}.")
    return number


def given_path(value: Any) -> str:
    """The path that a text or a path object names.

    Raises:
        InvalidFile: it names none.
    """
    path = str(value) if isinstance(value, PurePath) else value
    if not isinstance(path, str):
        raise InvalidFile(f"The path of a file is given as text, not as {type(path).__name__}.")
    if not path:
        raise InvalidFile("The name of the file is empty. Name a file.")
    try:
        os.fsencode(path)
    except UnicodeEncodeError:
        raise InvalidFile(f"'{path}' has a character that no file name has.") from None
    return path
