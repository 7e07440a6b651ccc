"""Random programs with registers, measurement, conditions and angles, as trees that are printed.

A tree means one thing, whatever it is written in: OpenQASM 2 or 3 here, Qiskit in `tests/doors.py`,
which also runs it. All of it comes from a seed. The tree, what is drawn at random, and what prints
it know the same kinds of statement, which makes the file long.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final, cast

Bit = tuple[str, int]
"""A register's name and a place in it; of qubits likewise."""
Number = tuple[Any, ...]
"""An angle: ("number", x), ("pi", k, d), ("name", n), ("+", a, b), ("*", a, b), ("sin", a) …"""
Truth = tuple[Any, ...]
"""A condition: ("bit", b), ("not", t), ("and", t, u), ("<", w, v) … over words."""


@dataclass(frozen=True)
class Gate:
    """A gate with modifiers, the outermost first: ("ctrl",), ("negctrl",), ("inv",), ("pow", k)."""

    name: str
    angles: tuple[Number, ...]
    wires: tuple[Bit, ...]
    modifiers: tuple[tuple[Any, ...], ...] = ()


@dataclass(frozen=True)
class Measure:
    """One qubit into one bit."""

    qubit: Bit
    bit: Bit


@dataclass(frozen=True)
class MeasureAll:
    """A register of qubits into one of bits as long."""

    qubits: str
    bits: str


@dataclass(frozen=True)
class Reset:
    """A qubit to 0."""

    qubit: Bit


@dataclass(frozen=True)
class Barrier:
    """A barrier."""

    wires: tuple[Bit, ...]


@dataclass(frozen=True)
class If:
    """A branch."""

    truth: Truth
    body: tuple[Statement, ...]
    otherwise: tuple[Statement, ...] = ()


@dataclass(frozen=True)
class Switch:
    """A switch on the number in some bits; each case has its labels."""

    word: Truth
    cases: tuple[tuple[tuple[int, ...], tuple[Statement, ...]], ...]
    default: tuple[Statement, ...] | None


@dataclass(frozen=True)
class Loop:
    """A body that repeats."""

    count: int
    body: tuple[Statement, ...]


Statement = Gate | Measure | MeasureAll | Reset | Barrier | If | Switch | Loop


@dataclass(frozen=True)
class Definition:
    """A composite gate on wires ("", k)."""

    name: str
    parameters: tuple[str, ...]
    num_wires: int
    body: tuple[Gate | Barrier, ...]


@dataclass(frozen=True)
class Program:
    """A whole program; `qubits` and `bits` are its registers in order."""

    qubits: dict[str, int]
    bits: dict[str, int]
    inputs: tuple[str, ...]
    definitions: tuple[Definition, ...]
    body: tuple[Statement, ...]
    values: dict[str, float] = field(default_factory=dict[str, float])


# gate: angles, wires; the names are those of both include files
GATES: Final = {
    "x": (0, 1), "y": (0, 1), "z": (0, 1), "h": (0, 1), "s": (0, 1), "sdg": (0, 1), "t": (0, 1),
    "tdg": (0, 1), "sx": (0, 1), "id": (0, 1), "rx": (1, 1), "ry": (1, 1), "rz": (1, 1),
    "p": (1, 1), "u": (3, 1), "cx": (0, 2), "cz": (0, 2), "cy": (0, 2), "ch": (0, 2),
    "swap": (0, 2), "crx": (1, 2), "cry": (1, 2), "crz": (1, 2), "cp": (1, 2), "cu": (4, 2),
    "ccx": (0, 3), "cswap": (0, 3),
}  # fmt: skip
OLD: Final = frozenset(GATES) - {"sx", "p", "cp", "cu", "swap", "crx", "cry", "cswap", "u"}
"""Those that the qelib1.inc published with the language has by these names."""
QUBITS: Final = ("q", "data", "anc", "Q1", "θ_r", "a_b", "_w", "q_", "syndrome", "r0")
BITS: Final = ("c", "meas", "m0", "out", "Flag", "λ_c", "c_", "syn", "d", "_b", "result")
INPUTS: Final = ("theta", "a", "b", "γ", "phi_0", "w1")


