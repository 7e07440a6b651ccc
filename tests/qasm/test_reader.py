"""Reading OpenQASM: what programs denote, against matrices and Qiskit's own readers.

It is long because the supported language is.
"""

from __future__ import annotations

import math
import warnings
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from qiskit import qasm2, qasm3
from qiskit.quantum_info import Operator

from qdesign import Angle, Circuit, Condition, Operation
from qdesign.convert.qiskit import from_qiskit
from qdesign.errors import InvalidText, QdesignError, Unsupported
from qdesign.qasm import dumps, loads

DATA = Path(__file__).parents[1] / "data"
PROGRAMS = sorted([*DATA.glob("openqasm2/*.qasm"), *DATA.glob("openqasm3/*.qasm")])
HEAD = 'OPENQASM 3.0;\ninclude "stdgates.inc";\n'

REFUSED = {
    "vqe_uccsd_n6": "'c' is not declared",
    "alignment": "stretch",
    "arrays": "outside the array",
    "cphase": "'q' is not declared",
    "dd": "stretch",
    "defcal": "defcalgrammar",
    "gateteleport": "extern",
    "ipe": "'c' has no value yet",
    "msd": "'success' has no value yet",
    "rus": "a loop that measured bits end",
    "scqec": "extern",
    "t1": "a duration",
    "vqe": "extern",
}
"""Programs that are not circuits, by what they are refused for."""


def read(body: str) -> Circuit:
    return loads(HEAD + body)


def unitary(circuit: Circuit) -> np.ndarray:
    """The matrix of a bound unitary circuit, as Qiskit finds it from the written text."""
    with warnings.catch_warnings():
        # Qiskit's own reader of control modifiers uses what Qiskit deprecates.
        warnings.simplefilter("ignore", DeprecationWarning)
        return np.asarray(Operator(qasm3.loads(dumps(circuit))).data)


def test_every_program_of_the_corpus_is_there() -> None:
    assert len(PROGRAMS) == 42


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_programs_load_and_round_trip_or_are_refused_with_a_place(path: Path) -> None:
    text = path.read_text()
    if path.stem in REFUSED:
        with pytest.raises(InvalidText, match=REFUSED[path.stem]) as caught:
            loads(text)
        assert caught.value.line > 1 or caught.value.column >= 1
        assert caught.value.line <= text.count("\n") + 1
        return
    circuit = loads(text)
    assert loads(dumps(circuit)) == circuit
    assert circuit.num_qubits


def qiskits_reading(path: Path):
    text = path.read_text()
    try:
        if path.parent.name == "openqasm2":
            return qasm2.loads(text, custom_instructions=qasm2.LEGACY_CUSTOM_INSTRUCTIONS)
        return qasm3.loads(text)
    except (qasm2.QASM2ParseError, qasm3.QASM3ImporterError):
        return None


def unitary_part(circuit):
    """The operations of a Qiskit circuit up to its final measurements, without resets."""
    kept = circuit.copy_empty_like()
    for instruction in circuit.data:
        if instruction.operation.name not in ("reset", "measure", "barrier"):
            kept.append(instruction)
    return kept


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_programs_denote_what_qiskit_reads(path: Path) -> None:
    theirs = qiskits_reading(path)
    if path.stem in REFUSED or theirs is None or theirs.num_qubits > 8:
        pytest.skip("not a circuit, not read by Qiskit, or large")
    ours = qasm3.loads(dumps(loads(path.read_text())))
    assert ours.num_clbits == theirs.num_clbits
    if any(i.operation.name == "if_else" for i in theirs.data):
        names = [i.operation.name for i in theirs.data]
        assert [i.operation.name for i in ours.data] == names
        return
    a, b = Operator(unitary_part(ours)).data, Operator(unitary_part(theirs)).data
    assert np.allclose(a, b, atol=1e-9)
    assert ours.count_ops().get("measure", 0) == theirs.count_ops().get("measure", 0)


