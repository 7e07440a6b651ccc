"""Copies of a selection by keys alone: own or shared parameters, one undo step."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.hosts import Panel
from tests.browser.servers import Server


def test_a_selection_is_replicated_by_keys_and_taken_back_in_one_step(
    page: Page, panel: Server, tmp_path: Path
) -> None:
    studio = Panel(page, panel, tmp_path).open()
    studio.type("Shift+Y", "h")
    expect(studio.gates).to_have_count(2)
    sliders = studio.root.locator(".qd-slider")
    expect(sliders).to_have_count(1)

    studio.type("Control+a", "Control+Shift+d")
    form = studio.root.get_by_role("form", name="Replicate")
    expect(form.get_by_role("spinbutton", name="Copies")).to_be_focused()
    # What will be is drawn while it is asked.
    expect(studio.gates).to_have_count(6)
    page.keyboard.type("3")
    expect(studio.gates).to_have_count(8)
    expect(form.get_by_role("status")).to_contain_text("6 gates more, 3 new parameters")
    page.keyboard.press("Escape")
    expect(form).to_have_count(0)
    expect(studio.gates).to_have_count(2)
    expect(studio.canvas).to_be_focused()

    page.keyboard.press("Control+Shift+d")
    expect(form.get_by_role("spinbutton", name="Copies")).to_be_focused()
    page.keyboard.type("3")
    expect(studio.gates).to_have_count(8)
    page.keyboard.press("Enter")
    expect(form).to_have_count(0)
    expect(sliders).to_have_count(4)
    expect(studio.canvas).to_be_focused()
    page.keyboard.press("Control+z")
    expect(studio.gates).to_have_count(2)
    expect(sliders).to_have_count(1)

    page.keyboard.press("Control+Shift+d")
    form.get_by_role("button", name="Shared").click()
    form.get_by_role("spinbutton", name="Copies").fill("0")
    expect(form.get_by_role("alert")).to_contain_text("give a whole number from 1 to")
    form.get_by_role("spinbutton", name="Copies").fill("2")
    form.get_by_role("button", name="Replicate").click()
    expect(studio.gates).to_have_count(6)
    expect(sliders).to_have_count(1)
    expect(studio.canvas).to_be_focused()
