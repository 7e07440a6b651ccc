"""Templates of the library against Qiskit, PennyLane, dense algebra and counts of the papers."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import pennylane as qml
import pytest
import qiskit.circuit.library as library
import scipy.linalg
from numpy.typing import NDArray
from qiskit import QuantumCircuit
from qiskit.quantum_info import Operator

import qdesign as qd
from qdesign import ansatz, problems
from qdesign.ansatz.entanglers import PATTERNS
from qdesign.ansatz.mixers import dicke_state, qaoa_with_ones
from qdesign.ansatz.networks import mera_pairs, tree_pairs
from qdesign.ansatz.orbitals import slater_determinant
from qdesign.ansatz.templates.qaoa_ring import ring_cut
from qdesign.ansatz.templates.su2_equivariant import spin_blocks
from qdesign.circuit import Circuit
from qdesign.errors import InvalidRequest, TooLarge
from qdesign.pauli import Observable
from tests.simulate.oracle import to_qiskit
from tests.zx.oracle import distance

RNG = np.random.default_rng(7)


def drawn(circuit: Circuit) -> list[float]:
    return RNG.uniform(-np.pi, np.pi, len(circuit.parameters)).tolist()


def dense(circuit: Circuit, values: list[float]) -> NDArray[np.complex128]:
    named = dict(zip(circuit.parameters, values, strict=True))
    return np.asarray(Operator(to_qiskit(circuit.flat(), named)).data)


def state(circuit: Circuit, values: list[float] | None = None) -> NDArray[np.complex128]:
    psi = qd.Simulator(circuit).statevector(drawn(circuit) if values is None else values)
    return np.asarray(psi)


def ones(n: int) -> NDArray[np.int64]:
    return np.array([k.bit_count() for k in range(1 << n)])


def of_pennylane(operation: Any, n: int) -> NDArray[np.complex128]:
    """Its matrix in Qiskit's order of qubits."""
    return np.asarray(qml.matrix(operation, wire_order=range(n))).reshape((2,) * 2 * n).transpose(
        (*reversed(range(n)), *reversed(range(n, 2 * n)))
    ).reshape(1 << n, 1 << n)  # fmt: skip


@pytest.mark.parametrize("n", [2, 3, 4])
def test_patterns_are_those_of_qiskit(n: int) -> None:
    names = {"reverse": "reverse_linear", "ring": None}
    for pattern in PATTERNS:
        named = names.get(pattern, pattern)
        if named is None:
            continue
        for ours, theirs in (
            ("real_amplitudes", library.real_amplitudes),
            ("efficient_su2", library.efficient_su2),
        ):
            row = qd.catalog("template")[ours]
            circuit = row.make(num_qubits=n, layers=3, entangler=pattern)
            values = drawn(circuit)
            peer = theirs(n, entanglement=named, reps=3)
            assert np.allclose(dense(circuit, values), Operator(peer.assign_parameters(values)))


def test_two_local_and_excitation_preserving_are_those_of_qiskit() -> None:
    rows = qd.catalog("template")
    mine = rows["two_local"].make(3, 2, rotations="rz ry rz", gate="crx", entangler="full")
    values = drawn(mine)
    peer = library.n_local(3, ["rz", "ry", "rz"], "crx", "full", reps=2)
    assert np.allclose(dense(mine, values), Operator(peer.assign_parameters(values)))
    mine = rows["excitation_preserving"].make(3, 2, ones=1, entangler="full")
    values = drawn(mine)
    peer = library.excitation_preserving(3, reps=2, entanglement="full")
    begun = QuantumCircuit(3)
    begun.x(0)
    begun.compose(peer.assign_parameters(values), inplace=True)
    assert distance(dense(mine, values), np.asarray(Operator(begun).data)) < 1e-9
    assert np.allclose(np.abs(state(mine))[ones(3) != 1], 0)


@pytest.mark.parametrize("n", [2, 3, 4])
def test_layers_of_pennylane_are_drawn_as_there(n: int) -> None:
    for name, peer, shape in (
        ("strongly_entangling", qml.StronglyEntanglingLayers, (3, n, 3)),
        ("basic_entangler", qml.BasicEntanglerLayers, (3, n)),
    ):
        circuit = ansatz.template(name, n, 3)
        values = drawn(circuit)
        theirs = of_pennylane(peer(np.array(values).reshape(shape), wires=range(n)), n)
        assert distance(dense(circuit, values), theirs) < 1e-9, name
    circuit = ansatz.template("simplified_two_design", n, 2)
    values = drawn(circuit)
    layers = np.array(values[n:]).reshape(2, n - 1, 2)
    theirs = of_pennylane(qml.SimplifiedTwoDesign(np.array(values[:n]), layers, range(n)), n)
    assert distance(dense(circuit, values), theirs) < 1e-9


def test_a_brick_of_su4_has_all_of_su4() -> None:
    brick = qd.catalog("template")["brick_wall"].make(num_qubits=2, layers=1, brick="su4")
    assert len(brick.parameters) == 15
    assert qd.parameter_rank(brick).unitary == 15