# values


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("pi/4", Angle.pi_times(Fraction(1, 4))),
        ("-3*pi/8", Angle.pi_times(Fraction(-3, 8))),
        ("2*π - τ/4", Angle.pi_times(Fraction(3, 2))),
        ("0.1 + 0.2", Angle.of(0.3)),
        ("7/2", Angle.of(3.0)),
        ("-7/2", Angle.of(-3.0)),
        ("7/2*pi", Angle.pi_times(3)),
        ("7/2.0", Angle.of(3.5)),
        ("7*pi/2", Angle.pi_times(Fraction(7, 2))),
        ("float(7)/2 + angle(7)/2", Angle.of(7.0)),
        ("(theta - theta + 7)/2", Angle.of(3.5)),
        ("floor(7.5)/2", Angle.of(3.5)),
        ("2**3 - 7", Angle.of(1.0)),
        ("-2**2", Angle.of(-4.0)),
        ("2**3**2", Angle.of(512.0)),
        ("sqrt(9) % 2", Angle.of(1.0)),
        ("arccos(0)", Angle.pi_times(Fraction(1, 2))),
        ("sin(pi/6)*2", Angle.of(math.sin(math.pi / 6) * 2)),
        ("euler", Angle.of(math.e)),
        ("0x1F + 0b11 + 0o7", Angle.of(41.0)),
        ("1_000", Angle.of(1000.0)),
        ("(7 & 5) ^ 1 | 8", Angle.of(12.0)),
        ("1 << 4", Angle.of(16.0)),
        ("mod(7, 4)", Angle.of(3.0)),
        ("theta/3 - 2*(phi + pi)", Angle.parse("theta/3 - 2*phi - 2*pi")),
        ("theta - theta", Angle()),
        ("theta*(n/4)", Angle.parse("2*theta")),
        ("int(2.7) + float(1)", Angle.of(3.0)),
        ("w[0] + 2*w[1]", Angle.of(1.0)),
        ("angles[1]", Angle.of(0.25)),
        ('popcount("1011")', Angle.of(3.0)),
    ],
)
def test_expressions_are_folded_exactly(expression: str, expected: Angle) -> None:
    circuit = read(
        'input float[64] theta; input angle phi; const int[32] n = 9; const bit[3] w = "101";\n'
        f"array[float[64], 2] angles = {{0.5, 0.25}};\nqubit q; rx({expression}) q;"
    )
    (operation,) = circuit.plain_operations
    assert operation.angles == (expected,)


def test_a_repeated_expression_follows_the_values_it_names() -> None:
    circuit = read(
        'float x = 0.5; array[float[64], 2] a = {1.0, 2.0}; bit[2] c = "01"; qubit q;\n'
        "rx(2*x) q; rx(2*x) q; x = 1.5; rx(2*x) q;\n"
        "rx(a[0] + 0) q; a[0] = 3.0; rx(a[0] + 0) q;\n"
        'rx(c + 0.5) q; c = "11"; rx(c + 0.5) q;\n'
        "for int x in [0:1] { rx(2*x) q; } rx(2*x) q; rx((2*x)) q; U(2*x, -x, x) q;"
    )
    angles = [a.at({}) for operation in circuit.plain_operations for a in operation.angles]
    assert angles == [1, 1, 3, 1, 3, 1.5, 3.5, 0, 2, 3, 3, 3, -1.5, 1.5]


def test_version_2_has_its_own_power_and_division() -> None:
    text = 'OPENQASM 2.0; include "qelib1.inc"; qreg q[1]; rx(2*3^2 - 1/2) q[0]; rz(-pi^2) q[0];'
    first, second = loads(text).plain_operations
    assert first.angles[0] == Angle.of(17.5)
    assert second.angles[0].at({}) == pytest.approx(-(math.pi**2))


def test_places_after_a_power_are_those_of_the_text() -> None:
    with pytest.raises(InvalidText) as caught:
        loads("OPENQASM 2.0;\nqreg q[1]; U(2^2,2^3,0) q[0]; frob q[0];")
    assert (caught.value.line, caught.value.column) == (2, 31)


