"""What a crash left unsaved is offered to its own document, wherever that went, and to no other."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from qdesign.circuit import Circuit
from qdesign.document import Document
from tests.browser.conftest import watched
from tests.browser.drawing import Drawn
from tests.browser.hosts import DIRTY, Lab
from tests.browser.servers import Server, asked, eventually

OpenLab = Callable[..., Page]
RENAME = (
    "([from, to]) => window.jupyterapp.serviceManager.contents.rename(from, to).then(() => null)"
)


@pytest.fixture
def page(shared: tuple[Page, list[str]]) -> Iterator[Page]:
    """A page that is left in the middle; what it left is seen in the one of all tests."""
    page = shared[0].context.new_page()
    wrong = watched(page)
    yield page
    page.close()
    assert wrong == []


def look(page: Page, lab: Server, name: str) -> Drawn:
    """Opens a document that another page left."""
    return Lab(page, lab, "looks").open_tab(None, name)


def drawn(page: Page) -> Drawn:
    return Drawn(page, page.locator(".qdesign-Studio:visible")).wait()


def draw(studio: Drawn, *keys: str) -> None:
    studio.type(*keys)
    expect(studio.gates).to_have_count(len(keys))


def leave(page: Page) -> None:
    """The tab goes without saving."""
    page.goto("about:blank")


def expect_offer(studio: Drawn, offered: bool) -> None:
    """The studio has looked back by the time that the catalog's answer is there."""
    offer = studio.root.get_by_role("button", name="Bring them back")
    if offered:
        expect(offer).to_be_visible()
        return
    # Longer than a tab waits for the session of another one.
    studio.page.wait_for_timeout(3_000)
    expect(offer).to_have_count(0)


def checkpointed(lab: Server, name: str) -> None:
    """Opening a file ends with a checkpoint of it, by the name it had."""
    eventually(lambda: asked(lab, f"api/contents/{name}/checkpoints") != [])


def test_a_rename_carries_what_is_unsaved(
    open_lab: OpenLab, lab: Server, shared_page: Page
) -> None:
    (lab.folder / "moves").mkdir()
    Document(Circuit(2)).save(lab.folder / "moves" / "a.qdesign")
    page = open_lab("moves/a.qdesign", workspace="moves")
    studio = drawn(page)
    checkpointed(lab, "moves/a.qdesign")
    draw(studio, "h", "c")
    page.evaluate(RENAME, ["moves/a.qdesign", "moves/b.qdesign"])
    expect(page.locator("#jp-main-dock-panel .lm-TabBar-tab", has_text="b.qdesign")).to_be_visible()
    leave(page)
    Document(Circuit(2)).save(lab.folder / "moves" / "a.qdesign")
    expect_offer(look(shared_page, lab, "moves/a.qdesign"), offered=False)
    # Its folder may be renamed as well, while the document is closed.
    shared_page.evaluate(RENAME, ["moves", "moved"])
    studio = look(shared_page, lab, "moved/b.qdesign")
    expect_offer(studio, offered=True)
    studio.root.get_by_role("button", name="Bring them back").click()
    expect(studio.gates).to_have_count(2)


def test_a_new_document_is_never_offered_what_another_one_left(
    open_lab: OpenLab, lab: Server
) -> None:
    (lab.folder / "new").mkdir()
    place = "new/untitled.qdesign"
    Document(Circuit(2)).save(lab.folder / place)
    page = open_lab(place, workspace="untitled")
    studio = drawn(page)
    checkpointed(lab, place)
    draw(studio, "h")
    leave(page)
    (lab.folder / place).unlink()
    page = open_lab(workspace="untitled-3")
    page.evaluate("() => void window.jupyterapp.commands.execute('qdesign:new', { cwd: 'new' })")
    studio = drawn(page)
    assert (lab.folder / place).exists()
    expect_offer(studio, offered=False)


@pytest.mark.parametrize("written", ["another", "the same"])
def test_what_was_drawn_is_offered_whatever_somebody_wrote_meanwhile(
    open_lab: OpenLab, lab: Server, shared_page: Page, written: str
) -> None:
    path = lab.folder / f"written-{written.replace(' ', '-')}.qdesign"
    before = Document(Circuit.of(2, "ry(theta) 0"))
    before.save(path)
    page = open_lab(path.name, workspace=f"written-{written[0]}")
    studio = drawn(page)
    checkpointed(lab, path.name)
    studio.type("End", "x", "y", "x")
    expect(studio.gates).to_have_count(4)
    leave(page)
    text = path.read_text("utf-8")
    if written == "another":
        text = text.replace('"value": 0', '"value": 0.5')
        assert text != path.read_text("utf-8")
    path.write_text(text, "utf-8")
    later = path.stat().st_mtime + 60
    os.utime(path, (later, later))
    for _ in range(2):
        studio = look(shared_page, lab, path.name)
        expect_offer(studio, offered=True)
        expect(studio.gates).to_have_count(1)
        said = studio.root.get_by_role("alert").filter(has_text="the file has changed since")
        expect(said).to_have_count(1 if written == "another" else 0)
    studio.root.get_by_role("button", name="Bring them back").click()
    expect(studio.gates).to_have_count(4)


