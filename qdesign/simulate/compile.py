"""Lowers a circuit to a program: the gate table's rows to the engine's few kinds of operations."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final

from qdesign.angle import Angle
from qdesign.circuit import Circuit, Condition, Operation, decompose
from qdesign.errors import TooLarge
from qdesign.gates import gate, matrix, phase_angle
from qdesign.simulate.program import Program, ProgramBuilder

MOST_QUBITS: Final = 27
"""Qubits that an index of the engine can hold."""


def compile_circuit(circuit: Circuit, parameters: Sequence[str] | None = None) -> Program:
    """The program of a circuit, of any gates of the table.

    Args:
        circuit: blocks and composite gates are expanded.
        parameters: order of the program's values; the circuit's own order when None.

    Raises:
        TooLarge: more qubits than the engine can index.

    Example:
        >>> compile_circuit(Circuit.of(2, "h 0; cx 0 1; rz(2*theta) 1")).parameters
        ('theta',)
    """
    if circuit.num_qubits > MOST_QUBITS:
        raise TooLarge(f"{too_many_qubits(circuit.num_qubits)} Simulate a smaller circuit.")
    lowering = Lowering(
        ProgramBuilder(
            circuit.num_qubits,
            circuit.parameters if parameters is None else parameters,
            circuit.num_clbits,
        )
    )
    flat = circuit.flat()
    for operation in flat.plain_operations:
        lowering.lower(operation)
    phase = flat.global_phase
    if phase != Angle():
        lowering.builder.phase(lowering.slot(phase))
    return lowering.builder.build()


def too_many_qubits(num_qubits: int) -> str:
    """What to say of more qubits than a state vector may have here."""
    return (
        f"{num_qubits} qubits need {_state_size(num_qubits)}; the engine takes at most "
        f"{MOST_QUBITS} qubits."
    )


def _state_size(num_qubits: int) -> str:
    size = 16 * 2.0 ** min(num_qubits, 900)
    for unit in ("bytes", "KiB", "MiB", "GiB"):
        if size < 1024:
            return f"{size:.0f} {unit}"
        size /= 1024
    return f"{size:,.0f} TiB" if size < 1e6 else f"2^{num_qubits + 4} bytes"


class Lowering:
    """Adds operations to a builder, one at a time."""

    def __init__(self, builder: ProgramBuilder) -> None:
        self.builder = builder

    def slot(self, angle: Angle) -> int:
        """The slot of an angle in the program, radians."""
        constant = math.pi * float(angle.pi) + angle.radians
        return self.builder.slot(constant, {name: float(c) for name, c in angle.terms})

    def lower(
        self, operation: Operation, behind: Callable[[ProgramBuilder], None] | None = None
    ) -> None:
        """Adds an operation, with what its classical conditions pass over.

        Args:
            operation: of the gate table.
            behind: adds what follows it where it is done, such as noise.
        """
        if gate(operation.gate).is_idle and behind is None:
            return
        if not operation.conditions:
            self._unconditional(operation)
            if behind is not None:
                behind(self.builder)
            return
        # The length of what is conditional must be known before the conditions: lower it aside.
        aside = Lowering(self.builder.aside())
        aside._unconditional(operation)
        body = aside.builder
        if behind is not None:
            behind(body)
        skip = body.num_operations
        for condition in reversed(operation.conditions):
            skip += _condition_length(condition)
        for condition in operation.conditions:
            skip -= _condition_length(condition)
            self._condition(condition, skip)
        self.builder.extend(body)

    def _condition(self, condition: Condition, skip: int) -> None:
        """Operations that pass over the next `skip` ones when the condition fails."""
        bits = [(bit, condition.value >> k & 1) for k, bit in enumerate(condition.clbits)]
        if condition.equal:
            for left, (bit, wanted) in zip(range(len(bits) - 1, -1, -1), bits, strict=True):
                self.builder.unless(bit, wanted, left + skip)
            return
        # Different: the first bit that differs leads past the two jumps that leave.
        for left, (bit, wanted) in zip(range(len(bits) - 1, -1, -1), bits, strict=True):
            self.builder.unless(bit, wanted, left + 2)
        self.builder.unless(bits[0][0], 0, skip + 1)
        self.builder.unless(bits[0][0], 1, skip)

    def _unconditional(self, operation: Operation) -> None:
        row = gate(operation.gate)
        mask = sum(1 << q for q in operation.controls + operation.anticontrols)
        value = sum(1 << q for q in operation.controls)
        qubits = operation.qubits
        phase = _phase(operation.gate, operation.angles)
        if row.is_idle:
            return
        if operation.gate == "measure":
            self.builder.measure(qubits[0], operation.clbits[0])
        elif operation.gate == "reset":
            self.builder.reset(qubits[0])
        elif phase is not None:
            wires = sum(1 << q for q in qubits)
            self.builder.phase(self.slot(phase), mask=mask | wires, value=value | wires)
        elif row.base:
            controls = sum(1 << q for q in qubits[: row.num_controls])
            self._table(
                row.base,
                qubits[row.num_controls :],
                operation.angles,
                (
                    mask | controls,
                    value | controls,
                ),
            )
        else:
            self._table(operation.gate, qubits, operation.angles, (mask, value))

    def _table(
        self,
        name: str,
        qubits: tuple[int, ...],
        angles: tuple[Angle, ...],
        control: tuple[int, int],
    ) -> None:
        row = gate(name)
        mask, value = control
        if row.generator:
            x, z = _masks(row.generator, qubits)
            self.builder.rotation(self.slot(angles[0]), x=x, z=z, mask=mask, value=value)
        elif row.engine == "flip":
            self.builder.flip(1 << qubits[0], mask=mask, value=value)
        elif row.engine == "exchange":
            self.builder.exchange(qubits[0], qubits[1], mask=mask, value=value)
        elif row.num_qubits == 1 and not row.angles and not row.phase:
            self.builder.matrix(matrix(name), qubits[0], mask=mask, value=value)
        else:
            self._parts(name, qubits, angles, control)

    def _parts(
        self,
        name: str,
        qubits: tuple[int, ...],
        angles: tuple[Angle, ...],
        control: tuple[int, int],
    ) -> None:
        mask, value = control
        wires = range(mask.bit_length())
        controls = tuple(q for q in wires if mask & value & 1 << q)
        anticontrols = tuple(q for q in wires if mask & ~value & 1 << q)
        whole = Operation(name, qubits, angles, controls, anticontrols)
        for part in decompose(whole):
            self._unconditional(part)


@lru_cache(maxsize=1 << 14)
def _phase(name: str, angles: tuple[Angle, ...]) -> Angle | None:
    """The phase that a row puts where all its wires are 1; None where that is not all it does."""
    phase = phase_angle(name)
    if phase is None:
        return None
    return phase.substitute(dict(zip(gate(name).angles, angles, strict=True)))


def _masks(generator: str, qubits: tuple[int, ...]) -> tuple[int, int]:
    x = z = 0
    for letter, qubit in zip(reversed(generator), qubits, strict=True):
        x |= (letter in "XY") << qubit
        z |= (letter in "YZ") << qubit
    return x, z


def _condition_length(condition: Condition) -> int:
    return len(condition.clbits) + (0 if condition.equal else 2)
