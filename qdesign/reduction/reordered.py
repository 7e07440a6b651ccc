"""Circuit → circuit with the same exponentials in another order, for fewer two-qubit gates.

Another order of exponentials that do not commute, as of a Trotter formula, is another map. So this
is a mode of its own: what it gives is checked to have the same exponentials and the same Clifford
behind them, and its verdict says that it is not equal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Final

from qdesign.angle import Angle
from qdesign.circuit import Circuit, values_for
from qdesign.equivalence import Verdict, equivalent
from qdesign.errors import Cancelled
from qdesign.pauli import Observable
from qdesign.reduction.elementary import reduced
from qdesign.reduction.result import ITSELF, Call, Simplification, StrategyRun, parameter_map
from qdesign.reduction.segments import Compact, cut
from qdesign.reduction.walked import Walked
from qdesign.simulate.simulator import Simulator
from qdesign.zx.gadgets import Rotations, to_rotations

NAME: Final = "another order"
NO_ORDER: Final = (
    "reorder=True takes a circuit, as a diagram has no order of exponentials. Extract one from it "
    "with zx.extract."
)
NOT_WITH_OTHERS: Final = (
    "reorder=True is a mode of its own and minimizes two-qubit gates. Leave out other strategies, "
    "costs and modes."
)
_SAME: Final = "another order of the same exponentials"


@dataclass(frozen=True, slots=True)
class Reordering(Simplification[Circuit]):
    """A circuit with the same exponentials in another order.

    Attributes:
        given: the circuit that was given.
    """

    given: Circuit

    def energy_difference(
        self, observable: Observable, values: Mapping[str, float] | Sequence[float] | None = None
    ) -> float:
        """⟨H⟩ after `body` minus ⟨H⟩ after the circuit given, both from all qubits in 0.

        Args:
            observable: H; the difference has its unit.
            values: of the parameters of the circuit given.

        Raises:
            TooLarge: the states do not fit into memory, or measurements inside have too many
                outcomes.
        """
        before, after = self.energies(observable, values)
        return after - before

    def energies(
        self, observable: Observable, values: Mapping[str, float] | Sequence[float] | None = None
    ) -> tuple[float, float]:
        """⟨H⟩ after the circuit given, and after `body`, both from all qubits in 0."""
        at = values_for(self.given.parameters, values)
        inside = {name: at[name] for name in self.body.parameters}
        before = Simulator(self.given, observable).expectation(at)
        return before, Simulator(self.body, observable).expectation(inside)


def reordered(given: Circuit, near: Circuit, call: Call) -> Reordering:
    """The exponentials of each unitary part in an order that needs few two-qubit gates.

    Args:
        given: the circuit.
        near: the same with its angles rounded.
        call: minimizes two-qubit gates.

    Raises:
        Cancelled: it was asked to stop before anything better was found.
    """
    pieces = cut(near)
    count = len(pieces.segments)
    parts: list[Circuit] = []
    gained = False
    for index, segment in enumerate(pieces.segments):
        compact = Compact(segment)
        part = f"part {index + 1} of {count}" if count > 1 else ""
        better = _searched(compact.segment, call, part, gained)
        gained |= better is not None
        parts.append(segment if better is None else compact.restored(better))
    result, verdict = given, ITSELF
    if gained:
        result = pieces.joined(parts).unplaced()
        call.tell(0.99, "comparing the maps")
        verdict = _labeled(equivalent(given, result, seed=call.seed))
    call.tell(1.0, "done")
    return Reordering(
        body=result,
        before=given.stats,
        after=result.stats,
        verdict=verdict,
        steps=tuple(call.steps),
        parameter_map=parameter_map(given, result),
        strategy=NAME if gained else "input",
        given=given,
    )


def _searched(segment: Circuit, call: Call, part: str, gained: bool) -> Circuit | None:
    """The order with the fewest two-qubit gates that was found; None where none has fewer."""
    best: Circuit | None = None
    fewest = call.fewest = segment.stats.num_two_qubit
    if not fewest:
        return None
    try:
        walked = Walked(segment, call, in_any_order=True)
        start = segment.elementary().plain_operations
        for candidate in chain(walked.first(), walked.better(start)):
            stats = candidate.circuit.stats
            setting = ", ".join(text for text in (part, candidate.setting) if text)
            note = "not less than the best so far"
            kept = stats.num_two_qubit < fewest
            if kept and not same_exponentials(walked.form, to_rotations(candidate.circuit)):
                kept, note = False, "refused: it has not the same exponentials"
            call.steps.append(
                StrategyRun(
                    NAME,
                    stats,
                    kept=kept,
                    seconds=call.seconds,
                    note="" if kept else note,
                    setting=setting,
                    change=(("num_two_qubit", stats.num_two_qubit - fewest),) if kept else (),
                )
            )
            if kept:
                best, fewest = candidate.circuit, stats.num_two_qubit
            call.check()
    except Cancelled:
        if not call.is_stopped():
            call.say("time budget", "time is over")
        elif best is None and not gained:
            raise
        else:
            call.say("cancel", "stopped; the best so far is kept")
    return best


def same_exponentials(one: Rotations, other: Rotations) -> bool:
    """Have they the same exponentials, in whatever order, and the same Clifford behind them?"""
    same = one.frame.x == other.frame.x and one.frame.z == other.frame.z
    return same and _counted(one) == _counted(other)


def _counted(form: Rotations) -> Counter[tuple[int, int, Angle]]:
    return Counter((r.x, r.z, reduced(r.angle)) for r in form.rotations)


def _labeled(found: Verdict) -> Verdict:
    """What is known about the two maps, said of another order."""
    if found.equal:
        return replace(found, method=f"{_SAME}, which changes nothing here: {found.method}")
    if found.equal is None:
        return replace(found, method=f"{_SAME}; not equal in general, and here {found.method}")
    return replace(found, method=f"{_SAME}; not equal: {found.method}", is_exact=False)
