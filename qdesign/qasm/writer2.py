"""Circuit → OpenQASM 2: everything bound, conditions on whole registers, no global phase.

What a condition says of one register is written for each value that fits. Where these are many, the
register is cut into those parts that conditions read, in the order of its bits.
"""

from __future__ import annotations

from typing import Final

from qdesign.circuit import Circuit, Condition, Operation
from qdesign.errors import NotConvertible
from qdesign.expansion import repeated
from qdesign.gates import ROWS
from qdesign.operation import Item, has_controls
from qdesign.qasm.text import Formatter, composite_text, missing_rows, row_text
from qdesign.registers import Register

WRITTEN: Final = {row.name: row.openqasm2 for row in ROWS if row.openqasm2}
KNOWN: Final = frozenset(("gphase", *WRITTEN))
"""Rows that every qelib1.inc defines; a global phase is left out."""
_MAX_COPIES: Final = 32
_MAX_TRIED: Final = 16
"""Of longer registers not every value is tried."""


def dumps2(circuit: Circuit) -> str:
    """The circuit as OpenQASM 2 text.

    Control modifiers are expanded into gates. The global phase, which no measurement shows and
    OpenQASM 2 cannot say, is left out.

    Raises:
        NotConvertible: free parameters, or conditions on several registers.
    """
    if circuit.parameters:
        listed = ", ".join(circuit.parameters[:8])
        raise NotConvertible(
            f"OpenQASM 2 has no free parameters, and these are: {listed}. "
            "Give values, or write OpenQASM 3."
        )
    if _any_controls(circuit.operations) or any(_any_controls(g.operations) for g in circuit.gates):
        circuit = circuit.elementary()
    formatter = Formatter(circuit, WRITTEN, ascii_only=True)
    operations = tuple(repeated(circuit.operations))
    fitting = [_fitting(operation, formatter.classical) for operation in operations]
    if any(each is None for each in fitting):
        registers = _registers(formatter.classical, operations)
    else:
        registers = {name: tuple(bits) for name, bits in formatter.classical}
    lines = ["OPENQASM 2.0;", 'include "qelib1.inc";']
    lines.extend(
        row_text(name, formatter) for name in missing_rows(circuit.operations, circuit.gates, KNOWN)
    )
    for item in circuit.gates:
        lines.extend(composite_text(item, formatter, phase=False))
    lines.extend(f"qreg {name}[{len(held)}];" for name, held in formatter.quantum)
    lines.extend(f"creg {name}[{len(bits)}];" for name, bits in registers.items())
    places = {
        bit: f"{name}[{place}]"
        for name, bits in registers.items()
        for place, bit in enumerate(bits)
    }
    owners = {bits: name for name, bits in registers.items()}
    for operation, values in zip(operations, fitting, strict=True):
        text = _call(operation, formatter.wires, places, formatter)
        if text and any(each is None for each in fitting):
            lines.append(_condition(operation, owners) + text)
        elif text:
            # A measurement into the register may make two hold; the second then finds the same.
            lines.extend(condition + text for condition in values or ())
    return "\n".join(lines) + "\n"


def _any_controls(items: tuple[Item, ...]) -> bool:
    return any(
        has_controls(item) if isinstance(item, Operation) else _any_controls(item.operations)
        for item in items
    )


def _call(
    operation: Operation, wires: list[str], places: dict[int, str], formatter: Formatter
) -> str:
    if operation.gate == "measure":
        return f"measure {wires[operation.qubits[0]]} -> {places[operation.clbits[0]]};"
    if operation.gate == "gphase" or (operation.gate == "barrier" and not operation.qubits):
        return ""
    return formatter.call(operation, wires)


def _fitting(operation: Operation, registers: tuple[Register, ...]) -> list[str] | None:
    """`if(c==value) ` for each value of the register that it is under; None for what has no few."""
    if not operation.conditions or operation.gate == "barrier":  # which waits for no bit
        return [""]
    read = {bit for condition in operation.conditions for bit in condition.clbits}
    found = [each for each in registers if read.intersection(each.wires)]
    if len(found) > 1 or len(found[0].wires) > _MAX_TRIED:
        exact = operation.conditions[0]
        only = len(operation.conditions) == 1 and exact.equal
        whole = next((name for name, wires in found if wires == exact.clbits), None)
        return [f"if({whole}=={exact.value}) "] if only and whole else None
    ((name, wires),) = found
    values = [
        value
        for value in range(1 << len(wires))
        if all(_holds(condition, wires, value) for condition in operation.conditions)
    ]
    return [f"if({name}=={v}) " for v in values] if len(values) <= _MAX_COPIES else None


def _holds(condition: Condition, wires: tuple[int, ...], value: int) -> bool:
    held = sum((value >> wires.index(bit) & 1) << k for k, bit in enumerate(condition.clbits))
    return (held == condition.value) == condition.equal


def _condition(operation: Operation, owners: dict[tuple[int, ...], str]) -> str:
    if not operation.conditions or operation.gate == "barrier":  # which waits for no bit
        return ""
    condition = operation.conditions[0]
    value = condition.value
    if len(condition.clbits) == 1 and not condition.equal:
        value = 1 - value
    return f"if({owners[condition.clbits]}=={value}) "


def _registers(
    declared: tuple[Register, ...], operations: tuple[Operation, ...]
) -> dict[str, tuple[int, ...]]:
    """Runs of bits that are registers, by name: one for each condition, one for each rest."""
    groups: set[tuple[int, ...]] = set()
    for operation in operations:
        if len(operation.conditions) > 1 and operation.gate != "barrier":
            raise NotConvertible(
                f"OpenQASM 2 has no condition on several values, which operation {operation.gate} "
                f"on qubits {operation.qubits} has. Write OpenQASM 3."
            )
        for condition in () if operation.gate == "barrier" else operation.conditions:
            if not condition.equal and len(condition.clbits) > 1:
                raise NotConvertible(
                    "OpenQASM 2 has no condition that a register differs from a value, which "
                    f"operation {operation.gate} on qubits {operation.qubits} has. "
                    "Write OpenQASM 3."
                )
            groups.add(condition.clbits)
    owner: dict[int, tuple[int, ...]] = {}
    for bits in groups:
        if bits != tuple(range(bits[0], bits[0] + len(bits))) or any(b in owner for b in bits):
            raise NotConvertible(
                f"OpenQASM 2 has conditions on whole registers only; those on clbits {bits} and on "
                "others overlap or are out of order. Write OpenQASM 3."
            )
        owner.update(dict.fromkeys(bits, bits))
    made: dict[str, tuple[int, ...]] = {}
    for name, held in declared:
        runs: list[list[int]] = []
        for bit in held:
            if runs and owner.get(bit) == owner.get(bit - 1):
                runs[-1].append(bit)
            else:
                runs.append([bit])
        for index, run in enumerate(runs):
            word = name if len(runs) == 1 else f"{name}{index}"
            while word in made or (word != name and any(word == other for other, _ in declared)):
                word += "_"
            made[word] = tuple(run)
    owners = {bits: word for word, bits in made.items()}
    for bits in groups:
        if bits not in owners:
            raise NotConvertible(
                f"OpenQASM 2 has conditions on whole registers only; one on clbits {bits} reads "
                "several. Write OpenQASM 3."
            )
    return made
