"""Messages of a page reach its widget whichever subshells of the kernel come and go.

JupyterLab talks to widgets in a subshell of the kernel and takes another one after a page was
loaded again, sometimes after a websocket dropped. ipykernel 7.4 sends what a page says to the
subshell that last wrote to it, and refuses it once that one is gone; then no widget of the page
would reach Python again.
"""

from __future__ import annotations

from typing import Any


def keep_reachable(comm: Any) -> None:
    """Lets a widget's comm take messages in the subshell they name, else in the main shell.

    Args:
        comm: a comm of ipykernel; others, and older ones that know no subshells, stay as they are.
    """
    kernel: Any = getattr(comm, "kernel", None) or _kernel()
    thread: Any = getattr(kernel, "shell_channel_thread", None)
    if thread is None or not hasattr(comm, "_reply_subshell_for"):
        return

    def route(data: object, named: str | None) -> str | None:
        del data
        return named if named in thread.manager.list_subshell() else None

    comm._reply_subshell_for = route


def _kernel() -> Any:
    from IPython.core.getipython import get_ipython

    return getattr(get_ipython(), "kernel", None)
