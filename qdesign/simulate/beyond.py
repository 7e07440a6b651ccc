"""beyond.wasm with types: Pauli strings back through a circuit's turns, one by one or all at once.

`Surrogate` is a polynomial in the parameters; `Table` follows strings through quarter turns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from qdesign.circuit import Circuit
from qdesign.errors import Cancelled, InvalidAngle, TooLarge
from qdesign.simulate.chain import Chain
from qdesign.simulate.memory import free_memory, size_text
from qdesign.simulate.turns import Turns, turns_of
from qdesign.wasm import open_instance

Real = NDArray[np.float64]

_ALL: Final = 0xFFFFFFFF
_MEMORY, _NODES, _QUARTERS = 3, 5, 6
_ADDRESSABLE: Final = (4 << 30) - (64 << 20)
_WORK: Final = 2_000_000
"""Strings, at each turn anew, between two looks at whether somebody stopped it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What is followed of the strings; None where there is no limit.

    Attributes:
        max_weight: qubits that a string may act on.
        max_frequency: turns by a parameter that may have split a string on its way.
        max_terms: strings at one time; the largest are kept when there are a quarter more.
        max_nodes: parts of the polynomial; above it is refused.
        near: values at which sizes count; where None, it is the mean square over all values.
        min_size: strings with a smaller coefficient at `near` are cut.
    """

    max_weight: int | None = None
    max_frequency: int | None = None
    max_terms: int = 100_000
    max_nodes: int = 16_000_000
    near: Real | None = None
    min_size: float = 0.0


class _Held:
    """An instance with a circuit's turns, and values for them."""

    def __init__(self, circuit: Circuit, parameters: Sequence[str] | None) -> None:
        self.turns: Final[Turns] = turns_of(circuit, parameters)
        self.parameters: Final = self.turns.parameters
        self.num_qubits: Final = self.turns.num_qubits
        self._chain = Chain(self.parameters, self.turns.derived) if self.turns.derived else None
        self._instance = open_instance("beyond.wasm")
        self._functions = self._instance.functions
        data = np.frombuffer(self.turns.data, dtype=np.uint8)
        start = self._functions["begin"](data.size)
        if not start:
            raise _no_memory()
        self._instance.window(start, data.size, np.uint8).write(data)
        self._check(self._functions["take"](start, data.size))

    def _strings(self, masks: Sequence[tuple[int, int]]) -> None:
        """Write strings, given by their x and z masks."""
        words = -(-self.num_qubits // 64)
        start = self._functions["stringsAt"](len(masks))
        if not start:
            raise _no_memory()
        data = b"".join(mask.to_bytes(8 * words, "little") for pair in masks for mask in pair)
        self._instance.window(start, len(data), np.uint8).write(np.frombuffer(data, np.uint8))

    def _bind(self, values: Real) -> None:
        if self._chain is not None:
            values = np.concatenate((values, self._chain.values(values)))
        at = self._functions["valuesAt"]()
        self._instance.window(at, values.size, np.float64).write(values)

    def _read(self, at: int, count: int) -> Real:
        return self._instance.window(at, count, np.float64).read()

    def _check(self, status: int) -> None:
        if status == _MEMORY:
            raise _no_memory()
        if status == _NODES:
            raise TooLarge(
                "The polynomial of this circuit has more parts than are taken. Lower max_weight, "
                "max_frequency or max_terms, or take fewer terms."
            )
        if status == _QUARTERS:
            raise InvalidAngle(
                "An angle is no multiple of π/2 at these values, so that this is no Clifford "
                "circuit. Use another engine."
            )
        if status:
            raise AssertionError(f"beyond.wasm refused a circuit (status {status})")


class Surrogate(_Held):
    """Expectations of Pauli strings after a circuit, as a polynomial in cos and sin of its angles.

    Made once, going back from the end of the circuit; then each evaluation is one pass.

    Args:
        circuit: of any unitary gates of the table.
        masks: the strings, x mask and z mask each: bit k for qubit k, Y in both.
        weights: their coefficients, by which energies are summed and strings ranked.
        limits: what is followed.
        progress: told the share that is done, from 0 to 1.
        cancel: asked now and then; it is stopped where this gives True.

    Raises:
        NotUnitary, TooLarge: see `turns_of`; also where the polynomial is too large.
        Cancelled: `cancel` said so.
    """

    def __init__(
        self,
        circuit: Circuit,
        masks: Sequence[tuple[int, int]],
        weights: Real | None = None,
        *,
        limits: Limits | None = None,
        parameters: Sequence[str] | None = None,
        progress: Callable[[float], None] | None = None,
        cancel: Callable[[], bool] | None = None,
    ) -> None:
        super().__init__(circuit, parameters)
        limits = limits or Limits()
        self.num_strings: Final = len(masks)
        self._strings(masks)
        if weights is not None:
            self.weigh(weights)
        if limits.near is not None:
            self._bind(limits.near)
        self._check_memory(limits)
        status = self._functions["propagate"](
            _or_all(limits.max_weight),
            _or_all(limits.max_frequency),
            limits.max_terms,
            limits.max_nodes,
            int(limits.near is not None),
            limits.min_size,
        )
        self._check(status)
        self._advance(progress, cancel)
        self._check(self._functions["finish"]())

    def _check_memory(self, limits: Limits) -> None:
        terms = max(limits.max_terms, self.num_strings)
        needed = int(self._functions["bytesFor"](terms, float(limits.max_nodes)))
        free = min(free_memory(), _ADDRESSABLE)
        if needed > free:
            raise TooLarge(
                f"{terms:,} strings and {limits.max_nodes:,} parts of the polynomial "
                f"may need {size_text(needed)}; there are {size_text(free)}. Lower max_terms or "
                "max_nodes."
            )

    def _advance(
        self, progress: Callable[[float], None] | None, cancel: Callable[[], bool] | None
    ) -> None:
        left, total = self._functions["turnsLeft"](), max(1, self.turns.num_turns)
        while left:
            if cancel is not None and cancel():
                raise Cancelled("The propagation of Pauli strings was stopped.")
            self._check(self._functions["advance"](_WORK))
            left = self._functions["turnsLeft"]()
            if progress is not None:
                progress(1.0 - left / total)

    def weigh(self, weights: Real) -> None:
        """Other coefficients of the strings, float64, one each."""
        self._instance.window(self._functions["weightsAt"](), self.num_strings, np.float64).write(
            np.asarray(weights, dtype=np.float64)
        )

    def expectations(self, values: Real) -> Real:
        """The expectation of every string, float64, in their order."""
        self._bind(values)
        return self._read(self._functions["expect"](), self.num_strings)

    def gradient(self, values: Real) -> tuple[float, Real]:
        """Σ weight × expectation, and its derivatives by the parameters."""
        found = self.expectations(values)
        weights = self._read(self._functions["weightsAt"](), self.num_strings)
        count = len(self.parameters) + len(self.turns.derived)
        slopes = self._read(self._functions["slopes"](), count)
        if self._chain is not None:
            free = len(self.parameters)
            slopes = slopes[:free] + slopes[free:] @ self._chain.slopes(values)
        return float(found @ weights), slopes

    def bound(self, values: Real) -> float:
        """Σ weight × expectation is off by at most this: the sum of sizes of what was cut.

        Each string that was cut has an expectation between -1 and 1 before the rest of the circuit.
        """
        self._bind(values)
        self._functions["expect"]()
        return float(self._functions["weighCuts"]())

    def bounds(self, values: Real, rows: Iterable[Real]) -> Real:
        """The same of several sums: a row has the weights of one."""
        kept = self._read(self._functions["weightsAt"](), self.num_strings)
        self._bind(values)
        self._functions["expect"]()
        found: list[float] = []
        for row in rows:
            self.weigh(row)
            found.append(float(self._functions["weighCuts"]()))
        self.weigh(kept)
        return np.array(found)

    def lost_norm(self, values: Real) -> float:
        """Σ c² of what was cut at these values; Σ c² of an observable is kept where nothing is."""
        self.bound(values)
        return float(self._functions["cutSquares"]())

    @property
    def num_cut(self) -> int:
        """Strings that were cut; 0 where the polynomial is exact."""
        return int(self._functions["numCut"]())

    @property
    def rms_error(self) -> float:
        """Root mean square over all values of what was cut, where parameters are independent."""
        return float(np.sqrt(self._functions["cutMean"]()))

    @property
    def num_terms(self) -> int:
        """The most strings that there were at one time."""
        return self._functions["mostStrings"]()

    @property
    def num_nodes(self) -> int:
        """Parts of the polynomial, which an evaluation passes over."""
        return self._functions["nodesAlive"]()


class Table(_Held):
    """Pauli strings through a circuit of quarter turns, all at once.

    Example:
        >>> table = Table(Circuit.of(2, "h 0; cx 0 1"))
        >>> table.expectations([(0b11, 0), (0, 0b11), (0b11, 0b11)], np.zeros(0)).tolist()
        [1.0, 1.0, -1.0]
    """

    def __init__(self, circuit: Circuit, parameters: Sequence[str] | None = None) -> None:
        super().__init__(circuit, parameters)

    def expectations(self, masks: Sequence[tuple[int, int]], values: Real) -> Real:
        """Expectations of strings, each 0, 1 or -1.

        Raises:
            InvalidAngle: an angle is no multiple of π/2 at these values.
        """
        self._again()
        self._strings(masks)
        self._run(values)
        return self._read(self._functions["tableExpect"](), len(masks))

    def bloch_vectors(self, values: Real) -> Real:
        """(⟨X⟩, ⟨Y⟩, ⟨Z⟩) of each qubit, float64, shape (n, 3)."""
        self._again()
        self._check(self._functions["singles"](3))
        self._run(values)
        found = self._read(self._functions["tableExpect"](), 3 * self.num_qubits)
        return found.reshape(self.num_qubits, 3)

    def sample(self, shots: int, values: Real, seed: int) -> NDArray[np.uint8]:
        """Outcomes of measuring every qubit at the end, 0 or 1, shape (shots, n)."""
        self._again()
        self._check(self._functions["singles"](1))
        self._run(values)
        self._check(self._functions["prepareOutcomes"](seed & _ALL, seed >> 32 & _ALL))
        words = -(-self.num_qubits // 64)
        at = self._functions["draw"](shots)
        if not at:
            raise _no_memory()
        drawn = self._instance.window(at, 8 * words * shots, np.uint8).read()
        bits = np.unpackbits(drawn.reshape(shots, 8 * words), axis=1, bitorder="little")
        return bits[:, : self.num_qubits]

    def _again(self) -> None:
        """Take the circuit anew, so that memory of what was asked before is free."""
        data = np.frombuffer(self.turns.data, dtype=np.uint8)
        start = self._functions["begin"](data.size)
        self._instance.window(start, data.size, np.uint8).write(data)
        self._check(self._functions["take"](start, data.size))

    def _run(self, values: Real) -> None:
        self._bind(values)
        self._check(self._functions["fillTable"]())
        self._check(self._functions["runTable"]())


def _or_all(limit: int | None) -> int:
    return _ALL if limit is None else limit


def _no_memory() -> TooLarge:
    return TooLarge(
        "There is no memory left for these Pauli strings. Lower max_terms or max_nodes."
    )
