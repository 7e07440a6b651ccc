"""Writes the front end's copies of what Python states once: gates, types, the port, test fixtures.

`generate.py` writes them; `generate.py --check` exits 1 with a sentence when one is stale.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, cast

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from qdesign.classes.snapshot import Look, Snapshot  # noqa: E402
from qdesign.gates import ALIASES, GROUPS, ROWS, Gate, inverse_gate, matrix  # noqa: E402
from qdesign.json_text import number_text  # noqa: E402
from scripts.catalog_copy import catalog_text, template_pictures_text, templates_text  # noqa: E402
from scripts.figure_words import figure_words  # noqa: E402
from scripts.fixtures import fixture_texts  # noqa: E402
from scripts.port_types import examples_text, port_text, types_text  # noqa: E402
from scripts.rules_copy import rules_text  # noqa: E402

SOURCE: Final = ROOT / "extension" / "src"
TARGET: Final = SOURCE / "document"
FIXTURES: Final = ROOT / "extension" / "test" / "fixtures"
SCHEMA: Final = ROOT / "qdesign" / "schema" / "document.schema.json"
Schema = Mapping[str, object]
KEPT: Final = (
    *(
        "Registers",
        "Register",
        "Derived",
        "Proof",
        "ProofStep",
        "Change",
        "StoredLemma",
        "StoredVerdict",
        "Kept",
    ),
    *("Lesson", "Reached", "LessonFile", "Goal", "HandIn", "Problem", "Noise"),
)
"""Parts of the schema that both languages keep as JSON."""
_WIDTH: Final = 110
_RULES: Final = "qdesign/zx/rewrites/"
_CLASS: Final = "qdesign/classes/snapshot.py"
_PORT: Final = "qdesign/session/port/ and qdesign/session/asks.py"

_GATE_TYPES: Final = """
/** A row of the gate table; qdesign/gates/row.py says what each field means. */
export interface GateRow {
  readonly name: string;
  readonly title: string;
  readonly group: string;
  readonly label: string;
  readonly kind: "clifford" | "rotation" | "controlled" | "nonunitary";
  readonly numQubits: number;
  readonly angles: readonly string[];
  readonly definition: string;
  readonly controlled: string;
  readonly inverse: readonly [string, readonly string[]] | null;
  readonly numControls: number;
  readonly base: string;
  readonly generator: string;
  readonly phase: string;
  readonly axes: string;
  readonly turn: string;
  readonly zx: string;
  readonly isIdle: boolean;
  readonly engine: "" | "flip" | "exchange";
  readonly numTwoQubit: number;
  readonly isDirected: boolean;
  readonly symbol: "box" | "not" | "dot" | "swap" | "measure" | "reset" | "barrier" | "phase";
  readonly controlledSymbol: "" | "not" | "dot";
  readonly latex: string;
  readonly keys: readonly string[];
  readonly inStdgates: boolean;
  readonly openqasm3: string;
  readonly openqasm3Exactly: string;
  readonly qiskit: string;
  /** The method of QuantumCircuit that appends it; empty where there is none. */
  readonly qiskitMethod: string;
  readonly qiskitInverse: boolean;
  /** Row by row, real and imaginary parts by turns; null but for fixed one-qubit rows. */
  readonly matrix: readonly number[] | null;
}
"""


def gates_text() -> str:
    """The gate table as TypeScript; a row states what is not as in most rows."""
    usual: dict[str, object] = {key: type(value)() for key, value in _fields(ROWS[0]).items()}
    usual |= {"kind": "clifford", "numQubits": 1, "inverse": None, "symbol": "box", "matrix": None}
    lines = [_header("qdesign/gates/table/"), _GATE_TYPES]
    lines.append(f"const USUAL = {_entries(usual)} as const;\n")
    lines.append("export const ROWS: readonly GateRow[] = [")
    for row in ROWS:
        own = {key: value for key, value in _fields(row).items() if value != usual[key]}
        lines.append(f"  {_entries(own, 'USUAL')},")
    lines.append("];\n")
    lines.append("/** Headings of the palette in its order. */")
    lines.append(f"export const GROUPS: readonly string[] = {_literal(GROUPS)};\n")
    lines.append("/** Other names that are read for a row; never written. */")
    lines.append("export const ALIASES: Readonly<Record<string, string>> = {")
    lines.extend(f"  {name}: {json.dumps(row)}," for name, row in ALIASES.items())
    lines.append("};")
    return "\n".join(lines) + "\n"


def _fields(row: Gate) -> dict[str, object]:
    return {
        "name": row.name,
        "title": row.title,
        "group": row.group,
        "label": row.label,
        "kind": row.kind,
        "numQubits": row.num_qubits,
        "angles": list(row.angles),
        "definition": row.definition,
        "controlled": row.controlled,
        "inverse": _inverse(row),
        "numControls": row.num_controls,
        "base": row.base,
        "generator": row.generator,
        "phase": row.phase,
        "axes": row.axes,
        "turn": row.turn,
        "zx": row.zx,
        "isIdle": row.is_idle,
        "engine": row.engine,
        "numTwoQubit": row.num_two_qubit,
        "isDirected": row.is_directed,
        "symbol": row.symbol,
        "controlledSymbol": row.controlled_symbol,
        "latex": row.latex,
        "keys": list(row.keys),
        "inStdgates": row.in_stdgates,
        "openqasm3Exactly": row.openqasm3_exactly,
        "openqasm3": row.openqasm3,
        "qiskit": row.qiskit,
        "qiskitMethod": _qiskit_method(row),
        "qiskitInverse": row.qiskit_inverse,
        "matrix": _matrix(row),
    }


def _entries(fields: Mapping[str, object], base: str = "") -> str:
    parts = [f"...{base}"] if base else []
    parts += [f"{key}: {_literal(value)}" for key, value in fields.items()]
    if len(whole := "{ " + ", ".join(parts) + " }") <= _WIDTH:
        return whole
    lines = [""]
    for part in parts:
        if lines[-1] and len(lines[-1]) + len(part) + 2 > _WIDTH:
            lines.append("")
        lines[-1] += (" " if lines[-1] else "") + part + ","
    indent = "  " if base else ""
    return "\n".join(["{", *(f"{indent}  {line}" for line in lines), indent + "}"])


def _qiskit_method(row: Gate) -> str:
    if row.qiskit_inverse:
        return ""
    return row.name if row.qiskit_method is None else row.qiskit_method


def _inverse(row: Gate) -> list[object] | None:
    if not row.is_unitary:
        return None
    part = inverse_gate(row.name)
    return [part.gate, [str(angle) for angle in part.angles]]


def _matrix(row: Gate) -> list[float] | None:
    if row.num_qubits != 1 or row.angles or not row.is_unitary:
        return None
    entries = matrix(row.name).reshape(-1)
    return [float(part) for entry in entries for part in (entry.real, entry.imag)]


def _literal(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_literal(item) for item in cast("list[object]", value)) + "]"
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return number_text(value)
    return json.dumps(value, ensure_ascii=False)


def schema_text() -> str:
    """The types of the document's schema as TypeScript; maps keyed by id are maps."""
    schema = cast("Schema", json.loads(SCHEMA.read_text(encoding="utf-8")))
    parts = [
        _header("qdesign/schema/document.schema.json"),
        '\nimport type { Json } from "./json";',
    ]
    defined = cast("Mapping[str, Schema]", schema["$defs"])
    for name, part in {str(schema["title"]): schema, **defined}.items():
        if name not in KEPT:
            parts.append("\n" + "\n".join(_declaration(name, part)))
    shapes = {name: _bare(defined[name]) for name in KEPT}
    parts.append("\n/** Shapes of the parts that are kept as JSON; shapes.ts checks them. */")
    parts.append(f"export const SHAPES = {json.dumps(shapes, indent=2)} as const;")
    return "\n".join(parts) + "\n"


