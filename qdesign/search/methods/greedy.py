"""Each time the action that lowers the energy most; it ends where none does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from qdesign.rows import Value
from qdesign.search.method import Hunt, Method, Reason

_SMALL: Final = 1e-9


def _run(hunt: Hunt, options: Mapping[str, Value]) -> Reason:
    grower = hunt.grower
    best = grower.first
    hunt.heard(best)
    while not hunt.is_reached(best):
        if len(best.taken) == hunt.max_gates:
            return "out of gates"
        found = [
            grower.grown(best, action)
            for action in range(len(grower.actions))
            if grower.follows(best, action)
        ]
        lowest = min(found, key=lambda one: (one.energy, one.taken), default=best)
        if not lowest.energy < best.energy - _SMALL:
            return "no gain"
        best = lowest
        hunt.heard(best)
    return "reached"


GREEDY: Final = Method(
    name="greedy",
    title="Greedy",
    group="Search",
    help="Adds what lowers the energy most, after tuning; ends where nothing does",
    run=_run,
)
