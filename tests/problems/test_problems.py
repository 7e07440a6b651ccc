"""Observables with known answers, against dense diagonalization and published numbers."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import networkx
import numpy as np
import pytest
from qiskit.quantum_info import SparsePauliOp

from qdesign import optimize, problems
from qdesign.errors import InvalidObservable, InvalidRequest, TooLarge
from qdesign.pauli import Observable
from qdesign.problems.ground import ground_energy, ground_space
from tests.effort import at_most


def lowest(observable: Observable) -> float:
    operator = SparsePauliOp.from_list(list(observable.terms) or [("I" * 2, 0.0)])
    return float(np.linalg.eigvalsh(operator.to_matrix())[0])


def test_h2_at_0_735_has_the_published_coefficients() -> None:
    problem = problems.h2(bond_length=0.735)
    terms = dict(problem.observable.terms)
    published = {
        "II": -1.052373245772859 + 0.7199689944489797,
        "IZ": 0.39793742484318045,
        "ZI": -0.39793742484318045,
        "ZZ": -0.01128010425623538,
        "XX": 0.18093119978423156,
    }
    assert terms == pytest.approx(published, abs=2e-8)
    assert problem.exact_energy == pytest.approx(-1.137306, abs=1e-6)
    assert problem.num_qubits == 2


@pytest.mark.parametrize(
    ("length", "energy"),
    # Full configuration interaction in STO-3G at 1.4 and 1.3228 bohr; far apart, two atoms.
    [
        (1.4 * 0.52917721092, -1.1372759),
        (1.3228 * 0.52917721092, -1.1361894),
        (20.0, -2 * 0.4665818),
    ],
)
def test_h2_has_published_energies_at_other_lengths(length: float, energy: float) -> None:
    assert problems.h2(length).exact_energy == pytest.approx(energy, abs=1e-6)


def test_h2_has_its_minimum_where_the_literature_has_it() -> None:
    lengths = np.linspace(0.6, 0.9, 61)
    energies = [problems.h2(float(length)).exact_energy or 0.0 for length in lengths]
    assert lengths[int(np.argmin(energies))] == pytest.approx(0.735, abs=0.006)


@pytest.mark.parametrize("length", [0.0, 0.05, 21.0, float("nan"), float("inf"), -1.0])
def test_a_bond_length_that_makes_no_molecule_is_refused(length: float) -> None:
    with pytest.raises(InvalidRequest, match="bond length"):
        problems.h2(length)


@pytest.mark.parametrize("num_qubits", [2, 3, 4, 5, 6, 7])
@pytest.mark.parametrize("periodic", [False, True])
@pytest.mark.parametrize("field", [0.0, 0.4, 0.9, 1.0, 1.7, -0.8])
def test_tfim_has_the_energy_of_free_fermions(
    num_qubits: int, periodic: bool, field: float
) -> None:
    problem = problems.tfim(num_qubits, field=field, periodic=periodic)
    assert problem.exact_energy == pytest.approx(lowest(problem.observable), abs=1e-10)


def test_tfim_is_minus_zz_minus_field_x() -> None:
    terms = dict(problems.tfim(3, field=0.5, periodic=True).observable.terms)
    assert terms == {"IZZ": -1, "ZZI": -1, "ZIZ": -1, "IIX": -0.5, "IXI": -0.5, "XII": -0.5}


def test_tfim_knows_its_energy_at_any_size() -> None:
    energy = problems.tfim(1000, periodic=True).exact_energy
    assert energy is not None
    assert energy / 1000 == pytest.approx(-4 / np.pi, abs=1e-5)
    # Open, at the critical field.
    known = 1 - 1 / np.sin(np.pi / (2 * (2 * 1000 + 1)))
    assert problems.tfim(1000).exact_energy == pytest.approx(known, rel=1e-13)


def test_an_open_chain_has_the_singular_values_of_its_hopping_matrix() -> None:
    for field in (1e-300, 0.3, 39 / 40, 0.9999, 1 - 1e-9, 1 + 1e-9, 1.0001, 1e6):
        hopping = field * np.eye(40) + np.eye(40, k=1)
        known = -np.linalg.svd(hopping, compute_uv=False).sum()
        assert problems.tfim(40, field=field).exact_energy == pytest.approx(known, rel=1e-13)


@pytest.mark.parametrize("periodic", [False, True])
@pytest.mark.parametrize("num_qubits", [2, 3, 4, 7])
def test_heisenberg_has_its_lowest_eigenvalue(num_qubits: int, periodic: bool) -> None:
    problem = problems.heisenberg(num_qubits, periodic=periodic)
    assert problem.exact_energy == pytest.approx(lowest(problem.observable), abs=1e-10)
    assert len(problem.observable.terms) == 3 * (num_qubits - (not periodic or num_qubits == 2))


CHAINS = [
    *(
        ("tfim", {"num_qubits": n, "field": field, "periodic": True})
        for n in (3, 4, 5)
        for field in (-1.3, 0.0, 0.7)
    ),
    *(
        ("heisenberg", {"num_qubits": n, "jx": jx, "jy": jy, "jz": jz, "field": field})
        for n in (2, 3, 4)
        for jx, jy, jz in ((0.0, 0.0, 0.0), (-1.0, -1.0, -1.0), (1.0, 0.0, 0.0), (1.0, 1.0, 1.0))
        for field in (0.0, 0.5)
    ),
    ("ising", {"num_qubits": 5, "graph": "ring", "transverse": -1.3}),
    ("xxz", {"num_qubits": 5, "delta": -3.0}),
    ("xxz", {"num_qubits": 6, "delta": 0.5, "periodic": True}),
]


@pytest.mark.parametrize(("name", "options"), CHAINS)
def test_the_suggested_ansatz_of_a_chain_reaches_its_lowest_energy(
    name: str, options: dict
) -> None:
    problem = problems.get(name, **options)
    found = optimize(problem.ansatz, problem.observable, starts=3)
    size = sum(abs(value) for _, value in problem.observable.terms)
    assert found.energy == pytest.approx(problem.exact_energy, abs=1e-3 * size + 1e-12)


def test_sparse_and_dense_diagonalization_agree() -> None:
    problem = problems.heisenberg(10, periodic=True)
    # Ring of ten: the Bethe ansatz gives 4 × -4.515446 for spins of one half.
    assert problem.exact_energy == pytest.approx(4 * -4.515446354, abs=1e-7)
    rng = np.random.default_rng(3)
    labels = {"".join(rng.choice(list("IXYZ"), 9)): float(rng.normal()) for _ in range(12)}
    observable = Observable(labels)
    assert ground_energy(observable) == pytest.approx(lowest(observable), abs=1e-9)


@pytest.mark.parametrize(
    ("letters", "num_qubits"), [("IXYZ", 4), ("IXZ", 9), ("IXYZ", 9), ("IZ", 9), ("IZ", 3)]
)
def test_ground_spaces_of_random_observables_are_those_of_their_matrices(
    letters: str, num_qubits: int
) -> None:
    rng = np.random.default_rng(5)
    labels = {"".join(rng.choice(list(letters), num_qubits)): float(rng.normal()) for _ in range(9)}
    observable = Observable(labels)
    energy, weights, dimension = ground_space(observable)
    values, vectors = np.linalg.eigh(observable.matrix())
    assert energy == pytest.approx(values[0], abs=1e-9)
    assert energy == pytest.approx(ground_energy(observable), abs=1e-9)
    space = vectors[:, values < values[0] + 1e-7]
    assert dimension == space.shape[1]
    assert weights == pytest.approx((np.abs(space) ** 2).sum(axis=1) / dimension, abs=1e-7)


@pytest.mark.parametrize("seed", range(4))
def test_maxcut_energy_is_minus_the_largest_cut(seed: int) -> None:
    graph = networkx.gnp_random_graph(7, 0.5, seed=seed)
    rng = np.random.default_rng(seed)
    for a, b in graph.edges:
        graph.edges[a, b]["weight"] = float(rng.normal())
    cuts = [
        sum(d["weight"] for a, b, d in graph.edges(data=True) if side[a] != side[b])
        for side in itertools.product((0, 1), repeat=7)
    ]
    assert problems.maxcut(graph).exact_energy == pytest.approx(-max(cuts), abs=1e-12)


def test_maxcut_follows_the_order_of_nodes_and_adds_parallel_edges() -> None:
    graph = networkx.MultiGraph([("b", "a"), ("a", "b"), ("a", "c"), ("c", "c")])
    assert list(graph.nodes) == ["b", "a", "c"]
    assert dict(problems.maxcut(graph).observable.terms) == {"III": -1.5, "IZZ": 1.0, "ZZI": 0.5}


def test_the_name_of_a_maxcut_tells_its_graph() -> None:
    def named(edges: str, nodes: int = 4) -> str:
        return problems.get("maxcut", num_qubits=nodes, edges=edges).name

    assert named("") == "MaxCut on a ring"
    assert named("0-1") == "MaxCut on 4 nodes, edge 0-1"
    assert named("0-1,1-2:0.5") == "MaxCut on 4 nodes, edges 0-1, 1-2:0.5"
    assert named("0-1,1-2,2-3") != named("0-1,1-2,1-3")
    wheel = ",".join([*(f"0-{k}" for k in range(1, 7)), "5-6"])
    assert named(wheel, 7) == "MaxCut on 7 nodes, 7 edges 0-1, 0-2, 0-3, 0-4 … 5-6"


def test_maxcut_of_23_nodes_is_exact_without_a_walk_over_its_cuts() -> None:
    with at_most(10_000):
        assert problems.maxcut(networkx.cycle_graph(23)).exact_energy == -22


def test_an_energy_that_is_not_known_is_none() -> None:
    assert problems.heisenberg(17).exact_energy is None


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (lambda: problems.tfim(1), InvalidRequest),
        (lambda: problems.tfim(4, field=float("nan")), InvalidRequest),
        (lambda: problems.tfim(10**9), TooLarge),
        (lambda: problems.heisenberg(0), InvalidRequest),
        (lambda: ground_energy(problems.heisenberg(17).observable), TooLarge),
        (lambda: ground_space(problems.heisenberg(17).observable), TooLarge),
        (lambda: ground_space(problems.maxcut(networkx.path_graph(17)).observable), TooLarge),
        (lambda: problems.maxcut(networkx.Graph()), InvalidObservable),
        (lambda: ground_energy(problems.maxcut(networkx.complete_graph(25)).observable), TooLarge),
        (
            lambda: problems.maxcut(networkx.Graph([(0, 1, {"weight": float("inf")})])),
            InvalidObservable,
        ),
        (lambda: problems.maxcut(networkx.Graph([(0, 1, {"weight": "x"})])), InvalidObservable),
    ],
)
def test_problems_that_are_none_are_refused_in_words(
    make: Callable[[], object], error: type[Exception]
) -> None:
    with pytest.raises(error) as caught:
        make()
    assert len(str(caught.value)) > 20


@pytest.mark.parametrize(
    ("observable", "dimension"),
    [
        (problems.h2().observable, 1),
        (problems.tfim(4).observable, 1),
        (problems.get("maxcut", num_qubits=5).observable, 10),
        (problems.heisenberg(5).observable, 2),
        (problems.heisenberg(9, periodic=True).observable, 4),
        (Observable({"II": 2.0}), 4),
        (Observable({"XX": 0.0}, num_qubits=2), 4),
    ],
)
def test_a_ground_space_is_that_of_the_dense_matrix(observable: Observable, dimension: int) -> None:
    values, vectors = np.linalg.eigh(observable.matrix())
    lowest = vectors[:, values <= values[0] + 1e-9]
    energy, weights, found = ground_space(observable)
    assert energy == pytest.approx(values[0])
    assert found == dimension == lowest.shape[1]
    assert weights == pytest.approx((np.abs(lowest) ** 2).sum(axis=1) / dimension, abs=1e-9)


def test_ground_spaces_are_found_by_lanczos_too() -> None:
    energy, weights, dimension = ground_space(problems.heisenberg(11).observable)
    assert energy == pytest.approx(problems.heisenberg(11).exact_energy)
    assert (dimension, weights.sum()) == (2, pytest.approx(1.0))
    # Spin up and spin down: flipping all bits leaves the space as it is.
    assert weights == pytest.approx(weights[::-1], abs=1e-7)


def test_a_ground_space_of_too_many_dimensions_is_refused_in_words() -> None:
    with pytest.raises(TooLarge, match="Over 16 states have the lowest energy"):
        ground_space(Observable({"IIIIIIIIIIX": 1.0}))