class Maker:
    """Makes one program from a seed; `old` keeps to what OpenQASM 2 has."""

    def __init__(self, seed: int, *, old: bool = False, simple: bool = False) -> None:
        self.rng = random.Random(seed)  # noqa: S311 (samples, not secrets)
        self.old = old
        self.simple = simple
        """Keep to conditions of one bit, or of one register and a number."""
        rng = self.rng
        sizes = [rng.choice((1, 1, 2, 2, 3, 4)) for _ in range(rng.choice((1, 2, 2, 3)))]
        while sum(sizes) > 6:
            sizes.pop()
        names = [n for n in QUBITS if not old or (n.isascii() and n[0].islower())]
        self.qubits = dict(zip(rng.sample(names, len(sizes)), sizes, strict=True))
        names = [n for n in BITS if not old or (n.isascii() and n[0].islower())]
        sizes = [rng.choice((1, 2, 2, 3, 4)) for _ in range(rng.choice((1, 2, 2, 3)))]
        self.bits = dict(zip(rng.sample(names, len(sizes)), sizes, strict=True))
        self.inputs = tuple(rng.sample(INPUTS, rng.choice((0, 0, 1, 2, 3)))) if not old else ()
        self.definitions: tuple[Definition, ...] = ()
        self.branches = 0

    def program(self) -> Program:
        """The program."""
        rng = self.rng
        if self.num_wires > 1 and rng.random() < 0.4:
            self.definitions = (self.definition(),)
        body = [self.gate() for _ in range(rng.randint(1, 3))]
        body += [self.measure() for _ in range(rng.randint(1, 3))]
        body += [self.statement(0) for _ in range(rng.randint(3, 9))]
        values = {name: round(rng.uniform(-3, 3), 3) for name in self.inputs}
        return Program(self.qubits, self.bits, self.inputs, self.definitions, tuple(body), values)

    @property
    def num_wires(self) -> int:
        """How many qubits there are."""
        return sum(self.qubits.values())

    def wires(self, count: int) -> tuple[Bit, ...]:
        """Some qubits."""
        every = [(name, k) for name, size in self.qubits.items() for k in range(size)]
        return tuple(self.rng.sample(every, count))

    def bit(self) -> Bit:
        """A bit."""
        name = self.rng.choice(list(self.bits))
        return name, self.rng.randrange(self.bits[name])

    def statement(self, depth: int) -> Statement:
        """Any statement, `depth` branches deep."""
        rng = self.rng
        draw = rng.random()
        if draw < 0.4:
            return self.gate()
        if draw < 0.55:
            return self.measure()
        if draw < 0.6 and self.branches < 8:
            self.branches += 1
            return Reset(self.wires(1)[0])
        if draw < 0.65:
            return Barrier(self.wires(rng.randint(1, self.num_wires)))
        if draw < 0.7 and depth < 1 and not self.old:
            return Loop(rng.randint(0, 3), tuple(self.gate() for _ in range(rng.randint(1, 2))))
        if depth > 1:
            return self.gate()
        return self.branch(depth)

    def measure(self) -> Statement:
        """A measurement, while there are not too many."""
        if self.branches >= 8:
            return self.gate()
        pairs = [(q, c) for q, n in self.qubits.items() for c, m in self.bits.items() if n == m]
        if pairs and self.rng.random() < 0.3:
            qubits, bits = self.rng.choice(pairs)
            self.branches += self.qubits[qubits]
            return MeasureAll(qubits, bits)
        self.branches += 1
        return Measure(self.wires(1)[0], self.bit())

    # gates and angles

    def gate(self, formal: Definition | None = None) -> Gate:
        """A gate on random wires, in a definition on its own."""
        rng = self.rng
        available = formal.num_wires if formal else self.num_wires
        names = [n for n in GATES if GATES[n][1] <= available and (not self.old or n in OLD)]
        modifiers: tuple[tuple[Any, ...], ...] = ()
        if formal is None and self.definitions and rng.random() < 0.3:
            own = self.definitions[0]
            name, angles, arity = own.name, len(own.parameters), own.num_wires
        else:
            name = rng.choice(names)
            angles, arity = GATES[name]
        if not self.old and rng.random() < 0.3 and name != "u":
            made = rng.choice(
                (("ctrl",), ("ctrl",), ("negctrl",), ("inv",), ("pow", rng.choice((2, 3, -1))))
            )
            modifiers = (made, *((("ctrl",),) if rng.random() < 0.2 else ()))
        further = sum(m[0] in ("ctrl", "negctrl") for m in modifiers)
        if arity + further > available:
            modifiers, further = (), 0
        if formal:
            wires: tuple[Bit, ...] = tuple(
                ("", k) for k in rng.sample(range(available), arity + further)
            )
        else:
            wires = self.wires(arity + further)
        names_here = formal.parameters if formal else self.inputs
        return Gate(name, tuple(self.angle(names_here) for _ in range(angles)), wires, modifiers)

    def angle(self, names: tuple[str, ...], depth: int = 0) -> Number:
        """An angle over some names."""
        rng = self.rng
        draw = rng.random()
        if names and draw < 0.4:
            return ("name", rng.choice(names))
        if draw < 0.6 or depth > 1 or self.old:
            return ("pi", rng.choice((1, -1, 3, 2)), rng.choice((1, 2, 4, 3, 8)))
        if draw < 0.7:
            return (
                "number",
                rng.choice((0.25, 1.5, -0.7, 2.0, 1e-3, round(rng.uniform(-4, 4), 4))),
            )
        if draw < 0.85:
            return ("+", self.angle(names, depth + 1), self.angle(names, depth + 1))
        if draw < 0.95:
            factor = ("number", rng.choice((0.5, 2.0, -1.0)))
            return ("*", factor, self.angle(names, depth + 1))
        if not names:
            return ("number", 0.125)
        name = ("name", rng.choice(names))
        other = ("name", rng.choice(names))
        return rng.choice((
            ("sin", name), ("*", name, other), ("cos", ("+", name, ("number", 0.5))),
            ("*", ("+", ("pi", 1, 1), ("*", ("number", -1.0), name)), ("+", ("pi", 1, 1), other)),
        ))  # fmt: skip

    def definition(self) -> Definition:
        """A composite gate, often with a barrier."""
        rng = self.rng
        formal = Definition(
            "mine", ("t", "s_")[: rng.randint(0, 2)], rng.randint(1, min(3, self.num_wires)), ()
        )
        body: list[Gate | Barrier] = [self.gate(formal) for _ in range(rng.randint(1, 3))]
        if rng.random() < 0.5:
            body.insert(
                rng.randint(0, len(body)), Barrier(tuple(("", k) for k in range(formal.num_wires)))
            )
        return replace(formal, body=tuple(body))

    # conditions

    def branch(self, depth: int) -> Statement:
        """An if or a switch; nothing inside measures into a bit of the condition."""
        rng = self.rng
        if not self.old and not self.simple and rng.random() < 0.25:
            return self.switch(depth)
        truth = self.truth(0)
        if self.old:
            while True:
                inner = self.statement(9)
                if isinstance(inner, (Gate, Reset, Measure)) and not writes(inner) & reads(
                    truth, self.bits
                ):
                    return If(truth, (inner,))
        body = self.body(depth, reads(truth, self.bits))
        otherwise = self.body(depth, reads(truth, self.bits)) if rng.random() < 0.3 else ()
        return If(truth, body, otherwise)

    def body(self, depth: int, read: frozenset[Bit]) -> tuple[Statement, ...]:
        """Statements that write no bit of `read`."""
        made = (self.statement(depth + 1) for _ in range(self.rng.randint(1, 2)))
        kept = tuple(s for s in made if not any(writes_of(s, self.bits) & read for s in (s,)))
        return kept or (self.gate(),)

    def switch(self, depth: int) -> Switch:
        """A switch on a register, or on what is computed of one."""
        rng = self.rng
        word, width = self.word(0)
        labels = rng.sample(range(1 << width), min(1 << width, rng.randint(1, 3)))
        cut = rng.randint(1, len(labels))
        groups = [tuple(labels[:cut]), tuple(labels[cut:])]
        read = reads(word, self.bits)
        cases = tuple((group, self.body(depth, read)) for group in groups if group)
        return Switch(word, cases, self.body(depth, read) if rng.random() < 0.6 else None)

    def register(self) -> tuple[Truth, int]:
        """A whole register as a word."""
        name = self.rng.choice(list(self.bits))
        return ("register", name), self.bits[name]

    def word(self, depth: int) -> tuple[Truth, int]:
        """A number of bits, with its width."""
        rng = self.rng
        made, width = self.register()
        draw = rng.random()
        if depth > 1 or draw < 0.5 or self.simple:
            return made, width
        if draw < 0.6:
            return ("~", made, width), width
        if draw < 0.8:
            alike = [name for name, size in self.bits.items() if size == width]
            other = ("register", rng.choice(alike))
            return (rng.choice(("&", "|", "^")), made, other), width
        if draw < 0.9:
            return (rng.choice(("<<", ">>")), made, rng.randint(0, 2), width), width
        return made, width

    def truth(self, depth: int) -> Truth:
        """A condition."""
        rng = self.rng
        draw = rng.random()
        if self.old:
            name, size = rng.choice(list(self.bits.items()))
            return ("==", ("register", name), rng.randrange(1 << size))
        if draw < 0.25:
            return ("bit", self.bit())
        if draw < 0.35:
            return ("not", ("bit", self.bit()))
        if self.simple:
            word, width = self.register()
            return (rng.choice(("==", "!=")), word, rng.randrange(1 << width))
        if draw < 0.6 or depth > 1:
            word, width = self.word(depth)
            return (rng.choice(("==", "!=", "<", "<=", ">", ">=")), word, rng.randrange(1 << width))
        if draw < 0.7:
            word, width = self.word(depth)
            others = [n for n, size in self.bits.items() if size == width] or list(self.bits)
            return (
                rng.choice(("==", "!=", "<", "<=", ">", ">=")),
                word,
                ("register", rng.choice(others)),
            )
        if draw < 0.78:
            return ("not", self.truth(depth + 1))
        return (rng.choice(("and", "or", "xor")), self.truth(depth + 1), self.truth(depth + 1))


