"""The studio in a real Chromium: frames, edits and sliders to paint, opening, bundle."""

from __future__ import annotations

import functools
import gzip
import http.server
import json
import random
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, Page, expect, sync_playwright

from qdesign.angle import Angle
from qdesign.circuit import Circuit, Operation
from qdesign.diagram import Diagram, Edge, EdgeKind, Spider, SpiderKind
from qdesign.document import Document
from qdesign.pauli import Observable
from tests.benchmarks.report import Row
from tests.browser.conftest import FLAGS
from tests.browser.hosts import Notebook
from tests.browser.servers import TOKEN, asked, eventually, start_lab
from tests.browser.test_limits import MOST, text_of

ROOT: Final = Path(__file__).resolve().parents[2]
PAGE: Final = ROOT / "extension" / "build" / "page"
BUNDLE: Final = ROOT / "qdesign" / "static" / "studio.js"
_WATCH: Final = """() => {
  window.frames_ = [];
  let last = performance.now();
  const next = (now) => {
    window.frames_.push(now - last);
    last = now;
    window.next_ = requestAnimationFrame(next);
  };
  window.next_ = requestAnimationFrame(next);
}"""
_STOP: Final = "() => { cancelAnimationFrame(window.next_); return window.frames_.slice(3); }"
_EDIT: Final = """async () => {
  const canvas = document.querySelector('.qd-canvas');
  canvas.focus();
  const times = [];
  for (let k = 0; k < 20; k++) {
    await new Promise((done) => setTimeout(done, 250));
    const start = performance.now();
    canvas.dispatchEvent(new KeyboardEvent('keydown', { key: 'h', bubbles: true }));
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    times.push(performance.now() - start);
  }
  return times;
}"""
_SLIDE: Final = """async (count) => {
  const notebook = document.querySelector('.jp-NotebookPanel .qdesign-host');
  const root = notebook?.firstElementChild.shadowRoot ?? document;
  const slider = root.querySelector('.qd-slider');
  const bars = root.querySelector('.qd-bars path.qd-bar');
  const box = slider.getBoundingClientRect();
  const send = (kind, x) => slider.dispatchEvent(new PointerEvent(kind, {
    clientX: x, clientY: box.top + 12, button: 0, buttons: 1, pointerId: 1, bubbles: true }));
  const moved = async (share) => {
    const changed = new Promise((done) => {
      const watch = new MutationObserver(() => { watch.disconnect(); done(); });
      watch.observe(bars, { attributes: true, attributeFilter: ['d'] });
      setTimeout(done, 5000);
    });
    send('pointermove', box.left + box.width * share);
    await changed;
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  };
  slider.setPointerCapture = () => {};
  send('pointerdown', box.left + box.width / 2);
  await new Promise((done) => setTimeout(done, 400));
  for (const share of [0.3, 0.6, 0.35]) await moved(share);
  const times = [];
  for (let k = 0; k < count; k++) {
    // A hand moves at any time between two frames.
    await new Promise((done) => setTimeout(done, 30 + 17 * ((k * 13) % 29) / 29));
    const start = performance.now();
    await moved(0.2 + 0.6 * ((k * 37) % 80) / 80);
    times.push(performance.now() - start);
  }
  send('pointerup', box.left + 10);
  return times;
}"""
_OPEN: Final = """async (path) => {
  const start = performance.now();
  void window.jupyterapp.commands.execute('docmanager:open', { path });
  const shown = () => [...document.querySelectorAll('.qdesign-Studio .qd-gate')]
    .some((gate) => gate.getBoundingClientRect().width > 0);
  while (!shown()) await new Promise((done) => requestAnimationFrame(done));
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return performance.now() - start;
}"""
_EXECUTE: Final = """(code) => {
  const { sessionContext } = window.jupyterapp.shell.currentWidget.context;
  sessionContext.session.kernel.requestExecute({ code });
}"""
_CLOSE: Final = """async () => {
  await window.jupyterapp.commands.execute('application:close-all');
  const open = () => document.querySelector('.qdesign-Studio .qd-gate');
  while (open()) await new Promise((done) => requestAnimationFrame(done));
}"""
_HOVER: Final = """async (count) => {
  const rows = () => [...document.querySelectorAll('.qd-rewrite[data-rule] > button')];
  const paint = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const times = [];
  for (let k = 0; k < count; k++) {
    await new Promise((done) => setTimeout(done, 30 + 17 * ((k * 13) % 29) / 29));
    const all = rows();
    const row = all[k % all.length];
    const start = performance.now();
    row.dispatchEvent(new PointerEvent('pointerenter', { pointerType: 'mouse' }));
    while (!row.parentElement.hasAttribute('data-looked')) await paint();
    await paint();
    times.push(performance.now() - start);
  }
  return times;
}"""

