"""The Hubbard chain at half filling, two qubits a site."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from qdesign.angle import Angle
from qdesign.ansatz.drawing import pauli_rotation
from qdesign.circuit import Block, Circuit, Operation
from qdesign.errors import InvalidRequest
from qdesign.given import given_number
from qdesign.pauli import Observable
from qdesign.problems.chain import bonds
from qdesign.problems.named import MAX_QUBITS, NUM_QUBITS, PERIODIC, ProblemRow
from qdesign.problems.problem import Problem
from qdesign.problems.sector import Sector
from qdesign.rows import Option


def hubbard(
    num_qubits: int, *, hopping: float = 1.0, repulsion: float = 4.0, periodic: bool = False
) -> Problem:
    """H = -hopping Σ (c† c + h.c.) + repulsion Σ n↑ n↓ on a chain of num_qubits / 2 sites.

    Jordan-Wigner: qubit 2k is spin up on site k, 2k + 1 spin down. The exact energy is that at half
    filling, one electron a site and as many up as down (one more up where the sites are odd),
    found up to 8 sites; fewer electrons may have lower ones.

    Example:
        >>> round(hubbard(4, repulsion=4.0).exact_energy, 6)
        -0.828427

    Source: Lieb and Wu, Physical Review Letters 20, 1445 (1968); Cade et al., arXiv:1912.06007.
    """
    if num_qubits < 4 or num_qubits % 2:
        raise InvalidRequest(
            f"A Hubbard chain has two qubits a site and two sites or more: {num_qubits} qubits do "
            "not fit. Give an even number from 4 on."
        )
    hopping = given_number(hopping, "The hopping")
    repulsion = given_number(repulsion, "The repulsion")
    sites = num_qubits // 2
    terms: dict[tuple[tuple[int, str], ...], float] = {(): repulsion * sites / 4}
    for site in range(sites):
        up, down = 2 * site, 2 * site + 1
        terms[((up, "Z"),)] = terms[((down, "Z"),)] = -repulsion / 4
        terms[(up, "Z"), (down, "Z")] = repulsion / 4
    for a, b in bonds(sites, periodic=periodic):
        for spin in (0, 1):
            low, high = sorted((2 * a + spin, 2 * b + spin))
            between = tuple((k, "Z") for k in range(low + 1, high))
            for letter in "XY":
                terms[(low, letter), *between, (high, letter)] = -hopping / 2
    closed = ", periodic" if periodic and sites > 2 else ""
    told = "" if hopping == 1 else f", hopping {hopping:g}"
    return Problem(
        f"Hubbard chain, repulsion {repulsion:g}{told}{closed}",
        Observable.from_sparse(num_qubits, terms),
        row="hubbard",
        options={
            "num_qubits": num_qubits,
            "hopping": hopping,
            "repulsion": repulsion,
            "periodic": bool(periodic),
        },
        sector=Sector((sites + 1) // 2, sites // 2),
        suggested=_ansatz,
    )


def _ansatz(observable: Observable) -> Circuit:
    """Neighbors in singlets, then layers: hops on every second bond and between, repulsion.

    Every part keeps the number of electrons of each spin.
    """
    n = observable.num_qubits
    sites = n // 2
    hops: dict[str, list[str]] = {"even": [], "odd": [], "closing": []}
    for label, _ in observable.terms:
        ends = [k for k, letter in enumerate(reversed(label)) if letter in "XY"]
        if ends:
            wide = ends[1] - ends[0] > 2
            hops["closing" if wide else ("even", "odd")[ends[0] // 2 % 2]].append(label)
    layer: list[Operation] = []
    names: list[str] = []
    for part in filter(None, hops.values()):
        names.append(f"theta_{len(names)}")
        # Both strings of a hop turn by one angle, so that together they move one electron.
        for label in part:
            layer.extend(pauli_rotation(label, Angle.parameter(names[-1])))
    names.append(f"theta_{len(names)}")
    layer += [Operation("rzz", (k, k + 1), (Angle.parameter(names[-1]),)) for k in range(0, n, 2)]
    layers = min(8, 2 * sites)
    indexed = tuple((name, tuple(f"{name}_{k}" for k in range(layers))) for name in names)
    pairs = [turn for site in range(0, sites - 1, 2) for turn in _singlet(2 * site)]
    alone = [Operation("x", (n - 2,))] if sites % 2 else []
    return Circuit(n, (*pairs, *alone, Block(tuple(layer), layers, "layer", indexed)))


def _singlet(first: int) -> tuple[Operation, ...]:
    """Two electrons of no total spin on two sites, one each: |1001⟩ − |0110⟩ of four qubits."""
    up, down, next_up, next_down = range(first, first + 4)
    return (
        Operation("x", (up,)),
        Operation("x", (down,)),
        Operation("h", (up,)),
        *(Operation("cx", pair) for pair in ((up, next_down), (up, down), (down, next_up))),
    )


def _number(name: str, title: str, default: float, help_: str) -> Option:
    return Option(
        name=name, title=title, kind="number", default=default, low=-1e6, high=1e6, help=help_
    )


HUBBARD: Final = ProblemRow(
    name="hubbard",
    title="Hubbard chain",
    group="Spin chains",
    help="electrons that hop and repel each other, two qubits a site; exact at half filling",
    source="Lieb and Wu, Physical Review Letters 20, 1445 (1968); Cade et al., arXiv:1912.06007",
    options=(
        replace(NUM_QUBITS, low=4, high=MAX_QUBITS, help="two a site"),
        _number("hopping", "Hopping", 1.0, "between neighbors"),
        _number("repulsion", "Repulsion", 4.0, "of two electrons on one site"),
        PERIODIC,
    ),
    make=hubbard,
    multiple=2,
    detail="repulsion",
)
