"""A run of Qiskit's transpiler → what each stage did, and of which gates each gate was made.

The transpiler keeps no record of that, so the circuit is compared before and after each pass. One
that changes a circuit in place keeps the numbers of what it leaves alone: what stands between two
of those took the place of what stood there. One that makes a new circuit is followed by matrices
(walk.py). Where neither tells, all gates that could have gone into one are its origins: they are
too many rather than wrong.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from qdesign.gates import find_gate
from qdesign.hardware.nodes import Node, along_wires, nodes_of_circuit, nodes_of_dag
from qdesign.hardware.walk import Origins, Walk, by_pairs

_KEPT: Final = 12
"""Circuits that are remembered: a pass may go back to one."""
_RUNS: Final = "Optimize1qGatesDecomposition"
_COMMUTING: Final = "CommutativeCancellation"
_EACH: Final = (
    "FilterOpNodes",
    "RemoveIdentityEquivalent",
    "BarrierBeforeFinalMeasurements",
    "GateDirection",
)
"""Passes that change each gate by itself."""
_PLACING: Final = ("ApplyLayout", "SabreLayout")
"""Passes that put a circuit on the device's qubits; others leave each wire where it starts."""
_ROUTING: Final = ("layout", "routing")
"""Stages that add swaps."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A circuit as a stage of the transpiler left it.

    Attributes:
        name: of the stage.
        depth: measurements count, barriers do not.
        swaps: those in it, drawn ones too, before they become other gates.
        passes: what changed it in this stage, in Qiskit's names.
    """

    name: str
    num_gates: int
    num_two_qubit: int
    depth: int
    swaps: int
    passes: tuple[str, ...]


