"""Diagrams → Pauli webs: letters on edges that the Clifford part carries from end to end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from qdesign.diagram import Diagram, EdgeKind, Spider, SpiderKind
from qdesign.errors import TooLarge
from qdesign.formula import boolean_turn
from qdesign.showing.tables import count
from qdesign.zx.bodies import as_diagram

Letter = Literal["I", "X", "Y", "Z"]
MAX_EDGES: Final = 2_000
_LETTERS: Final[tuple[Letter, Letter, Letter, Letter]] = ("I", "X", "Z", "Y")


@dataclass(frozen=True, slots=True)
class PauliWeb:
    """Letters on the two halves of edges, which every Clifford spider lets through.

    Put at the ends where the web leaves the diagram, its letters change the map by a sign at most.

    Attributes:
        edges: of each edge that has them, the letters at its source and at its target. They are
            equal on a plain edge; a Hadamard edge exchanges X and Z.
        inputs, outputs: letter by number of the qubit, where it is not I.
        cuts: spiders that are not Clifford, or have a parameter, at which the web ends, each with
            the letter on the leg that its phase would have. The color of the spider: the web goes
            out from its phase, as the Pauli string about which that turns. The other color: a
            Pauli put there turns the phase the other way round.
    """

    edges: Mapping[str, tuple[Letter, Letter]]
    inputs: Mapping[int, Letter]
    outputs: Mapping[int, Letter]
    cuts: Mapping[str, Letter]

    def __str__(self) -> str:
        sides = [_side("in", self.inputs), _side("out", self.outputs)]
        named = [side for side in sides if side] or ["no end"]
        cuts = ", ".join(f"{letter} at {name}" for name, letter in self.cuts.items())
        return " → ".join(named) + (f"; {cuts}" if cuts else "")

    def __repr__(self) -> str:
        return f"PauliWeb({self}; {count(len(self.edges), 'edge')})"


def pauli_webs(diagram: Diagram) -> tuple[PauliWeb, ...]:
    """Pauli webs of a diagram, one for each that is independent; all others are products of them.

    First those that begin with one Pauli at an input, then one for each phase that is no Clifford
    angle or has a parameter, then those of outputs, then closed ones. Such a phase is a cut: webs
    may end there. H-boxes of three legs or more, and those with other labels than 0 and π, are cuts
    at every leg. Signs are left out.

    Args:
        diagram: any diagram of 2,000 edges or fewer.

    Raises:
        TooLarge: the diagram has more edges.

    Example:
        >>> from qdesign.circuit import Circuit
        >>> from qdesign.zx import to_diagram
        >>> for web in pauli_webs(to_diagram(Circuit.of(2, "cx 0 1; rz(a) 1"))):
        ...     print(web)
        X in 0 → X out 0, X out 1; X at s4
        Z in 0 → Z out 0
        X in 1 → X out 1; X at s4
        Z in 1 → Z out 0, Z out 1
        Z out 1; Z at s4

    Source: Bombin et al., "Unifying flavors of fault tolerance with the ZX calculus",
    arXiv:2303.08829; Rodatz et al., "Floquetifying stabiliser codes", arXiv:2410.17240.
    """
    diagram = as_diagram(diagram)
    if len(diagram.edges) > MAX_EDGES:
        raise TooLarge(
            f"Pauli webs of {len(diagram.edges):,} edges are not worked out; at most "
            f"{MAX_EDGES:,} are taken. Simplify the diagram first."
        )
    found = _Conditions(diagram)
    return tuple(found.web(vector) for vector in found.solutions())


def is_cut(spider: Spider, booleans: Sequence[str]) -> bool:
    """Does the phase of a Z- or X-spider end webs: is it neither a multiple of π/2 nor Boolean?"""
    phase = spider.phase
    if phase.radians != 0.0 or phase.pi.denominator > 2:
        return True
    return any(c.denominator != 1 or boolean_turn(n) not in booleans for n, c in phase.terms)


def _side(name: str, letters: Mapping[int, Letter]) -> str:
    return ", ".join(f"{letter} {name} {qubit}" for qubit, letter in letters.items())


class _Conditions:
    """What a web fulfills, over GF(2): two bits an edge and two a cut, conditions at spiders.

    A bit is an integer with one bit set; a sum of bits is their exclusive or. The bits stand in the
    order in which they are given away: what is left free, from the last on, names the webs.
    """

    def __init__(self, diagram: Diagram) -> None:
        self.diagram = diagram
        self.by_id = diagram.by_id
        joined = {end for edge in diagram.edges for end in (edge.source, edge.target)}
        colored = (SpiderKind.Z, SpiderKind.X)
        self.cuts = [
            s.id
            for s in diagram.spiders
            if s.kind in colored and s.id in joined and is_cut(s, diagram.booleans)
        ]
        self.order = {bit: 1 << k for k, bit in enumerate(self._bits())}
        legs: dict[str, list[tuple[int, int]]] = {spider.id: [] for spider in diagram.spiders}
        for edge in diagram.edges:
            x, z = self.order["x", edge.id], self.order["z", edge.id]
            legs[edge.source].append((x, z))
            legs[edge.target].append((z, x) if edge.kind is EdgeKind.HADAMARD else (x, z))
        self.rows = [
            row
            for spider in diagram.spiders
            if spider.kind is not SpiderKind.BOUNDARY
            for row in self._at(spider, legs[spider.id])
        ]

    def _bits(self) -> Iterable[tuple[str, str]]:
        """The bits: those of inner edges, then of phases and ends, the most telling last."""
        ports: dict[str, list[tuple[str, str]]] = {}
        for edge in self.diagram.edges:
            for end in (edge.source, edge.target):
                turned = edge.kind is EdgeKind.HADAMARD and end == edge.target
                if self.by_id[end].kind is SpiderKind.BOUNDARY:
                    ports[end] = [(b, edge.id) for b in ("xz" if turned else "zx")]
        inputs = [bit for name in reversed(self.diagram.inputs) for bit in ports[name]]
        outputs = [bit for name in reversed(self.diagram.outputs) for bit in ports[name]]
        inner = [(b, edge.id) for edge in self.diagram.edges for b in "zx"]
        bits = [
            *inner,
            *(("fired", name) for name in self.cuts),
            *outputs,
            *(("axis", name) for name in reversed(self.cuts)),
            *inputs,
        ]
        # Of a bit that is named twice the last place counts.
        return reversed(dict.fromkeys(reversed(bits)))

    def _at(self, spider: Spider, legs: list[tuple[int, int]]) -> Iterable[int]:
        """Sums of bits that are 0 at a spider: it lets through its stabilizers alone."""
        kind, phase = spider.kind, spider.phase
        if kind is SpiderKind.H:
            plain = not phase.terms and phase.radians == 0.0
            if plain and phase.pi % 2 == 0:
                # All entries are 1: |+⟩ at every leg.
                return [z for _, z in legs]
            if plain and phase.pi % 2 == 1 and len(legs) == 2:
                (x, z), (other_x, other_z) = legs
                return [x ^ other_z, z ^ other_x]
            if len(legs) != 1 or not plain or phase.pi.denominator > 2:
                return []
            kind = SpiderKind.Z
        # Of the color of the spider an even number, of the other one all or none.
        same, other = (1, 0) if kind is SpiderKind.Z else (0, 1)
        parity = 0
        for leg in legs:
            parity ^= leg[same]
        fired = [leg[other] for leg in legs]
        if spider.id in self.cuts:
            fired.append(self.order["fired", spider.id])
            parity ^= self.order["axis", spider.id]
        elif phase.pi.denominator == 2:
            # A quarter turn makes Y of the other color, once for all legs together.
            parity ^= fired[0] if fired else 0
        return [parity, *(fired[0] ^ each for each in fired[1:])]

    def solutions(self) -> list[int]:
        """A basis of the webs, each with a free bit that no other has; the last bit first."""
        pivots: dict[int, int] = {}
        for given in self.rows:
            row = given
            while row:
                lead = row & -row
                if lead not in pivots:
                    pivots[lead] = row
                    break
                row ^= pivots[lead]
        free = [bit for bit in self.order.values() if bit not in pivots]
        # Every bit after a lead is known by then as a sum of free ones.
        known = {bit: bit for bit in free}
        for lead in sorted(pivots, reverse=True):
            rest, value = pivots[lead] ^ lead, 0
            while rest:
                bit = rest & -rest
                value ^= known[bit]
                rest ^= bit
            known[lead] = value
        found = dict.fromkeys(free, 0)
        for bit, value in known.items():
            left = value
            while left:
                each = left & -left
                found[each] |= bit
                left ^= each
        return [found[bit] for bit in sorted(free, reverse=True)]

    def web(self, vector: int) -> PauliWeb:
        """The web whose bits are set in `vector`."""

        def letter(x: bool, z: bool) -> Letter:
            return _LETTERS[x + 2 * z]

        def has(kind: str, name: str) -> bool:
            return bool(vector & self.order[kind, name])

        edges: dict[str, tuple[Letter, Letter]] = {}
        at_end: dict[str, Letter] = {}
        for edge in self.diagram.edges:
            x, z = has("x", edge.id), has("z", edge.id)
            if not (x or z):
                continue
            turned = edge.kind is EdgeKind.HADAMARD
            edges[edge.id] = (letter(x, z), letter(z, x) if turned else letter(x, z))
            at_end |= zip((edge.source, edge.target), edges[edge.id], strict=True)
        cuts: dict[str, Letter] = {}
        for name in self.cuts:
            axis, fired = has("axis", name), has("fired", name)
            is_z = self.by_id[name].kind is SpiderKind.Z
            if axis or fired:
                cuts[name] = letter(fired, axis) if is_z else letter(axis, fired)

        def of(names: Sequence[str]) -> dict[int, Letter]:
            return {k: at_end[name] for k, name in enumerate(names) if name in at_end}

        return PauliWeb(edges, of(self.diagram.inputs), of(self.diagram.outputs), cuts)