def test_version_2_may_use_words_that_version_3_keeps() -> None:
    text = (
        'OPENQASM 2.0;\ninclude "qelib1.inc";\n'
        "gate let(angle, end) in, pow { rx(angle + 2^2) in; cx in, pow; rz(end) pow; }"
        " // gate in {\n"
        "gate inv in { x in; }\n"
        "qreg input[2]; qreg const[1];\ncreg output[2];\n"
        "let(0.3, 0.2) input[1], const[0]; inv input; h const[0];\n"
    )
    circuit = loads(text)
    assert circuit.qubit_names == ("input[0]", "input[1]", "const[0]")
    assert [item.name for item in circuit.gates] == ["let", "inv"]
    expected = Operator(qasm2.loads(text)).data
    assert np.allclose(unitary(circuit), expected)
    assert loads(dumps(circuit)) == circuit
    measured = loads(f"{text}measure input -> output;\nif (output == 2) x const[0];\n")
    assert measured.plain_operations[-1].conditions == (Condition((0, 1), 2),)
    with pytest.raises(InvalidText, match="frob") as caught:
        loads(f"{text}inv input[1]; frob const[0];")
    assert (caught.value.line, caught.value.column) == (8, 15)


def test_places_count_characters_not_bytes() -> None:
    with pytest.raises(InvalidText) as caught:
        read("/* θθθ */ qubit ä; x ä; y ö;")
    assert (caught.value.line, caught.value.column) == (3, 27)


# gates


@pytest.mark.parametrize(
    ("body", "same"),
    [
        ("qubit[2] q; ctrl @ x q[0], q[1];", "qubit[2] q; cx q[0], q[1];"),
        ("qubit[2] q; negctrl @ x q[0], q[1];", "qubit[2] q; x q[0]; cx q[0], q[1]; x q[0];"),
        ("qubit[3] q; ctrl(2) @ x q[0], q[1], q[2];", "qubit[3] q; ccx q[0], q[1], q[2];"),
        ("qubit q; inv @ s q;", "qubit q; sdg q;"),
        ("qubit q; inv @ U(0.1, 0.2, 0.3) q;", "qubit q; U(-0.1, -0.3, -0.2) q;"),
        ("qubit q; pow(3) @ t q;", "qubit q; t q; t q; t q;"),
        ("qubit q; pow(-2) @ rx(0.3) q;", "qubit q; rx(-0.6) q;"),
        ("qubit q; pow(1/2) @ x q;", "qubit q; sx q;"),
        ("qubit q; pow(0.5) @ pow(0.5) @ x q; pow(3/4) @ x q;", "qubit q; x q;"),
        ("qubit q; pow(1/4) @ h q; pow(0.75) @ h q;", "qubit q; h q;"),
        ("qubit q; pow(1/3) @ y q; pow(2/3) @ y q;", "qubit q; y q;"),
        ("qubit q; pow(1/3) @ sx q; pow(2/3) @ sx q;", "qubit q; sx q;"),
        (
            "qubit[2] q; pow(0.3) @ swap q[0], q[1]; pow(0.7) @ swap q[0], q[1];",
            "qubit[2] q; swap q[0], q[1];",
        ),
        (
            "qubit[2] q; pow(0.3) @ iswap q[0], q[1]; pow(0.7) @ iswap q[0], q[1];",
            "qubit[2] q; iswap q[0], q[1];",
        ),
        (
            "qubit[2] q; pow(0.3) @ cx q[0], q[1]; pow(0.7) @ cx q[0], q[1];",
            "qubit[2] q; cx q[0], q[1];",
        ),
        ("qubit q; pow(0) @ x q;", "qubit q; id q;"),
        ("qubit[2] q; ctrl @ gphase(0.7) q[0];", "qubit[2] q; p(0.7) q[0];"),
        (
            "qubit[2] q; ctrl @ U(pi, 0, pi) q[0], q[1];",
            "qubit[2] q; cx q[0], q[1]; s q[0];",
        ),
        (
            "qubit[2] q; ctrl @ u3(0.3, 0.1, 0.7) q[0], q[1];",
            "qubit[2] q; crz(0.7) q[0], q[1]; cry(0.3) q[0], q[1]; crz(0.1) q[0], q[1];",
        ),
        (
            "gate g(a) x { U(a, 0, 0) x; } qubit[2] q; ctrl @ g(0.3) q[0], q[1];",
            "qubit[2] q; cry(0.3) q[0], q[1]; p(0.15) q[0];",
        ),
        ("qubit q; gphase(pi/2); x q; gphase(pi/2);", "qubit q; U(pi, 0, pi) q; gphase(pi);"),
        (
            "gate g(a) p, q { rx(a) p; cx p, q; } qubit a; qubit b; g(1) a, b; inv @ g(1) a, b;",
            "qubit[2] q; id q;",
        ),
        (
            "gate g(a) p { rx(a) p; gphase(a); } qubit[2] q; ctrl @ g(0.3) q[1], q[0];",
            "qubit[2] q; crx(0.3) q[1], q[0]; p(0.3) q[1];",
        ),
        (
            "gate g p { t p; } gate k p { inv @ g p; pow(2) @ g p; } qubit q; k q;",
            "qubit q; t q;",
        ),
        ("gate r p { pow(1/2) @ x p; } qubit q; pow(2) @ r q;", "qubit q; x q;"),
        ("gate r p { x p; } qubit q; pow(1/2) @ r q;", "qubit q; sx q;"),
        ("qubit[2] a; qubit[2] b; cx a, b;", "qubit[4] q; cx q[0], q[2]; cx q[1], q[3];"),
        ("qubit a; qubit[2] b; cx a, b;", "qubit[3] q; cx q[0], q[1]; cx q[0], q[2];"),
        ("qubit[4] q; let a = q[0:2:3] ++ q[{1}]; x a;", "qubit[4] q; x q[0]; x q[2]; x q[1];"),
        ("qubit[4] q; x q[-1]; y q[1:2]; z q[2:-1:0];",
         "qubit[4] q; x q[3]; y q[1]; y q[2]; z q[2]; z q[1]; z q[0];"),
        ("x $1; cx $0, $1;", "qubit[2] q; x q[1]; cx q[0], q[1];"),
        ("qubit[2] q; CX q[0], q[1]; cnot q[0], q[1]; u3(1, 2, 3) q[0];",
         "qubit[2] q; U(1.0, 2.0, 3.0) q[0];"),
    ],
)  # fmt: skip
def test_gates_and_modifiers_act_as_written_out(body: str, same: str) -> None:
    assert np.allclose(unitary(read(body)), unitary(read(same)), atol=1e-12)


