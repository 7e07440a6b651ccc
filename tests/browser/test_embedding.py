"""The recipe of docs/embedding.md, taken from there, served as it says, used as a person does."""

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Browser, Page, expect

import qdesign as qd
from tests.browser.drawing import Drawn
from tests.browser.servers import Server, free_port, start

DOC = Path(__file__).resolve().parents[2] / "docs" / "embedding.md"
PROBLEM = qd.problems.tfim(4)
ANSATZ = qd.ansatz.hamiltonian_variational(PROBLEM, 2)
ENERGIES = "element => Array.from(element._fullData[0].y)"


def recipe() -> str:
    [code] = re.findall(r"```python\n(# app\.py\n.*?)```", DOC.read_text(encoding="utf-8"), re.S)
    return code


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    (tmp_path / "app.py").write_text(recipe(), encoding="utf-8")
    [line] = re.findall(r"^panel serve app\.py .*$", DOC.read_text(encoding="utf-8"), re.M)
    port = free_port()
    command = [
        *(sys.executable, "-m", *line.split()),
        *("--port", str(port), "--address", "127.0.0.1"),
        *("--allow-websocket-origin", f"127.0.0.1:{port}"),
    ]
    environment = {"QDESIGN_QUEUE": str(tmp_path / "queue.sqlite")}
    server = start(command, f"http://127.0.0.1:{port}/app", tmp_path, environment)
    yield server
    server.stop()


def energy(**values: float) -> float:
    start = dict.fromkeys(ANSATZ.parameters, 0.0)
    return qd.Simulator(ANSATZ, PROBLEM.observable).expectation({**start, **values})


def test_a_chart_follows_the_energy_while_a_slider_is_dragged(page: Page, server: Server) -> None:
    page.goto(server.url)
    page.get_by_label("Name").fill("me")
    page.get_by_label("Password").fill("PASSWORD")
    page.keyboard.press("Enter")
    studio = Drawn(page, page.locator(".qdesign-host")).wait()
    chart = page.locator(".js-plotly-plot")
    expect(chart).to_be_visible()

    def follows(goal: float) -> list[float]:
        page.wait_for_function(
            f"([e, goal]) => Math.abs(({ENERGIES})(e).at(-1) - goal) < 1e-9",
            arg=[chart.element_handle(), goal],
        )
        return chart.evaluate(ENERGIES)

    assert follows(energy()) == [pytest.approx(energy())]
    name = ANSATZ.parameters[0]
    value = studio.drag_slider(name, 0.8)
    drawn = follows(energy(**{name: value}))
    assert len(drawn) > 2, "the chart followed on the way too"
    studio.expect_energy(drawn[-1])
    # From Python, to just what the page had at first.
    page.get_by_role("button", name="All parameters to zero").click()
    expect(studio.slider(name)).to_have_attribute("aria-valuenow", "0")
    follows(energy())
    # No echo: what came from Python does not go on from the page.
    count = len(chart.evaluate(ENERGIES))
    value = studio.drag_slider(name, 0.3)
    assert len(follows(energy(**{name: value}))) > count
    studio.root.get_by_label("Problem", exact=True).select_option("none")
    expect(studio.energy).to_have_count(0)
    assert chart.evaluate(ENERGIES)[-1] == pytest.approx(energy(**{name: value}))


def test_a_notebook_run_into_html_shows_the_circuit_offline(
    browser: Browser, tmp_path: Path
) -> None:
    text = DOC.read_text(encoding="utf-8")
    [cell] = re.findall(r"## In a notebook\n\n```python\n(.*?)```", text, re.S)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell)])
    nbformat.write(notebook, tmp_path / "notebook.ipynb")
    [line] = re.findall(r"^jupyter (nbconvert .*)$", text, re.M)
    command = [sys.executable, "-m", *shlex.split(line)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr

    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto((tmp_path / "notebook.html").as_uri())
    picture = page.locator(".jp-OutputArea-output img[src^='data:image/svg+xml']")
    expect(picture).to_have_count(1)
    expect(picture).to_be_visible()
    assert picture.evaluate("img => img.decode().then(() => img.naturalWidth)") > 100
    drawn = picture.evaluate("img => atob(img.src.split(',')[1])")
    assert "<title>Circuit on 2 qubits, 2 operations</title>" in drawn
    context.close()
