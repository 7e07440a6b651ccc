"""Parts that are found quickly are those of the definition."""

from __future__ import annotations

from fractions import Fraction

from qdesign.angle import Angle
from qdesign.gates import GATES
from qdesign.operation import Operation
from qdesign.zx.parts import parts, pieces


def test_pieces_are_the_parts_of_every_row_but_for_its_global_phase() -> None:
    tried = 0
    for name, row in GATES.items():
        if not row.is_unitary or row.is_idle or not row.num_qubits:
            continue
        angles = [
            Angle(Fraction(k + 1, 4), 0.1 * k) + Angle.parameter(f"p{k}", 2) for k in range(4)
        ]
        operation = Operation(
            name, tuple(range(row.num_qubits))[::-1], tuple(angles[: len(row.angles)])
        )
        whole = [(p.kind, p.qubits, p.angle) for p in parts(operation) if p.kind != "gphase"]
        assert [each for each in pieces(operation) if each[0] != "gphase"] == whole
        tried += 1
    assert tried > 30
