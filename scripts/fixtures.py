"""Cases that hold the front end to Python: angle texts, document texts, states of small circuits.

`generate.py` writes them next to the generated TypeScript; extension/test reads them.
"""

from __future__ import annotations

import json
import random
from fractions import Fraction
from typing import Final

import numpy as np

from qdesign import problems, qasm
from qdesign.angle import Angle
from qdesign.ansatz import Template, template
from qdesign.circuit import Block, Circuit, Condition, GateDefinition, Operation
from qdesign.diagram import Diagram, Edge, EdgeKind, Spider, SpiderKind
from qdesign.document import Display, Document, Parameter, StepRecord
from qdesign.errors import InvalidAngle
from qdesign.formula import is_derived
from qdesign.pauli import Observable
from qdesign.problems import ProblemRow
from qdesign.rows import find, rows
from qdesign.session import problem_named
from qdesign.tune.landscape import landscape
from qdesign.tune.optimize import optimize
from qdesign.tune.optimizer import Optimizer

SEED: Final = 20_240_607
_TEXTS: Final = (
    *("0", "pi", "π", "pi/2", "-pi/4", "3*pi/4", "2*gamma + 0.1", "-θ[0]/4", "0.1", "1e-7", "1e22"),
    *("1.5707963267948966", "0.7853981633974483", "3.141592653589793*2", "2*(a+b)/3 - a", "a - a"),
    *("`odd name` + 1", "`2*a`", "+-+a", "--1", "1/3*x", "x/7 - x/7", "0.1*x + 0.2*x", "1e-3*pi"),
    *("pi*pi", "pi*0.5", "2*pi*3", "(pi)*2", "pi/pi", "1/pi", "a/pi", "a*pi", "pi*a", "(a+1)*2.5"),
    *("1.", ".5", "1.e3", "12345678901234567890", "1234567.891", "0.000001234", "1e15", "1e16 - 1"),
    *("999999999999999", "1000000000000000", "100/3", "-0", "a*0", "0*a + b", "b + a", "Ω + ω + z"),
    *(
        "ꝏ + 𝛼",
        "x1 + x10 + x2",
        "θ_1",
        "a[3][4]",
        "٣",
        "２*a",
        "a−b",
        "2·a×3",
        "\t a +\u00a0b ",
        "pi48",
    ),
    *("2g0", "2π", "3 g0", "3pi/2", "g₀/2", "2γ₀", "-2a/3 + π⁄4", "2(a + b)", "2a*3b"),
    *(
        "2.5`odd name`",
        "a/2b",
        "1/2pi",
        "2 3",
        "a 2",
        "2sin(a)",
        "2-3a",
        "2e",
        "2e1a",
        "2a b",
        "3*2a",
    ),
    *("(2)a", "0b", "-0 a", "2a/3b", "pi⁄2", "2⁄3 a", "2 -a", "1_a", "2`_a`", "2_a"),
    *("1/1000001*a", "a/999999/7", "1e308*1", "1e-320", "5e-324*a", "123456789012*a", "a/3*3"),
    *(
        "",
        " ",
        "a b",
        "2a",
        "a*b",
        "a/b",
        "1/0",
        "pi/(pi-pi)",
        "(",
        "(a",
        "a)",
        "sin(a)",
        "a**2",
        "é",
    ),
    *(
        "1e999",
        "1e308*10",
        "a@b",
        "`",
        "``",
        "` a`",
        "1.2.3",
        "a[",
        "a[x]",
        "a +",
        "*a",
        "()",
        "²",
        "a²",
    ),
    *(
        "(" * 61 + "1" + ")" * 61,
        "1" * 61,
        "a" * 101,
        "x=1",
        "a\nb",
        "🙂",
        "1_000",
        "0x10",
        "'",
        "pi.5",
    ),
)
_FORMULAS: Final = (
    *("2*(pi - x)*(pi - y)", "a*b*c", "c*b*a/d", "x/y/3", "3/2/x", "1/x", "-x**2", "2**x", "x*x"),
    *("sin(2*a + pi/3)*b", "(a + b)**2/(a*c)", "x**-2", "-2*x*y", "exp(-x**2/2)", "acos(x**2)"),
    *("a*b - b*a", "`a b`*c", "sin(pi/2)", "x**0.5", "(2x)**2", "(x + 1/3)*y", "a/(b/c)", "a^2"),
    *("sqrt(x**2)", "sqrt((x - y)**2)/2", "sqrt(2*x**2)"),
    *("abs(-x)", "(x - x)/y", "0*x*y", "x**0", "x**1", "(a + 1/3)*b*2/7", "-(a + 1/3)*b", "2x**2"),
    *("sqrt(-1)", "foo(x)", "sin x", "x**2 y", "1/0*x", "log(0)", "(-8)**(1/3)", "x**", "sin()"),
    *(
        "sin(x",
        "2sin(a)",
        "sin(a)(b)",
        "0**-1",
        "`=a*b`",
        "=a",
        "tan(a)/tan(b)",
        "a**b**c",
        "(a**b)**c",
    ),
    "*".join(["(a + b + 0.123456789)"] * 110),
)


