"""The port's classes and asks → TypeScript types, and examples that hold the page to them."""

from __future__ import annotations

import dataclasses
import inspect
import json
import random
import re
import textwrap
from collections.abc import Iterator, Mapping
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Final, Literal, cast, get_args, get_origin, get_type_hints

from qdesign.circuit import Circuit
from qdesign.document import Document
from qdesign.session import port
from qdesign.session.asks import ASKS
from qdesign.session.port.values import is_left_out

SEED: Final = 20_250_117
_EXAMPLES: Final = 3
_WIDTH: Final = 120
_PLAIN: Final[Mapping[Any, str]] = {
    str: "string",
    int: "number",
    float: "number",
    bool: "boolean",
    NoneType: "null",
    Any: "unknown",
    Document: "string",
}
_NAMES: Final = {
    kind: name
    for name, kind in vars(port).items()
    if get_origin(kind) is Literal
    or isinstance(kind, UnionType)
    or (isinstance(kind, type) and issubclass(kind, Enum))
}
"""Types that have a name of their own in the port."""
_TEXTS: Final = ("", "bell", 'a "b" \\ <c>\u2028', "θ 𝛼")
_NUMBERS: Final = (0.0, -1.5, 1e-12, 6.02e23)
_DOCUMENTS: Final = (Document(Circuit(0)), Document(Circuit(1)))


def port_text() -> str:
    """Types of all that crosses the port, as TypeScript."""
    known: dict[Any, None] = {}
    roots: list[Any] = [port.Fields, port.Reply, *(ask.result for ask in ASKS.values())]
    for kind in roots:
        _collect(kind, known)
    defaults = json.dumps(port.to_json(port.Settings()), indent=2)
    parts = [
        *(text for kind in known if (text := "\n".join(_declaration(kind)))),
        f"export const DEFAULT_SETTINGS: Settings = {_unquoted(defaults)};",
        "\n".join(_questions()) + ";",
        "\n".join(_results()),
    ]
    return "\n\n".join(parts) + "\n"


def types_text(*roots: Any) -> str:
    """Types of values and all that they are made of, as TypeScript."""
    known: dict[Any, None] = {}
    for kind in roots:
        _collect(kind, known)
    return "\n\n".join("\n".join(_declaration(kind)) for kind in known if _has_fields(kind)) + "\n"


def examples_text() -> str:
    """Examples of all that crosses the port, as TypeScript that compiles where the types fit."""
    rng = random.Random(SEED)  # noqa: S311 (cases for tests)

    def lines(kind: Any, count: int = _EXAMPLES, **more: str) -> str:
        made = [more | port.to_json(example(kind, rng)) for _ in range(count)]
        return "".join(f"  {json.dumps(each)},\n" for each in made)

    questions = "".join(lines(ask.question, ask=name) for name, ask in ASKS.items())
    results = "".join(f"  {name}: [\n{lines(ask.result)}  ],\n" for name, ask in ASKS.items())
    return f"""import type {{ AskKind, Fields, Question, Reply, Results }} from "../src/port";

export const QUESTIONS = [
{questions}] as const satisfies readonly Question[];

export const RESULTS = {{
{results}}} as const satisfies {{ readonly [K in AskKind]: readonly Results[K][] }};

export const REPLIES = [
{lines(port.Reply, 8 * _EXAMPLES)}] as const satisfies readonly Reply[];

export const FIELDS = [
{lines(port.Fields)}] as const satisfies readonly Fields[];
"""


def example(kind: Any, rng: random.Random, field: dataclasses.Field[Any] | None = None) -> Any:
    """A random value of a type of the port, within its field's bounds."""
    args, origin = get_args(kind), get_origin(kind)
    if origin is Literal:
        return rng.choice(args)
    if isinstance(kind, UnionType):
        return example(rng.choice(args), rng, field)
    if origin is tuple and args[1] is not Ellipsis:
        return tuple(example(each, rng) for each in args)
    if origin is tuple:
        return tuple(example(args[0], rng) for _ in range(rng.randrange(3)))
    if origin is not None:
        return {rng.choice(_TEXTS): example(args[1], rng) for _ in range(rng.randrange(3))}
    if kind is int:
        bounds: Mapping[str, int] = field.metadata if field is not None else {}
        return rng.randint(bounds.get("low", 0), bounds.get("high", 1 << 40))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return rng.choice(list(kind))
    if _has_fields(kind):
        made = cast("type[Any]", kind)
        kinds = get_type_hints(made)
        return made(**{f.name: example(kinds[f.name], rng, f) for f in dataclasses.fields(made)})
    plain: dict[Any, tuple[Any, ...]] = {
        str: _TEXTS,
        float: _NUMBERS,
        bool: (True, False),
        NoneType: (None,),
        Any: (None, [1, "a"], {"b": 0.5}),
        Document: _DOCUMENTS,
    }
    return rng.choice(plain[kind])


