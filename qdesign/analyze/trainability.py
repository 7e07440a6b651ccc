"""Will an ansatz train when it grows? How the variance of its gradients falls with its size."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, final

from qdesign.analyze.closure import ideals_of
from qdesign.analyze.figure import Chart, Fact, Figure, Reason, Series, Tone
from qdesign.analyze.generators import generators_of
from qdesign.analyze.gradient_variance import Method, gradient_variance
from qdesign.analyze.laws import Fit, fitted
from qdesign.analyze.variance import SOURCE, GradientVariance
from qdesign.analyze.words import turns_of
from qdesign.analyze.work import Progress, Work, inputs_counted
from qdesign.cancelling import Cancel
from qdesign.circuit import Circuit
from qdesign.convert.bodies import as_circuit
from qdesign.errors import InvalidRequest, TooLarge
from qdesign.given import given_whole

_FEWEST: Final = 4
_MOST_SIZES: Final = 60
_RANGE: Final = 2.0
"""The largest size over the smallest one, below which no law is told."""
_CLEAR: Final = 3.0
"""By so much, in logarithms of likelihoods, the better law must fit better."""
_LEVEL: Final = 1.1
"""A variance that changes by less than this factor over all sizes does not fall."""
_WIDE: Final = 4.0
_HARDLY: Final = 1.3
"""The same where the largest size is four times the smallest one, by the law with its error."""
_SLOWER: Final = 3.0
"""By so much slower than before it the variance falls where it levels off."""
_LOOSE: Final = 0.1
"""Of logarithms about a law, beyond their errors: what that law says of other sizes is not told."""
_HALVED: Final = 10.0
"""An exponential is a barren plateau where so many qubits, or fewer, halve the variance."""
_EXPONENTIAL: Final = ("barren plateau", "slow decay")
_LOW: Final = 1e-4
"""The size at which the variance falls below this is told."""
_LINE: Final = 60
_MOST_TURNS: Final = 2_000
"""Rotations up to which the Lie algebra is looked at, too."""


@final
@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Trainability(Figure):
    """How the variance of gradients falls with the number of qubits.

    `value` is the variance at the largest size. The verdict is `trainable` where it falls no faster
    than a power of n, `barren plateau` where it falls exponentially and 10 qubits at most halve it,
    `slow decay` where it takes more of them, else `unknown`.

    Attributes:
        sizes: those that were looked at.
        figures: the variance at each.
        power, exponential: the two laws; None where there are too few sizes.
        exponent: the power of 1/n, with its standard error; None as above.
        base: by what each qubit divides the variance, if that falls exponentially.
        worse: how many times worse the law that was not taken fits, as a ratio of spreads.
    """

    sizes: tuple[int, ...]
    figures: tuple[GradientVariance, ...]
    power: Fit | None
    exponential: Fit | None
    exponent: tuple[float, float] | None
    base: float | None
    worse: float | None

    @property
    def halves(self) -> float | None:
        """So many qubits halve the variance, if it falls exponentially; None as `base`."""
        rate = self.exponential.rate if self.exponential else 0.0
        return math.log(2) / rate if rate > 0 else None


def trainability(
    make: Callable[[int], Circuit],
    sizes: Iterable[int],
    observable: Callable[[int], Any],
    *,
    parameter: str | None = None,
    method: Method = "auto",
    samples: int | None = None,
    seed: int = 0,
    progress: Progress = None,
    cancel: Cancel = None,
) -> Trainability:
    """How the variance of an ansatz' gradients falls with its size, and what that says.

    Two laws are fitted to the logarithms of the variances, a·n^−p and a·b^−n. One is told where it
    is e³ times as likely as the other one, with the smallest size and without it, from at least
    four sizes of which the largest is twice the smallest.

    Args:
        make: the ansatz on n qubits.
        sizes: numbers n.
        observable: the observable on n qubits.
        parameter: whose slope; the mean of all when None.
        method: as `gradient_variance` takes it.
        samples: walks or points at each size.
        seed: for walks and points.
        progress: called with what is being done.
        cancel: a function or an event; asked often.

    Raises:
        InvalidRequest: sizes that are none.
        Cancelled: `cancel` said so.
        and what `gradient_variance` raises.

    Example:
        >>> from qdesign.pauli import Observable
        >>> def turns(n):
        ...     return Circuit.of(n, "; ".join(f"rx(t{k}) {k}" for k in range(n)))
        >>> found = trainability(turns, range(2, 9), lambda n: Observable({"Z" * n: 1.0}))
        >>> found.verdict, round(found.base, 6)
        ('barren plateau', 2.0)

    Source: McClean et al., arXiv:1803.11173; Cerezo et al., arXiv:2001.00550.
    """
    work = Work("Finding how it trains", progress, cancel)
    chosen = _sizes(sizes)
    for what, given in (("The ansatz", make), ("The observable", observable)):
        if not callable(given):
            raise InvalidRequest(f"{what} is given as a function of n, such as lambda n: ….")
    figures: list[GradientVariance] = []
    algebras: list[int | None] = []
    for n in chosen:
        work.say(f"{n} qubits")
        circuit = as_circuit(make(n))
        figures.append(
            gradient_variance(
                circuit, observable(n), parameter=parameter, method=method, samples=samples,
                seed=seed, cancel=cancel,
            )
        )  # fmt: skip
        algebras.append(_algebra(circuit, work))
    given = {"parameter": parameter, "samples": samples}
    told = [f", {name}={each!r}" for name, each in given.items() if each is not None]
    told += [] if method == "auto" else [f", method={method!r}"]
    cell = f"qd.analyze.trainability(make, {list(chosen)}, H{''.join(told)}, seed={seed})"
    return _figure(chosen, figures, algebras, parameter, seed, cell)


def _sizes(sizes: Iterable[int]) -> tuple[int, ...]:
    if isinstance(sizes, (str, bytes)) or not isinstance(sizes, Iterable):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidRequest("Sizes are numbers of qubits, such as range(2, 9).")
    listed: list[int] = []
    for n in sizes:
        listed.append(given_whole(n, "A size", low=1))
        if len(listed) > _MOST_SIZES:
            raise InvalidRequest(f"At most {_MOST_SIZES} sizes are taken.")
    if not listed:
        raise InvalidRequest("Give sizes, such as range(2, 9).")
    return tuple(sorted(set(listed)))


def _algebra(circuit: Circuit, work: Work) -> int | None:
    """The dimension of the Lie algebra where it has a closed form."""
    turns = turns_of(circuit, ask=work.ask)
    if len(turns.turns) > _MOST_TURNS:
        return None
    found = generators_of(turns, ask=work.ask)
    if not found.are_words or found.fixed:
        return None
    try:
        ideals = ideals_of(found.words, turns.num_qubits, ask=work.ask)
    except TooLarge:
        return None
    return sum(ideal.dimension for ideal in ideals)


# --- what the variances say ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Said:
    verdict: str
    tone: Tone
    says: str
    reasons: tuple[Reason, ...] = ()
    power: Fit | None = None
    exponential: Fit | None = None
    worse: float | None = None


def _judged(sizes: Sequence[int], figures: Sequence[GradientVariance]) -> _Said:
    known = [
        (n, each.value, each.error or 0.0)
        for n, each in zip(sizes, figures, strict=True)
        if each.value is not None
    ]
    if known and not any(value for _, value, _ in known):
        return _Said("unknown", "unknown", "Every slope is 0 at these sizes: nothing can train.")
    kept = [each for each in known if each[1] > 0]
    left = len(sizes) - len(kept)
    missing = (
        (Reason(None, f"{left} of {len(sizes)} sizes have no value above 0."),) if left else ()
    )
    if len(kept) < _FEWEST:
        says = f"{len(kept)} sizes with a value are too few to tell a law."
        return _Said("unknown", "unknown", says, missing)
    ns, values, errors = zip(*kept, strict=True)
    power, exponential = _laws(kept)
    said = _chosen(kept, power, exponential)
    if ns[-1] < _RANGE * ns[0]:
        says = f"From {ns[0]} to {ns[-1]} qubits no law can be told: these sizes are too near."
        said = _Said("unknown", "unknown", says)
    level = max(values) / min(values)
    sure = all(error <= 0.05 * value for value, error in zip(values, errors, strict=True))
    ratio = ns[-1] / ns[0]
    fall = ratio ** (abs(power.rate) + 2 * power.rate_error)
    decays = said.verdict in _EXPONENTIAL
    hardly = (ratio >= _RANGE and level < _LEVEL) or (ratio >= _WIDE and fall < _HARDLY)
    levels = sure and ratio >= _RANGE and _levels(ns, values)
    if sure and hardly and not decays:
        says = f"It hardly falls from {ns[0]} to {ns[-1]} qubits: it stays about {values[-1]:.2g}."
        said = _Said("trainable", "good", says)
    elif levels:
        says = (
            f"It levels off: from {ns[-_FEWEST]} to {ns[-1]} qubits it is about {values[-1]:.2g}."
        )
        return _Said("trainable", "good", says, missing)  # no law says that
    return _Said(
        said.verdict, said.tone, said.says, (*said.reasons, *missing), power, exponential,
        said.worse,
    )  # fmt: skip


def _levels(ns: Sequence[int], values: Sequence[float]) -> bool:
    """Do the last sizes change hardly, and much slower than those before?"""
    if len(ns) < _FEWEST + 2 or ns[-1] < math.sqrt(_RANGE) * ns[-_FEWEST]:
        return False
    last = values[-_FEWEST:]
    if max(last) >= _LEVEL * min(last):
        return False
    before = math.log(values[0] / last[0]) / math.log(ns[-_FEWEST] / ns[0])
    after = math.log(max(last) / min(last)) / math.log(ns[-1] / ns[-_FEWEST])
    return before > _SLOWER * after


_Point = tuple[int, float, float]


def _laws(points: Sequence[_Point]) -> tuple[Fit, Fit]:
    ns, values, errors = zip(*points, strict=True)
    return fitted("power", ns, values, errors), fitted("exponential", ns, values, errors)


def _chosen(points: Sequence[_Point], power: Fit, exponential: Fit) -> _Said:
    gain = power.likelihood - exponential.likelihood
    first, second = _laws(points[1:])
    without = first.likelihood - second.likelihood
    better, other = (power, exponential) if gain > 0 else (exponential, power)
    worse = other.spread / max(better.spread, 1e-9)
    falls = better.rate > 2 * better.rate_error
    reasons = (
        Reason(
            True if abs(gain) > _CLEAR else None,
            f"{_NAMES[better.law]} is {_times(abs(gain))} as likely as {_LATER[other.law]}.",
            "" if abs(gain) > _CLEAR else f"From {math.exp(_CLEAR):.0f} times on it would be told.",
        ),
        Reason(True, "Without the smallest size the same law fits better.")
        if gain * without > 0
        else Reason(False, "Without the smallest size the other law fits better."),
    )
    if abs(gain) <= _CLEAR or gain * without <= 0:
        if better.rate < -2 * better.rate_error:
            says = f"It grows from {points[0][0]} to {points[-1][0]} qubits."
            return _Said("trainable", "good", says, reasons, worse=worse)
        says = (
            f"Falls as n^{_minus(power.rate)} or as {math.exp(exponential.rate):.3g}^−n: these "
            "sizes do not tell which."
        )
        return _Said("unknown", "unknown", says, reasons)
    if not falls:
        says = f"It does not fall from {points[0][0]} to {points[-1][0]} qubits."
        return _Said("trainable", "good", says, reasons, worse=worse)
    beyond = 20 if points[-1][0] < 20 else 2 * points[-1][0]
    about = f"about {better.at(beyond):.2g} at {beyond} qubits if that goes on"
    noise = math.sqrt(sum((error / value) ** 2 for _, value, error in points) / len(points))
    is_loose = better.spread > max(_LOOSE, 2 * noise)
    if is_loose:
        about = f"though only roughly, with {100 * math.expm1(better.spread):.0f} % beside it"
    fits = f"fits {_ratio(worse)} times worse"
    if better is power:
        says = f"Falls as n^{_minus(power.rate)}, {about}. Exponential decay (dashed) {fits}."
        return _Said("trainable", "good", says, reasons, worse=worse)
    parts = [f"Each qubit divides it by {_base(exponential.rate)}, {about}."]
    low = math.ceil(exponential.middle + (exponential.level - math.log(_LOW)) / exponential.rate)
    if low > points[0][0] and not is_loose:
        parts.append(f"It is below 1e-4 from {low:,} qubits on.")
    parts.append(f"A power of n (dashed) {fits}.")
    half = math.log(2) / exponential.rate
    if half > _HALVED:
        parts.insert(0, f"It takes {half:.0f} qubits to halve it.")
        return _Said("slow decay", "plain", " ".join(parts), reasons, worse=worse)
    return _Said("barren plateau", "warn", " ".join(parts), reasons, worse=worse)


def _base(rate: float) -> str:
    """By what each qubit divides it: so many digits that it is not 1."""
    return f"{1 + float(f'{math.expm1(rate):.3g}'):.10g}" if rate < 0.1 else f"{math.exp(rate):.3g}"


_NAMES: Final = {"power": "A power of n", "exponential": "Exponential decay"}
_LATER: Final = {"power": "a power of n", "exponential": "exponential decay"}


def _minus(rate: float) -> str:
    return f"{-rate:.2g}".replace("-", "−")


def _times(gain: float) -> str:
    return f"{math.exp(gain):,.0f} times" if gain < 7 else "over 1,000 times"


def _ratio(worse: float) -> str:
    return f"{worse:.2g}" if worse < 100 else "over 100"


# --- the figure ----------------------------------------------------------------------------------


def _figure(
    sizes: tuple[int, ...],
    figures: Sequence[GradientVariance],
    algebras: Sequence[int | None],
    parameter: str | None,
    seed: int,
    cell: str,
) -> Trainability:
    said = _judged(sizes, figures)
    last = next((k for k in reversed(range(len(sizes))) if figures[k].value is not None), None)
    shown = figures[last] if last is not None else figures[-1]
    of = f"of {parameter!r}" if parameter is not None else "of a gradient"
    intervals = [each.interval or (each.value, each.value) for each in figures]
    methods = list(dict.fromkeys(each.method or "none" for each in figures))
    exactly = all(each.method == "exact" for each in figures)
    reasons = (
        *said.reasons,
        Reason(True, "Each variance is exact.")
        if exactly
        else Reason(None, "Variances have errors, which the fits weigh."),
        *_algebra_reason(sizes, algebras),
    )
    convention: dict[str, Fact] = {
        "qubits": f"{sizes[0]} to {sizes[-1]}",
        "θ": "uniform in [0, 2π)",
        "methods": ", ".join(methods),
        "H": "as given, not scaled",
        "seed": seed,
    }
    return Trainability(
        name="trainability",
        title="Trainability",
        value=shown.value,
        error=shown.error,
        interval=shown.interval,
        basis=shown.basis,
        unit=f"variance {of} at {sizes[last if last is not None else -1]} qubits",
        verdict=said.verdict,
        tone=said.tone,
        says=said.says,
        convention=convention,
        conditions=(
            f"seen from {sizes[0]} to {sizes[-1]} qubits; beyond them only if the law goes on",
            "angles are drawn uniformly; a chosen start may do better",
            "of this ansatz and this observable, from |0…0⟩, without noise",
            *inputs_counted(str(each) for each in figures[-1].columns.get("parameter", ())),
        ),
        source=SOURCE,
        cell=cell,
        reasons=reasons,
        chart=_chart(sizes, figures, said),
        columns={
            "qubits": sizes,
            "variance": tuple(each.value for each in figures),
            "low": tuple(low for low, _ in intervals),
            "high": tuple(high for _, high in intervals),
            "method": tuple(each.method for each in figures),
            "parameters": tuple(len(each.columns.get("parameter", ())) for each in figures),
        },
        sizes=sizes,
        figures=tuple(figures),
        power=said.power,
        exponential=said.exponential,
        exponent=(said.power.rate, said.power.rate_error) if said.power else None,
        base=math.exp(said.exponential.rate) if said.exponential else None,
        worse=said.worse,
    )


def _algebra_reason(sizes: Sequence[int], algebras: Sequence[int | None]) -> tuple[Reason, ...]:
    known = [(n, d) for n, d in zip(sizes, algebras, strict=True) if d is not None]
    if len(known) < len(sizes) or not known:
        return ()
    n, dimension = known[-1]
    if all(d == 4**m - 1 for m, d in known):
        words = "Its Lie algebra is all there is, which deep circuits fill."
        return (Reason(False, words, "Then the variance of a deep circuit falls exponentially."),)
    if all(d <= 4 * m * m for m, d in known):
        words = f"Its Lie algebra stays small: {dimension:,} dimensions at {n} qubits."
        return (
            Reason(
                True, words, "Where the observable is in it, deep circuits can be simulated, too."
            ),
        )
    return ()


def _chart(sizes: Sequence[int], figures: Sequence[GradientVariance], said: _Said) -> Chart | None:
    points = [(n, f) for n, f in zip(sizes, figures, strict=True) if f.value]
    if not points:
        return None
    x = tuple(float(n) for n, _ in points)
    y = tuple(float(f.value or 0) for _, f in points)
    ends = [f.interval or (float(f.value or 0),) * 2 for _, f in points]
    series: list[Series] = []
    if said.power is not None and said.exponential is not None:
        laws = [("power of n", said.power), ("exponential", said.exponential)]
        if said.verdict in _EXPONENTIAL:
            laws.reverse()
        line = tuple(x[0] + (x[-1] - x[0]) * k / (_LINE - 1) for k in range(_LINE))
        (name, taken), (other_name, other) = laws
        series = [
            Series(name, "line", line, tuple(taken.at(n) for n in line)),
            Series(other_name, "dashed", line, tuple(other.at(n) for n in line)),
        ]
    low, high = zip(*ends, strict=True)
    series.append(Series("variance", "points", x, y, low, high))
    return Chart("qubits", "variance of a gradient", tuple(series), log_y=True)
