"""Templates: their form, the preview in the drawing, one step of undo, keys, a phone."""

from playwright.sync_api import Page, expect

from qdesign import ansatz
from qdesign.circuit import Circuit
from tests.browser.drawing import Drawn, box_of
from tests.browser.servers import Server
from tests.browser.test_keys import FOCUSED
from tests.browser.test_panel_host import studio_on


def form_of(studio: Drawn, title: str) -> Drawn:
    studio.root.locator(".qd-palette .qd-row", has_text=title).click()
    return Drawn(studio.page, studio.root.get_by_role("form", name="Template"))


def drawn(circuit: Circuit) -> int:
    return circuit.num_operations


def test_a_template_is_drawn_as_its_options_say_before_it_is_put_in(
    page: Page, panel: Server
) -> None:
    studio = studio_on(page, panel)
    studio.canvas.focus()
    page.keyboard.press("h")
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
    form.get_by_label("Template", exact=True).select_option("sim_10")
    expect(studio.gates).to_have_count(drawn(ansatz.template("sim_10", 4, 1)))
    form.get_by_label("Template", exact=True).select_option("ry_rz_cx")
    qubits.fill("3")
    layers.fill("2")
    expect(studio.gates).to_have_count(wanted)
    layers.press("Enter")
    expect(form).to_have_count(0)
    expect(studio.gates).to_have_count(wanted)
    expect(studio.canvas).to_be_focused()
    page.keyboard.press("Control+z")
    expect(studio.gates).to_have_count(1)
    page.keyboard.press("Control+z")
    expect(studio.gates).to_have_count(0)


def test_a_template_that_is_given_up_leaves_all_as_it_was(page: Page, panel: Server) -> None:
    studio = studio_on(page, panel)
    studio.canvas.focus()
    page.keyboard.press("h")
    form = form_of(studio, "UCCSD for H₂").root
    expect(form.get_by_label("Qubits")).to_have_count(0)
    expect(studio.gates).not_to_have_count(1)
    page.keyboard.press("Escape")
    expect(form).to_have_count(0)
    expect(studio.gates).to_have_count(1)
    assert page.evaluate(FOCUSED) != ""
    # By keys alone, and what is drawn meanwhile ends the form.
    page.keyboard.press("Control+k")
    page.keyboard.type("template")
    page.keyboard.press("Enter")
    expect(form).to_be_visible()
    studio.canvas.focus()
    page.keyboard.press("Escape")
    expect(form).to_have_count(0)
    expect(studio.gates).to_have_count(1)
    page.keyboard.press("Control+z")
    expect(studio.gates).to_have_count(0)


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
