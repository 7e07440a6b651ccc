"""Circuits as PennyLane's functions: the same map, state and slopes at the same values."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from qiskit.quantum_info import Operator

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    qml = pytest.importorskip("pennylane")
    pnp = pytest.importorskip("pennylane.numpy")

import qdesign as qd
from qdesign import Circuit, Condition, Observable, Operation, Simulator, to_pennylane, to_qiskit
from qdesign.angle import Angle
from qdesign.errors import InvalidCircuit, MissingValue, NotConvertible, UnknownParameter
from qdesign.formula import FUNCTIONS
from qdesign.gates import GATES, ROWS
from tests.strategies import circuits

pytestmark = pytest.mark.filterwarnings("ignore")  # PennyLane's own

UNITARY = [row.name for row in ROWS if row.is_unitary]


def values_of(circuit: Circuit) -> dict[str, float]:
    return {name: 0.3 + 0.41 * k for k, name in enumerate(circuit.parameters)}


def ours(circuit: Circuit) -> np.ndarray:
    """The matrix in Qiskit's order."""
    return np.asarray(Operator(to_qiskit(circuit.bind(values_of(circuit)))).data)


def theirs(circuit: Circuit) -> np.ndarray:
    """PennyLane's, its wires from the last one down, so that wire 0 is the lowest bit."""
    order = list(reversed(range(circuit.num_qubits)))
    function = to_pennylane(circuit)
    return np.asarray(qml.matrix(function, wire_order=order)(*values_of(circuit).values()))


@pytest.mark.parametrize("name", UNITARY)
def test_every_gate_keeps_its_matrix_with_and_without_controls(name: str) -> None:
    row = GATES[name]
    angles = tuple(Angle.parse(f"2*{letter} + pi/3") for letter in "abcd"[: len(row.angles)])
    own = tuple(range(row.num_qubits))
    free = row.num_qubits
    base = (Operation("h", (free,)), Operation("h", (free + 1,)))
    for controls, anticontrols in (((), ()), ((free,), ()), ((), (free,)), ((free,), (free + 1,))):
        operation = Operation(name, own, angles, controls, anticontrols)
        circuit = Circuit(row.num_qubits + 2, (*base, operation))
        assert np.abs(theirs(circuit) - ours(circuit)).max() < 1e-9


@given(circuits())
@settings(max_examples=25, deadline=None)
def test_random_circuits_keep_their_matrix(circuit: Circuit) -> None:
    assert np.abs(theirs(circuit) - ours(circuit)).max() < 1e-9


@given(circuits())
@settings(max_examples=15, deadline=None)
def test_random_circuits_come_back(circuit: Circuit) -> None:
    names = [str(Angle.parameter(name)) for name in circuit.parameters]
    used = qml.tape.make_qscript(to_pennylane(circuit))(*values_of(circuit).values()).wires
    if not circuit.operations or set(used) != set(range(circuit.num_qubits)):
        return  # PennyLane knows of no wire that nothing acts on
    back = qd.from_pennylane(to_pennylane(circuit), *names)
    assert set(back.parameters) <= set(circuit.parameters)
    numbers = {n: v for n, v in values_of(circuit).items() if n in back.parameters}
    found = np.asarray(Operator(to_qiskit(back.bind(numbers))).data)
    assert np.abs(found - ours(circuit)).max() < 1e-9


@given(circuits(unitary=False, max_qubits=2))
@settings(max_examples=10, deadline=None)
def test_measurement_reset_and_conditions_give_the_same_mixture(circuit: Circuit) -> None:
    observable = Observable({"X" * circuit.num_qubits: 1.0, "Z" * circuit.num_qubits: 0.5})
    function, hamiltonian = to_pennylane(circuit), to_pennylane(observable)

    @qml.qnode(qml.device("default.qubit"))
    def energy(*values):
        function(*values)
        return qml.expval(hamiltonian)

    values = values_of(circuit)
    simulator = Simulator(_with_tail(circuit), observable)
    assert float(energy(*values.values())) == pytest.approx(simulator.expectation(values), abs=1e-9)


def _with_tail(circuit: Circuit) -> Circuit:
    """Measurements at the end count in PennyLane: a gate behind them keeps them."""
    tail = tuple(Operation("id", (q,)) for q in range(circuit.num_qubits))
    return circuit.with_operations((*circuit.operations, *tail))


def test_conditions_of_every_kind_are_kept() -> None:
    for value in range(4):
        for equal in (True, False):
            condition = Condition((0, 1), value, equal)
            circuit = Circuit(
                3,
                (
                    *Circuit.of(3, "ry(0.7) 0; ry(1.9) 1").operations,
                    Operation("measure", (0,), clbits=(0,)),
                    Operation("measure", (1,), clbits=(1,)),
                    Operation("rx", (2,), (Angle.of(0.9),), conditions=(condition,)),
                ),
                num_clbits=2,
            )
            function = to_pennylane(circuit)

            @qml.qnode(qml.device("default.qubit"))
            def energy(function=function):
                function()
                return qml.expval(qml.Z(2))

            expected = Simulator(circuit, Observable({"ZII": 1.0})).expectation()
            assert float(energy()) == pytest.approx(expected, abs=1e-12)


def test_measured_bits_are_returned() -> None:
    circuit = Circuit(
        2,
        (
            *Circuit.of(2, "ry(a) 0; cx 0 1").operations,
            Operation("measure", (1,), clbits=(2,)),
        ),
        num_clbits=3,
    )
    function = to_pennylane(circuit)

    @qml.qnode(qml.device("default.qubit"))
    def ones(a):
        bits = function(a)
        assert bits[:2] == (None, None)
        return qml.expval(bits[2])

    assert float(ones(0.8)) == pytest.approx(np.sin(0.4) ** 2)


