"""An observable → circuits that measure it, and counts → its energy with its error.

Terms whose letters agree wherever both have one are measured by one circuit, which turns each qubit
by itself; decision 24 weighs other ways.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from qdesign.circuit import Circuit, Operation
from qdesign.errors import InvalidRequest, TooLarge
from qdesign.pauli import Observable
from qdesign.showing.tables import count as counted

IDEAL_QUBITS: Final = 16
"""Up to which what an ideal device gives is computed."""
MOST_GROUPS: Final = 1_000
"""Circuits of one observable; each is a job at the provider."""
_MOST_COLORED: Final = 2_000
"""Terms up to which coloring is tried: it compares each with each."""
_LETTERS: Final = "IXYZ"
_TURNS: Final[Mapping[str, tuple[str, ...]]] = {"X": ("h",), "Y": ("sdg", "h"), "Z": ()}
"""What turns the axis of a letter to that of the measurement."""
_OTHERS: Final = "The counts are not of the circuit's qubits."

_Codes = NDArray[np.uint8]
"""Letters as 0 to 3, shape (num_terms, num_qubits), qubit 0 first."""


@dataclass(frozen=True, slots=True)
class Group:
    """Terms that one circuit measures.

    Attributes:
        basis: the letter that each qubit is measured along, I where it is not; qubit 0 rightmost.
        terms: labels with coefficients.
    """

    basis: str
    terms: tuple[tuple[str, float], ...]

    @property
    def weight(self) -> float:
        """√Σ c²: the spread of one shot, averaged over all states."""
        return math.sqrt(sum(value * value for _, value in self.terms))


def groups_of(observable: Observable) -> tuple[Group, ...]:
    """The terms that need a measurement, grouped, the heaviest group first.

    Sorted insertion puts each term, the heaviest first, into the first group that it fits; coloring
    puts those that fit the fewest others first. Of the two, the one whose error is smaller at equal
    shots is taken, which is the one with the smaller sum of weights.

    Raises:
        InvalidRequest: there is nothing to measure.
        TooLarge: more than 1,000 groups are left.

    Source: Crawford et al., "Efficient quantum measurement of Pauli operators in the presence of
    finite sampling error", arXiv:1908.06942; Verteletskyi, Yen, Izmaylov, arXiv:1907.03358.
    """
    terms = [(label, value) for label, value in observable.terms if set(label) != {"I"}]
    if not terms:
        raise InvalidRequest(
            "The observable is a constant: there is nothing to measure. Its energy is "
            f"{constant_of(observable):.6g} on every circuit."
        )
    terms.sort(key=lambda term: (-abs(term[1]), term[0]))
    codes = np.array([[_LETTERS.index(letter) for letter in reversed(label)] for label, _ in terms])
    found = [_inserted(terms, codes.astype(np.uint8), range(len(terms)))]
    if len(terms) <= _MOST_COLORED:
        found.append(_inserted(terms, codes.astype(np.uint8), _fewest_first(codes)))
    best = min(found, key=lambda groups: (sum(group.weight for group in groups), len(groups)))
    if len(best) > MOST_GROUPS:
        raise TooLarge(
            f"Measuring this observable takes {len(best):,} circuits; at most {MOST_GROUPS:,} are "
            "taken. Drop its smallest terms, or submit parts of it."
        )
    return tuple(sorted(best, key=lambda group: (-group.weight, group.basis)))


def constant_of(observable: Observable) -> float:
    """The coefficient of the identity, which needs no shots."""
    return sum(value for label, value in observable.terms if set(label) == {"I"})


def _inserted(
    terms: Sequence[tuple[str, float]], codes: _Codes, order: Sequence[int]
) -> list[Group]:
    """Each term in the first group whose letters agree with its own."""
    bases = np.zeros_like(codes)
    members: list[list[tuple[str, float]]] = []
    for index in order:
        row = codes[index]
        held = bases[: len(members)]
        fits = ((held == 0) | (row == 0) | (held == row)).all(axis=1)
        place = int(fits.argmax()) if fits.any() else len(members)
        if place == len(members):
            members.append([])
        bases[place] |= row  # equal where both have a letter
        members[place].append(terms[index])
    return [
        Group("".join(_LETTERS[code] for code in basis[::-1]), tuple(held))
        for basis, held in zip(bases, members, strict=False)
    ]


def _fewest_first(codes: _Codes) -> Sequence[int]:
    """Terms by how many others they cannot be measured with, the most first."""
    clashes = np.array(
        [((codes != 0) & (row != 0) & (codes != row)).any(axis=1).sum() for row in codes]
    )
    return [int(index) for index in np.argsort(-clashes, kind="stable")]


def split(shots: int, groups: Sequence[Group], *, step: int = 1) -> tuple[int, ...]:
    """Shots of each group: in proportion to its weight, in sum as asked.

    Where those of each circuit are a multiple of `step`, their sum may be less than a step below.

    That makes the error least where nothing is known of the state. Each group has at least two, so
    that its error can be told, or one where there are not enough.

    Raises:
        InvalidRequest: there are fewer shots than groups.
    """
    count = len(groups)
    if shots < count * step:
        raise InvalidRequest(
            f"{counted(shots, 'shot')} cannot measure this observable: it takes {count:,} circuits "
            f"of at least {'one shot' if step == 1 else f'{step:,} shots'} each. Ask for "
            f"{count * step:,} or more."
        )
    if step > 1:
        return tuple(step * number for number in split(shots // step, groups))
    least = 2 if shots >= 2 * count else 1
    weights = np.array([group.weight for group in groups])
    ideal = np.zeros(count)
    small = np.zeros(count, dtype=bool)
    while True:
        left = shots - least * small.sum()
        ideal = np.where(small, least, left * weights / max(weights[~small].sum(), 1e-300))
        smaller = ideal < least
        if not (smaller & ~small).any():
            break
        small |= smaller
    given = np.floor(ideal).astype(int)
    most_left_over = np.argsort(given - ideal, kind="stable")
    given[most_left_over[: shots - int(given.sum())]] += 1
    return tuple(int(number) for number in given)


def check_measurable(circuit: Circuit) -> None:
    """Refuses a circuit that measures by itself.

    Raises:
        InvalidRequest: it does.
    """
    if any(operation.gate == "measure" for operation in circuit.flat().plain_operations):
        raise InvalidRequest(
            "The circuit measures by itself, and the observable's own measurements stand at its "
            "end. Remove the circuit's measurements, or submit it without an observable."
        )


def measuring(circuit: Circuit, basis: str) -> Circuit:
    """The circuit with the qubits of a basis measured along its letters, qubit k into bit k.

    What is drawn keeps its ids, blocks and composite gates; its columns, too, if all have one.
    """
    letters = [(k, letter) for k, letter in enumerate(reversed(basis)) if letter != "I"]
    columns = [item.column for item in circuit.operations if item.column is not None]
    behind = None
    if columns and len(columns) == len(circuit.operations):
        behind = math.floor(max(columns)) + 1
    added = [
        Operation(gate, (k,), column=None if behind is None else behind + step)
        for k, letter in letters
        for step, gate in enumerate(_TURNS[letter])
    ]
    # One column for all: what is measured is not turned behind it.
    last = None if behind is None else behind + max(map(len, _TURNS.values()))
    added += [Operation("measure", (k,), clbits=(k,), column=last) for k, _ in letters]
    drawn = circuit.operations
    if behind is None:
        drawn = tuple(replace(item, column=None) for item in drawn)
    return replace(
        circuit,
        operations=(*drawn, *added),
        num_clbits=circuit.num_qubits,
        declared=replace(circuit.declared, clbits=()),
    )


def turned(circuit: Circuit, basis: str) -> Circuit:
    """The same without the measurements."""
    whole = measuring(circuit, basis).flat()
    return replace(
        whole, operations=tuple(o for o in whole.plain_operations if o.gate != "measure")
    )


def sums(terms: Sequence[tuple[str, float]], bits: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Σ c · (±1) of each outcome.

    Args:
        terms: of one group.
        bits: shape (num_outcomes, num_qubits), qubit 0 first.
    """
    total = np.zeros(len(bits))
    for label, value in terms:
        places = [k for k, letter in enumerate(reversed(label)) if letter != "I"]
        odd = np.bitwise_xor.reduce(bits[:, places], axis=1)
        total += value * (1.0 - 2.0 * odd)
    return total


