"""Edits of a program's circuit change the lines of the edits, and no others."""

from __future__ import annotations

import random
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from qdesign import Angle, Block, Circuit, Condition, Document, Operation, equivalent
from qdesign.errors import QdesignError
from qdesign.qasm import loads
from qdesign.qasm.updating import Update, update
from qdesign.registers import Register, Registers

DATA = Path(__file__).parents[1] / "data"
ADDER = """// Ripple-carry adder
OPENQASM 2.0; // not 3
include "qelib1.inc";

gate majority a, b, c  // three wires
{
  cx c, b;
  cx c, a;
  ccx a, b, c;
}
qreg cin[1];   qreg a[2];
qreg b[2];
creg ans[2];
/* inputs */
x a[0]; x b[0];  // a = 1
h   b[1];
majority cin[0], b[0], a[0];
cx a[0],b[1];
barrier a, b;
measure b -> ans;
if (ans == 1) x cin[0];
"""
ANSATZ = """OPENQASM 3.0;
include "stdgates.inc";
input float[64] alpha;  // an angle
const float half = pi / 2;
qubit[3] left;
bit[2] seen;

// first layer
rx(alpha) left[0];
ry( 0.25 )  left[1];   // a quarter
for int k in [0:1] { cx left[k], left[k + 1]; }
h left;
rz(half) left[2];
seen[0] = measure left[0];
if (seen[0]) { x left[1]; }
seen[1] = measure left[1];
"""


def document(text: str) -> Document:
    return Document(loads(text))


def circuit(text: str) -> Circuit:
    body = document(text).body
    assert isinstance(body, Circuit)
    return body


def lines(before: str, after: str) -> list[str]:
    """The lines that differ, with - and +."""
    a, b = before.splitlines(), after.splitlines()
    found: list[str] = []
    for tag, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag != "equal":
            found += [f"-{line}" for line in a[i:j]] + [f"+{line}" for line in b[k:m]]
    return found


def of(body: Circuit, gate: str, number: int = 0) -> Operation:
    """The operation of a gate, by number."""
    return [o for o in body.operations if isinstance(o, Operation) and o.gate == gate][number]


def by_column(body: Circuit, *more: Operation | Block) -> Circuit:
    """The circuit with further items, each where its column says."""
    items = sorted((*body.operations, *more), key=lambda item: item.column or 0)
    return replace(body, operations=tuple(items))


def without(body: Circuit, *gone: Operation) -> Circuit:
    ids = {item.id for item in gone}
    return replace(body, operations=tuple(o for o in body.operations if o.id not in ids))


def with_changed(body: Circuit, item: Operation, **change: object) -> Circuit:
    kept = tuple(replace(o, **change) if o.id == item.id else o for o in body.operations)  # pyright: ignore[reportArgumentType]
    return by_column(replace(body, operations=kept))


def added(body: Circuit, *items: Operation) -> Circuit:
    last = max((o.column or 0 for o in body.operations), default=0)
    placed = [replace(o, id=f"new{k}", column=last + 1 + k) for k, o in enumerate(items)]
    return by_column(body, *placed)


def changes(text: str, body: Circuit) -> list[str]:
    """The lines that an edit changes in a text that is kept."""
    done = update(text, body)
    assert done.why == ""
    return lines(text, done.text)


@pytest.mark.parametrize("text", [ADDER, ANSATZ])
def test_a_circuit_without_edits_gives_the_very_text(text: str) -> None:
    assert update(text, circuit(text)) == Update(text)


def test_a_gate_at_the_end_is_one_more_line_in_the_words_of_the_program() -> None:
    body = circuit(ADDER)
    assert changes(ADDER, added(body, Operation("z", (3,)))) == ["+z b[0];"]
    body = circuit(ANSATZ)
    angle = Angle.parse("2*alpha + pi/4")
    assert changes(ANSATZ, added(body, Operation("rz", (2,), (angle,)))) == [
        "+rz(2*alpha + pi/4) left[2];"
    ]


def test_a_gate_that_goes_takes_its_line_and_leaves_the_comment() -> None:
    body = circuit(ADDER)
    assert changes(ADDER, without(body, of(body, "h"))) == ["-h   b[1];"]
    assert changes(ADDER, without(body, of(body, "x", 1))) == [
        "-x a[0]; x b[0];  // a = 1",
        "+x a[0]; // a = 1",
    ]