def test_a_copy_is_not_offered_what_the_original_left(
    open_lab: OpenLab, lab: Server, shared_page: Page
) -> None:
    Document(Circuit(2)).save(lab.folder / "original.qdesign")
    page = open_lab("original.qdesign", workspace="copies")
    draw(drawn(page), "h")
    leave(page)
    shutil.copy(lab.folder / "original.qdesign", lab.folder / "copy.qdesign")
    expect_offer(look(shared_page, lab, "copy.qdesign"), offered=False)
    expect_offer(look(shared_page, lab, "original.qdesign"), offered=True)


def test_two_tabs_on_one_document_lose_nothing_to_each_other(
    open_lab: OpenLab, lab: Server, shared_page: Page
) -> None:
    Document(Circuit(2)).save(lab.folder / "twice.qdesign")
    first = open_lab("twice.qdesign", workspace="twice-1")
    url = first.url
    one = drawn(first)
    second = first.context.new_page()
    second.goto(url.replace("twice-1", "twice-2"))
    other = drawn(second)
    draw(one, "h")
    draw(other, "h", "c")
    second.close()
    leave(first)
    studio = look(shared_page, lab, "twice.qdesign")
    seen = set()
    for _ in range(2):
        studio.root.get_by_role("button", name="Bring them back").click()
        expect(studio.gates).not_to_have_count(0)
        eventually(lambda: studio.gates.count() not in seen)
        seen.add(studio.gates.count())
    assert seen == {1, 2}
    expect(studio.root.get_by_role("button", name="Bring them back")).to_have_count(0)


def test_what_was_saved_is_not_offered_when_the_file_changes_later(
    open_lab: OpenLab, lab: Server, shared_page: Page
) -> None:
    path: Path = lab.folder / "saved.qdesign"
    Document(Circuit(2)).save(path)
    page = open_lab("saved.qdesign", workspace="saved")
    studio = drawn(page)
    draw(studio, "h", "c")
    tab = page.locator("#jp-main-dock-panel .lm-TabBar-tab.jp-mod-current")
    expect(tab).to_have_class(DIRTY)
    studio.type("Control+s")
    expect(tab).not_to_have_class(DIRTY)
    leave(page)
    Document(Circuit(3)).save(path)
    expect_offer(look(shared_page, lab, "saved.qdesign"), offered=False)


def test_what_a_refused_save_left_is_offered_beside_the_other_text(
    open_lab: OpenLab, lab: Server, shared_page: Page
) -> None:
    path = lab.folder / "refused.qdesign"
    Document(Circuit(2)).save(path)
    page = open_lab("refused.qdesign", workspace="refused")
    studio = drawn(page)
    checkpointed(lab, "refused.qdesign")
    draw(studio, "h", "c")
    Document(Circuit.of(2, "cx 0 1")).save(path)
    # JupyterLab takes files for changed by their date.
    later = path.stat().st_mtime + 60
    os.utime(path, (later, later))
    studio.type("Control+s")
    page.locator(".jp-Dialog").get_by_role("button", name="Cancel").click()
    leave(page)
    studio = look(shared_page, lab, "refused.qdesign")
    expect(studio.gates).to_have_count(1)
    expect_offer(studio, offered=True)
    # What was drawn against what somebody else wrote, before one is chosen.
    studio.root.get_by_role("alert").get_by_role("button", name="Compare").click()
    compared = studio.root.get_by_role("region", name="Compare", exact=True)
    expect(compared.get_by_role("status")).to_contain_text("1 gate added")
    studio.page.keyboard.press("Escape")
    studio.root.get_by_role("button", name="Bring them back").click()
    expect(studio.gates).to_have_count(2)


