"""Random programs in Qiskit, and what they do: an oracle in numpy that knows nothing of qdesign."""

import math
from collections.abc import Callable, Iterable, Mapping
from itertools import count
from typing import Any

import numpy as np
from qiskit import ClassicalRegister, QuantumCircuit, QuantumRegister
from qiskit.circuit import CASE_DEFAULT, Instruction, Parameter, library
from qiskit.circuit.classical import expr, types
from qiskit.exceptions import QiskitError
from qiskit.quantum_info import Operator

from scripts import programs as tree
from scripts.programs import Bit, Number, Program, Statement, Truth

Branch = tuple[float, Any, tuple[int, ...]]
"""Probability, state, classical bits."""
Chances = dict[tuple[int, ...], float]

CLASSES = {
    "x": library.XGate, "y": library.YGate, "z": library.ZGate, "h": library.HGate,
    "s": library.SGate, "sdg": library.SdgGate, "t": library.TGate, "tdg": library.TdgGate,
    "sx": library.SXGate, "id": library.IGate, "rx": library.RXGate, "ry": library.RYGate,
    "rz": library.RZGate, "p": library.PhaseGate, "u": library.UGate, "cx": library.CXGate,
    "cz": library.CZGate, "cy": library.CYGate, "ch": library.CHGate, "swap": library.SwapGate,
    "crx": library.CRXGate, "cry": library.CRYGate, "crz": library.CRZGate,
    "cp": library.CPhaseGate, "cu": library.CUGate, "ccx": library.CCXGate,
    "cswap": library.CSwapGate,
}  # fmt: skip


# --- what a tree does -----------------------------------------------------------------------------


class Oracle:
    """Runs a tree branch by branch."""

    def __init__(self, program: Program, values: Mapping[str, float] | None = None) -> None:
        self.program = program
        self.values = program.values if values is None else values
        every = ((name, k) for name, size in program.qubits.items() for k in range(size))
        self.qubit = dict(zip(every, count(), strict=False))
        every = ((name, k) for name, size in program.bits.items() for k in range(size))
        self.bit = dict(zip(every, count(), strict=False))

    def chances(self) -> Chances:
        """Probabilities of the classical bits, in order of their declaration."""
        state = np.zeros((2,) * len(self.qubit), dtype=complex)
        state[(0,) * len(self.qubit)] = 1
        live = self.run(self.program.body, [(1.0, state, (0,) * len(self.bit))])
        return summed((bits, chance) for chance, _, bits in live)

    def run(self, body: Iterable[Statement], live: list[Branch]) -> list[Branch]:
        for node in body:
            live = [new for old in live for new in self.step(node, old)]
        return live

    def step(self, node: Statement, branch: Branch) -> list[Branch]:
        chance, state, bits = branch
        match node:
            case tree.Gate():
                return [(chance, applied(self.matrix(node), self.places(node.wires), state), bits)]
            case tree.Barrier():
                return [branch]
            case tree.Measure(qubit, bit):
                return measured(branch, self.qubit[qubit], self.bit[bit])
            case tree.MeasureAll(qubits, into):
                live = [branch]
                for k in range(self.program.qubits[qubits]):
                    live = [
                        new
                        for old in live
                        for new in measured(old, self.qubit[qubits, k], self.bit[into, k])
                    ]
                return live
            case tree.Reset(qubit):
                return reset(branch, self.qubit[qubit])
            case tree.Loop(times, body):
                return self.run(list(body) * times, [branch])
            case tree.If(truth, body, otherwise):
                return self.run(body if self.truth(truth, bits) else otherwise, [branch])
            case tree.Switch(word, cases, default):
                value = self.word(word, bits)
                for labels, body in cases:
                    if value in labels:
                        return self.run(body, [branch])
                return self.run(default or (), [branch])

    def places(self, wires: Iterable[Bit]) -> list[int]:
        return [self.qubit[wire] for wire in wires]

    def matrix(self, node: tree.Gate, values: Mapping[str, float] | None = None) -> Any:
        """In Qiskit's order, the modifiers' wires first."""
        values = self.values if values is None else values
        angles = [number(angle, values) for angle in node.angles]
        if node.name in CLASSES:
            made = CLASSES[node.name](*angles).to_matrix()
        else:
            (definition,) = self.program.definitions
            made = self.defined(definition, dict(zip(definition.parameters, angles, strict=True)))
        for modifier in reversed(node.modifiers):
            match modifier:
                case ("inv",):
                    made = made.conj().T
                case ("pow", int(power)):
                    made = np.linalg.matrix_power(made, power)
                case (kind,):
                    size = len(made)
                    grown = np.zeros((2 * size, 2 * size), dtype=complex)
                    on = 1 if kind == "ctrl" else 0
                    grown[on::2, on::2] = made  # the control is the lowest wire
                    grown[1 - on :: 2, 1 - on :: 2] = np.eye(size)
                    made = grown
                case _:
                    raise AssertionError(modifier)
        return made

    def defined(self, definition: tree.Definition, values: Mapping[str, float]) -> Any:
        size = definition.num_wires
        columns = np.eye(2**size, dtype=complex).reshape((2,) * size + (-1,))
        for part in definition.body:
            if isinstance(part, tree.Gate):
                wires = [k for _, k in part.wires]
                columns = applied(self.matrix(part, values), wires, columns, size)
        return columns.reshape(2**size, -1)

    def truth(self, truth: Truth, bits: tuple[int, ...]) -> bool:
        match truth:
            case ("bit", bit):
                return bool(bits[self.bit[bit]])
            case ("not", inner):
                return not self.truth(inner, bits)
            case ("and" | "or" | "xor" as sign, left, right):
                a, b = self.truth(left, bits), self.truth(right, bits)
                return {"and": a and b, "or": a or b, "xor": a != b}[sign]
            case (str(sign), left, right):
                a = self.word(left, bits)
                b = right if isinstance(right, int) else self.word(right, bits)
                return {
                    "==": a == b, "!=": a != b, "<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b,
                }[sign]  # fmt: skip
            case _:
                raise AssertionError(truth)

    def word(self, word: Truth, bits: tuple[int, ...]) -> int:
        match word:
            case ("register", str(name)):
                size = self.program.bits[name]
                return sum(bits[self.bit[name, k]] << k for k in range(size))
            case ("~", inner, int(width)):
                return self.word(inner, bits) ^ ((1 << width) - 1)
            case ("<<", inner, int(by), int(width)):
                return self.word(inner, bits) << by & ((1 << width) - 1)
            case (">>", inner, int(by), int(_)):
                return self.word(inner, bits) >> by
            case (str(sign), left, right):
                a, b = self.word(left, bits), self.word(right, bits)
                return {"&": a & b, "|": a | b, "^": a ^ b}[sign]
            case _:
                raise AssertionError(word)