def test_another_angle_changes_what_stands_in_the_parentheses() -> None:
    body = circuit(ANSATZ)
    edited = with_changed(body, of(body, "ry"), angles=(Angle.parse("0.75"),))
    assert changes(ANSATZ, edited) == [
        "-ry( 0.25 )  left[1];   // a quarter",
        "+ry( 0.75 )  left[1];   // a quarter",
    ]


def test_one_gate_of_a_register_is_written_by_itself() -> None:
    body = circuit(ANSATZ)
    assert changes(ANSATZ, without(body, of(body, "h", 1))) == [
        "-h left;",
        "+h left[0];",
        "+h left[2];",
    ]


def test_a_gate_between_others_stands_before_what_follows_it() -> None:
    body = circuit(ADDER)
    first = of(body, "majority")
    between = (first.column or 0) - 0.5
    new = Operation("s", (0,), id="new", column=between)
    edited = by_column(body, new)
    assert changes(ADDER, edited) == ["+s cin[0];"]
    text = update(ADDER, edited).text
    assert text.index("h   b[1];") < text.index("s cin[0];") < text.index("majority cin[0]")


def test_what_is_new_is_declared_behind_the_declarations() -> None:
    body = circuit(ANSATZ)
    wider = replace(body, num_qubits=4, qubit_names=(*body.qubit_names, "extra"), num_clbits=3)
    edited = added(
        wider,
        Operation("ry", (3,), (Angle.parameter("beta"),)),
        Operation("rzz", (2, 3), (Angle.parse("pi/2"),)),
        Operation("measure", (3,), clbits=(2,)),
        Operation("x", (0,), conditions=(Condition((2,), 1), Condition((0,), 0))),
    )
    found = changes(ANSATZ, edited)
    assert [line for line in found if not line.startswith("+gate rzz")] == [
        "+input float[64] beta;",
        "+qubit extra;",
        "+bit[1] c;",
        "+ry(beta) extra;",
        "+rzz(pi/2) left[2], extra;",
        "+c[0] = measure extra;",
        "+if (c[0]) { if (!seen[0]) { x left[0]; } }",
    ]


@pytest.mark.parametrize(
    ("text", "gate", "number", "why"),
    [
        (ANSATZ, "cx", 0, "The loop in line 11 would have to change."),
        (ADDER, "x", 2, ""),
    ],
)
def test_an_edit_that_no_line_can_follow_says_why(
    text: str, gate: str, number: int, why: str
) -> None:
    body = circuit(text)
    done = update(text, without(body, of(body, gate, number)))
    assert done.why == why


def test_a_condition_that_would_be_written_anew_asks() -> None:
    body = circuit(ADDER)
    done = update(ADDER, with_changed(body, of(body, "x", 2), gate="y"))
    assert done.why == "The condition in line 21 would have to change."
    assert done.text.startswith("OPENQASM 2.0;"), "a version stays where it can say the circuit"


def test_free_parameters_need_another_version() -> None:
    body = circuit(ADDER)
    done = update(ADDER, added(body, Operation("rx", (0,), (Angle.parameter("theta"),))))
    assert done.why == "OpenQASM 2 has no free parameters."
    assert loads(done.text).parameters == ("theta",)


def test_blocks_are_written_out_in_their_place() -> None:
    body = circuit(ANSATZ)
    block = Block((Operation("x", (2,), id="i", column=0),), 2, id="b", column=99)
    edited = by_column(body, block)
    assert changes(ANSATZ, edited) == ["+x left[2];", "+x left[2];"]


def test_a_moved_gate_moves_its_line_alone() -> None:
    body = circuit(ADDER)
    edited = with_changed(body, of(body, "h"), column=100)
    assert changes(ADDER, edited) == ["-h   b[1];", "+h b[1];"]


def test_what_was_typed_anew_is_known_by_where_it_stands() -> None:
    """A text pane counts ids anew: h is o1 now, and was nothing before."""
    text = ANSATZ.replace("rx(alpha) left[0];", "h left[0];\nrx(alpha) left[0];")
    assert changes(ANSATZ, circuit(text)) == ["+h left[0];"]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_marks_stay(newline: str, mark: str) -> None:
    text = mark + ADDER.replace("\n", newline)
    done = update(text, added(circuit(text), Operation("z", (3,))))
    assert done == Update(text + f"z b[0];{newline}")


