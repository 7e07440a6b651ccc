"""Circuits 1 to 19 of Sim, Johnson and Aspuru-Guzik (arXiv:1905.10876, figure 2), one family."""

from __future__ import annotations

from functools import partial
from typing import Final

from qdesign.ansatz.drawing import Pairs, Sketch, check_size, ladder
from qdesign.ansatz.named import Template, sizes
from qdesign.circuit import Circuit
from qdesign.errors import InvalidRequest
from qdesign.given import given_whole

_NUM_CIRCUITS: Final = 19


def sim(k: int, num_qubits: int = 4, *, layers: int = 1) -> Circuit:
    """Circuit `k` of the paper; parameters theta_0, theta_1, … in the order they are drawn.

    On other than four qubits the pattern goes on: ladders run from the last qubit to the first,
    rings close it, blocks of neighbours pair (1, 0), (3, 2), … and then (2, 1), (4, 3), …

    Args:
        k: 1 to 19.
        num_qubits: 1 or more.
        layers: repetitions, 1 or more; the first RY column of circuit 10 is not repeated.

    Example:
        >>> [len(sim(k).parameters) for k in (1, 3, 5, 7)]
        [8, 11, 28, 19]

    Source: Sim, Johnson, Aspuru-Guzik, arXiv:1905.10876.
    """
    if isinstance(k, bool) or not isinstance(k, int) or not 1 <= k <= _NUM_CIRCUITS:  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidRequest(f"There is no circuit {k!r}: the paper has circuits 1 to 19.")
    num_qubits = given_whole(num_qubits, "The number of qubits", low=1)
    dense = num_qubits * num_qubits if k in (5, 6) else 0
    check_size(num_qubits, layers, per_layer=6 * num_qubits + dense)
    sketch = Sketch(num_qubits)
    if k == 10:
        sketch.column(["ry"])
    for _ in range(layers):
        _layer(k, sketch)
    return sketch.circuit()


def _layer(k: int, sketch: Sketch) -> None:
    if k == 9:
        for qubit in range(sketch.num_qubits):
            sketch.add("h", qubit)
        _entangle(sketch, "cz", ladder(sketch.num_qubits))
        sketch.column(["rx"])
    elif k == 10:
        _entangle(sketch, "cz", _closed_ladder(sketch.num_qubits))
        sketch.column(["ry"])
    elif k in (11, 12):
        _layer_of_pairs(sketch, ("ry", "rz"), "cx" if k == 11 else "cz", everywhere=False)
    elif k in (7, 8):
        _layer_of_pairs(sketch, ("rx", "rz"), _entangler(k), everywhere=True)
    elif k in (13, 14, 15):
        gate = _entangler(k)
        sketch.column(["ry"])
        _entangle(sketch, gate, _ring(sketch.num_qubits))
        sketch.column(["ry"])
        _entangle(sketch, gate, _ring_back(sketch.num_qubits))
    else:
        _layer_of_rx_rz(k, sketch)


def _entangler(k: int) -> str:
    """What joins qubits in circuits that are alike but for that."""
    if k in (2, 15):
        return "cx"
    return "crz" if k in (3, 5, 7, 13, 16, 18) else "crx"


def _layer_of_rx_rz(k: int, sketch: Sketch) -> None:
    n = sketch.num_qubits
    sketch.column(["rx", "rz"])
    if k in (2, 3, 4):
        _entangle(sketch, _entangler(k), ladder(n))
    elif k in (5, 6):
        every = tuple((c, t) for c in reversed(range(n)) for t in reversed(range(n)) if c != t)
        _entangle(sketch, _entangler(k), every)
        sketch.column(["rx", "rz"])
    elif k in (16, 17):
        _entangle(sketch, _entangler(k), _pairs(n, 0) + _pairs(n, 1))
    elif k in (18, 19):
        _entangle(sketch, _entangler(k), _ring(n))


def _layer_of_pairs(
    sketch: Sketch, rotations: tuple[str, str], gate: str, *, everywhere: bool
) -> None:
    inner = _pairs(sketch.num_qubits, 1)
    sketch.column(rotations)
    _entangle(sketch, gate, _pairs(sketch.num_qubits, 0))
    sketch.column(rotations, None if everywhere else sorted(q for pair in inner for q in pair))
    _entangle(sketch, gate, inner)


def _entangle(sketch: Sketch, gate: str, pairs: Pairs) -> None:
    for control, target in pairs:
        if gate in ("cx", "cz"):
            sketch.add(gate, control, target)
        else:
            sketch.turn(gate, control, target)


def _pairs(num_qubits: int, first: int) -> Pairs:
    return tuple((q + 1, q) for q in range(first, num_qubits - 1, 2))


def _ring(num_qubits: int) -> Pairs:
    """(n-1, 0), (n-2, n-1), …, (0, 1): every control is followed by the qubit after it."""
    if num_qubits == 1:
        return ()
    return tuple((q, (q + 1) % num_qubits) for q in reversed(range(num_qubits)))


def _ring_back(num_qubits: int) -> Pairs:
    """(n-1, n-2), (0, n-1), (1, 0), …: every control is followed by the qubit before it."""
    if num_qubits == 1:
        return ()
    controls = (num_qubits - 1, *range(num_qubits - 1))
    return tuple((q, (q - 1) % num_qubits) for q in controls)


def _closed_ladder(num_qubits: int) -> Pairs:
    """A ring of symmetric gates; two qubits are joined once."""
    closing = ((num_qubits - 1, 0),) if num_qubits > 2 else ()
    return ladder(num_qubits) + closing


SIM: Final = tuple(
    Template(
        name=f"sim_{k}",
        title=f"Circuit {k}",
        group="Sim et al. 2019",
        help=f"Circuit {k} of the paper on expressibility and entangling capability",
        source="Sim, Johnson, Aspuru-Guzik, arXiv:1905.10876",
        options=sizes(),
        make=partial(sim, k),
        # One layer of circuit 9 has no energy that its angles change.
        card_layers=2 if k == 9 else 1,
        problem="tfim",
    )
    for k in range(1, _NUM_CIRCUITS + 1)
)
