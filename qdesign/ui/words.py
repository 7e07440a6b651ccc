"""Language and words of a studio → its settings: `Studio(language="de", words="ours.json")`."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, cast, get_args, get_type_hints

from qdesign.errors import InvalidDocument, InvalidFile, InvalidRequest, TooLarge
from qdesign.json_text import is_object, parse_json
from qdesign.session.port import Settings

Wording = Mapping[str, str] | str | os.PathLike[str]
"""Words by their English text, or a JSON file of them."""

_MOST: Final = 1_000_000
_PLACE: Final = re.compile(r"\{[wn]?\}")
LANGUAGES: Final[tuple[str, ...]] = tuple(
    name for name in get_args(get_type_hints(Settings)["language"]) if name != "host"
)
"""Languages with a table, by their codes."""


def spoken(
    settings: Mapping[str, Any] | None, *, language: str | None, words: Wording | None
) -> dict[str, Any]:
    """The settings of a studio that speaks a language, with somebody's own words over it.

    Links of its drawings lead to the page that QDESIGN_PAGE names, where the settings name none.

    Raises:
        InvalidRequest: there is no such language.
        InvalidFile: what is given holds no words.
    """
    made = dict(settings or {})
    if page := os.environ.get("QDESIGN_PAGE"):
        made.setdefault("page", page)
    if language is not None:
        if language not in LANGUAGES:
            known = " and ".join(f"'{name}'" for name in LANGUAGES)
            raise InvalidRequest(f"There is no language '{str(language)[:20]}'. Known are {known}.")
        made["language"] = language
    if words is not None:
        given = words if isinstance(words, Mapping) else _read(Path(words))
        made["words"] = _checked(given)
    return made


def _read(path: Path) -> object:
    try:
        if path.stat().st_size > _MOST:
            raise InvalidFile(f"'{path.name}' is over 1 MB, more than words need.")
        return parse_json(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, InvalidDocument, TooLarge) as error:
        raise InvalidFile(f"'{path.name}' holds no words: it is missing or no JSON.") from error


def _checked(given: object) -> dict[str, str]:
    if not is_object(given) or not given:
        raise InvalidFile('Words are a JSON object, such as {"Undo": "Rückgängig"}.')
    for key, own in given.items():
        if not isinstance(own, str):
            raise InvalidFile(f"'{str(key)[:60]}' has no text behind it. Write words in quotes.")
        if _PLACE.findall(key) != _PLACE.findall(own):
            raise InvalidFile(
                f"'{key[:60]}' has other places than your words. Keep each of them, in its order."
            )
    return cast("dict[str, str]", dict(given))
