"""Angles, names and gates as a person reads them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from qdesign.angle import Angle
from qdesign.angle_text import SCREEN, SCREEN_EXACT
from qdesign.formula import styled
from qdesign.gates import GATES, Symbol, target_symbol
from qdesign.operation import Block, Item, Operation, has_controls
from qdesign.showing.names import GREEK, SUBSCRIPTS

_NAME: Final = re.compile(r"([A-Za-z]+?)_?\[?(\d+)\]?$")
_LONGEST: Final = 24


def name_text(name: str) -> str:
    """A parameter's name with Greek letters and an index below: `theta_1` → θ₁."""
    match = _NAME.fullmatch(name)
    if match is None:
        return GREEK.get(name, name)
    stem, index = match.groups()
    return GREEK.get(stem, stem) + index.translate(SUBSCRIPTS)


def short_angle(angle: Angle) -> str:
    """An angle in a few letters: π/2, 2θ₁ + π/4, 2.918; a long one is cut."""
    text = styled(angle, SCREEN, name_text)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def exact_angle(angle: Angle) -> str:
    """An angle with all its figures and names, for titles."""
    return styled(angle, SCREEN_EXACT, name_text)


def item_label(item: Item) -> str:
    """What is written on an item."""
    return _label(item, short_angle)


def item_title(item: Item) -> str:
    """What is written on an item, with exact angles."""
    return _label(item, exact_angle)


def _label(item: Item, written: Callable[[Angle], str]) -> str:
    if isinstance(item, Block):
        return f"{item.name or 'repeat'} × {item.count}"
    row = GATES.get(item.gate)
    label = row.label if row is not None else item.gate
    angles = ", ".join(written(angle) for angle in item.angles)
    return f"{label} {angles}" if angles else label


def item_symbol(item: Operation) -> Symbol:
    """How an operation is drawn on its targets."""
    row = GATES.get(item.gate)
    return "box" if row is None else target_symbol(row, controlled=has_controls(item))
