"""Figures of an ansatz, one file each: what counts, what it can express, whether it will train."""

from __future__ import annotations

from typing import Final

from qdesign.analyze.analysis import Analysis
from qdesign.analyze.compare import compare
from qdesign.analyze.counts import COUNTS, counts
from qdesign.analyze.effective_dimension import EFFECTIVE_DIMENSION, effective_dimension
from qdesign.analyze.entangler import ENTANGLER_ORDER, entangler_order
from qdesign.analyze.entangling import ENTANGLING_CAPABILITY, entangling_capability
from qdesign.analyze.entropy import ENTROPY, entropy
from qdesign.analyze.expressibility import EXPRESSIBILITY, expressibility
from qdesign.analyze.family import TRAINABILITY
from qdesign.analyze.figure import Figure
from qdesign.analyze.fourier import FOURIER_SPECTRUM, fourier_spectrum
from qdesign.analyze.frame_potential import FRAME_POTENTIAL, frame_potential
from qdesign.analyze.gradient_variance import GRADIENT_VARIANCE, gradient_variance
from qdesign.analyze.hessian import HESSIAN_SPECTRUM, hessian_spectrum
from qdesign.analyze.kernel_variance import KERNEL_VARIANCE, kernel_variance
from qdesign.analyze.kernels import kernel, kernel_concentration
from qdesign.analyze.layers import SATURATION
from qdesign.analyze.lie_algebra import LIE_ALGEBRA, lie_algebra
from qdesign.analyze.light_cone import LIGHT_CONE, light_cone
from qdesign.analyze.rank import parameter_rank
from qdesign.analyze.ranks import PARAMETER_RANK
from qdesign.analyze.simulability import SIMULABILITY, simulability
from qdesign.analyze.standing import STANDINGS, standings
from qdesign.analyze.structure import saturation
from qdesign.analyze.trainability import trainability
from qdesign.analyze.tuned_energy import TUNED_ENERGY, tuned_energy

__all__ = [
    "ROWS",
    "Analysis",
    "Figure",
    "compare",
    "counts",
    "effective_dimension",
    "entangler_order",
    "entangling_capability",
    "entropy",
    "expressibility",
    "fourier_spectrum",
    "frame_potential",
    "gradient_variance",
    "hessian_spectrum",
    "kernel",
    "kernel_concentration",
    "kernel_variance",
    "lie_algebra",
    "light_cone",
    "parameter_rank",
    "saturation",
    "simulability",
    "standings",
    "trainability",
    "tuned_energy",
]

ROWS: Final[tuple[Analysis, ...]] = (
    COUNTS,
    PARAMETER_RANK,
    STANDINGS,
    LIGHT_CONE,
    TRAINABILITY,
    GRADIENT_VARIANCE,
    TUNED_ENERGY,
    LIE_ALGEBRA,
    SIMULABILITY,
    FOURIER_SPECTRUM,
    EFFECTIVE_DIMENSION,
    HESSIAN_SPECTRUM,
    KERNEL_VARIANCE,
    EXPRESSIBILITY,
    ENTANGLING_CAPABILITY,
    FRAME_POTENTIAL,
    ENTROPY,
    ENTANGLER_ORDER,
    SATURATION,
)
