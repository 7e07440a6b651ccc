"""Questions about templates, problems and exact energies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qdesign.session.port.values import whole


@dataclass(frozen=True, slots=True)
class Template:
    """An ansatz of the literature that can be chosen."""

    name: str
    title: str
    group: str


@dataclass(frozen=True, slots=True)
class TemplatesResult:
    """Every template."""

    templates: tuple[Template, ...]


@dataclass(frozen=True, slots=True)
class TemplateQuestion:
    """Which template, and how large."""

    name: str
    num_qubits: int = whole(1, 100)
    layers: int = whole(1, 100)


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem that can be chosen.

    Attributes:
        num_qubits: null when it fits any number of qubits.
    """

    name: str
    title: str
    num_qubits: int | None


@dataclass(frozen=True, slots=True)
class ProblemsResult:
    """Every problem."""

    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class ProblemQuestion:
    """Which problem, for how many qubits."""

    name: str
    num_qubits: int = whole(1, 64)


@dataclass(frozen=True, slots=True)
class ProblemResult:
    """A problem.

    Attributes:
        observable: coefficients by Pauli string.
        exact_energy: the energy to reach; null where it is not known.
    """

    title: str
    observable: Mapping[str, float]
    exact_energy: float | None


@dataclass(frozen=True, slots=True)
class ExactResult:
    """Ground energy of the document's observable.

    Probabilities of a ground state travel beside it as a buffer: float64, shape (2**n,), Qiskit
    order.
    """

    energy: float
