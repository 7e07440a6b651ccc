"""Two diagrams → a verdict: read as circuits and proved, else compared by numbers.

A diagram that stands as a circuit is read as it is, without a rewrite (`zx/reading.py`); what was
made of it may be extracted by PyZX: an error there would make the two differ. Numbers come from
whole maps where these are small, else from random product states at inputs and outputs.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import product
from typing import Final

import numpy as np

from qdesign.angle import Angle
from qdesign.circuit import Circuit
from qdesign.diagram import Diagram, Edge, Spider, SpiderKind
from qdesign.equivalence import maps
from qdesign.equivalence.drawings import same_drawing
from qdesign.errors import InvalidDiagram, NotConvertible, NotExtractable, TooLarge
from qdesign.formula import is_derived
from qdesign.simulate.chain import Chain
from qdesign.zx.dense import distance, tensor, width
from qdesign.zx.reading import read_off
from qdesign.zx.translate import to_diagram
from qdesign.zx.verdict import DIFFERENT, EQUAL, Verdict

Body = Circuit | Diagram

MAX_WHOLE: Final = 12
"""Inputs and outputs together up to which whole maps are compared."""

MAX_WIDTH: Final = 18
"""Edges open at once up to which tensors are worked out."""

_KEPT: Final = 8
_INPUTS: Final = 3
_MOST_BOOLEANS: Final = 4

VANISHING: Final = "up to a number that may be 0 at some values"
"""What a verdict says beside it where one of two diagrams is 0 where the other is not."""

Circuits = Callable[[Circuit, Circuit], Verdict]


def diagrams_verdict(
    a: Body, b: Body, circuits: Circuits, *, points: int, rng: np.random.Generator
) -> Verdict:
    """The verdict on two bodies of which one at least is a diagram, up to a scalar.

    Args:
        a: a circuit or diagram.
        b: another with as many inputs and outputs.
        circuits: the verdict on two unitary circuits.
        points: random parameter points at which numbers are compared.
        rng: for the points.
    """
    if isinstance(a, Diagram) and isinstance(b, Diagram) and same_drawing(a, b):
        return Verdict(True, "the same drawing, up to ids and places", 0, 0.0, is_exact=True)
    try:
        first, second = _diagram(a), _diagram(b)
    except NotConvertible as error:
        return Verdict(None, str(error))
    bare = [_read(body) for body in (a, b)]
    proved = _proved(bare, (first, second), circuits)
    if proved is not None:
        return proved
    verdict = _by_numbers(first, second, points=points, rng=rng)
    if verdict is not None:
        if verdict.equal and not verdict.is_exact and one_vanishes(first, second):
            return replace(verdict, method=f"{verdict.method}, {VANISHING}")
        return verdict
    return _extracted(bare, (first, second), circuits)


def _diagram(body: Body) -> Diagram:
    if isinstance(body, Diagram):
        return body
    if not body.is_unitary:
        raise NotConvertible("a circuit that measures cannot be compared with a diagram")
    return to_diagram(body)


def _read(body: Body) -> Circuit | None:
    return body if isinstance(body, Circuit) else read_off(body)


def _proved(
    bare: list[Circuit | None], both: tuple[Diagram, Diagram], circuits: Circuits
) -> Verdict | None:
    """Equal for all values, where one side reads as a circuit and the other becomes one."""
    if bare[0] is None and bare[1] is None:
        return None
    found = [_extract(d) if c is None else c for c, d in zip(bare, both, strict=True)]
    if found[0] is None or found[1] is None:
        return None
    verdict = circuits(found[0], found[1])
    extracted = any(c is None for c in bare)
    if verdict.equal is False and (extracted or both[0].booleans or both[1].booleans):
        return None  # numbers decide: of what was extracted, and where parameters are 0 or 1
    if verdict.equal is None:
        return None
    how = "extracted circuits" if extracted else "read as circuits"
    return replace(verdict, method=f"{how}: {verdict.method}")


def _extract(diagram: Diagram) -> Circuit | None:
    """The circuit of a diagram; None where a number that went may be 0 at some values."""
    from qdesign.zx.extraction import extract_graph
    from qdesign.zx.reduce import may_vanish, reduced_graph

    if len(diagram.inputs) != len(diagram.outputs):
        return None
    try:
        graph = reduced_graph(diagram)
        return None if may_vanish(graph) else extract_graph(graph, names={}, short=False)
    except (NotExtractable, NotConvertible, InvalidDiagram):
        return None


def one_vanishes(a: Diagram, b: Diagram) -> bool:
    """Is one of two diagrams, else equal up to a scalar, 0 at values at which the other is not?

    Numbers that PyZX takes out of each say at which values; what it does not find is not told.
    """
    from qdesign.zx.reduce import may_vanish, reduced_graph, vanishing_phases

    if not {*a.parameters, *b.parameters} - {*a.booleans, *b.booleans}:
        return False
    rng = np.random.default_rng(0)
    sums: list[bool] = []
    for diagram in (a, b):
        try:
            graph = reduced_graph(diagram)
        except (NotConvertible, InvalidDiagram):
            return False
        phases = vanishing_phases(graph)
        sums.append(may_vanish(graph) and not phases)
        if any(_differ_where_zero(a, b, phase, rng) for phase in phases):
            return True
    return sums[0] is not sums[1]


def _differ_where_zero(a: Diagram, b: Diagram, phase: Angle, rng: np.random.Generator) -> bool:
    """Is one of them 0, and the other not, at values at which 1 + e^(iα) is 0?"""
    if any(is_derived(name) for name in (*a.symbols, *b.symbols)):
        return False  # their values follow from others
    bits = {n: Angle.of(float(rng.integers(2))) for n in sorted({*a.booleans, *b.booleans})}
    first, second = a.substitute(bits), b.substitute(bits)
    values = dict(_values(first, second, rng))
    terms = phase.substitute(bits).terms
    if not terms:
        return False
    name, factor = terms[0]
    values[name] += (math.pi - phase.substitute(bits).at(values)) / float(factor)
    try:
        sizes = [float(np.linalg.norm(tensor(d, values))) for d in (first, second)]
    except TooLarge:
        return False
    return min(sizes) < 1e-9 <= max(sizes)


def _extracted(
    bare: list[Circuit | None], both: tuple[Diagram, Diagram], circuits: Circuits
) -> Verdict:
    """Of diagrams too large for numbers, by what PyZX extracts of both."""
    found = [_extract(d) if c is None else c for c, d in zip(bare, both, strict=True)]
    if found[0] is None or found[1] is None:
        return Verdict(
            None, "too large for dense tensors, and at least one diagram has no circuit form"
        )
    verdict = circuits(found[0], found[1])
    if verdict.equal is False:
        return replace(verdict, equal=None, method="too large for dense tensors")
    if bare[0] is None and bare[1] is None:
        # What PyZX took both for may be the same without their being so: no proof.
        how = f"both as PyZX extracts them, which nothing else checked: {verdict.method}"
        return replace(verdict, is_exact=False, method=how)
    return replace(verdict, method=f"extracted circuits: {verdict.method}")


# --- numbers --------------------------------------------------------------------------------------


def _by_numbers(a: Diagram, b: Diagram, *, points: int, rng: np.random.Generator) -> Verdict | None:
    """By whole maps, or by product states at inputs and outputs; None where both are too wide."""
    ports = len(a.inputs) + len(a.outputs)
    names = tuple(dict.fromkeys((*a.parameters, *b.parameters)))
    booleans = sorted({*a.booleans, *b.booleans})
    free = any(name not in booleans for name in names)
    choices = _choices(booleans, points, rng)
    every = len(choices) == 2 ** len(booleans)
    cases = choices * (points if free and every else 1)
    worst, looked = 0.0, 0
    whole = ports <= MAX_WHOLE and max(width(a), width(b)) <= MAX_WIDTH
    for bits in cases:
        looked += 1
        first, second = a.substitute(bits), b.substitute(bits)
        values = _values(first, second, rng)
        try:
            if whole:
                error = distance(tensor(first, values), tensor(second, values))
            else:
                error = _on_products(first, second, values, rng)
        except TooLarge:
            return None
        worst = max(worst, error)
        if worst >= DIFFERENT:
            break
    how = "whole maps" if whole else "random product states at inputs and outputs"
    exact = whole and not free and every
    if exact:
        how = "whole maps, exact up to rounding"
    elif names:
        how += " at random parameter points"
    if worst <= EQUAL:
        return Verdict(True, how, looked, worst, is_exact=exact)
    return Verdict(False if worst >= DIFFERENT else None, how, looked, worst)


def _choices(booleans: list[str], points: int, rng: np.random.Generator) -> list[dict[str, Angle]]:
    """Every choice of 0 and 1 where there are few, else some at random."""
    if len(booleans) <= _MOST_BOOLEANS:
        bits = list(product((0, 1), repeat=len(booleans)))
    else:
        bits = [tuple(rng.integers(2, size=len(booleans))) for _ in range(points)]
    return [
        {name: Angle.of(float(bit)) for name, bit in zip(booleans, each, strict=True)}
        for each in bits
    ]


def _values(a: Diagram, b: Diagram, rng: np.random.Generator) -> Mapping[str, float]:
    names = tuple(dict.fromkeys((*a.parameters, *b.parameters)))
    formulas = filter(is_derived, dict.fromkeys((*a.symbols, *b.symbols)))
    return maps.random_point(Chain(names, tuple(formulas)), rng)


def _on_products(
    a: Diagram, b: Diagram, values: Mapping[str, float], rng: np.random.Generator
) -> float:
    """The distance of what both make of the same product states, with one scalar for all."""
    kept = [*a.outputs][:_KEPT]
    columns: tuple[list[np.ndarray], list[np.ndarray]] = ([], [])
    for _ in range(_INPUTS):
        ends = len(a.inputs) + len(a.outputs) - len(kept)
        angles = rng.uniform(-math.pi, math.pi, (ends, 2))
        for side, given in zip(columns, (a, b), strict=True):
            closed = _closed(given, angles)
            if width(closed) > MAX_WIDTH:
                raise TooLarge("These diagrams are too wide for dense tensors.")
            side.append(tensor(closed, values).reshape(-1))
    return distance(np.stack(columns[0], axis=1), np.stack(columns[1], axis=1))


def _closed(given: Diagram, angles: np.ndarray) -> Diagram:
    """The diagram with product states at its inputs and all outputs but the first ones."""
    ports = [*given.inputs, *given.outputs[_KEPT:]]
    place = {name: k for k, name in enumerate(ports)}
    spiders: list[Spider] = []
    edges = list(given.edges)
    for spider in given.spiders:
        if spider.id not in place:
            spiders.append(spider)
            continue
        turn, phase = angles[place[spider.id]]
        spiders.append(replace(spider, kind=SpiderKind.X, phase=Angle.of(float(turn))))
        leaf = f"state of {spider.id}"
        spiders.append(Spider(leaf, SpiderKind.Z, Angle.of(float(phase)), spider.x, spider.y))
        edges.append(Edge(leaf, spider.id, leaf))
    return Diagram(tuple(spiders), tuple(edges), (), given.outputs[:_KEPT])
