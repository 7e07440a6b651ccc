"""The apps to tune, compare and explore: served as `panel serve` does, used as a person does."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

import qdesign as qd
import qdesign.ui.apps
from tests.browser.servers import Server, free_port, start

APPS = Path(qdesign.ui.apps.__file__).parent


@pytest.fixture(scope="module")
def apps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("apps")
    port = free_port()
    files = [str(APPS / f"{name}.py") for name in qdesign.ui.apps.APPS]
    command = [
        *(sys.executable, "-m", "panel", "serve", *files, "--plugins", "qdesign.panel"),
        *("--port", str(port), "--address", "127.0.0.1"),
        *("--allow-websocket-origin", f"127.0.0.1:{port}"),
    ]
    environment = {"QDESIGN_QUEUE": str(folder / "queue.sqlite"), "QDESIGN_TOKEN": ""}
    server = start(command, f"http://127.0.0.1:{port}", folder, environment)
    yield server
    server.stop()


def minus(number: float, form: str) -> str:
    return f"{number:{form}}".replace("-", "−")


def number(part: Locator) -> float:
    return float(part.inner_text())


def test_qaoa_on_a_ring_and_on_a_drawn_graph(page: Page, browser: Browser, apps: Server) -> None:
    page.goto(f"{apps.url}/qaoa?nodes=8&layers=1")
    mean = page.locator(".number")
    expect(page.get_by_text("8 nodes, 8 edges, 2 parameters")).to_be_visible()
    page.get_by_role("button", name="Optimize").click()
    expect(page.get_by_text("L-BFGS: converged")).to_be_visible()
    assert number(mean) == pytest.approx(6.0, abs=1e-6)  # 3/4 of the ring
    # The address leads somebody else to the same point.
    page.wait_for_url(re.compile("values="))
    other = browser.new_context().new_page()
    other.goto(page.url)
    expect(other.locator(".number")).to_have_text(mean.inner_text())
    other.context.close()
    # A chord by two clicks: another graph, its cuts anew.
    page.locator('g[data-node="0"]').click()
    page.locator('g[data-node="4"]').click()
    expect(page.get_by_text("8 nodes, 9 edges")).to_be_visible()
    page.wait_for_url(re.compile(r"edges=[^&]*0-4"))
    box = page.locator("svg[role=group]").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2 + 30)
    expect(page.get_by_text("9 nodes, 9 edges")).to_be_visible()


def test_edges_of_an_address_that_are_none_are_said(page: Page, apps: Server) -> None:
    page.goto(f"{apps.url}/qaoa?nodes=4&edges=<b>x")
    expect(page.get_by_text("'<b>x' is not an edge. Write 0-1,1-2")).to_be_visible()
    expect(page.get_by_text("4 nodes, 4 edges, 2 parameters")).to_be_visible()


def test_ansaetze_are_compared(page: Page, apps: Server) -> None:
    page.goto(
        f"{apps.url}/comparison?problem=tfim&templates=ry_cz,hva_tfim&layers=1&starts=1&x=<b>"
    )
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_text("Done.")).to_be_visible()
    rows = page.locator("tr").filter(has=page.locator("td"))
    expect(rows).to_have_count(2)
    problem = qd.problems.tfim(4)
    circuit = qd.ansatz.template("hva_tfim", num_qubits=4, layers=1)
    cells = rows.filter(has_text="Hamiltonian").locator("td").all_inner_texts()
    tuned = qd.optimize(circuit, problem.observable, seed=0, max_steps=200)
    assert float(cells[2]) == pytest.approx(tuned.energy, abs=1e-7)
    assert cells[4:7] == [str(n) for n in (2, circuit.stats.num_two_qubit, circuit.stats.depth)]
    page.get_by_label("Qubits").fill("40")
    page.get_by_label("Qubits").press("Enter")
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_text("The problem has 40 qubits; at most 12")).to_be_visible()


def test_the_tuner_tunes_what_the_studio_shows(page: Page, apps: Server) -> None:
    page.goto(f"{apps.url}/tuner?problem=tfim&template=hva_tfim&layers=2")
    expect(page.locator(".qd-gate").first).to_be_visible()
    page.get_by_role("button", name="Optimize").first.click()
    expect(page.get_by_text("lbfgs: converged")).to_be_visible()
    told = page.locator("tr").filter(has_text="lbfgs").locator("td").nth(1).inner_text()
    shown = page.locator('[data-part="energy"]').first
    expect(shown).to_contain_text(f"{abs(float(told)):.3f}"[:4])
    page.get_by_role("button", name="Show the landscape").click()
    expect(page.get_by_text(re.compile(r"Landscape of [\d,]+ energies, exact"))).to_be_visible()


def test_noise_is_told_exactly(page: Page, apps: Server) -> None:
    page.goto(f"{apps.url}/noise?problem=tfim&num_qubits=3&layers=1&one=0.1&two=2&readout=150")
    expect(
        page.get_by_text("'readout' is '150.0'; it must be a number from 0 to 100")
    ).to_be_visible()
    page.get_by_label("Readout error").fill("1")
    page.get_by_label("Readout error").press("Enter")
    expect(page.get_by_text("total variation")).to_be_visible()
    problem = qd.problems.tfim(3)
    circuit = qd.ansatz.template("hva_tfim", num_qubits=3, layers=1)
    values = qd.optimize(circuit, problem.observable, seed=0, max_steps=300).values
    rates = {"depolarizing": {"1": 0.001, "2": 0.02}, "amplitude_damping": 5e-4, "readout": 0.01}
    noisy = qd.Simulator(circuit, problem.observable, noise=qd.Noise(rates))
    expect(page.locator(".number")).to_have_text(minus(noisy.expectation(values), ".6f"))
    page.get_by_role("button", name="Mitigate").click()
    found = qd.mitigate(circuit, problem.observable, values, noise=qd.Noise(rates))
    told = f"{minus(found.mitigated, '.4f')} ± {found.error:.4f}"
    expect(page.get_by_text(told)).to_be_visible()
    expect(page.get_by_text(found.reason)).to_be_visible()
