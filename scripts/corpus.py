"""A random corpus that Python and the page must take alike: documents, programs, circuits.

Written before the page's tests run (`make front`), never kept: `python -m scripts.corpus FILE`.
How many of each kind: scripts/campaign.json; the seed is fixed. It is long because
circuits, documents and programs of all sorts are drawn here.
"""

from __future__ import annotations

import dataclasses
import json
import random
import re
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

from qdesign import qasm
from qdesign.angle import Angle
from qdesign.circuit import Block, Circuit, Condition, GateDefinition, Item, Operation
from qdesign.document import Display, Document, Parameter
from qdesign.errors import NotConvertible, QdesignError
from qdesign.exporters import export
from qdesign.gates import GATES
from qdesign.json_text import is_list, is_object
from qdesign.pauli import Observable
from qdesign.registers import Register, Registers
from scripts import programs
from scripts.beyond_cases import beyond_cases
from scripts.campaign import cases
from scripts.cone_cases import cone_cases, engine_cases
from scripts.figure_cases import figure_cases, structure_cases
from scripts.figure_texts import figure_texts
from scripts.fixtures import documents
from scripts.input_cases import input_cases
from scripts.lesson_cases import lesson_cases
from scripts.noise_cases import key_cases, noise_cases, tuned_cases
from scripts.origin_cases import origin_cases
from scripts.page_cases import page_cases
from scripts.proof_cases import proof_cases
from scripts.rule_cases import rule_cases
from scripts.sum_cases import sum_cases

SEED: Final = 20_261_125
NAMES: Final = ("a", "theta_0", "γ", "θ[0]", "my angle")
FORMULAS: Final = (
    "a*theta_0",
    "2*(pi - γ)*(pi - a)",
    "sin(2*a)",
    "-3*θ[0]**2/4",
    "exp(-`my angle`)/a",
    "abs(a)",
    "acos(γ)*2",
    "sqrt(a + 1)",
    "(a + γ)**(a - 1)",
    "1/(2*a)",
    "tan(a)/(γ*a)",
    "log(a)*γ*0.3",
    "a*pi/2",
    "(a + γ + 1)*pi",
    "pi*`my angle`*a",
)
CLBITS: Final = 4
DECLARED: Final = (
    Registers(),
    Registers((), (Register("m", (0, 1)), Register("n", (2, 3)))),
    Registers((), (Register("m", (0,)), Register("c", (1, 2, 3)))),
    Registers((), (Register("m", (2, 0)),)),
)
UNITARY: Final = tuple(name for name, row in GATES.items() if row.is_unitary and row.num_qubits)
TOKEN: Final = re.compile(r"\s+|[A-Za-z_θγ]\w*|\d+\.?\d*|->|==|!=|.", re.DOTALL)
PART: Final = re.compile(r"\w\[(?:\d+:\d+|\{.*?\})\] ==")
JUNK: Final = (
    ";", ",", "(", ")", "[", "]", "{", "}", "0", "7", "q", "h", "@", "pi", "->", "x1",
    "-", "/", "*", "**", "==", "!=", "!", "&&", "<", "=", ":", ".", '"', "//", "/*", "*/", "$0",
    "π", "tau", "θ", "🙂", "\x00", "1e400", "1_000", "0x1f", "2.5", "1.", ".5e-3", "4", "64",
    "if (c == 9) ", "if (c[0]) if (c[1]) ", "if (!c) ", "else ", "ctrl @ ", "ctrl(0) @ ", "inv @ ",
    "negctrl @ ", "pow(2) @ ", "measure ", "reset ", "barrier ", "gphase(pi);", "U", "CX", "end;",
    "OPENQASM 2.0;", "input float pi;", "input float[64] w;", "bit c;", "qubit q;", "opaque o a;",
    'include "stdgates.inc";', "gate h a { }", "gate e a, b { }", "for int i in [0:1] ",
    "const int n = 2;",
)  # fmt: skip


