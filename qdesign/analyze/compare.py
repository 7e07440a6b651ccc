"""Ansätze beside each other on one problem: size, expressiveness, training, energy."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal, final

from qdesign.analyze.analysis import Analysis
from qdesign.analyze.figure import Chart, Fact, Figure, Reason, Series
from qdesign.analyze.light_cone import LightCone
from qdesign.analyze.tuned_energy import (
    MOST_STEPS,
    MOST_TERMS,
    ROUNDING,
    STARTS,
    above_text,
    given_starts,
    is_below,
    many_terms,
    tuned_energy,
)
from qdesign.analyze.work import Progress, Work, inputs_counted, on_qubits_of
from qdesign.cancelling import Cancel
from qdesign.circuit import Circuit
from qdesign.convert.bodies import as_circuit
from qdesign.errors import Cancelled, InvalidObservable, InvalidRequest, QdesignError
from qdesign.given import given_whole
from qdesign.pauli import Observable
from qdesign.problems.problem import Problem
from qdesign.rows import rows
from qdesign.showing.tables import count, signed, table

Panel = Literal["expressibility", "trainability", "energy"]

_MOST: Final = 100
_MOST_QUBITS: Final = 14
_MOST_WORK: Final = 1_000_000
"""Gates times amplitudes of a circuit of which ten thousand states are sampled in a table."""
_SAMPLED: Final = ("expressibility", "entangling_capability")
_KL, _VARIANCE, _DEPTH, _TWO = "KL", "gradient variance", "depth", "two-qubit gates"
_ABOVE, _WORST = "energy above exact", "worst start"
_INDEPENDENT, _FROM_ZERO = "independent", "on |0…0⟩"
"""Ranks of the map and of the state."""
PANELS: Final[Mapping[Panel, tuple[str, str]]] = {
    "expressibility": (_TWO, _KL),
    "trainability": (_DEPTH, _VARIANCE),
    "energy": ("parameters", _ABOVE),
}
"""What each picture shows across and up."""


@dataclass(frozen=True, slots=True)
class _Column:
    """A column from a row of the catalog: its name there, its heading, whether it has an error."""

    figure: str
    heading: str
    has_error: bool = False


_COLUMNS: Final = (
    _Column("parameter_rank", _INDEPENDENT),
    _Column("light_cone", "dead"),
    _Column("expressibility", _KL, has_error=True),
    _Column("entangling_capability", "entangling", has_error=True),
    _Column("gradient_variance", _VARIANCE, has_error=True),
)


@final
@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Comparison(Figure):
    """Ansätze as rows of a table; `value` is the lowest energy above the exact one.

    Attributes:
        charts: the three pictures by name: expressibility against two-qubit gates, trainability
            against depth, energy after tuning.
        missing: of each ansatz why columns have nothing, by column.
    """

    charts: Mapping[str, Chart]
    missing: Mapping[str, Mapping[str, str]]

    @property
    def number(self) -> str:
        """The lowest energy above the exact one; what is below rounding is told so."""
        return "—" if self.value is None else above_text(self.value)

    def _repr_html_(self) -> str:
        errors = {f"{name} {end}" for name in self.columns for end in ("low", "high")}
        shown = [name for name in self.columns if name not in errors]
        heads = [name.replace("ansatz", "") for name in shown]
        lines = [
            [self._cell(name, row) for name in shown] for row in range(len(self.columns["ansatz"]))
        ]
        told = " ".join(f"{reason.words} {reason.detail}" for reason in self.reasons)
        origin = f"{self.stamp[:1].upper()}{self.stamp[1:]}."
        foot = " ".join(filter(None, (self.says, told, origin)))
        return table(lines, title=self.title, heads=heads, foot=foot)

    def _cell(self, name: str, row: int) -> str:
        """A cell as a person reads it, with the interval of what has an error."""
        value = self.columns[name][row]
        if name in (_ABOVE, _WORST) and isinstance(value, float):
            return above_text(value)
        if not isinstance(value, float):
            return "—" if value is None else f"{value:,}" if isinstance(value, int) else value
        low, high = (
            self.columns.get(f"{name} {end}", (None,) * (row + 1))[row] for end in ("low", "high")
        )
        shown = signed(round(value, 9) + 0.0) if name == "energy" else f"{value:.4g}"
        if isinstance(low, float) and isinstance(high, float) and low < high:
            shown += f" ({low:.3g} to {high:.3g})"
        return shown.replace("-", "−")

    def plot(self, what: Panel = "expressibility") -> Any:
        """One of its pictures as a Plotly figure.

        Args:
            what: "expressibility", "trainability" or "energy".

        Raises:
            MissingKit: plotly is not installed.
            InvalidRequest: there is no such picture.
        """
        from qdesign.showing.figures import chart

        if what not in self.charts:
            known = ", ".join(self.charts) or "none"
            raise InvalidRequest(f"'{str(what)[:40]}' is no picture here; there are: {known}.")
        drawn = self.charts[what]
        return chart(
            drawn.series,
            title=f"{drawn.y} against {drawn.x}",
            origin=self.stamp,
            labels=(drawn.x, drawn.y),
            logs=(drawn.log_x, drawn.log_y),
        )


@dataclass(slots=True)
class _Line:
    """What is found of one ansatz."""

    name: str
    circuit: Circuit
    cells: dict[str, Fact] = field(default_factory=dict[str, Fact])
    missing: dict[str, str] = field(default_factory=dict[str, str])
    outside: str = ""
    """Why its energy is below the exact one; empty where it is not."""
    is_least: bool = False
    """May more parameters be independent?"""


def compare(
    ansaetze: Mapping[str, Circuit],
    problem: Problem | Observable,
    *,
    starts: int = STARTS,
    seed: int = 0,
    progress: Progress = None,
    cancel: Cancel = None,
) -> Comparison:
    """Ansätze on one problem, a row each, sortable as a table.

    Beside the sizes: independent parameters (the rank of the map, and "on |0…0⟩" that of the
    state), those that cannot move the energy, KL to Haar,
    entangling capability, gradient variance, each with its error, and the energy above the exact
    one after tuning with L-BFGS: the best of some random starts and the worst of them. A cell that
    an ansatz does not have is None, and `missing` says why.

    Args:
        ansaetze: circuits by name, all on the problem's qubits; 100 at most.
        problem: what is minimized.
        starts: L-BFGS runs of each, from the seeds `seed`, `seed` + 1, …; 0 for no tuning.
        seed: for these and for what is sampled.
        progress: called with what is being done.
        cancel: a function or an event; asked often.

    Raises:
        InvalidRequest: no ansatz, too many, or something that is no circuit.
        InvalidObservable: the problem is on other qubits than an ansatz, which is named.
        Cancelled: `cancel` said so.

    Example:
        >>> from qdesign import ansatz, problems
        >>> two = {"sim 1": ansatz.sim(1, 2), "sim 2": ansatz.sim(2, 2)}
        >>> compare(two, problems.tfim(2), starts=2).columns["parameters"]
        (4, 4)
    """
    starts, seed = given_starts(starts), given_whole(seed, "Seed")
    lines, problem = _lines(ansaetze, problem)
    work = Work("The comparison", progress, cancel)
    observable = _observable(problem)
    exact: float | None = None
    for line in lines:
        work.say(f"{line.name}: sizes")
        stats = line.circuit.stats
        line.cells |= {
            "parameters": stats.num_parameters,
            _TWO: stats.num_two_qubit,
            _DEPTH: stats.depth,
        }
        for column in _COLUMNS:
            _fill(line, column, observable, seed, work)
        work.say(f"{line.name}: tuning")
        exact = _tune(line, problem, (starts, seed), work)
    return _figure(lines, exact, starts, seed)


def _lines(
    ansaetze: Mapping[str, Circuit], problem: Problem | Observable
) -> tuple[list[_Line], Problem | Observable]:
    """The ansätze, checked, and the problem, of which another library's value is read once."""
    if not isinstance(ansaetze, Mapping) or not ansaetze:  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidRequest(
            'Ansätze are given as circuits by name, such as {"mine": circuit}; one at least.'
        )
    if len(ansaetze) > _MOST:
        raise InvalidRequest(f"{len(ansaetze):,} ansätze were given; at most {_MOST} are compared.")
    lines: list[_Line] = []
    for name, given in ansaetze.items():
        circuit = as_circuit(given).without_final_measurements()
        try:
            observable = on_qubits_of(circuit, problem)
            problem = problem if hasattr(problem, "observable") else observable
        except InvalidObservable as error:
            raise InvalidObservable(f"'{str(name)[:60]}': {error}") from None
        lines.append(_Line(str(name), circuit))
    return lines, problem


