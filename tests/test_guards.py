"""The register of guards names code that stands, and its report fails nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from scripts import guards
from scripts.guards import GUARDS, Guard, report

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize("guard", GUARDS, ids=[guard.what for guard in GUARDS])
def test_a_guard_stands_where_the_register_says(guard: Guard) -> None:
    for place in guard.where.split(", "):
        path, _, name = place.partition(": ")
        assert (ROOT / path).exists()
        assert not name or name in (ROOT / path).read_text(encoding="utf-8")


def lacking() -> bool:
    raise AttributeError("no such function")


@pytest.mark.parametrize(
    ("peer", "is_wrong", "said"),
    [
        ("numpy", lambda: True, r"numpy [\d.]+\S*: still wrong"),
        ("numpy", lambda: False, r"numpy [\d.]+\S*: can go"),
        ("numpy", lacking, "numpy: cannot be asked, AttributeError: no such function"),
        ("qdesign-no-such-peer", lambda: True, "qdesign-no-such-peer: not installed"),
    ],
)
def test_the_report_says_what_a_peer_answered(
    monkeypatch: pytest.MonkeyPatch, peer: str, is_wrong: Callable[[], bool], said: str
) -> None:
    row = Guard("sums are done by hand", "a.py", peer, "0.1", is_wrong)
    monkeypatch.setattr(guards, "GUARDS", (row,))
    (line,) = report()
    assert line.endswith(": sums are done by hand (a.py)")
    assert re.match(said, line)
