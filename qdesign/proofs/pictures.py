"""Proofs → pictures: TikZ joined by `=`, and a film for notebooks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from qdesign.circuit import Circuit
from qdesign.diagram import Diagram
from qdesign.showing.drawing import image, svg
from qdesign.showing.tables import count, text_of
from qdesign.zx.bodies import diagram_of
from qdesign.zx.files import to_tikz

if TYPE_CHECKING:
    from qdesign.proofs.proof import Proof

_SPECIAL: Final = re.compile(r"[\\{}$&#^_%~π→↔⊗·]")
_LATEX: Final = {
    "\\": r"\textbackslash{}", "^": r"\^{}", "~": r"\~{}", "π": r"$\pi$", "→": r"$\to$",
    "↔": r"$\leftrightarrow$", "⊗": r"$\otimes$", "·": r"$\cdot$",
}  # fmt: skip
_SIGNS: Final = {True: "=", False: r"\neq", None: r"\sim"}


def tikz_text(proof: Proof) -> str:
    """Pictures from the start to the step that is shown, joined by `=` with the rule above."""
    parts = [to_tikz(diagram_of(proof.start)).strip()]
    for each in proof.path:
        title, sign = _latex(each.title), _SIGNS[each.verdict.equal]
        parts.append(rf"\ensuremath{{\overset{{\text{{{title}}}}}{{{sign}}}}}")
        parts.append(to_tikz(diagram_of(each.body)).strip())
    return "\n".join(parts) + "\n"


def _latex(text: str) -> str:
    return _SPECIAL.sub(lambda found: _LATEX.get(found[0], f"\\{found[0]}"), text)


def film(proof: Proof) -> str:
    """A picture of each step, with its rule, verdict and figures."""
    cells = [_cell(0, "Start", "", proof.start)]
    cells += [
        _cell(number, each.title, each.verdict.words, each.body)
        for number, each in enumerate(proof.steps, 1)
    ]
    return f"<table><tr>{''.join(cells)}</tr></table>"


def _cell(number: int, title: str, verdict: str, body: Circuit | Diagram) -> str:
    said = [text_of(verdict)] if verdict else []
    lines = (image(svg(body)), f"<b>{number}</b> {text_of(title)}", *said, _figures(body))
    return f"<td>{'<br>'.join(lines)}</td>"


def _figures(body: Circuit | Diagram) -> str:
    if isinstance(body, Diagram):
        return f"{count(body.num_spiders, 'spider')}, {count(len(body.edges), 'edge')}"
    return f"{count(body.num_operations, 'gate')}"
