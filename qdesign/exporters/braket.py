"""OpenQASM 3 as Amazon Braket reads it: its own gate names, no definitions, no modifiers, no includes.

Devices and simulators there take neither definitions nor modifiers, and where the SDK's parser takes
them it loses the phase of a controlled gate, and of `pow(1/2)` the gate: so none is written.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from qdesign.angle import Angle
from qdesign.circuit import Circuit, Condition, Operation
from qdesign.decisions import TooManyTerms, groups, on_registers, writes_own
from qdesign.errors import NotConvertible
from qdesign.expansion import check_budget
from qdesign.exporter import Exporter
from qdesign.gates import GATES, ROWS, definition
from qdesign.qasm.names import encoded, register_name
from qdesign.qasm.text import Formatter
from qdesign.registers import Register

WRITTEN: Final = {row.name: row.braket for row in ROWS if row.braket}
"""Rows that Braket has, by its names. Its U has another phase than the language's, so `u` is none."""
_WORDS: Final = frozenset(
    (*WRITTEN.values(), "cphaseshift00", "cphaseshift01", "cphaseshift10", "xy", "pswap", "prx")
    + ("gpi", "gpi2", "ms", "unitary", "cc_prx", "measure_ff")
)
_MAX_COPIES: Final = 16


def braket(circuit: Circuit) -> str:
    """The circuit as Braket's text.

    All its bits are in one register, since it takes one; a comment says which bit of which register
    each is. Barriers wait for no bit, so conditions on them are left out.

    Raises:
        NotConvertible: a condition that it cannot say, with the operation.
        TooLarge: more than a million operations.
    """
    flat = circuit.elementary()
    phases: list[Angle] = []
    operations = tuple(_written(flat.plain_operations, phases))
    formatter = _Formatter(replace(flat, operations=operations))
    lines = ["OPENQASM 3.0;"]
    lines.extend(f"input float {formatter.rename(name)};" for name in circuit.parameters)
    lines.extend(f"qubit[{len(held)}] {name};" for name, held in formatter.quantum)
    lines.extend(_bits(formatter))
    phase = sum(phases, start=flat.global_phase)
    if not phase.is_zero:
        lines.append(f"gphase({formatter.angle(phase)});")
    for conditions, group in groups(operations):
        for term in _terms(conditions, group, flat.num_clbits):
            inside = [f"{'  ' * bool(term)}{_line(o, formatter)}" for o in group]
            lines.extend((*_opened(term, formatter), *inside, "}" * bool(term)))
    return "\n".join(line for line in lines if line) + "\n"


class _Formatter(Formatter):
    """Formats with Braket's words, which no parameter and no register may be called."""

    def __init__(self, circuit: Circuit) -> None:
        super().__init__(circuit, WRITTEN)
        self.held = self.classical
        if len(self.held) > 1:
            taken = {self.rename(name) for name in circuit.parameters}
            taken |= {name for name, _ in self.quantum}
            name = register_name("c", taken)
            self.classical = (Register(name, tuple(range(circuit.num_clbits))),)
            self.bits = [f"{name}[{k}]" for k in range(circuit.num_clbits)]

    def rename(self, name: str) -> str:
        return encoded(name, taken=_WORDS)


def _written(operations: Iterable[Operation], phases: list[Angle]) -> Iterator[Operation]:
    """The operations in rows that Braket has; `phases` gets those that nothing controls."""
    count = 0
    for operation in operations:
        if operation.gate == "barrier":
            if operation.qubits:
                yield replace(operation, conditions=())
            continue
        for part in _parts(operation):
            if part.gate != "gphase":
                yield part
            elif not part.conditions:  # under one, no measurement shows it
                phases.append(part.angles[0])
            count += 1
        check_budget(count)


def _parts(operation: Operation) -> Iterator[Operation]:
    name = operation.gate
    if name in WRITTEN or not GATES[name].is_unitary:
        yield operation
        return
    formal = dict(zip(GATES[name].angles, operation.angles, strict=True))
    for part in definition(name):
        yield from _parts(
            replace(
                operation,
                gate=part.gate,
                qubits=tuple(operation.qubits[qubit] for qubit in part.qubits),
                angles=tuple(angle.substitute(formal) for angle in part.angles),
            )
        )


def _bits(formatter: _Formatter) -> Iterator[str]:
    for name, bits in formatter.classical:
        yield f"bit[{len(bits)}] {name};{registers_note(formatter.held)}"


def registers_note(held: Sequence[Register]) -> str:
    """Which registers share the one that is written, as a comment.

    Example:
        >>> registers_note([Register("a", (0, 1)), Register("b", (2,))])
        ' // a[2] b[1]'
    """
    if len(held) < 2:
        return ""
    return f" // {' '.join(f'{name}[{len(bits)}]' for name, bits in held)}"


def _line(operation: Operation, formatter: Formatter) -> str:
    if operation.gate == "measure":
        bit = formatter.bits[operation.clbits[0]]
        return f"{bit} = measure {formatter.wires[operation.qubits[0]]};"
    return formatter.call(operation, formatter.wires)


def _terms(
    conditions: tuple[Condition, ...], group: Sequence[Operation], num_clbits: int
) -> tuple[tuple[Condition, ...], ...]:
    """Terms of single bits, never two of which hold."""
    first = group[0]
    where = f"Operation {first.gate} on qubits {first.wires} has a condition that Braket cannot say"
    try:
        terms = on_registers(conditions, [(bit,) for bit in range(num_clbits)]).terms
    except TooManyTerms:
        terms = ()
    if not 0 < len(terms) <= _MAX_COPIES:
        raise NotConvertible(f"{where}: it falls into too many cases. Write OpenQASM 3.")
    if len(terms) > 1 and any(writes_own(operation) for operation in group):
        raise NotConvertible(
            f"{where}: it measures into a bit of a condition of several cases. Write OpenQASM 3."
        )
    return terms


def _opened(term: tuple[Condition, ...], formatter: Formatter) -> Iterator[str]:
    if term:
        wanted = {c.clbits[0]: int(c.value == c.equal) for c in term}
        parts = [f"{formatter.bits[bit]} == {value}" for bit, value in wanted.items()]
        yield f"if ({' && '.join(parts)}) {{"


BRAKET: Final = Exporter(
    name="braket",
    title="OpenQASM 3 for Braket",
    group="Programs",
    help="Amazon Braket's gate names; free parameters become inputs, composite gates are expanded",
    source="https://docs.aws.amazon.com/braket/latest/developerguide/braket-openqasm.html",
    write=braket,
    takes="circuit",
    mime="text/plain",
    suffix=".qasm",
    is_program=True,
)