@pytest.mark.parametrize(
    "name", ["u0(1)", "c3x", "c4x", "c3sqrtx", "cu3(0.1,0.2,0.3)", "rc3x", "cu1(0.4)", "csx"]
)
def test_gates_of_qelib1_that_the_table_lacks_are_known(name: str) -> None:
    count = {"u0": 1, "c3": 4, "c4": 5, "rc": 4}.get(name[:2], 2)
    wires = ",".join(f"q[{k}]" for k in range(count))
    text = f'OPENQASM 2.0; include "qelib1.inc"; qreg q[{count}]; {name} {wires};'
    theirs = qasm2.loads(text, custom_instructions=qasm2.LEGACY_CUSTOM_INSTRUCTIONS)
    assert np.allclose(unitary(loads(text)), Operator(theirs).data, atol=1e-12)


def test_definitions_that_equal_a_row_are_the_row() -> None:
    circuit = read(
        "gate rzz(a) p, q { cx p, q; rz(a) q; cx p, q; } input float t; qubit[2] q; "
        "rzz(t) q[0], q[1];"
    )
    assert circuit.gates == ()
    assert circuit.operations == (Operation("rzz", (0, 1), (Angle.parameter("t"),)),)


def test_other_definitions_under_a_rows_name_are_kept_beside_it() -> None:
    circuit = read(
        "gate rzz(a) p, q { cx p, q; p(a) q; cx p, q; } qubit[2] q; rzz(0.3) q[0], q[1];"
    )
    assert [gate.name for gate in circuit.gates] == ["rzz_"]
    assert loads(dumps(circuit)) == circuit


