"""Lemmas and rules that run in Python, in the studio: named, refused, found, taken both ways."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

import qdesign as qd
from qdesign.document import Document
from tests.browser.drawing import Drawn, passes
from tests.browser.servers import FileServers
from tests.browser.test_access import expect_accessible
from tests.browser.test_zx import Sheet
from tests.notation import diagram

WIRE = qd.zx.layout(diagram("in0 - a:Z(x) - b:X(pi) - out0"))
OTHER = diagram("in0 - p:X(pi) - q:Z(-x) - out0")
OPEN = diagram("in0 - a:Z(x) - b:X(pi) - out0\nb - out1")


def expect_taken(path: Path) -> None:
    proof = Document.load(path).proof
    assert proof is not None
    assert [step.rule for step in proof.steps] == ["lemma:π to the left"] * 2
    assert proof.check().ok


def test_a_lemma_is_named_refused_taken_both_ways_and_checked(
    page: Page, files: FileServers, tmp_path: Path
) -> None:
    served = files.serve(Document(WIRE))
    page.goto(served.url)
    sheet = Sheet(Drawn(page, page.locator(".qdesign-host")).wait())
    root, rules = sheet.root, sheet.root.locator("[data-part=rules]")
    spider = lambda name: root.locator(f".qd-zx .qd-spider[data-spider='{name}']")  # noqa: E731

    def choose(*names: str) -> None:
        sheet.studio.type("Escape")
        for k, name in enumerate(names):
            page.mouse.click(*sheet.middle(spider(name)))
            if k == 0:
                page.keyboard.down("Shift")
        page.keyboard.up("Shift")

    # A rule that runs in Python is listed, shown and taken as others are.
    choose("a", "b")
    simplify = rules.get_by_role("button", name=re.compile("Simplify this part"))
    simplify.hover()
    expect(root.locator(".qd-preview-legend")).to_contain_text("goes")
    simplify.click()
    expect(root.get_by_text(re.compile("Simplify this part: "))).to_be_visible()
    sheet.studio.type("Control+z")

    # Two drawings: refused with other ends, and where they differ; then verified and named.
    form = root.get_by_role("form", name="New lemma")
    for other, name, words in (
        (OPEN, "π to the left", "1 input and 1 output against 1 and 2"),
        (diagram("in0 - q:Z(-x) - out0"), "π to the left", "different"),
        (OTHER, "π to the left", ""),
    ):
        if not form.is_visible():
            page.keyboard.press("Control+k")
            page.keyboard.type("Lemma from two")
            page.keyboard.press("Enter")
        held = tmp_path / f"{len(words)}.qdesign"
        held.write_text(Document(other).dumps())
        form.get_by_label("A file as the right side").set_input_files(held)
        form.get_by_label("Name").fill(name)
        expect(form.get_by_role("img", name="Right side")).to_be_visible()
        form.get_by_role("button", name="Verify and name").click()
        if words:
            expect(form.get_by_role("alert")).to_contain_text(words)
            verify = form.get_by_role("button", name="Verify and name")
            expect(verify).to_be_in_viewport(ratio=1)
            expect_accessible(page)
    expect(form).to_have_count(0)
    expect(root.get_by_text("The lemma 'π to the left' is proved for all values")).to_be_visible()

    # It stands among the rules, there and back.
    choose("a", "b")
    row = rules.locator("[data-rule='lemma:π to the left'] > button")
    row.hover()
    expect(root.locator(".qd-preview-legend")).to_contain_text("comes, 2 spiders")
    row.click()
    expect(root.get_by_text("π to the left: equal at 2 points")).to_be_visible()
    back = rules.locator("[data-rule='lemma-back:π to the left'] > button")
    expect(back).to_be_visible()
    back.click()
    film = root.locator("[data-part=proof]")
    expect(film.locator("[data-step='2']")).to_contain_text("π to the left")
    sheet.studio.type("Control+s")
    passes(lambda: expect_taken(served.folder / "mine.qdesign"))
    film.get_by_role("button", name="Re-check").click()
    expect(film.get_by_role("status")).to_contain_text("2 steps re-checked")

    # An example comes in place of it, with its proof.
    page.keyboard.press("Control+k")
    page.keyboard.type("Why 28")
    page.keyboard.press("Enter")
    expect(film.locator("[data-step='2']")).to_contain_text("22 phases")
    expect(root.get_by_text("Undo brings back what was drawn")).to_be_visible()
