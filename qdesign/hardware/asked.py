"""What callers give a queue → names, tags, states and limits, or a sentence about what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from numbers import Number
from typing import Any, Final, cast

import numpy as np

from qdesign.circuit import Circuit
from qdesign.errors import InvalidRequest
from qdesign.given import given_text, given_whole
from qdesign.hardware.job import State

MAX_NAME: Final = 200
_MAX_NOTE: Final = 10_000
_MOST_TAGS: Final = 50
_MOST: Final = 2**63 - 1
"""The highest number that the file holds."""


def checked_line(text: object, what: str, *, longest: int = MAX_NAME) -> str:
    """A text on one line.

    Args:
        text: what was given.
        what: begins the sentence, such as "A job's name".
        longest: characters at most.

    Raises:
        InvalidRequest: it is something else.
    """
    if not isinstance(text, str):
        wrong = f"not {type(text).__name__}"
    elif len(text) > longest:
        wrong = f"and this one has {len(text):,}"
    elif not text.isprintable():
        wrong = "and this one has characters that are not printed"
    else:
        return text
    raise InvalidRequest(f"{what} is one line of at most {longest} characters, {wrong}.")


def checked_tags(tags: object) -> tuple[str, ...]:
    """Words to find a job by, each once."""
    if isinstance(tags, str) or not isinstance(tags, Sequence):
        raise InvalidRequest("Tags are a list of words, such as ['vqe', 'h2'].")
    given = cast("Sequence[object]", tags)
    if len(given) > _MOST_TAGS:
        raise InvalidRequest(f"{len(given)} tags were given; a job takes at most {_MOST_TAGS}.")
    lines = tuple(dict.fromkeys(checked_line(tag, "A tag") for tag in given))
    if not all(line.strip() for line in lines):
        raise InvalidRequest("A tag is empty. Give it a word, or leave it out.")
    return lines


def checked_note(note: object) -> str:
    """The person's own words about a job."""
    if not isinstance(note, str) or len(note) > _MAX_NOTE:
        raise InvalidRequest(f"A note is a text of at most {_MAX_NOTE:,} characters.")
    return note


def checked_states(states: object) -> tuple[State, ...]:
    """States of jobs; one that is given by itself is taken as one."""
    if isinstance(states, str) or not isinstance(states, (Sequence, Set, Iterator)):
        return (_state(states),)
    return tuple(_state(state) for state in cast("Iterable[object]", states))


def _state(given: object) -> State:
    if isinstance(given, str) and given in State.__members__:
        return State(given)
    raise InvalidRequest(
        f"There is no state {str(given)[:40]!r} of a job. Choose: {', '.join(State)}."
    )


def checked_search(search: object) -> str:
    """Words that are looked for."""
    return given_text(search, "What jobs are searched for")


def checked_limit(limit: object) -> int | None:
    """How many jobs are asked for at most; None for all."""
    return None if limit is None else min(given_whole(limit, "The limit of jobs", low=1), _MOST)


def checked_batch(
    circuits: Any, values: Any
) -> tuple[Sequence[Circuit], Sequence[Mapping[str, float] | Sequence[float] | None]]:
    """A circuit and a set of values for each job of a batch.

    Args:
        circuits: one for all, or one for each set of values.
        values: a list of sets; what one holds is checked with its circuit.

    Raises:
        InvalidRequest: they are something else, or not as many.
    """
    is_list = values.ndim > 0 if isinstance(values, np.ndarray) else isinstance(values, Sequence)
    sets = list(cast("Iterable[Any]", values)) if is_list else None
    if sets is None or any(isinstance(one, (str, bytes, Number)) for one in sets):
        raise InvalidRequest(
            "A batch takes a list of sets of values, one set for each job, such as "
            "[[0.1, 0.2], [0.3, 0.4]] for two jobs."
        )
    are_many = isinstance(circuits, (Sequence, Iterator))
    each = list(cast("Iterable[Circuit]", circuits)) if are_many else [circuits] * len(sets)
    if not sets or len(each) != len(sets):
        raise InvalidRequest(
            f"A batch of {len(each)} circuits and {len(sets)} sets of values cannot be made: give "
            "one circuit, or as many as sets, and at least one set."
        )
    return each, sets
