"""Body → equal body with less: strategies run, every result verified, the best one chosen."""

from __future__ import annotations

import time
from dataclasses import fields, replace
from typing import Final, cast

import numpy as np

from qdesign.angle import Angle
from qdesign.cancelling import Cancel
from qdesign.circuit import Circuit, Stats
from qdesign.convert.bodies import as_body
from qdesign.diagram import Diagram
from qdesign.equivalence import Verdict, equivalent, proven, unitary_verdict
from qdesign.errors import Cancelled, InvalidRequest, QdesignError, RefusedRewrite
from qdesign.given import given_number
from qdesign.reduction.cost import MINIMIZE, cost
from qdesign.reduction.coupled import Kept, cheapest, compared, prepare
from qdesign.reduction.extra_qubits import NOT_FOR_DIAGRAMS, with_extra_qubits
from qdesign.reduction.reordered import NO_ORDER, NOT_WITH_OTHERS, reordered
from qdesign.reduction.result import (
    ITSELF,
    B,
    Call,
    Progress,
    Simplification,
    StrategyRun,
    body_stats,
    parameter_map,
)
from qdesign.reduction.rounding import rounded
from qdesign.reduction.segments import Compact, cut
from qdesign.reduction.strategy import Candidate, Strategy
from qdesign.reduction.turns import with_three_turns
from qdesign.rows import find
from qdesign.zx.gadgets import Rotations, merge, to_rotations
from qdesign.zx.reduce import different_reason, traced_reduce

_LARGE: Final = 200


def simplify(
    body: B,
    strategy: str = "best",
    minimize: str = "two_qubit",
    *,
    time_budget: float | None = None,
    progress: Progress | None = None,
    cancel: Cancel = None,
    seed: int = 0,
    thorough: bool = False,
    round_angles: bool = True,
    extra_qubits: bool = False,
    reorder: bool = False,
    coupling: object = None,
    resynthesize: bool = True,
) -> Simplification[B]:
    """An equal body with less of what is minimized, never with more.

    Free parameters survive. Measurement, reset, barriers and conditions stay where they are, and
    what lies between them is simplified. Blocks and composite gates are kept where nothing in them
    changed.

    Args:
        body: a circuit, or a diagram (which is reduced, not extracted).
        strategy: the name of a strategy; `catalog("strategy")` says what each does. `best` tries
            them all.
        minimize: `two_qubit`, `rotations`, `t` or `depth`. Except for `t`, a result with more
            two-qubit gates than the input is not taken.
        time_budget: seconds after which the best found so far is returned. Without one a search
            takes about 5 s at 1,000 gates, and at most a minute.
        progress: called with the share done, what is being done and what has been reached.
        cancel: a function or an event such as threading.Event; asked often.
        seed: for strategies that sample, and for verification.
        thorough: search ten times as long, and do what is skipped by habit because it takes long.
        round_angles: take a number within a few units in its last place of a multiple of π/48 for
            that multiple, outside of definitions; the verdict then says by how much was rounded.
        extra_qubits: a mode of its own: fewest T gates, whatever `minimize` says, with further
            qubits that start and end in 0 and are measured midway. Circuits only.
        reorder: a mode of its own: the same exponentials in another order, for few two-qubit gates.
            The result is not equal, and its verdict says so; its `energy_difference` says what that
            does to an energy. Circuits only.
        coupling: count what a device will run: results are compared by their figures after routing,
            which `lowered` holds with the routed circuit. A target by its name or row, a list of
            pairs of qubits, or "line", "grid" or "heavy_hex", sized to the circuit.
        resynthesize: fit windows without symbols by numbers, each to 1e-10; where that gave the
            result, the verdict is by numbers. False keeps to what is exact.

    Raises:
        InvalidRequest: a strategy, cost or coupling that is not known, does not fit or goes with no
            other order, or extra qubits, another order or a coupling for a diagram.
        Cancelled: `cancel` said so before anything better was found; later, the best so far is
            returned.
        RefusedRewrite: what was put together does not verify; the input stays as it was.

    Example:
        >>> simplify(Circuit.of(1, "rz(a) 0; h 0; h 0; rz(b) 0"), "teleport").after.num_rotations
        1
    """
    given = as_body(body)
    row = find(Strategy, strategy)
    MINIMIZE.checked(minimize)
    deadline = None
    if time_budget is not None:
        deadline = time.perf_counter() + given_number(time_budget, "The time budget")
    minimize = "t" if extra_qubits else minimize
    if reorder and (row.name, minimize) != ("best", "two_qubit"):
        raise InvalidRequest(NOT_WITH_OTHERS)
    call = Call(minimize, deadline, cancel, progress, seed=seed, thorough=thorough)
    if coupling is not None:
        prepare(call, given, coupling, is_mode=extra_qubits or reorder)
    call.resynthesize = resynthesize
    if isinstance(given, Diagram):
        if extra_qubits:
            raise InvalidRequest(NOT_FOR_DIAGRAMS)
        if reorder:
            raise InvalidRequest(NO_ORDER)
        return cast("Simplification[B]", _diagram(given, row, call))
    near, error = rounded(given) if round_angles else (given, 0.0)
    if reorder:
        return cast("Simplification[B]", reordered(given, near, call))
    if extra_qubits:
        done = with_extra_qubits(near, call, lambda: _circuit(near, row, call))
    else:
        done = _circuit(near, row, call)
    if minimize == "rotations" and resynthesize and call.coupling is None:
        done = with_three_turns(near, done, call)
    return cast("Simplification[B]", _told(given, done, error, minimize) if error else done)


