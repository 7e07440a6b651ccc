"""An OpenQASM file in JupyterLab: edits touch their lines, nothing is written unasked."""

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from qdesign import Document, qasm
from tests.browser.drawing import Drawn, box_of
from tests.browser.holding import Held, held_asks
from tests.browser.hosts import DIRTY, Lab
from tests.browser.servers import Server, eventually

PROGRAM = """// Ripple-carry adder, by hand
OPENQASM 2.0;
include "qelib1.inc";
qreg cin[1];   qreg a[2];
creg ans[2];
/* inputs */
x a[0];  // a = 1
cx a[0],cin[0];
if (ans == 1) h a[1];
"""
ANSATZ = """OPENQASM 3.0;
include "stdgates.inc";
input float[64] alpha;  // the only angle
qubit[3] left;
rx(alpha) left[0];
for int k in [0:1] { cx left[k], left[k + 1]; }
"""
STUDIO = ".qdesign-Studio:visible"


@pytest.fixture
def page(shared_page: Page) -> Page:
    return shared_page


def opened(page: Page, lab: Server, name: str, text: str) -> tuple[Drawn, Path]:
    host = Lab(page, lab, "programs")
    studio = host.open_tab(text, name)
    return studio, host.path


def badge(studio: Drawn) -> Locator:
    return studio.root.locator('[data-part="saved"]')


def tab(page: Page) -> Locator:
    return page.locator("#jp-main-dock-panel .lm-TabBar-tab.jp-mod-current")


def named(page: Page, name: str) -> Locator:
    return page.locator("#jp-main-dock-panel .lm-TabBar-tab", has_text=name)


def added(path: Path) -> list[str]:
    """Lines that the file has beside those of PROGRAM, which are all there in their order."""
    lines = path.read_text().splitlines()
    for line in PROGRAM.splitlines():
        lines.remove(line)
    kept = [line for line in path.read_text().splitlines() if line in PROGRAM.splitlines()]
    assert kept == PROGRAM.splitlines()
    return lines


def saved(page: Page) -> None:
    """Saves as the menu and the autosave do."""
    page.evaluate("() => void window.jupyterapp.commands.execute('docmanager:save')")


def test_an_edit_touches_its_line_alone(page: Page, lab: Server) -> None:
    studio, path = opened(page, lab, "adder.qasm", PROGRAM)
    expect(badge(studio)).to_have_text("saved")
    studio.type("End", "y")
    expect(tab(studio.page)).to_have_class(DIRTY)
    studio.type("Control+s")
    expect(badge(studio)).to_have_text("saved")
    expect(tab(studio.page)).not_to_have_class(DIRTY)
    assert added(path) == ["y cin[0];"]
    studio.type("Control+z", "Control+s")
    eventually(lambda: path.read_text() == PROGRAM)
    expect(badge(studio)).to_have_text("saved")


@pytest.mark.parametrize("comments", ["", "// to be drawn\n/* by hand */\n"])
def test_a_file_of_comments_is_drawn_in_below_them(page: Page, lab: Server, comments: str) -> None:
    studio, path = opened(page, lab, f"begun-{len(comments)}.qasm", comments)
    expect(badge(studio)).to_have_text("saved")
    studio.type("h", "Control+s")
    expect(badge(studio)).to_have_text("saved")
    eventually(lambda: path.read_text() != comments)
    assert path.read_text().startswith(comments)
    assert qasm.loads(path.read_text()).num_operations == 1


def test_a_file_without_edits_is_never_written(page: Page, lab: Server) -> None:
    studio, path = opened(page, lab, "looked.QASM", PROGRAM)
    before = path.stat()
    studio.type("End", "y", "Control+z")
    expect(badge(studio)).to_have_text("saved")
    saved(studio.page)
    studio.type("Control+s")
    studio.type("End", "y")
    expect(badge(studio)).to_have_text("not saved")
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == (before.st_mtime_ns, before.st_ino)


