"""The page with no server in a real Chromium: first load, ready to draw, warm, with no network."""

from __future__ import annotations

import gzip
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Final

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.benchmarks.report import Row
from tests.browser.conftest import FLAGS
from tests.browser.page_server import BUILT, PageServer

ROOT: Final = Path(__file__).resolve().parents[2]
TIMES: Final = 5
_READY: Final = """
window.ready = new Promise((done) => {
  const look = () => document.querySelector('.qd-page-card svg.qd-still')
    ? requestAnimationFrame(() => done(performance.now()))
    : requestAnimationFrame(look);
  look();
});
"""
"""Milliseconds from the beginning of the visit until a card with its picture is on the screen."""


def rows() -> Iterator[Row]:
    """Sizes of the files as built, times as a person has them."""
    subprocess.run(["make", "page"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    early = ("index.html", "page.js", "gallery.json", "icon.svg")
    later = [path.name for path in BUILT.glob("*.js*") if path.name not in (*early, "embed.js")]
    note = f"{_size([*early, *later]):.0f} KiB with all that is kept for offline use"
    yield Row.at_most("first load, gzip", goal=320, measured=_size(early), unit="KiB", note=note)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        cold, warm, offline = zip(*[_visits(browser) for _ in range(TIMES)], strict=True)
        browser.close()
    for what, goal, times in (
        ("ready, first visit", 2000, cold),
        ("ready, again", 1000, warm),
        ("ready, with no network", 1000, offline),
    ):
        note = f"of {TIMES}; at most {max(times):.0f} ms"
        yield Row.at_most(
            f"{what}: median", goal=goal, measured=median(times), unit="ms", note=note
        )


def _size(names: Sequence[str]) -> float:
    return sum(len(gzip.compress((BUILT / name).read_bytes(), 9)) for name in names) / 1024


def _visits(browser: Browser) -> tuple[float, float, float]:
    """A first visit, one after it, and one when the server is gone."""
    with tempfile.TemporaryDirectory() as name:
        server = PageServer(Path(name))
        context = browser.new_context()
        try:
            page = context.new_page()
            page.add_init_script(_READY)
            page.goto(server.address)
            cold = _ready(page)
            foot = page.get_by_role("contentinfo")
            expect(foot).to_contain_text("· kept for offline use", timeout=60_000)
            page.reload()
            warm = _ready(page)
        finally:
            server.stop()
        page.reload()
        offline = _ready(page)
        context.close()
        return cold, warm, offline


def _ready(page: Page) -> float:
    return float(page.evaluate("window.ready"))
