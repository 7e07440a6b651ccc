"""Observables: real sums of Pauli strings, Qiskit's label order (rightmost letter is qubit 0)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from numbers import Integral
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from qdesign.errors import InvalidObservable, TooLarge
from qdesign.given import given_whole
from qdesign.pauli_matrix import pauli_coefficients
from qdesign.pauli_text import read_sum
from qdesign.showing.tables import count, signed, some, table

_MAX_TERMS: Final = 1_000_000
_MAX_DENSE_QUBITS: Final = 14
_SHOWN_TERMS: Final = 12
_MAX_WIRES: Final = 1000
_MOST_BITS: Final = 64
_FEW_TERMS: Final = 16
"""So many are read faster one by one."""
_X_BITS: Final = str.maketrans("IXYZ", "0110")
_Z_BITS: Final = str.maketrans("IXYZ", "0011")
_MAX_MATRIX_WIRES: Final = 6
_HERMITIAN: Final = 1e-9
_ROUNDING: Final = 1e-12
"""Imaginary parts up to here are left by the sums that made a term."""


@dataclass(frozen=True, slots=True, init=False)
class Observable:
    """A real sum of Pauli strings on n qubits.

    Attributes:
        terms: (label, coefficient), equal labels added up, zero coefficients dropped.

    Example:
        >>> Observable({"ZZ": -1.0, "XI": -0.5}).num_qubits
        2
    """

    num_qubits: int
    terms: tuple[tuple[str, float], ...] = field(default=())

    def __init__(self, terms: Mapping[str, float], *, num_qubits: int | None = None) -> None:
        # Sentences of PennyLane are mappings of their own kind.
        if not isinstance(terms, Mapping) or _is_of_pennylane(terms):  # pyright: ignore[reportUnnecessaryIsInstance]
            terms = _terms_of(terms)
        if num_qubits is not None:
            num_qubits = given_whole(num_qubits, "The number of qubits", low=1)
        if len(terms) > _MAX_TERMS:
            raise TooLarge(f"An observable has at most {_MAX_TERMS:,} terms, not {len(terms):,}.")
        sums = _plain_sums(terms, num_qubits) if len(terms) > _FEW_TERMS else {}
        if sums:
            num_qubits = len(next(iter(sums)))
        for label, coefficient in () if sums else terms.items():
            value = _checked(label, coefficient)
            num_qubits = len(label) if num_qubits is None else num_qubits
            if len(label) != num_qubits:
                raise InvalidObservable(
                    f"Term '{label}' has {len(label)} letters where others have {num_qubits}. "
                    "Write one letter a qubit, I where nothing acts."
                )
            sums[label] = sums.get(label, 0.0) + value
        if num_qubits is None:
            raise InvalidObservable(
                "An observable needs at least one term, for example Observable({'ZZ': 1.0})."
            )
        object.__setattr__(self, "num_qubits", num_qubits)
        object.__setattr__(self, "terms", tuple((k, v) for k, v in sums.items() if v != 0.0))

    @staticmethod
    def from_sparse(
        num_qubits: int, terms: Mapping[tuple[tuple[int, str], ...], float]
    ) -> Observable:
        """An observable from terms such as `{((0, "Z"), (3, "Z")): -1.0}`."""
        labels: dict[str, float] = {}
        for places, coefficient in terms.items():
            letters = ["I"] * num_qubits
            for qubit, letter in places:
                letters[num_qubits - 1 - qubit] = letter
            label = "".join(letters)
            labels[label] = labels.get(label, 0.0) + coefficient
        return Observable(labels, num_qubits=num_qubits)

    @staticmethod
    def from_text(text: str, *, num_qubits: int | None = None) -> Observable:
        """An observable as it is typed, or as Qiskit, PennyLane or OpenFermion print it.

        Args:
            text: `0.5 ZZII`, the rightmost letter is qubit 0; `-1.05 * Z0 Z1 + 0.39 X3`; what
                `print` shows of a SparsePauliOp or a Hamiltonian; or JSON, `{"ZZ": 0.5}`.
            num_qubits: where the text names qubits, and the observable is to have more.

        Raises:
            InvalidObservable: the text is none; the message says in which line and column.
            TooLarge: more than a million characters, or too many letters.

        Example:
            >>> Observable.from_text("-1.05 * Z0 Z1 + 0.39 X3")
            Observable(4 qubits: -1.05 IIZZ, 0.39 XIII)
        """
        found = read_sum(text)
        return Observable(found.labels(num_qubits))

    @staticmethod
    def from_matrix(matrix: Any, *, tolerance: float = 1e-12) -> Observable:
        """The sum of Pauli strings that a Hermitian matrix is.

        Args:
            matrix: shape (2**n, 2**n), Qiskit order, of up to 13 qubits.
            tolerance: coefficients up to this part of the largest one are dropped as rounding.

        Raises:
            InvalidObservable: no Hermitian matrix of qubits, or the zero one.
            TooLarge: more than 13 qubits, or a million terms; `pauli_coefficients` of
                qdesign.pauli_matrix has them as an array.

        Example:
            >>> Observable.from_matrix([[1, 0.5], [0.5, -1]])
            Observable(1 qubit: 1 Z, 0.5 X)
        """
        found = pauli_coefficients(matrix)
        size = float(np.abs(found).max())
        if float(np.abs(found.imag).max()) > _HERMITIAN * max(size, 1e-300):
            raise InvalidObservable(
                "The matrix is not Hermitian. Give an observable with real values."
            )
        kept = np.argwhere(np.abs(found.real) > tolerance * size)
        if not len(kept):
            raise InvalidObservable("The matrix is zero, so it is no observable.")
        if len(kept) > _MAX_TERMS:
            raise TooLarge(
                f"An observable has at most {_MAX_TERMS:,} terms; this matrix has {len(kept):,}."
            )
        n = len(found).bit_length() - 1
        places = np.arange(n)[::-1]
        codes = 2 * (kept[:, :1] >> places & 1) + (kept[:, 1:] >> places & 1)
        letters = np.frombuffer(b"IZXY", dtype=np.uint8)[codes].tobytes().decode("ascii")
        weights = found.real[kept[:, 0], kept[:, 1]].tolist()
        return Observable({letters[n * k : n * k + n]: w for k, w in enumerate(weights)})

    def __repr__(self) -> str:
        terms = [f"{value:+.4g} {label}".replace("+", "") for label, value in self.terms]
        return f"Observable({count(self.num_qubits, 'qubit')}: {some(terms) or 'no terms'})"

    def _repr_html_(self) -> str:
        return table(term_rows(self), heads=("Pauli string", "coefficient"), foot=self._foot)

    @property
    def _foot(self) -> str:
        return f"{count(self.num_qubits, 'qubit')}; the rightmost letter is qubit 0"

    def as_dict(self) -> dict[str, float]:
        """The coefficients by Pauli label; the rightmost letter is qubit 0."""
        return dict(self.terms)

    def masks(self) -> Iterator[tuple[int, int, float]]:
        """(x mask, z mask, coefficient) of each term: bit k for qubit k, Y in both masks."""
        if len(self.terms) <= _FEW_TERMS:
            for label, value in self.terms:
                x, z = (int(label.translate(bits), 2) for bits in (_X_BITS, _Z_BITS))
                yield x, z, value
            return
        text = "".join([label for label, _ in self.terms]).encode("ascii")
        letters = np.frombuffer(text, dtype=np.uint8).reshape(-1, self.num_qubits)
        y = letters == ord("Y")
        x, z = (_numbers((letters == ord(one)) | y) for one in "XZ")
        coefficients = [coefficient for _, coefficient in self.terms]
        yield from zip(x, z, coefficients, strict=True)

    def matrix(self) -> NDArray[np.complex128]:
        """Dense matrix, complex128, shape (2**n, 2**n), Qiskit order.

        Raises:
            TooLarge: more than 14 qubits.
        """
        if self.num_qubits > _MAX_DENSE_QUBITS:
            raise TooLarge(
                f"A dense matrix on {self.num_qubits} qubits is refused; at most "
                f"{_MAX_DENSE_QUBITS} are taken."
            )
        size = 1 << self.num_qubits
        total = np.zeros((size, size), dtype=complex)
        index = np.arange(size, dtype=np.uint64)
        for x, z, coefficient in self.masks():
            signs = 1.0 - 2.0 * (np.bitwise_count(index & np.uint64(z)) & 1)
            total[index ^ np.uint64(x), index] += (
                coefficient * 1j ** ((x & z).bit_count() % 4) * signs
            )
        return total

    def expectation(self, statevector: NDArray[np.complex128]) -> float:
        """⟨ψ|H|ψ⟩ for a statevector of shape (2**n,), by plain numpy."""
        index = np.arange(statevector.shape[0], dtype=np.uint64)
        total = 0.0
        for x, z, coefficient in self.masks():
            signs = 1.0 - 2.0 * (np.bitwise_count(index & np.uint64(z)) & 1)
            moved = np.conj(statevector[index ^ np.uint64(x)]) * signs * statevector
            total += coefficient * float((1j ** ((x & z).bit_count() % 4) * moved.sum()).real)
        return total


def _numbers(bits: NDArray[np.bool_]) -> list[int]:
    """Rows of bits, the highest first, as whole numbers."""
    width = bits.shape[1]
    if width <= _MOST_BITS:
        places = np.array([1 << k for k in reversed(range(width))], dtype=np.uint64)
        return (bits.astype(np.uint64) @ places).tolist()
    packed = np.packbits(bits, axis=1)
    return [int.from_bytes(row.tobytes(), "big") >> -width % 8 for row in packed]


def term_rows(observable: Observable) -> list[tuple[str, str]]:
    """Labels and coefficients as a notebook shows them; the first of many."""
    rows = [(label, signed(value)) for label, value in observable.terms[:_SHOWN_TERMS]]
    more = len(observable.terms) - len(rows)
    return [*rows, (f"… {more:,} more", "")] if more > 0 else rows


def as_observable(
    value: object, *, num_qubits: int | None = None, names: Sequence[str] = ()
) -> Observable:
    """The observable that `value` is, or plainly stands for.

    Args:
        value: ours, a mapping of coefficients by label, a Problem, a SparsePauliOp of Qiskit, or an
            operator of PennyLane or `qml.expval` of one.
        num_qubits: of the circuit that it is for, which an operator of PennyLane is put on.
        names: of that circuit's qubits, by which PennyLane's wires are found.

    Raises:
        InvalidObservable: it is nothing of the kind, or on wires that the circuit does not have.
    """
    if isinstance(value, Observable):
        return value
    inner = getattr(value, "observable", None)
    if isinstance(inner, Observable):
        if getattr(value, "data", None) is not None:
            raise InvalidObservable(
                f"{getattr(value, 'name', 'This')} is labeled data: its cost is a loss over rows, "
                "which qd.optimize takes. Here give an observable, such as problem.observable."
            )
        return inner
    if num_qubits is not None and _is_of_pennylane(value):
        terms = _terms_of_pennylane(value)
        places = _places_on(terms, num_qubits, names)
        return Observable(_labels(terms, places, num_qubits), num_qubits=num_qubits)
    return Observable(value)  # type: ignore[arg-type]  # checked there


def _terms_of(value: Any) -> Mapping[str, float]:
    """Coefficients by label of another kind of value; its library is told by its type's module."""
    inner = getattr(value, "observable", value)
    if isinstance(inner, Observable):
        return inner.as_dict() or {"I" * inner.num_qubits: 0.0}
    if type(value).__module__.startswith("qiskit.quantum_info") and hasattr(value, "paulis"):
        return _sums_of(value.paulis.x, value.paulis.z, value.coeffs)
    if _is_of_pennylane(value):
        terms = _terms_of_pennylane(value)
        places = _places_of(list(value.wires))
        return _labels(terms, places, max(places.values(), default=0) + 1)
    if isinstance(value, str):
        raise InvalidObservable("A text is read by Observable.from_text(text).")
    raise InvalidObservable(
        f"An observable is expected, not {type(value).__name__}. Give coefficients by label, such "
        'as {"ZZ": -1.0}, a problem, a SparsePauliOp, or a Hamiltonian of PennyLane.'
    )


