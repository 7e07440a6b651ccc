"""Writing OpenQASM: what is written reads back equal, and Qiskit reads the same map from it."""

from __future__ import annotations

import random
import re
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from qiskit import QuantumCircuit, qasm2, qasm3
from qiskit.quantum_info import Operator

from qdesign import Angle, Block, Circuit, Condition, GateDefinition, Operation
from qdesign.errors import InvalidRequest, MissingValue, NotConvertible, UnknownParameter
from qdesign.gates import GATES, controlled_matrix, matrix
from qdesign.qasm import dumps, loads
from qdesign.qasm.names import RESERVED, decoded, encoded, encoded_formals
from qdesign.registers import Register, Registers
from qdesign.simulate.branches import branches

ROWS = [row for row in GATES.values() if row.is_unitary]
VALUES = {"theta": 0.7, "θ[0]": -1.3, "t": 2.1}


def qiskit_loads(text: str) -> QuantumCircuit:
    with warnings.catch_warnings():
        # Qiskit's own reader of control modifiers uses what Qiskit deprecates.
        warnings.simplefilter("ignore", DeprecationWarning)
        return qasm3.loads(text)


def qiskit_matrix(circuit: Circuit) -> np.ndarray:
    """The matrix of a circuit at VALUES, from its text as Qiskit reads it."""
    read = qiskit_loads(dumps(circuit))
    named = {encoded(name): value for name, value in VALUES.items()}
    bound = read.assign_parameters({p: named[p.name] for p in read.parameters})
    return np.asarray(Operator(bound).data)


def dense_matrix(circuit: Circuit) -> np.ndarray:
    """The matrix of a flat circuit at VALUES, from the gate table's formulas."""
    size = circuit.num_qubits
    total = np.exp(1j * circuit.global_phase.at(VALUES)) * np.eye(1 << size)
    for operation in circuit.plain_operations:
        if operation.gate == "barrier":
            continue
        small = matrix(operation.gate, [a.at(VALUES) for a in operation.angles])
        wires = operation.wires
        small = controlled_matrix(small, num_controls=len(wires) - len(operation.qubits))
        flipped = sum(1 << w for w in operation.anticontrols)
        full = np.zeros((1 << size, 1 << size), dtype=complex)
        for column in range(1 << size):
            seen = column ^ flipped
            inner = sum((seen >> w & 1) << k for k, w in enumerate(wires))
            rest = seen & ~sum(1 << w for w in wires)
            for row in range(small.shape[0]):
                target = rest | sum((row >> k & 1) << w for k, w in enumerate(wires))
                full[target ^ flipped, column] += small[row, inner]
        total = full @ total
    return total


@pytest.mark.parametrize("controls", [(0, 0), (1, 0), (0, 1), (1, 1)], ids=str)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_every_row_is_read_back_and_read_by_qiskit(row, controls: tuple[int, int]) -> None:
    closed, opened = controls
    size = row.num_qubits + closed + opened
    if size == 0:
        circuit = Circuit(1, global_phase=Angle.parse("2*theta - 0.3"))
    else:
        angles = tuple(
            Angle.parse(f"{k + 1}*theta/3 - {k}*pi/4 + 0.1") for k in range(len(row.angles))
        )
        wires = tuple(range(size))
        operation = Operation(
            row.name,
            wires[closed + opened :],
            angles,
            wires[:closed],
            wires[closed : closed + opened],
        )
        circuit = Circuit(size, (operation,))
    assert loads(dumps(circuit)) == circuit
    assert np.allclose(qiskit_matrix(circuit), dense_matrix(circuit), atol=1e-9)


angles = st.builds(
    lambda pi, radians, coefficient, name: (
        Angle.pi_times(pi) + Angle.of(radians) + Angle.parameter(name, coefficient)
    ),
    st.fractions(-4, 4, max_denominator=16),
    st.sampled_from([0.0, 0.1, -2.7, 1e-7, 12345.678]),
    st.fractions(-3, 3, max_denominator=7),
    st.sampled_from(sorted(VALUES)),
)


