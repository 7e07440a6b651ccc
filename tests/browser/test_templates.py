"""Templates: their form, the preview in the drawing, one step of undo, keys, a phone."""

import pytest
from playwright.sync_api import Locator, Page, expect

from qdesign import ansatz, problems
from qdesign.circuit import Circuit
from qdesign.rows import rows
from qdesign.simulate.simulator import Simulator
from tests.browser.drawing import Drawn, box_of, passes
from tests.browser.hosts import Lab
from tests.browser.servers import Server
from tests.browser.test_keys import FOCUSED
from tests.browser.test_panel_host import studio_on


def form_of(studio: Drawn, title: str) -> Drawn:
    studio.root.locator(".qd-palette .qd-row", has_text=title).click()
    return Drawn(studio.page, studio.root.get_by_role("form", name="Template"))


def drawn(circuit: Circuit) -> int:
    return circuit.num_operations


def test_a_template_is_drawn_as_its_options_say_before_it_is_put_in(tabs: Lab) -> None:
    studio = tabs.open_tab("")
    studio.canvas.focus()
    tabs.page.keyboard.press("h")
    expect(studio.gates).to_have_count(1)
    form = form_of(studio, "RY RZ layers, CX ladder").root
    qubits, layers = form.get_by_label("Qubits"), form.get_by_label("Layers")
    expect(qubits).to_be_focused()
    expect(studio.gates).to_have_count(drawn(ansatz.template("ry_rz_cx", 4, 1)))
    # The state is that of the preview, with its qubits.
    expect(studio.root.locator(".qd-bars .qd-axis", has_text="0000").first).to_be_visible()
    qubits.fill("3")
    layers.press("ArrowUp")
    expect(layers).to_have_value("2")
    wanted = drawn(ansatz.template("ry_rz_cx", 3, 2))
    expect(studio.gates).to_have_count(wanted)
    for text in ("0", "101", "2.5", "many"):
        qubits.fill(text)
        expect(form.get_by_role("alert")).to_have_text(
            "Qubits must be a whole number from 1 to 100."
        )
        expect(form.get_by_role("button", name="Put in")).to_be_disabled()
    # Python draws the others.
    form.get_by_role("option", name="Circuit 10", exact=True).click()
    expect(studio.gates).to_have_count(drawn(ansatz.template("sim_10", 4, 1)))
    form.get_by_role("option", name="RY RZ layers, CX ladder", exact=True).click()
    qubits.fill("3")
    layers.fill("2")
    expect(studio.gates).to_have_count(wanted)
    layers.press("Enter")
    expect(form).to_have_count(0)
    expect(studio.gates).to_have_count(wanted)
    expect(studio.canvas).to_be_focused()
    tabs.page.keyboard.press("Control+z")
    expect(studio.gates).to_have_count(1)
    tabs.page.keyboard.press("Control+z")
    expect(studio.gates).to_have_count(0)


def test_a_template_that_is_given_up_leaves_all_as_it_was(tabs: Lab) -> None:
    studio = tabs.open_tab("")
    studio.canvas.focus()
    tabs.page.keyboard.press("h")
    form = form_of(studio, "UCCSD for H₂").root
    expect(form.get_by_label("Qubits")).to_have_count(0)
    expect(studio.gates).not_to_have_count(1)
    tabs.page.keyboard.press("Escape")
    expect(form).to_have_count(0)
    expect(studio.gates).to_have_count(1)
    assert tabs.page.evaluate(FOCUSED) != ""
    # By keys alone, and what is drawn meanwhile ends the form.
    tabs.page.keyboard.press("Control+k")
    tabs.page.keyboard.type("template")
    tabs.page.keyboard.press("Enter")
    expect(form).to_be_visible()
    studio.canvas.focus()
    tabs.page.keyboard.press("Escape")
    expect(form).to_have_count(0)
    expect(studio.gates).to_have_count(1)
    tabs.page.keyboard.press("Control+z")
    expect(studio.gates).to_have_count(0)


