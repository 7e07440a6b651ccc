"""The site of JupyterLite in Chromium, with nothing to be had but from this machine."""

import functools
import subprocess
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from scripts.lite import SITE

pytestmark = pytest.mark.campaign
ROOT = Path(__file__).parents[2]


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None: ...


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    subprocess.run(["make", "--silent", "lite"], cwd=ROOT, check=True)
    handler = functools.partial(_Quiet, directory=str(SITE))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/lab/index.html"
        server.shutdown()


@pytest.fixture
def shut(browser: Browser, site: str) -> Iterator[tuple[Page, list[str]]]:
    """A page, and what it wanted from elsewhere."""
    home = site.removesuffix("lab/index.html")
    wanted: list[str] = []

    def refuse(route: Route) -> None:
        wanted.append(route.request.url)
        route.abort()

    context = browser.new_context(viewport={"width": 1400, "height": 900})
    context.route(lambda url: not url.startswith((home, "data:", "blob:")), refuse)
    yield context.new_page(), wanted
    context.close()


def test_a_lesson_is_drawn_and_checked_with_no_python(
    shut: tuple[Page, list[str]], site: str
) -> None:
    page, wanted = shut
    page.goto(f"{site}?path=lessons/04-pair.qlesson")
    expect(page.get_by_role("heading", name="A pair that agrees")).to_be_visible()
    page.get_by_role("radio", name="0", exact=True).check()
    page.get_by_role("button", name="Answer").click()
    expect(page.get_by_text("2 of 3")).to_be_visible()
    assert wanted == []


def test_the_kernel_starts_from_the_site_and_lacks_numpy_alone(
    shut: tuple[Page, list[str]], site: str
) -> None:
    page, wanted = shut
    page.goto(f"{site}?path=01-first-ansatz.ipynb")
    first = page.locator(".jp-CodeCell").first
    first.locator(".cm-content").click()
    with page.expect_request(lambda request: "/numpy-" in request.url, timeout=180_000):
        page.keyboard.press("Shift+Enter")
    names = {url.rpartition("/")[2].partition("-")[0] for url in wanted}
    assert names <= {"numpy", "scipy"}
