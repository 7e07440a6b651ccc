"""How many parameters of an ansatz count, which of them can go, and by what substitution.

Long because the ranks of circuits and of diagrams without circuit form are one figure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

import numpy as np

from qdesign.analyze.diagrams import check_width, circuit_for, map_tangents, point
from qdesign.analyze.jacobian import (
    Complex,
    Real,
    check_memory,
    differentiable,
    numerical_rank,
    random_values,
    span,
    tangents,
)
from qdesign.analyze.linear import reduced_rows
from qdesign.analyze.work import Progress, Work
from qdesign.angle import Angle
from qdesign.cancelling import Cancel
from qdesign.circuit import Circuit, Operation
from qdesign.convert.bodies import as_body
from qdesign.diagram import Diagram, SpiderKind
from qdesign.equivalence import Verdict, equivalent
from qdesign.errors import (
    InvalidDiagram,
    InvalidRequest,
    NotConvertible,
    NotUnitary,
    TooLarge,
)
from qdesign.formula import free_names, is_derived
from qdesign.gates import GATES
from qdesign.process.threads import one_thread
from qdesign.showing.tables import count, table

POINTS: Final = 3
MAX_QUBITS: Final = 14
_MAX_DENSE_QUBITS: Final = 6
_MAX_SMALL_QUBITS: Final = 10
_MAX_CHECKED: Final = 12
_SHOWN: Final = 16
_NOT_USED: Final = Verdict(True, "not used by any gate", 0, 0.0, is_exact=True)


@dataclass(frozen=True, slots=True)
class Redundancy:
    """A parameter that is not needed, and the substitution that shows it.

    Attributes:
        name: the parameter.
        substitution: angle by name; with it put in, the circuit is equal to what it was.
        verdict: how that was checked.
        is_used: False where no gate has it, as an input of a program that is only declared.
    """

    name: str
    substitution: Mapping[str, Angle]
    verdict: Verdict
    is_used: bool = True

    @property
    def merged_into(self) -> tuple[str, ...]:
        """The parameters that take over; none where the parameter changes nothing."""
        return tuple(name for name in self.substitution if name != self.name)

    def __str__(self) -> str:
        if not self.is_used:
            return "drop it: it is not used by any gate"
        if not self.merged_into:
            return "drop it: it changes nothing"
        moved = ", ".join(f"{name} → {self.substitution[name]}" for name in self.merged_into)
        return f"merge it: set it to 0 and let {moved}"


@dataclass(frozen=True, slots=True)
class ParameterRank:
    """How many parameters count.

    Attributes:
        num_parameters: names in the circuit.
        zx: rank of the linear map from parameters to the angles left by ZX reduction: as many
            parameters are enough for the unitary.
        unitary: largest rank of the derivatives of the unitary, up to a global phase.
        state: the same for the state from |0…0⟩.
        redundant: parameters that can be dropped or merged, each with its checked substitution.
        redundant_for_state: further ones that can go when the circuit starts in |0…0⟩.
        locally_redundant: names without which the rank of the unitary stays the same, though no
            linear substitution is known; near a generic point they are not needed.
        minimal: True where `zx` parameters are the fewest that circuits of Clifford gates and
            rotations have for this unitary, parameters being changed by well-behaved functions;
            None where that is not known.
        unitary_is_exact: False where `unitary` was found on random inputs only and might be larger.
        conventions: how the figures were found.
    """

    num_parameters: int
    zx: int
    unitary: int
    state: int
    redundant: Mapping[str, Redundancy]
    redundant_for_state: Mapping[str, Redundancy]
    locally_redundant: tuple[str, ...]
    minimal: bool | None
    unitary_is_exact: bool
    conventions: str

    def __repr__(self) -> str:
        return (
            f"ParameterRank({count(self.num_parameters, 'parameter')}: zx {self.zx}, "
            f"unitary {self.unitary}, state {self.state}; {len(self.redundant):,} redundant)"
        )

    def _repr_html_(self) -> str:
        rows = [
            ("parameters", f"{self.num_parameters:,}"),
            ("rank by ZX", f"{self.zx:,}"),
            ("rank of the unitary", f"{self.unitary:,}"),
            ("rank of the state", f"{self.state:,}"),
        ]
        rows += [(name, str(found)) for name, found in list(self.redundant.items())[:_SHOWN]]
        more = len(self.redundant) - _SHOWN
        if more > 0:
            rows.append((f"… {more:,} more", ""))
        return table(rows, foot=self.conventions)


def parameter_rank(
    circuit: Circuit | Diagram,
    *,
    seed: int = 0,
    progress: Progress = None,
    cancel: Cancel = None,
) -> ParameterRank:
    """Ranks of a circuit's parameters, and the parameters that are not needed.

    Derivatives are exact; ranks count singular values above rounding, the largest of three random
    points. Measurements at the end are left out. A diagram is taken through its circuit; one that
    has none, such as one with more inputs than outputs, by the derivatives of its map up to a
    scalar, for which `unitary` stands then.

    Args:
        circuit: unitary, up to measurements at its end; 14 qubits or fewer. Or a diagram.
        seed: for the random points.
        progress: called with what is being done.
        cancel: a function or an event; asked often.

    Raises:
        NotUnitary: it measures, resets or has conditions before its end.
        TooLarge: more qubits or derivatives than are taken.
        InvalidDiagram: the diagram is the zero map.
        Cancelled: `cancel` said so.

    Example:
        >>> found = parameter_rank(Circuit.of(2, "rz(a) 0; cx 0 1; rz(b) 0; rx(c) 1"))
        >>> found.num_parameters, found.zx, found.unitary, found.state
        (3, 2, 2, 1)
        >>> print(found.redundant["b"])
        merge it: set it to 0 and let a → a + b

    Source: van de Wetering et al., arXiv:2401.12877, for `minimal`; Haug, Bharti, Kim,
    arXiv:2102.01659, for the rank of a state's derivatives.
    """
    work = _Work(seed, progress, cancel)
    body = as_body(circuit)
    if isinstance(body, Diagram):
        return _of_diagram(body, seed, work)
    return _of_circuit(body, body.parameters, seed, work)


def _of_circuit(circuit: Circuit, names: Sequence[str], seed: int, work: _Work) -> ParameterRank:
    bare = circuit.without_final_measurements()
    if not bare.is_unitary:
        raise NotUnitary(
            "A circuit that measures, resets or has conditions before its end has no parameter "
            "rank. Remove them first."
        )
    if bare.num_qubits > MAX_QUBITS:
        raise TooLarge(
            f"The parameter rank on {bare.num_qubits} qubits is not computed; at most {MAX_QUBITS} "
            "qubits are taken."
        )
    check_memory(len(names), bare.num_qubits, _few_inputs(len(names), bare.num_qubits))
    with one_thread(when=bare.num_qubits <= _MAX_SMALL_QUBITS):
        return _ranks(bare, names, seed, work)


def _ranks(bare: Circuit, names: Sequence[str], seed: int, work: _Work) -> ParameterRank:
    operations = differentiable(bare)
    work.say("Reducing the diagram")
    whole = _zx_rows(bare, names, from_zero=False)
    work.say("Differentiating")
    unitary, exact, local = _unitary_rank(operations, names, bare.num_qubits, len(whole), work)
    state = _state_rank(operations, names, bare.num_qubits, len(whole), work)
    work.say("Checking substitutions")
    redundant = _redundant(bare, names, whole, work, from_zero=False)
    for_state: dict[str, Redundancy] = {}
    if bare.num_qubits <= _MAX_CHECKED and bare.num_qubits:
        from_zero = _redundant(bare, names, _zx_rows(bare, names, from_zero=True), work, True)
        for_state = {name: found for name, found in from_zero.items() if name not in redundant}
    return ParameterRank(
        num_parameters=len(names),
        zx=min(len(whole), len(names)),
        unitary=unitary,
        state=state,
        redundant=redundant,
        redundant_for_state=for_state,
        locally_redundant=tuple(n for n in local if n not in redundant),
        minimal=_is_minimal(operations, bare.used_parameters),
        unitary_is_exact=exact,
        conventions=(
            "zx: full_reduce, exact rationals; unitary and state: exact derivatives, global phase "
            f"taken out, singular values above rounding, largest of {POINTS} random points, "
            f"seed {seed}; state: from |0…0⟩"
        ),
    )


def _of_diagram(diagram: Diagram, seed: int, work: _Work) -> ParameterRank:
    """Through the diagram's circuit, else by the derivatives of its map."""
    if diagram.booleans:
        raise InvalidRequest(
            f"'{diagram.booleans[0]}' is 0 or 1, and nothing can be differentiated by it. Put a "
            "number for each Boolean parameter, or make it a free one."
        )
    names = diagram.parameters
    work.say("Looking for a circuit")
    found = circuit_for(diagram)
    if found is not None:
        circuit, which = found
        ranks = _of_circuit(circuit, names, seed, work)
        return replace(ranks, conventions=f"{ranks.conventions}; {which}")
    check_width(diagram)
    work.say("Differentiating")
    unitary, state, columns = 0, 0, np.zeros((0, len(names)))
    for _ in range(POINTS):
        values = point(diagram, names, work.rng)
        whole, slopes, sizes = map_tangents(diagram, names, values, ask=work.ask)
        if np.linalg.norm(whole) < 1e-12:
            raise InvalidDiagram(
                "This diagram is the zero map: a part of it without inputs and outputs is 0, so "
                "no parameter moves it. Change that part."
            )
        of_map = span(whole, slopes, sizes)
        if numerical_rank(of_map) >= unitary:
            unitary, columns = numerical_rank(of_map), of_map
        if np.linalg.norm(whole[:, :1]) > 1e-12:
            state = max(state, numerical_rank(span(whole[:, :1], slopes[:, :, :1], sizes)))
    work.say("Checking substitutions")
    rows = _phase_rows(diagram, names)
    redundant = _redundant(diagram, names, rows, work, False)
    local = [names[k] for k in _dependent(columns, unitary)]
    return ParameterRank(
        num_parameters=len(names),
        zx=min(len(rows), len(names)),
        unitary=unitary,
        state=state,
        redundant=redundant,
        redundant_for_state={},
        locally_redundant=tuple(name for name in local if name not in redundant),
        minimal=None,
        unitary_is_exact=True,
        conventions=(
            f"no circuit form; zx: phases, exact rationals; unitary: of the map from "
            f"{count(len(diagram.inputs), 'input')} to {count(len(diagram.outputs), 'output')} up "
            "to a scalar, exact derivatives, singular values above rounding, largest of "
            f"{POINTS} random points, seed {seed}; state: from |0…0⟩"
        ),
    )