def angle(rng: random.Random) -> Angle:
    """An angle with few terms, which may be formulas."""
    used = rng.sample(NAMES, rng.choice((0, 0, 1, 1, 2)))
    terms = tuple((name, Fraction(rng.randint(1, 9), rng.randint(1, 4))) for name in used)
    radians = rng.choice((0.0, 0.0, 0.25, round(rng.uniform(-7, 7), 3)))
    sum_ = Angle(Fraction(rng.randint(-8, 8), rng.choice((1, 2, 3, 4, 8))), radians, terms)
    return sum_ + Angle.parse(rng.choice(FORMULAS)) if rng.random() < 0.15 else sum_


def operation(rng: random.Random, num_qubits: int) -> Operation:
    """A gate of the table on random wires, sometimes controlled."""
    row = GATES[rng.choice([n for n in UNITARY if GATES[n].num_qubits <= num_qubits])]
    wires = rng.sample(range(num_qubits), num_qubits)
    own, rest = tuple(wires[: row.num_qubits]), wires[row.num_qubits :]
    count = rng.choice((0, 0, 0, 0, 1, 2))
    split = rng.randint(0, min(count, len(rest)))
    controls, anticontrols = tuple(rest[:split]), tuple(rest[split:count])
    return Operation(row.name, own, tuple(angle(rng) for _ in row.angles), controls, anticontrols)


def condition(rng: random.Random) -> Condition:
    """That some bits, often those of a register, have a value or not."""
    bits = rng.choice(((0, 1), (2, 3), (0,), tuple(rng.sample(range(CLBITS), rng.randint(1, 4)))))
    return Condition(bits, rng.randrange(1 << len(bits)), equal=rng.random() < 0.7)


def classical(rng: random.Random, num_qubits: int) -> Operation:
    """A measurement, reset, barrier or conditional gate."""
    qubit = rng.randrange(num_qubits)
    kind = rng.choice(("measure", "reset", "barrier", "if", "if"))
    if kind == "measure":
        return Operation("measure", (qubit,), clbits=(rng.randrange(CLBITS),))
    if kind == "if":
        conditions = tuple(condition(rng) for _ in range(rng.choice((1, 1, 1, 2))))
        if rng.random() < 0.1:
            bit = rng.randrange(CLBITS)
            return Operation("measure", (qubit,), clbits=(bit,), conditions=conditions)
        return Operation("x", (qubit,), conditions=conditions)
    return Operation(kind, (qubit,))


def circuit(rng: random.Random) -> Circuit:
    """A circuit with blocks, composite gates and classical operations."""
    n = rng.randint(1, 5)
    gates: tuple[GateDefinition, ...] = ()
    if n >= 2 and rng.random() < 0.3:
        inner = (Operation("ry", (0,), (Angle.parse("2*u"),)), Operation("cx", (0, 1)))
        if rng.random() < 0.5:
            inner = (inner[0], Operation("barrier", (0, 1)), inner[1])
        gates = (GateDefinition("pair", 2, inner, ("u",), Angle.parse("u/2")),)
    items: list[Item] = []
    for _ in range(rng.randint(0, 9)):
        draw = rng.random()
        if draw < 0.12:
            inside = tuple(operation(rng, n) for _ in range(rng.randint(1, 3)))
            items.append(Block(inside, rng.randint(0, 3), rng.choice(("", "layer"))))
        elif draw < 0.22 and gates:
            *others, first, second = rng.sample(range(n), rng.randint(2, min(n, 3)))
            items.append(Operation("pair", (first, second), (angle(rng),), tuple(others)))
        elif draw < 0.36:
            items.append(classical(rng, n))
        else:
            items.append(operation(rng, n))
    phase = angle(rng) if rng.random() < 0.3 else Angle()
    unused = tuple(rng.sample((*NAMES, "spare"), rng.choice((0, 0, 0, 1, 2))))
    made = Circuit(
        n,
        tuple(items),
        num_clbits=CLBITS,
        gates=gates,
        global_phase=phase,
        unused_parameters=unused,
        declared=rng.choice(DECLARED),
    )
    return made.placed()