@st.composite
def circuits(draw: st.DrawFn, num_qubits: int = 4) -> Circuit:
    """Flat unitary circuits of the whole gate table, with control modifiers."""
    operations = []
    for _ in range(draw(st.integers(0, 8))):
        row = draw(st.sampled_from([row for row in ROWS if row.num_qubits]))
        wires = draw(st.permutations(range(num_qubits)))
        extra = draw(st.integers(0, num_qubits - row.num_qubits))
        closed = draw(st.integers(0, extra)) if draw(st.booleans()) else 0
        opened = draw(st.integers(0, extra - closed)) if closed else 0
        start = closed + opened
        operations.append(
            Operation(
                row.name,
                tuple(wires[start : start + row.num_qubits]),
                tuple(draw(angles) for _ in row.angles),
                tuple(wires[:closed]),
                tuple(wires[closed:start]),
            )
        )
    return Circuit(num_qubits, tuple(operations), global_phase=draw(angles))


@settings(max_examples=60)
@given(circuits())
def test_any_flat_circuit_is_read_back_equal(circuit: Circuit) -> None:
    assert loads(dumps(circuit)) == circuit


@settings(max_examples=15)
@given(circuits(num_qubits=3))
def test_qiskit_reads_the_map_of_any_circuit(circuit: Circuit) -> None:
    assert np.allclose(qiskit_matrix(circuit), dense_matrix(circuit), atol=1e-8)


# names


NAMES = [
    *("t", "pi", "gate", "θ[0]", "output", "input", "θ", "π", "beta", "q", "c", "q0", "U", "x"),
    *("a b", "esc_t", "esc_", "esc_esc_t", "_", "__", "2x", "if", "Θ₀", "λ'", "a-b", "measure"),
    *("vector[10]", "u3", "sin", "é", "名", "x_5b_", "esc_5b", "OPENQASM", "angle", "QFT dg"),
    *("dt", "im", "e", "i" * 99),
]  # fmt: skip


def test_every_name_has_an_identifier_of_its_own() -> None:
    for ascii_only in (False, True):
        written = [encoded(name, ascii_only=ascii_only) for name in NAMES]
        assert len(set(written)) == len(NAMES)
        assert [decoded(name) for name in written] == NAMES
        assert not RESERVED.intersection(written)
    for name in NAMES:
        assert re.fullmatch(r"[a-z]\w*", encoded(name, ascii_only=True), re.ASCII)


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=12))
def test_names_come_back_from_their_identifiers(name: str) -> None:
    assert decoded(encoded(name)) == name
    assert decoded(encoded(name, ascii_only=True)) == name
    assert decoded(encoded(encoded(name))) == encoded(name)


@pytest.mark.parametrize("name", NAMES)
def test_parameters_of_any_name_are_kept(name: str) -> None:
    circuit = Circuit(1, (Operation("rx", (0,), (Angle.parameter(name, 2),)),))
    text = dumps(circuit)
    assert loads(text).parameters == (name,)
    (parameter,) = qiskit_loads(text).parameters
    assert decoded(parameter.name) == name


@pytest.mark.parametrize("name", NAMES)
def test_composite_gates_of_any_name_are_kept(name: str) -> None:
    if name in GATES:
        pytest.skip("a composite gate cannot have the name of a row")
    gate = GateDefinition(name, 1, (Operation("rx", (0,), (Angle.parameter("t"),)),), ("t",))
    circuit = Circuit(1, (Operation(name, (0,), (Angle.of(0.3),)),), gates=(gate,))
    text = dumps(circuit)
    assert loads(text) == circuit
    expected = dense_matrix(circuit)
    assert np.allclose(Operator(qiskit_loads(text)).data, expected)


