"""Which parts of a body went into which of the next, also where PyZX rewrote it: origins.

PyZX does not say what became of a vertex. Each phase therefore carries a set of marks, and what is
computed of phases carries the marks of all of them. Numbers and symbols stay what they are, so a
marked graph is rewritten as any other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from typing import Any, Generic, TypeVar

from qdesign.circuit import Circuit
from qdesign.diagram import Diagram
from qdesign.operation import Block, Item
from qdesign.placing import walk

Origins = Mapping[str, tuple[str, ...]]
"""Of each part of a body, by id, the parts of an earlier body that went into it."""

B = TypeVar("B")


@dataclass(frozen=True, slots=True)
class Traced(Generic[B]):
    """A body, and of which parts of the one before its parts were made.

    Attributes:
        origins: of spiders and gates by id; one that is left out comes from none alone.
        rules: how often each rule changed something on the way, where that was counted.
    """

    body: B
    origins: Origins
    rules: Mapping[str, int] = field(default_factory=dict[str, int])


def composed(first: Origins, second: Origins) -> dict[str, tuple[str, ...]]:
    """Origins over two steps: of each part after both, those before the first."""
    return {
        name: tuple(dict.fromkeys(old for way in ways for old in first.get(way, ())))
        for name, ways in second.items()
    }


def parts_of(body: Circuit | Diagram) -> tuple[str, ...]:
    """The ids of what a body is made of: its spiders, or its operations and blocks."""
    if isinstance(body, Diagram):
        return tuple(spider.id for spider in body.spiders)
    return tuple(item.id for item in walk(body.operations))


def completed(
    told: Origins, before: Circuit | Diagram, after: Circuit | Diagram
) -> dict[str, tuple[str, ...]]:
    """Origins of every part: one of which nothing is told is itself where it was there before."""
    is_one_kind = isinstance(before, Diagram) is isinstance(after, Diagram)
    old = frozenset(parts_of(before)) if is_one_kind else frozenset[str]()
    return {
        name: told.get(name, (name,) if name in old else ()) for name in parts_of(after) if name
    }


def circuit_origins(before: Circuit, after: Circuit) -> dict[str, tuple[str, ...]]:
    """Of each operation of a circuit that was made of another, those that it came from.

    One that is the same is itself; one that a parameter turns comes from all that it turned. Of
    the rest nothing is told.
    """
    old = {item.id: item for item in walk(before.operations)}
    turned: dict[str, list[str]] = {}
    for name, parameters in _turns(before.operations):
        for parameter in parameters:
            turned.setdefault(parameter, []).append(name)
    found = {
        name: tuple(dict.fromkeys(n for p in parameters for n in turned.get(p, ())))
        for name, parameters in _turns(after.operations)
    }
    for item in walk(after.operations):
        if old.get(item.id) == item:
            found[item.id] = (item.id,)
    return found


def _turns(
    items: Iterable[Item], outer: Mapping[str, tuple[str, ...]] | None = None
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each operation with its parameters, those of a block's repetitions in place of local ones."""
    known = outer or {}
    for item in items:
        if isinstance(item, Block):
            yield item.id, ()
            yield from _turns(item.operations, {**known, **dict(item.indexed)})
        else:
            names = dict.fromkeys(name for angle in item.angles for name in angle.parameters)
            yield item.id, tuple(real for name in names for real in known.get(name, (name,)))


def marked(graph: Any, names: Sequence[str]) -> None:
    """Mark the phases of a graph: of vertex k, which `names[k]` names, by the bit k."""
    for vertex in range(len(names)):
        graph.phases()[vertex] = _carrying(graph.phase(vertex), 1 << vertex)


def marks_of(phase: Any, names: Sequence[str]) -> tuple[str, ...]:
    """The names that a phase carries, in their order."""
    marks: int = getattr(phase, "marks", 0)
    found: list[str] = []
    while marks:
        low = marks & -marks
        found.append(names[low.bit_length() - 1])
        marks ^= low
    return tuple(found)


def spider_origins(graph: Any, names: Sequence[str], ends: Iterable[tuple[int, str]]) -> Origins:
    """Of each spider that `from_pyzx` makes of a marked graph, those that went into it.

    Args:
        graph: a graph of marked phases.
        names: as it was marked.
        ends: vertices of inputs and outputs, with their names of before.
    """
    found = {f"s{v}": marks_of(phase, names) for v, phase in graph.phases().items()}
    return found | {f"s{vertex}": (name,) for vertex, name in ends}


def _carrying(phase: Any, marks: int) -> Any:
    number, symbols = _kinds()
    made = symbols(phase.terms) if hasattr(phase, "terms") else number(phase)
    made.marks = marks
    return made


@lru_cache(maxsize=1)
def _kinds() -> tuple[Any, Any]:
    """Classes of numbers and of symbolic phases that carry marks."""
    from pyzx.symbolic import Poly

    def carried(operation: str, base: Any) -> Any:
        inherited = getattr(base, operation)

        def method(self: Any, *others: Any) -> Any:
            result = inherited(self, *others)
            if result is NotImplemented:
                return result
            marks = self.marks
            for other in others:
                marks |= getattr(other, "marks", 0)
            return _carrying(result, marks)

        return method

    def rational(phase: Any, number: Fraction) -> Any:
        """A number that stands for the phase, as `normalize` makes it."""
        return _carrying(number, phase.marks)

    def kind(base: Any) -> Any:
        names = ("add", "radd", "sub", "rsub", "mul", "rmul", "truediv", "mod", "neg")
        methods = {f"__{n}__": carried(f"__{n}__", base) for n in names}
        return type(
            f"Marked{base.__name__}", (base,), {"marks": 0, "rational": rational, **methods}
        )

    return kind(Fraction), kind(Poly)