def document(rng: random.Random) -> Document:
    """A document around a random circuit."""
    body = circuit(rng)
    parameters = tuple(
        Parameter(name, round(rng.uniform(-3, 3), 4), -4.0, 4.0, 0.01) for name in body.parameters
    )
    letters = "".join(rng.choice("IXYZ") for _ in range(body.num_qubits))
    observable = Observable({letters: 0.5}) if rng.random() < 0.4 else None
    return Document(body, parameters, observable)


def parts(rng: random.Random, data: dict[str, Any]) -> dict[str, Any]:
    """The data of a document with some of the optional parts, columns spread, or as version 1."""
    if rng.random() < 0.2:
        return {**data, "version": 1}
    n, clbits = len(data["body"]["qubits"]), data["body"]["clbits"]
    for item in data["body"]["operations"].values():
        if rng.random() < 0.5:
            item["column"] = rng.choice((1.0, 2.0, 0.5)) * item["column"]
        if rng.random() < 0.15:  # at one place with another, as two people may put it
            item["column"] = rng.randrange(4)
    optional: dict[str, Any] = {
        "problem": {"name": "tfim", "options": {"num_qubits": n, "field": 0.5, "periodic": False}},
        "derived": rng.choice(
            ({"a": "2*b", "c": "sin(b)"}, {"γ": "sin(a)*θ", "a": "w - θ"}, {"a": "γ", "γ": "a"})
        ),
        "lesson": {
            "name": "agree",
            "goals": {"first": {"outcome": "pass", "score": 1, "tries": 2}},
            "answers": {"why": "so"},
        },
        "noise": {"channels": {"depolarizing": {"1": 0.001, "2": 0.01}}, "on": False},
        "proof": {
            "start": {"kind": "diagram", "spiders": {}},
            "steps": {
                "p1": {
                    "rule": "fuse",
                    "selection": ["s1", "s2"],
                    "origins": {"s1": ["s1", "s2"]},
                    "body": {"kind": "diagram"},
                    "verdict": {
                        "equal": "equal",
                        "method": "dense",
                        "points": 2,
                        "max_error": 1e-12,
                    },
                }
            },
            "current": "p1",
        },
    }
    registers = {
        "qubits": [{"name": "a", "wires": list(range(n))}],
        "clbits": [{"name": "c", "wires": list(range(clbits))}],
    }
    if rng.random() < 0.4:
        data["body"]["registers"] = registers
    if rng.random() < 0.4:
        display = {"kind": "bloch", "qubits": [0], "column": rng.choice((0, 1, 1.5, 9))}
        data["layout"] = {"displays": {"d1": display}, "folded": ["o2"], "state_here": 0}
    if rng.random() < 0.5:
        data["parameters"].append({"name": "w", "value": 1, "low": 0, "high": 2, "step": 0.1})
    return data | {name: part for name, part in optional.items() if rng.random() < 0.3}


