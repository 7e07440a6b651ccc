"""Large circuits: something is always drawn, a strip leads anywhere, a selection is zoomed to."""

import random
import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

import qdesign as qd
from qdesign.document import Document
from tests.browser.drawing import Drawn, box_of, passes
from tests.browser.servers import FileServers

SIZES = [(1, 1), (5, 2447), (200, 50), (27, 500)]

# Px of gates and wires in the window: painted dots of the far view, or parts of wires.
IN_VIEW = """(root) => {
  const svg = root.querySelector('svg.qd-canvas');
  const window_ = svg.getBoundingClientRect();
  const far = root.querySelector('canvas.qd-far');
  if (far) {
    const { data } = far.getContext('2d').getImageData(0, 0, far.width, far.height);
    let dots = 0;
    for (let k = 3; k < data.length; k += 4) if (data[k] > 0) dots++;
    return dots;
  }
  let length = 0;
  for (const wire of root.querySelectorAll('.qd-canvas .qd-wire')) {
    const box = wire.getBoundingClientRect();
    const y = box.top + box.height / 2;
    if (y < window_.top || y > window_.bottom) continue;
    length += Math.max(0, Math.min(box.right, window_.right) - Math.max(box.left, window_.left));
  }
  return length;
}"""


def layered(qubits: int, depth: int) -> qd.Circuit:
    """Rotations on every wire and CX gates between neighbors by turns."""
    gates: list[str] = []
    for column in range(depth):
        if column % 2 and qubits > 1:
            gates += [f"cx {q} {q + 1}" for q in range(column // 2 % 2, qubits - 1, 2)]
        else:
            gates += [f"rz(pi/8) {q}" if column % 4 else f"h {q}" for q in range(qubits)]
    return qd.Circuit.of(qubits, "; ".join(gates))


@pytest.fixture
def open_circuit(
    browser: Browser, files: FileServers
) -> Iterator[Callable[[qd.Circuit], tuple[Page, Drawn]]]:
    pages: list[Page] = []

    def show(circuit: qd.Circuit) -> tuple[Page, Drawn]:
        page = browser.new_page(viewport={"width": 1200, "height": 800})
        page.set_default_timeout(60_000)
        pages.append(page)
        page.goto(files.serve(Document(circuit)).url)
        return page, Drawn(page, page.locator(".qdesign-host")).wait()

    yield show
    for page in pages:
        page.close()


def in_view(page: Page) -> float:
    """Once what was done is painted."""
    frames = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
    page.evaluate(frames)
    return page.locator(".qd").evaluate(IN_VIEW)


def expect_in_view(page: Page, least: float, done: list[str]) -> None:
    assert in_view(page) > least, done


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_canvas_is_never_blank_however_it_is_moved_and_zoomed(
    open_circuit: Callable[[qd.Circuit], tuple[Page, Drawn]], size: tuple[int, int]
) -> None:
    page, studio = open_circuit(layered(*size))
    box = box_of(studio.canvas)
    dice = random.Random(sum(size))
    done: list[str] = []
    for _ in range(40):
        page.mouse.move(
            box["x"] + dice.uniform(0.02, 0.98) * box["width"],
            box["y"] + dice.uniform(0.02, 0.8) * box["height"],
        )
        kind = dice.choice(["wheel", "zoom", "key"])
        if kind == "key":
            key = dice.choice(["f", "1", "+", "-", "Shift+F"])
            done.append(key)
            studio.canvas.focus()
            page.keyboard.press(key)
        else:
            dx, dy = dice.choice([-1, 1]) * 10 ** dice.uniform(1, 6), dice.uniform(-3000, 3000)
            done.append(f"{kind} {dx} {dy}")
            if kind == "zoom":
                page.keyboard.down("Control")
            page.mouse.wheel(dx, dy)
            page.keyboard.up("Control")
        passes(expect_in_view, page, 20, done)


def test_the_strip_and_the_buttons_lie_over_no_wire(
    open_circuit: Callable[[qd.Circuit], tuple[Page, Drawn]],
) -> None:
    page, studio = open_circuit(layered(9, 200))
    strip = studio.root.get_by_role("scrollbar", name="Overview of the whole circuit")
    last = studio.canvas.locator('[data-id][aria-label^="H on q8"]').first
    foot = box_of(last)["y"] + box_of(last)["height"]
    assert foot <= box_of(strip)["y"]
    assert foot <= box_of(studio.root.get_by_role("group", name="Zoom"))["y"]
    # Where all of it is in the window, the strip gives its room back.
    studio.canvas.focus()
    page.keyboard.press("f")
    expect(strip).to_have_count(0)


def test_the_strip_shows_where_the_window_is_and_leads_anywhere(
    open_circuit: Callable[[qd.Circuit], tuple[Page, Drawn]],
) -> None:
    page, studio = open_circuit(layered(5, 400))
    strip = studio.root.get_by_role("scrollbar", name="Overview of the whole circuit")
    expect(strip).to_have_attribute("aria-valuenow", "0")
    expect(strip).to_have_attribute("aria-valuetext", re.compile(r"Columns 1 to \d\d of 400"))
    studio.canvas.focus()
    before = studio.gates.first.get_attribute("data-id")

    box = box_of(strip)
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    expect(strip).to_have_attribute("aria-valuenow", "50")
    page.mouse.move(box["x"] + box["width"] + 50, box["y"], steps=4)
    expect(strip).to_have_attribute("aria-valuenow", "100")
    page.mouse.up()
    expect(studio.root.locator(f'.qd-canvas [data-id="{before}"]')).to_have_count(0)

    page.keyboard.press("Home")
    expect(strip).to_have_attribute("aria-valuenow", "0")
    expect(strip).to_be_focused()
    page.keyboard.press("PageDown")
    expect(strip).not_to_have_attribute("aria-valuenow", "0")

    # All of it is in the window, so there is nothing to lead to; it is read without letters.
    page.keyboard.press("f")
    expect(strip).to_have_count(0)
    expect(studio.root.locator("canvas.qd-far")).to_be_visible()
    expect(studio.gates).to_have_count(0)
    passes(expect_in_view, page, 1000, ["f"])


def test_a_box_drawn_from_afar_is_zoomed_to(
    open_circuit: Callable[[qd.Circuit], tuple[Page, Drawn]],
) -> None:
    page, studio = open_circuit(layered(5, 400))
    studio.canvas.focus()
    page.keyboard.press("f")
    far = studio.root.locator("canvas.qd-far")
    expect(far).to_be_visible()
    box = box_of(studio.canvas)
    middle = box["x"] + box["width"] / 2
    page.mouse.move(middle, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(middle + 12, box["y"] + box["height"] - 10, steps=3)
    page.mouse.up()
    expect(studio.root.get_by_text("gates selected")).to_be_visible()
    page.keyboard.press("Shift+F")
    expect(far).to_have_count(0)
    expect(studio.gates.and_(page.get_by_label("selected")).first).to_be_visible()
    expect(studio.canvas).to_be_focused()


def test_the_strip_is_not_there_where_the_circuit_fits(
    open_circuit: Callable[[qd.Circuit], tuple[Page, Drawn]],
) -> None:
    _, studio = open_circuit(layered(3, 4))
    expect(studio.gates.first).to_be_visible()
    expect(studio.root.get_by_role("scrollbar", name="Overview")).to_have_count(0)
