"""Matrices up to a scalar, from Qiskit; maps of diagrams from the definition; random diagrams."""

from __future__ import annotations

import numpy as np
from qiskit.quantum_info import Operator

from qdesign.angle import Angle
from qdesign.circuit import Circuit
from qdesign.diagram import Diagram, Edge, EdgeKind, Spider, SpiderKind
from tests.simulate.oracle import to_qiskit


def unitary(circuit: Circuit, values: dict[str, float]) -> np.ndarray:
    """Qiskit's matrix of a circuit at values, shape (2**n, 2**n)."""
    return np.asarray(Operator(to_qiskit(circuit, values)).data)


def distance(a: np.ndarray, b: np.ndarray) -> float:
    """Largest entry of a - c·b for the best scalar c, relative to the largest of a."""
    scale = np.vdot(b, b)
    if abs(scale) < 1e-20:
        return float(np.abs(a).max())
    c = np.vdot(b, a) / scale
    return float(np.abs(a - c * b).max() / max(np.abs(a).max(), 1e-12))


def linear_map(diagram: Diagram, values: dict[str, float]) -> np.ndarray:
    """The map of a diagram, one axis an input or output; made of the definition of each spider."""
    parts: list[tuple[list[str], np.ndarray]] = [([], np.ones(()))]
    ends: dict[str, list[str]] = {spider.id: [] for spider in diagram.spiders}
    bare = {s.id for s in diagram.spiders if s.kind is SpiderKind.BOUNDARY}
    for edge in diagram.edges:
        first, second = f"{edge.id} 0", f"{edge.id} 1"
        if edge.kind is EdgeKind.HADAMARD:
            parts.append(([first, second], np.array([[1, 1], [1, -1]]) / np.sqrt(2)))
        elif {edge.source, edge.target} <= bare:
            parts.append(([first, second], np.eye(2)))
        else:
            second = first
        ends[edge.source].append(first)
        ends[edge.target].append(second)
    for spider in diagram.spiders:
        legs = ends[spider.id]
        turn = np.exp(1j * spider.phase.at(values))
        if spider.kind is SpiderKind.X:
            signs = np.ones(())
            for _ in legs:
                signs = np.multiply.outer(signs, [1.0, -1.0])
            parts.append((legs, 1 + turn * signs))
        elif spider.kind is not SpiderKind.BOUNDARY:
            entries = np.full((2,) * len(legs), spider.kind is SpiderKind.H, complex)
            if spider.kind is SpiderKind.H:
                entries.flat[-1] = turn
            else:
                entries.flat[0] += 1
                entries.flat[-1] += turn
            parts.append((legs, entries))
    open_ends = [ends[name][0] for name in (*diagram.inputs, *diagram.outputs)]
    return _summed(parts, open_ends)


def _summed(parts: list[tuple[list[str], np.ndarray]], kept: list[str]) -> np.ndarray:
    """The product of tensors summed over all labels but those kept, the cheapest label first."""
    left = {label for labels, _ in parts for label in labels} - set(kept)
    while left:
        width = {
            label: len({x for labels, _ in parts if label in labels for x in labels})
            for label in sorted(left)
        }
        label = min(width, key=lambda x: width[x])
        holds = [part for part in parts if label in part[0]]
        parts = [part for part in parts if label not in part[0]]
        names = list(dict.fromkeys(x for labels, _ in holds for x in labels))
        parts.append(([x for x in names if x != label], _product(holds, names, label)))
        left.remove(label)
    names = list(dict.fromkeys(x for labels, _ in parts for x in labels))
    made = _product(parts, names, "")
    return made.transpose([names.index(label) for label in kept])


def _product(parts: list[tuple[list[str], np.ndarray]], names: list[str], gone: str) -> np.ndarray:
    arguments: list[object] = [1.0, []]
    for labels, entries in parts:
        arguments += [entries, [names.index(label) for label in labels]]
    out = [k for k, label in enumerate(names) if label != gone]
    return np.asarray(np.einsum(*arguments, out, optimize=True))  # type: ignore[call-overload]


def same_map(a: np.ndarray, b: np.ndarray) -> bool:
    """Equal up to a scalar that is not zero."""
    sizes = [float(np.abs(each).max()) for each in (a, b)]
    if min(sizes) < 1e-10:
        return max(sizes) < 1e-10
    return distance(a / sizes[0], b / sizes[1]) < 1e-8


def values_for(names: tuple[str, ...], rng: np.random.Generator) -> dict[str, float]:
    return {name: float(rng.uniform(-7, 7)) for name in names}


def random_diagram(rng: np.random.Generator, *, spiders: int = 5, boxes: bool = False) -> Diagram:
    """Spiders with symbolic and exact phases, loops and parallel edges too, 0 to 2 ports."""
    kinds = [SpiderKind.Z, SpiderKind.X] + ([SpiderKind.H] if boxes else [])
    phases = [
        Angle(),
        Angle.pi_times(1),
        Angle.pi_times(1) / 2,
        Angle.pi_times(1) / 4,
        Angle.parameter("a"),
        Angle.parameter("θ") / 3 + Angle.of(0.3),
    ]
    inside = [
        Spider(
            f"v{k}", kinds[rng.integers(len(kinds))], phases[rng.integers(len(phases))], float(k)
        )
        for k in range(spiders)
    ]
    inputs = tuple(f"in{k}" for k in range(int(rng.integers(0, 3))))
    outputs = tuple(f"out{k}" for k in range(int(rng.integers(0, 3))))
    pairs = [(name, f"v{rng.integers(spiders)}") for name in (*inputs, *outputs)]
    pairs += [
        (f"v{rng.integers(spiders)}", f"v{rng.integers(spiders)}") for _ in range(spiders + 2)
    ]
    edges = tuple(
        Edge(f"e{k}", a, b, list(EdgeKind)[rng.integers(2)]) for k, (a, b) in enumerate(pairs)
    )
    ends = tuple(Spider(name, SpiderKind.BOUNDARY) for name in (*inputs, *outputs))
    return Diagram(tuple(inside) + ends, edges, inputs, outputs)
