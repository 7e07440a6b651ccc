"""Optimizers, one file each, in the order of menus."""

from typing import Final

from qdesign.tune.optimizer import Optimizer
from qdesign.tune.optimizers.adam import ADAM
from qdesign.tune.optimizers.cobyla import COBYLA
from qdesign.tune.optimizers.lbfgs import LBFGS
from qdesign.tune.optimizers.rotosolve import ROTOSOLVE
from qdesign.tune.optimizers.spsa import SPSA

ROWS: Final[tuple[Optimizer, ...]] = (LBFGS, COBYLA, ROTOSOLVE, ADAM, SPSA)
