"""Random circuits with noise that Python and the page must take alike, also when they are tuned."""

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
from qdesign.simulate.channels import ROWS
from qdesign.simulate.noise import Noise
from qdesign.simulate.noisy import compile_noisy
from qdesign.simulate.simulator import Simulator
from qdesign.tune.landscape import landscape
from qdesign.tune.optimize import optimize

KINDS: Final = ("1", "2", "rx", "cx", "2@0,1", "cx@1,0", "1@0", "rz@1")
TUNED: Final = (
    "ry(a) 0; ry(b) 1; cx 0 1; rz(c) 1; rx(d) 0",
    "rx(a) 0; crz(2*a) 0 1; rxx(b) 1 2; ry(a + b) 2; cx 2 0; p(c) 0; ry(c) 1",
    "h 0; h 1; h 2; rzz(a) 0 1; rzz(a) 1 2; rx(2*b) 0; rx(2*b) 1; rx(2*b) 2; ry(c) 1; ccx 0 1 2",
    "ry(a) 0; ry(-a) 0; cry(b) 0 1; u(b, c, 0.3) 1; swap 0 1; rx(c/2) 0; cz 1 2; ry(d) 2",
)
"""Circuits that are tuned; each parameter in one gate or in several."""
STEPS: Final = 12
POINTS: Final = 6
KEYS: Final = (
    "1", "2", "3", "cx", "rx", "swap", "ccx", "measure", "barrier", "reset", "nothing", "", "@",
    "@0", "1@0", "1@0,1", "2@0", "2@3,0", "2@2,1,0", "2@0,0", "cx@1,0", "cx@0", "cx@0,1,2",
    "ccx@2,0,1", "rx@999", "rx@1000", "rx@4096", "rx@-1", "rx@1.0", "rx@a", "rx@", "cx@0,",
    "t1", "t2@4", "t1@0,1", "one_for_zero@2", "zero_for_one", "crosstalk", "crosstalk@0,1",
    "crosstalk@1", "crosstalk@1,0", "__proto__", "CX",
)  # fmt: skip
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


def tuned_cases(rng: random.Random, count: int) -> Iterator[dict[str, Any]]:
    """Landscapes with noise and steps of Adam under it, of circuits whose values start anywhere."""
    for k in range(count):
        body = Circuit.of(3, TUNED[k % len(TUNED)])
        made = noise(rng) if k else Noise({})
        terms = {"".join(rng.choice("IXYZ") for _ in range(3)): rng.uniform(-1, 1) for _ in "four"}
        observable = Observable(terms)
        document = Document(body, observable=observable).with_noise(made)
        names = body.parameters
        values = {name: rng.uniform(-3, 3) for name in names}
        x, y = rng.sample(range(len(names)), 2)
        given: dict[str, Any] = {"noise": made, "values": values, "points": POINTS}
        grid = landscape(body, observable, x=names[x], y=names[y], **given)
        ended = optimize(
            body,
            observable,
            method="adam",
            start=values,
            noise=made,
            max_steps=STEPS,
        )
        yield {
            "document": document.dumps(),
            "values": list(values.values()),
            "x": x,
            "y": y,
            "energies": grid.energies.tolist(),
            "lowest": grid.lowest,
            "steps": list(ended.energies[1:]),
        }


def key_cases() -> Iterator[dict[str, Any]]:
    """Keys of each channel, and how each is written where it is one."""
    for row in ROWS:
        for key in KEYS:
            rates: dict[str, float] = {key: 0.01}
            if row.needs and key.partition("@")[0] not in row.needs:
                rates[row.needs[0]] = 50.0
            try:
                written = Noise({row.name: rates}).to_json()[row.name]
                yield {
                    "channel": row.name,
                    "key": key,
                    "written": next(k for k, v in written.items() if v == 0.01),
                }
            except QdesignError:
                yield {"channel": row.name, "key": key, "written": None}