def number(angle: Number, values: Mapping[str, Any]) -> Any:
    """An angle at numbers, or at Qiskit's parameters."""
    match angle:
        case ("pi", int(k), int(d)):
            return k * math.pi / d
        case ("number", float(x)):
            return x
        case ("name", str(name)):
            return values[name]
        case ("+", left, right):
            return number(left, values) + number(right, values)
        case ("*", left, right):
            return number(left, values) * number(right, values)
        case (str(function), inner):
            value = number(inner, values)
            own = getattr(value, function, None)
            return own() if own else getattr(math, function)(value)
        case _:
            raise AssertionError(angle)


def applied(matrix: Any, wires: list[int], state: Any, num_wires: int | None = None) -> Any:
    """A matrix in Qiskit's order on some wires of a state with an axis a wire, the last first."""
    size = state.ndim if num_wires is None else num_wires
    axes = [size - 1 - wire for wire in reversed(wires)]
    front = list(range(len(axes)))
    moved = np.moveaxis(state, axes, front)
    turned = matrix @ moved.reshape(2 ** len(axes), -1)
    return np.moveaxis(turned.reshape(moved.shape), front, axes)


def measured(branch: Branch, qubit: int, bit: int) -> list[Branch]:
    """Both outcomes."""
    chance, state, bits = branch
    made: list[Branch] = []
    for outcome in (0, 1):
        part = np.zeros_like(state)
        here = (slice(None),) * (state.ndim - 1 - qubit) + (outcome,)
        part[here] = state[here]
        weight = float(np.vdot(part, part).real)
        if weight > 1e-14:
            now = (*bits[:bit], outcome, *bits[bit + 1 :])
            made.append((chance * weight, part / weight**0.5, now))
    return made


def repeated(gate: Any, times: int) -> Any:
    """A gate some times, which Qiskit's `power` does for numbers alone."""
    made = QuantumCircuit(gate.num_qubits)
    for _ in range(times):
        made.append(gate, range(gate.num_qubits))
    return made.to_gate()


def reset(branch: Branch, qubit: int) -> list[Branch]:
    """A measurement that nobody keeps, and X where it gave 1."""
    chance, state, bits = branch
    made = measured((chance, state, (*bits, 0)), qubit, len(bits))
    flip = np.array([[0, 1], [1, 0]])
    return [
        (weight, applied(flip, [qubit], part) if seen[-1] else part, seen[:-1])
        for weight, part, seen in made
    ]


def summed(pairs: Iterable[tuple[tuple[int, ...], float]]) -> Chances:
    """Equal outcomes together."""
    total: Chances = {}
    for bits, chance in pairs:
        total[bits] = total.get(bits, 0.0) + chance
    return total


