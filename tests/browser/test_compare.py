"""What changed between two circuits: after Simplify, since earlier steps, against files."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from qdesign import Circuit, Document
from tests.browser.drawing import Drawn
from tests.browser.servers import Server

OpenLab = Callable[..., Page]
STUDIO = ".qdesign-Studio:visible"


class Comparison:
    """The view that a studio shows over its drawing."""

    def __init__(self, studio: Drawn) -> None:
        self.studio = studio
        self.view = studio.root.get_by_role("region", name="Compare", exact=True)

    def expect_words(self, words: str) -> None:
        expect(self.view.get_by_role("status")).to_have_text(re.compile(words))

    def marks(self, change: str) -> Locator:
        return self.view.locator(f'.qd-compare-mark[data-change="{change}"]')

    def expect_marks(self, **marks: int) -> None:
        for change in ("removed", "added", "changed"):
            expect(self.marks(change)).to_have_count(marks.get(change, 0))

    def leave(self) -> None:
        self.studio.page.keyboard.press("Escape")
        expect(self.view).to_have_count(0)
        expect(self.studio.canvas).to_be_visible()


def opened(open_lab: OpenLab, lab: Server, circuit: Circuit, name: str) -> Drawn:
    Document(circuit).save(lab.folder / f"{name}.qdesign")
    page = open_lab(f"{name}.qdesign", workspace=name)
    return Drawn(page, page.locator(STUDIO)).wait()


def test_a_simplification_is_compared_with_what_it_began_with(
    open_lab: OpenLab, lab: Server, page: Page
) -> None:
    circuit = Circuit.of(2, "x 0; x 0; rz(a) 1; rz(b) 1; cx 0 1")
    studio = opened(open_lab, lab, circuit, "simplified")
    page.get_by_role("button", name="Simplify").click()
    page.locator(".qd-menu").get_by_role("menuitem").first.click()
    button = studio.root.locator(".qd-pair").get_by_role("button", name="Compare")
    button.click()
    comparison = Comparison(studio)
    comparison.expect_words("removed")
    expect(comparison.marks("removed").first).to_be_visible()
    # Walking leads from change to change, and says what each is.
    page.keyboard.press("ArrowRight")
    expect(comparison.view.locator("[data-now]").first).to_be_visible()
    expect(comparison.view).to_contain_text(re.compile(r"1 of \d"))
    # Letters place no gates in the drawing that is not shown.
    after = comparison.view.locator('.qd-gate[data-id^="b"]').count()
    page.keyboard.press("h")
    comparison.leave()
    expect(button).to_be_focused()
    expect(studio.gates).to_have_count(after)
