"""The catalog: everything that is chosen by name, one frozen row each, one file a row.

A kind's folder lists its rows in `ROWS`; other packages add theirs by entry points. Faces make
menus, forms, command-line choices, checks and errors from the rows and write no list of their own.
"""

from __future__ import annotations

import dataclasses
import importlib
import logging
import math
import operator
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Final, Literal, TypeVar, cast

from qdesign.errors import InvalidRequest

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

LOG: Final = logging.getLogger("qdesign")

OWN: Final = "qdesign"
"""The origin of rows that come with it."""

_NAME: Final = re.compile("[a-z0-9_]+")

KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "gate": "qdesign.gates",
        "rule": "qdesign.zx.rewrites",
        "strategy": "qdesign.reduction.strategies",
        "optimizer": "qdesign.tune.optimizers",
        "template": "qdesign.ansatz.templates",
        "pool": "qdesign.ansatz.pools",
        "problem": "qdesign.problems",
        "analysis": "qdesign.analyze",
        "exporter": "qdesign.exporters",
        "importer": "qdesign.importers",
        "provider": "qdesign.hardware.providers",
        "channel": "qdesign.simulate.channels",
        "mitigation": "qdesign.mitigation",
        "lesson": "qdesign.lessons",
        "search": "qdesign.search.methods",
        "example": "qdesign.examples",
    }
)
"""Every kind with the package that lists its rows; also the names of the entry point groups,
`qdesign.gate` to `qdesign.example`."""

Value = int | float | str | bool
"""What an option holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A parameter of a row, from which forms, command-line options and checks are made.

    Attributes:
        name: the keyword under which the row's function takes it.
        title: what a form shows.
        kind: what it holds.
        default: its value where none is given; None where one must be.
        low, high: bounds of a number, both allowed; None where there is none.
        choices: what a `choice` may be; of a number the only values that there are, where they are
            few.
        titles: what a form shows for each of them; the choices themselves when empty.
        unit: of a number, such as `Å` or `rad`.
        help: one line.
    """

    name: str
    title: str
    kind: Literal["integer", "number", "choice", "text", "flag"]
    default: Value | None = None
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    unit: str = ""
    help: str = ""

    def checked(self, value: object) -> Value:
        """The value, of the option's type.

        Raises:
            InvalidRequest: it is of another type or out of bounds.
        """
        if self.kind == "flag":
            if isinstance(value, bool):
                return value
            raise self._refusal(value, "true or false")
        if self.kind == "choice":
            if isinstance(value, str) and value in self.choices:
                return value
            raise self._refusal(value, f"one of: {', '.join(self.choices)}")
        if self.kind == "text":
            if isinstance(value, str):
                return value
            raise self._refusal(value, "a text")
        number = _number(value, whole=self.kind == "integer")
        low = -math.inf if self.low is None else self.low
        high = math.inf if self.high is None else self.high
        few = [float(choice) for choice in self.choices]
        if few and number is not None:
            number = next((one for one in few if math.isclose(one, number, rel_tol=1e-9)), None)
        if number is None or not low <= number <= high:
            raise self._refusal(value, self._allowed())
        return number

    def parsed(self, text: str) -> Value:
        """The value that a person typed.

        Raises:
            InvalidRequest: the text is no such value.
        """
        if self.kind in ("choice", "text"):
            return self.checked(text)
        if self.kind == "flag":
            return self.checked({"true": True, "false": False}.get(text.strip().lower(), text))
        try:
            return self.checked(int(text) if self.kind == "integer" else float(text))
        except ValueError:
            raise self._refusal(text, self._allowed()) from None

    def _allowed(self) -> str:
        what = "a whole number" if self.kind == "integer" else "a number"
        unit = f" {self.unit}" if self.unit else ""
        if self.choices:
            return f"one of: {', '.join(self.choices)}{unit}"
        if self.low is not None and self.high is not None:
            return f"{what} from {self.low:g} to {self.high:g}{unit}"
        if self.low is not None:
            return f"{what} from {self.low:g}{unit}"
        return f"{what} up to {self.high:g}{unit}" if self.high is not None else f"{what}{unit}"

    def _refusal(self, value: object, allowed: str) -> InvalidRequest:
        return InvalidRequest(f"'{self.name}' is {str(value)[:40]!r}; it must be {allowed}.")