def distance(left: Chances, right: Chances) -> float:
    """Half the sum of all differences of probabilities."""
    return sum(abs(left.get(k, 0.0) - right.get(k, 0.0)) for k in left.keys() | right.keys()) / 2


# --- the same in Qiskit ---------------------------------------------------------------------------


def in_qiskit(program: Program) -> QuantumCircuit:
    """The program as a person would write it in Qiskit."""
    made = QuantumCircuit(
        *(QuantumRegister(size, name) for name, size in program.qubits.items()),
        *(ClassicalRegister(size, name) for name, size in program.bits.items()),
    )
    _Writer(program, made).write(program.body)
    return made


class _Writer:
    def __init__(self, program: Program, made: QuantumCircuit) -> None:
        self.program, self.made = program, made
        self.values: Mapping[str, Any] = {name: Parameter(name) for name in program.inputs}
        self.qreg = {register.name: register for register in made.qregs}
        self.creg = {register.name: register for register in made.cregs}

    def wire(self, bit: Bit) -> Any:
        return self.qreg[bit[0]][bit[1]] if bit[0] else self.made.qubits[bit[1]]

    def write(self, body: Iterable[Statement]) -> None:
        made = self.made
        for node in body:
            match node:
                case tree.Gate():
                    made.append(self.gate(node), [self.wire(wire) for wire in node.wires])
                case tree.Measure(qubit, bit):
                    made.measure(self.wire(qubit), self.creg[bit[0]][bit[1]])
                case tree.MeasureAll(qubits, bits):
                    made.measure(self.qreg[qubits], self.creg[bits])
                case tree.Reset(qubit):
                    made.reset(self.wire(qubit))
                case tree.Barrier(wires):
                    made.barrier([self.wire(wire) for wire in wires])
                case tree.Loop(times, inner):
                    with made.for_loop(range(times)):
                        self.write(inner)
                case tree.If(truth, inner, otherwise):
                    with made.if_test(self.truth(truth)) as other:
                        self.write(inner)
                    if otherwise:
                        with other:
                            self.write(otherwise)
                case tree.Switch(word, cases, default):
                    with made.switch(self.word(word)) as case:
                        for labels, inner in cases:
                            with case(*labels):
                                self.write(inner)
                        if default is not None:
                            with case(CASE_DEFAULT):
                                self.write(default)

    def gate(self, node: tree.Gate) -> Instruction:
        angles = [number(angle, self.values) for angle in node.angles]
        own = CLASSES.get(node.name)
        gate: Any = own(*angles) if own else self.composite(angles)
        for modifier in reversed(node.modifiers):
            match modifier:
                case ("inv",):
                    gate = gate.inverse()
                case ("pow", int(power)):
                    gate = repeated(gate if power > 0 else gate.inverse(), abs(power))
                case (kind,):
                    gate = gate.control(1, ctrl_state=int(kind == "ctrl"), annotated=False)
                case _:
                    raise AssertionError(modifier)
        return gate

    def composite(self, angles: list[Any]) -> Any:
        """A gate without barriers, which Qiskit would not control."""
        (definition,) = self.program.definitions
        inner = QuantumCircuit(definition.num_wires, name=definition.name)
        writer = _Writer(self.program, inner)
        writer.values = dict(zip(definition.parameters, angles, strict=True))
        writer.write(part for part in definition.body if isinstance(part, tree.Gate))
        return inner.to_gate()

    def truth(self, truth: Truth) -> Any:
        match truth:
            case ("bit", (str(name), int(k))):
                return expr.lift(self.creg[name][k])
            case ("not", inner):
                return expr.logic_not(self.truth(inner))
            case ("and" | "or" | "xor" as sign, left, right):
                join: Any = {"and": expr.logic_and, "or": expr.logic_or, "xor": expr.bit_xor}[sign]
                return join(self.truth(left), self.truth(right))
            case (str(sign), left, right):
                names = {"==": "equal", "!=": "not_equal", "<": "less", "<=": "less_equal"}
                names |= {">": "greater", ">=": "greater_equal"}
                other = right if isinstance(right, int) else self.word(right)
                return getattr(expr, names[sign])(self.word(left), other)
            case _:
                raise AssertionError(truth)

    def word(self, word: Truth) -> Any:
        match word:
            case ("register", str(name)):
                return expr.lift(self.creg[name])
            case ("~", inner, _):
                return expr.bit_not(self.word(inner))
            case ("<<" | ">>" as sign, inner, int(by), _):
                return (expr.shift_left if sign == "<<" else expr.shift_right)(self.word(inner), by)
            case (str(sign), left, right):
                join: Any = {"&": expr.bit_and, "|": expr.bit_or, "^": expr.bit_xor}[sign]
                return join(self.word(left), self.word(right))
            case _:
                raise AssertionError(word)


# --- what a circuit of Qiskit does ----------------------------------------------------------------


