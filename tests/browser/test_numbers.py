"""Numbers on the screen: what they are, where they come from, and that one can touch them."""

from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, expect

import qdesign as qd
from qdesign.circuit import Circuit, Condition, Operation
from qdesign.document import Document
from tests.browser.drawing import passes
from tests.browser.hosts import Lab, Panel
from tests.browser.servers import Server


@pytest.fixture
def page(shared_page: Page) -> Page:
    return shared_page


CERTAIN = Circuit(3, (Operation("x", (2,)), Operation("measure", (2,), clbits=(0,))), num_clbits=2)


def teleported() -> str:
    sent = Circuit.of(3, "ry(1.1) 0; h 1; cx 1 2; cx 0 1; h 0", num_clbits=2)
    received = (
        Operation("measure", (0,), clbits=(0,)),
        Operation("measure", (1,), clbits=(1,)),
        Operation("x", (2,), conditions=(Condition((1,), 1),)),
        Operation("z", (2,), conditions=(Condition((0,), 1),)),
    )
    body = sent.with_operations((*sent.operations, *received))
    return Document(body=body, observable=qd.Observable({"ZII": 1.0})).dumps()


def test_measurement_inside_shows_the_mixture_and_one_run_on_purpose(
    page: Page, lab: Server
) -> None:
    studio = Lab(page, lab, "numbers").open_tab(teleported())
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    root = studio.root
    studio.expect_energy(float(np.cos(1.1)))
    expect(root.locator('[data-part="energy-origin"]')).to_have_text("exact")

    # Bars by keys: one tab stop, arrows from bar to bar, the number with all its figures.
    bars = root.locator('[data-part="bars"]')
    bars.focus()
    tip = root.locator(".qd-tip")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(tip).to_contain_text("Probability of 011")
    expect(tip).to_contain_text("0.1816")
    expect(tip).to_contain_text("exact")
    page.keyboard.press("Control+c")
    copied = float(page.evaluate("navigator.clipboard.readText()"))
    assert abs(copied - np.cos(0.55) ** 2 / 4) < 1e-11
    page.keyboard.press("Escape")
    expect(tip).to_have_count(0)

    # By pointer: kept after a click, gone after one elsewhere.
    sphere = root.get_by_label("Bloch vector of q2")
    sphere.hover()
    expect(tip).to_contain_text("⟨Z⟩ 0.4535")
    sphere.click()
    expect(tip.get_by_role("button", name="Copy")).to_be_visible()
    studio.canvas.click(position={"x": 5, "y": 5})
    expect(tip).to_have_count(0)

    root.get_by_role("button", name="Follow one run").click()
    expect(root.locator('[data-part="origin"]').first).to_have_text("one run, seed 0")
    expect(root.locator('[data-part="energy-origin"]')).to_have_text("one run, seed 0")
    root.get_by_role("button", name="All runs").click()
    expect(root.locator('[data-part="origin"]').first).to_have_text("exact")
    studio.expect_energy(float(np.cos(1.1)))


def test_sampled_outcomes_stand_on_an_axis_of_their_own(
    page: Page, lab: Server, tmp_path: Path
) -> None:
    studio = Lab(page, lab, "numbers").open_tab(Document(body=CERTAIN).dumps())
    root = studio.root
    root.get_by_role("button", name="Sample").click()
    outcomes = root.locator('[data-part="outcomes"]')
    expect(outcomes).to_contain_text("sampled, 1,000 shots")
    expect(outcomes.locator("[data-outcome]")).to_have_text(["01"])
    # It stays while another panel is looked at.
    root.get_by_role("tab", name="Steps").click()
    root.get_by_role("tab", name="State").click()
    expect(outcomes.locator("[data-outcome]")).to_have_text(["01"])
    bars = root.locator('[data-part="bars"]')
    expect(bars.locator(".qd-shots")).to_have_count(0)
    expect(bars).to_contain_text("100")
    with page.expect_download() as download:
        outcomes.get_by_role("button", name="CSV").click()
    download.value.save_as(tmp_path / "counts.csv")
    head, row = (tmp_path / "counts.csv").read_text().splitlines()
    assert head.startswith("c,count,")
    assert row == "01,1000"


