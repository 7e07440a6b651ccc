"""OpenQASM 3, as Qiskit and devices read it."""

from __future__ import annotations

from typing import Final

from qdesign.exporter import Exporter
from qdesign.qasm.writer import dumps3

OPENQASM3: Final = Exporter(
    name="openqasm3",
    title="OpenQASM 3",
    group="Programs",
    help="Free parameters become inputs; composite gates and control modifiers are kept",
    source="arXiv:2104.14722; https://openqasm.com",
    write=dumps3,
    takes="circuit",
    mime="text/plain",
    suffix=".qasm",
    is_program=True,
)
