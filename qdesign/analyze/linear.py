"""Exact elimination over the rationals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

Row = Mapping[int, Fraction]


def reduced_rows(rows: Iterable[Row]) -> dict[int, dict[int, Fraction]]:
    """Reduced row echelon form of sparse rows (column → entry), by pivot column.

    Pivots are as far left as they go, so that columns without one follow those they depend on.

    Example:
        >>> one, two, four = Fraction(1), Fraction(2), Fraction(4)
        >>> found = reduced_rows([{0: two, 1: four}, {0: one, 1: two}])
        >>> {pivot: {k: str(v) for k, v in row.items()} for pivot, row in found.items()}
        {0: {0: '1', 1: '2'}}
    """
    echelon: dict[int, dict[int, Fraction]] = {}
    for given in rows:
        row = {column: entry for column, entry in given.items() if entry}
        while row:
            lead = min(row)
            if lead not in echelon:
                factor = row[lead]
                echelon[lead] = {column: entry / factor for column, entry in row.items()}
                break
            _subtract(row, echelon[lead], row[lead])
    for pivot in sorted(echelon, reverse=True):
        row = echelon[pivot]
        for column in sorted(row):
            if column != pivot and column in echelon:
                _subtract(row, echelon[column], row[column])
    return dict(sorted(echelon.items()))


def _subtract(row: dict[int, Fraction], other: Row, factor: Fraction) -> None:
    """Row minus `factor` times another, in place."""
    for column, entry in other.items():
        left = row.get(column, Fraction(0)) - factor * entry
        if left:
            row[column] = left
        else:
            row.pop(column, None)
