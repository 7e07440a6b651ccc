"""What colors the drawing: parameters by redundancy, Pauli webs."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

import qdesign as qd
from qdesign.document import Document
from tests.browser.hosts import Panel
from tests.browser.servers import Server
from tests.browser.test_access import expect_accessible

DRAWN = qd.Circuit.of(2, "rz(a) 0; rz(b) 0; ry(c) 0; cx 0 1; rz(d) 1")
ENERGY = qd.Observable({"IZ": 1.0})


def test_parameters_are_colored_listed_and_reduced(
    page: Page, panel: Server, tmp_path: Path
) -> None:
    place = Panel(page, panel, tmp_path)
    document = Document(DRAWN, observable=ENERGY)
    place.path.write_text(document.with_values({"a": 0.1, "b": 0.2, "c": 0.3, "d": 0.4}).dumps())
    studio = place.reopen()
    root = studio.root
    legend = root.get_by_role("region", name="Parameters by redundancy")
    counts = legend.get_by_role("status")
    root.get_by_role("button", name="Color by redundancy").click()
    for words in ("1 free", "1 fusible", "0 redundant", "2 dead"):
        expect(counts).to_contain_text(words)
    marks = root.locator("[data-part=circuit] .qd-standings > g")
    expect(marks).to_have_count(4)
    legend.get_by_text("3 parameters not free").click()
    row = legend.get_by_role("note", name=re.compile("^b: fusible, proved for all values"))
    row.focus()
    expect(marks.locator("xpath=self::*[@data-lit]")).to_have_count(1)
    expect_accessible(page)
    legend.get_by_role("button", name="Reduce to 3").click()
    expect(counts).to_contain_text("0 fusible")
    expect(legend).to_contain_text("3 are the fewest of any such circuit: proven")
    left = Document.loads(place.save(studio))
    assert left.values == {"a": 0.1 + 0.2, "c": 0.3, "d": 0.4}
    studio.type("Control+z")
    expect(counts).to_contain_text("1 fusible")


def test_webs_are_listed_drawn_and_walked_by_keys(
    page: Page, panel: Server, tmp_path: Path
) -> None:
    place = Panel(page, panel, tmp_path)
    place.path.write_text(Document(qd.to_diagram(DRAWN)).dumps())
    root = place.reopen().root
    root.locator(".qd-zx").focus()
    page.keyboard.press("Alt+w")
    webs = root.get_by_role("region", name="Pauli webs")
    expect(webs.get_by_role("listitem")).to_have_count(8)
    lines = root.locator(".qd-web-lines")
    expect(lines.first).to_be_visible()
    webs.get_by_role("listitem").first.get_by_role("button").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(webs.locator("[aria-pressed=true]")).to_contain_text("Z₀ →")
    expect_accessible(page)
    page.keyboard.press("Escape")
    expect(webs).to_have_count(0)
    expect(lines).to_have_count(0)
