"""Problems of bits and on graphs, against brute force over all bits; graphs against networkx."""

from __future__ import annotations

import math
from collections.abc import Callable

import networkx as nx
import numpy as np
import pytest

from qdesign import problems
from qdesign.errors import InvalidRequest, TooLarge
from qdesign.problems import Problem
from qdesign.problems.graphs import NAMED_GRAPHS, graph_of, problem_graph, weights_of

NETWORKX: dict[str, tuple[int, nx.Graph]] = {
    "ring": (6, nx.cycle_graph(6)),
    "path": (5, nx.path_graph(5)),
    "star": (5, nx.star_graph(4)),
    "complete": (5, nx.complete_graph(5)),
    "grid": (6, nx.grid_2d_graph(2, 3)),
    "cube": (8, nx.hypercube_graph(3)),
    "petersen": (10, nx.petersen_graph()),
    "regular": (8, nx.random_regular_graph(3, 8, seed=4)),
}


def bits(n: int) -> list[tuple[int, ...]]:
    return [tuple(index >> k & 1 for k in range(n)) for index in range(1 << n)]


def brute(n: int, cost: Callable[[tuple[int, ...]], float]) -> float:
    return min(cost(x) for x in bits(n))


def reaches(problem: Problem, lowest: float, cost: Callable[[tuple[int, ...]], float]) -> None:
    assert problem.exact_energy == pytest.approx(lowest)
    best = problem.best
    assert best is not None
    assert cost(tuple(int(letter) for letter in reversed(best))) == pytest.approx(lowest)


@pytest.mark.parametrize("name", NAMED_GRAPHS)
def test_named_graphs_are_those_of_networkx(name: str) -> None:
    n, known = NETWORKX[name]
    weights = graph_of(n, name, "", 4)
    assert nx.is_isomorphic(nx.Graph(list(weights)), known)
    drawn = problem_graph(n, weights, name)
    assert len(set(drawn.places)) == n
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in drawn.places)


def random_graph(n: int, seed: int) -> nx.Graph:
    rng = np.random.default_rng(seed)
    graph = nx.gnp_random_graph(n, 0.5, seed=seed)
    for a, b in graph.edges:
        graph[a][b]["weight"] = float(rng.normal())
    return graph


@pytest.mark.parametrize("seed", range(4))
def test_problems_on_random_graphs_have_the_lowest_cost_of_all_bits(seed: int) -> None:
    graph = random_graph(7, seed)
    n, weights = weights_of(graph)

    def cut(x: tuple[int, ...]) -> float:
        return -sum(w for (a, b), w in weights.items() if x[a] != x[b])

    def alone(x: tuple[int, ...]) -> float:
        return 1.5 * sum(x[a] * x[b] for a, b in weights) - sum(x)

    fields = [0.3 * k - 1 for k in range(n)]

    def glass(x: tuple[int, ...]) -> float:
        z = [1 - 2 * bit for bit in x]
        pairs = sum(w * z[a] * z[b] for (a, b), w in weights.items())
        return pairs + sum(h * each for h, each in zip(fields, z, strict=True))

    reaches(problems.maxcut(graph), brute(n, cut), cut)
    reaches(problems.independent_set(graph, penalty=1.5), brute(n, alone), alone)
    largest = max(len(each) for each in nx.find_cliques(nx.complement(graph)))
    assert problems.independent_set(graph).exact_energy == -largest
    reaches(problems.ising(graph, fields=fields), brute(n, glass), glass)
    # Each is found again by its name.
    again = problems.get("ising", **problems.ising(graph, fields=fields).options)
    assert again.observable.as_dict() == pytest.approx(
        problems.ising(graph, fields=fields).observable.as_dict()
    )


def test_sums_of_bits_have_the_lowest_cost_of_all_bits() -> None:
    rng = np.random.default_rng(5)
    for _ in range(3):
        a = rng.integers(1, 30, 6)

        def heaps(x: tuple[int, ...], a: np.ndarray = a) -> float:
            return float(sum((1 - 2 * bit) * value for bit, value in zip(x, a, strict=True))) ** 2

        made = problems.partition(6, ",".join(map(str, a)))
        reaches(made, brute(6, heaps), heaps)
        q = np.triu(rng.normal(size=(5, 5)))

        def square(x: tuple[int, ...], q: np.ndarray = q) -> float:
            return float(np.array(x) @ q @ np.array(x))

        terms = ",".join(
            f"{i}:{q[i, j]}" if i == j else f"{i}-{j}:{q[i, j]}"
            for i in range(5)
            for j in range(i, 5)
        )
        reaches(problems.qubo(5, terms), brute(5, square), square)


def test_a_graph_without_edges_stays_one() -> None:
    problem = problems.maxcut(nx.empty_graph(3))
    assert problem.options["edges"] == "none"
    assert problems.get("maxcut", **problem.options).observable == problem.observable
    assert problem.exact_energy == 0


@pytest.mark.parametrize(
    ("name", "options", "words"),
    [
        ("maxcut", {"graph": "petersen"}, "Petersen graph has 10 nodes, .* not 4"),
        ("maxcut", {"graph": "regular", "num_qubits": 5}, "even number of nodes"),
        ("mis", {"edges": "0-9"}, "nodes are numbered 0 to 3"),
        ("mis", {"penalty": 1.0}, "'penalty' is '1.0'"),
        ("ising", {"fields": "1,2"}, "2 fields for 4 qubits"),
        ("ising", {"fields": "nan"}, "'nan' is no number"),
        ("partition", {"numbers": "1,2,x,4"}, "'x' is no number"),
        ("partition", {"numbers": "1,2"}, "2 numbers for 4 qubits"),
        ("qubo", {"terms": "0"}, "'0' is no term"),
        ("qubo", {"terms": "7:1"}, "bits are numbered 0 to 3"),
        ("hubbard", {"num_qubits": 5}, "two qubits a site"),
    ],
)
def test_what_makes_no_problem_is_refused_in_words(
    name: str, options: dict[str, float | str], words: str
) -> None:
    with pytest.raises(InvalidRequest, match=words):
        problems.get(name, **options)


def test_graphs_with_too_many_edges_are_refused_before_they_are_made() -> None:
    with pytest.raises(TooLarge, match="at most 20,000 edges"):
        problems.get("maxcut", graph="complete", num_qubits=1000)


@pytest.mark.parametrize("repulsion", [0.0, 4.0])
def test_the_hubbard_chain_has_the_known_energies_of_two_sites(repulsion: float) -> None:
    exact = (repulsion - math.sqrt(repulsion**2 + 16)) / 2
    problem = problems.hubbard(4, repulsion=repulsion)
    assert problem.exact_energy == pytest.approx(exact)
    assert str(problem.sector) == "2 electrons, as many up as down"


def test_the_hubbard_ring_of_free_electrons_fills_the_lowest_modes() -> None:
    # Six sites, three electrons of each spin: momenta 0 and ±π/3.
    assert problems.hubbard(12, repulsion=0.0, periodic=True).exact_energy == pytest.approx(-8.0)
