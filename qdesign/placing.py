"""Ids and columns for the items of a circuit.

A column is a number: smaller ones come first, items of one column are drawn above each other, and
gaps between numbers are not drawn. So what is added gets a number between two others, and nothing
else changes (docs/decisions/0015-documents-version-2.md).
"""

from __future__ import annotations

import base64
import math
from bisect import bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from hashlib import blake2b
from itertools import groupby, pairwise
from typing import Final

from qdesign.gates import GATES
from qdesign.json_text import MAX_COLUMN
from qdesign.operation import Block, GateDefinition, Item, Operation

_DIGITS: Final = 15  # of a double that can be trusted


class Names:
    """Ids for items, unique in blocks too.

    A circuit whose items have none is a program's: they are counted, o1, o2, …, so that the same
    program gives the same text. What a program adds to a circuit that has ids is named by a digest
    of what it is and what it follows: the same again for the same program, another for another.
    """

    def __init__(self, items: Sequence[Item]) -> None:
        self._taken = {item.id for item in walk(items)}
        self._used: set[str] = set()
        self._counts = not any(item.id for item in items)
        self._count = 0

    def name(self, item: Item, before: str) -> str:
        """The item's own id where it is the first to have it, else a new one."""
        if not item.id and not self._counts:
            name = self._digest(item, before)
        elif not item.id or item.id in self._used:
            name = self._counted()
        else:
            name = item.id
        self._used.add(name)
        return name

    def _counted(self) -> str:
        while True:
            self._count += 1
            name = f"o{self._count}"
            if name not in self._taken:
                self._taken.add(name)
                return name

    def _digest(self, item: Item, before: str) -> str:
        told = f"{before}\n{_content(item)}"
        while True:
            digest = blake2b(told.encode(), digest_size=10).digest()
            name = base64.b32encode(digest).decode()[:10].lower()
            if name not in self._taken:
                self._taken.add(name)
                return name
            told += "\n"


def walk(items: Iterable[Item]) -> Iterator[Item]:
    """Every item, those in blocks too."""
    for item in items:
        yield item
        if isinstance(item, Block):
            yield from walk(item.operations)


def _content(item: Item) -> str:
    if isinstance(item, Block):
        inner = [_content(each) for each in item.operations]
        return repr((item.count, item.name, item.indexed, inner))
    conditions = [(c.clbits, c.value, c.equal) for c in item.conditions]
    angles = [str(angle) for angle in item.angles]
    wires = (item.qubits, item.controls, item.anticontrols, item.clbits)
    return repr((item.gate, wires, angles, conditions))


def place(items: Sequence[Item], names: Names) -> tuple[Item, ...]:
    """The items with ids and columns, listed by column."""
    placed: list[Item] = []
    before = ""
    for item, column in zip(items, _columns(items), strict=True):
        identity = before = names.name(item, before)
        if isinstance(item, Block):
            inner = place(item.operations, names)
            placed.append(replace(item, operations=inner, id=identity, column=column))
        elif item.id != identity or item.column != column:
            placed.append(item.at(identity, column))
        else:
            placed.append(item)
    placed.sort(key=lambda item: item.column or 0)
    return tuple(placed)


def place_definition(definition: GateDefinition) -> GateDefinition:
    """The composite gate with its operations as they are listed in the text of a document."""
    items = definition.operations
    if all(isinstance(item, Operation) and item.gate in GATES for item in items):
        return replace(definition, operations=place(items, Names(items)))
    return replace(definition, operations=_renumbered(items))


def _renumbered(items: Sequence[Item]) -> tuple[Item, ...]:
    """Items with an id and a column of their own each, in order; for bodies of nested gates."""
    renumbered: list[Item] = []
    for index, item in enumerate(items):
        if isinstance(item, Block):
            item = replace(item, operations=_renumbered(item.operations))
        renumbered.append(replace(item, id=f"o{index + 1}", column=index))
    return tuple(renumbered)


def column_numbers(items: Iterable[Item]) -> list[float]:
    """The numbers of the columns from left to right; column k as drawn is entry k."""
    return sorted({item.column for item in items if item.column is not None})


