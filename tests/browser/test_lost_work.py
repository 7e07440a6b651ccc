"""Python goes while it works for a page: the page says so, what was asked ends, nothing is lost."""

import os
import random
import re
import signal
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

import qdesign as qd
from qdesign import problems
from qdesign.ansatz import sim
from qdesign.document import Document
from tests.browser.drawing import Drawn, passes
from tests.browser.hosts import Notebook, Panel, ask
from tests.browser.servers import Server, eventually, start_lab, start_panel


def long_to_simplify() -> Document:
    """Work of minutes for Simplify."""
    random.seed(1)
    columns: list[str] = []
    for _ in range(3_000):
        a, b = random.sample(range(10), 2)
        columns.append(f"cx {a} {b}; ry({random.random():.3f}) {a}; rx({random.random():.3f}) {b}")
    return Document(qd.Circuit.of(10, "; ".join(columns)))


def long_to_optimize() -> Document:
    circuit = sim(6, num_qubits=6, layers=2)
    start = dict.fromkeys(circuit.parameters, 0.2)
    return Document(circuit).with_problem(problems.heisenberg(6)).with_values(start)


def badge(studio: Drawn) -> Locator:
    return studio.root.locator('[data-part="saved"]')


def simplify(studio: Drawn) -> None:
    studio.root.get_by_role("button", name="Simplify").click()
    studio.root.locator(".qd-menu").get_by_role("menuitem").first.click()
    expect(studio.root.locator("progress")).to_be_visible()


def optimize(studio: Drawn) -> None:
    studio.root.get_by_role("button", name="Method and start").click()
    form = studio.root.get_by_role("dialog", name="Method and start")
    form.get_by_label("Method", exact=True).select_option("cobyla")
    form.get_by_label("Steps at most").fill("1000000")
    form.get_by_role("button", name="More settings").click()
    form.get_by_label("Tolerance").fill("0")
    form.get_by_role("button", name="Optimize", exact=True).click()
    expect(studio.root.locator("progress")).to_be_visible()


def expect_value(studio: Drawn, value: float) -> None:
    assert studio.value("theta_0") == value


def kill(server: Server) -> None:
    server.process.kill()
    server.stop()


def expect_end(studio: Drawn, words: str) -> None:
    expect(studio.root.get_by_role("alert").filter(has_text=words)).to_be_visible(timeout=120_000)
    expect(studio.root.locator("progress")).to_have_count(0)


@pytest.mark.parametrize("work", ["Simplify", "Optimize"])
def test_work_ends_when_the_server_of_a_file_is_gone(page: Page, tmp_path: Path, work: str) -> None:
    file = tmp_path / "one.qdesign"
    (long_to_simplify() if work == "Simplify" else long_to_optimize()).save(file)
    before = file.read_text("utf-8")
    server = start_panel(tmp_path, file)
    try:
        studio = Panel(page, server, tmp_path).open()
        if work == "Simplify":
            simplify(studio)
            kill(server)
            expect_end(studio, "The server does not answer: nothing was changed.")
            # What it began with is what is there, and nothing new is to be saved.
            expect(badge(studio)).to_have_text("saved")
        else:
            optimize(studio)
            steps = studio.root.locator(".qd-descent")
            expect(steps).to_have_attribute("data-steps", re.compile(r"\d\d"), timeout=60_000)
            kill(server)
            expect_end(studio, "The server does not answer. What COBYLA reached by step")
            # That is one step, which undo takes back.
            expect(badge(studio)).to_have_text("not saved: no answer")
            expect(studio.root.locator('[data-part="ended"]')).to_have_text(
                re.compile(r"Stopped after step [\d,]+: the server does not answer\.")
            )
            studio.page.keyboard.press("Control+z")
            passes(lambda: expect_value(studio, 0.2))
        # What is asked now is answered at once.
        studio.root.get_by_role("button", name="Simplify").click()
        studio.root.locator(".qd-menu").get_by_role("menuitem").first.click()
        expect_end(studio, "The server does not answer")
        studio.type("h")
        expect(badge(studio)).to_have_text("not saved: no answer")
        expect(studio.root).to_contain_text("A save that you ask for is done once it does")
        assert file.read_text("utf-8") == before
        server = start_panel(tmp_path, file, port=server.port)
        # Nothing is written that was not asked for.
        expect(badge(studio)).to_have_text("not saved", timeout=120_000)
        assert file.read_text("utf-8") == before
        studio.page.keyboard.press("Control+s")
        expect(badge(studio)).to_have_text("saved", timeout=120_000)
        eventually(lambda: file.read_text("utf-8") != before)
        now, then = Document.load(file), Document.loads(before)
        assert isinstance(now.body, qd.Circuit)
        assert isinstance(then.body, qd.Circuit)
        assert now.body.num_operations == then.body.num_operations + 1
        assert now.values == then.values
        # The person goes on.
        (simplify if work == "Simplify" else optimize)(studio)
    finally:
        server.stop()


def test_what_is_drawn_after_the_server_is_gone_is_offered_when_the_page_is_loaded_again(
    page: Page, tmp_path: Path
) -> None:
    server = start_panel(tmp_path)
    try:
        place = Panel(page, server, tmp_path)
        place.path.write_text(long_to_simplify().dumps(), "utf-8")
        studio = place.reopen()
        drawn = studio.root.get_by_label("Status").get_by_text("3000 two-qubit")
        expect(drawn).to_be_visible()
        simplify(studio)
        kill(server)
        expect_end(studio, "The server does not answer: nothing was changed.")
        studio.type("c")
        more = studio.root.get_by_label("Status").get_by_text("3001 two-qubit")
        expect(more).to_be_visible()
        expect(badge(studio)).to_have_text("not saved: no answer")
        page.goto("about:blank")
        server = start_panel(tmp_path, port=server.port)
        again = place.open()
        again.root.get_by_role("button", name="Bring them back").click()
        expect(again.root.get_by_label("Status").get_by_text("3001 two-qubit")).to_be_visible()
    finally:
        server.stop()


@pytest.mark.parametrize("gone", ["kernel", "server"])
def test_work_of_a_notebook_ends_when_its_kernel_is_gone(
    page: Page, tmp_path: Path, gone: str
) -> None:
    long_to_simplify().save(tmp_path / "big.qdesign")
    server = start_lab(tmp_path)
    try:
        place = Notebook(page, server, "works")
        studio = place.open("studio = qd.Studio(qd.Document.load('big.qdesign'))")
        process = ask(page, tmp_path, "__import__('os').getpid()")
        simplify(studio)
        if gone == "kernel":
            os.kill(process, signal.SIGKILL)
        else:
            kill(server)
        words = {"kernel": "The connection was lost", "server": "Python does not answer"}[gone]
        expect_end(studio, words)
        expect(badge(studio)).to_have_text("not saved: no answer")
        expect(studio.root.get_by_label("Status")).to_contain_text("3000 two-qubit")
    finally:
        server.stop()
