"""What a search found, with how it came there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from qdesign.circuit import Circuit
from qdesign.document import Document
from qdesign.problems.problem import Problem
from qdesign.search.method import Reason
from qdesign.showing.drawing import image, svg
from qdesign.showing.figures import Curve, curves, frame
from qdesign.showing.tables import count, number, table


@dataclass(frozen=True, slots=True)
class Found:
    """The best circuit of a search.

    Attributes:
        circuit: its parameters are named in the order in which they were added.
        values: of its parameters, radians by name.
        energy: the expectation there, exact.
        problem: what was minimized.
        actions: labels of what was added.
        exact_energy: the lowest energy, where it is known at once.
        reason: why it ended: reached (within the tolerance of the lowest energy), out of gates,
            no gain, cancelled.
        history: (circuits tried, gates of the best one, its energy), whenever there was a better.
        method, seed: how it was searched.
        num_circuits: circuits that were tuned.
        num_evaluations: energies and gradients of all tunings.
    """

    circuit: Circuit
    values: Mapping[str, float]
    energy: float
    problem: Problem
    actions: tuple[str, ...]
    exact_energy: float | None
    reason: Reason
    history: tuple[tuple[int, int, float], ...]
    method: str
    seed: int
    num_circuits: int
    num_evaluations: int

    @property
    def num_gates(self) -> int:
        """Actions that were taken."""
        return len(self.actions)

    @property
    def document(self) -> Document:
        """The circuit at its values with the problem, to save or to open: `qd.Studio(…)`."""
        return Document(self.circuit).with_problem(self.problem).with_values(self.values)

    @property
    def origin(self) -> str:
        """How it was found and why it ended, in a few words."""
        tried = count(self.num_circuits, "circuit")
        return f"{self.method}, seed {self.seed}; {self.reason} after {tried}; exact"

    def __repr__(self) -> str:
        return (
            f"Found(energy {round(self.energy, 6) + 0.0:.6f}, {count(self.num_gates, 'action')}, "
            f"{count(len(self.values), 'parameter')}: {self.origin})"
        )

    def _repr_html_(self) -> str:
        known = "" if self.exact_energy is None else f", lowest {number(self.exact_energy)}"
        rows = [(f"{k}", label) for k, label in enumerate(self.actions, 1)]
        if len(rows) > 20:
            rows = [*rows[:19], (f"… {len(rows) - 19:,} more", "")]
        title = f"Energy {number(self.energy)}{known}"
        drawn = image(svg(self.circuit))
        return drawn + table(rows, title=title, heads=("", "action"), foot=self.origin)

    def to_pandas(self) -> Any:
        """When there was a better circuit: columns `circuits`, `gates` and `energy`.

        Raises:
            MissingKit: pandas is not installed.
        """
        columns = ("circuits", "gates", "energy")
        return frame({name: [row[k] for row in self.history] for k, name in enumerate(columns)})

    def plot(self, *others: Found) -> Any:
        """The best energy by circuits tried as a Plotly figure; with other results, all of them.

        Raises:
            MissingKit: plotly is not installed.
        """
        lines = [
            Curve(
                f"{each.method}, seed {each.seed}",
                [row[0] for row in each.history],
                [row[2] for row in each.history],
                color=place,
            )
            for place, each in enumerate((self, *others))
        ]
        return curves(
            lines,
            title=f"Energy {number(self.energy)}",
            origin=self.origin,
            labels=("circuits tried", "best energy (observable's unit)"),
        )