def _phase_rows(diagram: Diagram, names: Sequence[str]) -> dict[int, dict[int, Fraction]]:
    """Echelon form of the map from parameters to phases: reduced ones where PyZX takes them."""
    from qdesign.zx.reduce import reduce

    try:
        made = reduce(diagram)
        reduced = made if equivalent(diagram, made).equal else diagram
    except (NotConvertible, InvalidDiagram):
        reduced = diagram
    return _rows_of(reduced, names)


class _Work(Work):
    """With random numbers."""

    def __init__(
        self,
        seed: int,
        progress: Progress,
        cancel: Cancel,
    ) -> None:
        super().__init__("Finding the parameter rank", progress, cancel)
        self.rng = np.random.default_rng(seed)


# --- linear map to the angles --------------------------------------------------------------------


def _zx_rows(
    circuit: Circuit, names: Sequence[str], *, from_zero: bool
) -> dict[int, dict[int, Fraction]]:
    """Echelon form of the map from parameters to the angles of the reduced diagram."""
    from qdesign.zx.reduce import reduce

    if not names:
        return {}
    return _rows_of(reduce(_diagram(circuit, from_zero=from_zero)), names)


def _rows_of(reduced: Diagram, names: Sequence[str]) -> dict[int, dict[int, Fraction]]:
    formulas = sorted(filter(is_derived, reduced.symbols))
    places = {name: k for k, name in enumerate((*names, *formulas))}
    return reduced_rows(
        {places[name]: coefficient for name, coefficient in spider.phase.terms}
        for spider in reduced.spiders
        if spider.phase.terms
    )


