"""Numbers → Plotly figures and pandas tables; both libraries are optional and load when used."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

from qdesign.kits import PANDAS, PLOTLY

_INK: Final = "#6b7685"  # read on a white and on a black page
_BLUE: Final = "#3f68b5"
_GRID: Final = "rgba(128, 128, 128, 0.25)"
_TICKS: Final = ("0", "π/2", "π", "3π/2", "2π")


def frame(columns: Mapping[str, Any], index: str | None = None) -> Any:
    """A pandas DataFrame of the columns; `index` names one that labels the rows.

    Raises:
        MissingKit: pandas is not installed.
    """
    with PANDAS.needed_by("A table"):
        import pandas

    made: Any = pandas.DataFrame(columns)
    return made if index is None else made.set_index(index)


def grid(values: Any, *, rows: tuple[str, Any], columns: tuple[str, Any]) -> Any:
    """A pandas DataFrame of a matrix; `rows` and `columns` are a name and the labels along it.

    Raises:
        MissingKit: pandas is not installed.
    """
    with PANDAS.needed_by("A table"):
        import pandas

    index = pandas.Index(rows[1], name=rows[0])
    return pandas.DataFrame(values, index=index, columns=pandas.Index(columns[1], name=columns[0]))


def line(y: Sequence[float], *, title: str, origin: str, labels: tuple[str, str]) -> Any:
    """A line over 0, 1, 2, …; `labels` are those of the axes, with their units."""
    kit = _plotly()
    trace = kit.Scatter(y=list(y), mode="lines+markers", line_color=_BLUE, marker_size=5)
    return _figure(kit, [trace], title=title, origin=origin, labels=labels)


def bars(
    names: Sequence[str], heights: Sequence[float], *, title: str, origin: str,
    labels: tuple[str, str],
) -> Any:  # fmt: skip
    """A bar a name."""
    kit = _plotly()
    trace = kit.Bar(x=list(names), y=list(heights), marker_color=_BLUE)
    made = _figure(kit, [trace], title=title, origin=origin, labels=labels)
    return made.update_xaxes(type="category")


def heat_map(
    axis: Any, heights: Any, *, mark: tuple[float, float], title: str, origin: str,
    labels: tuple[str, str, str],
) -> Any:  # fmt: skip
    """Heights over two angles, shape (points, points), x first; `mark` is where they are lowest."""
    kit = _plotly()
    x, y, z = labels
    surface = kit.Heatmap(x=axis, y=axis, z=heights.T, colorscale="Viridis", colorbar_title=z)
    lowest = kit.Scatter(
        x=mark[:1], y=mark[1:], mode="markers", name="lowest", showlegend=False,
        marker={"symbol": "x", "size": 11, "color": "white", "line": {"width": 1}},
    )  # fmt: skip
    made = _figure(kit, [surface, lowest], title=title, origin=origin, labels=(x, y))
    ticks = {
        "tickvals": [k * math.pi / 2 for k in range(5)], "ticktext": _TICKS,
        "range": [0, 2 * math.pi],
    }  # fmt: skip
    return made.update_xaxes(ticks).update_yaxes(ticks)


def _plotly() -> Any:
    with PLOTLY.needed_by("A figure"):
        import plotly.graph_objects
    return plotly.graph_objects


def _figure(
    kit: Any, traces: list[Any], *, title: str, origin: str, labels: tuple[str, str]
) -> Any:
    """A figure on no page of its own, with where its numbers come from under the title."""
    text = {"text": _inert(title), "subtitle": {"text": _inert(origin)}}
    axes = {"gridcolor": _GRID, "zerolinecolor": _GRID, "linecolor": _GRID}
    made = kit.Figure(traces)
    made.update_layout(
        template="none", title=text, height=380, margin={"t": 80, "r": 20}, font_color=_INK,
        paper_bgcolor="rgba(0, 0, 0, 0)", plot_bgcolor="rgba(0, 0, 0, 0)",
        xaxis={"title": _inert(labels[0]), **axes}, yaxis={"title": _inert(labels[1]), **axes},
    )  # fmt: skip
    return made


def _inert(words: str) -> str:
    """Words of which Plotly, which reads a few tags in labels, makes no markup."""
    return words.replace("&", "&amp;").replace("<", "&lt;")
