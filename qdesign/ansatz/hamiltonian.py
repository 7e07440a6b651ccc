"""Layers of evolutions under the parts of a Hamiltonian: QAOA and the variational form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol

from qdesign.angle import Angle
from qdesign.ansatz.drawing import check_size, pauli_rotation
from qdesign.circuit import Block, Circuit, Operation
from qdesign.errors import InvalidObservable, InvalidRequest
from qdesign.pauli import Graph, Observable, as_observable, cut_observable


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
    check_size(n, layers, per_layer=n + sum(2 * len(label) for label, _ in terms))
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
    check_size(wanted.num_qubits, layers, per_layer=sum(4 * len(label) for label, _ in terms))
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
    return [(label, value) for label, value in observable.terms if set(label) != {"I"}]


def _evolution(terms: Sequence[tuple[str, float]], name: str) -> tuple[Operation, ...]:
    found: list[Operation] = []
    for label, value in terms:
        found.extend(pauli_rotation(label, Angle.parameter(name, 1) * (2 * value)))
    return tuple(found)


def _commuting_parts(terms: Sequence[tuple[str, float]]) -> list[list[tuple[str, float]]]:
    parts: list[list[tuple[str, float]]] = []
    for term in terms:
        for part in parts:
            if all(_commute(term[0], other) for other, _ in part):
                part.append(term)
                break
        else:
            parts.append([term])
    return parts


def _commute(first: str, second: str) -> bool:
    differ = sum(a != b and "I" not in (a, b) for a, b in zip(first, second, strict=True))
    return differ % 2 == 0


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
