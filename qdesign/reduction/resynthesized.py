"""Segments resynthesized by pytket's `GreedyPauliSimp`, as a whole and in windows."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from qdesign.circuit import Circuit
from qdesign.gates import GATES
from qdesign.kits import TKET
from qdesign.reduction.cancel import cancel
from qdesign.reduction.elementary import to_elementary, to_plain_elementary
from qdesign.reduction.local_resynthesis import num_two_qubit, resynthesize_windows
from qdesign.reduction.phase_teleportation import teleport_phases
from qdesign.reduction.result import Call
from qdesign.reduction.strategy import Candidate
from qdesign.reduction.tket import Stand, Unreadable, from_tket, greedy_pauli, to_tket

_BY_HABIT: Final = ((300, 14), (1000, 4), (4000, 1))
"""Up to so many operations, so many settings are tried by habit."""

_LOADING: Final = 1.5
SETTINGS: Final = tuple(
    (discount, depth_weight)
    for discount in (0.3, 0.1, 0.7, 0.4, 0.05, 0.2, 0.5)
    for depth_weight in (0.0, 0.3)
)
"""Discounts and depth weights that are tried, the best on average first."""

SETTINGS_FOR_DEPTH: Final = ((0.3, 0.8), (0.1, 1.5), (0.7, 3.0))


def resynthesized_whole(
    segment: Circuit, call: Call, settings: Sequence[tuple[float, float]]
) -> Iterator[Candidate]:
    """Rotations merged, then all of them resynthesized, once with each setting."""
    if not _can_resynthesize(call):
        return
    native = has_native_rotations(segment)
    teleported = teleport_phases(segment.plain_operations, segment.num_qubits, call.is_over)
    short = cancel(teleported, call.is_over)
    if not call.thorough:
        most = next((count for size, count in _BY_HABIT if len(short) <= size), 0)
        settings = settings[:most]
    if not settings:
        call.skip(
            "merge and resynthesize",
            f"each run of pytket on {len(short):,} operations takes about "
            f"{len(short) / 2000:.0f} s, and nothing could stop it; up to {_BY_HABIT[-1][0]:,} are "
            "done by habit. A thorough search (thorough=True, --thorough) does it.",
        )
        return
    stand = Stand()
    try:
        given = to_tket(
            [a for o in short for a in to_plain_elementary(o, segment.num_qubits)],
            segment.num_qubits,
            stand,
        )
    except Unreadable:
        return
    for index, (discount, depth_weight) in enumerate(settings):
        call.check()
        found = greedy_pauli(
            given, discount=discount, depth_weight=depth_weight, seed=index, native=native
        )
        try:
            operations = cancel(from_tket(found, stand), call.is_over)
        except Unreadable:
            continue
        setting = f"discount {discount}, depth weight {depth_weight}"
        circuit = segment.with_operations(operations)
        yield Candidate("merge and resynthesize", circuit, setting=setting)


def _can_resynthesize(call: Call) -> bool:
    """Is pytket there, and time for it? Loading it takes half a second that nothing interrupts.

    Where it is missing, the steps say so once.
    """
    if not TKET.is_installed:
        call.leave_out(TKET.missing("Resynthesis"))
        return False
    return "pytket" in sys.modules or call.seconds_left > _LOADING


def has_native_rotations(segment: Circuit) -> bool:
    """Has it two-qubit gates that are not Clifford? Only then may the result have such."""
    return any(
        len(element.qubits) == 2 and not GATES[element.gate].is_clifford
        for operation in segment.plain_operations
        for element in to_elementary(operation, segment.num_qubits)
    )


def resynthesized_windows(
    starts: Sequence[Candidate], call: Call, *, native: bool
) -> Iterator[Candidate]:
    """Windows of each start resynthesized, for as long as its size deserves.

    `native` says whether a result may have two-qubit gates that are not Clifford.
    """
    if not _can_resynthesize(call):
        return
    for index, start in enumerate(starts):
        operations = start.circuit.plain_operations
        most = num_two_qubit(operations)
        rounds = min(8000, 2000 + 40 * most) if call.thorough else min(2000, 400 + 10 * most)
        rng = np.random.default_rng(call.seed + index)

        def told(now: int, share: float = 0.3 + 0.7 * index / len(starts)) -> None:
            call.tell(share, f"resynthesizing windows: {call.so_far(now)}")

        better = resynthesize_windows(
            operations,
            start.circuit.num_qubits,
            native=native,
            rounds=rounds,
            patience=800 + 15 * most if call.thorough else 300 + 5 * most,
            rng=rng,
            stop=call.is_over,
            told=told,
        )
        name = "todd and windows" if start.chain else "windows"
        setting = ", ".join(part for part in (f"from {start.name}", start.setting) if part)
        circuit = start.circuit.with_operations(better)
        yield Candidate(name, circuit, start.chain, setting)
