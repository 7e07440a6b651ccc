"""The studio in Panel apps: parameters fire for both sides, refusals change nothing."""

import subprocess
import sys
from typing import Any

import panel as pn
import pytest
from bokeh.document import Document as BokehDocument
from hypothesis import given
from hypothesis import strategies as st
from panel.io.state import set_curdoc

import qdesign as qd
from qdesign.circuit import Circuit
from qdesign.document import Document
from qdesign.errors import QdesignError
from qdesign.panel import Studio
from qdesign.zx.translate import to_diagram

OBSERVABLE = qd.Observable({"ZZ": -1.0, "XI": -0.5})
CIRCUIT = Circuit.of(2, "ry(theta) 0; cx 0 1; rz(2*phi) 1; ry(phi) 0")
DRAWN = Document(CIRCUIT, observable=OBSERVABLE).with_values({"theta": 0.25})
OTHER = Document(Circuit.of(2, "ry(a) 0; rx(theta) 1"), observable=OBSERVABLE)
NAMES = ("document", "circuit", "values", "energy")


class Page:
    """A page that puts into a studio, and what it was answered."""

    def __init__(self, studio: Any) -> None:
        self.studio, self.number, self.answers = studio, 0, []
        studio._send_msg = self.answers.append

    def put(self, **fields: Any) -> None:
        self.number += 1
        self.studio._handle_msg(
            {
                "put": fields,
                "by": "page",
                "number": self.number,
                "seen": self.studio.document_changes,
                "values_seen": self.studio.values_changes,
            }
        )


def events(studio: Any, *names: str) -> list[tuple[str, Any]]:
    """What watchers are told from now on."""
    told: list[tuple[str, Any]] = []
    for name in names or NAMES:
        studio.param.watch(lambda event: told.append((event.name, event.new)), name)
    return told


def energy(document: Document, values: Any = None) -> float:
    assert isinstance(document.body, Circuit)
    simulator = qd.Simulator(document.body, document.observable)
    return simulator.expectation({**document.values, **(values or {})})


def test_a_drag_fires_values_and_energy_and_leaves_the_document() -> None:
    studio = Studio(DRAWN)
    told = events(studio)
    Page(studio).put(values={"theta": 0.5, "phi": 0.75})
    assert told == [
        ("values", {"theta": 0.5, "phi": 0.75}),
        ("energy", pytest.approx(energy(DRAWN, {"theta": 0.5, "phi": 0.75}))),
    ]
    assert studio.document == DRAWN


def test_a_slider_that_is_let_go_fires_the_document_alone() -> None:
    studio = Studio(DRAWN)
    page = Page(studio)
    page.put(values={"theta": 0.5, "phi": 0.0})
    told = events(studio)
    page.put(document=DRAWN.with_values({"theta": 0.5}).dumps())
    assert [name for name, _ in told] == ["document"]
    assert studio.document.values["theta"] == 0.5


def test_what_a_person_draws_fires_all_four_once() -> None:
    studio = Studio(DRAWN)
    told = events(studio)
    Page(studio).put(document=OTHER.dumps(), values=OTHER.values)
    assert [name for name, _ in told] == list(NAMES)
    assert studio.circuit == OTHER.body
    assert studio.energy == pytest.approx(energy(OTHER))


@pytest.mark.parametrize(
    ("name", "value", "fired"),
    [
        ("values", {"theta": 1.0, "phi": 0.5}, ["document", "values", "energy"]),
        ("values", [1.0, 0.5], ["document", "values", "energy"]),
        ("circuit", Circuit.of(2, "ry(theta) 1; x 0"), list(NAMES)),
        ("document", OTHER, list(NAMES)),
        ("document", Document(to_diagram(CIRCUIT)), list(NAMES)),
    ],
)
def test_what_python_assigns_fires_once_each_and_is_told_to_the_page(
    name: str, value: Any, fired: list[str]
) -> None:
    studio = Studio(DRAWN)
    told = events(studio)
    synced = events(studio, "parameter_values", "values_changes")
    setattr(studio, name, value)
    assert sorted(name for name, _ in told) == sorted(fired)
    assert synced[-1] == ("values_changes", 1)
    assert studio.parameter_values == studio.values == studio.document.values


def test_a_watcher_of_one_finds_the_others_as_they_are_by_then() -> None:
    studio = Studio(DRAWN)
    seen: list[Any] = []

    def look(_: Any) -> None:
        seen.append((studio.document, studio.circuit, studio.values, studio.energy))

    for name in NAMES:
        studio.param.watch(look, name)
    Page(studio).put(document=OTHER.dumps(), values=OTHER.values)
    assert seen == [(OTHER, OTHER.body, OTHER.values, pytest.approx(energy(OTHER)))] * 4


def test_a_watcher_that_assigns_has_the_last_word_and_makes_no_loop() -> None:
    """As an app does that keeps a parameter in a range."""
    studio = Studio(DRAWN)
    page = Page(studio)

    def clamp(event: Any) -> None:
        studio.values = {**event.new, "theta": min(event.new["theta"], 0.4)}

    studio.param.watch(clamp, "values")
    told = events(studio, "values")
    page.put(values={"theta": 0.9, "phi": 0.0})
    assert studio.values == {"theta": 0.4, "phi": 0.0}
    assert [value["theta"] for _, value in told] in ([0.9, 0.4], [0.4, 0.9], [0.4])
    assert page.answers[-1]["held"] == 1
    assert studio.values_changes >= 1


