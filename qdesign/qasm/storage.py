"""Assignments: to variables while reading, to classical bits of the circuit by measurement only."""

from __future__ import annotations

from dataclasses import replace

from qdesign.circuit import Condition, Operation
from qdesign.decisions import Decision
from qdesign.qasm import tree
from qdesign.qasm.bits import BitList, Word
from qdesign.qasm.evaluate import bit_reference, convert, integer
from qdesign.qasm.numbers import Affine, NotComputable, to_angle
from qdesign.qasm.operators import number, refused, unknown
from qdesign.qasm.state import Items, Runner, State, Value, Variable


class Storage:
    """Puts values into what has a name."""

    def __init__(self, state: State, runner: Runner) -> None:
        self.state = state
        self.runner = runner

    def assign(self, node: tree.Assign) -> None:
        """`target = value` and `target += value`."""
        state = self.state
        bits = bit_reference(state, node.target)
        value = node.value
        if node.operator:
            value = tree.Chain(node.offset, node.target, ((node.operator, value),))
        if bits is not None:
            self.store(bits, value, node.offset)
            return
        base = node.target
        while isinstance(base, tree.Index):
            base = base.value
        if not isinstance(base, (tree.Name, tree.At)):
            state.source.invalid("this cannot be assigned to.", node.offset)
        variable = state.lookup(base.name, node.offset)
        if not isinstance(variable, Variable) or variable.constant:
            state.source.invalid(f"'{base.name}' cannot be assigned to.", node.offset)
        if variable.depth < state.depth:
            state.source.unsupported(
                "a variable that measured bits decide",
                node.offset,
                "Assign outside of the branch.",
            )
        if isinstance(value, tree.Measurement):
            unknown(state, node.offset)
        new = self.runner.value(value)
        state.angles.clear()
        state.clock += 1
        if isinstance(node.target, tree.Name):
            variable.value = converted(state, new, variable.type, node.offset)
            variable.since = state.clock
        else:
            self._assign_item(variable, node, new)

    def _assign_item(self, variable: Variable, node: tree.Assign, new: Value) -> None:
        state = self.state
        places: list[int] = []
        target = node.target
        if isinstance(target, tree.At):
            places.append(target.place)
        while isinstance(target, tree.Index):
            if any(isinstance(item, (tree.Range, tree.Set)) for item in target.items):
                state.source.unsupported("assigning to a slice", node.offset)
            places[:0] = [integer(state, item) for item in target.items]
            target = target.value
        if not isinstance(variable.value, Items):
            state.source.unsupported("assigning to one bit of a number", node.offset)
        variable.value = self._put(variable.value, places, new, node)

    def _put(self, array: Value, places: list[int], new: Value, node: tree.Assign) -> Value:
        if not places:
            return new
        values = array.values if isinstance(array, Items) else ()
        if not -len(values) <= places[0] < len(values):
            self.state.source.invalid("this index is outside the array.", node.offset)
        place = places[0] % len(values)
        inner = self._put(values[place], places[1:], new, node)
        return Items((*values[:place], inner, *values[place + 1 :]))

    def store(self, bits: BitList, node: tree.Expression, offset: int) -> None:
        """Puts a measurement, a subroutine's bits or known values into classical bits."""
        state = self.state
        if isinstance(node, tree.Measurement):
            self.runner.measure(self.runner.qubits(node.qubits), bits, offset)
            return
        start, first_bit = len(state.operations), len(state.known)
        value = self.runner.value(node)
        if isinstance(value, BitList):
            if value.bits == bits.bits:
                return
            self._move(value, bits, start, first_bit, offset)
            return
        if isinstance(value, Decision):
            unknown(state, offset)
        if state.conditions:
            state.source.unsupported("a bit that measured bits decide", offset)
        if any(state.measured[bit] for bit in bits.bits):
            state.source.unsupported(
                "a constant put into a measured bit", offset, "Use another bit."
            )
        if isinstance(value, Word) and value.width != len(bits.bits):
            state.source.invalid(f"{value.width} bits do not fit into {len(bits.bits)}.", offset)
        plain = number(state, value, offset)
        if not isinstance(plain, int):
            shown = to_angle(plain) if isinstance(plain, Affine) else plain
            state.source.invalid(f"a bit cannot hold {shown}.", offset)
        for place, bit in enumerate(bits.bits):
            state.know(bit, plain >> place & 1)

    def _move(self, value: BitList, bits: BitList, start: int, first_bit: int, offset: int) -> None:
        """Makes what a subroutine measured into its own bits go to `bits` at once."""
        state = self.state
        if len(value.bits) != len(bits.bits):
            state.source.invalid(
                f"{len(value.bits)} bits do not fit into {len(bits.bits)}.", offset
            )
        written = state.operations[start:]
        touched = {bit for item in written for bit in bits_of(item)}
        if min(value.bits) < first_bit or touched.intersection(bits.bits):
            state.source.unsupported("copying a measured bit", offset, "Measure into it instead.")
        place = dict(zip(value.bits, bits.bits, strict=True))
        whole = {bit: place.get(bit, bit) for bit in (*touched, *place)}
        state.operations[start:] = [with_bits(item, whole) for item in written]
        for old, new in place.items():
            state.know(new, state.known[old])
            state.measured[new] = True
            state.dropped.add(old)


def converted(state: State, value: Value, kind: tree.Type, offset: int) -> Value:
    """`value` as one of the type `kind`, or an error at `offset`."""
    try:
        return convert(state, value, kind, offset)
    except NotComputable as error:
        refused(state, error, offset)


def bits_of(item: Operation) -> tuple[int, ...]:
    """Every classical bit that an operation writes or reads."""
    if not item.conditions:
        return item.clbits
    return (*item.clbits, *(bit for c in item.conditions for bit in c.clbits))


def with_bits(item: Operation, place: dict[int, int]) -> Operation:
    """The operation with its classical bits renumbered."""
    if not item.clbits and not item.conditions:
        return item
    conditions = tuple(
        Condition(tuple(place[b] for b in c.clbits), c.value, c.equal) for c in item.conditions
    )
    return replace(item, clbits=tuple(place[b] for b in item.clbits), conditions=conditions)
