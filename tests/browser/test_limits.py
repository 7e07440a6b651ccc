"""Documents at the limits and beyond, and damaged ones: opened or refused in words, never lost."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.drawing import Drawn
from tests.browser.servers import Server

MOST = 100_000
QUBITS = 25


def text_of(num_gates: int) -> str:
    operations = {
        f"o{k}": {"gate": "h", "qubits": [k % QUBITS], "column": k // QUBITS}
        for k in range(num_gates)
    }
    body = {
        "kind": "circuit",
        "qubits": [f"q{k}" for k in range(QUBITS)],
        "clbits": 0,
        "gates": {},
        "operations": operations,
    }
    data = {"format": "qdesign", "version": 1, "parameters": [], "body": body}
    return json.dumps(data)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Files by name."""
    most = text_of(MOST).encode()
    assert len(most) < 10_000_000
    small = text_of(60).encode()
    return {
        "most.qdesign": most,
        "more.qdesign": text_of(MOST + 1).encode(),
        "heavy.qdesign": small[:-1] + b" " * (10_000_001 - len(small)) + b"}",
        "half.qdesign": small[: len(small) // 2],
        "other.qdesign": b'{"format": "qdesign", "version": 999, "body": {}}',
        "bytes.qdesign": bytes(range(256)) * 20,
    }


REFUSED = {
    "more.qdesign": "100,000",
    "heavy.qdesign": "10 MB",
    "half.qdesign": "",
    "other.qdesign": "version",
    "bytes.qdesign": "",
}


def expect_open_and_awake(studio: Drawn) -> None:
    studio.wait()
    expect(studio.root.get_by_label("Status")).to_contain_text(f"depth {MOST // QUBITS}")
    studio.type("x")
    expect(studio.gates.filter(has_text="X").first).to_be_visible()


def test_jupyterlab_opens_the_most_and_refuses_more_in_words(
    page: Page, lab: Server, open_lab: Callable[..., Page], files: dict[str, bytes]
) -> None:
    for name, content in files.items():
        (lab.folder / name).write_bytes(content)
    open_lab(workspace="limits")
    root = page.locator(".qdesign-Studio:visible")
    execute = "async ([id, given]) => void (await window.jupyterapp.commands.execute(id, given))"
    for name, words in REFUSED.items():
        page.evaluate(
            "(path) => void window.jupyterapp.commands.execute('docmanager:open', { path })", name
        )
        said = page.locator(".qdesign-Refusal, .jp-Dialog").filter(visible=True).last
        expect(said).to_contain_text(words)
        if name == "bytes.qdesign":
            # JupyterLab itself does not read it as text.
            said.get_by_role("button").last.click()
        else:
            page.evaluate(execute, ["docmanager:save", {}])
        page.evaluate(execute, ["application:close-all", {}])
        expect(root).to_have_count(0)
        assert (lab.folder / name).read_bytes() == files[name]
    page.evaluate(
        "() => void window.jupyterapp.commands.execute('docmanager:open', {path: 'most.qdesign'})"
    )
    expect_open_and_awake(Drawn(page, root))


def test_panel_opens_the_most_and_refuses_more_in_words(
    page: Page, panel: Server, files: dict[str, bytes], tmp_path: Path
) -> None:
    page.goto(panel.url)
    studio = Drawn(page, page.locator(".qdesign-host")).wait()
    studio.type("h")
    expect(studio.gates).to_have_count(1)

    def upload(name: str) -> None:
        (tmp_path / name).write_bytes(files[name])
        with page.expect_file_chooser() as chooser:
            page.get_by_role("button", name="Open…").click()
        chooser.value.set_files(tmp_path / name)

    said = page.locator(".qdesign-file-bar").get_by_role("alert")
    for name, words in REFUSED.items():
        upload(name)
        expect(said).not_to_be_empty()
        expect(said).to_contain_text(words)
        # What was drawn stays.
        expect(studio.gates).to_have_count(1)
    upload("most.qdesign")
    expect_open_and_awake(studio)
