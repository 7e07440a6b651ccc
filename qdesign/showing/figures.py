"""Numbers → Plotly figures and pandas tables; both libraries are optional and load when used."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from qdesign.errors import InvalidRequest
from qdesign.kits import PANDAS, PLOTLY

_INK: Final = "#6b7685"  # read on a white and on a black page
_BLUE: Final = "#3f68b5"
_CLEAR: Final = "rgba(0, 0, 0, 0)"
_COLORS: Final = (_BLUE, "#b8631b", "#3d7d4b", "#8b5aa8", "#a33d4f", "#2f7f86")
"""Of lines over each other; each has its own dashes, too."""
_DASHES: Final = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
_GRID: Final = "rgba(128, 128, 128, 0.25)"
_QUARTERS: Final = [k * math.pi / 2 for k in range(-4, 5)]
_TICKS: Final = ("−2π", "−3π/2", "−π", "−π/2", "0", "π/2", "π", "3π/2", "2π")
_HEAT: Final = ("#142254", "#345ec9", "#78a5ec", "#d6e2f0", "#fad696", "#cd6e28")
"""Of energies from the lowest, the colors of the studio's map."""


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


def curve(
    x: Any, y: Any, *, mark: tuple[float, float], is_noisy: bool, is_turn: bool,
    title: str, origin: str, labels: tuple[str, str],
) -> Any:  # fmt: skip
    """A line over an axis, dashed where there is noise, with a cross where it is lowest."""
    kit = _plotly()
    dash = "dash" if is_noisy else "solid"
    trace = kit.Scatter(
        x=x, y=y, mode="lines", line={"color": _BLUE, "dash": dash}, showlegend=False
    )
    lowest = kit.Scatter(
        x=mark[:1], y=mark[1:], mode="markers", name="lowest", showlegend=False,
        marker={"symbol": "x", "size": 10, "color": _INK},
    )  # fmt: skip
    made = _figure(kit, [trace, lowest], title=title, origin=origin, labels=labels)
    return made.update_xaxes(tickvals=_QUARTERS, ticktext=_TICKS) if is_turn else made


@dataclass(frozen=True, slots=True)
class Curve:
    """A line or dots of a figure.

    Attributes:
        name: what the legend says.
        x, y: of its points.
        color: the number of its color and dashes; curves that belong together share one.
        dots: are there dots instead of a line?
        errors: one standard error of each y.
    """

    name: str
    x: Sequence[float]
    y: Sequence[float]
    color: int = 0
    dots: bool = False
    errors: Sequence[float] | None = None


def curves(
    shown: Sequence[Curve], *, title: str, origin: str, labels: tuple[str, str]
) -> Any:  # fmt: skip
    """Lines and dots over the same axes, with a legend where there are several."""
    kit = _plotly()
    traces: list[Any] = []
    for each in shown:
        color = _COLORS[each.color % len(_COLORS)]
        dashes = _DASHES[each.color % len(_DASHES)]
        bars = None if each.errors is None else {"array": list(each.errors), "width": 2}
        trace = kit.Scatter(
            x=list(each.x), y=list(each.y), name=_inert(each.name), error_y=bars,
            mode="markers" if each.dots else "lines", marker={"size": 4, "color": color},
            line={"color": color, "dash": dashes}, opacity=0.6 if each.dots else 1,
        )  # fmt: skip
        traces.append(trace)
    made = _figure(kit, traces, title=title, origin=origin, labels=labels)
    return made.update_layout(showlegend=len(traces) > 1)


@dataclass(frozen=True, slots=True)
class Series:
    """Something drawn over the axes of a chart.

    Attributes:
        name: what the legend says; empty where none is needed.
        kind: bars, a line, a dashed line, points, or marks: upright lines that are named.
        x: places along the axis.
        y: heights; of marks 0.
        low, high: ends of the error bars; empty where there are none.
        labels: of each mark or bar; empty where there are none.
    """

    name: str
    kind: Literal["bars", "line", "dashed", "points", "marks"]
    x: tuple[float, ...]
    y: tuple[float, ...]
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()
    labels: tuple[str, ...] = ()


