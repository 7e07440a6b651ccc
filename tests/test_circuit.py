"""Circuits: expansion, controls, inverses, values, places and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from qiskit.quantum_info import Operator

from qdesign import qasm
from qdesign.angle import Angle
from qdesign.circuit import (
    Block,
    Circuit,
    Condition,
    GateDefinition,
    Item,
    Operation,
    Stats,
    decompose,
    inverse_operation,
)
from qdesign.errors import (
    InvalidAngle,
    InvalidCircuit,
    MissingValue,
    NotUnitary,
    QdesignError,
    TooLarge,
    UnknownParameter,
)
from qdesign.gates import GATES
from tests import notation
from tests.effort import at_most, calls_of
from tests.simulate.oracle import to_qiskit
from tests.strategies import circuits

UNITARY = [name for name, row in GATES.items() if row.is_unitary]


def dense(circuit: Circuit, values: dict[str, float] | None = None) -> NDArray[np.complex128]:
    flat = circuit.flat()
    shown = {name: 0.37 * k - 1.1 for k, name in enumerate(flat.parameters)}
    return np.asarray(Operator(to_qiskit(flat, shown if values is None else values)).data)


def values_for(circuit: Circuit) -> dict[str, float]:
    return {name: 0.83 * k - 1.7 for k, name in enumerate(circuit.parameters)}


@pytest.mark.parametrize(("controls", "anticontrols"), [(1, 0), (1, 1), (0, 2), (3, 0)])
@pytest.mark.parametrize("name", UNITARY)
def test_controls_expand_into_table_gates_exactly(
    name: str, controls: int, anticontrols: int
) -> None:
    row = GATES[name]
    size = row.num_qubits + controls + anticontrols
    rng = np.random.default_rng(size)
    wires = tuple(int(q) for q in rng.permutation(size))
    own, rest = wires[: row.num_qubits], wires[row.num_qubits :]
    angles = tuple(Angle.parameter(f"v{k}") for k in range(len(row.angles)))
    operation = Operation(name, own, angles, rest[:controls], rest[controls:])
    circuit = Circuit(size, (operation,), global_phase=Angle.of(0.3))
    values = {f"v{k}": float(rng.uniform(-7, 7)) for k in range(len(angles))}
    elementary = circuit.elementary()
    assert not any(o.controls or o.anticontrols for o in elementary.plain_operations)
    expected = dense(circuit, values)
    assert np.allclose(dense(elementary, values), expected, atol=1e-12)
    inverse = dense(circuit.inverse(), values)
    assert np.allclose(inverse @ expected, np.eye(2**size), atol=1e-12)


@given(circuits())
@settings(max_examples=60)
def test_flat_elementary_and_inverse_keep_the_map(circuit: Circuit) -> None:
    values = values_for(circuit)
    expected = dense(circuit, values)
    assert np.allclose(dense(circuit.elementary(), values), expected, atol=1e-10)
    turned = dense(circuit.inverse(), values)
    assert np.allclose(turned @ expected, np.eye(len(expected)), atol=1e-10)
    doubled = circuit.then(circuit)
    assert np.allclose(dense(doubled, values), expected @ expected, atol=1e-10)


@given(circuits())
@settings(max_examples=60)
def test_binding_and_substituting_agree_with_values(circuit: Circuit) -> None:
    values = values_for(circuit)
    some = dict(list(values.items())[::2])
    bound = circuit.bind(some)
    assert set(bound.parameters) == set(values) - set(some)
    left = {name: values[name] for name in bound.parameters}
    expected = dense(circuit, values)
    assert np.allclose(dense(bound, left), expected, atol=1e-9)
    renamed = circuit.substitute({name: Angle.parameter(f"new {name}") for name in values})
    moved = {f"new {name}": value for name, value in values.items()}
    assert set(renamed.parameters) == set(moved)
    assert np.allclose(dense(renamed, moved), expected, atol=1e-12)


@given(circuits(unitary=False))
@settings(max_examples=60)
def test_placing_keeps_the_circuit_and_gives_ids_and_columns(circuit: Circuit) -> None:
    placed = circuit.placed()
    assert placed.placed() == placed
    assert [o.id for o in placed.placed().operations] == [o.id for o in placed.operations]
    assert all(item.id and item.column is not None for item in placed.operations)
    assert placed.num_operations == circuit.num_operations
    columns: dict[tuple[float, int], str] = {}
    for item in placed.operations:
        for wire in item.wires:
            assert columns.setdefault((item.column or 0, wire), item.id) == item.id
    if circuit.is_unitary and "barrier" not in [o.gate for o in circuit.plain_operations]:
        values = values_for(circuit)
        assert np.allclose(dense(placed, values), dense(circuit, values), atol=1e-12)


def nested() -> Circuit:
    inner = GateDefinition(
        "inner", 2, (Operation("crx", (0, 1), (Angle.parse("a/2"),)),), ("a",), Angle.parse("a")
    )
    outer = GateDefinition(
        "outer",
        2,
        (Block((Operation("inner", (1, 0), (Angle.parse("b"),)), Operation("h", (0,))), 2),),
        ("b",),
    )
    return Circuit(
        3,
        (
            Operation("outer", (2, 0), (Angle.parse("2*g"),), controls=(1,)),
            Block((Operation("rzz", (0, 1), (Angle.parse("g"),)),), 2, "L", (("g", ("x", "y")),)),
        ),
        gates=(inner, outer),
    )


def test_controlled_composite_gates_control_their_global_phase_too() -> None:
    circuit = nested()
    assert circuit.parameters == ("g", "x", "y")
    assert [o.gate for o in circuit.plain_operations].count("gphase") == 1
    values = {"g": 0.7, "x": -0.2, "y": 1.9}
    body = Circuit(
        2,
        (
            *Circuit.of(2, "crx(2*g/2) 1 0; gphase(2*g); h 0").operations,
            *Circuit.of(2, "crx(2*g/2) 1 0; gphase(2*g); h 0").operations,
        ),
    )
    unitary = dense(body, {"g": 0.7})
    expected = np.eye(8, dtype=complex)
    index = [0b010 | (a << 2) | (b << 0) for b in (0, 1) for a in (0, 1)]
    expected[np.ix_(index, index)] = unitary
    tail = dense(Circuit.of(3, "rzz(x) 0 1; rzz(y) 0 1"), {"x": -0.2, "y": 1.9})
    assert np.allclose(dense(circuit, values), tail @ expected, atol=1e-12)


def test_blocks_name_their_parameters_in_each_repetition() -> None:
    block = Block((Operation("rx", (0,), (Angle.parse("2*g"),)),), 3, "", (("g", ("a", "b", "c")),))
    circuit = Circuit(1, (block,))
    assert circuit.parameters == ("a", "b", "c")
    assert [str(o.angles[0]) for o in circuit.plain_operations] == ["2*a", "2*b", "2*c"]
    assert circuit.bind({"b": 0.5}).parameters == ("a", "c")
    assert replace(circuit, operations=(replace(block, count=0, indexed=()),)).parameters == ()


def test_parameters_come_in_order_of_first_use() -> None:
    circuit = Circuit.of(2, "rx(b) 0; rx(a+b) 1; rz(c) 0")
    assert circuit.parameters == ("b", "a", "c")
    assert replace(circuit, global_phase=Angle.parameter("z")).parameters[-1] == "z"


def test_values_are_taken_by_name_or_in_order() -> None:
    circuit = Circuit.of(1, "rx(b) 0; rz(a) 0")
    assert circuit.values_of([1, 2]) == {"b": 1.0, "a": 2.0}
    assert circuit.values_of({"a": 2, "b": 1}) == {"b": 1.0, "a": 2.0}
    assert Circuit(1).values_of(None) == {}
    with pytest.raises(InvalidCircuit, match="3 values were given for 2 parameters"):
        circuit.values_of([1, 2, 3])
    with pytest.raises(UnknownParameter, match="'c'"):
        circuit.values_of({"c": 1.0, "a": 1.0, "b": 1.0})
    with pytest.raises(MissingValue, match="'b'"):
        circuit.values_of({"a": 1.0})
    with pytest.raises(InvalidAngle, match="'a' must be finite"):
        circuit.values_of({"a": float("nan"), "b": 1.0})
    with pytest.raises(InvalidAngle, match="'a' must be finite"):
        circuit.values_of([1.0, float("nan")])


def test_binding_an_unknown_name_is_refused() -> None:
    with pytest.raises(UnknownParameter, match="There is no parameter 'c'"):
        Circuit.of(1, "rx(a) 0").bind({"c": 1.0})
    with pytest.raises(UnknownParameter, match="no free parameters"):
        Circuit.of(1, "x 0").bind({"c": 1.0})


def test_final_measurements_are_those_after_which_nothing_happens() -> None:
    circuit = Circuit(
        2,
        (
            Operation("measure", (0,), clbits=(0,)),
            Operation("x", (1,), conditions=(Condition((0,), 1),)),
            Operation("barrier", (0, 1)),
            Operation("measure", (1,), clbits=(1,)),
        ),
        num_clbits=2,
    )
    kept = circuit.without_final_measurements().plain_operations
    assert [o.gate for o in kept] == ["measure", "x"]
    assert not circuit.is_unitary
    with pytest.raises(NotUnitary):
        circuit.inverse()


def test_stats_count_the_elementary_form() -> None:
    circuit = notation.circuit(
        """
        q0: h ●  t  rz(a)    ●
        q1: . X  .  rz(pi/4) ●
        q2: . .  .  rz(pi/2) X
        """
    )
    assert circuit.stats == Stats(
        num_qubits=3,
        num_parameters=1,
        num_rotations=3 + 7,
        num_t=2 + 7,
        num_two_qubit=1 + 6,
        num_gates=7,
        depth=5,
    )
    counted = nested().stats
    assert counted.num_parameters == 3
    assert counted == nested().elementary().stats
    assert Circuit(0).stats == Stats(0, 0, 0, 0, 0, 0, 0)


@pytest.mark.parametrize("name", UNITARY)
def test_an_operations_inverse_and_parts_keep_its_controls(name: str) -> None:
    row = GATES[name]
    wires = tuple(range(row.num_qubits))
    angles = tuple(Angle.of(0.3 + k) for k in range(len(row.angles)))
    operation = Operation(name, wires, angles, (7,), (8,))
    assert inverse_operation(inverse_operation(operation)) == operation or name == "u2"
    assert all(o.controls == (7,) and o.anticontrols == (8,) for o in decompose(operation))


def op(gate: str, *qubits: int, **more: Any) -> Operation:
    return Operation(gate, qubits, **more)


def define(*operations: Any, name: str = "mine", parameters: tuple[str, ...] = ()) -> Circuit:
    return Circuit(2, gates=(GateDefinition(name, 2, operations, parameters),))


def deep_block(depth: int) -> Block:
    block = Block((op("x", 0),), 1)
    for _ in range(depth):
        block = Block((block,), 2)
    return block


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Circuit(2, (op("cx", 1, 5),)), "qubits 0 to 1"),
        (lambda: Circuit(2, (op("cx", 1, -1),)), "qubits 0 to 1"),
        (lambda: Circuit(0, (op("x", 0),)), "no qubits"),
        (lambda: Circuit(2, (op("cx", 1, 1),)), "once only"),
        (lambda: Circuit(2, (op("x", 0, controls=(0,)),)), "once only"),
        (lambda: Circuit(2, (op("cx", 1),)), "it takes 2"),
        (lambda: Circuit(2, (op("rx", 1),)), "takes 1 angles"),
        (lambda: Circuit(2, (op("x", 1, angles=(Angle(),)),)), "takes 0 angles"),
        (lambda: Circuit(2, (op("foo", 1),)), "There is no gate 'foo'"),
        (lambda: Circuit(2, (op("measure", 1),)), "one classical bit"),
        (lambda: Circuit(2, (op("x", 1, clbits=(0,)),), num_clbits=1), "other operations none"),
        (lambda: Circuit(2, (op("measure", 1, clbits=(3,)),), num_clbits=1), "clbits 0 to 0"),
        (lambda: Circuit(2, (op("x", 1, conditions=(Condition((0,), 1),)),)), "no clbits"),
        (lambda: Circuit(2, (op("reset", 1, controls=(0,)),)), "cannot be controlled"),
        (lambda: Condition((0, 0), 1), "each bit once"),
        (lambda: Condition((0,), 2), "does not fit"),
        (lambda: Block((), -1), "repeats -1 times"),
        (lambda: Block((), 2, "", (("a", ("b",)),)), "1 names for 2"),
        (lambda: Circuit(-1), "0 to 10,000"),
        (lambda: Circuit(10**9), "0 to 10,000"),
        (lambda: Circuit(1, num_clbits=10**9), "classical bits"),
        (lambda: Circuit(2, qubit_names=("a",)), "1 qubit names"),
        (lambda: define(name="h"), "would replace"),
        (lambda: define(op("measure", 0)), "one classical bit"),
        (lambda: define(op("reset", 0)), "holds a measurement"),
        (lambda: define(op("mine", 0, 1)), "There is no gate 'mine'"),
        (lambda: define(op("rx", 0, angles=(Angle.parameter("a"),))), "does not take"),
        (lambda: Circuit(1, (deep_block(120),)), "more than 100 deep"),
        (lambda: Circuit(1, (deep_block(60),)).flat(), "about 2"),
        (lambda: Circuit(1, (Block((op("x", 0),), 10**9),)).flat(), "1,000,000,000 operations"),
        (lambda: Circuit(2).then(Circuit(3)), "cannot follow"),
    ],
)
def test_what_makes_no_circuit_is_refused_in_words(make: Callable[[], object], said: str) -> None:
    with at_most(100_000), pytest.raises(QdesignError, match=said):
        make()


def test_exponential_nesting_of_composite_gates_is_counted_not_made() -> None:
    gates = [GateDefinition("g0", 1, (op("x", 0), op("x", 0)))]
    gates += (
        GateDefinition(f"g{k}", 1, (op(f"g{k - 1}", 0), op(f"g{k - 1}", 0))) for k in range(1, 40)
    )
    circuit = Circuit(1, (op("g39", 0),), gates=tuple(gates))
    assert circuit.num_operations == 2**40
    with pytest.raises(TooLarge):
        circuit.flat()
    with pytest.raises(TooLarge):
        _ = circuit.stats


@pytest.mark.parametrize("depth", [60, 2000])
def test_deep_chains_of_composite_gates_are_walked_or_refused(depth: int) -> None:
    gates = [GateDefinition("g0", 1, (op("x", 0),))]
    gates += (GateDefinition(f"g{k}", 1, (op(f"g{k - 1}", 0),)) for k in range(1, depth))

    def make() -> Circuit:
        block: tuple[Item, ...] = (op(f"g{depth - 1}", 0),)
        for _ in range(30):
            block = (Block(block),)
        return Circuit(1, block, gates=tuple(gates))

    if depth < 100:
        assert make().plain_operations == (op("x", 0),)
    else:
        with pytest.raises(TooLarge, match="nest more than 100 deep"):
            make()


@pytest.mark.parametrize("inside", [(), (Block((op("x", 0),), 0),), (op("e", 0),)])
def test_repeating_nothing_very_often_is_refused(inside: tuple[Item, ...]) -> None:
    circuit = Circuit(1, (Block(inside, 10**9),), gates=(GateDefinition("e", 1, ()),))
    for expand in (circuit.flat, lambda: qasm.dumps(circuit), lambda: circuit.stats):
        with pytest.raises(TooLarge):
            expand()


def test_the_work_on_a_circuit_grows_as_its_operations() -> None:
    angle = Angle.parameter("a")

    def work(count: int) -> None:
        circuit = Circuit(10, tuple(Operation("rz", (k % 10,), (angle,)) for k in range(count)))
        assert circuit.stats.num_gates == count
        assert circuit.placed().operations[-1].column == count // 10 - 1

    assert calls_of(lambda: work(20_000)) < 11 * calls_of(lambda: work(2_000))


@given(st.integers(1, 6), st.integers(0, 2**16))
def test_circuits_are_values(num_qubits: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    qubits = [int(q) for q in rng.integers(0, num_qubits, 5)]
    first = Circuit(num_qubits, tuple(op("h", q, id=str(k)) for k, q in enumerate(qubits)))
    second = Circuit(num_qubits, tuple(op("h", q, column=k) for k, q in enumerate(qubits)))
    assert first == second
    assert hash(first) == hash(second)


def test_a_circuit_is_cut_to_the_qubits_that_are_used() -> None:
    circuit = Circuit.of(9, "h 7; cx 7 2; barrier 5; barrier 2 5 7")
    assert circuit.used_qubits == (2, 7)
    assert circuit.on_qubits((2, 7)) == Circuit.of(2, "h 1; cx 1 0; barrier 0 1")
    assert circuit.on_qubits((7, 2)) == Circuit.of(2, "h 0; cx 0 1; barrier 1 0")
    assert circuit.on_qubits((5,)) == Circuit.of(1, "barrier 0; barrier 0")
    with pytest.raises(InvalidCircuit, match=r"cx acts on qubits \(7, 2\), of which only some"):
        circuit.on_qubits((7,))


def test_a_cut_keeps_controls_bits_conditions_phases_and_what_is_expanded() -> None:
    condition = Condition((1,), 1)
    inner = Operation("x", (4,), controls=(2,), anticontrols=(0,), conditions=(condition,))
    bits = Operation("measure", (4,), clbits=(1,))
    block = Block((Operation("rz", (2,), (Angle.parameter("a"),)),), count=2)
    phase = Angle.parse("pi/3")
    circuit = Circuit(6, (bits, inner, block), num_clbits=2, global_phase=phase)
    cut = circuit.on_qubits(circuit.used_qubits)
    assert cut == Circuit(
        3,
        (
            Operation("measure", (2,), clbits=(1,)),
            Operation("x", (2,), controls=(1,), anticontrols=(0,), conditions=(condition,)),
            *(replace(o, qubits=(1,)) for o in circuit.plain_operations[2:]),
        ),
        num_clbits=2,
        global_phase=phase,
    )


def test_text_that_is_no_gate_is_refused_in_words() -> None:
    for text in ("measure 2 -> 0", "h q0", "rz(a) -1", "cx 0,1"):
        with pytest.raises(InvalidCircuit, match="is no gate on wires"):
            Circuit.of(3, text)


def test_unused_parameters_follow_those_in_use_and_leave_when_one_is_used() -> None:
    drawn = replace(Circuit.of(1, "rx(b) 0; rz(a) 0"), unused_parameters=("c", "a", "d", "c"))
    assert drawn.parameters == ("b", "a", "c", "d")
    assert drawn.unused_parameters == ("c", "d")
    assert drawn.bind({"c": 1.0, "b": 0.5}).parameters == ("a", "d")
    renamed = drawn.substitute({"c": Angle.parameter("e"), "d": Angle.parameter("a")})
    assert renamed.parameters == ("b", "a", "e")
    assert drawn.with_operations((Operation("rx", (0,), (Angle.parameter("d"),)),)).parameters == (
        "d",
        "c",
    )
    assert drawn.then(replace(Circuit.of(1), unused_parameters=("f",))).parameters[-1] == "f"
    assert drawn.stats.num_parameters == 4
    with pytest.raises(QdesignError, match="has no value"):
        drawn.values_of({"a": 1, "b": 2, "c": 3})
    with pytest.raises(InvalidAngle):
        Circuit(1, unused_parameters=("",))
