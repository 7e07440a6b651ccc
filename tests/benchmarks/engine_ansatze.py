"""Ansätze of different shape, at n qubits, for the engine's benchmark."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np

import qdesign as qd
from qdesign.circuit import Circuit
from tests.benchmarks.engine_peers import ring


def gadgets(num_qubits: int, count: int = 24, weight: int = 4, seed: int = 0) -> Circuit:
    """Pauli gadgets as in UCC: basis changes, a ladder of CX, RZ, and back."""
    rng = np.random.default_rng(seed)
    parts: list[str] = []
    for k in range(count):
        wires = [int(q) for q in rng.permutation(num_qubits)[:weight]]
        letters = [str(letter) for letter in rng.choice(["X", "Y"], size=weight)]
        for q, letter in zip(wires, letters, strict=True):
            parts.append(f"h {q}" if letter == "X" else f"rx(pi/2) {q}")
        ladder = [f"cx {a} {b}" for a, b in itertools.pairwise(wires)]
        parts += [*ladder, f"rz(g_{k}) {wires[-1]}", *reversed(ladder)]
        for q, letter in zip(wires, letters, strict=True):
            parts.append(f"h {q}" if letter == "X" else f"rx(-pi/2) {q}")
    return Circuit.of(num_qubits, "; ".join(parts))


def brick(num_qubits: int, layers: int = 6) -> Circuit:
    """RX and RZ on every qubit, then RXX on neighbors, even and odd in turn."""
    parts: list[str] = []
    for layer in range(layers):
        parts += [f"rx(a_{layer}_{q}) {q}; rz(b_{layer}_{q}) {q}" for q in range(num_qubits)]
        parts += [f"rxx(c_{layer}_{q}) {q} {q + 1}" for q in range(layer % 2, num_qubits - 1, 2)]
    return Circuit.of(num_qubits, "; ".join(parts))


def scrambled(num_qubits: int, count: int = 200, seed: int = 0) -> Circuit:
    """Gates of eleven kinds on random wires."""
    rng = np.random.default_rng(seed)
    one = ("rx(p_{k}) {a}", "ry(p_{k}) {a}", "rz(p_{k}) {a}", "h {a}", "t {a}", "sx {a}")
    two = (
        "cx {a} {b}",
        "cz {a} {b}",
        "crx(p_{k}) {a} {b}",
        "rzz(p_{k}) {a} {b}",
        "cp(p_{k}) {a} {b}",
    )
    parts: list[str] = []
    for k in range(count):
        a, b = (int(q) for q in rng.permutation(num_qubits)[:2])
        parts.append(str(rng.choice([*one, *two])).format(k=k, a=a, b=b))
    return Circuit.of(num_qubits, "; ".join(parts))


def qaoa(num_qubits: int, layers: int = 4, density: float = 0.0, seed: int = 1) -> Circuit:
    """QAOA on a ring, or on a random graph of the given density."""
    rng = np.random.default_rng(seed)
    edges = [(q, (q + 1) % num_qubits) for q in range(num_qubits)]
    if density:
        pairs = [(a, b) for a in range(num_qubits) for b in range(a)]
        edges = [pair for pair in pairs if rng.random() < density]
    parts = [f"h {q}" for q in range(num_qubits)]
    for layer in range(layers):
        parts += [f"rzz(g_{layer}) {a} {b}" for a, b in edges]
        parts += [f"rx(2*b_{layer}) {q}" for q in range(num_qubits)]
    return Circuit.of(num_qubits, "; ".join(parts))


def ansatze(num_qubits: int) -> Iterator[tuple[str, Circuit]]:
    """All families of Sim, and the others."""
    for k in range(1, 20):
        yield f"sim {k}", qd.ansatz.sim(k, num_qubits=num_qubits, layers=2)
    yield "ring", ring(num_qubits)
    yield "QAOA ring", qaoa(num_qubits)
    yield "QAOA dense", qaoa(num_qubits, density=0.5)
    yield "gadgets", gadgets(num_qubits)
    yield "brick", brick(num_qubits)
    yield "random", scrambled(num_qubits)
