"""The catalog's mechanism: options, look-ups, rows of other packages."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest

import qdesign as qd
from qdesign import rows
from qdesign.errors import InvalidRequest
from qdesign.rows import Option, Row

RATE = Option(name="rate", title="Rate", kind="number", default=0.5, low=0, high=1)
STEPS = Option(name="steps", title="Steps", kind="integer", low=1)
SHAPE = Option(name="shape", title="Shape", kind="choice", default="ring", choices=("ring", "line"))
CLOSED = Option(name="closed", title="Closed", kind="flag", default=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample(Row):
    KIND: ClassVar[str] = "sample"

    make: Callable[[int], int]
    sizes: tuple[int, ...] = ()


ROW = Sample(name="one", title="One", make=lambda n: n, options=(RATE, STEPS, SHAPE, CLOSED))


@pytest.mark.parametrize(
    ("option", "given", "held"),
    [
        (RATE, 1, 1), (RATE, np.float64(0.25), 0.25), (STEPS, np.int64(7), 7),
        (SHAPE, "line", "line"), (CLOSED, True, True),
    ],
)  # fmt: skip
def test_an_option_takes_what_it_allows(option: Option, given: object, held: object) -> None:
    assert option.checked(given) == held


@pytest.mark.parametrize(
    ("option", "given", "said"),
    [
        (RATE, 1.5, "'rate' is '1.5'; it must be a number from 0 to 1."),
        (RATE, float("nan"), "'rate' is 'nan'; it must be a number from 0 to 1."),
        (STEPS, 0, "'steps' is '0'; it must be a whole number from 1."),
        (STEPS, 1.5, "'steps' is '1.5'; it must be a whole number from 1."),
        (STEPS, True, "'steps' is 'True'; it must be a whole number from 1."),
        (SHAPE, "star", "'shape' is 'star'; it must be one of: ring, line."),
        (CLOSED, 1, "'closed' is '1'; it must be true or false."),
    ],
)
def test_an_option_says_what_it_allows(option: Option, given: object, said: str) -> None:
    with pytest.raises(InvalidRequest, match=f"^{re.escape(said)}$"):
        option.checked(given)


def test_typed_text_becomes_the_options_type() -> None:
    assert RATE.parsed("0.25") == 0.25
    assert STEPS.parsed("12") == 12
    assert CLOSED.parsed("true") is True
    with pytest.raises(InvalidRequest, match="a whole number from 1"):
        STEPS.parsed("a few")


def test_a_row_fills_in_defaults_and_refuses_what_it_does_not_take() -> None:
    assert ROW.checked({"steps": 3}) == {
        "rate": 0.5, "steps": 3, "shape": "ring", "closed": False,
    }  # fmt: skip
    with pytest.raises(InvalidRequest, match="has no option 'speed'; it takes rate, steps"):
        ROW.checked({"steps": 3, "speed": 1})
    with pytest.raises(InvalidRequest, match="needs 'steps': a whole number from 1"):
        ROW.checked({})


def test_options_are_typed_as_name_and_value() -> None:
    assert ROW.parsed(["steps=3", "rate=0.25", "closed=true"]) == {
        "steps": 3, "rate": 0.25, "closed": True,
    }  # fmt: skip
    for text, said in (
        ("steps", "is no option. Write NAME=VALUE"),
        ("speed=1", "has no option 'speed'; it takes rate, steps"),
        ("steps=0", "'steps' is '0'; it must be a whole number from 1"),
    ):
        with pytest.raises(InvalidRequest, match=said):
            ROW.parsed([text])


def test_a_row_as_data_has_no_functions() -> None:
    data = ROW.to_dict()
    assert data["name"] == "one"
    assert data["sizes"] == []
    assert data["options"][0]["high"] == 1
    assert "make" not in data


def test_unknown_kinds_are_refused_with_those_that_are_known() -> None:
    assert qd.catalog()[0] == "gate"
    with pytest.raises(InvalidRequest, match=r"no kind 'gadget'\. Choose one of: gate, rule"):
        qd.catalog("gadget")


PLUGIN = """
from dataclasses import dataclass
from typing import ClassVar
from qdesign.rows import Row

@dataclass(frozen=True, slots=True, kw_only=True)
class Sample(Row):
    KIND: ClassVar[str] = "sample"

GOOD = Sample(name="good", title="Good")
OTHER = "no row"
SPACED = Sample(name="Bad Name", title="Spaced")
ROWS = (Sample(name="own", title="Own"),)
"""
ENTRIES = """
[qdesign.sample]
good = {module}:GOOD
other = {module}:OTHER
broken = {module}:MISSING
spaced = {module}:SPACED
"""


def test_rows_of_other_packages_come_with_their_origin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    module = "acme_sample_rows"
    (tmp_path / f"{module}.py").write_text(PLUGIN)
    info = tmp_path / "acme-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(ENTRIES.format(module=module))
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(rows, "KINDS", {**rows.KINDS, "sample": module})
    caplog.set_level(logging.ERROR, logger="qdesign")

    found = qd.catalog("sample")

    assert list(found) == ["own", "acme/good"]
    assert found["acme/good"].origin == "acme"
    assert "'other' of acme is no row of kind 'sample'" in caplog.text
    assert "The sample 'broken' of acme does not load" in caplog.text
    assert "The sample 'Bad Name' of acme is left out" in caplog.text
    with pytest.raises(InvalidRequest, match=r"Write it with the package .*: acme/good\."):
        rows.find(type(found["own"]), "good")
    assert rows.find(type(found["own"]), "own").title == "Own"
    with pytest.raises(
        InvalidRequest, match=r"There is no sample 'x'\. Choose a sample: own, acme/good\."
    ):
        rows.find(type(found["own"]), "x")
    sys.modules.pop(module)
