"""Searches reach what is known, states become ansätze, texts are judged in time."""

from __future__ import annotations

import time
from collections.abc import Iterable

import numpy as np

import qdesign as qd
from qdesign import problems
from qdesign.search import Judge, search
from tests.benchmarks.report import Row

_TEXTS = 1000


def rows() -> Iterable[Row]:
    ghz = {n: problems.get("ghz", num_qubits=n) for n in (2, 3)}
    for n, goal in ((2, 2), (3, 3)):
        found = search(ghz[n], actions=("h", "cx"))
        gates = found.num_gates if found.reason == "reached" else 99
        yield Row.at_most(f"gates of a GHZ state on {n} qubits", goal=goal, measured=gates)
    lih = problems.get("lih_22", bond_length=3.4)
    for method, actions in (
        ("adapt", "excitations"),
        ("greedy", "excitations"),
        ("beam", ("x", "ry", "cx")),
    ):
        found = search(lih, method=method, actions=actions, tolerance=1.6e-3)
        above = 1e3 * (found.energy - (lih.exact_energy or 0))
        yield Row.at_most(
            f"LiH (2, 2) at 3.4 Å by {method}", goal=1.6, measured=above, unit="mHa",
            note=f"{found.num_gates} actions, {found.num_circuits:,} circuits",
        )  # fmt: skip
    tfim = problems.get("tfim", num_qubits=3)
    for method, actions in (("beam", ("ry", "cx", "rzz")), ("adapt", "spin_chain")):
        found = search(tfim, method=method, actions=actions)
        yield Row.at_most(
            f"TFIM-3 by {method}, above −3.493959", goal=1e-6, measured=found.energy + 3.493959207,
            note=f"{found.num_gates} actions, {found.num_circuits:,} circuits",
        )  # fmt: skip
    yield from _states()
    yield from _judged()


def _states() -> Iterable[Row]:
    rng = np.random.default_rng(7)
    for bond in (2, 4, 8):
        sizes = [min(bond, 1 << k, 1 << 10 - k) for k in range(11)]
        shapes = [(sizes[k], 2, sizes[k + 1]) for k in range(10)]
        tensors = [rng.normal(size=s) + 1j * rng.normal(size=s) for s in shapes]
        made = qd.ansatz.from_mps(tensors, layers=12, fidelity=0.99)
        yield Row.at_least(
            f"fidelity of a random MPS of bond {bond} on 10 qubits", goal=0.99,
            measured=made.fidelity, note=f"{made.layers} layers, {made.sweeps} sweeps",
        )  # fmt: skip


def _judged() -> Iterable[Row]:
    problem = problems.get("tfim", num_qubits=4)
    judge = Judge(problem)
    rng = np.random.default_rng(5)
    texts: list[tuple[str, bool]] = []
    for k in range(_TEXTS):
        circuit = qd.ansatz.template(("ry_cz", "sim_9", "hva_tfim")[k % 3], 4, 1 + k % 3)
        values = dict(zip(circuit.parameters, rng.normal(size=99).tolist(), strict=False))
        text = qd.qasm.dumps(circuit, values)
        broken = k % 10 == 0
        texts.append((text.replace(";", "", 1 + k // 10 % 3) if broken else text, not broken))
    judge(texts[1][0])
    start = time.perf_counter()
    found = [judge(text) for text, _ in texts]
    took = (time.perf_counter() - start) / _TEXTS
    right = sum(
        (one.outcome == "valid") is valid for one, (_, valid) in zip(found, texts, strict=True)
    )
    yield Row.at_least(
        f"right verdicts on {_TEXTS:,} texts, 10 % broken", goal=_TEXTS, measured=right
    )
    yield Row.at_most("time of a verdict", goal=5, measured=took * 1e3, unit="ms")
