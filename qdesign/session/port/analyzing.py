"""Questions about figures of an ansatz, one a question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qdesign.analyze.figure import Figure
from qdesign.document import Document
from qdesign.rows import Value
from qdesign.session.port.values import whole


@dataclass(frozen=True, slots=True)
class AnalyzeQuestion:
    """Which figure of the document's circuit, its observable and its values.

    Attributes:
        name: of a row of the catalog, kind `analysis`.
        options: of the row.
        seed: for rows that draw random numbers; others do without.
    """

    document: Document
    name: str
    options: Mapping[str, Value]
    seed: int = whole(0, 2**31 - 1)


@dataclass(frozen=True, slots=True)
class AnalyzeResult:
    """The figure that was asked for."""

    figure: Figure