_LISTEN: Final = """() => {
  window.longest = 0;
  let last = performance.now();
  setInterval(() => {
    const now = performance.now();
    window.longest = Math.max(window.longest, now - last);
    last = now;
  }, 20);
}"""
"""Keeps in `window.longest` how long, in ms, the page was deaf to a person at most."""


def rows() -> Iterator[Row]:
    """Times as a person has them; the machine's idle frames stand beside them."""
    size = len(gzip.compress(BUNDLE.read_bytes(), 9)) / 1024
    yield Row.at_most("bundle on first load, gzip", goal=320, measured=size, unit="KiB")
    subprocess.run(["node", "esbuild.page.mjs"], cwd=ROOT / "extension", check=True)
    handler = functools.partial(_Quiet, directory=str(PAGE))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_address[1]}/index.html"
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
            yield from _frames(browser.new_page(), url)
            yield from _slider(browser.new_page(), url)
            yield from _slider_in_notebook(browser)
            yield from _spiders(browser.new_page(), url)
            yield from _opening(browser.new_page())
            browser.close()
        server.shutdown()


def _frames(page: Page, url: str) -> Iterator[Row]:
    _open(page, url, _large())
    page.evaluate("() => document.querySelector('.qd-canvas').focus()")
    page.keyboard.press("1")
    idle = _watched(page, lambda: page.wait_for_timeout(800))
    note = f"idle {_median(idle):.1f} / {_tail(idle):.1f} ms"
    for name, action in (("pan", _pan), ("zoom", _zoom), ("drag a gate", _drag)):
        times = _watched(page, functools.partial(action, page))
        what = f"30 qubits x 5,000 gates, {name}"
        yield Row.at_most(
            f"{what}: frame median", goal=17, measured=_median(times), unit="ms", note=note
        )
        yield Row.at_most(f"{what}: frame 95th", goal=34, measured=_tail(times), unit="ms")
    page.mouse.up()
    for key, zoom in (("1", "100 %"), ("f", "10 %")):
        page.keyboard.press(key)
        page.wait_for_timeout(500)
        times = page.evaluate(_EDIT)
        what = f"30 qubits x 5,000 gates, edit to paint at {zoom}"
        yield Row.at_most(what, goal=50, measured=_median(times), unit="ms")
    page.close()


def _slider(page: Page, url: str) -> Iterator[Row]:
    for qubits, count, median, tail in (
        (12, 80, 17.0, 34.0),
        (16, 60, 34.0, None),
        (20, 40, 50.0, None),
    ):
        _open(page, url, _layered(qubits))
        page.wait_for_selector(".qd-status :text('exact state vector')")
        times = page.evaluate(_SLIDE, count)
        what = f"slider to painted bars, {qubits} qubits x 150 gates"
        yield Row.at_most(f"{what}: median", goal=median, measured=_median(times), unit="ms")
        if tail is not None:
            yield Row.at_most(f"{what}: 95th", goal=tail, measured=_tail(times), unit="ms")
    page.close()


