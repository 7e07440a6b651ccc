"""Comparison of ansätze: templates × layers on one problem, as a table and a plot.

`panel serve qdesign/ui/apps/comparison.py`, or `app()` in a notebook. Energies are exact.
"""

# Panel and Param are typed in part.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false

from __future__ import annotations

import math
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from html import escape
from typing import Any, Final

import qdesign as qd
from qdesign.ansatz import Template
from qdesign.errors import Cancelled, QdesignError
from qdesign.kits import PANEL
from qdesign.problems import Problem
from qdesign.rows import Option, rows
from qdesign.ui.apps.chosen import ChosenProblem, fitting
from qdesign.ui.apps.page import (
    SHEET,
    Address,
    Form,
    Work,
    begin,
    button,
    chart,
    figure,
    html,
    is_served,
    spread,
    when,
)

with PANEL.needed_by("An app"):
    import panel as pn

MOST_QUBITS: Final = 12
_COLORS: Final = ("#5b7fe8", "#c2692f", "#169a78", "#d6539c", "#8f6bf6", "#a38a35", "#2298c8")
_RUN: Final = (
    Option(name="layers", title="Layers up to", kind="integer", default=3, low=1, high=8),
    Option(name="starts", title="Random starts each", kind="integer", default=2, low=1, high=20),
    Option(name="steps", title="Steps at most", kind="integer", default=200, low=1, high=5000),
    Option(name="seed", title="Seed", kind="integer", default=0, low=0, high=2**31 - 1),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """What one ansatz reached.

    Attributes:
        template: the name of its row.
        layers: of these.
        energy: the lowest over the starts, exact.
        error: above the exact energy; NaN where that is not known.
        parameters, two_qubit, depth: of the circuit.
        seconds: of all starts.
        reason: why the best one ended.
    """

    template: str
    title: str
    layers: int
    energy: float
    error: float
    parameters: int
    two_qubit: int
    depth: int
    seconds: float
    reason: str


def entry(
    row: Template, layers: int, problem: Problem, *, starts: int, steps: int, seed: int, cancel: Any
) -> Entry:
    """One ansatz, tuned by L-BFGS from each of the starts.

    Raises:
        InvalidRequest: it is not on as many qubits as the problem.
    """
    circuit = fitting(row.name, problem, layers)
    begun = time.perf_counter()
    best = min(
        (
            qd.optimize(circuit, problem.observable, seed=seed + k, max_steps=steps, cancel=cancel)
            for k in range(starts)
        ),
        key=lambda each: each.energy,
    )
    if cancel.is_set():
        raise Cancelled("The comparison was stopped.")
    exact = problem.exact_energy
    stats = circuit.stats
    return Entry(
        template=row.name,
        title=row.title,
        layers=layers,
        energy=best.energy,
        error=math.nan if exact is None else max(best.energy - exact, 0.0),
        parameters=stats.num_parameters,
        two_qubit=stats.num_two_qubit,
        depth=stats.depth,
        seconds=time.perf_counter() - begun,
        reason=best.reason,
    )


class Comparison:
    """The app of one session."""

    def __init__(self) -> None:
        self._work = Work()
        self._address = Address()
        self._entries: list[Entry] = []
        given = self._address.given
        self.problem = ChosenProblem(dict(given), self._tell, most_qubits=MOST_QUBITS)
        templates = rows(Template)
        names = {row.title: name for name, row in templates.items()}
        asked = [name for name in given.get("templates", "").split(",") if name in templates]
        self.templates = pn.widgets.MultiSelect(
            name="Templates (Ctrl or ⌘ for several)",
            options=names,
            value=asked or [name for name, row in templates.items() if row.options][:4],
            size=9,
            margin=(4, 0),
            stylesheets=[SHEET],
            sizing_mode="stretch_width",
        )
        self.form = Form(_RUN, given, self._tell)
        self.run = button("Compare", self._begin, primary=True)
        self.end = button("Stop, keep what is there", self._stop)
        self.end.disabled = True
        self.said = html("", styles={"min-height": "20px"})
        self.plot = chart(height=420)
        self.table = html("")
        when(self.templates, ["value"], self._tell)
        self._tell()
        self._show()
        for sentence in (*self.form.wrong, *self.problem.wrong):
            self._say(sentence, wrong=True)

    @property
    def page(self) -> Any:
        """The choices, the plot and the table."""
        side = [
            html(
                "<h1>Comparison of ansätze</h1><p class='quiet'>How low does each get, and what "
                "does it cost? Energies are exact, by L-BFGS.</p>"
            ),
            *self.problem.parts,
            self.templates,
            *self.form.fields.values(),
            self.run,
            self.end,
            self.said,
        ]
        return spread(side, [self.plot, self.table])

    def _tell(self) -> None:
        texts = {**self.problem.texts, **self.form.texts}
        self._address.tell({**texts, "templates": ",".join(self.templates.value)})

    # The run

    def _begin(self) -> None:
        try:
            problem = self.problem.problem()
            chosen = self.form.values
        except QdesignError as error:
            self._say(str(error), wrong=True)
            return
        if not self.templates.value:
            self._say("Choose a template.", wrong=True)
            return
        most = int(chosen["layers"])
        todo = [
            (rows(Template)[name], layers)
            for layers in range(1, most + 1)
            for name in self.templates.value
        ]
        self._entries = []
        self._problem = problem
        self._skipped: list[str] = []
        self._busy(True)
        self._say(f"0 of {len(todo)}")
        numbers = {name: int(chosen[name]) for name in ("starts", "steps", "seed")}
        self._work.begin(partial(self._run, todo, problem, numbers), self._done, self._failed)

    def _run(
        self,
        todo: Sequence[tuple[Template, int]],
        problem: Problem,
        numbers: dict[str, int],
        stop: threading.Event,
    ) -> None:
        for k, (row, layers) in enumerate(todo):
            if stop.is_set():
                return
            try:
                found = entry(row, layers, problem, **numbers, cancel=stop)
            except Cancelled:
                return
            except QdesignError as error:
                self._work.tell(partial(self._skip, str(error)))
                continue
            self._work.tell(partial(self._add, found, f"{k + 1} of {len(todo)}"))

    def _add(self, found: Entry, words: str) -> None:
        self._entries.append(found)
        self._say(words)
        self._show()

    def _skip(self, why: str) -> None:
        if why not in self._skipped:
            self._skipped.append(why)

    def _done(self, _: None) -> None:
        self._busy(False)
        self._say(" ".join(["Done.", *self._skipped]))
        self._show()

    def _failed(self, why: str) -> None:
        self._busy(False)
        self._say(why, wrong=True)

    def _stop(self) -> None:
        self._work.stop()
        self._busy(False)
        self._say("Stopped: what was compared stays.")

    def _busy(self, is_busy: bool) -> None:
        self.run.disabled, self.end.disabled = is_busy, not is_busy

    def _say(self, text: str, *, wrong: bool = False) -> None:
        self.said.object = f"<p class='{'wrong' if wrong else 'quiet'}'>{escape(text)}</p>"

    # What is shown

    def _show(self) -> None:
        if not self._entries:
            self.plot.visible = False
            self.table.object = (
                "<p class='quiet'>Choose a problem and templates, then press Compare: every "
                "template is tuned with 1, 2, … layers.</p>"
            )
            return
        self.plot.visible = True
        self.plot.object = _plot(self._entries, self._problem)
        self.table.object = _table(self._entries, self._problem)


def _plot(entries: Sequence[Entry], problem: Problem) -> Any:
    import plotly.graph_objects as go

    kit: Any = go
    known = problem.exact_energy is not None
    names = list(dict.fromkeys(each.template for each in entries))
    traces: list[Any] = []
    for k, name in enumerate(names):
        mine = [each for each in entries if each.template == name]
        heights = [max(each.error, 1e-12) if known else each.energy for each in mine]
        told = [
            f"{escape(each.title)}, {each.layers} layers<br>energy {each.energy:.8f}, "
            f"error {each.error:.2e}<br>{each.two_qubit} two-qubit gates, depth {each.depth}, "
            f"{each.seconds:.2f} s"
            for each in mine
        ]
        traces.append(
            kit.Scatter(
                x=[each.parameters for each in mine],
                y=heights,
                mode="lines+markers",
                name=escape(mine[0].title),
                line={"color": _COLORS[k % len(_COLORS)], "dash": _dash(k)},
                marker={"size": [7 + 2 * each.layers for each in mine]},
                text=told,
                hovertemplate="%{text}<extra></extra>",
            )
        )
    made = figure(
        traces,
        title=f"{problem.name}: "
        + ("error above the exact energy" if known else "energy, exact value not known"),
        labels=("parameters", "error, exact" if known else "energy, exact"),
        height=420,
    )
    made.update_layout(
        showlegend=True, legend={"orientation": "h", "y": -0.2, "yanchor": "top", "x": 0}
    )
    if known:
        made.update_yaxes(type="log", exponentformat="power", dtick=2, tickfont_size=11)
    return made


def _dash(k: int) -> str:
    return ("solid", "dash", "dot")[k // len(_COLORS) % 3]


def _table(entries: Sequence[Entry], problem: Problem) -> str:
    heads = (
        "template", "layers", "energy", "error", "parameters", "two-qubit", "depth", "seconds",
        "ended",
    )  # fmt: skip
    ordered = sorted(entries, key=lambda each: (each.energy, each.parameters))
    lines = "".join(
        "<tr>"
        + "".join(
            f"<td>{escape(str(cell))}</td>"
            for cell in (
                each.title, each.layers, f"{each.energy:.8f}",
                "—" if math.isnan(each.error) else f"{each.error:.2e}",
                each.parameters, each.two_qubit, each.depth, f"{each.seconds:.2f}", each.reason,
            )
        )
        + "</tr>"
        for each in ordered
    )  # fmt: skip
    exact = problem.exact_energy
    known = f"the exact one is {exact:.8f}" if exact is not None else "the exact one is not known"
    return (
        f"<h2>Lowest energy first</h2><div class='wide'><table><tr>"
        f"{''.join(f'<th>{head}</th>' for head in heads)}</tr>{lines}</table></div>"
        f"<p class='quiet'>Energies are exact, the lowest over the starts; {known}. Seconds are of "
        "this machine, all starts together.</p>"
    )


def app() -> Any:
    """The comparison of one session, or for a notebook."""
    begin()
    return Comparison().page


if is_served(__name__):
    app().servable(title="Comparison of ansätze")
