"""TikZ pictures of ZX diagrams."""

from __future__ import annotations

from typing import Final

from qdesign.convert.tikz import from_tikz, looks_like_tikz
from qdesign.document import Document
from qdesign.importers.importer import Importer

TIKZ: Final = Importer(
    name="tikz",
    title="TikZ diagram",
    group="Files",
    help="A ZX diagram that TikZit, PyZX or qdesign wrote",
    source="https://tikzit.github.io",
    accepts=lambda value: isinstance(value, str) and looks_like_tikz(value),
    read=lambda text: Document(from_tikz(text)),
    example=lambda: "\n".join(
        (
            r"\begin{tikzpicture}",
            r"  \begin{pgfonlayer}{nodelayer}",
            r"    \node [style=none] (0) at (0, 0) {};",
            r"    \node [style=Z phase dot] (1) at (1, 0) {$\frac{\pi}{2}$};",
            r"    \node [style=X phase dot] (2) at (2, 0) {$\alpha$};",
            r"    \node [style=none] (3) at (3, 0) {};",
            r"  \end{pgfonlayer}",
            r"  \begin{pgfonlayer}{edgelayer}",
            r"    \draw (0) to (1);",
            r"    \draw [style=hadamard edge] (1) to (2);",
            r"    \draw (2) to (3.center);",
            r"  \end{pgfonlayer}",
            r"\end{tikzpicture}",
        )
    ),
    suffixes=(".tikz",),
    found_in=(".tex",),
    is_text=True,
)