@pytest.mark.parametrize("answer", ["Cancel", "Revert", "Overwrite"])
def test_the_badge_is_true_while_jupyterlab_asks_and_after(
    open_lab: OpenLab, lab: Server, shared_page: Page, answer: str
) -> None:
    path = lab.folder / f"asks-{answer}.qdesign"
    Document(Circuit(2)).save(path)
    page = open_lab(path.name, workspace=f"asks-{answer}")
    studio = drawn(page)
    checkpointed(lab, path.name)
    draw(studio, "h", "c")
    Document(Circuit.of(2, "cx 0 1")).save(path)
    later = path.stat().st_mtime + 60
    os.utime(path, (later, later))
    studio.type("Control+s")
    badge = studio.root.locator('[data-part="saved"]')
    question = page.locator(".jp-Dialog")
    expect(question).to_be_visible()
    expect(badge).to_have_text("not saved")
    question.get_by_role("button", name=answer).click()
    expect(badge).to_have_text("not saved" if answer == "Cancel" else "saved")
    expect(studio.gates).to_have_count(1 if answer == "Revert" else 2)
    leave(page)
    studio = look(shared_page, lab, path.name)
    expect_offer(studio, offered=answer == "Cancel")


def test_changes_of_an_older_version_go_over_a_newer_one_only_when_asked(
    open_lab: OpenLab, lab: Server, shared_page: Page
) -> None:
    path = lab.folder / "older.qdesign"
    Document(Circuit(2)).save(path)
    page = open_lab(path.name, workspace="older")
    studio = drawn(page)
    checkpointed(lab, path.name)
    draw(studio, "h", "c")
    leave(page)
    theirs = Document(Circuit.of(2, "cx 0 1"))
    theirs.save(path)
    # Brought back in one page, saved in the next.
    studio = drawn(open_lab(path.name, workspace="older-1"))
    studio.root.get_by_role("button", name="Bring them back").click()
    expect(studio.gates).to_have_count(2)
    leave(page)
    studio = look(shared_page, lab, path.name)
    expect(studio.root.get_by_text("the file has changed since")).to_be_visible()
    studio.root.get_by_role("button", name="Bring them back").click()
    expect(studio.gates).to_have_count(2)
    badge = studio.root.locator('[data-part="saved"]')
    question = shared_page.locator(".jp-Dialog").filter(has_text="changed on disk")
    for answer in ["Not now", "Compare", "Overwrite the file"]:
        studio.type("Control+s")
        question.get_by_role("button", name=answer).click()
        expect(question).to_have_count(0)
        if answer == "Overwrite the file":
            break
        expect(badge).to_have_text("not saved")
        assert path.read_text("utf-8") == theirs.dumps()
        if answer == "Compare":
            compared = studio.root.get_by_role("region", name="Compare", exact=True)
            expect(compared.get_by_role("status")).to_contain_text("1 gate added")
            shared_page.keyboard.press("Escape")
    expect(badge).to_have_text("saved")
    assert path.read_text("utf-8") != theirs.dumps()
    studio.type("x", "Control+s")
    expect(badge).to_have_text("saved")
    expect(question).to_have_count(0)


@pytest.mark.parametrize(
    ("text", "ending"), [("by hand", "qdesign"), ("", "qdesign"), ("", "qasm")]
)
def test_an_untouched_document_is_saved(
    open_lab: OpenLab, lab: Server, shared_page: Page, text: str, ending: str
) -> None:
    name = f"untouched{len(text)}-{ending}"
    path = lab.folder / f"{name}.{ending}"
    if text:
        text = json.dumps(json.loads(Document(Circuit(2)).dumps()))
    path.write_text(text, "utf-8")
    page = open_lab(path.name, workspace=name)
    studio = drawn(page)
    checkpointed(lab, path.name)
    badge = studio.root.locator('[data-part="saved"]')
    draw(studio, "h", "c")
    expect(badge).to_have_text("not saved")
    studio.type("Control+z", "Control+z")
    expect(studio.gates).to_have_count(0)
    expect(badge).to_have_text("saved")
    leave(page)
    studio = look(shared_page, lab, path.name)
    badge = studio.root.locator('[data-part="saved"]')
    expect_offer(studio, offered=False)
    draw(studio, "h")
    expect(badge).to_have_text("not saved")
    shared_page.evaluate("() => void window.jupyterapp.commands.execute('docmanager:reload')")
    shared_page.locator(".jp-Dialog .jp-mod-accept").click()
    expect(studio.gates).to_have_count(0)
    expect(badge).to_have_text("saved")
    assert path.read_text("utf-8") == text


def test_what_was_discarded_is_not_offered(
    open_lab: OpenLab, lab: Server, shared_page: Page
) -> None:
    path = lab.folder / "discarded.qdesign"
    Document(Circuit(2)).save(path)
    page = open_lab(path.name, workspace="discarded")
    draw(drawn(page), "h")
    page.evaluate("() => void window.jupyterapp.commands.execute('application:close')")
    page.locator(".jp-Dialog").get_by_role("button", name="Discard").click()
    expect(page.locator(".qdesign-Studio")).to_have_count(0)
    leave(page)
    expect_offer(look(shared_page, lab, path.name), offered=False)
