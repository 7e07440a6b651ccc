"""A program's statements and an edited circuit → what stays, what is replaced, what comes between.

Statements that stay keep their order. Where an edit would reach into one that says more than its
operations one by one (a loop, a subroutine, a condition), no faithful way is there, which is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from qdesign.errors import QdesignError
from qdesign.operation import Operation
from qdesign.qasm import tree
from qdesign.qasm.alignment import Order, partners
from qdesign.qasm.outline import Outline, Statement

_SAID: Final[Mapping[type[object], str]] = {
    tree.If: "The condition",
    tree.For: "The loop",
    tree.While: "The loop",
    tree.Switch: "The switch",
    tree.Scope: "The block",
    tree.Gate: "The call of a subroutine",
    tree.Evaluate: "The statement",
    tree.Assign: "The assignment",
    tree.Declare: "The declaration",
}


class NotFaithful(QdesignError):
    """An edit that the lines of a program cannot follow."""


@dataclass(slots=True)
class Plan:
    """What happens to the text.

    Attributes:
        inserted: new operations by the number of the statement that they come before; those at the
            end come before one that is not there.
        replaced: what stands in the place of a statement that goes.
    """

    inserted: dict[int, list[Operation]] = field(default_factory=dict[int, list[Operation]])
    replaced: dict[int, list[Operation]] = field(default_factory=dict[int, list[Operation]])


def plan(outline: Outline, old: Sequence[Operation], new: Sequence[Operation]) -> Plan:
    """How the text of `old` becomes one of `new`.

    Args:
        outline: the text taken apart.
        old: the operations of the outline's circuit, with the ids that its document gave them.
        new: operations with columns, in an order that is right.

    Raises:
        NotFaithful: a statement would have to be written anew that is not plain.
    """
    return _Planner(outline, old, new).made()


class _Planner:
    def __init__(
        self, outline: Outline, old: Sequence[Operation], new: Sequence[Operation]
    ) -> None:
        self.outline, self.old, self.new = outline, old, new
        self.order = Order(new)
        self.partners = partners(old, new)
        self.changed = self._changed()
        self.emitted = [False] * len(new)
        known = {**self.changed, **self.partners}
        self.statement_of = {
            known[place]: number
            for number, statement in enumerate(outline.statements)
            for place in statement.operations
            if place in known
        }
        self.plan = Plan()

    def _changed(self) -> dict[int, int]:
        """For old operations that changed, the new one of the same id."""
        taken = set(self.partners.values())
        places = {item.id: j for j, item in enumerate(self.new) if item.id and j not in taken}
        return {
            i: places[item.id]
            for i, item in enumerate(self.old)
            if i not in self.partners and item.id in places
        }

    def made(self) -> Plan:
        for number, statement in enumerate(self.outline.statements):
            if statement.operations:
                self._place(number, statement)
        rest = [j for j, done in enumerate(self.emitted) if not done]
        self._insert(len(self.outline.statements), rest)
        return self.plan

    def _place(self, number: int, statement: Statement) -> None:
        kept = [self.partners[i] for i in statement.operations if i in self.partners]
        changed = [self.changed[i] for i in statement.operations if i in self.changed]
        here = [j for j in (*kept, *changed) if not self.emitted[j]]
        is_whole = len(kept) == len(here) == len(statement.operations)
        if not here and isinstance(statement.node, tree.Declare):
            raise self._refused(statement)
        above = self._above(here)
        if here and not statement.is_plain and not (is_whole and above is not None):
            raise self._refused(statement)
        if above is None:
            # Something must come between its operations: they are written one by one.
            here = sorted({*here, *self._needed(here, set())})
            self._break(here, number)
            is_whole = False
        elif statement.is_plain and self._moves(here, above, number):
            # It comes later, among what is placed there.
            here, is_whole = [], False
        else:
            self._insert(number, above)
        if not is_whole:
            self.plan.replaced[number] = [self.new[j] for j in sorted(here)]
        for j in here:
            self.emitted[j] = True

    def _above(self, here: Iterable[int]) -> list[int] | None:
        """What must come before a whole statement; None where some of it comes inside."""
        own = set(here)
        needed = self._needed(own, own)
        if any(self.order.before[j] & own for j in needed):
            return None
        return sorted(needed)

    def _needed(self, here: Iterable[int], own: set[int]) -> set[int]:
        """All that must come before and was not placed yet, without `own`."""
        found: set[int] = set()
        waiting = list(here)
        while waiting:
            for j in self.order.before[waiting.pop()]:
                if not self.emitted[j] and j not in own and j not in found:
                    found.add(j)
                    waiting.append(j)
        return found

    def _moves(self, here: Sequence[int], above: Iterable[int], number: int) -> bool:
        """Is it less to move this statement down than those up that must come before it?"""
        statements = self.outline.statements
        below = {n for j in above if (n := self.statement_of.get(j, number)) > number}
        return len(below) > len(here) or any(not statements[n].is_plain for n in below)

    def _insert(self, number: int, items: list[int]) -> None:
        self._break(items, number)
        if items:
            self.plan.inserted.setdefault(number, []).extend(self.new[j] for j in items)
        for j in items:
            self.emitted[j] = True

    def _break(self, items: Iterable[int], number: int) -> None:
        """Statements below whose operations come here cannot stay where they are."""
        for j in items:
            below = self.statement_of.get(j, number)
            if below > number and not self.outline.statements[below].is_plain:
                raise self._refused(self.outline.statements[below])

    def _refused(self, statement: Statement) -> NotFaithful:
        said = _SAID.get(type(statement.node), "The statement")
        return NotFaithful(f"{said} in line {self.outline.line(statement)} would have to change.")
