"""VQE by L-BFGS beside PennyLane's lightning (adjoint) and Qiskit's Aer (parameter shift)."""

# The peers are installed for `make bench` alone.
# pyright: reportMissingImports=false

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

import qdesign as qd
from qdesign.circuit import Circuit
from qdesign.pauli import Observable
from tests.benchmarks import engine_peers as peers
from tests.benchmarks.report import Row

Values = NDArray[np.float64]
Gradient = Callable[[Values], tuple[float, Values]]

TURNS: Final = 3


@dataclass(frozen=True, slots=True)
class Run:
    """What one optimization took."""

    seconds: float
    steps: int
    evaluations: int
    energy: float


def rows() -> Iterator[Row]:
    """Four layers of RY, RZ and a ring of CX; the same start and as many steps for each."""
    for n, steps, goal in ((10, 30, 100), (16, 20, 20)):
        circuit, observable = peers.ring(n), peers.tfim(n)
        start = np.random.default_rng(0).uniform(-np.pi, np.pi, len(circuit.parameters))
        calls = {
            "ours": lambda c=circuit, o=observable, s=start, k=steps: ours(c, o, s, k),
            "lightning": _by_scipy(peers.lightning_qnode(circuit, observable), start, steps),
            "binding": _by_scipy(_of_binding(circuit, observable), start, steps),
        }
        found = _best(calls)
        mine = found["ours"]
        for name, title, least in (
            ("lightning", "PennyLane's lightning, adjoint", goal),
            ("binding", "lightning's C++ binding, adjoint, without PennyLane", 1),
        ):
            other = found[name]
            yield Row.at_least(
                f"VQE, TFIM-{n}, {mine.steps} steps of L-BFGS against {title}",
                goal=least,
                measured=(other.seconds / other.steps) / (mine.seconds / mine.steps),
                unit="×",
                note=f"{_each(mine)} against {_each(other)}; energies differ by "
                f"{abs(mine.energy - other.energy):.1e}; {os.cpu_count()} cores for lightning",
            )
    yield _aer()


def ours(circuit: Circuit, observable: Observable, start: Values, steps: int) -> Run:
    began = time.perf_counter()
    found = qd.optimize(circuit, observable, method="lbfgs", start=start, max_steps=steps)
    took = time.perf_counter() - began
    return Run(took, len(found.history) - 1, found.num_evaluations, found.energy)


def _of_binding(circuit: Circuit, observable: Observable) -> Gradient:
    """The binding's gradient, with the energy by a run of its own, which takes a fifth of it."""
    slope, energy = (
        peers.lightning_gradient(circuit, observable),
        peers.lightning_energy(circuit, observable),
    )
    return lambda values: (energy(values), np.asarray(slope(values)).ravel())


def _by_scipy(gradient: Gradient, start: Values, steps: int) -> Callable[[], Run]:
    import scipy.optimize

    def run() -> Run:
        began = time.perf_counter()
        kit: Any = scipy.optimize
        options = {"maxiter": steps, "maxfun": 20 * steps, "maxcor": 20, "ftol": 0, "gtol": 0}
        found = kit.minimize(gradient, start, jac=True, method="L-BFGS-B", options=options)
        took = time.perf_counter() - began
        return Run(took, int(found.nit), int(found.nfev), float(found.fun))

    return run


def _best(calls: dict[str, Callable[[], Run]]) -> dict[str, Run]:
    """The fastest of each, in turns, so that noise hits them alike."""
    for call in calls.values():
        call()
    turns = [{name: call() for name, call in calls.items()} for _ in range(TURNS)]
    return {name: min((turn[name] for turn in turns), key=lambda r: r.seconds) for name in calls}


def _aer() -> Row:
    """Two steps of Aer are timed: all would take minutes, with as much work in each."""
    n = 10
    circuit, observable = peers.ring(n), peers.tfim(n)
    start = np.random.default_rng(0).uniform(-np.pi, np.pi, len(circuit.parameters))
    mine = _best({"": lambda: ours(circuit, observable, start, 30)})[""]
    other = _by_scipy(peers.aer_shifts(circuit, observable), start, 2)()
    here, there = mine.seconds / mine.evaluations, other.seconds / other.evaluations
    return Row.at_least(
        f"VQE, TFIM-{n}, L-BFGS against Qiskit with Aer's estimator and parameter shift",
        goal=500,
        measured=there / here,
        unit="×",
        note=f"{1e3 * here:.3g} ms an energy and gradient against {1e3 * there:.3g} ms: "
        f"{2 * len(start) + 1} circuits in one call",
    )


def _each(run: Run) -> str:
    return f"{1e3 * run.seconds / run.steps:.3g} ms a step"
