"""Displays in the drawing: they stay with their wire and gate through edits."""

from playwright.sync_api import Locator, Page, expect

import qdesign as qd
from qdesign.document import Display, Document
from tests.browser.drawing import Drawn
from tests.browser.hosts import Lab
from tests.browser.servers import Server

SPHERE = Display("d", "bloch", (1,), 0)
TEXT = Document(qd.Circuit.of(2, "h 0; x 1; y 1"), displays=(SPHERE,)).dumps()


def sphere(studio: Drawn) -> Locator:
    return studio.root.locator('.qd-canvas [data-id="d"]')


def test_a_display_stays_behind_its_gate_through_edits_and_undo(page: Page, lab: Server) -> None:
    host = Lab(page, lab, "stays")
    studio = host.open(TEXT)
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