def _number(value: object, *, whole: bool) -> int | float | None:
    if isinstance(value, bool):
        return None
    # Whole numbers of other libraries, such as numpy's, have `__index__`.
    try:
        if hasattr(value, "__index__"):
            return operator.index(cast("int", value))
        if whole or not hasattr(value, "__float__"):
            return None
        number = float(cast("float", value))
    except (TypeError, ValueError, OverflowError):  # of arrays and expressions
        return None
    return number if math.isfinite(number) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One thing that can be chosen by name. Each kind adds its facts and its function.

    Attributes:
        name: what functions and the command line take; unique in its kind.
        title: what a menu shows.
        group: the heading under which a menu shows it.
        help: one line.
        source: where it comes from in the literature, or what it is made with.
        options: what its function takes beside the arguments that all rows of the kind share.
        origin: the distribution that brings it.
    """

    KIND: ClassVar[str] = ""

    name: str
    title: str
    group: str = ""
    help: str = ""
    source: str = ""
    options: tuple[Option, ...] = ()
    origin: str = OWN

    def __init_subclass__(cls) -> None:
        cls.__repr__ = Row.__repr__  # what `dataclass` makes tells every function and option

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.name!r}, {self.title!r})"

    def checked(self, options: Mapping[str, object]) -> dict[str, Value]:
        """Every option by name: those given, checked, and the defaults of the others.

        Raises:
            InvalidRequest: no mapping, an option that the row does not take, a value that is not
                allowed, or a missing one that has no default.
        """
        if not isinstance(options, Mapping):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise self._no_mapping(options)
        known = {option.name: option for option in self.options}
        for name in options:
            if name not in known:
                takes = f"takes {', '.join(known)}" if known else "takes no options"
                raise InvalidRequest(
                    f"The {self.KIND} '{self.name}' has no option '{str(name)[:40]}'; it {takes}."
                )
        values: dict[str, Value] = {}
        for name, option in known.items():
            if name in options:
                values[name] = option.checked(options[name])
            elif option.default is not None:
                values[name] = option.default
            else:
                raise InvalidRequest(
                    f"The {self.KIND} '{self.name}' needs '{name}': {option._allowed()}."  # pyright: ignore[reportPrivateUsage]
                )
        return values

    def _no_mapping(self, options: object) -> InvalidRequest:
        defaults = {o.name: o.default for o in self.options[:1] if o.default is not None}
        example = f", such as {defaults}" if defaults else ""
        return InvalidRequest(
            f"Options of the {self.KIND} '{self.name}' are a mapping of names to values{example}; "
            f"{type(options).__name__} was given."
        )

    def parsed(self, texts: Iterable[str]) -> dict[str, Value]:
        """Options that a person typed as `name=value`.

        Raises:
            InvalidRequest: a text of another form, an option that the row does not take, or a value
                that is not allowed.
        """
        known = {option.name: option for option in self.options}
        values: dict[str, Value] = {}
        for text in texts:
            name, equals, value = text.partition("=")
            if not equals:
                raise InvalidRequest(f"'{text[:60]}' is no option. Write NAME=VALUE.")
            if name not in known:
                self.checked({name: value})
            values[name] = known[name].parsed(value)
        return values

    def to_dict(self) -> dict[str, Any]:
        """The row without its functions, as JSON."""
        return {
            field.name: _plain(value)
            for field in dataclasses.fields(self)
            if not callable(value := getattr(self, field.name)) and not field.name.startswith("_")
        }


def _plain(value: Any) -> Any:
    if isinstance(value, (str, int, float, bool)) or value is None:
        return value
    if isinstance(value, Mapping):
        return {
            str(key): _plain(each) for key, each in cast("Mapping[object, object]", value).items()
        }
    if isinstance(value, (tuple, list, frozenset, set)):
        items = cast("tuple[object, ...]", value)
        return [
            _plain(each)
            for each in (sorted(items, key=str) if isinstance(value, (set, frozenset)) else items)
        ]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    return str(value)


R = TypeVar("R", bound=Row)


def catalog(kind: str | None = None) -> Any:
    """What can be chosen by name.

    Args:
        kind: one of the kinds.

    Returns:
        The names of the kinds; with `kind` a mapping from names to rows, in the order of menus.

    Raises:
        InvalidRequest: a kind that is not known.

    Example:
        >>> "optimizer" in catalog()
        True
    """
    if kind is None:
        return tuple(KINDS)
    if not isinstance(kind, str) or kind not in KINDS:  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidRequest(
            f"There is no kind '{str(kind)[:40]}'. Choose one of: {', '.join(KINDS)}."
        )
    return _rows(kind)


def rows(of: type[R]) -> Mapping[str, R]:
    """The rows of a kind by name, in the order of menus; third-party rows last.

    Args:
        of: the class of the kind's rows.
    """
    return cast("Mapping[str, R]", _rows(of.KIND))


def find(of: type[R], name: str) -> R:
    """The row `name` of a kind.

    Raises:
        InvalidRequest: there is none; with the names that there are.
    """
    known = rows(of)
    row = known.get(name) if isinstance(name, str) else None  # pyright: ignore[reportUnnecessaryIsInstance]
    if row is None:
        whole = [each for each in known if each.endswith(f"/{name}")]
        if whole:
            raise InvalidRequest(
                f"There is no {of.KIND} '{str(name)[:60]}'. Write it with the package that brings "
                f"it: {', '.join(whole)}."
            )
        article = "an" if of.KIND[0] in "aeiou" else "a"
        raise InvalidRequest(
            f"There is no {of.KIND} '{str(name)[:60]}'. Choose {article} {of.KIND}: "
            f"{', '.join(known) or 'none is installed'}."
        )
    return row


@cache
def _rows(kind: str) -> Mapping[str, Row]:
    from importlib.metadata import entry_points  # takes longer than all own rows of a kind

    own: tuple[Row, ...] = importlib.import_module(KINDS[kind]).ROWS
    listed = {row.name: row for row in own}
    for entry in entry_points(group=f"qdesign.{kind}"):
        row = _third_party(kind, entry)
        if row is not None:
            listed.setdefault(row.name, row)
    return MappingProxyType(listed)


def _third_party(kind: str, entry: EntryPoint) -> Row | None:
    """A row of another package; one that does not load is left out and named in the log."""
    origin = entry.dist.name if entry.dist is not None else entry.module.partition(".")[0]
    try:
        row = entry.load()
    except Exception:
        LOG.exception("The %s '%s' of %s does not load and is left out.", kind, entry.name, origin)
        return None
    if not isinstance(row, Row) or kind != row.KIND:
        LOG.error("'%s' of %s is no row of kind '%s' and is left out.", entry.name, origin, kind)
        return None
    if not _NAME.fullmatch(row.name):
        LOG.error(
            "The %s '%s' of %s is left out: its name holds more than lowercase letters, digits "
            "and _.",
            kind,
            row.name,
            origin,
        )
        return None
    return dataclasses.replace(row, name=f"{origin}/{row.name}", origin=origin)
