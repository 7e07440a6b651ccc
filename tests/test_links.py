"""Drawings as links: what is made is read again, and what is wrong with one is said."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import qdesign as qd
from qdesign.errors import InvalidDocument, InvalidRequest, TooLarge
from qdesign.links import MOST
from qdesign.proofs.proof import Proof
from qdesign.ui.words import spoken
from scripts import one_site, site
from tests.notation import circuit

DRAWING = qd.Document(circuit("q0: h ● rz(θ)\nq1: . X .")).with_values({"θ": 0.3})


def test_a_link_brings_a_drawing_back_with_its_values() -> None:
    link = qd.to_link(DRAWING, page="https://example.org/qdesign/", name="Größe ψ")
    assert link.startswith("https://example.org/qdesign/#d1.")
    assert qd.from_link(link).dumps() == DRAWING.dumps()
    assert qd.from_link(qd.to_link(DRAWING.body)).body == DRAWING.body


def test_a_proof_goes_along_in_a_link() -> None:
    proof = Proof(DRAWING.body)
    proof.to_diagram()
    proof.everywhere("fuse")
    document = qd.Document(proof.start).with_proof(proof)
    found = qd.from_link(qd.to_link(document)).proof
    assert [step.rule for step in found.steps] == [step.rule for step in proof.steps]


def test_a_page_is_named_once_for_all_studios_of_a_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QDESIGN_PAGE", "https://example.org/ours/")
    assert spoken(None, language=None, words=None) == {"page": "https://example.org/ours/"}
    own = {"page": "https://example.org/mine/"}
    assert spoken(own, language=None, words=None) == own


def test_a_link_that_is_cut_says_where_and_one_that_is_changed_says_that() -> None:
    link = qd.to_link(DRAWING)
    for length in range(2, len(link)):
        with pytest.raises(InvalidDocument, match=f"cut off after {length} characters"):
            qd.from_link(link[:length])
    for changed in (link + "AB", link[:40] + "~" + link[41:], link[:-30] + "A" * 30, "#d1.2.!!"):
        with pytest.raises(InvalidDocument, match="not as they were"):
            qd.from_link(changed)


def test_what_no_link_can_be_is_refused_in_words() -> None:
    for text, words in (
        ("https://example.org/#other", "no link to a drawing"),
        ("", "no link to a drawing"),
        ("#d2." + "A" * 100, "of version 2"),
        ("#d1.99999." + "A" * 100_000, "100,010 characters; links hold 8,192"),
    ):
        with pytest.raises(InvalidDocument, match=words):
            qd.from_link(text)
    with pytest.raises(TooLarge, match=r"A link holds 8,192 characters, and this drawing needs"):
        qd.to_link(qd.ansatz.sim(5, num_qubits=9, layers=9))
    for page in ("javascript:alert(1)", "example.org", "https://example.org/#d1", "https://a b/"):
        with pytest.raises(InvalidRequest, match="no address of a page"):
            qd.to_link(DRAWING, page=page)
    # What is a list of a name and something else is no document.
    other = qd.to_link(DRAWING)
    assert len(other) < MOST
    with pytest.raises(InvalidDocument):
        qd.from_link(_link_of('["x", {"format": "qdesign", "version": 99}]'))


def _link_of(text: str) -> str:
    import base64
    import zlib

    data = base64.urlsafe_b64encode(zlib.compress(text.encode())).decode().rstrip("=")
    return f"#d1.{len(data)}.{data}"


def test_the_documentation_and_the_page_link_each_other(tmp_path: Path) -> None:
    docs, page = tmp_path / "built", tmp_path / "page"
    (docs / "guides").mkdir(parents=True)
    page.mkdir()
    (page / "index.html").write_text('<a href="docs/index.html">Docs</a>')
    search = '<form class="sidebar-search-container"></form>'
    (docs / "index.html").write_text(f'{search}<a href="guides/a.html">A</a>')
    download = '<a class="download" download="" href="../a.qdesign"><span>Download</span></a>'
    (docs / "guides" / "a.html").write_text(search + download)
    DRAWING.save(docs / "a.qdesign")
    assert one_site.joined(page, docs) == 1
    text = (page / "docs" / "guides" / "a.html").read_text()
    assert f'href="../../index.html{qd.to_link(DRAWING, name="a")}"' in text
    assert text.count('href="../../index.html"') == 1
    assert list(site.faults(page, frozenset([page / "index.html"]))) == []
    # Without documentation an older copy goes.
    shutil.rmtree(docs)
    assert one_site.joined(page, docs) == 0
    assert not (page / "docs").exists()
