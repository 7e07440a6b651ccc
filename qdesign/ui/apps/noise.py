"""Noise explorer: what noise does to an energy and to outcomes, and which gates cost most.

`panel serve qdesign/ui/apps/noise.py`, or `app()` in a notebook. Energies and probabilities are
exact, from the density matrix.
"""

# Panel and Param are typed in part.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from html import escape
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

import qdesign as qd
from qdesign.ansatz import Template
from qdesign.errors import Cancelled, QdesignError
from qdesign.kits import PANEL
from qdesign.mitigation.method import Mitigation
from qdesign.mitigation.result import Mitigated
from qdesign.problems import Problem
from qdesign.rows import Option, rows
from qdesign.ui.apps.chosen import ChosenProblem, fitting
from qdesign.ui.apps.page import (
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
    signed,
    spread,
    when,
)

with PANEL.needed_by("An app"):
    pass

MOST_QUBITS: Final = 8
_FACTORS: Final = (0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 2.5, 3.0)
_BARS: Final = 32
_IDEAL: Final = "#8a95a2"
_NOISY: Final = "#5b7fe8"


def _rate(name: str, title: str, default: float) -> Option:
    return Option(
        name=name, title=title, kind="number", default=default, low=0, high=100, unit="%"
    )  # fmt: skip


_RATES: Final = (
    _rate("one", "Depolarizing, one-qubit gates", 0.05),
    _rate("two", "Depolarizing, two-qubit gates", 1.2),
    _rate("damping", "Amplitude damping", 0.05),
    _rate("readout", "Readout error", 2.0),
)
_SIZE: Final = (
    Option(name="layers", title="Layers", kind="integer", default=2, low=1, high=20),
    Option(name="seed", title="Seed of the start", kind="integer", default=0, low=0, high=10**6),
)
_SHOTS: Final = (
    Option(name="shots", title="Shots", kind="integer", default=8192, low=100, high=10**7),
)


@dataclass(frozen=True, slots=True)
class Seen:
    """What noise does at one point, exactly.

    Attributes:
        energies: the noisy energy at each factor of the rates of gates.
        shares, noisy_shares: probabilities, float64, shape (2**n,), ideal and as they are read.
    """

    problem: Problem
    ideal: float
    energies: tuple[float, ...]
    shares: NDArray[np.float64]
    noisy_shares: NDArray[np.float64]

    @property
    def variation(self) -> float:
        """Half the sum of the differences between both, from 0 to 1."""
        return float(np.abs(self.shares - self.noisy_shares).sum()) / 2


def scaled(noise: qd.Noise, factor: float) -> qd.Noise:
    """Noise with the rates of gates times a factor, at most 1; readout as it is."""
    made: dict[str, Mapping[str, float]] = {}
    for name, keys in noise.channels.items():
        options = {"t1", "t2", "one_for_zero", "zero_for_one"}
        made[name] = {
            key: value if key.partition("@")[0] in options else _times(name, value, factor)
            for key, value in keys.items()
        }
    return qd.Noise(made)


def _times(channel: str, value: float, factor: float) -> float:
    is_open = channel in ("thermal", "crosstalk")  # durations and angles
    return value * factor if is_open else min(1.0, value * factor)


