"""Landscapes along directions, what is kept between them, and how they are drawn."""

from __future__ import annotations

import math
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

import qdesign as qd
from qdesign import ansatz, problems
from qdesign.circuit import Circuit
from qdesign.errors import InvalidRequest, MissingValue, QdesignError, UnknownParameter
from qdesign.pauli import Observable
from qdesign.simulate.kept import kept_simulator
from qdesign.simulate.simulator import Simulator
from qdesign.tune.landscape import Landscape, landscape
from qdesign.tune.optimize import optimize

RING = ansatz.sim(14, num_qubits=4)
TFIM = problems.tfim(4).observable
VALUES = np.random.default_rng(3).uniform(-3, 3, len(RING.parameters))


def along(x: Any, y: Any, **more: Any) -> Landscape:
    return landscape(RING, TFIM, x=x, y=y, values=VALUES.tolist(), points=9, **more)


@pytest.mark.parametrize(
    ("x", "y", "few"),
    [
        ("random", "random", False),
        ("gradient", "random", False),
        ("hessian", "hessian", False),
        ("theta_2", "gradient", True),
        ({"theta_0": 1.0, "theta_1": -1.0}, {"theta_7": 0.5}, True),
        (np.arange(16.0), np.ones(16), False),
    ],
)
def test_each_point_of_directions_is_what_a_run_gives(x: Any, y: Any, few: bool) -> None:
    found = along(x, y, span=2.0)
    simulator = Simulator(RING, TFIM)
    for i, s in enumerate(found.axis):
        for j, t in enumerate(found.axis):
            energy = simulator.expectation(found.values_at(s, t))
            assert found.energies[i, j] == pytest.approx(energy, abs=1e-12)
    assert (found.num_evaluations < 81) is few
    assert found.axis[[0, -1]].tolist() == [-2.0, 2.0]
    assert found.lowest <= found.energies.min() + 1e-12
    at = simulator.expectation(found.values_at(*found.lowest_at))
    assert at == pytest.approx(found.lowest, abs=1e-9)


def test_results_with_arrays_can_be_compared() -> None:
    found, other = along("theta_0", "theta_1"), along("theta_0", "theta_2")
    assert found == along("theta_0", "theta_1")
    assert found != other
    assert found != 1.0
    slopes = qd.gradient(RING, TFIM, VALUES.tolist())
    assert slopes == qd.gradient(RING, TFIM, VALUES.tolist())
    assert slopes != qd.gradient(RING, TFIM, (VALUES + 0.1).tolist())


def test_directions_are_what_their_names_say() -> None:
    simulator = Simulator(RING, TFIM)
    random, curved = along("random", "random", seed=4), along("hessian", "hessian")
    for found in (random, curved, along("gradient", "random")):
        assert np.allclose(found.directions @ found.directions.T, np.eye(2), atol=1e-9)
    assert not np.allclose(random.directions, along("random", "random", seed=5).directions)
    gradient = simulator.gradient(VALUES)[1]
    sloped = along("gradient", "random")
    assert np.allclose(sloped.directions[0], gradient / np.linalg.norm(gradient))
    bends = [unit @ simulator.hessian_product(unit, VALUES) for unit in curved.directions]
    others = np.random.default_rng(0).normal(size=(50, 16))
    others /= np.linalg.norm(others, axis=1)[:, None]
    between = [unit @ simulator.hessian_product(unit, VALUES) for unit in others]
    assert bends[0] >= max(between)
    assert bends[1] <= min(between)


def test_values_and_places_lead_to_each_other() -> None:
    found = along("random", "gradient")
    assert found.place_of(found.values_at(0.3, -0.7)) == pytest.approx((0.3, -0.7))
    plain = landscape(RING, TFIM, x="theta_1", y="theta_2", values=VALUES.tolist(), points=9)
    x, y = plain.place_of({**dict(zip(RING.parameters, VALUES, strict=True)), "theta_1": -1.0})
    assert (x, y) == pytest.approx((2 * math.pi - 1.0, VALUES[2] % (2 * math.pi)))


