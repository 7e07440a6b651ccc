"""Pauli rotations and a Clifford → a plain circuit of CX ladders, to be resynthesized later."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from qdesign.angle import Angle
from qdesign.circuit import Circuit
from qdesign.control import inverse_operation
from qdesign.operation import Operation
from qdesign.zx.gadgets import Frame, Rotations, Row


def to_circuit(form: Rotations) -> Circuit:
    """A circuit equal to `form` up to a scalar."""
    operations: list[Operation] = []
    for rotation in form.rotations:
        operations.extend(ladder(rotation.x, rotation.z, rotation.angle))
    operations.extend(clifford(form.frame))
    return Circuit(form.num_qubits, tuple(operations))


def ladder(x: int, z: int, angle: Angle) -> Iterator[Operation]:
    """exp(-iθ/2 P): P turned into Z⊗…⊗Z, its parity collected by CX gates, and back."""
    before: list[Operation] = []
    wires: list[int] = []
    rest = x | z
    while rest:
        q = (rest & -rest).bit_length() - 1
        rest &= rest - 1
        wires.append(q)
        if x >> q & 1:
            before.append(Operation("sx" if z >> q & 1 else "h", (q,)))
    before.extend(Operation("cx", pair) for pair in itertools.pairwise(wires))
    yield from before
    if wires:
        yield Operation("rz", (wires[-1],), (angle,))
    yield from (inverse_operation(o) for o in reversed(before))


def clifford(frame: Frame) -> list[Operation]:
    """Gates of the Clifford C that `frame` describes, by symplectic elimination.

    Source: Aaronson and Gottesman, quant-ph/0406196, one qubit after the other.
    """
    back = frame.inverse()
    sweep = _Sweep([*back.x, *back.z])
    for q in range(frame.num_qubits):
        sweep.clear(q, frame.num_qubits)
    return [inverse_operation(o) for o in reversed(sweep.gates)]


class _Sweep:
    """C X_q C† and C Z_q C† while gates are appended that bring them to X_q and Z_q."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = list(rows)
        self.gates: list[Operation] = []

    def clear(self, q: int, num_qubits: int) -> None:
        self._only_x(q, q, num_qubits)
        self._only_z(q, num_qubits + q, num_qubits)
        for row, fix in ((q, "z"), (num_qubits + q, "x")):
            if self.rows[row][2] & 2:
                self._do(fix, q)

    def _only_x(self, q: int, row: int, num_qubits: int) -> None:
        """The Pauli in `row` becomes ±X on q."""
        for j in range(q, num_qubits):
            x, z = self.rows[row][0] >> j & 1, self.rows[row][1] >> j & 1
            if x and z:
                self._do("s", j)
            elif z:
                self._do("h", j)
        support = [j for j in range(q, num_qubits) if self.rows[row][0] >> j & 1]
        if q not in support:
            self._do("cx", support[0], q)
            support.append(q)
        for j in support:
            if j != q:
                self._do("cx", q, j)

    def _only_z(self, q: int, row: int, num_qubits: int) -> None:
        """The Pauli in `row`, which anticommutes with X on q, becomes ±Z on q."""
        if self.rows[row][0] >> q & 1:
            self._do("sx", q)
        for j in range(q + 1, num_qubits):
            x, z = self.rows[row][0] >> j & 1, self.rows[row][1] >> j & 1
            if x and z:
                self._do("s", j)
            if x:
                self._do("h", j)
            if x or z:
                self._do("cx", j, q)

    def _do(self, gate: str, *qubits: int) -> None:
        self.gates.append(Operation(gate, qubits))
        self.rows = [conjugated(row, gate, qubits) for row in self.rows]


def conjugated(row: Row, gate: str, qubits: Sequence[int]) -> Row:
    """G P G† for a signed Pauli and one of h, s, sx, x, z, cx."""
    x, z, k = row
    q = qubits[0]
    xq, zq = x >> q & 1, z >> q & 1
    if gate == "h":
        if xq != zq:
            x ^= 1 << q
            z ^= 1 << q
        # i^k X^x Z^z with both set: H XZ H = ZX = -XZ.
        return x, z, (k + 2 * (xq & zq)) & 3
    if gate == "s":
        # S X S† = Y = iXZ; S XZ S† = iXZZ = iX.
        return x, z ^ xq << q, (k + xq) & 3
    if gate == "sx":
        # V Z V† = -Y = -iXZ; V XZ V† = X(-iXZ) = -iZ.
        return x ^ zq << q, z, (k + 3 * zq) & 3
    if gate == "x":
        return x, z, (k + 2 * zq) & 3
    if gate == "z":
        return x, z, (k + 2 * xq) & 3
    t = qubits[1]
    # X_c → X_c X_t and Z_t → Z_c Z_t; in the order X…Z… no sign arises.
    return x ^ xq << t, z ^ (z >> t & 1) << q, k
