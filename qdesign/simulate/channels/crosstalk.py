"""Crosstalk: a ZZ rotation between a gate's qubits and their neighbors."""

from __future__ import annotations

import math
from typing import Final

from qdesign.rows import Option
from qdesign.simulate.channel import Channel


def _angle(name: str, title: str) -> Option:
    return Option(
        name=name, title=title, kind="number", default=0.0, low=0, high=math.pi, unit="rad"
    )


CROSSTALK: Final = Channel(
    name="crosstalk",
    title="Crosstalk",
    help="exp(−iθ/2 ZZ) between each qubit of a gate and its neighbors outside the gate",
    source="Sarovar et al., arXiv:1908.09855",
    rate=_angle("angle", "Angle"),
    kinds=("2",),
    options=(_angle("crosstalk", "Angle of a pair"),),
    beside="ZZ",
)
