"""Registers and conditions keep their meaning from door to door; the oracle is Qiskit's Aer."""

import random
from typing import Any

import numpy as np
import pytest
from qiskit import ClassicalRegister, QuantumCircuit, QuantumRegister, qasm2, qasm3
from qiskit.circuit import Clbit, Qubit
from qiskit.circuit.classical import expr, types
from qiskit_aer import AerSimulator

import qdesign as qd
from qdesign.errors import InvalidCircuit, InvalidText, NotConvertible, Unsupported
from qdesign.exporters.qiskit_code import qiskit_code
from qdesign.importers.qiskit_code import QISKIT_CODE
from qdesign.registers import Register, Registers
from qdesign.simulate.branches import branches
from qdesign.simulate.simulator import Simulator

HEAD = 'OPENQASM 3.0;\ninclude "stdgates.inc";\n'
ADDER = (
    f"{HEAD}qubit[1] cin;\nqubit[2] a;\nqubit[1] esc_t;\nbit[2] ans;\nbit[1] carry;\n"
    "x a[0];\nh esc_t[0];\nans[0] = measure a[0];\nans[1] = measure a[1];\n"
    "carry[0] = measure cin[0];\n"
)


def counted(circuit: QuantumCircuit) -> dict[str, int]:
    """What Aer counts; the circuits here have one outcome."""
    return dict(AerSimulator().run(circuit, shots=5).result().get_counts())


def test_a_program_is_written_with_its_registers() -> None:
    circuit = qd.qasm.loads(ADDER)
    assert circuit.registers == {"ans": (0, 1), "carry": (2,)}
    assert circuit.qubit_registers == {"cin": (0,), "a": (1, 2), "t": (3,)}
    assert circuit.qubit_names == ("cin[0]", "a[0]", "a[1]", "t[0]")
    assert qd.qasm.dumps(circuit) == ADDER
    old = qd.qasm.dumps(circuit, dialect="openqasm2")
    assert qd.qasm.loads(old).declared == circuit.declared
    assert [r.name for r in qasm2.loads(old).cregs] == ["ans", "carry"]
    kept = qd.Document.loads(qd.Document(circuit).dumps()).body
    assert isinstance(kept, qd.Circuit)
    assert kept.declared == circuit.declared
    simplified = qd.simplify(circuit).body
    assert simplified.declared == circuit.declared


def test_qiskit_gets_its_registers_back() -> None:
    given = QuantumCircuit(
        QuantumRegister(2, "data"),
        QuantumRegister(1, "anc"),
        ClassicalRegister(2, "a"),
        ClassicalRegister(1, "b"),
    )
    given.x(1)
    given.measure([0, 1], [0, 1])
    given.measure(1, 2)
    circuit = qd.from_qiskit(given)
    back = qd.to_qiskit(circuit)
    assert back == given
    assert (
        counted(back) == counted(given) == dict(Simulator(circuit).shots(5, seed=0)) == {"1 10": 5}
    )
    assert [r.name for r in qasm3.loads(qd.qasm.dumps(circuit)).cregs] == ["a", "b"]


def test_counts_of_a_job_are_by_register(tmp_path) -> None:
    with qd.Queue.open(tmp_path / "queue.sqlite") as queue:
        for target in ("local:ideal", "local:fake_manila"):
            job = queue.submit(qd.qasm.loads(ADDER), target=target, shots=200, seed=1)
            done = queue.wait(job.id, timeout=600)
            assert done.counts is not None, done.reason
            most = max(done.counts.items(), key=lambda entry: entry[1])[0]
            assert most == "0 01"