def _sums_of(
    x: NDArray[np.bool_], z: NDArray[np.bool_], weights: NDArray[Any]
) -> Mapping[str, float]:
    """Coefficients by label of strings as bits, shape (k, n), equal strings added up."""
    try:
        numbers: NDArray[np.complex128] = np.asarray(weights, dtype=np.complex128)
    except (TypeError, ValueError):
        raise InvalidObservable(
            "The observable has a coefficient that is no number. Bind its parameters."
        ) from None
    n = x.shape[1]
    letters = np.frombuffer(b"IXZY", dtype=np.uint8)[(x + 2 * z)[:, ::-1]].tobytes().decode("ascii")
    labels = [letters[at : at + n] for at in range(0, n * len(numbers), n)] if n else [""]
    places = {label: k for k, label in enumerate(dict.fromkeys(labels))}
    totals = numbers
    if len(places) < len(labels):
        totals = np.zeros(len(places), dtype=np.complex128)
        np.add.at(totals, [places[label] for label in labels], numbers)
    odd = np.abs(totals.imag) > _ROUNDING * np.maximum(1.0, np.abs(totals.real))
    if odd.any():
        first = int(np.argmax(odd))
        _real(list(places)[first], complex(totals[first]))
    return dict(zip(places, totals.real.tolist(), strict=True))