def test_an_edit_that_no_line_follows_asks_once(page: Page, lab: Server) -> None:
    studio, path = opened(page, lab, "loop.qasm", ANSATZ)
    box = box_of(studio.gates.nth(1))
    page.mouse.click(box["x"] + box["width"] / 2, studio.wire(1))
    studio.type("Delete")
    question = page.locator(".jp-Dialog")
    expect(question).to_contain_text("loop.qasm")
    question.get_by_role("button", name="Not now").click()
    expect(badge(studio)).to_have_text("not saved: try again")
    assert path.read_text() == ANSATZ
    # An edit more does not ask again; saving does, and shows what would be rewritten.
    studio.type("Home", "y")
    expect(question).to_have_count(0)
    studio.type("Control+s")
    expect(question).to_be_visible()
    assert path.read_text() == ANSATZ
    question.get_by_role("button", name="Save as .qdesign").click()
    expect(named(studio.page, "loop.qdesign")).to_be_visible()
    whole = lab.folder / "loop.qdesign"
    assert '"y"' in whole.read_text()
    assert Document.load(whole).body.parameters == ("alpha",)
    assert path.read_text() == ANSATZ


def test_rewriting_is_shown_before_it_is_done(page: Page, lab: Server) -> None:
    studio, path = opened(page, lab, "condition.qasm", PROGRAM)
    studio.drop("rx", 0)
    question = page.locator(".jp-Dialog")
    expect(question).to_contain_text("OpenQASM 2 has no free parameters.")
    expect(question).to_be_visible()
    expect(question.locator("pre")).to_contain_text("-// Ripple-carry adder, by hand")
    expect(question.locator("pre")).to_contain_text("+qubit[1] cin;")
    question.get_by_role("button", name="Rewrite the file").click()
    studio.type("Control+s")
    expect(badge(studio)).to_have_text("saved")
    text = path.read_text()
    assert text.startswith("OPENQASM 3.0;")
    assert "input float[64]" in text
    studio.type("End", "y", "Control+s")
    expect(question).to_have_count(0)
    eventually(lambda: path.read_text() != text)


def test_the_badge_names_what_the_file_does_not_hold(page: Page, lab: Server) -> None:
    studio, path = opened(page, lab, "vqa.qasm", ANSATZ)
    value = studio.drag_slider("alpha", 0.8)
    studio.choose_problem("Ising chain")
    expect(badge(studio)).to_have_text("saved without values and problem")
    saved(studio.page)
    assert path.read_text() == ANSATZ
    studio.root.get_by_role("button", name="Save as .qdesign").click()
    expect(named(studio.page, "vqa.qdesign")).to_be_visible()
    kept = Document.load(lab.folder / "vqa.qdesign")
    assert abs(kept.values["alpha"] - value) < 1e-6
    assert kept.observable is not None
    expect(named(studio.page, "vqa.qasm")).to_have_count(0)


def test_closing_with_save_waits_for_the_text_that_is_on_its_way(page: Page, lab: Server) -> None:
    studio, path = opened(page, lab, "closed.qasm", PROGRAM)
    kept = held_asks(page, "update")
    studio.type("End", "y")
    expect(tab(page)).to_have_class(DIRTY)
    page.evaluate("() => void window.jupyterapp.commands.execute('application:close')")
    page.locator(".jp-Dialog").get_by_role("button", name="Save").click()
    expect(page.locator(".jp-Dialog")).to_have_count(0)
    kept.wait()
    assert path.read_text() == PROGRAM
    kept.release()
    expect(page.locator(STUDIO)).to_have_count(0)
    assert added(path) == ["y cin[0];"]


def test_what_is_drawn_while_saving_is_not_taken_for_saved(page: Page, lab: Server) -> None:
    studio, path = opened(page, lab, "meanwhile.qasm", PROGRAM)
    studio.type("End", "y")
    expect(badge(studio)).to_have_text("not saved")
    kept = Held(page, "**/api/contents/meanwhile.qasm*", lambda request: request.method == "PUT")
    studio.type("Control+s")
    kept.wait()
    studio.type("End", "z")
    expect(studio.gates).to_have_count(5)
    kept.release()
    eventually(lambda: added(path) == ["y cin[0];"])
    expect(badge(studio)).to_have_text("not saved")
    expect(tab(page)).to_have_class(DIRTY)
    studio.type("Control+s")
    expect(badge(studio)).to_have_text("saved")
    assert len(added(path)) == 2


def test_a_program_that_is_renamed_to_a_document_says_so(page: Page, lab: Server) -> None:
    opened(page, lab, "becomes.qasm", PROGRAM)
    page.evaluate(
        "window.jupyterapp.serviceManager.contents.rename('becomes.qasm', 'becomes.qdesign')"
    )
    said = page.get_by_text("becomes.qdesign becomes a qdesign document as it is saved")
    expect(said.first).to_be_visible()
    assert (lab.folder / "becomes.qdesign").read_text() == PROGRAM