def between(low: float, high: float, count: int) -> list[float] | None:
    """So many short numbers in order between two, either of which may be infinite.

    None where floats have no room left for them.
    """
    if math.isinf(high):
        first = 0 if math.isinf(low) else math.floor(low) + 1
        return list(range(first, first + count))
    if math.isinf(low):
        last = math.ceil(high) - 1
        return list(range(last - count + 1, last + 1))
    for digits in range(_DIGITS):
        scale = 10**digits
        first, last = math.floor(low * scale) + 1, math.ceil(high * scale) - 1
        room = last - first + 1
        if room < count:
            continue
        picked = [first + room * (2 * k + 1) // (2 * count) for k in range(count)]
        numbers = [each / scale if digits else each for each in picked]
        ordered = [low, *numbers, high]
        if all(a < b for a, b in pairwise(ordered)):
            return numbers
    return None


def _columns(items: Sequence[Item]) -> list[float]:
    """The items' own columns where these agree with their order; missing ones are filled in.

    Where they contradict the order, all are laid out anew.
    """
    kept = [item.column for item in items if item.column is not None]
    if len(kept) == len(items) and _is_drawn(items):
        return kept
    if not kept or not _in_order(items) or not all(abs(c) <= MAX_COLUMN for c in kept):
        return _leftmost(items)
    if len(kept) < len(items):
        filled = _filled(items)
        return _leftmost(items) if filled is None else filled
    apart = _apart(items, kept)
    return _leftmost(items) if apart is None else apart


def _is_drawn(items: Sequence[Item]) -> bool:
    """Are the items listed by column, and does none overlap another of its column?"""
    last = -math.inf
    taken: set[int] = set()
    for item in items:
        column = item.column or 0
        if column != last:
            if column < last:
                return False
            last = column
            taken.clear()
        for place in _places(item):
            if place in taken:
                return False
            taken.add(place)
    return not items or max(abs(items[0].column or 0), abs(last)) <= MAX_COLUMN


def _in_order(items: Sequence[Item]) -> bool:
    """Does no item that has a column stand left of one before it on a wire or bit they share?"""
    last: dict[int, float] = {}
    for item in items:
        column = item.column
        if column is None:
            continue
        for place in (*item.wires, *(-1 - bit for bit in _clbits(item))):
            if last.get(place, column) > column:
                return False
            last[place] = column
    return True


def _leftmost(items: Sequence[Item]) -> list[float]:
    """Columns 0, 1, … as far left as the items go, drawn without overlap."""
    free: dict[int, int] = {}
    columns: list[float] = []
    for item in items:
        places = _places(item)
        column = max((free.get(place, 0) for place in places), default=0)
        free.update(dict.fromkeys(places, column + 1))
        columns.append(column)
    return columns


def _filled(items: Sequence[Item]) -> list[float] | None:
    """Columns with those that are missing put between what comes before and after them.

    A column that is there and free is taken first. What comes after in one column with what comes
    before has to move behind it. None where there is no room for a number.
    """
    follows: dict[int, float] = {}
    highs: list[float] = []
    for item in reversed(items):
        places = _places(item)
        highs.append(min((follows.get(place, math.inf) for place in places), default=math.inf))
        if item.column is not None:
            follows.update(dict.fromkeys(places, item.column))
    highs.reverse()
    known = column_numbers(items)
    last: dict[int, float] = {}
    columns: list[float] = []
    for item, high in zip(items, highs, strict=True):
        places = _places(item)
        low = max((last.get(place, -math.inf) for place in places), default=-math.inf)
        column = item.column
        if column is None or column <= low:
            index = bisect_right(known, low)
            behind = known[index] if index < len(known) else math.inf
            if behind < high:
                column = behind
            else:
                room = between(low, high if low < high else behind, 1)
                if room is None:
                    return None
                (column,) = room
                insort(known, column)
        last.update(dict.fromkeys(places, column))
        columns.append(column)
    return columns


def _apart(items: Sequence[Item], columns: Sequence[float]) -> list[float] | None:
    """Columns such that no two items of one overlap: the later one gets a new column behind.

    Two gates that were put at one place at once are told apart so. None where there is no room.
    """
    order = sorted(range(len(items)), key=lambda k: columns[k])
    result = list(columns)
    numbers = column_numbers(items)
    for column, group in groupby(order, key=lambda k: columns[k]):
        rank: dict[int, int] = {}
        ranks: list[tuple[int, int]] = []
        for k in group:
            places = _places(items[k])
            own = max((rank.get(place, 0) for place in places), default=0)
            rank.update(dict.fromkeys(places, own + 1))
            if own:
                ranks.append((k, own))
        if not ranks:
            continue
        after = bisect_right(numbers, column)
        high = numbers[after] if after < len(numbers) else math.inf
        room = between(column, high, max(own for _, own in ranks))
        if room is None:
            return None
        for k, own in ranks:
            result[k] = room[own - 1]
    return result


def _places(item: Item) -> Sequence[int]:
    """Every wire from the topmost to the lowest, and classical bits as negative numbers."""
    wires, bits = item.wires, _clbits(item)
    span = wires if len(wires) < 2 else range(min(wires), max(wires) + 1)
    return (*span, *(-1 - bit for bit in bits)) if bits else span


def _clbits(item: Item) -> tuple[int, ...]:
    if isinstance(item, Block):
        return tuple(dict.fromkeys(bit for inner in item.operations for bit in _clbits(inner)))
    if not item.clbits and not item.conditions:
        return ()
    return tuple(dict.fromkeys((*item.clbits, *(b for c in item.conditions for b in c.clbits))))
