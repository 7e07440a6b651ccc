"""Verdicts on random circuits that were not used in their making."""

from __future__ import annotations

import pytest

from qdesign.errors import TooLarge
from scripts.campaign import cases, measured
from tests.mitigation.cases import bench, is_right, prepared, random_case, truth, verdict

VERDICTS = "verdicts on mitigation"
_FIRST = 500_000
"""Seeds from here on were not looked at while verdicts were made."""


@pytest.mark.sized(VERDICTS)
def test_verdicts_on_mitigation_are_right() -> None:
    tried = cases(VERDICTS)
    right = silent = judged = 0
    for seed in range(_FIRST, _FIRST + tried):
        case = random_case(seed, most_qubits=8 if tried > 50 else 5)
        of = bench(case)
        try:
            plan = prepared(case, of)
        except TooLarge:  # cancellation takes too much: that is said instead of a verdict
            continue
        word = verdict(case, of, plan).word
        judged += 1
        silent += word == "cannot tell"
        right += is_right(word, truth(case, of, plan, runs=400 if tried > 50 else 150).ratio)
    told = f"{right} of {judged} right, {right / judged:.1%}; {silent} 'cannot tell'"
    measured(VERDICTS, told, goal="90 % right")
    assert right >= 0.9 * judged
    assert silent <= 0.25 * judged + 2
