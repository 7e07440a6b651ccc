"""Jobs → a table in a file, a row a job: CSV, JSON or Parquet, by the ending of its name."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any, BinaryIO, Final

from qdesign.errors import InvalidRequest
from qdesign.files import saving
from qdesign.given import given_path
from qdesign.hardware.job import Job
from qdesign.hardware.record import Damaged
from qdesign.hardware.store import Listing
from qdesign.kits import PYARROW

_KINDS: Final[Mapping[str, str]] = {
    "id": "text",
    "name": "text",
    "state": "text",
    "target": "text",
    "shots": "whole",
    "seed": "whole",
    "created": "moment",
    "updated": "moment",
    "cost": "real",
    "unit": "text",
    "energy": "real",
    "energy_error": "real",
    "tags": "data",
    "note": "text",
    "counts": "data",
    "values": "data",
    "program": "text",
}
"""What each column holds. Data are JSON: as they are in a JSON file, as text in the others."""
COLUMNS: Final = tuple(_KINDS)


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written.

    Attributes:
        num_jobs: rows of the table.
        damaged: jobs that are left out, because their rows in the queue file cannot be read.
    """

    num_jobs: int
    damaged: tuple[Damaged, ...] = ()


@dataclass(slots=True)
class _Reader:
    """Rows of pages of jobs, and what was met on the way."""

    pages: Iterable[Listing]
    num_jobs: int = 0
    damaged: list[Damaged] = field(default_factory=list[Damaged])

    def rows(self) -> Iterable[Sequence[Mapping[str, Any]]]:
        for page in self.pages:
            self.num_jobs += len(page.jobs)
            self.damaged += page.damaged
            yield [_row(job) for job in page.jobs]


def writer_for(path: object) -> Callable[[BinaryIO, Iterable[Sequence[Mapping[str, Any]]]], None]:
    """What writes the format that the ending of a file says.

    Raises:
        InvalidFile: it names no file.
        InvalidRequest: jobs are not written with that ending.
        MissingKit: that format needs a library that is not installed.
    """
    name = given_path(path)
    ending = PurePath(name).suffix.lower()
    if ending not in _WRITERS:
        raise InvalidRequest(
            f"Jobs are not written as '{ending}'. Give '{name}' one of these endings: "
            f"{', '.join(_WRITERS)}."
        )
    if ending == ".parquet":
        with PYARROW.needed_by("A Parquet file"):
            import pyarrow.parquet  # noqa: F401  # pyright: ignore
    return _WRITERS[ending]


def export(path: Any, pages: Iterable[Listing]) -> Exported:
    """Writes pages of jobs into a file, whole or not at all, one page in memory at a time.

    Raises:
        QdesignError: as `writer_for`, or the file cannot be written.
    """
    write = writer_for(path)
    reader = _Reader(pages)
    with saving(path) as file:
        write(file, reader.rows())
    return Exported(reader.num_jobs, tuple(reader.damaged))


def _row(job: Job) -> Mapping[str, Any]:
    """A job by columns, moments as they are."""
    paid = job.cost is not None and job.estimate is not None
    return {
        "id": job.id,
        "name": job.name,
        "state": str(job.state),
        "target": job.target,
        "shots": job.shots,
        "seed": job.seed,
        "created": job.created,
        "updated": job.updated,
        "cost": job.cost,
        "unit": job.estimate.unit if paid and job.estimate else None,
        "energy": job.energy,
        "energy_error": job.energy_error,
        "tags": list(job.tags),
        "note": job.note,
        "counts": None if job.counts is None else dict(job.counts),
        "values": dict(job.values),
        "program": job.text,
    }


def _as_text(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: json.dumps(held, ensure_ascii=False)
        if _KINDS[name] == "data" and held is not None
        else held
        for name, held in row.items()
    }


def _dated(row: Mapping[str, Any]) -> dict[str, Any]:
    """Moments as ISO 8601."""
    return {
        name: held.isoformat() if _KINDS[name] == "moment" else held for name, held in row.items()
    }


def _write_csv(file: BinaryIO, pages: Iterable[Sequence[Mapping[str, Any]]]) -> None:
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    table = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    table.writeheader()
    for rows in pages:
        table.writerows(_dated(_as_text(row)) for row in rows)
    text.detach()


def _write_json(file: BinaryIO, pages: Iterable[Sequence[Mapping[str, Any]]]) -> None:
    between = b"[\n"
    for rows in pages:
        for row in rows:
            text = json.dumps(_dated(row), ensure_ascii=False, allow_nan=False)
            file.write(between + text.encode("utf-8"))
            between = b",\n"
    file.write(b"[]\n" if between == b"[\n" else b"\n]\n")


def _write_parquet(file: BinaryIO, pages: Iterable[Sequence[Mapping[str, Any]]]) -> None:
    # pyarrow has no types.
    import pyarrow  # pyright: ignore
    import pyarrow.parquet  # pyright: ignore

    kit: Any = pyarrow
    types = {
        "text": kit.string(),
        "data": kit.string(),
        "whole": kit.int64(),
        "real": kit.float64(),
        "moment": kit.timestamp("us", tz="UTC"),
    }
    schema = kit.schema([(name, types[kind]) for name, kind in _KINDS.items()])
    with kit.parquet.ParquetWriter(file, schema) as table:
        for rows in pages:
            made = kit.Table.from_pylist([_as_text(row) for row in rows], schema=schema)
            table.write_table(made)


_WRITERS: Final[Mapping[str, Callable[[BinaryIO, Iterable[Sequence[Mapping[str, Any]]]], None]]] = {
    ".csv": _write_csv,
    ".json": _write_json,
    ".parquet": _write_parquet,
}
