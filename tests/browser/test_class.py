"""A class: an instructor's page, a student on the page that it serves, one in Panel's studio."""

import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

import qdesign as qd
from qdesign.classes import Room
from qdesign.json_text import write_json
from tests.browser.conftest import watched
from tests.browser.drawing import Drawn
from tests.browser.page_server import BUILT
from tests.browser.servers import TOKEN, Server, free_port, start
from tests.browser.test_access import expect_accessible
from tests.browser.test_panel_host import studio_on

CODE = "LARK-42"


@pytest.fixture
def classroom(tmp_path: Path) -> Iterator[Server]:
    assert (BUILT / "index.html").exists(), "The page is not built. Run: make page"
    turn = qd.lessons.get("turn").data
    # Without the prediction, which is made before one draws.
    own = {**turn, "name": "own", "title": "An <i>own</i> turn", "goals": turn["goals"][1:]}
    (tmp_path / "own.qlesson").write_text(write_json(own), encoding="utf-8")
    port = free_port()
    command = [
        *(sys.executable, "-m", "qdesign.cli", "class", str(tmp_path / "own.qlesson")),
        *("--code", CODE, "--title", "Friday <b>", "--data", str(tmp_path / "c.sqlite")),
        *("--page", str(BUILT), "--no-browser", "--port", str(port)),
    ]
    server = start(command, f"http://127.0.0.1:{port}/page/", tmp_path, {"QDESIGN_TOKEN": TOKEN})
    yield server
    server.stop()


@pytest.fixture
def forsaken(tmp_path: Path) -> Iterator[Server]:
    """A class in German that three joined an hour ago, who did nothing."""
    past = time.time() - 3600
    room = Room.open(tmp_path / "c.sqlite", [qd.lessons.get("turn")], code=CODE, clock=lambda: past)
    for _ in range(3):
        room.join(CODE).result()
    room.close()
    port = free_port()
    command = [
        *(sys.executable, "-m", "qdesign.cli", "class", "turn", "--language", "de"),
        *("--data", str(tmp_path / "c.sqlite"), "--no-browser", "--port", str(port)),
    ]
    url = f"http://127.0.0.1:{port}/class?token={TOKEN}"
    server = start(command, url, tmp_path, {"QDESIGN_TOKEN": TOKEN})
    yield server
    server.stop()


def other(browser: Browser, width: int = 1200) -> tuple[Page, list[str]]:
    page = browser.new_context(viewport={"width": width, "height": 800}).new_page()
    return page, watched(page)


def lesson_of(root: Locator) -> Locator:
    return root.get_by_role("region", name="Lesson")