FLAT = Circuit.of(2, "rz(a) 0; rz(b) 1")
REFUSED: list[tuple[Callable[[], object], type[QdesignError], str]] = [
    (lambda: along("uphill", "random"), UnknownParameter, "uphill"),
    (lambda: along([1.0], "random"), InvalidRequest, "16 parameters moves by"),
    (lambda: along({"q": 1.0}, "random"), UnknownParameter, "q"),
    (lambda: along(3, "random"), InvalidRequest, "int is none of these"),
    (lambda: along("random", np.array(0.5)), InvalidRequest, "ndarray is none of these"),
    (lambda: along(np.zeros(16), "random"), InvalidRequest, "nothing moves"),
    (lambda: along("theta_1", {"theta_1": 2.0}), InvalidRequest, "same line"),
    (lambda: along("random", "random", span=-1), InvalidRequest, "above 0"),
    (lambda: along("random", "random", span=math.nan), InvalidRequest, "finite"),
    (lambda: landscape(RING, TFIM, x="random", y="random"), MissingValue, "theta_0"),
    (
        lambda: landscape(FLAT, Observable({"ZZ": 1.0}), x="gradient", y="a", values=[0, 0]),
        InvalidRequest,
        "no slope",
    ),
    (lambda: along("random", "gradient").plot(kind="globe"), InvalidRequest, "map, contour"),  # type: ignore[arg-type]
]


@pytest.mark.parametrize(("call", "kind", "words"), REFUSED)
def test_what_is_no_direction_is_said_in_a_sentence(
    call: Callable[[], object], kind: type[QdesignError], words: str
) -> None:
    with pytest.raises(kind, match=words):
        call()


@pytest.mark.parametrize("kind", ["map", "contour", "surface"])
def test_a_figure_has_the_lowest_point_and_the_path(kind: Any) -> None:
    pytest.importorskip("plotly")
    steps = [VALUES + k * 0.1 for k in range(5)]
    for found in (along("random", "gradient"), along("theta_1", "theta_5")):
        figure = found.plot(kind=kind, path=steps)
        names = [trace.name for trace in figure.data]
        assert "lowest" in names
        assert "path" in names
        path = figure.data[names.index("path")]
        assert (path.x[0], path.y[0]) == pytest.approx(found.place_of(steps[0]))
        assert (path.x[-1], path.y[-1]) == pytest.approx(found.place_of(steps[-1]))
        assert len(found.plot(kind=kind).data) < len(figure.data)
    ended = optimize(RING, TFIM, start=VALUES, max_steps=3)
    (point,) = (t for t in found.plot(kind=kind, path=ended).data if t.name == "path")
    assert point.x[-1] == pytest.approx(found.place_of(ended.values)[0])
    with pytest.raises(InvalidRequest, match="list of values"):
        found.plot(kind=kind, path=7)


def test_one_simulator_is_kept_for_the_same_two_objects() -> None:
    observable = Observable({"ZZ": 1.0})
    circuit = Circuit.of(2, "ry(a) 0; cx 0 1")
    kept = kept_simulator(circuit, observable)
    assert kept_simulator(circuit, observable) is kept
    assert kept_simulator(circuit, Observable({"ZZ": 1.0})) is not kept
    many = [Circuit.of(1, "ry(a) 0") for _ in range(40)]
    for k, each in enumerate(many):
        found = kept_simulator(each, Observable({"Z": float(k + 1)}))
        assert found.expectation([0.0]) == k + 1
    big = Circuit.of(15, "ry(a) 0")
    large = Observable({"Z" * 15: 1.0})
    assert kept_simulator(big, large) is not kept_simulator(big, large)


def test_landscapes_in_many_threads_are_the_same() -> None:
    pairs = [(f"theta_{a}", f"theta_{b}") for a in range(4) for b in range(4, 8)]

    def made(pair: tuple[str, str]) -> Any:
        return landscape(RING, TFIM, x=pair[0], y=pair[1], values=VALUES.tolist(), points=9)

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(made, pairs))
    for pair, each in zip(pairs, found, strict=True):
        assert np.array_equal(each.energies, made(pair).energies)
