"""Classical bits in a picture: double lines from the meter of a bit to what waits for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from qdesign.circuit import Operation
from qdesign.showing.vector import Circle, Line, Shape, Words

_COLOR: Final = "#7d8793"
_BELOW: Final = 26.0  # under the wire of a meter: below the words of an `if`, above the next gate


def classical_wires(
    placed: Iterable[tuple[Operation, float, float, float]], half_height: float, gap: float
) -> Iterator[Shape]:
    """The lines, with each bit's name at its meter.

    Args:
        placed: operations in order, each with its middle (x, y of its first target) and half width.
        half_height: of a gate.
        gap: between columns, in which lines go up or down.
    """
    meters: dict[int, tuple[float, float]] = {}
    named: set[tuple[float, float]] = set()
    for operation, x, y, half_width in placed:
        for bit in dict.fromkeys(bit for c in operation.conditions for bit in c.clbits):
            if bit not in meters:
                continue
            start, wire = meters[bit]
            level, turn = wire + _BELOW, x - half_width - gap / 2
            yield from _double(start, wire + half_height, start, level)
            yield from _double(start, level, turn, level)
            yield from _double(turn, level, turn, y)
            yield from _double(turn, y, x - half_width, y)
            yield Circle(turn, level, 2.5, _COLOR, _COLOR, title=f"c[{bit}]")
            if meters[bit] not in named:
                named.add(meters[bit])
                yield Words(start - 5, level, f"c[{bit}]", size=10, anchor="end", color=_COLOR)
        if operation.gate == "measure":
            meters[operation.clbits[0]] = (x, y)


def _double(x1: float, y1: float, x2: float, y2: float) -> Iterator[Line]:
    aside, down = (1.0, 0.0) if x1 == x2 else (0.0, 1.0)
    for side in (-1, 1):
        yield Line(
            x1 + side * aside, y1 + side * down, x2 + side * aside, y2 + side * down, color=_COLOR
        )
