"""Places in the bytes of a program's text → the text with something changed there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_REST_OF_LINE: Final = re.compile(rb"(?:[ \t]|/\*[^*\n]*+\*/)*+(?://[^\n]*?)?(?=\r?\n|\Z)")
_BLANK: Final = re.compile(rb"[ \t]*")

Edit = tuple[int, int, bytes]
"""What stands from one place to another, and what comes there."""


def behind(data: bytes, end: int) -> int | None:
    """The end of the comments behind a statement; None where more follows it on its line."""
    rest = _REST_OF_LINE.match(data, end)
    return None if rest is None else rest.end()


def indent(data: bytes, start: int) -> bytes:
    """The blanks in front of the line on which a statement starts."""
    line = data.rfind(b"\n", 0, start) + 1
    found = _BLANK.match(data, line)
    return b"" if found is None else found.group()


def without(data: bytes, start: int, end: int) -> tuple[int, int]:
    """What goes with a statement: its line, where it holds nothing else; never a comment."""
    line = data.rfind(b"\n", 0, start) + 1
    blank = _BLANK.match(data, end)
    stop = end if blank is None else blank.end()
    if data[line:start].strip() == b"" and data[stop : stop + 2] in (b"\r\n", b""):
        return line, min(stop + 2, len(data))
    if data[line:start].strip() == b"" and data[stop : stop + 1] == b"\n":
        return line, stop + 1
    return start, stop


def newline(data: bytes) -> bytes:
    """How its lines end."""
    return b"\r\n" if b"\r\n" in data else b"\n"


def edited(data: bytes, edits: Sequence[Edit]) -> bytes:
    """The text with edits; of what is put at one place, what is listed first comes first."""
    parts: list[bytes] = []
    last = 0
    for start, end, added in sorted(edits, key=lambda edit: edit[:2]):
        parts += [data[last:start], added]
        last = max(last, end)
    return b"".join((*parts, data[last:]))
