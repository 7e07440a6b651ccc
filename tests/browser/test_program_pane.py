"""The OpenQASM pane: a code editor in every host, a plain field where nobody can hand it over."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from qdesign.circuit import Circuit
from qdesign.document import Document
from tests.browser.drawing import Drawn, box_of
from tests.browser.hosts import Host, Lab, Notebook, Panel
from tests.browser.servers import TOKEN, FileServers, Server, start_panel


@pytest.fixture(params=["lab", "notebook", "panel"])
def host(
    request: pytest.FixtureRequest, page: Page, lab: Server, panel: Server, tmp_path: Path
) -> Host:
    if request.param == "lab":
        return Lab(page, lab, "program-lab")
    if request.param == "notebook":
        return Notebook(page, lab, "program-notebook")
    return Panel(page, panel, tmp_path)


def opened(studio: Drawn) -> Locator:
    studio.root.get_by_role("tab", name="OpenQASM").click()
    return studio.root.get_by_role("textbox", name="OpenQASM 3")


def middle(place: Locator) -> float:
    box = box_of(place)
    return box["y"] + box["height"] / 2


def test_text_that_cannot_be_read_is_not_called_saved(host: Host, page: Page) -> None:
    studio = host.open()
    badge = studio.root.locator('[data-part="saved"]')
    code = opened(studio)
    expect(studio.root.locator(".cm-editor")).to_be_visible()
    code.click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text("cx q[0]")
    expect(badge).to_have_text("not saved: typed OpenQASM")
    studio.root.get_by_role("tab", name="State").click()
    expect(badge).to_have_text("not saved: typed OpenQASM")
    opened(studio).click()
    page.keyboard.press("Control+End")
    for _ in range(len("cx q[0]")):
        page.keyboard.press("Backspace")
    expect(badge).to_have_text(re.compile("^(saved|not saved|in the notebook)$"))


@pytest.mark.parametrize("host", ["lab", "panel"], indirect=True)
def test_numbers_and_marks_stand_at_their_lines(host: Host, page: Page) -> None:
    studio = host.open()
    studio.type("h", "x")
    code = opened(studio)
    editor = studio.root.locator(".cm-editor")
    expect(editor).to_be_visible()
    code.click()
    page.keyboard.press("Control+End")
    for k in range(40):
        page.keyboard.insert_text(f"rz({k}) q[0];\n")
    page.keyboard.insert_text("\tcx q[0] q[1];")
    status = studio.root.get_by_role("status").filter(has_text="The drawing is the last")
    expect(status).to_contain_text("column")
    mark = editor.locator(".cm-lintRange-error")
    expect(mark).to_be_visible()
    line = editor.locator(".cm-line", has=page.locator(".cm-lintRange-error"))
    expect(line).to_have_text("cx q[0] q[1];")
    said = status.inner_text()
    number = editor.locator(".cm-lineNumbers").get_by_text(said.split("Line ")[1].split(",")[0])
    assert abs(middle(number) - middle(line)) < 2
    before = line.evaluate(
        """(line) => {
          const range = line.ownerDocument.createRange();
          range.setStart(line, 0);
          range.setEndBefore(line.querySelector(".cm-lintRange-error"));
          return range.toString();
        }"""
    )
    assert len(before) + 1 == int(said.split("column ")[1].split(":")[0])


def test_the_pane_undoes_its_own_typing_and_the_drawing_follows(host: Host, page: Page) -> None:
    studio = host.open()
    studio.type("h")
    code = opened(studio)
    expect(studio.root.locator(".cm-editor")).to_be_visible()
    expect(code).to_contain_text("h q[0];")
    code.click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text("x q[0];\n")
    expect(studio.gates).to_have_count(2)
    page.keyboard.press("Control+z")
    expect(studio.gates).to_have_count(1)
    # A change of the drawing arrives in the text.
    page.keyboard.press("Escape")
    expect(studio.canvas).to_be_focused()
    studio.type("z")
    expect(code).to_contain_text("z q[0];")


@pytest.mark.parametrize("host", ["panel"], indirect=True)
def test_an_unreadable_draft_outlives_a_look_at_another_tab(host: Host, page: Page) -> None:
    studio = host.open()
    studio.type("h")
    code = opened(studio)
    expect(studio.root.locator(".cm-editor")).to_be_visible()
    code.click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text("nogate q[0];")
    studio.root.get_by_role("tab", name="State").click()
    studio.root.get_by_role("tab", name="OpenQASM").click()
    expect(code).to_contain_text("nogate q[0];")
    expect(studio.root.locator(".cm-lintRange-error")).to_have_text("nogate")


@pytest.mark.parametrize("host", ["panel"], indirect=True)
def test_a_change_of_the_drawing_sets_unreadable_text_aside(host: Host, page: Page) -> None:
    studio = host.open()
    code = opened(studio)
    expect(studio.root.locator(".cm-editor")).to_be_visible()
    code.click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text("h q[0]; cx q[0]")
    expect(studio.root).to_contain_text("The drawing is the last that could be read.")
    studio.type("x")
    expect(studio.gates).to_have_count(1)
    expect(code).not_to_contain_text("cx q[0]")
    back = studio.root.get_by_role("button", name="Bring back what was typed")
    back.focus()
    page.keyboard.press("Enter")
    expect(back).to_have_count(0)
    expect(code).to_be_focused()
    expect(code).to_contain_text("h q[0]; cx q[0]")
    expect(studio.root).to_contain_text("The drawing is the last that could be read.")
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(", q[1];")
    expect(studio.gates).to_have_count(2)


def test_unreadable_text_outlives_a_reload(host: Host, page: Page) -> None:
    studio = host.open()
    studio.type("h")
    code = opened(studio)
    expect(studio.root.locator(".cm-editor")).to_be_visible()
    code.click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text("nogate q[0];")
    expect(studio.root.locator(".cm-lintRange-error")).to_have_text("nogate")
    if not isinstance(host, Panel):
        # A save is one of the drawing: the text stays.
        host.save(studio)
    studio = host.reopen() if isinstance(host, Notebook) else reloaded(studio)
    offer = studio.root.get_by_role("alert").filter(has_text="OpenQASM typed at")
    gates = 0 if isinstance(host, Panel) else 1
    expect(offer).to_be_visible()
    expect(studio.gates).to_have_count(gates)
    offer.get_by_role("button", name="Bring them back").click()
    expect(code).to_contain_text("nogate q[0];")
    expect(studio.root.locator(".cm-lintRange-error")).to_have_text("nogate")
    expect(studio.gates).to_have_count(1)
    # It is offered once more until it reads, and then no more.
    code.click()
    page.keyboard.press("Control+End")
    for _ in range(len("nogate q[0];")):
        page.keyboard.press("Backspace")
    page.keyboard.insert_text("x q[1];")
    expect(studio.gates).to_have_count(2)
    expect(studio.root.get_by_role("alert").filter(has_text="OpenQASM typed")).to_have_count(0)


def reloaded(studio: Drawn) -> Drawn:
    studio.page.reload()
    return studio.wait()


def test_a_plain_field_serves_when_python_is_gone(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "long.qdesign"
    Document(Circuit.of(2, "; ".join("h 0" for _ in range(60)))).save(path)
    server = start_panel(tmp_path, path)
    page.goto(server.url)
    studio = Drawn(page, page.locator(".qdesign-host")).wait()
    expect(studio.root.get_by_label("Status")).to_contain_text("depth 60")
    # What reads programs comes in idle time; without it there is no word on them.
    studio.root.get_by_role("tab", name="Figures").click()
    expect(studio.root.locator("#qd-pane").get_by_role("table").first).to_be_visible()
    server.stop()
    code = opened(studio)
    expect(code).to_have_js_property("tagName", "TEXTAREA")
    wide = "// " + "a long line " * 40
    code.fill(f"{code.input_value()}\t{wide}\n\tcx q[0] q[1];")
    status = studio.root.get_by_role("status").filter(has_text="The drawing is the last")
    expect(status).to_contain_text("column")
    code.evaluate("(area) => { area.scrollTop = area.scrollHeight; }")
    mark = studio.root.locator(".qd-code mark")
    expect(mark).to_have_text("q")
    # The last line's number and the mark stand at the same height, in view.
    last = studio.root.locator(".qd-code pre").first
    numbers = box_of(last)
    assert abs(numbers["y"] + numbers["height"] - 8 - 9 - middle(mark)) < 2
    box, area = box_of(mark), box_of(code)
    assert area["y"] < box["y"] < area["y"] + area["height"]


PROGRAM = """// Ripple-carry adder, by hand
OPENQASM 2.0;
include "qelib1.inc";
qreg cin[1];   qreg a[2];
/* inputs */
x a[0];  // a = 1
cx a[0],cin[0];
"""


@pytest.fixture(params=["lab", "panel"])
def of_file(request: pytest.FixtureRequest, page: Page) -> tuple[Drawn, Path]:
    """A studio on a program's file, whose lines end as on Windows, with the file."""
    program, name = PROGRAM.replace("\n", "\r\n"), "adder-in-pane.qasm"
    if request.param == "lab":
        lab: Server = request.getfixturevalue("lab")
        path = lab.folder / name
        path.write_bytes(program.encode())
        page.goto(f"{lab.url}lab/workspaces/in-pane/tree/{name}?reset&token={TOKEN}")
        root = page.locator(".qdesign-Studio:visible")
    else:
        files: FileServers = request.getfixturevalue("files")
        server = files.serve(program, "mine.qasm")
        path = server.folder / "mine.qasm"
        page.goto(server.url)
        root = page.locator(".qdesign-host")
    return Drawn(page, root).wait(), path


