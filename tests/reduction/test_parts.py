"""The pieces that strategies are made of, each against Qiskit's matrices or counted by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from qdesign import qasm
from qdesign.angle import Angle
from qdesign.circuit import Circuit, Operation
from qdesign.equivalence import closes
from qdesign.errors import Cancelled
from qdesign.reduction.cancel import cancel, meet
from qdesign.reduction.elementary import to_elementary, to_plain_elementary, with_angle
from qdesign.reduction.local_resynthesis import num_two_qubit, resynthesize_windows, take_window
from qdesign.reduction.phase_teleportation import teleport_phases
from qdesign.reduction.simplify import simplify
from qdesign.reduction.tket import Stand, Unreadable, from_tket, greedy_pauli, to_tket
from qdesign.reduction.todd import reduce_phases, todd
from qdesign.zx.gadgets import Rotation, merge, named_radians, to_rotations
from qdesign.zx.phases import Parities, equal_phases, polynomial
from qdesign.zx.synthesis import to_circuit
from tests.notation import circuit
from tests.simulate.oracle import random_circuit
from tests.zx.oracle import distance, unitary, values_for

CORPUS = Path(__file__).parents[1] / "data" / "zx"


def never() -> bool:
    return False


def corpus(name: str) -> Circuit:
    return qasm.loads((CORPUS / f"{name}.qasm").read_text())


@pytest.mark.parametrize("seed", range(25))
def test_every_piece_keeps_the_map(seed: int) -> None:
    rng = np.random.default_rng(seed)
    given = random_circuit(int(rng.integers(1, 5)), 20, rng)
    values = values_for(given.parameters, rng)
    expected = unitary(given, values)
    operations = given.plain_operations
    n = given.num_qubits
    teleported = teleport_phases(operations, n)
    results = [
        teleported,
        meet(operations),
        cancel(teleported),
        [a for o in operations for a in to_elementary(o)],
        [a for o in operations for a in to_plain_elementary(o)],
        list(to_circuit(merge(to_rotations(given))).plain_operations),
    ]
    for result in results:
        assert distance(unitary(Circuit(n, tuple(result)), values), expected) < 1e-8


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("native", [False, True])
def test_angles_survive_pytket_exactly(seed: int, native: bool) -> None:
    given = random_circuit(4, 14, np.random.default_rng(seed))
    plain = [a for o in teleport_phases(given.plain_operations, 4) for a in to_plain_elementary(o)]
    stand = Stand()
    try:
        found = greedy_pauli(
            to_tket(plain, 4, stand), discount=0.3, depth_weight=0.0, seed=0, native=native
        )
        result = Circuit(4, tuple(from_tket(found, stand)))
    except Unreadable:
        pytest.skip("two rotations met that teleportation had left apart")
    values = values_for(given.parameters, np.random.default_rng(seed))
    assert distance(unitary(result, values), unitary(given, values)) < 1e-8


def test_a_number_that_stands_for_no_angle_is_refused() -> None:
    stand = Stand()
    angle = Angle.parse("a/3 + 0.1")
    number = stand.number(angle)
    assert stand.angle(number) == angle
    assert stand.angle(-number) == -angle
    assert stand.angle(1.5 - number) == Angle.parse("3*pi/2") - angle
    assert stand.angle(number + 2.5) == angle + Angle.parse("5*pi/2")
    with pytest.raises(Unreadable):
        stand.angle(number + 0.01)


def test_untouched_operations_stay_the_same_objects() -> None:
    given = circuit(
        """
        q0: rz(a) rx(b) ●  rz(c)
        q1: .     .     X  .
        """
    )
    teleported = teleport_phases(given.plain_operations, 2)
    assert [a is b for a, b in zip(teleported, given.plain_operations, strict=True)] == [True] * 4


def test_a_rotation_moves_to_where_it_needs_fewer_qubits() -> None:
    given = Circuit.of(2, "rzz(a) 0 1; cx 0 1; rz(b) 1")
    teleported = teleport_phases(given.plain_operations, 2)
    assert [(o.gate, str(o.angles[0])) for o in teleported if o.angles] == [("rz", "a + b")]


def test_cancellation_goes_through_what_commutes() -> None:
    assert cancel(Circuit.of(3, "cx 0 1; rz(a) 0; rx(b) 1; cx 0 2; cx 0 1").plain_operations) == (
        list(Circuit.of(3, "rz(a) 0; rx(b) 1; cx 0 2").plain_operations)
    )
    assert cancel(Circuit.of(2, "h 1; cx 0 1; h 1; cz 0 1").plain_operations) == []
    assert len(meet(Circuit.of(2, "cx 0 1; h 0; cx 0 1").plain_operations)) == 3


def test_controlled_rotations_add_with_their_long_period() -> None:
    assert meet(Circuit.of(2, "crz(2*pi) 0 1; crz(2*pi) 0 1").plain_operations) == []
    assert len(meet(Circuit.of(2, "crz(pi) 0 1; crz(pi) 0 1").plain_operations)) == 1


def test_rotations_by_exact_angles_get_plain_names() -> None:
    turn = Operation("rz", (0,), (Angle(),))
    names = [with_angle(turn, Angle.pi_times(k) / 4)[0].gate for k in (1, 2, 3, 4, 6, 7)]
    assert names == ["t", "s", "rz", "z", "sdg", "tdg"]
    assert with_angle(turn, Angle.pi_times(2)) == ()


@pytest.mark.parametrize("seed", range(10))
def test_a_window_can_be_brought_together(seed: int) -> None:
    rng = np.random.default_rng(seed)
    given = named_radians(random_circuit(5, 30, rng))
    operations = [a for o in given.plain_operations for a in to_elementary(o)]
    piece = take_window(operations, int(rng.integers(len(operations))), 3, rng)
    assert len(piece.qubits) <= 3
    together = Circuit(5, (*piece.before, *piece.inside, *piece.after))
    assert closes(given, together)
    assert num_two_qubit(together.plain_operations) == num_two_qubit(operations)


def test_windows_never_add_two_qubit_gates() -> None:
    given = corpus("tof_3")
    start = cancel(teleport_phases(given.plain_operations, 5))
    result = resynthesize_windows(
        start,
        5,
        native=False,
        rounds=150,
        patience=150,
        rng=np.random.default_rng(0),
        stop=never,
    )
    assert num_two_qubit(result) <= num_two_qubit([a for o in start for a in to_elementary(o)])
    assert closes(given, Circuit(5, tuple(result)))


def test_the_parities_of_four_qubits_are_clifford() -> None:
    # All fifteen: T on every parity of four bits, the smallest identity beyond merging.
    assert reduce_phases(list(range(1, 16)), np.random.default_rng(0), never) == []
    left = polynomial((k, 1) for k in range(1, 16))
    assert all(value % {1: 2, 2: 4, 3: 8}[len(place)] == 0 for place, value in left.items())


def test_phases_are_compared_exactly() -> None:
    turn = Angle.pi_times(1) / 4
    three = [Rotation(0, z, turn) for z in (1, 2, 3)]
    assert equal_phases(three, three[::-1], 2)
    assert not equal_phases(three, three[:2], 2)
    assert not equal_phases([Rotation(1, 0, turn)], [Rotation(0, 1, turn)], 2)
    # exp(-iπ/4 (Z0 + Z1 - Z0Z1)) is CZ up to a scalar, and CZ twice is nothing.
    half = [Rotation(0, 1, turn * 2), Rotation(0, 2, turn * 2), Rotation(0, 3, -turn * 2)]
    assert equal_phases([*half, *half], [], 2)
    assert not equal_phases(half, [], 2)


def test_paulis_are_signed_products_of_generators() -> None:
    axes = [Rotation(1, 1, Angle()), Rotation(2, 2, Angle()), Rotation(3, 3, Angle())]
    parities = Parities.of(axes, 2)
    assert len(parities.generators) == 2
    assert parities.parity(3, 3) == (3, 1)
    assert parities.parity(1, 0) is None


@pytest.mark.parametrize(("name", "most"), [("mod5_4", 7), ("mod_mult_55", 22)])
def test_t_gates_are_reduced_and_the_chain_proves_it(name: str, most: int) -> None:
    given = corpus(name)
    form, _ = todd(to_rotations(given), np.random.default_rng(0), never)
    assert len(form.rotations) <= most
    result = simplify(given, "todd", "t")
    assert result.after.num_t <= most
    assert result.verdict.equal is True
    assert result.after.num_qubits == given.num_qubits
    assert distance(unitary(given, {}), unitary(result.body, {})) < 1e-8  # type: ignore[arg-type]


@pytest.mark.parametrize(("name", "most"), [("tof_3", 15), ("mod5_4", 12), ("barenco_tof_3", 18)])
def test_best_has_no_more_two_qubit_gates_than_greedy_pauli_synthesis(name: str, most: int) -> None:
    result = simplify(corpus(name))
    assert result.after.num_two_qubit <= most
    assert result.verdict.equal is True


def test_every_piece_stops_when_asked() -> None:
    given = random_circuit(3, 40, np.random.default_rng(0))
    for run in (
        lambda: teleport_phases(given.plain_operations, 3, lambda: True),
        lambda: meet(given.plain_operations, lambda: True),
        lambda: to_rotations(given, lambda: True),
    ):
        with pytest.raises(Cancelled):
            run()
