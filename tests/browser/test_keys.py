"""Every command by keys alone: the focus stays in the studio, and undo goes on working."""

import random
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

import qdesign as qd
from qdesign.document import Document
from scripts.campaign import cases
from tests.browser.drawing import Drawn, passes
from tests.browser.hosts import Lab, Panel
from tests.browser.servers import FileServers, Server, eventually

KEYS = "commands by keys, in each view"
CIRCUIT = qd.Circuit.of(3, "h 0; cx 0 1; rz(a) 1; ry(b) 0; cx 1 2")

# The element that has the focus, through shadow roots; "" outside of the studio.
FOCUSED = """() => {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  const within = active?.closest(".qd") && !active.matches(":disabled");
  return within ? active.outerHTML.slice(0, 80) : "";
}"""


def labels(page: Page, studio: Drawn) -> list[str]:
    page.keyboard.press("Control+k")
    found = studio.root.get_by_role("listbox", name="Commands").get_by_role("option")
    expect(found.first).to_be_visible()
    names = [text.split("\n")[0].strip() for text in found.all_inner_texts()]
    page.keyboard.press("Escape")
    return names


def drawn_ids(studio: Drawn) -> list[str]:
    return studio.gates.evaluate_all("all => all.map(each => each.dataset.id)")


def expect_focus(page: Page, name: str) -> None:
    assert (name, page.evaluate(FOCUSED)) != (name, "")


def expect_drawn(studio: Drawn, name: str, ids: list[str]) -> None:
    assert (name, drawn_ids(studio)) == (name, ids)


def test_no_letter_draws_on_a_circuit_that_is_not_on_the_screen(
    page: Page, panel: Server, tmp_path: Path
) -> None:
    studio = Panel(page, panel, tmp_path).open()
    studio.type("h")
    expect(studio.gates).to_have_count(1)
    page.keyboard.press("Alt+2")
    expect(studio.root.locator(".qd-zx .qd-spider").first).to_be_visible()
    studio.type("x", "Delete")
    page.keyboard.press("Alt+1")
    expect(studio.gates).to_have_count(1)
    studio.root.get_by_role("button", name="Send…").click()
    target = studio.root.locator(".qd-target").first
    target.focus()
    target.press("x")
    page.keyboard.press("Escape")
    expect(studio.gates).to_have_count(1)
    studio.type("y")
    expect(studio.gates).to_have_count(2)


@pytest.mark.sized(KEYS)
@pytest.mark.parametrize("shown", ["circuit", "zx"])
def test_the_focus_stays_and_undo_works_after_every_command(
    browser: Browser, files: FileServers, shown: str
) -> None:
    context = browser.new_context(
        viewport={"width": 1400, "height": 900}, permissions=["clipboard-read", "clipboard-write"]
    )
    page = context.new_page()
    # Listened to, a dialog for files does not open.
    page.on("filechooser", lambda _: None)
    try:
        page.goto(files.serve(Document(CIRCUIT)).url)
        studio = Drawn(page, page.locator(".qdesign-host")).wait()
        studio.canvas.focus()
        before = drawn_ids(studio)
        names = labels(page, studio)
        assert len(names) > 40
        for name in random.Random(shown).sample(names, min(cases(KEYS), len(names))):
            studio.canvas.focus()
            page.keyboard.press("ArrowRight")
            page.keyboard.press("x")
            if shown == "zx":
                page.keyboard.press("Alt+2")
            page.keyboard.press("Control+k")
            expect(studio.root.get_by_role("combobox", name="Command")).to_be_focused()
            page.keyboard.type(name)
            page.keyboard.press("Enter")
            # A form that is loaded on request takes the keys once it is there.
            expect(studio.root.get_by_text("Loading…")).to_have_count(0)
            page.keyboard.press("Escape")
            page.keyboard.press("Escape")
            passes(expect_focus, page, name)
            for _ in range(8):
                page.keyboard.press("Control+z")
                passes(expect_focus, page, name)
            page.keyboard.press("Alt+1")
            expect(studio.canvas).to_be_visible()
            passes(expect_drawn, studio, name, before)
    finally:
        context.close()


