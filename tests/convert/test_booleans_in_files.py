"""Boolean parameters come back from files of ZX tools, with whatever factor they stand."""

from __future__ import annotations

import importlib
import json
from dataclasses import replace
from typing import Any

import pytest

import qdesign as qd
from qdesign.convert import pyzx_json
from tests.notation import diagram

_read: Any = importlib.import_module("pyzx").Graph.from_json


@pytest.mark.parametrize("phase", ["p", "2*p", "pi*p", "p + pi*q", "p + pi*p", "x + p/2"])
def test_booleans_come_back(phase: str) -> None:
    given = replace(diagram(f"in0 - a:Z({phase}) - out0"), booleans=("p", "q"))
    for back in (
        pyzx_json.loads(pyzx_json.dumps(given)),
        qd.zx.from_tikz(qd.zx.to_tikz(given)),
    ):
        assert back.booleans == given.booleans
        assert [s.phase for s in back.spiders] == [s.phase for s in given.spiders]
    assert _read(pyzx_json.dumps(given)).num_vertices() == 3


def test_what_is_no_list_of_booleans_is_left_alone() -> None:
    facts = json.loads(pyzx_json.dumps(diagram("in0 - a:Z(p) - out0")))
    assert "booleans" not in facts
    for wrong in (5, {"p": True}, [["p"], 3]):
        assert pyzx_json.loads(json.dumps({**facts, "booleans": wrong})).booleans == ()
