"""Matrix product states against the state vector and free fermions, and their stated errors."""

from __future__ import annotations

import re

import numpy as np
import pytest

import qdesign as qd
from qdesign.angle import Angle
from qdesign.circuit import Circuit, Operation
from qdesign.errors import Cancelled, InvalidRequest, TooLarge
from qdesign.gates import GATES
from qdesign.pauli import Observable
from qdesign.simulate.engines.matrix_product import MatrixProduct, tries_of
from qdesign.simulate.engines.mps_plan import chain_order, plan_of
from qdesign.simulate.engines.slots import Slots
from qdesign.simulate.engines.variance import num_states
from qdesign.simulate.simulator import Simulator
from tests.simulate.engines.fermions import hva_energy
from tests.simulate.engines.test_light_cone import brick, hva, random_observable
from tests.simulate.oracle import random_circuit


def chain_order_of(circuit: Circuit) -> tuple[int, ...]:
    return plan_of(circuit, Slots(circuit.parameters)).order


@pytest.mark.parametrize("seed", range(4))
def test_any_circuit_gives_what_the_state_vector_gives(seed: int) -> None:
    rng = np.random.default_rng(seed)
    circuit = random_circuit(7, 40, rng)
    observable = random_observable(7, 20, rng)
    values = rng.uniform(-3, 3, len(circuit.parameters))
    exact = Simulator(circuit, observable)
    chain = Simulator(circuit, observable, engine="mps")
    energy = exact.expectation(values)
    assert chain.error_kind == "exact"
    assert chain.error(values) == chain.estimate(values) == 0.0
    assert chain.expectation(values) == pytest.approx(energy, abs=1e-12)
    assert chain.bloch_vectors(values) == pytest.approx(exact.bloch_vectors(values), abs=1e-12)
    table = chain.marginal([5, 1, 3], values)
    assert table == pytest.approx(exact.marginal([5, 1, 3], values), abs=1e-12)
    order = chain_order_of(circuit)
    for count in (0, 3, 5):
        ends = order[:count]
        assert chain.entropy(ends, values) == pytest.approx(exact.entropy(ends, values), abs=1e-9)
    with pytest.raises(InvalidRequest, match="are no end of the chain"):
        chain.entropy(order[2:4], values)
    for bond in (1, 3, 5):
        short = Simulator(circuit, observable, engine="mps", max_bond=bond)
        assert short.error_kind == "bound"
        assert abs(short.expectation(values) - energy) <= short.error(values)
        off = np.abs(short.bloch_vectors(values) - exact.bloch_vectors(values))
        assert (off <= short.bloch_errors(values)).all()
        off = np.abs(short.marginal((2, 0), values) - exact.marginal((2, 0), values))
        assert (off <= short.marginal_errors((2, 0), values)).all()
    assert not chain.bloch_errors(values).any()


TURNED = [n for n, row in GATES.items() if row.angles and row.is_unitary and row.num_qubits]


def test_gradients_are_those_of_the_state_vector_for_every_gate() -> None:
    rng, size = np.random.default_rng(3), 10
    gates = [Operation("ry", (q,), (Angle.parse(f"0.3 + {q}*c"),)) for q in range(size)]
    for k, name in enumerate(TURNED):
        row = GATES[name]
        wires = tuple(rng.permutation(size)[: row.num_qubits + 1].tolist())
        angles = tuple(Angle.parse(f"0.4 + {j + 1}*a{k % 7}") for j in range(len(row.angles)))
        gates.append(Operation(name, wires[:-1], angles))
        gates.append(Operation("cx", (wires[-1], wires[0])))
        if k % 5 == 0:
            gates.append(Operation(name, wires[:-1], angles, anticontrols=wires[-1:]))
    circuit = Circuit(size, (*gates, Operation("rzz", (0, 9), (Angle.parse("a1*c"),))))
    observable = random_observable(size, 20, rng)
    values = rng.uniform(-3, 3, len(circuit.parameters))
    energy, slopes = Simulator(circuit, observable).gradient(values)
    chain = Simulator(circuit, observable, engine="mps")
    found = chain.gradient(values)
    assert found[0] == pytest.approx(energy, abs=1e-11)
    assert found[1] == pytest.approx(slopes, abs=1e-9)
    assert chain.gradient_errors(values).max() < 1e-8
    for bond in (2, 12):
        short = Simulator(circuit, observable, engine="mps", max_bond=bond)
        off = np.abs(short.gradient(values)[1] - slopes)
        assert (off <= short.gradient_errors(values)).all()


