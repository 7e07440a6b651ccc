"""A proof of 200 steps at 100 spiders in the studio, in a real Chromium: to paint, and saved."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from playwright.sync_api import Locator, Page, expect, sync_playwright

import qdesign as qd
from qdesign.document import Document
from qdesign.errors import QdesignError
from qdesign.zx.bodies import diagram_of
from tests.benchmarks.report import Row
from tests.browser.conftest import FLAGS
from tests.browser.drawing import Drawn
from tests.browser.servers import start_panel

STEPS: Final = 200
_GOAL: Final = 100
_PAINT: Final = """
  const paint = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const rest = (ms) => new Promise((done) => setTimeout(done, ms));
  const times = [];
"""
_JUMP: Final = f"""async (film) => {{ {_PAINT}
  for (const k of [10, 50, 90, 130, 170, 199, 3, 120, 60, 180, 30, 150, 80, 20, 110]) {{
    film.scrollLeft = k * 212 - 400;
    await rest(300);
    const cards = [...film.querySelectorAll('[data-step]')];
    const start = performance.now();
    cards[cards.length >> 1].click();
    await paint();
    times.push(performance.now() - start);
    await rest(400);
  }}
  return times;
}}"""
_STRIP: Final = f"""async (film) => {{ {_PAINT}
  for (let k = 0; k < 20; k++) {{
    const start = performance.now();
    film.scrollLeft = (k * 997) % 40000;
    await paint();
    await paint();
    times.push(performance.now() - start);
    await rest(150);
  }}
  return times;
}}"""
_TAB: Final = f"""async (tabs) => {{ {_PAINT}
  const tab = (name) => [...tabs.children].find((each) => each.textContent.startsWith(name));
  for (let k = 0; k < 8; k++) {{
    tab('Steps').click();
    await rest(150);
    const start = performance.now();
    tab('Proof').click();
    await paint();
    times.push(performance.now() - start);
    await rest(150);
  }}
  return times;
}}"""
_SAVE: Final = f"""async (canvas) => {{ {_PAINT}
  const root = canvas.closest('.qd');
  for (let k = 0; k < 8; k++) {{
    canvas.focus();
    const key = (key, more) => canvas.dispatchEvent(
      new KeyboardEvent('keydown', {{ key, bubbles: true, ...more }}));
    key(k % 2 ? 'ArrowLeft' : 'ArrowRight');
    key(k % 2 ? 'ArrowLeft' : 'ArrowRight', {{ altKey: true }});
    await rest(600);
    const start = performance.now();
    key('s', {{ ctrlKey: true }});
    await paint();
    times.push(performance.now() - start);
    await rest(400);
  }}
  return times;
}}"""


def rows() -> Iterator[Row]:
    """Times as a person has them: from the click or the key to the frame that shows it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        proved().save(folder / "proof.qdesign")
        server = start_panel(folder, folder / "proof.qdesign")
        try:
            with sync_playwright() as play:
                browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
                yield from _measured(browser.new_page(), server.url)
                browser.close()
        finally:
            server.stop()


def _measured(page: Page, url: str) -> Iterator[Row]:
    page.goto(url)
    root = Drawn(page, page.locator(".qdesign-host")).wait().root
    root.get_by_role("tab", name="Proof").click()
    film = root.locator(".qd-film")
    expect(film.locator("[data-step]").first).to_be_visible()
    page.wait_for_timeout(2000)
    yield from _told("jump to a step", film, _JUMP)
    yield from _told("strip of thumbnails, scrolled", film, _STRIP)
    yield from _told("strip of thumbnails, opened", root.get_by_role("tablist"), _TAB)
    yield from _told("page busy with a save", root.locator("svg.qd-zx"), _SAVE)


def _told(what: str, part: Locator, script: str) -> Iterator[Row]:
    times: Sequence[float] = sorted(part.evaluate(script))
    name = f"{STEPS} steps at 100 spiders, {what}"
    note = f"median {times[len(times) // 2]:.0f} ms of {len(times)}"
    tail = times[int(0.95 * len(times))]
    yield Row.at_most(f"{name}: 95th", goal=_GOAL, measured=tail, unit="ms", note=note)


def proved() -> Document:
    """Color changes, phases taken out and fused again, so that no run of them folds."""
    rng = random.Random(1)
    lines: list[str] = []
    for k in range(40):
        a, b = rng.sample(range(6), 2)
        lines += [f"rz(p{k}) {a}", f"cx {a} {b}" if k % 2 else f"rx(q{k}) {b}"]
    proof = qd.zx.Proof(qd.zx.layout(qd.zx.to_diagram(qd.Circuit.of(6, "; ".join(lines)))))
    while len(proof) < STEPS:
        rule = ("change_color", "unfuse", "change_color", "fuse")[len(proof) % 4]
        body = diagram_of(proof.body)
        inner = [spider.id for spider in body.spiders if spider.kind.value in "ZX"]
        place = proof.matches("fuse")[-1] if rule == "fuse" else [rng.choice(inner)]
        try:
            proof.apply(rule, place)
        except QdesignError:
            continue
    return Document(proof.body).with_proof(proof)
