"""An ansatz that is grown in the studio."""

import re

from playwright.sync_api import Page, expect

from qdesign import problems
from qdesign.circuit import Circuit
from qdesign.document import Document
from tests.browser.drawing import Drawn
from tests.browser.servers import FileServers
from tests.browser.test_panel_host import studio_on


def begin(studio: Drawn, **fields: str) -> None:
    """Opens the form, fills it in and presses Grow."""
    section = studio.root.locator('[data-part="grow"]')
    section.get_by_role("button", name="Grow an ansatz…").click()
    for label, text in fields.items():
        section.get_by_label(label.replace("_", " ")).fill(text)
    section.get_by_role("button", name="Grow", exact=True).click()


def test_an_ansatz_is_grown_gate_by_gate_and_is_one_step(page: Page, files: FileServers) -> None:
    problem = problems.get("lih_23", bond_length=3.4)
    document = Document(Circuit.of(6, "h 0")).with_problem(problem)
    studio = studio_on(page, files.serve(document))
    begin(studio, Gates_at_most="2")
    why = studio.root.locator('[data-part="grown-why"]')
    expect(why).to_have_text("Out of steps: 2 gates were allowed.", timeout=60_000)
    rows = studio.root.locator(".qd-grown tbody tr")
    expect(rows).to_have_text([re.compile("^0 start"), re.compile("^1 "), re.compile("^2 ")])
    expect(rows.nth(1)).to_contain_text("double 0,1→")
    assert problem.exact_energy is not None
    expect(studio.energy).to_have_attribute("data-energy", re.compile(r"-7\.\d"))
    energy = float(studio.energy.get_attribute("data-energy") or "nan")
    assert abs(energy - problem.exact_energy) < 1.6e-3
    # The Hartree-Fock state stands in place of what was drawn.
    expect(studio.gates).to_have_count(4)
    # From there it goes on; what was there stays.
    section = studio.root.locator('[data-part="grow"]')
    section.get_by_role("button", name="Grow an ansatz…").click()
    section.get_by_label("Begin").select_option("From the drawing")
    section.get_by_role("button", name="Grow", exact=True).click()
    expect(why).to_contain_text("Converged with 1 gate", timeout=60_000)
    expect(studio.gates).to_have_count(5)
    studio.type("Control+z")
    studio.type("Control+z")
    expect(studio.gates).to_have_count(1)


def test_what_grew_is_kept_where_it_is_stopped(page: Page, files: FileServers) -> None:
    # So large that it is far from its end when it is stopped.
    document = Document(Circuit(10)).with_problem(problems.tfim(10))
    studio = studio_on(page, files.serve(document))
    begin(studio, Gates_at_most="200")
    rows = studio.root.locator(".qd-grown tbody tr")
    expect(rows.nth(1)).to_be_visible(timeout=60_000)
    studio.root.get_by_role("button", name="Stop, keep what grew").click()
    why = studio.root.locator('[data-part="grown-why"]')
    expect(why).to_have_text(re.compile(r"Stopped after \d+ gates\."))
    last = rows.last.locator("td").last.inner_text()
    expect(studio.energy).to_have_text(last)
    expect(studio.gates).not_to_have_count(0)
    studio.type("Control+z")
    expect(studio.gates).to_have_count(0)
