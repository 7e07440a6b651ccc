"""A plain file server with the page that needs no other."""

import contextlib
import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

BUILT = Path(__file__).resolve().parents[2] / "build" / "page"


class _Files(http.server.SimpleHTTPRequestHandler):
    """As `python -m http.server` has them, without its log."""

    def log_message(self, *args: Any) -> None:
        pass


@contextlib.contextmanager
def serving(folder: Path) -> Iterator[str]:
    """A folder on an origin of its own; gives its address."""
    handler = functools.partial(_Files, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
        thread.join()


class PageServer:
    """Serves the page two folders down, until it is stopped."""

    def __init__(self, folder: Path) -> None:
        assert (BUILT / "index.html").exists(), "The page is not built. Run: make page"
        (folder / "a").mkdir()
        (folder / "a" / "page").symlink_to(BUILT)
        handler = functools.partial(_Files, directory=str(folder))
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}/a/page/"

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
