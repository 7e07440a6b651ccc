"""Iris: two species of flowers, told apart by lengths of their leaves."""

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
from qdesign.rows import Option

_CLASSES: Final = ("versicolor-virginica", "setosa-versicolor", "setosa-virginica")
_FEATURES: Final = ("petal length", "petal width", "sepal length", "sepal width")
_SOURCE: Final = "R. A. Fisher, Iris, UCI Machine Learning Repository, doi:10.24432/C56C76"


def iris(
    classes: str = "versicolor-virginica",
    *,
    num_qubits: int = 4,
    features: int = 4,
    seed: int = 0,
    test_share: float = 0.3,
) -> Problem:
    """Two of the three species of iris, 50 rows each. Setosa is easily told from the others.

    Args:
        classes: two species, the first read as ⟨Z₀⟩ = 1.
        num_qubits: of the circuit.
        features: so many of petal length, petal width, sepal length and sepal width.
        seed: of the split into training and test rows.
        test_share: the share of rows to test.

    Raises:
        InvalidRequest: other classes, or a number out of bounds.

    Example:
        >>> iris().data
        LabeledData(100 rows, 30 of them to test, 4 features, versicolor or virginica)
    """
    return IRIS.problem(
        {
            "classes": classes,
            "num_qubits": num_qubits,
            "features": features,
            "seed": seed,
            "test_share": test_share,
        }
    )


@cache
def _stored() -> tuple[NDArray[np.float64], tuple[str, ...]]:
    """Lengths in cm in the order of features, shape (150, 4), and the species."""
    text = (files("qdesign") / "problems" / "data_sets" / "iris.csv").read_text(encoding="utf-8")
    rows = [line.split(",") for line in text.splitlines()[1:]]
    lengths = np.array([[float(cell) for cell in row[:4]] for row in rows])
    return lengths[:, [2, 3, 0, 1]], tuple(row[4] for row in rows)


@lru_cache(maxsize=64)
def _data(classes: str, features: int, seed: int, test_share: float) -> LabeledData:
    lengths, species = _stored()
    first, second = classes.split("-")
    kept = [k for k, name in enumerate(species) if name in (first, second)]
    labels = np.array([species[k] == second for k in kept], dtype=np.int64)
    is_test = split(labels, test_share, seed)
    table = as_angles(lengths[kept, :features], is_test)
    names = _FEATURES[:features]
    return LabeledData(table, labels, is_test, names, (first, second), _SOURCE, "CC BY 4.0")


def _named(classes: str, num_qubits: int, features: int, seed: int, test_share: float) -> Problem:
    first, second = classes.split("-")
    return Problem(
        f"Iris: {first} or {second}",
        Observable.from_sparse(num_qubits, {((0, "Z"),): 1.0}),
        data=_data(classes, features, seed, test_share),
        suggested=partial(_ansatz, features=features),
    )


def _ansatz(observable: Observable, features: int) -> Circuit:
    return reuploading(observable.num_qubits, features)


IRIS: Final = ProblemRow(
    name="iris",
    title="Iris",
    group="Labeled data",
    help="tell two species of flowers apart by four lengths, in cm",
    source="Fisher, Annals of Eugenics 7, 179 (1936); UCI, CC BY 4.0",
    options=(
        Option(
            name="classes",
            title="Classes",
            kind="choice",
            default=_CLASSES[0],
            choices=_CLASSES,
            titles=tuple(pair.replace("-", " or ") for pair in _CLASSES),
        ),
        *labeled_size(len(_FEATURES)),
        SEED,
        TEST_SHARE,
    ),
    make=_named,
    is_known_by_terms=False,
    is_labeled=True,
)