def _collect(kind: Any, known: dict[Any, None]) -> None:
    """Adds the types with a name that a type is made of, in the order of their first mention."""
    if kind in known:
        return
    if kind in _NAMES or _has_fields(kind):
        known[kind] = None
    if get_origin(kind) is not Literal:
        for part in get_type_hints(kind).values() if _has_fields(kind) else get_args(kind):
            _collect(part, known)


def _has_fields(kind: Any) -> bool:
    """Does it travel as an object with fields? Documents travel as text."""
    return dataclasses.is_dataclass(cast("type", kind)) and kind is not cast("Any", Document)


def _declaration(kind: Any) -> Iterator[str]:
    if kind in _NAMES:
        yield f"export type {_NAMES[kind]} = {_type(kind, inside=True)};"
        return
    about, notes = _documentation(kind)
    yield from _comment(about, indent=0)
    yield f"export interface {kind.__name__} {{"
    yield from _members(kind, notes, indent=2)
    yield "}"


def _questions() -> Iterator[str]:
    yield "/** Every question, by `ask`. Documents travel as their text. */"
    yield "export type Question ="
    for name, ask in ASKS.items():
        yield from _comment(_first(ask.run), indent=2)
        if not dataclasses.fields(ask.question):
            yield f'  | {{ readonly ask: "{name}" }}'
            continue
        yield "  | {"
        yield f'      readonly ask: "{name}";'
        yield from _members(ask.question, _documentation(ask.question)[1], indent=6)
        yield "    }"


def _results() -> Iterator[str]:
    yield "/** The result of each ask, by its name. */"
    yield "export interface Results {"
    for name, ask in ASKS.items():
        yield f"  readonly {name}: {_type(ask.result)};"
    yield "}"


def _members(kind: type[Any], notes: Mapping[str, str], *, indent: int) -> Iterator[str]:
    kinds = get_type_hints(kind)
    for field in dataclasses.fields(kind):
        if field.name in notes:
            yield from _comment(notes[field.name], indent=indent)
        held = kinds[field.name]
        mark = ""
        if is_left_out(field):
            mark, held = "?", _without_none(held)
        yield f"{' ' * indent}readonly {field.name}{mark}: {_type(held)};"


def _without_none(kind: Any) -> Any:
    (held,) = (each for each in get_args(kind) if each is not NoneType)
    return held


def _type(kind: Any, *, inside: bool = False) -> str:
    """A type in TypeScript; `inside` is what a name stands for instead of the name."""
    if kind in _NAMES and not inside:
        return _NAMES[kind]
    args, origin = get_args(kind), get_origin(kind)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return " | ".join(json.dumps(str(member)) for member in kind)
    if origin is Literal:
        return " | ".join(json.dumps(each) for each in args)
    if isinstance(kind, UnionType):
        return " | ".join(dict.fromkeys(map(_type, args)))
    if origin is tuple and args[1] is not Ellipsis:
        return f"readonly [{', '.join(_type(each) for each in args)}]"
    if origin is tuple:
        item = _type(args[0])
        return f"readonly ({item})[]" if " " in item else f"readonly {item}[]"
    if origin is not None:
        return f"Readonly<Record<{', '.join(_type(each) for each in args)}>>"
    return _PLAIN.get(kind) or cast("str", kind.__name__)


def _documentation(kind: type[Any]) -> tuple[str, dict[str, str]]:
    """What a docstring says about the class, and about its attributes by name."""
    about, _, rest = (inspect.getdoc(kind) or "").partition("\nAttributes:\n")
    notes: dict[str, str] = {}
    for part in re.split(r"\n(?=\S)", textwrap.dedent(rest)):
        names, _, note = part.partition(": ")
        notes |= {name: _sentence(note) for name in names.split(", ")}
    return _sentence(about), notes


def _first(run: object) -> str:
    return _sentence((inspect.getdoc(run) or "").partition("\n\n")[0])


def _sentence(text: str) -> str:
    words = " ".join(text.split())
    for ours, theirs in (("None", "null"), ("True", "true"), ("False", "false")):
        words = re.sub(rf"\b{ours}\b", theirs, words)
    return words[:1].upper() + words[1:]


def _comment(text: str, *, indent: int) -> Iterator[str]:
    margin = " " * indent
    if len(text) + indent + 7 <= _WIDTH:
        yield f"{margin}/** {text} */"
        return
    yield f"{margin}/**"
    for line in textwrap.wrap(text, _WIDTH - indent - 3):
        yield f"{margin} * {line}"
    yield f"{margin} */"


def _unquoted(text: str) -> str:
    return re.sub(r'"(\w+)":', r"\1:", text)
