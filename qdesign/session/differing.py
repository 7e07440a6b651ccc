"""Two texts → the lines that differ, for a person to look over."""

from __future__ import annotations

from difflib import unified_diff
from itertools import islice
from typing import Final

_MOST_COMPARED: Final = 5_000
_MOST_SHOWN: Final = 400


def line_difference(before: str, after: str) -> str:
    """A unified diff with two lines around each change, cut where nobody would read on."""
    old, new = before.splitlines(), after.splitlines()
    if max(len(old), len(new)) > _MOST_COMPARED:
        return f"All {len(old):,} lines are written anew, as {len(new):,}."
    compared = unified_diff(old, new, n=2, lineterm="")
    # The first two lines name the files.
    lines = list(islice(compared, 2, _MOST_SHOWN + 3))
    if len(lines) > _MOST_SHOWN:
        lines[_MOST_SHOWN:] = ["…"]
    return "\n".join(lines)
