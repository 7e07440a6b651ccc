"""Random circuits as turns about Pauli strings, which Python and the page must make alike."""

from __future__ import annotations

import base64
import random
from collections.abc import Callable, Iterator
from typing import Any, Final

import numpy as np

from qdesign.circuit import Circuit
from qdesign.document import Document
from qdesign.errors import QdesignError
from qdesign.pauli import Observable
from qdesign.simulate.beyond import Surrogate, Table
from qdesign.simulate.engines.pauli import PauliPropagation
from qdesign.simulate.turns import turns_of

NUMBERS: Final = 12
"""Cases whose numbers are told, too."""
SEED: Final = 5
SHOTS: Final = 4
WIDE: Final = Circuit.of(70, "h 0;" + ";".join(f"cx {q} {q + 1}" for q in range(69)) + "; s 69")
"""A table with masks of two words."""


def beyond_cases(
    rng: random.Random, count: int, circuit: Callable[[random.Random], Circuit]
) -> Iterator[dict[str, Any]]:
    """Documents with the bytes of their turns; null where they are refused."""
    told = 0
    for _ in range(count):
        body = circuit(rng)
        terms = {"".join(rng.choice("IXYZ") for _ in range(body.num_qubits)): 0.5 for _ in "ab"}
        document = Document(body, (), Observable(terms))
        case: dict[str, Any] = {"document": document.dumps(), "turns": None, "numbers": None}
        try:
            turns = turns_of(body)
            case["turns"] = base64.b64encode(turns.data).decode()
            if told < NUMBERS and turns.num_turns > 3 and body.parameters:
                case["numbers"] = _numbers(body, document.observable)
                told += 1
        except QdesignError:  # not unitary, or a formula without a value there
            pass
        yield case
    table = Table(WIDE)
    bits = np.packbits(table.sample(SHOTS, np.zeros(0), SEED), axis=1, bitorder="little")
    turns = base64.b64encode(table.turns.data).decode()
    shots = {"shots": bits.tolist(), "bloch": table.bloch_vectors(np.zeros(0)).ravel().tolist()}
    yield {"document": Document(WIDE).dumps(), "turns": turns, "numbers": None, **shots}


def _numbers(body: Circuit, observable: Observable | None) -> dict[str, Any]:
    assert observable is not None
    values = np.array([0.4 + 0.7 * k - 0.05 * k * k for k in range(len(body.parameters))])
    masks = [(x, z) for x, z, _ in observable.masks()]
    weights = np.array([weight for *_, weight in observable.masks()])
    whole = Surrogate(body, masks, weights)
    energy, gradient = whole.gradient(values)
    few = PauliPropagation(body, observable, max_weight=2, max_frequency=3)
    cut = (few.expectation(values), few.num_cut, few.rms_error, few.error(values))
    return {
        "energy": energy,
        "gradient": gradient.tolist(),
        "nodes": whole.num_nodes,
        "cut": [*cut, few.estimate(values)],
    }
