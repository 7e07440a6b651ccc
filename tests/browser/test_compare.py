"""What changed between two circuits: after Simplify, since earlier steps, against files."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from qdesign import Circuit, Document, to_diagram
from tests.browser.drawing import Drawn
from tests.browser.hosts import Lab
from tests.browser.servers import FileServers, Server


@pytest.fixture
def page(shared_page: Page) -> Page:
    return shared_page


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


def opened(page: Page, lab: Server, circuit: Circuit) -> Drawn:
    return Lab(page, lab, "compared").open_tab(Document(circuit).dumps())


def test_a_simplification_is_compared_with_what_it_began_with(page: Page, lab: Server) -> None:
    circuit = Circuit.of(2, "x 0; x 0; rz(a) 1; rz(b) 1; cx 0 1")
    studio = opened(page, lab, circuit)
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


def test_the_drawing_is_compared_with_an_earlier_step(page: Page, lab: Server) -> None:
    studio = opened(page, lab, Circuit.of(2, "h 0; rx(a) 1"))
    comparison = Comparison(studio)
    page.keyboard.press("Alt+3")
    comparison.expect_words("There is no earlier step yet")
    comparison.leave()
    studio.type("End", "y", "z")
    expect(studio.gates).to_have_count(4)
    page.keyboard.press("Alt+3")
    comparison.expect_words("1 gate added")
    comparison.expect_marks(added=1)
    comparison.view.get_by_label("What is compared").select_option(label="2 steps before")
    comparison.expect_words("2 gates added")
    comparison.expect_marks(added=2)
    # Undo goes on, and what it brings is compared.
    studio.canvas.focus()
    page.keyboard.press("Control+z")
    comparison.expect_words("1 gate added")
    comparison.leave()
    expect(studio.gates).to_have_count(3)


def test_the_drawing_is_compared_with_a_file(page: Page, lab: Server, tmp_path: Path) -> None:
    studio = opened(page, lab, Circuit.of(2, "h 0; rz(pi/4) 1; cx 0 1"))
    comparison = Comparison(studio)
    program = 'OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit[2] q;\nx q[0];\nrz(pi/2) q[1];\n'
    (tmp_path / "other.qasm").write_text(f"{program}cx q[0], q[1];\n")
    (tmp_path / "broken.qasm").write_text(f"{program}nothing q[0];\n")
    studio.type("Control+k")
    page.get_by_role("combobox", name="Command").fill("Compare with a file")
    found = page.get_by_role("listbox", name="Commands").get_by_role("option")
    expect(found).to_have_count(1)
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files(tmp_path / "other.qasm")
    comparison.expect_words("1 gate removed, .*1 added, .*1 angle changed")
    # Of a changed angle both are marked: what it was, and what it is.
    comparison.expect_marks(removed=1, added=1, changed=2)
    with page.expect_file_chooser() as chooser:
        comparison.view.get_by_role("button", name="File…").click()
    chooser.value.set_files(tmp_path / "broken.qasm")
    refused = studio.root.get_by_role("alert").filter(has_text="'broken.qasm' is not taken.")
    expect(refused).to_be_visible()
    comparison.expect_words("1 gate removed")
    comparison.leave()
    expect(refused).to_have_count(0)


def test_the_drawing_is_compared_with_what_is_on_disk(page: Page, lab: Server) -> None:
    host = Lab(page, lab, "compared")
    studio = host.open_tab(Document(Circuit.of(2, "h 0; x 1")).dumps())
    studio.type("End", "y")
    expect(studio.gates).to_have_count(3)
    Document(Circuit.of(2, "h 0; x 1; cx 0 1")).save(host.path)
    comparison = Comparison(studio)
    page.keyboard.press("Alt+3")
    comparison.view.get_by_label("What is compared").select_option(label="The file on disk")
    comparison.expect_words("1 gate removed, .*1 added")
    expect(comparison.view).to_contain_text("On disk")
    comparison.leave()


def test_a_diagram_is_compared_side_by_side(page: Page, lab: Server) -> None:
    diagram = to_diagram(Circuit.of(2, "h 0; cx 0 1"))
    studio = Lab(page, lab, "compared").open_tab(Document(diagram).dumps())
    studio.type("Shift+Z")
    page.keyboard.press("Alt+3")
    comparison = Comparison(studio)
    expect(comparison.view.get_by_label("Left: step")).to_have_value("drawing")
    expect(comparison.view.get_by_role("region", name="Right side")).to_contain_text("spiders")
    page.keyboard.press("Escape")
    expect(comparison.view).to_have_count(0)


def test_a_person_says_what_the_same_means(page: Page, lab: Server) -> None:
    studio = opened(page, lab, Circuit.of(2, "h 0"))
    studio.canvas.focus()
    page.keyboard.press("/")
    page.keyboard.type("swap 0 1")
    page.keyboard.press("Enter")
    expect(studio.gates).to_have_count(2)
    studio.type("Alt+3")
    same = Comparison(studio).view.get_by_role("group", name="The same?")
    same.get_by_role("button", name="The same?").click()
    expect(same.locator(".qd-badge")).to_have_text("≠ different")
    same.get_by_label("The same", exact=True).select_option("permutation")
    expect(same.locator(".qd-badge")).to_have_text(re.compile("^✓"))
    expect(same).to_contain_text("q0 → q1, q1 → q0")


def test_another_order_is_offered_and_said_to_be_not_equal(page: Page, lab: Server) -> None:
    circuit = Circuit.of(
        3, "rxx(a) 0 1; rzz(b) 1 2; rxx(c) 0 1; rzz(d) 1 2; ryy(a) 0 1; rzz(b) 1 2"
    )
    studio = opened(page, lab, circuit)
    before = studio.gates.count()
    page.get_by_role("button", name="Simplify").click()
    menu = page.locator(".qd-menu")
    menu.get_by_role("menuitem", name=re.compile("^More")).click()
    menu.get_by_role("menuitem", name=re.compile("^In another order")).click()
    offer = studio.root.get_by_role("alert")
    expect(offer).to_contain_text("Not equal: the same exponentials in another order.")
    expect(studio.root.get_by_role("note")).to_contain_text("Not equal")
    expect(studio.gates).to_have_count(before)
    offer.get_by_role("button", name="Replace mine").click()
    expect(studio.gates).not_to_have_count(before)
    studio.type("Control+z")
    expect(studio.gates).to_have_count(before)


def test_a_conflict_on_disk_is_compared_before_it_is_settled(
    page: Page, files: FileServers
) -> None:
    # The last of the file, since the page leaves JupyterLab for it.
    server = files.serve(Document(Circuit.of(2, "h 0")))
    path = server.folder / "mine.qdesign"
    page.goto(server.url)
    studio = Drawn(page, page.locator(".qdesign-host")).wait()
    studio.type("End", "y")
    expect(studio.gates).to_have_count(2)
    Document(Circuit.of(2, "h 0; cx 0 1; cx 0 1")).save(path)
    studio.type("Control+s")
    question = page.get_by_role("alertdialog", name=re.compile("changed on disk"))
    question.get_by_role("button", name="Compare").click()
    comparison = Comparison(studio)
    comparison.expect_words("2 gates removed, .*1 added")
    comparison.leave()
    # It is still to be settled.
    question.get_by_role("button", name="Overwrite the file").click()
    expect(question).to_have_count(0)
    expect(studio.root.locator('[data-part="saved"]')).to_have_text("saved")
