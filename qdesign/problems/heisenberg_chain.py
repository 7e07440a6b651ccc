"""The Heisenberg chain, antiferromagnetic unless its couplings say otherwise."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from typing import Final

from qdesign.circuit import Circuit
from qdesign.given import given_number
from qdesign.pauli import Observable
from qdesign.problems.chain import bonds, evolved_singlets, real_layers
from qdesign.problems.named import NUM_QUBITS, PERIODIC, ProblemRow
from qdesign.problems.problem import Problem
from qdesign.rows import Option, Value


def heisenberg(
    num_qubits: int,
    *,
    jx: float = 1.0,
    jy: float = 1.0,
    jz: float = 1.0,
    field: float = 0.0,
    periodic: bool = False,
) -> Problem:
    """The Heisenberg chain H = Σ jx XX + jy YY + jz ZZ - field Σ Z, with Pauli matrices.

    It is antiferromagnetic with equal couplings unless others are given. Two qubits have one bond,
    periodic or not. The exact energy is found up to 16 qubits.

    Example:
        >>> round(heisenberg(4, periodic=True).exact_energy, 6)
        -8.0
    """
    pairs = bonds(num_qubits, periodic=periodic)
    couplings = {
        letter: given_number(value, f"The coupling j{letter.lower()}")
        for letter, value in (("X", jx), ("Y", jy), ("Z", jz))
    }
    field = given_number(field, "The field")
    terms: dict[tuple[tuple[int, str], ...], float] = {
        ((a, letter), (b, letter)): value for a, b in pairs for letter, value in couplings.items()
    }
    terms.update({((k, "Z"),): -field for k in range(num_qubits)})
    name = "Heisenberg chain"
    if set(couplings.values()) != {1.0}:
        name += ", couplings " + " ".join(f"{value:g}" for value in couplings.values())
    if field:
        name += f", field {field:g}"
    if periodic and num_qubits > 2:
        name += ", periodic"
    options: dict[str, Value] = {
        "num_qubits": num_qubits,
        **{f"j{letter.lower()}": value for letter, value in couplings.items()},
        "field": field,
        "periodic": bool(periodic),
    }
    observable = Observable.from_sparse(num_qubits, terms)
    return Problem(
        name,
        observable,
        row="heisenberg",
        options=options,
        suggested=_suggestion(num_qubits, tuple(couplings.values()), field),
    )


def _suggestion(
    num_qubits: int, couplings: tuple[float, ...], field: float
) -> Callable[[Observable], Circuit]:
    """Singlets where they are the lowest states of single bonds, and each qubit can be in one.

    Else RY and CX: the observable is real, and so is a state of lowest energy.
    """
    is_lowest = all(a + b > 0 for a, b in combinations(couplings, 2))
    return evolved_singlets if is_lowest and not field and num_qubits % 2 == 0 else real_layers


def _number(name: str, title: str, default: float, help_: str = "") -> Option:
    return Option(
        name=name, title=title, kind="number", default=default, low=-1e6, high=1e6, help=help_
    )


HEISENBERG: Final = ProblemRow(
    name="heisenberg",
    title="Heisenberg chain",
    group="Spin chains",
    help="H = Σ jx XX + jy YY + jz ZZ - field Σ Z, Pauli matrices",
    source="Bethe, Zeitschrift für Physik 71, 205 (1931)",
    options=(
        NUM_QUBITS,
        _number("jx", "Coupling XX", 1.0),
        _number("jy", "Coupling YY", 1.0),
        _number("jz", "Coupling ZZ", 1.0),
        _number("field", "Field", 0.0, "along Z"),
        PERIODIC,
    ),
    make=heisenberg,
)