def _bare(schema: object) -> object:
    """The schema without what is for readers."""
    if isinstance(schema, dict):
        entries = cast("dict[str, object]", schema).items()
        return {
            key: _bare(part)
            for key, part in entries
            if key != "description" or not isinstance(part, str)
        }
    if isinstance(schema, list):
        return [_bare(part) for part in cast("list[object]", schema)]
    return schema


def _declaration(name: str, schema: Schema) -> Iterator[str]:
    if "description" in schema:
        yield f"/** {schema['description']} */"
    if "properties" not in schema:
        yield f"export type {name} = {_type(schema)};"
        return
    required = cast("list[str]", schema.get("required", []))
    yield f"export interface {name} {{"
    for key, part in cast("Mapping[str, Schema]", schema["properties"]).items():
        if "description" in part:
            yield f"  /** {part['description']} */"
        mark = "" if key in required else "?"
        yield f"  readonly {key}{mark}: {_type(part)};"
    yield "}"


def _type(schema: Schema) -> str:
    if "$ref" in schema:
        name = str(schema["$ref"]).rsplit("/", 1)[-1]
        return "Json" if name in KEPT else name
    if "const" in schema:
        return json.dumps(schema["const"])
    if "enum" in schema:
        return " | ".join(json.dumps(item) for item in cast("list[object]", schema["enum"]))
    if "oneOf" in schema:
        return " | ".join(_type(item) for item in cast("list[Schema]", schema["oneOf"]))
    kind = schema.get("type")
    if kind == "array":
        return f"readonly {_type(cast('Schema', schema['items']))}[]"
    if kind == "object":
        return f"ReadonlyMap<string, {_type(cast('Schema', schema['additionalProperties']))}>"
    plain = {"string": "string", "number": "number", "integer": "number", "boolean": "boolean"}
    if kind not in plain:
        raise SystemExit(f"The schema has a part that the converter does not know: {schema}.")
    return plain[str(kind)]


