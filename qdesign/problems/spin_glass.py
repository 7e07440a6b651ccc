"""The Ising model on a graph, with fields along Z and along X."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from qdesign.errors import InvalidRequest
from qdesign.given import given_number
from qdesign.pauli import Graph, Observable
from qdesign.problems.chain import evolutions
from qdesign.problems.diagonal import few_layers, numbers_of
from qdesign.problems.graph_options import GRAPH_OPTIONS
from qdesign.problems.graphs import graph_name, graph_of, problem_graph, text_of, weights_of
from qdesign.problems.named import ProblemRow
from qdesign.problems.problem import Problem
from qdesign.rows import Option


def ising(
    graph: Graph, *, fields: float | Sequence[float] = 0.0, transverse: float = 0.0
) -> Problem:
    """H = Σ w ZZ over edges + Σ h Z - transverse Σ X, Pauli matrices.

    Args:
        graph: a networkx graph; weights are the couplings. Qubit k is the k-th node.
        fields: along Z, one for all or one a qubit.
        transverse: along X.

    Example:
        >>> import networkx
        >>> ising(networkx.path_graph(3), fields=0.5).exact_energy
        -2.5

    Source: Lucas, arXiv:1302.5843.
    """
    nodes, weights = weights_of(graph)
    each = [fields] if isinstance(fields, (int, float)) else list(fields)
    along = ",".join(repr(given_number(value, "A field")) for value in each)
    return ISING.problem(
        {
            "num_qubits": nodes,
            "edges": text_of(weights),
            "fields": "" if along == "0.0" else along,
            "transverse": transverse,
        }
    )


def _named(
    num_qubits: int, graph: str, edges: str, seed: int, fields: str, transverse: float
) -> Problem:
    weights = graph_of(num_qubits, graph, edges, seed)
    along = numbers_of(fields, "Fields", "0.5,-1,0,2") if fields.strip() else [0.0]
    if len(along) not in (1, num_qubits):
        raise InvalidRequest(
            f"{len(along)} fields for {num_qubits} qubits. Give one for all, or one a qubit."
        )
    terms: dict[tuple[tuple[int, str], ...], float] = {
        ((a, "Z"), (b, "Z")): weight for (a, b), weight in weights.items()
    }
    for k in range(num_qubits):
        terms[((k, "Z"),)] = along[k % len(along)]
        terms[((k, "X"),)] = -transverse
    name = f"Ising model {graph_name(num_qubits, graph, weights, edges)}"
    if fields.strip():
        name += f", fields {fields.strip()[:40]}"
    if transverse:
        name += f", transverse field {transverse:g}"
    return Problem(
        name,
        Observable.from_sparse(num_qubits, terms),
        row="ising",
        options={
            "num_qubits": num_qubits,
            "graph": graph,
            "edges": edges,
            "seed": seed,
            "fields": fields,
            "transverse": transverse,
        },
        graph=problem_graph(num_qubits, weights, graph),
        suggested=partial(evolutions, field=transverse) if transverse else few_layers,
    )


ISING: Final = ProblemRow(
    name="ising",
    title="Ising model",
    group="Graphs",
    help="H = Σ w ZZ over the edges of a graph + Σ h Z - transverse Σ X",
    source="Lucas, arXiv:1302.5843",
    options=(
        *GRAPH_OPTIONS,
        Option(
            name="fields",
            title="Fields",
            kind="text",
            default="",
            help="along Z: one for all or one a qubit, such as 0.5,-1,0,2; none when empty",
        ),
        Option(
            name="transverse",
            title="Transverse field",
            kind="number",
            default=0.0,
            low=-1e6,
            high=1e6,
            help="along X",
        ),
    ),
    make=_named,
    detail="edges",
)
