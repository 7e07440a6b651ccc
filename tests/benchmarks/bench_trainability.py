"""Variances of gradients and Lie algebras, beside exact values and PennyLane."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

import pennylane as qml

from qdesign.analyze.gradient_variance import gradient_variance
from qdesign.analyze.lie_algebra import lie_algebra
from qdesign.circuit import Circuit
from qdesign.pauli import Observable
from tests.benchmarks.report import Row, interleaved

Words = list[dict[int, str]]


def rows() -> Iterable[Row]:
    yield from _toys()
    yield from _walks()
    yield from _algebras()


def _toys() -> Iterable[Row]:
    worst = 0.0
    for n in range(1, 11):
        labels = [format(k, f"0{n}b").replace("0", "I").replace("1", "Z") for k in range(2**n)]
        everything = Observable(dict.fromkeys(labels, -(2.0**-n)))
        found = gradient_variance(_toy(n), everything).value or 0.0
        worst = max(worst, abs(found - (3 / 8) ** (n - 1) / 8))
    yield Row.at_most("toy of Cerezo et al., global, n ≤ 10: error", goal=1e-9, measured=worst)
    worst = max(
        abs((gradient_variance(_toy(n), _local(n)).value or 0.0) - 1 / (8 * n * n))
        for n in range(1, 101)
    )
    yield Row.at_most("the same, local, n ≤ 100: error", goal=1e-9, measured=worst)
    worst = 0.0
    for n in range(2, 21):
        text = "; ".join(f"h {q}" for q in range(n)) + "; " + _text(_chain(n))
        observable = Observable({"I" * (n - 1) + "X": 1.0})
        found = gradient_variance(Circuit.of(n, text), observable, method="lie").value or 0.0
        worst = max(worst, abs(found - 1 / (2 * n - 1)))
    yield Row.at_most("free fermions, deep limit, n ≤ 20: error", goal=1e-9, measured=worst)


def _walks() -> Iterable[Row]:
    for n in (30, 100):
        start = time.perf_counter()
        found = gradient_variance(_toy(n), _local(n), method="clifford", parameter="t0")
        seconds = time.perf_counter() - start
        away = abs((found.value or 0.0) - 1 / (8 * n * n)) / (found.error or 1e-300)
        yield Row.at_most(
            f"walks on {n} qubits: standard errors off", goal=3, measured=away,
            note=f"{seconds:.2f} s",
        )  # fmt: skip
    n, text = 100, list[str]()
    for layer in range(20):
        text += [f"ry(a{layer}_{q}) {q}; rz(b{layer}_{q}) {q}" for q in range(n)]
        text += [f"cz {q} {q + 1}" for q in range(layer % 2, n - 1, 2)]
    circuit = Circuit.of(n, "; ".join(text))
    start = time.perf_counter()
    found = gradient_variance(circuit, _local(n))
    yield Row.at_most(
        "100 qubits, 20 layers, 4,000 parameters: time", goal=2,
        measured=time.perf_counter() - start, unit="s", note=repr(found),
    )  # fmt: skip


def _algebras() -> Iterable[Row]:
    right = 0
    for n in range(2, 7):
        for words in (_chain(n), _chain(n, ring=n > 2), _pairs(n, "XY"), _pairs(n, "XYZ")):
            mine = lie_algebra([_observable(n, word) for word in words]).dimension
            right += mine == len(list(qml.lie_closure(_pennylane(words), pauli=True)))
    yield Row.at_least(
        "words: dimensions as PennyLane's, n = 2 … 6, of 20", goal=20, measured=right
    )
    start = time.perf_counter()
    found = lie_algebra([_observable(12, word) for word in _chain(12)])
    seconds = time.perf_counter() - start
    yield Row.at_most(
        "chain of 12 qubits: time", goal=1, measured=seconds, unit="s", note=repr(found.type)
    )
    for n in (8, 10):
        yield _faster(f"chain of {n} qubits", n, _chain(n))
    yield _faster("ring of 8 qubits", 8, _chain(8, ring=True))


def _faster(name: str, n: int, words: Words) -> Row:
    calls: dict[str, Callable[[], object]] = {
        "ours": lambda: lie_algebra([_observable(n, word) for word in words]),
        "peer": lambda: qml.lie_closure(_pennylane(words), pauli=True),
    }
    times = interleaved(calls, seconds=0.5)
    return Row.at_least(
        f"{name}: times faster than PennyLane's lie_closure", goal=20,
        measured=times["peer"] / times["ours"], note=f"{times['peer']:.3g} s there",
    )  # fmt: skip


def _toy(n: int) -> Circuit:
    return Circuit.of(n, "; ".join(f"rx(t{k}) {k}" for k in range(n)))


def _local(n: int) -> Observable:
    return Observable({"I" * k + "Z" + "I" * (n - 1 - k): 1 / (2 * n) for k in range(n)})


def _chain(n: int, *, ring: bool = False) -> Words:
    bonds = [{q: "Z", (q + 1) % n: "Z"} for q in range(n if ring else n - 1)]
    return [*bonds, *({q: "X"} for q in range(n))]


def _pairs(n: int, letters: str) -> Words:
    return [{q: letter, q + 1: letter} for q in range(n - 1) for letter in letters]


def _text(words: Words) -> str:
    gates = [
        f"r{''.join(word.values()).lower()}(p{k}) {' '.join(map(str, word))}"
        for k, word in enumerate(words)
    ]
    return "; ".join(gates)


def _observable(n: int, word: dict[int, str]) -> Observable:
    return Observable({"".join(word.get(q, "I") for q in reversed(range(n))): 1.0})


def _pennylane(words: Words) -> list[qml.pauli.PauliSentence]:
    return [qml.pauli.PauliSentence({qml.pauli.PauliWord(word): 1.0}) for word in words]