def shown(studio: Drawn) -> str:
    """The lines of the pane."""
    lines = studio.root.locator(".cm-line").all_inner_texts()
    return "\n".join("" if line == "\n" else line for line in lines)


def test_the_pane_shows_what_a_file_will_hold(of_file: tuple[Drawn, Path], page: Page) -> None:
    studio, path = of_file
    before = path.read_bytes()
    badge = studio.root.locator('[data-part="saved"]')
    studio.root.get_by_role("tab", name="OpenQASM").click()
    code = studio.root.get_by_role("textbox", name="OpenQASM of the file")
    expect(studio.root.locator(".cm-editor")).to_be_visible()
    assert shown(studio) == PROGRAM
    expect(badge).to_have_text("saved")

    # What is drawn comes into its lines.
    studio.type("End", "y")
    expect(code).to_contain_text("y cin[0];")
    assert shown(studio) == PROGRAM + "y cin[0];\n"

    # What is typed is drawn and stays as typed, comments too.
    code.click()
    page.keyboard.press("Control+Home")
    page.keyboard.insert_text("// checked\n")
    page.keyboard.press("Control+End")
    page.keyboard.insert_text("  h   a[1];  // last\n")
    expect(studio.gates).to_have_count(4)
    studio.type("Control+s")
    expect(badge).to_have_text("saved")
    typed = b"y cin[0];\r\n  h   a[1];  // last\r\n"
    assert path.read_bytes() == b"// checked\r\n" + before + typed
    # Undo takes back the edit of the drawing, in its line alone.
    studio.type("Control+z")
    expect(studio.gates).to_have_count(3)
    expect(code).not_to_contain_text("h   a[1]")
    expect(code).to_contain_text("// checked")
    studio.type("Control+s")
    expect(badge).to_have_text("saved")
    assert b"h   a[1]" not in path.read_bytes()
    assert path.read_bytes().startswith(b"// checked\r\n" + before)