def test_composite_gates_keep_names_and_parameters() -> None:
    circuit = read("gate layer(a, b) p, q { rx(a) p; ry(2*b) q; } input float t; qubit[2] q; "
                   "layer(t, pi) q[1], q[0];")  # fmt: skip
    (gate,) = circuit.gates
    assert (gate.name, gate.parameters, gate.num_qubits) == ("layer", ("a", "b"), 2)
    assert circuit.plain_operations[0] == Operation("rx", (1,), (Angle.parameter("t"),))


# classical parts


def test_conditions_are_read_from_every_form() -> None:
    body = """qubit q; bit[3] c; bit d;
    if (c[1]) x q;  if (!d) x q;  if (c == 5) x q;  if (int[3](c) != 2) x q;
    if (c[0:1] == 3 && d == true) x q;  if (c == "101") x q;  if (d == 0) x q; else y q;
    if (bool(c[0])) { if (d) { z q; } }"""
    conditions = [operation.conditions for operation in read(body).plain_operations]
    assert conditions == [
        (Condition((1,), 1),),
        (Condition((3,), 0),),
        (Condition((0, 1, 2), 5),),
        (Condition((0, 1, 2), 2, False),),
        (Condition((0, 1), 3), Condition((3,), 1)),
        (Condition((0, 1, 2), 5),),
        (Condition((3,), 0),),
        (Condition((3,), 1),),
        (Condition((0,), 1), Condition((3,), 1)),
    ]


def holds(conditions: tuple[Condition, ...], bits: int) -> bool:
    return all(
        (sum((bits >> b & 1) << k for k, b in enumerate(c.clbits)) == c.value) == c.equal
        for c in conditions
    )


@pytest.mark.parametrize(
    ("condition", "truth"),
    [
        ("c[0] || c[1] || c[2]", lambda b: b != 0),
        ("!(c[0] && c[1]) && (c[2] || c[0])", lambda b: (b & 3) != 3 and bool(b & 5)),
        ("c[0] ^ c[1] ^ c[2]", lambda b: b.bit_count() % 2 == 1),
        ("c[0] == c[2]", lambda b: (b & 1) == (b >> 2)),
        ("c[0] != !c[1]", lambda b: (b & 1) != 1 - (b >> 1 & 1)),
        ("c < 3", lambda b: b < 3),
        ("c >= 5", lambda b: b >= 5),
        ("2 < c", lambda b: b > 2),
        ("c > 1 && c <= 6", lambda b: 1 < b <= 6),
        ("uint[3](c) == 4 || c == 1", lambda b: b in (1, 4)),
        ("~c[1] | c[0] & c[2]", lambda b: not b & 2 or (b & 5) == 5),
    ],
)
def test_conditions_hold_exactly_once_where_they_should(condition: str, truth) -> None:
    circuit = read(f"qubit q; bit[3] c; if ({condition}) x q; else y q;")
    for bits in range(8):
        acting = [o.gate for o in circuit.plain_operations if holds(o.conditions, bits)]
        assert acting == ["x" if truth(bits) else "y"]


def test_switch_on_bits_and_on_constants() -> None:
    circuit = read(
        "qubit q; bit[2] c; const int n = 2; int[8] k = 1;\n"
        "switch (c) { case 0, 3 { x q; } case 1 { y q; } default { z q; } }\n"
        "switch (n) { case 1 { x q; } case 2 { h q; } }\n"
        "switch (k) { case 2 { x q; } default { t q; } }"
    )
    for bits, expected in enumerate("xyzx"):
        acting = [o.gate for o in circuit.plain_operations if holds(o.conditions, bits)]
        assert acting == [expected, "h", "t"]


