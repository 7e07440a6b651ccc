"""Every importer: takes its own example and nobody else's, and refuses damaged text in words."""

from __future__ import annotations

import pytest

from qdesign import importers
from qdesign.document import Document
from qdesign.errors import QdesignError
from qdesign.importers.importer import Importer
from qdesign.rows import rows
from qdesign.zx.bodies import circuit_of

IMPORTERS = list(rows(Importer).values())


@pytest.mark.parametrize("row", IMPORTERS, ids=lambda row: row.name)
def test_an_importer_reads_its_example(row: Importer) -> None:
    value = row.example()
    assert row.accepts(value)
    read = row.read(value)
    assert isinstance(read, Document)
    assert circuit_of(read.body).num_operations >= 2
    assert importers.read(value).dumps() == read.dumps()


@pytest.mark.parametrize("row", IMPORTERS, ids=lambda row: row.name)
def test_nothing_else_takes_the_example_first(row: Importer) -> None:
    value = row.example()
    others = [other.name for other in IMPORTERS if other is not row and other.accepts(value)]
    assert set(others) <= {"openqasm"}


@pytest.mark.parametrize("row", [row for row in IMPORTERS if row.is_text], ids=lambda row: row.name)
def test_damaged_text_is_refused_in_words(row: Importer) -> None:
    text = str(row.example())
    refused = 0
    for cut in range(1, len(text), max(1, len(text) // 25)):
        try:
            row.read(text[:cut])
        except QdesignError:  # anything else is a bug and fails here
            refused += 1
    assert refused > 5