def qiskits_chances(circuit: QuantumCircuit) -> Chances:
    """Probabilities of the classical bits in the order of the registers, branch by branch."""
    size = circuit.num_qubits
    state = np.zeros((2,) * size, dtype=complex)
    state[(0,) * size] = 1
    places = {bit: k for k, bit in enumerate(circuit.clbits)}
    live = _followed(
        circuit,
        [(1.0, state, (0,) * circuit.num_clbits)],
        {bit: k for k, bit in enumerate(circuit.qubits)},
        places,
    )
    order = [places[bit] for register in circuit.cregs for bit in register]
    return summed((tuple(bits[k] for k in order), chance) for chance, _, bits in live)


def _followed(
    circuit: QuantumCircuit, live: list[Branch], qubits: Mapping[Any, int], bits: Mapping[Any, int]
) -> list[Branch]:
    for each in circuit.data:
        wires = [qubits[q] for q in each.qubits]
        into = [bits[c] for c in each.clbits]
        live = [new for old in live for new in _step(each.operation, wires, into, old, bits)]
    return live


def _step(
    operation: Any, wires: list[int], into: list[int], branch: Branch, bits: Mapping[Any, int]
) -> list[Branch]:
    def inner(body: QuantumCircuit, live: list[Branch]) -> list[Branch]:
        places = dict(zip(body.clbits, into, strict=True))
        return _followed(
            body, live, dict(zip(body.qubits, wires, strict=True)), places | dict(bits)
        )

    chance, state, seen = branch
    match operation.name:
        case "barrier":
            return [branch]
        case "measure":
            return measured(branch, wires[0], into[0])
        case "reset":
            return reset(branch, wires[0])
        case "if_else":
            chosen = operation.blocks[0 if _holds(operation.condition, seen, bits) else 1 :][:1]
            return inner(chosen[0], [branch]) if chosen and chosen[0] is not None else [branch]
        case "switch_case":
            value = int(_value(operation.target, seen, bits))
            for labels, body in operation.cases_specifier():
                if CASE_DEFAULT in labels or value in labels:
                    return inner(body, [branch])
            return [branch]
        case "for_loop":
            indices, parameter, body = operation.params
            live = [branch]
            for index in indices:
                now = body if parameter is None else body.assign_parameters({parameter: index})
                live = inner(now, live)
            return live
        case _:
            pass
    try:
        matrix = operation.to_matrix() if hasattr(operation, "to_matrix") else None
    except (QiskitError, TypeError):
        matrix = None
    if matrix is None:
        definition = operation.definition
        if definition is not None:
            return inner(definition, [branch])
        matrix = Operator(operation).data
    return [(chance, applied(matrix, wires, state), seen)]


def _holds(condition: Any, seen: tuple[int, ...], bits: Mapping[Any, int]) -> bool:
    if isinstance(condition, tuple):
        target, value = condition
        return _value(target, seen, bits) == int(value)
    return bool(_value(condition, seen, bits))


def _value(node: Any, seen: tuple[int, ...], bits: Mapping[Any, int]) -> int:
    """What an expression of Qiskit is worth, by its specification."""
    if not isinstance(node, expr.Expr):
        if isinstance(node, ClassicalRegister):
            return sum(seen[bits[bit]] << k for k, bit in enumerate(node))
        return seen[bits[node]]
    width = node.type.width if isinstance(node.type, types.Uint) else 1
    mask = (1 << width) - 1
    match node:
        case expr.Var():
            return _value(node.var, seen, bits)
        case expr.Value():
            return int(node.value)
        case expr.Cast():
            inner = _value(node.operand, seen, bits)
            return int(inner != 0) if isinstance(node.type, types.Bool) else inner & mask
        case expr.Index():
            return _value(node.target, seen, bits) >> _value(node.index, seen, bits) & 1
        case expr.Unary():
            inner = _value(node.operand, seen, bits)
            return int(not inner) if node.op.name == "LOGIC_NOT" else inner ^ mask
        case expr.Binary():
            a, b = _value(node.left, seen, bits), _value(node.right, seen, bits)
            work: Callable[[], int] = {
                "EQUAL": lambda: a == b, "NOT_EQUAL": lambda: a != b, "LESS": lambda: a < b,
                "LESS_EQUAL": lambda: a <= b, "GREATER": lambda: a > b,
                "GREATER_EQUAL": lambda: a >= b, "LOGIC_AND": lambda: a and b,
                "LOGIC_OR": lambda: a or b, "BIT_AND": lambda: a & b, "BIT_OR": lambda: a | b,
                "BIT_XOR": lambda: a ^ b, "SHIFT_LEFT": lambda: a << b,
                "SHIFT_RIGHT": lambda: a >> b,
            }[node.op.name]  # fmt: skip
            return int(work()) & mask
        case _:
            raise AssertionError(node)
