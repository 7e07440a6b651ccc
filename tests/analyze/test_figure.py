"""A figure shows itself with its error, its convention and its data."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, final

import pytest

from qdesign import analyze
from qdesign.analyze.analysis import Analysis
from qdesign.analyze.figure import Chart, Figure, Reason, Series
from qdesign.circuit import Circuit
from qdesign.errors import InvalidRequest
from qdesign.pauli import Observable
from qdesign.rows import rows


@final
@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Width(Figure):
    """Of a test."""

    dimension: int


def _figure(**more: Any) -> Width:
    return Width(
        name="width", title="Width", value=0.25, error=0.01, interval=(0.23, 0.27),
        basis="sampled with 100 pairs", unit="of all", verdict="wide", tone="good",
        says="It is <b>wide</b>.", convention={"bins": 75, "seed": 3}, dimension=7, **more,
    )  # fmt: skip


def test_a_figure_says_its_error_and_convention_wherever_it_is_shown() -> None:
    shown = _figure(reasons=(Reason(None, "Unknown width."),))
    assert repr(shown) == "Width(0.25 ± 0.01, wide: sampled with 100 pairs, bins 75, seed 3)"
    html = shown._repr_html_()
    assert "sampled with 100 pairs" in html
    assert "&lt;b&gt;" in html
    assert "? Unknown width." in html
    assert json.loads(json.dumps(shown.to_dict()))["dimension"] == 7


def test_numbers_in_words_have_true_minuses() -> None:
    told = (Reason(True, "Slope -0.5.", "Of arXiv:1808-1 and two-qubit, 1e-9."),)
    shown = Width(name="w", title="W", value=1, says="It is 4.5e-07.", reasons=told, dimension=1)
    assert shown.says == "It is 4.5e−07."
    assert shown.reasons == (Reason(True, "Slope −0.5.", "Of arXiv:1808-1 and two-qubit, 1e−9."),)


def test_a_figure_is_data_and_a_picture() -> None:
    series = (
        Series("bars", "bars", (0.0, 1.0), (2.0, 3.0), (1.5, 2.5), (2.5, 3.5)),
        Series("", "marks", (0.5,), (0.0,), labels=("mean",)),
    )
    shown = _figure(chart=Chart("x", "y", series, log_y=True), columns={"x": (0, 1)})
    assert shown.to_pandas().x.tolist() == [0, 1]
    drawn = shown.plot()
    assert list(drawn.data[0].y) == [2.0, 3.0]
    assert drawn.layout.yaxis.type == "log"
    assert _figure().to_pandas().bins.tolist() == [75]
    with pytest.raises(InvalidRequest, match="no picture"):
        _figure().plot()


def test_what_has_no_value_is_not_exact_and_a_stamp_has_true_minuses() -> None:
    shown = Width(name="w", title="W", value=None, says="Not told.", dimension=1)
    assert (shown.basis, shown.error) == ("not known", None)
    convention = {"exact energy": -1.1372838344885, "range": "-1 to 1", "seed": 3, "bins": None}
    stamp = Width(name="w", title="W", value=1, dimension=1, convention=convention).stamp
    assert stamp == "exact, exact energy −1.13728, range −1 to 1, seed 3, bins —"


def test_figures_say_that_inputs_count_as_parameters() -> None:
    circuit = Circuit.of(2, "rx(x_0) 0; rx(x_1) 1; ry(a) 0; cx 0 1; ry(b) 1")
    observable, said = Observable({"ZZ": 1.0}), "inputs count as parameters: x_0, x_1"
    figures = [
        analyze.gradient_variance(circuit, observable),
        analyze.light_cone(circuit, observable),
        analyze.tuned_energy(circuit, observable, starts=1),
        analyze.trainability(lambda _: circuit, [2], lambda _: observable),
        analyze.compare({"it": circuit}, observable, starts=0),
        rows(Analysis)["standings"].run(circuit, observable),
    ]
    assert [each.name for each in figures if said not in each.conditions] == []
    free = analyze.light_cone(Circuit.of(2, "rx(a) 0"), observable)
    assert not any("inputs" in each for each in free.conditions)
