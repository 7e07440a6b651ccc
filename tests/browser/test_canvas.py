"""The canvas by hand: controls and gates dragged, and keys in a document that just opened."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

import qdesign as qd
from qdesign.document import Document
from tests.browser.drawing import Drawn, box_of, passes
from tests.browser.hosts import Lab, Panel
from tests.browser.servers import Server

THREE = Document(qd.Circuit.of(3, "cx 0 1; h 2")).dumps()


def gate_box(studio: Drawn, words: str) -> dict[str, float]:
    gate = studio.root.locator(f'.qd-canvas [data-id][aria-label*="{words}"]')
    box = box_of(gate)
    return {"x": box["x"] + box["width"] / 2, "top": box["y"], "bottom": box["y"] + box["height"]}


@pytest.fixture(params=["lab", "panel"])
def opened(request: pytest.FixtureRequest, page: Page, tmp_path: Path) -> Callable[[], Drawn]:
    """A document on a page of its own, with the drawing in focus though nothing was clicked."""

    def make() -> Drawn:
        if request.param == "panel":
            studio = Panel(page, request.getfixturevalue("panel"), tmp_path).open()
        else:
            studio = Lab(page, request.getfixturevalue("lab"), "letters").open()
        expect(studio.canvas).to_be_focused()
        return studio

    return make


def test_letters_work_as_soon_as_a_document_opens(opened: Callable[[], Drawn]) -> None:
    studio = opened()
    keyboard = studio.page.keyboard
    keyboard.press("h")
    keyboard.press("x")
    expect(studio.gates).to_have_count(2)
    keyboard.press("Control+z")
    expect(studio.gates).to_have_count(1)


def test_end_leads_behind_the_last_gate_of_a_document_just_opened(
    shared_page: Page, lab: Server
) -> None:
    text = Document(qd.Circuit.of(1, "h 0; x 0")).dumps()
    studio = Lab(shared_page, lab, "canvas").open_tab(text)
    expect(studio.canvas).to_be_focused()
    studio.page.keyboard.press("End")
    studio.page.keyboard.press("y")
    expect(studio.gates).to_have_count(3)
    lefts = [box_of(studio.gates.nth(k))["x"] for k in range(3)]
    names = [studio.gates.nth(k).get_attribute("aria-label") or "" for k in range(3)]
    last = names[lefts.index(max(lefts))]
    assert last.startswith("Y")
    studio.page.keyboard.press("Home")
    studio.page.keyboard.press("z")
    expect(studio.gates).to_have_count(4)


def test_a_control_is_dragged_to_another_wire(shared_page: Page, lab: Server) -> None:
    place = Lab(shared_page, lab, "canvas")
    studio = place.open_tab(THREE)
    cx = gate_box(studio, "q1")
    mouse = studio.page.mouse
    mouse.move(cx["x"], studio.wire(0))
    mouse.down()
    mouse.move(cx["x"], studio.wire(1), steps=3)
    mouse.move(cx["x"], studio.wire(2), steps=3)
    mouse.up()
    text = place.save(studio)
    body = Document.loads(text).body
    assert isinstance(body, qd.Circuit)
    assert sorted((o.gate, o.qubits) for o in body.plain_operations) == [
        ("cx", (2, 1)),
        ("h", (2,)),
    ]
    studio.type("Control+z")
    expect(studio.gates).to_have_count(2)


def test_what_is_dragged_off_the_canvas_is_deleted_and_escape_keeps_it(
    shared_page: Page, lab: Server
) -> None:
    studio = Lab(shared_page, lab, "canvas").open_tab(THREE)
    box = box_of(studio.canvas)
    h = gate_box(studio, "q2")
    mouse = studio.page.mouse

    def drag_away() -> None:
        mouse.move(h["x"], studio.wire(2))
        mouse.down()
        mouse.move(h["x"], studio.wire(1), steps=3)
        mouse.move(h["x"], box["y"] + box["height"] + 60, steps=4)
        expect(studio.root.get_by_role("alert")).to_contain_text("Release to delete")
        expect(studio.root.locator(".qd-canvas[data-away] .qd-ghost")).to_have_count(1)

    drag_away()
    studio.page.keyboard.press("Escape")
    mouse.up()
    expect(studio.gates).to_have_count(2)
    drag_away()
    mouse.up()
    expect(studio.gates).to_have_count(1)
    expect(studio.canvas).to_be_focused()
    studio.page.keyboard.press("Control+z")
    expect(studio.gates).to_have_count(2)


def test_classical_wires_run_from_meters_to_the_gates_that_wait(
    shared_page: Page, lab: Server
) -> None:
    program = (
        "OPENQASM 3.0; qubit[3] q; bit[2] c; c[0] = measure q[0]; c[1] = measure q[1]; "
        "if (c[1]) { x q[2]; } if (c[0]) { z q[2]; }"
    )
    studio = Lab(shared_page, lab, "canvas").open_tab(Document(qd.qasm.loads(program)).dumps())
    expect(studio.canvas.locator("[data-bits]")).to_have_count(2)
    expect(studio.canvas.locator(".qd-bit")).to_have_text(["c[1]", "c[0]"])
    labels = studio.canvas.locator(".qd-if")
    expect(labels).to_have_count(2)
    first, second = (labels.nth(k).bounding_box() for k in range(2))
    assert first is not None
    assert second is not None
    assert first["x"] + first["width"] < second["x"] or second["x"] + second["width"] < first["x"]


def test_an_if_on_a_bit_that_nothing_is_measured_into_says_so(
    shared_page: Page, lab: Server
) -> None:
    program = (
        "OPENQASM 3.0; qubit[2] q; bit[2] c; if (c[0]) { x q[1]; } c[0] = measure q[0]; "
        "if (c[0]) { z q[1]; }"
    )
    studio = Lab(shared_page, lab, "canvas").open_tab(Document(qd.qasm.loads(program)).dumps())
    expect(studio.canvas.locator(".qd-doubt")).to_have_count(1)
    words = "c[0] is read before anything is measured into it: it is 0 here"
    early = studio.canvas.locator('[data-id][aria-label^="X"]')
    expect(early).to_have_attribute("aria-label", re.compile(re.escape(words)))
    early.click()
    expect(studio.root.locator('[data-part="gate"]')).to_contain_text(f"{words}.")
    studio.canvas.locator('[data-id][aria-label^="Z"]').click()
    expect(studio.root.locator('[data-part="gate"]')).not_to_contain_text("before anything")


def test_long_names_of_wires_stay_different_and_are_whole_on_hover(
    shared_page: Page, lab: Server
) -> None:
    names = ("Alice_1[0]", "Alice_1[1]")
    circuit = replace(qd.Circuit.of(2, "h 0; cx 0 1"), qubit_names=names)
    studio = Lab(shared_page, lab, "canvas").open_tab(Document(circuit).dumps())
    labels = studio.canvas.locator(".qd-label")
    expect(labels).to_have_text([re.compile(r"Alic…1\[0\]$"), re.compile(r"Alic…1\[1\]$")])
    expect(labels.locator("title")).to_have_text(list(names))


def test_the_keyboards_cursor_stays_in_the_window(shared_page: Page, lab: Server) -> None:
    circuit = qd.Circuit.of(12, "; ".join(f"h {k % 12}; x {k % 12}" for k in range(240)))
    studio = Lab(shared_page, lab, "canvas").open_tab(Document(circuit).dumps())
    studio.type("1", "Home")
    box = studio.canvas.bounding_box()
    assert box is not None
    cursor = studio.root.locator(".qd-cursor")
    for keys in ("End", "Home", *["ArrowDown"] * 11, "End", *["ArrowUp"] * 11):
        studio.page.keyboard.press(keys)
        expect(cursor).to_be_in_viewport(ratio=1)
        at = cursor.bounding_box()
        assert at is not None
        assert box["x"] <= at["x"] <= box["x"] + box["width"] - at["width"]
        assert box["y"] <= at["y"] <= box["y"] + box["height"] - at["height"]


def test_the_welcome_stands_beside_the_wires_or_below_them(
    page: Page, panel: Server, tmp_path: Path
) -> None:
    studio = Panel(page, panel, tmp_path).open()
    invite = studio.root.locator(".qd-invite")
    wires = studio.canvas.locator(".qd-wire")

    def expect_apart() -> None:
        expect(invite).to_be_visible()
        around = box_of(invite)
        for wire in map(box_of, wires.all()):
            beside = wire["x"] + wire["width"] <= around["x"]
            assert beside or wire["y"] + wire["height"] <= around["y"]

    for width, height in ((1440, 900), (853, 700), (375, 800), (700, 480)):
        page.set_viewport_size({"width": width, "height": height})
        expect(studio.root.locator(".qd")).to_have_css("width", f"{width}px")
        passes(expect_apart)
