"""Circuits drawn at random, each tuned at its end: what every other way has to beat."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from qdesign.rows import Option, Value
from qdesign.search.method import Hunt, Method, Reason


def _run(hunt: Hunt, options: Mapping[str, Value]) -> Reason:
    rng = np.random.default_rng(hunt.seed)
    grower = hunt.grower
    hunt.heard(grower.first)
    if hunt.is_reached(grower.first):
        return "reached"
    for _ in range(int(options["tries"])):
        length = int(rng.integers(1, hunt.max_gates + 1))
        grown = grower.built(rng.integers(len(grower.actions), size=length).tolist())
        hunt.heard(grown)
        if hunt.is_reached(grown):
            return "reached"
    return "out of gates"


RANDOM: Final = Method(
    name="random",
    title="Random",
    group="Search",
    help="Draws circuits of all lengths and tunes each",
    options=(
        Option(
            name="tries", title="Tries", kind="integer", default=200, low=1, high=1_000_000,
            help="Circuits that are drawn",
        ),
    ),
    run=_run,
)  # fmt: skip
