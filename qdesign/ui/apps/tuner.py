"""Tuner: the studio with a problem, an optimizer and a landscape beside it.

`panel serve qdesign/ui/apps/tuner.py --basic-auth PASSWORD --cookie-secret SECRET`, since a studio
can send jobs, or `app()` in a notebook. Energies are exact.
"""

# Panel and Param are typed in part.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false

from __future__ import annotations

import math
import threading
from collections.abc import Mapping
from functools import partial
from html import escape
from typing import Any, Final

import qdesign as qd
from qdesign.ansatz import Template
from qdesign.errors import QdesignError
from qdesign.kits import PANEL
from qdesign.rows import Option, rows
from qdesign.tune.optimize import Optimization
from qdesign.tune.optimizer import Optimizer
from qdesign.ui.apps.chosen import ChosenProblem, fitting
from qdesign.ui.apps.page import (
    SHEET,
    Address,
    Form,
    Work,
    begin,
    button,
    chart,
    choice,
    figure,
    html,
    is_served,
    spread,
    when,
)
from qdesign.ui.panel_app import may_serve
from qdesign.ui.panel_studio import Studio

with PANEL.needed_by("An app"):
    import panel as pn

_POINTS: Final = 40
_MOST_LANDSCAPE: Final = 12
_MOST_RUNS: Final = 6
_COLORS: Final = ("#5b7fe8", "#c2692f", "#169a78", "#d6539c", "#8f6bf6", "#a38a35")
_TEMPLATE: Final = (
    Option(name="layers", title="Layers", kind="integer", default=2, low=1, high=20),
)
_RUN: Final = (
    Option(name="seed", title="Seed", kind="integer", default=0, low=0, high=2**31 - 1),
    Option(
        name="start", title="Start", kind="choice", default="present",
        choices=("present", "random"), titles=("Present values", "Random, best of 16"),
    ),
)  # fmt: skip


