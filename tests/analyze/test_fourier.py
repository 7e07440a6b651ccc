"""Frequencies of an expectation against what is known of re-uploading, and against its values."""

from __future__ import annotations

import numpy as np
import pytest

from qdesign.analyze.fourier import fourier_spectrum
from qdesign.circuit import Circuit
from qdesign.errors import InvalidRequest, TooLarge, UnknownParameter
from qdesign.pauli import Observable
from qdesign.simulate.simulator import Simulator

Z = Observable({"Z": 1.0})


def _uploaded(factors: tuple[int, ...]) -> Circuit:
    layers = [f"u(a{k},b{k},c{k}) 0; rz({factor}*x_0) 0" for k, factor in enumerate(factors)]
    return Circuit.of(1, "; ".join([*layers, "u(d,e,f) 0"]))


def test_re_uploading_has_the_frequencies_of_its_differences() -> None:
    linear = fourier_spectrum(_uploaded((1, 1, 1)), Z, samples=4)
    assert (linear.value, linear.parameter) == (3.0, "x_0")
    # Pairs of eigenvalues of three half turns: binomials of 6 over 4^3.
    assert linear.ways == pytest.approx([20 / 64, 15 / 64, 6 / 64, 1 / 64])
    thirds = fourier_spectrum(_uploaded((1, 3, 9)), Z, samples=4)
    assert thirds.frequencies == tuple(map(float, range(14)))  # all up to (3^3 - 1) / 2
    assert thirds.value == 13.0


def test_coefficients_make_the_expectation_again() -> None:
    drawn = Circuit.of(2, "h 0; ry(a) 1; crx(a) 0 1; cx 1 0; rz(b) 0; rx(2*a) 0")
    observable = Observable({"ZZ": 0.7, "IX": -0.4})
    values = {"a": 0.3, "b": 1.1}
    found = fourier_spectrum(drawn, observable, "a", values=values)
    assert 0.5 in found.frequencies  # a controlled rotation turns by halves
    simulator = Simulator(drawn, observable)
    for place in np.linspace(-7, 7, 9):
        waves = np.array(found.frequencies) * place
        made = np.cos(waves) @ found.cosine + np.sin(waves) @ found.sine
        assert made == pytest.approx(simulator.expectation({**values, "a": place}), abs=1e-12)


def test_what_no_polynomial_has_is_told() -> None:
    with pytest.raises(InvalidRequest, match="formula"):
        fourier_spectrum(Circuit.of(1, "rx(a*b) 0"), Z, "a")
    with pytest.raises(UnknownParameter):
        fourier_spectrum(Circuit.of(1, "rx(a) 0"), Z, "b")
    with pytest.raises(TooLarge, match="20 qubits"):
        fourier_spectrum(Circuit.of(30, "rx(a) 0"), Observable({"Z" * 30: 1.0}))
    assert fourier_spectrum(Circuit.of(1, "rx(a*b) 0"), Z).value is None
    assert fourier_spectrum(Circuit.of(1, "rx(a) 0; rz(b) 0"), Z, "b").value == 0.0