def test_bits_keep_their_numbers_where_registers_take_them_in_another_order() -> None:
    qubits, clbits = [Qubit() for _ in range(2)], [Clbit() for _ in range(3)]
    given = QuantumCircuit()
    given.add_bits([*qubits, *clbits])
    given.add_register(QuantumRegister(name="q", bits=qubits[::-1]))
    given.add_register(ClassicalRegister(name="m", bits=[clbits[2], clbits[0]]))
    given.x(0)
    given.measure([0, 1], [0, 1])
    circuit = qd.from_qiskit(given)
    assert circuit.registers == {"m": (2, 0), "c": (1,)}
    assert circuit.qubit_registers == {"q": (1, 0)}
    # Aer itself cuts the bits in the order of their numbers, whatever registers hold.
    assert dict(Simulator(circuit).shots(5, seed=0)) == {"0 10": 5}
    back = qd.to_qiskit(circuit)
    assert [[back.find_bit(bit).index for bit in r] for r in back.cregs] == [[2, 0], [1]]
    assert [[back.find_bit(bit).index for bit in r] for r in back.qregs] == [[1, 0]]
    assert qd.qasm.loads(qd.qasm.dumps(circuit)).plain_operations == circuit.plain_operations


def test_a_plain_register_of_each_kind_says_nothing() -> None:
    plain = qd.from_qiskit(QuantumCircuit(2, 3))
    assert plain.declared == Registers()
    assert plain.registers == {"c": (0, 1, 2)}
    assert plain.qubit_registers == {"q": (0, 1)}


@pytest.mark.parametrize(
    ("registers", "words"),
    [
        (Registers((Register("a", (0,)),), (Register("a", (0,)),)), "same name"),
        (Registers((Register("a", (0, 0)),)), "share qubits"),
        (Registers((), (Register("a", (1,)),)), "classical bits"),
    ],
)
def test_registers_that_do_not_fit_are_refused(registers: Registers, words: str) -> None:
    with pytest.raises(InvalidCircuit, match=words):
        qd.Circuit(1, num_clbits=1, declared=registers)


BITS = ("a[0]", "a[1]", "b[0]", "b[1]")
WORDS = {
    "a == b": lambda a, b: a == b,
    "a != b": lambda a, b: a != b,
    "~a == 2": lambda a, b: a ^ 3 == 2,
    "popcount(a) == 1": lambda a, b: a.bit_count() == 1,
    "popcount(a) < 2": lambda a, b: a.bit_count() < 2,
    "a < b": lambda a, b: a < b,
    "a >= b": lambda a, b: a >= b,
    "(a & b) == 1": lambda a, b: a & b == 1,
    "(a | b) == 3": lambda a, b: a | b == 3,
    "(a ^ b) == 3": lambda a, b: a ^ b == 3,
    "a[0] ^ b[1]": lambda a, b: (a & 1) != (b >> 1),
    "a << 1 == 2": lambda a, b: (a << 1) & 3 == 2,
    "(a == 1) == (b == 1)": lambda a, b: (a == 1) == (b == 1),
    "a == 1 && b[0] || b == 2": lambda a, b: (a == 1 and b & 1) or b == 2,
    "!(a == 1 && b == 2)": lambda a, b: not (a == 1 and b == 2),
}


@pytest.mark.parametrize("words", WORDS)
def test_conditions_of_programs_mean_what_they_say(words: str) -> None:
    for case in range(16):
        a, b = case & 3, case >> 2
        bits = "".join(f"x q[{k}];" for k in range(4) if case >> k & 1)
        measured = (
            "a[0] = measure q[0]; a[1] = measure q[1]; b[0] = measure q[2]; b[1] = measure q[3];"
        )
        text = f"{HEAD}qubit[5] q; bit[2] a; bit[2] b; bit r; {bits} {measured}"
        circuit = qd.qasm.loads(f"{text} if ({words}) {{ x q[4]; }} r = measure q[4];")
        assert {int(bits[0]) for bits in Simulator(circuit).shots(1, seed=0)} == {
            int(bool(WORDS[words](a, b)))
        }


def test_a_condition_of_too_many_bits_is_refused() -> None:
    text = f"{HEAD}qubit q; bit[6] a; bit[6] b; a[0] = measure q; b[0] = measure q;"
    with pytest.raises(Unsupported, match="known only while the program runs"):
        qd.qasm.loads(f"{text} if (a < b) {{ x q; }}")