def test_networks_have_the_bricks_and_the_cones_of_the_papers() -> None:
    assert [len(tree_pairs(n)) for n in (2, 5, 8, 13)] == [1, 4, 7, 12]
    assert [len(mera_pairs(n)) for n in (2, 4, 8, 16)] == [1, 5, 13, 29]
    for n in (4, 8):
        assert len(mera_pairs(n)) == qml.MERA.get_n_blocks(range(n), 2)
    from pennylane.templates.tensornetworks import ttn

    assert tree_pairs(8) == ttn.compute_indices(range(8), 2)

    def cone(pairs: tuple[tuple[int, int], ...], qubit: int) -> int:
        seen, gates = {qubit}, 0
        for pair in pairs:  # the last gate comes first, leaves are last where a state is prepared
            if seen & set(pair):
                seen |= set(pair)
                gates += 1
        return gates

    for n in (8, 16, 32, 64):
        levels = n.bit_length() - 1
        assert max(cone(tree_pairs(n), q) for q in range(n)) == levels
        assert max(cone(mera_pairs(n), q) for q in range(n)) <= 5 * levels
    mps = qd.catalog("template")["mps"].make(num_qubits=6, layers=1, brick="su4")
    split = np.linalg.svd(state(mps).reshape(8, 8), compute_uv=False)
    assert (split > 1e-9).sum() == 2


def test_a_convolutional_network_shares_angles_within_a_level() -> None:
    make = qd.catalog("template")["qcnn"].make
    for n in (2, 4, 8, 16):
        assert len(make(num_qubits=n, brick="su4").parameters) == 17 * (n.bit_length() - 1)


def test_spins_are_conserved_by_blocks_that_commute_with_the_total_spin() -> None:
    n = 4
    parts = [Observable.from_sparse(n, {((q, p),): 0.5 for q in range(n)}).matrix() for p in "XYZ"]
    squared = sum(part @ part for part in parts)
    blocks = spin_blocks(n, 2)
    u = dense(blocks, drawn(blocks))
    assert np.abs(u @ squared - squared @ u).max() < 1e-12
    whole = ansatz.template("su2_equivariant", n, 2)
    psi = state(whole)
    assert abs(np.vdot(psi, squared @ psi)) < 1e-12


def test_equal_turns_commute_with_every_exchange_of_qubits() -> None:
    circuit = ansatz.template("permutation_equivariant", 4, 2)
    u = dense(circuit, drawn(circuit))
    for a, b in combinations(range(4), 2):
        swap = Circuit.of(4, f"swap {a} {b}")
        s = dense(swap, [])
        assert np.abs(u @ s - s @ u).max() < 1e-12


@pytest.mark.parametrize("n", [1, 2, 3, 5])
def test_dicke_states_are_even_sums(n: int) -> None:
    for k in range(n + 1):
        wanted = (ones(n) == k).astype(float)
        assert np.allclose(state(dicke_state(n, k)), wanted / np.linalg.norm(wanted)), k


@pytest.mark.parametrize("mixer", ["ring", "full", "grover"])
def test_mixers_keep_the_number_of_ones(mixer: str) -> None:
    circuit = qaoa_with_ones(ring_cut(5), 2, 2, mixer=mixer)
    assert circuit.parameters == ("gamma_0", "beta_0", "gamma_1", "beta_1")
    psi = state(circuit)
    assert np.abs(psi[ones(5) != 2]).max() < 1e-12
    if mixer == "grover":
        cut = np.diag(ring_cut(5).matrix()).real
        for cost in set(cut[ones(5) == 2].round(9)):
            alike = psi[(ones(5) == 2) & np.isclose(cut, cost)]
            assert np.ptp(alike.real) < 1e-12
            assert np.ptp(alike.imag) < 1e-12
        with pytest.raises(InvalidRequest, match="no mixer 'x'"):
            qaoa_with_ones(ring_cut(5), 2, mixer="x")
    # One layer by the definition, with the mixer as one exponential where its parts commute.
    if mixer == "full":
        d = state(dicke_state(2, 1))
        one = qaoa_with_ones(ring_cut(2), 1, 1, mixer=mixer)
        b = Observable({"XX": 0.5, "YY": 0.5}).matrix()
        wanted = scipy.linalg.expm(-0.7j * b) @ scipy.linalg.expm(-0.3j * ring_cut(2).matrix()) @ d
        assert np.allclose(state(one, [0.3, 0.7]), wanted)


def test_grover_mixers_turn_about_the_dicke_state() -> None:
    d = state(dicke_state(4, 2))
    circuit = qaoa_with_ones(ring_cut(4), 2, 1, mixer="grover")
    phases = np.exp(-0.4j * np.diag(ring_cut(4).matrix()).real)
    wanted = scipy.linalg.expm(-0.9j * np.outer(d, d)) @ (phases * d)
    assert np.allclose(state(circuit, [0.4, 0.9]), wanted)


