"""Where an optimizer ended, with its history as a table and as a figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from qdesign.showing.figures import Curve, curves, frame
from qdesign.showing.tables import count, number, table

_SHOWN: Final = 13
_DRAWN: Final = 2_000
"""Points of a line; of longer histories every k-th step is drawn."""

Reason = Literal["converged", "stationary", "out of steps", "cancelled", "not a number"]


@dataclass(frozen=True, slots=True)
class Optimization:
    """Where an optimizer ended.

    Attributes:
        values: the best values found, radians by name; with shots those where it ended.
        energy: the expectation there; with shots measured there.
        history: the best energy so far, after the start and after each step.
        method, seed: how it was found.
        num_evaluations: energies, gradients and curvatures that were run.
        reason: why it ended. converged: at a minimum, told from a saddle or a maximum by its
            curvature, or with shots where what is left to gain drowns in the error; stationary: the
            energy does not change with the values, neither there nor lower elsewhere; out of steps;
            cancelled; not a number: an energy of the step behind the last one was none.
        kicks: how often it rested where no slope leads on though lower points are near, at a
            maximum, a saddle or a plain, and was kicked on, in a direction drawn from `seed`.
        energies: of the steps themselves, in the order of `history`.
        errors: one standard error of each of these; 0 where they are exact.
        slopes: the norm of the gradient at each step; None where it is not known.
        energy_error: one standard error of `energy`; 0 where it is exact.
        shots: of each energy; 0 where they are exact.
        is_noisy: was there noise?
        is_measured_anew: with shots, was the energy measured again after these values were chosen?
            If not, it is the lowest of all, and luck makes that lower than it is.
        begun: steps that were done before, where it went on from a state.
        state: give it as `state` to go on from here, with the same circuit and method.
        engine: where it is not the state vector, which one ran and how far off `energy` may be.
        runs: with several starts each of them, grown layer by layer each stage.
    """

    values: dict[str, float]
    energy: float
    history: tuple[float, ...]
    method: str
    seed: int
    num_evaluations: int
    reason: Reason
    kicks: int = 0
    energies: tuple[float, ...] = ()
    errors: tuple[float, ...] = ()
    slopes: tuple[float | None, ...] = ()
    energy_error: float = 0.0
    shots: int = 0
    is_noisy: bool = False
    is_measured_anew: bool = False
    begun: int = 0
    state: Mapping[str, Any] = field(default_factory=dict[str, Any], compare=False, repr=False)
    runs: tuple[Optimization, ...] = ()
    engine: str = ""

    @property
    def num_steps(self) -> int:
        """Steps that were done, those before it went on among them."""
        return self.begun + len(self.history) - 1

    @property
    def origin(self) -> str:
        """How it was found and why it ended, in a few words."""
        return f"{self.method}, seed {self.seed}; {self._end}; {self._kind}"

    @property
    def _end(self) -> str:
        if self.reason == "not a number":
            return f"not a number in step {self.num_steps + 1:,}"
        return f"{self.reason} after {count(self.num_steps, 'step')}"

    @property
    def _kind(self) -> str:
        noise = " with noise" if self.is_noisy else ""
        if not self.shots:
            return self.engine or f"exact{noise}"
        chosen = "" if self.is_measured_anew else ", the lowest of all"
        return f"sampled with {count(self.shots, 'shot')} each{noise}{chosen}"

    @property
    def _energy(self) -> str:
        error = f" ± {self.energy_error:.2g}" if self.shots else ""
        return f"{number(self.energy)}{error}"

    def __repr__(self) -> str:
        error = f" ± {self.energy_error:.2g}" if self.shots else ""
        return (
            f"Optimization(energy {self.energy:.6f}{error}, "
            f"{count(len(self.values), 'parameter')}: {self.origin})"
        )

    def _repr_html_(self) -> str:
        rows = [("energy", self._energy)]
        rows += [(name, f"{number(value)} rad") for name, value in self.values.items()]
        more = len(rows) - _SHOWN
        if more > 0:
            rows = [*rows[:_SHOWN], (f"… {more:,} more", "")]
        return table(rows, foot=self.origin)

    def to_pandas(self) -> Any:
        """The history as a pandas DataFrame: a row a step.

        Columns are `energy` (of the step itself), `best` (so far), `error` (one standard error, 0
        where energies are exact) and `slope` (the norm of the gradient, NaN where not known).

        Raises:
            MissingKit: pandas is not installed.
        """
        columns = {
            "step": range(self.begun, self.begun + len(self.history)),
            "energy": list(self.energies),
            "best": list(self.history),
            "error": list(self.errors),
            "slope": [float("nan") if each is None else each for each in self.slopes],
        }
        return frame(columns, index="step")

    def plot(self, *others: Optimization) -> Any:
        """The history as a Plotly figure; with other results, all of them over the same steps.

        Each line is the best energy so far; dots are the energies of the steps, with their errors.

        Raises:
            MissingKit: plotly is not installed.
        """
        shown = (*(self.runs or (self,)), *others)
        found: list[Curve] = []
        for place, each in enumerate(shown):
            name = f"{each.method}, seed {each.seed}" if len(shown) > 1 else "best"
            found.extend(_curves(each, place, name))
        step = max(_stride(len(each.history)) for each in shown)
        thinned = f"; one step in {step} is drawn" if step > 1 else ""
        return curves(
            found,
            title=f"Energy {self._energy}",
            origin=f"{self.origin}{thinned}",
            labels=("step", "energy (observable's unit)"),
        )


def _curves(found: Optimization, place: int, name: str) -> Sequence[Curve]:
    """The best energy so far, and the energies of the steps."""
    length = len(found.history)
    # The last step is always drawn.
    kept = [*range(0, length - 1, _stride(length)), length - 1]
    steps = [found.begun + k for k in kept]
    best = Curve(name, steps, [found.history[k] for k in kept], color=place)
    if not found.energies:
        return (best,)
    errors = [found.errors[k] for k in kept] if found.shots else None
    energies = [found.energies[k] for k in kept]
    own = Curve(f"{name}: steps", steps, energies, color=place, dots=True, errors=errors)
    return (best, own)


def _stride(length: int) -> int:
    return -(-length // _DRAWN)
