"""A circuit on labeled data → readings of its rows, and the loss that training lowers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from qdesign.circuit import Circuit
from qdesign.convert.bodies import as_circuit
from qdesign.errors import InvalidRequest
from qdesign.problems.labeled_data import Given, LabeledData
from qdesign.problems.problem import Problem
from qdesign.rows import rows
from qdesign.simulate.simulator import Simulator
from qdesign.tune.cost import Vector, by_two_gradients
from qdesign.tune.optimizer import Optimizer
from qdesign.tune.several import Frozen

if TYPE_CHECKING:
    from qdesign.simulate.noise import Noise


class LabeledCost:
    """The mean squared distance of (1 - ⟨Z₀⟩)/2 to the label, over the training rows.

    Its parameters are the weights: all that are no inputs. The gradient is exact, a product with
    the Hessian is the difference of two gradients. Where the distance is to an outcome's
    probability, this is the score of Brier.

    Source: Brier, Monthly Weather Review 78, 1 (1950).
    """

    def __init__(self, circuit: Circuit, problem: Problem, noise: Noise | None = None) -> None:
        data = data_of(problem)
        assert data is not None
        self.parameters = data.weights(circuit)
        self._simulator = Simulator(circuit, problem.observable, noise=noise)
        self.observable = self._simulator.observable
        self.formulas = self._simulator.formulas
        train = ~data.is_test
        self._signs = 1.0 - 2.0 * data.labels[train]
        names = self._simulator.parameters
        self._places = [names.index(name) for name in self.parameters]
        self._points = np.zeros((int(train.sum()), len(names)))
        put_inputs(self._points, names, data, train)

    def expectation(self, values: Vector) -> float:
        """The loss, 0 to 1."""
        self._points[:, self._places] = values
        away = self._simulator.expectations(self._points, threads=1) - self._signs
        return float(np.mean(away**2)) / 4

    def gradient(self, values: Vector) -> tuple[float, Vector]:
        """The loss with its derivatives, shape (num_weights,)."""
        self._points[:, self._places] = values
        loss, slope = 0.0, np.zeros(len(self.parameters))
        for point, sign in zip(self._points, self._signs.tolist(), strict=True):
            reading, slopes = self._simulator.gradient(point)
            loss += (reading - sign) ** 2
            slope += 2 * (reading - sign) * slopes[self._places]
        scale = 1 / (4 * len(self._points))
        return loss * scale, slope * scale

    def hessian_product(self, direction: Vector, values: Vector) -> Vector:
        """The Hessian times a direction, by two gradients."""
        return by_two_gradients(self, direction, values)


def readings(
    circuit: Circuit, problem: Problem, values: Given, noise: Noise | None = None
) -> Vector:
    """⟨Z₀⟩ of each row, training and test, float64, shape (k,).

    Args:
        circuit: that has inputs.
        problem: of labeled data.
        values: of the weights: by name, where inputs may stand beside, or in their order.
        noise: behind each gate; none when None.
    """
    circuit = as_circuit(circuit)
    data = data_of(problem)
    if data is None:
        raise InvalidRequest(f"{problem.name} is no labeled data.")
    known = data.weight_values(circuit, values)
    simulator = Simulator(circuit, problem.observable, noise=noise)
    names = simulator.parameters
    points = np.array([[known.get(name, 0.0) for name in names]] * len(data), dtype=np.float64)
    put_inputs(points, names, data, np.ones(len(data), dtype=bool))
    return simulator.expectations(points, threads=1)


def loss_of(data: LabeledData, found: Vector) -> float:
    """The loss of readings of all rows: that of the training rows."""
    train = ~data.is_test
    return float(np.mean((found[train] - (1.0 - 2.0 * data.labels[train])) ** 2)) / 4


def put_inputs(
    points: Vector, names: tuple[str, ...], data: LabeledData, chosen: NDArray[np.bool_]
) -> None:
    """Puts the features of chosen rows into the columns of their inputs."""
    table = data.features[chosen]
    for k, name in enumerate(data.inputs):
        if name in names:
            points[:, names.index(name)] = table[:, k]


def data_of(problem: object) -> LabeledData | None:
    """The labeled data that a problem is about; None for an energy."""
    return problem.data if isinstance(problem, Problem) else None


def check_takes_rows(row: Optimizer) -> None:
    """Refuses an optimizer that reads more of a circuit than its cost.

    Raises:
        InvalidRequest: in one sentence.
    """
    if row.takes_rows:
        return
    others = ", ".join(name for name, each in rows(Optimizer).items() if each.takes_rows)
    raise InvalidRequest(
        f"{row.title} needs one energy of one state, and labeled data have a loss over many. "
        f"Choose: {others}."
    )


def check_rows_here(**given: object) -> None:
    """Refuses what takes one energy of one state.

    Raises:
        InvalidRequest: for what is given and is not None.
    """
    for name, value in given.items():
        if value is not None:
            raise InvalidRequest(
                f"'{name}' is of one energy, and labeled data have a loss over many rows, which is "
                "exact. Leave it out."
            )


def checked_frozen(data: LabeledData, frozen: Frozen) -> Frozen:
    """What is frozen, where none of it is an input.

    Raises:
        InvalidRequest: an input is.
    """
    kept: Frozen = frozen
    if not isinstance(frozen, Mapping):
        kept = (frozen,) if isinstance(frozen, str) else tuple(frozen)
    for name in kept:
        if name in data.inputs:
            raise InvalidRequest(
                f"'{name}' is an input, which each row sets. Only weights can be frozen."
            )
    return kept


def with_inputs(data: LabeledData, circuit: Circuit, start: Given) -> dict[str, float] | None:
    """A start of weights with zeros for the inputs, in the order of the circuit's parameters."""
    if start is None:
        data.weights(circuit)
        return None
    known = data.weight_values(circuit, start)
    return {name: known.get(name, 0.0) for name in circuit.parameters}
