"""OpenQASM text → its statements with their places, and what each gives to the circuit.

The text stays as it is: places are offsets in its UTF-8 bytes.
"""

from __future__ import annotations

import contextlib
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from qdesign.circuit import Circuit
from qdesign.collecting import without_collection
from qdesign.gates import GATES
from qdesign.qasm import limits, names, parsing, tree
from qdesign.qasm.bits import BitList
from qdesign.qasm.limits import Source
from qdesign.qasm.reader import Reader
from qdesign.qasm.state import Meaning, Qubits, State


class Statement(NamedTuple):
    """A statement outside of any other.

    Attributes:
        start, end: of its text; offsets of `node` are those of the text that was parsed.
        operations: of the circuit, that it gives.
        is_plain: does it say its operations one by one: a gate, a measurement, a reset, a barrier?
    """

    start: int
    end: int
    node: tree.Statement
    operations: range
    is_plain: bool


class Register(NamedTuple):
    """A register of classical bits, or one bit, with the bits of the circuit that it holds."""

    name: str
    bits: tuple[int, ...]
    is_scalar: bool


@dataclass(frozen=True, slots=True)
class Outline:
    """A program text taken apart.

    Attributes:
        circuit: what it denotes; its operations in the order of the text.
        qubits: how the text names each qubit.
        inputs: how the text names each parameter.
        gates: the composite gates and rows of the gate table, by what the text calls them.
        taken: every name of the text that a declaration cannot have.
    """

    source: Source
    data: bytes
    circuit: Circuit
    statements: tuple[Statement, ...]
    qubits: tuple[str, ...]
    registers: tuple[Register, ...]
    inputs: Mapping[str, str]
    gates: Mapping[str, str]
    taken: frozenset[str]

    def place(self, offset: int) -> int:
        """The offset in the text of one in the text that was parsed."""
        return _place(self.source, offset)

    def last_declaration(self) -> int:
        """The number of the last statement that declares something, above operations; else -1."""
        last = -1
        for number, statement in enumerate(self.statements):
            if statement.operations:
                break
            if isinstance(statement.node, (tree.Declare, tree.Include, tree.GateBody)):
                last = number
        return last

    def line(self, statement: Statement) -> int:
        """The line, from 1, on which a statement begins."""
        return self.data.count(b"\n", 0, statement.start) + 1


# The text of a document that is open is asked about at every edit.
@lru_cache(maxsize=2)
def outline(text: str) -> Outline:
    """The text taken apart.

    Raises:
        InvalidText, Unsupported: as in `loads`.
    """
    parsing.start()
    source = limits.check(text)
    statements: list[Statement] = []
    with without_collection(), contextlib.closing(parsing.parse(source)) as portions:
        reader = Reader(State(source))
        for portion in portions:
            nodes = tree.statements(portion.statements)
            if not all(_taken_apart(reader, nodes, portion.ends, statements)):
                break
        circuit = reader.circuit()
    state = reader.state
    symbols = state.frames[0]
    return Outline(
        source,
        source.text.encode(),
        circuit,
        tuple(statements),
        tuple(_qubits(state)),
        tuple(_registers(reader)),
        {names.decoded(name): name for name in _inputs(statements)},
        _gates(state),
        frozenset((*symbols, *state.gates, *state.generic_gates, *state.subroutines)),
    )


def _taken_apart(
    reader: Reader,
    nodes: tuple[tree.Statement, ...],
    ends: list[int],
    statements: list[Statement],
) -> Iterator[bool]:
    """Reads statements one by one; does the program go on after each?"""
    state = reader.state
    for node, end in zip(nodes, ends, strict=True):
        first = len(state.operations)
        goes_on = reader.program((node,))
        made = range(first, len(state.operations))
        start, stop = _place(state.source, node.offset), _place(state.source, end)
        statements.append(Statement(start, stop, node, made, _is_plain(state, node)))
        yield goes_on


def _place(source: Source, offset: int) -> int:
    return offset - bisect_left(source.inserted, offset)


def _is_plain(state: State, node: tree.Statement) -> bool:
    match node:
        case tree.Gate():
            return node.name not in state.subroutines
        case tree.Assign():
            return isinstance(node.value, tree.Measurement)
        case _:
            return isinstance(node, (tree.Reset, tree.Barrier))


def _qubits(state: State) -> Iterator[str]:
    if state.physical:
        yield from (f"${k}" for k in range(state.num_qubits))
        return
    found: dict[int, str] = {}
    for name, symbol in state.frames[0].items():
        if isinstance(symbol, Qubits):
            for place, qubit in enumerate(symbol.qubits):
                found.setdefault(qubit, name if symbol.scalar else f"{name}[{place}]")
    for qubit in range(state.num_qubits):
        yield found[qubit]


def _registers(reader: Reader) -> Iterator[Register]:
    place = {bit: index for index, bit in enumerate(reader.kept_bits())}
    for name, symbol in reader.state.frames[0].items():
        if isinstance(symbol, BitList) and all(bit in place for bit in symbol.bits):
            yield Register(name, tuple(place[bit] for bit in symbol.bits), symbol.scalar)


def _inputs(statements: list[Statement]) -> Iterator[str]:
    for _, _, node, _, _ in statements:
        if isinstance(node, tree.Declare) and node.word == "input":
            yield node.name


def _gates(state: State) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, meaning in state.gates.items():
        row = GATES.get(meaning.gate)
        num_angles = meaning.num_angles if row is None else len(row.angles)
        plain = Meaning(meaning.gate, num_angles, meaning.num_qubits, size=meaning.size)
        if meaning == plain:
            found.setdefault(meaning.gate, name)
    return found
