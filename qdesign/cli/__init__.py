"""The command line: files in, one plain answer out.

Exit status 0 where it worked, 2 for bad input with one line on standard error. `--json` prints one
JSON object. A command is one file in `commands/`. Heavy libraries load in the command that uses
them.
"""

from __future__ import annotations

import errno
import json
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Final, cast

from qdesign.cli.commands import COMMANDS
from qdesign.cli.parser import Parser
from qdesign.errors import Cancelled, MissingValue, QdesignError

_BAD_INPUT, _STOPPED = 2, 130
_UNWRITTEN: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EPIPE, errno.EBADF)
"""A full disk or quota, a file at its limit, a broken device, a pipe that nobody reads."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command.

    Returns:
        The exit status: 0 done, 2 bad input; `verify` also 1 different, 3 unknown.
    """
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
    if cast("object", sys.stdout) is None:
        return _refuse("Standard output is closed. Send it somewhere, such as to /dev/null.")
    try:
        options = Parser.of(COMMANDS).parse_args(arguments)
        status = options.run(options)
        sys.stdout.flush()
        return status
    except MissingValue as error:
        example = json.dumps({error.name: 0.3}, ensure_ascii=False)
        return _refuse(
            f"Parameter '{error.name}' has no value. Give --values V.json with {example}."
        )
    except Cancelled:
        return _refuse("Stopped.", status=_STOPPED)
    except QdesignError as error:
        return _refuse(str(error))
    except OSError as error:
        if error.errno not in _UNWRITTEN:
            raise
        # What is left in the buffer would be tried again at the end, with a traceback.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if error.errno == errno.EPIPE:  # a reader that has seen enough, such as head
            return 0
        why = (error.strerror or "it is closed").lower()
        return _refuse(f"Standard output took only a part of the answer: {why}.")
    except KeyboardInterrupt:
        return _refuse("Stopped.", status=_STOPPED)


def _refuse(message: str, *, status: int = _BAD_INPUT) -> int:
    with suppress(OSError):  # nobody can be told
        print(f"qdesign: {' '.join(message.split())}", file=sys.stderr)
    return status
