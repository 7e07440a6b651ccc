"""Random circuits with noise that Python and the page must take alike."""

from __future__ import annotations

import base64
import random
from collections.abc import Callable, Iterator
from typing import Any, Final

import numpy as np

from qdesign.circuit import Circuit
from qdesign.document import Document
from qdesign.errors import QdesignError
from qdesign.pauli import Observable
from qdesign.simulate.noise import Noise
from qdesign.simulate.noisy import compile_noisy
from qdesign.simulate.simulator import Simulator

KINDS: Final = ("1", "2", "rx", "cx", "2@0,1", "cx@1,0", "1@0", "rz@1")
NUMBERS: Final = 8
"""Cases whose numbers are told, too."""


def noise(rng: random.Random) -> Noise:
    """Some channels at rates for some keys."""

    def rates(keys: tuple[str, ...], most: float) -> dict[str, float]:
        chosen = rng.sample(keys, rng.randint(1, 3))
        return {key: round(rng.uniform(0, most), 4) for key in chosen}

    channels: dict[str, dict[str, float]] = {
        "depolarizing": rates(KINDS, 0.1),
        "amplitude_damping": rates(KINDS, 0.1),
        "phase_damping": rates(KINDS, 0.1),
        "bit_flip": rates(KINDS, 0.1),
        "phase_flip": rates(KINDS, 0.1),
        "thermal": rates(KINDS, 1) | {"t1": 80.0, "t2": rng.choice((40.0, 130.0)), "t1@1": 70.0},
        "crosstalk": rates(("2", "cx", "2@0,1"), 0.2)
        | ({"crosstalk@1,2": 0.11} if rng.random() < 0.3 else {}),
        "readout": rates(("one_for_zero", "zero_for_one", "one_for_zero@1"), 0.1),
    }
    return Noise({name: channels[name] for name in rng.sample(list(channels), rng.randint(0, 4))})


def noise_cases(
    rng: random.Random, count: int, circuit: Callable[[random.Random], Circuit]
) -> Iterator[dict[str, Any]]:
    """Documents with noise and the bytes of their programs; null where they are refused."""
    told = 0
    for _ in range(count):
        body, made = circuit(rng), noise(rng)
        letters = "".join(rng.choice("IXYZ") for _ in range(body.num_qubits))
        document = Document(body, (), Observable({letters: 0.5})).with_noise(made)
        case: dict[str, Any] = {"document": document.dumps(), "program": None, "numbers": None}
        try:
            case["program"] = base64.b64encode(compile_noisy(body, made).data).decode()
            if told < NUMBERS:
                case["numbers"] = numbers(document, made)
                told += 1
        except QdesignError:  # no noise in it, or a formula without a value there
            pass
        yield case


def numbers(document: Document, made: Noise) -> dict[str, Any]:
    """What a circuit gives with noise at values as extension/test/live/fixtures.ts has them."""
    body = document.body
    assert isinstance(body, Circuit)
    simulator = Simulator(body, document.observable, noise=made)
    steps = np.arange(len(body.parameters))
    values = 0.4 + 0.7 * steps - 0.05 * steps**2
    qubits = tuple(range(min(2, body.num_qubits)))
    density = simulator.reduced_state(qubits, values)
    return {
        "probabilities": simulator.probabilities(values).tolist(),
        "bloch": simulator.bloch_vectors(values).ravel().tolist(),
        "density": np.stack([density.real, density.imag], -1).ravel().tolist(),
        "energy": simulator.expectation(values),
        "gradient": simulator.gradient(values)[1].tolist(),
    }
