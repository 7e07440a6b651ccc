"""What a job may ask of IBM beside shots: options of its row, and of its kit's sampler."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from qdesign.errors import InvalidRequest
from qdesign.hardware.providers.ibm_sessions import BATCH, JOB, SESSION
from qdesign.rows import Option

if TYPE_CHECKING:
    from qdesign.hardware.lower import Submission
    from qdesign.hardware.target import Target

_NONE: Final = "none"
_RANDOMIZATIONS: Final = 32
"""Of a twirled circuit; IBM's own choice where a person makes none."""
_NOT_TWIRLED: Final = "rzz"
"""A gate of any angle; twirling takes Clifford gates of two qubits alone."""


def sampler_options(options: Mapping[str, Any], shots: int | None) -> dict[str, Any]:
    """Options of a `SamplerV2`, for those of the row that are not left out.

    Args:
        options: of the row, by name.
        shots: of each circuit; None where they differ, and IBM splits those of each by itself.
    """
    found: dict[str, Any] = {}
    pulses, twirls = options.get("dynamical_decoupling", _NONE), options.get("twirling", _NONE)
    if pulses != _NONE:
        found["dynamical_decoupling"] = {"enable": True, "sequence_type": pulses}
    if twirls != _NONE:
        found["twirling"] = {
            "enable_gates": twirls in ("gates", "both"),
            "enable_measure": twirls in ("measurements", "both"),
            "num_randomizations": _RANDOMIZATIONS,
            "shots_per_randomization": shots // _RANDOMIZATIONS if shots else "auto",
        }
    return found


def step(options: Mapping[str, Any]) -> int:
    """What the shots of a circuit are a multiple of."""
    return 1 if options.get("twirling", _NONE) == _NONE else _RANDOMIZATIONS


def fits(submission: Submission, target: Target) -> None:
    """Refuses what IBM refuses of its options, so that no job has to fail for it.

    Raises:
        InvalidRequest: with the option that is in the way.
    """
    options, operations = submission.options, submission.circuit.plain_operations
    twirls = options.get("twirling", _NONE)
    has_pulses = options.get("dynamical_decoupling", _NONE) != _NONE
    if has_pulses and any(o.conditions for o in operations):
        raise InvalidRequest(
            "The circuit has conditions, and IBM decouples none that has. Set "
            "'dynamical_decoupling' to 'none'."
        )
    if twirls in ("gates", "both") and any(o.gate == _NOT_TWIRLED for o in operations):
        raise InvalidRequest(
            f"On {target.name} the circuit has the gate rzz, which IBM does not twirl. Set "
            "'twirling' to 'measurements' or 'none'."
        )
    if twirls != _NONE and submission.shots % _RANDOMIZATIONS:
        near = max(_RANDOMIZATIONS, round(submission.shots / _RANDOMIZATIONS) * _RANDOMIZATIONS)
        raise InvalidRequest(
            f"Twirled, the shots are split over {_RANDOMIZATIONS} random circuits, and "
            f"{submission.shots:,} cannot be. Give a multiple of {_RANDOMIZATIONS}, such as "
            f"{near:,}."
        )


_DECOUPLING: Final = Option(
    name="dynamical_decoupling",
    title="Dynamical decoupling",
    kind="choice",
    default=_NONE,
    choices=(_NONE, "XX", "XpXm", "XY4"),
    titles=("none", "X X", "X+ X-", "X Y X Y"),
    help="pulses on qubits that wait; no more shots, no more time",
)
_TWIRLING: Final = Option(
    name="twirling",
    title="Twirling",
    kind="choice",
    default=_NONE,
    choices=(_NONE, "measurements", "gates", "both"),
    titles=("none", "measurements", "gates", "gates and measurements"),
    help=f"makes errors random: the same shots, split over {_RANDOMIZATIONS} random circuits",
)
_EXECUTION: Final = Option(
    name="execution",
    title="Execution",
    kind="choice",
    default=JOB,
    choices=(JOB, BATCH, SESSION),
    titles=("job by job", "batch", "session"),
    help="how the jobs of a batch or an energy are run: a batch bills their seconds, a session all "
    "its time",
)
_MAX_TIME: Final = Option(
    name="max_time",
    title="Longest session",
    kind="integer",
    default=600,
    low=60,
    high=28_800,
    unit="s",
    help="after which IBM ends a session, which is what it costs at most",
)
OPTIONS: Final = (_DECOUPLING, _TWIRLING, _EXECUTION, _MAX_TIME)
