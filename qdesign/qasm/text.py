"""What both dialects write alike: angles, gate calls, definitions, blocks written out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from string import ascii_lowercase

from qdesign.angle import Angle
from qdesign.angle_text import OPENQASM
from qdesign.circuit import Circuit, GateDefinition, Item, Operation
from qdesign.errors import NotConvertible
from qdesign.expansion import repeated
from qdesign.formula import styled
from qdesign.gates import GATES, definition, gate
from qdesign.operation import has_controls
from qdesign.qasm.names import encoded, encoded_formals, gate_names, register_name
from qdesign.registers import Register, in_order


class Formatter:
    """Writes angles and gate calls of a circuit, remembering the angles it has seen.

    Parameters keep their names where these are identifiers; registers and composite gates give way.
    Where registers take wires in another order than the circuit, one holds them all.

    Args:
        circuit: what is written.
        rows: rows of the table that are written under another name.
        exactly: rows that have another name again under controls and in definitions.
        ascii_only: OpenQASM 2's identifiers instead of 3's.

    Attributes:
        quantum, classical: the registers, called by their identifiers.
        wires, bits: what each qubit and each classical bit is called.
        formal: in front of the numbers of a definition's qubits.
    """

    def __init__(
        self,
        circuit: Circuit,
        rows: Mapping[str, str],
        *,
        exactly: Mapping[str, str] | None = None,
        ascii_only: bool = False,
    ) -> None:
        self.rows = rows
        self.exactly = exactly or {}
        self.is_inside = False
        self.ascii_only = ascii_only
        inputs = {self.rename(name) for name in circuit.parameters}
        formal = {self.rename(name) for item in circuit.gates for name in item.parameters}
        composites = [item.name for item in circuit.gates]
        self.gates = gate_names(composites, inputs, ascii_only=ascii_only)
        taken = {*inputs, *formal, *self.gates.values()}
        declared = circuit.declared
        self.quantum = self._registers(
            "q", declared.qubits, declared.all_qubits(circuit.num_qubits), taken
        )
        self.classical = self._registers(
            "c", declared.clbits, declared.all_clbits(circuit.num_clbits), taken
        )
        self.wires = [f"{name}[{k}]" for name, held in self.quantum for k in range(len(held))]
        self.bits = [f"{name}[{k}]" for name, held in self.classical for k in range(len(held))]
        self.formal = register_name("q", taken - {name for name, _ in self.quantum})
        self.heads: dict[str, str] = {}
        self.identifiers: dict[str, str] = {}
        self.angles: dict[Angle, str] = {}

    def _registers(
        self, plain: str, named: Sequence[Register], held: Sequence[Register], taken: set[str]
    ) -> tuple[Register, ...]:
        """Registers by identifiers that are free, which are taken then."""
        if not held:
            return ()
        if not named or not in_order(held):
            word = register_name(plain, taken)
            taken.add(word)
            return (Register(word, tuple(range(sum(len(each.wires) for each in held)))),)
        made: list[Register] = []
        for register in held:
            word = self.rename(register.name)
            while word in taken:
                word += "_"
            taken.add(word)
            made.append(Register(word, register.wires))
        return tuple(made)

    def rename(self, name: str) -> str:
        """The identifier of a parameter or a register."""
        return encoded(name, ascii_only=self.ascii_only)

    def inside(self, identifiers: Mapping[str, str]) -> Formatter:
        """A formatter for a definition whose formal angles have these identifiers."""
        inner = copy(self)
        inner.is_inside = True
        inner.identifiers = dict(identifiers)
        inner.angles = {}
        return inner

    def head(self, name: str) -> str:
        """The identifier of a row or a composite gate."""
        head = self.heads.get(name)
        if head is None:
            if name not in GATES:
                head = self.gates[name]
            else:
                # Names of other packages' rows have a slash.
                head = self.rows.get(name) or (self.rename(name) if "/" in name else name)
            self.heads[name] = head
        return head

    def call(self, operation: Operation, wires: Sequence[str]) -> str:
        """One gate call with its modifiers, ended by a semicolon."""
        name = operation.gate
        head = self.head(name)
        if name in self.exactly and (self.is_inside or has_controls(operation)):
            head = self.exactly[name]
        if operation.controls or operation.anticontrols:
            head = _modifiers(operation) + head
        if operation.angles:
            head += f"({', '.join([self.angle(a) for a in operation.angles])})"
        operands = ", ".join([wires[q] for q in operation.wires])
        return f"{head} {operands};" if operands else f"{head};"

    def angle(self, angle: Angle) -> str:
        """An angle as an expression: `3*theta/2 - pi/4 + 0.1`; plain numbers have a point."""
        text = self.angles.get(angle)
        if text is None:
            text = self.angles[angle] = styled(angle, OPENQASM, self._identifier, _call)
        return text

    def _identifier(self, name: str) -> str:
        identifier = self.identifiers.get(name)
        if identifier is None:
            identifier = self.identifiers[name] = self.rename(name)
        return identifier


def _call(function: str, argument: str) -> str:
    """A function as OpenQASM 3 has it; of an absolute value there is only the root of a square."""
    if function == "abs":
        return f"sqrt(({argument})**2)"
    word = f"arc{function[1:]}" if function in ("asin", "acos", "atan") else function
    return f"{word}({argument})"


def _modifiers(operation: Operation) -> str:
    parts: list[str] = []
    for word, wires in (("ctrl", operation.controls), ("negctrl", operation.anticontrols)):
        if wires:
            parts.append(f"{word} @ " if len(wires) == 1 else f"{word}({len(wires)}) @ ")
    return "".join(parts)


def _inside(items: Iterable[Item]) -> Iterator[Operation]:
    """Operations of items and of the blocks in them that are not repeated 0 times, once each."""
    for item in items:
        if isinstance(item, Operation):
            yield item
        elif item.count:
            yield from _inside(item.operations)


def missing_rows(
    items: Iterable[Item],
    gates: Iterable[GateDefinition],
    known: frozenset[str],
    *,
    exactly: Iterable[str] = (),
) -> list[str]:
    """Rows that are used and that `known` lacks, each after those that it uses itself.

    `exactly` names rows that are lacking under controls and in definitions all the same.
    """
    used: set[str] = set()
    counted: set[str] = set()
    for operation in _inside(items):
        (counted if has_controls(operation) else used).add(operation.gate)
    for item in gates:
        counted.update(operation.gate for operation in _inside(item.operations))
    used |= counted
    known = known.difference(counted.intersection(exactly))
    ordered: dict[str, None] = {}

    def add(name: str) -> None:
        row = GATES.get(name)
        if row is None or name in known or not row.is_unitary or name in ordered:
            return
        for part in definition(name):
            add(part.gate)
        ordered[name] = None

    for name in sorted(used):
        add(name)
    return list(ordered)


def row_text(name: str, formatter: Formatter) -> str:
    """The definition of a row on one line."""
    row = gate(name)
    wires = [f"{formatter.formal}{k}" for k in range(row.num_qubits)]
    # Qiskit takes a definition's angles in the order of their names.
    plain = formatter.ascii_only or list(row.angles) == sorted(row.angles)
    names = row.angles if plain else ascii_lowercase[: len(row.angles)]
    formal = [formatter.rename(name) for name in names]
    inside = formatter.inside(dict(zip(row.angles, formal, strict=True)))
    head = f"gate {formatter.exactly.get(name) or formatter.head(name)}"
    head += f"({', '.join(formal)})" if formal else ""
    calls = [Operation(part.gate, part.qubits, part.angles) for part in definition(name)]
    body = " ".join(inside.call(call, wires) for call in calls)
    return f"{head} {', '.join(wires)} {{ {body} }}"


def composite_text(item: GateDefinition, formatter: Formatter, *, phase: bool) -> list[str]:
    """The lines of a composite gate's definition, with its global phase or without."""
    if not item.num_qubits:
        raise NotConvertible(
            f"Composite gate '{item.name}' has no qubits; OpenQASM has no such gates. "
            "Use a global phase instead."
        )
    wires = [f"{formatter.formal}{k}" for k in range(item.num_qubits)]
    formal = encoded_formals(item.parameters, formatter.rename)
    inside = formatter.inside(dict(zip(item.parameters, formal, strict=True)))
    head = f"gate {formatter.gates[item.name]}" + (f"({', '.join(formal)})" if formal else "")
    lines = [f"{head} {', '.join(wires)} {{"]
    if phase and not item.global_phase.is_zero:
        lines.append(f"  gphase({inside.angle(item.global_phase)});")
    lines.extend("  " + inside.call(operation, wires) for operation in repeated(item.operations))
    lines.append("}")
    return lines
