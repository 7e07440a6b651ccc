"""Rows of the catalog → TypeScript, for pages without Python and for menus before it answers.

Templates are many: those that pages draw themselves are in the first bundle, the others come later.
"""

from __future__ import annotations

import dataclasses
import json
import types
from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal, cast, get_args, get_origin, get_type_hints

from qdesign.circuit import Circuit
from qdesign.errors import InvalidRequest
from qdesign.qasm import dumps
from qdesign.rows import Option, Row, catalog

KINDS: Final = (
    "strategy",
    "optimizer",
    "template",
    "pool",
    "problem",
    "exporter",
    "example",
    "channel",
    "mitigation",
)
"""What menus of the page show."""

_SOURCED: Final = "template"
"""The kind whose menu says where rows come from; the bundle goes without what no menu shows."""

_PLAIN: Final[Mapping[Any, str]] = {
    str: "string",
    int: "number",
    float: "number",
    bool: "boolean",
    type(None): "null",
}


def catalog_text() -> str:
    """The rows and their types."""
    parts = ["\n".join(_interface("RowOption", Option)), "\n".join(_interface("Row", Row))]
    for kind in KINDS:
        row_class = type(next(iter(catalog(kind).values())))
        own = _interface(_name(kind), row_class, beyond=Row)
        parts.append("\n".join(own))
    parts.append("\n".join(_catalog()))
    parts.append("\n".join(_rows()))
    return "\n\n".join(parts) + "\n"


def _catalog() -> Iterator[str]:
    yield "/** Rows of each kind that menus show, in their order. */"
    yield "export interface Catalog {"
    for kind in KINDS:
        yield f"  readonly {kind}: readonly {_name(kind)}[];"
    yield "}"


def templates_text() -> str:
    """The templates that only Python makes."""
    lines = [
        'import type { TemplateRow } from "./catalog.generated";',
        "",
        "/** Templates that pages do not draw themselves, which menus show all the same. */",
        "export const MORE_TEMPLATES: readonly TemplateRow[] = [",
        *_rows_of("template", first=False),
        "];",
    ]
    return "\n".join(lines) + "\n"


_PICTURED: Final = (3, 4, 2)
"""Numbers of qubits that pictures are tried on, the one that is large enough for patterns first."""


def template_pictures_text() -> str:
    """A small circuit of each template, as its picture in lists."""
    lines = [
        "/** Templates at their smallest that shows how they are made, in OpenQASM, by name. */",
        "export const TEMPLATE_PICTURES: Readonly<Record<string, string>> = {",
        *(
            f"  {row.name}: {json.dumps(dumps(_small(row)), ensure_ascii=False)},"
            for row in catalog("template").values()
            if row.origin == "qdesign"
        ),
        "};",
    ]
    return "\n".join(lines) + "\n"


def _small(row: Any) -> Circuit:
    taken = {option.name for option in row.options}
    for num_qubits in _PICTURED:
        sizes = {"num_qubits": num_qubits, "layers": 1}
        try:
            return row.make(**row.checked({k: v for k, v in sizes.items() if k in taken}))
        except InvalidRequest:  # no such size
            continue
    raise AssertionError(f"{row.name}: on none of {_PICTURED} qubits.")


def _rows() -> Iterator[str]:
    yield "/** The rows of this release, where Python does not answer; templates on cards. */"
    yield "export const CATALOG: Catalog = {"
    for kind in KINDS:
        yield f"  {kind}: ["
        for line in _rows_of(kind, first=True):
            yield f"  {line}"
        yield "  ],"
    yield "};"


def _rows_of(kind: str, *, first: bool) -> Iterator[str]:
    """The rows of a kind that stand in the first bundle, or those that do not."""
    for row in catalog(kind).values():
        is_first = kind != "template" or row.on_card
        if row.origin == "qdesign" and is_first is first:
            hints = get_type_hints(cast("Any", type(row)))
            data = {
                key: held
                for key, held in row.to_dict().items()
                if (key != "source" or kind == _SOURCED) and _type(hints[key])
            }
            yield f"  {json.dumps(data, ensure_ascii=False)},"


def _interface(name: str, shape: type[Any], *, beyond: type[Any] | None = None) -> Iterator[str]:
    inherited = {field.name for field in dataclasses.fields(beyond)} if beyond else set[str]()
    hints = get_type_hints(shape)
    yield f"export interface {name}{f' extends {beyond.__name__}' if beyond else ''} {{"
    for field in dataclasses.fields(shape):
        held = _type(hints[field.name])
        is_sourced = field.name == "source" and name == _name(_SOURCED)
        if is_sourced or (field.name not in (*inherited, "source") and held):
            yield f"  readonly {field.name}: {held};"
    yield "}"


def _type(hint: Any) -> str:
    """The type in TypeScript; empty for functions, which stay in Python."""
    origin, args = get_origin(hint), get_args(hint)
    if hint in _PLAIN:
        return _PLAIN[hint]
    if hint is Option:
        return "RowOption"
    if origin is Literal:
        return " | ".join(json.dumps(each) for each in args)
    if origin is tuple:
        return f"readonly {_type(args[0])}[]"
    if isinstance(hint, types.UnionType):
        parts = dict.fromkeys(_type(each) for each in args)
        return "" if "" in parts else " | ".join(parts)
    return ""


def _name(kind: str) -> str:
    return f"{kind.capitalize()}Row"
