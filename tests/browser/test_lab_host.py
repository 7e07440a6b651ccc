"""What JupyterLab adds around the studio: new, open, save, rename, restore, refuse, jobs."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from qdesign import ansatz, qasm
from qdesign.circuit import Circuit
from qdesign.document import Document
from qdesign.problems import tfim
from tests.browser.drawing import Drawn, energy_of
from tests.browser.hosts import DIRTY, Lab
from tests.browser.servers import Server, asked, eventually

BELL = 'OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit[2] q;\nh q[0];\ncx q[0], q[1];\n'
OpenLab = Callable[..., Page]


def run_command(page: Page, command: str, **arguments: Any) -> Any:
    """Runs a command of JupyterLab as a menu would."""
    return page.evaluate(
        "([command, given]) => void window.jupyterapp.commands.execute(command, given)",
        [command, arguments],
    )


def tab(page: Page, name: str) -> Any:
    return page.locator("#jp-main-dock-panel .lm-TabBar-tab", has_text=name)


def studios(page: Page) -> Any:
    return page.locator(".qdesign-Studio:visible")


def layout(server: Server, workspace: str) -> str:
    """What is kept of the open tabs of a workspace."""
    kept = asked(server, f"lab/api/workspaces/{workspace}")["data"]
    return json.dumps(kept.get("layout-restorer:data", ""))


def test_a_new_ansatz_comes_from_launcher_menu_and_palette(open_lab: OpenLab, lab: Server) -> None:
    page = open_lab(workspace="new")
    page.locator(".jp-LauncherCard", has_text="Ansatz").click()
    expect(tab(page, "untitled.qdesign")).to_be_visible()
    expect(studios(page)).to_be_visible()
    made = lab.folder / "untitled.qdesign"
    assert Document.load(made).body == Circuit(2)

    page.get_by_role("menuitem", name="File", exact=True).click()
    page.locator(".lm-Menu-item", has_text=re.compile("^New")).first.hover()
    page.get_by_role("menuitem", name="Ansatz", exact=True).click()
    expect(tab(page, "untitled1.qdesign")).to_be_visible()

    page.keyboard.press("Control+Shift+C")
    page.locator(".lm-CommandPalette-input").fill("New Ansatz")
    page.locator(".lm-CommandPalette-item", has_text="New Ansatz").click()
    expect(tab(page, "untitled2.qdesign")).to_be_visible()
    paths = [session["path"] for session in asked(lab, "api/sessions")]
    assert not any(path.endswith(".qdesign") for path in paths), "a studio needs no kernel"


def test_openqasm_opens_in_the_studio_and_as_text(tabs: Lab, lab: Server) -> None:
    page = tabs.page
    tabs.open_tab(BELL, "bell.qasm")
    run_command(page, "qdesign:open-as-text")
    expect(page.locator(".jp-FileEditor .cm-content")).to_contain_text("cx q[0], q[1];")
    assert (lab.folder / "bell.qasm").read_text() == BELL


def test_a_bad_file_is_refused_where_it_is_wrong(tabs: Lab, lab: Server) -> None:
    page = tabs.page
    tabs.open_tab("")
    (lab.folder / "bad.qasm").write_text(BELL + "nogate q[0];\n")
    run_command(page, "docmanager:open", path="bad.qasm")
    refusal = page.get_by_role("alert").filter(has_text="Line 6, column 1")
    expect(refusal).to_contain_text("nogate")
    (lab.folder / "bad.qasm").write_text(BELL)
    run_command(page, "docmanager:reload")
    page.locator(".jp-Dialog").get_by_role("button", name="Reload").or_(
        refusal.get_by_role("button", name="Try again")
    ).first.click()
    expect(page.get_by_role("alert").filter(has_text="column")).to_have_count(0)


def test_an_open_studio_survives_a_rename_and_a_reload(open_lab: OpenLab, lab: Server) -> None:
    path = lab.folder / "kept.qdesign"
    Document(Circuit.of(2, "h 0; cx 0 1")).save(path)
    page = open_lab("kept.qdesign", workspace="restore")
    expect(studios(page)).to_be_visible()
    # Opening a file ends with a checkpoint of it, by the name it had.
    eventually(lambda: asked(lab, "api/contents/kept.qdesign/checkpoints") != [])
    page.evaluate(
        "window.jupyterapp.serviceManager.contents.rename('kept.qdesign', 'renamed.qdesign')"
    )
    expect(tab(page, "renamed.qdesign")).to_be_visible()
    # JupyterLab keeps its layout some time after it changed.
    run_command(page, "application:toggle-left-area")
    eventually(lambda: "qdesign:renamed.qdesign" in layout(lab, "restore"))
    page.goto(f"{lab.url}lab/workspaces/restore")
    expect(tab(page, "renamed.qdesign")).to_be_visible()
    expect(studios(page)).to_be_visible()


def test_the_side_panel_says_that_there_are_no_jobs(tabs: Lab) -> None:
    page = tabs.page
    tabs.open_tab("")
    page.locator(".jp-SideBar .lm-TabBar-tab[data-id=qdesign-jobs]").click()
    expect(page.locator("#qdesign-jobs")).to_contain_text("No jobs yet")


def test_settings_are_listed_with_their_limits(lab: Server) -> None:
    kept = asked(lab, "lab/api/settings/qdesign:plugin")["schema"]["properties"]
    assert kept["live_limit"]["default"] == 20
    assert kept["qubit_order"]["enum"] == ["q0_right", "q0_left"]
    assert kept["theme"]["enum"] == ["host", "light", "dark"]


def test_the_bundle_is_loaded_once_and_from_the_server(open_lab: OpenLab, lab: Server) -> None:
    page = open_lab(workspace="bundle")
    scripts: list[str] = []
    page.on("request", lambda request: scripts.append(request.url))
    Document(Circuit(1)).save(lab.folder / "one.qdesign")
    Document(Circuit(1)).save(lab.folder / "two.qdesign")
    for name in ("one", "two"):
        run_command(page, "docmanager:open", path=f"{name}.qdesign")
        expect(tab(page, f"{name}.qdesign")).to_be_visible()
        expect(studios(page)).to_be_visible()
    ours = [url for url in scripts if "/labextensions/qdesign/" in url]
    assert len(ours) == len(set(ours))
    assert Path(lab.folder / "one.qdesign").exists()


# Writes to IndexedDB end with the page; in the second case none of them had the time to begin.
@pytest.mark.parametrize("unwritten", [False, True])
def test_what_a_crash_left_unsaved_is_offered_again(
    open_lab: OpenLab, lab: Server, page: Page, unwritten: bool
) -> None:
    """The tab goes without saving; the file on disk is still empty."""
    name = f"crash-{unwritten}.qdesign"
    path = lab.folder / name
    Document(Circuit(2)).save(path)
    before = path.read_bytes()
    studio = Drawn(open_lab(name, workspace="crash"), studios(page)).wait()
    if unwritten:
        page.evaluate("() => { IDBDatabase.prototype.transaction = null; }")
    studio.type("h", "c")
    expect(studio.gates).to_have_count(2)
    page.goto("about:blank")
    assert path.read_bytes() == before
    studio = Drawn(open_lab(name, workspace="crash"), studios(page)).wait()
    expect(studio.gates).to_have_count(0)
    studio.root.get_by_role("button", name="Bring them back").click()
    expect(studio.gates).to_have_count(2)


PUT_SETTINGS = """async raw => {
  const token = document.cookie.match(/_xsrf=([^;]*)/)[1];
  const headers = { 'X-XSRFToken': token };
  const body = JSON.stringify({ raw });
  await fetch('/lab/api/settings/qdesign:plugin', { method: 'PUT', body, headers });
}"""


def test_the_studio_follows_the_theme_and_the_settings(open_lab: OpenLab, lab: Server) -> None:
    Document(Circuit(2)).save(lab.folder / "theme.qdesign")
    page = open_lab("theme.qdesign", workspace="theme")
    root = studios(page).locator(".qd").first
    expect(root).to_have_attribute("data-theme", "light")
    run_command(page, "apputils:change-theme", theme="JupyterLab Dark")
    expect(root).to_have_attribute("data-theme", "dark")
    # JupyterLab takes its splash screen away twice when themes follow one another too fast.
    expect(page.locator("#jupyterlab-splash")).to_have_count(0)
    run_command(page, "apputils:change-theme", theme="JupyterLab Light")
    expect(root).to_have_attribute("data-theme", "light")
    expect(page.locator("#jupyterlab-splash")).to_have_count(0)
    expect(root).to_contain_text("q₀ rightmost")
    page.evaluate(PUT_SETTINGS, '{"qubit_order": "q0_left", "theme": "dark"}')
    page.reload()
    expect(root).to_have_attribute("data-theme", "dark")
    expect(root).to_contain_text("q₀ leftmost")
    # For other tests of this server.
    page.evaluate(PUT_SETTINGS, "{}")


def test_redundant_parameters_are_shown_and_dropped(tabs: Lab) -> None:
    drawn = Document(ansatz.sim(5, num_qubits=4, layers=1), observable=tfim(4).observable)
    values = {name: 0.1 * k - 1.2 for k, name in enumerate(drawn.body.parameters)}
    text = drawn.with_values(values).dumps()
    page, studio = tabs.page, tabs.open_tab(text)
    expect(page.locator(".qd-status")).to_contain_text("28 parameters (22 independent)")
    expect(page.locator(".qd-redundant rect")).to_have_count(6)
    energy = energy_of(text, values)
    studio.expect_energy(energy)
    page.get_by_role("button", name="Reduce to 22").click()
    expect(page.locator(".qd-status")).to_contain_text("22 parameters (22 independent)")
    expect(page.locator(".qd-redundant rect")).to_have_count(0)
    studio.expect_energy(energy)
    studio.type("Control+z")
    expect(page.locator(".qd-redundant rect")).to_have_count(6)


def test_a_saved_openqasm_file_is_openqasm(tabs: Lab) -> None:
    page, studio = tabs.page, tabs.open_tab(BELL, "edited.qasm")
    expect(studio.gates).to_have_count(2)
    studio.type("End", "x")
    expect(studio.gates).to_have_count(3)
    current = page.locator("#jp-main-dock-panel .lm-TabBar-tab.jp-mod-current")
    expect(current).to_have_class(DIRTY)
    studio.type("Control+s")
    expect(current).not_to_have_class(DIRTY)
    eventually(lambda: len(qasm.loads(tabs.path.read_text()).operations) == 3)
