"""`qdesign studio FILE`: what is saved is in FILE; what cannot be is told, and nothing is lost."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

import qdesign as qd
from qdesign.document import Document
from qdesign.zx import to_diagram
from tests.browser.drawing import Drawn
from tests.browser.hosts import JOURNALED
from tests.browser.servers import FileServers, Server, eventually, start_panel

PROGRAM = """OPENQASM 2.0;
include "qelib1.inc";
// two registers, and a word about them
qreg a[1];
qreg b[1];
h a[0];   // first
"""

# A browser that keeps nothing for the page.
FULL = """(() => {
  Object.defineProperty(window, "indexedDB", { value: undefined });
  Storage.prototype.setItem = () => { throw new Error("full"); };
})();"""


def opened(page: Page, server: Server) -> Drawn:
    page.goto(server.url)
    return Drawn(page, page.locator(".qdesign-host")).wait()


def badge(studio: Drawn) -> Locator:
    return studio.root.locator('[data-part="saved"]')


def gates_in(path: Path) -> int:
    body = Document.load(path).body
    assert isinstance(body, qd.Circuit)
    return body.num_operations


def test_a_document_is_saved_in_its_file_and_a_conflict_is_told(
    page: Page, files: FileServers
) -> None:
    server = files.serve(None)
    path = server.folder / "mine.qdesign"
    studio = opened(page, server)
    studio.type("h")
    expect(badge(studio)).to_have_text("not saved")
    assert not path.exists()
    studio.type("Control+s")
    expect(badge(studio)).to_have_text("saved")
    assert gates_in(path) == 1
    page.reload()
    studio.wait()
    expect(studio.gates).to_have_count(1)
    studio.type("x")
    expect(badge(studio)).to_have_text("not saved")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(badge(studio)).to_have_text("saved")
    assert gates_in(path) == 2

    # Somebody else writes it.
    Document(qd.Circuit.of(2, "cx 0 1")).save(path)
    theirs = path.read_bytes()
    studio.type("y", "Control+s")
    question = page.get_by_role("alertdialog", name=re.compile("changed on disk"))
    expect(question).to_be_visible()
    expect(badge(studio)).to_have_text("not saved")
    assert path.read_bytes() == theirs
    studio.type("z")
    question.get_by_role("button", name="Not now").click()
    expect(badge(studio)).to_have_text(re.compile("not saved"))
    assert path.read_bytes() == theirs
    expect(studio.gates).to_have_count(4)
    page.keyboard.press("Control+z")
    expect(studio.gates).to_have_count(3)
    studio.type("Control+s")
    with page.expect_download() as mine:
        question.get_by_role("button", name="Download mine").click()
    assert '"qdesign"' in Path(mine.value.path()).read_text("utf-8")
    studio.type("Control+s")
    expect(question).to_be_visible()
    studio.type("z")  # while the question waits
    question.get_by_role("button", name="Overwrite the file").click()
    expect(badge(studio)).to_have_text("saved")
    assert gates_in(path) == 4

    path.chmod(0o444)
    studio.type("s", "Control+s")
    expect(page.get_by_role("alert").filter(has_text="is read-only")).to_be_visible()
    expect(badge(studio)).to_have_text(re.compile("not saved"))
    assert gates_in(path) == 4


@pytest.mark.parametrize("asked", [True, False])
def test_what_was_drawn_is_offered_beside_what_somebody_else_wrote(
    page: Page, files: FileServers, asked: bool
) -> None:
    server = files.serve(Document(qd.Circuit.of(2, "h 0")))
    path = server.folder / "mine.qdesign"
    studio = opened(page, server)
    studio.type("x", "y")
    expect(badge(studio)).to_have_text("not saved")
    Document(qd.Circuit.of(2, "cx 0 1")).save(path)
    if asked:
        studio.type("Control+s")
        page.get_by_role("alertdialog").get_by_role("button", name="Not now").click()
    page.reload()
    studio.wait()
    offer = studio.root.get_by_role("button", name="Bring them back")
    expect(offer).to_be_visible()
    expect(page.get_by_text("the file has changed since")).to_be_visible()
    expect(studio.gates).to_have_count(1)
    # Whoever writes it next.
    Document(qd.Circuit.of(2, "z 0; z 1")).save(path)
    page.reload()
    studio.wait()
    offer.click()
    expect(studio.gates).to_have_count(3)
    expect(badge(studio)).to_have_text("not saved")
    assert gates_in(path) == 2
    studio.type("Control+s")
    question = page.get_by_role("alertdialog")
    expect(question).to_contain_text("changed on disk")
    assert gates_in(path) == 2
    question.get_by_role("button", name="Overwrite the file").click()
    expect(badge(studio)).to_have_text("saved")
    assert gates_in(path) == 3
    eventually(lambda: page.evaluate(JOURNALED) == 0)


@pytest.mark.parametrize("deleted", [True, False])
def test_what_was_saved_is_kept_where_the_file_is_no_longer_that(
    page: Page, files: FileServers, deleted: bool
) -> None:
    server = files.serve(None)
    path = server.folder / "mine.qdesign"
    studio = opened(page, server)
    studio.type("h", "x", "Control+s")
    expect(badge(studio)).to_have_text("saved")
    if deleted:
        path.unlink()
    else:
        Document(qd.Circuit.of(2, "cx 0 1")).save(path)
    # Without another edit.
    studio.type("Control+s")
    question = page.get_by_role("alertdialog")
    expect(question).to_contain_text("no longer there" if deleted else "changed on disk")
    expect(badge(studio)).to_have_text("not saved")
    question.get_by_role("button", name="Not now").click()
    expect(badge(studio)).to_have_text(re.compile("not saved"))
    page.reload()
    studio.wait()
    studio.root.get_by_role("button", name="Bring them back").click()
    expect(studio.gates).to_have_count(2)
    expect(badge(studio)).to_have_text("not saved")


def test_a_program_keeps_its_lines_and_what_it_cannot_hold_goes_beside(
    page: Page, files: FileServers
) -> None:
    server = files.serve(PROGRAM, "mine.qasm")
    path = server.folder / "mine.qasm"
    studio = opened(page, server)
    studio.drop("x", 1)
    expect(badge(studio)).to_have_text("not saved")
    studio.type("Control+s")
    expect(badge(studio)).to_have_text("saved")
    kept = PROGRAM + "x b[0];\n"
    assert path.read_text() == kept

    studio.drop("rx", 0)
    question = page.get_by_role("alertdialog")
    expect(question).to_contain_text("OpenQASM 2 has no free parameters.")
    expect(question.locator("pre")).to_contain_text("-// two registers")
    assert path.read_text() == kept
    question.get_by_role("button", name="Save as .qdesign").click()
    expect(badge(studio)).to_have_text("saved")
    assert gates_in(path.with_suffix(".qdesign")) == 3
    studio.type("y", "Control+s")
    expect(badge(studio)).to_have_text("saved")
    eventually(lambda: gates_in(path.with_suffix(".qdesign")) == 4)
    assert path.read_text() == kept


def test_the_question_about_a_program_goes_with_its_edit(page: Page, files: FileServers) -> None:
    server = files.serve(PROGRAM, "mine.qasm")
    path = server.folder / "mine.qasm"
    studio = opened(page, server)
    question = page.get_by_role("alertdialog")
    # OpenQASM 2 has no free parameters.
    studio.drop("rx", 0)
    expect(question.locator("pre")).to_contain_text("+rx(")
    studio.drop("ry", 1)
    expect(question.locator("pre")).to_contain_text("+ry(")
    expect(question).to_have_count(1)
    studio.type("Control+z", "Control+z")
    expect(question).to_have_count(0)
    expect(badge(studio)).to_have_text("saved")

    # What was not answered lets nothing be rewritten.
    studio.drop("x", 1)
    studio.type("Control+s")
    expect(badge(studio)).to_have_text("saved")
    assert path.read_text() == PROGRAM + "x b[0];\n"
    studio.drop("rx", 0)
    expect(question.locator("pre")).to_contain_text("-// two registers")


def test_a_phone_shows_whether_the_drawing_is_saved(page: Page, files: FileServers) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    server = files.serve(None)
    studio = opened(page, server)
    expect(studio.root.get_by_role("img", name="saved", exact=True)).to_be_visible()
    studio.type("h")
    expect(studio.root.get_by_role("img", name="not saved")).to_be_visible()
    studio.type("Control+s")
    expect(studio.root.get_by_role("img", name="saved", exact=True)).to_be_visible()


@pytest.mark.parametrize("full", [True, False])
def test_the_page_warns_before_it_goes_where_nothing_keeps_what_is_drawn(
    page: Page, files: FileServers, full: bool
) -> None:
    if full:
        page.add_init_script(FULL)
    server = files.serve(None)
    page.on("dialog", lambda dialog: dialog.dismiss())  # stay here
    studio = opened(page, server)
    studio.type("h")
    expect(badge(studio)).to_have_text("not saved")
    if full:
        with page.expect_event("dialog") as asked:
            page.close(run_before_unload=True)
        assert asked.value.type == "beforeunload"
        studio.type("Control+s")
        expect(badge(studio)).to_have_text("saved")
    with page.expect_event("close"):
        page.close(run_before_unload=True)


def test_a_save_that_nobody_answers_says_so_and_is_done_later(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "mine.qdesign"
    Document(qd.Circuit.of(2, "h 0")).save(path)
    server = start_panel(tmp_path, path)
    try:
        studio = opened(page, server)
        server.stop()
        studio.type("x", "Control+s")
        expect(badge(studio)).to_have_text("not saved: no answer")
        with page.expect_download() as copy:
            studio.root.get_by_role("button", name="Download a copy").click()
        assert '"qdesign"' in Path(copy.value.path()).read_text("utf-8")
        server = start_panel(tmp_path, path, port=server.port)
        eventually(lambda: gates_in(path) == 2)
        expect(badge(studio)).to_have_text("saved")
    finally:
        server.stop()


@pytest.mark.parametrize("sessions", [1, 2])
def test_what_nobody_asked_to_save_is_not_saved_when_the_server_is_back(
    page: Page, tmp_path: Path, sessions: int
) -> None:
    """The second session of a server has other names than the first that its successor makes:
    Panel then puts another page in the place of this one.
    """
    path = tmp_path / "mine.qdesign"
    Document(qd.Circuit.of(2, "ry(a) 0")).save(path)
    before = path.read_bytes()
    server = start_panel(tmp_path, path)
    try:
        for _ in range(sessions - 1):
            opened(page, server)
        studio = opened(page, server)
        studio.type("x")
        studio.root.get_by_role("button", name="Send…").click()
        studio.root.locator(".qd-target", has_text="Manila").first.click()
        shots, seed = (studio.root.get_by_label(name, exact=True) for name in ("Shots", "Seed"))
        shots.fill("777")
        shots.press("Tab")
        seed.fill("9")
        seed.press("Tab")
        send = studio.root.get_by_role("button", name="Send to Manila")
        expect(send).to_be_enabled()
        expect(badge(studio)).to_have_text("not saved")
        server.stop()
        expect(badge(studio)).to_have_text("not saved: no answer")
        server = start_panel(tmp_path, path, port=server.port)
        expect(badge(studio)).to_have_text("not saved")
        # Send stands as it was left.
        expect(send).to_be_enabled()
        expect(shots).to_have_value("777")
        expect(seed).to_have_value("9")
        studio.root.get_by_role("button", name="Circuit", exact=True).click()
        expect(studio.gates).to_have_count(2)
        assert path.read_bytes() == before
        studio.type("Control+z")
        expect(studio.gates).to_have_count(1)
        studio.type("y", "z", "Control+s")
        expect(badge(studio)).to_have_text("saved")
        assert gates_in(path) == 3

        # Of what is drawn while nobody is there, what was asked for.
        server.stop()
        studio.type("h")
        expect(badge(studio)).to_have_text("not saved: no answer")
        studio.type("Control+s", "s")
        expect(studio.gates).to_have_count(5)
        server = start_panel(tmp_path, path, port=server.port)
        eventually(lambda: gates_in(path) == 4)
        expect(badge(studio)).to_have_text("not saved")
        expect(studio.gates).to_have_count(5)
        assert gates_in(path) == 4
    finally:
        server.stop()


def test_a_program_of_comments_is_drawn_in_below_them(page: Page, files: FileServers) -> None:
    server = files.serve("// to be drawn\n", "mine.qasm")
    path = server.folder / "mine.qasm"
    studio = opened(page, server)
    expect(badge(studio)).to_have_text("saved")
    studio.type("h", "Control+s")
    eventually(lambda: "h q[0];" in path.read_text())
    assert path.read_text().startswith("// to be drawn\nOPENQASM 3.0;")
    expect(badge(studio)).to_have_text("saved")


def test_a_page_without_a_file_says_that_its_server_is_gone(page: Page, tmp_path: Path) -> None:
    server = start_panel(tmp_path)
    try:
        studio = opened(page, server)
        server.stop()
        studio.type("h")
        expect(badge(studio)).to_have_text("not saved: no answer")
        with page.expect_download() as copy:
            studio.root.get_by_role("button", name="Download a copy").click()
        assert '"h"' in Path(copy.value.path()).read_text("utf-8")
        server = start_panel(tmp_path, port=server.port)
        expect(badge(studio)).to_have_text("not saved")
        expect(studio.gates).to_have_count(1)
    finally:
        server.stop()


def test_a_server_that_starts_anew_saves_what_the_page_holds(page: Page, tmp_path: Path) -> None:
    """And Panel's new page for it asks nobody else for anything."""
    path = tmp_path / "mine.qdesign"
    Document(qd.Circuit.of(2, "h 0")).save(path)
    server = start_panel(tmp_path, path)
    try:
        studio = opened(page, server)
        studio.type("x")
        expect(studio.gates).to_have_count(2)
        server.stop()
        server = start_panel(tmp_path, path, port=server.port)

        def saved() -> bool:
            studio.type("Control+s")
            return gates_in(path) == 2

        eventually(saved)
        expect(badge(studio)).to_have_text("saved")
    finally:
        server.stop()