@pytest.mark.parametrize("comments", ["", "\ufeff", "\n", "// what a start", "/* a */\r\n// b\r\n"])
def test_the_first_program_of_a_file_stands_below_its_comments(comments: str) -> None:
    body = Circuit.of(2, "h 0; cx 0 1")
    done = update(comments, body)
    assert done.why == ""
    assert done.text.startswith(comments)
    assert loads(done.text).num_operations == 2


def test_everything_on_one_line_stays_there() -> None:
    text = "OPENQASM 3.0; include 'stdgates.inc'; qubit q; x q; h q; /* the\nend */"
    body = circuit(text)
    new = Operation("s", (0,), id="new", column=(of(body, "h").column or 0) - 0.5)
    edited = by_column(body, new)
    assert update(text, edited).text == text.replace("x q; ", "x q; s q; ")
    assert update(text, added(body, Operation("z", (0,)))).text == text.replace(
        "h q; ", "h q; z q; "
    )


def _readable(path: Path) -> bool:
    try:
        return len(loads(path.read_text()).operations) < 400
    except QdesignError:
        return False


PROGRAMS = [ADDER, ANSATZ] + [
    path.read_text()
    for path in sorted([*DATA.glob("openqasm2/*.qasm"), *DATA.glob("openqasm3/*.qasm")])
    if _readable(path)
]


def _edited(body: Circuit, rng: random.Random) -> Circuit:
    """A few random edits, as a person makes them."""
    for number in range(rng.randint(1, 4)):
        items = [o for o in body.operations if isinstance(o, Operation)]
        kind = rng.choice(["delete", "add", "between", "angle", "gate"])
        chosen = rng.choice(items)
        qubits = rng.sample(range(body.num_qubits), min(2, body.num_qubits))
        gate = ("h", "s", "cx")[rng.randrange(3)] if len(qubits) == 2 else "h"
        fresh = Operation(gate, tuple(qubits if gate == "cx" else qubits[:1]))
        if kind == "delete":
            body = without(body, chosen)
        elif kind == "angle" and chosen.angles:
            angles = tuple(Angle.of(rng.randint(-9, 9) / 8) for _ in chosen.angles)
            body = with_changed(body, chosen, angles=angles)
        elif kind == "gate" and chosen.gate in ("h", "x", "s", "z"):
            body = with_changed(body, chosen, gate="y")
        else:
            column = (chosen.column or 0) + (0.5 if kind == "between" else 10_000)
            new = replace(fresh, id=f"r{number}{rng.randrange(10**9)}", column=column)
            body = by_column(body, new)
        body = body.placed()
    return body


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("number", range(len(PROGRAMS)))
def test_random_edits_leave_other_lines_and_read_back_equal(number: int, seed: int) -> None:
    text = PROGRAMS[number]
    rng = random.Random(f"{number} {seed}")
    body = _edited(circuit(text), rng)
    done = update(text, body)
    again = loads(done.text)
    if body.is_unitary and body.num_qubits <= 8:
        assert equivalent(again, body).equal is True
    kept = {o.id: o for o in circuit(text).operations}
    touched = sum(1 for o in body.operations if kept.pop(o.id, None) != o) + len(kept)
    if done.why:
        assert "would have to change" in done.why
        return
    changed = lines(text, done.text)
    comments = [line for line in text.splitlines() if line.strip().startswith("//")]
    assert all(line in done.text.splitlines() for line in comments)
    widest = body.num_qubits + 2
    assert len(changed) <= 2 * touched * widest, changed
    # And back: an undo gives the very text.
    assert update(text, circuit(text)).text == text


UNUSED = """OPENQASM 3.0;
qubit q;
input float y; // why
input float b;
input float a;
rx(a / 2) q; // here
"""


def test_a_declaration_goes_with_its_parameter_and_comes_with_a_new_one() -> None:
    body = circuit(UNUSED)
    assert update(UNUSED, body).text == UNUSED
    done = update(UNUSED, replace(body, unused_parameters=("y",)))
    assert done == Update(UNUSED.replace("input float b;\n", ""))
    done = update(UNUSED, replace(body, unused_parameters=("y", "b", "new")))
    line = "input float a;\n"
    assert done == Update(UNUSED.replace(line, f"{line}input float[64] new;\n"))
    done = update(UNUSED, body.with_operations(()))
    assert done.why == ""
    assert circuit(done.text).parameters == ("y", "b")


