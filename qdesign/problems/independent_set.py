"""The largest independent set of a graph, edges forbidden by a penalty."""

from __future__ import annotations

from typing import Final

from qdesign.pauli import Graph
from qdesign.problems.diagonal import of_bits, real_rotations
from qdesign.problems.graph_options import GRAPH_OPTIONS
from qdesign.problems.graphs import graph_name, graph_of, problem_graph, text_of, weights_of
from qdesign.problems.named import ProblemRow
from qdesign.problems.problem import Problem
from qdesign.rows import Option


def independent_set(graph: Graph, *, penalty: float = 2.0) -> Problem:
    """The largest set of nodes no two of which are joined: H = -Σ x + penalty Σ x x over edges.

    Bit 1 is a node in the set.

    Args:
        graph: a networkx graph. Qubit k is the k-th node, weights do not count.
        penalty: above 1, so that the exact energy is minus the size of the largest set.

    Example:
        >>> import networkx
        >>> independent_set(networkx.cycle_graph(6)).exact_energy
        -3.0

    Source: Lucas, arXiv:1302.5843.
    """
    nodes, weights = weights_of(graph)
    found = dict.fromkeys(weights, 1.0)
    return MIS.problem({"num_qubits": nodes, "edges": text_of(found), "penalty": penalty})


def _named(num_qubits: int, graph: str, edges: str, seed: int, penalty: float) -> Problem:
    weights = graph_of(num_qubits, graph, edges, seed)
    observable = of_bits(
        num_qubits,
        dict.fromkeys(range(num_qubits), -1.0),
        dict.fromkeys(weights, penalty),
    )
    name = f"Independent set {graph_name(num_qubits, graph, weights, edges)}"
    return Problem(
        name if penalty == 2 else f"{name}, penalty {penalty:g}",
        observable,
        row="mis",
        options={
            "num_qubits": num_qubits,
            "graph": graph,
            "edges": edges,
            "seed": seed,
            "penalty": penalty,
        },
        graph=problem_graph(num_qubits, weights, graph),
        suggested=real_rotations,
    )


MIS: Final = ProblemRow(
    name="mis",
    title="Independent set",
    group="Graphs",
    help="minus the size of the largest set of nodes that are not joined; bit 1 is in the set",
    source="Lucas, arXiv:1302.5843",
    options=(
        *GRAPH_OPTIONS,
        Option(
            name="penalty",
            title="Penalty",
            kind="number",
            default=2.0,
            low=1.001,
            high=1e6,
            help="for each edge inside the set",
        ),
    ),
    make=_named,
    detail="edges",
)