ZXG = """{"version": 2, "backend": "multigraph", "inputs": [0], "outputs": [2],
"scalar": {"power2": 0},
"vertices": [{"id": 0, "t": 0, "pos": [0, 0]}, {"id": 1, "t": 1, "pos": [1, 0]},
{"id": 2, "t": 0, "pos": [2, 0]}], "edges": [[0, 1, 1], [1, 2, 1]]}"""


def test_another_file_that_was_opened_does_not_replace_the_servers_unasked(
    page: Page, files: FileServers, tmp_path: Path
) -> None:
    server = files.serve(Document(qd.Circuit.of(2, "h 0")), "first.qdesign")
    path, beside = server.folder / "first.qdesign", server.folder / "other.qdesign"
    beside.unlink(missing_ok=True)
    mine = path.read_bytes()
    other = tmp_path / "other.zxg"
    other.write_text(ZXG, "utf-8")
    studio = opened(page, server)
    question = page.get_by_role("alertdialog", name="Replace first.qdesign by other.zxg?")
    name = studio.root.locator(".qd-name")

    def open_other() -> None:
        with page.expect_file_chooser() as chooser:
            page.get_by_role("button", name="Open…").click()
        chooser.value.set_files(other)
        expect(name).to_have_text("other")
        expect(badge(studio)).to_have_text("not saved")

    open_other()
    studio.type("Control+s")
    question.get_by_role("button", name="Cancel").click()
    expect(badge(studio)).to_have_text("not saved")
    assert path.read_bytes() == mine
    page.get_by_role("button", name="Save", exact=True).click()
    question.get_by_role("button", name="Save as other.qdesign").click()
    expect(badge(studio)).to_have_text("saved")
    expect(name).to_have_text("other")
    assert path.read_bytes() == mine
    assert isinstance(Document.load(beside).body, qd.Diagram)

    page.reload()
    studio.wait()
    expect(name).to_have_text("first")
    expect(studio.gates).to_have_count(1)
    open_other()
    studio.type("Control+s")
    question.get_by_role("button", name="Replace").click()
    expect(badge(studio)).to_have_text("saved")
    expect(name).to_have_text("first")
    assert isinstance(Document.load(path).body, qd.Diagram)


@pytest.mark.parametrize("body", [qd.Circuit.of(2, "h 0"), to_diagram(qd.Circuit.of(2, "h 0"))])
def test_the_drawing_has_the_keys_as_the_page_opens(
    page: Page, files: FileServers, body: qd.Circuit | qd.Diagram
) -> None:
    studio = opened(page, files.serve(Document(body)))
    expect(studio.root.locator(".qd-canvas")).to_be_focused()
    page.keyboard.press("Control+k")
    expect(studio.root.get_by_role("combobox", name="Command")).to_be_visible()
