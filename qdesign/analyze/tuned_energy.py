"""How near to the lowest energy an ansatz comes: the best of some L-BFGS runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, final

from qdesign.analyze.analysis import Analysis
from qdesign.analyze.figure import Chart, Figure, Series
from qdesign.analyze.work import Progress, Work, inputs_counted, on_qubits_of
from qdesign.cancelling import Cancel
from qdesign.circuit import Circuit
from qdesign.convert.bodies import as_circuit
from qdesign.errors import Cancelled, InvalidRequest, QdesignError, TooLarge
from qdesign.given import given_whole
from qdesign.pauli import Observable
from qdesign.problems.ground import ground_energy
from qdesign.problems.problem import Problem
from qdesign.rows import Option
from qdesign.showing.tables import count

STARTS: Final = 5
MOST_STARTS: Final = 1000
MOST_STEPS: Final = 300
MOST_TERMS: Final = 20_000
_MOST_QUBITS: Final = 14
_MOST_PARAMETERS: Final = 400
ROUNDING: Final = 1e-9
_LABELED: Final = "Labeled data has a loss, and its lowest one is not known."


@final
@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class TunedEnergy(Figure):
    """An energy after tuning; `value` is how far the best start ends above the exact energy.

    That is the lowest of the problem's sector where it has one. A state outside may be below it:
    then `value` is negative.

    Attributes:
        energy: of the best start; None where there was no tuning.
        worst: how far above the exact energy the worst start ends; None as `value`.
        exact: the exact energy; None where it is not known.
    """

    energy: float | None
    worst: float | None
    exact: float | None

    @property
    def number(self) -> str:
        """How far above; what is below rounding is told so."""
        return "—" if self.value is None else above_text(self.value)


def tuned_energy(
    circuit: Circuit,
    problem: Problem | Observable,
    *,
    starts: int = STARTS,
    seed: int = 0,
    progress: Progress = None,
    cancel: Cancel = None,
) -> TunedEnergy:
    """The energy above the exact one after tuning with L-BFGS from random starts.

    Both ends are local minima: that of the best start is an upper bound of what the ansatz can do.
    A problem's own exact energy counts, in its sector where it has one, such as the electrons of a
    molecule; of an observable the lowest eigenvalue.
    An ansatz without parameters has one energy, which is exact.

    Args:
        circuit: unitary, up to measurements at its end; to 14 qubits and 400 parameters.
        problem: what is minimized, on as many qubits.
        starts: runs, from the seeds `seed`, `seed` + 1, …; 1,000 at most, 0 for no tuning.
        seed: of the first start.
        progress: called with what is being done.
        cancel: a function or an event; asked often.

    Raises:
        InvalidObservable: the problem is on other qubits.
        Cancelled: `cancel` said so.

    Example:
        >>> from qdesign import ansatz, problems
        >>> found = tuned_energy(ansatz.sim(2, 2), problems.tfim(2), starts=2)
        >>> round(found.value, 6), found.basis
        (0.0, 'best of 2 L-BFGS starts')
    """
    from qdesign.tune.optimize import optimize

    starts, seed = given_starts(starts), given_whole(seed, "Seed")
    circuit = as_circuit(circuit).without_final_measurements()
    is_labeled = getattr(problem, "data", None) is not None
    observable = on_qubits_of(circuit, getattr(problem, "observable", problem))
    work = Work("The tuning", progress, cancel)
    exact = _exact(problem) if len(observable.terms) <= MOST_TERMS else None
    why = _LABELED if is_labeled else _why_not(circuit, observable, starts)
    energies: list[float] = []
    is_tuned = bool(circuit.parameters)
    if not why and not is_tuned:
        energies.append(_energy(circuit, observable))
    for start in range(starts if is_tuned and not why else 0):
        work.say(f"Start {start + 1} of {starts}")
        try:
            best = optimize(
                circuit, problem, seed=seed + start, max_steps=MOST_STEPS, cancel=work.is_cancelled
            )
        except Cancelled:
            work.ask()
            raise
        except QdesignError as error:
            why = str(error)
            break
        energies.append(best.energy)
    work.ask()
    return _figure([] if why else energies, exact, why, (starts, seed), problem, circuit.parameters)


def _above(difference: float) -> float:
    """Rounding below the exact energy is none."""
    return difference if is_below(difference) else max(0.0, difference)


def above_text(value: float) -> str:
    """An energy above the exact one; nobody knows that to more than nine digits."""
    return f"{value:.4g}".replace("-", "−") if abs(value) >= ROUNDING else "< 1e−9"


def is_below(value: float) -> bool:
    """Is an energy below the exact one, beyond rounding? Then the sector was left."""
    return value < -ROUNDING


def given_starts(starts: object) -> int:
    """A number of starts, checked.

    Raises:
        InvalidRequest: it is none, or too many.
    """
    starts = given_whole(starts, "The number of starts")
    if starts > MOST_STARTS:
        raise InvalidRequest(f"{starts:,} starts were asked for; at most {MOST_STARTS:,} are made.")
    return starts


def _exact(problem: Problem | Observable) -> float | None:
    if isinstance(problem, Problem):
        return problem.exact_energy
    try:
        return ground_energy(problem)
    except TooLarge:
        return None


def _why_not(circuit: Circuit, observable: Observable, starts: int) -> str:
    """Why a circuit is not tuned; empty where it is."""
    num_terms, num_parameters = len(observable.terms), len(circuit.parameters)
    if not starts:
        return "No tuning was asked for."
    if not circuit.is_unitary:
        return "It measures, resets or has conditions before its end."
    if num_terms > MOST_TERMS:
        return many_terms(num_terms)
    if circuit.num_qubits > _MOST_QUBITS:
        return f"Tuned up to {_MOST_QUBITS} qubits; it has {circuit.num_qubits:,}."
    if num_parameters > _MOST_PARAMETERS:
        return f"Tuned with at most {_MOST_PARAMETERS} parameters; it has {num_parameters:,}."
    return ""


def _energy(circuit: Circuit, observable: Observable) -> float:
    """That of a circuit without parameters."""
    from qdesign.simulate.simulator import Simulator

    return Simulator(circuit, observable).expectation({})


def many_terms(num_terms: int) -> str:
    """Why a problem of so many terms is not taken."""
    return f"The problem has {num_terms:,} terms; in a table at most {MOST_TERMS:,} are taken."


def _figure(
    energies: list[float],
    exact: float | None,
    why: str,
    told: tuple[int, int],
    problem: Problem | Observable,
    names: Sequence[str],
) -> TunedEnergy:
    starts, seed = told
    is_tuned = bool(names)
    sector = problem.sector if isinstance(problem, Problem) else None
    above = [] if exact is None else sorted(_above(energy - exact) for energy in energies)
    if energies and exact is None:
        why = f"The energy is {min(energies):.6g}. The exact energy is not known."
    elif energies and not is_tuned:
        why = "It has no parameter, so there is one energy and nothing to tune."
    says = why or f"The worst of {count(starts, 'start')} ends {above_text(above[-1])} above."
    is_outside = bool(above) and is_below(above[0])
    if is_outside:
        says = (
            f"The best of {count(starts, 'start')} ends {above_text(-above[0])} below the exact "
            f"energy of {sector}: the ansatz leaves that sector."
        )
    basis = f"best of {count(starts, 'L-BFGS start')}" if energies else "not tuned"
    if energies and not is_tuned:
        basis = "exact"
    places = tuple(map(float, range(1, len(above) + 1)))
    return TunedEnergy(
        name="tuned_energy",
        title="Energy after tuning",
        value=above[0] if above else None,
        error=0.0 if above else None,
        basis=basis,
        unit="above the exact energy",
        verdict="outside the sector" if is_outside else "",
        tone="warn" if is_outside else "plain",
        says=says,
        convention={
            "exact energy": exact,
            **({} if sector is None else {"of": str(sector)}),
            "starts": starts,
            "seeds": f"{seed} to {seed + starts - 1}" if starts > 1 else str(seed),
            "steps at most": MOST_STEPS,
        },
        conditions=(
            "a local minimum; a better one may exist", "no noise", *inputs_counted(names)
        ),
        cell=f"qd.analyze.tuned_energy(c, {_written(problem)}, starts={starts}, seed={seed})",
        chart=Chart("start, best first", "above the exact energy",
                    (Series("", "bars", places, tuple(above)),)) if above and is_tuned else None,
        columns={
            "seed": tuple(range(seed, seed + len(energies))),
            "energy": tuple(energies),
            "above exact": tuple(None if exact is None else e - exact for e in energies),
        } if energies and is_tuned else {},
        energy=min(energies) if energies else None,
        worst=above[-1] if above else None,
        exact=exact,
    )  # fmt: skip


def _written(problem: Problem | Observable) -> str:
    """The problem in Python: by its row, so that its exact energy is the same; else the terms."""
    if not isinstance(problem, Problem) or not problem.row:
        return "H"
    options = "".join(f", {name}={value!r}" for name, value in problem.options.items())
    return f"qd.problems.get({problem.row!r}{options})"


TUNED_ENERGY: Final = Analysis(
    name="tuned_energy",
    title="Energy after tuning",
    group="Training",
    help="How far above the exact energy the best of some L-BFGS runs ends",
    source="Liu, Nocedal, Math. Program. 45 (1989)",
    convention=f"from random starts, at most {MOST_STEPS} steps each",
    takes="problem",
    options=(
        Option(name="starts", title="Starts", kind="integer", default=STARTS, low=1, high=100),
        Option(name="seed", title="Seed", kind="integer", default=0, low=0, high=2**31 - 1),
    ),
    run=tuned_energy,
    is_long=True,
)
