"""How each answer ended: it was finished, or its reader stopped it, whichever came first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from qa.chat.asking.shown import Talk

__all__ = ["Endings"]

_CAPACITY = 1000  # answers, the oldest of which have long ended


@dataclass(slots=True)
class _Ending:
    lock: threading.Lock = field(default_factory=threading.Lock)
    stopped: bool = False
    finished: Talk | None = None


class Endings:
    """Decides between an answer that is being finished and a click on Stop.

    A step of an answer that is at work when its reader stops it goes on to its end, and that may be
    the end of the answer; what the page calls stopped must then not be kept.

    Safe to use from several threads at once.
    """

    def __init__(self) -> None:
        """Know of no answer yet."""
        self._endings: OrderedDict[str, _Ending] = OrderedDict()
        self._lock = threading.Lock()

    def finish(self, answer_id: str, finish: Callable[[], Talk]) -> Talk | None:
        """Finish an answer, unless it was stopped.

        Args:
            answer_id: of the answer.
            finish: keeps it, and returns the conversation with it.

        Returns:
            That conversation; ``None`` where the answer was stopped, and so is not kept.
        """
        ending = self._of(answer_id)
        with ending.lock:
            if not ending.stopped:
                ending.finished = finish()
            return ending.finished

    def stop(self, answer_id: str) -> Talk | None:
        """Stop an answer.

        Returns:
            The conversation with the finished answer, where that came first.
        """
        ending = self._of(answer_id)
        with ending.lock:
            ending.stopped = True
            return ending.finished

    def _of(self, answer_id: str) -> _Ending:
        with self._lock:
            found = self._endings.setdefault(answer_id, _Ending())
            while len(self._endings) > _CAPACITY:
                self._endings.popitem(last=False)
            return found