def angle_cases() -> list[dict[str, object]]:
    """Texts with what they denote or why they are refused."""
    rng = random.Random(SEED)  # noqa: S311
    texts = [*_TEXTS, *(_random_text(rng, 3) for _ in range(300))]
    texts += [*_FORMULAS, *(_random_formula(rng, 3) for _ in range(300))]
    return [_angle_case(text) for text in texts]


def _angle_case(text: str) -> dict[str, object]:
    try:
        angle = Angle.parse(text)
    except InvalidAngle as error:
        return {"text": text, "error": str(error), "column": error.column}
    values = {name: 0.3 + 0.7 * index for index, name in enumerate(angle.parameters)}
    case: dict[str, object] = {"text": text, "angle": str(angle), "values": values}
    try:
        case["at"] = angle.at(values)
    except InvalidAngle:
        case["at"] = None
    if any(map(is_derived, angle.symbols)):
        case["is_formula"] = True
    return case


def _random_text(rng: random.Random, depth: int) -> str:
    if depth == 0 or rng.random() < 0.3:
        number = rng.choice(
            (str(rng.randint(0, 12)), repr(rng.uniform(0, 9)), f"{rng.random():.3g}")
        )
        return rng.choice((number, "pi", "π", "a", "b[1]", "γ", f"{number}*a"))
    left, right = _random_text(rng, depth - 1), _random_text(rng, depth - 1)
    operator = rng.choice((" + ", " - ", "*", "/", "-"))
    return rng.choice((f"{left}{operator}{right}", f"({left}){operator}({right})", f"-{left}"))


def _random_formula(rng: random.Random, depth: int) -> str:
    """With powers and functions, of no plain number, whose last digit differs by library."""
    if depth == 0 or rng.random() < 0.2:
        return rng.choice(("a", "b[1]", "γ", "2*a", "a - b[1]", "pi - γ", "a + 1/3", "3", "pi/2"))
    left, right = _random_formula(rng, depth - 1), _random_formula(rng, depth - 1)
    function = rng.choice(("sin", "cos", "tan", "atan", "exp", "sqrt", "abs", "asin", "log"))
    power = rng.choice(("2", "3", "0.5", "-1", "a", "(b[1] - a)"))
    return rng.choice(
        (
            f"({left})*({right})",
            f"{left}*{right}",
            f"({left})/({right})",
            f"{left} - {right}",
            f"({left})**{power}",
            f"{function}(a + {left})",
            f"-{left}*2.5",
        )
    )


def sum_cases() -> list[list[str]]:
    """Pairs of angles with their sum, difference and multiples, as text."""
    rng = random.Random(SEED + 1)  # noqa: S311
    cases: list[list[str]] = []
    while len(cases) < 80:
        try:
            a, b = Angle.parse(_random_text(rng, 2)), Angle.parse(_random_text(rng, 2))
        except InvalidAngle:
            continue
        k = Fraction(rng.randint(-9, 9), rng.randint(1, 9))
        substituted = a.substitute({"a": b})
        cases.append([str(a), str(b), str(k), str(a + b), str(a - b), str(a * k), str(substituted)])
    return cases


def documents() -> dict[str, str]:
    """Texts of documents as Python writes them."""
    return {
        "tfim": tfim().dumps(),
        "everything": _everything().dumps(),
        "diagram": _diagram().dumps(),
        "empty": Document(body=Circuit(0)).dumps(),
        "wide": Document(body=Circuit.of(30, _wide())).dumps(),
    }


def _wide() -> str:
    return "; ".join(f"ry(t[{q}]) {q}; cx {q} {(q + 7) % 30}" for q in range(30))