def _plain_sums(terms: Mapping[str, float], num_qubits: int | None) -> dict[str, float]:
    """Many terms that are plainly right, checked at once; empty where one may be wrong."""
    try:
        text, values = "".join(terms), np.array(list(terms.values()))
    except (TypeError, ValueError):
        return {}
    lengths = set(map(len, terms))
    if text.strip("IXYZ") or len(lengths) != 1 or lengths - {num_qubits or max(lengths)}:
        return {}
    if values.dtype != np.float64 or values.ndim != 1 or not np.isfinite(values).all():
        return {}
    return dict(zip(terms, values.tolist(), strict=True))


# --- PennyLane's operators -----------------------------------------------------------------------

_Terms = Mapping[tuple[tuple[Any, str], ...], complex]
"""Coefficients by the letters on PennyLane's wires."""


def _is_of_pennylane(value: object) -> bool:
    return any(base.__module__.partition(".")[0] == "pennylane" for base in type(value).__mro__)


def _terms_of_pennylane(value: Any) -> _Terms:
    """An operator as a sum of Pauli strings on its wires."""
    kind = type(value).__name__
    operator = value.obs if kind == "ExpectationMP" else value
    if not hasattr(operator, "pauli_rep"):
        raise InvalidObservable(
            f"PennyLane's {kind} is not an observable here. Give an operator, such as a "
            "Hamiltonian, or qml.expval of one; of fermions the result of qml.jordan_wigner."
        )
    terms: dict[tuple[tuple[Any, str], ...], complex] = {}
    for places, coefficient in _parts(operator):
        try:
            terms[places] = terms.get(places, 0.0) + complex(coefficient)
        except (TypeError, ValueError):
            raise InvalidObservable(
                f"A term of PennyLane's {kind} has the coefficient {coefficient!r}: give a real "
                "number."
            ) from None
    return terms


