"""What a landscape runs along: a parameter, a vector of all, or one that the energy gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, cast

import numpy as np
from numpy.typing import NDArray

from qdesign.circuit import values_for
from qdesign.errors import InvalidAngle, InvalidCircuit, InvalidRequest, TooLarge, UnknownParameter
from qdesign.simulate.simulator import Simulator
from qdesign.tune.gradients import hessian_of

Vector = NDArray[np.float64]
Along = str | Mapping[str, float] | Sequence[float] | NDArray[np.float64]
"""The name of a parameter, "random", "gradient", "hessian", or what each parameter moves by."""

KINDS: Final = ("random", "gradient", "hessian")
_FLAT: Final = 1e-9
_SAME: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Direction:
    """A direction in the space of all values.

    Attributes:
        name: of the parameter, or words for it.
        step: float64, shape (p,), radians of each parameter for 1 along it.
        is_parameter: does one parameter move alone, and was it named?
    """

    name: str
    step: Vector
    is_parameter: bool = False


def is_parameter(along: object, names: Sequence[str]) -> bool:
    """Does it name a parameter? Names of parameters come before words for directions."""
    return isinstance(along, str) and along in names


def direction(
    simulator: Simulator, along: Along, center: Vector, *, seed: int, place: int, of: str = ""
) -> Direction:
    """The direction that `along` says.

    Args:
        simulator: with an observable.
        along: a parameter, a word, or a vector.
        center: shape (p,), radians: where gradient and Hessian are taken.
        seed: for random directions.
        place: 0 or 1: the first or the second axis; each has a random vector and a curvature of
            its own, the highest for the first and the lowest for the second.
        of: what the axis is called in a title, such as "x"; in an error too.

    Raises:
        UnknownParameter: a text that is neither a parameter nor such a word.
        InvalidRequest: a vector that does not fit, or no slope or curvature there.
    """
    names = simulator.parameters
    if isinstance(along, str):
        if along in names:
            return Direction(along, np.eye(len(names))[names.index(along)], True)
        if along in KINDS and names:
            return Direction(_title(along, place), _found(simulator, along, center, seed, place))
    check_known(along, names)
    try:
        if isinstance(along, Mapping):
            known = values_for(names, {**dict.fromkeys(names, 0.0), **along})
        else:
            known = values_for(names, _listed(along))
    except (InvalidAngle, InvalidCircuit, InvalidRequest) as error:
        raise InvalidRequest(
            f"A direction is a parameter's name, 'random', 'gradient', 'hessian', or what each of "
            f"the {len(names)} parameters moves by. {error}"
        ) from None
    step = np.array([known[name] for name in names])
    if not step.any():
        raise InvalidRequest("A direction in which nothing moves was given. Move one parameter.")
    return Direction(f"direction {of}".strip(), step)


def _listed(along: object) -> list[float]:
    try:
        return list(cast("Sequence[float]", along))
    except TypeError:
        raise InvalidRequest(f"{type(along).__name__} is none of these.") from None


def check_known(along: object, names: tuple[str, ...]) -> None:
    """Refuses a text that is neither a parameter nor a word for a direction.

    Raises:
        UnknownParameter: it is one.
    """
    if isinstance(along, str) and along not in names and not (names and along in KINDS):
        raise UnknownParameter(along, (*names, *KINDS))


def _title(kind: str, place: int) -> str:
    if kind == "hessian":
        return "highest curvature" if place == 0 else "lowest curvature"
    return {"random": f"random {place + 1}"}.get(kind, kind)


def _found(simulator: Simulator, kind: str, center: Vector, seed: int, place: int) -> Vector:
    """A unit vector."""
    if kind == "random":
        drawn = np.random.default_rng((seed, place)).normal(size=len(center))
        return drawn / np.linalg.norm(drawn)
    if kind == "gradient":
        _, slope = simulator.gradient(center)
        size = float(np.linalg.norm(slope))
        if size < _FLAT:
            raise InvalidRequest(
                "The energy has no slope at these values, so that no direction is its gradient. "
                "Choose other values, or 'random' or 'hessian'."
            )
        return slope / size
    if len(center) > 2000:
        raise TooLarge("The Hessian of more than 2,000 parameters is not taken.")
    vectors = np.linalg.eigh(hessian_of(simulator, center))[1]
    found = cast("Vector", vectors[:, -1 if place == 0 else 0])
    return found * (1.0 if found[np.argmax(np.abs(found))] > 0 else -1.0)


def upright(first: Direction, second: Direction) -> Direction:
    """The second, where both are found by a word, without its part along the first.

    Raises:
        InvalidRequest: they are the same line.
    """
    unit = first.step / np.linalg.norm(first.step)
    rest = second.step - (second.step @ unit) * unit
    size = float(np.linalg.norm(rest))
    if size < _SAME * float(np.linalg.norm(second.step)):
        raise InvalidRequest(
            "Both axes of the landscape are the same line. Choose another direction for y."
        )
    return Direction(second.name, rest * (np.linalg.norm(second.step) / size))
