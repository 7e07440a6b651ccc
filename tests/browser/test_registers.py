"""Registers in the studio: names at the wires, the list of them, the program that follows."""

import pytest
from playwright.sync_api import Locator, Page, expect

from qdesign import Circuit, Document, qasm
from tests.browser.drawing import Drawn
from tests.browser.hosts import DIRTY, Lab
from tests.browser.servers import TOKEN, Server, eventually

PROGRAM = """OPENQASM 3.0; // by hand
include "stdgates.inc";
qubit[2] a; // inputs
qubit[1] sum;
bit[1] m;
bit[2] flags;
h a[0];
flags[1] = measure a[0];
if (flags[1]) { x sum[0]; } // corrected
"""


@pytest.fixture
def page(shared_page: Page) -> Page:
    return shared_page


def label(studio: Drawn, name: str) -> Locator:
    return studio.root.locator(".qd-label").get_by_text(name, exact=True)


def field(studio: Drawn, name: str) -> Locator:
    return studio.root.get_by_label(name, exact=True)


def named(text: str) -> Circuit:
    body = Document.loads(text).body
    assert isinstance(body, Circuit)
    return body


def test_registers_are_edited_and_undone(page: Page, lab: Server) -> None:
    host = Lab(page, lab, "registers")
    studio = host.open_tab(Document(qasm.loads(PROGRAM)).dumps())
    expect(label(studio, "sum[0]")).to_be_attached()

    studio.type("Control+Alt+r")
    expect(field(studio, "Name of the register a")).to_be_focused()
    page.keyboard.type("left")
    page.keyboard.press("Tab")
    expect(label(studio, "left[1]")).to_be_attached()

    field(studio, "Number of qubits in left").fill("3")
    page.keyboard.press("Tab")
    expect(label(studio, "left[2]")).to_be_attached()
    field(studio, "Number of bits in flags").fill("1")
    page.keyboard.press("Tab")
    said = studio.root.locator('[data-part="qubits"]').get_by_role("alert")
    expect(said).to_contain_text("flags[1] is used by 1 measurement and 1 condition.")
    expect(field(studio, "Number of bits in flags")).to_have_value("2")

    studio.root.get_by_role("button", name="Move flags up").click()
    studio.root.get_by_label("Add a register of qubits").click()
    page.keyboard.type("anc")
    page.keyboard.press("Tab")
    expect(label(studio, "anc[0]")).to_be_attached()

    body = named(host.save(studio))
    assert body.qubit_registers == {"left": (0, 1, 2), "sum": (3,), "anc": (4,)}
    assert body.registers == {"flags": (0, 1), "m": (2,)}
    (condition,) = body.flat().plain_operations[-1].conditions
    assert condition.clbits == (1,)

    studio.type(*["Control+z"] * 5)
    expect(label(studio, "a[1]")).to_be_attached()
    assert named(host.save(studio)).qubit_registers == {"a": (0, 1), "sum": (2,)}


def test_a_program_follows_its_registers(page: Page, lab: Server) -> None:
    path = lab.folder / "registers.qasm"
    path.write_text(PROGRAM)
    page.goto(f"{lab.url}lab/workspaces/regs/tree/{path.name}?token={TOKEN}")
    studio = Drawn(page, page.locator(".qdesign-Studio:visible")).wait()
    studio.type("Control+Alt+r")
    expect(field(studio, "Name of the register a")).to_be_focused()
    page.keyboard.type("left")
    page.keyboard.press("Tab")
    field(studio, "Number of qubits in sum").fill("2")
    page.keyboard.press("Tab")
    expect(label(studio, "sum[1]")).to_be_attached()
    studio.type("Control+s")
    tab = page.locator("#jp-main-dock-panel .lm-TabBar-tab.jp-mod-current")
    expect(tab).not_to_have_class(DIRTY)
    after = PROGRAM.replace("qubit[2] a;", "qubit[2] left;").replace("a[0]", "left[0]")
    eventually(lambda: path.read_text() == after.replace("qubit[1] sum", "qubit[2] sum"))
