"""The section Energy: mitigated beside noisy energies, with a verdict."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from qdesign.document import Document
from qdesign.simulate.simulator import Simulator
from tests.browser.servers import FileServers
from tests.browser.test_panel_host import studio_on
from tests.mitigation.cases import H4, NOISE, RING


def test_measuring_shows_energies_a_verdict_and_the_fit(page: Page, files: FileServers) -> None:
    document = Document(body=RING, observable=H4).with_noise(NOISE)
    studio = studio_on(page, files.serve(document))
    section = studio.root.locator('[data-part="mitigation"]')
    section.get_by_label("Shots").fill("0")
    expect(section.get_by_role("alert")).to_contain_text("whole number from 1")
    expect(section.get_by_role("button", name="Measure")).to_be_disabled()
    section.get_by_label("Shots").fill("4000")
    section.get_by_role("button", name="Measure").click()
    verdict = section.locator(".qd-mitigated-verdict")
    expect(verdict).to_be_visible(timeout=60_000)
    expect(verdict).to_have_attribute("data-verdict", "helps")
    expect(verdict).to_contain_text("The raw value is off by about 0.")
    row = section.locator('tr[data-of="mitigated"]')
    expect(row).to_contain_text(re.compile(r"−\d\.\d+ ± 0\.\d+"))
    ideal = f"{Simulator(RING, H4).expectation():.3f}".replace("-", "−")
    expect(section.locator('tr[data-of="ideal"]')).to_contain_text(ideal)
    fit = section.locator('[data-part="energy-fit"]')
    expect(fit).to_have_count(0)
    row.hover()
    expect(fit.locator("circle")).to_have_count(4)  # three factors, and no noise
    section.get_by_role("button", name="Mitigated").click()
    studio.root.locator(".qd-canvas").first.hover()
    expect(fit).to_be_visible()
