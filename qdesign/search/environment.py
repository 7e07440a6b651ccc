"""A search as a game: circuits are states, actions are moves, and how much an energy falls pays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, final

import numpy as np
from numpy.typing import NDArray

from qdesign.circuit import Circuit
from qdesign.document import Document
from qdesign.errors import InvalidRequest
from qdesign.given import given_number, given_whole
from qdesign.kits import GYMNASIUM
from qdesign.pauli import Observable, as_observable
from qdesign.problems.problem import Problem
from qdesign.search.actions import Action
from qdesign.search.growing import MOST_GATES, Grower, Grown, kinds
from qdesign.search.searching import chosen
from qdesign.showing.drawing import image, svg
from qdesign.showing.tables import table

Marks = NDArray[np.float32]
_MARKS: Final = 3  # of a wire: not on it, first wire, a further one


@dataclass(frozen=True, slots=True)
class Reward:
    """What a move pays, as numbers that a person can change.

    Attributes:
        energy: for each unit by which the energy falls.
        gate: for each operation that is added.
        two_qubit: for each two-qubit gate that is added, besides.
        parameter: for each free angle that is added.
        reached: once, where the energy is within the tolerance of the lowest.
    """

    energy: float = 1.0
    gate: float = 0.0
    two_qubit: float = -0.01
    parameter: float = 0.0
    reached: float = 1.0

    def of(self, before: Grown, after: Grown, *, is_reached: bool) -> float:
        """What the move from one circuit to the next pays."""
        old, new = before.circuit.stats, after.circuit.stats
        return (
            self.energy * (before.energy - after.energy)
            + self.gate * (new.num_gates - old.num_gates)
            + self.two_qubit * (new.num_two_qubit - old.num_two_qubit)
            + self.parameter * (len(after.values) - len(before.values))
            + (self.reached if is_reached else 0.0)
        )


@final
class Environment:
    """Architecture search as agents of reinforcement learning play it.

    `reset` and `step` take and give what Gymnasium's environments do; `to_gymnasium` makes one of
    these, for kits that ask for its classes.

    Args:
        problem: what is minimized, on up to 14 qubits.
        actions: the name of a pool, names of gates, or actions; h, cx, rx, ry and rz on all qubits
            when None.
        start: a circuit to begin with; when None |0…0⟩, with a pool what that begins with.
        max_gates: moves of one game, 1 to 200.
        tolerance: a game is won within this of the lowest energy.
        reward: what moves pay.

    Example:
        >>> from qdesign import problems
        >>> game = Environment(problems.get("ghz", num_qubits=2), actions=("h", "cx"), max_gates=4)
        >>> _ = game.reset(seed=0)
        >>> moves = [game.step(game.labels.index(label)) for label in ("h 0", "cx 0 1")]
        >>> moves[-1][2], round(abs(game.energy), 9)
        (True, 0.0)
    """

    def __init__(
        self,
        problem: Problem | Observable,
        *,
        actions: str | Iterable[str] | Sequence[Action] | None = None,
        start: Circuit | None = None,
        max_gates: int = 12,
        tolerance: float = 1e-6,
        reward: Reward | None = None,
    ) -> None:
        posed = problem if isinstance(problem, Problem) else Problem("", as_observable(problem))
        as_observable(posed)  # labeled data are refused
        self.problem = posed
        self.actions, start = chosen(posed, actions, start)
        self.max_gates = given_whole(max_gates, "The number of gates", low=1)
        if self.max_gates > MOST_GATES:
            raise InvalidRequest(f"A game has at most {MOST_GATES} moves, not {self.max_gates:,}.")
        self.tolerance = given_number(tolerance, "Tolerance")
        self.reward = reward or Reward()
        self._kinds = kinds(self.actions)
        self._start = start
        self._grower = Grower(posed, self.actions, start=start)
        self._now = self._grower.first
        self._is_over = False

    def __repr__(self) -> str:
        return (
            f"Environment({self.problem.name or 'own observable'!r}, "
            f"{len(self.actions):,} actions, {len(self._now.taken)} of {self.max_gates} moves, "
            f"energy {round(self.energy, 6) + 0.0:.6f})"
        )

    def _repr_html_(self) -> str:
        return image(svg(self.circuit)) + table((), foot=repr(self))

    @property
    def labels(self) -> tuple[str, ...]:
        """What each action is, by its number."""
        return tuple(action.label for action in self.actions)

    @property
    def circuit(self) -> Circuit:
        """The circuit as it stands."""
        return self._now.circuit

    @property
    def values(self) -> Mapping[str, float]:
        """Of its parameters, as they are tuned, radians by name."""
        return dict(zip(self._now.circuit.parameters, self._now.values, strict=True))

    @property
    def document(self) -> Document:
        """The circuit as it stands, with the problem, to save or to open: `qd.Studio(…)`."""
        return Document(self.circuit).with_problem(self.problem).with_values(self.values)

    @property
    def energy(self) -> float:
        """The expectation there, exact."""
        return self._now.energy

    @property
    def shape(self) -> tuple[int, int]:
        """Of an observation: moves, and marks of each."""
        return self.max_gates, len(self._kinds) + 2 * self.problem.num_qubits + 1

    def reset(self, seed: int | None = None) -> tuple[Marks, dict[str, Any]]:
        """A new game: the observation of an empty circuit, and what is known beside it."""
        if seed is not None:
            seed = given_whole(seed, "Seed")
            self._grower = Grower(self.problem, self.actions, start=self._start, seed=seed)
        self._now = self._grower.first
        self._is_over = False
        return self._observed(), self._info()

    def step(self, action: int) -> tuple[Marks, float, bool, bool, dict[str, Any]]:
        """One move: the observation, what it pays, won, out of moves, and what is known beside.

        Raises:
            InvalidRequest: no such action, or the game is over.
        """
        number = given_whole(action, "The action")
        if number >= len(self.actions):
            raise InvalidRequest(
                f"There is no action {number:,}; they are numbered 0 to {len(self.actions) - 1:,}."
            )
        if self._is_over:
            raise InvalidRequest("This game is over. Begin another one: reset().")
        before = self._now
        self._now = self._grower.grown(before, number)
        exact = self._grower.exact_energy
        won = exact is not None and self._now.energy - exact <= self.tolerance
        out = not won and len(self._now.taken) == self.max_gates
        self._is_over = won or out
        paid = self.reward.of(before, self._now, is_reached=won)
        return self._observed(), paid, won, out, self._info()

    def to_gymnasium(self) -> Any:
        """The same game as an environment of Gymnasium.

        Raises:
            MissingKit: gymnasium is not installed.
        """
        with GYMNASIUM.needed_by("An environment of Gymnasium"):
            from qdesign.search.gym import Gym

        return Gym(self)

    def _observed(self) -> Marks:
        """A row a move: its kind, its first wire, its further ones, its angle in turns of π."""
        n = self.problem.num_qubits
        marks = np.zeros(self.shape, dtype=np.float32)
        place = len(self._grower.first.values)
        for row, taken in enumerate(self._now.taken):
            action = self.actions[taken]
            marks[row, self._kinds.index(action.kind)] = 1
            for k, wire in enumerate(action.wires):
                marks[row, len(self._kinds) + wire + (n if k else 0)] = 1
            own = len(action.circuit.parameters)
            if own:
                turns = self._now.values[place] / np.pi
                marks[row, -1] = (turns + 1) % 2 - 1
            place += own
        return marks

    def _info(self) -> dict[str, Any]:
        exact = self._grower.exact_energy
        above = None if exact is None else self.energy - exact
        return {"energy": self.energy, "above": above, "num_gates": len(self._now.taken)}
