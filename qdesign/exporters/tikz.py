"""ZX diagrams → TikZ, in the styles that TikZit and the ZX literature use."""

from __future__ import annotations

import math
from typing import Final

from qdesign.diagram import Diagram, EdgeKind, Spider, SpiderKind
from qdesign.exporter import Exporter
from qdesign.exporters.quantikz import tex_angle
from qdesign.exporters.words import short_angle
from qdesign.showing.bends import Shape, bends
from qdesign.showing.vector import text_width

_STYLES: Final = {
    SpiderKind.Z: "Z dot", SpiderKind.X: "X dot", SpiderKind.H: "hadamard",
    SpiderKind.BOUNDARY: "none",
}  # fmt: skip
_PHASED: Final = {SpiderKind.Z: "Z phase dot", SpiderKind.X: "X phase dot"}
_HEAD: Final = r"""% \usepackage{tikz}
\begin{tikzpicture}[
  Z dot/.style={circle, draw, fill=green!25, inner sep=2pt, minimum size=6pt},
  X dot/.style={circle, draw, fill=red!25, inner sep=2pt, minimum size=6pt},
  Z phase dot/.style={Z dot, rounded corners=6pt, rectangle, font=\footnotesize},
  X phase dot/.style={X dot, rounded corners=6pt, rectangle, font=\footnotesize},
  hadamard/.style={draw, fill=yellow!60, minimum size=5pt, inner sep=1pt},
  none/.style={inner sep=0pt}, hadamard edge/.style={blue, dashed}]
"""


def tikz(body: Diagram) -> str:
    """The diagram as a `tikzpicture`."""
    number = {spider.id: index for index, spider in enumerate(body.spiders)}
    lines: list[str] = []
    for spider in body.spiders:
        phase = "" if spider.phase.is_zero else f"${tex_angle(spider.phase)}$"
        style = _PHASED.get(spider.kind, _STYLES[spider.kind]) if phase else _STYLES[spider.kind]
        at = f"({spider.x:g}, {-spider.y:g})"
        lines.append(rf"  \node[{style}] ({number[spider.id]}) at {at} {{{phase}}};")
    shapes = {spider.id: _shape(spider) for spider in body.spiders}
    controls = bends(shapes, [(edge.source, edge.target) for edge in body.edges])
    for edge, bend in zip(body.edges, controls, strict=True):
        a, b = number[edge.source], number[edge.target]
        words = ["hadamard edge"] if edge.kind == EdgeKind.HADAMARD else []
        if bend is not None:
            words += _leaving("out", shapes[edge.source], bend[:2])
            words += _leaving("in", shapes[edge.target], bend[2:])
        style = f"[{', '.join(words)}] " if words else ""
        lines.append(rf"  \draw {style}({a}) to ({b});")
    return _HEAD + "\n".join(lines) + "\n\\end{tikzpicture}\n"


_PX: Final = 48.0  # a centimeter, so that shapes are as large beside it as on a page


def _shape(spider: Spider) -> Shape:
    width = 12.0 if spider.phase.is_zero else 14.0 + text_width(short_angle(spider.phase), 10)
    return spider.x * _PX, spider.y * _PX, width, 12.0 if spider.phase.is_zero else 18.0


def _leaving(side: str, shape: Shape, control: tuple[float, float]) -> list[str]:
    """How a bent edge leaves a spider: the angle, and how far its control point is."""
    dx, dy = control[0] - shape[0], shape[1] - control[1]
    far = math.hypot(dx, dy) / _PX
    return [f"{side}={math.degrees(math.atan2(dy, dx)):.0f}", f"{side} distance={far:.3g}cm"]


TIKZ: Final = Exporter(
    name="tikz",
    title="TikZ diagram",
    group="Pictures",
    help="The ZX diagram for papers, in the styles of TikZit",
    source="https://tikzit.github.io",
    write=tikz,
    takes="diagram",
    mime="application/x-tex",
    suffix=".tikz",
)
