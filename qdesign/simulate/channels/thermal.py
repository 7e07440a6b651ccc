"""Thermal relaxation: what T1 and T2 do to a qubit while a gate lasts."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from qdesign.errors import InvalidRequest
from qdesign.rows import Option
from qdesign.simulate.channel import Channel

_SHORTEST: Final = 1e-6


def _transfer(
    duration: float, t1: float | None = None, t2: float | None = None
) -> NDArray[np.float64]:
    """A time that is not given is without end; T2 is 2 T1 then, as nothing else takes coherence."""
    if t1 is not None and t2 is not None and t2 > 2 * t1:
        raise InvalidRequest(
            f"T2 is {t2:g} µs and T1 is {t1:g} µs: no qubit has a T2 above 2 T1. Give a T2 of up "
            f"to {2 * t1:g} µs."
        )
    kept = 1.0 if t1 is None else math.exp(-duration / t1)
    across = math.sqrt(kept) if t2 is None else math.exp(-duration / t2)
    transfer = np.diag([1.0, across, across, kept])
    transfer[3, 0] = 1 - kept
    return transfer


def _time(name: str, title: str) -> Option:
    return Option(name=name, title=title, kind="number", low=_SHORTEST, high=1e9, unit="µs")


THERMAL: Final = Channel(
    name="thermal",
    title="Thermal relaxation",
    help="Decay to |0⟩ with T1 and loss of coherence with T2 on each qubit while a gate lasts",
    source="Georgopoulos, Emary and Zuliani, arXiv:2101.02109",
    rate=Option(
        name="duration", title="Duration", kind="number", default=0.0, low=0, high=1e6, unit="µs"
    ),
    options=(_time("t1", "T1"), _time("t2", "T2")),
    transfer=_transfer,
    needs=("t1", "t2"),
)