@pytest.mark.parametrize("name", ["q", "c", "q0", "c1", "q_", "theta", "phi", "beta", "λ"])
def test_parameters_keep_their_names_and_registers_give_way(name: str) -> None:
    angle = Angle.parameter(name)
    mine = GateDefinition(
        name, 2, (Operation("rzz", (0, 1), (angle,)), Operation("rx", (1,), (angle / 3,))), (name,)
    )
    then = Operation("x", (1,), conditions=(Condition((0,), 1),))
    unitary = (Operation("rx", (0,), (angle * 2,)), Operation(name, (0, 1), (angle,)))
    measured = (Operation("measure", (0,), clbits=(0,)), then)
    circuit = Circuit(2, (*unitary, *measured), num_clbits=1, gates=(mine,))
    text = dumps(circuit)
    assert f"input float[64] {name};" in text
    assert loads(text) == circuit
    (parameter,) = qiskit_loads(text).parameters
    assert parameter.name == name
    plain = Circuit(2, unitary, gates=(mine,))
    read = qiskit_loads(dumps(plain))
    bound = read.assign_parameters([0.3])
    assert np.allclose(Operator(bound).data, dense_matrix(plain.bind({name: 0.3})), atol=1e-9)
    text2 = dumps(circuit, [0.3], dialect="openqasm2")
    assert loads(text2) == circuit.bind({name: 0.3})
    assert qasm2.loads(text2).num_clbits == 1


# structure


def test_blocks_are_written_out() -> None:
    body = (Operation("rx", (0,), (Angle.parameter("a"),)), Operation("h", (1,)))
    block = Block(body, count=3, indexed=(("a", ("a1", "a2", "a3")),))
    circuit = Circuit(2, (block, Operation("x", (0,))))
    assert loads(dumps(circuit)) == circuit.flat()


def test_composite_gates_with_blocks_controls_and_phases() -> None:
    inner = GateDefinition(
        "inner", 1, (Block((Operation("t", (0,)),), count=2),), (), Angle.parse("pi/3")
    )
    outer = GateDefinition(
        "outer", 2,
        (Operation("inner", (1,), (), (0,)), Operation("rzz", (0, 1), (Angle.parse("2*a"),))),
        ("a",),
        Angle.parse("a"),
    )  # fmt: skip
    circuit = Circuit(
        3, (Operation("outer", (1, 2), (Angle.of(0.4),), (), (0,)),), gates=(inner, outer)
    )
    back = loads(dumps(circuit))
    assert back.flat() == circuit.flat()
    assert np.allclose(qiskit_matrix(circuit), dense_matrix(circuit), atol=1e-9)


def test_formal_angles_in_any_order_are_read_as_they_were_written() -> None:
    """Qiskit's reader takes them alphabetically."""
    formals = ("theta", "phi", "x", "ord_002_x", "a")
    body = tuple(
        Operation("rx" if k % 2 else "rz", (0,), (Angle.parameter(name),))
        for k, name in enumerate(formals)
    )
    gate = GateDefinition("layer", 1, body, formals)
    actual = tuple(Angle.of(0.3 + 0.2 * k) for k in range(5))
    circuit = Circuit(1, (Operation("layer", (0,), actual),), gates=(gate,))
    assert loads(dumps(circuit)) == circuit
    assert np.allclose(qiskit_matrix(circuit), dense_matrix(circuit))
    assert encoded_formals(["a", "b"], encoded) == ["a", "b"]


def measured(*operations: Operation) -> Circuit:
    return Circuit(3, operations, num_clbits=3)


CONDITIONAL = [
    measured(
        Operation("h", (0,)),
        Operation("measure", (0,), clbits=(1,)),
        Operation("x", (1,), conditions=(Condition((1,), 1),)),
        Operation("z", (1,), conditions=(Condition((1,), 1),)),
        Operation("y", (1,), conditions=(Condition((1,), 0),)),
        Operation("reset", (0,)),
        Operation("barrier", (0, 1, 2)),
    ),
    measured(
        Operation("x", (0,), conditions=(Condition((0, 1, 2), 5),)),
        Operation("x", (0,), conditions=(Condition((0, 1, 2), 5, False),)),
        Operation("x", (0,), conditions=(Condition((1, 2), 2), Condition((0,), 1))),
        Operation("x", (0,), conditions=(Condition((2, 0), 1),)),
        Operation("x", (0,), conditions=(Condition((2, 0), 1, False), Condition((1,), 0))),
    ),
    measured(
        Operation("measure", (0,), clbits=(0,), conditions=(Condition((0,), 1),)),
        Operation("x", (0,), conditions=(Condition((0,), 1),)),
        Operation("x", (1,), conditions=(Condition((0,), 1),)),
    ),
]


