"""Results about labeled data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LabeledResult:
    """The rows of labeled data, and how far the classical baseline comes.

    Attributes:
        rows: features of each row in radians, the values of the inputs x_0, x_1 and so on.
        labels: the class of each row, 0 or 1.
        tests: indices of the rows that are left out of training.
        features: their names.
        classes: the names of both.
        train, test: shares of the training and of the test rows that logistic regression reads
            rightly.
        source: where the rows are from, with their licence.
    """

    rows: tuple[tuple[float, ...], ...]
    labels: tuple[int, ...]
    tests: tuple[int, ...]
    features: tuple[str, ...]
    classes: tuple[str, str]
    train: float
    test: float
    source: str


@dataclass(frozen=True, slots=True)
class AccuracyResult:
    """How a circuit reads labeled data, exactly and without noise.

    Attributes:
        loss: the mean squared distance of (1 - ⟨Z₀⟩)/2 to the label, over the training rows.
        train, test: shares of the training and of the test rows that are read rightly.
        guesses: the class that each row is read as, 0 or 1.
    """

    loss: float
    train: float
    test: float
    guesses: tuple[int, ...]
