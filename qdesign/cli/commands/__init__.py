"""The commands, one file each, in the order in which help lists them."""

from __future__ import annotations

from typing import Final

from qdesign.cli.commands.analyze import ANALYZE
from qdesign.cli.commands.app import APP
from qdesign.cli.commands.archive import ARCHIVE
from qdesign.cli.commands.cancel import CANCEL
from qdesign.cli.commands.check import CHECK
from qdesign.cli.commands.class_ import CLASS
from qdesign.cli.commands.completion import COMPLETION
from qdesign.cli.commands.delete import DELETE
from qdesign.cli.commands.demo import DEMO
from qdesign.cli.commands.drop_redundant import DROP_REDUNDANT
from qdesign.cli.commands.export import EXPORT
from qdesign.cli.commands.grow import GROW
from qdesign.cli.commands.info import INFO
from qdesign.cli.commands.job import JOB
from qdesign.cli.commands.jobs import JOBS
from qdesign.cli.commands.kit import KIT
from qdesign.cli.commands.lesson import LESSON
from qdesign.cli.commands.problems import PROBLEMS
from qdesign.cli.commands.simplify import SIMPLIFY
from qdesign.cli.commands.studio import STUDIO
from qdesign.cli.commands.submit import SUBMIT
from qdesign.cli.commands.targets import TARGETS
from qdesign.cli.commands.templates import TEMPLATES
from qdesign.cli.commands.tune import TUNE
from qdesign.cli.commands.verify import VERIFY
from qdesign.cli.parser import Command

COMMANDS: Final[tuple[Command, ...]] = (
    DEMO,
    TEMPLATES,
    INFO,
    ANALYZE,
    SIMPLIFY,
    DROP_REDUNDANT,
    VERIFY,
    CHECK,
    TUNE,
    GROW,
    PROBLEMS,
    LESSON,
    CLASS,
    EXPORT,
    SUBMIT,
    TARGETS,
    KIT,
    JOBS,
    JOB,
    CANCEL,
    ARCHIVE,
    DELETE,
    STUDIO,
    APP,
    COMPLETION,
)