def document_cases(rng: random.Random, count: int) -> Iterator[dict[str, Any]]:
    """Texts of documents, `count` of them damaged, with what they are written as, or null."""
    known = list(documents().values())
    for index in range(count * 3 // 2):
        text = rng.choice(known)
        if index % 4:
            text = json.dumps(parts(rng, json.loads(document(rng).dumps())), ensure_ascii=False)
        if index % 3:
            text = _damaged_json(rng, text)
        yield {"text": text, "written": _written(text)}


def _written(text: str) -> str | None:
    try:
        return Document.loads(text).dumps()
    except QdesignError:
        return None


def _damaged_json(rng: random.Random, text: str) -> str:
    """The text with one value, key or letter changed."""
    if rng.random() < 0.2:
        at = rng.randrange(len(text))
        return text[:at] + rng.choice('{}[]",:0x ') + text[at + rng.randint(0, 1) :]
    data: Any = json.loads(text)
    places: list[tuple[Any, Any]] = []

    def collect(value: Any) -> None:
        keys: Any = value if is_object(value) else range(len(value))
        for key in list(keys):
            places.append((value, key))
            if is_object(value[key]) or is_list(value[key]):
                collect(value[key])

    collect(data)
    holder, key = rng.choice(places)
    change = rng.randrange(4)
    if change == 0:
        del holder[key]
    elif change == 1 and is_object(holder):
        holder[rng.choice(("extra", "gate", "qubits", "__proto__"))] = holder[key]
    else:
        others: Any = (
            None,
            True,
            -1,
            0,
            3,
            2.5,
            1e9,
            "",
            "x",
            "q0",
            "pi/2",
            "cx",
            [],
            [0],
            [0, 0],
            {},
        )
        holder[key] = rng.choice(others)
    return json.dumps(data, ensure_ascii=rng.random() < 0.5)


PROGRAMS: Final = (Path(__file__).parents[1] / "tests" / "data").glob("openqasm*/*.qasm")
STATEMENTS: Final = (
    "h {q};", "cx {q}, {r};", "rz({e}) {q};", "u({e}, {e}, {e}) {q};", "ctrl @ x {q}, {r};",
    "negctrl @ ry({e}) {q}, {r};", "ctrl(2) @ z {q}, {r}, {s};", "barrier {q}, {r};", "barrier q;",
    "reset {q};", "c[0] = measure {q};", "measure {q} -> c[1];", "c = measure w;", "h q;",
    "if (c[0]) x {q};", "if (c == 2) {{ x {q}; h {r}; }}", "if (!c[1]) h {q}; else x {q};",
    "if (c) x {q};", "if (!c) y {q}; else z {q};", "if (c == 2) measure w -> c;",
    "if (c == 1) {{ measure {q} -> c[0]; x {r}; }}", "if (c[1]) c[1] = measure {q};",
    "gphase({e});", "swap {q}, {r};", "rzz({e}) {q}, {r};", "p({e}) q;", "mine({e}) {q}, {r};",
    "ctrl @ U({e}, {e}, {e}) {q}, {r};", "negctrl @ u3({e}, {e}, {e}) {q}, {r};",
    "ctrl(2) @ u2({e}, {e}) {q}, {r}, {s};", "// a line\nx {q};",
    "/* a block */ y {q};", ";", "id {q};", "cp({e}) {q}, {r};", "sxdg {q};",
)  # fmt: skip
EXPRESSIONS: Final = (
    "pi/2", "-pi/4", "a", "2*a + 0.5", "theta/2", "0.25", "3*pi/4 - theta", "(a + theta)/3",
    "7.0/2", "1e-3", "a - a", "π", "2*(a + pi)", "-(theta)", "0", "5", "1/3.0*a",
    "2*(pi - a)*(pi - theta)", "a*theta/3", "sin(a)", "2*cos(a/2)*theta", "arctan(a/theta)",
    "a**2", "-a**2 + 1", "2.0**(a)", "(a + theta)**2/2", "exp(-a)", "sqrt(a)",
    "1/(1 + a)", "theta/(pi - a)", "arccos(a*theta)", "arcsin(sin(a))", "ln(theta)", "log(2*a)",
    "abs(a)", "tan(a)*a", "a**theta/a", "a*(theta - a)", "(a*theta)**2",
)  # fmt: skip
HEADS: Final = (
    'OPENQASM 3.0;\ninclude "stdgates.inc";\n', "OPENQASM 3;\n", "OPENQASM 3.1;\n", "",
    'OPENQASM 2.0;\ninclude "qelib1.inc";\n',
)  # fmt: skip


# Branches that measure into what decides them, which versions 2 and 3 take differently.
MEASURED_ON: Final = tuple(
    f"{head} h q[0]; {branch}"
    for head in (
        'OPENQASM 2.0; include "qelib1.inc"; qreg q[4]; creg c[4]; creg d[4]; measure q -> c;',
        'OPENQASM 3.0; include "stdgates.inc"; qubit[4] q; bit[4] c; bit[4] d; c = measure q;',
    )
    for branch in (
        "if (c == 9) measure q -> c;", "if (c == 9) measure q -> d;",
        "if (c == 9) measure q[1] -> c[1];", "if (c == 9) { measure q[0] -> c[0]; x q[1]; }",
        "if (c[0]) measure q[0] -> c[0]; else x q[0];",
        "if (c == 9) { if (d == 1) measure q[0] -> c[0]; x q[1]; }",
        "if (c == 9) { if (d == 1) measure q[0] -> c[0]; }",
    )
)  # fmt: skip


def program(rng: random.Random) -> str:
    """A program in what the page reads by itself, nearly always valid."""
    head = rng.choice(HEADS)
    old = "2.0" in head
    registers = (
        "qreg q[4];\nqreg w[2];\ncreg c[2];\n" if old else "qubit[4] q;\nqubit[2] w;\nbit[2] c;\n"
    )
    inputs = "" if old else "input float[64] a;\ninput float theta;\n"
    define = "gate mine(t) x, y { ry(2*t) x; U(t, 0.1, t) y; cx x, y; }\n"
    lines = [head, inputs, define, registers]
    for _ in range(rng.randint(1, 8)):
        wires = rng.sample(("q[0]", "q[1]", "q[2]", "q[3]", "w[0]", "w[1]"), 3)
        statement = rng.choice(STATEMENTS)
        e = rng.choice(("pi/2", "0.5", "-pi/8") if old else EXPRESSIONS)
        lines.append(statement.format(q=wires[0], r=wires[1], s=wires[2], e=e) + "\n")
    return "".join(lines)


def program_cases(rng: random.Random, count: int) -> Iterator[dict[str, Any]]:
    """Programs, `count` of them damaged, with the document that each denotes, or null."""
    found = [text for path in sorted(PROGRAMS) if len(text := path.read_text("utf-8")) < 4000]
    for text in MEASURED_ON:
        yield _program_case(text, damaged=False)
    for seed in range(count // 2):
        made = programs.program(seed, old=seed % 4 == 3, simple=seed % 4 != 2)
        text = programs.openqasm2(made) if seed % 4 == 3 else programs.openqasm3(made, seed)
        # The page leaves to Python what is computed of bits, loops, and modifiers but controls.
        beyond = seed % 4 != 3 and any(
            word in text
            for word in ("inv @", "pow(", "for ", "switch", "!(", "&&", "||", "^", "<", ">")
        )
        yield _program_case(text, damaged=beyond)
    for index in range(count * 4 // 3):
        text = qasm.dumps(circuit(rng)) if index % 5 == 0 else program(rng)
        if index % 4 == 1:
            text = rng.choice(found)
        if index % 4:
            text = _damaged_program(rng, text)
        # Parts of registers, which few circuits need, the page leaves to Python.
        yield _program_case(text, damaged=index % 4 > 0 or PART.search(text) is not None)


def _program_case(text: str, *, damaged: bool) -> dict[str, Any]:
    try:
        read: str | None = Document(qasm.loads(text)).dumps()
        error = ""
    except QdesignError as failure:
        read, error = None, str(failure)
    return {"text": text, "document": read, "error": error, "damaged": damaged}


def _damaged_program(rng: random.Random, text: str) -> str:
    """The text with a few tokens gone, doubled, exchanged or others, or lines in other places."""
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        tokens = TOKEN.findall(text)
        places = [k for k, token in enumerate(tokens) if not token.isspace()]
        if not places:
            break
        at, other = rng.choice(places), rng.choice(places)
        change = rng.randrange(6)
        if change == 0:
            del tokens[at]
        elif change == 1:
            tokens.insert(at, tokens[at] + " ")
        elif change == 2:
            tokens[at], tokens[other] = tokens[other], tokens[at]
        elif change == 3:
            tokens[at] = rng.choice(JUNK)
        elif change == 4:
            tokens.insert(at, rng.choice(JUNK))
        else:
            lines = "".join(tokens).splitlines(keepends=True)
            lines.insert(rng.randrange(len(lines)), rng.choice(lines))
            tokens = lines
        text = "".join(tokens)
    return text


def circuit_cases(rng: random.Random, count: int) -> Iterator[dict[str, Any]]:
    """Documents with everything that both sides compute of their circuits."""
    for index in range(count + count // 4):
        made = document(rng) if index < count else Document(many_controls(rng))
        body = made.body
        assert isinstance(body, Circuit)
        texts: dict[str, str | None] = {}
        for name in ("openqasm3", "qiskit", "quantikz"):
            try:
                texts[name] = export(made, format=name).text
            except NotConvertible:
                texts[name] = None
        yield {"document": made.dumps(), "stats": dataclasses.asdict(body.stats), **texts}


def many_controls(rng: random.Random) -> Circuit:
    """One gate under 3 to 24 controls, with 0 to 9 other wires in the circuit."""
    row = rng.choice([row for row in GATES.values() if row.is_unitary and row.num_qubits])
    count = rng.randint(3, 24) if row.num_qubits == 1 else rng.randint(1, 6)
    split = count - rng.choice((0, 0, 1, 3))
    wires = rng.sample(
        range(count + row.num_qubits + rng.choice((0, 0, 1, 2, 9))), count + row.num_qubits
    )
    own, rest = tuple(wires[: row.num_qubits]), wires[row.num_qubits :]
    angles = tuple(angle(rng) for _ in row.angles)
    gate = Operation(
        row.name, own, angles, tuple(rest[: max(0, split)]), tuple(rest[max(0, split) :])
    )
    return Circuit(max(wires) + 1, (gate,)).placed()


def display_cases(rng: random.Random, count: int) -> Iterator[dict[str, Any]]:
    """Documents with displays, another circuit, and the document with that one in its place."""
    for _ in range(count):
        body = circuit(rng)
        displays = tuple(
            Display(f"d{k}", "bloch", (rng.randrange(body.num_qubits),), rng.randint(-1, 9))
            for k in range(3)
        )
        made = Document(body, displays=displays)
        other = changed(rng, body)
        text = Document(other).dumps()
        after = made.with_body(other)
        yield {"document": made.dumps(), "other": text, "after": _displays(after)}


def changed(rng: random.Random, body: Circuit) -> Circuit:
    """A circuit with some items gone, new or elsewhere; at times another one altogether."""
    if rng.random() < 0.1:
        return circuit(rng)
    items: list[Item] = []
    for item in body.operations:
        if rng.random() < 0.15:
            items.append(operation(rng, body.num_qubits))
        if rng.random() < 0.8:
            items.append(dataclasses.replace(item, id="", column=None))
    return dataclasses.replace(body, operations=tuple(items)).placed()


def _displays(document: Document) -> dict[str, list[float]]:
    return {d.id: [*d.qubits, d.column] for d in document.displays}


def corpus(count: int) -> dict[str, Any]:
    """All cases; the same ones for the same count."""
    rng = random.Random(SEED)  # noqa: S311 (cases, not secrets)
    return {
        "documents": list(document_cases(rng, count)),
        "programs": list(program_cases(rng, count)),
        "circuits": list(circuit_cases(rng, count)),
        "displays": list(display_cases(rng, count)),
        # A case of these is 30 kB, and Node reads no text above 512 MB.
        "origins": list(origin_cases(rng, min(40, max(4, count // 20)))),
        "rules": list(rule_cases(rng, min(count, 3000))),
        "noise": list(noise_cases(rng, count, circuit)),
        "tuned": list(tuned_cases(rng, max(8, count // 20))),
        "keys": list(key_cases()),
        "inputs": list(input_cases()),
        "sums": list(sum_cases(rng, count)),
        "figures": list(figure_cases()),
        "structures": list(structure_cases()),
        "engines": list(engine_cases()),
        "figure_texts": list(figure_texts()),
        "cones": list(cone_cases(random.Random(SEED))),  # noqa: S311
        "lessons": [*lesson_cases(rng, count), *proof_cases(rng)],
        "beyond": list(beyond_cases(random.Random(SEED), min(count, 3000), circuit)),  # noqa: S311
        "pages": page_cases(rng, cases("documents in the page with no server"), document),
    }


def main(path: str) -> None:
    """Writes the corpus into a file."""
    made = corpus(cases("documents, programs and circuits, in both languages"))
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(json.dumps(made), encoding="utf-8")
    for kind, key in (("documents", "written"), ("programs", "document")):
        taken = sum(case[key] is not None for case in made[kind])
        print(f"{kind}: {taken} taken, {len(made[kind]) - taken} refused")


if __name__ == "__main__":
    main(sys.argv[1])