def program(seed: int, *, old: bool = False, simple: bool = False) -> Program:
    """The program of a seed."""
    return Maker(seed, old=old, simple=simple).program()


def reads(truth: Truth, bits: dict[str, int]) -> frozenset[Bit]:
    """The bits that a condition reads."""
    if truth[0] == "bit":
        return frozenset((truth[1],))
    if truth[0] == "register":
        name = str(truth[1])
        return frozenset((name, k) for k in range(bits[name]))
    inner = (cast("Truth", part) for part in truth[1:] if isinstance(part, tuple))
    return frozenset[Bit]().union(*(reads(part, bits) for part in inner))


def writes(statement: Statement) -> frozenset[Bit]:
    """The bits that a statement of OpenQASM 2 writes."""
    return frozenset((statement.bit,)) if isinstance(statement, Measure) else frozenset()


def writes_of(statement: Statement, bits: dict[str, int]) -> frozenset[Bit]:
    """The bits that a statement and all in it write."""
    if isinstance(statement, MeasureAll):
        return frozenset((statement.bits, k) for k in range(bits[statement.bits]))
    inner: list[Statement] = []
    if isinstance(statement, If):
        inner = [*statement.body, *statement.otherwise]
    elif isinstance(statement, Switch):
        inner = [s for _, body in statement.cases for s in body] + list(statement.default or ())
    return writes(statement).union(*(writes_of(s, bits) for s in inner))


