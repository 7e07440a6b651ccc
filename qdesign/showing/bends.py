"""Places and sizes of spiders → how the edges between them bend, as the studio draws them.

The engine has the one answer (`extension/src/scene/bends.ts`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from qdesign.wasm import Module

Shape = tuple[float, float, float, float]
Controls = tuple[float, float, float, float]


def bends(
    shapes: Mapping[str, Shape], ends: Sequence[tuple[str, str]]
) -> tuple[Controls | None, ...]:
    """Control points of each edge's cubic curve, None where it is straight.

    Args:
        shapes: x, y, width and height of each spider, in px.
        ends: the two spiders of each edge.

    Example:
        >>> bends({"a": (0, 0, 18, 18), "b": (90, 0, 18, 18)}, [("a", "b")])
        (None,)
    """
    if not ends:
        return ()
    engine = Module("engine.wasm")
    give(engine, shapes, ends)
    found = engine.read(engine.call("diagramBends"), 4 * len(ends), np.float64)
    rows = found.reshape(-1, 4).tolist()
    return tuple(None if row[0] != row[0] else (row[0], row[1], row[2], row[3]) for row in rows)


def give(
    engine: Module,
    shapes: Mapping[str, Shape],
    ends: Sequence[tuple[str, str]],
    sides: tuple[Sequence[str], Sequence[str]] = ((), ()),
) -> int:
    """Puts a diagram into the engine; where it has the shapes."""
    index = {name: k for k, name in enumerate(shapes)}
    inputs, outputs = sides
    start = engine.call("diagramRoom", len(shapes), len(ends), len(inputs), len(outputs))
    engine.write(start, np.ravel(np.array(list(shapes.values()), dtype=np.float64)))
    pairs = [(index[a], index[b]) for a, b in ends]
    if pairs:
        engine.write(engine.call("diagramEnds"), np.ravel(np.array(pairs, dtype=np.int32)))
    if inputs or outputs:
        wires = [index[name] for name in (*inputs, *outputs)]
        engine.write(engine.call("diagramSides"), np.array(wires, dtype=np.int32))
    return start
