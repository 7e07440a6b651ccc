"""Steps of a proof → the numbers and titles that the film has for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from qdesign.rows import catalog

_FIXED: Final = {"extract": "Extract circuit", "to_diagram": "Edit as a diagram"}


def film_numbers(after: Mapping[str, str]) -> dict[str, str]:
    """Of each step by id its number in the film: 1, 2, and 2b on the first branch.

    The first step that follows another goes on in its row; each other one begins a row.

    Args:
        after: of each step the one that it follows, the start where empty.

    Example:
        >>> film_numbers({"p": "", "q": "p", "r": "p"})
        {'p': '1', 'q': '2', 'r': '2b'}
    """
    behind: dict[str, list[str]] = {}
    for name, before in after.items():
        behind.setdefault(before, []).append(name)
    numbers: dict[str, str] = {}
    waiting: list[tuple[str, int]] = [("", 0)]
    row = 0
    while waiting:
        name, column = waiting.pop(0)
        while True:
            if name:
                numbers[name] = f"{column}{_letters(row)}"
            first, *others = behind.get(name, [""])
            waiting += [(other, column + 1) for other in others]
            if not first or first in numbers:
                break
            name, column = first, column + 1
        row += 1
    return {name: numbers.get(name, name) for name in after}


def _letters(row: int) -> str:
    """Nothing for the first row, then b, c, …, z, ba."""
    text = ""
    while row > 0:
        text = chr(97 + row % 26) + text
        row //= 26
    return text


def rule_title(rule: str) -> str:
    """What a rule or a strategy is called; a lemma by its name."""
    for kind in ("rule", "strategy"):
        row = catalog(kind).get(rule)
        if row is not None:
            return row.title
    return _FIXED.get(rule, rule.removeprefix("lemma:"))