def test_one_row_of_the_commands_is_lit_and_it_is_what_enter_does(
    shared_page: Page, lab: Server
) -> None:
    studio = Lab(shared_page, lab, "keys").open_tab(Document(qd.Circuit.of(2, "h 0")).dumps())
    studio.type("Control+k")
    dialog = studio.root.get_by_role("dialog", name="Commands")
    lit = dialog.locator('[role="option"][aria-selected="true"]')
    studio.page.keyboard.type("x 1")
    expect(lit).to_have_text(re.compile("^Place x 1"))
    dialog.get_by_role("combobox").fill("zoom")
    dialog.get_by_role("option").nth(2).hover(position={"x": 20, "y": 6})
    dialog.get_by_role("option").nth(2).hover(position={"x": 30, "y": 9})
    expect(lit).to_have_count(1)
    expect(dialog.get_by_role("option").nth(2)).to_have_attribute("aria-selected", "true")
    dialog.get_by_role("combobox").fill("")
    for _ in range(40):
        studio.page.keyboard.press("ArrowDown")
    expect(lit).to_have_count(1)
    expect(lit).to_be_in_viewport()
    dialog.get_by_role("combobox").fill("x 1")
    studio.page.keyboard.press("Enter")
    expect(studio.gates).to_have_count(2)


def test_a_gate_that_is_made_of_others_is_named_at_once(shared_page: Page, lab: Server) -> None:
    studio = Lab(shared_page, lab, "keys").open_tab(
        Document(qd.Circuit.of(2, "h 0; cx 0 1")).dumps()
    )
    studio.type("Control+a", "Control+Shift+g")
    field = studio.root.get_by_label("Name", exact=True)
    expect(field).to_be_focused()
    studio.page.keyboard.type("bell")
    studio.page.keyboard.press("Enter")
    expect(studio.canvas).to_be_focused()
    expect(studio.gates.first).to_have_attribute("aria-label", re.compile("bell"))


def test_enter_and_escape_in_a_field_of_the_panels_keep_the_focus_in_the_studio(
    page: Page, files: FileServers
) -> None:
    named = Document(CIRCUIT, observable=qd.problems.tfim(3).observable)
    server = files.serve(named)
    page.goto(server.url)
    studio = Drawn(page, page.locator(".qdesign-host")).wait()
    inspector = studio.root.get_by_role("complementary", name="Inspector")
    studio.gates.nth(2).click()
    inspector.get_by_title("a: name, range, play").click()
    inspector.get_by_role("button", name="More settings").click()
    inspector.get_by_label("Options of the problem").click()
    inspector.locator(".qd-summary", has_text="Qubits").click()
    expect(inspector.get_by_role("form", name="Problem")).to_be_visible()
    fields = inspector.locator("input:visible:not([type=checkbox]), select:visible")
    # Those that close with the key are last.
    for key in ("Enter", "Escape"):
        for k in reversed(range(fields.count())):
            if k >= fields.count():
                continue
            fields.nth(k).focus()
            page.keyboard.press(key)
            passes(expect_focus, page, f"{key} in field {k}")
    value = inspector.get_by_label("Value of a", exact=True)
    value.fill("0.75")
    value.press("Enter")
    page.keyboard.press("Control+s")
    path = server.folder / "mine.qdesign"
    eventually(lambda: Document.loads(path.read_text(encoding="utf-8")).values["a"] == 0.75)


@pytest.mark.parametrize("key", ["Control+k", "/"])
@pytest.mark.parametrize("width", [1400, 700])
def test_letters_typed_at_once_after_a_key_go_to_the_field_that_it_opens(
    page: Page, files: FileServers, key: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(files.serve(Document(CIRCUIT)).url)
    studio = Drawn(page, page.locator(".qdesign-host")).wait()
    studio.canvas.focus()
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 8})
    page.keyboard.press(key)
    page.keyboard.type("xyzh")
    field = studio.root.locator("input:focus")
    expect(field).to_have_value("xyzh")
    expect(studio.gates).to_have_count(5)