def test_loops_and_constants_are_unrolled() -> None:
    circuit = read(
        """qubit[4] q; const uint[8] n = 4; int[32] k = 0; angle[20] a = pi;
        for uint i in [0:n-1] { if (i % 2 == 1) continue; rx(a/2**(i+1)) q[i]; }
        for int i in {3, 1} { x q[i]; if (i == 1) { break; } k += i; }
        for float f in {0.5, 0.25} rz(f) q[0];
        while (k > 0) { y q[k]; k -= 2; }
        array[int[8], 2] places = {2, 0}; for int p in places { z q[p]; }"""
    )
    pi = Angle.pi_times(1)
    assert circuit.plain_operations == (
        Operation("rx", (0,), (pi / 2,)),
        Operation("rx", (2,), (pi / 8,)),
        Operation("x", (3,)),
        Operation("x", (1,)),
        Operation("rz", (0,), (Angle.of(0.5),)),
        Operation("rz", (0,), (Angle.of(0.25),)),
        Operation("y", (3,)),
        Operation("y", (1,)),
        Operation("z", (2,)),
        Operation("z", (0,)),
    )


def test_subroutines_are_put_in_place_and_measure_where_they_should() -> None:
    circuit = read(
        """qubit[3] q; bit[2] s; bit r;
        def parity(qubit[2] d, qubit a, float t) -> bit {
          cx d[0], a; rx(t) d[1]; return measure a;
        }
        def both(qubit[2] d) -> bit[2] { bit[2] b; b = measure d; return b; }
        s[1] = parity(q[0:1], q[2], 0.5);  s = both(q[1:2]);  r = measure q[0];
        if (s == 2) x q[0];"""
    )
    assert circuit.num_clbits == 3
    assert [o.clbits for o in circuit.plain_operations if o.gate == "measure"] == [
        (1,),
        (0,),
        (1,),
        (2,),
    ]
    assert circuit.plain_operations[-1].conditions == (Condition((0, 1), 2),)


def test_known_bits_decide_while_reading() -> None:
    circuit = read(
        'qubit q; bit[2] c = "10"; bit m; if (c[1]) x q; if (c == 1) y q; m = measure q;'
    )
    assert circuit.plain_operations == (
        Operation("x", (0,)),
        Operation("measure", (0,), clbits=(0,)),
    )
    assert circuit.num_clbits == 1


def test_qubits_keep_the_names_of_their_registers() -> None:
    circuit = read("qubit a; qubit[2] b; h a;")
    assert circuit.qubit_names == ("a", "b[0]", "b[1]")


@pytest.mark.parametrize(
    ("body", "construct"),
    [
        ("extern f(int) -> int;", "extern"),
        ("qubit q; delay[10ns] q;", "delay"),
        ("defcal x $0 { }", "defcal"),
        ("duration d = 3ns;", "a duration"),
        ("stretch s;", "the type stretch"),
        ("input int n;", "an input of type int"),
        ("qubit q; bit c; while (c) x q;", "a loop that measured bits end"),
        ("qubit q; bit c; int n = 0; if (c) n = 1;", "a variable that measured bits decide"),
        ("qubit q; bit[2] c; c[0] = measure q; c[1] = c[0];", "copying a measured bit"),
        ("qubit q; bit c; c = measure q; rx(c) q;",
         "a value that is known only while the program runs"),
        ("qubit q; bit c; if (c) { c = measure q; x q; }",
         "a branch that measures into a bit of its own condition and goes on"),
        ("qubit q; pow(1/3) @ U(1,2,3) q;", "a fractional power of 'u'"),
        ("complex[float] z = 3im;", "a complex number"),
    ],
)  # fmt: skip
def test_what_no_circuit_holds_is_refused_by_name(body: str, construct: str) -> None:
    with pytest.raises(Unsupported) as caught:
        read(body)
    assert caught.value.construct == construct
    assert caught.value.line == 3
    assert "docs/openqasm.md" in str(caught.value)


def test_a_register_measured_on_a_condition_in_version_2_asks_it_for_each_qubit() -> None:
    """As Qiskit does, where the first outcome can end the condition for those behind it."""
    text = (
        'OPENQASM 2.0; include "qelib1.inc"; qreg q[4]; creg c[4]; x q[0]; x q[3]; '
        "measure q -> c; x q; if (c == 9) measure q -> c;"
    )
    ours = loads(text)
    assert ours.plain_operations == from_qiskit(qasm2.loads(text)).plain_operations
    asked = [each.clbits for each in ours.plain_operations if each.conditions]
    assert asked == [(0,), (1,), (2,), (3,)]
    with pytest.raises(Unsupported, match="measures into a bit of its own condition"):
        loads("bit[2] c; qubit[2] q; c = measure q; if (c == 3) { c = measure q; }")