def _slider_in_notebook(browser: Browser) -> Iterator[Row]:
    """The kernel computes on one of the cores; then it is gone."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        server = start_lab(folder)
        try:
            _layered(12).save(folder / "twelve.qdesign")
            page = browser.new_page(viewport={"width": 1400, "height": 900})
            notebook = Notebook(page, server, "slider")
            load = "studio = qd.Studio(qd.Document.load('twelve.qdesign'))"
            studio = notebook.open(load)
            expect(studio.root.locator(".qd-bars path.qd-bar").first).to_be_visible()
            page.evaluate(_EXECUTE, "while True: pass")
            expect(page.locator("#jp-bottom-panel")).to_contain_text("| Busy")
            yield from _slides(page, "kernel computing")
            kernel = asked(server, "api/kernels")[0]["id"]
            asked(server, f"api/kernels/{kernel}", method="DELETE")
            eventually(lambda: asked(server, "api/kernels") == [])
            yield from _slides(page, "kernel dead")
        finally:
            server.stop()


def _slides(page: Page, kernel: str) -> Iterator[Row]:
    times = page.evaluate(_SLIDE, 80)
    what = f"slider to painted bars in a notebook, {kernel}, 12 qubits x 150 gates"
    yield Row.at_most(f"{what}: median", goal=17, measured=_median(times), unit="ms")
    yield Row.at_most(f"{what}: 95th", goal=34, measured=_tail(times), unit="ms")


def _spiders(page: Page, url: str) -> Iterator[Row]:
    _open(page, url, _lattice(500), ".qd-canvas .qd-spider")
    x, y = _middle(page, 260)
    page.mouse.move(x, y)
    page.mouse.down()
    times = _watched(page, functools.partial(_wander, page, x, y))
    page.mouse.up()
    yield Row.at_most(
        "500 spiders, drag one: frame 95th", goal=34, measured=_tail(times), unit="ms"
    )
    for key, zoom in (("f", "all in view"), ("1", "at 100 %")):
        _open(page, url, _lattice(2000), ".qd-canvas .qd-spider")
        page.locator(".qd-canvas").focus()
        page.keyboard.press(key)
        page.wait_for_timeout(500)
        times = _watched(page, functools.partial(_pan, page))
        what = f"2,000 spiders, pan {zoom}: frame 95th"
        yield Row.at_most(what, goal=34, measured=_tail(times), unit="ms")
    _open(page, url, _lattice(300), ".qd-canvas .qd-spider")
    page.mouse.click(*_middle(page, 150))
    page.wait_for_selector(".qd-rewrite[data-rule]")
    times = page.evaluate(_HOVER, 40)
    what = "300 spiders, hover to painted preview"
    yield Row.at_most(f"{what}: median", goal=50, measured=_median(times), unit="ms")
    yield Row.at_most(f"{what}: 95th", goal=100, measured=_tail(times), unit="ms")
    page.close()


def _middle(page: Page, k: int) -> tuple[float, float]:
    box = page.locator(".qd-canvas .qd-spider").nth(k).bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def _opening(page: Page) -> Iterator[Row]:
    """Documents opened one by one in a JupyterLab that runs; the first brings the bundle."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        names = [f"opened-{k}.qdesign" for k in range(8)]
        for each in names:
            _layered(12).save(folder / each)
        server = start_lab(folder)
        try:
            page.goto(f"{server.url}lab?token={TOKEN}")
            page.locator("#jupyterlab-splash").wait_for(state="detached")
            page.locator(".jp-SideBar").first.wait_for()
            page.wait_for_timeout(2000)
            times: list[float] = []
            for each in names:
                times.append(page.evaluate(_OPEN, each))
                page.wait_for_timeout(500)
                page.evaluate(_CLOSE)
            (folder / "most.qdesign").write_text(text_of(MOST))
            page.evaluate(_LISTEN)
            page.evaluate(_OPEN, "most.qdesign")
            silence = page.evaluate("window.longest")
        finally:
            page.close()
            server.stop()
    yield Row.at_most(
        "studio visible after opening a document in a running JupyterLab: median",
        goal=1000,
        measured=_median(times),
        unit="ms",
        note=f"of {len(times)}; the first {times[0]:.0f} ms",
    )
    yield Row.at_most(
        f"opening {MOST:,} gates in JupyterLab: longest time deaf to a person",
        goal=4000,
        measured=silence,
        unit="ms",
    )


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Says nothing."""


def _open(page: Page, url: str, document: Document, shown: str = ".qd-gate") -> None:
    start = json.dumps({"document": document.dumps(), "name": "bench"})
    page.add_init_script(f"window.qdesignStart = {start}")
    page.goto(url)
    page.wait_for_selector(shown)


def _watched(page: Page, action: Callable[[], None]) -> list[float]:
    page.evaluate(_WATCH)
    action()
    return page.evaluate(_STOP)


def _pan(page: Page) -> None:
    page.mouse.move(700, 300)
    for _ in range(60):
        page.mouse.wheel(60, 0)
        page.wait_for_timeout(12)


def _zoom(page: Page) -> None:
    page.keyboard.down("Control")
    for k in range(40):
        page.mouse.wheel(0, -40 if k < 20 else 40)
        page.wait_for_timeout(12)
    page.keyboard.up("Control")


def _drag(page: Page) -> None:
    page.keyboard.press("1")
    page.wait_for_timeout(500)
    x, y = page.evaluate("""() => {
      const area = document.querySelector('.qd-canvas').getBoundingClientRect();
      for (const gate of document.querySelectorAll('.qd-gate')) {
        const box = gate.getBoundingClientRect();
        const wide = box.x > area.x + 200 && box.right < area.right - 300;
        if (wide && box.y > area.y + 60 && box.bottom < area.bottom - 60)
          return [box.x + box.width / 2, box.y + 6];
      }
    }""")
    page.mouse.move(x, y)
    page.mouse.down()
    _wander(page, x, y)


def _wander(page: Page, x: float, y: float) -> None:
    """Moves the mouse to the right and from wire to wire."""
    for k in range(60):
        page.mouse.move(x + 4 * k, y + 30 * ((k // 8) % 2))
        page.wait_for_timeout(12)


def _large() -> Document:
    rng = random.Random(1)
    operations: list[Operation] = []
    for k in range(5000):
        kind, qubit = rng.random(), rng.randrange(30)
        if kind < 0.35:
            operations.append(Operation("h", (qubit,)))
        elif kind < 0.7:
            operations.append(Operation("ry", (qubit,), (Angle.parse(f"t_{k % 40}/2"),)))
        else:
            operations.append(Operation("cx", (qubit, (qubit + 1) % 30)))
    return Document(Circuit(30, tuple(operations)))


def _layered(qubits: int) -> Document:
    operations: list[Operation] = []
    while len(operations) < 150:
        layer = len(operations)
        operations += [
            Operation("ry", (q,), (Angle.parameter(f"t_{layer}_{q}"),)) for q in range(qubits)
        ]
        operations += [Operation("cx", (q, (q + 1) % qubits)) for q in range(qubits)]
    observable = Observable.from_sparse(
        qubits, {((q, "Z"), (q + 1, "Z")): -1.0 for q in range(qubits - 1)}
    )
    return Document(Circuit(qubits, tuple(operations[:150])), observable=observable)


def _lattice(count: int) -> Document:
    """Spiders in columns of 20; plain and Hadamard edges to the next column and to neighbors."""
    rng = random.Random(3)
    spiders = [
        Spider(
            f"s{k}",
            SpiderKind.Z if rng.random() < 0.6 else SpiderKind.X,
            Angle.parse(f"t_{k % 20}") if rng.random() < 0.5 else Angle(),
            x=1.5 * (k // 20),
            y=float(k % 20),
        )
        for k in range(count)
    ]
    pairs = [(k, k + 20) for k in range(count - 20)]
    pairs += [(k, k + 1) for k in range(count) if k % 20 < 19 and rng.random() < 0.4]
    edges = [
        Edge(f"e{k}", f"s{a}", f"s{b}", EdgeKind.HADAMARD if rng.random() < 0.5 else EdgeKind.PLAIN)
        for k, (a, b) in enumerate(pairs)
    ]
    return Document(Diagram(tuple(spiders), tuple(edges)))


def _median(times: Sequence[float]) -> float:
    return sorted(times)[len(times) // 2]


def _tail(times: Sequence[float]) -> float:
    return sorted(times)[int(0.95 * len(times))]
