"""Random circuits with noise, and the truth about a mitigation of them that only a judge knows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

import qdesign as qd
from qdesign.hardware.measurement import split
from qdesign.mitigation.bench import Bench
from qdesign.mitigation.machine import Machine
from qdesign.mitigation.method import Mitigation, Plan
from qdesign.mitigation.mitigate import bench_of, verdict_of
from qdesign.rows import find

METHODS = (
    ("zne", {}),
    ("zne", {"extrapolation": "linear", "scales": "1,2,3"}),
    ("zne", {"extrapolation": "polynomial", "scales": "1,2,3"}),
    ("zne", {"folding": "global"}),
    ("zne", {"invert_readout": False}),
    ("zne", {"extrapolation": "network"}),
    ("readout", {}),
    ("twirling", {}),
    ("cdr", {}),
    ("pec", {}),
)


@dataclass(frozen=True)
class Case:
    circuit: qd.Circuit
    observable: qd.Observable
    noise: qd.Noise
    method: str
    options: dict
    shots: int
    seed: int


def random_case(seed: int, *, most_qubits: int = 8) -> Case:
    rng = np.random.default_rng([seed, 20261127])
    n = int(rng.integers(4, most_qubits + 1))
    circuit = _circuit(rng, n)
    width = rng.choice([0.3, 1.0, np.pi])
    angles = {name: float(rng.uniform(-width, width)) for name in circuit.parameters}
    method, options = METHODS[seed % len(METHODS)]
    shots = int(rng.choice([1024, 8192, 8192, 32768]))
    return Case(
        circuit.bind(angles), _observable(rng, n), _noise(rng), method, options, shots, seed
    )


def _circuit(rng, n: int) -> qd.Circuit:
    kind = rng.integers(4)
    layers = int(rng.integers(1, 4))
    if kind == 0:
        return qd.ansatz.sim(int(rng.integers(1, 20)), num_qubits=n, layers=min(layers, 2))
    parts: list[str] = []
    if kind == 1:
        parts += [f"h {q}" for q in range(n)]
        for k in range(layers):
            parts += [f"rzz(g{k}) {q} {(q + 1) % n}" for q in range(n)]
            parts += [f"rx(b{k}) {q}" for q in range(n)]
    elif kind == 2:
        for k in range(layers):
            for q in range(n):
                parts += [f"ry(a{k}_{q}) {q}", f"rz(c{k}_{q}) {q}"]
            parts += [f"{rng.choice(['cx', 'cz'])} {q} {q + 1}" for q in range(n - 1)]
    else:
        for k in range(int(rng.integers(10, 60))):
            a, b = rng.choice(n, 2, replace=False)
            gate = rng.choice(["rx", "ry", "rz", "h", "cx", "rzz", "rxx", "crx"])
            wires = f"{a}" if gate in ("rx", "ry", "rz", "h") else f"{a} {b}"
            parts.append(f"{gate}(t{k}) {wires}" if "r" in gate else f"{gate} {wires}")
    return qd.Circuit.of(n, "; ".join(parts))


def _observable(rng, n: int) -> qd.Observable:
    kind = rng.integers(4)
    if kind == 0:
        return qd.problems.tfim(n, field=float(rng.uniform(0.3, 1.5))).observable
    if kind == 1:
        return qd.problems.heisenberg(n).observable
    if kind == 2:
        label = ["I"] * n
        for q in rng.choice(n, int(rng.integers(1, 3)), replace=False):
            label[q] = "Z"
        return qd.Observable({"".join(label): 1.0})
    labels = {"".join(rng.choice(list("IIIXYZ"), n)) for _ in range(8)} - {"I" * n}
    return qd.Observable({label: float(rng.normal()) for label in sorted(labels)})


def _noise(rng) -> qd.Noise:
    two = float(10 ** rng.uniform(-3, -1.4))
    one = two * float(rng.choice([0.0, 0.05, 0.2]))
    damping = float(rng.choice([0.0, 0.0, 1.0]) * 10 ** rng.uniform(-3.5, -1.7))
    read = float(rng.choice([0.0, 1.0, 1.0]) * 10 ** rng.uniform(-3, -1.2))
    kind = rng.integers(3)
    depolarizing = kind != 1
    return qd.Noise(
        {
            "depolarizing": {"1": one * depolarizing, "2": two * depolarizing},
            "amplitude_damping": {"1": damping / 2, "2": damping},
            "readout": {
                "one_for_zero": read,
                "zero_for_one": read * float(rng.choice([1.0, 2.0])),
            },
        }
    )


@dataclass(frozen=True)
class Truth:
    raw: float
    mitigated: float

    @property
    def ratio(self) -> float:
        return self.mitigated / max(self.raw, 1e-12)


def bench(case: Case) -> Bench:
    return bench_of(case.circuit, case.observable, None, case.noise)


def prepared(case: Case, of: Bench) -> Plan:
    row = find(Mitigation, case.method)
    return row.prepare(of, row.checked(case.options), case.seed)


def truth(case: Case, of: Bench, plan: Plan, *, runs: int = 400) -> Truth:
    """Root mean square errors over repetitions, against the exact ideal expectation.

    Of means of one distribution they are exact; else so many repetitions tell.
    """
    ideal = qd.Simulator(case.circuit, case.observable).expectation()
    raw = _error(of.machine, of.point, case.shots, ideal, invert=False)
    if case.method in ("readout", "twirling"):
        machine = getattr(plan, "machine", of.machine)
        return Truth(raw, _error(machine, of.point, case.shots, ideal, invert=True))
    rng = np.random.default_rng([case.seed, 77])
    made = np.array([plan.measure(case.shots, rng).value for _ in range(runs)])
    return Truth(raw, float(np.sqrt(np.mean((made - ideal) ** 2))))


def _error(machine: Machine, point: np.ndarray, shots: int, ideal: float, *, invert: bool) -> float:
    meter = machine.meter
    scores, numbers = meter.scores(invert=invert), split(shots, meter.groups)
    parts = zip(machine.distributions(point), scores, numbers, strict=True)
    spread = sum(float(p @ s**2 - (p @ s) ** 2) / number for p, s, number in parts)
    return float(np.sqrt((machine.mean(point, invert=invert) - ideal) ** 2 + spread))


def verdict(case: Case, of: Bench, plan: Plan):
    rng = np.random.default_rng([case.seed, 0x317])
    raw = of.machine.read(of.point, case.shots, rng)
    estimate = plan.measure(case.shots, rng)
    return verdict_of(of, plan, (raw.value, raw.error), estimate, case.seed)


ALIKE = 1.1
"""Errors that differ by less than this factor are alike: "cannot tell" is right there alone."""


def is_right(word: str, ratio: float) -> bool:
    if word == "cannot tell":
        return 1 / ALIKE < ratio < ALIKE
    return ratio < 1 if word == "helps" else ratio > 1


def _ring() -> qd.Circuit:
    parts = [f"h {q}" for q in range(4)]
    for k in range(2):
        parts += [f"rzz({0.5 + 0.2 * k}) {q} {(q + 1) % 4}" for q in range(4)]
        parts += [f"rx({0.9 - 0.3 * k}) {q}; rz({0.3 + 0.1 * q}) {q}" for q in range(4)]
    return qd.Circuit.of(4, "; ".join(parts))


def noisy(circuit: qd.Circuit, observable: qd.Observable, noise: qd.Noise) -> float:
    """The exact noisy expectation, by the simulator alone."""
    return qd.Simulator(circuit, observable, noise=noise).expectation()


RING = _ring()
NOISE = qd.Noise(
    {
        "depolarizing": {"1": 0.001, "2": 0.01},
        "amplitude_damping": {"1": 0.002, "2": 0.005},
        "readout": {"one_for_zero": 0.01, "zero_for_one": 0.03},
    }
)
H4 = qd.problems.tfim(4, field=0.8).observable
