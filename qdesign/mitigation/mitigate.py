"""The function `mitigate`: circuit, observable and noise → raw and mitigated expectations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final, cast

import numpy as np
from numpy.typing import NDArray

from qdesign.circuit import Circuit
from qdesign.convert.bodies import as_circuit
from qdesign.errors import InvalidObservable, InvalidRequest, TooLarge
from qdesign.given import given_whole
from qdesign.mitigation.bench import Bench
from qdesign.mitigation.method import Estimate, Mitigation, Plan
from qdesign.mitigation.result import Mitigated
from qdesign.mitigation.stand_ins import opened
from qdesign.mitigation.verdict import Judged, judge
from qdesign.pauli import Observable, as_observable
from qdesign.rows import Value, find
from qdesign.simulate.noise import Noise, as_noise
from qdesign.simulate.simulator import Simulator, Values

MOST_QUBITS: Final = 10
_MOST_SHOTS: Final = 1_000_000_000
_JUDGES: Final = 48
"""Stand-ins that the verdict is made of; fewer where each takes long."""


def mitigate(
    circuit: Circuit,
    observable: Observable,
    values: Values = None,
    *,
    noise: Noise,
    method: str = "zne",
    shots: int = 8192,
    seed: int = 0,
    **options: Value | Sequence[float] | NDArray[np.float64],
) -> Mitigated:
    """The expectation with noise as it is measured, and what a method makes of it.

    The raw and the mitigated expectation are measured apart, each with all the shots, so that they
    can be compared: the method splits its own over the circuits that it runs.

    Args:
        circuit: up to 10 qubits, unitary up to measurements at its end.
        observable: on as many qubits.
        values: radians of the circuit's parameters.
        noise: behind gates and at readout.
        method: a row of `qd.catalog("mitigation")`.
        shots: how many either expectation takes.
        seed: of the samples and of the random circuits.
        options: of the method; a list of numbers is taken for a text of them, such as `scales`.

    Raises:
        InvalidRequest: an unknown method or option, no noise, or too few shots.
        InvalidObservable: one of other qubits.
        NotUnitary: the circuit has conditions, or measures before its end.
        TooLarge: more than 10 qubits.

    Example:
        >>> noise = Noise({"depolarizing": {"2": 0.05}})
        >>> circuit = Circuit.of(2, "ry(0.4) 0; ry(0.9) 1; rzz(0.8) 0 1; rx(0.3) 0; rzz(0.4) 0 1")
        >>> found = mitigate(circuit, Observable({"ZZ": 1.0, "IX": 0.5}), noise=noise)
        >>> found.verdict, abs(found.mitigated - found.ideal) < abs(found.raw - found.ideal)
        ('helps', True)
    """
    row = find(Mitigation, method)
    checked = row.checked({name: _as_text(value) for name, value in options.items()})
    shots = given_whole(shots, "The number of shots", low=1)
    seed = given_whole(seed, "The seed")
    if shots > _MOST_SHOTS:
        raise TooLarge(f"{shots:,} shots were asked for; at most {_MOST_SHOTS:,} are taken.")
    circuit = as_circuit(circuit)
    bench = bench_of(circuit, observable, values, noise)
    plan = row.prepare(bench, checked, seed)
    rng = np.random.default_rng([seed, 0x317])
    raw = bench.machine.read(bench.point, shots, rng)
    estimate = plan.measure(shots, rng)
    judged = verdict_of(bench, plan, (raw.value, raw.error), estimate, seed)
    ideal = Simulator(circuit, bench.observable).expectation(values)
    return Mitigated(row.name, row.title, shots, raw, estimate, judged, ideal)


def _as_text(value: object) -> object:
    """A list of numbers as a text with commas; all else as it is."""
    if not isinstance(value, (list, tuple, np.ndarray)):
        return value
    return ",".join(map(str, cast("Sequence[object]", value)))


def bench_of(circuit: Circuit, observable: Any, values: Values, noise: Any) -> Bench:
    """The circuit with its values, made ready to be measured."""
    observable = as_observable(observable, num_qubits=circuit.num_qubits, names=circuit.qubit_names)
    if observable.num_qubits != circuit.num_qubits:
        raise InvalidObservable(
            f"The observable is on {observable.num_qubits} qubits and the circuit on "
            f"{circuit.num_qubits}. Write one letter a qubit."
        )
    if circuit.num_qubits > MOST_QUBITS:
        raise TooLarge(
            f"Mitigation is tried out on up to {MOST_QUBITS} qubits, and the circuit has "
            f"{circuit.num_qubits}. Use a smaller circuit of the same form."
        )
    if noise is None:
        raise InvalidRequest(
            "Mitigation needs the noise: give one, such as qd.Noise({'depolarizing': 0.01})."
        )
    bound = circuit.bind(circuit.values_of(_plain(values)))
    return Bench(opened(bound), observable, as_noise(noise))


def _plain(values: Values) -> Any:
    return values.tolist() if isinstance(values, np.ndarray) else values


def verdict_of(
    bench: Bench, plan: Plan, raw: tuple[float, float], estimate: Estimate, seed: int
) -> Judged:
    """The verdict on an estimate, from what was measured, the rates and stand-ins."""
    count = max(16, _JUDGES >> max(0, 2 * (bench.observable.num_qubits - 8)))
    stand_ins = bench.stand_ins(count, seed + 1)
    points = stand_ins.points
    scale = sum(abs(value) for label, value in bench.observable.terms if set(label) != {"I"})
    judged = judge(
        raw,
        (estimate.value, estimate.error),
        ideal=stand_ins.ideal,
        raw_means=bench.machine.means(points),
        mitigated_means=plan.expected(points),
        scale=scale,
    )
    # What differs then is one draw of the shots from another.
    return judged if plan.changes else replace(judged, word="cannot tell", is_same=True)
