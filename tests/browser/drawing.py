"""A studio on a page, driven as a person does: mouse, keys, sliders."""

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ParamSpec

from playwright.sync_api import FloatRect, Locator, Page, expect

from tests.browser.servers import eventually

P = ParamSpec("P")

# A frame of the page, in which whatever is on its way moves on.
FRAME = "() => new Promise((done) => requestAnimationFrame(() => done()))"


def box_of(part: Locator) -> FloatRect:
    """Where a part is on the page, in px, once it is shown and at rest."""
    seen: list[FloatRect | None] = [None]

    def rests() -> bool:
        part.page.evaluate(FRAME)
        seen.append(part.bounding_box())
        return seen[-1] is not None and seen[-1] == seen[-2]

    eventually(rests)
    box = seen[-1]
    assert box is not None
    return box


def passes(check: Callable[P, object], *given: P.args, **named: P.kwargs) -> None:
    """Repeats a check of a page that is still settling, until no assertion of it fails."""
    deadline = time.monotonic() + 60
    while True:
        try:
            check(*given, **named)
        except AssertionError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return


@dataclass
class Drawn:
    """A studio inside `root`, in whatever host."""

    page: Page
    root: Locator

    @property
    def canvas(self) -> Locator:
        return self.root.locator(".qd-canvas")

    @property
    def gates(self) -> Locator:
        return self.root.locator(".qd-canvas [data-id]")

    def slider(self, name: str) -> Locator:
        return self.root.locator(f'.qd-slider[data-parameter="{name}"]')

    def wait(self) -> "Drawn":
        expect(self.canvas).to_be_visible()
        return self

    def wire(self, qubit: int) -> float:
        """Height of a wire on the page, in px."""
        box = box_of(self.root.locator(".qd-canvas .qd-wire").nth(qubit))
        return box["y"] + box["height"] / 2

    def end(self) -> float:
        """Where the next column would start on the page, in px from the left."""
        wire = box_of(self.root.locator(".qd-canvas .qd-wire").first)
        boxes = [self.gates.nth(k).bounding_box() for k in range(self.gates.count())]
        rights = [box["x"] + box["width"] for box in boxes if box is not None]
        return max([wire["x"], *rights]) + 24

    def drop(self, gate: str, qubit: int) -> None:
        """Drags a gate from the palette to the end of a wire."""
        before = self.gates.count()
        tile = self.root.locator(f'.qd-tile[data-gate="{gate}"]')
        tile.scroll_into_view_if_needed()
        box = box_of(tile)
        mouse = self.page.mouse
        mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        x, y = self.end(), self.wire(qubit)
        mouse.down()
        mouse.move(x - 40, y - 20, steps=4)
        mouse.move(x, y, steps=4)
        mouse.up()
        expect(self.gates).to_have_count(before + 1)

    def type(self, *keys: str) -> None:
        """Presses keys with the canvas in focus."""
        self.canvas.focus()
        for key in keys:
            self.page.keyboard.press(key)

    def drag_slider(self, name: str, share: float) -> float:
        """Drags a slider's thumb to a share of its range; returns the value in radians."""
        slider = self.slider(name)
        slider.scroll_into_view_if_needed()
        box = box_of(slider)
        before = slider.get_attribute("aria-valuenow")
        y = box["y"] + box["height"] / 2
        mouse = self.page.mouse
        mouse.move(box["x"] + box["width"] / 2, y)
        mouse.down()
        mouse.move(box["x"] + box["width"] * share, y, steps=12)
        mouse.up()
        expect(slider).not_to_have_attribute("aria-valuenow", before or "")
        # What the last move brought is shown after a frame.
        for _ in range(3):
            self.page.evaluate(FRAME)
        return self.value(name)

    def value(self, name: str) -> float:
        return float(self.slider(name).get_attribute("aria-valuenow") or "nan")

    @property
    def energy(self) -> Locator:
        return self.root.locator('[data-part="energy"]')

    def expect_energy(self, energy: float, *, within: float = 1e-6) -> None:
        """Waits until the page shows an energy, all digits of it."""
        element = self.energy.element_handle()
        self.page.wait_for_function(
            "([e, goal, within]) => Math.abs(Number(e.dataset.energy) - goal) < within",
            arg=[element, energy, within],
        )

    def put_in(self, title: str) -> None:
        """The template of this title, as the form makes it by itself."""
        self.root.get_by_role("button", name="More templates").click()
        self.root.get_by_role("option", name=title, exact=True).click()
        self.root.get_by_role("button", name="Put in").click()

    def choose_problem(self, label: str) -> None:
        select = self.root.get_by_label("Problem", exact=True)
        option = select.locator("option", has_text=re.compile(rf"^{re.escape(label)}$"))
        expect(option).to_have_count(1)
        select.select_option(value=option.get_attribute("value") or "")
        expect(self.energy).to_be_visible()


def energy_of(text: str, values: Mapping[str, float] | None = None) -> float:
    """What Python computes for a document's text."""
    import qdesign as qd

    document = qd.Document.loads(text)
    assert isinstance(document.body, qd.Circuit)
    simulator = qd.Simulator(document.body, document.observable)
    return simulator.expectation({**document.values, **(values or {})})
