"""OpenQASM 2 and 3 text ↔ `Circuit`; see docs/openqasm.md for the supported subset."""

from __future__ import annotations

from qdesign.qasm.reader import loads
from qdesign.qasm.writer import dumps

__all__ = ["dumps", "loads"]