def word(a: ClassicalRegister, b: ClassicalRegister, rng: random.Random, depth: int) -> expr.Expr:
    kind = rng.randrange(5) if depth else rng.randrange(2)
    if kind == 0:
        return expr.lift(rng.choice((a, b)))
    if kind == 1:
        return expr.lift(rng.randrange(4), types.Uint(2))
    if kind == 2:
        return expr.bit_not(word(a, b, rng, depth - 1))
    join = rng.choice((expr.bit_and, expr.bit_or, expr.bit_xor))
    return join(word(a, b, rng, depth - 1), word(a, b, rng, depth - 1))


def truth(a: ClassicalRegister, b: ClassicalRegister, rng: random.Random, depth: int) -> expr.Expr:
    kind = rng.randrange(5) if depth else 0
    if kind == 0:
        return expr.lift(rng.choice((a[0], a[1], b[0], b[1])))
    if kind == 1:
        return expr.logic_not(truth(a, b, rng, depth - 1))
    if kind == 2:
        join = rng.choice((expr.logic_and, expr.logic_or, expr.bit_xor, expr.equal))
        return join(truth(a, b, rng, depth - 1), truth(a, b, rng, depth - 1))
    names = ("equal", "not_equal", "less", "less_equal", "greater", "greater_equal")
    return getattr(expr, rng.choice(names))(word(a, b, rng, depth - 1), word(a, b, rng, depth - 1))


@pytest.mark.parametrize("seed", range(40))
def test_random_programs_count_the_same_through_every_door(seed: int) -> None:
    rng = random.Random(seed)
    a, b, c = (ClassicalRegister(2, name) for name in "abr")
    given = QuantumCircuit(QuantumRegister(4, "in"), QuantumRegister(2, "out"), a, b, c)
    for wire in range(4):
        if rng.random() < 0.5:
            given.x(wire)
    given.measure([0, 1], a)
    given.measure([2, 3], b)
    if seed % 3 == 0:
        with given.switch(a) as case:
            with case(1, 2):
                given.x(4)
            with case(case.DEFAULT):
                given.x(5)
    with given.if_test(truth(a, b, rng, 3)) as otherwise:
        given.x(4)
    with otherwise:
        given.x(5)
    given.measure([4, 5], c)
    wanted = counted(given)
    circuit = qd.from_qiskit(given)
    assert dict(Simulator(circuit).shots(5, seed=1)) == wanted
    assert counted(qd.to_qiskit(circuit)) == wanted
    program = qd.qasm.loads(qd.qasm.dumps(circuit))
    assert dict(Simulator(program).shots(5, seed=2)) == wanted
    assert program.declared == circuit.declared
    kept = qd.Document.loads(qd.Document(circuit).dumps()).body
    assert isinstance(kept, qd.Circuit)
    assert counted(qd.to_qiskit(kept)) == wanted


def test_a_variable_in_a_condition_is_refused() -> None:
    given = QuantumCircuit(1, 1)
    flag = given.add_var("flag", expr.lift(True))
    with given.if_test(flag):
        given.x(0)
    with pytest.raises(NotConvertible):
        qd.from_qiskit(given)


def test_opaque_gates_are_refused_by_their_own_names() -> None:
    text = 'OPENQASM 2.0;\ninclude "qelib1.inc";\nopaque delay(t) q;\nqreg q[1];\nh q[0];\n'
    assert len(qd.qasm.loads(text).plain_operations) == 1
    with pytest.raises(Unsupported, match="Give the gate 'delay' a body"):
        qd.qasm.loads(text + "delay(12) q[0];")


def test_qiskit_code_has_the_registers_both_ways() -> None:
    circuit = qd.qasm.loads(
        f"{ADDER}if (ans == 2) {{\n  x cin[0];\n}}\nif (carry) {{\n  z cin[0];\n}}"
    )
    scope: dict[str, Any] = {}
    exec(qiskit_code(circuit), scope)
    made = qd.from_qiskit(scope["qc"])
    assert made == circuit
    assert made.declared == circuit.declared


