"""The port between a page and Python: every question, result, reply and lasting field, once.

`asks.py` says which question has which result. The page's copy, extension/src/port.generated.ts, is
written by scripts/generate.py from these classes and their docstrings.
"""

from qdesign.session.port.devices import (
    Job,
    JobQuestion,
    JobResult,
    JobsResult,
    JobState,
    LowerQuestion,
    LowerResult,
    SubmitQuestion,
    Success,
    Target,
    TargetsResult,
)
from qdesign.session.port.documents import (
    CircuitResult,
    DocumentQuestion,
    DocumentResult,
    EmptyQuestion,
    ExportQuestion,
    ExportResult,
    FiguresResult,
    ParseQuestion,
    Rank,
    Redundant,
    SimplifyQuestion,
    SimplifyResult,
    SimplifyStep,
)
from qdesign.session.port.lasting import Fields, Panels, SavedState, Settings
from qdesign.session.port.replies import (
    CancelledReply,
    DoneReply,
    FailedReply,
    Failure,
    ProgressReply,
    Reply,
)
from qdesign.session.port.tuning import (
    CatalogResult,
    ExactResult,
    ProblemQuestion,
    ProblemResult,
    TemplateQuestion,
)
from qdesign.session.port.values import from_json, to_json

__all__ = [
    "CancelledReply",
    "CatalogResult",
    "CircuitResult",
    "DocumentQuestion",
    "DocumentResult",
    "DoneReply",
    "EmptyQuestion",
    "ExactResult",
    "ExportQuestion",
    "ExportResult",
    "FailedReply",
    "Failure",
    "Fields",
    "FiguresResult",
    "Job",
    "JobQuestion",
    "JobResult",
    "JobState",
    "JobsResult",
    "LowerQuestion",
    "LowerResult",
    "Panels",
    "ParseQuestion",
    "ProblemQuestion",
    "ProblemResult",
    "ProgressReply",
    "Rank",
    "Redundant",
    "Reply",
    "SavedState",
    "Settings",
    "SimplifyQuestion",
    "SimplifyResult",
    "SimplifyStep",
    "SubmitQuestion",
    "Success",
    "Target",
    "TargetsResult",
    "TemplateQuestion",
    "from_json",
    "to_json",
]