class Noisy:
    """The app of one session."""

    def __init__(self) -> None:
        self._work = Work()
        self._address = Address()
        given = dict(self._address.given)
        self._tuned: tuple[Any, dict[str, float]] | None = None
        self.problem = ChosenProblem(given, self._changed, most_qubits=MOST_QUBITS)
        self.template = choice("Ansatz", rows(Template), given.get("template", ""), "hva_tfim")
        self.size = Form(_SIZE, given, self._changed)
        self.rates = Form(_RATES, given, self._changed)
        self.method = choice("Method", rows(Mitigation), given.get("method", ""), "zne")
        self.shots = Form(_SHOTS, given, self._tell)
        self.mitigated = html("")
        self._mitigating = Work()
        self._at: tuple[qd.Circuit, Problem, qd.Noise] | None = None
        self.head = html("<p class='quiet'>Tuning the ansatz without noise…</p>")
        self.said = html("", styles={"min-height": "20px"})
        self.curve = chart(height=280)
        self.bars = chart(height=300)
        when(self.template, ["value"], self._changed)
        when(self.method, ["value"], self._tell)
        self._changed()
        self._note = " ".join((*self.problem.wrong, *self.size.wrong, *self.rates.wrong))

    @property
    def page(self) -> Any:
        """The controls and the plots."""
        side = [
            html(
                "<h1>Noise explorer</h1><p class='quiet'>The ansatz is tuned without noise; then "
                "each of its gates is followed by an error. All numbers are exact.</p>"
            ),
            *self.problem.parts,
            self.template,
            *self.size.fields.values(),
            html("<h2>Noise</h2>"),
            *self.rates.fields.values(),
            button("Double all rates", partial(self._times, 2.0)),
            button("Halve all rates", partial(self._times, 0.5)),
            html("<h2>Mitigation</h2>"),
            self.method,
            *self.shots.fields.values(),
            button("Mitigate", self._mitigate, primary=True),
            self.said,
        ]
        return spread(side, [self.head, self.mitigated, self.curve, self.bars])

    def _times(self, factor: float) -> None:
        for option in _RATES:
            field = self.rates.fields[option.name]
            field.value = min(100.0, (field.value or 0.0) * factor)

    def _noise(self) -> qd.Noise:
        rate = {name: float(value) / 100 for name, value in self.rates.values.items()}
        return qd.Noise(
            {
                "depolarizing": {"1": rate["one"], "2": rate["two"]},
                "amplitude_damping": rate["damping"],
                "readout": rate["readout"],
            }
        )

    def _changed(self) -> None:
        """Computes anew what is asked for now."""
        self._note = ""
        try:
            problem, size = self.problem.problem(), self.size.values
            circuit = fitting(str(self.template.value), problem, int(size["layers"]))
            noise = self._noise()
        except QdesignError as error:
            self._work.stop()
            self._say(str(error), wrong=True)
            return
        self._tell()
        self._at = (circuit, problem, noise)
        self._mitigating.stop()
        self.mitigated.object = ""
        self._say("Computing…")
        run = partial(self._run, problem, circuit, noise, int(size["seed"]))
        self._work.begin(run, self._show, partial(self._say, wrong=True))

    def _tell(self) -> None:
        texts = {**self.problem.texts, "template": self.template.value}
        if self.method.value != "zne":
            texts["method"] = self.method.value
        forms = (self.size, self.rates, self.shots)
        self._address.tell(texts | {k: v for form in forms for k, v in form.texts.items()})

    def _mitigate(self) -> None:
        if self._at is None or self._tuned is None:
            self._say("Wait until the ansatz is tuned.", wrong=True)
            return
        circuit, problem, noise = self._at
        values, method = self._tuned[1], str(self.method.value)
        try:
            shots = int(self.shots.values["shots"])
        except QdesignError as error:
            self._say(str(error), wrong=True)
            return
        self._say("Measuring…")
        self._mitigating.begin(
            lambda _: qd.mitigate(
                circuit, problem.observable, values, noise=noise, method=method, shots=shots
            ),
            self._mitigated_is,
            partial(self._say, wrong=True),
        )

    def _mitigated_is(self, found: Mitigated) -> None:
        color = {"helps": "ok", "harms": "wrong"}.get(found.verdict, "quiet")
        self.mitigated.object = (
            f"<h2>{escape(found.title)}: <span class='{color}'>{escape(found.verdict)}</span></h2>"
            f"<p>mitigated <b>{signed(found.mitigated, '.4f')} ± {found.error:.4f}</b>, raw "
            f"{signed(found.raw, '.4f')} ± {found.raw_error:.4f}, sampled with {found.shots:,} "
            f"shots each; ideal {signed(found.ideal or 0.0, '.4f')}, exact</p>"
            f"<p class='quiet'>{escape(found.reason)}</p>"
        )
        self._say("")

    def _run(
        self,
        problem: Problem,
        circuit: qd.Circuit,
        noise: qd.Noise,
        seed: int,
        stop: threading.Event,
    ) -> Seen:
        observable = problem.observable
        key = (circuit, problem.observable, seed)
        if self._tuned is None or self._tuned[0] != key:
            best = qd.optimize(circuit, observable, seed=seed, max_steps=300, cancel=stop)
            self._tuned = (key, dict(best.values))
        values = self._tuned[1]
        energies: list[float] = []
        for factor in _FACTORS:
            if stop.is_set():
                raise Cancelled("It was asked for something else.")
            simulator = qd.Simulator(circuit, observable, noise=scaled(noise, factor))
            energies.append(simulator.expectation(values))
        ideal = qd.Simulator(circuit, observable)
        noisy = qd.Simulator(circuit, observable, noise=noise)
        return Seen(
            problem=problem,
            ideal=ideal.expectation(values),
            energies=tuple(energies),
            shares=ideal.probabilities(values),
            noisy_shares=noisy.probabilities(values),
        )

    def _show(self, seen: Seen) -> None:
        noisy = seen.energies[_FACTORS.index(1.0)]
        exact = seen.problem.exact_energy
        known = "" if exact is None else f" · lowest {signed(exact)}"
        self.head.object = (
            f"<span class='number'>{signed(noisy)}</span> with noise, <b>{signed(seen.ideal)}</b> "
            f"without: {signed(noisy - seen.ideal, '+.6f')}{known} · exact · total variation of "
            "the outcomes "
            f"<b>{seen.variation:.3f}</b>"
        )
        self.curve.object = _curve(seen)
        self.bars.object = _bars(seen)
        self._say(self._note, wrong=True)

    def _say(self, text: str, *, wrong: bool = False) -> None:
        self.said.object = f"<p class='{'wrong' if wrong else 'quiet'}'>{escape(text)}</p>"


