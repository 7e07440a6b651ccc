"""The campaigns of the page's own tests, run whole; make front runs their samples."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import qdesign as qd

ROOT = Path(__file__).resolve().parents[1]


def front(file: str, test: str) -> None:
    """Runs one test of the page, which reads its size from scripts/campaign.json."""
    done = subprocess.run(
        ["node_modules/.bin/vitest", "run", file, "-t", test],
        cwd=ROOT / "extension",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    assert "passed" in done.stdout


@pytest.mark.campaign
@pytest.mark.sized("sequences of 1,000 edits, undone")
def test_edits_are_undone_and_redone() -> None:
    front("test/state/history.test.ts", "gives back the same objects")


@pytest.mark.campaign
@pytest.mark.sized("sequences of 60 edits, written")
def test_edits_keep_every_rule() -> None:
    front("test/document/edit.test.ts", "keeps every rule")


@pytest.mark.campaign
@pytest.mark.sized("documents, programs and circuits, in both languages")
def test_both_languages_take_the_same() -> None:
    corpus = "extension/build/corpus.json"
    subprocess.run([sys.executable, "-m", "scripts.corpus", corpus], cwd=ROOT, check=True)
    front("test/document/corpus.test.ts", "the corpus that Python wrote")


@pytest.mark.campaign
@pytest.mark.sized("documents in the page with no server")
def test_the_page_with_no_server_computes_what_python_does() -> None:
    corpus = "extension/build/corpus.json"
    subprocess.run([sys.executable, "-m", "scripts.corpus", corpus], cwd=ROOT, check=True)
    front("test/hosts/same-as-python.test.ts", "the page with no server")
    links = json.loads((ROOT / "extension" / "build" / "links.json").read_text("utf-8"))
    assert len(links) > 300
    for link, text in links:
        assert qd.from_link(link).dumps() == text
