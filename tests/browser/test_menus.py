"""The menu of what is chosen: by the right button and by keys, and fields on the canvas itself."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

import qdesign as qd
from qdesign.document import Document
from tests.browser.drawing import Drawn, box_of
from tests.browser.hosts import Lab
from tests.browser.servers import Server

CIRCUIT = qd.Circuit.of(3, "h 0; rx(a) 1; cx 1 2")


@pytest.fixture
def page(shared_page: Page) -> Page:
    return shared_page


@pytest.fixture
def studio(page: Page, lab: Server) -> Drawn:
    return Lab(page, lab, "menus").open_tab(Document(CIRCUIT).dumps())


def gate(studio: Drawn, words: str) -> Locator:
    return studio.root.locator(f'.qd-canvas [data-id][aria-label^="{words}"]')


def entry(studio: Drawn, name: str) -> Locator:
    return studio.root.get_by_role("menuitem", name=re.compile(f"^{name}"))


def test_a_gate_has_a_menu_of_what_can_be_done_with_it(studio: Drawn, page: Page) -> None:
    gate(studio, "RX").click(button="right")
    menu = studio.root.get_by_role("menu", name="Gates")
    expect(menu).to_be_visible()
    # JupyterLab's own menu stays away.
    expect(page.locator(".lm-Menu")).to_have_count(0)
    expect(entry(studio, "Edit the angle")).to_be_focused()
    expect(gate(studio, "RX")).to_have_attribute("aria-label", re.compile("selected$"))
    entry(studio, "Add a control").click()
    expect(menu).to_have_count(0)
    expect(studio.canvas).to_be_focused()
    expect(gate(studio, "RX")).to_have_attribute("aria-label", re.compile("controlled by q0"))
    page.keyboard.press("Control+z")
    expect(gate(studio, "RX")).not_to_have_attribute("aria-label", re.compile("controlled"))

    gate(studio, "H").click(button="right")
    expect(entry(studio, "Edit the angle")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(menu).to_have_count(0)
    expect(studio.canvas).to_be_focused()


def test_a_wire_is_renamed_in_its_place(studio: Drawn, page: Page) -> None:
    wire = studio.root.locator(".qd-canvas .qd-wire").nth(2)
    box = wire.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] - 6, studio.wire(2), button="right")
    expect(studio.root.get_by_role("menu", name="Wire")).to_be_visible()
    entry(studio, "Rename this qubit").click()
    field = studio.root.locator('[data-part="in-place"]').get_by_label("Name of qubit 2")
    expect(field).to_be_focused()
    field.fill(" ")
    field.press("Enter")
    alert = studio.root.locator('[data-part="in-place"]').get_by_role("alert")
    expect(alert).to_contain_text("1 to 100 characters")
    field.fill("target")
    field.press("Enter")
    expect(field).to_have_count(0)
    expect(studio.canvas).to_be_focused()
    expect(studio.root.locator(".qd-label", has_text="target")).to_be_visible()


def test_the_menu_opens_by_keys_where_they_stand(studio: Drawn, page: Page) -> None:
    menu = studio.root.get_by_role("menu")
    studio.slider("a").focus()
    page.keyboard.press("Shift+F10")
    expect(studio.root.get_by_role("menu", name="Parameter")).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu).to_have_count(0)
    expect(studio.slider("a")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(studio.slider("a")).not_to_have_attribute("aria-valuenow", "0")
    page.keyboard.press("ContextMenu")
    page.keyboard.press("ArrowDown")
    expect(entry(studio, "Set the parameter to 0")).to_be_focused()
    page.keyboard.press("Enter")
    expect(studio.slider("a")).to_have_attribute("aria-valuenow", "0")

    page.keyboard.press("ContextMenu")
    entry(studio, "Rename the parameter").click()
    name = studio.root.get_by_label("Name", exact=True)
    expect(name).to_be_focused()
    name.fill("beta")
    name.press("Enter")
    expect(studio.slider("beta")).to_be_visible()

    studio.type("ArrowLeft", "ArrowLeft", "ArrowLeft", "ContextMenu")
    expect(studio.root.get_by_role("menu", name="Gates")).to_be_visible()
    entry(studio, "Delete").press("Enter")
    expect(studio.gates).to_have_count(2)
    expect(studio.canvas).to_be_focused()
    page.keyboard.press("Control+z")
    expect(studio.gates).to_have_count(3)


def test_the_empty_drawing_and_a_diagram_have_menus(studio: Drawn, page: Page) -> None:
    box = studio.canvas.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + 8, button="right")
    expect(studio.root.get_by_role("menu", name="Drawing")).to_be_visible()
    entry(studio, "Select all").click()
    expect(studio.root.locator('.qd-canvas [aria-label$="selected"]')).to_have_count(3)
    page.keyboard.press("Alt+2")
    studio.root.get_by_role("button", name="Edit as a diagram").click()
    expect(studio.root.get_by_role("toolbar", name="ZX tools")).to_be_visible()
    spider = studio.root.locator('.qd-canvas .qd-spider[data-kind="Z"]').first
    spider.click(button="right")
    expect(studio.root.get_by_role("menu", name="Diagram")).to_be_visible()
    entry(studio, "Change kind").click()
    expect(studio.root.locator('.qd-canvas .qd-spider[aria-label$="selected"]')).to_have_attribute(
        "data-kind", "X"
    )


def test_an_angle_is_edited_on_the_canvas(studio: Drawn, page: Page) -> None:
    gate(studio, "RX").dblclick()
    place = studio.root.locator('[data-part="in-place"]')
    field = place.get_by_label(re.compile("^Angle"))
    expect(field).to_be_focused()
    field.fill("sinh(a)")
    expect(place.get_by_role("alert")).to_contain_text("sinh")
    field.fill("pi/3")
    field.press("Enter")
    expect(place).to_have_count(0)
    expect(studio.canvas).to_be_focused()
    expect(gate(studio, "RX π/3")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(field).to_be_focused()
    field.fill("pi/5")
    page.keyboard.press("Escape")
    expect(place).to_have_count(0)
    expect(gate(studio, "RX π/3")).to_have_count(1)


def test_what_is_copied_is_pasted_at_the_wire_of_the_cursor(studio: Drawn, page: Page) -> None:
    gate(studio, "H").click()
    page.keyboard.press("Control+c")
    wire = studio.root.locator(".qd-canvas .qd-wire").nth(2)
    box = wire.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] - 6, studio.wire(2))
    page.keyboard.press("Control+v")
    expect(gate(studio, "H on q2")).to_have_count(1)


def test_if_is_dragged_onto_a_gate_and_a_measurement_says_its_bit(page: Page, lab: Server) -> None:
    text = """OPENQASM 3.0; include "stdgates.inc"; qubit[2] q; bit[1] m; bit[2] f;
    f[0] = measure q[0]; x q[1]; m[0] = measure q[1];"""
    studio = Lab(page, lab, "menus").open_tab(Document(qd.qasm.loads(text)).dumps())
    tile = box_of(studio.root.get_by_role("button", name="If: the chosen gate waits"))
    x = box_of(gate(studio, "X"))
    page.mouse.move(tile["x"] + 8, tile["y"] + 8)
    page.mouse.down()
    page.mouse.move(x["x"] + 4, x["y"] + 4, steps=6)
    page.mouse.move(x["x"] + x["width"] / 2, x["y"] + x["height"] / 2, steps=3)
    page.mouse.up()
    expect(gate(studio, "X")).to_have_attribute("aria-label", re.compile(r"f\[0\] = 1"))

    studio.root.locator('.qd-canvas [data-id][aria-label^="Measure"]').first.click()
    into = studio.root.get_by_label("Bit that it is written into")
    expect(into.locator("option:checked")).to_have_text("f[0]")
    into.select_option("a new bit")
    expect(into.locator("option:checked")).to_have_text("c[0]")
    page.keyboard.press("Escape")
    studio.type("Control+z")
    expect(into.locator("option:checked")).to_have_text("f[0]")