def _fill(line: _Line, column: _Column, observable: Observable, seed: int, work: Work) -> None:
    """One cell, with its error; None and why where there is no such figure."""
    row = rows(Analysis).get(column.figure)
    headings = _headings(column)
    line.cells |= dict.fromkeys(headings)
    if row is None:
        line.missing[column.heading] = "This figure is not there."
        return
    if column.figure in _SAMPLED and _is_long(line.circuit):
        line.missing[column.heading] = (
            f"It takes long on {count(line.circuit.stats.num_gates, 'gate')} and "
            f"{count(line.circuit.num_qubits, 'qubit')}. Ask for it by itself."
        )
        return
    if column.heading == _VARIANCE and len(observable.terms) > MOST_TERMS:
        line.missing[column.heading] = many_terms(len(observable.terms))
        return
    work.say(f"{line.name}: {row.title.lower()}")
    given = (line.circuit,) if row.takes == "circuit" else (line.circuit, observable)
    options = {"seed": seed} if any(option.name == "seed" for option in row.options) else {}
    if row.is_long:
        options |= {"cancel": work.is_cancelled}
    try:
        figure: Figure = row.run(*given, **options)
    except Cancelled:
        raise
    except QdesignError as error:
        line.missing[column.heading] = str(error)
        return
    value = len(figure.dead) if isinstance(figure, LightCone) else figure.value
    if value is None:
        line.missing[column.heading] = figure.says
        return
    told: tuple[Fact, ...] = (value,)
    if column.heading == _INDEPENDENT:
        ranks = dict(zip(figure.columns["rank"], figure.columns["value"], strict=True))
        told += (ranks["state"],)
        line.is_least = figure.basis == "bounds"
    if column.has_error:
        error = figure.error
        ends = (value - 2 * error, value + 2 * error) if error is not None else None
        told += figure.interval or ends or (None, None)
    line.cells |= dict(zip(headings, told, strict=True))


