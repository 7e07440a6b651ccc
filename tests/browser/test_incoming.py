"""Circuits from elsewhere, dropped on the studio as files or pasted into it."""

import re

import pytest
from playwright.sync_api import Page, expect

from qdesign.circuit import Circuit
from qdesign.document import Document
from tests.browser.drawing import Drawn
from tests.browser.hosts import Lab
from tests.browser.servers import Server

QUIRK = 'https://algassert.com/quirk#circuit={"cols":[["H"],["•","X"],["Z^¼"]]}'
QISKIT = """from qiskit import QuantumCircuit
qc = QuantumCircuit(2)
qc.h(0)
qc.cx(0, 1)
"""
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


def test_a_dropped_file_that_cannot_be_read_is_refused_by_name(some: Drawn) -> None:
    give(some, f"{QISKIT}import os\n", file="bad.py")
    alert = some.root.get_by_role("alert").filter(has_text="'bad.py' is not taken. Line 5")
    expect(alert).to_be_visible()
    expect(some.gates).to_have_count(2)
