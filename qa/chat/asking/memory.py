"""The answers of the last conversations, so that their citations keep working."""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict

from qa.conversations.types import Exchange
from qa.types import Answer

__all__ = ["AnswerMemory"]


class AnswerMemory:
    """Answers with their questions, by an id that nobody can guess; the oldest are forgotten first.

    Safe to use from several threads at once. Lives as long as the server: nothing is written.
    """

    def __init__(self, capacity: int = 1000) -> None:
        """Keep at most ``capacity`` answers."""
        self._capacity = capacity
        self._given: OrderedDict[str, Exchange] = OrderedDict()
        self._lock = threading.Lock()

    def new_id(self) -> str:
        """A fresh id of 16 hexadecimal digits."""
        return secrets.token_hex(8)

    def keep(self, given: Exchange) -> None:
        """Remember an answer, in place of an earlier one of the same id."""
        with self._lock:
            self._given[given.id] = given
            self._given.move_to_end(given.id)
            while len(self._given) > self._capacity:
                self._given.popitem(last=False)

    def find(self, answer_id: str) -> Answer | None:
        """The answer of that id, ``None`` where it was never given or is forgotten."""
        given = self.exchange(answer_id)
        return given.answer if given else None

    def exchange(self, answer_id: str) -> Exchange | None:
        """The answer of that id with what was asked, of which documents, and when."""
        with self._lock:
            return self._given.get(answer_id)

    def forget(self, answer_id: str) -> None:
        """Forget an answer; an unknown one is forgotten already."""
        with self._lock:
            self._given.pop(answer_id, None)
