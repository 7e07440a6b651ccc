"""Angles that are formulas of parameters: typed, tuned, renamed, copied, kept and exported."""

import re
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, expect
from qiskit.circuit.library import zz_feature_map
from qiskit.quantum_info import SparsePauliOp, Statevector

from qdesign import qasm
from qdesign.angle import Angle
from qdesign.circuit import Circuit
from qdesign.document import Document, Parameter
from qdesign.pauli import Observable
from tests.browser.drawing import Drawn
from tests.browser.hosts import Lab, Panel
from tests.browser.servers import Server, eventually

TERMS = {"ZZ": -1.0, "XI": -0.5, "YX": 0.25}
START = {"x": 0.3, "y": -0.7}
FORMULA = "2*(pi - x)*(pi - y)"


def energy(x: float, y: float) -> float:
    """Qiskit's, of its own feature map."""
    state = Statevector(zz_feature_map(2, reps=1).assign_parameters([x, y]))
    return float(np.real(state.expectation_value(SparsePauliOp.from_list(list(TERMS.items())))))


CIRCUIT = Circuit.of(2, "h 0; h 1; p(2*x) 0; p(2*y) 1; cx 0 1; p(0) 1; cx 0 1")
DOCUMENT = Document(
    CIRCUIT, tuple(Parameter(n, v, -4.0, 4.0, 0.01) for n, v in START.items()), Observable(TERMS)
)


@pytest.fixture
def host(page: Page, panel: Server, tmp_path: Path) -> Panel:
    host = Panel(page, panel, tmp_path)
    host.path.write_text(DOCUMENT.dumps())
    return host


def with_angle(studio: Drawn, text: str) -> None:
    studio.root.locator('.qd-canvas [data-id="o6"]').click()
    field = studio.root.get_by_label(re.compile("^Angle"))
    field.fill(text)
    field.press("Enter")


def test_a_product_of_parameters_is_typed_tuned_and_kept(page: Page, host: Panel) -> None:
    studio = host.reopen()
    with_angle(studio, FORMULA)
    expect(studio.root.locator(".qd-slider")).to_have_count(2)
    studio.expect_energy(energy(**START), within=1e-9)
    gate = studio.root.locator('.qd-canvas [data-id="o6"]')
    expect(gate).to_contain_text("(x − π)·(y − π)")

    studio.slider("x").press("ArrowRight")
    x = studio.value("x")
    studio.expect_energy(energy(x, START["y"]), within=1e-9)
    step = 1e-5
    slope = (energy(x + step, START["y"]) - energy(x - step, START["y"])) / (2 * step)
    studio.root.get_by_label("Gradient of x").hover()
    tip = page.get_by_text("per radian").first
    expect(tip).to_be_visible()
    said = float((tip.text_content() or "").split()[0].replace("−", "-"))
    assert abs(said - slope) < 1e-6

    studio.type("Control+z", "Control+z")
    expect(gate).not_to_contain_text("π")
    studio.type("Control+Shift+z")
    expect(gate).to_contain_text("(x − π)·(y − π)")
    gate.click()
    studio.type("Control+c", "Control+v")
    expect(studio.gates).to_have_count(8)
    studio.type("Control+z")
    expect(studio.gates).to_have_count(7)

    kept = Document.loads(host.save(studio)).body
    assert isinstance(kept, Circuit)
    assert Angle.parse(FORMULA) in {a for o in kept.plain_operations for a in o.angles}
    assert set(kept.parameters) == {"x", "y"}
    again = host.reopen()
    again.expect_energy(energy(**START), within=1e-9)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download .qasm").click()
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert qasm.loads(text).plain_operations == kept.plain_operations


def test_a_parameter_is_renamed_inside_of_formulas(tabs: Lab) -> None:
    studio = tabs.open_tab(DOCUMENT.dumps())
    with_angle(studio, FORMULA)
    studio.root.get_by_title("x: name, range, play").click()
    name = studio.root.get_by_label("Name", exact=True)
    name.fill("w")
    name.press("Enter")
    expect(studio.slider("w")).to_be_visible()
    expect(studio.slider("x")).to_have_count(0)
    expect(studio.root.locator('.qd-canvas [data-id="o6"]')).to_contain_text("(w − π)")
    studio.expect_energy(energy(**START), within=1e-9)


def test_a_formula_without_a_value_is_named_and_nothing_else_is_lost(tabs: Lab) -> None:
    studio = tabs.open_tab(DOCUMENT.dumps())
    with_angle(studio, "log(x) + y")
    said = studio.root.locator('[data-part="no-value"]')
    expect(studio.energy).to_have_text(re.compile(r"\d"))
    expect(said).to_have_count(0)
    studio.slider("x").press("Home")
    expect(said).to_have_text("'log(x)' is not a finite real number at x = -4. Give other values.")
    expect(studio.energy).to_have_text("—")
    studio.slider("x").press("End")
    expect(said).to_have_count(0)
    expect(studio.energy).to_have_text(re.compile(r"\d"))


def test_an_energy_stays_where_only_a_slope_is_not_finite_and_optimize_begins_beside(
    tabs: Lab,
) -> None:
    studio = tabs.open_tab(DOCUMENT.dumps())
    with_angle(studio, "sqrt(x + 4) + y")
    said = studio.root.locator('[data-part="no-value"]')
    studio.slider("x").press("Home")
    expect(said).to_have_text(
        "The slope of 'sqrt(x + 4)' is not finite at x = -4. Give other values."
    )
    expect(studio.energy).to_have_text(re.compile(r"\d"))
    studio.root.get_by_role("button", name="Optimize", exact=True).last.click()
    expect(said).to_have_count(0)
    expect(studio.energy).to_have_text(re.compile(r"\d"))


def test_formulas_are_listed_with_their_values_and_names_are_completed(tabs: Lab) -> None:
    studio = tabs.open_tab(DOCUMENT.dumps())
    with_angle(studio, "x*y")
    row = studio.root.locator('[data-formula="x*y"]')
    expect(row).to_have_text("−0.21")
    studio.slider("x").press("ArrowRight")
    expect(row.locator("..")).to_have_attribute("title", re.compile(r"^x\*y = -0\.217"))
    field = studio.root.get_by_label(re.compile("^Angle"))
    field.click()
    field.fill("y*si")
    expect(studio.root.get_by_role("button", name="sin(", exact=True)).to_be_visible()
    field.press("ArrowDown")
    expect(field).to_have_value("y*sin(")
    field.press_sequentially("x)")
    field.press("Enter")
    expect(studio.root.locator('[data-formula="sin(x)*y"]')).to_be_visible()
    expect(row).to_have_count(0)


def test_what_is_typed_is_entered_before_a_save(tabs: Lab) -> None:
    parameters = (Parameter("x", 0.3, -4.0, 4.0, 0.01),)
    text = Document(Circuit.of(1, "rx(x) 0"), parameters).dumps()
    page, studio = tabs.page, tabs.open_tab(text)
    field = studio.root.get_by_label("Value of x", exact=True)
    # Before anything is drawn: the first key replaces all digits.
    field.evaluate("(f) => { f.focus(); document.execCommand('insertText', false, '1.25'); }")
    page.keyboard.press("Control+s")
    eventually(lambda: Document.loads(tabs.path.read_text()).values == {"x": 1.25})
    expect(field).to_be_focused()
    studio.root.locator(".qd-canvas [data-id]").click()
    angle = studio.root.get_by_label(re.compile("^Angle"))
    angle.fill("x*x")
    page.keyboard.press("Control+s")
    eventually(lambda: "x*x" in tabs.path.read_text())
