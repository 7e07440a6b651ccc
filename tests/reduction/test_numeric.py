"""Windows fitted by numbers: fewer two-qubit gates, the same map, and nothing unasked."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from qdesign.circuit import Circuit
from qdesign.errors import Cancelled
from qdesign.reduction.instantiation import Fits, Layout
from qdesign.reduction.numeric_windows import (
    PROVEN,
    Effort,
    NumericWindows,
    distance,
    to_layout,
    to_operations,
)
from qdesign.reduction.simplify import simplify
from tests.zx.oracle import distance as apart
from tests.zx.oracle import unitary

FIVE_TURNS = Circuit.of(
    2,
    "cx 0 1; rx(0.3) 0; rz(0.4) 1; cx 0 1; ry(0.7) 0; rx(1.1) 1; cx 0 1; rz(0.2) 0; "
    "ry(0.9) 1; cx 1 0; rx(0.5) 0; ry(1.3) 1; cx 0 1",
)


def searched(circuit: Circuit, *, seed: int = 0, keeps_rotations: bool = False) -> NumericWindows:
    search = NumericWindows(
        circuit.plain_operations,
        circuit.num_qubits,
        values={},
        rng=np.random.default_rng(seed),
        stop=lambda: False,
        keeps_rotations=keeps_rotations,
    )
    search.run(Effort(5e8, 5e9), lambda _: None)
    return search


def test_a_toffoli_gate_is_found_from_random_gates() -> None:
    pairs = np.array([[1, 2], [0, 2], [1, 2], [0, 2], [0, 1], [0, 1]])
    count = 24
    layout = Layout(
        np.repeat(pairs[None], count, 0),
        np.ones((count, 6), dtype=bool),
        np.broadcast_to(np.eye(2, dtype=complex), (count, 6, 2, 2, 2)),
        np.broadcast_to(np.eye(2, dtype=complex), (count, 3, 2, 2)),
    )
    rng = np.random.default_rng(0)
    begun = layout.turned(2 * rng.normal(size=(count, 6, 2, 3)), rng.normal(size=(count, 3, 3)))
    toffoli = np.eye(8)[[0, 1, 2, 7, 4, 5, 6, 3]]
    fits = Fits(begun, toffoli)
    fits.run(steps=100, good=1e-26)
    best = int(np.argmin(fits.costs))
    assert fits.costs[best] < 1e-24
    assert distance(fits.layout.chosen([best]).maps()[0], toffoli) < 1e-11


def test_operations_are_a_layout_and_back() -> None:
    text = "h 0; t 0; cx 0 1; sdg 1; cz 2 1; rx(0.3) 2; x 1; cx 2 0; rz(pi/8) 1; y 0; cx 1 2"
    circuit = Circuit.of(3, text)
    layout = to_layout(circuit.plain_operations, 3, {})
    back = circuit.with_operations(to_operations(layout))
    assert apart(unitary(back, {}), unitary(circuit, {})) < 1e-14
    assert apart(layout.maps()[0], unitary(circuit, {})) < 1e-14
    assert {str(a) for o in back.plain_operations for a in o.angles} == {"0.3", "5*pi/4", "15*pi/8"}


def test_two_qubits_need_three_gates_whatever_the_angles() -> None:
    search = searched(FIVE_TURNS)
    found = FIVE_TURNS.with_operations(search.operations)
    assert found.stats.num_two_qubit == 3
    assert 0 < search.error < PROVEN
    assert apart(unitary(found, {}), unitary(FIVE_TURNS, {})) < 1e-11


def test_the_same_seed_gives_the_same_operations() -> None:
    first, second = (searched(FIVE_TURNS, seed=3).operations for _ in range(2))
    assert first == second


def test_simplify_says_that_numbers_were_used() -> None:
    result = simplify(FIVE_TURNS, "numeric")
    assert result.after.num_two_qubit == 3
    assert result.strategy == "numeric windows"
    assert not result.verdict.is_exact
    assert result.verdict.equal
    assert result.verdict.max_error is not None
    assert 0 < result.verdict.max_error < 1e-9
    step = next(step for step in result.steps if step.name == "numeric windows")
    assert step.kept
    assert dict(step.change)["num_two_qubit"] == -2


def test_without_resynthesis_all_stays_exact() -> None:
    result = simplify(FIVE_TURNS, "numeric", resynthesize=False)
    assert result.after.num_two_qubit == 5
    assert all(step.name != "numeric windows" for step in result.steps)


def test_symbols_stand_between_windows() -> None:
    circuit = Circuit.of(2, "").with_operations(
        [
            *FIVE_TURNS.plain_operations,
            *Circuit.of(2, "rx(a) 0; cx 0 1; rx(a) 1").plain_operations,
            *FIVE_TURNS.inverse().plain_operations[3:],
        ]
    )
    result = simplify(circuit, "numeric")
    assert result.after.num_two_qubit <= 7
    assert result.body.parameters == ("a",)
    values = {"a": 0.83}
    assert apart(unitary(result.body, values), unitary(circuit, values)) < 1e-10


@pytest.mark.parametrize("minimize", ["rotations", "t"])
def test_what_is_minimized_never_rises(minimize: str) -> None:
    circuit = Circuit.of(3, "ccx 0 1 2; t 0; h 1; ccx 1 0 2")
    result = simplify(circuit, "numeric", minimize)
    merged = simplify(circuit, "teleport", minimize)
    assert result.after.num_rotations <= merged.after.num_rotations
    assert result.after.num_t <= merged.after.num_t


def test_more_qubits_than_numbers_compare_are_left_out_in_words() -> None:
    wide = Circuit.of(23, "; ".join(f"cx {q} {q + 1}; rx(0.3) {q}" for q in range(22)))
    result = simplify(wide, "numeric")
    (why,) = result.left_out
    assert "up to 22 qubits, and this part uses 23" in why


def test_a_cancelled_search_ends() -> None:
    event = threading.Event()
    event.set()
    with pytest.raises(Cancelled):
        simplify(FIVE_TURNS, "numeric", cancel=event)
