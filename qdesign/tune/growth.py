"""What ADAPT grew: the ansatz with its values, and what was added when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from qdesign.circuit import Circuit
from qdesign.showing.figures import Curve, curves, frame
from qdesign.showing.tables import count, number, table

Reason = Literal["converged", "stationary", "no gain", "out of steps", "cancelled", "not a number"]
_SHOWN: Final = 12


@dataclass(frozen=True, slots=True)
class Grown:
    """One gate that was added.

    Attributes:
        operator: the candidate that was taken.
        slope: its slope before, in the observable's unit per radian.
        energy: with all angles tuned after it was added.
        num_evaluations: energies and gradients of that tuning.
    """

    operator: str
    slope: float
    energy: float
    num_evaluations: int


@dataclass(frozen=True, slots=True)
class Growth:
    """An ansatz that was grown gate by gate.

    Attributes:
        circuit: the ansatz; its parameters are named in the order in which they were added.
        values: of its parameters, radians by name.
        energy: the expectation there.
        start_energy: before the first gate.
        history: one entry a gate.
        reason: why it ended. converged: no candidate has a slope above `tolerance`, and where the
            lowest energy is known, this is it; stationary: none has one, though lower energies are
            known or nothing says that there are none; no gain: the last gate brought nothing and
            was left out; out of steps: `max_gates` are there; cancelled; not a number.
        slope: the largest that is left, by size; None where it was not looked at again.
        tolerance: see `reason`; in the observable's unit per radian.
        exact_energy: the lowest one, where it is known at once.
        pool, method, seed: how it was grown.
        num_candidates: of the pool.
        num_evaluations: energies and gradients of all tunings.
        is_noisy: were angles tuned under noise?
    """

    circuit: Circuit
    values: Mapping[str, float]
    energy: float
    start_energy: float
    history: tuple[Grown, ...]
    reason: Reason
    slope: float | None
    tolerance: float
    exact_energy: float | None
    pool: str
    method: str
    seed: int
    num_candidates: int
    num_evaluations: int
    is_noisy: bool = False

    @property
    def num_gates(self) -> int:
        """Gates that were added."""
        return len(self.history)

    @property
    def why(self) -> str:
        """Why it ended, in a sentence."""
        gates = count(self.num_gates, "gate")
        if self.reason == "converged":
            return f"Converged with {gates}: {self._flat}."
        if self.reason == "stationary":
            known = "nothing says whether lower energies exist"
            if self.exact_energy is not None:
                above = number(self.energy - self.exact_energy)
                known = f"the energy is {above} above the lowest"
            return f"Stationary after {gates}: {self._flat}, but {known}."
        return {
            "no gain": f"No gain: gate {self.num_gates + 1} did not lower the energy.",
            "out of steps": f"Out of steps: {gates} were allowed.",
            "cancelled": f"Cancelled after {gates}.",
            "not a number": f"Not a number: the energy with gate {self.num_gates + 1} is none.",
        }[self.reason]

    @property
    def _flat(self) -> str:
        candidates = count(self.num_candidates, "candidate")
        return f"none of {candidates} has a slope above {self.tolerance:g}"

    @property
    def origin(self) -> str:
        """How it was grown and why it ended, in a few words."""
        noise = ", exact with noise" if self.is_noisy else ", exact"
        return f"pool {self.pool}, {self.method}, seed {self.seed}{noise}. {self.why}"

    def __repr__(self) -> str:
        return f"Growth(energy {self.energy:.6f}, {count(self.num_gates, 'gate')}: {self.reason})"

    def _repr_html_(self) -> str:
        rows = [("start", "", number(self.start_energy))]
        rows += [
            (f"{k} {each.operator}", f"{abs(each.slope):.3g}", number(each.energy))
            for k, each in enumerate(self.history, 1)
        ]
        if len(rows) > _SHOWN:
            rows = [*rows[: _SHOWN - 1], (f"… {len(rows) - _SHOWN:,} more", "", ""), rows[-1]]
        known = "" if self.exact_energy is None else f", lowest {number(self.exact_energy)}"
        title = f"Energy {number(self.energy)}{known}"
        return table(rows, title=title, heads=("gate", "slope", "energy"), foot=self.origin)

    def to_pandas(self) -> Any:
        """The history as a pandas DataFrame: a row a gate, row 0 the start.

        Columns are `operator`, `slope` (by size, before it was added, per radian), `energy` (after
        it was tuned) and `evaluations`.

        Raises:
            MissingKit: pandas is not installed.
        """
        columns = {
            "gate": range(self.num_gates + 1),
            "operator": ["", *(each.operator for each in self.history)],
            "slope": [float("nan"), *(abs(each.slope) for each in self.history)],
            "energy": [self.start_energy, *(each.energy for each in self.history)],
            "evaluations": [0, *(each.num_evaluations for each in self.history)],
        }
        return frame(columns, index="gate")

    def plot(self, *others: Growth) -> Any:
        """The energy by gate as a Plotly figure; with other results, all of them.

        Raises:
            MissingKit: plotly is not installed.
        """
        shown = (self, *others)
        lines = [
            Curve(
                each.pool,
                list(range(each.num_gates + 1)),
                [each.start_energy, *(grown.energy for grown in each.history)],
                color=place,
            )
            for place, each in enumerate(shown)
        ]
        return curves(
            lines,
            title=f"Energy {number(self.energy)}",
            origin=self.origin,
            labels=("gates", "energy (observable's unit)"),
        )