def test_reading_is_not_stopped_by_an_error_before() -> None:
    for _ in range(3):
        with pytest.raises(QdesignError):
            loads("qubit q; " + "-" * 100_000)
        assert read("qubit q; x q;").num_operations == 1


# generic gates: definitions that need numbers


def test_a_gate_of_products_and_functions_of_its_angles_takes_numbers() -> None:
    text = """OPENQASM 3.0;
include "stdgates.inc";
gate g(a, b) p, r { rx(a*b) p; ctrl @ ry(sin(a)/b) p, r; if (a > 1) { x r; } }
gate h2(a) p, r { g(a, a/2) p, r; rz(a) p; }
input float theta;
qubit[2] q;
g(1, 2) q[0], q[1];
g(2*pi, 2) q[0], q[1];
inv @ g(1, 2) q[0], q[1];
h2(3) q[0], q[1];
g(1, 2) q[1], q[0];
"""
    plain = """OPENQASM 3.0;
include "stdgates.inc";
qubit[2] q;
rx(2.0) q[0]; cry(sin(1)/2) q[0], q[1];
rx(4*pi) q[0]; cry(0.0) q[0], q[1]; x q[1];
cry(-sin(1)/2) q[0], q[1]; rx(-2.0) q[0];
rx(4.5) q[0]; cry(sin(3)/1.5) q[0], q[1]; x q[1]; rz(3.0) q[0];
rx(2.0) q[1]; cry(sin(1)/2) q[1], q[0];
"""
    circuit = loads(text)
    assert [item.name for item in circuit.gates] == ["g", "g_2", "g_dg", "g_3", "h2"]
    assert np.allclose(unitary(circuit), unitary(loads(plain)), atol=1e-12)
    assert loads(dumps(circuit)) == circuit


def test_inputs_may_stand_in_products_powers_and_functions() -> None:
    circuit = loads(
        'OPENQASM 3.0; include "stdgates.inc"; gate g(a) p { rx(a**2) p; rz(1/a) p; } '
        "input float x; input float y; qubit q; rx(2*(pi - x)*(pi - y)) q; g(x + y) q; "
        "ry(sqrt(x)*arcsin(y)/exp(-x)) q; rz(ln(x)**2 - abs(y)) q;"
    )
    texts = ("2*(pi - x)*(pi - y)", "(x + y)**2", "1/(x + y)", "sqrt(x)*asin(y)/exp(-x)")
    expected = [Angle.parse(text) for text in (*texts, "log(x)**2 - abs(y)")]
    assert [o.angles[0] for o in circuit.plain_operations] == expected
    assert circuit.parameters == ("x", "y")
    assert loads(dumps(circuit)) == circuit


def test_a_template_keeps_the_angles_that_stay_affine() -> None:
    text = (
        'OPENQASM 3.0; include "stdgates.inc"; gate g(a, b) p { rx(a*b) p; } '
        "input float theta; qubit q; g(3, theta + 1) q; g(theta, 3) q;"
    )
    circuit = loads(text)
    angles = [operation.angles for operation in circuit.plain_operations]
    assert angles == [(Angle.parse("3*theta + 3"),), (Angle.parse("3*theta"),)]


def test_a_template_called_with_a_parameter_is_refused_where_it_is_called() -> None:
    text = (
        'OPENQASM 3.0;\ninclude "stdgates.inc";\ngate g(a) p {\n  rx(floor(a)) p;\n}\n'
        "gate h2(a) p { g(a) p; }\ninput float theta;\nqubit q;\nh2(theta) q;\n"
    )
    with pytest.raises(InvalidText, match="gate 'h2' is called with the free 'theta'") as caught:
        loads(text)
    assert (caught.value.line, caught.value.column) == (9, 1)
    assert "line 4, column 6" in caught.value.reason