def _is_long(circuit: Circuit) -> bool:
    """Would ten thousand states of it take more than some seconds?"""
    return circuit.num_qubits > _MOST_QUBITS or (
        circuit.stats.num_gates << circuit.num_qubits > _MOST_WORK
    )


def _observable(problem: Problem | Observable) -> Observable:
    """That of a problem, or the observable itself."""
    return problem.observable if isinstance(problem, Problem) else problem


def _headings(column: _Column) -> tuple[str, ...]:
    if column.heading == _INDEPENDENT:
        return _INDEPENDENT, _FROM_ZERO
    ends = (f"{column.heading} low", f"{column.heading} high") if column.has_error else ()
    return (column.heading, *ends)


def _tune(
    line: _Line, problem: Problem | Observable, told: tuple[int, int], work: Work
) -> float | None:
    """Best and worst energy of some L-BFGS runs, above the exact one, which is given back."""
    starts, seed = told
    found = tuned_energy(line.circuit, problem, starts=starts, seed=seed, cancel=work.is_cancelled)
    line.cells |= {_ABOVE: found.value, _WORST: found.worst, "energy": found.energy}
    if found.value is None:
        line.missing[_ABOVE] = found.says
    elif is_below(found.value):
        line.outside = found.says
    return found.exact


def _above(line: _Line) -> float:
    return float(line.cells[_ABOVE] or 0.0)


