"""Optimizers, one file each, in the order of menus."""

from typing import Final

from qdesign.tune.optimizer import Optimizer
from qdesign.tune.optimizers.adam import ADAM
from qdesign.tune.optimizers.cma_es import CMA_ES
from qdesign.tune.optimizers.cobyla import COBYLA
from qdesign.tune.optimizers.gradient_descent import GRADIENT_DESCENT
from qdesign.tune.optimizers.lbfgs import LBFGS
from qdesign.tune.optimizers.natural_gradient import NATURAL_GRADIENT
from qdesign.tune.optimizers.nelder_mead import NELDER_MEAD
from qdesign.tune.optimizers.qn_spsa import QN_SPSA
from qdesign.tune.optimizers.rotosolve import ROTOSOLVE
from qdesign.tune.optimizers.spsa import SPSA

ROWS: Final[tuple[Optimizer, ...]] = (
    LBFGS,
    COBYLA,
    NELDER_MEAD,
    ROTOSOLVE,
    ADAM,
    GRADIENT_DESCENT,
    NATURAL_GRADIENT,
    SPSA,
    QN_SPSA,
    CMA_ES,
)
