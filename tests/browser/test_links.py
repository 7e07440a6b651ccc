"""Split: what is chosen in one half lights what it belongs to in the other, through rewrites."""

import pytest
from playwright.sync_api import Locator, Page, expect

import qdesign as qd
from qdesign.document import Document
from qdesign.proofs.proof import Proof
from tests.browser.drawing import Drawn, box_of, passes
from tests.browser.servers import FileServers

CIRCUIT = qd.Circuit.of(3, "rz(a) 0; t 0; cx 0 1; h 2; rx(b) 1; x 2; x 2; h 2; cx 1 2; rzz(c) 0 1")
SIZES = {"wide": (1440, 900), "narrow": (853, 1000), "phone": (375, 812)}


def proved() -> Document:
    """The circuit as a diagram in which its first gates are one spider."""
    proof = Proof(CIRCUIT)
    proof.to_diagram()
    proof.everywhere("fuse")
    proof.everywhere("remove_identity")
    return Document(proof.start).with_proof(proof)


def expect_whole(half: Locator) -> None:
    outside = half.evaluate(
        """half => {
          const frame = half.getBoundingClientRect();
          return [...half.querySelectorAll(".qd-gate, .qd-disk")].filter(shape => {
            const box = shape.getBoundingClientRect();
            return box.left < frame.left || box.right > frame.right || box.bottom > frame.bottom;
          }).length;
        }"""
    )
    assert outside == 0


def opened(page: Page, files: FileServers, document: Document) -> Drawn:
    page.goto(files.serve(document).url)
    studio = Drawn(page, page.locator(".qdesign-host")).wait()
    studio.root.get_by_role("button", name="Split").click()
    return studio


@pytest.mark.parametrize("size", SIZES)
def test_a_circuit_and_its_diagram_are_whole_and_linked(
    page: Page, files: FileServers, size: str
) -> None:
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    studio = opened(page, files, Document(CIRCUIT))
    circuit = studio.root.locator(".qd-half").first
    diagram = studio.root.locator(".qd-half .qd-zx")
    words = studio.root.locator(".qd-bus-words")
    expect(diagram.locator(".qd-spider").first).to_be_visible()
    for half in (circuit, diagram):
        passes(expect_whole, half)
    # From the gate to its spiders, and back.
    circuit.locator("[data-id=o3]").click()
    expect(words).to_have_text("1 gate → 2 spiders")
    expect(diagram.locator(".qd-ring")).to_have_count(2)
    diagram.locator("[data-spider=s3]").click()
    expect(words).to_have_text("1 gate → 1 spider")
    expect(circuit.locator("[data-id=o1] .qd-ring")).to_have_count(1)
    circuit.locator("[data-id=o4]").click()
    expect(words).to_have_text("1 gate → 1 edge")
    # Looked at, it moves and zooms, and a drag chooses nothing.
    before = box_of(diagram.locator("[data-spider=s3] .qd-disk"))
    box = box_of(diagram)
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] - 12)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2 - 20, box["y"] + box["height"] - 24, steps=3)
    page.mouse.up()
    expect(words).to_have_text("1 gate → 1 edge")
    page.wait_for_function(
        "([disk, x]) => Math.abs(disk.getBoundingClientRect().x - x) > 8",
        arg=[diagram.locator("[data-spider=s3] .qd-disk").element_handle(), before["x"]],
    )


def test_gates_of_step_0_know_what_became_of_them(page: Page, files: FileServers) -> None:
    studio = opened(page, files, proved())
    shown = studio.root.locator("[data-part=circuit-of]")
    words = studio.root.locator(".qd-bus-words")
    linked = studio.root.locator("[data-part=linked]")
    shown.locator("[data-id=o1]").click()
    expect(words).to_have_text("4 gates → 1 spider")
    expect(studio.root.locator(".qd-zx .qd-ring")).to_have_count(1)
    expect(linked).to_contain_text("RZ a · q0, T · q0")
    expect(linked).to_contain_text("2 Fuse spiders")
    shown.locator("[data-id=o4]").click()
    expect(words).to_have_text("no spider: it is in how wires run")
    shown.locator("[data-id=o6]").click()
    expect(words).to_have_text("cancelled in step 3")
    # The circuit that is extracted is looked at the same way.
    shown.get_by_role("button", name="Extracted").click()
    expect(shown).to_contain_text("two-qubit")
    studio.root.locator(".qd-zx [data-spider=s3]").click()
    expect(words).to_contain_text("→ 1 gate")
    expect(shown.locator(".qd-ring")).to_have_count(1)


def test_the_circuit_as_drawn_is_simplified_where_extraction_makes_it_longer(
    page: Page, files: FileServers
) -> None:
    circuit = qd.Circuit.of(4, "rzz(a) 0 1; rzz(b) 2 3; rxx(c) 0 2; rzz(d) 1 3; cp(e) 0 3; t 1")
    studio = opened(page, files, Document(qd.zx.to_diagram(circuit)))
    shown = studio.root.locator("[data-part=circuit-of]")
    expect(shown).to_contain_text("10 → 11 two-qubit")
    # The picture is of the half that was used last, and the menu says which.
    shown.locator(".qd-looked").click(position={"x": 200, "y": 60})
    studio.root.get_by_role("button", name="Export").click()
    expect(studio.root.get_by_role("menuitem", name="Picture of the circuit SVG")).to_be_visible()
    page.keyboard.press("Escape")
    shown.get_by_role("button", name="Simplify (circuit)").click()
    expect(studio.root.locator("[data-part=circuit] .qd-gate").first).to_be_visible()
    expect(shown).to_have_count(0)