def _figure(lines: Sequence[_Line], exact: float | None, starts: int, seed: int) -> Comparison:
    headings = list(lines[0].cells)
    columns: dict[str, tuple[Fact, ...]] = {"ansatz": tuple(line.name for line in lines)}
    columns |= {heading: tuple(line.cells[heading] for line in lines) for heading in headings}
    tuned = [line for line in lines if isinstance(line.cells[_ABOVE], float)]
    inside = [line for line in tuned if not line.outside]
    # Rounding does not decide who is best.
    best = min(inside, key=lambda line: max(_above(line), ROUNDING), default=None)
    charts = {what: _chart(lines, *axes) for what, axes in PANELS.items()}
    seen = {what: drawn for what, drawn in charts.items() if drawn is not None}
    reasons = tuple(
        Reason(None, f"{line.name}: no {heading}.", why)
        for line in lines
        for heading, why in line.missing.items()
    ) + tuple(
        Reason(False, f"{line.name}: outside the sector.", line.outside)
        for line in lines
        if line.outside
    )
    lowest = None if best is None else _above(best)
    says = "No energy above the exact one is known."
    if best is not None and lowest is not None:
        shown = above_text(lowest).replace("<", "less than")
        equal = [line.name for line in inside if above_text(_above(line)) == above_text(lowest)]
        says = f"{best.name} comes nearest, {shown} above the exact energy."
        if len(equal) > 1:
            all_equal = f"{', '.join(equal[:-1])} and {equal[-1]}"
            says = f"{all_equal} come equally near, {shown} above the exact energy."
    seeds = f"{seed} to {seed + starts - 1}" if starts > 1 else str(seed)
    return Comparison(
        name="compare",
        title="Ansätze compared",
        value=lowest,
        error=None if lowest is None else 0.0,
        basis=f"best of {count(starts, 'L-BFGS start')}" if starts else "not tuned",
        unit="lowest energy above exact",
        verdict=best.name if best is not None else "",
        says=says,
        convention={
            "ansätze": len(lines), "exact energy": exact, "starts": starts, "seeds": seeds,
            "steps at most": MOST_STEPS, "low and high": "95 % or two standard deviations",
        },
        conditions=(
            "energies are local minima from random starts",
            "samples: defaults of figures",
            *(
                f"independent parameters of {line.name}: at least"
                for line in lines
                if line.is_least
            ),
            *inputs_counted(name for line in lines for name in line.circuit.parameters),
        ),
        cell=f"qd.analyze.compare(ansaetze, problem, starts={starts}, seed={seed})",
        reasons=reasons,
        chart=seen.get("expressibility") or next(iter(seen.values()), None),
        columns=columns,
        charts=seen,
        missing={line.name: dict(line.missing) for line in lines if line.missing},
    )  # fmt: skip


def _chart(lines: Sequence[_Line], across: str, up: str) -> Chart | None:
    """A named point an ansatz, with its error bar; None where no ansatz has both numbers."""
    series: list[Series] = []
    for line in lines:
        x, y = line.cells[across], line.cells[up]
        if not isinstance(x, (int, float)) or not isinstance(y, (int, float)):
            continue
        ends = (y, line.cells[_WORST]) if up == _ABOVE else tuple(
            line.cells[f"{up} {end}"] for end in ("low", "high")
        )  # fmt: skip
        low, high = (float(each) if isinstance(each, (int, float)) else float(y) for each in ends)
        series.append(
            Series(line.name, "points", (float(x),), (float(y),), (min(low, y),), (max(high, y),),
                   labels=(line.name,))
        )  # fmt: skip
    if not series:
        return None
    heights = [each.y[0] for each in series]
    wide = min(heights) > 0 and math.log10(max(heights) / min(heights)) > 1.5
    return Chart(across, up, tuple(series), log_y=wide)
