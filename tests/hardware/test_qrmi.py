"""QRMI: programs with numbered registers, IBM's samples as counts; what needs no kit."""

from __future__ import annotations

import pytest

import qdesign as qd
from qdesign.hardware.device import device_of
from qdesign.hardware.providers.qrmi import counts_of, numbered, row_of
from qdesign.hardware.providers.qrmi_loopback import device
from qdesign.hardware.remote import LostAnswer


def test_registers_are_numbered_and_the_token_stands_in_a_comment() -> None:
    circuit = qd.qasm.loads(
        'OPENQASM 3.0; include "stdgates.inc"; qubit[2] q; bit[1] c; bit[2] x1;'
        "x q[0]; c[0] = measure q[0]; if (c == 1) { x q[1]; } x1[1] = measure q[1];"
    )
    text = numbered(qd.qasm.dumps(circuit, dialect="ibm"), "ab-1\n; reset $0;")
    assert text.splitlines()[:5] == [
        "OPENQASM 3.0;",
        "// ab-1reset0",
        'include "stdgates.inc";',
        "bit[1] r0;",
        "bit[2] r1;",
    ]
    back = qd.qasm.loads(text)
    assert {name: len(bits) for name, bits in back.registers.items()} == {"r0": 1, "r1": 2}
    assert [o.gate for o in back.plain_operations] == [
        o.gate for o in qd.qasm.loads(qd.qasm.dumps(circuit, dialect="ibm")).plain_operations
    ]


def test_samples_become_counts_the_last_register_first() -> None:
    data = {
        "r10": {"samples": ["0x1", "0x0", "0x1"], "num_bits": 1},
        "r2": {"samples": ["0x2", "0x3", "0x2"], "num_bits": 3},
    }
    assert counts_of(data) == {"1 010": 2, "0 011": 1}


def test_a_device_is_told_in_seconds() -> None:
    row = row_of("x", device())
    made = device_of(row["device"])
    assert (row["num_qubits"], row["coupling"][0], row["conditions"]) == (5, [0, 1], True)
    assert made["cz"][(0, 1)].duration == pytest.approx(68e-9)
    assert made["measure"][(2,)].error == 0.01
    assert made.qubit_properties[0].t1 == pytest.approx(2e-4)
    assert made.dt == pytest.approx(4e-9)


def test_a_device_that_is_not_described_is_lost() -> None:
    with pytest.raises(LostAnswer, match="does not describe x"):
        row_of("x", {"configuration": None, "properties": None})