@pytest.mark.parametrize("circuit", CONDITIONAL, ids=["bits", "registers", "own bit"])
def test_conditions_are_read_back_and_read_by_qiskit(circuit: Circuit) -> None:
    text = dumps(circuit)
    back, theirs = loads(text), qiskit_loads(text)
    assert dumps(back) == text
    assert {"if_else"} <= {each.operation.name for each in theirs.data}
    # A part of a register is read bit by bit: Qiskit would make a register of it, and count it.
    assert [(each.name, each.size) for each in theirs.cregs] == [("c", 3)]
    assert_alike(back, circuit)


def assert_alike(one: Circuit, other: Circuit) -> None:
    """They make the same states of every value of three measured bits, for every record."""
    start = np.eye(2**one.num_qubits, dtype=complex)[0]
    for case in range(2**one.num_clbits):
        first, second = (
            branches(c.with_operations((*_bits(case, one.num_clbits), *c.operations)), {}, start)
            for c in (one, other)
        )
        assert first.keys() == second.keys()
        for record, states in first.items():
            assert np.allclose(states, second[record])


def _bits(case: int, count: int) -> list[Operation]:
    """Classical bits set to a number, by a qubit that is 0 again then."""
    made: list[Operation] = []
    for bit in range(count):
        flip = [Operation("x", (0,))] if case >> bit & 1 else []
        made += [*flip, Operation("measure", (0,), clbits=(bit,)), *flip]
    return made


def test_what_is_written_is_what_vendors_take() -> None:
    circuit = Circuit(
        2,
        (
            Operation("rx", (0,), (Angle.of(2.0),)),
            Operation("u", (0,), (Angle.of(1e-7), Angle.parse("θ[0]/3"), Angle())),
            Operation("iswap", (0, 1)),
        ),
        global_phase=Angle.parse("pi/3"),
    )
    assert dumps(circuit) == (
        'OPENQASM 3.0;\ninclude "stdgates.inc";\n'
        "input float[64] esc_θ_5b_0_5d_;\n"
        "gate iswap q0, q1 { s q0; s q1; h q0; cx q0, q1; cx q1, q0; h q1; }\n"
        "qubit[2] q;\n"
        "gphase(pi/3);\n"
        "rx(2.0) q[0];\n"
        "U(1e-07, esc_θ_5b_0_5d_/3, 0.0) q[0];\n"
        "iswap q[0], q[1];\n"
    )


def test_random_numbers_are_written_exactly() -> None:
    source = random.Random(5)
    operations = tuple(
        Operation(
            "rx", (0,), (Angle.of(source.uniform(-10, 10)) + Angle.parameter("a", source.random()),)
        )
        for _ in range(500)
    )
    circuit = Circuit(1, operations)
    assert loads(dumps(circuit)) == circuit


def test_values_are_bound_by_name_or_in_order() -> None:
    circuit = Circuit.of(1, "rx(a) 0; rz(b/2) 0")
    assert loads(dumps(circuit, {"a": 0.5, "b": 1.0})) == circuit.bind({"a": 0.5, "b": 1.0})
    assert dumps(circuit, [0.5, 1.0]) == dumps(circuit, {"a": 0.5, "b": 1.0})
    with pytest.raises(UnknownParameter, match="'z'"):
        dumps(circuit, {"a": 0.5, "b": 1.0, "z": 1.0})
    with pytest.raises(MissingValue, match="'b'"):
        dumps(circuit, {"a": 0.5})
    with pytest.raises(InvalidRequest, match="openqasm3, openqasm2"):
        dumps(circuit, dialect="cqasm")


# OpenQASM 2


