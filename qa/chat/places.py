"""Places: who may do something now, who waits for it without a thread, and who is told to go."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

__all__ = ["NoRoom", "Places"]


class NoRoom(Exception):
    """Too many wait already."""


@dataclass(slots=True)
class Places:
    """So many at once of all visitors and of each; others wait in the order in which they came.

    Belongs to one event loop.

    Args:
        at_once: places in all.
        of_one: of them that one visitor may have.
        waiting: of all visitors, who wait for a place.
        waiting_of_one: of each.
    """

    at_once: int
    of_one: int
    waiting: int
    waiting_of_one: int
    _taken: Counter[str] = field(default_factory=Counter)
    _line: list[tuple[str, asyncio.Future[None]]] = field(default_factory=list)

    @asynccontextmanager
    async def place(self, visitor: str) -> AsyncIterator[None]:
        """Wait for a place, and give it back.

        Raises:
            NoRoom: too many wait, of all visitors or of this one.
        """
        if self._has_room(visitor):
            self._taken[visitor] += 1
        else:
            await self._wait(visitor)
        try:
            yield
        finally:
            self._give_back(visitor)

    def _has_room(self, visitor: str) -> bool:
        return self._taken.total() < self.at_once and self._taken[visitor] < self.of_one

    async def _wait(self, visitor: str) -> None:
        own = sum(who == visitor for who, _ in self._line)
        if own >= self.waiting_of_one or len(self._line) >= self.waiting:
            raise NoRoom
        turn = asyncio.get_running_loop().create_future()
        self._line.append((visitor, turn))
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._give_back(visitor)
            else:
                self._line.remove((visitor, turn))
            raise

    def _give_back(self, visitor: str) -> None:
        self._taken[visitor] -= 1
        if not self._taken[visitor]:
            del self._taken[visitor]
        for waiting in self._line:
            if self._has_room(waiting[0]):
                self._line.remove(waiting)
                self._taken[waiting[0]] += 1  # at once: nobody may come in between
                waiting[1].set_result(None)
                return
