"""Jobs that belong together: submitted at once, followed and told as one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from qdesign.hardware.cost import Estimate
from qdesign.hardware.job import Job
from qdesign.hardware.wholes import total
from qdesign.showing.tables import count, table


@dataclass(frozen=True, slots=True)
class Batch:
    """A group of jobs, as the queue knew it when asked.

    Attributes:
        id: unique in the queue.
        name: what the person called it; may be empty.
        jobs: in the order in which they were given.
    """

    id: str
    name: str
    jobs: tuple[Job, ...]

    @property
    def is_final(self) -> bool:
        """Is nothing left to happen to any of them?"""
        return all(job.is_final for job in self.jobs)

    @property
    def cost(self) -> float | None:
        """What it cost; None until all that is known."""
        costs = [job.cost for job in self.jobs]
        return None if None in costs else sum(cost for cost in costs if cost is not None)

    @property
    def estimate(self) -> Estimate | None:
        """What all of it may cost; None until that is known of each job."""
        known = [job.estimate for job in self.jobs if job.estimate is not None]
        return total(known) if known and len(known) == len(self.jobs) else None

    def __repr__(self) -> str:
        states = Counter(str(job.state) for job in self.jobs)
        told = ", ".join(f"{number} {state}" for state, number in states.items())
        return f"Batch({self.id}: {count(len(self.jobs), 'job')}, {told})"

    def _repr_html_(self) -> str:
        rows = [(job.id, job.name, str(job.state)) for job in self.jobs]
        return table(rows, heads=("job", "name", "state"), title=f"Batch {self.id} {self.name}")