def test_all_qubits_are_sampled_where_nothing_is_measured(page: Page, lab: Server) -> None:
    text = Document(body=Circuit.of(2, "h 0; z 0")).dumps()
    studio = Lab(page, lab, "numbers").open_tab(text)
    root = studio.root
    root.get_by_role("button", name="Sample").click()
    expect(root.get_by_role("region", name="Probabilities")).to_contain_text(
        "all qubits, sampled, 1,000 shots"
    )
    expect(root.locator('[data-part="outcomes"]')).to_have_count(0)

    root.get_by_role("button", name="Amplitudes").click()
    dials = root.locator(".qd-dials > div")
    expect(dials.nth(0)).to_contain_text("0.707")
    expect(dials.nth(0)).to_contain_text("0.707  0")
    expect(dials.nth(1)).to_contain_text("0.707  π")
    dials.nth(1).hover()
    tip = root.locator(".qd-tip")
    expect(tip).to_contain_text("magnitude 0.707106781187")
    expect(tip).to_contain_text("phase 3.14159265359 rad = π")


def test_gradients_and_points_of_the_landscape_give_their_numbers(page: Page, lab: Server) -> None:
    body = Circuit.of(2, "ry(a) 0; ry(b) 1; cx 0 1")
    observable = qd.Observable({"ZZ": 1.0, "XI": 0.5})
    text = Document(body=body, observable=observable).with_values({"a": 0.4, "b": 0.2}).dumps()
    studio = Lab(page, lab, "numbers").open_tab(text)
    root = studio.root
    slope = qd.Simulator(body, observable).gradient({"a": 0.4, "b": 0.2})[1][1]
    assert abs(slope) > 0.1
    tip = root.locator(".qd-tip")
    root.get_by_label("Gradient of b").hover()
    expect(tip).to_contain_text(f"{slope:.12g}"[:10].replace("-", ""))
    expect(tip).to_contain_text("∂E/∂b")

    root.get_by_role("tab", name="Landscape").click()
    field = root.get_by_role("img", name="Energy over")
    field.hover()
    expect(tip).to_contain_text("Energy at a = ")

    # Finer points may come while it is read.
    def told_truly() -> None:
        label = tip.locator("b").inner_text().replace("−", "-")
        a, b = (float(part.split(" = ")[1]) for part in label.split("at ")[1].split(", "))
        energy = qd.Simulator(body, observable).expectation({"a": a, "b": b})
        assert abs(float(tip.locator(".qd-num").inner_text()) - energy) < 1e-3

    passes(told_truly)


LAST = "exact, before the last measurements"


def test_numbers_before_the_last_measurements_say_so(
    page: Page, panel: Server, tmp_path: Path
) -> None:
    # The last of the file, since the page leaves JupyterLab for it.
    place = Panel(page, panel, tmp_path)
    measured = Circuit(
        2, (Operation("h", (0,)), Operation("measure", (0,), clbits=(0,))), num_clbits=1
    )
    observable = qd.Observable({"IX": 1.0})
    place.path.write_text(Document(body=measured, observable=observable).dumps())
    root = place.reopen().root
    spheres = root.get_by_role("region", name="Bloch vectors")
    expect(spheres).to_contain_text(LAST)
    expect(root.locator('[data-part="energy-origin"]')).to_have_text(LAST)
    # What a measurement gives has the probabilities that the state has before it.
    expect(root.locator('[data-part="origin"]')).to_have_text("exact")
    root.get_by_label("Bloch vector of q0").hover()
    expect(root.locator(".qd-tip")).to_contain_text(LAST)
    root.get_by_role("button", name="Amplitudes").click()
    expect(root.locator('[data-part="origin"]')).to_have_text(LAST)
