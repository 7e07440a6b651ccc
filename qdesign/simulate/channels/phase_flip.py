"""Phase flip: Z happens with a probability."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from qdesign.simulate.channel import PROBABILITY, Channel


def _transfer(probability: float) -> NDArray[np.float64]:
    kept = 1 - 2 * probability
    return np.diag([1.0, kept, kept, 1.0])


PHASE_FLIP: Final = Channel(
    name="phase_flip",
    title="Phase flip",
    help="With this probability Z happens, on each qubit of a gate",
    source="Nielsen and Chuang, section 8.3.3",
    rate=PROBABILITY,
    transfer=_transfer,
)
