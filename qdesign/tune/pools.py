"""Who runs the chunks of a sweep: threads of this process, or a Dask cluster."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, wait
from typing import Any, Protocol

import numpy as np

from qdesign.errors import ClusterLost, InvalidRequest, QdesignError
from qdesign.kits import DISTRIBUTED
from qdesign.process.threads import pool_of
from qdesign.tune.chunks import Chunk, Done, run_chunk
from qdesign.tune.tasks import Tasks


class Pool(Protocol):
    """Runs chunks, several at once."""

    @property
    def workers(self) -> int:
        """How many run at once."""
        ...

    def submit(self, tasks: Tasks, chunk: Chunk) -> Any:
        """Something that stands for the chunk's result."""
        ...

    def finished(self, pending: Collection[Any], seconds: float) -> Iterable[Any]:
        """Those that are done, after at most so long."""
        ...

    def result(self, future: Any) -> Done:
        """What a finished one gave."""
        ...

    def close(self, pending: Collection[Any]) -> None:
        """Let go of those that are not done."""
        ...


def _arguments(tasks: Tasks, chunk: Chunk) -> tuple[Any, ...]:
    values = np.array(tasks.values[chunk.start : chunk.stop])
    seeds = list(tasks.seeds[chunk.start : chunk.stop])
    return tasks.settings[chunk.setting], values.reshape(len(chunk), -1), seeds


class Threads:
    """Threads of this process: engines leave the interpreter free."""

    def __init__(self) -> None:
        self.workers = os.cpu_count() or 1
        self._pool = pool_of(self.workers)

    def submit(self, tasks: Tasks, chunk: Chunk) -> Future[Done]:
        """See `Pool`."""
        return self._pool.submit(run_chunk, *_arguments(tasks, chunk))

    def finished(self, pending: Collection[Future[Done]], seconds: float) -> Iterable[Any]:
        """See `Pool`."""
        return wait(pending, timeout=seconds, return_when=FIRST_COMPLETED).done

    def result(self, future: Future[Done]) -> Done:
        """See `Pool`."""
        return future.result()

    def close(self, pending: Collection[Future[Done]]) -> None:
        """See `Pool`."""
        for future in pending:
            future.cancel()
        self._pool.shutdown(wait=True, cancel_futures=True)


class Cluster:
    """A Dask cluster behind its client. What a worker that ends had is run again by another."""

    def __init__(self, client: Any) -> None:
        with DISTRIBUTED.needed_by("A sweep on a cluster"):
            import distributed
        if not isinstance(client, distributed.Client) or client.asynchronous:
            raise InvalidRequest(
                "The client of a sweep is a distributed.Client that is not asynchronous, not "
                f"{type(client).__name__}."
            )
        self._client: Any = client
        self._kit: Any = distributed
        if not self._is_up():
            self._asked(self._raise)
        self.workers = max(1, sum(self._asked(self._client.nthreads).values()))

    def _asked(self, call: Any, *arguments: Any, **named: Any) -> Any:
        try:
            return call(*arguments, **named)
        except QdesignError:
            raise
        except self._kit.KilledWorker:
            raise ClusterLost(
                "Workers of the cluster ended again and again over the same chunk of the sweep: "
                "perhaps their memory was too small. Give them more, or sweep without a client."
            ) from None
        except (OSError, TimeoutError, RuntimeError, *self._lost) as error:
            if self._is_up() and not isinstance(error, self._lost):
                raise
            raise ClusterLost(
                "The scheduler of the cluster is gone. Start it again and call the sweep with a "
                "new client; with a store it goes on where it was."
            ) from None

    @property
    def _lost(self) -> tuple[type[BaseException], ...]:
        import asyncio
        import concurrent.futures

        # A connection may be closed before the client knows that its scheduler is gone.
        closed = self._kit.comm.CommClosedError
        return (asyncio.CancelledError, concurrent.futures.CancelledError, closed)

    def _is_up(self) -> bool:
        return self._client.status == "running"

    def submit(self, tasks: Tasks, chunk: Chunk) -> Any:
        """See `Pool`."""
        return self._asked(self._client.submit, run_chunk, *_arguments(tasks, chunk), pure=False)

    def finished(self, pending: Collection[Any], seconds: float) -> Iterable[Any]:
        """See `Pool`."""
        if not self._is_up():
            self._asked(self._raise)
        return self._asked(self._wait, list(pending), seconds)

    def _raise(self) -> None:
        raise RuntimeError("The client is not running.")

    def _wait(self, pending: list[Any], seconds: float) -> Iterable[Any]:
        try:
            return self._kit.wait(pending, timeout=seconds, return_when="FIRST_COMPLETED").done
        except TimeoutError:
            return [future for future in pending if future.done()]

    def result(self, future: Any) -> Done:
        """See `Pool`."""
        return self._asked(future.result)

    def close(self, pending: Collection[Any]) -> None:
        """See `Pool`."""
        if pending and self._is_up():
            self._asked(self._client.cancel, list(pending))
