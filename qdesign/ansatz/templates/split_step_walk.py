"""A quantum walk whose coins load a distribution."""

from __future__ import annotations

from typing import Final

from qdesign.ansatz.blocks import split_step_walk
from qdesign.ansatz.named import Template, sizes

SPLIT_STEP_WALK: Final = Template(
    name="split_step_walk",
    title="Split-step walk loader",
    group="Data",
    help="A walk on a ring: a coin, a step right, a coin, a step left; angles load distributions",
    source="Kitagawa et al., arXiv:1003.1729",
    options=sizes(low=2, high=50),
    make=split_step_walk,
    card_layers=2,
)