def test_functions_are_differentiated() -> None:
    text = "ry(x) 0; rx(x*y + 0.2) 1; cx 0 1; rz(sin(y)/2) 1; ry(exp(-x**2)) 1; crx(2*y) 1 0"
    circuit = Circuit.of(2, text)
    observable = Observable({"ZX": 1.0, "YI": -0.5})
    function, hamiltonian = to_pennylane(circuit), to_pennylane(observable)

    @qml.qnode(qml.device("default.qubit"))
    def energy(values):
        function(values)
        return qml.expval(hamiltonian)

    point = pnp.array([0.7, 1.3], requires_grad=True)
    expected, slopes = Simulator(circuit, observable).gradient(list(point))
    assert float(energy(point)) == pytest.approx(expected, abs=1e-12)
    assert np.asarray(qml.grad(energy)(point)) == pytest.approx(slopes, abs=1e-9)


def test_phases_under_controls_are_differentiated() -> None:
    circuit = Circuit(
        2,
        (
            Operation("h", (0,)),
            Operation("h", (1,)),
            Operation("gphase", (), (Angle.parameter("a"),), (0,)),
            Operation("gphase", (), (Angle.parse("2*a"),), (), (0, 1)),
        ),
    )
    observable = Observable({"IX": 1.0, "XY": 0.5})
    function, hamiltonian = to_pennylane(circuit), to_pennylane(observable)

    @qml.qnode(qml.device("default.qubit"))
    def energy(a):
        function(a)
        return qml.expval(hamiltonian)

    expected, (slope,) = Simulator(circuit, observable).gradient([0.4])
    assert float(energy(0.4)) == pytest.approx(expected, abs=1e-12)
    assert float(qml.grad(energy)(pnp.array(0.4))) == pytest.approx(slope, abs=1e-9)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_of_formulas_is_computed(name: str) -> None:
    function = to_pennylane(Circuit.of(1, f"rx({name}(a/2 + 0.1)) 0"))
    tape = qml.tape.make_qscript(function)(0.6)
    expected = FUNCTIONS[name].value(0.4)
    assert float(tape.operations[0].data[0]) == pytest.approx(expected, abs=1e-15)


def test_values_are_taken_by_place_by_name_and_in_arrays() -> None:
    circuit = Circuit.of(2, "rx(w[0][1]) 0; ry(w[0][0] + b) 1")

    def angles(*values, **named):
        tape = qml.tape.make_qscript(to_pennylane(circuit))(*values, **named)
        return [float(operation.data[0]) for operation in tape.operations]

    assert circuit.parameters == ("w[0][1]", "b", "w[0][0]")
    for values, named in (
        ((0.1, 0.2, 0.3), {}),
        (([0.1, 0.2, 0.3],), {}),
        ((np.array([0.1, 0.2, 0.3]),), {}),
        ((), {"w": [[0.3, 0.1]], "b": 0.2}),
        ((), {"w": np.array([[0.3, 0.1]]), "b": 0.2}),
        ((), {"w[0][1]": 0.1, "w[0][0]": 0.3, "b": 0.2}),
        ((0.1,), {"w": [[0.3, 7.0]], "b": 0.2}),
    ):
        assert angles(*values, **named) == pytest.approx([0.1, 0.5])
    with pytest.raises(MissingValue, match="'b'"):
        angles(0.1)
    with pytest.raises(UnknownParameter, match="'x'"):
        angles(0.1, 0.2, 0.3, x=0.1)
    with pytest.raises(InvalidCircuit, match="4 values were given for 3"):
        angles(0.1, 0.2, 0.3, 0.4)
    with pytest.raises(InvalidCircuit, match=r"'w' has no entry \[0\]\[1\]"):
        angles(w=[[0.1]], b=0.2)


def test_wires_are_called_as_asked() -> None:
    tape = qml.tape.QuantumScript([qml.CNOT(wires=["b", "a"])])
    circuit = qd.from_pennylane(tape)
    named = qml.tape.make_qscript(to_pennylane(circuit, wires=circuit.qubit_names))()
    assert named.operations[0].wires.tolist() == ["b", "a"]
    plain = qml.tape.make_qscript(to_pennylane(circuit))()
    assert plain.operations[0].wires.tolist() == [0, 1]
    with pytest.raises(NotConvertible, match="2 different labels"):
        to_pennylane(circuit, wires=["a", "a"])


def test_what_pennylane_lacks_is_refused() -> None:
    for gate in ("measure", "reset"):
        bits = (1,) if gate == "measure" else ()
        conditioned = Operation(gate, (1,), clbits=bits, conditions=(Condition((0,), 1),))
        circuit = Circuit(2, (Operation("measure", (0,), clbits=(0,)), conditioned), num_clbits=2)
        with pytest.raises(NotConvertible, match=f"no {gate} under a condition"):
            to_pennylane(circuit)


def test_observables_go_both_ways() -> None:
    observable = Observable({"XYZI": 0.5, "IIIZ": -1.5, "IIII": 2.0})
    hamiltonian = to_pennylane(observable)
    assert isinstance(hamiltonian, qml.Hamiltonian)
    matrix = np.asarray(qml.matrix(hamiltonian, wire_order=[3, 2, 1, 0]))
    assert np.abs(matrix - observable.matrix()).max() < 1e-12
    assert Observable(hamiltonian) == observable  # type: ignore[arg-type]  # what is plainly meant
    problem = qd.problems.tfim(3)
    assert Observable(to_pennylane(problem)) == problem.observable
    assert to_pennylane(Observable({"XZ": 1.0}), wires=["a", "b"]).wires.tolist() == ["a", "b"]