def test_a_gradient_of_two_thousand_rotations_is_one_sweep() -> None:
    circuit, observable = hva(50, 20, periodic=False), qd.problems.tfim(50).observable
    values = np.random.default_rng(5).uniform(0, 0.3, 40)
    chain = Simulator(circuit, observable, engine="mps", max_bond=12)
    slopes, errors = chain.gradient(values)[1], chain.gradient_errors(values)
    step = 1e-5 * np.eye(40)[11]
    ends = [hva_energy(50, (values + each).tolist()) for each in (step, -step)]
    assert slopes[11] == pytest.approx((ends[0] - ends[1]) / 2e-5, abs=1e-3)
    assert 1e-6 < errors[11] < np.inf
    many = Simulator(brick(60, 30), qd.problems.tfim(60).observable, engine="mps", max_bond=200)
    assert not many.gives("gradient")
    with pytest.raises(TooLarge, match=r"gradient with bonds of 200 would take .* minutes"):
        many.gradient(np.zeros(len(many.parameters)))


def test_strings_that_go_on_alike_are_one() -> None:
    pairs = [({a: "Z", b: "Z"}, 0.5) for b in range(20) for a in range(b)]
    assert num_states(20, tries_of(pairs)) == 3
    uneven = [(letters, 1.0 + k) for k, (letters, _) in enumerate(pairs)]
    assert num_states(20, tries_of(uneven)) > 10


@pytest.mark.parametrize("scale", [0.3, 0.8])
def test_a_truncated_energy_is_within_its_stated_error(scale: float) -> None:
    values = np.random.default_rng(5).uniform(0, scale, 40)
    circuit, observable = hva(50, 20, periodic=False), qd.problems.tfim(50).observable
    exact = hva_energy(50, values.tolist())
    errors: list[float] = []
    for bond in (4, 8, 16):
        chain = Simulator(circuit, observable, engine="mps", max_bond=bond)
        found, bound = chain.expectation(values), chain.error(values)
        assert abs(found - exact) <= bound
        assert chain.estimate(values) <= bound
        errors.append(abs(found - exact))
    assert errors[2] < errors[1] < errors[0]


def test_small_bonds_are_chosen_as_exact_and_long_gates_are_swapped() -> None:
    rng = np.random.default_rng(1)
    steps = [
        gate
        for q in range(59)
        for gate in (
            Operation("ry", (q,), (Angle.parameter(f"a{q}"),)),
            Operation("cx", (q, q + 1)),
        )
    ]
    circuit = Circuit(60, (*steps, Operation("cx", (0, 59)), Operation("h", (0,))))
    chain = Simulator(circuit, Observable({"Z" * 60: 1.0}))
    assert (chain.engine, chain.error_kind) == ("mps", "exact")
    assert "bond dimension at most" in chain.says
    values = rng.uniform(-1, 1, 59)
    counts = chain.shots(200, values, seed=2)
    assert sum(counts.values()) == 200
    few = Circuit(10, tuple(o for o in steps if max(o.qubits) < 10))
    small = Simulator(few, engine="mps").shots(4000, values[:10], seed=1)
    wanted = Simulator(few).probabilities(values[:10])
    seen = np.zeros(1024)
    for bits, number in small.items():
        seen[int(bits, 2)] = number / 4000
    assert abs(seen - wanted).sum() < 0.3


def test_gradients_come_from_the_state_where_that_fits() -> None:
    steps = [
        Operation("rxx", (q, q + 1), (Angle.parameter(f"a{layer}"),))
        for layer in range(2)
        for q in range(20)
    ] + [Operation("ry", (q,), (Angle.parameter("b"),)) for q in range(21)] * 8
    circuit, observable = Circuit(21, tuple(steps)), Observable({"Z" * 21: 1.0})
    chain = Simulator(circuit, observable)
    assert (chain.engine, chain.gives("gradient")) == ("mps", True)
    values = np.linspace(0.01, 0.06, 3)
    energy, slopes = chain.gradient(values)
    assert chain.expectation(values) == pytest.approx(energy, abs=1e-10)
    assert slopes.shape == (3,)
    forced = Simulator(circuit, observable, engine="mps")
    assert forced.gradient(values)[1] == pytest.approx(slopes, abs=1e-8)


