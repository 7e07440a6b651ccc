"""MaxCut: the largest cut of a graph."""

from __future__ import annotations

from typing import Any, Final

from qdesign.errors import InvalidRequest
from qdesign.pauli import Graph, cut_observable
from qdesign.problems.named import NUM_QUBITS, ProblemRow
from qdesign.problems.problem import Problem
from qdesign.rows import Option


def maxcut(graph: Graph) -> Problem:
    """MaxCut of a graph: H = -Σ w (1 - ZZ)/2, so that the exact energy is minus the largest cut.

    Args:
        graph: a networkx graph; edges without a weight count 1. Qubit k is the k-th node.

    Raises:
        InvalidRequest: no nodes, or a weight that is not a finite number.

    Example:
        >>> import networkx
        >>> maxcut(networkx.cycle_graph(5)).exact_energy
        -4.0
    """
    observable = cut_observable(graph)
    return Problem(f"MaxCut on {observable.num_qubits} nodes", observable)


def _of_edges(num_qubits: int, edges: str) -> Problem:
    """MaxCut of the graph whose edges are written as 0-1,1-2; of a ring when none are."""
    import networkx

    # networkx is typed in part.
    kit: Any = networkx
    graph = kit.Graph()
    graph.add_nodes_from(range(num_qubits))
    if edges.strip():
        graph.add_edges_from(_edge(part) for part in edges.split(","))
        return maxcut(graph)
    graph.add_edges_from((k, (k + 1) % num_qubits) for k in range(num_qubits))
    return Problem(MAXCUT.title, cut_observable(graph))


def _edge(text: str) -> tuple[int, int]:
    ends = text.split("-")
    if len(ends) != 2 or not all(end.strip().isdecimal() for end in ends):
        raise InvalidRequest(f"'{text[:40]}' is not an edge. Write maxcut:0-1,1-2,…")
    return int(ends[0]), int(ends[1])


MAXCUT: Final = ProblemRow(
    name="maxcut",
    title="MaxCut on a ring",
    group="Graphs",
    help="minus the largest cut of a graph, a ring when no edges are given",
    source="Farhi, Goldstone, Gutmann, arXiv:1411.4028",
    options=(
        NUM_QUBITS,
        Option(
            name="edges",
            title="Edges",
            kind="text",
            default="",
            help="pairs of nodes, such as 0-1,1-2",
        ),
    ),
    make=_of_edges,
    detail="edges",
)
