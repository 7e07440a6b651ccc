"""Circuits → graphs → vectors without labels: circuits that are built alike lie near each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from qdesign.circuit import Circuit, Operation
from qdesign.convert.bodies import as_circuit
from qdesign.errors import InvalidRequest, TooLarge
from qdesign.gates import GATES
from qdesign.given import given_whole
from qdesign.search.growing import gates_of
from qdesign.showing.figures import Curve, curves, frame
from qdesign.showing.tables import count

_MOST_CIRCUITS: Final = 20_000
_MOST_ROUNDS: Final = 6

Vectors = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class CircuitGraph:
    """A circuit as a directed graph: gates are nodes, wires between them edges.

    Attributes:
        kinds: the name of each gate, in the order of the circuit.
        angles: of each gate one number an angle: radians in [-π, π) or NaN where it is free.
        edges: (from, to, which wire of the one, which wire of the other), one a wire.
        num_qubits: of the circuit.
    """

    kinds: tuple[str, ...]
    angles: tuple[tuple[float, ...], ...]
    edges: tuple[tuple[int, int, int, int], ...]
    num_qubits: int

    @property
    def adjacency(self) -> NDArray[np.int8]:
        """How many wires go from gate to gate, shape (gates, gates)."""
        matrix = np.zeros((len(self.kinds), len(self.kinds)), dtype=np.int8)
        for a, b, _, _ in self.edges:
            matrix[a, b] += 1
        return matrix

    @property
    def features(self) -> NDArray[np.float32]:
        """What each gate is, shape (gates, rows of the gate table), one 1 a row."""
        places = {name: k for k, name in enumerate(GATES)}
        table = np.zeros((len(self.kinds), len(places)), dtype=np.float32)
        for k, kind in enumerate(self.kinds):
            table[k, places[kind]] = 1
        return table

    def to_networkx(self) -> Any:
        """As networkx has it: nodes have `kind` and `angles`, edges `leaves` and `enters`."""
        import networkx

        made: Any = networkx.MultiDiGraph()  # pyright: ignore[reportUnknownVariableType]
        for k, kind in enumerate(self.kinds):
            made.add_node(k, kind=kind, angles=self.angles[k])
        for a, b, leaves, enters in self.edges:
            made.add_edge(a, b, leaves=leaves, enters=enters)
        return made


def to_graph(circuit: Circuit) -> CircuitGraph:
    """The graph of a circuit; blocks and composite gates are expanded.

    Example:
        >>> to_graph(Circuit.of(2, "h 0; cx 0 1")).edges
        ((0, 1, 0, 0),)
    """
    body = as_circuit(circuit).elementary()
    gates = gates_of(body)
    last: dict[int, tuple[int, int]] = {}
    edges: list[tuple[int, int, int, int]] = []
    for k, gate in enumerate(gates):
        for own, wire in enumerate(gate.qubits):
            if wire in last:
                before, leaves = last[wire]
                edges.append((before, k, leaves, own))
            last[wire] = (k, own)
    angles = tuple(tuple(_radians(angle) for angle in gate.angles) for gate in gates)
    return CircuitGraph(tuple(g.gate for g in gates), angles, tuple(edges), body.num_qubits)


def _radians(angle: Any) -> float:
    if angle.terms:
        return float("nan")
    return float((angle.at({}) + np.pi) % (2 * np.pi) - np.pi)


@dataclass(frozen=True, slots=True, eq=False)
class Embedding:
    """Circuits as vectors.

    Attributes:
        vectors: shape (circuits, dimensions); each of length 1, or 0 for a circuit without gates.
        explained: which part of what tells the circuits apart each dimension holds.
        rounds: how far each gate looked around.
    """

    vectors: Vectors
    explained: tuple[float, ...]
    rounds: int

    def __repr__(self) -> str:
        held = f"{sum(self.explained):.0%}"
        size = count(self.vectors.shape[1], "dimension")
        return f"Embedding({count(len(self.vectors), 'circuit')}, {size} that hold {held})"

    def nearest(self, circuit: int, most: int = 5) -> tuple[int, ...]:
        """Numbers of the circuits that are built most alike, the nearest first."""
        near = self.vectors @ self.vectors[circuit]
        order = np.argsort(-near.round(12), kind="stable")
        return tuple(int(k) for k in order if k != circuit)[:most]

    def to_pandas(self) -> Any:
        """A column a dimension, a row a circuit.

        Raises:
            MissingKit: pandas is not installed.
        """
        return frame({f"d{k}": column.tolist() for k, column in enumerate(self.vectors.T)})

    def plot(self, groups: Sequence[str] | None = None) -> Any:
        """The first two dimensions as a Plotly figure; circuits of one group have one color.

        Raises:
            MissingKit: plotly is not installed.
        """
        two = np.pad(self.vectors, ((0, 0), (0, max(0, 2 - self.vectors.shape[1]))))
        named = list(groups) if groups is not None else ["circuits"] * len(two)
        shown = [
            Curve(
                name,
                [float(two[k, 0]) for k, own in enumerate(named) if own == name],
                [float(two[k, 1]) for k, own in enumerate(named) if own == name],
                color=place,
                dots=True,
            )
            for place, name in enumerate(dict.fromkeys(named))
        ]
        return curves(
            shown, title="Circuits by what they are built of", origin=repr(self),
            labels=("first dimension", "second dimension"),
        )  # fmt: skip


def embed(circuits: Sequence[Circuit], *, dimensions: int = 8, rounds: int = 3) -> Embedding:
    """Vectors of circuits without any label: by how often each neighborhood of a gate comes.

    Each gate is named by its kind, then by that with the names around it, and again: after k rounds
    a name tells what lies within k wires. The names are counted, rare ones weigh more, and the
    directions that hold most of what differs are kept. The order in which gates on other qubits are
    written, and the names of qubits and parameters, do not count.

    Args:
        circuits: two or more.
        dimensions: of the vectors at most; no more than there are circuits.
        rounds: how far each gate looks around, 0 to 6.

    Raises:
        InvalidRequest: fewer than two circuits, or a number out of bounds.
        TooLarge: more than 20,000 circuits.

    Source: Shervashidze et al., Journal of Machine Learning Research 12 (2011); for circuits as
    graphs Sun et al., arXiv:2401.11576.
    """
    rounds = given_whole(rounds, "rounds")
    dimensions = given_whole(dimensions, "dimensions", low=1)
    if rounds > _MOST_ROUNDS:
        raise InvalidRequest(f"rounds is {rounds}; at most {_MOST_ROUNDS} are taken.")
    if len(circuits) < 2:
        raise InvalidRequest("Two circuits or more are told apart; give a list of them.")
    if len(circuits) > _MOST_CIRCUITS:
        raise TooLarge(f"At most {_MOST_CIRCUITS:,} circuits are encoded at once.")
    counted = [_names(to_graph(each), rounds) for each in circuits]
    known = {name: k for k, name in enumerate(dict.fromkeys(n for one in counted for n in one))}
    vectors, values, whole = _reduced(counted, known, dimensions)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors = np.where(lengths > 1e-12, vectors / np.where(lengths > 0, lengths, 1), 0.0)
    explained = tuple(float(v * v / whole) if whole else 0.0 for v in values.tolist())
    return Embedding(vectors, explained, rounds)


def _reduced(
    counted: Sequence[Counter[str]], known: Mapping[str, int], dimensions: int
) -> tuple[Vectors, Vectors, float]:
    """Rows in the directions that hold most, how much each holds, and what there is in all."""
    import scipy.sparse
    import scipy.sparse.linalg

    kit: Any = scipy.sparse  # typed in part
    solvers: Any = scipy.sparse.linalg
    rows = [k for k, one in enumerate(counted) for _ in one]
    columns = [known[name] for one in counted for name in one]
    numbers = [float(times) for one in counted for times in one.values()]
    table: Any = kit.csr_matrix(
        (numbers, (rows, columns)), shape=(len(counted), max(1, len(known)))
    )
    within: Vectors = np.asarray((table > 0).sum(axis=0), dtype=np.float64).ravel()
    table = table @ kit.diags(np.log((1 + len(counted)) / (1 + within)) + 1)
    squares: Vectors = np.asarray(table.multiply(table).sum(axis=1), dtype=np.float64).ravel()
    table = kit.diags(1 / np.sqrt(np.where(squares > 0, squares, 1))) @ table
    size = min(dimensions, *table.shape)
    left: Any
    values: Any
    if size == min(table.shape):
        left, values, _ = np.linalg.svd(table.toarray(), full_matrices=False)
    else:
        left, values, _ = solvers.svds(table, k=size, v0=np.ones(min(table.shape)))
        order = np.argsort(-values)
        left, values = left[:, order], values[order]
    left, values = left[:, :size], values[:size]
    signs = np.sign(left[np.abs(left).argmax(axis=0), np.arange(size)])
    vectors: Vectors = left * values * np.where(signs == 0, 1, signs)
    return vectors, values, float(table.multiply(table).sum())


def _names(graph: CircuitGraph, rounds: int) -> Counter[str]:
    """How often each neighborhood comes, of each size."""
    names = [
        _hashed(kind, tuple("free" if a != a else f"{a:.6f}" for a in angles))
        for kind, angles in zip(graph.kinds, graph.angles, strict=True)
    ]
    found = Counter(names)
    for round_ in range(1, rounds + 1):
        around: list[list[str]] = [[] for _ in names]
        for a, b, leaves, enters in graph.edges:
            around[a].append(f">{leaves}{enters}{names[b]}")
            around[b].append(f"<{enters}{leaves}{names[a]}")
        names = [
            _hashed(f"{round_}{name}", tuple(sorted(near)))
            for name, near in zip(names, around, strict=True)
        ]
        found.update(names)
    return found


def _hashed(name: str, parts: tuple[str, ...]) -> str:
    return blake2b("|".join((name, *parts)).encode(), digest_size=12).hexdigest()


def marks(circuit: Circuit, *, max_gates: int) -> NDArray[np.float32]:
    """A circuit as a table of 0 and 1 that networks take: shape (max_gates, kinds + 2 n).

    A row a gate: its kind, its first wire, its further ones. Rows behind the last gate are 0.

    Raises:
        TooLarge: it has more gates.
    """
    body = as_circuit(circuit).elementary()
    gates: Sequence[Operation] = gates_of(body)
    if len(gates) > max_gates:
        raise TooLarge(f"The circuit has {len(gates):,} gates; {max_gates:,} rows were asked for.")
    places = {name: k for k, name in enumerate(GATES)}
    table = np.zeros((max_gates, len(places) + 2 * body.num_qubits), dtype=np.float32)
    for row, gate in enumerate(gates):
        table[row, places[gate.gate]] = 1
        for k, wire in enumerate(gate.qubits):
            table[row, len(places) + wire + (body.num_qubits if k else 0)] = 1
    return table
