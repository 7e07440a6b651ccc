"""Fidelity kernels of feature maps, and how they concentrate as qubits are added."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, final

import numpy as np

from qdesign.analyze.figure import Chart, Figure, Series
from qdesign.analyze.states import (
    MAX_QUBITS,
    RANGE,
    Complex,
    Real,
    fidelities,
    pure,
)
from qdesign.analyze.work import Progress, Work, checked_memory
from qdesign.cancelling import Cancel
from qdesign.circuit import Circuit
from qdesign.errors import InvalidRequest, TooLarge
from qdesign.given import given_whole
from qdesign.problems.inputs import feature_of
from qdesign.showing.tables import count
from qdesign.simulate.simulator import Simulator

SOURCE: Final = "Thanasilp et al., arXiv:2208.11060"
_MOST_AMPLITUDES: Final = 1 << 26
_CHUNK: Final = 1 << 22
_SIZES: Final = tuple(range(2, 9))
STILL: Final = 1e-24
"""Variances below it are rounding."""
_STEEP: Final = 0.1
"""Bits a qubit below which a variance is not said to shrink."""


def kernel(
    feature_map: Circuit,
    first: Any,
    second: Any = None,
    *,
    weights: Mapping[str, float] | None = None,
) -> Real:
    """|⟨φ(x)|φ(y)⟩|² for all rows x of one table and y of another, exact.

    Args:
        feature_map: unitary, 20 qubits or fewer. Its inputs are x_0, x_1, …, or all parameters
            where none has such a name.
        first: float64, shape (k, inputs), radians, columns in the order of the inputs.
        second: the same, shape (m, inputs); `first` when None.
        weights: values of all other parameters, radians.

    Returns:
        float64, shape (k, m).

    Raises:
        InvalidRequest: a table of another shape, or weights without values.
        TooLarge: too many states to hold.

    Example:
        >>> from qdesign.ansatz import pauli_feature_map
        >>> kernel(pauli_feature_map(2), [[0.1, 0.2], [0.3, 0.4]]).diagonal().round(9).tolist()
        [1.0, 1.0]

    Source: Havlíček et al., arXiv:1804.11326.
    """
    bare = pure(feature_map, "kernel")
    checked_memory(bare)
    left = _states(bare, first, weights)
    right = left if second is None else _states(bare, second, weights)
    return np.minimum(np.abs(left.conj() @ right.T) ** 2, 1.0)


def _states(circuit: Circuit, given: Any, weights: Mapping[str, float] | None) -> Complex:
    inputs = _inputs(circuit)
    try:
        table = np.asarray(given, dtype=np.float64)
    except (TypeError, ValueError):
        raise InvalidRequest("Data are given as numbers, one row for each point.") from None
    if table.ndim != 2 or table.shape[1] != len(inputs) or not np.isfinite(table).all():
        raise InvalidRequest(
            f"Data of shape {table.shape} do not fit: this feature map has "
            f"{count(len(inputs), 'input')}. Give one row of finite numbers for each point."
        )
    if len(table) << circuit.num_qubits > _MOST_AMPLITUDES:
        raise TooLarge(
            f"{len(table):,} states on {circuit.num_qubits} qubits are too many to hold. Give "
            f"{_MOST_AMPLITUDES >> circuit.num_qubits:,} points or fewer at once."
        )
    values = dict(weights or {})
    missing = [name for name in circuit.parameters if name not in inputs and name not in values]
    if missing:
        raise InvalidRequest(
            f"Parameter '{missing[0]}' is no input and has no value. Give it, for example: "
            f"weights={{'{missing[0]}': 0.3}}."
        )
    columns = [
        table[:, inputs.index(name)] if name in inputs else np.full(len(table), values[name])
        for name in circuit.parameters
    ]
    points = np.stack(columns, axis=1) if columns else np.zeros((len(table), 0))
    return Simulator(circuit, engine="statevector").statevectors(points)


def _inputs(circuit: Circuit) -> list[str]:
    """x_0, x_1, … by their numbers, or all parameters where there are none."""
    named = {name: feature_of(name) for name in circuit.parameters}
    found = {name: number for name, number in named.items() if number is not None}
    return sorted(found, key=found.__getitem__) or list(circuit.parameters)


@final
@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class KernelConcentration(Figure):
    """By how many bits a qubit the variance of a kernel shrinks; `value` is the slope.

    Attributes:
        sizes: numbers of qubits.
        variances: of the kernel over pairs of random inputs, one for each size.
        errors: one standard deviation of each.
        means: of the kernel.
    """

    sizes: tuple[int, ...]
    variances: tuple[float, ...]
    errors: tuple[float, ...]
    means: tuple[float, ...]


def kernel_concentration(
    make: Callable[[int], Circuit],
    sizes: Sequence[int] = _SIZES,
    *,
    pairs: int = 500,
    seed: int = 0,
    progress: Progress = None,
    cancel: Cancel = None,
) -> KernelConcentration:
    """How fast the values of a fidelity kernel become alike as qubits are added.

    The variance of |⟨φ(x)|φ(y)⟩|² over pairs of independent inputs, each drawn evenly from
    [0, 2π), at each size; the figure is the slope of -log2 of it over the qubits, by weighted least
    squares. As many shots as 1/variance tell two kernel values apart.

    Args:
        make: the feature map on so many qubits. What is no input is drawn once a size.
        sizes: 3 or more numbers of qubits, up to 16.
        pairs: 20 or more, at each size.
        seed: of inputs and weights.
        progress: called with what is being done.
        cancel: a function or an event; asked often.

    Raises:
        InvalidRequest: fewer than three sizes.
        TooLarge: a size above 16 qubits.
        Cancelled: `cancel` said so.

    Example:
        >>> from qdesign.ansatz import pauli_feature_map
        >>> figure = kernel_concentration(pauli_feature_map, [2, 3, 4, 5], pairs=100)
        >>> figure.unit, figure.value > 0.5
        ('bits a qubit', True)

    Source: Thanasilp et al., arXiv:2208.11060.
    """
    pairs = given_whole(pairs, "The number of pairs", low=20)
    chosen = sorted({given_whole(n, "A number of qubits", low=1) for n in sizes})
    if len(chosen) < 3:
        raise InvalidRequest("A slope needs three sizes or more, for example sizes=[2, 4, 6, 8].")
    if chosen[-1] > MAX_QUBITS:
        raise TooLarge(f"Kernels are sampled up to {MAX_QUBITS} qubits, not {chosen[-1]}.")
    work = Work("Kernel concentration", progress, cancel)
    rng = np.random.default_rng(seed)
    found: list[tuple[float, float, float]] = []
    for n in chosen:
        work.say(f"{n} qubits")
        found.append(moments(sampled_kernel(pure(make(n), "kernel"), pairs, rng, work)))
    means, variances, errors = (tuple(column) for column in zip(*found, strict=True))
    return _figure(tuple(chosen), means, variances, errors, pairs, seed)


def sampled_kernel(circuit: Circuit, pairs: int, rng: np.random.Generator, work: Work) -> Real:
    """The kernel at pairs of random inputs, and weights that are drawn once."""
    inputs = set(_inputs(circuit))
    weights = {
        name: rng.uniform(0, 2 * math.pi) for name in circuit.parameters if name not in inputs
    }
    simulator = Simulator(circuit, engine="statevector")
    values: list[Real] = []
    step = max(1, _CHUNK >> circuit.num_qubits + 1)
    for done in range(0, pairs, step):
        work.ask()
        rows = 2 * min(step, pairs - done)
        points = rng.uniform(0, 2 * math.pi, (rows, len(circuit.parameters)))
        for column, name in enumerate(circuit.parameters):
            if name in weights:
                points[:, column] = weights[name]
        values.append(fidelities(simulator.statevectors(points)))
    return np.concatenate(values)


def moments(sample: Real) -> tuple[float, float, float]:
    """Mean, variance and the standard deviation of the variance."""
    away = (sample - sample.mean()) ** 2
    return (
        float(sample.mean()),
        float(away.sum() / (len(sample) - 1)),
        float(away.std(ddof=1) / math.sqrt(len(sample))),
    )


def _figure(
    sizes: tuple[int, ...],
    means: tuple[float, ...],
    variances: tuple[float, ...],
    errors: tuple[float, ...],
    pairs: int,
    seed: int,
) -> KernelConcentration:
    shared: dict[str, Any] = {
        "name": "kernel_concentration",
        "title": "Kernel concentration",
        "unit": "bits a qubit",
        "basis": f"sampled with {pairs} pairs a size",
        "source": SOURCE,
        "cell": f"qd.analyze.kernel_concentration(make, {list(sizes)}, {pairs=}, {seed=})",
        "convention": {
            "inputs": RANGE, "pairs": pairs, "seed": seed, "logarithm": "2",
            "fit": "weighted least squares",
        },
        "conditions": ("Inputs are independent and drawn evenly; real data may be nearer.",),
        "sizes": sizes, "variances": variances, "errors": errors, "means": means,
        "columns": {
            "qubits": sizes, "variance": variances, "error": errors, "mean": means,
            "Haar": tuple(haar_variance(n) for n in sizes),
        },
        "chart": _chart(sizes, variances, errors),
    }  # fmt: skip
    seen = np.array(variances) > STILL
    if not seen.all():
        says = "Some of these kernels have one value for all inputs: nothing is loaded there."
        return KernelConcentration(
            **shared, value=None, error=None, tone="unknown", verdict="constant", says=says
        )
    slope, error = _slope(np.array(sizes), np.array(variances), np.array(errors))
    shrinks = slope - 2 * error > _STEEP
    is_flat = slope + 2 * error < _STEEP
    verdict = "concentrates" if shrinks else "does not concentrate here" if is_flat else "unknown"
    shots = 1 / variances[-1]
    return KernelConcentration(
        **shared,
        value=slope,
        error=error,
        interval=(slope - 1.96 * error, slope + 1.96 * error),
        verdict=verdict,
        tone="warn" if shrinks else "good" if is_flat else "unknown",
        says=f"On {sizes[-1]} qubits it takes about {shots:,.0f} shots to tell two values of this "
        "kernel apart; a slope says how that grows over these sizes, and no more.",
    )


def _slope(sizes: Real, variances: Real, errors: Real) -> tuple[float, float]:
    """Of -log2 of the variances over the sizes; the error is of the points, or of the misfit."""
    heights = -np.log2(variances)
    spreads = np.maximum(errors / variances / math.log(2), 1e-6)
    weights = spreads**-2.0
    center = (weights * sizes).sum() / weights.sum()
    width = (weights * (sizes - center) ** 2).sum()
    slope = float((weights * (sizes - center) * heights).sum() / width)
    level = (weights * heights).sum() / weights.sum()
    misfit = (weights * (heights - level - slope * (sizes - center)) ** 2).sum()
    scale = max(1.0, misfit / (len(sizes) - 2))
    return slope, float(math.sqrt(scale / width))


def haar_variance(n: int) -> float:
    """The variance of |⟨a|b⟩|² for Haar's states."""
    d = 2.0**n
    return (d - 1) / (d * d * (d + 1))


def _chart(
    sizes: tuple[int, ...], variances: tuple[float, ...], errors: tuple[float, ...]
) -> Chart:
    x = tuple(float(n) for n in sizes)
    low = tuple(max(v - e, v / 10) for v, e in zip(variances, errors, strict=True))
    high = tuple(v + e for v, e in zip(variances, errors, strict=True))
    return Chart(
        "qubits",
        "variance of the kernel",
        (
            Series("Haar's states", "dashed", x, tuple(haar_variance(n) for n in sizes)),
            Series("this one", "points", x, variances, low, high),
        ),
        log_y=True,
    )
