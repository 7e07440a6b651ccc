"""Circuits from elsewhere, dropped on the studio as files or pasted into it."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from qdesign import qasm
from qdesign.circuit import Circuit
from qdesign.document import Document
from tests.browser.drawing import Drawn
from tests.browser.hosts import Host, Lab, Notebook, Panel
from tests.browser.servers import Server

QUIRK = 'https://algassert.com/quirk#circuit={"cols":[["H"],["•","X"],["Z^¼"]]}'
QISKIT = """from qiskit import QuantumCircuit
qc = QuantumCircuit(2)
qc.h(0)
qc.cx(0, 1)
"""
QUIRK_JSON = QUIRK.split("#circuit=")[1]
PROGRAM = 'OPENQASM 3.0; include "stdgates.inc"; qubit[2] q; s q[0];'
EMPTY = Document(Circuit(2)).dumps()
SOME = Document(Circuit.of(2, "rz(g_0) 0; rx(theta) 1")).dumps()
TRANSFER = """(root, [kind, name, text]) => {
    const data = new DataTransfer();
    if (kind === "drop") data.items.add(new File([text], name));
    else data.setData("text/plain", text);
    const given = { bubbles: true, cancelable: true, composed: true };
    root.dispatchEvent(kind === "drop" ? new DragEvent("drop", { ...given, dataTransfer: data })
        : new ClipboardEvent("paste", { ...given, clipboardData: data }));
}"""


@pytest.fixture
def some(page: Page, lab: Server) -> Drawn:
    return Lab(page, lab, "incoming").open(SOME)


def give(studio: Drawn, text: str, *, file: str = "") -> None:
    studio.canvas.evaluate(TRANSFER, ["drop" if file else "paste", file, text])


@pytest.mark.parametrize("file", ["bell.py", ""])
def test_qiskit_code_fills_an_empty_drawing(page: Page, lab: Server, file: str) -> None:
    studio = Lab(page, lab, "incoming-empty").open(EMPTY)
    give(studio, QISKIT, file=file)
    expect(studio.gates).to_have_count(2)
    studio.type("Control+z")
    expect(studio.gates).to_have_count(0)


def test_a_circuit_of_quirk_goes_beside_the_gates_or_in_their_place(
    some: Drawn, page: Page
) -> None:
    give(some, QUIRK)
    expect(some.gates).to_have_count(2)
    some.root.get_by_role("button", name="Insert at the cursor").click()
    expect(some.gates).to_have_count(5)
    some.type("Control+z")
    expect(some.gates).to_have_count(2)
    give(some, QUIRK)
    # What it would change is seen before, and the question stays.
    some.root.get_by_role("alert").get_by_role("button", name="Compare").click()
    compared = some.root.get_by_role("region", name="Compare", exact=True)
    expect(compared.get_by_role("status")).to_have_text(re.compile("3 gates removed, .*2 added"))
    page.keyboard.press("Escape")
    some.root.get_by_role("button", name="Replace the drawing").click()
    expect(some.gates).to_have_count(3)
    some.type("Control+z")
    expect(some.gates).to_have_count(2)


def test_a_pasted_gate_keeps_its_meaning_beside_one_of_its_name(page: Page, lab: Server) -> None:
    head = 'OPENQASM 3.0;\ninclude "stdgates.inc";\n'
    own = head + "gate pair a, b { x a; h b; }\nqubit[2] q;\npair q[0], q[1];\n"
    place = Lab(page, lab, "incoming-gates")
    studio = place.open(Document(qasm.loads(own)).dumps())
    give(studio, own.replace("x a; h b;", "z a; cx a, b;"))
    expect(studio.gates).to_have_count(2)
    give(studio, own)
    expect(studio.gates).to_have_count(3)
    body = Document.loads(place.save(studio)).body
    assert isinstance(body, Circuit)
    assert [gate.name for gate in body.gates] == ["pair", "pair_1"]
    names = [operation.gate for operation in body.flat().plain_operations]
    assert sorted(names) == ["cx", "h", "h", "x", "x", "z"]


def test_a_dropped_file_that_cannot_be_read_is_refused_by_name(some: Drawn) -> None:
    give(some, f"{QISKIT}import os\n", file="bad.py")
    alert = some.root.get_by_role("alert").filter(has_text="'bad.py' is not taken. Line 5")
    expect(alert).to_be_visible()
    expect(some.gates).to_have_count(2)


@pytest.fixture(params=["notebook", "panel"])
def host(
    request: pytest.FixtureRequest, page: Page, lab: Server, panel: Server, tmp_path: Path
) -> Host:
    if request.param == "notebook":
        return Notebook(page, lab, "incoming-notebook")
    return Panel(page, panel, tmp_path)


def test_all_texts_are_pasted_and_dropped_beside_a_kernel_and_in_panel(host: Host) -> None:
    studio = host.open()
    give(studio, QISKIT)
    expect(studio.gates).to_have_count(2)
    give(studio, PROGRAM)
    expect(studio.gates).to_have_count(3)
    insert = studio.root.get_by_role("button", name="Insert at the cursor")
    for text, count in ((QUIRK, 6), (SOME, 8)):
        give(studio, text)
        insert.click()
        expect(studio.gates).to_have_count(count)
    replace = studio.root.get_by_role("button", name="Replace the drawing")
    files = {"a.qasm": (PROGRAM, 1), "a.json": (QUIRK_JSON, 3), "a.py": (QISKIT, 2)}
    for name, (text, count) in {**files, "a.qdesign": (SOME, 2), "b.qasm": (PROGRAM, 1)}.items():
        give(studio, text, file=name)
        expect(studio.root.get_by_role("alert").filter(has_text=f"{name} is read")).to_be_visible()
        replace.click()
        expect(studio.gates).to_have_count(count)


def test_panel_opens_what_can_be_read(page: Page, panel: Server, tmp_path: Path) -> None:
    studio = Panel(page, panel, tmp_path).open()
    for name, text, count in (("a.json", QUIRK_JSON, 3), ("a.py", QISKIT, 2)):
        (tmp_path / name).write_text(text)
        with page.expect_file_chooser() as chooser:
            page.get_by_role("button", name="Open…").click()
        accepted = chooser.value.element.get_attribute("accept")
        assert accepted is not None
        assert Path(name).suffix in accepted.split(",")
        chooser.value.set_files(tmp_path / name)
        expect(studio.gates).to_have_count(count)


def test_without_python_it_is_said_what_needs_it(page: Page, lab: Server) -> None:
    studio = Notebook(page, lab, "incoming-alone").open()
    page.evaluate("() => window.jupyterapp.shell.currentWidget.context.sessionContext.shutdown()")
    for text, name in ((QUIRK_JSON, "a.json"), (QISKIT, "a.py")):
        give(studio, text, file=name)
        alert = studio.root.get_by_role("alert").filter(has_text=f"'{name}' is not taken")
        expect(alert).to_contain_text("read by Python, which does not answer here")
