"""Four or more rotations by numbers in a row on one qubit → three, which any of its maps is."""

from __future__ import annotations

import cmath
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from qdesign.angle import Angle
from qdesign.circuit import Circuit
from qdesign.gates import GATES
from qdesign.gates.matrices import matrix
from qdesign.operation import Operation
from qdesign.reduction.result import Call, Simplification, StrategyRun, parameter_map
from qdesign.zx.verdict import EQUAL

_MOST: Final = 3
Matrix = NDArray[np.complex128]


def with_three_turns(
    given: Circuit, done: Simplification[Circuit], call: Call
) -> Simplification[Circuit]:
    """A result with three rotations for each run of more; itself where there is none.

    Rotations by symbols stay: what three of them would be turned by is no sum of symbols.
    """
    flat = done.body.flat()
    operations: list[Operation | None] = list(flat.plain_operations)
    error = 0.0
    for run in _runs(flat.plain_operations):
        old = [flat.plain_operations[k] for k in run]
        new = _turns(old)
        gap = _gap(_product(old), _product(new))
        if gap > EQUAL:
            continue
        error += gap
        for k in run:
            operations[k] = None
        for k, turn in zip(run, new, strict=False):
            operations[k] = turn
    kept = [o for o in operations if o is not None]
    if len(kept) == len(operations):
        return done
    result = flat.with_operations(kept).unplaced()
    verdict = replace(
        done.verdict,
        method=f"{done.verdict.method}; three rotations by numbers for more in a row",
        max_error=max(error, done.verdict.max_error or 0.0),
        is_exact=False,
    )
    after = result.stats
    change = (("num_rotations", after.num_rotations - done.after.num_rotations),)
    name = "three rotations in a row"
    step = StrategyRun(name, after, verdict, True, call.seconds, change=change)
    return replace(
        done,
        body=result,
        after=after,
        verdict=verdict,
        steps=(*done.steps, step),
        parameter_map=parameter_map(given, result),
        strategy=name if done.strategy == "input" else f"{done.strategy}, {name}",
    )


def _runs(operations: Sequence[Operation]) -> list[list[int]]:
    """Places of gates by numbers that follow each other on one wire, with over three rotations."""
    found: list[list[int]] = []
    live: dict[int, list[int]] = {}
    for k, operation in enumerate(operations):
        row = GATES[operation.gate]
        numeric = not any(angle.terms for angle in operation.angles)
        is_own = len(operation.wires) == 1 and operation.wires == operation.qubits
        if numeric and is_own and row.is_unitary and not operation.conditions:
            live.setdefault(operation.qubits[0], []).append(k)
        else:
            found.extend(live.pop(wire, []) for wire in operation.wires)
    found += live.values()
    return [run for run in found if _num_rotations([operations[k] for k in run]) > _MOST]


def _num_rotations(run: Sequence[Operation]) -> int:
    wire = run[0].qubits[0] if run else 0
    return Circuit(wire + 1, tuple(run)).stats.num_rotations


def _product(run: Sequence[Operation]) -> Matrix:
    total: Matrix = np.eye(2, dtype=complex)
    for operation in run:
        total = matrix(operation.gate, [angle.at({}) for angle in operation.angles]) @ total
    return total


def _turns(run: Sequence[Operation]) -> list[Operation]:
    """rz, ry and rz with the same product up to a phase."""
    u = _product(run)
    theta = 2 * float(np.arctan2(abs(u[1, 0]), abs(u[0, 0])))
    if abs(u[1, 0]) < EQUAL:
        total, difference = cmath.phase(u[1, 1] / u[0, 0]), 0.0
    elif abs(u[0, 0]) < EQUAL:
        total, difference = 0.0, cmath.phase(-u[1, 0] / u[0, 1])
    else:
        total = cmath.phase(u[1, 1] / u[0, 0])
        difference = cmath.phase(-u[1, 0] / u[0, 1])
    # u[1,1]/u[0,0] = e^{i(φ+λ)} and -u[1,0]/u[0,1] = e^{i(φ-λ)}; each is known up to 2π together.
    phi, lam = (total + difference) / 2, (total - difference) / 2
    angles = ("rz", lam), ("ry", theta), ("rz", phi)
    qubits = run[0].qubits
    turns = [Operation(gate, qubits, (Angle.of(angle),)) for gate, angle in angles]
    if _gap(u, _product(turns)) > EQUAL:
        turns[0] = Operation("rz", qubits, (Angle.of(lam + np.pi),))
        turns[2] = Operation("rz", qubits, (Angle.of(phi + np.pi),))
    return turns


def _gap(a: Matrix, b: Matrix) -> float:
    """How far two maps of a qubit are from each other, up to a phase."""
    overlap = complex(np.vdot(b, a))
    return float(np.linalg.norm(a - b * overlap / max(abs(overlap), EQUAL)))