class Tuner:
    """The app of one session."""

    def __init__(self) -> None:
        self._work = Work()
        self._map_work = Work()
        self._address = Address()
        self._runs: list[Optimization] = []
        given = dict(self._address.given)
        self._given = given
        self.problem = ChosenProblem(given, self._draw)
        self.template = choice("Ansatz", rows(Template), given.get("template", ""), "ry_cz")
        self.method = choice("Optimizer", rows(Optimizer), given.get("method", ""), "lbfgs")
        self.size = Form(_TEMPLATE, given, self._draw)
        self.how = Form(_RUN, given, self._tell)
        self.said = html("", styles={"min-height": "20px"})
        self.run = button("Optimize", self._optimize, primary=True)
        self.end = button("Stop, keep the best", self._stop)
        self.end.disabled = True
        self.across = _names("Across")
        self.upward = _names("Upward")
        self.progress = chart(height=250)
        self.map = chart(height=400)
        self.runs = html("")
        self.studio = Studio(None, name="ansatz", height=620, sizing_mode="stretch_width")
        self._page = spread(
            [
                html(
                    "<h1>Tuner</h1><p class='quiet'>Choose a problem and an ansatz, draw on, "
                    "drag, optimize. Energies are exact.</p>"
                ),
                *self.problem.parts,
                self.template,
                *self.size.fields.values(),
                self.method,
                *self.how.fields.values(),
                self.run,
                self.end,
                self.said,
                html("<h2>Landscape</h2>"),
                self.across,
                self.upward,
                button("Show the landscape", self._landscape),
            ],
            [self.studio, self.progress, self.runs, self.map],
            widest="none",
        )
        self.progress.visible = self.map.visible = False
        when(self.template, ["value"], self._draw)
        when(self.method, ["value"], self._tell)
        when(self.studio, ["circuit"], self._names_changed)
        self._draw()
        for form in (self.size, self.how, self.problem):
            for sentence in form.wrong:
                self._say(sentence, wrong=True)

    @property
    def page(self) -> Any:
        """The controls, and the studio with the plots below."""
        return self._page

    def close(self) -> None:
        """Ends what the page asked for."""
        self._work.stop()
        self._map_work.stop()
        self.studio.end()

    # What is chosen

    def _draw(self) -> None:
        """The problem and the ansatz as the document of the studio."""
        try:
            problem = self.problem.problem()
            layers = int(self.size.values["layers"])
            circuit = fitting(str(self.template.value), problem, layers)
            values = _numbers(self._given.pop("values", ""), circuit.parameters)
            document = qd.Document(circuit).with_problem(problem)
            self.studio.document = document.with_values({**document.values, **values})
        except QdesignError as error:
            self._say(str(error), wrong=True)
            return
        self._runs = []
        self._show_runs()
        self._say("")
        self._tell()

    def _tell(self) -> None:
        texts = {"template": self.template.value, "method": self.method.value}
        texts |= {**self.problem.texts, **self.size.texts, **self.how.texts}
        values = ",".join(f"{value:.6g}" for value in self.studio.document.values.values())
        self._address.tell({**texts, "values": values})

    def _names_changed(self) -> None:
        circuit = self.studio.circuit
        names = list(circuit.parameters) if circuit is not None else []
        for field, k in ((self.across, 0), (self.upward, 1)):
            kept = field.value if field.value in names else (names[k] if len(names) > k else None)
            field.options = names
            field.value = kept

    # The way down

    def _optimize(self) -> None:
        document = self.studio.document
        if not isinstance(document.body, qd.Circuit) or document.observable is None:
            self._say("The drawing has no problem: choose one first.", wrong=True)
            return
        try:
            how = self.how.values
        except QdesignError as error:
            self._say(str(error), wrong=True)
            return
        body, observable = document.body, document.observable
        start = document.values if how["start"] == "present" else None
        method, seed = str(self.method.value), int(how["seed"])
        stop_now = threading.Event()
        self._cancel = stop_now

        def run(_: threading.Event) -> Optimization:
            return qd.optimize(
                body,
                observable,
                method=method,
                start=start,
                seed=seed,
                cancel=stop_now,
                progress=lambda steps, energy: (
                    self._work.tell(partial(self._say, f"Step {steps:,}: {energy:.8f}, exact"))
                    if steps % 10 == 0
                    else None
                ),
            )

        self.run.disabled, self.end.disabled = True, False
        self._say("Optimizing…")
        self._work.begin(run, partial(self._done, document), self._failed)

    def _done(self, document: Any, found: Optimization) -> None:
        self.run.disabled, self.end.disabled = False, True
        self._runs = [*self._runs, found][-_MOST_RUNS:]
        if self.studio.document.body == document.body:
            self.studio.values = found.values
        kicks = f", {found.kicks} kicks" if found.kicks else ""
        steps = len(found.history) - 1
        self._say(f"{found.method}: {found.reason} after {steps:,} steps{kicks}.")
        self._show_runs()
        self._tell()

    def _failed(self, why: str) -> None:
        self.run.disabled, self.end.disabled = False, True
        self._say(why, wrong=True)

    def _stop(self) -> None:
        """The best values so far come as the result."""
        self._cancel.set()

    def _show_runs(self) -> None:
        self.progress.visible = bool(self._runs)
        self.runs.object = ""
        if not self._runs:
            return
        exact = self._exact()
        self.progress.object = _progress(self._runs, exact)
        lines = "".join(
            f"<tr><td>{escape(run.method)}</td><td>{run.energy:.8f}</td>"
            f"<td>{'—' if exact is None else f'{run.energy - exact:.2e}'}</td>"
            f"<td>{len(run.history) - 1:,}</td><td>{run.num_evaluations:,}</td>"
            f"<td>{run.seed}</td><td>{escape(run.reason)}</td></tr>"
            for run in reversed(self._runs)
        )
        self.runs.object = (
            "<div class='wide'><table><tr><th>optimizer</th><th>energy, exact</th><th>error</th>"
            f"<th>steps</th><th>runs</th><th>seed</th><th>ended</th></tr>{lines}</table></div>"
        )

    def _exact(self) -> float | None:
        try:
            return self.problem.problem().exact_energy
        except QdesignError:
            return None

    # The landscape

    def _landscape(self) -> None:
        document = self.studio.document
        if not isinstance(document.body, qd.Circuit) or document.observable is None:
            self._say("The drawing has no problem: choose one first.", wrong=True)
            return
        x, y = self.across.value, self.upward.value
        if not x or not y or x == y:
            self._say("Choose two different parameters for the landscape.", wrong=True)
            return
        if document.body.num_qubits > _MOST_LANDSCAPE:
            self._say(f"The landscape is drawn up to {_MOST_LANDSCAPE} qubits.", wrong=True)
            return
        body, observable, values = document.body, document.observable, dict(document.values)

        def run(stop: threading.Event) -> Any:
            return qd.landscape(
                body, observable, x=x, y=y, values=values, points=_POINTS, cancel=stop
            )

        self._say("Computing the landscape…")
        self._map_work.begin(run, partial(self._map_is, values), self._failed)

    def _map_is(self, values: Mapping[str, float], found: Any) -> None:
        self.map.visible = True
        self.map.object = _surface(found, values)
        self._say(f"Landscape of {found.num_evaluations:,} energies, exact.")

    def _say(self, text: str, *, wrong: bool = False) -> None:
        self.said.object = f"<p class='{'wrong' if wrong else 'quiet'}'>{escape(text)}</p>"


