"""Energies from structure against dense matrices, Pfeuty's integral and countings."""

from __future__ import annotations

import math

import networkx
import numpy as np
import pytest
import scipy.integrate

from qdesign import problems
from qdesign.circuit import Circuit
from qdesign.document import Document
from qdesign.pauli import Observable
from qdesign.problems.structured import structured_energy
from qdesign.session.asks import answer


def found(observable: Observable) -> tuple[float, str]:
    energy = structured_energy(observable)
    assert energy is not None
    return energy


def lowest(observable: Observable) -> float:
    return float(np.linalg.eigvalsh(observable.matrix())[0])


@pytest.mark.parametrize("periodic", [False, True])
@pytest.mark.parametrize("n", [9, 10])
def test_chains_of_free_fermions_are_those_of_dense_matrices(n: int, periodic: bool) -> None:
    chains = [
        problems.tfim(n, field=0.7, periodic=periodic),
        problems.xxz(n, delta=0.0, periodic=periodic),
        problems.heisenberg(n, jx=-1, jy=0.3, jz=0, field=2.4, periodic=periodic),
        problems.heisenberg(n, jx=0, jy=0.3, jz=-1.2, periodic=periodic),
    ]
    for chain in chains[: 4 if n == 9 else 2]:
        energy, way = found(chain.observable)
        assert energy == pytest.approx(lowest(chain.observable), abs=1e-9)
        assert way == "free fermions"


@pytest.mark.parametrize("seed", range(4))
def test_random_couplings_are_those_of_dense_matrices(seed: int) -> None:
    rng, n = np.random.default_rng(seed), 9
    terms = {((k, "Y"),): rng.normal() for k in range(n)} | {(): 0.3}
    for k in range(n - 1):
        terms |= {((k, p), (k + 1, p)): rng.normal() for p in "XZ"}
    terms |= {((k, "X"), (k + 1, "Y"), (k + 2, "X")): rng.normal() for k in range(n - 2)}
    if seed % 2:
        terms |= {((0, p), (n - 1, p)): rng.normal() for p in "XZ"}
    chain = Observable.from_sparse(n, terms)
    assert found(chain)[0] == pytest.approx(lowest(chain), abs=1e-9)
    graph = networkx.gnp_random_graph(9, 0.5, seed=seed)
    bits: dict[tuple[tuple[int, str], ...], float] = {
        ((a, "Z"), (b, "Z")): rng.normal() for a, b in graph.edges
    }
    bits |= {((0, "Z"), (3, "Z"), (7, "Z")): 1.1, ((2, "Z"),): rng.normal()}
    diagonal = Observable.from_sparse(9, bits)
    assert found(diagonal)[0] == pytest.approx(lowest(diagonal), abs=1e-9)


def test_a_thousand_qubits_have_pfeutys_energy() -> None:
    field, n = 0.6, 1000
    density = scipy.integrate.quad(
        lambda k: math.sqrt(1 + field**2 - 2 * field * math.cos(k)) / math.pi, 0, math.pi
    )[0]
    # A ring off criticality differs from the integral by less than any power of 1/n.
    ring = problems.ising(networkx.cycle_graph(n), transverse=field)
    assert ring.exact_energy == pytest.approx(-n * density, abs=1e-7)


def test_large_cuts_are_counted() -> None:
    assert problems.maxcut(networkx.cycle_graph(501)).exact_energy == -500
    tree = networkx.random_labeled_tree(300, seed=1)
    assert problems.maxcut(tree).exact_energy == -299
    grid = networkx.convert_node_labels_to_integers(networkx.grid_2d_graph(10, 10))
    assert problems.maxcut(grid).exact_energy == -180
    assert problems.maxcut(networkx.complete_graph(60)).exact_energy is None


def test_parts_that_share_no_qubit_add_up() -> None:
    alone = problems.ising(networkx.empty_graph(50), fields=0.3, transverse=0.4)
    assert alone.exact_energy == pytest.approx(-25, abs=1e-9)
    assert alone.quick_energy == alone.exact_energy


def test_no_structure_is_said_to_be_none() -> None:
    for problem in (problems.heisenberg(30), problems.tfim(30).observable.as_dict()):
        if isinstance(problem, dict):
            observable = Observable({**problem, "Z" * 29 + "X": 0.1})
        else:
            observable = problem.observable
        assert structured_energy(observable) is None


def test_the_studio_is_told_the_energy_of_wide_problems_and_how_it_is_found() -> None:
    problem = problems.xxz(60, delta=0.0)
    document = Document(Circuit.of(60, "h 0")).with_problem(problem)
    question = {"ask": "exact", "document": document.dumps()}
    told = answer(question, lambda text, fraction=None, so_far=None: None).result
    # Open XX chain: 2 cos k, k = jπ/(n+1), all that lowers, twice per bond with Pauli matrices.
    modes = 4 * np.cos(np.arange(1, 61) * np.pi / 61)
    assert told.energy == pytest.approx(modes[modes < 0].sum(), abs=1e-9)
    assert (told.how, told.dimension) == ("free fermions", None)
