"""Displays in the drawing: they stay with their gates, and "State here" is dragged."""

import pytest
from playwright.sync_api import Locator, Page, expect

import qdesign as qd
from qdesign.document import Display, Document
from tests.browser.drawing import Drawn, box_of
from tests.browser.hosts import Lab
from tests.browser.servers import Server


@pytest.fixture
def page(shared_page: Page) -> Page:
    return shared_page


SPHERE = Display("d", "bloch", (1,), 0)
TEXT = Document(qd.Circuit.of(2, "h 0; x 1; y 1"), displays=(SPHERE,)).dumps()


def sphere(studio: Drawn) -> Locator:
    return studio.root.locator('.qd-canvas [data-id="d"]')


def test_a_display_stays_behind_its_gate_through_edits_and_undo(page: Page, lab: Server) -> None:
    host = Lab(page, lab, "displays")
    studio = host.open_tab(TEXT)
    expect(sphere(studio)).to_have_attribute("aria-label", "Bloch sphere of q1 after column 1")
    studio.type("Home", "ArrowDown", "s")
    expect(sphere(studio)).to_have_attribute("aria-label", "Bloch sphere of q1 after column 2")
    # The wire above goes: first its gate, then itself.
    studio.type("Escape", "Escape", "Home", "ArrowRight", "Delete", "Shift+Q")
    expect(studio.root.locator(".qd-wire")).to_have_count(1)
    expect(sphere(studio)).to_have_attribute("aria-label", "Bloch sphere of q1 after column 2")
    (display,) = Document.loads(host.save(studio)).displays
    assert display.qubits == (0,)
    studio.type(*["Control+z"] * 3)
    expect(sphere(studio)).to_have_attribute("aria-label", "Bloch sphere of q1 after column 1")
    expect(studio.gates).to_have_count(4)


def test_state_here_is_dragged_and_moved_by_keys_and_each_is_undone(
    page: Page, lab: Server
) -> None:
    studio = Lab(page, lab, "displays").open_tab(TEXT)
    marker = studio.root.get_by_role("slider", name="State here")
    tile = box_of(studio.root.get_by_role("button", name="State here"))
    canvas = box_of(studio.canvas)
    mouse = page.mouse

    def drag(x: float, y: float, to: tuple[float, float]) -> None:
        mouse.move(x, y)
        mouse.down()
        mouse.move((x + to[0]) / 2, (y + to[1]) / 2, steps=3)
        mouse.move(*to, steps=3)

    def stands(where: str) -> None:
        expect(marker).to_have_attribute("aria-valuetext", where)

    drag(tile["x"] + 9, tile["y"] + 9, (studio.end(), studio.wire(0)))
    mouse.up()
    stands("after column 2")
    place = box_of(marker.locator("rect").first)
    x, y = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
    drag(x, y, (box_of(sphere(studio))["x"], y))
    mouse.up()
    stands("after column 1")
    expect(marker).to_be_focused()
    page.keyboard.press("Home")
    stands("at the start")
    page.keyboard.press("ArrowRight")
    stands("after column 1")
    page.keyboard.press("Delete")
    expect(marker).to_have_count(0)
    expect(studio.canvas).to_be_focused()
    page.keyboard.press("Control+z")
    place = box_of(marker.locator("rect").first)
    x, y = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
    drag(x, y, (x, canvas["y"] + canvas["height"] + 40))
    expect(studio.root.get_by_role("alert")).to_contain_text("Release to delete")
    mouse.up()
    expect(marker).to_have_count(0)
    for where in ("after column 1", "at the start", "after column 1", "after column 2"):
        page.keyboard.press("Control+z")
        stands(where)
    page.keyboard.press("Control+z")
    expect(marker).to_have_count(0)
