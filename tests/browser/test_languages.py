"""German, in the studio with Python: every main screen, names of people unchanged, and back."""

import json
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from qdesign.circuit import Circuit
from qdesign.document import Document
from tests.browser.drawing import Drawn
from tests.browser.servers import FileServers, Server

WORDS = Path(__file__).parents[2] / "extension" / "src" / "words"
GERMAN = json.loads((WORDS / "de.json").read_text(encoding="utf-8"))
# 'ansatz' is the name of the drawing here.
ENGLISH = {key for key, own in GERMAN.items() if key != own} - {*GERMAN.values(), "ansatz"}

SEEN = """root => {
  const NAMED = ['title', 'aria-label', 'placeholder'];
  const found = new Set();
  const left = '[translate=no], style, script, code, pre, textarea, .cm-editor, [class^=qd-text-]';
  const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const element = node instanceof Element ? node : node.parentElement;
    if (element.closest(left)) continue;
    if (node instanceof Text) found.add(node.data);
    else for (const name of NAMED) found.add(node.getAttribute(name) ?? '');
  }
  return [...found].map(text => text.trim().split(/[ \\t\\n]+/).join(' '));
}"""


def _left(studio: Drawn) -> list[str]:
    """English of ours that is on the screen."""
    return sorted(ENGLISH & set(studio.root.locator(".qd").first.evaluate(SEEN)))


def _open(page: Page, server: Server, query: str = "?lang=de") -> Drawn:
    page.goto(f"{server.url}{'&' if '?' in server.url else '?'}{query.lstrip('?')}")
    return Drawn(page, page.locator(".qdesign-host")).wait()


def test_the_studio_speaks_german_and_english_again(page: Page, panel: Server) -> None:
    studio = _open(page, panel)
    expect(studio.root.get_by_role("button", name="Vereinfachen").first).to_be_visible()
    assert _left(studio) == []
    studio.type("h", "c", "c")
    expect(studio.root.get_by_text("2 Zwei-Qubit").first).to_be_visible()
    for tab in ("Landschaft", "Kennzahlen", "Beweis", "Schritte", "OpenQASM", "Warteschlange"):
        studio.root.get_by_role("tab", name=tab).click()
        expect(studio.root.get_by_role("tab", name=tab)).to_have_attribute("aria-selected", "true")
        assert _left(studio) == [], tab
    page.keyboard.press("Escape")
    studio.root.get_by_role("button", name="Vereinfachen", exact=True).click()
    assert _left(studio) == []
    studio.root.get_by_role("menuitem", name="Das Beste von allem").click()
    expect(studio.root.get_by_text("0 Zwei-Qubit").first).to_be_visible()
    studio.root.get_by_role("tab", name="Schritte").click()
    expect(studio.root.get_by_text("Vorher und nachher")).to_be_visible()
    assert _left(studio) == []
    studio.root.get_by_role("button", name=re.compile("^Rückgängig")).click()
    expect(studio.root.get_by_text("2 Zwei-Qubit").first).to_be_visible()

    # Commands are found in either language; the page speaks English again, and keeps to it.
    studio.canvas.focus()
    page.keyboard.press("Control+k")
    page.keyboard.type("Language: Eng")
    expect(studio.root.get_by_role("option", name="Sprache: English")).to_be_visible()
    page.keyboard.press("Enter")
    expect(studio.root.get_by_role("button", name="Simplify").first).to_be_visible()
    expect(studio.root.get_by_text("2 two-qubit").first).to_be_visible()
    german = set(GERMAN.values()) - set(GERMAN)
    assert sorted(german & set(studio.root.locator(".qd").first.evaluate(SEEN))) == []


def test_what_people_named_stays_as_they_named_it(page: Page, files: FileServers) -> None:
    names = [key for key in sorted(ENGLISH) if re.fullmatch(r"[A-Z][a-z]+", key)][:60]
    assert {"Add", "Cancel"} < set(names)
    gates = "; ".join(f"ry({name}) {k % 3}" for k, name in enumerate(names))
    document = Document(Circuit.of(3, gates))
    studio = _open(page, files.serve(document, "Undo.qdesign"))
    expect(studio.slider(names[-1])).to_be_attached()
    expect(studio.root.get_by_role("button", name="Optimieren").first).to_be_visible()
    for name in names:
        expect(studio.slider(name)).to_have_attribute("aria-label", name)
    shown = studio.root.locator(".qd-param").evaluate_all(
        "all => all.map(each => each.textContent)"
    )
    assert not [text for text in shown if any(GERMAN[name] in text for name in names)]
    expect(studio.root.locator(".qd-name")).to_have_text("Undo")