def test_a_declaration_stays_where_the_program_still_names_it() -> None:
    text = f"{UNUSED}float half = b / 2;\n"
    assert update(text, replace(circuit(text), unused_parameters=("y",))) == Update(text)


def regrouped(body: Circuit, text: str, **change: object) -> Circuit:
    """The circuit with the registers of `cin[1] a[2] | ans[2]`, those of bits behind the line."""
    kinds: list[tuple[Register, ...]] = []
    for part in text.split("|"):
        first = 0
        listed: list[Register] = []
        for word in part.split():
            name, size = word.removesuffix("]").split("[")
            listed.append(Register(name, tuple(range(first, first + int(size)))))
            first += int(size)
        kinds.append(tuple(listed))
    return replace(body, qubit_names=(), declared=Registers(*kinds), **change)  # pyright: ignore[reportArgumentType]


def with_qubits_moved(body: Circuit, places: dict[int, int]) -> tuple[Operation, ...]:
    plain = [item for item in body.operations if isinstance(item, Operation)]
    return tuple(replace(o, qubits=tuple(places.get(q, q) for q in o.qubits)) for o in plain)


def test_another_name_of_a_register_stands_in_all_its_lines_and_in_no_other() -> None:
    edited = regrouped(circuit(ADDER), "cin[1] alice[2] b[2] | ans[2]")
    assert changes(ADDER, edited) == [
        "-qreg cin[1];   qreg a[2];",
        "+qreg cin[1];   qreg alice[2];",
        "-x a[0]; x b[0];  // a = 1",
        "+x alice[0]; x b[0];  // a = 1",
        "-majority cin[0], b[0], a[0];",
        "-cx a[0],b[1];",
        "-barrier a, b;",
        "+majority cin[0], b[0], alice[0];",
        "+cx alice[0],b[1];",
        "+barrier alice, b;",
    ]


def test_two_registers_can_take_each_others_names() -> None:
    edited = regrouped(circuit(ANSATZ), "seen[3] | left[2]")
    assert "left[0] = measure seen[0];" in update(ANSATZ, edited).text
    assert loads(update(ANSATZ, edited).text).registers == {"left": (0, 1)}


def test_a_register_grows_where_it_is_declared() -> None:
    body = circuit(ADDER)
    moved = with_qubits_moved(body, {3: 4, 4: 5})
    edited = regrouped(body, "cin[1] a[3] b[2] | ans[2]", num_qubits=6, operations=moved)
    assert changes(ADDER, edited) == [
        "-qreg cin[1];   qreg a[2];",
        "+qreg cin[1];   qreg a[3];",
        "-barrier a, b;",
        "+barrier a[0], a[1], b[0], b[1];",
    ]
    edited = regrouped(body, "cin[1] a[2] b[3] | ans[2]", num_qubits=6)
    assert "+measure b[1] -> ans[1];" in changes(ADDER, edited)


def test_a_plain_register_grows_where_it_is_declared() -> None:
    text = 'OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit[2] q; // both\nbit[1] c;\nh q[0];\n'
    wider = replace(circuit(text), num_qubits=3, num_clbits=2)
    assert changes(text, wider) == [
        "-qubit[2] q; // both",
        "-bit[1] c;",
        "+qubit[3] q; // both",
        "+bit[2] c;",
    ]


def test_registers_come_go_and_change_places() -> None:
    body = circuit(ADDER)
    wider = regrouped(body, "cin[1] a[2] b[2] d[2] | ans[2] e[1]", num_qubits=7, num_clbits=3)
    text = update(ADDER, wider).text
    assert lines(ADDER, text) == ["+qreg d[2];", "+creg e[1];"]
    assert changes(text, body) == ["-qreg d[2];", "-creg e[1];"]
    moved = with_qubits_moved(body, {1: 3, 2: 4, 3: 1, 4: 2})
    assert changes(ADDER, regrouped(body, "cin[1] b[2] a[2] | ans[2]", operations=moved)) == [
        "-qreg cin[1];   qreg a[2];",
        "-qreg b[2];",
        "+qreg cin[1];   qreg b[2];",
        "+qreg a[2];",
    ]


def test_a_name_that_means_something_else_asks() -> None:
    edited = regrouped(circuit(ADDER), "cin[1] majority[2] b[2] | ans[2]")
    done = update(ADDER, edited)
    assert done.why == "The program uses the name 'majority' for something else."
    assert loads(done.text).num_qubits == 5
