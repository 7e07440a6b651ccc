"""Split: the circuit and its diagram on the same rows, by one zoom and one height."""

import pytest
from playwright.sync_api import Locator, Page, expect

import qdesign as qd
from qdesign.document import Document
from tests.browser.drawing import Drawn, box_of
from tests.browser.servers import FileServers
from tests.browser.test_access import expect_accessible

# With and without phase gadgets, for which the layout makes room between the rows.
CIRCUITS = {
    "plain": qd.Circuit.of(3, "h 0; cx 0 1; ry(a) 1; cx 1 2; rz(b) 2"),
    "gadgets": qd.Circuit.of(
        4, "rzz(a) 0 1; rzz(a) 2 3; rx(b) 0; rxx(c) 0 2; rzz(d) 1 3; cp(e) 0 3"
    ),
}


def height(shape: Locator) -> float:
    box = box_of(shape)
    return box["y"] + box["height"] / 2


class Halves:
    def __init__(self, studio: Drawn) -> None:
        self.studio, self.page = studio, studio.page
        self.circuit = studio.root.locator(".qd-canvas:not(.qd-zx)")
        self.diagram = studio.root.locator(".qd-zx")

    @property
    def rows(self) -> list[float]:
        return [height(wire) for wire in self.circuit.locator(".qd-wire").all()]

    @property
    def ends(self) -> list[float]:
        ends = self.diagram.locator(".qd-spider[data-kind=boundary] .qd-disk")
        return [height(end) for end in ends.all()]

    def expect_aligned(self) -> list[float]:
        """Each wire is as high as its input and its output; returns the heights."""
        rows = self.rows
        assert self.ends == pytest.approx(2 * rows, abs=1)
        return rows

    def wheel(self, half: Locator, down: float, *, key: str = "") -> None:
        half.hover(position={"x": 200, "y": 60})
        if key:
            self.page.keyboard.down(key)
        self.page.mouse.wheel(0, down)
        if key:
            self.page.keyboard.up(key)

    def expect_moved(self, before: list[float]) -> list[float]:
        """Waits until the circuit has moved up or down."""
        wire = self.circuit.locator(".qd-wire").first
        self.page.wait_for_function(
            """([wire, before]) => {
              const box = wire.getBoundingClientRect();
              return Math.abs(box.top + box.height / 2 - before) > 4;
            }""",
            arg=[wire.element_handle(), before[0]],
        )
        return self.expect_aligned()


@pytest.mark.parametrize("name", CIRCUITS)
def test_both_halves_stand_on_the_same_rows(page: Page, files: FileServers, name: str) -> None:
    page.goto(files.serve(Document(CIRCUITS[name])).url)
    studio = Drawn(page, page.locator(".qdesign-host")).wait()
    alone = Halves(studio).rows
    studio.root.get_by_role("button", name="Split").click()
    halves = Halves(studio)
    expect(halves.diagram.locator(".qd-spider").first).to_be_visible()
    rows = halves.expect_aligned()
    expect_accessible(page)
    zoom = studio.root.get_by_role("group", name="Zoom")

    # The wheel in one half moves the other, up and down and by zoom.
    rows = halves.expect_moved((halves.wheel(halves.circuit, 60), rows)[1])
    rows = halves.expect_moved((halves.wheel(halves.diagram, -90), rows)[1])
    rows = halves.expect_moved((halves.wheel(halves.diagram, -90, key="Control"), rows)[1])
    spread = rows[1] - rows[0]
    rows = halves.expect_moved((halves.wheel(halves.circuit, 120, key="Control"), rows)[1])
    assert rows[1] - rows[0] < spread
    # A drag of the diagram too; along the wires each half moves by itself.
    wire = box_of(halves.circuit.locator(".qd-wire").first)
    halves.diagram.hover(position={"x": 200, "y": 60})
    page.mouse.down()
    box = box_of(halves.diagram)
    page.mouse.move(box["x"] + 160, box["y"] + 110, steps=4)
    page.mouse.up()
    rows = halves.expect_moved(rows)
    moved = box_of(halves.circuit.locator(".qd-wire").first)
    assert moved["x"] == pytest.approx(wire["x"], abs=1)

    # Fitted, both are whole and aligned.
    zoom.get_by_role("button", name="Fit to the window").click()
    halves.expect_moved(rows)
    for half in (halves.circuit, halves.diagram):
        frame = box_of(half)
        for shape in half.locator(".qd-gate, .qd-spider").all():
            inside = box_of(shape)
            assert inside["x"] >= frame["x"]
            assert inside["x"] + inside["width"] <= frame["x"] + frame["width"]

    # Gates land on the wire they are dropped on; the circuit alone has its own rows again.
    studio.drop("y", 1)
    gate = halves.circuit.locator(".qd-gate", has_text="Y").last
    assert height(gate.locator(".qd-box")) == pytest.approx(halves.rows[1], abs=1)
    studio.root.get_by_role("button", name="Circuit", exact=True).click()
    expect(halves.diagram).to_have_count(0)
    back = halves.rows
    assert back[1] - back[0] == pytest.approx(alone[1] - alone[0], abs=6)
