"""A child for tests: says back what it is given, or does what it is told."""

import importlib
import os
import time

from qdesign.process import inside


def start(how: str = "well") -> inside.Answer:
    if how == "missing":
        importlib.import_module("qdesign_has_no_such_module")
    if how == "ended":
        os._exit(7)
    if how == "broken":
        raise ValueError("a fault while loading")
    return answer


def answer(header, buffers, say) -> None:
    if "print" in header:
        os.write(1, header["print"].encode())
    if "exit" in header:
        os._exit(header["exit"])
    if "sleep" in header:
        time.sleep(header["sleep"])
    say({"told": header, "pid": os.getpid()}, buffers)
