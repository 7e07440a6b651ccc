"""Diagrams of other tools: opened, dropped, pasted, taken elsewhere, not rewritten unasked."""

import json
import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

import qdesign as qd
from qdesign import Document
from qdesign.convert import pyzx_json
from tests.browser.drawing import Drawn, box_of
from tests.browser.servers import FileServers, Server
from tests.browser.test_exports import choose, downloaded
from tests.browser.test_incoming import TRANSFER
from tests.notation import diagram

GADGET = qd.zx.layout(diagram("in0 - Z(pi/4) = X(a) - out0"))
LOOSE = qd.zx.layout(diagram("in0 - Z(a) - X(pi) - out0\nin1 - Z"))


def spiders(studio: Drawn) -> int:
    studio.root.locator(".qd-zx .qd-spider").first.wait_for()
    return studio.root.locator(".qd-zx .qd-spider").count()


def test_exports_of_a_diagram_give_its_circuit_or_say_why_not(
    page: Page, files: FileServers, tmp_path: Path
) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(files.serve(Document(GADGET)).url)
    studio = Drawn(page, page.locator(".qdesign-host")).wait()
    text = downloaded(studio, "OpenQASM 3 .qasm", tmp_path).decode()
    assert qd.equivalent(qd.qasm.loads(text), GADGET).equal
    expect(studio.root.get_by_label("Status")).to_contain_text("extracted from this diagram")
    for item, begins in (("Qiskit", "QuantumCircuit"), ("Quantikz", "quantikz")):
        choose(studio, item)
        holds = f"navigator.clipboard.readText().then((text) => text.includes('{begins}'))"
        page.wait_for_function(holds)
    assert pyzx_json.loads(downloaded(studio, "ZXLive diagram", tmp_path).decode()).num_spiders == 2
    assert qd.zx.from_tikz(downloaded(studio, "TikZ diagram", tmp_path).decode()).num_spiders == 2

    page.goto(files.serve(Document(LOOSE)).url)
    studio = Drawn(page, page.locator(".qdesign-host")).wait()
    studio.root.get_by_role("button", name="Export").first.click()
    studio.root.get_by_role("menuitem", name="OpenQASM 3 .qasm").click()
    why = studio.root.get_by_role("alert").filter(has_text=re.compile("OpenQASM: .* 2 inputs"))
    expect(why).to_be_visible()


def test_a_diagram_is_pasted_into_a_diagram_beside_the_pointer(
    page: Page, files: FileServers
) -> None:
    page.goto(files.serve(Document(GADGET)).url)
    studio = Drawn(page, page.locator(".qdesign-host")).wait()
    drawing = studio.root.locator("svg.qd-zx")
    before = spiders(studio)
    drawing.hover(position={"x": 300, "y": 120})
    for text in (pyzx_json.dumps(GADGET), qd.zx.to_tikz(GADGET)):
        drawing.evaluate(TRANSFER, ["paste", "", text])
        expect(studio.root.locator(".qd-zx .qd-spider")).to_have_count(before + 4)
        expect(studio.root.locator(".qd-zx .qd-spider .qd-ring")).to_have_count(4)
        near = box_of(studio.root.locator(".qd-zx .qd-spider .qd-ring").first)
        assert abs(near["x"] - box_of(drawing)["x"] - 300) < 300
        assert abs(near["y"] - box_of(drawing)["y"] - 120) < 200
        studio.type("Control+z")
        expect(studio.root.locator(".qd-zx .qd-spider")).to_have_count(before)
    drawing.evaluate(TRANSFER, ["drop", "bell.qasm", "OPENQASM 3.0; qubit q; U(0,0,1) q;"])
    studio.root.get_by_role("button", name="Add to the drawing").click()
    expect(studio.root.locator(".qd-zx .qd-spider .qd-ring").nth(2)).to_be_visible()


def test_a_zxlive_file_opens_in_jupyterlab_and_is_not_rewritten_unasked(
    open_lab: Callable[..., Page], lab: Server
) -> None:
    path = lab.folder / "gadget.zxg"
    text = json.dumps(json.loads(pyzx_json.dumps(GADGET)), indent=1)
    path.write_text(text)
    page = open_lab(path.name, workspace="zxg")
    studio = Drawn(page, page.locator(".qdesign-Studio:visible")).wait()
    assert spiders(studio) == 4
    studio.root.locator(".qd-zx .qd-spider[data-kind=X]").click()
    page.keyboard.press("Delete")
    question = page.locator(".jp-Dialog")
    expect(question).to_contain_text("holds a diagram alone")
    assert path.read_text() == text
    question.get_by_role("button", name="Rewrite the file").click()
    page.keyboard.press("Control+s")
    expect(studio.root.locator('[data-part="saved"]')).to_have_text("saved")
    assert qd.zx.load(path).num_spiders == 1
