"""Handwritten digits: 0 or 1 by the principal components of 8 × 8 pixels."""

from __future__ import annotations

from functools import cache, lru_cache, partial
from importlib.resources import files
from typing import Final

import numpy as np
from numpy.typing import NDArray

from qdesign.circuit import Circuit
from qdesign.pauli import Observable
from qdesign.problems.labeled_data import LabeledData, as_angles, split
from qdesign.problems.labeled_options import SEED, TEST_SHARE, labeled_size
from qdesign.problems.named import ProblemRow
from qdesign.problems.problem import Problem
from qdesign.problems.reuploading import reuploading

_SIDE: Final = 8
_MOST: Final = 16
_SOURCE: Final = (
    "E. Alpaydin, C. Kaynak, Optical Recognition of Handwritten Digits, UCI Machine Learning "
    "Repository, doi:10.24432/C50P49"
)


def digits(
    *, num_qubits: int = 4, features: int = 4, seed: int = 0, test_share: float = 0.3
) -> Problem:
    """The digits 0 and 1 of 8 × 8 pixels, 360 rows.

    A feature is a principal component of the training rows, the one of largest variance first. Test
    rows have no part in finding them.

    Args:
        num_qubits: of the circuit.
        features: so many components, 1 to 16.
        seed: of the split into training and test rows.
        test_share: the share of rows to test.

    Raises:
        InvalidRequest: a number out of bounds.

    Example:
        >>> digits(features=2).data
        LabeledData(360 rows, 108 of them to test, 2 features, 0 or 1)

    Source: Pearson, Philosophical Magazine 2, 559 (1901).
    """
    return DIGITS.problem(
        {"num_qubits": num_qubits, "features": features, "seed": seed, "test_share": test_share}
    )


@cache
def _stored() -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Brightness of pixels, 0 to 16, shape (360, 64), and the digits."""
    text = (files("qdesign") / "problems" / "data_sets" / "digits.txt").read_text(encoding="utf-8")
    rows = [line.split() for line in text.splitlines()]
    pixels = np.array([[int(letter, 17) for letter in row[1]] for row in rows], dtype=np.float64)
    return pixels, np.array([int(row[0]) for row in rows], dtype=np.int64)


@lru_cache(maxsize=64)
def _data(features: int, seed: int, test_share: float) -> LabeledData:
    pixels, labels = _stored()
    is_test = split(labels, test_share, seed)
    train = pixels[~is_test]
    mean = train.mean(axis=0)
    axes = np.linalg.svd(train - mean, full_matrices=False)[2][:features]
    # The sign of an axis is a choice: the largest weight of a pixel is positive.
    largest = np.take_along_axis(axes, np.abs(axes).argmax(axis=1)[:, None], axis=1)
    table = as_angles((pixels - mean) @ (axes * np.sign(largest)).T, is_test)
    names = tuple(f"component {k + 1}" for k in range(features))
    return LabeledData(table, labels, is_test, names, ("0", "1"), _SOURCE, "CC BY 4.0")


def _named(num_qubits: int, features: int, seed: int, test_share: float) -> Problem:
    return Problem(
        "Digits: 0 or 1",
        Observable.from_sparse(num_qubits, {((0, "Z"),): 1.0}),
        data=_data(features, seed, test_share),
        suggested=partial(_ansatz, features=features),
    )


def _ansatz(observable: Observable, features: int) -> Circuit:
    return reuploading(observable.num_qubits, features)


DIGITS: Final = ProblemRow(
    name="digits",
    title="Digits",
    group="Labeled data",
    help=f"tell 0 from 1 by principal components of {_SIDE} × {_SIDE} pixels",
    source="Alpaydin and Kaynak, UCI Machine Learning Repository (1998), CC BY 4.0",
    options=(*labeled_size(_MOST), SEED, TEST_SHARE),
    make=_named,
    is_known_by_terms=False,
    is_labeled=True,
)
