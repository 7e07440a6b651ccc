"""Ids and columns for the items of a circuit, as far left as they go."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from qdesign.operation import Block, Item


def fresh_names(items: Sequence[Item]) -> Iterator[str]:
    """Ids `o1`, `o2`, … that no item has."""
    taken: set[str] = set()

    def walk(inner: Iterable[Item]) -> None:
        for item in inner:
            taken.add(item.id)
            if isinstance(item, Block):
                walk(item.operations)

    walk(items)
    count = 0
    while True:
        count += 1
        if f"o{count}" not in taken:
            yield f"o{count}"


def place(
    items: Sequence[Item], names: Iterator[str], used: set[str] | None = None
) -> tuple[Item, ...]:
    """The items with ids and columns, listed by column; an id that is `used` gets another."""
    columns = _columns(items)
    placed: list[Item] = []
    used = set() if used is None else used
    for item, column in zip(items, columns, strict=True):
        identity = item.id if item.id and item.id not in used else next(names)
        used.add(identity)
        if isinstance(item, Block):
            inner = place(item.operations, names, used)
            placed.append(replace(item, operations=inner, id=identity, column=column))
        elif item.id != identity or item.column != column:
            placed.append(item.at(identity, column))
        else:
            placed.append(item)
    placed.sort(key=lambda item: item.column or 0)
    return tuple(placed)


def _columns(items: Sequence[Item]) -> Sequence[float]:
    """The items' own columns where they agree with the order of the items, else new ones."""
    kept = [item.column for item in items if item.column is not None]
    if len(kept) == len(items) and _agree(items):
        return kept
    free: dict[int, int] = {}
    columns: list[int] = []
    for item in items:
        wires = item.wires
        span = range(min(wires, default=0), max(wires, default=-1) + 1)
        places = [*span, *(-1 - bit for bit in _clbits(item))]
        column = max((free.get(place, 0) for place in places), default=0)
        free.update(dict.fromkeys(places, column + 1))
        columns.append(column)
    return columns


def _agree(items: Sequence[Item]) -> bool:
    last: dict[int, float] = {}
    for item in items:
        column = item.column or 0
        places = dict.fromkeys((*item.wires, *(-1 - bit for bit in _clbits(item))))
        if any(last.get(place, -math.inf) >= column for place in places):
            return False
        last.update(dict.fromkeys(places, column))
    return True


def _clbits(item: Item) -> tuple[int, ...]:
    if isinstance(item, Block):
        return tuple(dict.fromkeys(bit for inner in item.operations for bit in _clbits(inner)))
    return tuple(dict.fromkeys((*item.clbits, *(b for c in item.conditions for b in c.clbits))))