def _header(source: str) -> str:
    return f"// Generated from {source} by scripts/generate.py (make generate). Do not edit."


def main(arguments: list[str]) -> int:
    """Writes or checks every file; the exit status."""
    wanted = {
        TARGET / "gates.generated.ts": gates_text(),
        TARGET / "schema.generated.ts": schema_text(),
        TARGET / "catalog.generated.ts": f"{_header('qdesign.catalog()')}\n\n{catalog_text()}",
        TARGET / "templates.generated.ts": f"{_header('qdesign.catalog()')}\n\n{templates_text()}",
        TARGET / "template-pictures.generated.ts": (
            f"{_header('qdesign.catalog()')}\n\n{template_pictures_text()}"
        ),
        SOURCE / "rewriting" / "rules.generated.ts": f"{_header(_RULES)}\n\n{rules_text()}",
        SOURCE / "port.generated.ts": f"{_header(_PORT)}\n\n{port_text()}",
        SOURCE / "words" / "figures.json": (
            f"{json.dumps(figure_words(), ensure_ascii=False, indent=2)}\n"
        ),
        SOURCE / "view" / "classroom" / "class.generated.ts": (
            f"{_header(_CLASS)}\n\n{types_text(Snapshot, Look)}"
        ),
        ROOT / "extension" / "test" / "port.generated.ts": f"{_header(_PORT)}\n\n{examples_text()}",
        **{FIXTURES / name: text for name, text in fixture_texts().items()},
    }
    stale = False
    for place, text in wanted.items():
        if place.exists() and place.read_text(encoding="utf-8") == text:
            continue
        if "--check" in arguments:
            print(f"{place.relative_to(ROOT)} is stale. Run: make generate", file=sys.stderr)
            stale = True
        else:
            place.write_text(text, encoding="utf-8")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