def _diagram(circuit: Circuit, *, from_zero: bool) -> Diagram:
    from qdesign.zx.translate import to_diagram

    diagram = to_diagram(circuit)
    if not from_zero:
        return diagram
    starts = set(diagram.inputs)
    spiders = tuple(replace(s, kind=SpiderKind.X) if s.id in starts else s for s in diagram.spiders)
    return replace(diagram, spiders=spiders, inputs=())


def _redundant(
    circuit: Circuit | Diagram,
    names: Sequence[str],
    rows: Mapping[int, Mapping[int, Fraction]],
    work: _Work,
    from_zero: bool,
) -> dict[str, Redundancy]:
    """Parameters without a pivot, and how the pivots before them take over; each is checked."""
    unused = frozenset(() if isinstance(circuit, Diagram) else circuit.unused_parameters)
    # What a formula depends on does more than a linear map of angles tells.
    held = _held(circuit)
    found = {
        name: Redundancy(name, {name: Angle()}, _NOT_USED, is_used=False)
        for name in names
        if name in unused
    }
    parts = {
        name: {pivot: row[column] for pivot, row in rows.items() if column in row}
        for column, name in enumerate(names)
        if column not in rows and name not in unused and name not in held
    }
    parts = {n: part for n, part in parts.items() if all(p < len(names) for p in part)}
    if not parts:
        return found

    def check(some: Sequence[str]) -> Verdict:
        work.ask()
        changed = circuit.substitute(_taken_over(names, {name: parts[name] for name in some}))
        if not from_zero or isinstance(circuit, Diagram) or isinstance(changed, Diagram):
            return equivalent(circuit, changed)
        return equivalent(*(_diagram(each, from_zero=True) for each in (circuit, changed)))

    # All at once says it of each: U(p, q) = V(p + Cq) for all p and q gives the same for one q
    # after the other. Only where that fails is there something to find out one by one.
    together = check(list(parts))
    for name, part in parts.items():
        verdict = together if together.equal or len(parts) == 1 else check([name])
        if verdict.equal:
            found[name] = Redundancy(name, _taken_over(names, {name: part}), verdict)
    return {name: found[name] for name in names if name in found}


