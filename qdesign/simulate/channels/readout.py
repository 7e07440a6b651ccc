"""Readout error: a qubit is read as what it is not."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from qdesign.rows import Option
from qdesign.simulate.channel import Channel


def _transfer(one_for_zero: float = 0.0, zero_for_one: float = 0.0) -> NDArray[np.float64]:
    """Every letter is read in its own basis, so all three get the same slope and offset."""
    transfer = np.diag([1.0, *[1 - one_for_zero - zero_for_one] * 3])
    transfer[1:, 0] = zero_for_one - one_for_zero
    return transfer


def _option(name: str, title: str) -> Option:
    return Option(name=name, title=title, kind="number", default=0.0, low=0, high=1)


READOUT: Final = Channel(
    name="readout",
    title="Readout error",
    help="A qubit in |0⟩ is read as 1, and one in |1⟩ as 0, with these probabilities",
    source="arXiv:1907.08518",
    options=(_option("one_for_zero", "1 for 0"), _option("zero_for_one", "0 for 1")),
    where="readout",
    transfer=_transfer,
)
