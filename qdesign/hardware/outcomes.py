"""What a provider tells of qubits as counts of classical bits: for results without registers.

A program of ours is read for where each bit comes from; that is short enough to stand beside the
job at the provider, whose half asks for a result by the job's name alone.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby, repeat
from typing import Final

_DECLARED: Final = re.compile(r"^(qubit|bit)\[(\d+)\] (\w+);$", re.MULTILINE)
_MEASURED: Final = re.compile(r"^(\w+)\[(\d+)\] = measure \w+\[(\d+)\];$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Bits:
    """Where the bits of a program come from.

    Attributes:
        registers: the qubit that each bit of each register holds at the end, or None.
    """

    registers: tuple[tuple[int | None, ...], ...]

    @staticmethod
    def of(text: str) -> Bits:
        """Of a program with one register of qubits, as the exporters for providers write it."""
        made: dict[str, list[int | None]] = {
            name: [None] * int(size)
            for kind, size, name in _DECLARED.findall(text)
            if kind == "bit"
        }
        for name, place, qubit in _MEASURED.findall(text):
            made[name][int(place)] = int(qubit)
        return Bits(tuple(tuple(held) for held in made.values()))

    @staticmethod
    def read(text: str) -> Bits:
        """What `str` wrote.

        Raises:
            ValueError: it is not that.
        """
        return Bits(tuple(tuple(_words(register)) for register in text.split("|")))

    def __str__(self) -> str:
        return "|".join(" ".join(_short(register)) for register in self.registers)

    def counts(self, seen: Mapping[str, int]) -> dict[str, int]:
        """Counts of the bits, from counts of all qubits.

        Args:
            seen: by bitstring, qubit 0 rightmost.

        Returns:
            By bitstring, bit 0 rightmost, the last register first with a blank between two.
        """
        found: Counter[str] = Counter()
        for qubits, number in seen.items():
            if re.fullmatch("[01]+", qubits) is None:
                raise ValueError(qubits)
            found[self._outcome(qubits[::-1])] += number
        return dict(sorted(found.items()))

    def _outcome(self, qubits: str) -> str:
        return " ".join(
            "".join("0" if qubit is None else qubits[qubit] for qubit in reversed(register))
            for register in reversed(self.registers)
        )


def _short(register: tuple[int | None, ...]) -> Iterator[str]:
    """The qubits of a register; `-3` stands for three bits without one."""
    for is_none, run in groupby(register, key=lambda qubit: qubit is None):
        held = list(run)
        if is_none:
            yield f"-{len(held)}"
        else:
            yield from map(str, held)


def _words(text: str) -> Iterator[int | None]:
    for word in text.split():
        number = int(word)
        if word.startswith("-"):
            yield from repeat(None, -number)
        else:
            yield number


def counted(shares: Mapping[str, float], shots: int) -> dict[str, int]:
    """Whole numbers that sum to the shots, nearest to what was told of each outcome.

    Raises:
        ValueError: what was told is not that many shots.
    """
    total = sum(shares.values())
    if not all(share >= 0 for share in shares.values()) or abs(total - shots) > 0.5:
        raise ValueError(total)
    down = {outcome: math.floor(share + 1e-6) for outcome, share in shares.items()}
    nearest = sorted(shares, key=lambda outcome: down[outcome] - shares[outcome])
    for outcome in nearest[: shots - sum(down.values())]:
        down[outcome] += 1
    return {outcome: number for outcome, number in down.items() if number}


def sampled(probabilities: Mapping[str, float], shots: int, seed: int) -> dict[str, int]:
    """Counts that are drawn from exact probabilities.

    Raises:
        ValueError: they are none.
    """
    import numpy as np

    outcomes = sorted(probabilities)
    weights = np.array([float(probabilities[outcome]) for outcome in outcomes])
    if (weights < 0).any() or abs(weights.sum() - 1) > 1e-3:
        raise ValueError(weights.sum())
    drawn = np.random.default_rng(seed).multinomial(shots, weights / weights.sum())
    return {outcome: int(n) for outcome, n in zip(outcomes, drawn, strict=True) if n}
