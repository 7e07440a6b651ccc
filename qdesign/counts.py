"""Counts: how often each bitstring was seen in a number of shots."""

from __future__ import annotations

from typing import Any, Final

from qdesign.showing.figures import bars, frame
from qdesign.showing.tables import bar, count, some, table

_SHOWN: Final = 16


class Counts(dict[str, int]):
    """How often each bitstring was seen; bit 0 is rightmost. A mapping as any other.

    Example:
        >>> counts = Counts({"00": 480, "11": 520})
        >>> counts, counts.shots, counts["11"]
        (Counts(1,000 shots: 11: 520, 00: 480), 1000, 520)
    """

    @property
    def shots(self) -> int:
        """How many outcomes there were in all."""
        return sum(self.values())

    @property
    def _origin(self) -> str:
        return f"sampled, {count(self.shots, 'shot')}"

    @property
    def _most(self) -> list[tuple[str, int]]:
        return sorted(self.items(), key=lambda entry: (-entry[1], entry[0]))

    def __repr__(self) -> str:
        seen = [f"{bits}: {number:,}" for bits, number in self._most]
        return f"Counts({count(self.shots, 'shot')}: {some(seen)})"

    def _repr_html_(self) -> str:
        """A bar an outcome: all of few in order, else the most frequent."""
        few = len(self) <= _SHOWN
        rows = sorted(self.items()) if few else self._most[:_SHOWN]
        highest = max(self.values(), default=0)
        total = max(self.shots, 1)
        foot = f"{self._origin}; bit 0 is rightmost"
        if not few:
            foot += f"; the {_SHOWN} most frequent of {len(self):,} outcomes"
        cells = [
            (bits, f"{number:,}", f"{number / total:.2%}", bar(number / max(highest, 1)))
            for bits, number in rows
        ]
        return table(cells, heads=("outcome", "shots", "share", ""), foot=foot)

    def to_pandas(self) -> Any:
        """A pandas DataFrame: a row an outcome, in order, with its shots and its share of all.

        Raises:
            MissingKit: pandas is not installed.
        """
        rows = sorted(self.items())
        total = max(self.shots, 1)
        columns = {
            "outcome": [bits for bits, _ in rows],
            "shots": [number for _, number in rows],
            "share": [number / total for _, number in rows],
        }
        return frame(columns, index="outcome")

    def plot(self) -> Any:
        """A Plotly figure: a bar an outcome, the 64 most frequent of many.

        Raises:
            MissingKit: plotly is not installed.
        """
        rows = sorted(self._most[:64])
        origin = f"{self._origin}; bit 0 is rightmost"
        if len(self) > len(rows):
            origin += f"; the {len(rows)} most frequent of {len(self):,} outcomes"
        return bars(
            [bits for bits, _ in rows],
            [number for _, number in rows],
            title="Counts",
            origin=origin,
            labels=("outcome", "shots"),
        )
