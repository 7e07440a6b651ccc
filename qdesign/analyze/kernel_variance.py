"""How much the fidelity kernel of one feature map varies over its inputs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, final

import numpy as np

from qdesign.analyze.analysis import Analysis
from qdesign.analyze.figure import Chart, Figure, Series
from qdesign.analyze.kernels import SOURCE, STILL, haar_variance, moments, sampled_kernel
from qdesign.analyze.states import MAX_QUBITS, RANGE, SEED, pure
from qdesign.analyze.work import Progress, Work
from qdesign.cancelling import Cancel
from qdesign.circuit import Circuit
from qdesign.errors import TooLarge
from qdesign.given import given_whole
from qdesign.problems.inputs import feature_of
from qdesign.rows import Option

_PAIRS: Final = 1000
_BINS: Final = 25


@final
@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class KernelVariance(Figure):
    """How much a kernel varies over random inputs; `value` is its variance.

    Attributes:
        mean: of the kernel; None where there are no inputs.
        haar: the variance for Haar's states on as many qubits.
    """

    mean: float | None
    haar: float


def kernel_variance(
    circuit: Circuit,
    *,
    pairs: int = _PAIRS,
    seed: int = 0,
    progress: Progress = None,
    cancel: Cancel = None,
) -> KernelVariance:
    """How much the values of a feature map's fidelity kernel differ at all.

    The variance of |⟨φ(x)|φ(y)⟩|² over pairs of independent inputs, each drawn evenly from
    [0, 2π), at weights that are drawn once. As many shots as 1/variance tell two values apart. How
    that goes on with the number of qubits is `kernel_concentration`.

    Args:
        circuit: unitary, up to measurements at its end, 16 qubits or fewer. Its inputs are x_0,
            x_1, …; without one there is no value.
        pairs: 20 or more.
        seed: of inputs and weights.
        progress: called with what is being done.
        cancel: a function or an event; asked often.

    Raises:
        NotUnitary: it measures, resets or has conditions before its end.
        TooLarge: more than 16 qubits.
        Cancelled: `cancel` said so.

    Example:
        >>> found = kernel_variance(Circuit.of(1, "ry(x_0) 0"))
        >>> abs(found.value - 1 / 8) < 4 * found.error
        True

    Source: Thanasilp et al., arXiv:2208.11060.
    """
    pairs = given_whole(pairs, "The number of pairs", low=20)
    seed = given_whole(seed, "Seed")
    bare = pure(circuit, "kernel")
    n = bare.num_qubits
    shared: dict[str, Any] = {
        "name": "kernel_variance",
        "title": "Kernel variance",
        "unit": "variance of the kernel",
        "source": SOURCE,
        "cell": f"qd.analyze.kernel_variance(c, {pairs=}, {seed=})",
        "convention": {"inputs": RANGE, "pairs": pairs, "seed": seed},
        "haar": haar_variance(n),
    }
    if all(feature_of(name) is None for name in bare.parameters):
        return KernelVariance(
            **shared, value=None, error=None, basis="not known", verdict="no inputs",
            says="It has no inputs: no parameter is named x_0, x_1 and so on.", mean=None,
        )  # fmt: skip
    if n > MAX_QUBITS:
        raise TooLarge(f"Kernels are sampled up to {MAX_QUBITS} qubits, not {n}.")
    work = Work("Kernel variance", progress, cancel)
    work.say("Drawing inputs")
    sample = sampled_kernel(bare, pairs, np.random.default_rng(seed), work)
    mean, variance, error = moments(sample)
    is_constant = variance < STILL
    bars, edges = np.histogram(np.clip(sample, 0, 1), _BINS, (0.0, 1.0))
    return KernelVariance(
        **shared,
        value=variance,
        error=error,
        basis=f"sampled with {pairs} pairs",
        verdict="constant" if is_constant else "",
        tone="warn" if is_constant else "plain",
        says="The kernel has one value for all inputs: nothing is loaded."
        if is_constant
        else f"It takes about {1 / variance:,.0f} shots to tell two values of this kernel apart; "
        f"its mean is {mean:.3g}, and the variance for Haar's states is {haar_variance(n):.3g}.",
        conditions=("Inputs are independent and drawn evenly; real data may be nearer.",),
        chart=Chart(
            "kernel",
            "share of the pairs",
            (Series("", "bars", tuple((edges[:-1] + edges[1:]) / 2), tuple(bars / pairs)),),
        ),
        columns={"kernel from": tuple(edges[:-1]), "share": tuple(bars / pairs)},
        mean=mean,
    )


KERNEL_VARIANCE: Final = Analysis(
    name="kernel_variance",
    title="Kernel variance",
    group="Training",
    help="How much the fidelity kernel of a feature map differs over its inputs x_0, x_1 and so on",
    source=SOURCE,
    convention=f"inputs drawn evenly from {RANGE}, weights drawn once",
    options=(
        Option(
            name="pairs", title="Pairs", kind="integer", default=_PAIRS, low=20, high=100_000,
            help="Pairs of random inputs",
        ),
        SEED,
    ),
    run=kernel_variance,
    is_long=True,
    of_inputs=True,
)  # fmt: skip
