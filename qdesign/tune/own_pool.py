"""Circuits of a caller as candidates: checked, with generators from their derivatives."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, cast

import numpy as np
from numpy.typing import NDArray

from qdesign.angle import Angle
from qdesign.ansatz.pool import MOST_CANDIDATES, Candidate
from qdesign.circuit import Circuit, Operation
from qdesign.convert.bodies import as_circuit
from qdesign.errors import InvalidRequest, QdesignError, TooLarge
from qdesign.showing.tables import some
from qdesign.simulate.simulator import Simulator

_MOST_QUBITS: Final = 6
_NEAR: Final = 1e-10

Matrix = NDArray[np.complex128]


def own_candidates(pool: Iterable[Circuit], num_qubits: int) -> tuple[Candidate, ...]:
    """Circuits as candidates, in their order.

    Raises:
        InvalidRequest: it is no sequence, or one of them is not on as many qubits, has not one
            parameter, or does something where that is 0.
        TooLarge: there are too many, or one acts on too many qubits.
    """
    if not isinstance(pool, Iterable) or isinstance(pool, (Circuit, str)):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidRequest(
            "A pool is the name of one or a list of circuits with one parameter each, not "
            f"{type(pool).__name__}."
        )
    given: list[Any] = list(cast("Iterable[Any]", pool))
    if not given:
        raise InvalidRequest("The pool is empty. Give circuits with one parameter each.")
    if len(given) > MOST_CANDIDATES:
        raise TooLarge(
            f"A pool has at most {MOST_CANDIDATES:,} candidates, not {len(given):,}. Give fewer."
        )
    return tuple(_candidate(each, k, num_qubits) for k, each in enumerate(given))


def _candidate(given: object, place: int, num_qubits: int) -> Candidate:
    what = f"Circuit {place} of the pool"
    try:
        circuit = as_circuit(given)
    except QdesignError as error:
        raise InvalidRequest(f"{what} is none. {error}") from error
    if circuit.num_qubits != num_qubits:
        raise InvalidRequest(
            f"{what} is on {circuit.num_qubits} qubits and the problem on {num_qubits}. Give "
            "circuits on as many."
        )
    if len(circuit.parameters) != 1:
        raise InvalidRequest(
            f"{what} has {len(circuit.parameters)} parameters; each has one, which its gates share."
        )
    if not circuit.is_unitary:
        raise InvalidRequest(
            f"{what} measures, resets or has conditions. Give circuits of gates alone."
        )
    (name,) = circuit.parameters
    used = circuit.used_qubits
    if len(used) > _MOST_QUBITS:
        raise TooLarge(
            f"{what} acts on {len(used)} qubits; a circuit of your own acts on at most "
            f"{_MOST_QUBITS}. Give smaller ones."
        )
    still, slope = _at_zero(circuit.on_qubits(used))
    phase = still[0, 0]
    if np.abs(still - phase * np.eye(len(still))).max() > _NEAR:
        raise InvalidRequest(
            f"{what} changes the state where its parameter is 0, so the energy would jump. Give "
            "circuits that do nothing there."
        )
    return Candidate(
        f"{place}: {_words(circuit)}",
        circuit.substitute({name: Angle.parameter("theta")}) if name != "theta" else circuit,
        _strings(2j * slope / phase, used, num_qubits),
    )


def _words(circuit: Circuit) -> str:
    return some([f"{o.gate} {','.join(map(str, o.wires))}" for o in circuit.plain_operations], 3)


def _at_zero(circuit: Circuit) -> tuple[Matrix, Matrix]:
    """The unitary and its derivative at 0, from a state that is entangled with a copy."""
    n = circuit.num_qubits
    bells = [
        Operation(gate, (q, n + q)[: 1 + (gate == "cx")]) for q in range(n) for gate in ("h", "cx")
    ]
    whole = Circuit(2 * n, (*bells, *circuit.plain_operations))
    simulator = Simulator(whole)
    size, scale = 1 << n, 2 ** (n / 2)
    still = simulator.statevector([0.0]).reshape(size, size).T * scale
    slope = simulator.jacobian([0.0])[:, 0].reshape(size, size).T * scale
    return still, slope


def _strings(matrix: Matrix, used: tuple[int, ...], num_qubits: int) -> dict[str, float]:
    """A Hermitian matrix on some qubits as a sum of Pauli strings on all."""
    size = len(matrix)
    index = np.arange(size)
    found: dict[str, float] = {}
    for x in range(size):
        diagonal = matrix[index ^ x, index]
        for z in range(size):
            signs = 1.0 - 2.0 * (np.bitwise_count(index & z) & 1)
            value = (diagonal * signs).sum() / size * (-1j) ** ((x & z).bit_count() % 4)
            if abs(value) > _NEAR:
                letters = {q: "IXZY"[(x >> k & 1) + 2 * (z >> k & 1)] for k, q in enumerate(used)}
                label = "".join(letters.get(q, "I") for q in reversed(range(num_qubits)))
                found[label] = float(value.real)
    return found
