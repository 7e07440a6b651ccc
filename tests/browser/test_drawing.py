"""The same story in all three hosts: draw, drag, compare with Python, undo, save, open again."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from qdesign.document import Document
from tests.browser.drawing import energy_of
from tests.browser.hosts import Host, Lab, Notebook, Panel


@pytest.fixture(params=["lab", "notebook", "panel"])
def host(request: pytest.FixtureRequest, page: Page, tmp_path: Path) -> Callable[[str], Host]:
    def make(name: str) -> Host:
        if request.param == "panel":
            return Panel(page, request.getfixturevalue("panel"), tmp_path)
        kinds: dict[str, Any] = {"lab": Lab, "notebook": Notebook}
        return kinds[request.param](page, request.getfixturevalue("lab"), f"{request.param}-{name}")

    return make


def names_in(text: str) -> list[tuple[str, tuple[int, ...]]]:
    body: Any = Document.loads(text).body
    return [(o.gate, o.qubits) for o in body.operations]


def test_draw_by_mouse_drag_a_slider_undo_save_and_open_again(host: Callable[[str], Host]) -> None:
    place = host("mouse")
    studio = place.open()
    studio.drop("ry", 1)
    studio.drop("x", 0)
    studio.drop("cx", 0)
    studio.choose_problem("H₂")
    name = studio.root.locator(".qd-slider").get_attribute("data-parameter") or ""

    value = studio.drag_slider(name, 0.62)
    assert value > 0.1
    text = place.save(studio)
    drawn = Document.loads(text)
    assert sorted(names_in(text)) == [("cx", (0, 1)), ("ry", (1,)), ("x", (0,))]
    assert drawn.values == {name: value}
    studio.expect_energy(energy_of(text))

    studio.type("Control+z")
    expect(studio.slider(name)).to_have_attribute("aria-valuenow", "0")
    studio.expect_energy(energy_of(text, {name: 0.0}))
    studio.type("Control+Shift+z")
    expect(studio.slider(name)).to_have_attribute("aria-valuenow", json.dumps(value))
    assert place.save(studio) == text

    again = place.reopen()
    expect(again.gates).to_have_count(3)
    assert again.value(name) == value
    again.expect_energy(energy_of(text))


def test_draw_by_keyboard_alone(host: Callable[[str], Host]) -> None:
    place = host("keys")
    studio = place.open()
    studio.type("h")
    expect(studio.gates).to_have_count(1)
    studio.type("c")
    expect(studio.gates).to_have_count(2)
    studio.type("Shift+Y")
    expect(studio.gates).to_have_count(3)
    name = studio.root.locator(".qd-slider").get_attribute("data-parameter") or ""
    slider = studio.slider(name)
    slider.focus()
    for _ in range(5):
        studio.page.keyboard.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuenow", "0.05")
    studio.choose_problem("Ising chain")
    text = place.save(studio)
    assert {gate for gate, _ in names_in(text)} == {"h", "cx", "ry"}
    studio.expect_energy(energy_of(text))
    studio.type("Control+z", "Control+z")
    studio.type("Control+z")
    expect(studio.gates).to_have_count(2)