def _taken_over(
    names: Sequence[str], parts: Mapping[str, Mapping[int, Fraction]]
) -> dict[str, Angle]:
    """The substitution that sets some parameters to 0 and lets pivots take their parts."""
    substitution = {name: Angle() for name in parts}
    for name, part in parts.items():
        for pivot, share in part.items():
            before = substitution.get(names[pivot]) or Angle.parameter(names[pivot])
            substitution[names[pivot]] = before + Angle.parameter(name, share)
    return substitution


def _held(circuit: Circuit | Diagram) -> frozenset[str]:
    """The free parameters that formulas depend on."""
    if isinstance(circuit, Diagram):
        angles = [spider.phase for spider in circuit.spiders]
    else:
        angles = [angle for o in circuit.plain_operations for angle in o.angles]
    formulas = {name for angle in angles for name in angle.symbols if is_derived(name)}
    return frozenset(free_names(formulas))


def _is_minimal(operations: Sequence[Operation], names: Sequence[str]) -> bool | None:
    """True where each parameter is in one rotation only and all else is Clifford."""
    seen: set[str] = set()
    for operation in operations:
        row = GATES[operation.gate]
        for angle in operation.angles:
            used = angle.parameters
            if not used and angle.is_clifford:
                continue
            if any(map(is_derived, angle.symbols)):
                return None
            alone = bool(row.turn)
            fixed = replace(angle, terms=())
            if len(used) != 1 or not alone or not fixed.is_clifford or used[0] in seen:
                return None
            seen.add(used[0])
        if row.is_unitary and not row.angles and not row.is_clifford:
            return None
    return True if seen == set(names) and names else None


