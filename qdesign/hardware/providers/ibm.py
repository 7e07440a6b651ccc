"""IBM Quantum: named, and not built in yet."""

from __future__ import annotations

from typing import Final

from qdesign.hardware.provider import Provider, not_built_in

IBM: Final = Provider(
    name="ibm",
    title="IBM Quantum",
    source="https://quantum.cloud.ibm.com/docs",
    targets=lambda: not_built_in("ibm", "IBM Quantum"),
)
