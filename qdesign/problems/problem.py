"""A problem: an observable with the energy to reach, and an ansatz to try."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from qdesign.errors import InvalidRequest, TooLarge
from qdesign.given import given_whole
from qdesign.pauli import Observable, as_observable, term_rows
from qdesign.problems.graphs import ProblemGraph
from qdesign.problems.ground import ground_energy, lowest_bits
from qdesign.problems.labeled_data import Accuracy, Given, LabeledData, percent
from qdesign.problems.sector import Sector
from qdesign.problems.structured import structured_energy
from qdesign.rows import Value
from qdesign.showing.tables import count, number, table

if TYPE_CHECKING:
    from qdesign.circuit import Circuit

_MOST_SPLITS: Final = 1_000
_QUICK: Final = 8  # qubits whose lowest energy is found in a moment
_QUICK_STRUCTURE: Final = 200  # the same, where structure gives it


@dataclass(frozen=True, slots=True)
class Problem:
    """An observable to minimize.

    Attributes:
        name: what a person calls it: the row's title, and its options.
        observable: on `num_qubits` qubits; one of Qiskit's or PennyLane's is taken, too.
        row, options: the row of the catalog and the options that make it again; empty for none.
        sector: the states that the exact energy is the lowest of; None for all.
        warning: one sentence where a tuning can go wrong; empty for none.
        graph: that of a problem on one; node k is qubit k.
        data: rows to tell apart, where that is the problem: what is lowered is then the mean
            squared distance of (1 - ⟨Z₀⟩)/2 to the label, over the training rows.
        suggested: makes `ansatz` from the observable; None for one that fits anything a little.
    """

    name: str
    observable: Observable
    _known: float | None = field(default=None, compare=False, repr=False)
    row: str = field(default="", compare=False, repr=False)
    options: Mapping[str, Value] = field(
        default_factory=dict[str, Value], compare=False, repr=False
    )
    sector: Sector | None = field(default=None, compare=False, repr=False)
    warning: str = field(default="", compare=False, repr=False)
    graph: ProblemGraph | None = field(default=None, compare=False, repr=False)
    data: LabeledData | None = field(default=None, compare=False, repr=False)
    suggested: Callable[[Observable], Circuit] | None = field(
        default=None, compare=False, repr=False
    )

    def __post_init__(self) -> None:
        object.__setattr__(self, "observable", as_observable(self.observable))

    @property
    def num_qubits(self) -> int:
        """Qubits of the observable."""
        return self.observable.num_qubits

    def __repr__(self) -> str:
        if self.data is not None:
            return f"Problem({self.name!r}, {count(self.num_qubits, 'qubit')}, {self.data!r})"
        known = "" if self._known is None else f", exact energy {self._known:.6f}"
        if known and self.sector is not None:
            known += f" of {self.sector}"
        terms = count(len(self.observable.terms), "term")
        warning = f", warning: {self.warning}" if self.warning else ""
        return f"Problem({self.name!r}, {count(self.num_qubits, 'qubit')}, {terms}{known}{warning})"

    def _repr_html_(self) -> str:
        """The terms and the energy to reach, where that is known or found at once."""
        if self.data is not None:
            return _data_table(self.name, self.data)
        energy = self.quick_energy
        foot = f"{count(self.num_qubits, 'qubit')}; the rightmost letter is qubit 0."
        if energy is not None:
            of = "" if self.sector is None else f" of {self.sector}"
            foot += f" Lowest energy{of}: {number(energy)}, exact."
        if self.warning:
            foot += f" Warning: {self.warning}"
        heads = ("Pauli string", "coefficient")
        return table(term_rows(self.observable), title=self.name, heads=heads, foot=foot)

    @property
    def quick_energy(self) -> float | None:
        """The exact energy where it is known or found at once; else None."""
        if self._known is not None or self.num_qubits <= _QUICK:
            return self.exact_energy
        if self.data is not None or self.sector or self.num_qubits > _QUICK_STRUCTURE:
            return None
        found = structured_energy(self.observable)
        return None if found is None else found[0]

    @property
    def exact_energy(self) -> float | None:
        """The lowest eigenvalue of the observable, in its sector where it has one.

        None where no formula or structure is known and the observable is too large, and for
        labeled data: the lowest loss is not known.
        """
        if self.data is not None:
            return None
        if self._known is not None:
            return self._known
        try:
            return ground_energy(self.observable, self.sector)
        except TooLarge:
            return None

    @property
    def best(self) -> str | None:
        """Bits of lowest energy, the rightmost of qubit 0: the first of them where there are more.

        None where the observable has other letters than Z, or more than 24 qubits, and for labeled
        data.
        """
        if self.data is not None:
            return None
        try:
            return lowest_bits(self.observable)
        except TooLarge:
            return None

    @property
    def ansatz(self) -> Circuit:
        """A circuit to start with, in the problem's sector where it has one.

        Without a suggestion of its own: layers of RY and RZ with CX between.
        """
        from qdesign.ansatz import template

        if self.suggested is not None:
            return self.suggested(self.observable)
        return template("ry_rz_cx", num_qubits=self.num_qubits)

    @property
    def baseline(self) -> Accuracy:
        """How far logistic regression comes on the same rows and features.

        Raises:
            InvalidRequest: the problem is no labeled data.
        """
        return self._labeled.baseline

    def accuracy(self, circuit: Circuit, values: Given, *, noise: object = None) -> Accuracy:
        """How many rows a circuit reads as their class: the first where ⟨Z₀⟩ ≥ 0; exact.

        Args:
            circuit: that has inputs.
            values: of its weights, such as those of an optimization.
            noise: a `qd.Noise`, behind each gate; none when None.

        Raises:
            InvalidRequest: the problem is no labeled data, or the circuit has no input.
        """
        data = self._labeled
        # It stands above problems, and runs circuits.
        readings = importlib.import_module("qdesign.tune.labeled").readings
        return data.accuracy(data.guesses(readings(circuit, self, values, noise)))

    def splits(self, count: int = 10) -> tuple[Problem, ...]:
        """The same problem with so many other splits into training and test rows, 1 to 1,000.

        Example:
            >>> from qdesign.problems import iris
            >>> len({problem.baseline.test for problem in iris().splits(5)}) > 1
            True
        """
        from qdesign.problems.named import get

        first = int(self.options["seed"]) if self._labeled else 0
        number = given_whole(count, "The number of splits", low=1)
        if number > _MOST_SPLITS:
            raise InvalidRequest(f"At most {_MOST_SPLITS:,} splits are made, not {number:,}.")
        seeds = range(first, first + number)
        return tuple(get(self.row, **{**self.options, "seed": seed}) for seed in seeds)

    @property
    def _labeled(self) -> LabeledData:
        if self.data is None:
            raise InvalidRequest(
                f"{self.name} is no labeled data: it has an energy, not an accuracy."
            )
        return self.data


def _data_table(name: str, data: LabeledData) -> str:
    """Rows, classes, and how far the classical baseline comes."""
    tests = int(data.is_test.sum())
    baseline = data.baseline
    rows = [
        ("rows", f"{len(data) - tests} to train, {tests} to test"),
        ("classes", f"{data.classes[0]} (⟨Z₀⟩ = 1), {data.classes[1]} (⟨Z₀⟩ = −1)"),
        ("inputs", ", ".join(map(" = ".join, zip(data.inputs, data.feature_names, strict=True)))),
        ("logistic regression, train", percent(baseline.train)),
        ("logistic regression, test", percent(baseline.test)),
    ]
    return table(rows, title=name, foot=f"Accuracies are exact. {data.source}; {data.licence}.")
