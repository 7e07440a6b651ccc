"""The notebook widget and its kernel: both ways, and on without one."""

import base64
import re
from pathlib import Path

import nbformat
from playwright.sync_api import Page, expect

import qdesign as qd
from qdesign.document import Document
from tests.browser.drawing import Drawn
from tests.browser.hosts import KERNEL, Notebook, ask, run
from tests.browser.servers import Server, eventually

SETUP = """
h2 = qd.problems.h2()
ansatz = qd.Circuit.of(2, "ry(theta) 1; x 0; cx 1 0")
studio = qd.Studio(qd.Document(body=ansatz, observable=h2.observable))
events = []
studio.observe(lambda change: events.append(dict(change["new"])), "values")
"""
H2 = qd.problems.h2()
ANSATZ = qd.Circuit.of(2, "ry(theta) 1; x 0; cx 1 0")


def exact(theta: float) -> float:
    return qd.Simulator(ANSATZ, H2.observable).expectation({"theta": theta})


def test_values_and_circuits_go_both_ways(page: Page, lab: Server) -> None:
    studio = Notebook(page, lab, "both-ways").open(SETUP.strip())
    run(page, "studio.values = {'theta': -0.3}")
    expect(studio.slider("theta")).to_have_attribute("aria-valuenow", "-0.3")
    studio.expect_energy(exact(-0.3))

    value = studio.drag_slider("theta", 0.7)
    studio.expect_energy(exact(value))
    eventually(lambda: ask(page, lab.folder, "studio.values") == {"theta": value})
    eventually(lambda: ask(page, lab.folder, "studio.document.values") == {"theta": value})
    events = ask(page, lab.folder, "events")
    assert len(events) >= 2, "the drag was told on its way"
    assert ask(page, lab.folder, "studio.sliders['theta'].value") == value

    run(page, "studio.circuit = qd.Circuit.of(2, 'h 0; cx 0 1; rz(theta) 1; rx(phi) 0')")
    expect(studio.gates).to_have_count(4)
    expect(studio.slider("phi")).to_be_visible()
    assert studio.value("theta") == value
    studio.type("Control+z")
    expect(studio.gates).to_have_count(3)
    eventually(lambda: ask(page, lab.folder, "studio.circuit.num_operations") == 3)


def test_the_page_goes_on_while_the_kernel_is_busy_and_after_it_died(
    page: Page, lab: Server
) -> None:
    studio = Notebook(page, lab, "no-kernel").open(SETUP.strip())
    page.evaluate(
        """() => {
          const { sessionContext } = window.jupyterapp.shell.currentWidget.context;
          sessionContext.session.kernel.requestExecute({ code: 'import time; time.sleep(30)' });
        }"""
    )
    value = studio.drag_slider("theta", 0.65)
    studio.expect_energy(exact(value))

    page.evaluate("() => window.jupyterapp.shell.currentWidget.context.sessionContext.shutdown()")
    expect(page.locator("#jp-bottom-panel")).not_to_contain_text("| Busy")
    value = studio.drag_slider("theta", 0.3)
    studio.expect_energy(exact(value))
    studio.type("h")
    expect(studio.gates).to_have_count(4)
    studio.type("Control+z")
    expect(studio.gates).to_have_count(3)


def test_keys_stay_in_the_studio_and_saving_leaves_it(page: Page, lab: Server) -> None:
    """In command mode `a` adds a cell, `x` cuts one, and two `d` delete one."""
    studio = Notebook(page, lab, "keys").open()
    cells = page.locator(".jp-NotebookPanel .jp-Cell")
    expect(cells).to_have_count(2)
    studio.type("a", "x", "d", "d", "b", "m", "Escape", "ArrowDown")
    expect(cells).to_have_count(2)
    tab = page.locator("#jp-main-dock-panel .lm-TabBar-tab.jp-mod-current")
    expect(tab).to_contain_text("keys.ipynb")
    studio.type("Control+s")
    path = lab.folder / "keys.ipynb"
    eventually(lambda: "widget-view+json" in path.read_text())


def test_a_saved_notebook_shows_the_circuit_without_a_kernel(page: Page, lab: Server) -> None:
    place = Notebook(page, lab, "saved")
    studio: Drawn = place.open(SETUP.strip())
    text = place.save(studio)
    assert Document.loads(text).body == ANSATZ
    from nbconvert import HTMLExporter

    html, _ = HTMLExporter().from_filename(str(lab.folder / "saved.ipynb"))
    pictures = [
        base64.b64decode(found).decode()
        for found in re.findall(r"data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)", html)
    ]
    assert any("<title>Circuit on 2 qubits, 3 operations</title>" in text for text in pictures)


def test_what_a_notebook_was_saved_with_is_seen_before_it_is_trusted(
    page: Page, lab: Server
) -> None:
    """JupyterLab cleans HTML of others and shows no SVG of theirs; both themes show the picture."""
    source = Path(__file__).parents[2] / "notebooks" / "01-first-ansatz.ipynb"
    (lab.folder / "story.ipynb").write_text(source.read_text("utf-8"), "utf-8")
    Notebook(page, lab, "story").visit()
    picture = page.get_by_role("img", name="Circuit on 2 qubits, 3 operations")
    table = page.locator(".jp-OutputArea-output table").first
    for theme in ("JupyterLab Dark", "JupyterLab Light"):
        page.evaluate(
            "theme => window.jupyterapp.commands.execute('apputils:change-theme', { theme })", theme
        )
        expect(page.locator("body")).to_have_attribute("data-jp-theme-name", theme)
        expect(picture).to_be_visible()
        assert picture.evaluate("img => img.decode().then(() => img.naturalWidth)") > 100
        expect(table).to_contain_text("−0.332404")
    expect(page.get_by_text("untrusted")).to_have_count(0)


def test_run_all_leaves_plain_sliders_where_the_last_cell_put_them(page: Page, lab: Server) -> None:
    notebook = nbformat.v4.new_notebook(metadata={"kernelspec": KERNEL})
    cells = (
        f"import qdesign as qd\n{SETUP.strip()}\nstudio",
        "studio.values = {'theta': 0.123456}",
        "from ipywidgets import VBox\nVBox([*studio.sliders.values()])",
        "studio.values = {'theta': -0.22353712345}",
    )
    notebook.cells = [nbformat.v4.new_code_cell(cell) for cell in cells]
    nbformat.write(notebook, lab.folder / "run-all.ipynb")
    Notebook(page, lab, "run-all").visit()
    asked = "[studio.values['theta'], studio.sliders['theta'].value]"
    for _ in range(3):
        page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")
        slider = page.locator(".jp-OutputArea .noUi-handle")
        expect(slider).to_have_attribute("aria-valuetext", re.compile(r"^-0\.22"))
        expect(page.locator(".jp-OutputArea .widget-readout")).to_have_text("−0.223537")
        assert ask(page, lab.folder, asked) == [-0.22353712345, -0.22353712345]
    run(page, "studio.values = {'theta': 0.123456}")
    expect(slider).to_have_attribute("aria-valuetext", re.compile(r"^0\.12"))
    assert ask(page, lab.folder, asked) == [0.123456, 0.123456]
    # A person moves it still, and the studio follows.
    slider.focus()
    page.keyboard.press("ArrowRight")
    eventually(lambda: ask(page, lab.folder, asked)[0] > 0.2)
    moved = ask(page, lab.folder, asked)
    assert moved[0] == moved[1]
    Drawn(page, page.locator(".jp-NotebookPanel .qdesign-host")).expect_energy(exact(moved[0]))
