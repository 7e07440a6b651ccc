"""Rules → TypeScript: the small part of Python in which they are written, translated for the page.

A rule's `match` and `change` and what they call are functions over `Edit`, ids, phases, lists and
mappings. Whatever is outside the small part is refused with its file and line (decision 28).
"""

from __future__ import annotations

import ast
import inspect
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Final

from qdesign.rows import rows
from qdesign.zx import graph_like, hyper, lemma_matching, matching
from qdesign.zx.rule import RuleRow

SHARED: Final[tuple[ModuleType, ...]] = (matching, graph_like, hyper, lemma_matching)
"""Modules of helpers that are translated as rules are."""

LEMMAS: Final = """/** What lemmas are found and taken by. */
export const LEMMA = {
  searched: lemmaMatching_searched,
  places: lemmaMatching_places,
  replaceCopy: lemmaMatching_replaceCopy,
};"""

_TRANSLATED: Final = frozenset(module.__name__ for module in SHARED)
_RUNTIME: Final = frozenset(
    {"Edit", "Refused", "both", "flipped", "opposite", "other_end", "PI", "Angle"}
)
_ENUMS: Final = {
    "SpiderKind": {"Z": "Z", "X": "X", "H": "H", "BOUNDARY": "boundary"},
    "EdgeKind": {"PLAIN": "plain", "HADAMARD": "hadamard"},
}
_BUILTINS: Final = frozenset(
    {
        *("len", "list", "tuple", "sorted", "sum", "min", "max", "abs", "range", "enumerate"),
        *("zip", "set", "dict", "reversed", "combinations", "str", "int", "float", "round"),
        *("cos", "sin", "atan2", "sqrt"),
    }
)
_METHODS: Final = frozenset(
    {
        *("append", "extend", "remove", "pop", "insert", "index"),
        *("add", "discard", "get", "keys", "values", "items", "setdefault"),
    }
)
_BINARY: Final[Mapping[type[ast.operator], str]] = {
    ast.Add: "plus",
    ast.Sub: "minus",
    ast.Mult: "times",
    ast.Div: "over",
    ast.FloorDiv: "floorOver",
    ast.Mod: "modulo",
    ast.BitOr: "union",
    ast.BitAnd: "intersection",
}
_ORDER: Final[Mapping[type[ast.cmpop], str]] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
_RESERVED: Final = frozenset({"new", "default", "function", "var", "case", "this", "delete"})


class Outside(Exception):
    """What is outside the small part of Python, with its place."""


def rules_text() -> str:
    """The translated rules and the table that names them."""
    own = [row for row in rows(RuleRow).values() if row.origin == "qdesign"]
    everywhere = [row for row in own if row.runs == "everywhere"]
    modules = [*SHARED, *(sys.modules[row.change.__module__] for row in everywhere)]
    parts = [
        "// @ts-nocheck: translated from checked Python, and held to it by a corpus.",
        'import * as p from "./python";',
        'import { Angle, Edit, PI, Refused, both, flipped, opposite, otherEnd } from "./edit";',
        *(translated(module) for module in dict.fromkeys(modules)),
        "\n".join(_table(own)),
        LEMMAS,
    ]
    return "\n\n".join(parts) + "\n"


def translated(module: ModuleType) -> str:
    """The functions of a module in TypeScript.

    Raises:
        Outside: something is outside the small part of Python.
    """
    return _Module(module).text()


def _table(own: list[RuleRow]) -> Iterator[str]:
    yield "/** The rules in the order of menus; those without `change` run in Python. */"
    yield "export const RULES = ["
    for row in own:
        facts = {
            "name": row.name,
            "title": row.title,
            "group": row.group,
            "help": row.help,
            "key": row.key,
            "options": row.to_dict()["options"],
            "gesture": row.gesture,
            "takesEdge": row.takes_edge,
            "sure": row.sure,
            "reverse": row.reverse,
            "example": row.example,
            "selection": row.selection,
        }
        listed = ", ".join(f"{k}: {json.dumps(v, ensure_ascii=False)}" for k, v in facts.items())
        if row.runs == "everywhere":
            names = [_called(f.__module__, f.__name__) for f in (row.match, row.change)]
            listed += f", match: {names[0]}, change: {names[1]}"
        yield f"  {{ {listed} }},"
    yield "];"


def _camel(name: str) -> str:
    head, *rest = name.strip("_").split("_")
    joined = head + "".join(part.capitalize() for part in rest)
    return f"{joined}_" if joined in _RESERVED else joined


def _called(module: str, function: str) -> str:
    """The name of a module's function in the one file."""
    return f"{_camel(module.rpartition('.')[2])}_{_camel(function)}"


