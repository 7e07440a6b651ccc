"""Quantinuum: named, and not built in yet."""

from __future__ import annotations

from typing import Final

from qdesign.hardware.provider import Provider, not_built_in

QUANTINUUM: Final = Provider(
    name="quantinuum",
    title="Quantinuum",
    source="https://docs.quantinuum.com",
    targets=lambda: not_built_in("quantinuum", "Quantinuum"),
)