# --- rank of the derivatives ---------------------------------------------------------------------


def _unitary_rank(
    operations: Sequence[Operation], names: Sequence[str], num_qubits: int, most: int, work: _Work
) -> tuple[int, bool, tuple[str, ...]]:
    """Rank, whether it is exact, and names without which it stays the same.

    Columns of the unitary are its action on inputs. A few random inputs give a lower bound that is
    the rank unless the derivatives conspire; it is exact where it meets `most`, or on all inputs.
    """
    size = 1 << num_qubits
    limit = min(most, len(names), size * size - 1)
    if not limit:
        return 0, True, ()
    few = _few_inputs(len(names), num_qubits)
    everything = num_qubits <= _MAX_DENSE_QUBITS
    best, exact = 0, False
    columns = np.zeros((0, len(names)))
    for num_inputs in dict.fromkeys((few, size) if everything else (few,)):
        check_memory(len(names), num_qubits, num_inputs)
        for _ in range(POINTS):
            values = random_values(operations, names, work.rng)
            found = span(
                *tangents(operations, names, values, _inputs(size, num_inputs, work), ask=work.ask)
            )
            rank = numerical_rank(found)
            if rank > best or not len(columns):
                best, columns = rank, found
            if best == limit:
                break
        exact = best == limit or num_inputs == size
        if exact:
            break
    return best, exact, tuple(names[k] for k in _dependent(columns, best))


def _few_inputs(num_parameters: int, num_qubits: int) -> int:
    """Enough random inputs for four times as many real numbers as there are parameters."""
    size = 1 << num_qubits
    return min(size, 2 + -(-2 * num_parameters // size))


def _inputs(size: int, num_inputs: int, work: _Work) -> Complex:
    """Every basis state, or random ones; shape (size, num_inputs)."""
    if num_inputs == size:
        return np.eye(size, dtype=complex)
    shape = (size, num_inputs)
    drawn = work.rng.normal(size=shape) + 1j * work.rng.normal(size=shape)
    return np.asarray(drawn / np.linalg.norm(drawn, axis=0), dtype=np.complex128)


def _dependent(columns: Real, rank: int) -> list[int]:
    """Columns that those before them span, found from the last one on."""
    if rank == columns.shape[1]:
        return []
    kept: list[int] = []
    basis = np.zeros((columns.shape[0], 0))
    for k in range(columns.shape[1]):
        rest = columns[:, k] - basis @ (basis.T @ columns[:, k])
        rest = rest - basis @ (basis.T @ rest)
        length = float(np.linalg.norm(rest))
        if length > 1e-7 and len(kept) < rank:
            kept.append(k)
            basis = np.column_stack([basis, rest / length])
    return [k for k in range(columns.shape[1]) if k not in kept]


def _state_rank(
    operations: Sequence[Operation], names: Sequence[str], num_qubits: int, most: int, work: _Work
) -> int:
    size = 1 << num_qubits
    limit = min(most, len(names), 2 * size - 2)
    best = 0
    check_memory(len(names), num_qubits, 1)
    zero = np.zeros((size, 1), dtype=complex)
    zero[0] = 1
    for _ in range(POINTS):
        if best == limit:
            break
        values = random_values(operations, names, work.rng)
        found = span(*tangents(operations, names, values, zero, ask=work.ask))
        best = max(best, numerical_rank(found))
    return best
