"""OpenQASM 3 as Amazon Braket reads it: its own gate names, no definitions, modifiers or includes.

Devices and simulators there take no definitions and no modifiers. Where the SDK's parser takes
them, it loses the phase of a controlled gate and all of `pow(1/2)`: so none is written.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Final

from qdesign.angle import Angle
from qdesign.circuit import Circuit, Condition, Operation
from qdesign.control import decompose
from qdesign.convert.gate_list import refuse, refuse_dynamic
from qdesign.decisions import TooManyTerms, groups, on_registers
from qdesign.expansion import check_budget
from qdesign.exporter import Exporter
from qdesign.gates import GATES, ROWS
from qdesign.qasm.library import DEFINED
from qdesign.qasm.names import encoded, register_name
from qdesign.qasm.text import Formatter
from qdesign.registers import Register

WRITTEN: Final = {row.name: row.braket for row in ROWS if row.braket}
"""Rows that Braket has, by its names. `u` is none: its U has another phase than the language's."""
_WORDS: Final = frozenset((*WRITTEN.values(), *DEFINED, "unitary", "cc_prx", "measure_ff"))
_TURNS: Final = {row.name: row.turn for row in ROWS if row.axes == "X" and not row.angles}
"""About X: devices have `rx` by these angles alone, and none of the gates."""
_NOUNS: Final = {"measure": "measurement", "reset": "reset"}
_MAX_COPIES: Final = 16
_NOTHING: Final = 1e-9
_LANGUAGE: Final = "Braket"


def braket(circuit: Circuit) -> str:
    """The circuit as Braket's text.

    All its bits are in one register, since it takes one; a comment says how many belong to which
    register. Devices there take neither barriers, which are left out, nor a global phase, which is
    written where nothing is measured, since no measurement shows it. In a reset its simulator adds
    up amplitudes, so a measurement into one bit more and a flip stand for it.

    Raises:
        NotConvertible: a condition that it cannot say, with the operation.
        TooLarge: more than a million operations.
    """
    flat = circuit.elementary()
    phases: list[Angle] = []
    operations = tuple(_written(flat.plain_operations, phases, spare=flat.num_clbits))
    size = max((bit + 1 for o in operations for bit in o.clbits), default=0)
    formatter = _Formatter(flat, spare=size > flat.num_clbits)
    lines = ["OPENQASM 3.0;", *_inputs(formatter, circuit)]
    lines.extend(f"qubit[{len(held)}] {name};" for name, held in formatter.quantum)
    lines.extend(_bits(formatter, any(o.conditions for o in operations)))
    phase = sum(phases, start=flat.global_phase)
    if not phase.is_zero and not any(o.gate == "measure" for o in operations):
        lines.append(f"gphase({formatter.angle(phase)});")
    for conditions, group in groups(operations):
        for term in _terms(conditions, group, len(formatter.bits)):
            inside = [f"{'  ' * bool(term)}{_line(o, formatter)}" for o in group]
            lines.extend((*_opened(term, formatter), *inside, *["}"] * bool(term)))
    return "\n".join(lines) + "\n"


def verbatim(circuit: Circuit) -> str:
    """A circuit on a device's qubits, in its gates, as what the device runs without a change.

    The global phase, which devices do not take and no measurement shows, is left out.

    Raises:
        NotConvertible: a condition, a reset, or more after a measurement, with the operation.
    """
    refuse_dynamic(circuit, language=_LANGUAGE)
    flat = circuit.elementary()
    formatter = _Formatter(flat)
    formatter.wires = [f"${qubit}" for qubit in range(flat.num_qubits)]
    plain = flat.plain_operations
    gates = [o for o in plain if GATES[o.gate].is_unitary and not GATES[o.gate].is_idle]
    measured = sorted((o for o in plain if o.gate == "measure"), key=lambda o: o.clbits)
    lines = ["OPENQASM 3.0;", *_inputs(formatter, circuit), *_bits(formatter, False)]
    if gates:
        inside = (f"  {_native(o, formatter)}" for o in gates)
        lines.extend(("#pragma braket verbatim", "box{", *inside, "}"))
    lines.extend(_line(operation, formatter) for operation in measured)
    return "\n".join(lines) + "\n"


def _inputs(formatter: Formatter, circuit: Circuit) -> Iterator[str]:
    return (f"input float {formatter.rename(name)};" for name in circuit.parameters)


