"""PyZX's reductions on a diagram, repeated until no phase changes its class."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal

from qdesign.angle import Angle
from qdesign.convert.pyzx import from_phase, from_pyzx, normalize, to_pyzx
from qdesign.diagram import Diagram, SpiderKind
from qdesign.errors import InvalidDiagram, NotConvertible
from qdesign.zx.passes import counted
from qdesign.zx.tracing import Traced, marked, spider_origins

Reduction = Literal["full", "clifford"]


def reduced_graph(diagram: Diagram, *, kind: Reduction = "full", traced: bool = False) -> Any:
    """The PyZX graph of `diagram` after `full_reduce` or `clifford_simp`.

    Args:
        diagram: without H-boxes.
        kind: which of the two.
        traced: shall phases carry marks of the spiders that went into them?

    Raises:
        NotConvertible: the diagram has H-boxes, which these reductions do not take.
        InvalidDiagram: the diagram is the zero map.
    """
    import pyzx

    boxes = [s.id for s in diagram.spiders if s.kind is SpiderKind.H]
    if boxes:
        raise NotConvertible(
            f"This diagram has H-boxes ({', '.join(boxes[:6])}). Simplification takes Z- and "
            "X-spiders only; write them as spiders first."
        )
    graph = to_pyzx(diagram)
    if traced:
        marked(graph, [spider.id for spider in diagram.spiders])
    normalize(graph)
    if kind == "clifford":
        pyzx.clifford_simp(graph)
    else:
        pyzx.full_reduce(graph)
    while normalize(graph):
        if kind == "clifford":
            pyzx.clifford_simp(graph)
        else:
            pyzx.full_reduce(graph)
    if _is_zero(graph.scalar):
        # PyZX keeps this in the scalar alone: what is left of the graph is not the map.
        raise InvalidDiagram(
            "This diagram is the zero map: a part of it without inputs and outputs is 0. "
            "It cannot be simplified; change that part."
        )
    return graph


def _is_zero(scalar: Any) -> bool:
    """Is it 0 for all values? PyZX itself takes 3π for something else than π."""
    numbers = [phase for phase in scalar.phasenodes if not hasattr(phase, "free_vars")]
    return scalar.is_zero or any(phase % 2 == 1 for phase in numbers)


def may_vanish(graph: Any) -> bool:
    """Did a number go whose value depends on a parameter, so that it is 0 at some values?"""
    scalar = graph.scalar
    return bool(scalar.sum_of_phases) or any(
        hasattr(phase, "free_vars") and phase.free_vars() for phase in scalar.phasenodes
    )


def vanishing_phases(graph: Any) -> tuple[Angle, ...]:
    """The α of numbers 1 + e^(iα) that went and are 0 at some values of their parameters."""
    phases = graph.scalar.phasenodes
    return tuple(from_phase(p) for p in phases if hasattr(p, "free_vars") and p.free_vars())


def different_reason(diagram: Diagram, *, kind: Reduction = "full") -> str:
    """Why what was made of a diagram that is reduced may differ from it, in one or two sentences.

    Args:
        diagram: without H-boxes, and not the zero map.
        kind: the reduction.
    """
    if may_vanish(reduced_graph(diagram, kind=kind)):
        return (
            "A part without inputs and outputs is 0 for some values of its parameters, and with it "
            "the map; the diagram stays as it was. Change that part or remove it."
        )
    return "What it became does not verify; the diagram stays as it was. Please report it."


def reduce(diagram: Diagram, *, kind: Reduction = "full") -> Diagram:
    """`diagram` after PyZX's `full_reduce` or `clifford_simp`, laid out for drawing."""
    return from_pyzx(_laid_out(diagram, reduced_graph(diagram, kind=kind)))


def traced_reduce(diagram: Diagram, *, kind: Reduction = "full") -> Traced[Diagram]:
    """As `reduce`; each spider names those of `diagram` whose phases went into its own.

    One that stays keeps its id, and so do inputs and outputs.
    """
    with counted() as rules:
        reduced = reduced_graph(diagram, kind=kind, traced=True)
    graph = _laid_out(diagram, reduced)
    names = [spider.id for spider in diagram.spiders]
    ends = [
        *zip(graph.inputs(), diagram.inputs, strict=True),
        *zip(graph.outputs(), diagram.outputs, strict=True),
    ]
    body, told = from_pyzx(graph), spider_origins(graph, names, ends)
    kept = {f"s{vertex}": name for vertex, name in ends}
    used = set(kept.values())
    for spider in body.spiders:
        vertex = int(spider.id[1:])
        # A phase that was set to 0 carries no marks, and its spider stays.
        if spider.id not in kept and vertex < len(names):
            name = names[vertex]
            if name not in used and (not told[spider.id] or name in told[spider.id]):
                kept[spider.id] = name
                used.add(name)
    fresh = (name for k in itertools.count(len(names)) if (name := f"s{k}") not in names)
    new = {s.id: kept[s.id] if s.id in kept else next(fresh) for s in body.spiders}
    return Traced(_renamed(body, new), {new[key]: ids for key, ids in told.items()}, rules)


def _renamed(diagram: Diagram, names: Mapping[str, str]) -> Diagram:
    return replace(
        diagram,
        spiders=tuple(replace(s, id=names[s.id]) for s in diagram.spiders),
        edges=tuple(
            replace(e, source=names[e.source], target=names[e.target]) for e in diagram.edges
        ),
        inputs=tuple(names[name] for name in diagram.inputs),
        outputs=tuple(names[name] for name in diagram.outputs),
    )


def _laid_out(diagram: Diagram, graph: Any) -> Any:
    if len(diagram.inputs) == len(diagram.outputs) and diagram.inputs:
        graph.normalize()
    return graph
