"""Sampled figures that are stopped: what they have by then, as a figure that can be made again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import qdesign as qd
from qdesign.analyze.figure import Figure

WIDE = qd.Circuit.of(
    12, "; ".join([*(f"ry(a{k}) {k}" for k in range(12)), *(f"cx {k} {k + 1}" for k in range(11))])
)
SHARED = qd.ansatz.template("hva_tfim", num_qubits=5, layers=3)
ISING = qd.problems.tfim(5).observable

FIGURES: dict[str, tuple[Callable[..., Figure], str]] = {
    "expressibility": (lambda **more: qd.analyze.expressibility(WIDE, **more), "pairs"),
    "frame potential": (lambda **more: qd.analyze.frame_potential(WIDE, **more), "pairs"),
    "entangling": (lambda **more: qd.analyze.entangling_capability(WIDE, **more), "states"),
    "variance": (
        lambda **more: qd.analyze.gradient_variance(SHARED, ISING, method="sampled", **more),
        "points",
    ),
}


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_that_is_stopped_is_that_of_fewer_samples(name: str) -> None:
    make, what = FIGURES[name]
    heard: list[Figure] = []

    def enough(figure: Figure) -> bool:
        heard.append(figure)
        return len(heard) == 2

    found = make(enough=enough, seed=3)
    assert found is heard[-1]
    assert found.conditions[-1].startswith("stopped at ")
    assert found.conditions[-1].endswith(what)
    # Its cell asks for as many samples from the beginning, and gives the same numbers.
    names: dict[str, Any] = {"qd": qd, "c": SHARED if name == "variance" else WIDE, "H": ISING}
    again: Figure = eval(found.cell, names)
    assert (again.value, again.error, again.interval) == (found.value, found.error, found.interval)
    whole = make(seed=3)
    assert whole.cell != found.cell
    if found.error and whole.error:
        assert found.error > whole.error


def test_who_is_asked_and_goes_on_has_the_whole_figure() -> None:
    heard: list[Figure] = []

    def enough(figure: Figure) -> bool:
        heard.append(figure)
        return False

    whole = qd.analyze.gradient_variance(SHARED, ISING, method="sampled", samples=60, enough=enough)
    assert 10 < len(heard) < 30
    assert whole.conditions == ()
    assert (
        whole.value
        == qd.analyze.gradient_variance(SHARED, ISING, method="sampled", samples=60).value
    )


def test_walks_are_stopped_at_a_quarter() -> None:
    circuit = qd.Circuit.of(30, "; ".join(f"rx(t{k}) {k}" for k in range(30)))
    mean = qd.Observable({"I" * k + "Z" + "I" * (29 - k): 1 / 30 for k in range(30)})
    made: dict[str, Any] = {"method": "clifford", "samples": 4096}
    found = qd.analyze.gradient_variance(circuit, mean, enough=lambda _: True, **made)
    whole = qd.analyze.gradient_variance(circuit, mean, **made)
    assert found.basis == "average of 1,024 walks"
    assert found.conditions[-1] == "stopped at 1 of 4 quarters"
    assert whole.basis == "average of 4,096 walks"
