"""Circuits above 20 qubits: the energy and the state of each qubit, exact by light cones."""

import math
import re

import pytest
from playwright.sync_api import Page, expect

import qdesign as qd
from qdesign.document import Document, Parameter
from tests.browser.drawing import Drawn, passes
from tests.browser.servers import FileServers

N = 40


def circuit() -> qd.Circuit:
    """A product state, turned by pairs."""
    walls = "; ".join(f"cz {q} {q + 1}" for q in range(0, N - 1, 2))
    turns = "; ".join(f"ry(t{q}) {q}" for q in range(N))
    return qd.Circuit.of(N, f"{turns}; {walls}")


def energy(values: dict[str, float]) -> float:
    """-Σ ZZ - 0.5 Σ X: a CZ leaves ZZ as it is, and X of one qubit takes Z of its partner."""
    t = [values[f"t{q}"] for q in range(N)]
    pairs = sum(math.cos(t[q]) * math.cos(t[q + 1]) for q in range(N - 1))
    return -pairs - 0.5 * sum(math.sin(t[q]) * math.cos(t[q ^ 1]) for q in range(N))


def expect_energy(studio: Drawn, wanted: float) -> None:
    assert float(studio.energy.get_attribute("data-energy") or "nan") == pytest.approx(
        wanted, abs=1e-10
    )


def test_forty_qubits_have_an_energy_that_a_slider_moves(page: Page, files: FileServers) -> None:
    values = {f"t{q}": 0.1 + 0.03 * q for q in range(N)}
    parameters = tuple(Parameter(name, value) for name, value in values.items())
    observable = qd.problems.tfim(N, field=0.5).observable
    drawn = Document(circuit(), parameters=parameters, observable=observable)
    page.goto(files.serve(drawn).url)
    studio = Drawn(page, page.locator(".qdesign-host")).wait()
    passes(expect_energy, studio, energy(values))
    expect(studio.root.locator('[data-part="energy-origin"]')).to_have_text("exact, light cones")
    values["t3"] = studio.drag_slider("t3", 0.8)
    passes(expect_energy, studio, energy(values))
    simulator = qd.Simulator(circuit(), observable, engine="light_cone")
    passes(expect_energy, studio, simulator.expectation(values))
    state = studio.root.get_by_label("Probability of 1 of each qubit")
    expect(state).to_contain_text("A whole state would need 16 TiB")
    expect(state.get_by_label("Engine")).to_have_attribute("title", re.compile("up to 2 qubits"))
    expect(studio.root.get_by_label("Status")).to_contain_text("exact, light cones")
    bars = state.locator('[data-part="marginals"]')
    bars.hover()
    expect(page.get_by_role("tooltip")).to_contain_text("Probability of 1 of q")


def test_what_the_page_cannot_find_comes_from_python(page: Page, files: FileServers) -> None:
    """Bonds stay small where cones are wide and Pauli paths are cut."""
    layer = [f"ry(a) {q}" for q in range(24)] + [f"cx {q} {q + 1}" for q in range(23)]
    staircase = qd.Circuit.of(24, "; ".join(3 * layer))
    observable = qd.problems.tfim(24).observable
    drawn = Document(staircase, parameters=(Parameter("a", 0.7),), observable=observable)
    page.goto(files.serve(drawn).url)
    studio = Drawn(page, page.locator(".qdesign-host")).wait()
    origin = studio.root.locator('[data-part="energy-origin"]')
    expect(origin).to_contain_text("exact, matrix product state in Python", timeout=60_000)
    simulator = qd.Simulator(staircase, observable, engine="mps")
    energy, (slope,) = simulator.gradient({"a": 0.7})
    expect_energy(studio, energy)
    bloch = studio.root.get_by_label("Bloch vectors", exact=True)
    expect(bloch).to_contain_text("exact, matrix product state in Python")
    studio.root.get_by_label("Gradient of a", exact=True).hover()
    expect(page.get_by_role("tooltip")).to_contain_text(f"{slope:.6f}"[:-2], timeout=60_000)
