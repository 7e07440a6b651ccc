"""Bad input: each text is refused in one plain line, soon, in little memory, and reads no file."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qdesign.errors import InvalidText, NotStarted
from qdesign.importers import read
from qdesign.qasm import dumps, loads, parsing
from qdesign.qasm.limits import MAX_NESTING, check
from scripts.campaign import cases
from tests.effort import at_most

DAMAGED = "damaged programs"
DATA = Path(__file__).parents[1] / "data"
PROGRAMS = sorted(path for path in DATA.glob("openqasm*/*.qasm") if path.stat().st_size < 4000)
PIECE = re.compile(r"\w+|\s+|.", re.DOTALL)

HEAD = 'OPENQASM 3.0;\ninclude "stdgates.inc";\n'


def nested(depth: int) -> str:
    """Gates that call each other twice: 2**depth operations."""
    lines = [f"gate g{k + 1} q {{ g{k} q; g{k} q; }}" for k in range(depth)]
    return HEAD + "gate g0 q { h q; }\n" + "\n".join(lines) + f"\nqubit q;\ng{depth} q;\n"


BAD = {
    "unparsable": "this is ( not a program",
    "noise": "\x00\x01ÿ" * 100,
    "surrogate": "\ud800",
    "no semicolon": "OPENQASM 3.0;\nqubit q\nx q;",
    "version 4": "OPENQASM 4.0;\nqubit q;",
    "version 1": "OPENQASM 1.0;\nqreg q[1];",
    "version in words": "OPENQASM three;\nqubit q;",
    "parentheses": f"{HEAD}qubit q; rx({'(' * 100_000}1{')' * 100_000}) q;",
    "open parentheses": f"{HEAD}qubit q; rx({'(' * 100_000}",
    "ifs": f"{HEAD}qubit q; bit c; {'if (c) ' * 20_000}x q;",
    "ifs with braces": f"{HEAD}qubit q; bit c; {'if (c) {' * 20_000}x q;{'}' * 20_000}",
    "elses": f"{HEAD}qubit q; bit c; {'if (c) x q; else ' * 20_000}x q;",
    "minuses": f"{HEAD}qubit q; rx({'-' * 100_000}1) q;",
    "powers": f"{HEAD}qubit q; rx({'2**' * 100_000}1) q;",
    "sum": f"{HEAD}qubit q; rx({'1+' * 100_000}x) q;",
    "indices": f"{HEAD}int a = 0; a = a{'[0]' * 100_000};",
    "controls": f"{HEAD}qubit q; {'ctrl @ ' * 100_000}x q;",
    "control count": f"{HEAD}qubit q; ctrl(1000000000) @ x q;",
    "braces": "{" * 100_000 + "}" * 100_000,
    "comment": "/*" * 100_000,
    "qubits": f"{HEAD}qubit[1000000000] q;",
    "qubits 2": "OPENQASM 2.0;\nqreg q[1000000000];",
    "bits": f"{HEAD}bit[1000000000] c;",
    "no qubits": f"{HEAD}qubit[0] q;",
    "physical qubit": "x $1000000000;",
    "digits": f"{HEAD}qubit q; rx(1{'0' * 100_000}) q;",
    "array": "array[int[8], 100000, 100000] a;",
    "loop": f"{HEAD}qubit q; for int i in [0:1000000000] {{ x q; }}",
    "loops": "for int i in [0:99999] { for int j in [0:99999] {} }",
    "endless": "while (true) {}",
    "doubled registers": "qubit[1000] q0; "
    + " ".join(f"let q{k + 1} = q{k} ++ q{k};" for k in range(40)),
    "include": 'OPENQASM 3.0;\ninclude "/etc/passwd";\nqubit q;',
    "include 2": 'OPENQASM 2.0;\ninclude "/etc/passwd";\nqreg q[1];',
    "nested gates": nested(40),
    "inverse of nested gates": nested(19).replace("\ng19 q", "\ninv @ g19 q; inv @ g19 q"),
    "power of nested gates": nested(15).replace("\ng15 q", "\npow(1000) @ g15 q"),
    "deep gates": HEAD + "gate g0 a { x a; }" + "".join(
        f"gate g{k + 1} a {{ g{k} a; }}" for k in range(3000)
    ) + "qubit q; g3000 q;",
    "deep gates of products": HEAD + "gate g0(x) a { rx(x*x) a; }" + "".join(
        f"gate g{k + 1}(x) a {{ g{k}(x) a; }}" for k in range(3000)
    ) + "qubit q; g3000(0.1) q;",
    "remainder in a gate": f"{HEAD}gate g(x) a {{ rx(x % 2) a; }} input float b; qubit q; g(b) q;",
    "power in a gate": f"{HEAD}gate g(x) a {{ pow(x) @ h a; }} input float b; qubit q; g(b) q;",
    "branch in a gate": f"{HEAD}gate g(x) a {{ if (x > 0) h a; }} input float b; qubit q; g(b) q;",
    "many instances": f"{HEAD}gate g(x) a {{ rx(x % 2) a; }} qubit q; "
    "for int i in [0:399999] { g(i) q; }",
    "recursive gate": f"{HEAD}gate g a {{ g a; }}",
    "recursive subroutine": f"{HEAD}def f(qubit q) {{ f(q); }} qubit q; f(q);",
    "power": f"{HEAD}qubit q; pow(1000000000) @ x q;",
    "power of a rotation": f"{HEAD}qubit q; pow(1000000000) @ rx(0.1) q;",
    "power of a power": f"{HEAD}qubit q; pow(1000) @ pow(1000) @ pow(1000) @ x q;",
    "tower": f"{HEAD}const int n = 9**9**9;",
    "shift": f"{HEAD}const int n = 1 << 1000000000;",
    "not a number": f"{HEAD}qubit q; rx(0.0/0.0) q;",
    "infinite": f"{HEAD}qubit q; rx(1e999) q;",
    "overflow": f"{HEAD}qubit q; rx(1e300*1e300) q;",
    "logarithm": f"{HEAD}qubit q; rx(log(0)) q;",
    "root": f"{HEAD}qubit q; rx(sqrt(-1)) q;",
    "same wire": f"{HEAD}qubit[2] q; cx q[1], q[1];",
    "same wire in a gate": f"{HEAD}gate g a {{ cx a, a; }}",
    "unknown name": f"{HEAD}qubit q; rx(alpha) q;",
    "branch on an input": f"{HEAD}input float a; qubit q; if (a) x q;",
    "loop on an input": f"{HEAD}input float a; while (a) {{ }}",
    "input in a bit": f"{HEAD}input float a; bit b = a;",
    "truth of an angle": f"{HEAD}gate g(a) b {{ if (a) x b; }} input float t; qubit q; g(t) q;",
    "integer in a gate": f"{HEAD}gate g(a) b {{ int n = a; }} input float t; qubit q; g(t) q;",
    "gate without qubits": f"{HEAD}gate g {{ }}",
    "unknown gate": f"{HEAD}qubit q; frobnicate q;",
    "wrong arity": f"{HEAD}qubit q; cx q;",
    "wrong index": f"{HEAD}qubit[2] q; x q[2];",
    "remainder": f"{HEAD}input float a; input float b; qubit q; rx(a % b) q;",
    "rounded": f"{HEAD}input float a; qubit q; rx(floor(a)) q;",
    "no value": f"{HEAD}input float a; qubit q; rx(a/(a - a)) q;",
    "declared twice": f"{HEAD}qubit q; qubit q;",
    "opaque": "OPENQASM 2.0;\nopaque foo(a) x;\nqreg q[1]; foo(0.1) q[0];",
    "long": "// " + "x" * 20_000_000,
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_text_is_refused_in_one_plain_line(name: str) -> None:
    with at_most(20_000_000), pytest.raises(InvalidText) as caught:
        loads(BAD[name])
    message = str(caught.value)
    assert message.startswith(f"Line {caught.value.line}, column {caught.value.column}: ")
    assert "\n" not in message
    assert len(message) < 400
    assert message.endswith(".")


def refusal(text: str) -> InvalidText | None:
    """Why a program is not read; one that is comes back from its own text."""
    try:
        circuit = loads(text)
    except InvalidText as error:
        return error
    assert loads(dumps(circuit)) == circuit, text
    return None


def damaged(text: str, rng: random.Random) -> str:
    """A program with a few pieces gone, doubled, exchanged or in other places."""
    pieces = PIECE.findall(text)
    for _ in range(rng.randint(1, 3)):
        k, j = rng.randrange(len(pieces)), rng.randrange(len(pieces))
        how = rng.randrange(4)
        if how == 0 and len(pieces) > 1:
            del pieces[k]
        elif how == 1:
            pieces.insert(k, pieces[j])
        elif how == 2:
            pieces[k], pieces[j] = pieces[j], pieces[k]
        else:
            pieces[k] = rng.choice((*";,()[]{}@0", "-1", "1e9", "pi", "gate", "if", "θ", "\x00"))
    return "".join(pieces)


@pytest.mark.sized(DAMAGED)
def test_damaged_programs_are_read_or_refused_with_a_place() -> None:
    texts = [path.read_text() for path in PROGRAMS]
    rng = random.Random(20_261_126)
    refused = 0
    for index in range(cases(DAMAGED)):
        text = damaged(texts[index % len(texts)], rng)
        error = refusal(text)
        if error is not None:
            refused += 1
            assert str(error).startswith(f"Line {error.line}, column {error.column}: "), text
            assert 1 <= error.line <= text.count("\n") + 1, text
    assert 0.1 < refused / cases(DAMAGED) < 0.99


def test_bad_text_takes_little_memory() -> None:
    """In a process of its own, which has read none before; its parser is counted as its child.

    A process begins with the peak of the one that started it, here of all tests before: Linux tells
    its own peak apart (VmHWM), and elsewhere another process stands between.
    """
    program = (
        "import resource\n"
        "from pathlib import Path\n"
        "from tests.qasm.test_bad_text import BAD\n"
        "from qdesign.errors import QdesignError\n"
        "from qdesign.qasm import loads, parsing\n"
        "for text in BAD.values():\n"
        "    try: loads(text)\n"
        "    except QdesignError: pass\n"
        "parsing.stop()\n"
        "told = Path('/proc/self/status').read_text()\n"
        "own = int(told.partition('VmHWM:')[2].split()[0])\n"
        "child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss\n"
        "print((own + child) / 2**20)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert float(done.stdout) < 1.0


@given(st.lists(st.sampled_from([*"()[]{}", "()", "[0]", "{x;}", "/*(*/", '"]"', "//}\n"])))
def test_brackets_that_do_not_match_are_refused(pieces: list[str]) -> None:
    text = left = "".join(pieces)
    for ignored in ("/*(*/", '"]"', "//}\n", "x;", "0"):
        left = left.replace(ignored, "")
    for _ in pieces:
        left = left.replace("()", "").replace("[]", "").replace("{}", "")
    if not left:
        assert check(text).parsed == text
        return
    with pytest.raises(InvalidText, match=r"closes nothing|never closed"):
        check(text)


def test_the_greatest_nesting_is_read() -> None:
    inner = MAX_NESTING - 1
    text = f"{HEAD}qubit q; rx({'(' * inner}0.5{')' * inner}) q;"
    assert loads(text).num_operations == 1
    with pytest.raises(InvalidText, match="nests more than"):
        loads(text.replace("0.5", "(0.5)"))


def test_long_flat_texts_are_not_deep() -> None:
    chain = "bit c; if (c) x q; else if (!c) y q;" + "if (c) { x q; } else { y q; }" * 500
    assert loads(f"{HEAD}qubit q; {chain}").num_operations == 1002


def test_no_file_is_opened_for_an_include(monkeypatch: pytest.MonkeyPatch) -> None:
    loads("qubit q;")  # the parser is running now

    def refuse(*_arguments: object, **_named: object) -> None:
        raise AssertionError("a file was opened")

    monkeypatch.setattr("builtins.open", refuse)
    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(InvalidText, match="No file is read"):
        loads(BAD["include"])
    loads('OPENQASM 2.0; include "qelib1.inc"; qreg q[1]; h q[0];')


@pytest.mark.parametrize(
    "text", ["", " \n\t", "\ufeff", "// what a start\n", "/* nothing */ // here"]
)
def test_a_text_without_a_program_is_no_circuit_of_no_qubits(text: str) -> None:
    words = "Line 1, column 1: this text holds no program. One begins with 'OPENQASM 3.0;'."
    for reads in (loads, read):
        with pytest.raises(InvalidText) as refused:
            reads(text)
        assert str(refused.value) == words
    assert loads("OPENQASM 3.0;").num_qubits == 0


def test_brackets_in_comments_and_strings_do_not_count() -> None:
    comment = "/* " + "(" * 1000 + " */ // " + "{" * 1000 + "\n"
    assert loads(f"{comment}{HEAD}qubit q; x q;".replace("OPENQASM 3.0;", "")).num_operations == 1


def test_a_missing_parser_is_no_fault_of_the_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "qdk.py").write_text("raise ModuleNotFoundError(\"No module named 'qdk'\")\n")
    parsing.stop()
    with monkeypatch.context() as patch:
        patch.setenv("PYTHONPATH", str(tmp_path))
        for _ in range(2):
            with pytest.raises(NotStarted, match=r"parser.*No module named 'qdk'.*pip install qdk"):
                loads(f"{HEAD}qubit q;")
    assert loads(f"{HEAD}qubit q;").num_qubits == 1  # once it is there, nothing has to be restarted


HEAD_2 = 'OPENQASM 2.0;\ninclude "qelib1.inc";\n'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"{HEAD}qubit q;\nh q\nx q;", "Line 5, column 1: ';' is missing before 'x'. It ends each"),
        (f"{HEAD}qubit q;\nh q", "Line 4, column 4: ';' is missing at the end. It ends each"),
        (f"{HEAD}qubit q;\nrx(pi 2) q;", "Line 4, column 7: '2' stands where ')' is expected."),
        (
            f"{HEAD}qubit q;\nrx(pi*) q;",
            "Line 4, column 7: ')' stands where an expression is expect",
        ),
        (f"{HEAD}qubit measure;", "'measure' stands where a name is expected."),
        (f"{HEAD}input theta;", "'theta' stands where a type such as float[64] is expected."),
        (f"{HEAD}qubit q;\n] q;", "']' closes nothing that is open."),
        (f"{HEAD}qubit q;\nelse x q;", "'else' stands where a statement is expected."),
        (f"{HEAD}qubit[2] q;\ncx q[0],,q[1];", "something is missing before this comma."),
        (f"{HEAD_2}qreg in[1];\nh in[0]\nx in[0];", "Line 5, column 1: ';' is missing before 'x'"),
        (f"{HEAD_2}qreg q[1];\nrx(2^) q[0];", "')' stands where an expression is expected."),
    ],
)
def test_what_is_wrong_in_a_text_is_said_in_plain_words(text: str, words: str) -> None:
    with pytest.raises(InvalidText) as caught:
        loads(text)
    assert words in str(caught.value)
    assert "identifier" not in str(caught.value)