def _curve(seen: Seen) -> Any:
    import plotly.graph_objects as go

    kit: Any = go
    noisy = kit.Scatter(
        x=list(_FACTORS),
        y=list(seen.energies),
        mode="lines+markers",
        line={"color": _NOISY, "dash": "dash"},
        hovertemplate="× %{x}: %{y:.6f}<extra></extra>",
    )
    made = figure(
        [noisy],
        title="Energy as gate errors grow, exact; at 0 only readout errs",
        labels=("errors of gates, times those chosen", "energy"),
        height=280,
    )
    low, high = min(*seen.energies, seen.ideal), max(*seen.energies, seen.ideal)
    spare = 0.08 * (high - low) or 0.1
    made.update_yaxes(range=[low - spare, high + spare])
    made.add_hline(seen.ideal, line_color=_IDEAL, annotation_text="without any noise")
    return made.add_vline(1.0, line_color=_IDEAL, line_dash="dot")


def _bars(seen: Seen) -> Any:
    import plotly.graph_objects as go

    kit: Any = go
    n = seen.problem.num_qubits
    # The likeliest of either, in the order of their numbers.
    order = np.sort(np.argsort(-np.maximum(seen.shares, seen.noisy_shares))[:_BARS])
    names = [f"{int(k):0{n}b}" for k in order]
    noisy = kit.Bar(x=names, y=seen.noisy_shares[order], marker_color=_NOISY, name="noisy")
    ideal = kit.Scatter(
        x=names,
        y=seen.shares[order],
        mode="markers",
        name="ideal",
        marker={"symbol": "line-ew", "size": 14, "line": {"width": 2.5, "color": _IDEAL}},
    )
    some = "" if len(seen.shares) <= _BARS else f", the likeliest {_BARS}"
    made = figure(
        [noisy, ideal],
        title=f"Probabilities{some}, exact, as they are read",
        labels=("outcome, qubit 0 rightmost", "probability"),
        height=300,
    )
    made.update_layout(
        showlegend=True,
        legend={"orientation": "h", "x": 1, "xanchor": "right", "y": 1.02, "yanchor": "bottom"},
    )
    return made.update_xaxes(
        automargin=True, type="category", tickangle=-60 if len(names) > 8 else 0
    )


def app() -> Any:
    """The explorer of one session, or for a notebook."""
    begin()
    return Noisy().page


if is_served(__name__):
    app().servable(title="Noise explorer")