class Trace:
    """Follows a circuit through a pass manager; of several runs, the last that came to its end."""

    def __init__(self) -> None:
        self.stages: list[Stage] = []
        self.swaps = 0
        """Swaps that were added to route."""
        self.num_sources = 0
        """Instructions that went in, barriers too."""
        self.found: list[Origins] = []
        """For each operation but barriers that came out, numbers of those that went in.

        Empty for what is of none of them: a swap that routes, or what was made of one. The whole
        list is empty where nothing came out, or not what the passes were seen to make.
        """

    def begin(self, circuit: Any, manager: Any) -> Callable[..., None]:
        """What to call after each pass.

        Args:
            circuit: what is run, a `QuantumCircuit`.
            manager: the pass manager.
        """
        self._stage_of = {
            id(each): stage for stage in manager.stages for each in _passes(getattr(manager, stage))
        }
        self._dag: Any = None
        self._nodes = list(nodes_of_circuit(circuit))
        self._from = {node.key: frozenset({-1 - node.key}) for node in self._nodes}
        self._before: list[tuple[list[Node], dict[int, Origins]]] = []
        self._figures = _figures(self._nodes)
        self._stages: list[Stage] = []
        self._swaps = 0
        self._num_sources = len(circuit.data)
        return self._after

    def _after(self, **said: Any) -> None:
        made, dag = said["pass_"], said["dag"]
        if not made.is_transformation_pass:
            return
        nodes = list(nodes_of_dag(dag))
        name = str(made.name())
        renamed = _renamed(self._nodes, self._from, nodes)
        changed = renamed is None
        if renamed is None and dag is self._dag:
            renamed = self._in_place(nodes, name)
        elif renamed is None:
            back = (_renamed(*each, nodes) for each in reversed(self._before))
            renamed = next((each for each in back if each is not None), None)
            stage = self._stage_of.get(id(made), "")
            renamed = renamed or self._made_anew(nodes, name, stage, said["property_set"])
        self._dag, self._nodes, self._from = dag, nodes, renamed
        self._before = [*self._before[-_KEPT:], (nodes, renamed)]
        self._note(self._stage_of.get(id(made), "optimization"), name, changed=changed)

    def end(self, circuit: Any) -> None:
        """Takes the circuit that came out; what is known is of this run from now on."""
        self.stages, self.swaps, self.num_sources = self._stages, self._swaps, self._num_sources
        rows = {wire: deque(row) for wire, row in along_wires(self._nodes).items()}
        self.found = []
        for item in nodes_of_circuit(circuit):
            (node, *others) = [rows[wire].popleft() for wire in item.wires]
            if any(other is not node for other in others) or item.name != node.name:
                self.found = []
                return
            self.found.append(self._from[node.key])

    def _note(self, stage: str, name: str, *, changed: bool) -> None:
        if self._stages and self._stages[-1].name == stage:
            last = self._stages.pop()
            passes = last.passes
        elif changed:
            passes = ()
        else:
            return
        figures = _figures(self._nodes) if changed else self._figures
        self._figures = figures
        self._stages.append(Stage(stage, *figures, (*passes, name) if changed else passes))

    # --- a pass that changes the circuit it is given ----------------------------------------------

    def _in_place(self, new: list[Node], name: str) -> dict[int, Origins]:
        before = {node.key: node for node in self._nodes}
        kept = {
            node.key
            for node in new
            if node.key in before and before[node.key].is_like(node, node.wires)
        }
        if name not in (_COMMUTING, *_EACH):
            # Numbers of gates that went are given to new ones, so a run changed as a whole.
            kept -= _touched_runs(self._nodes, kept) | _touched_runs(new, kept)
        joined = _Joined()
        commuting = name not in (_RUNS, *_EACH)
        old_places = _places(self._nodes, kept, joined, commuting=commuting)
        new_places = _places(new, kept, joined, commuting=commuting)
        went: dict[object, set[int]] = defaultdict(set)
        for places in old_places.values():
            joined.join(places)
        for places in new_places.values():
            joined.join(places)
        for key, places in old_places.items():
            went[joined.root(places[0])] |= self._from[key]
        origins = {key: self._from[key] for key in kept}
        for key, places in new_places.items():
            origins[key] = frozenset(went[joined.root(places[0])])
        return origins

    # --- a pass that makes a new circuit ----------------------------------------------------------

    def _made_anew(self, new: list[Node], name: str, stage: str, facts: Any) -> dict[int, Origins]:
        old = self._nodes
        wires = {wire for node in old for wire in node.wires}
        start = _start(facts, wires) if name in _PLACING else {wire: wire for wire in wires}
        for groups in ([[node] for node in old], by_pairs(old)):
            walk = Walk(groups, new, start, self._from)
            if walk.run():
                self._swaps += walk.swaps
                return walk.found
        if stage in _ROUTING:  # no other gates are added there
            self._swaps += max(0, _num_swaps(new) - _num_swaps(old))
        return walk.give_up()


def _renamed(
    old: Sequence[Node], known: dict[int, Origins], new: Sequence[Node]
) -> dict[int, Origins] | None:
    """Origins where at most the numbers of gates and wires changed."""
    if len(old) != len(new):
        return None
    made = sorted(new, key=lambda node: node.key)
    for order in (sorted(old, key=lambda node: node.key), old):
        pairs = _paired(order, made)
        if pairs is not None and _in_order(pairs, old, new):
            return {pairs[node.key]: known[node.key] for node in old}
    return None


def _paired(old: Sequence[Node], new: Sequence[Node]) -> dict[int, int] | None:
    """Numbers of the same gates one by one; None where more than the names of wires changed."""
    there: dict[int, int] = {}
    back: dict[int, int] = {}
    for a, b in zip(old, new, strict=True):
        if len(a.wires) != len(b.wires) or not b.is_like(a, b.wires):
            return None
        for wire, other in zip(a.wires, b.wires, strict=True):
            if there.setdefault(wire, other) != other or back.setdefault(other, wire) != wire:
                return None
    return {a.key: b.key for a, b in zip(old, new, strict=True)}


def _in_order(pairs: dict[int, int], old: Iterable[Node], new: Iterable[Node]) -> bool:
    """Do they follow one another in the same order along each wire?"""
    before = [[pairs[node.key] for node in row] for row in along_wires(old).values()]
    after = [[node.key for node in row] for row in along_wires(new).values()]
    return sorted(before) == sorted(after)


