"""Logistic regression, the classical baseline of labeled data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Logistic:
    """A line between two classes.

    Attributes:
        mean, spread: of the training rows, shape (m,); features are measured by them.
        slopes, offset: shape (m,) and a number: the second class is said where the sum is above 0.
    """

    mean: NDArray[np.float64]
    spread: NDArray[np.float64]
    slopes: NDArray[np.float64]
    offset: float

    def guesses(self, features: NDArray[np.float64]) -> NDArray[np.int64]:
        """The classes of rows, int64, shape (k,)."""
        scores = (features - self.mean) / self.spread @ self.slopes + self.offset
        return np.asarray(scores > 0, dtype=np.int64)


def logistic_regression(features: NDArray[np.float64], labels: NDArray[np.int64]) -> Logistic:
    """The line with the lowest Σ log(1 + exp(-s f)) + |slopes|² / 2, where s is ±1 by the class.

    Args:
        features: shape (k, m); each is put to mean 0 and spread 1 first.
        labels: 0 or 1, shape (k,).

    Source: Hastie, Tibshirani, Friedman, The Elements of Statistical Learning (2009), 4.4; the
    penalty is that of scikit-learn's `LogisticRegression` with C = 1.
    """
    import scipy.optimize

    kit: Any = scipy.optimize  # scipy is typed in part

    mean, spread = features.mean(axis=0), features.std(axis=0)
    spread = np.where(spread > 0, spread, 1.0)
    table = np.column_stack([(features - mean) / spread, np.ones(len(features))])
    signs = 2.0 * labels - 1

    def loss(line: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margins = signs * (table @ line)
        kept = np.append(line[:-1], 0.0)
        pull = -signs / (1 + np.exp(np.clip(margins, -500, 500)))
        total = float(np.logaddexp(0, -margins).sum() + kept @ kept / 2)
        return total, np.asarray(pull @ table + kept)

    options = {"gtol": 1e-9, "ftol": 1e-15, "maxiter": 1000}
    first = np.zeros(table.shape[1])
    found = kit.minimize(loss, first, jac=True, method="L-BFGS-B", options=options)
    line = np.asarray(found.x, dtype=np.float64)
    return Logistic(mean, spread, line[:-1], float(line[-1]))
