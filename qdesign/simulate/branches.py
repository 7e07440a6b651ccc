"""Every branch of a circuit that measures and resets, from any input state, in plain numpy.

Small and slow beside the engine, and independent of it.
"""

from __future__ import annotations

import cmath
from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from qdesign.circuit import Circuit, Operation
from qdesign.errors import TooLarge
from qdesign.gates.matrices import matrix

MAX_BRANCHES: Final = 1024
_NOTHING: Final = 1e-24

State = NDArray[np.complex128]
Record = int
"""Values of the classical bits at the end; bit k is classical bit k."""


def branches(
    circuit: Circuit, values: Mapping[str, float], state: State
) -> dict[Record, list[State]]:
    """What a circuit makes of a pure state: for each record, the states that sum up to its part.

    Args:
        circuit: any circuit on n qubits.
        values: radians for all of its parameters.
        state: complex, shape (2**n,), Qiskit order.

    Returns:
        By record, unnormalized states of shape (2**n,); the sum of all squared norms is that of
        `state`. States of one record do not interfere.

    Raises:
        TooLarge: more than `MAX_BRANCHES` branches.
    """
    flat = circuit.flat()
    phase = cmath.exp(1j * flat.global_phase.at(values))
    shape = (2,) * flat.num_qubits
    live: list[tuple[Record, State]] = [(0, (phase * state).reshape(shape))]
    for operation in flat.plain_operations:
        if operation.gate == "barrier":
            continue
        now: list[tuple[Record, State]] = []
        for record, psi in live:
            if not _happens(operation, record):
                now.append((record, psi))
            elif operation.gate in ("measure", "reset"):
                now.extend(_collapsed(operation, record, psi))
            else:
                now.append((record, applied(operation, psi, values)))
        if len(now) > MAX_BRANCHES:
            raise TooLarge(f"The circuit falls into more than {MAX_BRANCHES:,} branches.")
        live = now
    found: dict[Record, list[State]] = {}
    for record, psi in live:
        found.setdefault(record, []).append(psi.reshape(-1))
    return found


def _happens(operation: Operation, record: Record) -> bool:
    for condition in operation.conditions:
        held = sum((record >> bit & 1) << k for k, bit in enumerate(condition.clbits))
        if (held == condition.value) != condition.equal:
            return False
    return True


def _collapsed(operation: Operation, record: Record, psi: State) -> list[tuple[Record, State]]:
    qubit = operation.qubits[0]
    axis = psi.ndim - 1 - qubit
    left: list[tuple[Record, State]] = []
    for outcome in (0, 1):
        part = np.zeros_like(psi)
        here = (slice(None),) * axis + (outcome,)
        is_reset = operation.gate == "reset"
        part[(slice(None),) * axis + (0 if is_reset else outcome,)] = psi[here]
        if np.vdot(part, part).real > _NOTHING:
            made = record
            if not is_reset:
                bit = operation.clbits[0]
                made = record & ~(1 << bit) | outcome << bit
            left.append((made, part))
    return left


def applied(operation: Operation, psi: State, values: Mapping[str, float]) -> State:
    """A unitary operation on a state with one axis a qubit, the highest first."""
    last = psi.ndim - 1
    index: list[slice | int] = [slice(None)] * psi.ndim
    for wire in operation.controls:
        index[last - wire] = 1
    for wire in operation.anticontrols:
        index[last - wire] = 0
    angles = [angle.at(values) for angle in operation.angles]
    result = psi.copy()
    part = psi[tuple(index)]
    if operation.gate == "gphase":
        result[tuple(index)] = cmath.exp(1j * angles[0]) * part
        return result
    left = [axis for axis in range(psi.ndim) if isinstance(index[axis], slice)]
    axes = [left.index(last - wire) for wire in reversed(operation.qubits)]
    front = list(range(len(axes)))
    moved = np.moveaxis(part, axes, front)
    turned = matrix(operation.gate, angles) @ moved.reshape(2 ** len(axes), -1)
    result[tuple(index)] = np.moveaxis(turned.reshape(moved.shape), front, axes)
    return result
