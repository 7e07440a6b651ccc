"""A spider of phase 0 is put into an edge."""

from __future__ import annotations

from typing import Final

from qdesign.angle import Angle
from qdesign.diagram import SpiderKind
from qdesign.rows import Option
from qdesign.zx.edit import Edit
from qdesign.zx.matching import Selection, chosen_edge, each_edge
from qdesign.zx.rule import Options, RuleRow


def _match(edit: Edit) -> list[Selection]:
    return each_edge(edit)


def _change(edit: Edit, names: Selection, options: Options) -> None:
    edge = chosen_edge(edit, names)
    a, b = edge.source, edge.target
    edit.cut(edge.id)
    color = SpiderKind.X if options["color"] == "x" else SpiderKind.Z
    middle = edit.put(color, Angle(), (a, b), 0.0, 0.5 if a == b else 0.0)
    edit.join(a, middle)
    edit.join(middle, b, edge.kind)


INSERT_IDENTITY: Final = RuleRow(
    name="insert_identity",
    title="Put a spider on the edge",
    help="A spider of phase 0 is put into the edge",
    source="van de Wetering, arXiv:2012.13966",
    match=_match,
    sure=True,
    change=_change,
    takes_edge=True,
    key="I",
    reverse="remove_identity",
    options=(
        Option(
            name="color",
            title="Color",
            kind="choice",
            default="z",
            choices=("z", "x"),
            titles=("Z", "X"),
        ),
    ),
    gesture="wire",
    example="in0 - a:Z(t) - out0",
    selection=("a", "out0"),
)
