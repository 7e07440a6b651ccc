"""QIR: a circuit as LLVM text, in the form that Microsoft's own compiler writes it.

The base profile where all measurements can be last, the adaptive one where they cannot. Every
measurement has a result of its own; those that the classical bits hold at the end are recorded, in
the order of the bits, under their names. Bits that nothing is measured into are not recorded;
comments at the top list the registers with all their bits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from qdesign.circuit import Circuit, Condition, Operation
from qdesign.convert.gate_list import refuse, refuse_dynamic, with_gates
from qdesign.decisions import groups
from qdesign.errors import NotConvertible
from qdesign.exporter import Exporter
from qdesign.gates import ROWS

_NAMES: Final = {row.name: row.qir for row in ROWS if row.qir}
_LANGUAGE: Final = "QIR"
_ENTRY: Final = "qdesign_main"


def qir(circuit: Circuit) -> str:
    """The circuit as QIR 1.0 text. Barriers and the global phase are left out.

    Raises:
        NotConvertible: free parameters, or a measurement under a condition.
    """
    plain = with_gates(circuit, _NAMES, language=_LANGUAGE)
    operations = [each for each in plain.plain_operations if each.gate != "barrier"]
    is_base = _is_base(plain)
    if is_base:
        operations.sort(key=lambda each: each.gate == "measure")
    writer = _Writer()
    for conditions, group in groups(operations):
        writer.add(conditions, group)
    names = {
        bit: f"{register.name}[{place}]"
        for register in plain.declared.all_clbits(plain.num_clbits)
        for place, bit in enumerate(register.wires)
    }
    recorded = [(names.get(bit, f"c[{bit}]"), writer.held[bit]) for bit in sorted(writer.held)]
    sizes = [
        (register.name, len(register.wires))
        for register in plain.declared.all_clbits(plain.num_clbits)
    ]
    return _module(writer, plain.num_qubits, sizes, recorded, is_base=is_base)


def _is_base(circuit: Circuit) -> bool:
    try:
        refuse_dynamic(circuit, language=_LANGUAGE)
    except NotConvertible:
        return False
    return True


class _Writer:
    """Writes the body.

    Attributes:
        lines: of the entry function.
        called: each function that is called, with its parameters.
        held: the result that each classical bit holds.
        num_results: measured so far.
    """

    def __init__(self) -> None:
        self.lines: list[str] = ["block_0:", "  call void @__quantum__rt__initialize(i8* null)"]
        self.called: dict[str, str] = {}
        self.held: dict[int, int] = {}
        self.num_results = 0
        self._blocks = 0
        self._read = 0

    def add(self, conditions: Sequence[Condition], operations: Sequence[Operation]) -> None:
        """Operations that wait for the same conditions."""
        if not conditions:
            for operation in operations:
                self._operation(operation)
            return
        after = self._block()
        for condition in conditions:
            self._open(condition, after)
        for operation in operations:
            if operation.gate == "measure":
                raise refuse(operation, "QIR is written without measurements under conditions.")
            self._operation(operation)
        self._begin(after)

    def _operation(self, operation: Operation) -> None:
        qubits = [_pointer("Qubit", qubit) for qubit in operation.qubits]
        if operation.gate == "measure":
            self.held[operation.clbits[0]] = self.num_results
            self._call("m__body", [*qubits, _pointer("Result", self.num_results)])
            self.num_results += 1
        elif operation.gate == "reset":
            self._call("reset__body", qubits)
        else:
            angles = [f"double {_number(angle.at({}))}" for angle in operation.angles]
            self._call(_NAMES[operation.gate], [*angles, *qubits])

    def _call(self, name: str, arguments: Sequence[str]) -> None:
        function = f"__quantum__qis__{name}"
        self.called[function] = ", ".join(argument.split(" ")[0] for argument in arguments)
        self.lines.append(f"  call void @{function}({', '.join(arguments)})")

    def _open(self, condition: Condition, after: str) -> None:
        """Goes on where the condition holds, else to the block `after`: bit by bit."""
        inside = self._block()
        bits = [
            (self.held.get(bit), condition.value >> place & 1)
            for place, bit in enumerate(condition.clbits)
        ]
        same, other = (inside, after) if condition.equal else (after, inside)
        # Bits that nothing was measured into are 0.
        if any(result is None and wanted for result, wanted in bits):
            self._jump(other)
        else:
            asked = [(result, wanted) for result, wanted in bits if result is not None]
            for index, (result, wanted) in enumerate(asked):
                following = same if index == len(asked) - 1 else self._block()
                yes, no = (following, other) if wanted else (other, following)
                self._branch(result, yes, no)
                if following != same:
                    self.lines.append(f"{following}:")
            if not asked:
                self._jump(same)
        self.lines.append(f"{inside}:")

    def _branch(self, result: int, yes: str, no: str) -> None:
        self._read += 1
        read = f"%read_{self._read}"
        where = _pointer("Result", result)
        self.lines += [
            f"  {read} = call zeroext i1 @__quantum__rt__read_result({where})",
            f"  br i1 {read}, label %{yes}, label %{no}",
        ]

    def _begin(self, block: str) -> None:
        self._jump(block)
        self.lines.append(f"{block}:")

    def _jump(self, block: str) -> None:
        self.lines.append(f"  br label %{block}")

    def _block(self) -> str:
        self._blocks += 1
        return f"block_{self._blocks}"

    @property
    def reads(self) -> bool:
        """Is a result read?"""
        return self._read > 0


def _module(
    writer: _Writer,
    num_qubits: int,
    registers: Sequence[tuple[str, int]],
    recorded: Sequence[tuple[str, int]],
    *,
    is_base: bool,
) -> str:
    labels = ["results", *(name for name, _ in recorded)]
    texts = [_constant(index, label) for index, label in enumerate(labels)]
    size = f"i64 {len(recorded)}, {_label(0, labels[0])}"
    record = [f"  call void @__quantum__rt__array_record_output({size})"]
    record += [
        f"  call void @__quantum__rt__result_record_output({_pointer('Result', result)}, "
        f"{_label(index, name)})"
        for index, (name, result) in enumerate(recorded, 1)
    ]
    profile = "base_profile" if is_base else "adaptive_profile"
    facts = (
        f'"entry_point" "output_labeling_schema" "qir_profiles"="{profile}" '
        f'"required_num_qubits"="{num_qubits}" "required_num_results"="{writer.num_results}"'
    )
    flags = [
        'i32 1, !"qir_major_version", i32 1',
        'i32 7, !"qir_minor_version", i32 0',
        'i32 1, !"dynamic_qubit_management", i1 false',
        'i32 1, !"dynamic_result_management", i1 false',
    ]
    numbers = ", ".join(f"!{index}" for index in range(len(flags)))
    return "\n".join(
        [
            *(f"; bit[{size}] {_letters(name)}" for name, size in registers),
            "%Result = type opaque",
            "%Qubit = type opaque",
            "",
            *texts,
            "",
            f"define i64 @{_ENTRY}() #0 {{",
            *writer.lines,
            *record,
            "  ret i64 0",
            "}",
            "",
            *_declared(writer),
            "",
            f"attributes #0 = {{ {facts} }}",
            'attributes #1 = { "irreversible" }',
            "",
            f"!llvm.module.flags = !{{{numbers}}}",
            "",
            *(f"!{index} = !{{{flag}}}" for index, flag in enumerate(flags)),
            "",
        ]
    )


def _declared(writer: _Writer) -> Iterator[str]:
    yield "declare void @__quantum__rt__initialize(i8*)"
    for name, parameters in writer.called.items():
        is_final = name.endswith(("__m__body", "__reset__body"))
        yield f"declare void @{name}({parameters}){' #1' if is_final else ''}"
    if writer.reads:
        yield "declare zeroext i1 @__quantum__rt__read_result(%Result*)"
    yield "declare void @__quantum__rt__array_record_output(i64, i8*)"
    yield "declare void @__quantum__rt__result_record_output(%Result*, i8*)"


def _pointer(kind: str, number: int) -> str:
    return f"%{kind}* inttoptr (i64 {number} to %{kind}*)"


def _number(value: float) -> str:
    """A double of LLVM's text, exactly: its decimals have a point before the exponent."""
    digits, mark, exponent = repr(value).partition("e")
    return f"{digits}{'' if '.' in digits else '.0'}{mark}{exponent}"


def _letters(text: str) -> str:
    """Text as LLVM has it between quotes."""
    return "".join(
        chr(byte)
        if byte < 128 and (chr(byte).isalnum() or chr(byte) in "[]_ ")
        else f"\\{byte:02X}"
        for byte in text.encode()
    )


def _constant(index: int, label: str) -> str:
    size = len(label.encode()) + 1
    return f'@{index} = internal constant [{size} x i8] c"{_letters(label)}\\00"'


def _label(index: int, label: str) -> str:
    kind = f"[{len(label.encode()) + 1} x i8]"
    return f"i8* getelementptr inbounds ({kind}, {kind}* @{index}, i64 0, i64 0)"


QIR: Final = Exporter(
    name="qir",
    title="QIR",
    group="Programs",
    help="LLVM text for Azure Quantum and others; everything bound",
    source="https://github.com/qir-alliance/qir-spec",
    write=qir,
    takes="circuit",
    mime="text/plain",
    suffix=".ll",
    is_program=True,
    needs_values=True,
)
