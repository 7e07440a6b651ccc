"""Analyze: figures as Python has them, in cards that are kept, cancelled, copied and certified."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

import qdesign as qd
from qdesign.analyze.figure import Figure
from qdesign.diagram import Edge, Spider, SpiderKind
from tests.browser.drawing import Drawn
from tests.browser.hosts import Lab
from tests.browser.servers import Server
from tests.browser.test_access import expect_accessible

CIRCUIT = qd.ansatz.sim(5, num_qubits=4, layers=1)
SIM_5 = qd.Document(CIRCUIT)
SMALL = qd.Document(qd.ansatz.sim(2, num_qubits=2), observable=qd.problems.tfim(2).observable)
SEED = 7


def analyze(studio: Drawn) -> Locator:
    studio.canvas.focus()
    studio.type("Alt+4")
    view = studio.root.get_by_role("main", name="Analyze")
    expect(view).to_be_visible()
    return view


def card(view: Locator, name: str) -> Locator:
    return view.locator(f"[data-figure={name}]")


def number(figure: Locator) -> float:
    """The number of a card, once it is there and fresh."""
    figure.scroll_into_view_if_needed()
    expect(figure.locator(".qd-fig-stamp")).to_be_visible()
    text = figure.locator(".qd-fig-value strong").get_attribute("title") or ""
    return float(text)


def made_by(cell: str) -> Figure:
    """What a cell of the studio gives."""
    *lines, last = cell.splitlines()
    names: dict[str, Any] = {}
    exec("\n".join([*lines, f"found = {last}"]), names)
    return names["found"]


def test_figures_are_pythons_and_come_back_with_undo(
    shared_page: Page, lab: Server, tmp_path: Path
) -> None:
    page = shared_page
    studio = Lab(page, lab, "analyze").open_tab(SIM_5.dumps())
    view = analyze(studio)
    parameters = card(view, "parameters")
    expect(parameters.get_by_role("button", name="Reduce to 22")).to_be_visible()
    cone = card(view, "light_cone")
    expected = qd.analyze.light_cone(CIRCUIT, qd.Observable({"IIZZ": 1.0}))
    assert number(cone) == expected.value
    expect(cone.locator(".qd-cone-gate[data-place=out]")).not_to_have_count(0)

    # The cell in its detail makes the same figure.
    spread = card(view, "expressibility")
    shown = number(spread)
    spread.get_by_role("button", name="Expressibility").click()
    detail = studio.root.get_by_role("dialog", name="Expressibility")
    found = made_by(detail.locator("pre").inner_text())
    assert found.value == shown
    assert found.convention["seed"] == SEED
    page.keyboard.press("Escape")

    # More layers are looked at; the drawing stays as it is.
    view.get_by_label("Layers").select_option("2")
    expect(view).to_contain_text("drawn: 1 layer; shown: 2")
    expect(view).to_contain_text("56 parameters")
    view.get_by_role("button", name="Show the drawing").click()
    assert number(spread) == shown

    with page.expect_download(lambda each: each.suggested_filename.endswith(".json")) as saved:
        view.get_by_role("button", name="Certificate…").click()
    saved.value.save_as(tmp_path / "certificate.json")
    kept = json.loads((tmp_path / "certificate.json").read_text())
    values = {each["name"]: each["value"] for each in kept["figures"]}
    assert values["expressibility"] == shown
    assert kept["seed"] == SEED

    view.get_by_label("Observable").select_option(label="⟨Z₃⟩")
    last = qd.analyze.light_cone(CIRCUIT, qd.Observable({"ZIII": 1.0}))
    cone.scroll_into_view_if_needed()
    expect(cone.locator("strong")).to_have_text(str(last.value))
    parameters.get_by_role("button", name="Reduce to 22").click()
    expect(view.get_by_text("22 parameters", exact=False).first).to_be_visible()
    assert number(spread) != shown
    asked: list[str] = []
    page.on("request", lambda each: asked.append(each.url) if "api/ask" in each.url else None)
    page.keyboard.press("Control+z")
    expect(spread.locator("strong")).to_have_attribute("title", str(shown))
    assert not [url for url in asked if "analyze" in url]


def test_what_is_no_template_has_its_gradient_variance_in_place_of_trainability(
    shared_page: Page, lab: Server
) -> None:
    ising = qd.problems.tfim(2).observable
    odd = qd.Circuit.of(2, "h 0; rx(a) 1; cz 0 1; ry(b) 0")
    text = qd.Document(odd, observable=ising).dumps()
    studio = Lab(shared_page, lab, "analyze").open_tab(text)
    view = analyze(studio)
    varied = qd.analyze.gradient_variance(odd, ising)
    assert number(card(view, "gradient_variance")) == pytest.approx(varied.value)
    expect(card(view, "trainability")).to_have_count(0)
    expect(studio.root.get_by_label("Status")).to_contain_text(re.compile(r"\d figures? in \d"))
    view.get_by_text("More figures").click()
    expect(card(view, "trainability")).to_contain_text("no template")


def test_a_diagram_has_the_figures_of_its_circuit_or_says_why_there_is_none(
    shared_page: Page, lab: Server
) -> None:
    drawn = qd.Circuit.of(2, "rx(a) 0; cx 0 1; ry(b) 1")
    lab_page = Lab(shared_page, lab, "analyze")
    studio = lab_page.open_tab(qd.Document(qd.to_diagram(drawn)).dumps())
    view = analyze(studio)
    expect(view.get_by_text("extracted from the diagram")).to_be_visible()
    entangling = qd.analyze.entangling_capability(drawn)
    assert number(card(view, "entangling_capability")) == pytest.approx(entangling.value)
    ends = [Spider(name, SpiderKind.BOUNDARY, x=4 * k) for k, name in enumerate("iop")]
    copied = qd.Diagram(
        (*ends, Spider("z", SpiderKind.Z)),
        tuple(Edge(f"e{name}", "z", name) for name in "iop"),
        inputs=("i",),
        outputs=("o", "p"),
    )
    view = analyze(lab_page.open_tab(qd.Document(copied).dumps()))
    expect(view).to_contain_text("a circuit has as many of each")
    view.get_by_role("button", name="Back to the diagram").click()
    expect(view).to_have_count(0)


def test_ansaetze_stand_beside_each_other_also_where_it_is_narrow(
    shared_page: Page, lab: Server
) -> None:
    page = shared_page
    studio = Lab(page, lab, "analyze").open_tab(SMALL.dumps())
    # The studio is as wide as a phone, beside what stands around it.
    inside = page.evaluate("window.jupyterapp.shell.currentWidget.node.clientWidth")
    around = page.evaluate("window.innerWidth") - inside
    page.set_viewport_size({"width": around + 375, "height": 812})
    view = studio.root.get_by_role("main", name="Analyze")
    studio.canvas.focus()
    studio.type("Alt+4")
    number(card(view, "trainability"))
    table = view.get_by_role("region", name="Compared")
    table.get_by_role("button", name="Ansatz").click()
    page.get_by_label("Find a template").fill("ry rz ladder")
    page.keyboard.press("Enter")
    expect(table.locator("tbody tr")).to_have_count(2)
    table.get_by_role("button", name=re.compile("Take .* away")).click()
    expect(table.locator("tbody tr")).to_have_count(1)
    table.get_by_role("button", name="Put it back").click()
    expect(table.locator("tbody tr")).to_have_count(2)
    expect(table.locator("td[data-waits]")).to_have_count(0)
    expect(table).to_contain_text("best of 5 L-BFGS starts")
    expect(table.get_by_role("button", name="Energy above exact")).to_have_count(1)
    table.get_by_role("button", name="Parameters").press("Enter")
    rows = [int(text) for text in table.locator("tbody td:nth-child(2)").all_inner_texts()]
    assert rows == sorted(rows)
    assert view.evaluate("each => each.scrollWidth <= each.clientWidth")
    expect_accessible(page, "analyze where it is narrow", ".qd-analyze")
