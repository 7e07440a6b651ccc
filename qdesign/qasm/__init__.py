"""OpenQASM 2 and 3 text ↔ `Circuit`; see docs/openqasm.md for the supported subset.

Both names load when first used: the parser's process imports from this package and needs neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qdesign.qasm.reader import loads
    from qdesign.qasm.writer import dumps

__all__ = ["dumps", "loads"]


def __getattr__(name: str) -> Any:
    if name == "loads":
        from qdesign.qasm.reader import loads as value
    elif name == "dumps":
        from qdesign.qasm.writer import dumps as value
    else:
        raise AttributeError(f"module 'qdesign.qasm' has no attribute '{name}'")
    globals()[name] = value
    return value