@pytest.mark.parametrize(
    "expression", ["+0.3", "1-+2", "1+ +2", "2*+3^+1", "sin(+1)", "1e+2", "-2^2"]
)
def test_signs_of_version_2_are_read_as_qiskit_reads_them(expression: str) -> None:
    text = f'OPENQASM 2.0; include "qelib1.inc"; qreg q[1]; rx({expression}) q[0];'
    (operation,) = loads(text).plain_operations
    expected = qasm2.loads(text).data[0].operation.params[0]
    assert operation.angles[0].at({}) == pytest.approx(float(expected))
    with pytest.raises(InvalidText) as caught:
        loads(text + " frob q[0];")
    assert caught.value.column == len(text) + 2


def test_an_expression_follows_the_variables_in_it() -> None:
    text = (
        "input float theta; float a = 1; qubit q; rx(a*2) q; rx(a*2) q; a = 2; rx(a*2) q; "
        "for int i in [0:1] { a += 1; rx(a*2) q; } rx(a*2) q; rx(7/2) q; rx(7.0/2) q; "
        "rx(pi/2) q; float pi = 3; rx(pi/2) q; rx(theta/2) q; theta = 1; rx(theta/2) q;"
    )
    angles = [str(operation.angles[0]) for operation in loads(text).plain_operations]
    expected = "2, 2, 4, 6, 8, 8, 3, 3.5, pi/2, 1.5, theta/2, 0.5"
    assert angles == expected.split(", ")


def test_a_semicolon_too_many_is_nothing() -> None:
    text = 'OPENQASM 2.0;; include "qelib1.inc"; ; qreg q[1];; gate g a { ; h a;; } g q[0];;'
    assert loads(text).gates[0].operations == (Operation("h", (0,)),)


def test_a_byte_order_mark_does_not_count() -> None:
    assert loads("\ufeffOPENQASM 3.0; qubit q; h q;") == loads("qubit q; h q;")
    with pytest.raises(InvalidText) as caught:
        loads("\ufeffqubit q; frob q;")
    assert (caught.value.line, caught.value.column) == (1, 10)


def test_definitions_that_are_not_used_do_no_harm() -> None:
    text = """OPENQASM 2.0;
include "qelib1.inc";
opaque in(a, b) c, /* ; */ d; opaque θ c;
gate wrapped a { in(1, 2) a, a; }
qreg q[1];
rx(7/2) q[0];
"""
    text = text.replace("in(1, 2) a, a", "delayed a").replace("opaque θ", "opaque delayed")
    assert (
        loads(text).plain_operations
        == loads('OPENQASM 2.0; include "qelib1.inc"; qreg q[1]; rx(3.5) q[0];').plain_operations
    )
    with pytest.raises(Unsupported, match=r"'opaque'.*body") as caught:
        loads(text + "h q[0]; wrapped q[0];\n")
    assert caught.value.line == 4
    with pytest.raises(InvalidText, match="';' is missing before 'opaque'"):
        loads("OPENQASM 2.0;\nqreg w[2]opaque o a;;\n")
    timed = 'OPENQASM 3.0; include "stdgates.inc"; gate g(a) p { delay[10ns] p; } qubit q; h q; {}'
    assert loads(timed.replace("{}", "")) == loads("qubit q; h q;")
    with pytest.raises(Unsupported, match="delay"):
        loads(timed.replace("{}", "g(0.1) q;"))


UNUSED = f"{HEAD}qubit q;\ninput float spare;\ninput angle[8] extra;\ninput float a;\nrx(a/2) q;\n"


def test_inputs_that_no_gate_uses_stay_parameters_behind_the_others() -> None:
    circuit = loads(UNUSED)
    assert circuit.parameters == ("a", "spare", "extra")
    assert circuit.unused_parameters == ("spare", "extra")
    assert "input float[64] spare;\n" in dumps(circuit)
    assert loads(dumps(circuit)) == circuit
    left = circuit.bind({"spare": 1.0})
    assert left.parameters == ("a", "extra")
    with pytest.raises(QdesignError, match="'extra' has no value"):
        dumps(circuit, {"a": 0.1, "spare": 0.2})
    assert "input" not in dumps(circuit, [0.1, 0.2, 0.3])
