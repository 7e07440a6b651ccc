"""An operation as Clifford gates and Pauli rotations: what diagrams and rotation forms share.

Every part is one of the Clifford gates below or a rotation exp(-iθ/2 P) about Z⊗…⊗Z, or about X on
one qubit; scalars are kept as a global phase.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from qdesign.angle import Angle
from qdesign.control import decompose
from qdesign.errors import NotUnitary
from qdesign.gates import GATES, phase_angle
from qdesign.operation import Operation

CLIFFORD_PARTS: Final = frozenset(
    ("h", "s", "sdg", "x", "y", "z", "sx", "sxdg", "cx", "cz", "swap")
)

_QUARTER_TURN: Final = Angle.pi_times(1) / 2


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
    gate, qubits, angles = operation.gate, operation.qubits, operation.angles
    if gate in ("id", "barrier"):
        return
    if gate in ("measure", "reset") or operation.conditions:
        raise NotUnitary(
            f"Operation {gate} on qubits {qubits} is not unitary: only circuits without "
            "measurement, reset and conditions have this form. Remove them first."
        )
    if gate in CLIFFORD_PARTS:
        yield Part(gate, qubits)
    elif gate == "gphase":
        yield Part("gphase", (), angles[0])
    elif gate == "rx":
        yield Part("x_rotation", qubits, angles[0])
    elif gate in ("rz", "rzz"):
        yield Part("rotation", qubits, angles[0])
    elif phase_angle(gate) is not None:
        yield from _phase(operation)
    elif gate == "crz":
        half = angles[0] / 2
        yield Part("rotation", (qubits[1],), half)
        yield Part("rotation", qubits, -half)
    elif gate == "cry":
        target = (qubits[1],)
        yield Part("sdg", target)
        yield from parts(Operation("crx", qubits, angles))
        yield Part("s", target)
    elif gate == "ccx":
        target = (qubits[2],)
        yield Part("h", target)
        yield from parts(Operation("ccz", qubits))
        yield Part("h", target)
    elif gate == "ecr":
        yield Part("h", (qubits[1],))
        yield Part("rotation", qubits, _QUARTER_TURN)
        yield Part("h", (qubits[1],))
        yield Part("x", (qubits[0],))
    else:
        for inner in decompose(operation):
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