# --- text -----------------------------------------------------------------------------------------


def openqasm3(program: Program, seed: int = 0) -> str:
    """The program as OpenQASM 3; the seed chooses between ways of writing the same."""
    return "\n".join(_Text(program, seed).lines()) + "\n"


def openqasm2(program: Program) -> str:
    """The program as OpenQASM 2; it keeps to what that has."""
    return "\n".join(_Text(program, 0, old=True).lines()) + "\n"


class _Text:
    """Prints one program."""

    def __init__(self, program: Program, seed: int, *, old: bool = False) -> None:
        self.program = program
        self.rng = random.Random(seed)  # noqa: S311 (samples, not secrets)
        self.old = old

    def lines(self) -> Iterator[str]:
        program = self.program
        yield (
            'OPENQASM 2.0;\ninclude "qelib1.inc";'
            if self.old
            else 'OPENQASM 3.0;\ninclude "stdgates.inc";'
        )
        for name in program.inputs:
            yield f"input float[64] {name};"
        for each in program.definitions:
            formal = ", ".join(f"w{k}" for k in range(each.num_wires))
            angles = f"({', '.join(each.parameters)})" if each.parameters else ""
            yield f"gate {each.name}{angles} {formal} {{"
            for part in each.body:
                yield from self.statement(part, "  ")
            yield "}"
        declared = [
            *(
                (f"qreg {n}[{k}];" if self.old else f"qubit[{k}] {n};")
                for n, k in program.qubits.items()
            ),
            *(
                (f"creg {n}[{k}];" if self.old else f"bit[{k}] {n};")
                for n, k in program.bits.items()
            ),
        ]
        yield from declared
        for each in program.body:
            yield from self.statement(each, "")

    def wire(self, bit: Bit) -> str:
        return f"{bit[0]}[{bit[1]}]" if bit[0] else f"w{bit[1]}"

    def statement(self, node: Statement, indent: str) -> Iterator[str]:
        wire = self.wire
        match node:
            case Gate():
                yield from (indent + line for line in self.gate(node))
            case Measure(qubit, bit):
                arrow = self.old or self.rng.random() < 0.3
                q, c = wire(qubit), wire(bit)
                yield indent + (f"measure {q} -> {c};" if arrow else f"{c} = measure {q};")
            case MeasureAll(qubits, bits):
                yield indent + (
                    f"measure {qubits} -> {bits};" if self.old else f"{bits} = measure {qubits};"
                )
            case Reset(qubit):
                yield f"{indent}reset {wire(qubit)};"
            case Barrier(wires):
                yield f"{indent}barrier {', '.join(map(wire, wires))};"
            case Loop(count, body):
                yield (
                    f"{indent}for int i_ in [1:{count}] {{"
                    if count
                    else f"{indent}for int i_ in [0:-1] {{"
                )
                for each in body:
                    yield from self.statement(each, indent + "  ")
                yield indent + "}"
            case If(truth, body, otherwise):
                if self.old:
                    (line,) = self.statement(body[0], "")
                    yield f"{indent}if ({self.truth(truth)}) {line}"
                    return
                yield f"{indent}if ({self.truth(truth)}) {{"
                yield from self.inside(body, indent)
                if otherwise:
                    yield indent + "} else {"
                    yield from self.inside(otherwise, indent)
                yield indent + "}"
            case Switch(word, cases, default):
                yield f"{indent}switch ({self.word(word)}) {{"
                for labels, body in cases:
                    yield f"{indent}case {', '.join(map(str, labels))} {{"
                    yield from self.inside(body, indent)
                    yield indent + "}"
                if default is not None:
                    yield indent + "default {"
                    yield from self.inside(default, indent)
                    yield indent + "}"
                yield indent + "}"

    def inside(self, body: tuple[Statement, ...], indent: str) -> Iterator[str]:
        for each in body:
            yield from self.statement(each, indent + "  ")

    def gate(self, node: Gate) -> Iterator[str]:
        angles = f"({', '.join(map(self.angle, node.angles))})" if node.angles else ""
        wires = ", ".join(map(self.wire, node.wires))
        modifiers = "".join(
            f"pow({m[1]}) @ " if m[0] == "pow" else f"{m[0]} @ " for m in node.modifiers
        )
        name = node.name
        if name == "u":
            name = "u3" if self.old else "U"
            if not self.old and not node.wires[0][0]:  # where the phase of U can be seen
                yield f"gphase(-({self.angle(node.angles[0])})/2);"
        yield f"{modifiers}{name}{angles} {wires};"

    def angle(self, angle: Number) -> str:
        match angle:
            case ("pi", int(k), int(d)):
                return f"{k}*pi/{d}" if self.rng.random() < 0.5 else f"({k}*pi)/{d}"
            case ("number", float(x)):
                return repr(x)
            case ("name", str(name)):
                return name
            case ("+" | "*" as sign, left, right):
                return f"({self.angle(left)}){sign}({self.angle(right)})"
            case (str(name), inner):
                return f"{name}({self.angle(inner)})"
            case _:
                raise AssertionError(angle)

    def truth(self, truth: Truth) -> str:
        match truth:
            case ("bit", (str(name), int(k))):
                plain = f"{name}[{k}]"
                return plain if self.rng.random() < 0.7 else f"{plain} == 1"
            case ("not", inner):
                return f"!({self.truth(inner)})"
            case ("and" | "or" | "xor" as sign, left, right):
                symbol = {"and": "&&", "or": "||", "xor": "^"}[sign]
                return f"({self.truth(left)}) {symbol} ({self.truth(right)})"
            case (str(sign), word, other):
                if isinstance(other, int):
                    return (
                        f"{self.word(word)} {sign} {other}"
                        if self.old or word[0] == "register"
                        else f"({self.word(word)}) {sign} {other}"
                    )
                return f"({self.word(word)}) {sign} {self.word(other)}"
            case _:
                raise AssertionError(truth)

    def word(self, word: Truth) -> str:
        match word:
            case ("register", str(name)):
                return name
            case ("~", inner, _):
                return f"~{self.word(inner)}"
            case ("<<" | ">>" as sign, inner, int(by), _):
                return f"({self.word(inner)} {sign} {by})"
            case (str(sign), left, right):
                return f"({self.word(left)} {sign} {self.word(right)})"
            case _:
                raise AssertionError(word)
