"""MaxCut: the largest cut of a graph."""

from __future__ import annotations

from typing import Final

from qdesign.pauli import Graph, Observable
from qdesign.problems.diagonal import few_layers
from qdesign.problems.graph_options import GRAPH_OPTIONS
from qdesign.problems.graphs import (
    Weights,
    graph_name,
    graph_of,
    problem_graph,
    ring,
    text_of,
    weights_of,
)
from qdesign.problems.named import ProblemRow
from qdesign.problems.problem import Problem


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
    n, weights = weights_of(graph)
    is_ring = weights == dict.fromkeys(sorted((min(e), max(e)) for e in ring(n)), 1.0)
    return _problem(n, "ring", "" if is_ring else text_of(weights), 0, weights)


def _named(num_qubits: int, graph: str = "ring", edges: str = "", seed: int = 0) -> Problem:
    """MaxCut of the graph whose edges are written as 0-1,1-2:0.5; of a named one when none are."""
    weights = graph_of(num_qubits, graph, edges, seed)
    return _problem(num_qubits, graph, edges, seed, weights)


def _problem(num_qubits: int, graph: str, edges: str, seed: int, weights: Weights) -> Problem:
    terms: dict[tuple[tuple[int, str], ...], float] = {(): -sum(weights.values()) / 2}
    terms.update({((a, "Z"), (b, "Z")): weight / 2 for (a, b), weight in weights.items()})
    return Problem(
        f"MaxCut {graph_name(num_qubits, graph, weights, edges)}",
        Observable.from_sparse(num_qubits, terms),
        row="maxcut",
        options={"num_qubits": num_qubits, "graph": graph, "edges": edges, "seed": seed},
        graph=problem_graph(num_qubits, weights, graph),
        suggested=few_layers,
    )


MAXCUT: Final = ProblemRow(
    name="maxcut",
    title="MaxCut",
    group="Graphs",
    help="minus the largest cut of a graph",
    source="Farhi, Goldstone, Gutmann, arXiv:1411.4028",
    options=GRAPH_OPTIONS,
    make=_named,
    detail="edges",
)