def _parts(operator: Any) -> Iterator[tuple[tuple[tuple[Any, str], ...], Any]]:
    """Pauli strings with coefficients; sums part by part, what is no Pauli string by its matrix."""
    if operator.pauli_rep is not None:
        for word, coefficient in operator.pauli_rep.items():
            yield tuple(word.items()), coefficient
    elif type(operator).__name__ in ("Sum", "LinearCombination", "SProd"):
        for coefficient, part in zip(*operator.terms(), strict=True):
            if part is operator:
                yield from _by_matrix(operator)
                return
            for places, factor in _parts(part):
                yield places, coefficient * factor
    else:
        yield from _by_matrix(operator)


def _by_matrix(operator: Any) -> Iterator[tuple[tuple[tuple[Any, str], ...], complex]]:
    wires = list(operator.wires)
    name = type(operator).__name__
    if not operator.has_matrix or len(wires) > _MAX_MATRIX_WIRES:
        raise InvalidObservable(
            f"PennyLane's {name} on {len(wires)} wires is not a sum of Pauli strings. Write it as "
            f"one; from a matrix that is done on at most {_MAX_MATRIX_WIRES} wires."
        )
    entries = np.asarray(operator.matrix(wire_order=wires[::-1]), dtype=complex)
    if np.abs(entries - entries.conj().T).max() > 1e-9 * max(1.0, np.abs(entries).max()):
        raise InvalidObservable(
            f"PennyLane's {name} is not Hermitian. Give an observable with real values."
        )
    found = pauli_coefficients(entries).real
    for x, z in np.argwhere(np.abs(found) > 1e-14).tolist():
        letters = ("IZXY"[2 * (x >> k & 1) + (z >> k & 1)] for k in range(len(wires)))
        pairs = zip(wires, letters, strict=True)
        places = tuple((wire, letter) for wire, letter in pairs if letter != "I")
        yield places, float(found[x, z])


