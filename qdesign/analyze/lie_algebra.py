"""The Lie algebra that an ansatz generates: dimension, type, symmetries."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, final

import numpy as np
from numpy.typing import NDArray

from qdesign.analyze.analysis import Analysis
from qdesign.analyze.closure import ideals_of
from qdesign.analyze.figure import Fact, Figure, Reason
from qdesign.analyze.generators import Generators, generators_from, generators_of, symmetries_of
from qdesign.analyze.roots import simple_parts
from qdesign.analyze.spaces import Ideal, name_of, name_of_parts
from qdesign.analyze.sums import Sum, closed
from qdesign.analyze.words import Word, label, turns_of
from qdesign.analyze.work import Progress, Work
from qdesign.cancelling import Cancel
from qdesign.circuit import Circuit
from qdesign.convert.bodies import as_circuit
from qdesign.given import given_whole
from qdesign.pauli import Observable
from qdesign.rows import Option

MOST: Final = 2_000
"""Dimensions up to which sums of words are closed, where nobody says otherwise."""
_MOST_WRITTEN: Final = 10**15
_MOST_ENTRIES: Final = 400_000
"""Entries of matrices, of all dimensions together, up to which the type of sums is found."""
_SHOWN: Final = 8
SOURCE: Final = "arXiv:2309.05690; arXiv:2408.00081"


@final
@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class LieAlgebra(Figure):
    """The algebra that the generators of an ansatz make by sums and commutators.

    Attributes:
        dimension: of the real algebra, the identity left out; None where it is not known.
        at_least: so many dimensions were found.
        type: such as `so(8) ⊕ u(1)`, or `unknown`.
        generators: how many there are.
        center: the dimension of what commutes with all of it; None where it is not known.
        symmetries: what commutes with every generator.
    """

    dimension: int | None
    at_least: int
    type: str
    generators: int
    center: int | None
    symmetries: tuple[str, ...] = ()


def lie_algebra(
    circuit: Circuit | Sequence[Observable | Mapping[str, float]],
    *,
    repeated: bool = False,
    max_dimension: int = MOST,
    progress: Progress = None,
    cancel: Cancel = None,
) -> LieAlgebra:
    """The dynamical Lie algebra of an ansatz, or of some generators.

    Each parameter has a generator: the Pauli word that its rotation turns about, or the sum of
    those that it turns together. Fixed Clifford gates are moved behind the rotations, which
    changes the words. Where every generator is one word, the dimension has a closed form on any
    number of qubits; sums are closed by commutators.

    Args:
        circuit: unitary, up to measurements at its end; or observables, one a generator.
        repeated: the algebra of the circuit repeated without end, in which its Clifford gates move
            the generators again and again.
        max_dimension: sums that reach further than this are given up.
        progress: called with what is being done.
        cancel: a function or an event; asked often.

    Raises:
        NotUnitary: it measures, resets or has conditions before its end.
        Cancelled: `cancel` said so.

    Example:
        >>> chain = Circuit.of(3, "rzz(a) 0 1; rzz(b) 1 2; rx(c) 0; rx(d) 1; rx(e) 2")
        >>> found = lie_algebra(chain)
        >>> found.dimension, found.type
        (15, 'so(6) ≅ su(4)')

    Source: Wiersema et al., arXiv:2309.05690; Aguilar et al., arXiv:2408.00081.
    """
    work = Work("Finding the Lie algebra", progress, cancel)
    most = given_whole(max_dimension, "The largest dimension", low=1)
    work.say("Collecting generators")
    move: Callable[[Word], Word] | None = None
    if isinstance(circuit, Sequence) and not isinstance(circuit, (str, bytes)):
        found = generators_from(circuit)
    else:
        turns = turns_of(as_circuit(circuit), ask=work.ask)
        found = generators_of(turns, ask=work.ask)
        move = turns.pulled if repeated else None
    convention: dict[str, Fact] = {
        "generators": len(found.sums),
        "fixed gates": "repeated without end" if repeated else "moved behind the rotations",
        "identity": "left out",
    }
    if found.are_words:
        return _of_words(found, move, convention, work)
    return _of_sums(found, move, most, convention, work)


def _of_words(
    found: Generators, move: Callable[[Word], Word] | None, convention: dict[str, Fact], work: Work
) -> LieAlgebra:
    work.say("Closing words")
    n, words = found.num_qubits, found.words
    ideals = _moved(words, move, n, work)
    if all(_has(ideals, word, n) for word in found.fixed):
        return _figure(found, ideals, sum(i.dimension for i in ideals), convention)
    upper = _moved([*words, *found.fixed], move, n, work)
    most, least = (sum(i.dimension for i in each) for each in (upper, ideals))
    says = (
        "Fixed rotations between the free ones are no Clifford gates, so the dimension is known "
        f"to be at most {_told(most)} only, which it is if they turned freely."
    )
    return _unknown(found, least, says, convention)


def _has(ideals: Sequence[Ideal], word: Word, n: int) -> bool:
    return any(ideal.has(word, n) for ideal in ideals)


def _moved(
    words: Sequence[Word], move: Callable[[Word], Word] | None, n: int, work: Work
) -> tuple[Ideal, ...]:
    """The algebra of words, closed under a map of words where there is one."""
    words = list(words)
    while True:
        ideals = ideals_of(words, n, ask=work.ask)
        after = [move(word) for word in words] if move is not None else []
        new = [Word(w.x, w.z) for w in after if not _has(ideals, w, n)]
        if not new:
            return ideals
        words += new


def _of_sums(
    found: Generators,
    move: Callable[[Word], Word] | None,
    most: int,
    convention: dict[str, Fact],
    work: Work,
) -> LieAlgebra:
    work.say("Closing commutators")
    if found.fixed:
        says = (
            "Fixed rotations between the free ones are no Clifford gates, and parameters turn sums "
            "of words: the dimension of such an algebra is not found."
        )
        return _unknown(found, len(found.sums), says, convention)
    moves = () if move is None else (move,)
    done = closed(found.sums, moves=moves, most=most, ask=work.ask)
    convention["ranks"] = "modulo two primes"
    if not done.whole:
        says = (
            f"At least {done.dimension:,} dimensions: sums of words were closed no further. "
            "Raise max_dimension, or take fewer qubits."
        )
        return _unknown(found, done.dimension, says, convention)
    n, center = found.num_qubits, done.center or 0
    simple = done.dimension - center
    parts: Sequence[str] | None = None
    if n <= 20 and simple == 4**n - 1:
        parts = (f"su({2**n})",)
    elif done.rank is not None and simple == 3 * (done.rank - center):
        parts = ("su(2)",) * (simple // 3)
    elif done.rank is not None and not moves and simple << 2 * n <= _MOST_ENTRIES:
        work.say("Finding roots")
        matrices = [_matrix(each, n) for each in found.sums]
        parts = simple_parts(matrices, done.dimension, done.rank, ask=work.ask)
    name = "unknown" if parts is None else name_of_parts([*parts, *["u(1)"] * center])
    return _made(found, done.dimension, name, center, convention)


def _matrix(each: Sum, n: int) -> NDArray[np.complex128]:
    terms = {label(word, n): float(value) for word, value in each.items()}
    return Observable(terms).matrix()


def _figure(
    found: Generators, ideals: Sequence[Ideal], dimension: int, convention: dict[str, Fact]
) -> LieAlgebra:
    center = sum(ideal.dimension for ideal in ideals if ideal.kind == "u(1)")
    columns: dict[str, tuple[Fact, ...]] = {
        "algebra": tuple(i.name for i in ideals),
        "copies": tuple(_told(i.copies) for i in ideals),
        "dimension": tuple(_told(i.dimension) for i in ideals),
        "generators": tuple(len(i.generators) for i in ideals),
    }
    return _made(found, dimension, name_of(ideals), center, convention, columns)


def _told(number: int) -> int | str:
    """A number that every reader of JSON takes as it is; larger ones in words."""
    return number if number <= _MOST_WRITTEN else f"about 2^{number.bit_length() - 1}"


def _made(
    found: Generators,
    dimension: int,
    name: str,
    center: int,
    convention: dict[str, Fact],
    columns: Mapping[str, tuple[Fact, ...]] | None = None,
) -> LieAlgebra:
    n = found.num_qubits
    whole = 4**n - 1
    fits = dimension <= _MOST_WRITTEN
    all_of_it = dimension == whole and n > 0
    # A float holds what is below 2^1024.
    value = dimension if fits else float(dimension) if dimension.bit_length() < 1000 else None
    most = f"at most 4^{n} − 1 = {whole:,}" if whole <= _MOST_WRITTEN else f"at most 4^{n} − 1"
    says = [f"It is {name}, of {most}."]
    if name == "unknown":
        says = [f"Of {most}; its type is not known."]
    if all_of_it:
        says = ["All there is: repeated with angles of their own, it reaches every unitary."]
    elif not found.sums:
        says = ["No parameter turns anything, so there is no algebra."]
    if value is None:
        says.append(f"The dimension is {_told(dimension)}.")
    return LieAlgebra(
        **_shared(found, convention),
        value=value,
        basis="exact" if value is not None else "larger than a number holds",
        unit="dimensions",
        verdict="universal" if all_of_it else "",
        says=" ".join(says),
        dimension=dimension,
        at_least=dimension,
        type=name,
        center=center,
        columns=columns or {},
    )


def _unknown(found: Generators, least: int, says: str, convention: dict[str, Fact]) -> LieAlgebra:
    return LieAlgebra(
        **_shared(found, convention),
        value=None,
        error=None,
        basis="not known",
        unit="dimensions",
        verdict="unknown",
        tone="unknown",
        says=says,
        dimension=None,
        at_least=least,
        type="unknown",
        center=None,
    )


def _shared(found: Generators, convention: Mapping[str, Fact]) -> dict[str, Any]:
    conditions = ["Each generator can be turned by itself, in any order and as often as is wanted."]
    if found.split:
        names = ", ".join(found.split[:_SHOWN]) + (", …" if len(found.split) > _SHOWN else "")
        conditions.append(
            f"What {names} turns together only where gates commute counts as one generator; the "
            "rest counts as generators of their own."
        )
    symmetries = symmetries_of(found)
    return {
        "name": "lie_algebra",
        "title": "Lie algebra",
        "convention": dict(convention),
        "conditions": tuple(conditions),
        "source": SOURCE,
        "cell": "qd.analyze.lie_algebra(c)",
        "generators": len(found.sums),
        "symmetries": symmetries,
        "reasons": tuple(
            Reason(True, f"Every generator commutes with {each}.") for each in symmetries[:_SHOWN]
        ),
    }


LIE_ALGEBRA: Final = Analysis(
    name="lie_algebra",
    title="Lie algebra",
    group="Structure",
    help="Dimension, type and symmetries of the algebra that the generators of an ansatz make",
    source=SOURCE,
    convention="generators of the circuit as drawn, Clifford gates moved behind; identity left out",
    options=(
        Option(
            name="max_dimension",
            title="Dimensions at most",
            kind="integer",
            default=MOST,
            low=1,
            high=100_000,
            help="Where generators are sums of words",
        ),
    ),
    run=lie_algebra,
    is_long=True,
)
