"""Where the canvas looks: at a wall's middle, at wires that came, at what a long one became."""

import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

import qdesign as qd
from qdesign.document import Document
from tests.browser.drawing import Drawn, box_of, passes
from tests.browser.servers import FileServers, start_panel

Open = Callable[[Document], Drawn]


@pytest.fixture
def studio_of(page: Page, files: FileServers) -> Open:
    def make(document: Document) -> Drawn:
        page.goto(files.serve(document).url)
        return Drawn(page, page.locator(".qdesign-host")).wait()

    return make


def expect_wire_in_view(studio: Drawn, qubit: int) -> None:
    canvas, y = box_of(studio.canvas), studio.wire(qubit)
    assert canvas["y"] < y < canvas["y"] + canvas["height"]


def test_a_wall_shows_a_small_circuit_large_and_in_its_middle(page: Page, studio_of: Open) -> None:
    page.set_viewport_size({"width": 3840, "height": 2160})
    studio = studio_of(Document(qd.Circuit.of(3, "h 0; cx 0 1; cx 1 2")))
    expect(studio.root.get_by_role("button", name="Zoom is 200 percent")).to_be_visible()
    canvas = box_of(studio.canvas)
    assert abs(studio.wire(1) - canvas["y"] - canvas["height"] / 2) < canvas["height"] / 10


def test_zoom_buttons_stand_beside_a_low_drawing(page: Page, studio_of: Open) -> None:
    page.set_viewport_size({"width": 853, "height": 480})
    studio = studio_of(Document(qd.ansatz.sim(5, num_qubits=4, layers=1)))
    canvas = box_of(studio.canvas)
    zoom = box_of(studio.root.get_by_role("group", name="Zoom"))
    assert zoom["x"] >= canvas["x"] + canvas["width"]


def test_wires_added_by_text_are_in_view(page: Page, studio_of: Open) -> None:
    page.set_viewport_size({"width": 1280, "height": 640})
    studio = studio_of(Document(qd.Circuit.of(2, "h 0")))
    studio.root.get_by_role("tab", name="OpenQASM").click()
    expect(studio.root.locator(".cm-editor")).to_be_visible()
    studio.root.get_by_role("textbox", name="OpenQASM 3").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text('OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit[9] q;\nh q[8];\n')
    expect(studio.root.locator(".qd-canvas .qd-wire")).to_have_count(9)
    passes(expect_wire_in_view, studio, 8)
    passes(expect_wire_in_view, studio, 0)


def test_the_view_comes_back_to_what_a_long_circuit_became(page: Page, studio_of: Open) -> None:
    studio = studio_of(Document(qd.Circuit.of(2, "h 0; h 1; " * 60 + "x 0")))
    studio.type("End")
    page.keyboard.press("Escape")
    before = studio.root.locator(".qd-canvas > g").first.get_attribute("transform") or ""
    assert before.startswith("translate(-")
    studio.root.get_by_role("button", name="Simplify", exact=True).click()
    studio.root.get_by_role("menuitem", name="Best of all").click()
    expect(studio.gates).to_have_count(1)
    canvas = box_of(studio.canvas)

    def gate_in_view() -> None:
        gate = box_of(studio.gates.first)
        assert canvas["x"] < gate["x"] < canvas["x"] + canvas["width"] / 2

    passes(gate_in_view)


def test_a_problem_keeps_its_name_where_python_does_not_answer(page: Page, tmp_path: Path) -> None:
    """Only Python makes a Heisenberg chain; the page says what the document says it is."""
    document = Document(qd.Circuit.of(3, "ry(a) 0")).with_problem(qd.problems.heisenberg(3))
    document.save(tmp_path / "chain.qdesign")
    server = start_panel(tmp_path, tmp_path / "chain.qdesign")
    page.goto(server.url)
    studio = Drawn(page, page.locator(".qdesign-host")).wait()
    name = studio.root.get_by_label("Problem", exact=True).locator('option[value="own"]')
    expect(name).to_contain_text("Heisenberg chain")
    server.process.send_signal(signal.SIGSTOP)
    try:
        studio.root.get_by_label("Problem", exact=True).select_option(label="No problem")
        expect(name).to_have_text("None")
        studio.type("Control+z")
        expect(name).to_have_text("Heisenberg chain, as the document says")
    finally:
        server.process.send_signal(signal.SIGCONT)
        server.stop()
