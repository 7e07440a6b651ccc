"""Gates on two qubits with parameters, of which walls and networks are built."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from qdesign.ansatz.drawing import COUPLINGS, Sketch
from qdesign.errors import InvalidRequest
from qdesign.rows import Option


def _su4(sketch: Sketch, a: int, b: int) -> None:
    """Any gate on two qubits: 15 parameters."""
    for qubit in (a, b):
        sketch.column(["rz", "ry", "rz"], [qubit])
    for gate in COUPLINGS:
        sketch.turn(gate, a, b)
    for qubit in (a, b):
        sketch.column(["rz", "ry", "rz"], [qubit])


def _ry(gate: str) -> Callable[[Sketch, int, int], None]:
    def lay_one(sketch: Sketch, a: int, b: int) -> None:
        sketch.column(["ry"], (a, b))
        sketch.add(gate, a, b)

    return lay_one


def _matchgate(sketch: Sketch, a: int, b: int) -> None:
    """What free fermions follow: RZ, RXX and RYY."""
    sketch.column(["rz"], (a, b))
    sketch.turn("rxx", a, b)
    sketch.turn("ryy", a, b)


_BRICKS: Final[Mapping[str, Callable[[Sketch, int, int], None]]] = {
    "su4": _su4,
    "ry_cx": _ry("cx"),
    "ry_cz": _ry("cz"),
    "matchgate": _matchgate,
}

_TITLES: Final = ("SU(4), any gate", "RY and CX", "RY and CZ", "Matchgate")

BRICK: Final = Option(
    name="brick",
    title="Brick",
    kind="choice",
    default="ry_cx",
    choices=tuple(_BRICKS),
    titles=_TITLES,
    help="the gate on two qubits",
)


def lay(sketch: Sketch, brick: str, a: int, b: int) -> None:
    """Puts a brick on two qubits.

    Raises:
        InvalidRequest: no such brick.
    """
    if brick not in _BRICKS:
        raise InvalidRequest(f"There is no brick '{brick[:40]}': use {', '.join(_BRICKS)}.")
    _BRICKS[brick](sketch, a, b)