def test_a_class_is_joined_followed_and_helped(
    page: Page, browser: Browser, panel: Server, classroom: Server
) -> None:
    at = f"127.0.0.1:{classroom.port}"
    page.goto(f"http://{at}/class?token={TOKEN}")
    expect(page.get_by_text("Nobody is here yet.")).to_be_visible()
    expect(page.get_by_text(CODE, exact=True)).to_be_visible()
    expect(page.get_by_role("img", name=f"page/#join={CODE}")).to_be_visible()
    expect_accessible(page, "nobody yet")
    page.get_by_role("button", name="Open for all").click()
    expect(page.get_by_role("button", name="Open for all")).to_have_count(0)

    # One press on the page that the class serves; nothing is asked of the class before it.
    first, wrong = other(browser)
    asked: list[str] = []
    first.on("request", lambda request: asked.append(request.url))
    first.goto(f"http://{at}")
    form = first.get_by_role("form", name="Join a class")
    expect(form.get_by_label("Code")).to_be_focused()
    first.goto(f"http://{at}/page/#join=lark42")
    join = first.get_by_role("button", name="Join", exact=True)
    expect(join).to_be_enabled()
    assert [url for url in asked if "/class/" in url] == []
    expect_accessible(first, "the way in")
    join.click()
    side = lesson_of(first.locator(".qd-page"))
    expect(side.get_by_role("heading", name="An <i>own</i> turn")).to_be_visible()
    name = side.locator(".qd-class-strip .qd-badge").inner_text()
    drawn = Drawn(first, first.locator(".qd-page")).wait()
    drawn.type("h")
    expect(side.get_by_text("Lesson done")).to_be_visible()
    expect(side.get_by_text("told to the class")).to_be_visible()
    row = page.get_by_role("row").filter(has_text=name)
    expect(row.get_by_role("img", name=re.compile(": met$"))).to_have_count(2)
    expect(row.get_by_role("img", name="1 of 1 lessons done")).to_be_visible()

    # From a studio elsewhere, by address and code.
    second, wrong_there = other(browser)
    studio = studio_on(second, panel)
    studio.type("z")
    expect(studio.gates).to_have_count(1)
    studio.type("Control+k")
    second.keyboard.type("join a class")
    second.keyboard.press("Enter")
    form = studio.root.get_by_role("form", name="Join a class")
    form.get_by_label("Address").fill(at)
    form.get_by_label("Code").fill("WREN-1")
    second.keyboard.press("Enter")
    expect(form.get_by_role("alert")).to_contain_text("No class here has this code.")
    form.get_by_label("Code").fill(CODE)
    second.keyboard.press("Enter")
    there = lesson_of(studio.root)
    # What one drew for oneself gives way when asked to, and is there again by undo.
    expect(there.get_by_text("undo brings that back")).to_be_visible()
    expect(studio.gates).to_have_count(1)
    there.get_by_role("button", name="Open the lesson").click()
    expect(there.get_by_role("heading", name="An <i>own</i> turn")).to_be_visible()
    studio.type("x")
    rows = page.get_by_role("row")
    expect(rows).to_have_count(3)
    expect(rows.nth(2).get_by_role("img", name=re.compile("not met yet"))).to_have_count(1)

    # A hint comes with the answer to the next drawing; none is looked at without leave.
    page.get_by_role("button", name="Show hint 1 to all").click()
    expect(page.get_by_text("Hint 1 is shown to all.")).to_be_visible()
    page.get_by_role("switch", name="Hints allowed").click()
    expect(page.get_by_role("switch", name="Hints allowed")).not_to_be_checked()
    studio.type("x")
    expect(there.get_by_text("Shown to all:")).to_be_visible()
    expect(there.get_by_text("X turns by half a turn, too far.")).to_be_visible()
    expect(there.get_by_role("button", name="No hints in the class now")).to_be_disabled()

    # A drawing is looked at; words of others stay words; no names on the projector.
    rows.nth(2).get_by_role("button").click()
    look = page.get_by_role("region", name="A drawing")
    expect(look.locator("svg.qd-still")).to_be_visible()
    expect_accessible(page, "a drawing")
    page.keyboard.press("Escape")
    expect(look).to_have_count(0)
    page.emulate_media(color_scheme="dark")
    expect_accessible(page, "the table, dark")
    page.get_by_role("switch", name="Show on the projector").click()
    expect(page.get_by_text(name, exact=True)).to_have_count(0)
    expect(page.get_by_text("1 of 2", exact=True).first).to_be_visible()
    page.get_by_role("switch", name="Show on the projector").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Export CSV").click()
    assert name in download.value.path().read_text(encoding="utf-8")

    # An ended class shows no way in, and is reopened.
    page.get_by_role("button", name="End class").click()
    page.get_by_role("button", name="End it").click()
    expect(page.get_by_role("heading", name="Ended")).to_be_visible()
    expect(page.get_by_text(CODE, exact=True)).to_have_count(0)
    page.get_by_role("button", name="Reopen").click()
    expect(page.get_by_text(CODE, exact=True)).to_be_visible()

    # After a reload one is who one was.
    first.reload()
    expect(side.locator(".qd-class-strip .qd-badge")).to_have_text(name)
    expect(page.get_by_role("row")).to_have_count(3)

    # Who leaves is asked first, and comes back as the same by the card of the start screen.
    side.locator(".qd-class-strip").click()
    side.get_by_role("button", name="Leave the class…").click()
    expect(side.get_by_text(f"You can come back as {name}")).to_be_visible()
    side.get_by_role("button", name="Leave", exact=True).click()
    first.get_by_role("button", name="Start", exact=True).click()
    card = first.get_by_role("form", name="Join the class")
    expect_accessible(first, "the card")
    card.get_by_role("textbox").fill(CODE)
    first.keyboard.press("Enter")
    expect(side.locator(".qd-class-strip .qd-badge")).to_have_text(name)
    first.get_by_role("button", name="Start", exact=True).click()
    expect(first.get_by_text(f"You are {name} in the class")).to_be_visible()
    first.get_by_role("button", name="Drawing", exact=True).click()

    # A command that is chosen by Enter leads to the list, and presses nothing there.
    drawn.type("Control+k")
    first.keyboard.type("lessons…")
    first.keyboard.press("Enter")
    expect(side.get_by_role("button", name="Open a lesson file…")).to_be_visible()
    first.keyboard.press("Escape")

    # The server is gone: what is drawn is kept, until one leaves.
    classroom.stop()
    drawn.type("z")
    expect(side.get_by_text("Class unreachable, kept here")).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("The server does not answer")
    expect(page.get_by_role("button", name="Export CSV")).to_be_disabled()
    side.get_by_text("Class unreachable, kept here").click()
    side.get_by_role("button", name="Leave the class…").click()
    side.get_by_role("button", name="Leave", exact=True).click()
    expect(side.locator(".qd-class-strip")).to_have_count(0)
    assert first.evaluate("localStorage.getItem('qdesign.class')") == ""
    assert (wrong, wrong_there) == ([], [])
    for each in (first, second):
        each.context.close()


def test_who_did_nothing_is_removed_on_a_page_in_german(page: Page, forsaken: Server) -> None:
    page.goto(forsaken.url)
    expect(page.get_by_role("row")).to_have_count(4)
    page.get_by_role("button", name="Untätige entfernen 3").click()
    expect(page.get_by_role("row")).to_have_count(0)
    expect(page.get_by_role("button", name="Kurs beenden")).to_be_visible()
