"""Where a display stands in another circuit: where the gates on its wires are those that it knew.

As in extension/src/document/follow.ts, which also follows edits.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from math import inf

from qdesign.operation import Item


def kept_column(
    qubits: Sequence[int], column: float, *, old: Sequence[Item] | None, new: Sequence[Item]
) -> float:
    """The column of `new` behind which a display of `qubits` stands that stood behind one of `old`.

    It is where as many gates stand on its wires before it, all the same, or behind it; else behind
    the last one that is the same. Where there is no old circuit, it is behind all of them.
    """
    now = _on(qubits, new)
    was = _on(qubits, old or ())
    columns = _columns(old or ())
    drawn = bisect_right(columns, column) - 1
    own = columns[drawn] if drawn >= 0 else -inf
    count = sum(_column(item) <= own for item in was)
    rest = len(was) - count
    first = 0
    while first < min(count, len(now)) and was[first] == now[first]:
        first += 1
    last = 0
    while last < min(rest, len(now) - first) and was[-1 - last] == now[-1 - last]:
        last += 1
    known = old is not None and (first == count or last < rest)
    place = first if known else len(now) - last
    low = _column(now[place - 1]) if place else -inf
    high = _column(now[place]) if place < len(now) else inf
    return _settled(column, low, high, _columns(new))


def _settled(column: float, low: float, high: float, columns: Sequence[float]) -> float:
    """The column where it is from `low` on and before `high`, else the nearest that is."""
    if low <= column < high:
        drawn = bisect_right(columns, column) - 1
    elif low > -inf:
        drawn = bisect_right(columns, low) - 1
    else:
        drawn = bisect_right(columns, high) - 2
    if bisect_right(columns, column) - 1 == drawn:
        return column
    return columns[drawn] if drawn >= 0 else columns[0] - 1


def _on(qubits: Sequence[int], items: Sequence[Item]) -> list[Item]:
    return [item for item in items if any(wire in qubits for wire in item.wires)]


def _columns(items: Sequence[Item]) -> list[float]:
    return sorted({_column(item) for item in items})


def _column(item: Item) -> float:
    return item.column or 0.0