class _Joined:
    """Sets of places that are joined with each other."""

    def __init__(self) -> None:
        self._parent: dict[object, object] = {}

    def root(self, place: object) -> object:
        while (above := self._parent.setdefault(place, place)) != place:
            self._parent[place] = place = self._parent[above]
        return place

    def join(self, places: Sequence[object]) -> None:
        for place in places[1:]:
            self._parent[self.root(place)] = self.root(places[0])


def _places(
    nodes: Iterable[Node], kept: set[int], joined: _Joined, *, commuting: bool
) -> dict[int, list[object]]:
    """For what was not kept: between which of the kept ones it stands, on each of its wires.

    Where gates are moved through those that they commute with, those that commute are no border.
    """
    found: dict[int, list[object]] = defaultdict(list)
    for wire, row in along_wires(nodes).items():
        gap = run = 0
        axis = "-"
        waiting: list[tuple[str, object]] = []
        for node in row:
            own = _axis(node, wire) if commuting else "-"
            if node.key in kept:
                before = axis
                gap += 1
                if own == "-" or own != axis:
                    run += 1
                axis = own
                if axis not in ("-", before):  # what stands before it may have come through it
                    pass
                for letter, place in waiting:
                    if letter == axis != "-":
                        joined.join([place, ("run", wire, run)])
                waiting = []
                continue
            place = ("gap", wire, gap)
            found[node.key].append(place)
            if own != "-" and own == axis:
                joined.join([place, ("run", wire, run)])
            waiting.append((own, place))
    return found


def _touched_runs(nodes: Iterable[Node], kept: set[int]) -> set[int]:
    """Gates of one qubit that stand in a row with one that was not kept."""
    touched: set[int] = set()
    for row in along_wires(nodes).values():
        run: list[Node] = []
        for node in [*row, None]:
            if node is not None and len(node.wires) == 1 and not node.clbits:
                run.append(node)
                continue
            if any(each.key not in kept for each in run):
                touched.update(each.key for each in run)
            run = []
    return touched


def _axis(node: Node, wire: int) -> str:
    """The Pauli that a gate commutes with on a wire; `-` where none is known."""
    axes = _axes(node.name)
    position = node.wires.index(wire)
    return axes[position] if position < len(axes) and axes[position] != "I" else "-"


@lru_cache(maxsize=256)
def _axes(name: str) -> str:
    row = find_gate(name)
    return row.axes if row is not None else ""


def _start(facts: Any, wires: Iterable[int]) -> dict[int, int]:
    """On which of the device's qubits each wire of a circuit is put."""
    found, numbers = facts["layout"], facts["original_qubit_indices"]
    at = {index: found[qubit] for qubit, index in numbers.items()} if found and numbers else {}
    return {wire: at.get(wire, wire) for wire in wires}


def _passes(manager: Any) -> Iterator[Any]:
    """Every pass of a stage, those under conditions and in loops too."""
    if manager is None:
        return
    waiting: list[Any] = [manager.to_flow_controller()]
    while waiting:
        task = waiting.pop()
        inner = getattr(task, "tasks", None)
        if inner is None:
            yield task
        else:
            waiting.extend(inner)


def _num_swaps(nodes: Iterable[Node]) -> int:
    return sum(node.name == "swap" for node in nodes)


def _figures(nodes: Iterable[Node]) -> tuple[int, int, int, int]:
    """Gates, two-qubit ones, depth, swaps."""
    levels: dict[int, int] = {}
    num_gates = num_two_qubit = swaps = 0
    for node in nodes:
        num_gates += 1
        num_two_qubit += len(node.wires) == 2
        swaps += node.name == "swap"
        places = (*node.wires, *(-1 - bit for bit in node.clbits))
        level = 1 + max((levels.get(place, 0) for place in places), default=0)
        levels.update(dict.fromkeys(places, level))
    return num_gates, num_two_qubit, max(levels.values(), default=0), swaps
