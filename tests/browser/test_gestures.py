"""Rules taken by gestures: drops, strokes, double clicks; Python checks the proof they make."""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

import qdesign as qd
from qdesign.document import Document
from tests.browser.drawing import box_of
from tests.browser.hosts import Panel
from tests.browser.servers import Server

_TEXT = "rz(a) 0; rz(b) 0; cx 0 1; cx 0 1; x 1"


class Prover:
    """A studio in which a diagram is proved on."""

    def __init__(self, page: Page, panel: Server, folder: Path) -> None:
        self.page, self.place = page, Panel(page, panel, folder)
        self.circuit = qd.Circuit.of(2, _TEXT)
        Document(qd.to_diagram(self.circuit)).save(self.place.path)
        self.studio = self.place.reopen()
        self.root = self.studio.root
        expect(self.spiders("Z")).to_have_count(4)
        self.mode("Prove").click()

    def mode(self, name: str) -> Locator:
        return self.root.get_by_role("group", name="Draw or prove").get_by_role("button", name=name)

    def spiders(self, kind: str) -> Locator:
        return self.root.locator(f".qd-canvas .qd-spider[data-kind={kind}][data-spider]")

    @property
    def chip(self) -> Locator:
        return self.root.locator(".qd-gesture")

    def middle(self, spider: Locator) -> tuple[float, float]:
        box = box_of(spider.locator(".qd-disk"))
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def stroke(self, *points: tuple[float, float], says: str) -> None:
        self.page.mouse.move(*points[0])
        self.page.mouse.down()
        for point in points[1:]:
            self.page.mouse.move(*point, steps=6)
        expect(self.chip).to_contain_text(says)
        self.page.mouse.up()
        expect(self.chip).to_have_count(0)


def test_gestures_take_rules_that_python_proves(page: Page, panel: Server, tmp_path: Path) -> None:
    hand = Prover(page, panel, tmp_path)
    first, second = hand.spiders("Z").nth(0), hand.spiders("Z").nth(1)
    hand.stroke(hand.middle(first), hand.middle(second), says="Fuse")
    fused = hand.spiders("Z").nth(0)
    expect(fused).to_have_attribute("aria-label", re.compile("phase a \\+ b, selected"))
    expect(hand.spiders("Z")).to_have_count(3)
    hand.studio.type("Control+z")
    expect(hand.spiders("Z")).to_have_count(4)
    hand.studio.type("Control+y")
    expect(hand.spiders("Z")).to_have_count(3)

    # A drop that no rule fits says why; the spider is back where it was.
    (x, y), turn = hand.middle(fused), hand.spiders("X").last
    hand.stroke((x, y), hand.middle(turn), says="does not apply here")
    expect(hand.root.get_by_role("alert").filter(has_text="does not apply")).to_be_visible()
    assert hand.middle(fused) == (x, y)

    hand.studio.type("t")
    expect(hand.root.locator(".qd-canvas")).to_have_attribute("data-tool", "wand")
    (right, _), xs = hand.middle(hand.spiders("Z").nth(1)), hand.spiders("X").count()
    between = (x + right) / 2
    hand.stroke((between, y - 30), (between, y + 20), says="spider on the edge")
    expect(hand.spiders("Z")).to_have_count(4)
    hand.studio.type("Escape")
    page.mouse.dblclick(*hand.middle(turn))
    expect(hand.spiders("X")).to_have_count(xs - 1)

    kept = Document.loads(hand.place.save(hand.studio))
    assert qd.equivalent(kept.body, hand.circuit).equal is True
    proof = kept.proof
    assert proof is not None
    assert [step.rule for step in proof.steps] == ["fuse", "insert_identity", "change_color"]
    assert proof.check().ok

    # The help of keys lists the letters of the rules too.
    hand.studio.type("?")
    listed = hand.root.locator("[data-part=rule-keys]")
    expect(listed).to_contain_text("Fuse spidersF")
    page.keyboard.press("Escape")

    # An edit by hand is done, and told of.
    page.mouse.click(*hand.middle(hand.spiders("Z").nth(0)))
    hand.studio.type("Delete")
    expect(hand.root.get_by_text("An edit, not a rule")).to_be_visible()
    hand.studio.type("q")
    expect(hand.mode("Draw")).to_have_attribute("aria-pressed", "true")
