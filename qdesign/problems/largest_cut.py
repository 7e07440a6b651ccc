"""MaxCut: the largest cut of a graph."""

from __future__ import annotations

import math
import re
from itertools import starmap
from typing import Any, Final

from qdesign.ansatz import qaoa
from qdesign.circuit import Circuit
from qdesign.errors import InvalidRequest
from qdesign.pauli import Graph, Observable, cut_observable
from qdesign.problems.named import NUM_QUBITS, ProblemRow
from qdesign.problems.problem import Problem
from qdesign.rows import Option

_MOST_TOLD: Final = 6


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
    n = observable.num_qubits
    weights = _weights(observable)
    if not weights:
        return Problem(f"MaxCut on {n} nodes", observable, _suggested=qaoa)
    ring = {(min(k, (k + 1) % n), max(k, (k + 1) % n)): 1.0 for k in range(n)}
    edges = [] if weights == ring else list(starmap(_written, weights.items()))
    return Problem(
        f"MaxCut on {n} nodes, {_told(edges)}" if edges else "MaxCut on a ring",
        observable,
        row="maxcut",
        options={"num_qubits": n, "edges": ",".join(edges)},
        _suggested=_ansatz,
    )


def _ansatz(observable: Observable) -> Circuit:
    return qaoa(observable, 3)


def _told(edges: list[str]) -> str:
    """The edges of a graph in a few words that tell it from others on as many nodes."""
    if len(edges) <= _MOST_TOLD:
        return f"edge{'' if len(edges) == 1 else 's'} {', '.join(edges)}"
    return f"{len(edges):,} edges {', '.join(edges[: _MOST_TOLD - 2])} … {edges[-1]}"


def _weights(observable: Observable) -> dict[tuple[int, int], float]:
    """The weight of each edge of the graph whose cuts an observable tells, in order."""
    found: dict[tuple[int, int], float] = {}
    for label, coefficient in observable.terms:
        ends = [k for k, letter in enumerate(reversed(label)) if letter == "Z"]
        if ends:
            found[ends[0], ends[1]] = 2 * coefficient
    return dict(sorted(found.items()))


def _written(ends: tuple[int, int], weight: float) -> str:
    return f"{ends[0]}-{ends[1]}" + ("" if weight == 1 else f":{weight!r}")


def _of_edges(num_qubits: int, edges: str) -> Problem:
    """MaxCut of the graph whose edges are written as 0-1,1-2:0.5; of a ring when none are."""
    import networkx

    # networkx is typed in part.
    kit: Any = networkx
    graph = kit.Graph()
    graph.add_nodes_from(range(num_qubits))
    if edges.strip():
        for part in edges.split(","):
            a, b, weight = _edge(part)
            if max(a, b) >= num_qubits:
                raise InvalidRequest(
                    f"Edge '{part.strip()[:40]}': nodes are numbered 0 to {num_qubits - 1}, one a "
                    "qubit."
                )
            if a == b:
                raise InvalidRequest(
                    f"Edge '{part.strip()[:40]}' joins node {a} with itself, which no cut counts. "
                    "Give two different nodes."
                )
            if graph.has_edge(a, b):
                raise InvalidRequest(
                    f"Edge '{part.strip()[:40]}': {a} and {b} are joined twice. Give each pair "
                    "once, with its whole weight."
                )
            graph.add_edge(a, b, weight=weight)
    else:
        graph.add_edges_from((k, (k + 1) % num_qubits) for k in range(num_qubits))
    return maxcut(graph)


def _edge(text: str) -> tuple[int, int, float]:
    found = re.fullmatch(
        r"\s*(\d{1,9})\s*-\s*(\d{1,9})\s*(?::\s*([^:\s]{1,40})\s*)?", text, re.ASCII
    )
    try:
        weight = float(found[3] or 1) if found else math.nan
    except ValueError:
        weight = math.nan
    if found is None or not math.isfinite(weight):
        raise InvalidRequest(
            f"'{text.strip()[:40]}' is not an edge. Write 0-1,1-2, and a weight after a colon, as "
            "in 0-1:0.5."
        )
    return int(found[1]), int(found[2]), weight


MAXCUT: Final = ProblemRow(
    name="maxcut",
    title="MaxCut",
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
            help="pairs of nodes, with weights that are not 1: 0-1,1-2:0.5; a ring when empty",
        ),
    ),
    make=_of_edges,
    detail="edges",
)