def test_a_ring_written_out_of_order_is_laid_along_the_chain() -> None:
    names = np.random.default_rng(3).permutation(12).tolist()
    pairs = [(names[k], names[(k + 1) % 12]) for k in range(11)]
    order = chain_order(12, pairs)
    assert order in (tuple(names[:12]), tuple(reversed(names[:12])))
    plan = plan_of(hva(12, 1, periodic=False), Slots(("b0", "g0")))
    sites = [step.site for step in plan.steps if step.block and len(step.block.wires) == 2]
    assert sites == sorted(sites), "one sweep for a layer"
    assert plan.bond == 2


def test_what_would_take_too_long_is_said() -> None:
    with pytest.raises(TooLarge, match=r"bonds of 4,096 would take .* Give a smaller max_bond"):
        Simulator(brick(60, 60), qd.problems.tfim(60).observable, engine="mps", max_bond=4096)
    with pytest.raises(InvalidRequest, match="'max_bond' is '0'; it must be a whole number from 1"):
        Simulator(brick(4, 1), engine="mps", max_bond=0)
    chain = Simulator(brick(30, 2), qd.problems.tfim(30).observable, engine="mps")
    with pytest.raises(TooLarge, match="at most 12 at a time"):
        chain.marginal(range(13), np.zeros(60))


def test_where_nothing_is_exact_chains_and_grids_get_what_suits_them() -> None:
    mixed, observable = brick(40, 16), qd.problems.tfim(40).observable
    none = Simulator(mixed, observable)
    assert none.engine == "mps"
    assert none.why.endswith("; in a trial no engine's error said anything.")
    with pytest.raises(Cancelled, match="The choice of an engine was stopped"):
        Simulator(mixed, observable, cancel=lambda: True)
    side = 6
    bonds = [
        (side * row + column, side * row + column + step)
        for row in range(side)
        for column in range(side)
        for step in (1, side)
        if (step == 1 and column < side - 1) or (step == side and row < side - 1)
    ]
    turn, kick = Angle.parameter("a"), Angle.parameter("b")
    layer = (
        *(Operation("rx", (q,), (kick,)) for q in range(side**2)),
        *(Operation("rzz", pair, (turn,)) for pair in bonds),
    )
    grid = Circuit(side**2, layer * 4)
    wide = Simulator(grid, Observable({"I" * 20 + "Z" + "I" * 15: 1.0}))
    assert wide.engine == "pauli"
    assert wide.why.startswith("36 qubits, and nothing here is exact")
    assert re.search(r"; off in a trial: 'pauli' at most 0.0\d+, 'mps' at most 0.0\d+.$", wide.why)


def test_a_chain_of_free_fermions_is_exact_by_pauli_strings_where_bonds_are_cut() -> None:
    deep = Simulator(hva(32, 11, periodic=False), qd.problems.tfim(32).observable)
    assert (deep.engine, deep.error_kind) == ("pauli", "exact")
    values = np.random.default_rng(2).uniform(-3, 3, 22)
    assert deep.expectation(values) == pytest.approx(hva_energy(32, values.tolist()), abs=1e-9)


def test_a_circuit_without_structure_is_refused_before_it_is_planned() -> None:
    rng = np.random.default_rng(4)
    wires = [tuple(rng.choice(400, 2, replace=False).tolist()) for _ in range(2000)]
    gates = [Operation("rzz", pair, (Angle.parameter("a"),)) for pair in wires]
    kicks = [Operation("rx", (pair[0],), (Angle.parameter("b"),)) for pair in wires]
    mixed = tuple(each for pair in zip(gates, kicks, strict=True) for each in pair)
    with pytest.raises(TooLarge, match=r"take [0-9,]+ swaps; at most 200,000"):
        Simulator(Circuit(400, mixed), engine="mps")
    dense = {"".join(rng.choice(list("XYZ"), 60)): 1.0 for _ in range(20_000)}
    with pytest.raises(TooLarge, match="20,000 terms with bonds of 64 would take more than"):
        Simulator(brick(60, 14), Observable(dense), engine="mps")


def test_a_string_over_two_thousand_sites_is_read() -> None:
    chain = MatrixProduct(2000, max_bond=2, cutoff=0.0)
    chain.turn(1999, np.array([[0, 1], [1, 0]], dtype=complex))
    ends = tries_of([({0: "Z", 1999: "Z"}, 0.5), ({0: "Z", 1000: "Z"}, 2.0)])
    assert chain.expectation(ends) == pytest.approx(1.5)
