"""Matrices up to a scalar, from Qiskit, and random diagrams."""

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
