"""States of an ansatz at random values, many at once: what sampled figures are made of."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future
from functools import lru_cache
from itertools import islice
from time import perf_counter
from typing import Final, final

import numpy as np
from numpy.typing import NDArray

from qdesign.analyze.work import Work
from qdesign.circuit import Circuit
from qdesign.convert.bodies import as_circuit
from qdesign.errors import NotUnitary, TooLarge
from qdesign.process.threads import pool_of
from qdesign.rows import Option
from qdesign.simulate.simulator import Simulator

Complex = NDArray[np.complex128]
Real = NDArray[np.float64]

MAX_QUBITS: Final = 16
"""Of circuits of which thousands of states are run."""
RANGE: Final = "[0, 2π)"
"""From where each free parameter is drawn, evenly."""
SEED: Final = Option(
    name="seed", title="Seed", kind="integer", default=0, low=0, help="Of the random values"
)
_CHUNK: Final = 1 << 22
_MOST_SECONDS: Final = 600
_SECONDS_EACH: Final = 4e-10
"""For a gate and an amplitude, as measured on one core."""
_TRIED: Final = 64
_MOST_KEPT: Final = 1 << 25
"""Bytes of states that are kept for the next figure of the same circuit."""
_MOMENT: Final = 0.2
"""Seconds from which on two cores make states."""
_AHEAD: Final = 2
_TOLD: Final = 5
"""Seconds from which on it is told how many are left."""


def pure(circuit: Circuit, what: str) -> Circuit:
    """The circuit without measurements at its end.

    Args:
        circuit: or what plainly stands for one.
        what: the figure, as words in a sentence.

    Raises:
        NotUnitary: it measures, resets or has conditions before its end.
    """
    bare = as_circuit(circuit).without_final_measurements()
    if not bare.is_unitary:
        raise NotUnitary(
            "A circuit that measures, resets or has conditions before its end has no single state, "
            f"and so no {what}. Remove them first."
        )
    return bare


def checked_time(circuit: Circuit, count: int) -> float:
    """About how many seconds so many states of a circuit take; refused where that is long.

    Raises:
        TooLarge: more than ten minutes.
    """
    seconds = count * (circuit.num_operations + 1) * _SECONDS_EACH * 2.0**circuit.num_qubits
    if seconds > _MOST_SECONDS:
        raise TooLarge(
            f"{count:,} states of this circuit would take about {seconds / 60:,.0f} minutes; "
            f"at most {_MOST_SECONDS // 60} are taken. Ask for fewer."
        )
    return seconds


@final
class RandomStates:
    """States of a unitary circuit at free parameters drawn evenly from [0, 2π).

    Derived parameters follow the free ones. The same seed gives the same states, in whatever
    chunks they are taken.

    Raises:
        TooLarge: too many qubits, or more work than some minutes.
    """

    def __init__(self, circuit: Circuit, count: int, seed: int, work: Work) -> None:
        if circuit.num_qubits > MAX_QUBITS:
            raise TooLarge(
                f"{work.what} on {circuit.num_qubits} qubits is not sampled; at most "
                f"{MAX_QUBITS} qubits are taken. Use fewer."
            )
        seconds = checked_time(circuit, count)
        self.count: Final = count
        self._simulator: Final = Simulator(circuit, engine="statevector")
        self._bits: Final = np.random.PCG64(seed)
        self._work: Final = work
        width = 16 * (len(circuit.parameters) + (1 << circuit.num_qubits))
        self._chunk: Final = max(2, _CHUNK // width & ~1)
        is_small = 16 * count << circuit.num_qubits <= _MOST_KEPT
        self._known: Final = _known(circuit, seed) if is_small else None
        self._ahead: Final = min(_AHEAD, os.cpu_count() or 1) if seconds > _MOMENT else 1

    def __iter__(self) -> Iterator[Complex]:
        """All of them in chunks of shape (k, 2**n), k even but for the last."""
        chunks = self._chunks()
        began, made = perf_counter(), 0
        with pool_of(self._ahead) as pool:
            waiting: deque[Future[Complex] | Complex] = deque()
            for done in range(0, self.count, self._chunk):
                left = (perf_counter() - began) / made * (self.count - done) if made else 0.0
                about = f", about {left:,.0f} s left" if left > _TOLD else ""
                self._work.say(f"{done:,} of {self.count:,} states{about}")
                for each in islice(chunks, self._ahead - len(waiting)):
                    waiting.append(
                        pool.submit(self._made, *each) if isinstance(each, tuple) else each
                    )
                first = waiting.popleft()
                states = first.result() if isinstance(first, Future) else first
                made += len(states) if isinstance(first, Future) else 0
                yield states

    def _chunks(self) -> Iterator[tuple[int, Real] | Complex]:
        """Points of each chunk and its number, or its states where they are known."""
        num_parameters = len(self._simulator.parameters)
        rng = np.random.Generator(self._bits)
        for number, done in enumerate(range(0, self.count, self._chunk)):
            size = min(self._chunk, self.count - done)
            known = self._known.get(number) if self._known is not None else None
            # A shorter chunk is the last one, behind which nothing is drawn.
            if known is not None and len(known) >= size:
                self._bits.advance(size * num_parameters)
                yield known[:size]
            else:
                yield number, rng.uniform(0, 2 * np.pi, (size, num_parameters))

    def _made(self, number: int, points: Real) -> Complex:
        states = self._simulator.statevectors(points)
        if self._known is not None:
            self._known[number] = states
        return states


@lru_cache(maxsize=1)
def _known(circuit: Circuit, seed: int) -> dict[int, Complex]:
    """Chunks of the states that one circuit has at values from one seed; other figures add more."""
    del circuit, seed
    return {}


def fidelities(states: Complex) -> Real:
    """|⟨a|b⟩|² of each two neighbors, shape (k / 2,)."""
    overlaps = np.einsum("ka,ka->k", states[0::2].conj(), states[1::2])
    return np.minimum(np.abs(overlaps) ** 2, 1.0)


def are_real(states: Complex) -> bool | None:
    """Are all states real in some basis, up to their phases? None where too few tell.

    ⟨a|b⟩⟨b|c⟩⟨c|a⟩ is real then for any three, and it is a trigonometric polynomial in the values:
    where its imaginary part is 0 at random values, it is 0 everywhere.

    Source: Bargmann, J. Math. Phys. 5, 862 (1964), for the invariants.
    """
    tried = states[:_TRIED]
    if len(tried) < 8:
        return None
    first, second = np.einsum("ia,ja->ij", tried[:2].conj(), tried)
    triples = first[2:] * second[2:].conj() * second[0]
    seen = (np.abs(first[2:]) > 1e-6) & (np.abs(second[2:]) > 1e-6) & (abs(second[0]) > 1e-6)
    if (np.abs(triples.imag) > 1e-9 * np.abs(triples))[seen].any():
        return False
    return True if seen.sum() >= 4 else None


def meyer_wallach(states: Complex) -> Real:
    """2 - 2 × the mean purity of one qubit, of each state, shape (k,): 0 of products, at most 1.

    Source: Meyer, Wallach, quant-ph/0108104; Brennen, quant-ph/0305094, for the form by purities.
    """
    count, size = states.shape
    num_qubits = size.bit_length() - 1
    purity = np.zeros(count)
    for qubit in range(num_qubits):
        parts = states.reshape(count, -1, 2, 1 << qubit)
        ones = np.einsum("kab,kab->k", parts[:, :, 1].conj(), parts[:, :, 1]).real
        coherence = np.einsum("kab,kab->k", parts[:, :, 0].conj(), parts[:, :, 1])
        purity += 1 - 2 * ones * (1 - ones) + 2 * np.abs(coherence) ** 2
    return np.clip(2 - 2 * purity / num_qubits, 0, 1)


def haar_meyer_wallach(num_qubits: int) -> float:
    """The mean over Haar's states, (N - 2) / (N + 1)."""
    return 1 - 3 / (2.0**num_qubits + 1)