def _places_of(wires: Sequence[Any]) -> dict[Any, int]:
    """Wire k is qubit k, other names are qubits in order of first use."""
    if all(_is_number(wire, _MAX_WIRES) for wire in wires):
        return {wire: int(wire) for wire in wires}
    return {wire: place for place, wire in enumerate(wires)}


def _is_number(wire: Any, limit: int) -> bool:
    """Is it a whole number from 0 to below the limit, of any library?"""
    return isinstance(wire, Integral) and 0 <= int(wire) < limit


def _places_on(terms: _Terms, num_qubits: int, names: Sequence[str]) -> dict[Any, int]:
    """A wire is the circuit's qubit of that name, or where no qubit has it, of that number."""
    wires = dict.fromkeys(wire for places in terms for wire, _ in places)
    if all(str(wire) in names for wire in wires):
        return {wire: list(names).index(str(wire)) for wire in wires}
    for wire in wires:
        if not _is_number(wire, num_qubits):
            known = ", ".join(names[:20]) if names else f"0 to {num_qubits - 1}"
            raise InvalidObservable(
                f"PennyLane's observable acts on wire {wire!r}, and the circuit has {known}."
            )
    return {wire: int(wire) for wire in wires}


def _labels(terms: _Terms, places: Mapping[Any, int], num_qubits: int) -> dict[str, float]:
    sums: dict[str, complex] = {}
    for word, coefficient in terms.items():
        letters = ["I"] * num_qubits
        for wire, letter in word:
            letters[num_qubits - 1 - places[wire]] = letter
        label = "".join(letters)
        sums[label] = sums.get(label, 0.0) + coefficient
    return {label: _real(label, total) for label, total in sums.items()}


def _real(label: str, coefficient: complex) -> float:
    if abs(coefficient.imag) > _ROUNDING * max(1.0, abs(coefficient.real)):
        raise InvalidObservable(
            f"Term '{label}' has the coefficient {coefficient}: give a real number."
        )
    return coefficient.real


Graph = Any
"""A networkx or rustworkx graph: nodes and edges are read, the library is not imported."""


def cut_observable(graph: Graph) -> Observable:
    """-Σ w (1 - ZZ)/2 over the edges of a graph: minus the weight of a cut.

    Args:
        graph: a networkx graph; qubit k is the k-th node, an edge without a weight counts 1.

    Raises:
        InvalidObservable: no nodes, or a weight that is not a finite number.
    """
    nodes, edges = _graph_parts(graph)
    places = {node: k for k, node in enumerate(nodes)}
    if not places:
        raise InvalidObservable("A graph without nodes has no cut. Add nodes first.")
    terms: dict[tuple[tuple[int, str], ...], float] = {(): 0.0}
    for a, b, weight in edges:
        if a == b:
            continue
        value = _checked("ZZ", weight)
        low, high = sorted((places[a], places[b]))
        bond = ((low, "Z"), (high, "Z"))
        terms[bond] = terms.get(bond, 0.0) + value / 2
        terms[()] -= value / 2
    return Observable.from_sparse(len(places), terms)


def _graph_parts(graph: Graph) -> tuple[list[Any], list[tuple[Any, Any, Any]]]:
    """Nodes, and edges with weights, 1 where an edge has none."""
    if hasattr(graph, "weighted_edge_list") and hasattr(graph, "node_indices"):
        weighted = [(a, b, 1 if w is None else w) for a, b, w in graph.weighted_edge_list()]
        return list(graph.node_indices()), weighted
    if hasattr(graph, "nodes") and callable(getattr(graph, "edges", None)):
        return list(graph.nodes), list(graph.edges(data="weight", default=1))
    raise InvalidObservable(
        f"A graph is expected, not {type(graph).__name__}. Give one of networkx or rustworkx."
    )


def _checked(label: str, coefficient: float) -> float:
    if not isinstance(label, str) or not label or set(label) - set("IXYZ"):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidObservable(
            f"Term {label!r}: a label is made of I, X, Y and Z, one letter a qubit, "
            "rightmost letter for qubit 0."
        )
    try:
        if isinstance(coefficient, complex) and not coefficient.imag:
            coefficient = coefficient.real
        value = float(coefficient)
    except (TypeError, ValueError, OverflowError):
        raise InvalidObservable(
            f"Term '{label}' has the coefficient {coefficient!r}: give a real number."
        ) from None
    if not math.isfinite(value):
        raise InvalidObservable(f"Term '{label}' has the coefficient {value}: it must be finite.")
    return value
