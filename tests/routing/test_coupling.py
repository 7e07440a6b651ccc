from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from qdesign.errors import InvalidRequest
from qdesign.hardware.provider import target
from qdesign.routing.coupling import MAPS, Coupling, coupling_of


def graph(coupling: Coupling | None) -> nx.Graph[int]:
    assert coupling is not None
    found: nx.Graph[int] = nx.Graph(list(coupling.pairs))
    found.add_nodes_from(range(coupling.num_qubits))
    return found


@pytest.mark.parametrize("name", MAPS)
@pytest.mark.parametrize("num_qubits", [1, 2, 3, 7, 12, 14, 40])
def test_maps_by_name_are_connected_and_have_room(name: str, num_qubits: int) -> None:
    found = graph(coupling_of(name, num_qubits))
    assert found.number_of_nodes() >= num_qubits
    assert nx.is_connected(found)


def test_heavy_hexagons_have_a_qubit_on_every_side() -> None:
    found = graph(coupling_of("heavy_hex", 14))
    assert found.number_of_nodes() == 67
    assert max(degree for _, degree in found.degree) == 3
    assert min(len(cycle) for cycle in nx.minimum_cycle_basis(found)) == 12
    crossings = {node for node, degree in found.degree if degree == 3}
    assert not any(a in crossings and b in crossings for a, b in found.edges)


def test_lines_and_grids_are_as_small_as_they_can_be() -> None:
    assert coupling_of("line", 3) == Coupling("line", 3, ((0, 1), (1, 2)))
    assert coupling_of("grid", 4) == Coupling("grid", 4, ((0, 1), (0, 2), (1, 3), (2, 3)))


def test_a_target_is_taken_by_its_name_and_as_its_row() -> None:
    manila = Coupling("local:fake_manila", 5, ((0, 1), (1, 2), (2, 3), (3, 4)))
    assert coupling_of("local:fake_manila", 4) == manila
    assert coupling_of(target("local:fake_manila"), 4) == manila


def test_a_target_that_takes_every_pair_is_no_coupling() -> None:
    assert coupling_of("local:ideal", 4) is None


def test_pairs_are_taken_in_either_direction_and_as_arrays() -> None:
    expected = ((0, 1), (1, 2))
    assert graph(coupling_of([(1, 0), (0, 1), (2, 1)], 3)).edges == nx.Graph(expected).edges
    assert graph(coupling_of(np.array([[0, 1], [1, 2]]), 3)).edges == nx.Graph(expected).edges


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("star", "There is no coupling 'star'. Give line, grid, heavy_hex, pairs of qubits, or a"),
        ("local:fake_nowhere", "There is no coupling 'local:fake_nowhere'."),
        ("local:fake_manila", "The circuit has 6 qubits; local:fake_manila has 5."),
        ([(0, 1)], "The circuit has 6 qubits; the pairs given connect 2."),
        ([(0, 1), (2, 3)], "not connected: no pairs lead from qubit 0 to qubit 2."),
        ([(0, 0)], "(0, 0) is no pair of qubits of a coupling"),
        ([(0, -1)], "(0, -1) is no pair"),
        ([(0, 10**9)], "from 0 to 9,999"),
        ([(0, 1.5)], "(0, 1.5) is no pair"),
        ([(0, 1, 2)], "(0, 1, 2) is no pair"),
        ([], "Coupling [] cannot be used."),
        (3, "Coupling 3 cannot be used."),
    ],
)
def test_what_is_no_coupling_is_refused_in_one_sentence(given: object, said: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        coupling_of(given, 6)
    assert said in str(caught.value)
