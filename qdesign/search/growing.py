"""A problem and actions → circuits that grow by an action, with all angles tuned anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from qdesign.angle import Angle
from qdesign.cancelling import Cancel, is_cancelled
from qdesign.circuit import Circuit, Operation
from qdesign.errors import Cancelled, InvalidRequest, TooLarge
from qdesign.problems.problem import Problem
from qdesign.process.threads import one_thread
from qdesign.search.actions import Action
from qdesign.simulate.simulator import Simulator
from qdesign.tune.adapt import given_start

MOST_QUBITS: Final = 14
MOST_GATES: Final = 200
_KICK: Final = 0.2
"""Radians by which angles are moved before they are tuned: zeros are often saddles."""
_MOST_STEPS: Final = 60
_PRECISE: Final = 1e-11

Real = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Grown:
    """A circuit that grew from a start by actions, tuned.

    Attributes:
        taken: numbers of the actions, in their order.
        circuit: its parameters are theta_0, theta_1, … in the order in which they were added.
        values: of its parameters, radians, where it was tuned to.
        energy: the expectation there, exact.
    """

    taken: tuple[int, ...]
    circuit: Circuit
    values: tuple[float, ...]
    energy: float


class Grower:
    """Grows circuits for a problem, and remembers those that it has grown.

    Args:
        problem: what is minimized.
        actions: what may be added.
        start: a circuit to grow from; |0…0⟩ when None.
        seed: for where tuning begins.
        cancel: a function or an event, asked at each circuit.

    Raises:
        TooLarge: more than 14 qubits.
        InvalidRequest: no actions, or some on another number of qubits.
    """

    def __init__(
        self, problem: Problem, actions: Sequence[Action], *, start: Circuit | None = None,
        seed: int = 0, cancel: Cancel = None,
    ) -> None:  # fmt: skip
        self.problem = problem
        self.observable = problem.observable
        self.actions = tuple(actions)
        self.num_circuits = 0
        self.num_evaluations = 0
        n = self.observable.num_qubits
        if n > MOST_QUBITS:
            raise TooLarge(
                f"Circuits are searched on up to {MOST_QUBITS} qubits, not on {n}. Take a smaller "
                "problem."
            )
        if not self.actions:
            raise InvalidRequest("There is nothing to add. Give one action or more.")
        if other := [a for a in self.actions if a.circuit.num_qubits != n]:
            raise InvalidRequest(
                f"The action '{other[0].label}' is on {other[0].circuit.num_qubits} qubits and the "
                f"problem on {n}. Give actions on as many."
            )
        self._seed, self._cancel = seed, cancel
        self._known: dict[tuple[int, ...], Grown] = {}
        circuit = Circuit(n) if start is None else given_start(start, n)
        self.first = self._tuned((), circuit, np.zeros(len(circuit.parameters)))

    @property
    def exact_energy(self) -> float | None:
        """The lowest energy, where it is known at once."""
        return self.problem.quick_energy

    def follows(self, grown: Grown, action: int) -> bool:
        """Is the action worth adding: is it not the one that these wires had last?"""
        one = self.actions[action]
        if not one.merges:
            return True
        for taken in reversed(grown.taken):
            last = self.actions[taken]
            if set(last.wires) & set(one.wires):
                same = last.kind == one.kind and set(last.wires) == set(one.wires)
                return not (same and (one.is_symmetric or last.wires == one.wires))
        return True

    def key(self, grown: Grown) -> tuple[tuple[int, int], ...]:
        """Equal for circuits that differ in the order of actions on other qubits alone."""
        level: dict[int, int] = {}
        placed: list[tuple[int, int]] = []
        for taken in grown.taken:
            wires = self.actions[taken].wires
            own = 1 + max((level.get(q, 0) for q in wires), default=0)
            level.update(dict.fromkeys(wires, own))
            placed.append((own, taken))
        return tuple(sorted(placed))

    def grown(self, before: Grown, action: int) -> Grown:
        """With one action more, all angles tuned from where they are.

        Raises:
            Cancelled: `cancel` said so.
        """
        taken = (*before.taken, action)
        known = self._known.get(taken)
        if known is not None:
            return known
        if is_cancelled(self._cancel):
            raise Cancelled("The search was cancelled.")
        added = _renamed(self.actions[action].circuit, before.circuit)
        circuit = before.circuit.then(added)
        new = len(circuit.parameters) - len(before.values)
        found = self._tuned(taken, circuit, np.array([*before.values, *[0.0] * new]))
        self._known[taken] = found
        return found

    def built(self, taken: Sequence[int]) -> Grown:
        """The circuit of several actions, tuned once, at its end.

        Raises:
            Cancelled: `cancel` said so.
        """
        if is_cancelled(self._cancel):
            raise Cancelled("The search was cancelled.")
        circuit = self.first.circuit
        for action in taken:
            circuit = circuit.then(_renamed(self.actions[action].circuit, circuit))
        new = len(circuit.parameters) - len(self.first.values)
        return self._tuned(tuple(taken), circuit, np.array([*self.first.values, *[0.0] * new]))

    def _tuned(self, taken: tuple[int, ...], circuit: Circuit, start: Real) -> Grown:
        simulator = Simulator(circuit, self.observable)
        self.num_circuits += 1
        if not start.size:
            self.num_evaluations += 1
            return Grown(taken, circuit, (), simulator.expectation(start))
        import scipy.optimize

        kit: Any = scipy.optimize  # typed in part

        rng = np.random.default_rng([self._seed, *taken])
        kicked = start + rng.uniform(-_KICK, _KICK, start.size)
        with one_thread():
            found = kit.minimize(
                simulator.gradient, kicked, jac=True, method="L-BFGS-B",
                options={"maxiter": _MOST_STEPS, "gtol": 1e-7, "ftol": _PRECISE},
            )  # fmt: skip
        self.num_evaluations += int(found.nfev)
        return Grown(taken, circuit, tuple(map(float, found.x)), float(found.fun))


def _renamed(added: Circuit, before: Circuit) -> Circuit:
    """With parameters named on from those that are there."""
    taken = set(before.parameters)
    number = len(taken)
    names: dict[str, Angle] = {}
    for own in added.parameters:
        while f"theta_{number}" in taken:
            number += 1
        names[own] = Angle.parameter(f"theta_{number}")
        number += 1
    return added.substitute(names) if names else added


def kinds(actions: Sequence[Action]) -> tuple[str, ...]:
    """Their kinds, each once, in their order."""
    return tuple(dict.fromkeys(action.kind for action in actions))


def gates_of(circuit: Circuit) -> list[Operation]:
    """The gates of a circuit, barriers left out."""
    return [o for o in circuit.plain_operations if o.gate != "barrier"]
