"""What Python or Optimize brings back never takes the place of what was drawn meanwhile."""

import re

import pytest
from playwright.sync_api import Page, expect

from qdesign import Circuit, Document, ansatz
from qdesign.problems import tfim
from tests.browser.drawing import Drawn
from tests.browser.holding import held_asks
from tests.browser.hosts import Lab
from tests.browser.servers import Server


@pytest.fixture
def page(shared_page: Page) -> Page:
    return shared_page


def opened(page: Page, lab: Server, document: Document) -> Drawn:
    return Lab(page, lab, "late").open_tab(document.dumps())


def simplified(studio: Drawn) -> None:
    studio.page.get_by_role("button", name="Simplify").click()
    studio.page.locator(".qd-menu").get_by_role("menuitem").first.click()


def test_a_simplification_waits_beside_what_was_drawn_meanwhile(page: Page, lab: Server) -> None:
    studio = opened(page, lab, Document(Circuit.of(2, "h 0; h 0; x 1; s 1")))
    kept = held_asks(page, "simplify")
    simplified(studio)
    studio.type("End", "y")
    expect(studio.gates).to_have_count(5)
    kept.release()
    offer = studio.root.get_by_role("alert").filter(has_text="Simplify is done")
    expect(offer).to_be_visible()
    expect(studio.gates).to_have_count(5)

    offer.get_by_role("button", name="Look at it").click()
    expect(studio.gates).not_to_have_count(5)
    offer.get_by_role("button", name="Back to mine").click()
    expect(studio.gates).to_have_count(5)

    offer.get_by_role("button", name="Replace mine").click()
    expect(offer).to_have_count(0)
    expect(studio.gates).not_to_have_count(5)
    studio.type("Control+z")
    expect(studio.gates).to_have_count(5)


def test_a_result_that_is_discarded_leaves_everything(page: Page, lab: Server) -> None:
    studio = opened(page, lab, Document(Circuit.of(2, "h 0; h 0; cx 0 1")))
    kept = held_asks(page, "simplify")
    simplified(studio)
    studio.type("End", "y")
    kept.release()
    offer = studio.root.get_by_role("alert").filter(has_text="Simplify is done")
    offer.get_by_role("button", name="Look at it").click()
    offer.get_by_role("button", name="Discard").click()
    expect(offer).to_have_count(0)
    expect(studio.gates).to_have_count(4)


def test_a_simplification_keeps_values_that_were_set_meanwhile(page: Page, lab: Server) -> None:
    studio = opened(page, lab, Document(Circuit.of(2, "h 0; h 0; rx(a) 0; ry(b) 1")))
    kept = held_asks(page, "simplify")
    simplified(studio)
    value = studio.drag_slider("b", 0.8)
    kept.release()
    expect(studio.gates).to_have_count(2)
    assert studio.value("b") == value


def test_optimize_ends_beside_what_was_drawn_meanwhile(page: Page, lab: Server) -> None:
    # So large that its steps take minutes: drawing on is what ends it.
    body = ansatz.sim(5, num_qubits=17, layers=1)
    drawn = Document(body, observable=tfim(17).observable)
    values = {name: 0.3 + 0.01 * k for k, name in enumerate(body.parameters)}
    studio = opened(page, lab, drawn.with_values(values))
    name = body.parameters[0]
    before = studio.slider(name).get_attribute("aria-valuenow") or ""
    studio.root.get_by_role("button", name=re.compile("^Optimize")).last.click()
    expect(studio.slider(name)).not_to_have_attribute("aria-valuenow", before)
    studio.type("Home", "y")
    offer = studio.root.get_by_role("alert").filter(has_text="Optimize is done")
    expect(offer).to_be_visible()
    expect(studio.slider(name)).to_have_attribute("aria-valuenow", before)
    offer.get_by_role("button", name="Discard").click()
    expect(offer).to_have_count(0)
    expect(studio.slider(name)).to_have_attribute("aria-valuenow", before)
