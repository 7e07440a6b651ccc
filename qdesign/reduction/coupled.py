"""Of what a search found, what costs least on a device; where a device was named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qdesign.circuit import Circuit
from qdesign.diagram import Diagram
from qdesign.errors import InvalidRequest
from qdesign.reduction.cost import cost
from qdesign.reduction.lowered import Lowered, on_device, seconds_to_route, verdict_of
from qdesign.reduction.result import Call, StrategyRun
from qdesign.routing.coupling import Coupling, coupling_of

if TYPE_CHECKING:
    from qdesign.equivalence import Verdict

Kept = tuple[str, Circuit, "Verdict"]
"""The name of a run, what it gave, and its verdict."""


def prepare(call: Call, circuit: Circuit | Diagram, given: object, *, is_mode: bool) -> None:
    """Takes a coupling, and keeps of a time budget what routing the circuit will take.

    Raises:
        InvalidRequest: it is none, or does not fit the circuit.
    """
    if isinstance(circuit, Diagram):
        raise InvalidRequest(
            "A coupling is for circuits, and this is a diagram. Leave it out, or extract a circuit "
            "first (zx.extract)."
        )
    if is_mode:
        raise InvalidRequest(
            "A coupling does not go together with extra qubits or another order: these are modes "
            "of their own. Leave one of them out."
        )
    coupling = coupling_of(given, circuit.num_qubits)
    if coupling is None:
        what = "the target takes two-qubit gates on any pair of qubits, so nothing is routed"
        call.say("lowering", what)
        return
    call.coupling = coupling
    seconds = seconds_to_route(circuit)
    if seconds > 1:
        call.say("estimate", f"routing takes about {seconds:.0f} s beside the search")
    if call.deadline is not None:
        call.deadline -= min(seconds, 0.5 * call.seconds_left)


def cheapest(found: list[Kept], coupling: Coupling, call: Call) -> Kept:
    """What costs least after lowering; the first of `found` where that is as good.

    Where time is over, the last, which has least before lowering.
    """
    best: tuple[tuple[int, ...], Kept] | None = None
    for kept in reversed(found):
        if best is not None and call.is_over():
            call.skip("lowering", "time is over; the others found before were not routed.")
            break
        name, circuit, _ = kept
        call.tell(0.95, f"routing what {name} gave")
        stats = on_device(circuit, coupling, call.minimize, seed=call.seed, trials=1).stats
        judged = cost(stats, call.minimize)
        is_better = best is None or judged <= best[0]
        note = "" if is_better else "more after lowering than the best so far"
        call.steps.append(
            StrategyRun(
                f"{name}, lowered",
                stats,
                kept=is_better,
                seconds=call.seconds,
                note=note,
                setting=str(coupling),
            )
        )
        if best is None or is_better:
            best = judged, kept
    assert best is not None, "the input is among what was found"
    return best[1]


def compared(before: Circuit, after: Circuit, call: Call) -> Lowered | None:
    """A circuit and its simplification after lowering; None where no device was named."""
    coupling = call.coupling
    if coupling is None:
        return None
    call.tell(0.98, "routing the result")
    routed = on_device(after, coupling, call.minimize, seed=call.seed)
    same = after is before
    given = routed if same else on_device(before, coupling, call.minimize, seed=call.seed)
    return Lowered(
        coupling=coupling,
        before=given.stats,
        after=routed.stats,
        circuit=routed.circuit,
        layout=routed.layout,
        final_layout=tuple(routed.ends[start] for start in routed.layout),
        verdict=verdict_of(after, routed, call.seed),
    )