def _told(
    given: Circuit, done: Simplification[Circuit], error: float, minimize: str
) -> Simplification[Circuit]:
    """What was found for the circuit with rounded angles, as a result for the circuit given."""
    before = given.stats
    lowered = done.lowered
    is_no_less = cost(done.after, minimize) >= cost(before, minimize)
    if done.strategy == "input" if lowered else is_no_less:
        uses = parameter_map(given, given)
        return Simplification(
            given, before, before, ITSELF, done.steps, uses, "input", lowered=lowered
        )
    verdict = replace(
        done.verdict,
        method=f"{done.verdict.method}, up to rounding of numbers by ≤ {error:.1e}",
        max_error=max(error, done.verdict.max_error or 0.0),
        is_exact=False,
    )
    return replace(
        done,
        before=before,
        verdict=verdict,
        parameter_map=parameter_map(given, done.body),
        strategy="rounding" if done.strategy == "input" else done.strategy,
    )


def _circuit(circuit: Circuit, row: Strategy, call: Call) -> Simplification[Circuit]:
    pieces = cut(circuit)
    call.numbers = pieces.radians.values
    results: list[Circuit] = []
    verdicts: list[Verdict] = []
    names: list[str] = []
    count = len(pieces.segments)
    for index, segment in enumerate(pieces.segments):
        if not segment.operations:
            results.append(segment)
            continue
        part = f"part {index + 1} of {count}" if count > 1 else ""
        call.tell(index / count, part or row.name)
        compact = Compact(segment)
        found = any(name != "input" for name in names)
        search = _Search(compact.segment, call, frozenset(pieces.radians.values), part, found)
        chosen, verdict, name = search.run(row)
        results.append(compact.restored(chosen))
        verdicts.append(verdict)
        names.append(name)
    result = pieces.joined(results)
    if any(item.column is None for item in result.operations):
        result = result.unplaced()  # most of it is new: drawn afresh, not between what was there
    before, after = circuit.stats, result.stats
    verdict = _verdict_of(verdicts)
    lowered = compared(circuit, result, call)
    is_more = cost(after, call.minimize) > cost(before, call.minimize)
    if lowered is not None:
        is_more = cost(lowered.after, call.minimize) >= cost(lowered.before, call.minimize)
    if is_more or all(n == "input" for n in names):
        result, after, verdict, names = (
            circuit,
            before,
            ITSELF,
            [],
        )
        lowered = lowered and compared(circuit, circuit, call)
    call.tell(1.0, "done")
    strategies = dict.fromkeys(n for n in names if n != "input")
    return Simplification(
        body=result,
        before=before,
        after=after,
        verdict=verdict,
        steps=tuple(call.steps),
        parameter_map=parameter_map(circuit, result),
        strategy=", ".join(strategies) or "input",
        lowered=lowered,
    )


