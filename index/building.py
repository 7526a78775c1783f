"""Work in a thread of its own, which nobody has to wait for and which ends with the program."""

from __future__ import annotations

import threading
from collections.abc import Callable

from index.ingest import Stop

__all__ = ["Building"]


class Building:
    """One piece of work, begun at once.

    Args:
        work: told by its argument when to stop, which it asks often.
    """

    def __init__(self, work: Callable[[Stop], None]) -> None:
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=work, args=(self._must_stop,), name="vector index")
        self._thread.start()

    @property
    def is_at_work(self) -> bool:
        """Whether it goes on."""
        return self._thread.is_alive()

    def wait(self) -> None:
        """Wait until it has ended, well or not."""
        self._thread.join()

    def stop(self) -> None:
        """Have it end soon, and wait for that."""
        self._stopped.set()
        self.wait()

    def _must_stop(self) -> bool:
        # The interpreter waits for this thread when it ends: it is not to wait for all the work.
        return self._stopped.is_set() or not threading.main_thread().is_alive()