def _names(title: str) -> Any:
    return pn.widgets.Select(
        name=title, options=[], stylesheets=[SHEET], sizing_mode="stretch_width", margin=(4, 0)
    )


def _numbers(text: str, names: tuple[str, ...]) -> dict[str, float]:
    """Values as an address has them; none where they are not as many numbers as parameters."""
    try:
        found = [float(part) for part in text.split(",")] if text else []
    except ValueError:
        return {}
    fits = len(found) == len(names) and all(map(math.isfinite, found))
    return dict(zip(names, found, strict=True)) if fits else {}


def _progress(runs: list[Optimization], exact: float | None) -> Any:
    import plotly.graph_objects as go

    kit: Any = go
    traces = [
        kit.Scatter(
            x=list(range(len(run.history))),
            y=list(run.history),
            mode="lines",
            name=f"{run.method}, seed {run.seed}",
            line_color=_COLORS[k % len(_COLORS)],
        )
        for k, run in enumerate(runs)
    ]
    made = figure(traces, title="Best energy so far, exact", labels=("step", "energy"), height=250)
    if exact is not None:
        made.add_hline(exact, line_dash="dash", line_color="#8a95a2", annotation_text="exact")
    return made.update_layout(showlegend=True)


def _surface(found: Any, values: Mapping[str, float]) -> Any:
    import plotly.graph_objects as go

    kit: Any = go
    turn = 2 * math.pi
    x, y = found.x, found.y
    surface = kit.Surface(
        x=found.axis,
        y=found.axis,
        z=found.energies.T,
        colorscale="RdBu",
        reversescale=True,
        colorbar={"thickness": 12},
        hovertemplate=f"{escape(x)} %{{x:.3f}}<br>{escape(y)} %{{y:.3f}}<br>%{{z:.6f}}"
        "<extra></extra>",
    )
    lowest = kit.Scatter3d(
        x=[found.lowest_at[0]],
        y=[found.lowest_at[1]],
        z=[found.lowest],
        mode="markers",
        marker={"size": 5, "color": "#111", "symbol": "x"},
        hovertemplate=f"lowest here {found.lowest:.6f}<extra></extra>",
    )
    i, j = (round((values[name] % turn) / turn * len(found.axis)) for name in (x, y))
    size = len(found.axis)
    now = kit.Scatter3d(
        x=[values[x] % turn],
        y=[values[y] % turn],
        z=[float(found.energies[i % size, j % size])],
        mode="markers",
        marker={"size": 6, "color": "#e8a33d"},
        hovertemplate="now<extra></extra>",
    )
    made = figure(
        [surface, lowest, now],
        title=f"Energy over {escape(x)} and {escape(y)}, exact: × lowest here",
        labels=("", ""),
        height=400,
    )
    grid = {"gridcolor": "rgba(128,128,128,.35)", "showbackground": False}
    return made.update_layout(
        margin={"l": 0, "r": 0, "b": 0, "t": 36},
        scene={
            "xaxis": {"title": {"text": escape(x)}, **grid},
            "yaxis": {"title": {"text": escape(y)}, **grid},
            "zaxis": {"title": {"text": "energy"}, **grid},
        },
    )


def app() -> Any:
    """The tuner of one session, or for a notebook."""
    begin()
    tuner = Tuner()
    if pn.state.curdoc is not None:
        pn.state.on_session_destroyed(lambda _: tuner.close())
    return tuner.page


if is_served(__name__):
    may_serve(app).servable(title="Tuner")
