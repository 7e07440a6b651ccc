"""The Panel app: a document for every session, files in and out."""

import re
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from qdesign import qasm
from qdesign.circuit import Circuit
from qdesign.document import Document
from tests.browser.drawing import Drawn
from tests.browser.hosts import JOURNALED, Panel
from tests.browser.servers import FileServers, Server, eventually


def studio_on(page: Page, server: Server) -> Drawn:
    page.goto(server.url)
    return Drawn(page, page.locator(".qdesign-host")).wait()


def test_every_session_has_its_own_document(page: Page, browser: Browser, panel: Server) -> None:
    first = studio_on(page, panel)
    first.type("h")
    expect(first.gates).to_have_count(1)
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    second = studio_on(context.new_page(), panel)
    expect(second.gates).to_have_count(0)
    second.type("x", "x")
    expect(second.gates).to_have_count(2)
    expect(first.gates).to_have_count(1)
    context.close()


def test_openqasm_comes_in_and_goes_out(page: Page, panel: Server, tmp_path: Path) -> None:
    circuit = Circuit.of(2, "h 0; cx 0 1; rz(theta) 1")
    (tmp_path / "in.qasm").write_text(qasm.dumps(circuit))
    studio = studio_on(page, panel)
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Open…").click()
    chooser.value.set_files(tmp_path / "in.qasm")
    expect(studio.gates).to_have_count(3)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download .qasm").click()
    assert download.value.suggested_filename == "in.qasm"
    download.value.save_as(tmp_path / "out.qasm")
    assert qasm.loads((tmp_path / "out.qasm").read_text()) == circuit


def test_a_document_that_was_taken_along_is_saved(page: Page, panel: Server) -> None:
    studio = studio_on(page, panel)
    badge = studio.root.locator('[data-part="saved"]')
    for by, wanted in (("bar", "h 0"), ("menu", "h 0; x 0")):
        studio.type("End", wanted[-3])
        expect(badge).to_have_text("not saved")
        with page.expect_download() as download:
            if by == "bar":
                page.get_by_role("button", name="Download .qdesign").click()
            else:
                studio.root.get_by_role("button", name="Export").first.click()
                studio.root.get_by_role("menuitem", name="Document").click()
        assert Document.load(download.value.path()).body == Circuit.of(2, wanted)
        expect(badge).to_have_text("saved")


def test_openqasm_2_is_written_with_the_values_of_the_sliders(page: Page, panel: Server) -> None:
    studio = studio_on(page, panel)
    studio.root.locator(".qd-cardbutton", has_text="RY RZ").click()
    slider = studio.root.get_by_role("slider").first
    slider.press("End")
    expect(slider).to_have_attribute("aria-valuenow", re.compile(r"^3\.14"))
    with page.expect_download() as download:
        studio.root.get_by_role("button", name="Export").first.click()
        studio.root.get_by_role("menuitem", name="OpenQASM 2").click()
    text = download.value.path().read_text()
    assert qasm.loads(text).parameters == ()
    assert "ry(3.14) q[0];" in text
    said = "OpenQASM 2 has no free parameters: it was written with the values of the sliders."
    expect(studio.root.get_by_text(said)).to_be_visible()


def test_a_file_is_what_every_session_starts_with(page: Page, files: FileServers) -> None:
    server = files.serve(Document(Circuit.of(3, "h 0; cx 0 1; cx 1 2")))
    path = server.folder / "mine.qdesign"
    before = path.read_bytes()
    studio = studio_on(page, server)
    expect(studio.gates).to_have_count(3)
    studio.type("h")
    expect(studio.gates).to_have_count(4)
    again = studio_on(page, server)
    expect(again.gates).to_have_count(3)
    assert path.read_bytes() == before


def test_what_a_crash_left_is_offered_again(page: Page, panel: Server) -> None:
    studio = studio_on(page, panel)
    studio.type("h", "c")
    expect(studio.gates).to_have_count(2)
    again = studio_on(page, panel)
    expect(again.gates).to_have_count(0)
    again.root.get_by_role("button", name="Bring them back").click()
    expect(again.gates).to_have_count(2)


def test_a_tab_is_offered_what_a_closed_one_left_and_not_what_an_open_one_holds(
    page: Page, panel: Server
) -> None:
    """Two tabs of one person draw; one is closed, and a third one opens."""
    first = studio_on(page, panel)
    gone = page.context.new_page()
    second = studio_on(gone, panel)
    second.type("x", "x", "x")
    expect(second.gates).to_have_count(3)
    first.type("h")
    expect(first.gates).to_have_count(1)
    gone.close()
    third = studio_on(page.context.new_page(), panel)
    third.root.get_by_role("button", name="Bring them back").click()
    expect(third.gates).to_have_count(3)
    fourth = studio_on(page.context.new_page(), panel)
    fourth.type("h")
    expect(fourth.gates).to_have_count(1)
    expect(fourth.root.get_by_role("button", name="Bring them back")).to_have_count(0)


def test_what_was_left_is_offered_until_it_is_answered(
    page: Page, panel: Server, tmp_path: Path
) -> None:
    host = Panel(page, panel, tmp_path)
    offer = page.get_by_role("button", name="Bring them back")
    older = page.get_by_role("alert").filter(has_text="1 older")
    # Each time something is drawn and left, without a word to what was left before.
    for k, keys in enumerate(["hxy", "h", "h"]):
        studio = host.open()
        expect(offer).to_have_count(1 if k > 0 else 0)
        studio.type(*keys)
        expect(studio.gates).to_have_count(len(keys))
        expect(offer).to_have_count(1 if k > 0 else 0)
    studio = host.open()
    expect(older).to_be_visible()
    offer.click()
    expect(studio.gates).to_have_count(1)
    expect(older).to_have_count(0)
    offer.click()
    expect(studio.gates).to_have_count(3)
    expect(offer).to_have_count(0)
    host.save(studio)
    eventually(lambda: page.evaluate(JOURNALED) == 0)


def test_what_was_downloaded_is_not_offered_again(
    page: Page, panel: Server, tmp_path: Path
) -> None:
    host = Panel(page, panel, tmp_path)
    offer = page.get_by_role("button", name="Bring them back")
    studio = host.open()
    studio.type("h", "x", "y")
    expect(studio.gates).to_have_count(3)
    studio = host.open()
    offer.click()
    expect(studio.gates).to_have_count(3)
    expect(offer).to_have_count(0)
    host.save(studio)
    expect(studio.root.locator('[data-part="saved"]')).to_have_text("saved")
    eventually(lambda: page.evaluate(JOURNALED) == 0)
    # What is drawn after a download is offered.
    studio.type("End", "z")
    expect(studio.gates).to_have_count(4)
    studio = host.open()
    offer.click()
    expect(studio.gates).to_have_count(4)
