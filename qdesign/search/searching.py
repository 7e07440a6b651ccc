"""`search`: a problem → a circuit for it, by one of the ways of the catalog."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from qdesign.ansatz.pool import Pool
from qdesign.cancelling import Cancel
from qdesign.circuit import Circuit
from qdesign.errors import Cancelled, InvalidRequest
from qdesign.given import given_number, given_whole
from qdesign.pauli import Observable, as_observable
from qdesign.problems.problem import Problem
from qdesign.rows import Value, find
from qdesign.search.actions import Action, gate_actions, pool_actions
from qdesign.search.found import Found
from qdesign.search.growing import MOST_GATES, Grower, Grown
from qdesign.search.method import Hunt, Method, Reason
from qdesign.tune.adapt import first_state


def search(
    problem: Problem | Observable,
    *,
    method: str = "beam",
    actions: str | Iterable[str] | Sequence[Action] | None = None,
    start: Circuit | None = None,
    max_gates: int = 12,
    tolerance: float = 1e-6,
    seed: int = 0,
    progress: Callable[[int, float], None] | None = None,
    cancel: Cancel = None,
    **options: Value,
) -> Found:
    """A circuit for a problem, put together from actions, its angles tuned exactly.

    A state to prepare is the problem `problems.states.state(…)`: its energy is one minus the
    fidelity.

    Args:
        problem: what is minimized, on up to 14 qubits.
        method: the name of a way; `catalog("search")` says what each does and takes.
        actions: the name of a pool; or names of gates, or actions such as `gate_actions` and
            `gadget_actions` make; h, cx, rx, ry and rz on all qubits when None.
        start: a circuit to grow from; when None |0…0⟩, with a pool what that begins with.
        max_gates: actions at most, 1 to 200.
        tolerance: it ends within this of the lowest energy, where that is known.
        seed: for what is drawn and for where tuning begins.
        progress: called whenever there is a better circuit, with the circuits tried and its energy.
        cancel: a function or an event, asked at each circuit; the best one so far is returned.
        options: what this way takes beside.

    Raises:
        InvalidRequest: a way, a gate or an option that is not known.
        TooLarge: more than 14 qubits or 10,000 actions.
        Cancelled: `cancel` said so before the first circuit.

    Example:
        >>> from qdesign import problems
        >>> bell = search(problems.get("ghz", num_qubits=2), actions=("h", "cx"))
        >>> bell.num_gates, round(abs(bell.energy), 9)
        (2, 0.0)
    """
    posed = problem if isinstance(problem, Problem) else Problem("", as_observable(problem))
    as_observable(posed)  # labeled data are refused
    row = find(Method, method)
    checked = row.checked(options)
    most = given_whole(max_gates, "The number of gates", low=1)
    if most > MOST_GATES:
        raise InvalidRequest(f"At most {MOST_GATES:,} gates are searched, not {most:,}.")
    slack = given_number(tolerance, "Tolerance")
    if slack <= 0:
        raise InvalidRequest(f"Tolerance must be above 0, not {slack:g}.")
    seed = given_whole(seed, "Seed")
    taken, start = chosen(posed, actions, start)
    grower = Grower(posed, taken, start=start, seed=seed, cancel=cancel)
    best = _Best(grower, progress)
    try:
        reason: Reason = row.run(Hunt(grower, most, slack, seed, best.heard), checked)
    except Cancelled:
        reason = "cancelled"
    return best.result(reason, row.name, seed)


def chosen(
    problem: Problem,
    actions: str | Iterable[str] | Sequence[Action] | None,
    start: Circuit | None,
) -> tuple[tuple[Action, ...], Circuit | None]:
    """Actions as `search` takes them, and the circuit to grow from.

    Raises:
        InvalidRequest: a gate or a pool that there is not.
    """
    if actions is None:
        return gate_actions(problem.num_qubits), start
    if isinstance(actions, str):
        pool = find(Pool, actions)
        first = first_state(problem, pool) if start is None else start
        return pool_actions(problem, pool.name), first
    found: list[Action] = []
    for each in actions:
        one = isinstance(each, Action)
        found.extend((each,) if one else gate_actions(problem.num_qubits, (each,)))
    return tuple(found), start


class _Best:
    """The best circuit so far, and when there was a better one."""

    def __init__(self, grower: Grower, progress: Callable[[int, float], None] | None) -> None:
        self._grower, self._progress = grower, progress
        self._best = grower.first
        self._history: list[tuple[int, int, float]] = []

    def heard(self, grown: Grown) -> None:
        is_first = not self._history
        gain = self._best.energy - grown.energy
        shorter = abs(gain) <= 1e-9 and len(grown.taken) < len(self._best.taken)
        if is_first or gain > 1e-9 or shorter:
            self._best = grown
            tried = self._grower.num_circuits
            self._history.append((tried, len(grown.taken), grown.energy))
            if self._progress is not None:
                self._progress(tried, grown.energy)

    def result(self, reason: Reason, method: str, seed: int) -> Found:
        grower, best = self._grower, self._best
        return Found(
            circuit=best.circuit,
            values=dict(zip(best.circuit.parameters, best.values, strict=True)),
            energy=best.energy,
            problem=grower.problem,
            actions=tuple(grower.actions[k].label for k in best.taken),
            exact_energy=grower.exact_energy,
            reason=reason,
            history=tuple(self._history),
            method=method,
            seed=seed,
            num_circuits=grower.num_circuits,
            num_evaluations=grower.num_evaluations,
        )
