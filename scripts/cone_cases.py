"""Wide circuits with cones, energies, slopes and engines, which Python and the page share."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any, Final

from qdesign.circuit import Circuit
from qdesign.document import Document
from qdesign.pauli import Observable
from qdesign.simulate.engines.cones import Past, terms_of
from qdesign.simulate.simulator import Simulator

COUNT: Final = 20
TURNS: Final = ("rx(a{}) {}", "ry(2*a{}) {}", "rz(a{}+0.3) {}", "p(-a{}) {}")
FIXED: Final = ("h", "s", "sx", "t", "y")
PAIRS: Final = (
    "cx {} {}",
    "cz {} {}",
    "swap {} {}",
    "rzz(b) {} {}",
    "ryy(b/2) {} {}",
    "iswap {} {}",
)


WIDE: Final = 32
LADDER: Final = ";".join(f"cx {q} {q + 1}" for q in range(WIDE - 1))
TURNED: Final = ";".join(f"ry(a{q}) {q}" for q in range(WIDE))
CHOSEN: Final = (
    f"h 0; {LADDER}",
    "; ".join(f"h {q}; cz {q} {q ^ 1}" for q in range(WIDE)),
    f"{TURNED}; " + "; ".join(f"cz {q} {q ^ 1}" for q in range(WIDE)),
    "; ".join(f"h {q}" for q in range(WIDE)) + "; t 0; cx 0 1",
    ";".join(
        f"{TURNED}; {';'.join(f'rzz(b) {q} {(q + step) % WIDE}' for q in range(WIDE))}"
        for step in (5, 11, 7)
    ),
)
"""Clifford with wide cones and with narrow ones, shallow with parameters and without, and deep."""


def engine_cases() -> Iterator[dict[str, Any]]:
    """Circuits with the engine that finds the energy, of those that both have."""
    ends = Observable({"Z" + "I" * (WIDE - 2) + "Z": 1.0, "I" * (WIDE - 1) + "X": 0.5})
    for text in CHOSEN:
        circuit = Circuit.of(WIDE, text)
        yield {
            "document": Document(circuit, observable=ends).dumps(),
            "values": dict.fromkeys(circuit.parameters, 0.3),
            "engine": Simulator(circuit, ends).engine,
        }


def cone_cases(rng: random.Random) -> Iterator[dict[str, Any]]:
    """Circuits of 22 to 30 qubits, shallow, with the cone of each term."""
    for _ in range(COUNT):
        n = rng.randint(22, 30)
        circuit = Circuit.of(n, "; ".join(_gates(rng, n)))
        observable = Observable({_label(rng, n): rng.uniform(-2, 2) for _ in range(8)})
        values = [round(rng.uniform(-3, 3), 3) for _ in circuit.parameters]
        energy, slopes = Simulator(circuit, observable, engine="light_cone").gradient(values)
        past = Past(circuit.plain_operations)
        cones = [past.cone(letters) for letters, _ in terms_of(observable)]
        yield {
            "document": Document(circuit, observable=observable).dumps(),
            "values": dict(zip(circuit.parameters, values, strict=True)),
            "cones": [[list(each.wires), len(each.operations)] for each in cones if each],
            "energy": energy,
            "slopes": dict(zip(circuit.parameters, slopes.tolist(), strict=True)),
        }


def _gates(rng: random.Random, n: int) -> Iterator[str]:
    for _ in range(2):
        for q in range(n):
            yield rng.choice(TURNS).format(rng.randrange(12), q)
            if rng.random() < 0.3:
                yield f"{rng.choice(FIXED)} {q}"
        for q in range(rng.randrange(2), n - 1, 2):
            yield rng.choice(PAIRS).format(*rng.sample((q, q + 1), 2))


def _label(rng: random.Random, n: int) -> str:
    first = rng.randrange(n - 2)
    return (
        "I" * first + "".join(rng.choices("XYZI", k=2)) + rng.choice("XYZ") + "I" * (n - first - 3)
    )
