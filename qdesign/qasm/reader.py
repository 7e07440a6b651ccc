"""Statements → circuit: declarations, gates, measurement; loops and subroutines unrolled in place.

The file is one walk over the statements; control flow is in control.py.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from typing import Final

from qdesign.circuit import MAX_OPERATIONS, Circuit, Operation
from qdesign.collecting import without_collection
from qdesign.errors import InvalidAngle
from qdesign.qasm import limits, names, parsing, terms, tree
from qdesign.qasm.bits import BitList
from qdesign.qasm.calls import Caller
from qdesign.qasm.control import Control, Jumped
from qdesign.qasm.definitions import Definitions
from qdesign.qasm.evaluate import (
    bit_reference,
    evaluate,
    integer,
)
from qdesign.qasm.numbers import parameter
from qdesign.qasm.state import MAX_STEPS, Items, Qubits, State, Value, Variable
from qdesign.qasm.storage import Storage, bits_of, converted, with_bits
from qdesign.registers import Registers

_SUPPORTED_INCLUDES: Final = ("stdgates.inc", "qelib1.inc")
_WORDS: Final = {
    "CalibrationDefinition": "defcal",
    "CalibrationStatement": "cal",
    "CalibrationGrammarDeclaration": "defcalgrammar",
    "DelayInstruction": "delay",
    "ExternDeclaration": "extern",
    "Box": "a box with a duration",
}
_INSTEAD: Final = {
    "extern": "Write the value it gives as a constant or an input.",
    "delay": "Remove it; a circuit here has no timing.",
    "cal": "Remove it; gates are used as they are named.",
    "defcal": "Remove it; gates are used as they are named.",
}


def loads(text: str, parameters: str | None = None) -> Circuit:
    """The circuit that an OpenQASM 2 or 3 text denotes.

    Free parameters are its `input float` and `input angle`, used by a gate or not. Gate
    definitions stay as composite gates; loops, subroutines and constants are worked out.
    docs/openqasm.md has the supported subset.

    Args:
        text: the program; its version line tells 2 from 3, which is the default.
        parameters: with `terms` each numeric rotation about one Pauli string has a free parameter
            of its own in place of its number, `t0`, `t1`, … in order; for files with placeholder
            angles. With `none` or None numbers stay.

    Raises:
        InvalidRequest: another word for `parameters`.
        InvalidText: not OpenQASM, with line and column.
        Unsupported: OpenQASM that no circuit here holds, with the construct.

    Example:
        >>> text = 'OPENQASM 3.0; include "stdgates.inc"; qubit q; input float a; rx(a/2) q;'
        >>> loads(text).parameters
        ('a',)
    """
    to_terms = terms.asks_for_terms(parameters)
    with without_collection():
        circuit = read(text)
        return terms.with_terms(circuit)[0] if to_terms else circuit


def read(text: str, *, max_size: int = MAX_OPERATIONS, max_steps: int = MAX_STEPS) -> Circuit:
    """As `loads`, of programs that are unrolled to so many operations and steps at most.

    Raises:
        TooMuch: it has more.
    """
    parsing.start()
    source = limits.check(text)
    limits.refuse_empty(source.text)
    with without_collection(), contextlib.closing(parsing.parse(source)) as portions:
        reader = Reader(State(source, max_size=max_size, max_steps=max_steps))
        for portion in portions:
            if not reader.program(tree.statements(portion.statements)):
                break
        return reader.circuit()


class Reader:
    """Walks statements and fills a State."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.definitions = Definitions(state, lambda inner, body: Reader(inner).run(body))
        self.caller = Caller(state, self.definitions)
        self.control = Control(state, self)
        self.storage = Storage(state, self)

    def program(self, nodes: Sequence[tree.Statement]) -> bool:
        """Statements of the whole program; does it go on after them?"""
        self.state.steps -= len(nodes)  # those that are written are free
        try:
            self.run(nodes)
        except Jumped:
            return False
        except RecursionError:
            self.state.source.invalid("its blocks and subroutines nest too deep to be read.", 0)
        return True

    def circuit(self) -> Circuit:
        """What was read, as a value."""
        state = self.state
        kept = self.kept_bits()
        operations = state.operations
        if len(kept) != len(state.known):
            place = {bit: index for index, bit in enumerate(kept)}
            operations = [with_bits(item, place) for item in operations]
        named = state.qubit_names
        plain = named == [f"q[{k}]" for k in range(len(named))]
        return Circuit(
            state.num_qubits,
            tuple(operations),
            num_clbits=len(kept),
            gates=tuple(state.definitions.values()),
            global_phase=state.global_phase,
            qubit_names=() if plain else tuple(named),
            unused_parameters=tuple(state.inputs),
            declared=self._registers(kept),
        )

    def _registers(self, kept: list[int]) -> Registers:
        """The registers of the program, with the bits of the circuit."""
        place = {bit: index for index, bit in enumerate(kept)}
        qubits: list[tuple[str, tuple[int, ...]]] = []
        clbits: list[tuple[str, list[int]]] = []
        symbols = self.state.frames[0]
        for word, symbol in symbols.items():
            # What was written for a name is that name, unless the program has it too.
            name = names.decoded(word)
            name = word if name in symbols else name
            if isinstance(symbol, Qubits):
                qubits.append((name, symbol.qubits))
            elif isinstance(symbol, BitList):
                clbits.append((name, [place[bit] for bit in symbol.bits if bit in place]))
        return Registers.of(qubits, clbits, self.state.num_qubits, len(kept))

    def kept_bits(self) -> list[int]:
        """Bits that the circuit has, in order: all but those that only ever held known values."""
        state = self.state
        touched = {bit for item in state.operations for bit in bits_of(item)}
        state.dropped.update(state.local.difference(touched))
        for register in self._constant_registers():
            if not any(state.measured[bit] for bit in register.bits):
                state.dropped.update(register.bits)
            elif any(state.known[bit] for bit in register.bits):
                self.state.source.unsupported(
                    "a classical bit that keeps the value 1 beside measured ones",
                    0,
                    "Declare it in a register of its own.",
                )
        return [bit for bit in range(len(state.known)) if bit not in state.dropped]

    def _constant_registers(self) -> list[BitList]:
        return [
            symbol
            for symbol in self.state.frames[0].values()
            if isinstance(symbol, BitList)
            and any(self.state.known[bit] is not None for bit in symbol.bits)
        ]

    # statements

    def run(self, nodes: Sequence[tree.Statement]) -> None:
        """Statements, one after the other."""
        for node in nodes:
            if type(node) is tree.Gate:
                self.gate(node)
            else:
                self.statement(node)

    def gate(self, node: tree.Gate) -> None:
        """A gate call, or a subroutine called like a gate."""
        state = self.state
        state.steps += 1
        if state.steps & 0xFFF == 0:
            state.step(node.offset, 0)
        if node.name in state.subroutines:
            if node.modifiers:
                state.source.unsupported("a modifier on a subroutine", node.offset)
            self.control.call(node.name, (*node.arguments, *node.qubits), node.offset)
        elif node.name == "nop" and not node.arguments:
            self.caller.wires(node.qubits)
        else:
            self.caller.call(node)

    def statement(self, node: tree.Statement) -> None:
        """One statement that is not a gate call."""
        self.state.step(node.offset)
        match node:
            case tree.Gate():
                self.gate(node)
            case tree.Declare():
                self.declare(node)
            case tree.Assign():
                self.storage.assign(node)
            case tree.Alias(offset, name, value):
                found = bit_reference(self.state, value) or evaluate(self.state, value)
                if not isinstance(found, (Qubits, BitList)):
                    self.state.source.invalid("'let' names qubits or bits.", offset)
                self.state.declare(name, found, offset)
            case tree.Evaluate(offset, value):
                self._evaluate(value, offset)
            case tree.Reset(offset, qubits):
                for qubit in self.qubits(qubits):
                    self.state.emit(Operation("reset", (qubit,)), offset)
            case tree.Barrier(offset, qubits):
                every = range(self.state.num_qubits)
                wires = tuple(dict.fromkeys(self.qubits(qubits) if qubits else every))
                self.state.emit(Operation("barrier", wires), offset)
            case tree.GateBody():
                self.definitions.define(node)
            case tree.Subroutine(offset, name):
                if len(self.state.frames) > 1:
                    self.state.source.unsupported("a subroutine inside a block", offset)
                self.state.subroutines[name] = node
            case tree.Include(offset, name):
                if name not in _SUPPORTED_INCLUDES:
                    self.state.source.unsupported(
                        f'include "{name[:60]}"',
                        offset,
                        "No file is read; the gates of stdgates.inc and qelib1.inc are known.",
                    )
            case tree.Skip():
                pass
            case tree.Other(offset, construct):
                word = _WORDS.get(construct, construct)
                self.state.source.unsupported(word, offset, _INSTEAD.get(word, ""))
            case _:
                self.control.run(node)

    def _evaluate(self, value: tree.Expression, offset: int) -> None:
        if isinstance(value, tree.Call) and value.name in self.state.subroutines:
            self.control.call(value.name, value.arguments, offset)
        elif isinstance(value, tree.Measurement):
            qubits = self.qubits(value.qubits)
            self.measure(qubits, self.state.new_bits(len(qubits), False, offset), offset)
        else:
            evaluate(self.state, value)
            self.state.source.invalid(
                "this expression by itself does nothing. Write a gate, a measurement or an "
                "assignment, or take it away.",
                offset,
            )

    def qubits(self, nodes: Sequence[tree.Expression]) -> list[int]:
        """Every qubit that the operands name, in order."""
        result: list[int] = []
        for wire in self.caller.wires(nodes):
            result.extend((wire,) if isinstance(wire, int) else wire)
        return result

    def measure(self, qubits: Sequence[int], target: BitList, offset: int) -> None:
        """Measures qubits into as many bits."""
        state = self.state
        if len(qubits) != len(target.bits):
            state.source.invalid(
                f"{len(qubits)} qubits cannot be measured into {len(target.bits)} bits.", offset
            )
        for qubit, bit in zip(qubits, target.bits, strict=True):
            if state.conditions and state.known[bit]:
                state.source.unsupported("measuring on a condition into a bit that holds 1", offset)
            state.know(bit, None)
            state.measured[bit] = True
            state.emit(Operation("measure", (qubit,), clbits=(bit,)), offset)

    # declarations

    def declare(self, node: tree.Declare) -> None:
        """A qubit, bit, variable, constant or input."""
        state, kind = self.state, node.type
        if node.word == "qubit":
            if len(state.frames) > 1 or state.enclosed:
                state.source.unsupported("a qubit declared inside a block", node.offset)
            size = 1 if kind.size is None else self._size(kind.size)
            name = names.decoded(node.name)
            register = state.new_qubits(size, name, kind.size is None, node.offset)
            state.declare(node.name, register, node.offset)
        elif node.word == "input":
            self._input(node)
        elif kind.word == "bit" and node.word != "const":
            self._declare_bits(node)
        else:
            value = None if node.value is None else self.value(node.value)
            if value is None and kind.word not in ("int", "uint", "float", "angle", "bool"):
                if kind.word != "array":
                    state.source.unsupported(f"the type {kind.word}", kind.offset)
                value = self._empty_array(kind)
            elif value is not None:
                value = converted(state, value, kind, node.offset)
            constant = node.word == "const"
            state.declare(
                node.name, Variable(value, kind, constant, state.depth, state.clock), node.offset
            )

    def _empty_array(self, kind: tree.Type) -> Value:
        total = 1
        sizes = [integer(self.state, size) for size in kind.dimensions]
        for size in sizes:
            total *= max(size, 0)
        self.state.step(kind.offset, total)
        value: Value = 0
        for size in reversed(sizes):
            value = Items((value,) * size)
        return value

    def _size(self, node: tree.Expression) -> int:
        size = integer(self.state, node)
        if size < 1:
            self.state.source.invalid(
                f"a register has 1 or more elements, not {size}.", node.offset
            )
        return size

    def _input(self, node: tree.Declare) -> None:
        if node.type.word not in ("float", "angle"):
            self.state.source.unsupported(
                f"an input of type {node.type.word}",
                node.offset,
                "Inputs are float or angle; write others as constants.",
            )
        if node.type.size is not None:
            self._size(node.type.size)
        name = names.decoded(node.name)
        try:
            value = parameter(name)
        except InvalidAngle as error:
            self.state.source.invalid(str(error), node.offset)
        self.state.declare(node.name, Variable(value, node.type, False), node.offset)
        self.state.inputs.append(name)

    def _declare_bits(self, node: tree.Declare) -> None:
        state, kind = self.state, node.type
        size = 1 if kind.size is None else self._size(kind.size)
        scalar = kind.size is None
        bits = state.new_bits(size, scalar, node.offset)
        if node.value is not None:
            self.storage.store(bits, node.value, node.offset)
        state.declare(node.name, bits, node.offset)

    # assignment

    def value(self, node: tree.Expression) -> Value:
        """The value of an expression, or of a subroutine call."""
        if isinstance(node, tree.Call) and node.name in self.state.subroutines:
            result = self.control.call(node.name, node.arguments, node.offset)
            if result is None:
                self.state.source.invalid(f"subroutine '{node.name}' gives no value.", node.offset)
            return result
        return evaluate(self.state, node)
