"""Noise in a browser: switched on, dragged, undone, saved, beside Python's numbers."""

import re

import numpy as np
from playwright.sync_api import Locator, Page, expect

import qdesign as qd
from qdesign import ansatz
from qdesign.circuit import Circuit
from qdesign.document import Document
from qdesign.simulate.simulator import Simulator
from tests.browser.drawing import Drawn, passes
from tests.browser.servers import FileServers
from tests.browser.test_panel_host import studio_on

TARGET = "local:fake_torino"
PROBLEM = qd.problems.tfim(4)
FIRST = qd.Noise(
    {
        "depolarizing": {"1": 0.0005, "2": 0.012},
        "amplitude_damping": {"1": 0.0005, "2": 0.0005},
        "readout": {"one_for_zero": 0.02, "zero_for_one": 0.02},
    }
)


def document() -> Document:
    circuit = ansatz.template("hva_tfim", num_qubits=4, layers=2)
    return (
        Document(circuit)
        .with_problem(PROBLEM)
        .with_values({name: 0.3 + 0.2 * k for k, name in enumerate(circuit.parameters)})
    )


def noise_part(studio: Drawn) -> Locator:
    return studio.root.locator('[data-part="noise"]')


def switch(studio: Drawn) -> Locator:
    return noise_part(studio).get_by_role("switch", name="Noise")


def energy(studio: Drawn, values: dict[str, float], noise: qd.Noise | None) -> float:
    body = document().body
    assert isinstance(body, Circuit)
    return Simulator(body, PROBLEM.observable, noise=noise).expectation(values)


def test_noise_is_switched_on_dragged_undone_and_kept(page: Page, files: FileServers) -> None:
    server = files.serve(document())
    studio = studio_on(page, server)
    names = [p.name for p in document().parameters]
    values = {p.name: p.value for p in document().parameters}
    studio.expect_energy(energy(studio, values, None), within=1e-9)

    switch(studio).click()
    badge = studio.root.locator('[data-part="noise-badge"]')
    expect(badge).to_contain_text("with noise")
    expect(badge).to_contain_text("256 Pauli components")
    studio.expect_energy(energy(studio, values, FIRST), within=1e-9)
    expect(studio.root.locator('[data-part="energy-origin"]')).to_contain_text("exact, with noise")
    expect(studio.root.locator('[data-part="apart"]')).to_contain_text(
        re.compile(r"total variation 0\.\d+ +fidelity 0\.9\d+")
    )
    expect(studio.root.locator('[data-part="bars"] [data-part="ideal"]')).to_have_attribute(
        "d", re.compile("M")
    )

    values[names[0]] = studio.drag_slider(names[0], 0.7)
    passes(lambda: studio.expect_energy(energy(studio, values, FIRST), within=1e-6))

    # One rate is one step; one that is none says so, and nothing is lost.
    rate = noise_part(studio).get_by_label("2-qubit error in percent")
    rate.fill("120")
    rate.press("Enter")
    expect(noise_part(studio).get_by_role("alert")).to_contain_text("percentage from 0 to 100")
    rate.fill("5")
    rate.press("Enter")
    expect(noise_part(studio).get_by_role("alert")).to_have_count(0)
    stronger = FIRST.to_json()
    stronger["depolarizing"]["2"] = 0.05
    studio.expect_energy(energy(studio, values, qd.Noise(stronger)), within=1e-6)
    studio.canvas.focus()
    page.keyboard.press("Control+z")
    expect(rate).to_have_value("1.2")
    studio.expect_energy(energy(studio, values, FIRST), within=1e-6)

    noise_part(studio).get_by_role("button", name="Device").click()
    devices = noise_part(studio).get_by_label("Device", exact=True)
    expect(devices.locator("option", has_text="orino")).to_have_count(1)
    devices.select_option(value=TARGET)
    expect(badge).to_contain_text(f"from {TARGET}")
    device = qd.Noise.from_target(TARGET, range(4))
    studio.expect_energy(energy(studio, values, device), within=1e-6)
    qubits = noise_part(studio).get_by_label("Its qubits")
    expect(qubits).to_have_value("0, 1, 2, 3")
    qubits.fill("7 8, 9")
    qubits.press("Enter")
    expect(noise_part(studio).get_by_role("alert")).to_contain_text("3 qubits of the device for 4")
    qubits.fill("9, 8, 7, 6")
    qubits.press("Enter")
    device = qd.Noise.from_target(TARGET, (9, 8, 7, 6))
    passes(lambda: studio.expect_energy(energy(studio, values, device), within=1e-6))
    expect(qubits).to_have_value("9, 8, 7, 6")
    studio.canvas.focus()
    page.keyboard.press("Control+z")
    studio.canvas.focus()
    page.keyboard.press("Control+z")
    expect(badge).to_contain_text("each gate is followed by its error")

    page.keyboard.press("Control+s")
    expect(studio.root.locator(".qd-badge[data-tone=ok]").first).to_be_visible()
    kept = Document.loads((server.folder / "mine.qdesign").read_text("utf-8"))
    assert kept.noise == FIRST
    studio = studio_on(page, server)
    expect(switch(studio)).to_be_checked()
    switch(studio).click()
    studio.expect_energy(energy(studio, values, None), within=1e-6)
    expect(studio.root.locator('[data-part="noise-badge"]')).to_have_count(0)


def test_gates_are_lit_by_what_their_noise_costs(page: Page, files: FileServers) -> None:
    studio = studio_on(page, files.serve(document().with_noise(FIRST)))
    noise_part(studio).get_by_role("button", name="Costs of gates").click()
    expect(studio.root.locator('[data-part="costs"]')).to_contain_text("Fidelity 0.9")
    lit = studio.root.locator(".qd-costs [data-cost]")
    expect(lit).to_have_count(11)
    costs = np.array([float(each.get_attribute("data-cost") or "nan") for each in lit.all()])
    two = [k for k in range(11) if costs[k] > 0.1 * costs.max()]
    assert len(two) == 3
    # Nearly all that is lost is the sum of what each gate costs.
    said = studio.root.locator('[data-part="costs"]').inner_text()
    fidelity = float(said.split()[1].rstrip(","))
    assert abs(1 - fidelity - costs.sum()) < 0.1 * (1 - fidelity)


def test_single_gates_and_qubits_get_rates_of_their_own(page: Page, files: FileServers) -> None:
    studio = studio_on(page, files.serve(document()))
    values = {p.name: p.value for p in document().parameters}
    switch(studio).click()
    part = noise_part(studio)
    part.get_by_role("button", name="More…").click()
    part.get_by_role("button", name="Add a gate or qubits to Depolarizing").click()
    key = part.get_by_label("Gate or qubits of Depolarizing")
    rate = part.get_by_label("Its rate of Depolarizing")
    key.fill("rzz@1")
    rate.fill("7")
    rate.press("Enter")
    expect(part.get_by_role("alert")).to_contain_text("‘rzz’ takes 2, such as rzz@0,1")
    key.fill("2@1,0")
    rate.press("Enter")
    expect(key).to_have_count(0)
    changed = FIRST.to_json()
    changed["depolarizing"]["2@0,1"] = 0.07
    passes(lambda: studio.expect_energy(energy(studio, values, qd.Noise(changed)), within=1e-6))
    part.get_by_role("button", name="Remove 2@0,1 of Depolarizing").click()
    passes(lambda: studio.expect_energy(energy(studio, values, FIRST), within=1e-6))
