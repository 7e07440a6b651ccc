"""Control flow: loops and subroutines unrolled, branches on measured bits as conditions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, NoReturn, cast

from qdesign import decisions
from qdesign.decisions import Decision, TooManyTerms
from qdesign.errors import Unsupported
from qdesign.qasm import tree
from qdesign.qasm.bits import BitList
from qdesign.qasm.evaluate import TOO_MANY, convert, evaluate, index_range, integer
from qdesign.qasm.limits import TooMuch
from qdesign.qasm.numbers import NotComputable
from qdesign.qasm.operators import RUNNING, decision, refused, unknown
from qdesign.qasm.state import Items, Qubits, Runner, State, Value, Variable

_MAX_CALLS: Final = 32


class Jumped(Exception):
    """`break`, `continue` or `end` on its way out."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


class Returned(Exception):
    """A subroutine's result on its way out."""

    def __init__(self, value: Value | None) -> None:
        super().__init__()
        self.value = value


class Control:
    """Runs statements that decide which others run."""

    def __init__(self, state: State, runner: Runner) -> None:
        self.state = state
        self.runner = runner
        self.loops: list[int] = []
        self.returns: list[int] = []

    def run(self, node: tree.Statement) -> None:
        """One statement of control flow."""
        match node:
            case tree.If():
                self._if(node)
            case tree.For():
                self._for(node)
            case tree.While():
                self._while(node)
            case tree.Switch():
                self._switch(node)
            case tree.Scope(_, body):
                with self.state.scope():
                    self.runner.run(body)
            case tree.Return(offset, value):
                self._return(value, offset)
            case tree.Jump(offset, word):
                self._jump(word, offset)
            case _:
                self.state.source.unsupported(type(node).__name__.lower(), node.offset)

    # branches

    def _if(self, node: tree.If) -> None:
        truth = self._truth(node)
        if isinstance(truth, bool):
            with self.state.scope():
                self.runner.run(node.body if truth else node.otherwise)
            return
        branches = ((truth, node.body), (self._not(truth, node), node.otherwise))
        apart = self.state.source.major == 2 and len(truth.terms) == 1 and _is_measurement(node)
        self._branches(branches, node.offset, apart=apart)

    def _truth(self, node: tree.If) -> bool | Decision:
        """What the bits decide: by rules, else by every value of the few that it reads."""
        state = self.state
        try:
            return decision(state, evaluate(state, node.condition), node.offset)
        except Unsupported as error:
            bits = self._read(node.condition, error)

        def holds() -> bool:
            truth = decision(state, evaluate(state, node.condition), node.offset)
            if not isinstance(truth, bool):  # it reads what bits decided before
                unknown(state, node.offset)
            return truth

        return self._by_cases(bits, holds, node)

    def _read(self, node: tree.Expression, error: Unsupported) -> set[int]:
        """The few bits that an expression reads, where `error` says only that they are measured."""
        if error.construct not in (RUNNING, TOO_MANY):
            raise error
        bits = {bit for bit in _bits_in(self.state, node) if self.state.known[bit] is None}
        if len(bits) > decisions.MAX_CASE_BITS:
            raise error
        return bits

    def _by_cases(
        self, bits: set[int], holds: Callable[[], bool], node: tree.Statement
    ) -> Decision:
        """For which values of some bits something holds."""
        state = self.state

        def held(case: Mapping[int, int]) -> bool:
            state.step(node.offset)
            for bit, value in case.items():
                state.known[bit] = value
            return holds()

        try:
            return decisions.by_cases(bits, held)
        except TooManyTerms:
            self._too_many(node)
        finally:
            for bit in bits:
                state.known[bit] = None

    def _not(self, truth: Decision, node: tree.Statement) -> Decision:
        try:
            return decisions.negate(truth)
        except TooManyTerms:
            self._too_many(node)

    def _too_many(self, node: tree.Statement) -> NoReturn:
        self.state.source.unsupported(TOO_MANY, node.offset, "Split it.")

    def _branches(
        self,
        branches: Iterable[tuple[Decision, Sequence[tree.Statement]]],
        offset: int,
        *,
        apart: bool = False,
    ) -> None:
        """Each body under its condition; the conditions exclude each other.

        With `apart`, the condition is asked anew before each operation of the body.
        """
        state = self.state
        start = len(state.operations)
        deciding: set[int] = set()
        for truth, body in branches:
            deciding.update(decisions.bits_of(truth))
            for term in truth.terms if body else ():
                with state.branch(term):
                    self.runner.run(body)
        written = state.operations[start:]
        for item in () if apart else written[:-1]:
            if item.gate == "measure" and deciding.intersection(item.clbits):
                state.source.unsupported(
                    "a branch that measures into a bit of its own condition and goes on",
                    offset,
                    "Measure into another bit.",
                )

    def _switch(self, node: tree.Switch) -> None:
        state = self.state
        try:
            target = evaluate(state, node.target)
            if isinstance(target, Decision):
                unknown(state, node.offset)
        except Unsupported as error:
            self._switch_by_cases(node, self._read(node.target, error))
            return
        if not isinstance(target, BitList):
            for labels, body in node.cases:
                values = [integer(state, label) for label in labels]
                if integer(state, node.target) in values:
                    with state.scope():
                        self.runner.run(body)
                    return
            with state.scope():
                self.runner.run(node.default or ())
            return
        try:
            branches: list[tuple[Decision, Sequence[tree.Statement]]] = []
            left = decisions.ALWAYS
            for labels, body in node.cases:
                matched = decisions.NEVER
                for label in labels:
                    equal = decisions.bits_equal(target.bits, integer(state, label))
                    matched = decisions.either(matched, equal)
                branches.append((decisions.both(left, matched), body))
                left = decisions.both(left, decisions.negate(matched))
            branches.append((left, node.default or ()))
        except TooManyTerms:
            self._too_many(node)
        self._branches(branches, node.offset)

    def _switch_by_cases(self, node: tree.Switch, bits: set[int]) -> None:
        """A switch on what is computed of few bits."""
        branches: list[tuple[Decision, Sequence[tree.Statement]]] = []
        seen: set[int] = set()
        for labels, body in node.cases:
            here = {integer(self.state, label) for label in labels} - seen
            seen |= here
            branches.append((self._among(node, bits, here), body))
        branches.append((self._not(self._among(node, bits, seen), node), node.default or ()))
        self._branches(branches, node.offset)

    def _among(self, node: tree.Switch, bits: set[int], labels: set[int]) -> Decision:
        """When the switch's number is one of these."""
        state = self.state
        return self._by_cases(bits, lambda: integer(state, node.target) in labels, node)

    # loops

    def _for(self, node: tree.For) -> None:
        state = self.state
        values = self._values(node)
        self.loops.append(state.depth)
        try:
            for value in values:
                state.step(node.offset)
                with state.scope():
                    held = convert(state, value, node.type, node.offset)
                    state.declare(
                        node.name,
                        Variable(held, node.type, False, state.depth, state.clock),
                        node.offset,
                    )
                    if not self._iteration(node.body):
                        break
        except NotComputable as error:
            refused(state, error, node.offset)
        finally:
            self.loops.pop()

    def _values(self, node: tree.For) -> Iterable[Value]:
        state, values = self.state, node.values
        if isinstance(values, tree.Range):
            indices = index_range(state, values, None)
            span = (indices.stop - indices.start) // indices.step
            if span > 0:
                self._check_count(span, node)
            return indices
        if isinstance(values, tree.Set):
            return [evaluate(state, value) for value in values.values]
        found = evaluate(state, values)
        if not isinstance(found, Items):
            state.source.unsupported(
                "a loop over something else than a range, a set or an array", node.offset
            )
        return found.values

    def _check_count(self, count: int, node: tree.For) -> None:
        if count > self.state.max_steps:
            self.state.source.unsupported(
                f"a loop of {count:,} repetitions",
                node.offset,
                f"At most {self.state.max_steps:,} steps are unrolled.",
                kind=TooMuch,
            )

    def _while(self, node: tree.While) -> None:
        state = self.state
        self.loops.append(state.depth)
        try:
            while True:
                before = state.clock
                truth = decision(state, evaluate(state, node.condition), node.offset)
                if not isinstance(truth, bool):
                    state.source.unsupported(
                        "a loop that measured bits end",
                        node.offset,
                        "Write a fixed number of rounds.",
                    )
                state.step(node.offset)
                if not truth:
                    return
                with state.scope():
                    if not self._iteration(node.body):
                        return
                if state.clock == before:
                    state.source.unsupported(
                        "a loop that never ends",
                        node.offset,
                        "Change in it what its condition reads, or leave it with 'break'.",
                    )
        finally:
            self.loops.pop()

    def _iteration(self, body: Sequence[tree.Statement]) -> bool:
        """Runs a loop's body once; does the loop go on?"""
        try:
            self.runner.run(body)
        except Jumped as jump:
            if jump.word == "end":
                raise
            return jump.word == "continue"
        return True

    def _jump(self, word: str, offset: int) -> NoReturn:
        state = self.state
        if word == "end":
            outer = 0
        elif self.loops:
            outer = self.loops[-1]
        else:
            state.source.invalid(f"'{word}' stands outside of a loop.", offset)
        if state.depth > outer:
            state.source.unsupported(f"'{word}' that measured bits decide", offset)
        raise Jumped(word)

    # subroutines

    def call(self, name: str, arguments: Sequence[tree.Expression], offset: int) -> Value | None:
        """Runs a subroutine's statements here, with its arguments by value or as wires."""
        state = self.state
        routine = state.subroutines[name]
        if len(self.returns) >= _MAX_CALLS:
            state.source.unsupported(
                f"a subroutine that calls itself or others more than {_MAX_CALLS} deep", offset
            )
        if len(arguments) != len(routine.formal):
            state.source.invalid(
                f"subroutine '{name}' takes {len(routine.formal)} arguments, not {len(arguments)}.",
                offset,
            )
        values = [self.runner.value(argument) for argument in arguments]
        loops, self.loops = self.loops, []
        self.returns.append(state.depth)
        try:
            with state.closed_scope(f"subroutine '{name}'"):
                for (kind, formal), value in zip(routine.formal, values, strict=True):
                    self._bind(kind, formal, value, offset)
                self.runner.run(routine.body)
        except Returned as result:
            return result.value
        finally:
            self.loops = loops
            self.returns.pop()
        return None

    def _bind(self, kind: tree.Type, formal: str, value: Value, offset: int) -> None:
        state = self.state
        if kind.word == "qubit":
            size = 1 if kind.size is None else integer(state, kind.size)
            if not isinstance(value, Qubits) or len(value.qubits) != size:
                state.source.invalid(f"argument '{formal}' needs {size} qubits.", offset)
            state.declare(formal, Qubits(value.qubits, kind.size is None), offset)
            return
        if isinstance(value, Qubits):
            state.source.invalid(f"argument '{formal}' is not a qubit.", offset)
        try:
            held = convert(state, value, kind, offset)
        except NotComputable as error:
            refused(state, error, offset)
        fixed = isinstance(held, (BitList, Decision))
        state.declare(formal, Variable(held, kind, fixed, state.depth, state.clock), offset)

    def _return(self, node: tree.Expression | None, offset: int) -> NoReturn:
        state = self.state
        if not self.returns:
            state.source.invalid("'return' stands outside of a subroutine.", offset)
        if state.depth > self.returns[-1]:
            state.source.unsupported("'return' that measured bits decide", offset)
        if node is None:
            raise Returned(None)
        if isinstance(node, tree.Measurement):
            qubits = self.runner.qubits(node.qubits)
            bits = state.new_bits(len(qubits), len(qubits) == 1, offset)
            self.runner.measure(qubits, bits, offset)
            raise Returned(bits)
        raise Returned(self.runner.value(node))


def _is_measurement(node: tree.If) -> bool:
    """Is it what version 2 and Qiskit take for one conditioned measurement for each qubit?"""
    if node.otherwise or len(node.body) != 1:
        return False
    (body,) = node.body
    if isinstance(body, tree.If):
        return _is_measurement(body)
    return isinstance(body, tree.Assign) and isinstance(body.value, tree.Measurement)


def _bits_in(state: State, node: object) -> Iterator[int]:
    """The classical bits that an expression may read."""
    if isinstance(node, (tree.Name, tree.At)):
        name = node.name
        found = next((frame[name] for frame in reversed(state.frames) if name in frame), None)
        if isinstance(found, BitList):
            place = node.place if isinstance(node, tree.At) else -1
            yield from found.bits[place : place + 1] if place >= 0 else found.bits
    elif isinstance(node, tuple):
        for part in cast("tuple[object, ...]", node):
            yield from _bits_in(state, part)