def test_values_that_python_set_meanwhile_stay() -> None:
    studio = Studio(DRAWN)
    page = Page(studio)
    studio.values = [1.0, 0.5]
    studio.values_changes, seen = studio.values_changes, studio.values_changes - 1
    message = {"put": {"values": {"theta": 0.0, "phi": 0.0}}, "by": "page", "number": 1}
    studio._handle_msg({**message, "seen": 0, "values_seen": seen})
    assert studio.values == {"theta": 1.0, "phi": 0.5}
    assert page.answers[-1]["held"] == 1


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("document", 3, "'document' takes a qdesign.Document, not int"),
        ("document", CIRCUIT, "Assign a circuit to 'circuit'"),
        ("circuit", 3, "not int"),
        ("circuit", "h 0", "not text"),
        ("circuit", to_diagram(CIRCUIT), "Assign a diagram to 'document'"),
        ("values", {"theta": 1.0}, "'phi' has no value"),
        ("values", {"theta": 1.0, "phi": 0.0, "other": 0.0}, "other"),
        ("values", [1.0], "1 values were given for 2 parameters"),
        ("values", {"theta": float("nan"), "phi": 0.0}, "theta"),
        ("values", None, "theta"),
        ("energy", -1.0, "The energy follows"),
    ],
)
def test_a_bad_assignment_is_one_sentence_and_changes_nothing(
    name: str, value: Any, words: str
) -> None:
    studio = Studio(DRAWN)
    told = events(studio, *NAMES, "document_text", "parameter_values", "document_changes")
    before = [getattr(studio, each) for each in NAMES]
    with pytest.raises(QdesignError, match=words):
        setattr(studio, name, value)
    assert [getattr(studio, each) for each in NAMES] == before
    assert told == []
    studio.values = [0.5, 0.5]
    assert studio.values == {"theta": 0.5, "phi": 0.5}


def test_a_bad_put_is_refused_in_words_and_changes_nothing() -> None:
    studio = Studio(DRAWN)
    page, told = Page(studio), events(studio)
    page.put(document="no document", values={"theta": 1.0, "phi": 1.0})
    assert "refused" in page.answers[-1]
    assert told == []
    assert studio.document == DRAWN
    assert studio.values == DRAWN.values


@pytest.mark.parametrize(
    "document",
    [
        Document(CIRCUIT),
        Document(to_diagram(CIRCUIT)),
        Document(Circuit.of(21, "ry(a) 0"), observable=qd.Observable({"Z" + "I" * 20: 1.0})),
        Document(Circuit.of(3, "ry(a) 0"), observable=OBSERVABLE),
    ],
)
def test_there_is_no_energy_without_a_problem_or_an_exact_one(document: Document) -> None:
    assert Studio(document).energy is None


def test_the_energy_is_computed_only_where_somebody_looks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    computed: list[Any] = []
    stock = qd.Simulator.expectation

    def expectation(self: qd.Simulator, values: Any = None) -> float:
        computed.append(values)
        return stock(self, values)

    monkeypatch.setattr(qd.Simulator, "expectation", expectation)
    studio = Studio(DRAWN)
    page = Page(studio)
    page.put(values={"theta": 0.5, "phi": 0.0})
    assert computed == []
    assert studio.energy == studio.energy
    assert computed == [{"theta": 0.5, "phi": 0.0}]


def test_bound_functions_follow() -> None:
    studio = Studio(DRAWN)
    shown: Any = pn.bind(
        lambda value, values: f"{value:.6f} at {values['theta']}",
        studio.param.energy,
        studio.param["values"],
    )
    Page(studio).put(values={"theta": 0.5, "phi": 0.0})
    assert shown() == f"{energy(DRAWN, {'theta': 0.5}):.6f} at 0.5"
    seen: list[float] = []
    pn.bind(lambda value: seen.append(value), studio.param.energy, watch=True)
    studio.values = {"theta": 1.0, "phi": 0.5}
    assert seen == [pytest.approx(energy(DRAWN, {"theta": 1.0, "phi": 0.5}))]


@given(st.lists(st.tuples(st.booleans(), st.sampled_from((DRAWN, OTHER)), st.floats(-3, 3))))
def test_all_four_always_say_the_same(steps: list[tuple[bool, Document, float]]) -> None:
    studio = Studio(DRAWN)
    page = Page(studio)
    for by_page, document, value in steps:
        document = document.with_values(dict.fromkeys(document.values, value))
        if by_page:
            page.put(document=document.dumps(), values=document.values)
        else:
            studio.document = document
        assert studio.document == document
        assert studio.circuit == document.body
        assert studio.values == studio.parameter_values == document.values
        assert studio.energy == pytest.approx(energy(document))
        assert Document.loads(studio.document_text).body == document.body


def test_an_answer_to_a_page_that_is_gone_is_dropped() -> None:
    page = BokehDocument()
    page.on_change(print)
    with set_curdoc(page):
        studio: Any = Studio()
    page.destroy(print)
    studio._handle_msg({"id": 1, "ask": "nothing"})


def test_the_studio_has_a_short_path_that_does_nothing_when_imported() -> None:
    code = "from qdesign.panel import Studio; print(Studio().circuit.num_qubits)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "2"
