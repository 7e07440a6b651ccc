"""What a lowered circuit would give with the noise of its device, beside an ideal one."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

from qdesign.circuit import Circuit, Operation
from qdesign.errors import InvalidTarget
from qdesign.hardware.expected import expected
from qdesign.hardware.lower import Submission
from qdesign.hardware.provider import provider_of
from qdesign.hardware.target import Target
from qdesign.registers import outcome_text

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from qdesign.simulate.noise import Noise

EXACT_QUBITS: Final = 10
_MOST_SAMPLED: Final = 20
_SHOTS: Final = 8_192
_NOTHING: Final = 1e-12
_ALL: Final = 10**12
"""So many shots that no outcome is rare."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """What is to be expected of a job, by outcome, bit 0 rightmost.

    Attributes:
        ideal: exact probabilities of the likely outcomes on an ideal device; None where there is
            no one state, or above 16 qubits.
        noisy: probabilities with the noise of the gates and readouts in use, as calibrated, in
            Aer's model; None where the device is not described or too large to simulate.
        shots: those that `noisy` was sampled with; 0 where it is exact.
        total_variation: ½ Σ |p - q| of the two.
        fidelity: (Σ √(p q))², the Hellinger fidelity, as Qiskit defines it.
        why: what is missing, in words; empty where nothing is.
    """

    ideal: Mapping[str, float] | None
    noisy: Mapping[str, float] | None
    shots: int
    total_variation: float | None
    fidelity: float | None
    why: str = ""


def forecast(
    circuit: Circuit,
    values: Mapping[str, float] | Sequence[float] | None,
    made: Submission,
    target: Target,
) -> Forecast:
    """Ideal and noisy outcomes of a circuit that was lowered for a target.

    Args:
        circuit: as it was drawn.
        values: as it was lowered with.
        made: what `lower` made of it.
        target: what it was lowered for.
    """
    point = circuit.values_of(values)
    noisy, shots, why = _noisy(made, target)
    found = expected(circuit, point, tuple(noisy or ()), _ALL)
    if found is None:
        why = why or "There is no one ideal state: measured in between, or above 16 qubits."
        return Forecast(
            ideal=None, noisy=noisy, shots=shots, total_variation=None, fidelity=None, why=why
        )
    listed, rest = found
    ideal = {text: chance for text, chance in listed.items() if chance > _NOTHING}
    distance = fidelity = None
    if noisy is not None:
        distance = total_variation(ideal, noisy) + rest / 2
        fidelity = hellinger_fidelity(ideal, noisy)
    return Forecast(
        ideal=ideal,
        noisy=noisy,
        shots=shots,
        total_variation=distance,
        fidelity=fidelity,
        why=why,
    )


def total_variation(p: Mapping[str, float], q: Mapping[str, float]) -> float:
    """½ Σ |p - q| over the outcomes of both, from 0 to 1."""
    return sum(abs(p.get(key, 0.0) - q.get(key, 0.0)) for key in {*p, *q}) / 2


def hellinger_fidelity(p: Mapping[str, float], q: Mapping[str, float]) -> float:
    """(Σ √(p q))², from 0 to 1: 1 where both are the same."""
    return sum(math.sqrt(chance * q.get(key, 0.0)) for key, chance in p.items()) ** 2


def _noisy(made: Submission, target: Target) -> tuple[dict[str, float] | None, int, str]:
    row = provider_of(target)
    own = row.own_noise(made.options) if row.own_noise else None
    if row.run is not None and own is not None:
        if made.circuit.num_qubits <= EXACT_QUBITS and measures_last(made.circuit):
            return own_noise_exactly(made.circuit, own), 0, ""
        # The very run that the job makes.
        counts = row.run(
            made.text, target=target, shots=_SHOTS, seed=made.seed, options=made.options
        )
        return {text: count / _SHOTS for text, count in counts.items()}, _SHOTS, ""
    if provider_of(target).compiler_target is None:
        return None, 0, f"The noise of {target.name} is not described."
    if not target.basis_gates:
        return None, 0, f"{target.name} has no noise."
    used = made.circuit.used_qubits
    if len(used) > _MOST_SAMPLED:
        return None, 0, f"{len(used)} qubits are too many to simulate with noise."
    small = made.circuit.on_qubits(used)
    try:
        if len(used) <= EXACT_QUBITS and measures_last(small):
            return noisy_exactly(small, target, used), 0, ""
        return _sampled(small, target, used, made.seed), _SHOTS, ""
    except InvalidTarget as error:
        return None, 0, str(error)


def measures_last(circuit: Circuit) -> bool:
    """Does nothing but measurements at the end need a record, each bit written once?"""
    done: set[int] = set()
    bits: set[int] = set()
    for operation in circuit.plain_operations:
        if operation.gate == "barrier":
            continue
        if operation.gate == "reset" or operation.conditions or done & set(operation.wires):
            return False
        if operation.gate == "measure":
            if operation.clbits[0] in bits:
                return False
            done.update(operation.qubits)
            bits.update(operation.clbits)
    return bool(done)


def noisy_exactly(circuit: Circuit, target: Target, used: tuple[int, ...]) -> dict[str, float]:
    """From the density matrix, then each bit read with its error."""
    import numpy as np

    from qdesign.convert.qiskit import to_qiskit
    from qdesign.hardware.noise import noise_of, probabilities

    noise = noise_of(target, used)
    measures = [o for o in circuit.plain_operations if o.gate == "measure"]
    gates = [o for o in circuit.plain_operations if o.gate not in ("measure", "barrier")]
    qubits = [o.qubits[0] for o in measures]
    found = probabilities(to_qiskit(circuit.with_operations(gates)), noise=noise, qubits=qubits)
    table = found.reshape((2,) * len(qubits))  # the last axis is the first qubit
    facts = cast("dict[str, Any]", cast("Any", noise).to_dict())
    for error in facts["errors"]:
        if error["type"] == "roerror" and len(error["gate_qubits"][0]) == 1:
            (qubit,) = error["gate_qubits"][0]
            if qubit in qubits:
                axis = len(qubits) - 1 - qubits.index(qubit)
                read = np.asarray(error["probabilities"])  # prepared × read
                table = np.moveaxis(np.tensordot(table, read, axes=(axis, 0)), -1, axis)
    return _by_outcome(circuit, measures, table.reshape(-1))


def own_noise_exactly(circuit: Circuit, noise: Noise) -> dict[str, float]:
    """The same with noise of one's own behind each gate, readout errors included, in its order."""
    from qdesign.simulate.drawn import in_order
    from qdesign.simulate.simulator import Simulator

    measures = [o for o in circuit.plain_operations if o.gate == "measure"]
    gates = [o for o in circuit.plain_operations if o.gate not in ("measure", "barrier")]
    simulator = Simulator(in_order(circuit.with_operations(gates)), noise=noise)
    found = simulator.marginal([o.qubits[0] for o in measures])
    return _by_outcome(circuit, measures, found)


def _by_outcome(
    circuit: Circuit, measures: Sequence[Operation], flat: NDArray[np.float64]
) -> dict[str, float]:
    """Probabilities by outcome; bit k of an index is what the k-th measurement reads."""
    registers = circuit.declared.all_clbits(circuit.num_clbits)
    result: dict[str, float] = {}
    for index, chance in enumerate(flat):
        bits = [0] * circuit.num_clbits
        for k, operation in enumerate(measures):
            bits[operation.clbits[0]] = index >> k & 1
        result[outcome_text(bits, registers)] = float(chance)
    return result


def _sampled(
    circuit: Circuit, target: Target, used: tuple[int, ...], seed: int
) -> dict[str, float]:
    from qdesign.convert.qiskit import to_qiskit
    from qdesign.hardware.noise import noise_of, simulate

    counts = simulate(to_qiskit(circuit), noise=noise_of(target, used), shots=_SHOTS, seed=seed)
    return {text: count / _SHOTS for text, count in counts.items()}