def _native(operation: Operation, formatter: Formatter) -> str:
    """A gate as a device has it, up to a phase; `u` is Qiskit's word for a turn about X and Y."""
    wire = formatter.wires[operation.wires[0]]
    if operation.gate in _TURNS:
        return f"rx({_TURNS[operation.gate]}) {wire};"
    if operation.gate != "u":
        if operation.gate not in WRITTEN:
            raise refuse(operation, "a device of Braket does not have this gate.")
        return formatter.call(operation, formatter.wires)
    theta, phi, other = operation.angles
    rest = phi + other
    if rest.parameters or abs(math.remainder(rest.at({}), 2 * math.pi)) > _NOTHING:
        raise refuse(operation, "a device of Braket does not have this gate.")
    about = phi + Angle.parse("pi/2")
    return f"prx({formatter.angle(theta)}, {formatter.angle(about)}) {wire};"


class _Formatter(Formatter):
    """Formats with Braket's words, which no parameter and no register may be called."""

    def __init__(self, circuit: Circuit, *, spare: bool = False) -> None:
        super().__init__(circuit, WRITTEN)
        self.note = ""
        if len(self.classical) > 1 or spare:
            self.note = _note(self.classical)
            taken = {self.rename(name) for name in circuit.parameters}
            taken |= {name for name, _ in self.quantum}
            name = register_name("c", taken)
            every = tuple(range(circuit.num_clbits + spare))
            self.classical = (Register(name, every),)
            self.bits = [f"{name}[{k}]" for k in every]

    def rename(self, name: str) -> str:
        return encoded(name, taken=_WORDS)


def _written(
    operations: Iterable[Operation], phases: list[Angle], *, spare: int
) -> Iterator[Operation]:
    """The operations in rows that Braket has; `phases` gets those that nothing controls."""
    count = 0
    used: set[int] = set()
    for operation in operations:
        if operation.gate == "barrier":
            continue
        if operation.gate in ("measure", "reset") and operation.conditions:
            raise refuse(
                operation,
                f"{_LANGUAGE} has no {_NOUNS[operation.gate]} under a condition. Do it always, or "
                "write OpenQASM 3.",
            )
        if operation.gate == "reset":
            if not used.isdisjoint(operation.qubits):  # otherwise it is 0 already
                yield Operation("measure", operation.qubits, clbits=(spare,))
                yield Operation("x", operation.qubits, conditions=(Condition((spare,), 1),))
            continue
        used.update(operation.wires)
        for part in _parts(operation):
            if part.gate != "gphase":
                yield part
            elif not part.conditions:  # under one, no measurement shows it
                phases.append(part.angles[0])
            count += 1
        check_budget(count)


def _parts(operation: Operation) -> Iterator[Operation]:
    if operation.gate in WRITTEN or not GATES[operation.gate].is_unitary:
        yield operation
        return
    parts = decompose(operation)
    if len(parts) == 1 and parts[0].gate == operation.gate:
        raise refuse(operation, f"{_LANGUAGE} does not have this gate.")
    for part in parts:
        yield from _parts(part)


def _bits(formatter: _Formatter, are_read: bool) -> Iterator[str]:
    """The register; its bits start at 0, which where they are read is to be said."""
    for name, bits in formatter.classical:
        zeros = f' = "{"0" * len(bits)}"' if are_read else ""
        yield f"bit[{len(bits)}] {name}{zeros};{formatter.note}"


def _note(held: Sequence[Register]) -> str:
    """How many bits belong to which register of the circuit; what is left is of none."""
    return f" // {' '.join(f'{name}[{len(bits)}]' for name, bits in held) or '[0]'}"


def _line(operation: Operation, formatter: Formatter) -> str:
    if operation.gate == "measure":
        bit = formatter.bits[operation.clbits[0]]
        return f"{bit} = measure {formatter.wires[operation.qubits[0]]};"
    return formatter.call(operation, formatter.wires)


def _terms(
    conditions: tuple[Condition, ...], group: Sequence[Operation], num_clbits: int
) -> tuple[tuple[Condition, ...], ...]:
    """Terms of single bits, never two of which hold."""
    terms: tuple[tuple[Condition, ...], ...] = ()
    with suppress(TooManyTerms):
        terms = on_registers(conditions, [(bit,) for bit in range(num_clbits)]).terms
    if not 0 < len(terms) <= _MAX_COPIES:
        raise refuse(
            group[0],
            f"its condition falls into too many cases for {_LANGUAGE}. Write OpenQASM 3.",
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
    write_placed=verbatim,
    takes="circuit",
    mime="text/plain",
    suffix=".qasm",
    is_program=True,
)