def measured_mean(
    terms: Sequence[tuple[str, float]], counts: Mapping[str, int]
) -> tuple[float, float]:
    """The mean of a group's sum over its shots, and the variance of that mean.

    The terms of a group share their shots, so that the spread of their sum has all covariances. One
    shot tells no spread; then it is the largest that there can be.

    Raises:
        ValueError: the counts are of other qubits, or there are none.
    """
    values = _sums_of(terms, counts)
    numbers = np.array(list(counts.values()), dtype=float)
    shots = float(numbers.sum())
    if shots < 1:
        raise ValueError(_OTHERS)
    mean = float(values @ numbers / shots)
    if shots < 2:
        return mean, sum(abs(value) for _, value in terms) ** 2
    spread = float((values - mean) ** 2 @ numbers) / (shots - 1)
    return mean, spread / shots


def likely_mean(
    terms: Sequence[tuple[str, float]], chances: Mapping[str, float]
) -> tuple[float, float]:
    """The mean of a group's sum where outcomes have these probabilities; the variance of one shot.

    Raises:
        ValueError: the outcomes are of other qubits, or there are none.
    """
    values, weights = _sums_of(terms, chances), np.array(list(chances.values()))
    weights = weights / weights.sum()
    mean = float(values @ weights)
    return mean, float((values - mean) ** 2 @ weights)


