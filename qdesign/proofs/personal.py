"""A person's own rulebook: lemmas in a JSON file of the user's data folder, verified when read."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Final, cast

from qdesign.errors import InvalidDocument, InvalidRequest, QdesignError
from qdesign.files import read_text, write_text
from qdesign.hardware.environment import data_folder
from qdesign.json_text import Place, parse_json, write_json
from qdesign.proofs.lemma import Lemma
from qdesign.rows import LOG
from qdesign.shapes import check_shape

_MOST: Final = 1000
_FORMAT: Final = "qdesign-rulebook"


def rulebook_path() -> Path:
    """The rulebook of this person: QDESIGN_RULEBOOK, or a file in the user's data folder."""
    chosen = os.environ.get("QDESIGN_RULEBOOK")
    return Path(chosen).expanduser().absolute() if chosen else data_folder() / "rulebook.json"


def lemma_names() -> tuple[str, ...]:
    """The names of the lemmas in the rulebook."""
    return tuple(_stored())


def readable_lemmas() -> list[Lemma]:
    """The lemmas of the rulebook that hold; the log says why others are left out."""
    found: list[Lemma] = []
    try:
        for name, stored in _stored().items():
            try:
                found.append(Lemma.from_dict(name, stored))
            except QdesignError as error:
                LOG.error("The lemma '%s' of %s is left out: %s", name, rulebook_path(), error)
    except QdesignError as error:
        LOG.error("%s", error)
    return found


def load_lemma(name: str) -> Lemma:
    """The lemma of a name, verified again.

    Raises:
        InvalidRequest: the rulebook has none of that name.
        InvalidDocument: the rulebook's file is damaged; with the place.
        RefusedRewrite: its sides are not equal.
    """
    stored = _stored()
    if name not in stored:
        raise InvalidRequest(
            f"There is no lemma '{name[:60]}' in your rulebook: {', '.join(stored) or 'none yet'}."
        )
    return Lemma.from_dict(name, stored[name])


def save_lemma(lemma: Lemma) -> None:
    """Put a lemma into the rulebook, in the place of one of the same name.

    Raises:
        InvalidRequest: this is no lemma, or the rulebook is full.
        InvalidFile: nothing can be written there.
    """
    if not isinstance(lemma, Lemma):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidRequest(
            f"A rulebook keeps lemmas, not {type(lemma).__name__}. Make one: "
            "qdesign.zx.Lemma(left, right, name=…)."
        )
    stored = {**_stored(), lemma.name: lemma.to_dict()}
    if len(stored) > _MOST:
        raise InvalidRequest(f"A rulebook holds {_MOST:,} lemmas. Remove one first.")
    _write(stored)


def remove_lemma(name: str) -> None:
    """Take a lemma out of the rulebook; nothing where it has none of that name."""
    stored = _stored()
    if stored.pop(name, None) is not None:
        _write(stored)


def _stored() -> dict[str, Any]:
    path = rulebook_path()
    if not path.exists():
        return {}
    try:
        parts = Place(parse_json(read_text(path))).object("format lemmas")
        if parts["format"].text() != _FORMAT:
            raise InvalidDocument("this is no rulebook of qdesign.", path="/format")
        for _, item in parts["lemmas"].entries():
            check_shape(item, "StoredLemma")
    except QdesignError as error:
        error.args = (f"Your rulebook {path} cannot be read: {error} Mend it, or move it away.",)
        raise
    return dict(cast("dict[str, Any]", parts["lemmas"].value))


def _write(stored: dict[str, Any]) -> None:
    path = rulebook_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    write_text(path, write_json({"format": _FORMAT, "lemmas": stored}) + "\n")
