"""What is typed into the fields of a studio: gates in the search, angles in the inspector."""

import re

import pytest
from playwright.sync_api import Page, expect

from qdesign.circuit import Circuit
from qdesign.document import Document
from tests.browser.drawing import Drawn
from tests.browser.hosts import Lab
from tests.browser.servers import Server


@pytest.fixture
def page(shared_page: Page) -> Page:
    return shared_page


@pytest.fixture
def studio(page: Page, lab: Server) -> Drawn:
    text = Document(Circuit.of(2, "rz(g_0) 0; rx(theta) 1")).dumps()
    return Lab(page, lab, "typing").open_tab(text)


def test_gates_are_typed_as_openqasm_writes_them(studio: Drawn, page: Page) -> None:
    search = studio.root.get_by_label("Search gates and commands")
    search.fill("cx q[0], q[1]; negctrl @ rx(3pi/2) q[0], q[1];")
    search.press("Enter")
    expect(studio.gates).to_have_count(4)
    expect(search).to_have_value("")
    page.keyboard.press("Control+z")
    expect(studio.gates).to_have_count(2)


def test_what_cannot_be_placed_stays_with_the_reason_beside_it(studio: Drawn) -> None:
    search = studio.root.get_by_label("Search gates and commands")
    palette = studio.root.get_by_role("navigation", name="Gates")
    for text, why in (
        ("foo 0 1", "no gate 'foo'"),
        ("h 0; cx 0 b", "no qubit 'b'"),
        ("if (c[0]) z q[1];", "under Happens in the inspector"),
    ):
        search.fill(text)
        search.press("Enter")
        expect(search).to_have_value(text)
        expect(search).to_be_focused()
        expect(palette.get_by_role("alert")).to_contain_text(why)
    expect(studio.gates).to_have_count(2)
    search.press("Escape")
    expect(search).to_have_value("")
    expect(palette.get_by_role("alert")).to_have_count(0)


@pytest.mark.parametrize("text", ["2g0", "2 g_0", "2g₀", "2·g_0"])
def test_an_angle_is_typed_as_it_is_shown(studio: Drawn, text: str) -> None:
    studio.gates.first.click()
    field = studio.root.get_by_label(re.compile("^Angle"))
    field.fill(text)
    field.press("Enter")
    field.focus()
    expect(field).to_have_value("2*g_0")
    expect(studio.root.locator(".qd-slider")).to_have_count(2)


def test_escape_clears_the_error_and_brings_the_angle_back(studio: Drawn) -> None:
    studio.gates.first.click()
    field = studio.root.get_by_label(re.compile("^Angle"))
    error = studio.root.get_by_role("alert").filter(has_text="Angle")
    field.fill("sinh(theta)")
    expect(error).to_be_visible()
    field.press("Enter")
    expect(error).to_be_visible()
    field.press("Escape")
    expect(error).to_have_count(0)
    expect(studio.canvas).to_be_focused()
    field.focus()
    expect(field).to_have_value("g_0")