def test_coupled_clusters_have_the_excitations_of_pennylane() -> None:
    for electrons, n in ((2, 4), (2, 6), (4, 8), (3, 7)):
        singles, doubles = (
            qml.qchem.excitations(electrons, n, 0) if electrons % 2 == 0 else ([], [])
        )
        circuit = ansatz.uccsd(n, electrons)
        if electrons % 2 == 0:
            assert len(circuit.parameters) == len(singles) + len(doubles)
        psi = state(circuit)
        assert np.abs(psi[ones(n) != electrons]).max() < 1e-12
    for n in (4, 6, 8):  # there, every excitation stands twice, forth and back
        peer = int(np.prod(qml.kUpCCGSD.shape(3, n, 0)))
        assert len(ansatz.k_upccgsd(n, 2, 3).parameters) == peer // 2


@pytest.mark.parametrize("name", ["lih_23", "h3+"])
def test_coupled_clusters_reach_energies_of_stored_molecules(name: str) -> None:
    problem = problems.get(name)
    assert problem.exact_energy is not None
    found: dict[int, float] = {}
    for circuit in (ansatz.uccsd(6, 2, layers=1), ansatz.k_upccgsd(6, 2, layers=2)):
        best = qd.optimize(circuit, problem, start=[0.01] * len(circuit.parameters), seed=1)
        found[len(circuit.parameters)] = best.energy - problem.exact_energy
    assert max(found.values()) < 1e-5, found


def test_gates_of_a_cluster_are_those_of_fermions() -> None:
    from qdesign.ansatz.moves import excitation

    n = 5
    lowers = []
    for q in range(n):
        string = np.eye(1)
        for k in range(n):
            part = (
                np.diag([1, -1]) if k < q else np.array([[0, 1], [0, 0]]) if k == q else np.eye(2)
            )
            string = np.kron(part, string)
        lowers.append(string)
    for move in ((0, 3), (1, 4), (0, 1, 3, 4), (0, 2, 3, 4)):
        half = len(move) // 2
        t = np.eye(1 << n)
        for q in move[half:]:
            t = t @ lowers[q].T
        for q in reversed(move[:half]):
            t = t @ lowers[q]
        circuit = excitation(move, n, is_fermionic=True).circuit
        mine = dense(circuit, [0.8])
        signed = [scipy.linalg.expm(s * 0.4 * (t - t.T)) for s in (1, -1)]
        assert min(np.abs(mine - one).max() for one in signed) < 1e-12, move


@pytest.mark.parametrize(("electrons", "n"), [(1, 3), (2, 4), (3, 6), (5, 6), (4, 4)])
def test_slater_determinants_have_their_one_body_density(electrons: int, n: int) -> None:
    orbitals = np.linalg.qr(RNG.normal(size=(n, electrons)))[0].T
    psi = state(slater_determinant(orbitals), [])
    index = np.arange(1 << n)
    density = np.zeros((n, n))
    for p in range(n):
        for q in range(n):
            held = index[(index >> q & 1 == 1) & ((index ^ (1 << q)) >> p & 1 == 0)]
            moved = held ^ (1 << q) ^ (1 << p) if p != q else held
            between = (1 << max(p, q)) - (1 << min(p, q) + 1) if p != q else 0
            signs = np.array([(-1) ** (int(k) & between).bit_count() for k in held])
            density[p, q] = (psi[moved].conj() * psi[held] * signs).sum().real
    assert np.abs(density - orbitals.T @ orbitals).max() < 1e-10
    assert len(ansatz.givens(n, electrons).parameters) == electrons * (n - electrons)
    with pytest.raises(InvalidRequest, match="not orthonormal rows"):
        slater_determinant(2 * orbitals)


def test_a_fabric_is_that_of_pennylane() -> None:
    circuit = qd.catalog("template")["gate_fabric"].make(num_qubits=6, electrons=2, layers=1)
    assert len(circuit.parameters) == 4
    values = drawn(circuit)
    psi = state(circuit, values)
    found = []
    for signs in np.ndindex(2, 2):
        flips = np.array([(-1) ** s for s in signs] * 2)
        weights = (np.array(values) * flips).reshape(1, 2, 2)
        gate = qml.GateFabric(weights, wires=range(6), init_state=np.array([1, 1, 0, 0, 0, 0]))
        found.append(np.abs(np.abs(of_pennylane(gate, 6)[:, 0]) - np.abs(psi)).max())
    assert min(found) < 1e-9, found


def test_large_clusters_are_refused_before_anything_is_made() -> None:
    assert len(ansatz.uccsd(40, 2).parameters) == 19 * 19 + 2 * 19
    for make in (lambda: ansatz.uccsd(100, 50), lambda: ansatz.k_upccgsd(1000, 2)):
        with pytest.raises(TooLarge, match="is too large"):
            make()


def test_options_of_a_row_are_given_by_name() -> None:
    assert len(ansatz.template("uccsd", 8, electrons=4).parameters) == 26
    assert ansatz.template("zz_feature_map", 300).stats.num_two_qubit == 299
    with pytest.raises(InvalidRequest, match="no option 'brick'"):
        ansatz.template("uccsd", 4, brick="su4")
