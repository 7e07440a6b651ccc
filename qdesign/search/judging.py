"""`judge`: a text that a person or a model wrote → is it a circuit, its energy, what it pays."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Final, Literal

from qdesign.circuit import Circuit
from qdesign.errors import InvalidText, QdesignError, TooLarge
from qdesign.pauli import Observable, as_observable
from qdesign.problems.problem import Problem
from qdesign.qasm.limits import TooMuch
from qdesign.showing.tables import some
from qdesign.simulate.simulator import Simulator

_MOST_TEXT: Final = 200_000
_MOST_QUBITS: Final = 16
_MOST_GATES: Final = 20_000
_MOST_OPERATIONS: Final = 2 * _MOST_GATES  # idle ones, such as barriers, too
_MOST_STEPS: Final = 3 * _MOST_GATES


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a text is worth.

    Attributes:
        outcome: valid; or no program that can be read (unreadable), one that is no answer
            (unfit: other qubits, no unitary, free parameters, too large).
        reward: what the rule of the judge pays; that of `unreadable` and `unfit` is its lowest.
        message: what is wrong, in one sentence; of a valid one a remark, such as that no gate uses
            an input, and mostly empty.
        line, column: where it cannot be read; None where that is not told or it is readable.
        energy: the expectation, exact; None where it is not valid.
        above: over the lowest energy, where that is known.
        num_gates, num_two_qubit: of the circuit.
        circuit: what was read; None where nothing was.
    """

    outcome: Literal["valid", "unreadable", "unfit"]
    reward: float
    message: str = ""
    line: int | None = None
    column: int | None = None
    energy: float | None = None
    above: float | None = None
    num_gates: int | None = None
    num_two_qubit: int | None = None
    circuit: Circuit | None = None

    def __repr__(self) -> str:
        told = (
            self.message
            if self.energy is None
            else f"energy {round(self.energy, 6) + 0:.6f}, exact. {self.message}".rstrip(". ")
        )
        return f"Judgement({self.outcome}, reward {self.reward:.4g}: {told})"


Rule = Callable[[float, float | None, Circuit], float]
"""What a valid circuit pays, from its energy, that over the lowest, and the circuit."""


