"""The effective dimension of a model: how much of its parameter space data can tell apart."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal, final

import numpy as np
from numpy.typing import NDArray

from qdesign.analyze.analysis import Analysis
from qdesign.analyze.figure import Chart, Figure, Series
from qdesign.analyze.jacobian import check_memory, differentiable, random_values
from qdesign.analyze.work import NO_PARAMETERS, Progress, Work, checked_memory
from qdesign.cancelling import Cancel
from qdesign.circuit import Circuit
from qdesign.convert.bodies import as_circuit
from qdesign.errors import InvalidRequest, NotUnitary, TooLarge
from qdesign.given import given_number, given_whole
from qdesign.problems.inputs import feature_of
from qdesign.rows import Option
from qdesign.simulate.simulator import Simulator

Real = NDArray[np.float64]
Fisher = Literal["classical", "quantum"]

SAMPLES: Final = 64
INPUTS: Final = 16
DATA: Final = 1000
_MOST_PARAMETERS: Final = 512
_MOST_ENTRIES: Final = 1 << 31
_RESAMPLES: Final = 400
_SMALLEST: Final = 1e-14
"""Probabilities below it have no say: their slopes are rounding."""
_SOURCE: Final = "Abbas et al., arXiv:2011.00027"


@final
@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class EffectiveDimension(Figure):
    """`value` is the effective dimension, at most about the number of weights.

    Attributes:
        normalized: the value over the number of weights.
        fisher: "classical", of outcome probabilities, or "quantum", of the state.
        rank: the largest rank of a Fisher matrix that was seen.
        eigenvalues: of the mean Fisher matrix, scaled to a mean trace of the number of weights,
            descending.
    """

    normalized: float | None
    fisher: Fisher
    rank: int
    eigenvalues: tuple[float, ...]


def effective_dimension(
    circuit: Circuit,
    *,
    fisher: Fisher = "classical",
    data: int = DATA,
    gamma: float = 1.0,
    samples: int = SAMPLES,
    inputs: int = INPUTS,
    seed: int = 0,
    progress: Progress = None,
    cancel: Cancel = None,
) -> EffectiveDimension:
    """The effective dimension of a circuit's model with n data.

    d = 2 log(⟨√det(1 + κ F̂)⟩) / log κ with κ = γn / (2π log n), the mean over values θ, and the
    Fisher matrix F̂ scaled so that the mean of its trace is the number of weights.

    Args:
        circuit: unitary, up to measurements at its end. Parameters such as `x_0` are inputs of
            data, all others are weights.
        fisher: "classical", of the outcome probabilities of all qubits, or "quantum".
        data: n, from 10 on, such that κ > 1.
        gamma: γ, above 0 and at most 1.
        samples: random values of the weights, each angle once round.
        inputs: rows of standard normal inputs, of which F is the mean; none where there are none.
        seed: for both.
        progress: called with what is being done.
        cancel: a function or an event; asked often.

    Raises:
        NotUnitary: the circuit measures, resets or has conditions before its end.
        TooLarge: more qubits or weights than are taken.
        InvalidRequest: an option out of bounds.

    Example:
        >>> found = effective_dimension(Circuit.of(1, "ry(a) 0"), samples=4)
        >>> round(found.value, 6), found.rank
        (1.013543, 1)

    Source: Abbas et al., "The power of quantum neural networks", arXiv:2011.00027, equation 2.
    """
    circuit = as_circuit(circuit).without_final_measurements()
    kappa = _kappa(data, gamma)
    samples = given_whole(samples, "The number of samples", low=1)
    inputs = given_whole(inputs, "The number of inputs", low=1)
    seed = given_whole(seed, "Seed")
    if fisher not in ("classical", "quantum"):
        raise InvalidRequest(f"'fisher' is 'classical' or 'quantum', not {str(fisher)[:40]!r}.")
    if not circuit.is_unitary:
        raise NotUnitary(
            "A circuit that measures, resets or has conditions before its end has no effective "
            "dimension here. Remove them first."
        )
    names = circuit.parameters
    weights = [k for k, name in enumerate(names) if feature_of(name) is None]
    rows = inputs if len(weights) < len(names) else 1
    _check_size(circuit, len(weights), samples * rows)
    if not weights:
        return _none(fisher, has_parameters=bool(circuit.parameters))
    work = Work("The effective dimension", progress, cancel)
    work.say("Taking Fisher matrices")
    matrices = _matrices(circuit, weights, fisher, samples, rows, seed, work)
    stamp = {
        "Fisher": fisher, "n": data, "gamma": gamma, "points": samples,
        "inputs": f"{rows} standard normal" if rows > 1 or len(weights) < len(names) else "none",
        "seed": seed, "log": "natural",
    }  # fmt: skip
    return _figure(matrices, kappa, fisher, stamp, seed)


def _kappa(data: int, gamma: float) -> float:
    data = given_whole(data, "The number of data", low=10)
    gamma = given_number(gamma, "Gamma")
    if not 0 < gamma <= 1:
        raise InvalidRequest(f"'gamma' is {gamma:g}; it must be above 0 and at most 1.")
    kappa = gamma * data / (2 * math.pi * math.log(data))
    if kappa <= 1.01:
        raise InvalidRequest(
            f"With {data} data and gamma {gamma:g}, γn / (2π log n) is {kappa:.3g}; it must be "
            "above 1. Take more data."
        )
    return kappa


def _check_size(circuit: Circuit, num_weights: int, num_points: int) -> None:
    checked_memory(circuit)
    if num_weights > _MOST_PARAMETERS:
        raise TooLarge(
            f"The circuit has {num_weights:,} weights; an effective dimension is found for at "
            f"most {_MOST_PARAMETERS:,}."
        )
    check_memory(len(circuit.parameters), circuit.num_qubits, 1)
    if num_points * max(1, len(circuit.parameters)) << circuit.num_qubits > _MOST_ENTRIES:
        raise TooLarge(
            f"{num_points:,} points of {len(circuit.parameters):,} parameters on "
            f"{circuit.num_qubits} qubits take too long. Take fewer samples or inputs."
        )


def _matrices(
    circuit: Circuit,
    weights: list[int],
    fisher: Fisher,
    samples: int,
    rows: int,
    seed: int,
    work: Work,
) -> Real:
    """Fisher matrices, the mean over inputs of each, shape (samples, p, p)."""
    rng = np.random.default_rng(seed)
    simulator, names = Simulator(circuit), circuit.parameters
    operations = differentiable(circuit)
    data = rng.standard_normal((rows, len(names)))
    found = np.zeros((samples, len(weights), len(weights)))
    for k in range(samples):
        drawn = random_values(operations, names, rng)
        point = np.array([drawn[name] for name in names])
        for row in data:
            work.ask()
            at = row.copy()
            at[weights] = point[weights]
            slopes = simulator.jacobian(at)[:, weights]
            state = simulator.statevector(at)
            found[k] += (_classical if fisher == "classical" else _quantum)(state, slopes) / rows
    return found


def _classical(state: NDArray[np.complex128], slopes: NDArray[np.complex128]) -> Real:
    """Σ ∂p ∂p / p over outcomes of all qubits."""
    weight = np.abs(state) ** 2
    seen = weight > _SMALLEST
    # ∂p / √p = 2 Re(ψ* ∂ψ) / |ψ|
    turned = 2 * (state[seen].conj()[:, None] * slopes[seen]).real / np.sqrt(weight[seen])[:, None]
    return np.asarray(turned.T @ turned, dtype=np.float64)


def _quantum(state: NDArray[np.complex128], slopes: NDArray[np.complex128]) -> Real:
    """4 Re(⟨∂ψ|∂ψ⟩ − ⟨∂ψ|ψ⟩⟨ψ|∂ψ⟩)."""
    along = state.conj() @ slopes
    return np.asarray(
        4 * (slopes.conj().T @ slopes - np.outer(along.conj(), along)).real, dtype=np.float64
    )


def _none(fisher: Fisher, *, has_parameters: bool) -> EffectiveDimension:
    return EffectiveDimension(
        name="effective_dimension", title="Effective dimension", value=None, error=None,
        basis="not known" if has_parameters else NO_PARAMETERS,
        says="Every parameter is an input, so there is nothing to train."
        if has_parameters
        else "The circuit has no parameters.",
        verdict="" if has_parameters else NO_PARAMETERS,
        convention={"Fisher": fisher}, source=_SOURCE, normalized=None, fisher=fisher, rank=0,
        eigenvalues=(),
    )  # fmt: skip


def _figure(
    matrices: Real, kappa: float, fisher: Fisher, stamp: dict[str, str | int | float], seed: int
) -> EffectiveDimension:
    samples, size, _ = matrices.shape
    traces = np.trace(matrices, axis1=1, axis2=2)
    trace = float(traces.mean())
    if trace < _SMALLEST:
        value, error, interval = 0.0, 0.0, None
        mean = np.zeros(size)
        rank = 0
    else:
        found = np.clip(np.linalg.eigvalsh(matrices), 0, None).astype(np.float64)
        rng = np.random.default_rng(seed)
        value = _dimension(found, size / trace, kappa)
        chosen = rng.integers(samples, size=(_RESAMPLES, samples))
        again = [_dimension(found[k], size / traces[k].mean(), kappa) for k in chosen]
        spread = float(np.std(again))
        error = None if samples == 1 else spread if spread > 1e-9 else 0.0
        low, high = np.quantile(again, (0.025, 0.975)).tolist()
        interval = (low, high) if samples > 1 else None
        mean = np.linalg.eigvalsh(matrices.mean(axis=0))[::-1] * size / trace
        rank = int((found > 1e-9 * found.max()).sum(axis=1).max())
    listed = tuple(np.clip(mean, 0, None).tolist())
    return EffectiveDimension(
        name="effective_dimension",
        title="Effective dimension",
        value=value,
        error=error,
        interval=interval,
        basis=f"average of {samples} random points",
        unit=f"of {size:,}",
        says=(
            f"With {stamp['n']:,} data the model uses {value / size:.0%} of its weights; the "
            f"Fisher matrix has rank {rank}."
        ),
        convention={**stamp, "trace": "mean is the number of weights"},
        conditions=("weights evenly over one turn", "error by the bootstrap over points"),
        source=_SOURCE,
        cell=f"qd.analyze.effective_dimension(c, fisher={fisher!r}, data={stamp['n']}, "
        f"samples={samples}, seed={seed})",
        chart=Chart(
            "eigenvalue", "of the mean Fisher matrix",
            (Series("", "bars", tuple(map(float, range(1, size + 1))), listed),),
        ),
        columns={"eigenvalue": listed},
        normalized=value / size,
        fisher=fisher,
        rank=rank,
        eigenvalues=listed,
    )  # fmt: skip


def _dimension(eigenvalues: Real, scale: float, kappa: float) -> float:
    """2 log of the mean of √det(1 + κ s F) over points, over log κ; by logarithms all the way."""
    logs = 0.5 * np.log1p(kappa * scale * eigenvalues).sum(axis=1)
    top = logs.max()
    return float(2 * (top + math.log(np.exp(logs - top).mean())) / math.log(kappa))


EFFECTIVE_DIMENSION: Final = Analysis(
    name="effective_dimension",
    title="Effective dimension",
    group="Expressiveness",
    help="How many weights the model uses with n data, by its Fisher information",
    source=_SOURCE,
    convention="Fisher matrix scaled to a mean trace of the number of weights, natural logarithm",
    is_long=True,
    options=(
        Option(name="fisher", title="Fisher information", kind="choice", default="classical",
               choices=("classical", "quantum"), titles=("of outcomes", "of the state")),
        Option(name="data", title="Data", kind="integer", default=DATA, low=10, high=10**9),
        Option(name="gamma", title="Gamma", kind="number", default=1.0, low=1e-6, high=1),
        Option(name="samples", title="Random points", kind="integer", default=SAMPLES, low=1,
               high=10_000),
        Option(name="inputs", title="Rows of inputs", kind="integer", default=INPUTS, low=1,
               high=10_000),
        Option(name="seed", title="Seed", kind="integer", default=0, low=0),
    ),
    run=effective_dimension,
)  # fmt: skip
