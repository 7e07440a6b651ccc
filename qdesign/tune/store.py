"""A sweep on disk: a folder of Parquet files, each whole, and a manifest that says what was asked.

Parts are `part-<first>-<behind the last>.parquet`, with the columns `index`, what was asked,
`energy` and `num_evaluations`; pandas and others read the folder as one table.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, cast

import numpy as np
from numpy.typing import NDArray

from qdesign.errors import InvalidFile, InvalidRequest
from qdesign.files import Hold, read_text, save_text, saving
from qdesign.given import given_path
from qdesign.kits import PYARROW
from qdesign.tune.tasks import Tasks

_MANIFEST: Final = "_manifest.json"
"""Readers of Parquet leave out files that begin so."""
_HELD: Final = ".writing"
_FORMAT: Final = 1
_PART: Final = re.compile(r"part-(\d+)-(\d+)\.parquet")


class Store:
    """A folder with the parts of one sweep. At most one `Store` writes to it, until `close`.

    Args:
        path: the folder; it is made where there is none.
        tasks: what is asked.

    Raises:
        InvalidRequest: it holds another sweep, or another begins in it now.
        InvalidFile: it cannot be made or read, or holds something else.
        MissingKit: pyarrow is not installed.
    """

    def __init__(self, path: str | os.PathLike[str], tasks: Tasks) -> None:
        with PYARROW.needed_by("A stored sweep"):
            import pyarrow
            import pyarrow.parquet
        # pyarrow is typed in part.
        self._kit: Any = pyarrow
        self._parquet: Any = pyarrow.parquet
        self._tasks = tasks
        self._folder = Path(given_path(path))
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self._not_made(error) from None
        self._hold = Hold(self._folder / _HELD)
        self._mine = self._hold.acquire()
        try:
            self._begin()
        except BaseException:
            self.close()
            raise

    def _begin(self) -> None:
        """Reads the manifest, or writes it."""
        try:
            others = [entry.name for entry in self._folder.iterdir() if entry.name[:1] != "."]
        except OSError as error:
            raise self._not_made(error) from None
        tasks = self._tasks
        asked = {"format": _FORMAT, "asked": tasks.digest, "points": len(tasks)}
        if _MANIFEST in others:
            self._check(read_text(self._folder / _MANIFEST), asked)
        elif others:
            raise InvalidRequest(
                f"'{self._folder}' holds files and no sweep. Name a new folder for the store."
            )
        else:
            self.check_mine()
            save_text(self._folder / _MANIFEST, json.dumps(asked, indent=1) + "\n")

    def _not_made(self, error: OSError) -> InvalidFile:
        return InvalidFile(
            f"The store '{self._folder}' cannot be made: {error.strerror}. Name another folder."
        )

    def check_mine(self) -> None:
        """May this one write?

        Raises:
            InvalidRequest: another sweep does.
        """
        if not self._mine:
            raise InvalidRequest(
                f"Another sweep writes to the store '{self._folder}' now. Ask again when it has "
                "ended, or name another folder."
            )

    def close(self) -> None:
        """Let others write."""
        self._hold.release()

    def _check(self, text: str, asked: dict[str, Any]) -> None:
        try:
            known: Any = json.loads(text)
        except ValueError:
            known = None
        if not isinstance(known, dict) or "asked" not in known:
            raise InvalidFile(
                f"The manifest of the store '{self._folder}' is damaged. Name another folder."
            )
        if known != asked:
            raise InvalidRequest(
                f"The store '{self._folder}' holds another sweep: other points, circuits or "
                "observables were asked. Name another folder, or ask the same again."
            )

    def read(
        self, energies: NDArray[np.float64], evaluations: NDArray[np.int64]
    ) -> NDArray[np.bool_]:
        """Fill in what is stored; which points that was, bool, shape (k,).

        A part that is damaged counts as missing.
        """
        known = np.zeros(len(energies), dtype=bool)
        for place in sorted(self._folder.iterdir()):
            named = _PART.fullmatch(place.name)
            if named is None:
                continue
            start, stop = int(named[1]), int(named[2])
            try:
                columns = ["index", "energy", "num_evaluations"]
                table = self._parquet.ParquetFile(place).read(columns=columns)
                index, found, runs = (table[name].to_numpy() for name in columns)
            except (OSError, ValueError, KeyError, self._kit.ArrowException):
                continue
            if stop <= len(known) and np.array_equal(index, np.arange(start, stop)):
                energies[start:stop], evaluations[start:stop] = found, runs
                known[start:stop] = True
        return known

    def write(
        self, start: int, energies: NDArray[np.float64], evaluations: NDArray[np.int64]
    ) -> None:
        """Keep a part: whole, or not at all.

        Raises:
            InvalidFile: it cannot be written, for example because the disk is full.
        """
        stop = start + len(energies)
        asked = {name: _column(values[start:stop]) for name, values in self._tasks.columns.items()}
        table = self._kit.table(
            {
                "index": np.arange(start, stop),
                **{f"asked {k}" if k in _OURS else k: column for k, column in asked.items()},
                "energy": energies,
                "num_evaluations": evaluations,
            }
        )
        sink = self._kit.BufferOutputStream()
        self._parquet.write_table(table, sink)
        with saving(self._folder / f"part-{start:09}-{stop:09}.parquet") as file:
            file.write(sink.getvalue())


_OURS: Final = ("index", "energy", "num_evaluations")


def _column(values: Sequence[Any]) -> Any:
    """Numbers as they are, anything else as text."""
    if isinstance(values, np.ndarray):
        return np.ascontiguousarray(cast("NDArray[np.float64]", values))
    if all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in values):
        return np.array([float(value) for value in values])
    return [None if value is None else str(value) for value in values]