def tfim() -> Document:
    """The ansatz of the studio's pictures: four sites, a preparation, a block of three layers."""
    head = [Operation("ry", (q,), (Angle.parameter(f"theta_{q}"),)) for q in range(4)]
    head += [Operation("cx", (q, q + 1)) for q in range(3)]
    gamma = Angle.parse("2*gamma")
    inner: list[Operation] = [
        Operation("rzz", (0, 1), (gamma,)),
        Operation("rzz", (2, 3), (gamma,)),
        Operation("rzz", (1, 2), (Angle.parse("2*gamma + pi/4"),)),
        *(Operation("rx", (q,), (Angle.parameter("beta"),)) for q in range(4)),
    ]
    indexed = tuple((n, tuple(f"{n}_{k}" for k in (1, 2, 3))) for n in ("gamma", "beta"))
    block = Block(Circuit(4, tuple(inner)).placed().operations, 3, "layer", indexed)
    measured = [Operation("measure", (q,), clbits=(q,)) for q in range(4)]
    body = Circuit(4, (*head, block, *measured), num_clbits=4)
    names = [f"theta_{k}" for k in range(4)] + [name for _, each in indexed for name in each]
    numbers = (1.55, 0.46, 1.53, 0.37, 1.38, 1.38, -0.44, 0.6, -1.18, -1.86)
    values = dict(zip(names, numbers, strict=True))
    terms = {"ZZII": -1.0, "IZZI": -1.0, "IIZZ": -1.0}
    terms |= {"I" * k + "X" + "I" * (3 - k): -1.0 for k in range(4)}
    return Document(
        body,
        tuple(Parameter(name, values[name]) for name in body.parameters),
        Observable(terms),
        (Display("d1", "bloch", (1,), 4),),
    )


def _everything() -> Document:
    bell = GateDefinition(
        "bell pair",
        2,
        (
            Operation("h", (0,)),
            Operation("cx", (0, 1)),
            Operation("rz", (1,), (Angle.parse("2*a"),)),
        ),
        ("a",),
        Angle.parse("a/2"),
    )
    nested = GateDefinition(
        "double", 3, (Operation("bell pair", (0, 1), (Angle.parse("pi/3"),)), Operation("x", (2,)))
    )
    block = Block((Operation("rx", (0,), (Angle.parse("g"),)),), 2, "", (("g", ("g[0]", "g[1]")),))
    items = (
        Operation("bell pair", (2, 0), (Angle.parse('0.1 + `odd "name"`'),)),
        Operation("double", (0, 1, 3)),
        block,
        Block((block, Operation("h", (1,))), 0, "never"),
        Operation("x", (3,), (), (0,), (1, 2)),
        Operation("u", (1,), (Angle.parse("a"), Angle.parse("-b/7"), Angle.parse("1e-9"))),
        Operation("barrier", (0, 1, 2, 3)),
        Operation("measure", (2,), clbits=(0,)),
        Operation("x", (1,), conditions=(Condition((0,), 1), Condition((0, 1), 2, equal=False))),
        Operation("gphase", (), (Angle.parse("pi/7"),), (3,)),
        Operation("reset", (2,)),
    )
    body = Circuit(
        4,
        items,
        2,
        (bell, nested),
        Angle.parse("pi/8 - a"),
        ("alice", "<b>bob</b>", "q₂", 'd\\"é\t'),
    )
    return Document(
        body,
        (Parameter("a", 1e-7, -1e21, 1.5e300, 0.1), Parameter("b", 123456.789, 0, 1e6, 1e-6)),
        Observable({"ZZZZ": 0.5, "IXIY": -1e-8}),
        (Display("d1", "bloch", (0,), 3), Display("d2", "probabilities", (0, 1), 4)),
        (
            StepRecord("Merge rotations", "exact", (("depth", 9),), (("depth", 7),)),
            StepRecord("Seen"),
        ),
    )


def _diagram() -> Document:
    spiders = (
        Spider("i0", SpiderKind.BOUNDARY, x=0, y=0),
        Spider("z1", SpiderKind.Z, Angle.parse("pi/4 + a"), 1.5, 0),
        Spider("x1", SpiderKind.X, Angle(), 2.25, 0.1),
        Spider("h1", SpiderKind.H, Angle.parse("pi"), 3, 1e-7),
        Spider("o0", SpiderKind.BOUNDARY, x=4, y=0),
    )
    edges = (
        Edge("e1", "i0", "z1"),
        Edge("e2", "z1", "x1", EdgeKind.HADAMARD),
        Edge("e3", "x1", "h1"),
        Edge("e4", "h1", "o0"),
        Edge("e5", "z1", "z1"),
    )
    return Document(Diagram(spiders, edges, ("i0",), ("o0",)), (Parameter("a", 0.25),))


def drawn_cases() -> dict[str, list[dict[str, object]]]:
    """What pages draw without Python, as Python draws it: templates and problems at some sizes."""
    templates = [row for row in rows(Template).values() if row.on_card and row.origin == "qdesign"]
    drawn = [
        row
        for row in rows(ProblemRow).values()
        if row.is_drawn_by_pages and row.origin == "qdesign"
    ]
    return {
        "templates": [
            {
                "name": row.name,
                "num_qubits": n,
                "layers": layers,
                "document": Document(template(row.name, n, layers)).dumps(),
            }
            for row in templates
            for n, layers in ((2, 1), (3, 2), (4, row.card_layers))
        ],
        "problems": [
            {
                "name": made.row,
                "num_qubits": made.num_qubits,
                "options": made.options,
                "title": made.name,
                "observable": made.observable.as_dict(),
            }
            for made in (
                *(
                    problem_named(row.name, num_qubits=n)
                    for row in drawn
                    for n in ((row.num_qubits,) if row.num_qubits else (2, 5))
                ),
                problems.tfim(4, field=0.3),
                problems.tfim(5, field=-2.5, periodic=True),
                problems.tfim(3, field=0.0),
            )
        ],
    }


