"""Keys belong to what has the focus: the studio's never reach a notebook's cells, nor theirs it."""

from typing import Any

import nbformat
from playwright.sync_api import Locator, Page, expect

import qdesign as qd
from qdesign.document import Document
from tests.browser.drawing import Drawn, passes
from tests.browser.hosts import DIRTY, KERNEL, Lab, Notebook
from tests.browser.servers import Server, eventually

DOCUMENT = Document(qd.Circuit.of(2, "h 0; rz(a) 0; cx 0 1"))
# What acts on cells, in command mode or while one is edited, and what the studio has for itself.
KEYS = (
    *("a", "b", "c", "v", "x", "d", "d", "z", "m", "y", "r", "1", "i", "0", "j", "k", "l", "o"),
    *("Shift+M", "Shift+V", "Shift+L", "Shift+O", "Shift+J", "Space", "Shift+Space"),
    *("Enter", "Shift+Enter", "Alt+Enter", "Control+Enter", "Control+m", "Control+a"),
    *("Control+z", "Control+y", "Control+Shift+z", "Control+Shift+Minus", "Control+Backspace"),
    *("Control+Shift+m", "Control+Shift+ArrowUp", "Control+Shift+ArrowDown"),
    *("Control+Shift+ArrowLeft", "Control+Shift+ArrowRight"),
    *("ArrowUp", "ArrowDown", "Shift+ArrowUp", "Shift+ArrowDown", "ArrowLeft", "ArrowRight"),
    *("Home", "End", "PageDown", "Delete", "Backspace", "Escape"),
)
# The notebook as a person sees it; the mode, since its next key is read by it.
CELLS = """() => {
  const panel = [...window.jupyterapp.shell.widgets("main")].find((each) => each.content?.widgets);
  const { content } = panel;
  return {
    mode: content.mode,
    active: content.activeCellIndex,
    cells: content.widgets.map((cell) => [
      cell.model.type, cell.model.sharedModel.source, cell.model.executionCount ?? null,
      content.isSelected(cell), cell.isHidden,
    ]),
    lines: content.widgets.map((cell) => cell.node.querySelectorAll(".cm-lineNumbers").length),
    asked: document.querySelectorAll(".jp-Dialog").length,
  };
}"""
FOCUSED = """() => {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active?.closest(".qd") !== null;
}"""


def places(studio: Drawn) -> dict[str, Locator]:
    """Parts of the studio of each sort that takes keys in its own way."""
    root = studio.root
    return {
        "canvas": studio.canvas,
        "slider": studio.slider("a"),
        "field": root.get_by_placeholder("Gate, command"),
        "tab": root.get_by_role("tab", name="State"),
    }


def expect_cells(page: Page, place: str, key: str, before: Any) -> None:
    assert (place, key, page.evaluate(CELLS)) == (place, key, before)


def test_no_key_in_the_studio_acts_on_cells_and_none_of_a_cell_on_it(
    page: Page, lab: Server
) -> None:
    setup = f"studio = qd.Studio(qd.Document.loads({DOCUMENT.dumps()!r}))"
    studio = Notebook(page, lab, "isolated").open(setup)
    # There is something to undo and to paste in the notebook, and something selected.
    page.locator(".jp-CodeCell").nth(1).locator(".cm-content").click()
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    page.keyboard.press("v")
    expect(page.locator(".jp-NotebookPanel .jp-Cell")).to_have_count(3)
    studio.canvas.click(position={"x": 12, "y": 12})
    expect(studio.canvas).to_be_focused()
    before = page.evaluate(CELLS)
    # The canvas last, where keys change what is drawn.
    for place in ("slider", "field", "tab", "canvas"):
        for key in KEYS:
            places(studio)[place].focus()
            page.keyboard.press(key)
            assert (place, key, page.evaluate(FOCUSED)) == (place, key, True)
            expect_cells(page, place, key, before)
            page.keyboard.press("Escape")
        # What a key began may answer later.
        passes(expect_cells, page, place, "all", before)
    # And the other way round, with something selected in the drawing.
    studio.type("h", "Control+a")
    shown = drawn(studio)
    page.locator(".jp-CodeCell").nth(1).locator(".cm-content").click()
    for key in ("h", "Delete", "Control+z", "Control+d", "Escape"):
        page.keyboard.press(key)
    for key in ("a", "h", "x", "z", "Delete", "q", "f", "Control+g", "Alt+2", "/", "?"):
        page.keyboard.press(key)
    expect(studio.canvas).to_be_visible()
    assert drawn(studio) == shown


def drawn(studio: Drawn) -> str:
    return studio.canvas.evaluate("canvas => canvas.outerHTML")


def beside(page: Page, server: Server) -> tuple[Drawn, Locator]:
    """A document in the studio and, at its right, a notebook of two cells."""
    notebook = nbformat.v4.new_notebook(metadata={"kernelspec": KERNEL})
    notebook.cells = [nbformat.v4.new_code_cell("1 + 1"), nbformat.v4.new_code_cell("2 + 2")]
    nbformat.write(notebook, server.folder / "beside.ipynb")
    page.set_viewport_size({"width": 1900, "height": 900})
    studio = Lab(page, server, "beside").open(DOCUMENT.dumps())
    page.evaluate("window.jupyterapp.shell.collapseLeft()")
    page.evaluate(
        """void window.jupyterapp.commands.execute("docmanager:open",
          { path: "beside.ipynb", options: { mode: "split-right" } })"""
    )
    cell = page.locator(".jp-CodeCell .cm-content").first
    expect(cell).to_be_visible()
    expect(page.locator("#jp-bottom-panel")).to_contain_text("| Idle")
    return studio, cell


def test_a_document_and_a_notebook_side_by_side_keep_their_keys(page: Page, lab: Server) -> None:
    studio, cell = beside(page, lab)
    tabs = page.locator("#jp-main-dock-panel .lm-TabBar-tab")
    document, notebook = tabs.filter(has_text="beside.qdesign"), tabs.filter(has_text=".ipynb")
    cell.click()
    page.keyboard.press("Escape")
    page.keyboard.press("b")
    expect(page.locator(".jp-NotebookPanel .jp-Cell")).to_have_count(3)
    expect(notebook).to_have_class(DIRTY)

    studio.canvas.click(position={"x": 12, "y": 12})
    expect(studio.canvas).to_be_focused()
    before = page.evaluate(CELLS)
    for key in KEYS:
        studio.canvas.focus()
        page.keyboard.press(key)
        assert (key, page.evaluate(FOCUSED)) == (key, True)
        page.keyboard.press("Escape")
    passes(expect_cells, page, "document", "all", before)

    # Each is saved by the same keys, and the other is not.
    studio.type("h")
    expect(document).to_have_class(DIRTY)
    page.keyboard.press("Control+s")
    expect(document).not_to_have_class(DIRTY)
    expect(notebook).to_have_class(DIRTY)
    cell.click()
    shown = drawn(studio)
    for key in ("h", "Backspace", "Control+a", "Delete", "Control+z", "Control+d", "x", "Escape"):
        page.keyboard.press(key)
    for key in ("ArrowDown", "y", "q", "Shift+Q", "f", "c", "v", "x", "Alt+2"):
        page.keyboard.press(key)
    page.keyboard.press("Control+s")
    expect(notebook).not_to_have_class(DIRTY)
    expect(document).not_to_have_class(DIRTY)
    assert drawn(studio) == shown
    eventually(lambda: (lab.folder / "beside.ipynb").read_text().count('"code"') >= 2)