def chart(
    shown: Sequence[Series], *, title: str, origin: str, labels: tuple[str, str],
    logs: tuple[bool, bool] = (False, False),
) -> Any:  # fmt: skip
    """Bars, lines, points and marks over the same axes."""
    kit = _plotly()
    traces: list[Any] = []
    marks: list[tuple[float, str]] = []
    for place, each in enumerate(shown):
        color = _COLORS[place % len(_COLORS)]
        around = None
        if each.low:
            above = [h - y for h, y in zip(each.high, each.y, strict=True)]
            below = [y - low for y, low in zip(each.y, each.low, strict=True)]
            around = {"array": above, "arrayminus": below, "symmetric": False, "width": 3}
        shared: Any = {
            "x": list(each.x), "y": list(each.y), "name": _inert(each.name), "error_y": around,
            "showlegend": bool(each.name),
        }  # fmt: skip
        if each.kind == "bars":
            traces.append(kit.Bar(**shared, marker_color=color))
        elif each.kind == "marks":
            marks += list(zip(each.x, each.labels or [each.name] * len(each.x), strict=True))
        else:
            dash = "dash" if each.kind == "dashed" else "solid"
            mode = "markers" if each.kind == "points" else "lines"
            line = {"color": color, "dash": dash}
            traces.append(
                kit.Scatter(**shared, mode=mode, line=line, marker={"size": 7, "color": color})
            )
    made = _figure(kit, traces, title=title, origin=origin, labels=labels)
    for x, name in marks:
        made.add_vline(x=x, line_color=_INK, annotation_text=_inert(name))
    for axis, is_log in zip(("xaxis", "yaxis"), logs, strict=True):
        if is_log:
            made.update_layout({axis: {"type": "log"}})
    return made


def bars(
    names: Sequence[str], heights: Sequence[float], *, title: str, origin: str,
    labels: tuple[str, str],
) -> Any:  # fmt: skip
    """A bar a name."""
    kit = _plotly()
    trace = kit.Bar(x=list(names), y=list(heights), marker_color=_BLUE)
    made = _figure(kit, [trace], title=title, origin=origin, labels=labels)
    return made.update_xaxes(type="category")


Plane = Literal["map", "contour", "surface"]
"""How heights over two axes are drawn."""
PLANES: Final = ("map", "contour", "surface")


def plane(
    axis: Any, heights: Any, *, kind: Plane = "map", mark: tuple[float, float, float],
    path: Any = (), is_turn: bool, title: str, origin: str, labels: tuple[str, str, str],
) -> Any:  # fmt: skip
    """Heights over two axes, shape (points, points), x first.

    Args:
        axis: the places along both.
        heights: see above.
        kind: colors, lines of equal height, or in three dimensions.
        mark: place and height where they are lowest.
        path: shape (k, 3), places and heights one after another, drawn as a line.
        is_turn: are both angles over one turn?
        title: what is shown.
        origin: where the numbers come from.
        labels: of the axes and the heights.

    Raises:
        MissingKit: plotly is not installed.
        InvalidRequest: another kind.
    """
    if kind not in PLANES:
        raise InvalidRequest(f"A landscape is drawn as {', '.join(PLANES)}, not {kind!r}.")
    kit = _plotly()
    x, y, z = labels
    shared = {"x": axis, "y": axis, "z": heights.T, "colorscale": _HEAT, "colorbar_title": z}
    if kind == "surface":
        return _surface(
            kit, shared, mark, path, is_turn=is_turn, title=title, origin=origin, labels=labels
        )
    if kind == "contour":
        traces = [kit.Contour(**shared, ncontours=24, line_width=0.5)]
    else:
        traces = [kit.Heatmap(**shared)]
    if len(path):
        traces += [
            kit.Scatter(
                x=part[:, 0], y=part[:, 1], mode="lines", showlegend=False, hoverinfo="skip",
                line={"color": color, "width": width},
            )
            for part in _unbroken(path, is_turn) for color, width in (("black", 4), ("white", 2))
        ]  # fmt: skip
        ends = {"symbol": ["circle-open", "circle"], "size": 9, "color": "white"}
        traces.append(
            kit.Scatter(
                x=path[[0, -1], 0], y=path[[0, -1], 1], mode="markers", name="path", marker=ends,
                text=["start", "end"], showlegend=False,
            )
        )  # fmt: skip
    lowest = kit.Scatter(
        x=mark[:1], y=mark[1:2], mode="markers", name="lowest", showlegend=False,
        marker={"symbol": "x", "size": 11, "color": "white", "line": {"width": 1}},
    )  # fmt: skip
    made = _figure(kit, [*traces, lowest], title=title, origin=origin, labels=(x, y))
    ticks = {
        "tickvals": _QUARTERS, "ticktext": _TICKS,
        "range": [0, 2 * math.pi],
    } if is_turn else {"range": [float(axis[0]), float(axis[-1])]}  # fmt: skip
    return made.update_xaxes(ticks).update_yaxes(ticks)


