"""A graph that is drawn by mouse and keys, as a Panel component."""

# Panel and Param are typed in part.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from qdesign.kits import PANEL

with PANEL.needed_by("An app"):
    import param
    from panel.custom import JSComponent

MOST_NODES: Final = 12

Edges = tuple[tuple[int, int], ...]


class GraphPad(JSComponent):
    """Draws a graph and lets a person change it.

    A click on nothing adds a node, a click on two nodes joins or parts them, a drag moves one, and
    Delete removes one. With keys: arrows go from node to node, Enter chooses, N adds.

    Attributes:
        nodes: where each is, x and y from 0 to 1.
        edges: pairs of numbers of nodes, the smaller one first.
        sides: 0 or 1 a node, the side of a cut; empty for none.
    """

    nodes: Any = param.List(default=[])
    edges: Any = param.List(default=[])
    sides: Any = param.List(default=[])
    most: Any = param.Integer(default=MOST_NODES, constant=True)

    _esm = Path(__file__).with_name("graph_pad.js")

    def graph(self) -> tuple[int, Edges]:
        """The number of nodes and the edges, of what the page says only what is a graph."""
        n = min(len(self.nodes), MOST_NODES)
        kept: set[tuple[int, int]] = set()
        for pair in self.edges:
            match pair:
                case [int(a), int(b)] if 0 <= a < b < n:
                    kept.add((a, b))
                case _:
                    pass
        return n, tuple(sorted(kept))


def around(n: int) -> list[list[float]]:
    """Nodes on a circle, the first at the top."""
    turns = [2 * math.pi * k / max(n, 1) for k in range(n)]
    return [[0.5 + 0.38 * math.sin(turn), 0.5 - 0.38 * math.cos(turn)] for turn in turns]


def written(edges: Sequence[tuple[int, int]]) -> str:
    """Edges as the problem's option holds them."""
    return ",".join(f"{a}-{b}" for a, b in edges)
