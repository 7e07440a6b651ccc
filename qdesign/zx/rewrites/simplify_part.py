"""The selected part is simplified by an automatic strategy of PyZX and put back."""

from __future__ import annotations

from typing import Final

from qdesign.convert.pyzx import from_pyzx
from qdesign.errors import InvalidDiagram
from qdesign.rows import Option
from qdesign.zx.cutting import cut_out, put_back
from qdesign.zx.edit import Edit, Refused
from qdesign.zx.matching import Selection
from qdesign.zx.reduce import may_vanish, reduced_graph
from qdesign.zx.rule import Options, RuleRow


def _match(edit: Edit) -> list[Selection]:
    names = edit.colored_names()
    return [names] if len(names) > 1 else []


def _check(edit: Edit, names: Selection, options: Options) -> None:
    cut_out(edit, names)


def _change(edit: Edit, names: Selection, options: Options) -> None:
    part = cut_out(edit, names)
    try:
        kind = "clifford" if options["strategy"] == "clifford" else "full"
        graph = reduced_graph(part.diagram, kind=kind)
    except InvalidDiagram:
        raise Refused("the map of this part is 0, so nothing can be left out of it") from None

    if may_vanish(graph):
        raise Refused("at some values of its parameters the map of this part is 0")

    def kept(name: str) -> str | None:
        # PyZX numbers spiders in order and gives new ones higher numbers.
        number = int(name[1:])
        return part.names[number] if number < len(part.names) else None

    put_back(edit, part, from_pyzx(graph), kept)


SIMPLIFY_PART: Final = RuleRow(
    name="simplify_part",
    title="Simplify this part",
    help="The selected spiders are simplified together, as far as a strategy of PyZX goes; their "
    "legs stay",
    source="Kissinger, van de Wetering, arXiv:1904.04735",
    match=_match,
    change=_change,
    check=_check,
    key="S",
    options=(
        Option(
            name="strategy",
            title="Strategy",
            kind="choice",
            default="full",
            choices=("full", "clifford"),
            titles=("Full reduction", "Clifford spiders"),
            help="full also moves phases into gadgets and fuses these",
        ),
    ),
    runs="python",
    example="in0 - a:Z(t) - b:Z(pi/2) = c:Z(pi) = d:Z(u) - out0\nb = e:Z = c\ne - out1",
    selection=("a", "b", "c", "e"),
)
