"""A circuit beside the classical baseline, over several splits of labeled data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qdesign.cancelling import Cancel, is_cancelled
from qdesign.circuit import Circuit
from qdesign.convert.bodies import as_circuit
from qdesign.errors import Cancelled, InvalidRequest
from qdesign.problems.labeled_data import Accuracy, percent
from qdesign.problems.problem import Problem
from qdesign.showing.figures import frame
from qdesign.showing.tables import count, table
from qdesign.tune.labeled import data_of
from qdesign.tune.result import Optimization


@dataclass(frozen=True, slots=True)
class Splits:
    """Accuracies over several splits into training and test rows.

    Attributes:
        seeds: of the splits.
        circuit, baseline: accuracies of the trained circuit and of logistic regression, by split.
        test_share: test rows by training rows.
    """

    seeds: tuple[int, ...]
    circuit: tuple[Accuracy, ...]
    baseline: tuple[Accuracy, ...]
    test_share: float

    @property
    def better(self) -> str:
        """Which has the higher mean on test rows: "circuit", "baseline" or "cannot tell".

        The last where the means differ by less than two standard errors. Splits share rows, so the
        variance of a mean over k of them is (1/k + test rows / training rows) times theirs.

        Source: Nadeau and Bengio, Machine Learning 52, 239 (2003).
        """
        gain = self._tests(self.circuit) - self._tests(self.baseline)
        spread = float(gain.std(ddof=1)) if len(gain) > 1 else np.inf
        error = spread * (1 / len(gain) + self.test_share) ** 0.5
        if abs(gain.mean()) <= 2 * error:
            return "cannot tell"
        return "circuit" if gain.mean() > 0 else "baseline"

    def __repr__(self) -> str:
        parts = [f"circuit {self._words(self.circuit)}", f"baseline {self._words(self.baseline)}"]
        told = {"cannot tell": "cannot tell which is better"}.get(
            self.better, f"the {self.better} is better"
        )
        return f"Splits({count(len(self.seeds), 'split')}, test: {', '.join(parts)}; {told})"

    def _repr_html_(self) -> str:
        rows = [
            ("circuit", *self._both(self.circuit)),
            ("logistic regression", *self._both(self.baseline)),
        ]
        foot = f"Mean and standard deviation of {count(len(self.seeds), 'split')}, each exact. "
        return table(rows, heads=("", "train", "test"), foot=f"{foot}Better: {self.better}.")

    def to_pandas(self) -> Any:
        """A pandas DataFrame: a row a split, with the accuracies of both.

        Raises:
            MissingKit: pandas is not installed.
        """
        columns = {
            f"{name}_{part}": [getattr(each, part) for each in found]
            for name, found in (("circuit", self.circuit), ("baseline", self.baseline))
            for part in ("train", "test")
        }
        return frame({"seed": list(self.seeds), **columns}, index="seed")

    def _both(self, found: tuple[Accuracy, ...]) -> tuple[str, str]:
        return _spread([each.train for each in found]), self._words(found)

    def _words(self, found: tuple[Accuracy, ...]) -> str:
        return _spread([each.test for each in found])

    def _tests(self, found: tuple[Accuracy, ...]) -> NDArray[np.float64]:
        return np.array([each.test for each in found])


def _spread(shares: list[float]) -> str:
    spread = float(np.std(shares, ddof=1)) if len(shares) > 1 else 0.0
    return f"{percent(float(np.mean(shares)))} ± {percent(spread)}"


def over_splits(circuit: Circuit, problem: Problem, *, splits: int = 10, **options: Any) -> Splits:
    """Trains a circuit anew on each of several splits, beside logistic regression.

    Args:
        circuit: that has inputs.
        problem: of labeled data; its splits have seeds from its own on.
        splits: how many, 1 to 1,000.
        options: as `optimize` takes them. With `noise` rows are read with it, too.

    Raises:
        InvalidRequest: the problem is no labeled data.
        Cancelled: `cancel` said so before the last training began.

    Example:
        >>> from qdesign.problems import iris
        >>> problem = iris("setosa-versicolor", num_qubits=1, features=1)
        >>> over_splits(problem.ansatz, problem, splits=2).better
        'cannot tell'
    """
    from qdesign.tuning import optimize

    run: Any = optimize
    circuit = as_circuit(circuit)
    data = data_of(problem)
    if data is None:
        raise InvalidRequest("Splits are of labeled data, such as qd.problems.iris().")
    cancel, noise = options.get("cancel"), options.get("noise")
    _check_goes_on(cancel)
    found: list[tuple[int, Accuracy, Accuracy]] = []
    for each in problem.splits(splits):
        _check_goes_on(cancel)
        done: Optimization = run(circuit, each, **options)
        seed = int(each.options["seed"])
        found.append((seed, each.accuracy(circuit, done.values, noise=noise), each.baseline))
    seeds, ours, theirs = zip(*found, strict=True)
    tests = int(data.is_test.sum())
    return Splits(seeds, ours, theirs, tests / (len(data) - tests))


def _check_goes_on(cancel: Cancel) -> None:
    if is_cancelled(cancel):
        raise Cancelled("The comparison over splits was cancelled.")
