"""Who runs jobs: the row of the catalog that a provider is, and looking targets up in all of them.

A target's name is `provider:device`. Nothing outside a provider's own file knows a provider's name.
The row is the half that works here, without the provider's kit; the half that talks to the provider
(`Remote` in remote.py) runs in a process and environment of its own.
"""

from __future__ import annotations

import difflib
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar, Final, Literal, Protocol

from qdesign.errors import InvalidRequest, InvalidTarget
from qdesign.hardware.target import Target, check
from qdesign.rows import Row, Value, find, rows

if TYPE_CHECKING:
    from qdesign.circuit import Circuit
    from qdesign.hardware.cost import Estimate
    from qdesign.hardware.lower import Submission
    from qdesign.simulate.noise import Noise

_NO_QUEUE: Final = (
    "the queue is a process of its own, which Python in a web page cannot start. Do it where "
    "qdesign is installed: pip install qdesign"
)
_EXAMPLES: Final = 2


Run = Callable[..., dict[str, int]]
"""Runs an OpenQASM 3 text that was lowered for a target: `run(text, target=…, shots=…, seed=…)`,
with `options=…` where the job has some. It tells how often each bitstring was seen, bit 0
rightmost."""


class Lower(Protocol):
    """Makes of a circuit what a target takes, where the common way (lower.py) does not."""

    def __call__(
        self,
        circuit: Circuit,
        values: Mapping[str, float] | Sequence[float] | None,
        target: Target,
        *,
        shots: int,
        seed: int,
        optimization_level: int,
    ) -> Submission:
        """The same arguments give the same submission."""
        ...


