"""A phone: what the toolbar has no room for is behind More, in reach of a finger."""

from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

import qdesign as qd
from qdesign.document import Document
from tests.browser.drawing import Drawn, box_of, passes
from tests.browser.servers import FileServers, Server
from tests.browser.test_access import expect_accessible

WIDTH = 375
CIRCUIT = qd.Circuit.of(2, "rz(a) 0; rz(b) 0; cx 0 1; cx 0 1; ry(c) 1")

# Everything that reaches over the right edge, save what scrolls inside its own frame.
BEYOND = """width => {
  const found = [];
  const look = root => {
    for (const element of root.querySelectorAll("*")) {
      if (element.shadowRoot) look(element.shadowRoot);
      const box = element.getBoundingClientRect();
      const scrolls = element.closest("svg, .qd-tabs, .qd-code, .qd-scroll, .qd-hidden");
      if (box.width && box.right > width + 0.5 && !scrolls) found.push(element.outerHTML);
    }
  };
  look(document);
  return found.map(text => text.slice(0, 120));
}"""


@pytest.fixture
def served(files: FileServers) -> Server:
    return files.serve(Document(CIRCUIT))


def expect_in_reach(page: Page, part: Locator) -> None:
    """Every button is at least 44 px each way, and nothing leaves the screen."""
    for button in part.get_by_role("button").all():
        box = box_of(button)
        assert (button.inner_text(), min(box["width"], box["height"]) >= 44) == (
            button.inner_text(),
            True,
        )
    passes(expect_nothing_beyond, page)


def expect_nothing_beyond(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH
    assert page.evaluate(BEYOND, WIDTH) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_circuit_is_simplified_on_a_phone(
    browser: Browser, served: Server, theme: Literal["light", "dark"]
) -> None:
    context = browser.new_context(
        viewport={"width": WIDTH, "height": 700},
        color_scheme=theme,
        reduced_motion="reduce",
        has_touch=True,
    )
    page = context.new_page()
    page.goto(served.url)
    studio = Drawn(page, page.locator(".qdesign-host")).wait()
    root = studio.root
    panes = root.get_by_role("navigation", name="Panes")

    def sheet(name: str) -> Locator:
        part = root.get_by_role("region", name=name, exact=True)
        expect(part).to_be_visible()
        expect_in_reach(page, part)
        expect_accessible(page, name)
        return part

    panes.get_by_role("button", name="More").tap()
    more = sheet("More")
    more.get_by_role("button", name="Export").tap()
    exports = sheet("Export")
    with page.expect_download() as download:
        exports.get_by_role("button", name="Picture of the circuit SVG").tap()
    assert "</svg>" in Path(download.value.path()).read_text(encoding="utf-8")
    page.keyboard.press("Escape")
    more.get_by_role("button", name="Simplify").tap()
    simplify = sheet("Simplify")
    simplify.get_by_role("button", name="Back").tap()
    more.get_by_role("button", name="Compare").tap()
    sheet("Compare").get_by_role("button", name="Leave the comparison").tap()
    panes.get_by_role("button", name="More").tap()
    more.get_by_role("button", name="OpenQASM").tap()
    expect(root.get_by_role("tab", name="OpenQASM")).to_have_attribute("aria-selected", "true")
    expect(panes.get_by_role("button", name="More")).to_have_attribute("aria-pressed", "true")

    # From the empty list of steps too; what comes of it is shown there.
    panes.get_by_role("button", name="Steps").tap()
    root.get_by_role("button", name="Simplify…").tap()
    simplify.get_by_role("button", name="rotations", exact=True).tap()
    simplify.get_by_role("button", name="Best of all").tap()
    expect(panes.get_by_role("button", name="Steps")).to_have_attribute("aria-pressed", "true")
    steps = root.get_by_role("tabpanel", name="Steps")
    expect(steps.locator(".qd-badge").first).to_contain_text("✓")
    expect(studio.gates).to_have_count(2)
    passes(expect_nothing_beyond, page)
    context.close()


def test_the_page_is_as_wide_as_the_phone(browser: Browser, served: Server) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True
    )
    page = context.new_page()
    page.goto(served.url)
    root = Drawn(page, page.locator(".qdesign-host")).wait().root
    expect(root.get_by_role("navigation", name="Panes")).to_be_visible()
    assert page.evaluate("[innerWidth, document.documentElement.scrollWidth]") == [390, 390]
    context.close()


def test_what_is_said_stands_above_the_panes_and_not_over_them(page: Page, served: Server) -> None:
    page.set_viewport_size({"width": WIDTH, "height": 667})
    page.goto(served.url)
    studio = Drawn(page, page.locator(".qdesign-host")).wait()
    gates = studio.gates.count()
    studio.type("h")
    expect(studio.gates).to_have_count(gates + 1)
    page.goto(served.url)
    studio = Drawn(page, page.locator(".qdesign-host")).wait()
    said = studio.root.locator(".qd-going").get_by_role("alert")
    expect(said).to_be_visible()
    sheet = box_of(studio.root.get_by_role("region", name="Selected gate"))
    going = box_of(studio.root.locator(".qd-going"))
    panes = box_of(studio.root.get_by_role("navigation", name="Panes"))
    assert sheet["y"] + sheet["height"] <= going["y"] + 0.5
    assert going["y"] + going["height"] <= panes["y"] + 0.5