class _Module:
    """One file of Python."""

    def __init__(self, module: ModuleType) -> None:
        self.name = module.__name__
        self.file = Path(module.__file__ or "").name
        self.tree = ast.parse(inspect.getsource(module))
        self.names: dict[str, str] = {}
        self._bound: list[set[str]] = []

    def text(self) -> str:
        """Its functions and constants; rows and types stay in Python."""
        wanted: list[ast.stmt] = []
        for node in self.tree.body:
            if isinstance(node, ast.ImportFrom):
                self._imported(node)
            elif isinstance(node, ast.FunctionDef):
                self.names[node.name] = _called(self.name, node.name)
                wanted.append(node)
            elif isinstance(node, (ast.AnnAssign, ast.Assign)) and not _is_row(node):
                target = node.target if isinstance(node, ast.AnnAssign) else node.targets[0]
                if not isinstance(target, ast.Name) or target.id == "Selection":
                    continue
                self.names[target.id] = _called(self.name, target.id)
                wanted.append(node)
        parts = [f"// {self.file}"]
        for node in wanted:
            if isinstance(node, ast.FunctionDef):
                parts.append(self._function(node))
            elif isinstance(node, (ast.AnnAssign, ast.Assign)) and node.value is not None:
                target = node.target if isinstance(node, ast.AnnAssign) else node.targets[0]
                assert isinstance(target, ast.Name)
                parts.append(f"const {self.names[target.id]} = {self._value(node.value)};")
        return "\n\n".join(parts)

    def _imported(self, node: ast.ImportFrom) -> None:
        module = node.module or ""
        for alias in node.names:
            if module in _TRANSLATED or module.startswith("qdesign.zx.rewrites."):
                self.names[alias.asname or alias.name] = _called(module, alias.name)

    def _refuse(self, node: ast.AST, what: str) -> Outside:
        line = getattr(node, "lineno", 0)
        return Outside(f"{self.file}, line {line}: {what} is outside the small part of Python.")

    # --- statements -------------------------------------------------------------------------------

    def _function(self, node: ast.FunctionDef) -> str:
        if node.args.vararg or node.args.kwarg or node.args.kwonlyargs or node.decorator_list:
            raise self._refuse(node, "this form of function")
        arguments = [a.arg for a in node.args.args]
        bare = len(arguments) - len(node.args.defaults)
        shown = [
            _camel(a) + (f" = {self._value(node.args.defaults[k - bare])}" if k >= bare else "")
            for k, a in enumerate(arguments)
        ]
        local = _assigned(node) - set(arguments)
        self._bound.append({*arguments, *local})
        body = node.body[1:] if _is_text(node.body[0]) else node.body
        lines = [f"  let {', '.join(sorted(map(_camel, local)))};"] if local else []
        lines += self._block(body)
        self._bound.pop()
        head = f"function {self.names[node.name]}({', '.join(shown)}) {{"
        return "\n".join([head, *lines, "}"])

    def _block(self, body: list[ast.stmt]) -> list[str]:
        return [f"  {line}" for node in body for line in self._statement(node)]

    def _statement(self, node: ast.stmt) -> list[str]:
        match node:
            case ast.Return():
                return [f"return {self._value(node.value)};" if node.value else "return;"]
            case ast.Expr():
                return [] if _is_text(node) else [f"{self._value(node.value)};"]
            case ast.Assign() if len(node.targets) == 1:
                return [self._assign(node.targets[0], self._value(node.value))]
            case ast.AnnAssign() if node.value is not None:
                return [self._assign(node.target, self._value(node.value))]
            case ast.AugAssign():
                return [self._augmented(node)]
            case ast.If():
                lines = [f"if ({self._test(node.test)}) {{", *self._block(node.body), "}"]
                if node.orelse:
                    lines[-1] = "} else {"
                    lines += [*self._block(node.orelse), "}"]
                return lines
            case ast.For() if not node.orelse:
                target = self._target(node.target)
                head = f"for ({target} of p.iter({self._value(node.iter)})) {{"
                return [head, *self._block(node.body), "}"]
            case ast.While() if not node.orelse:
                return [f"while ({self._test(node.test)}) {{", *self._block(node.body), "}"]
            case ast.Raise() if isinstance(node.exc, ast.Call):
                return [f"throw new Refused({self._value(node.exc.args[0])});"]
            case ast.Pass():
                return []
            case ast.Break():
                return ["break;"]
            case ast.Continue():
                return ["continue;"]
            case ast.Delete() if all(isinstance(t, ast.Subscript) for t in node.targets):
                return [
                    f"p.remove({self._value(t.value)}, {self._value(t.slice)});"
                    for t in node.targets
                    if isinstance(t, ast.Subscript)
                ]
            case _:
                raise self._refuse(node, f"'{type(node).__name__}'")

    def _augmented(self, node: ast.AugAssign) -> str:
        """`+=` and its like; the place is written once in Python and read once more here."""
        place = ast.copy_location(ast.parse(ast.unparse(node.target), mode="eval").body, node)
        value = ast.copy_location(ast.BinOp(place, node.op, node.value), node)
        return self._assign(node.target, self._value(value))

    def _assign(self, target: ast.expr, value: str) -> str:
        if isinstance(target, ast.Subscript):
            return f"p.put({self._value(target.value)}, {self._value(target.slice)}, {value});"
        if isinstance(target, (ast.Tuple, ast.List)):
            return f"[{', '.join(map(self._target, target.elts))}] = p.iter({value});"
        return f"{self._target(target)} = {value};"

    def _target(self, node: ast.expr) -> str:
        if isinstance(node, ast.Name):
            return _camel(node.id)
        if isinstance(node, (ast.Tuple, ast.List)):
            return f"[{', '.join(map(self._target, node.elts))}]"
        raise self._refuse(node, "this target")

    # --- values -----------------------------------------------------------------------------------

    def _test(self, node: ast.expr) -> str:
        if isinstance(node, (ast.Compare, ast.BoolOp)) or (
            isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)
        ):
            return self._value(node)
        return f"p.truth({self._value(node)})"

    def _value(self, node: ast.expr) -> str:
        match node:
            case ast.Constant():
                return "null" if node.value is None else json.dumps(node.value, ensure_ascii=False)
            case ast.Name():
                return self._name(node)
            case ast.Attribute():
                return self._attribute(node)
            case ast.Subscript():
                return self._subscript(node)
            case ast.Call():
                return self._call(node)
            case ast.Compare():
                return self._compare(node)
            case ast.BoolOp():
                word = " && " if isinstance(node.op, ast.And) else " || "
                return f"({word.join(map(self._test, node.values))})"
            case ast.UnaryOp(op=ast.Not()):
                return f"!{self._test(node.operand)}"
            case ast.UnaryOp(op=ast.USub()):
                return f"p.neg({self._value(node.operand)})"
            case ast.BinOp() if type(node.op) in _BINARY:
                left, right = self._value(node.left), self._value(node.right)
                return f"p.{_BINARY[type(node.op)]}({left}, {right})"
            case ast.IfExp():
                parts = self._test(node.test), self._value(node.body), self._value(node.orelse)
                return f"({parts[0]} ? {parts[1]} : {parts[2]})"
            case ast.JoinedStr():
                return "`" + "".join(map(self._piece, node.values)) + "`"
            case ast.Tuple() | ast.List():
                return f"[{', '.join(map(self._item, node.elts))}]"
            case ast.Set():
                return f"new Set([{', '.join(map(self._item, node.elts))}])"
            case ast.Dict():
                pairs = [
                    f"[{self._value(k)}, {self._value(v)}]"
                    for k, v in zip(node.keys, node.values, strict=True)
                    if k is not None
                ]
                return f"new Map([{', '.join(pairs)}])"
            case ast.ListComp() | ast.GeneratorExp():
                return self._list(node.generators, node.elt)
            case ast.SetComp():
                return f"new Set({self._list(node.generators, node.elt)})"
            case ast.DictComp():
                pair = ast.copy_location(ast.Tuple([node.key, node.value], ast.Load()), node)
                return f"new Map({self._list(node.generators, pair)})"
            case _:
                raise self._refuse(node, f"'{type(node).__name__}'")

    def _item(self, node: ast.expr) -> str:
        if isinstance(node, ast.Starred):
            return f"...p.iter({self._value(node.value)})"
        return self._value(node)

    def _piece(self, node: ast.expr) -> str:
        if isinstance(node, ast.Constant):
            text = str(node.value).replace("\\", "\\\\").replace("`", "\\`").replace("$", "\\$")
            return text.replace("\n", "\\n")
        if isinstance(node, ast.FormattedValue) and node.format_spec is None:
            return "${" + self._value(node.value) + "}"
        raise self._refuse(node, "a format")

    def _name(self, node: ast.Name) -> str:
        if any(node.id in bound for bound in self._bound):
            return _camel(node.id)
        if node.id in self.names:
            return self.names[node.id]
        if node.id in _RUNTIME:
            return node.id if node.id in ("PI", "Angle", "Edit") else _camel(node.id)
        raise self._refuse(node, f"'{node.id}'")

    def _attribute(self, node: ast.Attribute) -> str:
        if isinstance(node.value, ast.Name) and node.value.id in _ENUMS:
            return json.dumps(_ENUMS[node.value.id][node.attr])
        return f"{self._value(node.value)}.{_camel(node.attr)}"

    def _subscript(self, node: ast.Subscript) -> str:
        value = self._value(node.value)
        if isinstance(node.slice, ast.Slice):
            if node.slice.step is not None:
                raise self._refuse(node, "a step")
            ends = [self._value(e) if e else "null" for e in (node.slice.lower, node.slice.upper)]
            return f"p.slice({value}, {ends[0]}, {ends[1]})"
        return f"p.at({value}, {self._value(node.slice)})"

    def _compare(self, node: ast.Compare) -> str:
        parts: list[str] = []
        left = node.left
        for operator, right in zip(node.ops, node.comparators, strict=True):
            parts.append(self._pair(left, operator, right))
            left = right
        return f"({' && '.join(parts)})"

    def _pair(self, left: ast.expr, operator: ast.cmpop, right: ast.expr) -> str:
        a, b = self._value(left), self._value(right)
        match operator:
            case ast.Is():
                return f"{a} === {b}"
            case ast.IsNot():
                return f"{a} !== {b}"
            case ast.Eq():
                return f"p.equal({a}, {b})"
            case ast.NotEq():
                return f"!p.equal({a}, {b})"
            case ast.In():
                return f"p.has({b}, {a})"
            case ast.NotIn():
                return f"!p.has({b}, {a})"
            case _:
                return f"{a} {_ORDER[type(operator)]} {b}"

    def _list(self, generators: list[ast.comprehension], value: ast.expr) -> str:
        """A comprehension, from the outer loop to the inner one."""
        first, *rest = generators
        source = f"p.iter({self._value(first.iter)})"
        self._bound.append({n.id for n in ast.walk(first.target) if isinstance(n, ast.Name)})
        target = f"({self._target(first.target)})"
        for test in first.ifs:
            source += f".filter({target} => {self._test(test)})"
        if rest:
            source += f".flatMap({target} => {self._list(rest, value)})"
        else:
            shown = self._value(value)
            if target != f"({shown})":
                source += f".map({target} => {shown})"
        self._bound.pop()
        return source

    def _call(self, node: ast.Call) -> str:
        if any(keyword.arg != "strict" for keyword in node.keywords):
            raise self._refuse(node, "an argument by name")
        function = node.func
        if isinstance(function, ast.Name) and not any(function.id in b for b in self._bound):
            if function.id in ("any", "all", "next"):
                return self._search(function.id, node)
            if function.id in _BUILTINS:
                listed = ", ".join(map(self._item, node.args))
                return f"p.{_camel(function.id)}({listed})"
        listed = ", ".join(map(self._item, node.args))
        if isinstance(function, ast.Attribute):
            on = function.value
            if isinstance(on, ast.Name) and on.id == "dict" and function.attr == "fromkeys":
                return f"p.fromkeys({listed})"
            text = isinstance(on, ast.Constant) and function.attr == "join"
            if text or function.attr in _METHODS:
                comma = ", " if listed else ""
                return f"p.{_camel(function.attr)}({self._value(on)}{comma}{listed})"
        made = isinstance(function, ast.Name) and function.id in ("Angle", "Edit")
        return f"{'new ' if made else ''}{self._value(function)}({listed})"

    def _search(self, name: str, node: ast.Call) -> str:
        first = node.args[0]
        if not isinstance(first, ast.GeneratorExp):
            raise self._refuse(node, f"'{name}' of anything but a comprehension")
        if name == "next":
            other = self._value(node.args[1]) if len(node.args) > 1 else "p.none()"
            return f"p.first({self._list(first.generators, first.elt)}, {other})"
        made = self._list(first.generators, first.elt)
        return f"{made}.{'some' if name == 'any' else 'every'}(p.truth)"


def _assigned(node: ast.FunctionDef) -> set[str]:
    """Names that a function assigns, without those of its comprehensions."""
    found: set[str] = set()
    waiting: list[ast.AST] = list(node.body)
    while waiting:
        each = waiting.pop()
        if isinstance(each, (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
            continue
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store):
            found.add(each.id)
        waiting.extend(ast.iter_child_nodes(each))
    return found


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _is_row(node: ast.AnnAssign | ast.Assign) -> bool:
    value = node.value
    return (
        isinstance(value, ast.Call)
        and isinstance(value.func, ast.Name)
        and value.func.id == "RuleRow"
    )
