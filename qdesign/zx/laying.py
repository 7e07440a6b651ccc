"""Diagrams → where their spiders stand (`extension/engine/layout.ts`, as in the studio)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

import numpy as np

from qdesign.diagram import Diagram, Spider, SpiderKind
from qdesign.errors import InvalidRequest
from qdesign.showing.bends import give
from qdesign.showing.vector import text_width
from qdesign.wasm import Module
from qdesign.zx.bodies import as_diagram

# The studio's px of a pitch, along wires and across, and the height of a spider with a phase.
_PITCH: Final = (88.0, 64.0)
_HEIGHT: Final = 26.0


def layout(diagram: Diagram, *, keep: Iterable[str] = ()) -> Diagram:
    """The diagram with its spiders where they are read best; the map stays the same.

    Wires are straight and in order, inputs left and outputs right; hub and leaf of a phase gadget
    stand together. The same diagram is laid out the same way wherever its spiders stood.

    Args:
        diagram: any diagram; a circuit is translated.
        keep: spiders that stay where they are, while all others find places beside them.

    Raises:
        InvalidRequest: `keep` names a spider that the diagram has not.

    Example:
        >>> from qdesign.circuit import Circuit
        >>> from qdesign.zx import to_diagram
        >>> placed = layout(to_diagram(Circuit.of(2, "h 0; cx 0 1")))
        >>> placed.by_id[placed.outputs[1]].y
        1.0
    """
    diagram = as_diagram(diagram)
    kept = set(keep)
    for name in kept - diagram.by_id.keys():
        raise InvalidRequest(
            f"There is no spider '{name[:60]}' to keep in its place. Name spiders of the diagram."
        )
    if not diagram.spiders:
        return diagram
    engine = Module("engine.wasm")
    shapes = {s.id: (s.x * _PITCH[0], s.y * _PITCH[1], *_size(s)) for s in diagram.spiders}
    ends = [(edge.source, edge.target) for edge in diagram.edges]
    start = give(engine, shapes, ends, (diagram.inputs, diagram.outputs))
    if kept:
        flags = [int(s.id in kept) for s in diagram.spiders]
        engine.write(engine.call("diagramKept"), np.array(flags, dtype=np.int32))
    engine.call("diagramLayout")
    placed = engine.read(start, 4 * len(shapes), np.float64).reshape(-1, 4).tolist()
    return diagram.with_spiders(
        spider if spider.id in kept else replace(spider, x=row[0] / _PITCH[0], y=row[1] / _PITCH[1])
        for spider, row in zip(diagram.spiders, placed, strict=True)
    )


def _size(spider: Spider) -> tuple[float, float]:
    if spider.kind == SpiderKind.BOUNDARY:
        return 9.0, 9.0
    if spider.phase.is_zero:
        return 18.0, 18.0
    words = str(spider.phase).replace("pi", "π").replace("*", "")
    return max(_HEIGHT, text_width(words, 12) + 16), _HEIGHT