def test_typed_lines_that_were_not_saved_come_back(of_file: tuple[Drawn, Path], page: Page) -> None:
    studio, path = of_file
    before = path.read_bytes()
    badge = studio.root.locator('[data-part="saved"]')
    studio.root.get_by_role("tab", name="OpenQASM").click()
    code = studio.root.get_by_role("textbox", name="OpenQASM of the file")
    expect(studio.root.locator(".cm-editor")).to_be_visible()
    code.click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text("  h   a[1];  // last\n")
    expect(studio.gates).to_have_count(3)
    expect(badge).to_have_text("not saved")
    studio.type("End", "y")
    expect(code).to_contain_text("y cin[0];")
    reloaded(studio)
    studio.root.get_by_role("button", name="Bring them back").click()
    expect(studio.gates).to_have_count(4)
    studio.type("Control+s")
    expect(badge).to_have_text("saved")
    assert path.read_bytes() == before + b"  h   a[1];  // last\r\n  y cin[0];\r\n"


def test_a_comment_alone_is_an_edit_of_a_file(of_file: tuple[Drawn, Path], page: Page) -> None:
    studio, path = of_file
    before = path.read_bytes()
    badge = studio.root.locator('[data-part="saved"]')
    studio.root.get_by_role("tab", name="OpenQASM").click()
    code = studio.root.get_by_role("textbox", name="OpenQASM of the file")
    expect(studio.root.locator(".cm-editor")).to_be_visible()
    code.click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text("// no more\n")
    expect(badge).to_have_text("not saved")
    studio.type("Control+s")
    expect(badge).to_have_text("saved")
    assert path.read_bytes() == before + b"// no more\r\n"
    # A fault stands at the line that it has in the file.
    code.click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text("cx a[0] a[1];")
    expect(studio.root.get_by_role("status").filter(has_text="Line 9, column")).to_be_visible()
    line = studio.root.locator(".cm-line", has=page.locator(".cm-lintRange-error"))
    expect(line).to_have_text("cx a[0] a[1];")
    expect(badge).to_have_text("not saved: typed OpenQASM")


def test_what_is_pasted_into_the_text_goes_there_alone(page: Page, panel: Server) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(panel.url)
    studio = Drawn(page, page.locator(".qdesign-host")).wait()
    studio.type("h", "ArrowRight", "y")
    code = opened(studio)
    expect(studio.root.locator(".cm-editor")).to_be_visible()
    program = 'OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit[3] q;\nx q[0];\nz q[2];\n'
    page.evaluate("(text) => navigator.clipboard.writeText(text)", program)
    code.click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+v")
    expect(studio.gates).to_have_text(["X", "Z"])
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+c")
    page.wait_for_function(
        "(text) => navigator.clipboard.readText().then((now) => now.trim() === text.trim())",
        arg=program,
    )