Recovery = Literal["token", "search", "ask"]
"""What makes sure that a job whose answer was lost is neither sent twice nor lost.

`token`: the provider takes a token and gives the same job for the same one, so it is sent again.
`search`: its jobs can be searched for the token, so it is searched, and sent again where it is not
found twice. `ask`: neither, so a person is asked.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider(Row):
    """A row of the kind `provider`.

    Attributes:
        targets: what it offers now; what cannot be used says what is missing.
        target: one of them by its name, or None; quicker than all where that matters.
        run: runs a lowered text on this machine; None where it does not run here.
        compiler_target: Qiskit's description of one of its devices by the target's name, with the
            gates that never work or without; None where its targets take every gate.
        imitate: its target that runs with the noise of another provider's; None where that is not
            described, or runs here itself.
        take: a target for a value of a library, which stays in this process, with the name that a
            person gives it; None for what is not its own.
        warm: loads the kits that every job needs.
        validate: refuses what it does not take beside what every target's facts say.
        dialect: the exporter that writes what its targets receive.
        prepare: what a target that names no gates gets of a bound circuit; as it is when None.
        lower: in place of the common way.
        options: what a job may ask of it beside shots, such as its own error mitigation; each says
            what that costs more.
        read: makes values of options of what a person gives for them, before they are checked.
        own_noise: the noise that a job brings with it in its options; None where it brings none.
        unasked: options that no form asks for and that are left out when empty.
        step: what the shots of a circuit are a multiple of, with options of the row; 1 when None.
        least: the fewest shots that a circuit takes with them; 1 when None.
        fits: refuses options that a submission or a target does not go with.
        estimate: what a submission costs; None where that is not known.
        remote: `module:Class` of what talks to the provider (`Remote` in remote.py); empty where
            jobs run on this machine, or nowhere yet.
        recovery: see there.
        settle: seconds after which a search finds what was sent.
        soonest, latest: seconds between looks at its jobs, when they move and when they do not.
        patience: seconds after which an answer counts as lost.
        task_size: how many jobs a task of it may hold (docs/queue.md); 1 where it has no tasks.
        task_alike: do all jobs of a task have the same number of shots?
        task_limit: how many jobs of so many shots a task on one of its targets may hold, where that
            differs from target to target.
        kit: the lock file of the environment that `remote` runs in, by name; empty for this one.
        kit_size: megabytes that it takes once installed, as measured on Linux; 0 where that is not
            known.
        kits: the package that ships the lock file.
        token_in: where the provider's own kit looks for the person's token, in words.
        service: `module:Class` of a service on this machine that speaks its protocol (loopback.py).
    """

    KIND: ClassVar[str] = "provider"

    targets: Callable[[], tuple[Target, ...]]
    target: Callable[[str], Target | None] | None = None
    run: Run | None = None
    compiler_target: Callable[[str, bool], Any] | None = None
    take: Callable[[object, str], Target | None] | None = None
    imitate: Callable[[Target], Target | None] | None = None
    warm: Callable[[], None] | None = None
    validate: Callable[[Circuit, Target], None] | None = None
    dialect: str = "openqasm3"
    prepare: Callable[[Circuit, Target], Circuit] | None = None
    lower: Lower | None = None
    read: Callable[[Mapping[str, object]], Mapping[str, object]] | None = None
    own_noise: Callable[[Mapping[str, Value]], Noise | None] | None = None
    unasked: tuple[str, ...] = ()
    step: Callable[[Mapping[str, Value]], int] | None = None
    least: Callable[[Mapping[str, Value]], int] | None = None
    fits: Callable[[Submission, Target], None] | None = None
    estimate: Callable[[Submission, Target], Estimate | None] | None = None
    remote: str = ""
    recovery: Recovery = "ask"
    settle: float = 30.0
    soonest: float = 2.0
    latest: float = 60.0
    patience: float = 60.0
    task_size: int = 1
    task_alike: bool = False
    task_limit: Callable[[Target, int], int] | None = None
    kit: str = ""
    kit_size: int = 0
    kits: str = "qdesign.hardware.kits"
    token_in: str = ""
    service: str = ""

    def checked(self, options: Mapping[str, object]) -> dict[str, Value]:
        """As every row's, of what a person gives."""
        if self.read is not None and isinstance(options, Mapping):  # pyright: ignore[reportUnnecessaryIsInstance]
            options = self.read(options)
        made = Row.checked(self, options)
        return {name: value for name, value in made.items() if value or name not in self.unasked}

    def fitted(self, circuit: Circuit, name: str) -> Circuit:
        """A circuit in the gates and on the qubits of one of its targets; parameters stay free.

        Raises:
            InvalidTarget: there is no such target, or the circuit does not fit.
        """
        from qdesign.hardware.lower import fit

        return fit(circuit, target(name))

    def jobs_a_task(self, chosen: Target, shots: int) -> int:
        """How many jobs of so many shots a task on one of its targets may hold."""
        if self.task_limit is None or self.task_size == 1:
            return self.task_size
        return max(1, min(self.task_size, self.task_limit(chosen, shots)))

    def shared(self, chosen: Target, shots: int, together: Sequence[int]) -> float:
        """Among how many jobs a task's fixed fee is split, on average.

        Args:
            chosen: its target.
            shots: of the job that is asked about.
            together: shots of the jobs that go out with it, itself among them.
        """
        count = together.count(shots) if self.task_alike else len(together)
        size = self.jobs_a_task(chosen, shots)
        return max(1.0, count / -(-count // size)) if count else 1.0

    def priced(self, made: Submission, chosen: Target, together: Sequence[int]) -> Estimate | None:
        """What a submission costs that goes out with others; None where that is not known.

        Args:
            made: the submission.
            chosen: its target.
            together: shots of the jobs that go out with it, itself among them; empty for itself.
        """
        if self.estimate is None:
            return None
        found = self.estimate(made, chosen)
        return found and found.among(self.shared(chosen, made.shots, together))

    def found(self, name: str) -> Target | None:
        """Its target of a name; None where there is none."""
        if self.target is not None:
            return self.target(name)
        return next((t for t in self.targets() if t.name in (name, f"{self.name}:*")), None)


def targets(provider: str | None = None, *, refresh: bool = False) -> tuple[Target, ...]:
    """What can be submitted to, and then what cannot, with what is missing.

    Args:
        provider: the name of one; all of them when None.
        refresh: ask this provider anew for its devices, in place of what it said last.

    Raises:
        InvalidRequest: there is no such provider, or none is named to be asked.
        QdesignError: it cannot be asked; with what to do.

    Example:
        >>> targets()[0].name
        'local:ideal'
    """
    if refresh:
        from qdesign.hardware.known import refresh_targets

        if provider is None:
            raise InvalidRequest("Name the provider whose devices are to be asked for.")
        return refresh_targets(provider)
    asked = tuple(rows(Provider).values()) if provider is None else (find(Provider, provider),)
    return tuple(_here(target) for row in asked for target in row.targets())


def target(name: str) -> Target:
    """The target of a name.

    Raises:
        InvalidTarget: there is none; names that look alike are given.
    """
    row = rows(Provider).get(name.partition(":")[0])
    found = row.found(name) if row is not None else None
    if found is not None:
        return _here(found)
    usable = [known.name for known in targets() if known.available]
    near = difflib.get_close_matches(name, usable, n=3, cutoff=0.6)
    hint = f"Did you mean {' or '.join(near)}?" if near else f"Try {' or '.join(_some(usable))}."
    raise InvalidTarget(
        f"There is no target '{name}'. {hint} The command 'qdesign targets' lists all."
    )


def _here(found: Target) -> Target:
    """As this Python can use it: one in a web page has no queue, which is a process of its own."""
    if sys.platform != "emscripten" or not found.available:
        return found
    return replace(found, available=False, missing=_NO_QUEUE)


def hand_over(value: object, name: str = "") -> Target:
    """A target for a value of a library, such as a Qiskit backend, which stays in this process.

    Its jobs end when this process does: one that was sent is not sent again.

    Args:
        value: a `qiskit.providers.BackendV2`.
        name: what to call it; its own name when empty, with a number where that is taken.

    Returns:
        The target; the same one for the same value. `Queue.submit` takes its name.

    Raises:
        InvalidTarget: nothing is known that takes it, or the name is taken.
    """
    for row in rows(Provider).values():
        found = None if row.take is None else row.take(value, name)
        if found is not None:
            return found
    raise InvalidTarget(
        f"A target is given by its name or is a backend of Qiskit, and {repr(value)[:80]} is "
        "neither. The command 'qdesign targets' lists the names."
    )


def provider_of(chosen: Target) -> Provider:
    """The provider of a target."""
    return find(Provider, chosen.provider)


def imitation(chosen: Target) -> Target | None:
    """A target on this machine with the noise of another's device; None where there is none."""
    for row in rows(Provider).values():
        found = None if row.imitate is None else row.imitate(chosen)
        if found is not None:
            return found
    return None


def validate(circuit: Circuit, chosen: Target) -> None:
    """Refuses a circuit that the target cannot take, before anything is stored or compiled.

    Raises:
        InvalidTarget, TooLarge, InvalidRequest: as `check` does, and what the provider adds.
    """
    check(circuit, chosen)
    more = provider_of(chosen).validate
    if more is not None:
        more(circuit, chosen)


def _some(usable: list[str]) -> list[str]:
    return usable[:_EXAMPLES] or ["a target that 'qdesign targets' lists"]
