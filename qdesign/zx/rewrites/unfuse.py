"""A part of a spider's phase and legs moves to a new spider of its color, joined to it."""

from __future__ import annotations

from typing import Final

from qdesign.angle import Angle
from qdesign.diagram import EdgeKind
from qdesign.rows import Option
from qdesign.zx.edit import Edit, Refused, other_end
from qdesign.zx.matching import Selection, each_colored, exactly
from qdesign.zx.rule import Options, RuleRow


def _match(edit: Edit) -> list[Selection]:
    return [names for names in each_colored(edit) if not edit.spiders[names[0]].phase.is_zero]


def _change(edit: Edit, names: Selection, options: Options) -> None:
    (name,) = exactly(names, 1, "select one spider")
    spider = edit.colored(name)
    chosen = [leg for leg in str(options["legs"]).split(" ") if leg != ""]
    text = str(options["phase"])
    if spider.phase.is_zero and len(chosen) == 0 and text == "":
        raise Refused("its phase is zero; say which phase or legs the new spider takes")
    for leg in chosen:
        if leg not in edit.edges or name not in (edit.edges[leg].source, edit.edges[leg].target):
            raise Refused(f"'{leg}' is no edge of it")
        if edit.edges[leg].source == edit.edges[leg].target:
            raise Refused(f"'{leg}' is a loop; remove it first")
    phase = spider.phase if text == "" else Angle.parse(text)
    near = [name] + [other_end(edit.edges[leg], name) for leg in chosen]
    made = edit.put(spider.kind, phase, near, 0.0, 0.5 if len(chosen) == 0 else 0.0)
    edit.add_phase(name, -phase)
    for leg in chosen:
        edge = edit.edges[leg]
        edit.cut(leg)
        edit.join(made, other_end(edge, name), edge.kind)
    edit.join(name, made, EdgeKind.PLAIN)


UNFUSE: Final = RuleRow(
    name="unfuse",
    title="Unfuse",
    help="A part of a spider's phase and legs moves to a new spider of its color",
    source="van de Wetering, arXiv:2012.13966",
    match=_match,
    sure=True,
    change=_change,
    key="U",
    reverse="fuse",
    options=(
        Option(
            name="phase",
            title="Phase of the new spider",
            kind="text",
            default="",
            help="the whole phase where empty",
        ),
        Option(
            name="legs",
            title="Legs of the new spider",
            kind="text",
            default="",
            help="ids of edges, with spaces between them",
        ),
    ),
    gesture="split",
    example="in0 - a:Z(t) - out0",
    selection=("a",),
)
