"""ZX diagrams → TikZ, in the styles that TikZit and the ZX literature use."""

from __future__ import annotations

from typing import Final

from qdesign.diagram import Diagram, EdgeKind, SpiderKind
from qdesign.exporter import Exporter
from qdesign.exporters.quantikz import tex_angle

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
    for edge in body.edges:
        style = "[hadamard edge] " if edge.kind == EdgeKind.HADAMARD else ""
        lines.append(rf"  \draw {style}({number[edge.source]}) -- ({number[edge.target]});")
    return _HEAD + "\n".join(lines) + "\n\\end{tikzpicture}\n"


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
