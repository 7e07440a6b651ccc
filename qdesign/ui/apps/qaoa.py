"""QAOA explorer: draw a graph, choose the layers, see the landscape and the cuts.

`panel serve qdesign/ui/apps/qaoa.py`, or `app()` in a notebook. Every number is exact.
"""

# Panel and Param are typed in part.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false

from __future__ import annotations

import math
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from html import escape
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

import qdesign as qd
from qdesign.errors import QdesignError
from qdesign.rows import Option
from qdesign.showing.tables import number
from qdesign.ui.apps.graph_pad import MOST_NODES, GraphPad, around, written
from qdesign.ui.apps.page import (
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

_POINTS: Final = 48
_LISTED: Final = 10
_ACCENT: Final = "#5b7fe8"  # read on a white and on a black page

_OPTIONS: Final = (
    Option(name="nodes", title="Nodes", kind="integer", default=6, low=2, high=MOST_NODES),
    Option(name="edges", title="Edges", kind="text", default="", help="0-1,1-2; a ring when empty"),
    Option(name="layers", title="Layers p", kind="integer", default=1, low=1, high=6),
    Option(name="layer", title="Landscape of layer", kind="integer", default=1, low=1, high=6),
)


@dataclass(frozen=True, slots=True)
class Found:
    """What a point of the parameters gives, exactly.

    Attributes:
        mean: the expected cut.
        best: the largest cut.
        shares: the probability of each cut, float64, shape (best + 1,).
        likely: the likeliest bit strings with their cut and probability, likeliest first.
    """

    mean: float
    best: int
    shares: NDArray[np.float64]
    likely: tuple[tuple[str, int, float], ...]


def cuts_of(num_nodes: int, edges: tuple[tuple[int, int], ...]) -> NDArray[np.int64]:
    """How many edges each assignment of sides cuts, shape (2**n,): bit k is node k's side."""
    index = np.arange(1 << num_nodes)
    sizes = np.zeros(1 << num_nodes, dtype=np.int64)
    for a, b in edges:
        sizes += (index >> a ^ index >> b) & 1
    return sizes


def evaluate(
    simulator: qd.Simulator, sizes: NDArray[np.int64], values: Mapping[str, float]
) -> Found:
    """The cuts that a point gives."""
    shares = simulator.probabilities(values)
    best = int(sizes.max(initial=0))
    order = np.argsort(-shares, kind="stable")[:_LISTED]
    n = simulator.circuit.num_qubits
    return Found(
        mean=float(shares @ sizes),
        best=best,
        shares=np.bincount(sizes, weights=shares, minlength=best + 1).astype(np.float64),
        likely=tuple((f"{int(k):0{n}b}", int(sizes[k]), float(shares[k])) for k in order),
    )


class Explorer:
    """The app of one session."""

    def __init__(self) -> None:
        self._work = Work()
        self._address = Address()
        self._settling = False
        self._way: list[tuple[float, float]] = []
        given = self._address.given
        self.form = Form(_OPTIONS, given, self._form_changed)
        self.pad = GraphPad(sizing_mode="stretch_width", margin=(6, 0))
        self.head = html("")
        self.said = html("", styles={"min-height": "20px"})
        self.map = chart(height=430)
        self.bars = chart(height=230)
        self.cuts = html("")
        self.run = button("Optimize", self._optimize, primary=True)
        self.draw = button("Random start", self._random)
        self.values: dict[str, float] = {}
        try:
            self._take_graph()
        except QdesignError as error:
            self.form.wrong.append(str(error))
            self._settling = True
            self.form.fields["edges"].value = ""
            self._take_graph()
        self._values_given(given.get("values", ""))
        when(self.pad, ["nodes", "edges"], self._drawn)
        self.map.param.watch(self._picked, "click_data")
        self._changed()
        self._ended = " ".join(self.form.wrong)

    @property
    def page(self) -> Any:
        """The controls, the landscape and the cuts."""
        fields = self.form.fields
        name = "<h1>QAOA explorer</h1><p class='quiet'>MaxCut on a graph of your own. Click "
        side = [
            html(f"{name}two nodes to join or part them, an empty place to add one.</p>"),
            self.pad,
            html(
                "<p class='quiet'>Filled and empty nodes are the sides of the largest of the "
                "likeliest cuts, dashed edges are those that it cuts.</p>"
            ),
            fields["nodes"],
            fields["edges"],
            fields["layers"],
            fields["layer"],
            self.run,
            self.draw,
            self.said,
        ]
        return spread(side, [self.head, self.map, self.bars, self.cuts])

    # What is asked

    def _take_graph(self) -> None:
        """The graph that the fields say, on the pad."""
        asked = self.form.values
        n = int(asked["nodes"])
        problem = qd.problems.get("maxcut", num_qubits=n, edges=str(asked["edges"]))
        pairs = _pairs(problem)
        self._settling = True
        try:
            if len(self.pad.nodes) != n:
                self.pad.nodes = around(n)
            self.pad.edges = [list(pair) for pair in pairs]
        finally:
            self._settling = False

    def _form_changed(self) -> None:
        if self._settling:
            return
        try:
            self._take_graph()
        except QdesignError as error:
            self._say(str(error), wrong=True)
            return
        self._changed()

    def _drawn(self) -> None:
        """The graph that was drawn, in the fields."""
        if self._settling:
            return
        n, edges = self.pad.graph()
        self._settling = True
        try:
            self.form.fields["nodes"].value = n
            self.form.fields["edges"].value = written(edges)
        finally:
            self._settling = False
        self._changed()

    def _values_given(self, text: str) -> None:
        try:
            numbers = [float(part) for part in text.split(",")[:64]] if text else []
        except ValueError:
            numbers = []
        if numbers and all(map(math.isfinite, numbers)):
            self._numbers = numbers
        else:
            self._numbers = []

    # What follows from it

    def _changed(self) -> None:
        """The circuit of the graph and layers, its landscape and its cuts."""
        n, edges = self.pad.graph()
        if not edges:
            self._say("Join two nodes: a graph without edges has no cut.", wrong=True)
            return
        layers = int(self.form.fields["layers"].value)
        problem = qd.problems.get("maxcut", num_qubits=n, edges=written(edges))
        self.circuit = qd.ansatz.qaoa(problem.observable, layers)
        self.observable = problem.observable
        self.sizes = cuts_of(n, edges)
        self.simulator = qd.Simulator(self.circuit)
        names = self.circuit.parameters
        kept = {**dict(zip(names, self._numbers, strict=False)), **self.values}
        self._numbers = []
        self.values = {name: kept.get(name, 0.4) for name in names}
        self._way = []
        self._ended = ""
        self._show_cuts()
        self._show_map()

    def _show_cuts(self) -> None:
        found = evaluate(self.simulator, self.sizes, self.values)
        n = self.circuit.num_qubits
        ratio = found.mean / found.best if found.best else 1.0
        edges = len(self.pad.graph()[1])
        self.head.object = (
            f"<span class='number'>{found.mean:.6f}</span> of {found.best} edges cut on average, "
            f"exact · <b>{ratio:.6f}</b> of the largest cut · {n} nodes, {edges} edges, "
            f"{len(self.values)} parameters"
        )
        bits = max(found.likely, key=lambda each: (each[1], each[2]))[0]
        self.pad.sides = [int(bit) for bit in reversed(bits)]
        self.bars.object = _bars(found)
        rows = "".join(
            f"<tr><td><code>{bits}</code></td><td>{cut}</td><td>{share:.4f}</td></tr>"
            for bits, cut, share in found.likely
        )
        self.cuts.object = (
            "<h2>Likeliest cuts</h2><div class='wide'><table><tr><th>sides, node 0 rightmost</th>"
            f"<th>edges cut</th><th>probability</th></tr>{rows}</table></div>"
            "<p class='quiet'>Exact. The graph shows the largest of these.</p>"
        )
        self._tell()

    def _tell(self) -> None:
        texts = self.form.texts
        texts["values"] = ",".join(f"{value:.6g}" for value in self.values.values())
        self._address.tell(texts)

    def _show_map(self) -> None:
        layer = min(int(self.form.fields["layer"].value), int(self.form.fields["layers"].value))
        pair = (f"gamma_{layer - 1}", f"beta_{layer - 1}")
        circuit, observable, values = self.circuit, self.observable, dict(self.values)

        def run(stop: threading.Event) -> Any:
            return qd.landscape(
                circuit,
                observable,
                x=pair[0],
                y=pair[1],
                values=values,
                points=_POINTS,
                cancel=stop,
            )

        self._pair = pair
        self._say("Computing the landscape…")
        self._work.begin(run, self._map_is, partial(self._say, wrong=True))

    def _map_is(self, found: Any) -> None:
        self._landscape = found
        self._say(self._ended)
        self.map.object = _contour(found, self._pair, self.values, self._way)

    # What a person does

    def _picked(self, event: Any) -> None:
        try:
            point = event.new["points"][0]
            x, y = float(point["x"]), float(point["y"])
        except (TypeError, KeyError, IndexError, ValueError):
            return
        self.values = {**self.values, self._pair[0]: x, self._pair[1]: y}
        self._show_cuts()
        self._map_is(self._landscape)

    def _random(self) -> None:
        rng = np.random.default_rng()
        draw = rng.uniform(0, math.pi, len(self.values))
        self.values = dict(zip(self.values, map(float, draw), strict=True))
        self._way = []
        self._show_cuts()
        self._show_map()

    def _optimize(self) -> None:
        circuit, observable, start = self.circuit, self.observable, dict(self.values)
        way: list[dict[str, float]] = [start]

        def run(stop: threading.Event) -> Any:
            return qd.optimize(
                circuit,
                observable,
                start=start,
                cancel=stop,
                found=lambda values: way.append(dict(values)),
            )

        def done(found: Any) -> None:
            self.values = dict(found.values)
            self._way = [(each[self._pair[0]], each[self._pair[1]]) for each in way]
            self._ended = f"L-BFGS: {found.reason} after {len(way) - 1} steps."
            self._show_cuts()
            self._show_map()

        self._say("Optimizing…")
        self._work.begin(run, done, partial(self._say, wrong=True))

    def _say(self, text: str, *, wrong: bool = False) -> None:
        self.said.object = f"<p class='{'wrong' if wrong else 'quiet'}'>{escape(text)}</p>"


def _pairs(problem: qd.problems.Problem) -> tuple[tuple[int, int], ...]:
    """The edges of a MaxCut problem."""
    found: list[tuple[int, int]] = []
    for label, _ in problem.observable.terms:
        ends = [k for k, letter in enumerate(reversed(label)) if letter == "Z"]
        if len(ends) == 2:
            found.append((ends[0], ends[1]))
    return tuple(sorted(found))


def _contour(
    found: Any, pair: tuple[str, str], values: Mapping[str, float], way: list[tuple[float, float]]
) -> Any:
    import plotly.graph_objects as go

    kit: Any = go
    turn = 2 * math.pi
    # Energies have the period of the axes: the first row and column stand at their ends again.
    axis = np.append(found.axis, turn)
    surface = kit.Heatmap(
        x=axis,
        y=axis,
        z=-np.pad(found.energies, (0, 1), mode="wrap").T,
        colorscale="RdBu",
        reversescale=True,
        zsmooth="best",
        colorbar={"title": "cut", "thickness": 12},
        hovertemplate="γ %{x:.3f}, β %{y:.3f}<br>cut %{z:.4f}<extra></extra>",
    )
    lowest = kit.Scatter(
        x=[found.lowest_at[0]],
        y=[found.lowest_at[1]],
        mode="markers",
        marker={"symbol": "x", "size": 9, "color": "#000"},
        hovertemplate=f"largest here: {-found.lowest:.6f}<extra></extra>",
    )
    path = kit.Scatter(
        x=[x % turn for x, _ in way],
        y=[y % turn for _, y in way],
        mode="lines+markers",
        line={"color": "#1a1f26", "width": 1.5},
        marker={"size": 4},
        hoverinfo="skip",
    )
    now = kit.Scatter(
        x=[values[pair[0]] % turn],
        y=[values[pair[1]] % turn],
        mode="markers",
        marker={"symbol": "circle-open", "size": 14, "color": "#1a1f26", "line": {"width": 3}},
        hovertemplate="now<extra></extra>",
    )
    layer = int(pair[0].rpartition("_")[2]) + 1
    made = figure(
        [surface, path, lowest, now],
        title="Expected cut, exact: × largest, ○ now; click to move",
        labels=(f"γ<sub>{layer}</sub> (rad)", f"β<sub>{layer}</sub> (rad)"),
        height=430,
    )
    ticks = {
        "tickvals": [k * math.pi / 2 for k in range(5)],
        "ticktext": ["0", "π/2", "π", "3π/2", "2π"],
        "range": [0, turn],
    }
    return made.update_xaxes(ticks).update_yaxes(ticks)


def _bars(found: Found) -> Any:
    import plotly.graph_objects as go

    kit: Any = go
    sizes = np.arange(len(found.shares))
    colors = [_ACCENT if size == found.best else "#9aa5b3" for size in sizes]
    bars = kit.Bar(
        x=sizes,
        y=found.shares,
        marker_color=colors,
        hovertemplate="%{x} edges: %{y:.4f}<extra></extra>",
    )
    share = number(float(found.shares[-1]))
    made = figure(
        [bars],
        title=f"Cuts, exact: the largest with {share}",
        labels=("edges cut", "probability"),
        height=230,
    )
    return made.update_xaxes(dtick=1 if len(sizes) < 30 else None)


def app() -> Any:
    """The explorer of one session, or for a notebook."""
    begin()
    return Explorer().page


if is_served(__name__):
    app().servable(title="QAOA explorer")
