"""Entangling capability against dense averages, sampled states, and what is known."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qdesign import ansatz
from qdesign.analyze.entangling import entangling_capability
from qdesign.analyze.states import haar_meyer_wallach, meyer_wallach
from qdesign.circuit import Circuit
from qdesign.errors import Cancelled, NotUnitary, TooLarge
from qdesign.simulate.simulator import Simulator
from tests.analyze import plain

KNOWN = {
    2: (159, 256), 3: (11, 64), 5: (37, 128), 10: (3, 8), 15: (729, 1024), 16: (11, 64),
    18: (7, 32), 19: (99, 256),
}  # fmt: skip


@pytest.mark.parametrize("number", KNOWN)
def test_the_mean_of_sims_circuits_is_the_known_fraction(number: int) -> None:
    figure = entangling_capability(ansatz.sim(number, 4), samples=100)
    assert figure.fraction == Fraction(*KNOWN[number])
    assert figure.basis == "exact"
    assert figure.error == 0


@pytest.mark.parametrize(("number", "layers"), [(4, 1), (14, 1), (8, 2), (19, 2)])
def test_the_mean_is_that_of_dense_averages(number: int, layers: int) -> None:
    circuit = ansatz.sim(number, 4, layers=layers)
    figure = entangling_capability(circuit, samples=10)
    assert figure.value == pytest.approx(plain.mean_meyer_wallach(circuit), abs=1e-10)
    assert figure.fraction is not None


GATES = st.sampled_from(
    ["rx(a) 0", "ry(b) 1", "rz(c) 2", "rx(a+b) 2", "ry(c/2) 0", "rzz(a) 0 1", "crx(b) 1 2",
     "cry(c) 2 0", "rxx(2*a) 0 2", "cx 0 1", "cz 1 2", "h 2", "s 0", "t 1", "rx(0.4) 2",
     "ry(pi/4) 0", "cp(c) 0 1", "u(a, b, 0.3) 1", "iswap 0 2", "ry(c/3) 1"]
)  # fmt: skip


@given(st.lists(GATES, min_size=4, max_size=10))
@settings(max_examples=25)
def test_shared_parameters_and_half_turns_are_averaged_exactly(gates: list[str]) -> None:
    circuit = Circuit.of(3, "; ".join(["ry(a) 0", "cx 0 1", *gates]))
    # Waves go round at most 2 (1 + 2 · 10) times in 6π: this rule is exact to rounding for them.
    nodes, weights = np.polynomial.legendre.leggauss(24)
    names = circuit.parameters
    axes = np.meshgrid(*[np.pi * (nodes + 1)] * len(names), indexing="ij")
    shares = np.meshgrid(*[weights / 2] * len(names), indexing="ij")
    points = np.stack([axis.ravel() for axis in axes], axis=1)
    weight = np.prod([share.ravel() for share in shares], axis=0)
    mean = weight @ meyer_wallach(Simulator(circuit).statevectors(points))
    figure = entangling_capability(circuit, samples=10)
    assert figure.basis == "exact"
    assert figure.value == pytest.approx(mean, abs=1e-6)


@pytest.mark.parametrize(
    ("gates", "mean", "is_fraction"),
    [
        # Q = sin²θ of ry(θ) before a CX: (1 + sin a)/2, (1 - cos(a/2))/2, (1 - cos(a/4))/2.
        ("ry(a/2) 0; ry(pi/4) 0", 1 / 2, True),
        ("ry(a/4) 0", 1 / 2, True),
        ("ry(a/8) 0", 1 / 2 - 1 / np.pi, False),
    ],
)
def test_a_mean_is_a_fraction_only_where_it_is_one(
    gates: str, mean: float, is_fraction: bool
) -> None:
    figure = entangling_capability(Circuit.of(2, f"{gates}; cx 0 1"), samples=10)
    assert figure.value == pytest.approx(mean, abs=1e-12)
    assert (figure.fraction is not None) == is_fraction
    assert figure.error == 0


def test_what_is_sampled_says_why_and_how_far_off_it_may_be() -> None:
    circuit = Circuit.of(2, "ry(a*b) 0; ry(b) 1; cx 0 1; ry(a) 1")
    figure = entangling_capability(circuit, samples=3000)
    assert figure.value is not None
    assert figure.error is not None
    assert figure.basis == "sampled"
    assert "an angle is a formula of parameters" in figure.says
    psi = Simulator(circuit).statevectors(
        np.random.default_rng(9).uniform(0, 2 * np.pi, (30_000, 2))
    )
    assert abs(plain.meyer_wallach(psi).mean() - figure.value) < 4 * figure.error


def test_the_ends_of_the_scale() -> None:
    product = entangling_capability(Circuit.of(3, "rx(a) 0; ry(b) 1; rz(a) 2"))
    assert (product.value, product.verdict) == (0, "product states")
    ghz = entangling_capability(Circuit.of(3, "h 0; cx 0 1; cx 1 2; rz(a) 1"))
    assert ghz.fraction == 1
    assert "as entangled as it can be" in ghz.says
    magic = entangling_capability(Circuit.of(2, "h 0; t 0; h 0; cx 0 1"))
    assert magic.value == pytest.approx(0.5, abs=1e-12)
    assert entangling_capability(Circuit(1)).value == 0
    rng = np.random.default_rng(1)
    states = rng.normal(size=(20_000, 8)) + 1j * rng.normal(size=(20_000, 8))
    states /= np.linalg.norm(states, axis=1, keepdims=True)
    assert meyer_wallach(states).mean() == pytest.approx(haar_meyer_wallach(3), abs=2e-3)


def test_a_mean_that_no_value_moves_is_exact() -> None:
    figure = entangling_capability(Circuit.of(3, "h 0; cx 0 1; rz(a*b) 0; rx(a) 2"), samples=20)
    assert (figure.basis, figure.error) == ("exact", 0)
    assert figure.value == pytest.approx(2 / 3)
    assert "the same at all values" in figure.says


def test_bars_and_marks_are_drawn() -> None:
    figure = entangling_capability(ansatz.sim(5, 4))
    assert figure.chart is not None
    bars, marks = figure.chart.series
    assert sum(bars.y) == pytest.approx(1)
    assert marks.labels == ("mean, exact", "Haar")
    seen: Any = figure.to_dict()
    assert seen["fraction"] == "37/128"
    assert "bars 4000" in figure.stamp


def test_what_has_no_figure_is_refused_in_words() -> None:
    with pytest.raises(NotUnitary, match="no entangling capability"):
        entangling_capability(Circuit.of(1, "h 0; reset 0; rx(a) 0"))
    wide = "; ".join(f"ry(a{k}) {k}" for k in range(40))
    with pytest.raises(TooLarge, match=r"followed up to 15 qubits\. .* at most 16"):
        entangling_capability(Circuit.of(40, wide))
    with pytest.raises(Cancelled):
        entangling_capability(ansatz.sim(2, 4), cancel=lambda: True)
