"""The studio under axe-core: nothing serious in light, in dark and on a phone."""

from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Page, expect

import qdesign as qd
from qdesign.document import Document, Parameter
from tests.browser.drawing import Drawn, passes
from tests.browser.servers import FileServers, Server

AXE = Path(__file__).resolve().parents[2] / "extension" / "node_modules" / "axe-core" / "axe.min.js"
THEMES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")


@pytest.fixture
def tuned(files: FileServers) -> Server:
    """A studio with a block, controls, parameters and an energy on the screen."""
    problem = qd.problems.tfim(3)
    circuit = qd.ansatz.hamiltonian_variational(problem, 2)
    parameters = tuple(Parameter(name, 0.3) for name in circuit.parameters)
    return files.serve(Document(circuit, parameters, problem.observable))


def expect_accessible(page: Page, where: str = "", within: str = "html") -> None:
    """Nothing that axe-core calls serious or critical, once the page is at rest."""

    def check() -> None:
        assert (where, wrong(page, within)) == (where, [])

    passes(check)


def expect_accessible_in_both(page: Page, where: str = "") -> None:
    """The same in light and in dark, which the page follows while it is open."""
    for theme in THEMES:
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        expect(page.locator(".qd").first).to_have_attribute("data-theme", theme)
        expect_accessible(page, f"{where} {theme}")


def wrong(page: Page, within: str = "html") -> list[str]:
    """What axe-core calls serious or critical, with the elements it is about."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate(
        "async (within) => axe.run(within, { resultTypes: ['violations'] })", within
    )
    return [
        f"{rule['impact']} {rule['id']}: {rule['help']}: {node['target']} {node['html'][:160]} "
        f"{node['any'][0]['message'] if node['any'] else ''}"
        for rule in found["violations"]
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
    ]


def test_every_tab_and_dialog_and_a_phone_pass(page: Page, tuned: Server) -> None:
    page.set_viewport_size({"width": 375, "height": 800})
    page.goto(tuned.url)
    studio = Drawn(page, page.locator(".qdesign-host")).wait()
    expect(studio.root.locator(".qd-slider").first).to_be_visible()
    expect_accessible_in_both(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    for button in studio.root.locator(".qd-nav button").all():
        button.click()
        expect_accessible_in_both(page)
    studio.root.locator(".qd-nav button").first.click()
    page.set_viewport_size({"width": 1400, "height": 800})
    expect(studio.energy).to_be_visible()
    expect_accessible_in_both(page)
    for name in ("Landscape", "Figures", "Steps", "OpenQASM", "Queue"):
        studio.root.get_by_role("tab", name=name).click()
        if name == "OpenQASM":
            expect(studio.root.locator(".cm-editor")).to_be_visible()
        expect_accessible_in_both(page, name)
    studio.type("ArrowRight", "ArrowRight", "?")
    expect(page.get_by_role("dialog")).to_be_visible()
    expect_accessible_in_both(page)
    page.keyboard.press("Escape")
    for menu in ("Simplify", "Export"):
        studio.root.get_by_role("button", name=menu).first.click()
        expect_accessible_in_both(page)
        page.keyboard.press("Escape")
    studio.root.get_by_role("button", name="Send…").click()
    expect(studio.root.get_by_role("button", name="Send to Ideal")).to_be_enabled()
    expect_accessible_in_both(page)
    page.keyboard.press("Escape")
    studio.type("End", "y", "Delete", "x")
    studio.root.get_by_role("button", name="Compare", exact=True).click()
    compared = studio.root.get_by_role("region", name="Compare", exact=True)
    compared.get_by_label("What is compared").select_option(label="3 steps before")
    expect(compared.locator("[data-change=added]").first).to_be_visible()
    expect_accessible_in_both(page, "Compare")
    studio.root.get_by_role("button", name="ZX", exact=True).click()
    expect(studio.root.locator("[data-part=zx]")).to_be_visible()
    expect_accessible_in_both(page)
