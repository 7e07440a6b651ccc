"""Layers of evolutions under the parts of a Hamiltonian: QAOA and the variational form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, Protocol

from qdesign.angle import Angle
from qdesign.ansatz.drawing import check_size, most_gates, pauli_rotation
from qdesign.circuit import Block, Circuit, Operation
from qdesign.errors import InvalidObservable, InvalidRequest
from qdesign.pauli import Graph, Observable, as_observable, cut_observable

_X: Final = str.maketrans("IXYZ", "0110")
_Z: Final = str.maketrans("IXYZ", "0011")


class HasObservable(Protocol):
    """A problem: something with an observable to minimize."""

    @property
    def observable(self) -> Observable:
        """What the form is made from."""
        ...


def qaoa(cost: Observable | HasObservable | Graph, layers: int = 1) -> Circuit:
    """The quantum approximate optimization ansatz: |+…+⟩, then `layers` times cost and mixer.

    The layers are one repeat block. Layer k has the parameters gamma_k and beta_k, from k = 0:
    exp(-i gamma_k H) for the cost H without its constant, then exp(-i beta_k X) on every qubit.

    Args:
        cost: a diagonal observable, a problem that has one, or a networkx graph (MaxCut).
        layers: 1 or more.

    Raises:
        InvalidRequest: a term of the cost is not made of I and Z.

    Example:
        >>> qaoa(Observable({"ZZ": 0.5}), 2).parameters
        ('gamma_0', 'beta_0', 'gamma_1', 'beta_1')

    Source: Farhi, Goldstone, Gutmann, arXiv:1411.4028.
    """
    observable = _observable(cost)
    n = observable.num_qubits
    terms = _diagonal_terms(observable)
    check_size(n, layers, per_layer=n + sum(most_gates(label) for label, _ in terms))
    evolution = _evolution(terms, "gamma")
    mixer = tuple(Operation("rx", (q,), (Angle.parameter("beta", 2),)) for q in range(n))
    names = ("gamma", "beta") if evolution else ("beta",)
    return _layered(n, (*evolution, *mixer), names, layers, start="plus")


def cost_layer(cost: Observable, name: str) -> tuple[Operation, ...]:
    """exp(-i name H) for a diagonal cost H without its constant.

    Raises:
        InvalidRequest: a term of the cost is not made of I and Z.
    """
    return _evolution(_diagonal_terms(cost), name)


def _diagonal_terms(cost: Observable) -> list[tuple[str, float]]:
    terms = _without_constant(cost)
    for label, _ in terms:
        if set(label) - set("IZ"):
            raise InvalidRequest(
                f"Term '{label}' of the cost is not diagonal: QAOA takes I and Z only. "
                "Use hamiltonian_variational for this observable."
            )
    return terms


def hamiltonian_variational(
    observable: Observable | HasObservable,
    layers: int = 1,
    *,
    start: Literal["plus", "zero"] = "plus",
) -> Circuit:
    """`layers` times the evolutions under mutually commuting parts of an observable.

    Parts are found greedily in the order of the terms. The layers are one repeat block; part j of
    layer k has the parameter theta_j_k: exp(-i theta_j_k H_j).

    Args:
        observable: what will be minimized, or a problem that has it.
        layers: 1 or more.
        start: |+…+⟩ or |0…0⟩ before the first layer.

    Example:
        >>> hamiltonian_variational(Observable({"ZZ": -1.0, "XI": -1.0, "IX": -1.0}), 2).parameters
        ('theta_0_0', 'theta_1_0', 'theta_0_1', 'theta_1_1')

    Source: Wecker, Hastings, Troyer, arXiv:1507.08969.
    """
    wanted = _observable(observable)
    terms = _without_constant(wanted)
    if start not in ("plus", "zero"):
        raise InvalidRequest(f"The ansatz starts in 'plus' or in 'zero', not in '{start}'.")
    check_size(wanted.num_qubits, layers, per_layer=sum(most_gates(label) for label, _ in terms))
    names: list[str] = []
    operations: list[Operation] = []
    for index, part in enumerate(_commuting_parts(terms)):
        names.append(f"theta_{index}")
        operations.extend(_evolution(part, names[-1]))
    return _layered(wanted.num_qubits, tuple(operations), tuple(names), layers, start=start)


def _observable(given: Observable | HasObservable | Graph) -> Observable:
    if hasattr(given, "edges") and hasattr(given, "nodes"):
        return cut_observable(given)
    try:
        return as_observable(given)
    except InvalidObservable as error:
        raise InvalidRequest(f"{error} A networkx graph is taken, too.") from error


def _without_constant(observable: Observable) -> list[tuple[str, float]]:
    return [(label, value) for label, value in observable.terms if label.strip("I")]


def _evolution(terms: Sequence[tuple[str, float]], name: str) -> tuple[Operation, ...]:
    found: list[Operation] = []
    for label, value in terms:
        found.extend(pauli_rotation(label, Angle.parameter(name, 1) * (2 * value)))
    return tuple(found)


@dataclass(slots=True)
class _Part:
    """Terms that commute with each other.

    Attributes:
        masks: the x and z mask of each.
        at: numbers of those that are on a qubit, by its bit.
        x, z: all of them together.
    """

    terms: list[tuple[str, float]] = field(default_factory=list[tuple[str, float]])
    masks: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    at: dict[int, list[int]] = field(default_factory=dict[int, list[int]])
    x: int = 0
    z: int = 0

    def commutes(self, x: int, z: int) -> bool:
        """With all of its terms? Seen at once where no qubit can tell."""
        if not (x & self.z or z & self.x):
            return True
        near = {k for bit in _bits(x | z) for k in self.at.get(bit, ())}
        pairs = (self.masks[k] for k in near)
        return all(not ((x & b).bit_count() + (z & a).bit_count()) & 1 for a, b in pairs)

    def add(self, term: tuple[str, float], x: int, z: int) -> None:
        """Takes a term in."""
        for bit in _bits(x | z):
            self.at.setdefault(bit, []).append(len(self.masks))
        self.terms.append(term)
        self.masks.append((x, z))
        self.x |= x
        self.z |= z


def _bits(mask: int) -> Iterator[int]:
    while mask:
        yield (top := mask.bit_length() - 1)
        mask ^= 1 << top


def _commuting_parts(terms: Sequence[tuple[str, float]]) -> list[list[tuple[str, float]]]:
    parts: list[_Part] = []
    for term in terms:
        x, z = (int(term[0].translate(table), 2) for table in (_X, _Z))
        part = next((each for each in parts if each.commutes(x, z)), None)
        if part is None:
            parts.append(part := _Part())
        part.add(term, x, z)
    return [part.terms for part in parts]


def _layered(
    num_qubits: int,
    operations: tuple[Operation, ...],
    names: tuple[str, ...],
    layers: int,
    *,
    start: str,
) -> Circuit:
    indexed = tuple((name, tuple(f"{name}_{k}" for k in range(layers))) for name in names)
    block = Block(operations, layers, "layer", indexed)
    first = tuple(Operation("h", (q,)) for q in range(num_qubits)) if start == "plus" else ()
    return Circuit(num_qubits, (*first, block) if operations else first)
