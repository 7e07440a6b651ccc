"""Phase damping: coherence is lost, populations stay."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from qdesign.simulate.channel import PROBABILITY, Channel


def _transfer(probability: float) -> NDArray[np.float64]:
    across = np.sqrt(1 - probability)
    return np.diag([1.0, across, across, 1.0])


PHASE_DAMPING: Final = Channel(
    name="phase_damping",
    title="Phase damping",
    help="Takes ρ₀₁ to √(1 − λ) ρ₀₁ with this λ, on each qubit of a gate",
    source="Nielsen and Chuang, section 8.3.6",
    rate=PROBABILITY,
    transfer=_transfer,
)
