"""Many random symbolic circuits: results against Qiskit's matrices, and no false "equal".

Each circuit goes through some of the pairs of a strategy and what it minimizes, in turn, so that a
whole run has tried every pair and every criterion often. The oracle is Qiskit's `Operator`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import numpy as np
import pytest

import qdesign as qd
from qdesign.angle import Angle
from qdesign.circuit import Circuit, Operation
from qdesign.equivalence.criteria import Criterion
from qdesign.reduction.cost import COSTS, cost
from scripts.campaign import cases
from tests.simulate.oracle import random_circuit
from tests.zx.oracle import distance, unitary, values_for

SIMPLIFIED = "random circuits simplified, and their results damaged"
PAIRS = tuple(product(qd.catalog("strategy"), COSTS))
"""Every strategy with all that can be minimized."""

CRITERIA = ("phase", "exactly", "permutation", "input", "ancillas", "measured", "deferred")
_EACH = 3
"""Pairs that each circuit is simplified by, and results that are damaged."""

_LARGE = 50
"""One in so many circuits has 1,000 to 10,000 gates."""

_SAME = 1e-6


def mixed(num_qubits: int, length: int, rng: np.random.Generator) -> Circuit:
    """Clifford gates, T gates and rotations with shared, scaled and derived parameters."""
    operations: list[Operation] = []
    for _ in range(length):
        kind = rng.random()
        a, b = (int(q) for q in rng.permutation(num_qubits)[:2])
        if kind < 0.35:
            gate = str(rng.choice(["rx", "ry", "rz", "p"]))
            shown = ["a", "b", "c", "2*a", "-b", "a + b", "a*b", "sin(c)", "pi/4", "0.3", "c - 0.7"]
            operations.append(Operation(gate, (a,), (Angle.parse(str(rng.choice(shown))),)))
        elif kind < 0.6:
            gate = str(rng.choice(["h", "s", "sdg", "t", "x", "sx", "y"]))
            operations.append(Operation(gate, (a,)))
        else:
            gate = str(rng.choice(["cx", "cx", "cz", "swap"]))
            operations.append(Operation(gate, (a, b)))
    return Circuit(num_qubits, tuple(operations))


def circuit_of(case: int, rng: np.random.Generator) -> Circuit:
    if case % _LARGE == _LARGE - 1:
        return mixed(int(rng.integers(4, 7)), int(10 ** rng.uniform(3, 4)), rng)
    size = int(rng.integers(2, 6))
    length = int(rng.integers(5, 40))
    return (mixed if case % 3 else random_circuit)(size, length, rng)


# --- what a criterion means, by matrices ----------------------------------------------------------


def bits(index: int, qubits: tuple[int, ...]) -> int:
    return sum((index >> q & 1) << k for k, q in enumerate(qubits))


def columns(size: int, zeros: tuple[int, ...]) -> list[int]:
    """Basis states in which some qubits are 0."""
    return [k for k in range(size) if not bits(k, zeros)]


def moved(matrix: np.ndarray, places: tuple[int, ...]) -> np.ndarray:
    """The matrix with output qubit q at `places[q]`."""
    rows = [
        sum((k >> q & 1) << place for q, place in enumerate(places)) for k in range(len(matrix))
    ]
    result = np.empty_like(matrix)
    result[rows] = matrix
    return result


def used(circuit: Circuit) -> set[int]:
    return {q for o in circuit.plain_operations if o.gate != "measure" for q in o.wires}


def agree(
    a: Circuit,
    b: Circuit,
    criterion: str,
    chosen: tuple[int, ...],
    places: tuple[int, ...] | None,
    values: dict[str, float],
) -> bool:
    """Are two unitary circuits the same by a criterion, at values? `chosen` are its qubits."""
    u, v = (unitary(c, {n: values[n] for n in c.parameters}) for c in (a, b))
    size = len(u)
    if criterion == "exactly":
        return float(np.abs(u - v).max()) < _SAME
    if criterion == "permutation":
        return places is not None and distance(moved(u, places), v) < _SAME
    if criterion in ("input", "ancillas"):
        zeros = chosen if criterion == "input" else tuple(sorted(used(a) ^ used(b)))
        kept = columns(size, zeros)
        u, v = u[:, kept], v[:, kept]
        if criterion == "ancillas":
            ends = [float(np.abs(np.delete(m, kept, axis=0)).max(initial=0.0)) for m in (u, v)]
            if max(ends) > _SAME:
                return False
        return distance(u, v) < _SAME
    if criterion in ("measured", "deferred"):
        for record in range(2 ** len(chosen)):
            rows = [k for k in range(size) if bits(k, chosen) == record]
            one, two = u[rows], v[rows]
            if criterion == "measured":
                one, two = one.conj().T @ one, two.conj().T @ two
                if float(np.abs(one - two).max()) > _SAME:
                    return False
            else:
                lengths = np.linalg.norm(one), np.linalg.norm(two)
                if abs(lengths[0] - lengths[1]) > _SAME:
                    return False
                if abs(abs(np.vdot(one, two)) - lengths[0] * lengths[1]) > _SAME:
                    return False
        return True
    return distance(u, v) < _SAME


def asked(criterion: str, chosen: tuple[int, ...]) -> Criterion:
    return ("input", chosen) if criterion == "input" else criterion


def with_ends(circuit: Circuit, criterion: str, chosen: tuple[int, ...]) -> Circuit:
    """The circuit with the measurements at its end that a criterion is about."""
    if criterion not in ("measured", "deferred"):
        return circuit
    ends = [Operation("measure", (q,), clbits=(k,)) for k, q in enumerate(chosen)]
    return replace(
        circuit.flat(),
        operations=(*circuit.plain_operations, *ends),
        num_clbits=len(ends),
    )


# --- damage ---------------------------------------------------------------------------------------


def damaged(circuit: Circuit, rng: np.random.Generator) -> Circuit:
    """One operation is left out, turns by 1e-3 more, has other wires, or comes after the next."""
    operations = list(circuit.plain_operations)
    place = int(rng.integers(len(operations)))
    chosen = operations[place]
    kind = int(rng.integers(4))
    if kind == 0 and chosen.angles:
        first = chosen.angles[0] + Angle.of(1e-3)
        operations[place] = replace(chosen, angles=(first, *chosen.angles[1:]))
    elif kind == 1 and circuit.num_qubits > 1:
        wires = list(range(circuit.num_qubits))
        a, b = rng.choice(circuit.num_qubits, 2, replace=False)
        wires[a], wires[b] = wires[b], wires[a]
        operations[place] = replace(
            chosen,
            qubits=tuple(wires[q] for q in chosen.qubits),
            controls=tuple(wires[q] for q in chosen.controls),
            anticontrols=tuple(wires[q] for q in chosen.anticontrols),
        )
    elif kind == 2 and place + 1 < len(operations):
        operations[place : place + 2] = operations[place + 1], chosen
    else:
        del operations[place]
    return circuit.with_operations(operations)


def exchanged(circuit: Circuit, rng: np.random.Generator) -> Circuit:
    """The circuit with two qubits exchanged at the end, which one criterion takes as equal."""
    a, b = (int(q) for q in rng.permutation(circuit.num_qubits)[:2])
    return circuit.with_operations((*circuit.plain_operations, Operation("swap", (a, b))))


# --- the campaign ---------------------------------------------------------------------------------


def results(case: int, given: Circuit) -> Iterator[Circuit]:
    """What some pairs make of a circuit, each held against the oracle."""
    rng = np.random.default_rng(case)
    is_large = given.num_operations >= 1000
    points = [values_for(given.parameters, rng) for _ in range(1 if is_large else 2)]
    matrices = [unitary(given, values) for values in points]
    first = _EACH * case
    for k in range(first, first + (1 if is_large else _EACH)):
        strategy, minimize = PAIRS[(k + case // len(PAIRS)) % len(PAIRS)]
        budget = 8.0 if is_large else None
        done = qd.simplify(given, strategy, minimize, seed=case, time_budget=budget)
        told = (case, strategy, minimize)
        assert done.verdict.equal is True, told
        assert cost(done.after, minimize) <= cost(done.before, minimize), told
        if minimize != "t":
            assert done.after.num_two_qubit <= done.before.num_two_qubit, told
        assert set(done.body.parameters) <= set(given.parameters), told
        for values, matrix in zip(points, matrices, strict=True):
            at = {name: values[name] for name in done.body.parameters}
            assert distance(unitary(done.body, at), matrix) < _SAME, told
        yield done.body


def check(case: int) -> None:
    """Results of a circuit are the same map, and damaged ones are not called equal."""
    rng = np.random.default_rng(10_000 + case)
    given = circuit_of(case, rng)
    for number, body in enumerate(results(case, given)):
        if not body.plain_operations or body.num_operations > 1000:
            continue
        for wrong in (body, damaged(body, rng), damaged(body, rng), exchanged(body, rng)):
            criterion = CRITERIA[(case + number + int(rng.integers(2))) % len(CRITERIA)]
            count = int(rng.integers(1, given.num_qubits + 1))
            chosen = tuple(int(q) for q in rng.permutation(given.num_qubits)[:count])
            pair = [with_ends(each, criterion, chosen) for each in (given, wrong)]
            verdict = qd.equivalent(*pair, up_to=asked(criterion, chosen), seed=case)
            names = tuple(dict.fromkeys((*given.parameters, *wrong.parameters)))
            for _ in range(2):
                holds = agree(
                    given, wrong, criterion, chosen, verdict.permutation, values_for(names, rng)
                )
                told = (case, number, criterion, chosen, verdict)
                assert holds or verdict.equal is not True, told
            if wrong is body and criterion != "exactly":
                assert verdict.equal is not False, told


@pytest.mark.sized(SIMPLIFIED)
def test_results_are_the_same_map_and_damaged_ones_are_never_called_equal() -> None:
    for case in range(cases(SIMPLIFIED)):
        check(case)
