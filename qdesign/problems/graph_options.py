"""What problems on graphs take."""

from __future__ import annotations

from typing import Final

from qdesign.problems.graphs import NAMED_GRAPHS
from qdesign.problems.named import NUM_QUBITS
from qdesign.rows import Option

GRAPH_OPTIONS: Final = (
    NUM_QUBITS,
    Option(
        name="graph",
        title="Graph",
        kind="choice",
        default="ring",
        choices=NAMED_GRAPHS,
        titles=(
            "Ring",
            "Path",
            "Star",
            "Complete",
            "Grid",
            "Cube (8)",
            "Petersen (10)",
            "3-regular, random",
        ),
        help="where no edges are written",
    ),
    Option(
        name="edges",
        title="Edges",
        kind="text",
        default="",
        help="pairs of nodes, with weights that are not 1: 0-1,1-2:0.5; of the graph when empty",
    ),
    Option(
        name="seed",
        title="Seed",
        kind="integer",
        default=0,
        low=0,
        high=2**31 - 1,
        help="of the random graph",
    ),
)
