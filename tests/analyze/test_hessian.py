"""Curvatures at the values, and what they are called."""

from __future__ import annotations

import numpy as np
import pytest

from qdesign import ansatz, problems
from qdesign.analyze.effective_dimension import effective_dimension
from qdesign.analyze.fourier import fourier_spectrum
from qdesign.analyze.gradient_variance import gradient_variance
from qdesign.analyze.hessian import hessian_spectrum
from qdesign.analyze.light_cone import light_cone
from qdesign.circuit import Circuit
from qdesign.errors import TooLarge
from qdesign.pauli import Observable
from qdesign.rows import catalog
from qdesign.simulate.simulator import Simulator
from qdesign.tune.optimize import optimize


def test_curvatures_are_those_of_differences_of_slopes() -> None:
    circuit, observable = ansatz.sim(2, num_qubits=3), problems.tfim(3).observable
    point = np.linspace(-2, 2, len(circuit.parameters))
    slope, step = Simulator(circuit, observable).gradient, 1e-5
    rows = [
        (slope(point + step * e)[1] - slope(point - step * e)[1]) / (2 * step)
        for e in np.eye(len(point))
    ]
    expected = np.linalg.eigvalsh(np.array(rows))
    found = hessian_spectrum(circuit, observable, point)
    assert found.curvatures == pytest.approx(expected, abs=1e-7)
    assert found.verdict == "on a slope"
    assert found.value == int((expected < -1e-6).sum())


@pytest.mark.parametrize(
    ("text", "values", "index", "verdict"),
    [
        ("ry(a) 0; ry(b) 1", [np.pi, np.pi], 0, "minimum"),
        ("ry(a) 0; ry(b) 1", [0.0, np.pi], 1, "saddle"),
        ("ry(a) 0; ry(b) 1", [0.0, 0.0], 2, "maximum"),
        ("ry(a) 0; rz(b) 0; ry(c) 1", [np.pi, 0.0, np.pi], 0, "minimum or flat"),
        ("ry(a) 0", [1.0], 1, "on a slope"),
        ("rz(a) 0", [1.0], 0, "flat"),
    ],
)
def test_a_place_is_called_what_it_is(
    text: str, values: list[float], index: int, verdict: str
) -> None:
    found = hessian_spectrum(Circuit.of(2, text), Observable({"IZ": 1.0, "ZI": 1.0}), values)
    assert (found.value, found.verdict) == (index, verdict)


def test_a_tuned_energy_has_no_direction_down() -> None:
    problem = problems.tfim(4)
    circuit = ansatz.sim(2, num_qubits=4, layers=2)
    tuned = optimize(circuit, problem, seed=1, tolerance=1e-14)
    assert hessian_spectrum(circuit, problem.observable, tuned.values).value == 0


def test_what_has_no_parameters_is_told_so_by_each_figure_about_them() -> None:
    fixed, measured = Circuit.of(2, "h 0; cx 0 1"), Observable({"ZZ": 1.0})
    found = [
        hessian_spectrum(fixed, measured),
        gradient_variance(fixed, measured),
        fourier_spectrum(fixed, measured),
        effective_dimension(fixed),
        catalog("analysis")["saturation"].run(fixed),
        light_cone(fixed, measured),
    ]
    assert [each.verdict for each in found] == ["no parameters"] * 6
    assert [each.value for each in found] == [None] * 5 + [0]
    assert [each.chart for each in found[:-1]] == [None] * 5


def test_too_many_parameters_are_told() -> None:
    many = Circuit.of(2, "; ".join(f"ry(a{k}) {k % 2}" for k in range(1001)))
    with pytest.raises(TooLarge, match="1,001 parameters"):
        hessian_spectrum(many, Observable({"ZZ": 1.0}))
