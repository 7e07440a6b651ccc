"""Two steps of a proof → which parts of the one went into which of the other.

Written once more in `extension/src/document/origins.ts`, for the page; both stand under one corpus.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from qdesign.circuit import Circuit
from qdesign.diagram import Diagram
from qdesign.zx.tracing import completed, composed, parts_of


class _Step(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def after(self) -> str: ...
    @property
    def origins(self) -> Mapping[str, tuple[str, ...]]: ...


class _Proof(Protocol):
    @property
    def steps(self) -> tuple[_Step, ...]: ...
    def body_at(self, step: str) -> Circuit | Diagram: ...


def origins_between(proof: _Proof, later: str, earlier: str) -> dict[str, tuple[str, ...]]:
    """Of each part of a step, the parts of another that went into it.

    Of two lines, what shares an origin in the newest body from which both come.
    """
    by_id = {each.id: each for each in proof.steps}
    here, there = _line(by_id, later), _line(by_id, earlier)
    shared = max((at for at in there if at in here), key=there.index)
    found = _followed(proof, by_id, here[here.index(shared) :])
    if shared == earlier:
        return found
    other = _followed(proof, by_id, there[there.index(shared) :])
    heirs: dict[str, list[str]] = {}
    for name, roots in other.items():
        for root in roots:
            heirs.setdefault(root, []).append(name)
    return {
        name: tuple(dict.fromkeys(heir for root in roots for heir in heirs.get(root, ())))
        for name, roots in found.items()
    }


def _line(by_id: Mapping[str, _Step], at: str) -> list[str]:
    """The steps that lead to one, the start first."""
    found = [at]
    while found[-1] in by_id:
        found.append(by_id[found[-1]].after)
    return found[::-1]


def _followed(
    proof: _Proof, by_id: Mapping[str, _Step], line: list[str]
) -> dict[str, tuple[str, ...]]:
    """Origins of the last step of a line in the first."""
    body = proof.body_at(line[0])
    found = {name: (name,) for name in parts_of(body)}
    for at in line[1:]:
        after = proof.body_at(at)
        found = composed(found, completed(by_id[at].origins, body, after))
        body = after
    return found
