"""Circuit → OpenQASM 3 that Qiskit loads, with names that read back as they were; or OpenQASM 2.

Gates that stdgates.inc lacks are defined from the gate table, each after those that it uses.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from qdesign.circuit import Circuit, Condition, Operation
from qdesign.convert.bodies import as_circuit
from qdesign.decisions import TooManyTerms, groups, on_registers, writes_own
from qdesign.errors import InvalidRequest
from qdesign.expansion import repeated, with_free_barriers
from qdesign.exporter import Exporter
from qdesign.gates import ROWS
from qdesign.given import given_text
from qdesign.qasm.text import Formatter, composite_text, missing_rows, row_text
from qdesign.rows import catalog, rows

KNOWN: Final = frozenset(row.name for row in ROWS if row.in_stdgates or row.openqasm3)
"""Rows that need no definition in a program."""
WRITTEN: Final = {row.name: row.openqasm3 for row in ROWS if row.openqasm3}
EXACTLY: Final = {row.name: row.openqasm3_exactly for row in ROWS if row.openqasm3_exactly}
"""Names where phases count; these rows need a definition there."""
_MAX_COPIES: Final = 16


def dumps(
    circuit: Circuit,
    values: Mapping[str, float] | Sequence[float] | None = None,
    dialect: str = "openqasm3",
    target: str | None = None,
) -> str:
    """The circuit as program text.

    Free parameters become `input float[64]`. Blocks are written repetition by repetition. Reading
    the text back gives an equal circuit, up to blocks.

    Args:
        circuit: any circuit.
        values: radians for all parameters, by name or in the order of `circuit.parameters`; they
            stay free when None.
        dialect: the name of an exporter of programs, such as "openqasm3" or "openqasm2".
        target: a device that the circuit is fitted to first, its gates and couplings; by name.

    Raises:
        InvalidRequest: an unknown dialect or provider.
        InvalidTarget: there is no such target, or the circuit does not fit it.
        UnknownParameter, MissingValue: `values` do not fit.
        NotConvertible: OpenQASM 2 cannot say it: free parameters, conditions on several registers.
        TooLarge: a block repeats too often to be written out.

    Example:
        >>> print(dumps(Circuit.of(1, "rx(theta/2) 0")))
        OPENQASM 3.0;
        include "stdgates.inc";
        input float[64] theta;
        qubit[1] q;
        rx(theta/2) q[0];
        <BLANKLINE>
    """
    circuit = as_circuit(circuit)
    dialects = {name: row for name, row in rows(Exporter).items() if row.is_program}
    row = dialects.get(given_text(dialect, "A dialect"))
    if row is None:
        raise InvalidRequest(
            f"There is no dialect '{dialect}'. Choose one of: {', '.join(dialects)}."
        )
    if values is not None:
        circuit = circuit.bind(circuit.values_of(values))
    if target is None:
        return row.write(circuit)
    name = given_text(target, "A target")
    providers = catalog("provider")
    provider = providers.get(name.partition(":")[0])
    if provider is None:
        raise InvalidRequest(
            f"There is no target '{name[:60]}'. Choose one of a provider: {', '.join(providers)}."
        )
    return row.placed(provider.fitted(circuit, name))


def dumps3(circuit: Circuit) -> str:
    """The circuit as OpenQASM 3 text."""
    return _Writer(circuit).text()


def dumps_physical(circuit: Circuit) -> str:
    """The circuit as OpenQASM 3 text on a device's qubits: qubit k is `$k`."""
    return _Writer(circuit, is_physical=True).text()