class Judge:
    """Judges texts for one problem.

    Args:
        problem: whose energy counts, on up to 16 qubits.
        rule: what a valid circuit pays; when None 1 for the lowest energy, falling to 0 with the
            energy above it over the size of the observable, less k / (1000 + k) for k two-qubit
            gates, about 0.001 for each of few: above -1 whatever their number, and never below
            `lowest`.
        tune: are free parameters tuned? If not, a text that has some is unfit.
        lowest: what texts pay that are unreadable or unfit.

    Raises:
        TooLarge: more than 16 qubits.

    Example:
        >>> from qdesign import problems
        >>> judge = Judge(problems.get("ghz", num_qubits=2))
        >>> judge('OPENQASM 3.0; include "stdgates.inc"; qubit[2] q; h q[0]; cx q[0], q[1];')
        Judgement(valid, reward 0.999: energy 0.000000, exact)
        >>> judge("OPENQASM 3.0; qubit[2] q; hadamard q[0];").outcome
        'unreadable'
    """

    def __init__(
        self,
        problem: Problem | Observable,
        *,
        rule: Rule | None = None,
        tune: bool = False,
        lowest: float = -1.0,
    ) -> None:
        posed = problem if isinstance(problem, Problem) else Problem("", as_observable(problem))
        self.problem = posed
        self._observable = as_observable(posed)
        if self._observable.num_qubits > _MOST_QUBITS:
            raise TooLarge(
                f"Texts are judged on up to {_MOST_QUBITS} qubits, not on "
                f"{self._observable.num_qubits}."
            )
        self._size = sum(abs(weight) for _, weight in self._observable.terms) or 1.0
        self._exact = posed.quick_energy
        self._rule = rule
        self._tune, self._lowest = tune, lowest

    def __call__(self, text: str) -> Judgement:
        """The judgement on one text; never raises for what the text holds."""
        from qdesign.qasm.reader import read

        if not isinstance(text, str):  # pyright: ignore[reportUnnecessaryIsInstance]
            return self._unfit("unreadable", f"This is no text but {type(text).__name__}.")
        if len(text) > _MOST_TEXT:
            return self._unfit(
                "unfit", f"The text has {len(text):,} characters; {_MOST_TEXT:,} are judged."
            )
        try:
            circuit = read(text, max_size=_MOST_OPERATIONS, max_steps=_MOST_STEPS)
        except TooMuch as error:
            return self._unfit("unfit", str(error), error.line, error.column)
        except InvalidText as error:
            return self._unfit("unreadable", str(error), error.line, error.column)
        except QdesignError as error:
            return self._unfit("unreadable", str(error))
        try:
            return self._judged(circuit)
        except QdesignError as error:
            return self._unfit("unfit", str(error), circuit=circuit)

    def all(self, texts: Iterable[str]) -> list[Judgement]:
        """The judgements on several texts, in their order."""
        return [self(text) for text in texts]

    def _judged(self, circuit: Circuit) -> Judgement:
        bare = circuit.without_final_measurements()
        n = self._observable.num_qubits
        if bare.num_qubits != n:
            return self._unfit(
                "unfit",
                f"The circuit is on {bare.num_qubits} qubits and the problem on {n}.",
                circuit=circuit,
            )
        if not bare.is_unitary:
            return self._unfit(
                "unfit",
                "The circuit measures, resets or has conditions before its end.",
                circuit=circuit,
            )
        stats = bare.stats
        if stats.num_gates > _MOST_GATES:
            return self._unfit(
                "unfit",
                f"The circuit has {stats.num_gates:,} gates; {_MOST_GATES:,} are judged.",
                circuit=circuit,
            )
        if bare.used_parameters and not self._tune:
            return self._unfit(
                "unfit",
                f"The angle '{bare.used_parameters[0]}' is free. Put a number, or judge with "
                "tune=True.",
                circuit=circuit,
            )
        energy = self._energy(replace(bare, unused_parameters=()))
        above = None if self._exact is None else energy - self._exact
        if self._rule is None:
            reward = self._usual(energy, above, stats.num_two_qubit)
        else:
            reward = float(self._rule(energy, above, bare))
        return Judgement(
            outcome="valid",
            reward=reward,
            message=_remark(bare.unused_parameters),
            energy=energy,
            above=above,
            num_gates=stats.num_gates,
            num_two_qubit=stats.num_two_qubit,
            circuit=circuit,
        )

    def _energy(self, circuit: Circuit) -> float:
        if not circuit.parameters:
            return Simulator(circuit, self._observable).expectation([])
        from qdesign.tune.optimize import optimize

        return optimize(circuit, self._observable, seed=0).energy

    def _usual(self, energy: float, above: float | None, num_two_qubit: int) -> float:
        gap = energy + self._size if above is None else above
        gates = num_two_qubit / (1000 + num_two_qubit)
        return max(self._lowest, max(0.0, 1.0 - gap / self._size) - gates)

    def _unfit(
        self, outcome: Literal["unreadable", "unfit"], message: str, line: int | None = None,
        column: int | None = None, circuit: Circuit | None = None,
    ) -> Judgement:  # fmt: skip
        return Judgement(
            outcome=outcome, reward=self._lowest, message=message, line=line, column=column,
            circuit=circuit,
        )  # fmt: skip


def _remark(unused: tuple[str, ...]) -> str:
    """What is odd about a circuit that is valid all the same."""
    if not unused:
        return ""
    inputs = "The input" if len(unused) == 1 else "The inputs"
    return f"{inputs} {some(list(unused))} {'is' if len(unused) == 1 else 'are'} in no gate."


def judge(text: str, problem: Problem | Observable, *, tune: bool = False) -> Judgement:
    """The judgement on one text; of many for one problem `Judge` is quicker.

    Example:
        >>> from qdesign import problems
        >>> judge("nonsense", problems.get("tfim", num_qubits=2)).outcome
        'unreadable'
    """
    return Judge(problem, tune=tune)(text)
