"""Qiskit circuits both ways: the same map, the same parameters, exact angles."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from qiskit import ClassicalRegister, QuantumCircuit, QuantumRegister
from qiskit.circuit import BoxOp, Parameter, ParameterVector
from qiskit.circuit.classical import expr, types
from qiskit.circuit.library import (
    C3SXGate,
    CUGate,
    CXGate,
    GlobalPhaseGate,
    MCMTGate,
    PauliEvolutionGate,
    PermutationGate,
    PhaseGate,
    QFTGate,
    RC3XGate,
    RGate,
    RXGate,
    RZGate,
    UnitaryGate,
    XGate,
    XXPlusYYGate,
    efficient_su2,
    real_amplitudes,
)
from qiskit.quantum_info import Operator, SparsePauliOp, random_unitary

from qdesign import (
    Angle,
    Block,
    Circuit,
    Condition,
    GateDefinition,
    Operation,
    from_qiskit,
    to_qiskit,
)
from qdesign.errors import NotConvertible
from qdesign.gates import GATES, matrix

ROWS = [row for row in GATES.values() if row.is_unitary]
A, B = Parameter("a"), Parameter("b")


def bound(circuit: QuantumCircuit) -> np.ndarray:
    """The matrix with every parameter at a number that depends on its name alone."""
    values = {p: (sum(map(ord, p.name)) % 97) / 31 for p in circuit.parameters}
    return np.asarray(Operator(circuit.assign_parameters(values)).data)


def check(original: QuantumCircuit) -> Circuit:
    """Reads and writes back; the map must be the same, phase included."""
    circuit = from_qiskit(original)
    assert set(circuit.parameters) == {p.name for p in original.parameters}
    assert np.allclose(bound(to_qiskit(circuit)), bound(original), atol=1e-8)
    return circuit


@pytest.mark.parametrize("controls", [(0, 0), (1, 0), (0, 1), (1, 1)], ids=str)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_every_row_goes_there_and_back(row, controls: tuple[int, int]) -> None:
    closed, opened = controls
    size = row.num_qubits + closed + opened
    wires = tuple(range(size))
    angles = tuple(Angle.parse(f"{k + 1}*a/3 - {k}*pi/4") for k in range(len(row.angles)))
    start = closed + opened
    operation = Operation(row.name, wires[start:], angles, wires[:closed], wires[closed:start])
    circuit = Circuit(max(size, 1), (operation,))
    written = to_qiskit(circuit)
    back = from_qiskit(written)
    if row.num_qubits and not start:
        assert back == circuit
        expected = matrix(row.name, [angle.at({"a": 97 % 97 / 31}) for angle in angles])
        assert np.allclose(bound(written), expected)
    assert np.allclose(bound(to_qiskit(back)), bound(written), atol=1e-9)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (A, "a"),
        (2 * A + math.pi / 2, "2*a + pi/2"),
        (A / 3 - B, "a/3 - b"),
        ((A + B) * 0.1 - 0.3, "0.1*a + 0.1*b - 0.3"),
        (A - A + 0.5, "0.5"),
        (-(A - 2 * B) / 7, "2*b/7 - a/7"),
        (A * math.pi, f"{math.pi}*a"),
    ],
)
def test_affine_expressions_stay_exact(expression, expected: str) -> None:
    circuit = QuantumCircuit(1)
    circuit.rx(expression, 0)
    assert from_qiskit(circuit).plain_operations[0].angles == (Angle.parse(expected),)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (A * B * 2, "2*a*b"),
        ((math.pi - A) * (math.pi - B) * 2, "2*(pi - a)*(pi - b)"),
        (A.sin() - (2 * B).cos(), "sin(a) - cos(2*b)"),
        (A**2, "a**2"),
        (A / B, "a/b"),
        (A.exp() * (-B).tan(), "exp(a)*tan(-b)"),
        (abs(A), "abs(a)"),
        ((A * B).arctan() + (A / 9).arcsin(), "atan(a*b) + asin(a/9)"),
        (A**2.5 + (B**2 + 1).log(), "a**2.5 + log(b**2 + 1)"),
    ],
)
def test_products_and_functions_become_derived_parameters_both_ways(
    expression, expected: str
) -> None:
    original = QuantumCircuit(1)
    original.rx(expression, 0)
    circuit = from_qiskit(original)
    (angle,) = circuit.plain_operations[0].angles
    values = {"a": 0.7, "b": 0.4}
    bound = {p: values[p.name] for p in original.parameters}
    assert angle.at(values) == pytest.approx(float(expression.bind(bound).numeric()))
    assert angle.at(values) == pytest.approx(Angle.parse(expected).at(values))
    back = to_qiskit(circuit)
    assert {p.name for p in back.parameters} == {p.name for p in original.parameters}
    assert from_qiskit(back) == circuit


@pytest.mark.parametrize("expression", [A + 1j * B, A.sign()])
def test_other_expressions_are_refused_with_the_way_out(expression) -> None:
    circuit = QuantumCircuit(1)
    circuit.append(RZGate(expression), [0])
    with pytest.raises(NotConvertible, match=r"parameter of its own|finite real"):
        from_qiskit(circuit)


def test_elements_of_vectors_keep_their_names_and_stay_elements() -> None:
    vector = ParameterVector("θ", 12)
    original = QuantumCircuit(1)
    for element in vector:
        original.rx(element, 0)
    circuit = check(original)
    assert circuit.parameters == tuple(f"θ[{k}]" for k in range(12))
    back = to_qiskit(circuit)
    assert [p.name for p in back.parameters] == [p.name for p in vector]


def test_the_global_phase_is_kept() -> None:
    original = QuantumCircuit(1, global_phase=A + math.pi / 4)
    original.p(B, 0)
    assert check(original).global_phase == Angle.parse("a + pi/4")


LIBRARY = [
    RGate(0.3, A),
    XXPlusYYGate(A, 0.2),
    C3SXGate(),
    RC3XGate(),
    CUGate(0.1, A, 0.3, 0.4, ctrl_state=0),
    CXGate(ctrl_state=0),
    XGate().control(3, ctrl_state=5),
    PhaseGate(A).control(2),
    RXGate(A).control(2, ctrl_state=1, annotated=False),
    XGate().control(4),
    QFTGate(3),
    UnitaryGate(random_unitary(2, seed=1)),
    UnitaryGate(random_unitary(4, seed=2)),
    UnitaryGate(random_unitary(8, seed=3)),
    PauliEvolutionGate(SparsePauliOp(["XX", "ZI"], np.array([0.5, 0.25])), time=A),
    MCMTGate(RZGate(0.3), 1, 2),
    RZGate(A).inverse(annotated=True),
    RXGate(0.4).control(1, annotated=True),
    XGate().power(0.5),
    random_unitary(4, seed=4).to_instruction(),
]


@pytest.mark.filterwarnings(
    "ignore::scipy.sparse.SparseEfficiencyWarning"
)  # scipy's, where Qiskit exponentiates
@pytest.mark.parametrize("gate", LIBRARY, ids=lambda gate: f"{gate.name} {gate.num_qubits}")
def test_library_gates_become_gates_of_the_table(gate) -> None:
    original = QuantumCircuit(gate.num_qubits)
    original.h(range(gate.num_qubits))
    original.append(gate, range(gate.num_qubits))
    check(original)


@pytest.mark.parametrize(
    "ansatz", [efficient_su2(3, reps=2), real_amplitudes(3, entanglement="full")]
)
def test_library_ansatze_are_read(ansatz: QuantumCircuit) -> None:
    circuit = check(ansatz)
    assert len(circuit.parameters) == ansatz.num_parameters


def layer(*, shift: float = 0.0) -> QuantumCircuit:
    inner = QuantumCircuit(2, name="layer", global_phase=0.2)
    inner.rx(A + shift, 0)
    inner.crz(B, 0, 1)
    return inner


def test_composite_gates_keep_name_and_definition() -> None:
    original = QuantumCircuit(3)
    original.append(layer().to_gate(), [0, 2])
    original.append(layer().to_gate(), [1, 0])
    original.append(layer(shift=0.5).to_gate(), [1, 2])
    original.append(layer().to_gate().control(1, annotated=False), [2, 1, 0])
    circuit = check(original)
    assert [gate.name for gate in circuit.gates] == ["layer", "layer_1"]
    assert circuit.gates[0].parameters == ("a", "b")


def test_composite_gates_of_ours_become_gates_with_a_definition() -> None:
    inner = GateDefinition(
        "half", 1, (Operation("rx", (0,), (Angle.parse("t/2 + s"),)),), ("t", "s")
    )
    outer = GateDefinition(
        "twice", 2, (Operation("half", (1,), (Angle.parse("s"), Angle.parse("pi"))),), ("s",),
        Angle.parse("s/3"),
    )  # fmt: skip
    circuit = Circuit(
        2, (Operation("twice", (0, 1), (Angle.parse("s + t"),)),), gates=(inner, outer)
    )
    written = to_qiskit(circuit)
    assert [i.operation.name for i in written.data] == ["twice"]
    flat = to_qiskit(circuit.flat())
    assert np.allclose(bound(written), bound(flat))


def test_blocks_are_written_out_and_loops_become_blocks() -> None:
    block = Block((Operation("rx", (0,), (Angle.parse("x"),)),), 2, indexed=(("x", ("a", "b")),))
    circuit = Circuit(1, (block,))
    assert from_qiskit(to_qiskit(circuit)) == circuit.flat()
    original = QuantumCircuit(2)
    body = QuantumCircuit(2)
    body.cx(0, 1)
    body.rx(A, 0)
    original.for_loop(range(3), None, body, [1, 0], [])
    loop = Parameter("i")
    indexed = QuantumCircuit(1)
    indexed.rx(loop * 0.5 + B, 0)
    original.for_loop((1, 4), loop, indexed, [0], [])
    read = from_qiskit(original)
    assert isinstance(read.operations[0], Block)
    assert read.operations[0].count == 3
    assert read.operations[0].operations[0] == Operation("cx", (1, 0))
    assert [o.angles[0] for o in read.plain_operations[-2:]] == [
        Angle.parse("b + 0.5"),
        Angle.parse("b + 2"),
    ]


def test_global_phases_of_loops_and_boxes_are_kept() -> None:
    loop = Parameter("i")
    turned = QuantumCircuit(1, name="turned", global_phase=loop * 2)
    turned.rx(loop, 0)
    indexed = QuantumCircuit(1, global_phase=0.3)
    indexed.append(turned.to_gate(), [0])
    indexed.append(GlobalPhaseGate(loop), [])
    plain = QuantumCircuit(1, global_phase=0.1)
    plain.h(0)
    boxed = QuantumCircuit(1, global_phase=0.7)
    boxed.t(0)
    original = QuantumCircuit(1)
    original.for_loop((1, 4), loop, indexed, [0], [])
    original.for_loop(range(3), None, plain, [0], [])
    original.append(BoxOp(boxed), [0])
    expected = QuantumCircuit(1, global_phase=2 * 0.3 + 3 * 5 + 3 * 0.1 + 0.7)
    expected.rx(5, 0)
    for _ in range(3):
        expected.h(0)
    expected.t(0)
    read = from_qiskit(original)
    assert read.parameters == ()
    assert np.allclose(bound(to_qiskit(read)), Operator(expected).data)


def test_parameters_of_a_composite_gate_are_in_order_of_first_use() -> None:
    vector = ParameterVector("θ", 12)
    inner = QuantumCircuit(1, name="layer")
    for element in vector:
        inner.rx(element, 0)
        inner.h(0)
    original = QuantumCircuit(1)
    original.append(inner.to_gate(), [0])
    assert check(original).parameters == tuple(element.name for element in vector)


def test_permutations_become_swaps() -> None:
    original = QuantumCircuit(4)
    original.append(PermutationGate([2, 0, 3, 1]), [1, 0, 3, 2])
    check(original)


def test_conditions_on_variables_are_refused() -> None:
    flag = expr.Var.new("flag", types.Bool())
    original = QuantumCircuit(1, inputs=[flag])
    with original.if_test(flag):
        original.x(0)
    with pytest.raises(NotConvertible, match="reads a classical variable"):
        from_qiskit(original)


def test_conditions_are_read() -> None:
    bits = ClassicalRegister(2, "b")
    single = ClassicalRegister(1, "s")
    original = QuantumCircuit(QuantumRegister(2), bits, single)
    original.measure([0, 1], [0, 2])
    with original.if_test((bits, 2)) as otherwise:
        original.x(0)
        with original.if_test((single[0], 0)):
            original.y(1)
    with otherwise:
        original.z(0)
    with original.if_test(expr.logic_and(expr.logic_not(bits[0]), expr.equal(bits, 3))):
        original.h(0)
    with original.if_test(expr.not_equal(single, 1)):
        original.reset(1)
    circuit = from_qiskit(original)
    equal = Condition((0, 1), 2)
    assert [(o.gate, o.conditions) for o in circuit.plain_operations[2:]] == [
        ("x", (equal,)),
        ("y", (equal, Condition((2,), 0))),
        ("z", (Condition((0, 1), 2, False),)),
        ("h", (Condition((0,), 0), Condition((0, 1), 3))),
        ("reset", (Condition((2,), 0),)),
    ]
    again = from_qiskit(to_qiskit(circuit))
    assert again == circuit


def test_instructions_with_measurement_are_put_in_place() -> None:
    inner = QuantumCircuit(2, 1, name="check")
    inner.cx(0, 1)
    inner.measure(1, 0)
    original = QuantumCircuit(3, 2)
    original.append(inner.to_instruction(), [2, 0], [1])
    assert from_qiskit(original).operations == (
        Operation("cx", (2, 0)),
        Operation("measure", (0,), clbits=(1,)),
    )


@pytest.mark.parametrize(
    ("add", "name"),
    [
        (lambda c: c.delay(10, 0), "delay"),
        (lambda c: c.while_loop((c.clbits[0], 1), QuantumCircuit(1, 1), [0], [0]), "while_loop"),
        (lambda c: c.initialize([1, 0, 0, 0], [0, 1]), ""),
    ],
)
def test_what_has_no_counterpart_is_refused_by_name(add, name: str) -> None:
    original = QuantumCircuit(2, 1)
    add(original)
    if not name:
        assert from_qiskit(original).operations[0] == Operation("reset", (0,))
        return
    with pytest.raises(NotConvertible, match=f"'{name}'"):
        from_qiskit(original)


def test_coefficients_are_small_fractions_where_they_are() -> None:
    circuit = QuantumCircuit(1)
    circuit.rx(A / 3, 0)
    (operation,) = from_qiskit(circuit).plain_operations
    assert operation.angles[0].coefficient("a") == Fraction(1, 3)


def test_an_input_variable_of_qiskit_is_a_parameter_that_nothing_uses() -> None:
    source = QuantumCircuit(1)
    source.h(0)
    source.add_input("spare", types.Float())
    assert from_qiskit(source).parameters == ("spare",)
