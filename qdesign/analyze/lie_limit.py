"""The variance of an energy of deep circuits, by the Lie algebra of their generators."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from qdesign.analyze.closure import ideals_of
from qdesign.analyze.figure import Fact
from qdesign.analyze.generators import generators_of
from qdesign.analyze.spaces import Ideal, name_of
from qdesign.analyze.words import Turns, Word
from qdesign.pauli import Observable
from qdesign.showing.tables import count


@dataclass(frozen=True, slots=True)
class Limit:
    """What the algebra tells; `why` says more, or why it tells nothing."""

    variance: float | None
    algebra: str
    dimension: Fact
    why: str


def lie_limit(
    turns: Turns, observable: Observable, *, ask: Callable[[], None] = lambda: None
) -> Limit:
    """Var ⟨H⟩ = Σ P(ρ) P(H) / dim over the simple parts of the algebra, where H is in it.

    P is the squared length of the part of ρ = |0…0⟩⟨0…0| or H in a part. Generators must be words,
    and each part that H touches must be there once.

    Source: Ragone et al., arXiv:2309.09342, theorem 1; Fontana et al., arXiv:2309.07902.
    """
    n = turns.num_qubits
    found = generators_of(turns, ask=ask)
    if not found.are_words:
        return Limit(None, "unknown", None, "Parameters turn sums of words, not one word each.")
    ideals = ideals_of(found.words, n, ask=ask)
    if any(not any(i.has(word, n) for i in ideals) for word in found.fixed):
        return Limit(None, "unknown", None, "Fixed rotations lead out of the algebra.")
    name, dimension = name_of(ideals), sum(ideal.dimension for ideal in ideals)
    told = dimension if dimension <= 10**15 else f"about 2^{dimension.bit_length() - 1}"
    weights: dict[int, float] = {}
    for x, z, value in observable.masks():
        ask()
        word = turns.pulled(Word(x, z))
        if not word.x and not word.z:
            continue
        at = _home(ideals, Word(word.x, word.z), n)
        if at is None:
            return Limit(
                None, name, told, "The observable has a word that is not in the algebra, of "
                "which this limit tells nothing.",
            )  # fmt: skip
        weights[at] = weights.get(at, 0.0) + value * value
    total = 0.0
    for at, weight in weights.items():
        ideal = ideals[at]
        if ideal.kind == "u(1)":  # commutes with every generator, so that it never moves
            continue
        if ideal.copies != 1:
            why = f"The observable is in {ideal.copies:,} copies of {ideal.name} at once."
            return Limit(None, name, told, why)
        total += weight * (ideal.num_diagonal / ideal.dimension)
    parts = count(len(weights), "part")
    return Limit(total, name, told, f"It is in {parts} of {name}, of {told} dimensions.")


def _home(ideals: tuple[Ideal, ...], word: Word, n: int) -> int | None:
    return next((k for k, ideal in enumerate(ideals) if ideal.has(word, n)), None)
