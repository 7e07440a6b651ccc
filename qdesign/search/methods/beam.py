"""The best circuits of each length grow by every action; the best of those are kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Final

from qdesign.rows import Option, Value
from qdesign.search.growing import Grown
from qdesign.search.method import Hunt, Method, Reason
from qdesign.simulate.simulator import Simulator

_SMALL: Final = 1e-9
_DIGITS: Final = 7
_MOST_TOLD: Final = 10
"""Qubits of states that are told apart."""


def beam(hunt: Hunt, width: int) -> Reason:
    """As a row's `run`; `width` circuits of each length are kept."""
    grower = hunt.grower
    level = [grower.first]
    seen = {_state(hunt, grower.first)}
    hunt.heard(grower.first)
    if hunt.is_reached(grower.first):
        return "reached"
    for _ in range(hunt.max_gates):
        found: dict[object, Grown] = {}
        for before in level:
            for action in range(len(grower.actions)):
                if not grower.follows(before, action):
                    continue
                grown = grower.grown(before, action)
                if hunt.is_reached(grown):
                    hunt.heard(grown)
                    return "reached"
                key = _state(hunt, grown)
                if key in seen:
                    continue
                if key not in found or grown.energy < found[key].energy - _SMALL:
                    found[key] = grown
        if not found:
            return "no gain"
        seen |= found.keys()
        level = _chosen(hunt, found.values(), width)
        hunt.heard(min(level, key=lambda one: one.energy))
    return "out of gates"


def _chosen(hunt: Hunt, found: Iterable[Grown], width: int) -> list[Grown]:
    """Half of them the best, half the best that differ by more than which qubits they are on.

    Energies that differ by rounding are equal, so that machines choose alike.
    """

    def order(one: Grown) -> tuple[float, int, tuple[int, ...]]:
        return round(one.energy, _DIGITS) + 0.0, len(one.values), one.taken

    kinds = [action.kind for action in hunt.grower.actions]
    ranked = sorted(found, key=order)
    chosen = ranked[: width // 2]
    seen: set[object] = set()
    others: list[Grown] = []
    for one in ranked:
        alike = (*order(one)[:2], tuple(sorted(kinds[k] for k in one.taken)))
        if alike not in seen and not any(one is each for each in chosen):
            others.append(one)
        seen.add(alike)
    chosen += others[: width - len(chosen)]
    left = (one for one in ranked if not any(one is each for each in chosen))
    return [*chosen, *islice(left, width - len(chosen))]


def _state(hunt: Hunt, grown: Grown) -> object:
    """What tells circuits apart: their states where nothing can be turned, else their gates."""
    if grown.values or grown.circuit.num_qubits > _MOST_TOLD:
        return hunt.grower.key(grown)
    psi = Simulator(grown.circuit).statevector([])
    lead = psi[abs(psi) > 1e-6][0]
    return (psi * (abs(lead) / lead)).round(6).tobytes()


def _run(hunt: Hunt, options: Mapping[str, Value]) -> Reason:
    return beam(hunt, int(options["width"]))


BEAM: Final = Method(
    name="beam",
    title="Beam",
    group="Search",
    help="Keeps the best circuits of each length, not one alone",
    source="Lowerre, The HARPY speech recognition system (1976), on circuits",
    options=(
        Option(
            name="width", title="Width", kind="integer", default=32, low=1, high=4096,
            help="Circuits of each length that are kept",
        ),
    ),
    run=_run,
)  # fmt: skip
