"""Circuit → diagram, against Qiskit's matrices."""

import numpy as np
import pytest

from qdesign import ansatz
from qdesign.angle import Angle
from qdesign.circuit import Circuit, Operation
from qdesign.errors import NotUnitary, TooLarge
from qdesign.gates import GATES
from qdesign.zx.dense import tensor
from qdesign.zx.translate import to_diagram
from tests.notation import circuit
from tests.simulate.oracle import random_circuit
from tests.zx.oracle import distance, unitary, values_for

UNITARY = [name for name, row in GATES.items() if row.is_unitary]


@pytest.mark.parametrize("name", UNITARY)
@pytest.mark.parametrize(("controls", "anticontrols"), [(0, 0), (1, 0), (1, 1)])
def test_the_diagram_of_every_row_is_qiskits_matrix(
    name: str, controls: int, anticontrols: int
) -> None:
    rng = np.random.default_rng(len(name))
    row = GATES[name]
    total = max(1, row.num_qubits + controls + anticontrols)
    wires = [int(q) for q in rng.permutation(total)]
    own, rest = wires[: row.num_qubits], wires[row.num_qubits :]
    angles = tuple(Angle.parameter(f"θ{k}") for k in range(len(row.angles)))
    operation = Operation(
        name,
        tuple(own),
        angles,
        tuple(rest[:controls]),
        tuple(rest[controls : controls + anticontrols]),
    )
    drawn = Circuit(total, (operation,))
    values = values_for(drawn.parameters, rng)
    assert distance(tensor(to_diagram(drawn), values), unitary(drawn, values)) < 1e-10


@pytest.mark.parametrize("seed", range(20))
def test_the_diagram_of_a_random_circuit_is_qiskits_matrix(seed: int) -> None:
    rng = np.random.default_rng(seed)
    drawn = random_circuit(int(rng.integers(1, 5)), 12, rng)
    values = values_for(drawn.parameters, rng)
    assert distance(tensor(to_diagram(drawn), values), unitary(drawn, values)) < 1e-10


def test_spiders_stand_on_their_qubit_in_time_order() -> None:
    diagram = to_diagram(
        circuit(
            """
            q0: rz(a) ●  .
            q1: .     X  rz(b)
            """
        )
    )
    spiders = [s for s in diagram.spiders if s.id.startswith("s")]
    assert [s.y for s in spiders] == [0, 0, 1, 1]
    assert spiders[0].x < spiders[1].x == spiders[2].x < spiders[3].x
    assert diagram.inputs == ("in0", "in1")


def test_a_hadamard_becomes_an_edge() -> None:
    assert to_diagram(Circuit.of(1, "h 0; rz(a) 0; h 0")).num_spiders == 1


def test_a_measurement_has_no_diagram() -> None:
    with pytest.raises(NotUnitary, match="measurement"):
        to_diagram(Circuit(1, (Operation("measure", (0,), clbits=(0,)),), num_clbits=1))


def test_a_tensor_that_would_be_too_large_is_refused() -> None:
    with pytest.raises(TooLarge):
        tensor(to_diagram(ansatz.sim(6, num_qubits=14)))


def test_the_tensor_of_bare_wires_is_the_identity_or_a_hadamard() -> None:
    wires = tensor(to_diagram(Circuit.of(2, "h 1")))
    expected = np.kron(np.array([[1, 1], [1, -1]]) / 2**0.5, np.eye(2))
    assert np.abs(wires - expected).max() < 1e-12
