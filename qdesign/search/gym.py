"""The game of a search as an environment of Gymnasium, which kits for agents take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, final

import gymnasium
import numpy as np
from gymnasium import spaces

if TYPE_CHECKING:
    from qdesign.search.environment import Environment


@final
class Gym(gymnasium.Env[Any, Any]):
    """An environment of Gymnasium; `game` is ours.

    The marks of an observation lie between -1 and 1.
    """

    def __init__(self, game: Environment, render_mode: str | None = None) -> None:
        self.metadata = {"render_modes": ["ansi"]}
        self.game = game
        self.render_mode = render_mode
        self.observation_space = spaces.Box(-1.0, 1.0, game.shape, np.float32)
        self.action_space = spaces.Discrete(len(game.actions))

    def __repr__(self) -> str:
        return f"Gym({self.game!r})"

    __str__ = __repr__  # Gymnasium's own says the class alone

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[Any, dict[str, Any]]:
        """A new game."""
        super().reset(seed=seed)
        return self.game.reset(seed)

    def step(self, action: Any) -> tuple[Any, float, bool, bool, dict[str, Any]]:
        """One move."""
        return self.game.step(int(action))

    def render(self) -> str | None:
        """The circuit as text."""
        return str(self.game.circuit.draw()) if self.render_mode == "ansi" else None
