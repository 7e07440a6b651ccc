"""The three hosts as a person uses them: open an empty document, keep it, open it again."""

import json
import re
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

import nbformat
from playwright.sync_api import Page, expect

from tests.browser.drawing import Drawn
from tests.browser.servers import TOKEN, Server, eventually

DIRTY = re.compile("jp-mod-dirty")
KERNEL = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
# How many entries the page's journal has.
JOURNALED = """() => new Promise((tell, fail) => {
  const opened = indexedDB.open("qdesign");
  opened.onerror = fail;
  opened.onsuccess = () => {
    const asked = opened.result.transaction("journal").objectStore("journal").count();
    asked.onerror = fail;
    asked.onsuccess = () => { opened.result.close(); tell(asked.result); };
  };
})"""
# Opens a document in place of all tabs, which go unasked; the launcher stands in meanwhile.
IN_PLACE = """async (path) => {
  const { commands, shell } = window.jupyterapp;
  const stand_in = await commands.execute("launcher:create");
  for (const each of [...shell.widgets("main")]) if (each !== stand_in) each.dispose();
  await commands.execute("docmanager:open", { path });
  stand_in.dispose();
}"""


class Host(Protocol):
    """A host on a page: opens an empty document, keeps it, opens it again."""

    def open(self) -> Drawn: ...

    def save(self, studio: Drawn) -> str:
        """Saves as a person does; returns the text that Python has then."""
        ...

    def reopen(self) -> Drawn: ...


class Lab:
    def __init__(self, page: Page, server: Server, name: str) -> None:
        self.page, self.server, self.name = page, server, name
        self.path = server.folder / f"{name}.qdesign"

    def _at(self, path: str) -> Drawn:
        root = f"{self.server.url}lab/workspaces/{self.name}"
        self.page.goto(f"{root}/tree/{quote(path)}?token={TOKEN}")
        return Drawn(self.page, self.page.locator(".qdesign-Studio:visible")).wait()

    def open(self, text: str = "") -> Drawn:
        self.path.write_text(text, encoding="utf-8")
        return self._at(self.path.name)

    def open_tab(self, text: str | None, name: str = "") -> Drawn:
        """Opens a document in place of what the page has, as it is on disk where `text` is None."""
        number = len(list(self.server.folder.glob(f"{self.name}-*.qdesign")))
        name = name or f"{self.name}-{number}.qdesign"
        self.path = self.server.folder / name
        if text is not None:
            self.path.write_text(text, encoding="utf-8")
        root = f"{self.server.url}lab"
        if not self.page.url.startswith(root):
            self.page.goto(f"{root}/workspaces/{self.name}?reset&token={TOKEN}")
            self.page.wait_for_function("window.jupyterapp?.restored.then(() => true)")
        self.page.evaluate(IN_PLACE, name)
        self.page.wait_for_function(
            "(path) => window.jupyterapp.shell.currentWidget?.context?.path === path", arg=name
        )
        shown = self.page.evaluate("window.jupyterapp.shell.currentWidget.id")
        return Drawn(self.page, self.page.locator(f"[id='{shown}'] .qdesign-Studio")).wait()

    def save(self, studio: Drawn) -> str:
        tab = self.page.locator("#jp-main-dock-panel .lm-TabBar-tab.jp-mod-current")
        studio.type("Control+s")
        expect(tab).not_to_have_class(DIRTY)
        text = self.page.evaluate("window.jupyterapp.shell.currentWidget.context.model.toString()")
        eventually(lambda: self.path.read_text(encoding="utf-8") == text)
        return text

    def reopen(self) -> Drawn:
        self.page.reload()
        return Drawn(self.page, self.page.locator(".qdesign-Studio:visible")).wait()


class Notebook:
    def __init__(self, page: Page, server: Server, name: str) -> None:
        self.page, self.server, self.name = page, server, name
        self.kept = server.folder / f"{name}.json"

    def open(self, setup: str = "studio = qd.Studio()") -> Drawn:
        notebook = nbformat.v4.new_notebook(metadata={"kernelspec": KERNEL})
        notebook.cells = [
            nbformat.v4.new_code_cell(f"import qdesign as qd\n{setup}\nstudio"),
            nbformat.v4.new_code_cell(
                f"open({str(self.kept)!r}, 'w').write(studio.document.dumps())"
            ),
        ]
        nbformat.write(notebook, self.server.folder / f"{self.name}.ipynb")
        self.visit()
        self.page.locator(".jp-CodeCell .cm-content").first.click()
        self.page.keyboard.press("Shift+Enter")
        return self._studio()

    def visit(self) -> None:
        """Opens the notebook as it is on disk, and waits for its kernel."""
        url = f"{self.server.url}lab/workspaces/{self.name}/tree/{self.name}.ipynb?token={TOKEN}"
        self.page.goto(url)
        expect(self.page.locator("#jp-bottom-panel")).to_contain_text("| Idle")

    def _studio(self) -> Drawn:
        return Drawn(self.page, self.page.locator(".jp-NotebookPanel .qdesign-host")).wait()

    def save(self, studio: Drawn) -> str:
        self.kept.unlink(missing_ok=True)
        self.page.locator(".jp-CodeCell").nth(1).locator(".cm-content").click()
        self.page.keyboard.press("Shift+Enter")
        eventually(lambda: self.kept.exists() and self.kept.stat().st_size > 0)
        self.page.keyboard.press("Control+s")
        saved = self.server.folder / f"{self.name}.ipynb"
        eventually(lambda: "application/vnd.jupyter.widget-view+json" in saved.read_text())
        return self.kept.read_text(encoding="utf-8")

    def reopen(self) -> Drawn:
        self.page.reload()
        return self._studio()


def run(page: Page, code: str) -> None:
    """Runs code in the notebook's kernel, beside its cells."""
    page.evaluate(
        """async (code) => {
          const { sessionContext } = window.jupyterapp.shell.currentWidget.context;
          await sessionContext.session.kernel.requestExecute({ code }).done;
        }""",
        code,
    )


def ask(page: Page, folder: Path, expression: str) -> Any:
    """The value of an expression in the kernel."""
    path = folder / "asked.json"
    path.unlink(missing_ok=True)
    run(page, f"import json; open({str(path)!r}, 'w').write(json.dumps({expression}))")
    eventually(lambda: path.exists() and path.stat().st_size > 0)
    return json.loads(path.read_text())


class Panel:
    def __init__(self, page: Page, server: Server, folder: Path) -> None:
        self.page, self.server = page, server
        self.path = folder / "kept.qdesign"

    def open(self) -> Drawn:
        self.page.goto(self.server.url)
        return Drawn(self.page, self.page.locator(".qdesign-host")).wait()

    def save(self, studio: Drawn) -> str:
        # Not by the key, which saves the file that the server opened, where it opened one.
        studio.canvas.focus()
        with self.page.expect_download() as download:
            self.page.get_by_role("button", name="Download .qdesign").click()
        download.value.save_as(self.path)
        return self.path.read_text(encoding="utf-8")

    def reopen(self) -> Drawn:
        """A new session starts empty; the file brings the drawing back."""
        studio = self.open()
        with self.page.expect_file_chooser() as chooser:
            self.page.get_by_role("button", name="Open…").click()
        chooser.value.set_files(self.path)
        return studio
