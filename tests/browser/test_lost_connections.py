"""Websockets drop while a person draws, kernels and servers start anew: nothing is lost."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

import qdesign as qd
from qdesign.document import Document
from scripts.campaign import cases
from tests.browser.drawing import Drawn
from tests.browser.hosts import Lab, Notebook, Panel, ask, run
from tests.browser.servers import TOKEN, Server, asked, eventually, start_lab, start_panel

DROPPED = "websockets dropped"
DROPS = cases(DROPPED)

# Every other drop swallows for a while what the page sends before it closes, as a dead line does.
SOCKETS = """
(() => {
  const open = new Set();
  const Stock = window.WebSocket;
  window.WebSocket = class extends Stock {
    constructor(...given) {
      super(...given);
      open.add(this);
      this.addEventListener('close', () => open.delete(this));
    }
    send(data) {
      if (!this.swallows) super.send(data);
    }
  };
  window.socketsOpened = () => [...open].filter((s) => s.readyState === 1 && !s.swallows).length;
  window.deafenSockets = () => open.forEach((s) => { s.swallows = true; });
  window.dropSockets = () => open.forEach((s) => s.close());
})();
"""


def badge(studio: Drawn) -> Locator:
    return studio.root.locator('[data-part="saved"]')


def names_in(text: str) -> list[str]:
    body: Any = Document.loads(text).body
    return [operation.gate for operation in body.operations]


def draw_through_drops(page: Page, studio: Drawn) -> int:
    """Draws a gate before and after every drop, all on one wire; returns how many there are."""
    drawn = studio.gates.count()
    status = studio.root.get_by_label("Status")
    for turn in range(DROPS):
        page.wait_for_function("window.socketsOpened() > 0")
        if turn % 2:
            page.evaluate("window.deafenSockets()")
        studio.type("h")
        page.evaluate("window.dropSockets()")
        studio.type("x")
        drawn += 2
        # The canvas holds the columns in view alone; the depth counts them all.
        expect(status.get_by_text(f"depth {drawn}", exact=True)).to_be_visible()
    return drawn


@pytest.mark.sized(DROPPED)
def test_a_notebook_loses_nothing_when_its_websocket_drops(page: Page, lab: Server) -> None:
    page.add_init_script(SOCKETS)
    place = Notebook(page, lab, "drops")
    studio = place.open("studio = qd.Studio(qd.Circuit.of(2, 'ry(theta) 0'))")
    drawn = draw_through_drops(page, studio)
    value = studio.drag_slider("theta", 0.7)
    values = "studio.values['theta'], studio.document.values['theta']"
    held = f"[studio.circuit.num_operations, {values}]"
    eventually(lambda: ask(page, lab.folder, held) == [drawn, value, value], seconds=180)
    assert studio.value("theta") == value
    # The other way is open too, and undo still goes back to the start.
    run(page, "studio.circuit = qd.Circuit.of(2, 'cx 0 1; ry(theta) 1')")
    expect(studio.gates).to_have_count(2)
    studio.type(*["Control+z"] * (drawn + 1))
    expect(studio.gates).to_have_count(1)


@pytest.mark.sized(DROPPED)
def test_a_page_loaded_again_after_drops_has_all_that_was_drawn(page: Page, lab: Server) -> None:
    """Whatever of it Python had heard of by then; and Python hears of the rest."""
    page.add_init_script(SOCKETS)
    place = Notebook(page, lab, "again")
    studio = place.open("studio = qd.Studio(qd.Circuit.of(2, 'ry(theta) 0'))")
    drawn = draw_through_drops(page, studio)
    page.evaluate("() => window.jupyterapp.shell.currentWidget.context.save()")
    studio = place.reopen()
    whole = studio.root.get_by_label("Status").get_by_text(f"depth {drawn}", exact=True)
    offer = studio.root.get_by_role("button", name="Bring them back")
    expect(whole.or_(offer).first).to_be_visible()
    if not whole.is_visible():
        offer.click()
    expect(whole).to_be_visible()
    held = "studio.circuit.num_operations"
    eventually(lambda: ask(page, lab.folder, held) == drawn)


@pytest.mark.sized(DROPPED)
def test_panel_loses_nothing_when_its_websocket_drops(page: Page, tmp_path: Path) -> None:
    Document(qd.Circuit.of(2, "ry(theta) 0")).save(tmp_path / "one.qdesign")
    server = start_panel(tmp_path, tmp_path / "one.qdesign")
    try:
        page.add_init_script(SOCKETS)
        place = Panel(page, server, tmp_path)
        studio = place.open()
        drawn = draw_through_drops(page, studio)
        assert Counter(names_in(place.save(studio))) == {"ry": 1, "h": DROPS, "x": DROPS}
        # Python answers again, about what is drawn.
        page.wait_for_function("window.socketsOpened() > 0")
        with page.expect_download() as download:
            page.get_by_role("button", name="Download .qasm").click()
        assert len(qd.qasm.loads(Path(download.value.path()).read_text()).operations) == drawn
        studio.type(*["Control+z"] * (drawn - 1))
        expect(studio.gates).to_have_count(1)
    finally:
        server.stop()


def test_panel_keeps_the_drawing_when_its_server_starts_anew(page: Page, tmp_path: Path) -> None:
    Document(qd.Circuit.of(2, "ry(theta) 0")).save(tmp_path / "one.qdesign")
    server = start_panel(tmp_path, tmp_path / "one.qdesign")
    try:
        place = Panel(page, server, tmp_path)
        studio = place.open()
        studio.type("h", "x")
        server.stop()
        studio.type("h")
        expect(studio.gates).to_have_count(4)
        assert Counter(names_in(place.save(studio))) == {"ry": 1, "h": 2, "x": 1}
        server = start_panel(tmp_path, tmp_path / "one.qdesign", port=server.port)
        again = place.open()
        again.root.get_by_role("button", name="Bring them back").click()
        expect(again.gates).to_have_count(4)
    finally:
        server.stop()


def rerun(page: Page) -> None:
    page.locator(".jp-CodeCell .cm-content").first.click()
    page.keyboard.press("Shift+Enter")


def test_a_notebook_offers_what_was_drawn_before_its_kernel_or_its_page_died(
    page: Page, lab: Server
) -> None:
    setup = "first, studio = qd.Studio(name='other'), qd.Studio(qd.Circuit.of(2, 'ry(theta) 0'))"
    place = Notebook(page, lab, "dies")
    studio = place.open(setup)
    studio.type("h", "x")
    expect(studio.gates).to_have_count(3)

    context = "window.jupyterapp.shell.currentWidget.context"
    expect(badge(studio)).to_have_text("in the notebook")
    page.evaluate(f"() => {context}.sessionContext.session.kernel.restart()")
    expect(badge(studio)).to_have_text("not saved: no answer")
    studio.type("h")
    expect(studio.gates).to_have_count(4)
    expect(badge(studio)).to_have_text("not saved: no answer")
    rerun(page)
    expect(studio.gates).to_have_count(1)
    studio.root.get_by_role("button", name="Bring them back").click()
    expect(studio.gates).to_have_count(4)
    expect(badge(studio)).to_have_text("in the notebook")
    eventually(lambda: ask(page, lab.folder, "studio.circuit.num_operations") == 4)

    # The page goes without a word, and its kernel with it.
    page.evaluate(f"() => {context}.save()")
    page.goto("about:blank")
    for session in asked(lab, "api/sessions"):
        if session["path"] == "dies.ipynb":
            asked(lab, f"api/sessions/{session['id']}", method="DELETE")
    place.visit()
    rerun(page)
    expect(studio.gates).to_have_count(1)
    studio.root.get_by_role("button", name="Bring them back").click()
    expect(studio.gates).to_have_count(4)
    assert ask(page, lab.folder, "first.circuit.num_operations") == 0

    # A copy of the notebook is another place, and so is another name in the same cell.
    (lab.folder / "copy.ipynb").write_text((lab.folder / "dies.ipynb").read_text())
    copy = Notebook(page, lab, "copy")
    copy.visit()
    rerun(page)
    expect(studio.gates).to_have_count(1)
    expect(studio.root.get_by_role("button", name="Bring them back")).to_have_count(0)


@pytest.mark.parametrize("drawn", ["before", "after"])
def test_a_notebook_that_was_renamed_is_offered_what_was_drawn_in_it(
    page: Page, lab: Server, drawn: str
) -> None:
    name = f"renamed-{drawn}"
    place = Notebook(page, lab, name)
    studio = place.open("studio = qd.Studio(qd.Circuit.of(2, 'ry(theta) 0'))")
    studio.type("h")
    page.evaluate("() => window.jupyterapp.shell.currentWidget.context.save()")
    kept = (lab.folder / f"{name}.ipynb").read_text()
    # Its kernel goes on, and knows the name of before.
    page.evaluate(
        "(to) => window.jupyterapp.shell.currentWidget.context.rename(to)", f"{name}-now.ipynb"
    )
    expect(page.locator("#jp-main-dock-panel .lm-TabBar-tab", has_text="-now")).to_be_visible()
    if drawn == "after":
        studio.type("x")
        expect(studio.gates).to_have_count(3)
    page.goto("about:blank")
    for session in asked(lab, "api/sessions"):
        if session["path"] == f"{name}-now.ipynb":
            asked(lab, f"api/sessions/{session['id']}", method="DELETE")
    # Another notebook of the old name, with the same cells.
    (lab.folder / f"{name}.ipynb").write_text(kept)
    offer = studio.root.get_by_role("button", name="Bring them back")
    place.visit()
    rerun(page)
    expect(studio.gates).to_have_count(1)
    expect(offer).to_have_count(0)
    now = Notebook(page, lab, f"{name}-now")
    now.visit()
    rerun(page)
    expect(studio.gates).to_have_count(1)
    offer.click()
    expect(studio.gates).to_have_count(2 if drawn == "before" else 3)


def leave_dialogs(page: Page) -> None:
    """JupyterLab says that its server is gone again and again, in the way of what is typed."""
    said = page.get_by_role("dialog").filter(has_text="Server Connection Error")
    page.add_locator_handler(said, lambda: said.get_by_role("button").last.click())


def draw_past_dialogs(studio: Drawn, key: str) -> None:
    """Types a gate until it is there: a dialog that comes up meanwhile takes the key for itself."""
    before = studio.gates.count()

    def drawn() -> bool:
        studio.canvas.click(position={"x": 5, "y": 5})
        studio.page.keyboard.press(key)
        try:
            expect(studio.gates).to_have_count(before + 1, timeout=20_000)
        except AssertionError:
            return False
        return True

    eventually(drawn)


def test_a_restart_of_the_server_loses_neither_drawing_nor_jobs(page: Page, tmp_path: Path) -> None:
    server = start_lab(tmp_path)
    try:
        place = Lab(page, server, "restart")
        studio = place.open(Document(qd.Circuit.of(2, "h 0; cx 0 1")).dumps())
        studio.root.get_by_role("button", name="Send…").click()
        studio.root.get_by_role("button", name=re.compile("Send to")).click()
        job = studio.root.locator("[data-part=jobs] .qd-job")
        expect(job).to_contain_text("COMPLETED")
        studio.root.get_by_role("button", name="Circuit", exact=True).click()
        studio.type("h")
        server.stop()
        leave_dialogs(page)
        draw_past_dialogs(studio, "x")
        server = start_lab(tmp_path, port=server.port)
        page.wait_for_function("fetch('/api/status').then((answer) => answer.status < 500)")
        draw_past_dialogs(studio, "y")
        # The same page saves, once its server is back.
        assert Counter(names_in(place.save(studio))) == {"h": 2, "cx": 1, "x": 1, "y": 1}
        studio.root.get_by_role("tab", name="Queue").click()
        expect(job).to_have_count(1)
        expect(job).to_contain_text("COMPLETED")
        again = place.reopen()
        expect(again.gates).to_have_count(5)
    finally:
        server.stop()


@pytest.mark.parametrize("ending", ["qasm", "qdesign"])
def test_a_save_that_jupyterlab_was_not_there_for_is_done_when_it_is_back(
    page: Page, tmp_path: Path, ending: str
) -> None:
    server = start_lab(tmp_path)
    try:
        path = tmp_path / f"away.{ending}"
        program = "// by hand\nOPENQASM 2.0;\nqreg a[2];\nx a[0];\n"
        is_program = ending == "qasm"
        path.write_text(program if is_program else Document(qd.qasm.loads(program)).dumps())
        page.goto(f"{server.url}lab/tree/{path.name}?token={TOKEN}")
        studio = Drawn(page, page.locator(".qdesign-Studio:visible")).wait()
        studio.type("End", "y")
        expect(badge(studio)).to_have_text("not saved")
        leave_dialogs(page)
        server.stop()
        # JupyterLab's own looking after kernels is what finds it.
        expect(badge(studio)).to_have_text("not saved: no answer")
        expect(studio.root).to_contain_text("A save that you ask for is done once it does.")
        draw_past_dialogs(studio, "z")
        page.evaluate("() => void window.jupyterapp.commands.execute('docmanager:save')")
        expect(badge(studio)).to_have_text("not saved: no answer")
        server = start_lab(tmp_path, port=server.port)
        expect(badge(studio)).to_have_text("saved")
        text = path.read_text()
        if is_program:
            assert text.startswith(program)
            assert len(text.removeprefix(program).splitlines()) == 2
        else:
            assert Counter(names_in(text)) == {"x": 1, "y": 1, "z": 1}
    finally:
        server.stop()
