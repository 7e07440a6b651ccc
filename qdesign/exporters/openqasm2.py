"""OpenQASM 2, for tools that read nothing newer."""

from __future__ import annotations

from typing import Final

from qdesign.exporter import Exporter
from qdesign.qasm.writer2 import dumps2

OPENQASM2: Final = Exporter(
    name="openqasm2",
    title="OpenQASM 2",
    group="Programs",
    help="Without free parameters and global phase, which it cannot say",
    source="arXiv:1707.03429",
    write=dumps2,
    takes="circuit",
    mime="text/plain",
    suffix=".qasm",
    is_program=True,
    needs_values=True,
)
