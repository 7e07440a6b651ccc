"""The parameter rank as a figure, as the catalog has it."""

from __future__ import annotations

from typing import Final

from qdesign.analyze.analysis import Analysis
from qdesign.analyze.figure import Reason
from qdesign.analyze.plain import Plain
from qdesign.analyze.rank import POINTS, parameter_rank
from qdesign.analyze.work import Progress
from qdesign.cancelling import Cancel
from qdesign.circuit import Circuit
from qdesign.rows import Option
from qdesign.showing.tables import count, some

_SOURCE: Final = "arXiv:2401.12877; arXiv:2102.01659"


def _figure(
    circuit: Circuit,
    *,
    seed: int = 0,
    progress: Progress = None,
    cancel: Cancel = None,
) -> Plain:
    found = parameter_rank(circuit, seed=seed, progress=progress, cancel=cancel)
    gone = {**found.redundant, **found.redundant_for_state}
    is_least = not found.unitary_is_exact and found.unitary < found.num_parameters
    of = count(found.num_parameters, "parameter")
    # What is proven to go, where the rank may be larger.
    lost = found.num_parameters - (found.zx if is_least else found.unitary)
    reasons = [
        Reason(True, f"{name} can go: {why}.", why.verdict.words) for name, why in gone.items()
    ]
    reasons += [
        Reason(None, f"{name} moves as others do near random points.", "No substitution is known.")
        for name in found.locally_redundant
        if name not in gone
    ]
    return Plain(
        name="parameter_rank",
        title="Independent parameters",
        value=found.unitary,
        unit=f"or more of {of} move the map independently"
        if is_least
        else f"of {of} move the map independently",
        verdict=f"{lost:,} not needed" if lost else "" if is_least else "all count",
        tone="warn" if lost else "plain" if is_least else "good",
        says=(
            f"{found.zx:,} count by ZX, {found.unitary:,} in the unitary, {found.state:,} in the "
            f"state from |0…0⟩." + (f" Can go: {some(list(gone))}." if gone else "")
        ),
        interval=(found.unitary, found.zx) if is_least else None,
        basis="bounds" if is_least else "exact derivatives",
        convention={"points": POINTS, "seed": seed, "start": "|0…0⟩", "global phase": "taken out"},
        conditions=(
            "near random points; singular values above rounding",
            *(() if found.unitary_is_exact else ("on random inputs: the map's might be larger",)),
        ),
        source=_SOURCE,
        cell="qd.parameter_rank(c)",
        reasons=tuple(reasons),
        columns={
            "rank": ("zx", "unitary", "state", "parameters"),
            "value": (found.zx, found.unitary, found.state, found.num_parameters),
        },
    )


PARAMETER_RANK: Final = Analysis(
    name="parameter_rank",
    title="Independent parameters",
    group="Parameters",
    help="How many parameters count, and which can be dropped or merged",
    source=_SOURCE,
    convention="rank of the map: exact derivatives at random points, global phase taken out",
    is_long=True,
    options=(Option(name="seed", title="Seed", kind="integer", default=0, low=0),),
    run=_figure,
)
