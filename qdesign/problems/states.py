"""States and unitaries to prepare: the cost is one minus the fidelity, as an observable."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from qdesign.angle import Angle
from qdesign.ansatz import template
from qdesign.ansatz.excitations import SINGLE
from qdesign.circuit import Circuit, Operation
from qdesign.errors import InvalidRequest, TooLarge
from qdesign.pauli import Observable
from qdesign.problems.named import NUM_QUBITS, ProblemRow
from qdesign.problems.problem import Problem
from qdesign.problems.state_text import MAX_QUBITS, read_state
from qdesign.rows import Option

MAX_STATE_QUBITS: Final = MAX_QUBITS
"""A state has up to 4 to the power of so many Pauli strings."""

_SMALL: Final = 1e-13

Vector = NDArray[np.complex128]


def state(vector: Any) -> Problem:
    """A state to prepare: H = 1 - |ψ⟩⟨ψ|, so that the energy is one minus the fidelity.

    Args:
        vector: amplitudes, shape (2**n,), Qiskit order, up to 8 qubits; it is normalized. Or a
            text: such amplitudes as they are printed, or a sum of kets, `|00> + i/2 |11>`.

    Raises:
        InvalidRequest: no such vector, or one that is zero or not finite.
        TooLarge: more than 8 qubits.

    Example:
        >>> round(state([1, 0, 0, 1]).observable.as_dict()["XX"], 9)
        -0.25
    """
    psi = _normalized(read_state(vector) if isinstance(vector, str) else vector)
    return _to_prepare("Own state", psi)


def unitary(matrix: Any) -> Problem:
    """A unitary U to prepare, up to a phase: H = 1 - |U⟩⟩⟨⟨U| on twice as many qubits.

    The qubits from n on hold a copy of the input: a circuit begins with Bell pairs of qubits k and
    n + k, and what it does on the first n is compared. The energy is 1 - |tr(U†V)|² / 4**n.

    Args:
        matrix: shape (2**n, 2**n), Qiskit order, up to 4 qubits.

    Raises:
        InvalidRequest: no unitary matrix.
        TooLarge: more than 4 qubits.

    Example:
        >>> unitary([[1, 0], [0, 1j]]).num_qubits
        2

    Source: Khatri et al., arXiv:1807.00800.
    """
    given = _array(matrix, "A unitary")
    size = given.shape[0] if given.ndim == 2 else 0
    if size < 2 or given.shape != (size, size) or size & (size - 1):
        raise InvalidRequest(
            f"A unitary is a square matrix of 2, 4, 8 or 16 rows, not of shape {given.shape}."
        )
    if size > 1 << MAX_STATE_QUBITS // 2:
        raise TooLarge(f"A unitary to prepare has at most {MAX_STATE_QUBITS // 2} qubits.")
    if np.abs(given @ given.conj().T - np.eye(size)).max() > 1e-9:
        raise InvalidRequest("The matrix is not unitary: its rows are not orthonormal.")
    return _compiled("Own unitary", given)


def _array(values: Any, what: str) -> Vector:
    try:
        found = np.asarray(values, dtype=complex)
    except (TypeError, ValueError):
        raise InvalidRequest(
            f"{what} is given as numbers, not as {type(values).__name__}."
        ) from None
    if not np.isfinite(found).all():
        raise InvalidRequest(f"{what} has a number that is not finite.")
    return found


def _normalized(vector: Any) -> Vector:
    psi = _array(vector, "A state")
    n = psi.size.bit_length() - 1
    if psi.ndim != 1 or n < 1 or psi.size != 1 << n:
        raise InvalidRequest(
            f"A state has 2, 4, 8, … amplitudes in one row, not the shape {psi.shape}."
        )
    if n > MAX_STATE_QUBITS:
        raise TooLarge(f"A state to prepare has at most {MAX_STATE_QUBITS} qubits, not {n}.")
    norm = float(np.linalg.norm(psi))
    if norm < _SMALL:
        raise InvalidRequest("All amplitudes of the state are zero. Give one that is not.")
    return psi / norm


def infidelity(psi: Vector) -> Observable:
    """1 - |ψ⟩⟨ψ| as a sum of Pauli strings, by one Walsh-Hadamard transform a pattern of flips."""
    size = psi.size
    n = size.bit_length() - 1
    index = np.arange(size)
    terms: dict[str, float] = {}
    for x in range(size):
        sums = psi[index ^ x].conj() * psi
        for k in range(n):
            halves = sums.reshape(-1, 2, 1 << k)
            sums = np.stack((halves[:, 0] + halves[:, 1], halves[:, 0] - halves[:, 1]), 1).ravel()
        for z in range(size):
            value = -float((sums[z] * 1j ** ((x & z).bit_count() % 4)).real) / size
            if x == z == 0:
                value += 1
            if abs(value) > _SMALL:
                terms[_label(x, z, n)] = value
    return Observable(terms, num_qubits=n)


def _label(x: int, z: int, n: int) -> str:
    return "".join("IZXY"[2 * (x >> k & 1) + (z >> k & 1)] for k in reversed(range(n)))


def _to_prepare(
    name: str, psi: Vector, suggested: Callable[[Observable], Circuit] | None = None
) -> Problem:
    return Problem(name, infidelity(psi), 0.0, suggested=suggested or _general)


def _compiled(
    name: str, matrix: Vector, suggested: Callable[[Observable], Circuit] | None = None
) -> Problem:
    # Row index: what the first half holds; column index: the input, which the second half holds.
    psi = matrix.T.reshape(-1) / math.sqrt(matrix.shape[0])
    return _to_prepare(name, psi, suggested or _general_unitary)


# --- ansätze -------------------------------------------------------------------------------------


def _general(observable: Observable) -> Circuit:
    n = observable.num_qubits
    return template("ry_rz_cx", num_qubits=n, layers=n)


def _bell_pairs(n: int) -> Iterator[Operation]:
    for q in range(n):
        yield Operation("h", (q,))
        yield Operation("cx", (q, n + q))


def _general_unitary(observable: Observable) -> Circuit:
    n = observable.num_qubits // 2
    inner = template("ry_rz_cx", num_qubits=n, layers=2 * n)
    return Circuit(2 * n, (*_bell_pairs(n), *inner.operations))


def _fourier(observable: Observable) -> Circuit:
    """The circuit of the Fourier transform with free angles."""
    n = observable.num_qubits // 2
    operations = list(_bell_pairs(n))
    count = 0
    for q in reversed(range(n)):
        operations.append(Operation("h", (q,)))
        for control in reversed(range(q)):
            operations.append(Operation("cp", (control, q), (Angle.parameter(f"theta_{count}"),)))
            count += 1
    operations += [Operation("swap", (q, n - 1 - q)) for q in range(n // 2)]
    return Circuit(2 * n, tuple(operations))


def _cat(observable: Observable) -> Circuit:
    n = observable.num_qubits
    turn = Operation("ry", (0,), (Angle.parameter("theta_0"),))
    return Circuit(n, (turn, *(Operation("cx", pair) for pair in pairwise(range(n)))))


def _exchanges(observable: Observable, ones: int) -> Circuit:
    """Ones on the first qubits, then exchanges of neighbors, which keep how many there are.

    A single one needs one round. More need CP between: exchanges alone make free fermions.
    """
    n = observable.num_qubits
    turns: list[Operation] = []
    for _ in range(1 if ones == 1 else n):
        for pair in pairwise(range(n)):
            for gate in ("single",) if ones == 1 else ("single", "cp"):
                turns.append(Operation(gate, pair, (Angle.parameter(f"theta_{len(turns)}"),)))
    return Circuit(n, (*(Operation("x", (q,)) for q in range(ones)), *turns), gates=(SINGLE,))


# --- rows ----------------------------------------------------------------------------------------


def _cat_state(num_qubits: int) -> Problem:
    psi = np.zeros(1 << num_qubits, dtype=complex)
    psi[[0, -1]] = math.sqrt(0.5)
    return _to_prepare(f"GHZ state of {num_qubits}", psi, _cat)


def _dicke_vector(num_qubits: int, ones: int) -> Vector:
    weights = np.bitwise_count(np.arange(1 << num_qubits)) == ones
    return (weights / math.sqrt(weights.sum())).astype(complex)


def _w_state(num_qubits: int) -> Problem:
    psi = _dicke_vector(num_qubits, 1)
    return _to_prepare(f"W state of {num_qubits}", psi, partial(_exchanges, ones=1))


def _dicke_state(num_qubits: int, ones: int) -> Problem:
    if ones > num_qubits:
        raise InvalidRequest(
            f"A Dicke state of {num_qubits} qubits has 1 to {num_qubits} ones, not {ones}."
        )
    psi = _dicke_vector(num_qubits, ones)
    made = _to_prepare(f"Dicke state of {num_qubits}, {ones} ones", psi)
    return replace(made, suggested=partial(_exchanges, ones=ones))


def _random_state(num_qubits: int, seed: int) -> Problem:
    rng = np.random.default_rng(seed)
    parts = rng.normal(size=(2, 1 << num_qubits))
    psi = parts[0] + 1j * parts[1]
    name = f"Random state of {num_qubits}, seed {seed}"
    return _to_prepare(name, psi / np.linalg.norm(psi))


def _fourier_transform(num_qubits: int) -> Problem:
    if num_qubits % 2:
        raise InvalidRequest(
            f"A unitary is compared on twice its qubits: give an even number, not {num_qubits}."
        )
    size = 1 << num_qubits // 2
    powers = np.outer(np.arange(size), np.arange(size))
    phases = np.exp(2j * np.pi * powers / size) / math.sqrt(size)
    matrix = np.asarray(phases, dtype=complex)
    return _compiled(f"Fourier transform of {num_qubits // 2}", matrix, _fourier)


_SIZE: Final = replace(NUM_QUBITS, high=MAX_STATE_QUBITS)


def _row(
    name: str,
    title: str,
    about: str,
    source: str,
    make: Callable[..., Problem],
    *more: Option,
    multiple: int = 1,
) -> ProblemRow:
    return ProblemRow(
        name=name,
        title=title,
        group="States and unitaries",
        help=f"one minus the fidelity with {about}",
        source=source,
        options=(_SIZE, *more),
        make=make,
        multiple=multiple,
        is_known_by_terms=False,
    )


def _whole(name: str, title: str, default: int, low: int, high: int) -> Option:
    return Option(name=name, title=title, kind="integer", default=default, low=low, high=high)


STATES: Final = (
    _row(
        "ghz",
        "GHZ state",
        "|0…0⟩ + |1…1⟩",
        "Greenberger, Horne, Zeilinger, arXiv:0712.0921",
        _cat_state,
    ),
    _row(
        "w_state",
        "W state",
        "the even sum of all states with a single one",
        "Dür, Vidal, Cirac, arXiv:quant-ph/0005115",
        _w_state,
    ),
    _row(
        "dicke",
        "Dicke state",
        "the even sum of all states with so many ones",
        "Bärtschi and Eidenbenz, arXiv:1904.07358",
        _dicke_state,
        _whole("ones", "Ones", 1, 1, MAX_STATE_QUBITS),
    ),
    _row(
        "random_state",
        "Random state",
        "a state that is drawn evenly",
        "Życzkowski and Sommers, arXiv:quant-ph/0012101",
        _random_state,
        _whole("seed", "Seed", 0, 0, 2**31 - 1),
    ),
    _row(
        "qft",
        "Fourier transform",
        "the quantum Fourier transform of half the qubits; the rest hold the input",
        "Khatri et al., arXiv:1807.00800",
        _fourier_transform,
        multiple=2,
    ),
)