def test_registers_of_qiskit_code_are_read() -> None:
    text = (
        "from qiskit import QuantumCircuit, QuantumRegister, ClassicalRegister\n"
        'a = QuantumRegister(2, "a")\nm = ClassicalRegister(2, name="m")\n'
        'qc = QuantumCircuit(a, QuantumRegister(1, "b"), m, ClassicalRegister(1, "n"))\n'
        "qc.h(a)\nqc.cx(a[0], 2)\nqc.measure(a, m)\nqc.measure([2], [2])\n"
    )
    circuit = QISKIT_CODE.read(text).body
    assert isinstance(circuit, qd.Circuit)
    scope: dict[str, Any] = {}
    exec(text, scope)
    wanted = qd.from_qiskit(scope["qc"])
    assert (circuit, circuit.declared) == (wanted, wanted.declared)


@pytest.mark.parametrize(
    ("made", "words"),
    [
        ("qc = QuantumCircuit(QuantumRegister(2))", "a size and a name"),
        ('q = QuantumRegister(2, "q")\nqc = QuantumCircuit(q, q)', "two registers"),
        ('q = QuantumRegister(2, "q")\nqc = QuantumCircuit(q)\nqc.h(q[5])', "has 2 qubits"),
        ('q = QuantumRegister(2, "q")\nqc = QuantumCircuit(2)\nqc.h(q)', "is no register"),
        ('q = QuantumRegister(2, "q")\nqc = QuantumCircuit(q, 2)', "not both"),
    ],
)
def test_registers_of_qiskit_code_that_do_not_fit_are_refused(made: str, words: str) -> None:
    with pytest.raises(InvalidText, match=words):
        QISKIT_CODE.read(f"from qiskit import *\n{made}\n")


SWITCHES = {
    "switch (a & 1) { case 1 { x q[4]; } default { } }": lambda a, b: a & 1,
    "switch (popcount(b)) { case 0, 2 { x q[4]; } }": lambda a, b: b != 1 and b != 2,
    "switch (a ^ b) { case 3 { } case 3, 1 { x q[4]; } }": lambda a, b: a ^ b == 1,
    "switch (uint[2](a) + uint[2](b)) { case 4 { } default { x q[4]; } }": lambda a, b: a + b != 4,
    "switch (a[0]) { case 0 { x q[4]; } }": lambda a, b: not a & 1,
    "if (rotl(a, 1) == b) { x q[4]; }": lambda a, b: (a << 1 | a >> 1) & 3 == b,
    "bool t = a == 1; if (t ^ (b < 2)) { x q[4]; }": lambda a, b: (a == 1) != (b < 2),
}


@pytest.mark.parametrize("statement", SWITCHES)
def test_switches_on_what_is_computed_take_the_case_that_fits(statement: str) -> None:
    for case in range(16):
        a, b = case & 3, case >> 2
        bits = "".join(f"x q[{k}];" for k in range(4) if case >> k & 1)
        text = f"{HEAD}qubit[5] q; bit[2] a; bit[2] b; bit r; {bits} a = measure q[0:1]; "
        circuit = qd.qasm.loads(f"{text} b = measure q[2:3]; {statement} r = measure q[4];")
        assert {int(bits[0]) for bits in Simulator(circuit).shots(1, seed=0)} == {
            int(bool(SWITCHES[statement](a, b)))
        }


@pytest.mark.parametrize(
    "statements",
    [
        "bool t = a[0]; a[0] = measure q[1]; if (t) x q[0];",
        "int n = int(a); a = measure q; if (n > 1) x q[0];",
        "bool t; t = a == 1; a[1] = measure q[0]; if (!t) x q[0];",
    ],
)
def test_a_variable_does_not_follow_bits_that_change_after_it(statements: str) -> None:
    with pytest.raises(Unsupported, match="after a change of the bits that gave it its value"):
        qd.qasm.loads(f"{HEAD}qubit[2] q; bit[2] a; a = measure q; {statements}")


PARTS = (
    "if (a[1:2] == 2) { x q[3]; } if (a[{0, 2}] == 1) { x q[3]; } else { z q[3]; } "
    "if (a == b) { h q[3]; } if (a != 3) { y q[3]; } b[0] = measure q[3];"
)


