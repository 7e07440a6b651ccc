"""Figures of an ansatz' states: expressibility, entangling capability, frame potential, entropy."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable
from fractions import Fraction
from itertools import count
from typing import Any

import numpy as np

from qdesign import ansatz
from qdesign.analyze.entangling import entangling_capability
from qdesign.analyze.entropy import entropy
from qdesign.analyze.expressibility import expressibility
from qdesign.analyze.frame_potential import frame_potential
from qdesign.circuit import Circuit
from tests.analyze import plain
from tests.benchmarks.report import Row, interleaved

SIM = tuple((number, layers) for layers in (1, 2, 3) for number in range(1, 20))
KNOWN = {
    2: Fraction(159, 256), 3: Fraction(11, 64), 10: Fraction(3, 8), 15: Fraction(729, 1024),
    16: Fraction(11, 64), 18: Fraction(7, 32), 19: Fraction(99, 256),
}  # fmt: skip


def rows() -> Iterable[Row]:
    yield from _expressibility()
    yield from _entangling()
    circuit = ansatz.sim(5, 4)
    # States of one seed are kept: each time another one.
    seeds = count()
    times = interleaved(
        {
            "frame": lambda: frame_potential(circuit, seed=next(seeds)),
            "entropy": lambda: entropy(circuit, seed=next(seeds)),
        }
    )
    yield Row.at_most(
        "frame potential of Sim 5, 5,000 pairs", goal=0.15, measured=times["frame"], unit="s"
    )
    yield Row.at_most(
        "entropy of cuts of Sim 5, 500 states", goal=0.15, measured=times["entropy"], unit="s"
    )


def _expressibility() -> Iterable[Row]:
    """All of Sim's circuits, beside the same figure by numpy alone with other random numbers."""
    slowest, where, worst, apart = 0.0, "", 0.0, 0
    expressibility(ansatz.sim(1, 4))
    for number, layers in SIM:
        circuit = ansatz.sim(number, 4, layers=layers)
        seed = 10 * number + layers
        figure = expressibility(circuit, seed=seed)
        seconds = min(_seconds(circuit, 1000 * k + seed) for k in range(1, 4))
        if seconds > slowest:
            slowest, where = seconds, f"circuit {number}, L = {layers}"
        other = plain.expressibility(circuit, 5000, seed)
        assert figure.value is not None
        assert figure.error is not None
        # Of the difference of two samples.
        sigmas = abs(figure.value - other) / (figure.error * math.sqrt(2))
        worst, apart = max(worst, sigmas), apart + (sigmas > 2)
    yield Row.at_most(
        "expressibility of Sim 1–19, L = 1, 2, 3, 5,000 pairs: slowest", goal=0.15,
        measured=slowest, unit="s", note=where,
    )  # fmt: skip
    yield Row.at_most(
        "the same: more than 2 standard deviations from numpy's own, of 57", goal=6,
        measured=apart, note=f"5 % of 57 would be 3; the farthest {worst:.1f}",
    )  # fmt: skip
    circuit = ansatz.sim(5, 4)
    seeds = count()
    times = interleaved(
        {
            "qdesign": lambda: expressibility(circuit, seed=next(seeds)),
            "numpy": lambda: plain.expressibility(circuit, 5000, 1),
        }
    )
    yield Row.at_least(
        "expressibility of Sim 5, 5,000 pairs: times faster than numpy in batches", goal=2,
        measured=times["numpy"] / times["qdesign"], unit="×",
        note=f"{times['qdesign']:.3f} s, numpy {times['numpy']:.3f} s",
    )  # fmt: skip
    slow = _pennylane(circuit, 20) * 250
    yield Row.at_least(
        "the same: times faster than PennyLane's default.qubit, state by state", goal=20,
        measured=slow / times["qdesign"], unit="×", note=f"PennyLane {slow:.1f} s, from 40 states",
    )  # fmt: skip


def _seconds(circuit: Circuit, seed: int) -> float:
    start = time.perf_counter()
    expressibility(circuit, seed=seed)
    return time.perf_counter() - start


def _entangling() -> Iterable[Row]:
    """All of Sim's circuits, beside dense averages and sampled states."""
    off, slowest, fractions, sampled = 0.0, 0.0, 0, 0.0
    for number, layers in SIM:
        circuit = ansatz.sim(number, 4, layers=layers)
        start = time.perf_counter()
        figure = entangling_capability(circuit, samples=10)
        slowest = max(slowest, time.perf_counter() - start)
        assert figure.value is not None
        fractions += figure.fraction is not None
        off = max(off, abs(figure.value - plain.mean_meyer_wallach(circuit)))
        drawn = plain.meyer_wallach(plain.random_states(circuit, 2000, 3))
        error = max(1e-9, float(drawn.std()) / math.sqrt(len(drawn)))
        sampled = max(sampled, abs(float(drawn.mean()) - figure.value) / error)
    what = "entangling capability of Sim 1–19, L = 1, 2, 3, n = 4"
    yield Row.at_most(f"{what}: off dense averages", goal=1e-9, measured=off)
    yield Row.at_least(f"{what}: fractions, of 57", goal=57, measured=fractions)
    right = sum(
        entangling_capability(ansatz.sim(k, 4), samples=10).fraction == known
        for k, known in KNOWN.items()
    )
    yield Row.at_least("the known ones at L = 1 that are equal", goal=len(KNOWN), measured=right)
    yield Row.at_most(f"{what}: standard errors off 2,000 states", goal=4, measured=sampled)
    yield Row.at_most(f"{what}: slowest", goal=0.5, measured=slowest, unit="s")


def _pennylane(circuit: Circuit, pairs: int) -> float:
    """Seconds for the states of so many pairs."""
    import pennylane

    import qdesign as qd

    kit: Any = pennylane
    function = qd.to_pennylane(circuit)
    node = kit.QNode(
        _state_after(function, kit), kit.device("default.qubit", wires=circuit.num_qubits)
    )
    points = np.random.default_rng(0).uniform(0, 2 * np.pi, (2 * pairs, len(circuit.parameters)))
    node(*points[0])
    start = time.perf_counter()
    for point in points:
        node(*point)
    return time.perf_counter() - start


def _state_after(function: Any, kit: Any) -> Any:
    def run(*values: float) -> Any:
        function(*values)
        return kit.state()

    return run
