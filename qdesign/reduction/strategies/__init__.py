"""Strategies, one file each, in the order of menus."""

from typing import Final

from qdesign.reduction.strategies.best import BEST
from qdesign.reduction.strategies.clifford import CLIFFORD
from qdesign.reduction.strategies.full import FULL
from qdesign.reduction.strategies.merge import MERGE
from qdesign.reduction.strategies.numeric import NUMERIC
from qdesign.reduction.strategies.pauli import PAULI
from qdesign.reduction.strategies.teleport import TELEPORT
from qdesign.reduction.strategies.todd import TODD
from qdesign.reduction.strategy import Strategy

ROWS: Final[tuple[Strategy, ...]] = (BEST, TELEPORT, MERGE, PAULI, NUMERIC, TODD, CLIFFORD, FULL)