def _verdict_of(verdicts: list[Verdict]) -> Verdict:
    """One verdict from those of the segments; measurements and what is between stay in place."""
    if len(verdicts) == 1:
        return verdicts[0]
    if not verdicts:
        return Verdict(True, "nothing to simplify", 0, 0.0, is_exact=True)
    if any(verdict.equal is not True for verdict in verdicts):
        raise RefusedRewrite("A part of the circuit did not verify; the circuit stays as it was.")
    errors = [v.max_error for v in verdicts if v.max_error is not None]
    methods = "; ".join(dict.fromkeys(v.method for v in verdicts))
    points = max(v.points for v in verdicts)
    return Verdict(
        True,
        f"each unitary part: {methods}",
        points,
        max(errors, default=None),
        is_exact=all(v.is_exact for v in verdicts),
    )


class _Search:
    """The best verified candidate for one unitary segment.

    Parameters in `numbers` stand for plain radians and are not counted; `part` says which segment,
    `has_better` whether something was found in another one.
    """

    def __init__(
        self,
        segment: Circuit,
        call: Call,
        numbers: frozenset[str],
        part: str,
        has_better: bool = False,
    ) -> None:
        self.segment = segment
        self.call = call
        self.numbers = numbers
        self.part = part
        self.has_better = has_better
        self.is_large = segment.num_operations > _LARGE
        self.is_chained = False
        self.form: Rotations | None = None
        self.stats = self.best_stats = self._figures(segment)
        call.fewest = self.stats.num_two_qubit
        self.best = segment
        self.best_cost = cost(self.stats, call.minimize)
        self.verdict = ITSELF
        self.name = "input"
        self.found: dict[str, Kept] = {"input": ("input", segment, ITSELF)}

    def run(self, row: Strategy) -> tuple[Circuit, Verdict, str]:
        call = self.call
        try:
            for candidate in row.candidates(self.segment, call):
                self.offer(candidate)
                call.check()
        except Cancelled:
            if not call.is_stopped():
                call.say("time budget", "time is over")
            elif self.name == "input" and not self.has_better:
                raise
            else:
                call.say("cancel", "stopped; the best so far is kept")
        except QdesignError as error:
            call.steps.append(StrategyRun(row.name, seconds=call.seconds, note=str(error)))
        if call.coupling is not None:
            chosen = cheapest(list(self.found.values()), call.coupling, call)
            self.is_chained = self.is_chained and self.best is chosen[1]
            self.name, self.best, self.verdict = chosen
        if self.is_large and not self.is_chained:
            self._check_by_numbers()
        return self.best, self.verdict, self.name

    def _offer_for_device(self, candidate: Candidate) -> None:
        """Keep a candidate that verifies; how it compares is seen once all are routed."""
        stats = self._figures(candidate.circuit)
        verdict = self._verdict(candidate)
        kept = verdict.equal is True
        name, seconds, setting = candidate.name, self.call.seconds, candidate.setting
        note = "" if kept else "refused: it did not verify"
        run = StrategyRun(name, stats, verdict, seconds=seconds, note=note, setting=setting)
        self.call.steps.append(run)
        if kept:
            self.found[name] = (name, candidate.circuit, verdict)

    def offer(self, candidate: Candidate) -> None:
        """Take a candidate that is better, once it is verified."""
        if candidate.for_device:
            self._offer_for_device(candidate)
            return
        call, name = self.call, candidate.name
        stats = self._figures(candidate.circuit)
        setting = ", ".join(text for text in (self.part, candidate.setting) if text)
        worse = cost(stats, call.minimize) >= self.best_cost
        grown = call.minimize != "t" and stats.num_two_qubit > self.stats.num_two_qubit
        if worse or grown:
            note = (
                "more two-qubit gates than the input" if grown else "not less than the best so far"
            )
            call.steps.append(
                StrategyRun(name, stats, seconds=call.seconds, note=note, setting=setting)
            )
            return
        verdict = self._verdict(candidate)
        kept = verdict.equal is True
        note = "" if kept else "refused: it did not verify"
        change = _change(self.best_stats, stats) if kept else ()
        call.steps.append(
            StrategyRun(name, stats, verdict, kept, call.seconds, note, setting, change)
        )
        if kept:
            self.best, self.verdict, self.name = candidate.circuit, verdict, name
            self.found[name] = (name, candidate.circuit, verdict)
            self.is_chained = bool(candidate.chain)
            self.best_stats, self.best_cost = stats, cost(stats, call.minimize)

    def _verdict(self, candidate: Candidate) -> Verdict:
        """Of a large segment at first the proof alone; numbers watch over it at the end."""
        stop = self.call.is_stopped
        if self.is_large and not candidate.chain and not candidate.by_numbers:
            if self.form is None:
                self.form = merge(to_rotations(self.segment, stop), stop)
            verdict = proven(self.form, candidate.circuit, stop)
            if verdict is not None:
                return verdict
        return self._checked(candidate)

    def _checked(self, candidate: Candidate) -> Verdict:
        rng = np.random.default_rng(self.call.seed)
        chain, stop = candidate.chain, self.call.is_stopped
        a, b = self.segment, candidate.circuit
        if candidate.by_numbers:
            numbers = {name: Angle(radians=value) for name, value in self.call.numbers.items()}
            a, b = a.substitute(numbers), b.substitute(numbers)
        return unitary_verdict(a, b, rng=rng, chain=chain, stop=stop)

    def _check_by_numbers(self) -> None:
        """Numbers, too, for a result that is only proven; what they contradict is not taken."""
        if self.name == "input" or not self.verdict.is_exact or self.verdict.points:
            return
        rng = np.random.default_rng(self.call.seed)
        self.verdict = unitary_verdict(self.segment, self.best, rng=rng)
        if self.verdict.equal is not True:
            raise RefusedRewrite(
                f"The result was proven, but {self.verdict.method}; the circuit stays as it was."
            )

    def _figures(self, circuit: Circuit) -> Stats:
        count = sum(1 for name in circuit.parameters if name not in self.numbers)
        return replace(circuit.stats, num_parameters=count)


