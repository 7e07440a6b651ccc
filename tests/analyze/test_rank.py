"""Parameter ranks against finite differences, Qiskit, and figures of the literature."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from qiskit.quantum_info import Operator

from qdesign import ansatz
from qdesign.analyze.compare import compare
from qdesign.analyze.dropping import drop_redundant
from qdesign.analyze.jacobian import differentiable, generator, numerical_rank, span, tangents
from qdesign.analyze.linear import reduced_rows
from qdesign.analyze.rank import parameter_rank
from qdesign.analyze.ranks import PARAMETER_RANK
from qdesign.angle import Angle
from qdesign.circuit import Circuit, Operation
from qdesign.equivalence import equivalent
from qdesign.errors import Cancelled, NotUnitary, TooLarge
from qdesign.gates import GATES, matrix
from qdesign.pauli import Observable
from qdesign.simulate.simulator import Simulator
from tests.simulate.oracle import to_qiskit
from tests.strategies import circuits

ANGLED = [name for name, row in GATES.items() if len(row.angles) == 1 and row.num_qubits]


def test_sim_circuit_5_has_28_parameters_of_which_22_count() -> None:
    found = parameter_rank(ansatz.sim(5, num_qubits=4, layers=1))
    assert (found.num_parameters, found.zx, found.unitary) == (28, 22, 22)
    assert len(found.redundant) == 6
    assert found.minimal is None
    assert found.unitary_is_exact


@pytest.mark.parametrize("k", range(1, 20))
def test_ranks_of_sim_circuits_bound_each_other(k: int) -> None:
    circuit = ansatz.sim(k, num_qubits=4, layers=2)
    found = parameter_rank(circuit)
    assert found.state <= found.unitary <= found.zx <= found.num_parameters
    assert found.num_parameters == found.zx + len(found.redundant)
    assert found.unitary_is_exact
    assert found.unitary == rank_of_differences(circuit, whole=True)
    assert found.state == rank_of_differences(circuit, whole=False)
    assert len(found.locally_redundant) == found.zx - found.unitary


def rank_of_differences(circuit: Circuit, *, whole: bool) -> int:
    """Rank of the engine's central differences, of sixth order; the best of two points.

    The unitary is the state that it makes of half of some Bell pairs.
    """
    n = circuit.num_qubits
    pairs = [f"h {n + k}; cx {n + k} {k}" for k in range(n)] if whole else []
    start = Circuit.of(2 * n, "; ".join(pairs)).operations
    simulator = Simulator(Circuit(2 * n, (*start, *circuit.plain_operations)))
    rng = np.random.default_rng(2)
    best, h = 0, 2e-3
    for _ in range(2):
        at = rng.uniform(-3, 3, len(circuit.parameters))
        base = simulator.statevector(at)
        rows = []
        for step in np.eye(len(at)) * h:
            near, far, wide = (
                simulator.statevector(at + k * step) - simulator.statevector(at - k * step)
                for k in (1, 2, 3)
            )
            slope = (45 * near - 9 * far + wide) / (60 * h)
            slope -= base * np.vdot(base, slope)
            rows.append(np.concatenate([slope.real, slope.imag]))
        found = np.linalg.svd(np.array(rows), compute_uv=False)
        best = max(best, int((found > 1e-10 * found[0]).sum()))
    return best


@pytest.mark.parametrize("name", ANGLED)
def test_generators_are_the_derivatives_of_their_gates(name: str) -> None:
    x, h = 0.7, 1e-5
    slope = (matrix(name, [x + h]) - matrix(name, [x - h])) / (2 * h)
    assert np.allclose(generator(name) @ matrix(name, [x]), slope, atol=1e-9)
    assert np.allclose(matrix(name, [x]) @ generator(name), slope, atol=1e-9)


@given(circuits(), st.integers(0, 100))
@settings(max_examples=30)
def test_tangents_are_the_derivatives_of_the_unitary(circuit: Circuit, seed: int) -> None:
    names = circuit.parameters
    assume(names)
    rng = np.random.default_rng(seed)
    values = {name: float(rng.uniform(-3, 3)) for name in names}
    size = 1 << circuit.num_qubits
    identity = np.eye(size, dtype=complex)
    flat = circuit.flat().elementary()
    outputs, slopes, _ = tangents(differentiable(circuit), names, values, identity)
    phase = np.exp(1j * flat.global_phase.at(values))
    expected = np.asarray(Operator(to_qiskit(circuit.flat(), values)).data)
    # The global phase and that of bare gphase gates is left out of the derivatives.
    assert abs(abs(np.vdot(outputs, expected)) - size) < 1e-9 * size
    assert np.allclose(outputs * phase, expected, atol=1e-9)
    operations = differentiable(circuit)
    for k, name in enumerate(names):
        h = 1e-5
        up, _, _ = tangents(operations, names, {**values, name: values[name] + h}, identity)
        down, _, _ = tangents(operations, names, {**values, name: values[name] - h}, identity)
        assert np.allclose(slopes[k], (up - down) / (2 * h), atol=1e-5)


def test_tangents_of_many_parameters_are_those_of_few() -> None:
    """Beyond two parameters a basis state they are pulled back to the start."""
    text = "; ".join(f"rx(a{k}) 0; crz(b{k}/2) 0 1; ry(a{k}*b{k}) 1; t 0" for k in range(5))
    circuit = Circuit.of(2, text)
    names, operations = circuit.parameters, differentiable(circuit)
    values = {name: 0.3 + 0.1 * k for k, name in enumerate(names)}
    state = np.eye(4, 1, dtype=complex)
    outputs, slopes, _ = tangents(operations, names, values, state)
    assert np.allclose(outputs[:, 0], Simulator(circuit).statevector(values))
    wanted = Simulator(circuit).jacobian(values)
    assert np.allclose(slopes[:, :, 0].T, wanted, atol=1e-12)


@pytest.mark.parametrize(
    ("text", "ranks", "redundant"),
    [
        ("h 0; h 0; rz(a) 0; cx 0 1; cx 0 1; rz(b) 0", (2, 1, 1, 0), {"b": ("a",)}),
        ("rz(a) 0; rx(b) 0; rz(c) 0; rx(d) 0", (4, 4, 3, 2), {}),
        ("rz(a) 0; x 0; rz(b) 0", (2, 1, 1, 0), {"b": ("a",)}),
        ("rx(a) 0; rx(a - b) 0; rz(b) 1", (2, 2, 2, 1), {}),
        ("rz(a + b) 0; rz(2*a + 2*b) 1", (2, 1, 1, 0), {"b": ("a",)}),
        ("crz(a) 0 1; rzz(b) 0 1; rz(c) 1", (3, 2, 2, 0), {"c": ("a", "b")}),
        ("rz(a) 0; rz(-a) 0; rx(b) 0", (2, 1, 1, 1), {"a": ()}),
        ("rz(a/1000) 0; rx(1000*b) 0", (2, 2, 2, 1), {}),
        ("rzz(a) 0 1; cx 0 1; rz(b) 1", (2, 1, 1, 0), {"b": ("a",)}),
    ],
)
def test_small_circuits_have_the_ranks_that_paper_and_pencil_give(
    text: str, ranks: tuple[int, int, int, int], redundant: dict[str, tuple[str, ...]]
) -> None:
    circuit = Circuit.of(2, text)
    found = parameter_rank(circuit)
    assert (found.num_parameters, found.zx, found.unitary, found.state) == ranks
    assert {name: r.merged_into for name, r in found.redundant.items()} == redundant
    for name, redundancy in found.redundant.items():
        changed = circuit.substitute(redundancy.substitution)
        assert redundancy.substitution[name] == Angle()
        assert equivalent(circuit, changed).equal
        assert redundancy.verdict.equal is True


@given(circuits(max_qubits=3))
@settings(max_examples=25)
def test_every_substitution_holds_and_ranks_are_bounds(circuit: Circuit) -> None:
    found = parameter_rank(circuit)
    assert found.state <= found.unitary <= found.zx <= found.num_parameters
    names = circuit.parameters
    values = {name: 0.31 * k + 0.2 for k, name in enumerate(names)}
    expected = np.asarray(Operator(to_qiskit(circuit.flat(), values)).data)
    for redundancy in found.redundant.values():
        moved = {
            name: redundancy.substitution.get(name, Angle.parameter(name)).at(values)
            for name in names
        }
        after = np.asarray(Operator(to_qiskit(circuit.flat(), moved)).data)
        assert abs(np.vdot(expected, after)) == pytest.approx(len(expected), abs=1e-7)


def test_parameters_that_only_matter_off_the_zero_state_are_told() -> None:
    found = parameter_rank(Circuit.of(2, "rz(a) 0; rx(b) 0; cx 0 1; rz(c) 1"))
    assert found.redundant == {}
    assert found.redundant_for_state["a"].merged_into == ()
    assert (found.unitary, found.state) == (3, 2)


def test_parameters_that_no_linear_substitution_removes_are_told_apart() -> None:
    found = parameter_rank(Circuit.of(1, "rz(a) 0; rx(b) 0; rz(c) 0; rx(d) 0; rz(e) 0"))
    assert found.redundant == {}
    assert found.locally_redundant == ("d", "e")


def test_minimal_is_said_only_of_parameters_used_once_among_cliffords() -> None:
    assert parameter_rank(ansatz.sim(15)).minimal is True
    assert parameter_rank(Circuit.of(2, "rz(a) 0; s 0; cz 0 1; rx(-b + pi/2) 1")).minimal is True
    for text in (
        *("rz(a) 0; t 0", "rz(a) 0; rx(a) 0", "crz(a) 0 1", "rz(a) 0; rz(0.3) 1", "x 0"),
        *("rz(a + b) 0; rx(b) 0", "rz(a + pi/4) 0", "rz(a) 0; ccx 0 1 2"),
    ):
        assert parameter_rank(Circuit.of(3, text)).minimal is None, text


def test_wider_circuits_are_ranked_from_random_inputs() -> None:
    found = parameter_rank(ansatz.sim(2, 8, layers=3))
    assert (found.num_parameters, found.zx, found.unitary) == (48, 48, 48)
    assert found.unitary_is_exact
    repeated = Circuit.of(7, "; ".join(f"r{'xz'[k % 2]}(a{k}) 0" for k in range(6)))
    wide = parameter_rank(repeated)
    assert (wide.zx, wide.unitary, wide.unitary_is_exact) == (6, 3, False)
    figure = PARAMETER_RANK.run(repeated)
    assert figure.unit == "or more of 6 parameters move the map independently"
    assert (figure.verdict, figure.basis, figure.interval) == ("", "bounds", (3, 6))
    table = compare({"turned": repeated}, Observable({"Z" * 7: 1.0}), starts=0)
    assert "independent parameters of turned: at least" in table.conditions


def test_measurements_at_the_end_are_left_out() -> None:
    measured = Circuit(
        2,
        (*Circuit.of(2, "rx(a) 0; rx(b) 1").operations, Operation("measure", (0,), clbits=(0,))),
        num_clbits=1,
    )
    assert parameter_rank(measured).unitary == 2


def test_what_has_no_rank_is_refused_in_words() -> None:
    reset = Circuit(1, (Operation("reset", (0,)), *Circuit.of(1, "rx(a) 0").operations))
    with pytest.raises(NotUnitary, match="measures, resets or has conditions"):
        parameter_rank(reset)
    with pytest.raises(TooLarge, match="15 qubits"):
        parameter_rank(Circuit.of(15, "rx(a) 0"))
    with pytest.raises(TooLarge, match="GB"):
        parameter_rank(ansatz.hardware_efficient(14, 60))
    with pytest.raises(Cancelled):
        parameter_rank(ansatz.sim(5), cancel=lambda: True)
    nothing = parameter_rank(Circuit.of(2, "h 0; cx 0 1"))
    assert (nothing.num_parameters, nothing.zx, nothing.unitary, nothing.state) == (0, 0, 0, 0)
    assert parameter_rank(Circuit(0)).num_parameters == 0


@given(
    st.lists(
        st.dictionaries(st.integers(0, 5), st.fractions(-3, 3, max_denominator=4), max_size=4),
        max_size=7,
    )
)
def test_elimination_is_exact_and_reduced(rows: list[dict[int, Fraction]]) -> None:
    found = reduced_rows(rows)
    dense = np.array([[float(row.get(k, 0)) for k in range(6)] for row in rows]).reshape(-1, 6)
    assert len(found) == (np.linalg.matrix_rank(dense, tol=1e-9) if rows else 0)
    for pivot, row in found.items():
        assert row[pivot] == 1
        assert min(row) == pivot
        assert not set(row) & set(found) - {pivot}


def test_tiny_but_genuine_singular_values_count() -> None:
    columns = np.eye(50, 4)
    columns[:, 3] = columns[:, 0] + 2e-9 * columns[:, 3]
    assert numerical_rank(columns) == 4
    columns[:, 3] = columns[:, 0] * (1 + 1e-15)
    assert numerical_rank(columns) == 3
    zero = np.zeros((1, 4, 1), dtype=complex)
    outputs = np.array([[1], [0], [0], [0]], dtype=complex)
    assert numerical_rank(span(outputs, zero, np.ones(1))) == 0


def test_a_parameter_that_no_gate_uses_is_redundant_and_said_to_be() -> None:
    drawn = Circuit.of(2, "rx(a) 0; cx 0 1; rz(b) 1")
    spare = Circuit(2, drawn.operations, unused_parameters=("spare",))
    found = parameter_rank(spare)
    assert (found.num_parameters, found.zx, found.minimal) == (3, 2, True)
    assert str(found.redundant["spare"]) == "drop it: it is not used by any gate"
    assert drop_redundant(spare, found.redundant).circuit == drawn
    some = Observable({"ZZ": 1.0, "IX": 0.5})
    energy, gradient = Simulator(spare, some).gradient([0.3, 0.4, 0.5])
    assert gradient.tolist() == [
        *Simulator(drawn, some).gradient([0.3, 0.4])[1],
        0,
    ]
    assert np.isfinite(energy)


@pytest.mark.parametrize(
    ("text", "ranks"),
    [
        ("rx(c) 0; ry(b) 0; ry(-b) 0", (1, 1, 1)),
        ("rz(a) 0; ry(b) 0; ry(-b) 0", (1, 1, 0)),
        ("rz(a) 0; ry(sin(b)) 0; ry(-sin(b)) 0", (1, 1, 0)),
        ("rz(1e-6*a) 0; ry(b) 0", (2, 2, 1)),
        ("h 0; h 0; cry(a) 0 1", (1, 1, 0)),
        ("rx(b) 0; rx(b) 0; rx(-2*b) 0; crx(a) 0 1; ry(b) 1", (2, 2, 1)),
    ],
)
def test_a_derivative_that_cancels_is_none(text: str, ranks: tuple[int, int, int]) -> None:
    for seed in range(5):
        found = parameter_rank(Circuit.of(2, text), seed=seed)
        assert (found.zx, found.unitary, found.state) == ranks
