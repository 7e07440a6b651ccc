"""The one family of errors. Each kind carries its facts as attributes.

A message says what is wrong with the offending value, what is allowed and what to do. Faces turn
the family into text for the person; every other exception is a bug and stays loud.
"""

from __future__ import annotations

from collections.abc import Sequence


class QdesignError(Exception):
    """Bad input or a limit, said in one or two plain sentences on one line."""

    def __init__(self, message: str = "") -> None:
        # Names and values that are quoted may be of any kind: lines, halves of characters.
        if not message.isprintable():
            message = " ".join(message.split()).encode(errors="backslashreplace").decode()
        super().__init__(message)

    def __reduce__(self) -> tuple[object, ...]:
        """As it is, to another process: what makes a kind need not be its message."""
        return _again, (type(self), self.args), dict(self.__dict__)


def _again(kind: type[QdesignError], said: tuple[object, ...]) -> QdesignError:
    made = kind.__new__(kind)
    made.args = said
    return made


class InvalidAngle(QdesignError):
    """An angle that cannot be read, is not finite, or is not affine in its parameters."""

    def __init__(self, message: str, *, text: str = "", column: int = 0) -> None:
        super().__init__(message)
        self.text = text
        self.column = column


class InvalidCircuit(QdesignError):
    """A circuit, operation or diagram that breaks a rule of its own."""


class InvalidDiagram(QdesignError):
    """A diagram whose parts do not fit together."""


class InvalidObservable(QdesignError):
    """An observable whose labels or coefficients cannot be used."""


class InvalidDocument(QdesignError):
    """A document that does not follow the schema; `path` says where."""

    def __init__(self, message: str, *, path: str = "") -> None:
        super().__init__(message)
        self.path = path


class InvalidFile(QdesignError):
    """A file that is missing, not text, or of a kind that cannot be read."""


class ReadOnlyFile(InvalidFile):
    """A file, or a folder for one, that may not be written."""


class MissingValue(QdesignError):
    """A parameter that needs a value and has none."""

    def __init__(self, name: str, message: str | None = None) -> None:
        usual = (
            f"Parameter '{name}' has no value. Bind it, for example: "
            f'circuit.bind({{"{name}": 0.3}}).'
        )
        super().__init__(usual if message is None else message)
        self.name = name


class UnknownParameter(QdesignError):
    """A value for a parameter that is not there."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        listed = ", ".join(map(str, known[:12])) + (", …" if len(known) > 12 else "")
        has = f"The parameters are: {listed}." if known else "There are no free parameters."
        super().__init__(f"There is no parameter '{name}'. {has}")
        self.name = name
        self.known = tuple(known)


class TooLarge(QdesignError):
    """A request over a limit, refused before memory or time is taken."""


class OutOfTime(TooLarge):
    """Work that took longer than it may, or found no process free: another time it may do."""


class InvalidText(QdesignError):
    """Program text that cannot be read; `line` and `column` count from 1."""

    def __init__(self, message: str, *, line: int, column: int) -> None:
        super().__init__(f"Line {line}, column {column}: {message}")
        self.line = line
        self.column = column
        self.reason = message


class Unsupported(InvalidText):
    """Valid text outside the supported subset; `construct` names what was met."""

    def __init__(self, message: str, *, line: int, column: int, construct: str) -> None:
        super().__init__(message, line=line, column=column)
        self.construct = construct


class NotConvertible(QdesignError):
    """Something that another library's value has and ours does not, or the other way round."""


class NotUnitary(QdesignError):
    """A circuit with measurement, reset or conditions where a unitary one is needed."""


class NotExtractable(QdesignError):
    """A diagram without circuit form; `spiders` names those that block."""

    def __init__(self, message: str, *, spiders: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.spiders = tuple(spiders)


class RefusedRewrite(QdesignError):
    """A rewrite or simplification that did not verify; the body stays as it was."""


class Cancelled(QdesignError):
    """Long work that was cancelled or ran out of its time budget with nothing found."""


class InvalidTarget(QdesignError):
    """A target that is not known, or that cannot take the circuit."""


class InvalidRequest(QdesignError):
    """An argument or option outside what is allowed."""


class MissingKit(QdesignError):
    """A library that is not installed; `extra` of the package brings it."""

    def __init__(self, message: str, *, kit: str, extra: str) -> None:
        super().__init__(message)
        self.kit = kit
        self.extra = extra


class ClusterLost(QdesignError):
    """A cluster that work was given to does not answer, or ended it again and again."""


class NotStarted(QdesignError):
    """A process of qdesign's own that could not start: no fault of what it was to work on.

    Attributes:
        reason: why, in words; what follows "because".
        missing: the module that cannot be imported, where that is the reason.
        status: with which it ended, where it said nothing.
    """

    def __init__(
        self,
        reason: str,
        *,
        missing: str | None = None,
        status: int | None = None,
        what: str = "A process of qdesign",
        remedy: str = "Look at the log, or install qdesign again: pip install qdesign.",
    ) -> None:
        super().__init__(f"{what} could not start: {reason}. {remedy}")
        self.reason = reason
        self.missing = missing
        self.status = status


class QueueError(QdesignError):
    """A job that is not known, or a queue file that cannot be used."""
