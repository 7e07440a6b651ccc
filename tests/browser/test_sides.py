"""Two steps of a proof side by side: their maps stay equal before the eye while sliders move."""

import re
from dataclasses import replace

import numpy as np
from playwright.sync_api import Page, expect

import qdesign as qd
from qdesign.zx.dense import tensor
from tests.browser.drawing import Drawn, box_of
from tests.browser.servers import FileServers
from tests.browser.test_access import expect_accessible

VALUES = {"a": 0.6, "b": -1.1, "c": 0.4}
OBSERVABLE = {"XI": 0.5, "YZ": -0.75, "ZZ": 0.25}


def proved() -> qd.Document:
    """Three steps behind a circuit: its diagram, a fusion, and an edit that changes the map."""
    circuit = qd.Circuit.of(2, "rx(a) 0; rz(b) 1; rz(c) 1; cx 0 1; t 0; h 1")
    proof = qd.zx.Proof(circuit)
    proof.to_diagram()
    proof.apply("fuse", proof.matches("fuse")[0])
    body = proof.body
    assert isinstance(body, qd.Diagram)
    changed = [
        replace(each, phase=qd.Angle.parse("c")) if "a" in str(each.phase) else each
        for each in body.spiders
    ]
    proof.edit(replace(body, spiders=tuple(changed)))
    proof.go(2)
    document = qd.Document(proof.body, observable=qd.Observable(OBSERVABLE))
    return document.with_proof(proof).with_values(VALUES)


def energy(document: qd.Document, values: dict[str, float]) -> float:
    """By the dense map of the diagram and matrices of the observable."""
    body = document.body
    assert isinstance(body, qd.Diagram)
    state = tensor(body, values).reshape(4, 4)[:, 0]
    letters = {
        "I": np.eye(2),
        "X": np.array([[0, 1], [1, 0]]),
        "Y": np.array([[0, -1j], [1j, 0]]),
        "Z": np.diag([1, -1]),
    }
    total = sum(
        weight * np.kron(letters[first], letters[second])
        for (first, second), weight in OBSERVABLE.items()
    )
    return float((state.conj() @ total @ state).real / (state.conj() @ state).real)


def test_maps_of_two_steps_stay_equal_while_sliders_move(page: Page, files: FileServers) -> None:
    document = proved()
    page.goto(files.serve(document).url)
    studio = Drawn(page, page.locator(".qdesign-host")).wait()
    root = studio.root
    studio.canvas.focus()
    page.keyboard.press("Alt+3")
    left = root.get_by_role("region", name="Left side", exact=True)
    right = root.get_by_role("region", name="Right side", exact=True)
    equal = root.get_by_role("img", name="equal here")
    facts = root.get_by_role("region", name="Are they equal?")
    expect(left.get_by_label("Left: step")).to_have_value("step ")
    expect(right.locator(".qd-spider[data-kind=Z]")).not_to_have_count(0)
    expect(equal).to_be_visible()
    assert float(facts.locator("[data-worst]").get_attribute("data-worst") or "nan") < 1e-9
    expect(facts.locator(".qd-badge")).to_have_text("✓ 2 points")
    facts.get_by_role("button", name="Verify for all values").click()
    expect(facts.locator(".qd-badge")).to_have_text("✓ exact")
    expect_accessible(page, "two sides")

    # What is above the cells ends where they do.
    for k in range(2):
        ends, cells = (
            box_of(root.locator(f".qd-maps-cells {each}").nth(k))
            for each in (".qd-maps-ends", ".qd-heat")
        )
        assert ends["width"] == cells["width"]

    # A cell that is pointed at is marked in both, with its value.
    box = box_of(root.locator(".qd-heat").first)
    page.mouse.move(box["x"] + 0.6 * box["width"], box["y"] + 0.4 * box["height"])
    told = root.locator(".qd-maps-cells > .qd-num")
    expect(told).to_have_text([re.compile("^⟨01.A.10⟩ 0")] * 2)
    assert told.nth(0).inner_text() == told.nth(1).inner_text()

    # One slider moves both; energies are those of Python.
    value = studio.drag_slider("b", 0.8)
    expect(equal).to_be_visible()
    root.get_by_role("button", name="Energy", exact=True).click()
    exact = energy(document, {**VALUES, "b": value})
    energies = root.locator(".qd-maps-energy")
    expect(energies).to_have_count(2)
    for k in range(2):
        shown = float(energies.nth(k).get_attribute("data-energy") or "nan")
        assert abs(shown - exact) < 1e-9
    root.get_by_role("button", name="Map", exact=True).click()

    # The circuit of a step is extracted to be looked at, and its map is the same.
    form = right.get_by_role("group", name="Right: form")
    form.get_by_role("button", name="Circuit").click()
    expect(right).to_contain_text("extracted, read only")
    expect(equal).to_be_visible()
    form.get_by_role("button", name="ZX").click()

    # A gate lights what it became; another map is told with the entry that differs most.
    left.locator('.qd-gate[aria-label^="RZ"]').first.click()
    expect(right.locator(".qd-ring")).to_have_count(1)
    expect(root.locator(".qd-bus-words")).to_have_text("2 gates → 1 spider")
    further = root.locator(".qd-bus path[data-light]")
    expect(further).to_have_attribute("d", re.compile("H"))
    right.get_by_label("Right: step").select_option(label="3 · Edit")
    expect(root.get_by_role("img", name="different here")).to_be_visible()
    expect(root.locator('.qd-heat [data-mark="worst"]')).to_have_count(2)
    expect(facts.locator(".qd-badge")).to_have_text("≠ different")

    # Leaving leads back; the diagram's own map and energy are live too.
    page.keyboard.press("Escape")
    expect(left).to_have_count(0)
    root.get_by_role("tab", name="State").click()
    alone = root.locator("[data-part=diagram-energy]")
    expect(root.locator(".qd-heat")).to_have_count(1)
    assert abs(float(alone.get_attribute("data-energy") or "nan") - exact) < 1e-9


def test_wide_drawings_begin_where_they_can_be_read(page: Page, files: FileServers) -> None:
    proof = qd.zx.Proof(qd.ansatz.sim(5, num_qubits=4, layers=1))
    proof.to_diagram()
    page.goto(files.serve(qd.Document(proof.body).with_proof(proof)).url)
    studio = Drawn(page, page.locator(".qdesign-host")).wait()
    root = studio.root
    studio.canvas.focus()
    page.keyboard.press("Alt+3")
    left = root.get_by_role("region", name="Left side", exact=True)
    right = root.get_by_role("region", name="Right side", exact=True)
    letters = left.locator(".qd-gate").first
    assert box_of(letters)["height"] > 20
    expect(right.locator(".qd-spider[data-kind=boundary]").first).to_be_in_viewport()
    # A parameter beyond the eight hues is hatched at its slider as on its gates.
    swatches = root.locator(".qd-values .qd-swatch")
    assert "gradient" not in (swatches.nth(0).get_attribute("style") or "")
    assert "gradient" in (swatches.nth(8).get_attribute("style") or "")
    # All of both is a command away.
    left.locator(".qd-canvas").focus()
    page.keyboard.press("f")
    expect(left.locator(".qd-gate").last).to_be_in_viewport(ratio=1)
    expect(right.locator(".qd-spider").last).to_be_in_viewport(ratio=1)
