"""Rows with features and labels: what a circuit that classifies is trained and tested on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from qdesign.circuit import Circuit, values_for
from qdesign.errors import InvalidRequest
from qdesign.given import given_whole
from qdesign.problems.inputs import feature_of, input_of
from qdesign.problems.logistic import logistic_regression

Table = NDArray[np.float64]
Given = Mapping[str, float] | Sequence[float] | Table | None


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How many rows are read as their class.

    Attributes:
        train, test: shares of the training and of the test rows, 0 to 1.
    """

    train: float
    test: float

    def __repr__(self) -> str:
        return f"Accuracy(train {percent(self.train)}, test {percent(self.test)}, exact)"


def percent(share: float) -> str:
    """A share as `94.7 %`."""
    return f"{100 * share:.1f} %"


@dataclass(frozen=True, slots=True, eq=False)
class LabeledData:
    """Rows of two classes. A circuit takes feature k as its input, the parameter `x_k`.

    Attributes:
        features: float64, shape (k, m), radians: training rows go from 0 to π in each.
        labels: int64, shape (k,): 0 for the first class, 1 for the second.
        is_test: bool, shape (k,): rows that are left out of training.
        feature_names: m names.
        classes: of the labels 0 and 1.
        source, licence: of the rows.
    """

    features: Table
    labels: NDArray[np.int64]
    is_test: NDArray[np.bool_]
    feature_names: tuple[str, ...]
    classes: tuple[str, str]
    source: str
    licence: str

    def __repr__(self) -> str:
        tests = int(self.is_test.sum())
        return (
            f"LabeledData({len(self)} rows, {tests} of them to test, "
            f"{len(self.feature_names)} features, {self.classes[0]} or {self.classes[1]})"
        )

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def inputs(self) -> tuple[str, ...]:
        """The parameters that stand for the features: x_0, x_1 and so on."""
        return tuple(map(input_of, range(len(self.feature_names))))

    def values(self, row: int) -> dict[str, float]:
        """The inputs of a row, radians by name.

        Raises:
            InvalidRequest: there is no such row.
        """
        place = given_whole(row, "A row")
        if place >= len(self):
            raise InvalidRequest(f"There is no row {place}; they are 0 to {len(self) - 1}.")
        return dict(zip(self.inputs, self.features[place].tolist(), strict=True))

    def weights(self, circuit: Circuit) -> tuple[str, ...]:
        """The parameters of a circuit that are trained: all but the inputs.

        Raises:
            InvalidRequest: the circuit has no input, or one of a feature that rows do not have.
        """
        inputs, named = self.inputs, set(circuit.parameters)
        known = inputs[0] if len(inputs) == 1 else f"{inputs[0]} to {inputs[-1]}"
        for name in circuit.parameters:
            if feature_of(name) is not None and name not in inputs:
                raise InvalidRequest(
                    f"'{name}' names an input, and rows have {known}. Rename it, or take more "
                    "features."
                )
        if not named.intersection(inputs):
            raise InvalidRequest(
                f"The circuit has no input ({known}), so it cannot tell rows apart. Write one into "
                "an angle, or take the suggested ansatz."
            )
        return tuple(name for name in circuit.parameters if name not in inputs)

    def weight_values(self, circuit: Circuit, given: Given) -> dict[str, float]:
        """Values of the weights: by name, where inputs may stand beside, or in their order."""
        if isinstance(given, Mapping):
            given = {name: value for name, value in given.items() if name not in self.inputs}
        return values_for(self.weights(circuit), given)  # type: ignore[arg-type]

    def guesses(self, readings: Table) -> NDArray[np.int64]:
        """The classes that ⟨Z₀⟩ of each row says: the first where it is 0 or above."""
        return np.asarray(readings < 0, dtype=np.int64)

    def accuracy(self, guesses: NDArray[np.int64]) -> Accuracy:
        """How many of the classes that were said of all rows, shape (k,), are right."""
        right = guesses == self.labels
        return Accuracy(float(right[~self.is_test].mean()), float(right[self.is_test].mean()))

    @property
    def baseline(self) -> Accuracy:
        """How far logistic regression comes on the same features, trained on the same rows."""
        train = ~self.is_test
        model = logistic_regression(self.features[train], self.labels[train])
        return self.accuracy(model.guesses(self.features))


def split(labels: NDArray[np.int64], test_share: float, seed: int) -> NDArray[np.bool_]:
    """Which rows are to test: the same share of each class, drawn from the seed; bool, (k,)."""
    rng = np.random.default_rng(seed)
    is_test = np.zeros(len(labels), dtype=bool)
    for label in (0, 1):
        rows = rng.permutation(np.flatnonzero(labels == label))
        is_test[rows[: max(1, int(test_share * len(rows) + 0.5))]] = True
    return is_test


_FLAT: Final = 1e-12


def as_angles(features: Table, is_test: NDArray[np.bool_]) -> Table:
    """Each feature so that the training rows go from 0 to π; test rows may go beyond."""
    train = features[~is_test]
    low, high = train.min(axis=0), train.max(axis=0)
    width = np.where(high - low > _FLAT, high - low, 1.0)
    return np.asarray(np.pi * (features - low) / width)
