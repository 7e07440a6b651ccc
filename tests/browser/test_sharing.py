"""A drawing as a link, from a studio that knows no page: the person says where one stands."""

import re

from playwright.sync_api import Locator, Page, expect

import qdesign as qd
from qdesign.document import Document
from qdesign.proofs.proof import Proof
from tests.browser.drawing import Drawn
from tests.browser.servers import FileServers


def _proved() -> Document:
    proof = Proof(qd.Circuit.of(2, "h 0; cx 0 1; rz(a) 1; rz(b) 1"))
    proof.to_diagram()
    proof.everywhere("fuse")
    return Document(proof.start).with_proof(proof)


def _share(studio: Drawn) -> Locator:
    studio.root.get_by_role("button", name="Export").first.click()
    studio.root.get_by_role("menuitem", name="Share as a link").click()
    return studio.root.get_by_role("dialog", name="Share")


def test_a_proof_goes_along_in_a_link_to_a_page_that_a_person_names(
    page: Page, files: FileServers
) -> None:
    document = _proved()
    server = files.serve(document)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(server.url)
    studio = Drawn(page, page.locator(".qdesign-host")).wait()
    dialog = _share(studio)
    field = dialog.get_by_role("textbox", name="Page that opens it")
    link = dialog.get_by_role("textbox", name="Link", exact=True)
    code = dialog.get_by_role("button", name="QR code")
    expect(field).to_be_focused()
    expect(link).to_have_value(re.compile(r"^#d1\."))
    expect(code).to_have_count(0)
    field.fill("example.org")
    expect(dialog.get_by_role("alert")).to_contain_text("no address of a page")
    field.fill("https://example.org/qdesign/index.html#draw")
    expect(link).to_have_value(re.compile(r"^https://example\.org/qdesign/#d1\."))
    shared = qd.from_link(link.input_value())
    assert (shared.body, shared.kept) == (document.body, document.kept)
    assert shared.proof is not None
    code.click()
    expect(dialog.get_by_role("img", name="QR code of the link")).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    # The browser keeps the address, and asks nothing of it.
    _share(studio)
    expect(link).to_have_value(re.compile(r"^https://example\.org/qdesign/#d1\."))
    assert not any("example.org" in url for url in asked)
