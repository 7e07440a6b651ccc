"""Two bodies → a verdict: equal, different or unknown, by a criterion, with how it was found."""

from qdesign.equivalence.criteria import equivalent
from qdesign.equivalence.verdicts import Body, Verdict, closes, proven, segments, unitary_verdict

__all__ = [
    "Body",
    "Verdict",
    "closes",
    "equivalent",
    "proven",
    "segments",
    "unitary_verdict",
]
