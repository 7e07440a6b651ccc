"""The definition of a composite gate, opened and edited on the canvas."""

from playwright.sync_api import Page, expect

from qdesign import qasm
from qdesign.circuit import Circuit
from qdesign.document import Document
from tests.browser.drawing import box_of
from tests.browser.hosts import Lab
from tests.browser.servers import Server

PROGRAM = """OPENQASM 3.0; include "stdgates.inc"; input float a;
gate pair(t) x, y { ry(t) x; cx x, y; }
qubit[3] q; pair(a) q[0], q[1]; pair(0.5) q[1], q[2];"""


def test_a_definition_is_edited_in_place_and_the_circuit_comes_back(
    page: Page, lab: Server
) -> None:
    host = Lab(page, lab, "inside")
    studio = host.open(Document(qasm.loads(PROGRAM)).dumps())
    crumbs = studio.root.get_by_role("navigation", name="Open definitions")
    studio.root.get_by_role("button", name="Zoom in").click()
    zoom = studio.root.get_by_role("button", name="Zoom is")
    seen = zoom.inner_text()
    box = box_of(studio.gates.first)
    page.mouse.dblclick(box["x"] + box["width"] / 2, box["y"] + 10)
    expect(crumbs).to_contain_text("pair(t)")
    expect(studio.gates).to_have_count(2)
    expect(studio.root.get_by_role("heading", name="Parameters of pair")).to_be_visible()
    expect(studio.canvas).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("h")
    expect(studio.gates).to_have_count(3)
    page.keyboard.press("q")
    expect(studio.root.get_by_role("alert")).to_contain_text("stands on 2 qubits")
    expect(studio.root.locator(".qd-wire")).to_have_count(2)
    while crumbs.count():
        page.keyboard.press("Escape")
    expect(studio.gates).to_have_count(2)
    expect(studio.root.locator(".qd-wire")).to_have_count(3)
    expect(zoom).to_have_text(seen)
    body = Document.loads(host.save(studio)).body
    assert isinstance(body, Circuit)
    assert [o.gate for o in body.plain_operations] == ["ry", "cx", "h"] * 2
    studio.type("Control+z")
    expect(crumbs).to_be_visible()
    expect(studio.gates).to_have_count(2)
    crumbs.get_by_role("button", name="Circuit").click()
    expect(crumbs).to_have_count(0)
    body = Document.loads(host.save(studio)).body
    assert isinstance(body, Circuit)
    assert [o.gate for o in body.plain_operations] == ["ry", "cx"] * 2
