"""⟨H⟩ along one parameter as a trigonometric polynomial: its frequencies and their amplitudes."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, final

import numpy as np
from numpy.typing import NDArray

from qdesign.analyze.analysis import Analysis
from qdesign.analyze.figure import Chart, Figure, Series
from qdesign.analyze.jacobian import differentiable, generator, random_values
from qdesign.analyze.states import Real, checked_time
from qdesign.analyze.work import NO_PARAMETERS, Progress, Work, checked_memory, on_qubits_of
from qdesign.cancelling import Cancel
from qdesign.circuit import Circuit
from qdesign.convert.bodies import as_circuit
from qdesign.errors import InvalidRequest, NotUnitary, TooLarge, UnknownParameter
from qdesign.formula import free_names, is_derived
from qdesign.given import given_whole
from qdesign.pauli import Observable
from qdesign.problems.inputs import feature_of
from qdesign.rows import Option
from qdesign.showing.tables import count
from qdesign.simulate.simulator import Simulator, Values, bound_values
from qdesign.tune.spectrum import NO_POLYNOMIAL, Spectrum, spectrum

SAMPLES: Final = 32
_MOST_DEGREE: Final = 4096
_PRESENT: Final = 1e-9
"""Of the sum of all weights: what is less is rounding."""
_SOURCE: Final = "Schuld, Sweke, Meyer, arXiv:2008.08605"
_AT_ONCE: Final = 200_000_000
"""Gates times amplitudes that are run without asking whether to stop."""


@final
@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class FourierSpectrum(Figure):
    """⟨H⟩ along a parameter: Σ a(ω) cos ωθ + b(ω) sin ωθ; `value` is the highest ω present.

    Attributes:
        parameter: along which; all its occurrences move together.
        frequencies: those that the circuit can have, from 0 on, per radian.
        ways: pairs of eigenvalues that give each, as a share of all: its degeneracy.
        cosine, sine: a(ω) and b(ω) at the values; empty where the rest was drawn at random.
        amplitude: √(a² + b²) at the values, or its mean over the draws.
        low, high: between these 80 % of the draws are; the amplitude itself at values.
    """

    parameter: str | None
    frequencies: tuple[float, ...]
    ways: tuple[float, ...]
    cosine: tuple[float, ...]
    sine: tuple[float, ...]
    amplitude: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]


def fourier_spectrum(
    circuit: Circuit,
    observable: Observable,
    parameter: str | None = None,
    *,
    values: Values = None,
    samples: int = SAMPLES,
    seed: int = 0,
    progress: Progress = None,
    cancel: Cancel = None,
) -> FourierSpectrum:
    """The frequencies of an expectation along one parameter, with their amplitudes.

    Coefficients are exact: 2m + 1 values give a polynomial of degree m. A frequency counts as
    present where its amplitude stands above rounding at one point at least: what is present is
    there, while a higher one may vanish at the points that were looked at.

    Args:
        circuit: unitary, up to measurements at its end.
        observable: on as many qubits.
        parameter: a name; when None or empty the first input such as `x_0`, else the one with most
            gates.
        values: of the other parameters; when None `samples` random points.
        samples: how many random points.
        seed: for them.
        progress: called with what is being done.
        cancel: a function or an event; asked often.

    Raises:
        UnknownParameter: the circuit has no such parameter.
        InvalidRequest: a formula holds the parameter, so that the expectation is no polynomial.
        TooLarge: more qubits or frequencies than are taken.
        NotUnitary: the circuit measures, resets or has conditions before its end.

    Example:
        >>> drawn = Circuit.of(1, "rx(x_0) 0; ry(a) 0; rx(x_0) 0")
        >>> found = fourier_spectrum(drawn, Observable({"Z": 1.0}))
        >>> found.value, found.frequencies, found.ways
        (2.0, (0.0, 1.0, 2.0), (0.375, 0.25, 0.0625))
    """
    circuit = as_circuit(circuit).without_final_measurements()
    observable = on_qubits_of(circuit, observable)
    samples = given_whole(samples, "The number of samples", low=1)
    seed = given_whole(seed, "Seed")
    if not circuit.is_unitary:
        raise NotUnitary(
            "A circuit that measures, resets or has conditions before its end has no spectrum "
            "here. Remove them first."
        )
    name = parameter or _chosen(circuit)
    if name is None:
        return _none(has_parameters=bool(circuit.parameters))
    if name not in circuit.parameters:
        raise UnknownParameter(name, circuit.parameters)
    along = _spectrum(circuit, name)
    work = Work("The spectrum", progress, cancel)
    work.say("Taking values along the parameter")
    checked_time(circuit, along.num_values * (samples if values is None else 1))
    points = _points(circuit, values, samples, seed)
    modes = _modes(circuit, observable, name, along, points, work)
    scale = max(1e-300, sum(abs(weight) for _, weight in observable.terms))
    ways = _ways(circuit, name)
    told = samples if values is None else 0
    return _figure(name, along, modes, ways, scale, told, seed)


def _spectrum(circuit: Circuit, name: str) -> Spectrum:
    along = spectrum(circuit, name)
    if along.degree == NO_POLYNOMIAL:
        raise InvalidRequest(
            f"The parameter '{name}' stands in a formula, so the expectation along it is no "
            "trigonometric polynomial. Choose a parameter that angles have themselves."
        )
    if along.degree > _MOST_DEGREE:
        raise TooLarge(
            f"Along '{name}' there are {along.degree:,} frequencies; at most {_MOST_DEGREE:,} are "
            "taken."
        )
    checked_memory(circuit)
    return along


def _chosen(circuit: Circuit) -> str | None:
    """The first input, else the parameter with most occurrences that is in no formula."""
    names = circuit.parameters
    angles = [angle for operation in circuit.plain_operations for angle in operation.angles]
    uses = Counter(name for angle in angles for name in angle.parameters)
    held = set(free_names(name for angle in angles for name in angle.symbols if is_derived(name)))
    inputs = [name for name in names if feature_of(name) is not None]
    ordered = inputs + sorted(names, key=lambda name: -uses[name])
    return next((name for name in ordered if name not in held), None)


def _points(circuit: Circuit, values: Values, samples: int, seed: int) -> Real:
    names = circuit.parameters
    if values is not None:
        return bound_values(names, values)[None]
    rng = np.random.default_rng(seed)
    operations = differentiable(circuit)
    drawn = [random_values(operations, names, rng) for _ in range(samples)]
    return np.array([[each[name] for name in names] for each in drawn])


def _modes(
    circuit: Circuit, observable: Observable, name: str, along: Spectrum, points: Real, work: Work
) -> NDArray[np.complex128]:
    """Coefficients a - ib of cos and sin, shape (points, degree + 1)."""
    simulator = Simulator(circuit, observable)
    place = simulator.parameters.index(name)
    at_once = max(1, _AT_ONCE // (circuit.num_operations + 1 << circuit.num_qubits))
    modes: list[NDArray[np.complex128]] = []
    for point in points:
        table = np.repeat(point[None], along.num_values, axis=0)
        table[:, place] = along.samples
        energies: list[Real] = []
        for first in range(0, len(table), at_once):
            work.ask()
            energies.append(simulator.expectations(table[first : first + at_once]))
        found = np.fft.rfft(np.concatenate(energies)) / along.num_values
        found[1:] *= 2
        modes.append(found)
    return np.array(modes)


def _ways(circuit: Circuit, name: str) -> Callable[[Fraction], float]:
    """How many pairs of eigenvalues of the generators give a frequency, as a share of all."""
    turns: list[Counter[Fraction]] = []
    for operation in differentiable(circuit):
        rate = sum(
            (c for angle in operation.angles for n, c in angle.terms if n == name), Fraction(0)
        )
        if rate:
            turns.append(_differences(operation.gate, rate))
    fine = math.lcm(1, *(step.denominator for each in turns for step in each))
    reach = int(sum(max(each) for each in turns) * fine)
    if reach > _MOST_DEGREE * 64:
        raise TooLarge(f"Along '{name}' there are more frequencies than are counted.")
    shares = np.zeros(2 * reach + 1)
    shares[reach] = 1.0
    for each in turns:
        total = sum(each.values())
        moved = [np.roll(shares, int(step * fine)) * (n / total) for step, n in each.items()]
        shares = np.sum(moved, axis=0)

    def ways(frequency: Fraction) -> float:
        place = frequency * fine + reach
        inside = place.denominator == 1 and 0 <= place < len(shares)
        return float(shares[int(place)]) if inside else 0.0

    return ways


def _differences(gate: str, rate: Fraction) -> Counter[Fraction]:
    turned = np.linalg.eigvalsh(1j * generator(gate)).tolist()
    sizes = Counter(Fraction(each).limit_denominator(64) for each in turned)
    steps: Counter[Fraction] = Counter()
    for one, many in sizes.items():
        for other, more in sizes.items():
            steps[rate * (one - other)] += many * more
    return steps


def _none(*, has_parameters: bool) -> FourierSpectrum:
    return FourierSpectrum(
        name="fourier_spectrum", title="Fourier spectrum", value=None, error=None,
        basis="not known" if has_parameters else NO_PARAMETERS,
        says="The circuit has no parameter along which the energy is a sum of sines and cosines."
        if has_parameters
        else "The circuit has no parameters.",
        verdict="" if has_parameters else NO_PARAMETERS,
        convention={"parameter": None}, source=_SOURCE, parameter=None, frequencies=(), ways=(),
        cosine=(), sine=(), amplitude=(), low=(), high=(),
    )  # fmt: skip


def _figure(
    name: str,
    along: Spectrum,
    modes: NDArray[np.complex128],
    ways: Callable[[Fraction], float],
    scale: float,
    samples: int,
    seed: int,
) -> FourierSpectrum:
    orders = range(along.degree + 1)
    kept = [k for k in orders if not k or ways(along.step * k)]
    sizes = np.abs(modes[:, kept])
    frequencies = tuple(float(along.step * k) for k in kept)
    mean = tuple(sizes.mean(axis=0).tolist())
    low, high = (tuple(np.quantile(sizes, q, axis=0).tolist()) for q in (0.1, 0.9))
    seen = [f for f, most in zip(frequencies, sizes.max(axis=0), strict=True)
            if most > _PRESENT * scale]  # fmt: skip
    top = max(seen, default=0.0)
    at_values = not samples
    exact = tuple(modes[0, kept].real.tolist()), tuple((-modes[0, kept].imag).tolist())
    cosine, sine = exact if at_values else ((), ())
    basis = "exact at the values" if at_values else f"average of {samples} random points"
    cell = "values=values" if at_values else f"samples={samples}, seed={seed}"
    return FourierSpectrum(
        name="fourier_spectrum",
        title="Fourier spectrum",
        value=top,
        error=0.0,
        unit=f"highest frequency along {name}",
        verdict=f"{max(0, len([f for f in seen if f])):,} of {len(kept) - 1:,} present",
        says=_says(name, frequencies, seen),
        basis=basis,
        convention={
            "parameter": name, "occurrences": "move together", "unit": "per radian",
            "present above": f"{_PRESENT:g} of all weights",
            **({} if at_values else {"points": samples, "seed": seed}),
        },
        conditions=("coefficients exact at each point", "a higher frequency may vanish there"),
        source=_SOURCE,
        cell=f"qd.analyze.fourier_spectrum(c, H, {name!r}, {cell})",
        chart=Chart(
            f"frequency along {name}", "amplitude",
            (Series("amplitude", "bars", frequencies, mean, low, high),),
        ),
        columns={
            "frequency": frequencies,
            "amplitude": mean,
            **({"cosine": cosine, "sine": sine} if at_values else {"low": low, "high": high}),
            "ways": _shares(kept, along, ways),
        },
        parameter=name,
        frequencies=frequencies,
        ways=_shares(kept, along, ways),
        cosine=cosine,
        sine=sine,
        amplitude=mean,
        low=low,
        high=high,
    )  # fmt: skip


def _shares(
    kept: Sequence[int], along: Spectrum, ways: Callable[[Fraction], float]
) -> tuple[float, ...]:
    return tuple(ways(along.step * k) for k in kept)


def _says(name: str, frequencies: Sequence[float], seen: Sequence[float]) -> str:
    if len(frequencies) == 1:
        return f"The expectation does not depend on {name}."
    many = count(len(frequencies) - 1, "frequency", "frequencies")
    can = f"The circuit can have {many} up to {frequencies[-1]:g}"
    if not any(seen):
        return f"{can}; none was present, so {name} does not move the expectation there."
    return f"{can}; {max(seen):g} is the highest that was present."


FOURIER_SPECTRUM: Final = Analysis(
    name="fourier_spectrum",
    title="Fourier spectrum",
    group="Expressiveness",
    help="Frequencies of an expectation along one parameter or input, with their amplitudes",
    source=_SOURCE,
    convention="exact coefficients at random points of the rest; 10 to 90 % of them",
    takes="observable",
    is_long=True,
    options=(
        Option(name="parameter", title="Parameter", kind="text", default="",
               help="a name; empty for the first input, else the one with most gates"),
        Option(name="samples", title="Random points", kind="integer", default=SAMPLES, low=1,
               high=10_000),
        Option(name="seed", title="Seed", kind="integer", default=0, low=0),
    ),
    run=fourier_spectrum,
)  # fmt: skip