def _change(old: Stats, new: Stats) -> tuple[tuple[str, int], ...]:
    pairs = ((f.name, getattr(new, f.name) - getattr(old, f.name)) for f in fields(new))
    return tuple((name, difference) for name, difference in pairs if difference)


def _diagram(diagram: Diagram, row: Strategy, call: Call) -> Simplification[Diagram]:
    before = body_stats(diagram)
    kind = row.reduction
    call.tell(0.0, f"{kind} reduction")
    call.check()
    try:
        traced = traced_reduce(diagram, kind=kind)
    except QdesignError as error:
        call.steps.append(StrategyRun(f"{kind} reduction", seconds=call.seconds, note=str(error)))
        return _unchanged(diagram, before, call)
    result = traced.body
    verdict = equivalent(diagram, result, seed=call.seed)
    call.steps.append(
        StrategyRun(
            f"{kind} reduction",
            body_stats(result),
            verdict,
            seconds=call.seconds,
            rules=tuple(traced.rules.items()),
        )
    )
    if verdict.equal is False:
        raise RefusedRewrite(different_reason(diagram, kind=kind))
    if verdict.equal is None:
        call.steps.append(
            StrategyRun("verification", note=f"{verdict.method}; the diagram is kept")
        )
        return _unchanged(diagram, before, call)
    after = body_stats(result)
    if (after.num_rotations, after.num_gates) > (before.num_rotations, before.num_gates):
        return _unchanged(diagram, before, call)
    call.tell(1.0, "done")
    return Simplification(
        body=result,
        before=before,
        after=after,
        verdict=verdict,
        steps=tuple(call.steps),
        parameter_map=parameter_map(diagram, result),
        strategy=kind,
        origins=traced.origins,
    )


def _unchanged(diagram: Diagram, before: Stats, call: Call) -> Simplification[Diagram]:
    call.tell(1.0, "done")
    verdict = ITSELF
    steps = tuple(call.steps)
    uses = parameter_map(diagram, diagram)
    return Simplification(diagram, before, before, verdict, steps, uses, "input")