def test_templates_are_found_by_their_words(tabs: Lab) -> None:
    studio = tabs.open_tab("")
    studio.root.get_by_role("button", name="More templates").click()
    form = studio.root.get_by_role("form", name="Template")
    search = form.get_by_role("combobox", name="Find a template")
    expect(search).to_be_focused()
    option = form.get_by_role("listbox", name="Templates").get_by_role("option")
    expect(option).to_have_count(len(rows(ansatz.Template)))
    expect(form.get_by_role("button", name="Put in")).to_be_disabled()
    tabs.page.keyboard.type("XY mixer")
    expect(option).to_have_count(1)
    tabs.page.keyboard.press("Enter")
    expect(option).to_have_attribute("aria-selected", "true")
    row = rows(ansatz.Template)["qaoa_xy"]
    wanted = drawn(row.make(num_qubits=4, layers=1, ones=2, mixer="ring"))
    expect(studio.gates).to_have_count(wanted)
    # Its own options, of which what does not fit is refused by Python.
    form.get_by_label("Ones").fill("7")
    expect(form.get_by_role("alert")).to_contain_text("7 ones do not fit on 4 qubits")
    form.get_by_label("Ones").fill("1")
    expect(studio.gates).not_to_have_count(wanted)
    expect(form).to_contain_text(f"Source {row.source}")
    expect(form.get_by_role("button", name="Put in")).to_be_in_viewport()
    search.fill("1810.02327")  # the source of another one
    expect(option).to_have_accessible_name("k-UpCCGSD")
    search.fill("no such words")
    expect(form).to_contain_text("No template has these words.")
    expect(option).to_have_count(0)
    tabs.page.keyboard.press("Escape")
    expect(form).to_have_count(0)
    expect(studio.gates).to_have_count(0)


def shown_problem(studio: Drawn) -> Locator:
    return studio.root.get_by_label("Problem", exact=True).locator("option").first


def expect_energy_of(studio: Drawn, circuit: Circuit, problem: problems.Problem) -> None:
    """The energy is that of the circuit at the values of its sliders, beside the exact one."""
    sliders = studio.root.locator("[data-parameter]").all()
    values = {
        slider.get_attribute("data-parameter") or "": float(
            slider.get_attribute("aria-valuenow") or "nan"
        )
        for slider in sliders
    }
    assert set(values) == set(circuit.parameters)
    wanted = Simulator(circuit, problem.observable).expectation(values)
    energy = float(studio.energy.get_attribute("data-energy") or "nan")
    assert energy == pytest.approx(wanted, abs=1e-6)
    exact = problem.exact_energy
    assert exact is not None
    expect(studio.root.locator(".qd-energy .qd-other")).to_have_text(f"−{abs(exact):.4f}")


@pytest.mark.parametrize("title", ["Ising chain", "Heisenberg chain"])
def test_a_preview_goes_with_its_form_when_a_problem_is_chosen(tabs: Lab, title: str) -> None:
    studio = tabs.open_tab("")
    studio.canvas.focus()
    tabs.page.keyboard.press("h")
    expect(studio.gates).to_have_count(1)
    problem = studio.root.get_by_label("Problem", exact=True)
    form = form_of(studio, "RY RZ layers, CX ladder").root
    template = ansatz.template("ry_rz_cx", 4, 1)
    expect(studio.gates).to_have_count(drawn(template))
    # All that is shown is of the preview, and nothing of it can be tuned yet.
    expect(shown_problem(studio)).to_have_text(problems.tfim(4).name)
    passes(expect_energy_of, studio, template, problems.tfim(4))
    expect(studio.root.locator('[data-part="parameters"]')).to_have_attribute("inert", "")
    problem.select_option(label=title)
    expect(form).to_have_count(0)
    expect(studio.gates).to_have_count(1)
    made = {"Ising chain": problems.tfim, "Heisenberg chain": problems.heisenberg}[title](2)
    expect(shown_problem(studio)).to_have_text(made.name)
    expect(studio.root.locator("[inert]")).to_have_count(0)
    passes(expect_energy_of, studio, Circuit.of(2, "h 0"), made)


def test_a_phone_asks_in_a_sheet_below_the_drawing(page: Page, panel: Server) -> None:
    page.set_viewport_size({"width": 375, "height": 700})
    studio = studio_on(page, panel)
    studio.root.get_by_role("button", name="Gates", exact=True).click()
    studio.root.locator(".qd-palette .qd-row", has_text="RY RZ layers, CX ladder").click()
    sheet = studio.root.get_by_role("region", name="Template")
    expect(sheet).to_be_visible()
    expect(studio.root.locator(".qd-palette")).to_have_count(0)
    expect(studio.gates).to_have_count(drawn(ansatz.template("ry_rz_cx", 4, 1)))
    button = sheet.get_by_role("button", name="Put in")
    box = box_of(button)
    assert box["height"] >= 44
    button.click()
    expect(sheet).to_have_count(0)
    expect(studio.gates).to_have_count(drawn(ansatz.template("ry_rz_cx", 4, 1)))
