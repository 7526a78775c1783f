"""The answers of the last conversations, so that their citations keep working."""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict

from qa.types import Answer

__all__ = ["AnswerMemory"]


class AnswerMemory:
    """Answers by an id that nobody can guess; the oldest are forgotten first.

    Safe to use from several threads at once. Lives as long as the server: nothing is written.
    """

    def __init__(self, capacity: int = 1000) -> None:
        """Keep at most ``capacity`` answers."""
        self._capacity = capacity
        self._answers: OrderedDict[str, Answer] = OrderedDict()
        self._lock = threading.Lock()

    def new_id(self) -> str:
        """A fresh id of 16 hexadecimal digits."""
        return secrets.token_hex(8)

    def keep(self, answer_id: str, answer: Answer) -> None:
        """Remember ``answer``, in place of an earlier one of the same id."""
        with self._lock:
            self._answers[answer_id] = answer
            self._answers.move_to_end(answer_id)
            while len(self._answers) > self._capacity:
                self._answers.popitem(last=False)

    def find(self, answer_id: str) -> Answer | None:
        """The answer of that id, ``None`` where it was never given or is forgotten."""
        with self._lock:
            return self._answers.get(answer_id)

    def forget(self, answer_id: str) -> None:
        """Forget an answer; an unknown one is forgotten already."""
        with self._lock:
            self._answers.pop(answer_id, None)
