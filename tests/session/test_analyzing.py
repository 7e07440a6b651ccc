"""Figures of the catalog as an ask, and what of them can travel."""

from __future__ import annotations

import dataclasses
import json
import math

import pytest

from qdesign.analyze import Analysis
from qdesign.analyze.figure import Chart, Figure, Series
from qdesign.circuit import Circuit
from qdesign.document import Document
from qdesign.errors import InvalidRequest
from qdesign.pauli import Observable
from qdesign.rows import rows
from qdesign.session import port
from qdesign.session.analyzing import figure_of
from qdesign.session.asks import ASKS, answer

DOCUMENT = Document(
    Circuit.of(2, "ry(a) 0; cx 0 1; rz(b) 1; ry(c) 1"), observable=Observable({"ZZ": 1.0})
)


@pytest.mark.parametrize("name", rows(Analysis))
def test_every_figure_of_the_catalog_is_told_with_its_convention(name: str) -> None:
    said: list[str] = []
    message = {"ask": "analyze", "document": DOCUMENT.dumps(), "name": name, "options": {}}
    done = answer(message | {"seed": 7}, lambda text, fraction=None, so_far=None: said.append(text))
    assert type(done.result) is ASKS["analyze"].result
    told = json.loads(json.dumps(port.to_json(done.result), allow_nan=False))["figure"]
    assert set(told) == {each.name for each in dataclasses.fields(Figure)}
    assert told["name"] == name
    assert told["convention"]
    assert told["value"] is not None or told["says"]
    assert said


def test_figures_so_far_are_told_on_the_way() -> None:
    drawn = "; ".join(f"ry(a{k}) {k}" for k in range(11))
    text = Document(Circuit.of(11, drawn)).dumps()
    told: list[tuple[str, Figure]] = []

    def report(text: str, fraction: object = None, so_far: port.SoFar | None = None) -> None:
        if so_far is not None and so_far.figure is not None:
            told.append((text, so_far.figure))

    message = {"ask": "analyze", "document": text, "name": "expressibility", "options": {}}
    whole = answer(message | {"seed": 7}, report).result.figure
    pairs = [int(figure.convention["pairs"] or 0) for _, figure in told]
    assert len(pairs) > 2
    assert pairs == sorted(pairs)
    assert max(pairs) < 5_000
    assert whole.convention["pairs"] == 5_000
    assert told[0][0] == f"{pairs[0]} of 5,000 pairs"


def test_what_is_no_number_is_not_known_and_not_drawn() -> None:
    row = rows(Analysis)["counts"]
    holes = Series("", "points", (0.0, 1.0), (math.nan, 2.0), (0.0, 1.0), (1.0, 3.0), ("a", "b"))
    found = Figure(
        name="counts", title="", value=math.inf, error=math.nan,
        chart=Chart("x", "y", (holes,)), columns={"x": (1.0, math.nan)},
    )  # fmt: skip
    told = figure_of(row, found)
    assert (told.value, told.error, told.columns["x"]) == (None, None, (1.0, None))
    assert told.chart is not None
    assert told.chart.series == (Series("", "points", (1.0,), (2.0,), (1.0,), (3.0,), ("b",)),)
    assert figure_of(row, 0.5).value == 0.5


def test_a_figure_of_another_size_or_of_nothing_is_refused_in_words() -> None:
    taking = [row.name for row in rows(Analysis).values() if row.takes != "circuit"]
    for observable, words in ((None, "Choose a problem"), (Observable({"Z": 1.0}), "1 qubit")):
        text = dataclasses.replace(DOCUMENT, observable=observable).dumps()
        for name in taking:
            with pytest.raises(InvalidRequest, match=words):
                answer(
                    {"ask": "analyze", "document": text, "name": name, "options": {}, "seed": 0},
                    lambda text, fraction=None, so_far=None: None,
                )