def test_conditions_on_parts_of_registers_make_no_registers_in_qiskit() -> None:
    circuit = qd.qasm.loads(
        f"{HEAD}qubit[4] q; bit[3] a; bit[3] b; h q; a = measure q[0:2]; {PARTS}"
    )
    wanted = [("a", 3), ("b", 3)]
    theirs = qasm3.loads(qd.qasm.dumps(circuit))
    assert [(each.name, each.size) for each in theirs.cregs] == wanted
    scope: dict[str, Any] = {}
    exec(qiskit_code(circuit), scope)
    for other in (theirs, scope["qc"], qd.to_qiskit(circuit)):
        assert_alike(qd.from_qiskit(other), circuit)
    read = QISKIT_CODE.read(qiskit_code(circuit)).body
    assert isinstance(read, qd.Circuit)
    assert_alike(read, circuit)


CODE = """
from qiskit import QuantumCircuit, QuantumRegister, ClassicalRegister
from qiskit.circuit.classical import expr
from qiskit.circuit.library import RXGate, SXdgGate, PhaseGate
a = ClassicalRegister(2, "a")
b = ClassicalRegister(1, "b")
qc = QuantumCircuit(QuantumRegister(3, "q"), a, b, global_phase=0.3)
qc.append(RXGate(0.3), [1])
qc.append(SXdgGate(), [2])
qc.h([0, 1])
qc.measure([0, 1], a)
with qc.if_test((a, 2)) as other:
    qc.x(1)
with other:
    qc.z(1)
    with qc.if_test(expr.logic_or(b[0], expr.less(a, 2))):
        qc.h(0)
with qc.if_test((qc.clbits[1], 1)):
    pass
with qc.if_test((b[0], 0)):
    qc.measure(0, 2)
"""


def test_branches_of_qiskit_code_are_read_as_qiskit_runs_them() -> None:
    circuit = QISKIT_CODE.read(CODE).body
    scope: dict[str, Any] = {}
    exec(CODE, scope)
    assert isinstance(circuit, qd.Circuit)
    assert_alike(circuit, qd.from_qiskit(scope["qc"]))


def assert_alike(one: qd.Circuit, other: qd.Circuit) -> None:
    """The same registers, and every record as likely."""
    assert one.registers == other.registers
    start = np.eye(2**one.num_qubits, dtype=complex)[0]
    weights = [
        {record: sum(np.vdot(psi, psi).real for psi in states) for record, states in made.items()}
        for made in (branches(one, {}, start), branches(other, {}, start))
    ]
    assert weights[0].keys() == weights[1].keys()
    assert all(abs(weights[0][record] - weights[1][record]) < 1e-9 for record in weights[0])


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (
            "with qc.if_test((c, 1)):\n    qc.measure(0, 0)\n    qc.x(0)",
            "own condition and goes on",
        ),
        (
            "with qc.if_test((c, 1)) as e:\n    qc.measure(0, 0)\nwith e:\n    qc.x(0)",
            "own condition",
        ),
        ("with qc.if_test(expr.shout(c)):\n    qc.x(0)", "this condition is not read"),
        ("with qc.while_loop((c, 1)):\n    qc.x(0)", "this block is not read"),
        ("with other:\n    qc.x(0)", "this block is not read"),
        ("with qc.if_test((qc.cregs[3], 1)):\n    qc.x(0)", "1 classical registers"),
        ("with qc.if_test(expr.less(d, 5)):\n    qc.x(0)", "this condition is not read"),
    ],
)
def test_branches_of_qiskit_code_that_are_not_read_are_refused(lines: str, words: str) -> None:
    head = (
        "from qiskit import QuantumCircuit, ClassicalRegister\n"
        'c = ClassicalRegister(2, "c")\nqc = QuantumCircuit(QuantumRegister(2, "q"), c)\n'
    )
    with pytest.raises(InvalidText, match=words):
        QISKIT_CODE.read(f"{head}{lines}\n")


def test_qiskit_code_imports_pi_for_formulas() -> None:
    circuit = qd.Circuit.of(1, "rx((pi - a)*(pi - b)) 0")
    scope: dict[str, Any] = {}
    exec(qiskit_code(circuit), scope)
    assert qd.from_qiskit(scope["qc"]) == circuit
