"""What jobs may cost: reserved in the transaction that lets one be sent, so that no cap is passed.

Two processes at once cannot both take the last of it. What the provider says a job cost replaces
what was reserved for it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final, Literal, get_args

from qdesign.errors import InvalidRequest
from qdesign.hardware.cost import Estimate, amount, check_max_cost
from qdesign.hardware.store import Store

Scope = Literal["job", "session", "month"]
SCOPES: Final[tuple[str, ...]] = get_args(Scope)
_ROUNDING: Final = 1e-12
"""Of sums of shares of one amount."""
_SAID: Final = {"job": "of a job", "session": "of this session", "month": "of this month"}


def caps(store: Store) -> dict[tuple[str, str], float]:
    """The caps that a person set, by scope and unit."""
    with store.reading() as connection:
        rows = connection.execute("SELECT scope, unit, amount FROM caps").fetchall()
    return {(scope, unit): most for scope, unit, most in rows}


def set_cap(store: Store, scope: str, most: float | None, unit: str) -> None:
    """Sets a cap, or takes it away.

    Args:
        store: of the queue.
        scope: `job`, `session` or `month` (of the calendar, UTC).
        most: what may be spent; None for no cap.
        unit: of the estimates that it holds for, such as `USD`.

    Raises:
        InvalidRequest: no such scope, or no amount.
    """
    if scope not in SCOPES:
        raise InvalidRequest(f"There is no cap '{str(scope)[:40]}'. Choose: {', '.join(SCOPES)}.")
    checked = check_max_cost(most, name=f"The cap {_SAID[scope]}")
    with store.transaction() as connection:
        connection.execute("DELETE FROM caps WHERE scope = ? AND unit = ?", (scope, unit))
        if checked is not None:
            connection.execute("INSERT INTO caps VALUES (?, ?, ?)", (scope, unit, checked))


def spent(store: Store, *, now: float, session: str) -> Mapping[tuple[str, str], float]:
    """What was or may still be paid in this month and session, by scope and unit."""
    with store.reading() as connection:
        found: dict[tuple[str, str], float] = {}
        for scope, value in (("session", session), ("month", _month(now))):
            query = f"SELECT unit, sum(amount) FROM spending WHERE {scope} = ? GROUP BY unit"  # noqa: S608 (ours)
            for unit, total in connection.execute(query, (value,)):
                found[scope, unit] = total
    return found


@dataclass(frozen=True, slots=True)
class Together:
    """Jobs that are paid for as one: those that are about to be sent, and those they belong to.

    Attributes:
        open: those for which nothing is set aside yet, with what each may cost.
        taken: what is set aside for the others or was paid.
        count: how many there are in all.
    """

    open: Mapping[str, Estimate | None]
    taken: float = 0.0
    count: int = 1

    @property
    def price(self) -> Estimate | None:
        """What all of them cost; None where that is not known of one."""
        known = [price for price in self.open.values() if price is not None]
        if len(known) < len(self.open):
            return None
        low, high = (self.taken + sum(getattr(p, end) for p in known) for end in ("low", "high"))
        return replace(known[0], low=low, high=high)


def together(
    connection: sqlite3.Connection, whole: str, prices: Mapping[str, Estimate | None]
) -> Together:
    """Jobs that are about to be sent, of a whole with its other parts.

    Args:
        connection: inside a transaction.
        whole: the one that they are parts of; empty outside one.
        prices: what each of them may cost.

    Raises:
        ValueError, TypeError, InvalidRequest: what a part may cost cannot be read.
    """
    if not whole:
        return Together(prices, count=len(prices))
    rows = connection.execute(
        "SELECT id, estimate, (SELECT amount FROM spending WHERE job = id), state IN ('CREATED', "
        "'SUBMITTING') FROM jobs WHERE whole = ?",
        (whole,),
    ).fetchall()
    left = {
        id_: None if estimate is None else Estimate(**json.loads(estimate))
        for id_, estimate, amount_, is_to_come in rows
        if amount_ is None and is_to_come and id_ not in prices
    }
    taken = sum(row[2] or 0.0 for row in rows if row[0] not in prices)
    return Together({**prices, **left}, taken, len(rows))


def reserve(
    connection: sqlite3.Connection,
    jobs: Together,
    *,
    now: float,
    session: str,
    max_cost: float | None,
) -> str:
    """Sets aside what jobs may cost, inside the transaction that lets them be sent: all or none.

    The parts of a whole are paid for as one: the first of them that is sent sets aside what all
    may cost, so that none is sent where not all can be.

    Args:
        connection: inside that transaction.
        jobs: what is paid for as one.
        now: seconds since 1970.
        session: whose cap is meant.
        max_cost: what all of them may cost at most; None where nothing was agreed to.

    Returns:
        Why they may not be sent, in words; empty where they may.
    """
    price, are_many = jobs.price, jobs.count > 1
    if price is not None and price.high == 0:
        return ""
    if max_cost is None:
        known = f"It would cost {price}" if price else "What it costs is not known"
        return f"{known}. Submit it again and say what it may cost at most: max_cost=…"
    if price is None and connection.execute("SELECT 1 FROM caps LIMIT 1").fetchone():
        return (
            "What it costs is not known, so no cap can be kept. Nothing was sent. Take the caps "
            "away, or choose a target whose cost is known."
        )
    unit = next((each.unit for each in jobs.open.values() if each is not None), "")
    share = max_cost / jobs.count
    highs = {id_: share if each is None else each.high for id_, each in jobs.open.items()}
    high = sum(highs.values())
    if jobs.taken + high > max_cost * (1 + _ROUNDING):
        return (
            f"It may cost {price}{' in all' if are_many else ''}, and max_cost allows "
            f"{amount(max_cost)} {unit}. Take fewer shots, or allow more."
        )
    month = _month(now)
    for scope, most in connection.execute("SELECT scope, amount FROM caps WHERE unit = ?", (unit,)):
        before = jobs.taken
        if scope != "job":
            query = (
                "SELECT coalesce(sum(amount), 0) FROM spending "  # noqa: S608 (ours)
                f"WHERE {'month' if scope == 'month' else 'session'} = ? AND unit = ? "
                "AND job NOT IN (SELECT value FROM json_each(?))"
            )
            given = (month if scope == "month" else session, unit, json.dumps(list(highs)))
            (before,) = connection.execute(query, given).fetchone()
        if before + high > most * (1 + _ROUNDING):
            return (
                f"It may cost {amount(high)} {unit}; the cap {_SAID[scope]} is {amount(most)} "
                f"{unit}, of which {amount(before)} are taken. Nothing was sent. Raise the cap, or "
                "take fewer shots."
            )
    connection.executemany(
        "INSERT OR REPLACE INTO spending (job, at, month, session, unit, amount) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        [(id_, now, month, session, unit, value) for id_, value in highs.items()],
    )
    return ""


def settle(connection: sqlite3.Connection, job: str, cost: float | None) -> None:
    """Puts what a job cost in place of what was reserved; that stays where it is not known."""
    if cost is not None:
        connection.execute("UPDATE spending SET amount = ? WHERE job = ?", (cost, job))


def _month(now: float) -> str:
    return f"{datetime.fromtimestamp(now, UTC):%Y-%m}"
