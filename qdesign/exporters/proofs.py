"""Proofs → files of ZXLive, pictures for papers, and programs that make them again."""

from __future__ import annotations

from typing import Any, Final

from qdesign.convert.zxlive import DrawnStep, write_proof
from qdesign.exporter import Exporter
from qdesign.zx.bodies import diagram_of


def _zxlive(proof: Any) -> str:
    """The steps that lead to the one that is shown; the format has no branches."""
    steps = [
        DrawnStep(each.title, each.rule, diagram_of(each.body), each.group) for each in proof.path
    ]
    return write_proof(diagram_of(proof.start), steps)


ZXP: Final = Exporter(
    name="zxp",
    title="ZXLive proof",
    group="Proofs",
    help="The steps from the start to the one that is shown, as ZXLive reads them",
    source="github.com/zxcalc/zxlive",
    write=_zxlive,
    takes="proof",
    mime="application/json",
    suffix=".zxp",
)

PROOF_TIKZ: Final = Exporter(
    name="proof_tikz",
    title="TikZ of the proof",
    group="Proofs",
    help="The steps from the start to the one that is shown, joined by = with the rule above",
    source="https://tikzit.github.io",
    write=lambda proof: proof.to_tikz(),
    takes="proof",
    mime="application/x-tex",
    suffix=".tikz",
)

PROOF_PYTHON: Final = Exporter(
    name="proof_python",
    title="Python of the proof",
    group="Proofs",
    help="A program that takes the same steps and checks them",
    write=lambda proof: proof.to_python(),
    takes="proof",
    mime="text/x-python",
    suffix=".py",
)
