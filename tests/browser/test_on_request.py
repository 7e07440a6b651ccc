"""Parts of the studio that are loaded on request: once, and with a word where they cannot be."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.holding import held_asks
from tests.browser.hosts import Host, Lab, Notebook, Panel
from tests.browser.servers import Server

# Every script of the studio that the page runs; Panel has scripts from blobs too.
WATCH = """
window.scriptsRun = 0;
new MutationObserver((changes) => {
  for (const { addedNodes } of changes)
    for (const node of addedNodes)
      if (node.nodeName === "SCRIPT" && "shared" in node) window.scriptsRun += 1;
}).observe(document, { childList: true, subtree: true });
"""


# Jobs of other tests may be there.
def expect_jobs(pane: Locator) -> None:
    expect(pane.get_by_text("No jobs yet").or_(pane.locator("[data-part=jobs]"))).to_be_visible()


@pytest.fixture(params=["lab", "notebook", "panel"])
def host(
    request: pytest.FixtureRequest, page: Page, lab: Server, panel: Server, tmp_path: Path
) -> Host:
    if request.param == "lab":
        return Lab(page, lab, "request-lab")
    if request.param == "notebook":
        return Notebook(page, lab, "request-notebook")
    return Panel(page, panel, tmp_path)


def test_what_is_used_on_request_is_loaded_once(host: Host, page: Page) -> None:
    page.add_init_script(WATCH)
    studio = host.open()
    # Nobody asked for it: it comes while the page is idle.
    page.wait_for_function("window.scriptsRun === 1")
    studio.type("h")
    pane = studio.root.locator("#qd-pane")
    studio.root.get_by_role("tab", name="Figures").click()
    expect(pane.get_by_role("table").first).to_be_visible()
    studio.root.get_by_role("tab", name="Queue").click()
    expect_jobs(pane)
    studio.canvas.focus()
    studio.type("Alt+3")
    comparison = studio.root.get_by_role("region", name="Compare", exact=True)
    expect(comparison.get_by_role("status")).to_contain_text("added")
    page.keyboard.press("Escape")
    expect(studio.canvas).to_be_focused()
    studio.root.get_by_role("tab", name="OpenQASM").click()
    expect(studio.root.locator(".cm-editor")).to_be_visible()
    assert page.evaluate("window.scriptsRun") == 2


def test_what_cannot_be_loaded_says_so_and_the_drawing_is_kept(page: Page, lab: Server) -> None:
    def strict(route: Route) -> None:
        """A server whose policy forbids scripts from blobs."""
        answer = route.fetch()
        policy = "script-src 'self' 'unsafe-inline' 'unsafe-eval'; worker-src 'self' blob:"
        headers = {**answer.headers, "content-security-policy": policy}
        route.fulfill(response=answer, headers=headers)

    page.route(re.compile(r"/lab/workspaces/"), strict)
    host = Lab(page, lab, "request-refused")
    studio = host.open()
    studio.type("h")
    studio.type("Alt+3")
    refused = studio.root.get_by_role("alert").filter(has_text="could not be loaded")
    expect(refused).to_contain_text("what is drawn is kept")
    refused.get_by_role("button", name="Try again").click()
    expect(refused).to_be_visible()
    studio.root.get_by_role("button", name="Circuit", exact=True).click()
    expect(refused).to_have_count(0)
    studio.root.get_by_role("button", name="Export").click()
    studio.root.get_by_role("menuitem", name=re.compile("Quantikz")).first.click()
    expect(studio.root.get_by_text("could not be loaded")).to_be_visible()
    assert '"h"' in host.save(studio)


def test_what_is_on_its_way_says_so(page: Page, lab: Server) -> None:
    held = held_asks(page, "later")
    studio = Lab(page, lab, "request-slow").open()
    pane = studio.root.locator("#qd-pane")
    for name in ("Figures", "Queue"):
        studio.root.get_by_role("tab", name=name).click()
        expect(pane.get_by_role("status")).to_have_text("Loading…")
    studio.root.get_by_role("button", name="Send…").click()
    expect(studio.root.get_by_role("status").filter(has_text="Loading…").first).to_be_visible()
    held.release()
    expect(studio.root.locator(".qd-target").first).to_be_visible()
    studio.root.get_by_role("tab", name="Queue").click()  # folded while there is little room
    expect_jobs(pane)
