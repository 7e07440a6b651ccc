"""Labeled data in the studio, in a browser: chosen, drawn, stepped through and trained."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

import qdesign as qd
from qdesign.circuit import Circuit
from qdesign.document import Document
from tests.browser.drawing import Drawn
from tests.browser.servers import FileServers
from tests.browser.test_panel_host import studio_on


@pytest.fixture
def opened(page: Page, files: FileServers) -> Callable[[Document], Drawn]:
    """Opens a document from a file."""
    return lambda document: studio_on(page, files.serve(document))


def test_iris_is_chosen_and_gets_inputs_by_the_suggested_ansatz(
    opened: Callable[[Document], Drawn],
) -> None:
    studio = opened(Document(Circuit.of(4, "ry(a) 0")))
    studio.root.get_by_label("Problem", exact=True).select_option("p:iris")
    part = studio.root.locator('[data-part="problem-data"]')
    expect(part.locator(".qd-warning")).to_have_text(re.compile(r"no input \(x_0 to x_3\)"))
    expect(part.locator(".qd-data > .qd-data-row")).to_have_count(100)
    baseline = part.locator('[data-part="baseline-accuracy"] td')
    expect(baseline).to_have_text(["95.7 %", "96.7 %"])
    studio.root.get_by_role("button", name="Suggested ansatz").click()
    expect(part.locator(".qd-warning")).to_have_count(0)
    expect(studio.root.locator(".qd-input-mark")).to_have_count(4)


def test_a_trained_circuit_is_read_row_by_row_and_trained_on(
    opened: Callable[[Document], Drawn],
) -> None:
    problem = qd.problems.iris(num_qubits=2, features=2)
    circuit, data = problem.ansatz, problem.data
    assert data is not None
    tuned = qd.optimize(circuit, problem, seed=1, max_steps=8)
    studio = opened(Document(circuit).with_problem(problem).with_values(tuned.values))
    part = studio.root.locator('[data-part="problem-data"]')
    right = problem.accuracy(circuit, tuned.values)
    shares = [f"{100 * share:.1f} %" for share in (right.train, right.test)]
    expect(part.locator('[data-part="circuit-accuracy"] td')).to_have_text(shares)
    wrong = round(70 * (1 - right.train) + 30 * (1 - right.test))
    expect(part.locator(".qd-data > [data-wrong]")).to_have_count(wrong)
    loss = studio.root.locator(".qd-energy .qd-other")
    expect(loss).to_have_text(f"{tuned.energy:.4f}")
    # A row on the inputs is one step.
    part.get_by_role("button", name="Next sample").click()
    part.get_by_role("button", name="Next sample").click()
    sample = part.locator('[data-part="sample"]')
    expect(sample).to_contain_text("Sample 2 of 100: versicolor")
    for name, value in zip(("x₀", "x₁"), data.features[1], strict=True):
        field = studio.root.get_by_label(f"Value of {name}", exact=True)
        expect(field).to_have_value(f"{value:.2f}")
    studio.canvas.focus()
    studio.page.keyboard.press("Control+z")
    expect(sample).to_contain_text("Sample 1 of 100")
    # Training moves the weights, not the inputs.
    optimizer = studio.root.locator('[data-part="optimizer"]')
    expect(optimizer.get_by_text("Runs in Python.")).to_be_visible()
    optimizer.get_by_label("Steps at most").fill("5")
    begin = optimizer.get_by_role("button", name="Optimize")
    expect(begin).to_have_attribute("title", "Go down to the lowest loss (Ctrl+Enter)")
    begin.click()
    expect(studio.root.locator('[data-part="ended"]')).to_have_text(re.compile("^Out of steps"))
    expect(optimizer.locator('[data-part="far"]')).to_have_text(
        re.compile(r"^loss 0\.\d+, exact · 5 steps, out of steps")
    )
    expect(optimizer.get_by_role("img", name=re.compile("^Loss by step"))).to_be_visible()
    expect(optimizer).not_to_contain_text(re.compile("energy|energies"))
    expect(optimizer.locator('[title*="energ" i]')).to_have_count(0)
    expect(sample).to_contain_text("Sample 1 of 100")
    landscape_reads_the_sample(studio)
    expect(loss).not_to_have_text(f"{tuned.energy:.4f}")


def landscape_reads_the_sample(studio: Drawn) -> None:
    """The landscape is of the reading of the inputs, and has nothing that only an energy has."""
    studio.root.get_by_role("tab", name="Landscape").click()
    panel = studio.root.locator(".qd-landscape")
    expect(panel.locator('[data-part="map-words"]')).to_have_text(
        re.compile(r"^⟨Z₀⟩ of this sample, exact, from −?\d\.\d+ to −?\d\.\d+; of 9 readings\.")
    )
    for name in ("over θ₀ and θ₁", "along θ₀, now", "along θ₁, now"):
        expect(panel.get_by_role("img", name=f"⟨Z₀⟩ of this sample {name}")).to_be_visible()
    expect(panel.get_by_role("button", name="32 random starts")).to_be_disabled()
    expect(panel.locator('[data-mark="lowest"], .qd-map-way')).to_have_count(0)
    # Directions are of the weights: other inputs are another plane, with the ring in its middle.
    panel.get_by_role("combobox").first.select_option("random")
    expect(panel.locator('[data-part="map-words"]')).to_contain_text("of 1,681 readings")
    before = panel.locator('[data-part="map-words"]').inner_text()
    studio.root.get_by_role("button", name="Next sample").click()
    expect(panel.locator('[data-part="map-words"]')).not_to_have_text(before)
    expect(panel.locator('[data-part="map-words"]')).to_contain_text("of 1,681 readings")
    here = panel.locator('[data-mark="here"]')
    expect(here).to_have_attribute("style", re.compile(r"left: 50%; top: 50%"))
    panel.get_by_role("combobox").first.select_option("parameters")
    panel.get_by_label("Across").select_option("x_0")
    expect(panel.locator('[data-part="map-words"]')).to_have_text(re.compile(r"^⟨Z₀⟩, exact"))
