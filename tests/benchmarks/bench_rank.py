"""Parameter ranks and structure of ansätze."""

from __future__ import annotations

import time
from collections.abc import Iterable

from qdesign import ansatz
from qdesign.analyze.entangler import entangler_order
from qdesign.analyze.rank import parameter_rank
from qdesign.analyze.structure import equal_ansatze
from qdesign.circuit import Circuit
from tests.benchmarks.report import Row

RINGS = (7, 15, 21, 21, 127, 63)


def rows() -> Iterable[Row]:
    start = time.perf_counter()
    found = parameter_rank(ansatz.sim(5, num_qubits=4, layers=1))
    seconds = time.perf_counter() - start
    what = "Sim circuit 5, n = 4, L = 1"
    yield exactly(f"{what}: parameters", 28, found.num_parameters)
    yield exactly(f"{what}: zx rank", 22, found.zx)
    yield exactly(f"{what}: unitary rank", 22, found.unitary, note=f"{seconds:.2f} s in all")
    yield exactly(f"{what}: substitutions named and checked", 6, len(found.redundant))
    right = sum(entangler_order(_ring(n)) == RINGS[n - 3] for n in range(3, 9))
    yield exactly("orders of CX rings, n = 3 … 8, that are right", 6, right)
    right = sum(entangler_order(ansatz.sim(2, n)) == 1 << (n - 1).bit_length() for n in range(2, 9))
    yield exactly("orders of CX ladders, n = 2 … 8, that are right", 7, right)
    groups = equal_ansatze({str(k): ansatz.sim(k) for k in range(1, 20)})
    yield exactly(
        "groups of equal Sim circuits, n = 4", 1, len(groups), note=f"{groups}: 3 and 16 are one"
    )
    start = time.perf_counter()
    wide = parameter_rank(ansatz.sim(13, 8, layers=4))
    yield Row.at_most(
        "ranks of Sim circuit 13, n = 8, L = 4, 128 parameters: time",
        goal=20,
        measured=time.perf_counter() - start,
        unit="s",
        note=f"zx {wide.zx}, unitary {wide.unitary}, state {wide.state}",
    )


def exactly(what: str, goal: int, measured: int, *, note: str = "") -> Row:
    return Row(what, goal, measured, "", goal == measured, note)


def _ring(n: int) -> Circuit:
    return Circuit.of(n, "; ".join(f"cx {k} {(k + 1) % n}" for k in range(n)))