def _sums_of(terms: Sequence[tuple[str, float]], outcomes: Iterable[str]) -> NDArray[np.float64]:
    """Σ c · (±1) of outcomes by bitstring, bit 0 rightmost."""
    texts, width = [text.replace(" ", "") for text in outcomes], len(terms[0][0])
    if not texts or any(len(text) != width for text in texts):
        raise ValueError(_OTHERS)
    bits = np.array([[int(bit) for bit in reversed(text)] for text in texts], dtype=np.uint8)
    return sums(terms, bits)


def energy_of(
    constant: float, measured: Sequence[tuple[Sequence[tuple[str, float]], Mapping[str, int]]]
) -> tuple[float, float]:
    """The energy of groups with their counts, and one standard error of it.

    Raises:
        ValueError: the counts are not what the groups' circuits give.
    """
    found = [measured_mean(terms, counts) for terms, counts in measured]
    energy = constant + sum(mean for mean, _ in found)
    return energy, math.sqrt(sum(variance for _, variance in found))


def exact_energy(
    circuit: Circuit, values: Mapping[str, float], observable: Observable
) -> float | None:
    """On an ideal device; None where there is no one state, or above 16 qubits."""
    from qdesign.simulate.simulator import Simulator

    if circuit.num_qubits > IDEAL_QUBITS or not circuit.is_unitary:
        return None
    return Simulator(circuit, observable).expectation(values)


def ideal_mean(circuit: Circuit, values: Mapping[str, float], group: Group) -> tuple[float, float]:
    """The exact mean of a group's sum on an ideal device, and the variance of one shot."""
    from qdesign.simulate.simulator import Simulator

    chances = Simulator(turned(circuit, group.basis)).probabilities(values)
    index = np.arange(len(chances), dtype=np.uint64)
    shifts = np.arange(circuit.num_qubits, dtype=np.uint64)
    bits = (index[:, None] >> shifts & np.uint64(1)).astype(np.uint8)
    found = sums(group.terms, bits)
    mean = float(chances @ found)
    return mean, max(0.0, float(chances @ (found - mean) ** 2))
