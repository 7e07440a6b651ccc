"""ADAPT's rule over actions: the one whose angle has the largest slope at 0 is added."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from qdesign.errors import InvalidRequest
from qdesign.rows import Value
from qdesign.search.growing import Grower, Grown
from qdesign.search.method import Hunt, Method, Reason
from qdesign.simulate.simulator import Simulator

_FLAT: Final = 1e-6
_SMALL: Final = 1e-9


def _run(hunt: Hunt, options: Mapping[str, Value]) -> Reason:
    grower = hunt.grower
    fit = [k for k, action in enumerate(grower.actions) if len(action.circuit.parameters) == 1]
    if not fit:
        raise InvalidRequest(
            "ADAPT compares slopes of angles, and no action has one angle. Give such gates, as "
            "ry and rzz, or a pool."
        )
    best = grower.first
    hunt.heard(best)
    while not hunt.is_reached(best):
        if len(best.taken) == hunt.max_gates:
            return "out of gates"
        slopes = [abs(_slope(grower, best, action)) for action in fit]
        if max(slopes) < _FLAT:
            return "no gain"
        grown = grower.grown(best, fit[int(np.argmax(np.round(slopes, 12)))])
        if not grown.energy < best.energy - _SMALL:
            return "no gain"
        best = grown
        hunt.heard(best)
    return "reached"


def _slope(grower: Grower, best: Grown, action: int) -> float:
    """Of the energy by the new angle, where that is 0 and the others are as they were tuned."""
    added = grower.actions[action].circuit
    circuit = best.circuit.bind(dict(zip(best.circuit.parameters, best.values, strict=True)))
    _, slope = Simulator(circuit.then(added), grower.observable).gradient([0.0])
    return float(slope[0])


ADAPT: Final = Method(
    name="adapt",
    title="ADAPT",
    group="Search",
    help="Adds the gate with one angle that has the largest slope",
    source="Grimsley et al., arXiv:1812.11173",
    run=_run,
)
