"""Amplitude damping: |1⟩ decays to |0⟩."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from qdesign.simulate.channel import PROBABILITY, Channel


def _transfer(probability: float) -> NDArray[np.float64]:
    kept = 1 - probability
    transfer = np.diag([1.0, np.sqrt(kept), np.sqrt(kept), kept])
    transfer[3, 0] = probability
    return transfer


AMPLITUDE_DAMPING: Final = Channel(
    name="amplitude_damping",
    title="Amplitude damping",
    help="With this probability |1⟩ decays to |0⟩, on each qubit of a gate",
    source="Nielsen and Chuang, section 8.3.5",
    rate=PROBABILITY,
    transfer=_transfer,
)
