"""An operation as Clifford gates and Pauli rotations: what diagrams and rotation forms share.

Every part is a Clifford gate whose row says `is_part`, or a rotation exp(-iθ/2 P) about Z⊗…⊗Z, or
about X on one qubit; scalars are kept as a global phase.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from qdesign.angle import Angle
from qdesign.control import placed
from qdesign.errors import NotUnitary
from qdesign.gates import GATES, phase_angle, zx_definition
from qdesign.operation import Operation


@dataclass(frozen=True, slots=True)
class Part:
    """A Clifford gate, `rotation` about Z on all of `qubits`, `x_rotation` on one, or `gphase`."""

    kind: str
    qubits: tuple[int, ...] = ()
    angle: Angle = Angle()


def parts(operation: Operation) -> Iterator[Part]:
    """The parts of an elementary operation, first in time first.

    Raises:
        NotUnitary: a measurement, a reset or a condition.
    """
    gate, qubits = operation.gate, operation.qubits
    row = GATES[gate]
    if row.is_part and not operation.conditions:
        yield Part(gate, qubits)
    elif row.is_idle:
        return
    elif row.is_unitary and not operation.conditions:
        for part in parts_of(gate, operation.angles):
            yield Part(part.kind, tuple([qubits[wire] for wire in part.qubits]), part.angle)
    else:
        raise NotUnitary(
            f"Operation {gate} on qubits {qubits} is not unitary: only circuits without "
            "measurement, reset and conditions have this form. Remove them first."
        )


@lru_cache(maxsize=1 << 14)
def parts_of(gate: str, angles: tuple[Angle, ...]) -> tuple[Part, ...]:
    """The parts of a unitary row with given angles, on wires counted from 0."""
    operation = Operation(gate, tuple(range(GATES[gate].num_qubits)), angles)
    return tuple(_parts(operation))


def pieces(operation: Operation) -> Iterator[tuple[str, tuple[int, ...], Angle]]:
    """Kind, qubits and angle of each part, which is quicker; the global phase may be left out.

    Raises:
        NotUnitary: a measurement, a reset or a condition.
    """
    angles, wires = operation.angles, operation.qubits
    shape = _shape(operation.gate) if angles and not operation.conditions else None
    if shape is None:
        for part in parts(operation):
            yield part.kind, part.qubits, part.angle
        return
    for kind, places, angle in shape:
        qubits = tuple([wires[place] for place in places])
        yield kind, qubits, angles[angle] if isinstance(angle, int) else angle


@cache
def _shape(gate: str) -> tuple[tuple[str, tuple[int, ...], Angle | int], ...] | None:
    """Kind, wires and angle of each part, or which of the row's angles; None where it is made."""
    row = GATES[gate]
    if row.is_idle or not row.is_unitary:
        return None
    found: list[tuple[str, tuple[int, ...], Angle | int]] = []
    formal = [Angle.parameter(name) for name in row.angles]
    for part in parts_of(gate, tuple(formal)):
        if part.kind == "gphase":
            continue
        if not part.angle.terms:
            found.append((part.kind, part.qubits, part.angle))
        elif part.angle in formal:
            found.append((part.kind, part.qubits, formal.index(part.angle)))
        else:
            return None
    return tuple(found)


def _parts(operation: Operation) -> Iterator[Part]:
    gate, qubits = operation.gate, operation.qubits
    row = GATES[gate]
    if row.is_part:
        yield Part(gate, qubits)
    elif row.num_qubits == 0:
        yield Part("gphase", (), operation.angles[0])
    elif row.generator == "X":
        yield Part("x_rotation", qubits, operation.angles[0])
    elif row.generator and row.is_diagonal:
        yield Part("rotation", qubits, operation.angles[0])
    elif row.phase:
        yield from _phase(operation)
    else:
        for inner in placed(operation, zx_definition(gate)):
            yield from parts(inner)


def _phase(operation: Operation) -> Iterator[Part]:
    """diag(1, …, 1, e^{iφ}) on one to three wires as rotations about parities."""
    formal = dict(zip(GATES[operation.gate].angles, operation.angles, strict=True))
    phase = phase_angle(operation.gate)
    assert phase is not None
    angle = phase.substitute(formal)
    wires = operation.qubits
    share = angle / 2 ** (len(wires) - 1)
    total = Angle()
    for chosen in range(1, 1 << len(wires)):
        subset = tuple(w for k, w in enumerate(wires) if chosen >> k & 1)
        signed = share if len(subset) % 2 else -share
        total += signed / 2
        yield Part("rotation", subset, signed)
    yield Part("gphase", (), total)
