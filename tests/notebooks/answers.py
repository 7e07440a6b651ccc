"""What the answers of the notebooks' exercises say, and code behind the notebook that holds it.

A row an answer, in their order: words that stand in it, and asserts that see the notebook's names.
"""

from __future__ import annotations

from typing import Final

ANSWERS: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "01-first-ansatz": (
        (
            "ends at the same energy",
            """
turned = qd.Circuit.of(2, "ry(theta) 1; rz(phi) 1; x 0; cx 1 0")
again = qd.optimize(turned, h2.observable, seed=1)
assert abs(again.energy - best.energy) < 1e-8 and abs(np.sin(again.values["phi"])) < 1e-3""",
        ),
        (
            "By 0.233 hartree",
            """
far = qd.problems.h2(bond_length=2.5)
above = qd.Simulator(ansatz, far.observable).expectation([0.0]) - far.exact_energy
assert abs(above - 0.233) < 5e-4 and above > 100 * 1.6e-3""",
        ),
    ),
    "02-zx-in-ten-steps": (
        (
            "says *proved*",
            """
swap = qd.Circuit.of(2, "swap 0 1")
assert "proved" in str(qd.equivalent(qd.Circuit.of(2, "cx 0 1; cx 1 0; cx 0 1"), swap).words)""",
        ),
        (
            "t stays t",
            """
assert qd.equivalent(qd.Circuit.of(1, "x 0; rx(t) 0; x 0"), qd.Circuit.of(1, "rx(t) 0")).equal""",
        ),
    ),
    "03-redundant-parameters": (
        (
            "None:",
            """
six = qd.parameter_rank(qd.ansatz.sim(6, num_qubits=4))
assert six.num_parameters == six.unitary == 28 and not six.redundant""",
        ),
        (
            "Twelve.",
            """
twelve = qd.ansatz.template("sim_10", num_qubits=4, layers=1)
other = {name: qd.Angle.parameter(name + "b") for name in twelve.parameters}
assert qd.parameter_rank(twelve.then(twelve.substitute(other))).unitary == 12""",
        ),
    ),
    "04-layers-and-their-period": (
        (
            "After five layers, at 21.",
            """
five = [qd.parameter_rank(layered(5, layers)).unitary for layers in range(1, 8)]
assert five[4:] == [21, 21, 21] and five[3] < 21 and order(5, True) == 21""",
        ),
        (
            "Circuits 2 and 3 need three layers, 18 and 24 angles.",
            """
for number, layers, angles in ((11, 2, 20), (2, 3, 18), (3, 3, 24)):
    ranks = {k: qd.parameter_rank(qd.ansatz.sim(number, 3, layers=k)) for k in (layers - 1, layers)}
    assert ranks[layers].state == 14 > ranks[layers - 1].state
    assert ranks[layers].num_parameters == angles""",
        ),
    ),
    "05-landscapes-and-barren-plateaus": (
        (
            "is 0.006 there, and 0.0005 at random: less flat by a factor of twelve",
            """
circuit, bond = qd.ansatz.sim(2, 10, layers=20), qd.Observable({"I" * 8 + "ZZ": 1.0})
near = qd.gradient(circuit, bond, [0.1] * len(circuit.parameters)).slopes
square = float(np.mean(np.square(near)))
assert abs(square - 0.006) < 5e-4 and abs(deep[-1].value - 0.0005) < 5e-5
assert 11 < square / deep[-1].value < 14""",
        ),
        (
            "the variance grows from 8 to 48",
            """
found = []
for n in (2, 4, 6, 8, 10):
    spins = qd.problems.tfim(n)
    grown = qd.ansatz.hamiltonian_variational(spins, n)
    found.append(qd.analyze.gradient_variance(grown, spins, seed=1).value)
assert found == sorted(found) and abs(found[0] - 8) < 1 and abs(found[-1] - 48) < 3, found""",
        ),
    ),
    "06-qaoa-on-a-ring": (
        (
            "ends at −8",
            """
whole = qd.optimize(qd.ansatz.qaoa(problem, 4), problem, starts=8)
assert abs(whole.energy + 8) < 1e-6""",
        ),
        (
            "`qd.problems.maxcut(ring).exact_energy` is −8. One layer cuts 6.55 on average",
            """
ring.add_edge(0, 4)
chord = qd.problems.maxcut(ring)
one = min(qd.optimize(qd.ansatz.qaoa(chord, 1), chord, seed=s).energy for s in range(4))
assert abs(chord.exact_energy + 8) < 1e-9 and abs(one + 6.55) < 0.005""",
        ),
    ),
    "07-quantum-classifier": (
        (
            "both read 92.0 % ± 2.8 % of the test rows",
            """
single = qd.problems.iris(num_qubits=2, features=1)
assert repr(qd.over_splits(single.ansatz, single)).count("92.0 % ± 2.8 %") == 2""",
        ),
        (
            "95.8 % ± 3.2 % on four splits, as without",
            """
noise = qd.Noise({"depolarizing": {"2": 0.02}})
told = [repr(qd.over_splits(circuit, iris, splits=4, noise=each)) for each in (noise, None)]
assert all("circuit 95.8 % ± 3.2 %" in each for each in told), told""",
        ),
    ),
    "08-noise-and-extrapolation": (
        (
            "from ± 0.076 to ± 0.070",
            """
more = qd.mitigate(
    circuit, problem, best.values, noise=noise, shots=8192, seed=0, scales=[1, 3, 5, 7]
)
assert (f"{found.error:.3f}", f"{more.error:.3f}") == ("0.076", "0.070")""",
        ),
        (
            "at 0.004 it helps, at 0.003 it cannot be told, and at 0.002",
            """
for rate, verdict in ((0.004, "helps"), (0.003, "cannot tell"), (0.002, "harms")):
    two = qd.Noise({"depolarizing": {"2": rate}})
    at = qd.mitigate(circuit, problem, best.values, noise=two, shots=8192, seed=0)
    assert at.verdict == verdict
reading = qd.Noise({"depolarizing": {"2": 1e-4}, "readout": 0.02})
at = qd.mitigate(circuit, problem, best.values, noise=reading, shots=8192, seed=0)
assert at.verdict == "helps" and at.mitigated < at.raw""",
        ),
    ),
    "09-from-drawing-to-device": (
        (
            "CZ in place of CX, and SX and RZ",
            """
torino = next(target for target in ready if target.name == "local:fake_torino")
lowered = lower(ansatz, best.values, torino, seed=7)
assert "cz " in lowered.text and "cx " not in lowered.text
assert "sx " in lowered.text and "rz(" in lowered.text""",
        ),
        (
            "gates alone would be 99.6 %, readout alone 98.2 %, waiting 99.99 %",
            """
said = lowered.figures
assert f"{said.success:.1%} {said.success_gates:.1%}" == "97.7% 99.6%"
assert f"{said.success_readout:.1%} {said.success_idle:.2%}" == "98.2% 99.99%\"""",
        ),
    ),
    "10-bring-your-own": (
        (
            "says whether your change was one",
            """
studio = qd.Studio(qd.from_qiskit(theirs))
assert qd.equivalent(theirs, studio.circuit).equal""",
        ),
        (
            "has two CNOT, two controlled Y and two RZ",
            """
if PENNYLANE.is_installed:
    names = [gate.name for gate in qml.tape.make_qscript(qd.to_pennylane(small.body))(**values)]
    assert sorted(names) == ["CNOT", "CNOT", "CY", "CY", "RZ", "RZ"], names""",
        ),
    ),
    "11-proofs-in-zx": (
        (
            "`qd.parameter_rank` of the three copies says 16 of 24",
            """
third = {name: qd.Angle.parameter(name.replace("theta", "chi")) for name in layer.parameters}
three = qd.parameter_rank(two.then(layer.substitute(third)))
assert (three.unitary, three.num_parameters) == (16, 24)""",
        ),
        (
            "two edges to it, which vanish",
            """
pairs = qd.Circuit.of(3, "cx 0 1; cx 0 2; cx 0 1; cx 0 2")
assert qd.equivalent(pairs, qd.Circuit.of(3)).equal""",
        ),
    ),
    "12-error-correction": (
        (
            "At 11.0 ± 0.1 %",
            """
def long(d, p):
    return program(repetition(d), d, [d - 1], data=p, measure=p, kind="X_ERROR")


rates = (0.08, 0.09, 0.1, 0.11, 0.12)
found = {}
for d, as_if in ((11, 5), (15, 7)):
    found[as_if] = [failures(long(d, p), SHOTS, seed=100 * d + k) for k, p in enumerate(rates)]
at, spread = crossing(rates, found)
assert abs(at - 0.11) < 0.003 and spread < 0.002, (at, spread)""",
        ),
        (
            "nowhere below 50 %: ",
            """
from math import comb


def by_majority(d, rounds, p):  # what a majority of d, asked in each round, comes to
    wrong = sum(comb(d, k) * p**k * (1 - p) ** (d - k) for k in range(d // 2 + 1, d + 1))
    return (1 - (1 - 2 * wrong) ** rounds) / 2


def clean(d, rounds, p):
    return program(repetition(d), rounds, [d - 1], data=p, measure=0.0, kind="X_ERROR")


for d in DISTANCES:
    for rounds in (1, d):
        share, error = failures(clean(d, rounds, 0.27), SHOTS, seed=d)
        assert abs(share - by_majority(d, rounds, 0.27)) < 5 * error
grid = np.linspace(0.01, 0.49, 481)
for few, many, cross in ((3, 5, 0.24), (5, 7, 0.29)):
    assert all(by_majority(few, 1, p) > by_majority(many, 1, p) for p in grid)
    last = max(p for p in grid if by_majority(few, few, p) > by_majority(many, many, p))
    assert abs(last - cross) < 0.005""",
        ),
    ),
    "13-will-it-train": (
        (
            "Yes: its variance falls as n^−0.8",
            """
two = qd.analyze.trainability(
    lambda n: qd.ansatz.template("ry_rz_cx", n, 2), range(2, 9), qd.problems.tfim
)
assert two.verdict == "trainable" and abs(two.exponent[0] - 0.8) < 0.1""",
        ),
        (
            "each spin divides the variance by 2",
            """
bond = qd.analyze.trainability(
    MADE["for hardware"], range(2, 9), lambda n: qd.Observable({"I" * (n - 2) + "ZZ": 1.0})
)
assert bond.verdict == "barren plateau" and abs(bond.base - 2) < 0.1
assert certificates["for hardware"].base < bond.base""",
        ),
    ),
    "h2-to-chemical-accuracy": (
        (
            "ends at the same energy",
            """
frozen = qd.optimize(ansatz, h2, frozen={"theta_1": 0.0, "theta_2": 0.0})
assert abs(frozen.energy - best.energy) < 1e-8""",
        ),
        (
            "One, the double excitation",
            """
grown = qd.adapt(h2)
assert len(grown.circuit.parameters) == 1""",
        ),
    ),
}
