"""Figures of an ansatz, one file each: which parameters count, how layers are built."""

from __future__ import annotations

from typing import Final

from qdesign.analyze.analysis import Analysis
from qdesign.analyze.counts import COUNTS, counts
from qdesign.analyze.entangler import ENTANGLER_ORDER, entangler_order
from qdesign.analyze.rank import PARAMETER_RANK, parameter_rank
from qdesign.analyze.standing import STANDINGS, standings

__all__ = ["ROWS", "Analysis", "counts", "entangler_order", "parameter_rank", "standings"]

ROWS: Final[tuple[Analysis, ...]] = (COUNTS, PARAMETER_RANK, STANDINGS, ENTANGLER_ORDER)
