"""Graphs of problems: named ones, edges as text, and where a drawing puts the nodes."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from qdesign.errors import InvalidRequest, TooLarge
from qdesign.pauli import cut_observable

Weights = dict[tuple[int, int], float]
"""The weight of each edge, lower node first, in order."""

NO_EDGES: Final = "none"
"""What is written for a graph without edges."""

_MOST_TOLD: Final = 6
_MOST_EDGES: Final = 20_000


@dataclass(frozen=True, slots=True)
class ProblemGraph:
    """The graph of a problem; node k is qubit k.

    Attributes:
        edges: (node, node, weight), lower node first.
        places: of each node in a drawing, x to the right and y down, both from 0 to 1.
    """

    edges: tuple[tuple[int, int, float], ...]
    places: tuple[tuple[float, float], ...]


def problem_graph(num_nodes: int, weights: Weights, kind: str = "") -> ProblemGraph:
    """The graph with its drawing: that of a named graph, nodes on a circle for others."""
    fits = num_nodes == _NEEDED.get(kind, num_nodes)
    places = (_PLACES.get(kind, _circle) if fits else _circle)(num_nodes)
    return ProblemGraph(tuple((a, b, w) for (a, b), w in weights.items()), places)


def graph_of(num_qubits: int, graph: str, edges: str, seed: int) -> Weights:
    """The edges that are written; where none are, those of a named graph.

    Raises:
        InvalidRequest: an edge that is none, or a named graph that has no form on so many nodes.
        TooLarge: more edges than are taken.
    """
    if edges.strip():
        return {} if edges.strip() == NO_EDGES else _edges(num_qubits, edges)
    if graph == "complete" and num_qubits * (num_qubits - 1) // 2 > _MOST_EDGES:
        raise TooLarge(f"A graph of a problem has at most {_MOST_EDGES:,} edges. Take fewer nodes.")
    pairs = _NAMED[graph](num_qubits, seed)
    return dict.fromkeys(sorted((min(pair), max(pair)) for pair in pairs), 1.0)


def graph_name(num_qubits: int, graph: str, weights: Weights, edges: str) -> str:
    """What stands behind the title of a problem: 'on a ring', 'on 4 nodes, edges 0-1, 1-2'."""
    if not edges.strip():
        return _WORDS[graph]
    if not weights:
        return f"on {num_qubits} nodes"
    written = written_edges(weights)
    if len(written) <= _MOST_TOLD:
        told = f"edge{'' if len(written) == 1 else 's'} {', '.join(written)}"
    else:
        some = ", ".join(written[: _MOST_TOLD - 2])
        told = f"{len(written):,} edges {some} … {written[-1]}"
    return f"on {num_qubits} nodes, {told}"


def text_of(weights: Weights) -> str:
    """The edges as the option `edges` takes them."""
    return ",".join(written_edges(weights)) or NO_EDGES


def weights_of(graph: Any) -> tuple[int, Weights]:
    """Nodes and edges of a networkx graph, without weight 1; qubit k is the k-th node.

    Raises:
        InvalidRequest: no nodes, a loop, or a weight that is not a finite number.
    """
    observable = cut_observable(graph)
    found: Weights = {}
    for label, coefficient in observable.terms:
        ends = [k for k, letter in enumerate(reversed(label)) if letter == "Z"]
        if ends:
            found[ends[0], ends[1]] = 2 * coefficient
    return observable.num_qubits, dict(sorted(found.items()))


def written_edges(weights: Weights) -> list[str]:
    """Each edge as the option `edges` takes it, such as 0-1 or 0-1:0.5."""
    return [
        f"{a}-{b}" + ("" if weight == 1 else f":{weight!r}") for (a, b), weight in weights.items()
    ]


# --- named graphs --------------------------------------------------------------------------------

_Pairs = list[tuple[int, int]]


def ring(n: int, seed: int = 0) -> _Pairs:
    """Each node with the next; two nodes have one edge."""
    return [(k, (k + 1) % n) for k in range(n if n > 2 else n - 1)]


def _path(n: int, seed: int) -> _Pairs:
    return [(k, k + 1) for k in range(n - 1)]


def _star(n: int, seed: int) -> _Pairs:
    return [(0, k) for k in range(1, n)]


def _complete(n: int, seed: int) -> _Pairs:
    return [(a, b) for a in range(n) for b in range(a + 1, n)]


def _columns(n: int) -> int:
    """Of the grid that is nearest to a square; 1 for primes."""
    return next(n // rows for rows in range(math.isqrt(n), 0, -1) if n % rows == 0)


def _grid(n: int, seed: int) -> _Pairs:
    width = _columns(n)
    return [(k, k + 1) for k in range(n) if (k + 1) % width] + [
        (k, k + width) for k in range(n - width)
    ]


_NEEDED: Final = {"cube": 8, "petersen": 10}


def _cube(n: int, seed: int) -> _Pairs:
    _needs(n, _NEEDED["cube"], "The cube")
    return [(a, a ^ 1 << bit) for a in range(8) for bit in range(3) if not a >> bit & 1]


def _petersen(n: int, seed: int) -> _Pairs:
    _needs(n, _NEEDED["petersen"], "The Petersen graph")
    outer = [(k, (k + 1) % 5) for k in range(5)]
    return outer + [(k, k + 5) for k in range(5)] + [(5 + k, 5 + (k + 2) % 5) for k in range(5)]


def _regular(n: int, seed: int) -> _Pairs:
    if n % 2 or n < 4:
        raise InvalidRequest(f"A 3-regular graph has an even number of nodes from 4 on, not {n}.")
    import networkx

    kit: Any = networkx  # typed in part
    return list(kit.random_regular_graph(3, n, seed=seed).edges)


def _needs(n: int, nodes: int, what: str) -> None:
    if n != nodes:
        raise InvalidRequest(f"{what} has {nodes} nodes, one a qubit, not {n}. Take {nodes}.")


_NAMED: Final[Mapping[str, Callable[[int, int], _Pairs]]] = {
    "ring": ring,
    "path": _path,
    "star": _star,
    "complete": _complete,
    "grid": _grid,
    "cube": _cube,
    "petersen": _petersen,
    "regular": _regular,
}
NAMED_GRAPHS: Final = tuple(_NAMED)

_WORDS: Final[Mapping[str, str]] = {
    "ring": "on a ring",
    "path": "on a path",
    "star": "on a star",
    "complete": "on the complete graph",
    "grid": "on a grid",
    "cube": "on the cube",
    "petersen": "on the Petersen graph",
    "regular": "on a random 3-regular graph",
}


# --- drawings ------------------------------------------------------------------------------------

_Places = tuple[tuple[float, float], ...]


def _around(n: int, radius: float, turn: float = 0.0) -> _Places:
    angles = (2 * math.pi * (k + turn) / max(n, 1) - math.pi / 2 for k in range(n))
    return tuple(
        (round(0.5 + radius * math.cos(a), 4), round(0.5 + radius * math.sin(a), 4)) for a in angles
    )


def _circle(n: int) -> _Places:
    return _around(n, 0.5)


def _line_places(n: int) -> _Places:
    return tuple((round(k / max(n - 1, 1), 4), 0.5) for k in range(n))


def _grid_places(n: int) -> _Places:
    width = _columns(n)
    size = max(width, n // width) - 1 or 1
    top = (1 - (n // width - 1) / size) / 2
    return tuple((round(k % width / size, 4), round(top + k // width / size, 4)) for k in range(n))


def _cube_places(n: int) -> _Places:
    corners = ((0.0, 0.3), (0.7, 0.3), (0.0, 1.0), (0.7, 1.0))
    return (*corners, *((round(x + 0.3, 4), round(y - 0.3, 4)) for x, y in corners))


_PLACES: Final[Mapping[str, Callable[[int], _Places]]] = {
    "path": _line_places,
    "star": lambda n: ((0.5, 0.5), *_around(n - 1, 0.5)),
    "grid": _grid_places,
    "cube": _cube_places,
    "petersen": lambda n: (*_around(5, 0.5), *_around(n - 5, 0.25)),
}


# --- edges as text -------------------------------------------------------------------------------


def _edges(num_qubits: int, text: str) -> Weights:
    """Edges that are written as 0-1,1-2:0.5."""
    weights: Weights = {}
    for part in text.split(","):
        a, b, weight = _edge(part)
        shown = part.strip()[:40]
        if max(a, b) >= num_qubits:
            raise InvalidRequest(
                f"Edge '{shown}': nodes are numbered 0 to {num_qubits - 1}, one a qubit."
            )
        if a == b:
            raise InvalidRequest(
                f"Edge '{shown}' joins node {a} with itself, which no cut counts. "
                "Give two different nodes."
            )
        ends = (min(a, b), max(a, b))
        if ends in weights:
            raise InvalidRequest(
                f"Edge '{shown}': {a} and {b} are joined twice. Give each pair once, with its "
                "whole weight."
            )
        if len(weights) == _MOST_EDGES:
            raise TooLarge(f"A graph of a problem has at most {_MOST_EDGES:,} edges.")
        weights[ends] = weight
    return dict(sorted(weights.items()))


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
