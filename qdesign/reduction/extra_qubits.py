"""Circuit → an equal one with fewer T gates, on further qubits that are measured midway."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from qdesign.angle import Angle
from qdesign.circuit import Circuit
from qdesign.equivalence import Verdict, closes, unitary_verdict
from qdesign.equivalence.maps import chain_of, random_point
from qdesign.errors import RefusedRewrite
from qdesign.operation import Condition, Operation, rewired
from qdesign.reduction.gadget_proof import gadgets_hold
from qdesign.reduction.hadamard_gadgets import Emitter, first_basis, gadgets
from qdesign.reduction.result import ITSELF, Call, Simplification, StrategyRun, parameter_map
from qdesign.reduction.segments import Compact, cut
from qdesign.reduction.todd import todd
from qdesign.registers import Register, Registers
from qdesign.simulate.simulator import Simulator
from qdesign.zx.gadgets import Rotation, Rotations, anticommute, compose, merge, sign, to_rotations
from qdesign.zx.phases import eighths, hermitian
from qdesign.zx.synthesis import clifford, ladder, to_circuit
from qdesign.zx.verdict import DIFFERENT

_MOST_IN_RUN: Final = 256
_MOST_QUBITS: Final = 18
_INPUTS: Final = 2
_COURSES: Final = 2
_NOTHING: Final = 1e-9
_PROOF: Final = "exact symbolic reduction, and each Hadamard gadget for every record of outcomes"


NOT_FOR_DIAGRAMS: Final = (
    "Extra qubits are for circuits: they are measured, which a diagram has no part for. Give the "
    "circuit, or extract one from the diagram with zx.extract."
)


def with_extra_qubits(
    circuit: Circuit, call: Call, without: Callable[[], Simplification[Circuit]]
) -> Simplification[Circuit]:
    """The circuit with the fewest T gates, on further qubits where these leave fewer.

    Args:
        circuit: to be simplified.
        call: minimizes T.
        without: simplifies it without further qubits, where these gain nothing.

    Raises:
        Cancelled: it was asked to stop before anything was found.
        RefusedRewrite: what was made does not verify.
    """
    before = circuit.stats
    pieces = cut(circuit)
    parts: list[_Part] = []
    for index, segment in enumerate(pieces.segments):
        call.tell(index / len(pieces.segments), "T gates with extra qubits")
        if call.is_stopped():
            call.check()
        parts.append(_Part(segment, call))
    extra = max(part.num_extra for part in parts)
    fewest = sum(part.fewest_without for part in parts)
    if not extra:
        call.say("extra qubits", _why_not(sum(part.num_given for part in parts), fewest))
        if before.num_t:
            found = without()
            if found.after.num_t < before.num_t:
                return found
        uses = parameter_map(circuit, circuit)
        return Simplification(circuit, before, before, ITSELF, tuple(call.steps), uses, "input")
    wide = _widened(circuit, extra)
    result = replace(pieces, circuit=wide).joined([part.on(circuit) for part in parts]).unplaced()
    verdict = _joined([part.verdict for part in parts if part.verdict is not None])
    after = result.stats
    note = f"{extra} extra qubits; the fewest T gates found without them are {fewest}"
    call.steps.append(StrategyRun("extra qubits", after, verdict, True, call.seconds, note))
    call.tell(1.0, "done")
    uses = parameter_map(circuit, result)
    return Simplification(result, before, after, verdict, tuple(call.steps), uses, "extra qubits")


def _why_not(given: int, without: int) -> str:
    if not given:
        return "there are no T gates that extra qubits could take away"
    return f"no fewer T gates than without extra qubits, which is {without} of {given}"


def _joined(verdicts: Sequence[Verdict]) -> Verdict:
    for verdict in verdicts:
        if verdict.equal is not True:
            raise RefusedRewrite(
                f"The circuit with extra qubits does not verify ({verdict.method}); the circuit "
                "stays as it was. Please report it."
            )
    return Verdict(
        True,
        "; ".join(dict.fromkeys(verdict.method for verdict in verdicts)),
        max(verdict.points for verdict in verdicts),
        max(verdict.max_error or 0.0 for verdict in verdicts),
        is_exact=all(verdict.is_exact for verdict in verdicts),
    )


def _widened(circuit: Circuit, extra: int) -> Circuit:
    """The circuit with further qubits and classical bits, in registers of their own."""
    taken = {*circuit.registers, *circuit.qubit_registers}
    names: list[str] = []
    for name in ("extra", "outcome"):
        while name in taken:
            name += "_"
        names.append(name)
    first, bit = circuit.num_qubits, circuit.num_clbits
    declared, named = circuit.declared, circuit.qubit_names
    return replace(
        circuit,
        num_qubits=first + extra,
        num_clbits=bit + extra,
        qubit_names=named and (*named, *(f"{names[0]}[{k}]" for k in range(extra))),
        declared=Registers(
            (*declared.qubits, Register(names[0], tuple(range(first, first + extra)))),
            (*declared.clbits, Register(names[1], tuple(range(bit, bit + extra)))),
        ),
    )


class _Part:
    """One unitary segment, with gadgets where they leave fewer T gates.

    Attributes:
        num_given: its T gates.
        fewest_without: the fewest that are found without further qubits.
        num_extra: further qubits that it needs.
        verdict: of what replaces it; None where it stays as it is.
    """

    def __init__(self, segment: Circuit, call: Call) -> None:
        self.segment = segment
        self.compact = Compact(segment)
        self.given = given = self.compact.segment
        self.num_given = self.fewest_without = self.num_extra = 0
        self.verdict: Verdict | None = None
        self.operations: Sequence[Operation] = ()
        form = merge(to_rotations(given, call.is_stopped), call.is_stopped)
        if not any(map(_is_t, form.rotations)):
            return
        self.num_given = given.stats.num_t
        rng = np.random.default_rng(call.seed)
        other, chain = todd(form, rng, call.is_over, effort=10 if call.thorough else 1)
        self.fewest_without = min(self.num_given, sum(map(_is_t, other.rotations)))
        built = _Built(form, rng, call)
        if built.num_extra and built.num_t < self.fewest_without:
            self.num_extra, self.operations = built.num_extra, built.measured
            self.verdict = _verdict(given, built, call)
        elif chain and self.fewest_without < self.num_given:
            plain = to_circuit(other)
            self.operations = plain.plain_operations
            self.verdict = unitary_verdict(
                given, plain, rng=np.random.default_rng(call.seed), chain=chain
            )

    def on(self, circuit: Circuit) -> Circuit:
        """The segment behind the qubits and classical bits of the whole circuit."""
        if self.verdict is None:
            return self.segment
        size, first = self.given.num_qubits, circuit.num_qubits
        place = dict(enumerate(self.compact.wires))
        place |= {size + k: first + k for k in range(self.num_extra)}
        moved = (_moved(o, place, circuit.num_clbits) for o in self.operations)
        return Circuit(
            first + self.num_extra, tuple(moved), num_clbits=circuit.num_clbits + self.num_extra
        )


def _is_t(rotation: Rotation) -> bool:
    return (eighths(rotation) or 0) % 2 == 1


def _moved(operation: Operation, place: Mapping[int, int], bit: int) -> Operation:
    return replace(
        rewired(operation, place),
        clbits=tuple(clbit + bit for clbit in operation.clbits),
        conditions=tuple(
            Condition(tuple(clbit + bit for clbit in c.clbits), c.value, c.equal)
            for c in operation.conditions
        ),
    )


class _Built:
    """Rotations and their Clifford as a circuit, with Hadamards and with gadgets for them.

    Attributes:
        plain, measured: both forms.
        proofs: those parts of both that differ, with the further qubits of each.
    """

    def __init__(self, form: Rotations, rng: np.random.Generator, call: Call) -> None:
        self.num_qubits = form.num_qubits
        self.plain: list[Operation] = []
        self.measured: list[Operation] = []
        self.proofs: list[tuple[list[Operation], list[Operation], int]] = []
        self.num_extra = self.num_t = 0
        rotations = form.rotations
        rows = [hermitian(r.x, r.z) for r in rotations]
        emitter = Emitter(form.num_qubits, rows)
        effort = 10 if call.thorough else 1
        for is_t, chosen in _runs(rotations):
            if is_t:
                self._bring(emitter, chosen)
                run = [(k, eighths(rotations[k]) or 0) for k in chosen]
                found = gadgets(emitter, run, rng, call.is_over, effort)
                self.plain += found.plain
                self.measured += found.measured
                self.num_extra = max(self.num_extra, found.num_extra)
                self.num_t += found.num_t
                if found.measured is not found.plain:
                    self.proofs.append((found.plain, found.measured, found.num_extra))
            else:
                for k in chosen:
                    row, angle = emitter.rows[k], rotations[k].angle
                    self._both(ladder(row[0], row[1], angle if sign(row) > 0 else -angle))
        done = Rotations(form.num_qubits, [], emitter.frame.inverse())
        self._both(clifford(compose(done, Rotations(form.num_qubits, [], form.frame)).frame))

    def _bring(self, emitter: Emitter, run: Sequence[int]) -> None:
        """The first basis of a run becomes diagonal."""
        place, count = len(emitter.operations), len(emitter.rows)
        emitter.rows += first_basis([emitter.rows[k] for k in run], self.num_qubits)
        for index in range(count, len(emitter.rows)):
            emitter.to_z_basis(index)
        del emitter.rows[count:]
        self._both(emitter.operations[place:])

    def _both(self, operations: Iterable[Operation]) -> None:
        found = list(operations)
        self.plain += found
        self.measured += found


def _runs(rotations: Sequence[Rotation]) -> Iterator[tuple[bool, list[int]]]:
    """Places of rotations in an order that only exchanges commuting ones, in runs of T and others.

    Each run is as long as it can be, to a limit.
    """
    left = list(range(len(rotations)))
    is_t = [eighths(rotation) is not None for rotation in rotations]
    wanted = True
    while left:
        run: list[int] = []
        kept: list[int] = []
        for k in left:
            x, z = rotations[k].x, rotations[k].z
            free = is_t[k] == wanted and len(run) < _MOST_IN_RUN
            if free and not any(anticommute(x, z, rotations[j].x, rotations[j].z) for j in kept):
                run.append(k)
            else:
                kept.append(k)
        if run:
            yield wanted, run
        left, wanted = kept, not wanted


def _verdict(given: Circuit, built: _Built, call: Call) -> Verdict:
    """Of a circuit with gadgets against a segment without measurement."""
    plain = given.with_operations(built.plain)
    if not closes(given, plain, call.is_stopped):
        return Verdict(None, "a∘b† does not close symbolically")
    for plain_run, measured, extra in built.proofs:
        if not gadgets_hold(plain_run, measured, given.num_qubits, extra):
            return Verdict(None, "the outcomes of Hadamard gadgets do not agree")
    if given.num_qubits + built.num_extra > _MOST_QUBITS:
        return Verdict(True, _PROOF, 0, 0.0, is_exact=True)
    error = _sampled(given, built, np.random.default_rng(call.seed))
    if error > DIFFERENT:
        return Verdict(None, "symbols and numbers disagree; please report this", 1, error)
    how = f"{_PROOF}, checked on {_INPUTS} random inputs with {_COURSES} sampled records each"
    return Verdict(True, how, 1, error, is_exact=True)


def _sampled(given: Circuit, built: _Built, rng: np.random.Generator) -> float:
    """The largest distance of both on random inputs and sampled records of outcomes."""
    size, extra = given.num_qubits, built.num_extra
    values = random_point(chain_of(given, given), rng)
    worst = 0.0
    for _ in range(_INPUTS):
        start = [
            Operation("u", (q,), tuple(Angle.of(float(a)) for a in rng.uniform(-7, 7, 3)))
            for _ in range(2)
            for q in range(size)
        ]
        start[size:size] = [Operation("cx", (q, q + 1)) for q in range(size - 1)]
        wanted = Simulator(Circuit(size, (*start, *given.plain_operations))).statevector(values)
        made = Circuit(size + extra, (*start, *built.measured), num_clbits=extra)
        simulator = Simulator(made)
        for _ in range(_COURSES):
            found = simulator.statevector(values, seed=int(rng.integers(1 << 31)))
            overlap = complex(
                np.vdot(wanted, found[: len(wanted)])
            )  # further qubits are last, in 0
            found[: len(wanted)] -= wanted * overlap / max(abs(overlap), _NOTHING)
            worst = max(worst, float(np.linalg.norm(found)))
    return worst
