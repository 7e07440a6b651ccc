"""How entangled the halves of an ansatz' states are: entropies of all cuts, beside Page's."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, final

import numpy as np

from qdesign.analyze.analysis import Analysis
from qdesign.analyze.figure import Chart, Fact, Figure, Series
from qdesign.analyze.states import (
    RANGE,
    SEED,
    Complex,
    RandomStates,
    Real,
    pure,
)
from qdesign.analyze.work import Progress, Work
from qdesign.cancelling import Cancel
from qdesign.circuit import Circuit
from qdesign.errors import InvalidRequest
from qdesign.given import given_whole
from qdesign.process.threads import one_thread
from qdesign.rows import Option
from qdesign.simulate.simulator import Simulator, Values

_SOURCE: Final = "Page, gr-qc/9305007"
_ROUNDING: Final = 1e-12
"""Bits below which an entropy is that of rounding."""


@final
@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Entropy(Figure):
    """Entanglement entropy across the middle, or a cut of one's own, in bits.

    `columns` has every cut of the line, or the one that was asked for.

    Attributes:
        at_values: whether `value` is that at given values, or of a circuit without parameters;
            else it is the mean over random ones.
        mean, mean_error: over random values, of the same cut; None where none were drawn.
        page: the mean over Haar's states.
    """

    at_values: bool = False
    mean: float | None = None
    mean_error: float | None = None
    page: float | None = None


def entropy(
    circuit: Circuit,
    values: Values = None,
    *,
    qubits: Iterable[int] | None = None,
    samples: int = 500,
    seed: int = 0,
    progress: Progress = None,
    cancel: Cancel = None,
) -> Entropy:
    """Entropies between qubits 0 to k - 1 and the rest, for each k, in bits.

    The figure is that of the middle cut, or between `qubits` and the rest: at the values, or where
    none are given its mean over random ones, drawn evenly from [0, 2π). Page's value is the mean
    over Haar's states.

    Args:
        circuit: unitary, up to measurements at its end; 16 qubits or fewer.
        values: radians by name, or in the order of the circuit's parameters.
        qubits: those on one side of a cut of one's own, in any order; one at least and not all.
        samples: random values; from 10 on.
        seed: of these.
        progress: called with what is being done.
        cancel: a function or an event; asked often.

    Raises:
        NotUnitary: it measures, resets or has conditions before its end.
        InvalidRequest: `qubits` are not some of the circuit's, each once, or are all of them.
        TooLarge: more qubits or states than are taken.
        Cancelled: `cancel` said so.

    Example:
        >>> entropy(Circuit.of(2, "h 0; cx 0 1")).value
        1.0
        >>> entropy(Circuit.of(4, "h 0; cx 0 2; h 1; cx 1 3"), qubits=[0, 2]).value
        0.0

    Source: Page, gr-qc/9305007, for the mean over Haar's states.
    """
    row = ENTROPY.checked({"samples": samples, "seed": seed})
    samples, seed = int(row["samples"]), int(row["seed"])
    bare = pure(circuit, "entropy of cuts")
    side = None if qubits is None else _side(qubits, bare.num_qubits)
    given = ("" if values is None else "values, ") + ("" if side is None else f"qubits={side}, ")
    shared: dict[str, Any] = {
        "name": ENTROPY.name,
        "title": ENTROPY.title,
        "unit": "bits across the middle" if side is None else "bits across the cut",
        "source": _SOURCE,
        "cell": f"qd.analyze.entropy(c, {given}samples={samples}, seed={seed})",
    }
    n = bare.num_qubits
    if n < 2:
        says = "There is nothing to cut: two qubits are needed."
        return Entropy(**shared, value=None, error=None, tone="unknown", says=says,
                       convention={"logarithm": "base 2"})  # fmt: skip
    work = Work("Entropy", progress, cancel)
    random = RandomStates(bare, samples, seed, work)
    with one_thread():
        here = None
        if values is not None or not bare.parameters:
            state = Simulator(bare, engine="statevector").statevector(values)[None]
            here = _across(state, side)[0]
        drawn = np.zeros((0, n - 1 if side is None else 1))
        if bare.used_parameters:
            drawn = np.concatenate([_across(chunk, side) for chunk in random])
    return _figure(n, side, here, drawn, seed, shared)


def _side(qubits: Iterable[int], num_qubits: int) -> list[int]:
    """Qubits on one side of a cut, ascending, checked."""
    if isinstance(qubits, (str, bytes)) or not isinstance(qubits, Iterable):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidRequest("A cut is given by qubits, for example qubits=[0, 2].")
    side = sorted(given_whole(qubit, "A qubit of the cut", low=0) for qubit in qubits)
    if not side or len(side) >= num_qubits or side[-1] >= num_qubits or len(set(side)) < len(side):
        raise InvalidRequest(
            f"A cut has one qubit or more on each side, each once, of 0 to {num_qubits - 1}; "
            f"{str(side)[:60]} are not that."
        )
    return side


def _across(states: Complex, side: list[int] | None) -> Real:
    """Of each cut of the line, or of one; bits, shape (s, cuts)."""
    if side is None:
        return cut_entropies(states)
    count, size = states.shape
    n = size.bit_length() - 1
    rest = [q for q in range(n) if q not in side]
    # Axis 0 counts states, and axis n - q is qubit q.
    axes = [n - q for q in (*reversed(rest), *reversed(side))]
    moved = states.reshape(count, *[2] * n).transpose(0, *axes).reshape(count, size)
    return _between(moved, len(side))[:, None]


def _figure(
    n: int,
    side: list[int] | None,
    here: Real | None,
    drawn: Real,
    seed: int,
    shared: dict[str, Any],
) -> Entropy:
    middle, cuts = (n // 2 - 1, tuple(range(1, n))) if side is None else (0, (len(side),))
    page = tuple(page_entropy(min(k, n - k), max(k, n - k)) for k in cuts)
    columns: dict[str, tuple[Fact, ...]] = {"cut": cuts}
    cut = f"qubits 0 to {middle} | rest"
    if side is not None:
        cut = f"qubits {', '.join(map(str, side))} | rest"
    convention: dict[str, Fact] = {"logarithm": "base 2", "cut": cut}
    series = [Series("Haar (Page)", "dashed", cuts, page)]
    mean, error = None, None
    if len(drawn):
        means, errors = drawn.mean(axis=0), drawn.std(axis=0, ddof=1) / math.sqrt(len(drawn))
        mean, error = float(means[middle]), float(errors[middle])
        columns |= {"mean": tuple(means.tolist()), "error": tuple(errors.tolist())}
        low, high = means - 1.96 * errors, means + 1.96 * errors
        series.append(
            Series("mean over values", "points", cuts, tuple(means.tolist()),
                   tuple(low.tolist()), tuple(high.tolist()))
        )  # fmt: skip
        convention |= {"samples": len(drawn), "angles": RANGE, "seed": seed}
    if here is not None:
        columns |= {"here": tuple(here.tolist())}
        series.append(Series("at the values", "line", cuts, tuple(here.tolist())))
    columns |= {"Page": page, "most": tuple(min(k, n - k) for k in cuts)}
    value = mean if here is None else float(here[middle])
    spread = error if here is None else 0.0
    assert value is not None
    is_sampled = here is None
    around = 1.96 * (spread or 0.0)
    return Entropy(
        **shared,
        value=value,
        error=spread,
        interval=(value - around, value + around) if is_sampled else None,
        basis="sampled" if is_sampled else "exact",
        says=_says(value, mean if not is_sampled else None, error, page[middle]),
        convention=convention,
        conditions=("The state before the circuit is |0…0⟩.",),
        at_values=not is_sampled,
        mean=mean,
        mean_error=error,
        page=page[middle],
        chart=Chart("qubits below the cut", "entropy, bits", tuple(series)) if not side else None,
        columns=columns,
    )


def _says(value: float, mean: float | None, error: float | None, page: float) -> str:
    """What the entropy means here."""
    beside = f"Haar's states have {page:.3g} bits on average."
    if mean is not None and error is not None:
        return f"Random values give {mean:.3g} ± {error:.1g} bits. {beside}"
    if value < _ROUNDING:
        return f"The two sides are not entangled. {beside}"
    return f"It is {100 * value / page:.0f} % of Haar's. {beside}"


def cut_entropies(states: Complex) -> Real:
    """Of each state between the lowest k qubits and the rest, k from 1; bits, shape (s, n - 1)."""
    count, size = states.shape
    n = size.bit_length() - 1
    found = np.zeros((count, n - 1))
    for k in range(1, n):
        found[:, k - 1] = _between(states, k)
    return found


def _between(states: Complex, k: int) -> Real:
    """Of each state between the lowest k qubits and the rest; bits, shape (s,)."""
    count, size = states.shape
    rows = states.reshape(count, -1, 1 << k)
    if 1 << 2 * k < size:
        rows = rows.transpose(0, 2, 1)
    # Of the smaller side.
    weights = np.linalg.eigvalsh(rows @ rows.conj().transpose(0, 2, 1))
    weights = np.clip(weights, 0, 1)
    logs = np.log2(np.where(weights > 1e-15, weights, 1))
    bits = np.abs((weights * logs).sum(axis=1))
    return np.where(bits < _ROUNDING, 0.0, bits)


def page_entropy(small: int, large: int) -> float:
    """The mean over Haar's states of `small` qubits with at least as many others, in bits.

    Example:
        >>> round(page_entropy(1, 1), 4)
        0.4809
    """
    m, k = 1 << small, 1 << large
    harmonic = float((1 / np.arange(m * k, k, -1)).sum())
    return (harmonic - (m - 1) / (2 * k)) / math.log(2)


ENTROPY: Final = Analysis(
    name="entropy",
    title="Entropy of cuts",
    group="States",
    help="Entanglement entropy of each cut, beside that of Haar's states",
    source=_SOURCE,
    convention=f"logarithm to base 2; qubits below a cut against the rest; mean over angles drawn "
    f"evenly from {RANGE}",
    options=(
        Option(
            name="samples", title="States", kind="integer", default=500, low=10, high=1_000_000,
            help="Random values that the mean is taken over",
        ),
        SEED,
    ),
    run=entropy,
    is_long=True,
)  # fmt: skip
