"""Circuits written with a few gates alone, for languages that have no others and no definitions."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from qdesign.angle import Angle
from qdesign.circuit import Circuit, Operation
from qdesign.control import decompose
from qdesign.errors import NotConvertible
from qdesign.expansion import check_budget
from qdesign.gates import gate


def with_gates(circuit: Circuit, names: Collection[str], *, language: str) -> Circuit:
    """An equal circuit of some gates alone; the global phase, which nothing shows then, goes.

    Args:
        circuit: any, with values for all parameters.
        names: rows of the gate table; others are decomposed. With `rz` it needs no `p`.
        language: what it is for, in errors.

    Raises:
        NotConvertible: there are free parameters, or a gate ends in none of `names`.
        TooLarge: more than a million operations would result.
    """
    if circuit.parameters:
        listed = ", ".join(circuit.parameters[:8])
        raise NotConvertible(
            f"{language} has no free parameters, and these are: {listed}. Bind values first."
        )
    return with_free_gates(circuit, names, language=language)


def with_free_gates(circuit: Circuit, names: Collection[str], *, language: str) -> Circuit:
    """As `with_gates`, for languages with free parameters.

    Raises:
        NotConvertible: a gate ends in none of `names`.
        TooLarge: more than a million operations would result.
    """
    made: list[Operation] = []
    for operation in circuit.elementary().plain_operations:
        made.extend(_parts(operation, names, language))
        check_budget(len(made))
    return replace(circuit.flat(), operations=tuple(made), global_phase=Angle())


def refuse(operation: Operation, what: str) -> NotConvertible:
    """The error that names an operation as the drawing has it."""
    wires = ", ".join(f"q{wire}" for wire in operation.wires)
    return NotConvertible(f"Operation {operation.gate} on {wires}: {what}")


def refuse_dynamic(circuit: Circuit, *, language: str) -> None:
    """Refuses what is more than gates and, after them, measurements.

    Raises:
        NotConvertible: a condition, a reset, or something on a qubit after its measurement.
    """
    measured: set[int] = set()
    for operation in circuit.plain_operations:
        if operation.gate == "barrier":
            continue
        if operation.conditions:
            raise refuse(operation, f"{language} has no conditions on measured bits.")
        if operation.gate == "reset":
            raise refuse(operation, f"{language} has no reset.")
        if any(wire in measured for wire in operation.wires):
            raise refuse(
                operation, f"{language} has nothing after the measurement of a qubit. Measure last."
            )
        if operation.gate == "measure":
            measured.update(operation.qubits)


def without_first_resets(circuit: Circuit) -> Circuit:
    """The flat circuit without resets of qubits that nothing was done to yet: they are 0."""
    used: set[int] = set()
    kept: list[Operation] = []
    for operation in circuit.plain_operations:
        if operation.gate == "reset" and used.isdisjoint(operation.qubits):
            continue
        if operation.gate != "barrier":
            used.update(operation.wires)
        kept.append(operation)
    return circuit.flat().with_operations(kept)


def _parts(operation: Operation, names: Collection[str], language: str) -> Iterator[Operation]:
    name = operation.gate
    row = gate(name)
    if name in names or not row.is_unitary:
        yield replace(operation, id="", column=None)
    elif name == "gphase" or row.is_idle:
        return
    elif name == "p" and "rz" in names:
        # Nothing is controlled any more, so that both differ by a global phase.
        yield replace(operation, gate="rz", id="", column=None)
    else:
        parts = decompose(operation)
        if len(parts) == 1 and parts[0].gate == name:
            raise refuse(operation, f"{language} does not have this gate.")
        for part in parts:
            yield from _parts(part, names, language)
