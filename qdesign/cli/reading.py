"""Files and standard input → documents, circuits and values."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, cast

from qdesign.errors import InvalidFile, InvalidRequest, QdesignError

if TYPE_CHECKING:
    from qdesign.circuit import Circuit
    from qdesign.document import Document
    from qdesign.simulate.noise import Noise


def open_file(name: str, *, to_draw: bool = False) -> Document:
    """The document of a file, or of standard input for -; one to draw in may hold nothing yet."""
    from qdesign.session import open_document, open_text, open_to_draw

    try:
        if name == "-":
            return open_text(_standard_input().buffer.read(10_000_001), name="standard input")
        return open_to_draw(name) if to_draw else open_document(name)
    except InvalidFile:  # names it
        raise
    except QdesignError as error:
        raise InvalidFile(f"{'standard input' if name == '-' else name}: {error}") from None


def with_parameters(document: Document, word: str) -> Document:
    """The document with what `--parameters` says: parameters for its numbers, or as it is.

    The numbers become their values.
    """
    from qdesign.circuit import Circuit
    from qdesign.qasm.terms import asks_for_terms, with_terms

    if not asks_for_terms(word):
        return document
    if not isinstance(document.body, Circuit):
        raise InvalidRequest("'--parameters terms' takes a circuit, and this file has a diagram.")
    circuit, values = with_terms(document.body)
    return document.with_body(circuit).with_values(values)


def parameter_words() -> Iterable[str]:
    """What `--parameters` takes."""
    from qdesign.qasm.terms import WORDS

    return WORDS


def open_circuit(name: str) -> tuple[Circuit, Document]:
    """The circuit of a file, extracted where it holds a diagram, and its document."""
    from qdesign.circuit import Circuit
    from qdesign.zx.bodies import circuit_of

    document = open_file(name)
    circuit = circuit_of(document.body)
    assert isinstance(circuit, Circuit)
    return circuit, document


def read_values(path: str | None) -> dict[str, float] | None:
    """The values in a JSON file, or None where none is named."""
    if path is None:
        return None
    from qdesign.document import read_text
    from qdesign.json_text import repeated_name

    text = _standard_input().read().removeprefix("\ufeff") if path == "-" else read_text(path)

    def pairs(entries: list[tuple[str, object]]) -> dict[str, object]:
        given = dict(entries)
        if len(given) < len(entries):
            name = repeated_name(entries)
            raise InvalidFile(f"'{path}' has '{name[:60]}' twice. Give each name once.")
        return given

    try:
        data: object = json.loads(text, object_pairs_hook=pairs)
    except (ValueError, RecursionError):
        raise InvalidFile(f"'{path}' is not JSON. Write {{\"name\": radians, …}}.") from None
    if isinstance(data, dict) and isinstance(cast("dict[str, object]", data).get("values"), dict):
        data = cast("dict[str, object]", data)["values"]
    if not isinstance(data, dict):
        raise InvalidFile(f"'{path}' holds no values. Write {{\"name\": radians, …}}.")
    values: dict[str, float] = {}
    for key, value in cast("dict[str, object]", data).items():
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise InvalidFile(f"'{path}': the value of '{key}' is not a number of radians.")
        try:
            values[key] = float(value)
        except OverflowError:
            raise InvalidFile(f"'{path}': the value of '{key}' is beyond 1e308.") from None
    return values


def read_noise(given: str | None) -> Noise | None:
    """Noise from JSON, from a file that holds it, or of a device that is named.

    Args:
        given: `{"depolarizing": 0.01}`, the name of a file with that, of a document with noise, or
            of a target such as `local:fake_manila`. None for none.

    Raises:
        InvalidRequest: none of these, or a rate that is not allowed.
        InvalidFile: the file cannot be read, or is a document without noise.
        InvalidTarget: there is no such target, or it has no calibration.
    """
    if given is None:
        return None
    from qdesign.document import read_text
    from qdesign.errors import InvalidDocument
    from qdesign.json_text import parse_json
    from qdesign.simulate.noise import Noise, as_noise

    written = given.lstrip().startswith("{")
    if not written and given.lower().endswith(".qdesign"):
        noise = open_file(given).noise
        if noise is None:
            raise InvalidFile(f"'{given}' has no noise. Switch it on in the studio, or give rates.")
        return noise
    if not written and ":" in given and not Path(given).exists():
        return Noise.from_target(given)
    text = given if written else read_text(given)
    try:
        return as_noise(parse_json(text))
    except InvalidDocument as error:
        what = "The noise" if written else f"'{given}'"
        raise InvalidRequest(
            f'{what} is not JSON of rates, such as {{"depolarizing": 0.01}}: {error}'
        ) from None


def _standard_input() -> TextIO:
    if cast("object", sys.stdin) is None:
        raise InvalidFile("Standard input is closed. Name a file in place of -.")
    return sys.stdin