def descent_cases() -> list[dict[str, object]]:
    """Ansätze at zeros, many without slope there, and how Adam ends from them in Python."""
    sizes = (*((row.name, row.card_layers) for row in rows(Template).values()), ("sim_9", 1))
    found: list[dict[str, object]] = []
    for name, layers in sizes:
        circuit = template(name, 4, layers)
        row = find(Template, name)
        if not row.problem:
            continue
        observable = problem_named(row.problem, num_qubits=circuit.num_qubits).observable
        zeros = dict.fromkeys(circuit.parameters, 0.0)
        ended = optimize(circuit, observable, method="adam", start=zeros)
        found.append(
            {
                "name": f"{name}, {layers}",
                "document": Document(circuit, observable=observable).dumps(),
                # Rounded: a kick's last digits are those of this machine's linear algebra.
                "start": round(ended.history[0], 9),
                "energy": round(ended.energy, 2),
                "is_stationary": ended.reason == "stationary",
            }
        )
    return found


def step_cases() -> list[dict[str, object]]:
    """The first steps of the methods that pages run too, from a start without symmetry."""
    circuit = template("ry_rz_cx", 3, 2)
    observable = problem_named("tfim", num_qubits=3).observable
    start = {name: 0.3 + 0.17 * k for k, name in enumerate(circuit.parameters)}
    found: list[dict[str, object]] = []
    for method, steps, seed in (
        ("adam", 40, 0),
        ("gradient_descent", 40, 0),
        ("rotosolve", 4, 0),
        ("spsa", 60, 3),
    ):
        options = find(Optimizer, method).checked({"max_steps": steps})
        ended = optimize(
            circuit, observable, method=method, start=start, seed=seed, max_steps=steps
        )
        rng = np.random.default_rng((seed, 2))
        draws = (steps + int(options.get("calibrations", 0))) * len(start)
        found.append(
            {
                "method": method,
                "document": Document(circuit, observable=observable).dumps(),
                "start": list(start.values()),
                "options": options,
                "signs": rng.choice((-1.0, 1.0), draws).tolist() if method == "spsa" else [],
                "history": [round(energy, 9) for energy in ended.history],
                "values": [round(value, 6) for value in ended.values.values()],
            }
        )
    return found


def plane_cases() -> list[dict[str, object]]:
    """Landscapes over two parameters, of one gate each or of many: a small grid, the lowest."""
    found: list[dict[str, object]] = []
    for name, x, y in (("ry_rz_cx", 0, 5), ("hva_tfim", 0, 1)):
        circuit = template(name, 3, 2)
        names = circuit.parameters
        observable = problem_named("tfim", num_qubits=3).observable
        values = {each: 0.3 + 0.17 * k for k, each in enumerate(names)}
        grid = landscape(circuit, observable, x=names[x], y=names[y], values=values, points=8)
        found.append(
            {
                "name": name,
                "document": Document(circuit, observable=observable).dumps(),
                "values": list(values.values()),
                "x": x,
                "y": y,
                "energies": grid.energies.round(9).tolist(),
                "lowest": round(grid.lowest, 8),
            }
        )
    return found


def fixture_texts() -> dict[str, str]:
    """Every fixture by file name."""
    texts = {
        "angles.json": json.dumps(
            {"texts": angle_cases(), "sums": sum_cases()}, indent=0, ensure_ascii=True
        )
        + "\n",
    }
    texts["descents.json"] = json.dumps(descent_cases(), indent=0, ensure_ascii=True) + "\n"
    texts["steps.json"] = json.dumps(step_cases(), indent=0, ensure_ascii=True) + "\n"
    texts["planes.json"] = json.dumps(plane_cases(), indent=0, ensure_ascii=True) + "\n"
    texts["drawn.json"] = json.dumps(drawn_cases(), indent=0, ensure_ascii=True) + "\n"
    texts |= {f"{name}.qdesign": text for name, text in documents().items()}
    for name in ("tfim", "everything", "wide"):
        body = Document.loads(texts[f"{name}.qdesign"]).body
        assert isinstance(body, Circuit)
        texts[f"{name}.qasm"] = qasm.dumps(body)
    return texts
