"""Walks whose pair gates stand on neighbors: their gates, their ends, and what they equal."""

from __future__ import annotations

import numpy as np
import pytest

from qdesign.circuit import Circuit
from qdesign.equivalence import equivalent
from qdesign.reduction.gathering import gathered
from qdesign.reduction.mapped import walks_on
from qdesign.reduction.result import Call
from qdesign.reduction.simplify import simplify
from qdesign.reduction.walks import Setting, Walker, to_operations
from qdesign.routing.coupling import Coupling, coupling_of
from qdesign.zx.gadgets import merge, to_rotations
from tests.simulate.oracle import random_circuit

LINE = ((1,), (0, 2), (1, 3), (2,))


def coupling(name: str, num_qubits: int) -> Coupling:
    found = coupling_of(name, num_qubits)
    assert found is not None
    return found


def pairs(circuit: Circuit) -> set[tuple[int, ...]]:
    """Qubits of the two-qubit gates but for the exchanges at the end."""
    operations = list(circuit.plain_operations)
    while operations and (operations[-1].gate == "swap" or len(operations[-1].qubits) == 1):
        operations.pop()
    return {o.qubits for o in operations if len(o.qubits) == 2}


@pytest.mark.parametrize("seed", range(12))
def test_a_walk_on_neighbors_is_ended_and_shortened_without_leaving_them(seed: int) -> None:
    circuit = random_circuit(4, 25, np.random.default_rng(seed))
    form = merge(to_rotations(circuit))
    walker = Walker(form, seed=seed, neighbors=LINE)
    assert walker.fresh(Setting(8, 0.6, 0.1)) >= 0
    steps = walker.steps
    steps += gathered(form.frame, steps, LINE)
    closed = Walker(form, seed=seed, room=len(steps), neighbors=LINE)
    start = closed.take(steps)
    assert closed.improve(20_000) <= start
    for found in (to_operations(form, steps, exchanges=True), closed.operations()):
        result = Circuit(4, tuple(found))
        assert equivalent(circuit, result).equal is True
        assert all(b in LINE[a] for a, b in pairs(result))


def test_without_a_map_walks_are_as_they_were() -> None:
    circuit = random_circuit(4, 25, np.random.default_rng(3))
    form = merge(to_rotations(circuit))
    first = Walker(form).fresh(Setting(8, 0.6, 0.1))
    Walker(form, neighbors=LINE).fresh(Setting(8, 0.6, 0.1))
    assert Walker(form).fresh(Setting(8, 0.6, 0.1)) == first


@pytest.mark.parametrize("name", ["line", "grid", "heavy_hex"])
def test_walks_on_a_device_equal_the_circuit_and_fit_it_as_they_are(name: str) -> None:
    circuit = Circuit.of(
        4,
        "cx 0 1; cx 1 2; cx 2 3; rz(a) 3; cx 2 3; cx 1 2; cx 0 1; h 0; h 3; cx 0 3; rz(b) 3; "
        "cx 0 3; h 0; h 3; cx 0 2; rz(a + b) 2; cx 0 2; h 1; cx 1 3; rz(c) 3; cx 1 3; h 1",
    )
    device = coupling(name, 4)
    found = [c.circuit for c in walks_on(circuit, Call("two_qubit", coupling=device))]
    assert found
    for each in found:
        assert equivalent(circuit, each).equal is True
    # As many gates after routing as before: exchanges at the end are no gates there.
    lowered = simplify(found[-1], "teleport", coupling=name).lowered
    assert lowered is not None
    assert lowered.before.num_two_qubit <= sum(
        len(o.qubits) == 2 and o.gate != "swap" for o in found[-1].plain_operations
    )