def _unbroken(path: Any, is_turn: bool) -> list[Any]:
    """A path in parts, where it leaves the turn on one side and comes back on the other."""
    import numpy as np

    if not is_turn:
        return [path]
    jumps = np.flatnonzero(np.abs(np.diff(path[:, :2], axis=0)).max(axis=1) > math.pi) + 1
    return np.split(path, jumps)


def _surface(
    kit: Any, shared: Mapping[str, Any], mark: tuple[float, float, float], path: Any, *,
    is_turn: bool, title: str, origin: str, labels: tuple[str, str, str],
) -> Any:  # fmt: skip
    traces = [kit.Surface(**shared)]
    points = [("lowest", mark[:1], mark[1:2], mark[2:], "markers")]
    if len(path):
        points.append(("path", path[:, 0], path[:, 1], path[:, 2], "lines"))
    traces += [
        kit.Scatter3d(
            x=x, y=y, z=z, mode=mode, name=name, showlegend=False,
            marker={"symbol": "x", "size": 4, "color": "#c0392b"},
            line={"color": "#c0392b", "width": 5},
        )
        for name, x, y, z, mode in points
    ]  # fmt: skip
    made = _figure(kit, traces, title=title, origin=origin, labels=labels[:2])
    sides: dict[str, Any] = {
        f"{side}axis": {"title": _inert(label), "gridcolor": _GRID, "backgroundcolor": _CLEAR}
        for side, label in zip("xyz", labels, strict=True)
    }
    if is_turn:
        for side in ("xaxis", "yaxis"):
            sides[side] |= {"tickvals": _QUARTERS, "ticktext": _TICKS}
    # From a little further away than usual, so that the lower axes are inside.
    camera = {"eye": {"x": 1.5, "y": -1.7, "z": 1.0}, "center": {"x": 0, "y": 0, "z": -0.15}}
    made.update_traces(colorbar={"len": 0.7}, selector={"type": "surface"})
    return made.update_layout(
        scene={**sides, "camera": camera}, height=520, margin={"t": 80, "r": 0, "l": 0, "b": 0}
    )


def fitted(
    points: Sequence[tuple[float, float, float]], curve: Sequence[tuple[float, float]], *,
    marks: Sequence[tuple[float, float, float | None, str]], title: str, origin: str,
    labels: tuple[str, str],
) -> Any:  # fmt: skip
    """Points (x, y, error), a curve through them, and named marks with an error or none."""
    kit = _plotly()
    traces = [
        kit.Scatter(
            x=[x for x, _, _ in points], y=[y for _, y, _ in points], mode="markers",
            error_y={"array": [e for _, _, e in points]}, marker_color=_INK, name="measured",
        )
    ]  # fmt: skip
    if curve:
        xs, ys = zip(*curve, strict=True)
        traces.append(kit.Scatter(x=xs, y=ys, mode="lines", line_color=_BLUE, name="fit"))
    traces += [
        kit.Scatter(
            x=[x], y=[y], mode="markers", name=name, marker_size=10,
            marker_symbol="circle-open" if error is not None else "line-ew-open",
            marker_color=_BLUE, error_y={"array": [error or 0.0]},
        )
        for x, y, error, name in marks
    ]  # fmt: skip
    return _figure(kit, traces, title=title, origin=origin, labels=labels)


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
        paper_bgcolor=_CLEAR, plot_bgcolor=_CLEAR,
        xaxis={"title": _inert(labels[0]), **axes}, yaxis={"title": _inert(labels[1]), **axes},
    )  # fmt: skip
    return made


def _inert(words: str) -> str:
    """Words of which Plotly, which reads a few tags in labels, makes no markup."""
    return words.replace("&", "&amp;").replace("<", "&lt;")
