"""Quantinuum: named, and not built in by itself."""

from __future__ import annotations

from typing import Final

from qdesign.hardware.provider import Provider
from qdesign.hardware.target import Target

_MISSING: Final = (
    "sending to Quantinuum itself is not built in. Azure Quantum has its devices; or export QIR or "
    "OpenQASM 2 (qdesign export FILE --dialect qir, --dialect openqasm2) and submit that there."
)

QUANTINUUM: Final = Provider(
    name="quantinuum",
    title="Quantinuum",
    source="https://docs.quantinuum.com",
    targets=lambda: (
        Target(name="quantinuum:*", provider="quantinuum", available=False, missing=_MISSING),
    ),
)
