"""Tuning: energies reached, and landscapes beside plain runs."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from qdesign import ansatz, problems
from qdesign.circuit import Circuit
from qdesign.pauli import Observable
from qdesign.problems.molecule import MOLECULES
from qdesign.simulate.simulator import Simulator
from qdesign.tune.landscape import landscape
from qdesign.tune.optimize import optimize
from qdesign.tune.sweep import sweep
from tests.benchmarks.report import Row, interleaved

H2_ENERGY = -1.137306
SEEDS = range(5)


def rows() -> Iterable[Row]:
    yield from _h2()
    yield from _molecules()
    yield from _rings()
    yield from _ising()
    yield from _landscapes()
    yield _cluster()


def _h2() -> Iterable[Row]:
    observable = problems.h2(0.735).observable
    circuit = ansatz.hardware_efficient(2, 1)
    for method in ("lbfgs", "cobyla", "rotosolve"):
        found = [optimize(circuit, observable, method=method, seed=seed) for seed in SEEDS]
        worst = max(abs(best.energy - H2_ENERGY) for best in found)
        runs = max(best.num_evaluations for best in found)
        yield Row.at_most(
            f"H2 at 0.735 Å on two qubits, {method}: distance to {H2_ENERGY} Ha",
            goal=1e-6,
            measured=worst,
            unit="Ha",
            note=f"worst of {len(SEEDS)} seeds, up to {runs} runs",
        )


def _molecules() -> Iterable[Row]:
    """Every stored molecule at every length, from Hartree-Fock and from a seed."""
    worst = slowest = 0.0
    for row in MOLECULES:
        for length in row.options[0].choices:
            problem = problems.get(row.name, bond_length=float(length))
            circuit = problem.ansatz
            for start in ([0.0] * len(circuit.parameters), None):
                began = time.perf_counter()
                found = optimize(circuit, problem.observable, start=start)
                slowest = max(slowest, time.perf_counter() - began)
                worst = max(worst, found.energy - (problem.exact_energy or 0.0))
    title = "every stored molecule, suggested ansatz, L-BFGS"
    yield Row.at_most(f"{title}: above FCI or CASCI", goal=1.6e-3, measured=worst, unit="Ha")
    yield Row.at_most(f"{title}: time of one run", goal=10.0, measured=slowest, unit="s")


def _rings() -> Iterable[Row]:
    """QAOA on rings that are too long for their ends to meet, from random starts."""
    for layers, ratio in ((1, 3 / 4), (2, 5 / 6), (3, 7 / 8)):
        n = 2 * layers + 4
        problem = problems.get("maxcut", num_qubits=n)
        circuit = ansatz.qaoa(problem, layers)
        began = time.perf_counter()
        found = min(
            (optimize(circuit, problem.observable, seed=seed) for seed in SEEDS),
            key=lambda each: each.energy,
        )
        took = time.perf_counter() - began
        title = f"QAOA p = {layers} on a ring of {n}, best of {len(SEEDS)} random starts"
        away = abs(-found.energy / n - ratio)
        yield Row.at_most(f"{title}: distance to {ratio:.4f}", goal=1e-6, measured=away, unit="")
        yield Row.at_most(f"{title}: time", goal=2.0, measured=took, unit="s")


def _ising() -> Iterable[Row]:
    problem = problems.tfim(6, periodic=True)
    assert problem.exact_energy is not None
    circuit = ansatz.hamiltonian_variational(problem, 3)
    found = min(optimize(circuit, problem.observable, seed=seed).energy for seed in SEEDS)
    yield Row.at_most(
        "Ising ring of 6, 3 variational layers, lbfgs: distance to the exact energy",
        goal=1e-8,
        measured=abs(found - problem.exact_energy),
        note="n/2 layers reach it (Ho and Hsieh, arXiv:1803.00026)",
    )


def _of_a_new_circuit(circuit: Circuit, observable: Observable, values: dict[str, float]) -> object:
    return landscape(replace(circuit), observable, x="theta_3", y="theta_20", values=values)


def _landscapes() -> Iterable[Row]:
    for n, goal in ((8, 100), (10, 300)):
        circuit, observable = ansatz.hardware_efficient(n, 4), problems.tfim(n).observable
        values = {name: 0.1 * k for k, name in enumerate(circuit.parameters)}
        simulator = Simulator(circuit, observable)
        axis = np.linspace(0, 2 * np.pi, 100, endpoint=False)
        grid = np.tile(np.array([values[name] for name in circuit.parameters]), (100, 100, 1))
        x, y = circuit.parameters.index("theta_3"), circuit.parameters.index("theta_20")
        grid[..., x], grid[..., y] = axis[:, None], axis[None, :]
        points = grid.reshape(-1, grid.shape[-1])
        calls = {
            "ours": partial(
                landscape, circuit, observable, x="theta_3", y="theta_20", values=values
            ),
            "new": partial(_of_a_new_circuit, circuit, observable, values),
            "plain": partial(simulator.expectations, points),
        }
        found = calls["ours"]().energies
        difference = float(np.abs(found - calls["plain"]().reshape(100, 100)).max())
        times = interleaved(calls, seconds=0.5)
        what = f"landscape 100 × 100, {n} qubits, 4 layers"
        for name, note in (("ours", "the circuit was met before"), ("new", "a new circuit")):
            yield Row.at_least(
                f"{what}, {note}: times faster than 10⁴ runs",
                goal=goal if name == "ours" else 20,
                measured=times["plain"] / times[name],
                note=f"{times[name] * 1e3:.2f} ms against {times['plain'] * 1e3:.0f} ms",
            )
        yield Row.at_most(f"{what}: off the runs by", goal=1e-12, measured=difference)


def _cluster() -> Row:
    import distributed

    # So many that there is work for a second: on 12 qubits all of it takes a quarter of one.
    n = 14
    circuit, observable = ansatz.hardware_efficient(n, 4), problems.tfim(n).observable
    points = np.random.default_rng(0).uniform(-3, 3, (10_000, len(circuit.parameters)))
    simulator = Simulator(circuit, observable)
    kit: Any = distributed
    with (
        kit.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster,
        kit.Client(cluster) as client,
    ):
        times = interleaved(
            {
                "threads": lambda: simulator.expectations(points, threads=2),
                "cluster": lambda: sweep(circuit, observable, points, client=client),
            },
            seconds=4.0,
        )
    return Row.at_least(
        f"sweep of 10⁴ points, {n} qubits, LocalCluster of 2 against 2 threads",
        goal=0.7,
        measured=times["threads"] / times["cluster"],
        note=f"{times['cluster']:.2f} s against {times['threads']:.2f} s",
    )