class _Writer:
    """Writes one circuit, on declared qubits or on those of a device."""

    def __init__(self, circuit: Circuit, *, is_physical: bool = False) -> None:
        self.circuit = circuit
        self.lines: list[str] = ["OPENQASM 3.0;", 'include "stdgates.inc";']
        self.formatter = Formatter(circuit, WRITTEN, exactly=EXACTLY)
        if is_physical:
            self.formatter.quantum = ()
            self.formatter.wires = [f"${qubit}" for qubit in range(circuit.num_qubits)]
        self.registers = [tuple(bits) for _, bits in self.formatter.classical]

    def text(self) -> str:
        circuit = self.circuit
        self.lines.extend(
            f"input float[64] {self.formatter.rename(name)};" for name in circuit.parameters
        )
        operations = tuple(with_free_barriers(repeated(circuit.operations), circuit.gates))
        for name in missing_rows(operations, circuit.gates, KNOWN, exactly=EXACTLY):
            self.lines.append(row_text(name, self.formatter))
        for item in circuit.gates:
            parts = tuple(with_free_barriers(repeated(item.operations), circuit.gates))
            written = replace(item, operations=parts)
            self.lines.extend(composite_text(written, self.formatter, phase=True))
        formatter = self.formatter
        self.lines.extend(f"qubit[{len(held)}] {name};" for name, held in formatter.quantum)
        self.lines.extend(f"bit[{len(held)}] {name};" for name, held in formatter.classical)
        if not circuit.global_phase.is_zero:
            self.lines.append(f"gphase({self.formatter.angle(circuit.global_phase)});")
        self._write(operations)
        return "\n".join(self.lines) + "\n"

    def _write(self, operations: Sequence[Operation]) -> None:
        lines, call, wires = self.lines, self.formatter.call, self.formatter.wires
        for conditions, group in groups(operations):
            for term in self._terms(conditions, group):
                self._open(term)
                indent = "  " * len(term)
                for operation in group:
                    if operation.gate == "measure":
                        bit = self.formatter.bits[operation.clbits[0]]
                        lines.append(f"{indent}{bit} = measure {wires[operation.qubits[0]]};")
                    else:
                        lines.append(indent + call(operation, wires))
                self._close(term)

    def _terms(
        self, conditions: tuple[Condition, ...], group: list[Operation]
    ) -> Iterable[tuple[Condition, ...]]:
        """Terms of whole registers and bits: for any part of a register Qiskit makes another one.

        Where these would be many, or the first could make the second hold, they stay as they are.
        """
        try:
            terms = on_registers(conditions, self.registers).terms
        except TooManyTerms:
            return (conditions,)
        again = len(terms) > 1 and any(writes_own(operation) for operation in group)
        return terms if len(terms) <= _MAX_COPIES and not again else (conditions,)

    def _open(self, conditions: tuple[Condition, ...]) -> None:
        for depth, condition in enumerate(conditions):
            indent = "  " * depth
            self.lines.append(f"{indent}if ({self._condition(condition)}) {{")
            if not condition.equal and len(condition.clbits) > 1:
                # Qiskit reads '==' on registers and no '!='.
                self.lines.append(f"{indent}}} else {{")

    def _condition(self, condition: Condition) -> str:
        bits = condition.clbits
        if len(bits) == 1:
            wanted = condition.value == condition.equal
            return f"{'' if wanted else '!'}{self.formatter.bits[bits[0]]}"
        # Of several registers only where the bits differ from a value.
        parts: list[str] = []
        for name, held in self.formatter.classical:
            places = [(held.index(bit), place) for place, bit in enumerate(bits) if bit in held]
            if places:
                value = sum(
                    (condition.value >> place & 1) << k for k, (_, place) in enumerate(places)
                )
                parts.append(_part(name, len(held), [index for index, _ in places], value))
        return " && ".join(parts)

    def _close(self, conditions: tuple[Condition, ...]) -> None:
        for depth in reversed(range(len(conditions))):
            self.lines.append("  " * depth + "}")


def _part(name: str, size: int, indices: list[int], value: int) -> str:
    """That bits of one register have a value."""
    first, last = indices[0], indices[-1]
    if len(indices) == 1:
        return f"{'' if value else '!'}{name}[{first}]"
    if indices == list(range(size)):
        return f"{name} == {value}"
    if indices == list(range(first, last + 1)):
        return f"{name}[{first}:{last}] == {value}"
    return f"{name}[{{{', '.join(map(str, indices))}}}] == {value}"