@pytest.mark.parametrize("row", [row for row in ROWS if row.num_qubits], ids=lambda row: row.name)
def test_every_row_is_written_in_version_2(row) -> None:
    wires = tuple(range(row.num_qubits))
    numbers = tuple(Angle.of(0.3 + k) for k in range(len(row.angles)))
    circuit = Circuit(row.num_qubits, (Operation(row.name, wires, numbers),))
    text = dumps(circuit, dialect="openqasm2")
    assert loads(text) == circuit
    expected = dense_matrix(circuit)
    for actual in (
        Operator(qasm2.loads(text)).data,
        Operator(QuantumCircuit.from_qasm_str(text)).data,
    ):
        place = np.unravel_index(np.argmax(abs(expected)), expected.shape)
        assert np.allclose(actual * (expected[place] / actual[place]), expected, atol=1e-9)


def test_version_2_has_conditions_on_registers() -> None:
    circuit = Circuit(
        2,
        (
            Operation("measure", (0,), clbits=(1,)),
            Operation("x", (1,), conditions=(Condition((1,), 1),)),
            Operation("x", (1,), conditions=(Condition((2, 3), 2),)),
            Operation("x", (1,), (), (0,), conditions=(Condition((1,), 0),)),
        ),
        num_clbits=5,
    )
    text = dumps(circuit, dialect="openqasm2")
    assert "if(c==18) x q[1];" in text
    assert_alike(loads(text), circuit.elementary())
    assert [(each.name, each.size) for each in qasm2.loads(text).cregs] == [("c", 5)]


def test_version_2_cuts_registers_of_which_too_many_values_fit() -> None:
    circuit = Circuit(
        2,
        (
            Operation("x", (1,), conditions=(Condition((1,), 1),)),
            Operation("x", (1,), conditions=(Condition((2, 3), 2),)),
        ),
        num_clbits=20,
    )
    text = dumps(circuit, dialect="openqasm2")
    assert loads(text) == circuit
    assert [each.size for each in qasm2.loads(text).cregs] == [1, 1, 2, 16]


TWO = Registers((), (Register("a", (0, 1)), Register("b", (2,))))
ACROSS = Circuit(
    1,
    (Operation("x", (0,), conditions=(Condition((0, 1), 2), Condition((2,), 1))),),
    num_clbits=3,
    declared=TWO,
)
ACROSS_AND_UNLIKE = Circuit(
    1,
    (Operation("x", (0,), conditions=(Condition((1, 2), 2, False),)),),
    num_clbits=3,
    declared=TWO,
)


@pytest.mark.parametrize(
    ("circuit", "message"),
    [
        (Circuit.of(1, "rx(a) 0"), "no free parameters, and these are: a"),
        (ACROSS, "OpenQASM 2 has no condition on several values"),
        (ACROSS_AND_UNLIKE, "OpenQASM 2 has no condition that a register differs"),
    ],
)
def test_what_version_2_cannot_say_is_refused(circuit: Circuit, message: str) -> None:
    with pytest.raises(NotConvertible, match=message):
        dumps(circuit, dialect="openqasm2")


def test_u_under_controls_and_in_definitions_is_written_to_mean_the_same_everywhere() -> None:
    one = GateDefinition("mine", 1, (Operation("u", (0,), (Angle.parse("a"),) * 3),), ("a",))
    operations = (
        Operation("u", (0,), (Angle.of(0.1),) * 3),
        Operation("u", (1,), (Angle.pi_times(1), Angle(), Angle.pi_times(1)), (0,)),
        Operation("u2", (0,), (Angle.of(0.3), Angle.of(0.1)), (1,)),
        Operation("mine", (0,), (Angle.of(0.4),), (1,)),
    )
    circuit = Circuit(2, operations, gates=(one,))
    text = dumps(circuit)
    assert "gate u(a, b, c) q0 { p(c) q0; ry(a) q0; p(b) q0; }" in text
    assert "\nU(0.1, 0.1, 0.1) q[0];\n" in text
    assert "\nctrl @ u(pi, 0.0, pi) q[0], q[1];\n" in text
    assert loads(text) == circuit
    assert np.allclose(qiskit_matrix(circuit), dense_matrix(circuit), atol=1e-9)
