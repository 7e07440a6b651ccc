"""A selected Clifford part becomes its one normal form: a sum over an affine space with signs.

Legs that decide are Z-spiders with phases of π/2, joined by Hadamard edges; the others are
X-spiders, the parities of these. Two parts are equal exactly where their normal forms are.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Iterable
from typing import Final

import numpy as np

from qdesign.angle import Angle
from qdesign.diagram import Diagram, Edge, EdgeKind, Spider, SpiderKind
from qdesign.errors import TooLarge
from qdesign.gates import Matrix
from qdesign.zx.cutting import Part, cut_out, put_back
from qdesign.zx.dense import tensor
from qdesign.zx.edit import Edit, Refused
from qdesign.zx.matching import Selection
from qdesign.zx.rule import Options, RuleRow

_MOST_LEGS: Final = 10


def _match(edit: Edit) -> list[Selection]:
    names = [n for n in edit.colored_names() if edit.spiders[n].phase.is_clifford]
    return [names] if len(names) > 1 else []


def _check(edit: Edit, names: Selection, options: Options) -> None:
    _part(edit, names)


def _change(edit: Edit, names: Selection, options: Options) -> None:
    part = _part(edit, names)
    put_back(edit, part, _normal_form(part))


def _part(edit: Edit, names: Selection) -> Part:
    part = cut_out(edit, names)
    for name in part.names:
        if not edit.spiders[name].phase.is_clifford:
            raise Refused(f"the phase of '{name}' is no multiple of π/2")
    if not 0 < part.legs <= _MOST_LEGS:
        raise Refused(f"it has {part.legs} legs, and this takes 1 to {_MOST_LEGS}")
    return part


def _normal_form(part: Part) -> Diagram:
    try:
        state = tensor(part.diagram).ravel()
    except TooLarge:
        raise Refused("this part is too wide to be worked out; select less") from None
    size = np.abs(state)
    if size.max() < 1e-9:
        raise Refused("the map of this part is 0, which has no normal form")
    support = [int(k) for k in np.flatnonzero(size > size.max() / 2)]
    start, basis = _affine(support, part.legs)
    free = list(basis)
    start ^= _sum(basis[leg] for leg in free if start >> leg & 1)
    spiders: list[Spider] = []
    edges: list[tuple[str, str, EdgeKind]] = []
    for leg in range(part.legs):
        if leg in basis:
            phase = _phase(state, start, basis[leg])
            spiders.append(Spider(f"s{leg}", SpiderKind.Z, phase))
        else:
            spiders.append(Spider(f"s{leg}", SpiderKind.X, Angle.pi_times(start >> leg & 1)))
            edges += [(f"s{j}", f"s{leg}", EdgeKind.PLAIN) for j in free if basis[j] >> leg & 1]
        edges.append((f"s{leg}", f"out{leg}", EdgeKind.PLAIN))
    for k, a in enumerate(free):
        for b in free[k + 1 :]:
            if _is_signed(state, start, basis[a], basis[b]):
                edges.append((f"s{a}", f"s{b}", EdgeKind.HADAMARD))
    ports = tuple([f"out{leg}" for leg in range(part.legs)])
    ends = [Spider(port, SpiderKind.BOUNDARY) for port in ports]
    joined = [Edge(f"e{k}", a, b, kind) for k, (a, b, kind) in enumerate(edges)]
    return Diagram((*spiders, *ends), tuple(joined), (), ports)


def _affine(support: list[int], legs: int) -> tuple[int, dict[int, int]]:
    """One index of an affine space, and a basis by the leg that each vector alone has."""
    basis: dict[int, int] = {}
    for index in support[1:]:
        vector = index ^ support[0]
        vector ^= _sum(basis[leg] for leg in basis if vector >> leg & 1)
        if not vector:
            continue
        lead = next(leg for leg in range(legs) if vector >> leg & 1)
        basis = {leg: v ^ vector if v >> lead & 1 else v for leg, v in basis.items()}
        basis[lead] = vector
    return support[0], dict(sorted(basis.items()))


def _sum(vectors: Iterable[int]) -> int:
    total = 0
    for vector in vectors:
        total ^= vector
    return total


def _phase(state: Matrix, start: int, vector: int) -> Angle:
    turn = cmath.phase(complex(state[start ^ vector] / state[start]))
    return Angle.pi_times(round(turn / (math.pi / 2))) / 2


def _is_signed(state: Matrix, start: int, a: int, b: int) -> bool:
    corner = state[start ^ a ^ b] * state[start] / (state[start ^ a] * state[start ^ b])
    return bool(corner.real < 0)


CLIFFORD_NORMAL_FORM: Final = RuleRow(
    name="clifford_normal_form",
    title="Clifford normal form",
    help="A part with phases of π/2 becomes its one normal form: Z-spiders on legs that decide, "
    "X-spiders on the others",
    source="van den Nest, arXiv:0811.0898; van de Wetering, arXiv:2012.13966",
    match=_match,
    change=_change,
    check=_check,
    key="N",
    runs="python",
    example="in0 - a:Z(pi/2) = b:Z(pi/2) = c:Z(t) - out0\na = d:X - b\nd - out1",
    selection=("a", "b", "d"),
)
