"""What every row of every kind keeps, rows of other packages included."""

from __future__ import annotations

import json
import re

import pytest

import qdesign as qd
from qdesign.rows import KINDS, Row

ALL = [(kind, row) for kind in KINDS for row in qd.catalog(kind).values()]
IDS = [f"{kind}-{row.name}" for kind, row in ALL]


@pytest.mark.parametrize(("kind", "row"), ALL, ids=IDS)
def test_a_row_can_be_shown_and_asked_for(kind: str, row: Row) -> None:
    assert kind == row.KIND
    assert re.fullmatch(r"(?:[\w.-]+/)?[a-z][a-z0-9_+]*", row.name)
    assert ("/" in row.name) == (row.origin != "qdesign")
    assert row.title.strip() == row.title != ""
    for text in (row.title, row.group, row.help, row.source):
        assert "\n" not in text
        assert len(text) <= 160
    assert not row.help.endswith(".")
    data = json.loads(json.dumps(row.to_dict(), allow_nan=False))
    assert data["name"] == row.name


@pytest.mark.parametrize(("kind", "row"), ALL, ids=IDS)
def test_the_options_of_a_row_allow_their_own_defaults(kind: str, row: Row) -> None:
    names = [option.name for option in row.options]
    assert len(set(names)) == len(names)
    for option in row.options:
        assert option.name.isidentifier()
        assert option.title
        assert bool(option.choices) == (option.kind == "choice") or option.kind == "number"
        if option.default is not None:
            assert option.checked(option.default) == option.default
            typed = str(option.default)
            typed = typed.lower() if option.kind == "flag" else typed
            assert option.parsed(typed) == option.default


def test_every_kind_lists_its_rows_once() -> None:
    assert len(ALL) > 100
    for kind in KINDS:
        rows = qd.catalog(kind)
        assert [row.name for row in rows.values()] == list(rows)
        titles = [(row.group, row.title) for row in rows.values()]
        assert len(set(titles)) == len(titles), kind
