"""Names from a document are text in every host, never markup."""

import base64
import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, expect

from qdesign.document import Document
from tests.browser.drawing import Drawn
from tests.browser.hosts import Lab, Notebook
from tests.browser.servers import Server, start_lab, start_panel

ATTACK = "<img src=x onerror=window.pwned=1>"
TEX = r"\write18{touch pwned} $\input{x}$ \tikz\draw;"
SCRIPT = "<svg onload=window.pwned=2><script>window.pwned=3</script></svg>"


def attack() -> str:
    """A document with markup in every name that a person or a file can choose."""
    inner = {"i": {"gate": "h", "qubits": [0], "column": 0}}
    turn = {"gate": "ry", "qubits": [0], "angles": [f"`{ATTACK}`"], "column": 0}
    data = {
        "format": "qdesign",
        "version": 1,
        "parameters": [
            {"name": ATTACK, "value": 0.5, "low": -3, "high": 3, "step": 0.01},
            {"name": SCRIPT, "value": 0.25, "low": -3, "high": 3, "step": 0.01},
        ],
        "observable": {"ZZ": -1.0, "XI": 0.5},
        "body": {
            "kind": "circuit",
            "qubits": [ATTACK, TEX],
            "clbits": 0,
            "gates": {SCRIPT: {"qubits": 1, "parameters": [], "operations": inner}},
            "operations": {
                "o1": turn,
                "o2": {"gate": SCRIPT, "qubits": [1], "column": 0},
                "o3": {"gate": "rx", "qubits": [1], "angles": [f"`{SCRIPT}`"], "column": 1},
                "b1": {
                    "name": ATTACK,
                    "count": 2,
                    "column": 2,
                    "operations": {"k": {"gate": "cx", "qubits": [0, 1], "column": 0}},
                },
            },
        },
        "layout": {
            "displays": {
                f"d{k}": {"kind": kind, "qubits": [0], "column": 1}
                for k, kind in enumerate(("bloch", "probabilities", "expectation", "density"))
            }
        },
        "history": [{"title": ATTACK, "verdict": SCRIPT}],
    }
    text = json.dumps(data)
    assert Document.loads(text).values == {ATTACK: 0.5, SCRIPT: 0.25}
    return text


def expect_no_markup(page: Page) -> None:
    """No name became an element, in shadow roots neither, and nothing ran."""
    for selector in ("img[src=x]", "script:has-text('pwned')", "svg[onload]", "[onerror]"):
        expect(page.locator(selector)).to_have_count(0)
    assert page.evaluate("window.pwned") is None


def expect_text_only(studio: Drawn) -> None:
    """The names are shown in every view, and nothing ran."""
    root, page = studio.root, studio.page
    expect(studio.gates.first).to_be_visible()
    expect(studio.slider(ATTACK)).to_be_visible()
    for tab in root.get_by_role("tab").all():
        tab.click()
        expect(tab).to_have_attribute("aria-selected", "true")
        expect_no_markup(page)
    root.get_by_role("tab", name="Landscape").click()
    expect(root.get_by_role("tabpanel")).to_contain_text("onerror")
    studio.slider(SCRIPT).hover()
    for gate in studio.gates.all():
        gate.click(force=True)
    expect_no_markup(page)
    root.get_by_role("button", name="ZX", exact=True).click()
    expect(root.locator("[data-part=zx]")).to_be_visible()
    expect_no_markup(page)
    root.get_by_role("button", name="Circuit", exact=True).click()
    expect(studio.gates.first).to_be_visible()


def expect_text_only_in_the_queue(studio: Drawn) -> None:
    """A job that is called like the document, and like markup."""
    root = studio.root
    root.get_by_role("button", name="Send…").click()
    root.locator(".qd-target", has_text="Ideal").first.click()
    root.get_by_role("button", name="Send to Ideal").click()
    job = root.locator("[data-part=jobs] .qd-job")
    expect(job).to_contain_text("COMPLETED")
    expect(job).to_contain_text("onerror")
    job.locator(".qd-job-name").click()
    expect(root.get_by_role("region", name="Counts of")).to_be_visible()
    expect_no_markup(studio.page)


def test_names_are_text_in_jupyterlab_and_its_list_of_jobs(page: Page, tmp_path: Path) -> None:
    server = start_lab(tmp_path)
    try:
        place = Lab(page, server, "attack")
        # The name of a file is a name too; a slash would be a folder.
        place.path = tmp_path / f"{ATTACK}.qdesign"
        studio = place.open(attack())
        expect_text_only(studio)
        expect_text_only_in_the_queue(studio)
        page.locator(".jp-SideBar .lm-TabBar-tab[data-id=qdesign-jobs]").click()
        expect(page.locator("#qdesign-jobs")).to_contain_text("onerror")
        expect_no_markup(page)
    finally:
        server.stop()


class Elements(HTMLParser):
    """Elements of a page, with what could run in them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.attributes: list[tuple[str, str]] = []
        self.scripts: list[str] = []
        self._in_script = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(name, value or "") for name, value in attrs]
        self._in_script = tag == "script"

    def handle_data(self, data: str) -> None:
        if self._in_script:
            self.scripts.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._in_script = False


def test_names_are_text_in_a_notebook_and_in_its_copy_as_html(page: Page, lab: Server) -> None:
    setup = f"studio = qd.Studio(qd.Document.loads({attack()!r}), name={ATTACK!r})"
    place = Notebook(page, lab, "attack-nb")
    studio = place.open(setup)
    expect_text_only(studio)
    place.save(studio)
    command = [sys.executable, "-m", "nbconvert", "--to", "html", "--log-level=ERROR"]
    subprocess.run([*command, "attack-nb.ipynb"], cwd=lab.folder, check=True, timeout=120)
    text = (lab.folder / "attack-nb.html").read_text(encoding="utf-8")
    found = Elements(text)
    assert not any(name.startswith("on") and "pwned" in value for name, value in found.attributes)
    assert not any("pwned" in script for script in found.scripts)
    coded = re.findall(r"data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)", text)
    pictures = [ElementTree.fromstring(base64.b64decode(part)) for part in coded]
    drawn = [picture for picture in pictures if "Circuit on 2 qubits" in (picture[0].text or "")]
    assert drawn, "the copy holds the picture"
    tags = {element.tag.rpartition("}")[2] for element in drawn[0].iter()}
    assert tags <= {"svg", "title", "rect", "line", "circle", "text", "g", "path"}


def test_names_are_text_in_panel(page: Page, tmp_path: Path) -> None:
    path = tmp_path / f"{ATTACK}.qdesign"
    path.write_text(attack(), encoding="utf-8")
    server = start_panel(tmp_path, path)
    try:
        page.goto(server.url)
        studio = Drawn(page, page.locator(".qdesign-host")).wait()
        expect_text_only(studio)
        expect_text_only_in_the_queue(studio)
    finally:
        server.stop()


@pytest.mark.parametrize("name", ["<img src=x onerror=window.pwned=1>.qasm"])
def test_a_file_that_is_refused_is_named_as_text(page: Page, panel: Server, name: str) -> None:
    page.goto(panel.url)
    Drawn(page, page.locator(".qdesign-host")).wait()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Open…").click()
    chooser.value.set_files(
        [
            {
                "name": name,
                "mimeType": "text/plain",
                "buffer": b"OPENQASM 3;\nqubit q;\n<b>x</b> q;\n",
            }
        ]
    )
    said = page.get_by_role("alert").filter(has_text="Line 3")
    expect(said).to_be_visible()
    assert page.evaluate("window.pwned") is None
