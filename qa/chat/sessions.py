"""The conversations of open pages: a crowd of made-up sessions drives nobody's out.

Gradio keeps a session for whatever word a request names, and forgets the oldest of all where there
are too many: a visitor with a few hundred made-up words would empty everybody's page.
"""

from __future__ import annotations

from collections import Counter
from copy import copy

from gradio import Blocks
from gradio.state_holder import SessionState, StateHolder

__all__ = ["MOST_SESSIONS", "Sessions", "Visitor", "keep_sessions"]

MOST_SESSIONS = 200
"""Open pages of all visitors together whose conversations are kept."""

Visitor = tuple[str, str]
"""The address that somebody comes from, and who of it he is."""


class Sessions(StateHolder):
    """Keeps the sessions that an event of a page has opened, and no others.

    Where there are too many, whoever has the most gives up his oldest one: first the address
    from which most come, then the visitor at that address.
    """

    def __init__(self, blocks: Blocks) -> None:
        """Keep sessions of ``blocks``."""
        super().__init__()  # type: ignore[no-untyped-call]
        self.set_blocks(blocks)
        self.capacity = MOST_SESSIONS
        self._blank = SessionState(blocks)
        self._owners: dict[str, Visitor] = {}

    def open(self, session: str, visitor: Visitor) -> None:
        """Keep a session from now on; whose it was, it stays."""
        if session not in self.session_data:
            self.session_data[session] = SessionState(self.blocks)
            self._owners[session] = visitor
        super().__getitem__(session)

    def __getitem__(self, session_id: str) -> SessionState:
        """The session; one that is gone afterwards where no page has opened it."""
        return super().__getitem__(session_id) if session_id in self else self._passing()

    def update(self, session_id: str) -> None:
        """Note that a session was used, and forget one where there are too many."""
        with self.lock:
            self.session_data.move_to_end(session_id)
            while len(self.session_data) > self.capacity:
                oldest = self._oldest_of_the_most()
                del self.session_data[oldest], self._owners[oldest]
                self.time_last_used.pop(oldest, None)

    def _oldest_of_the_most(self) -> str:
        owners = self._owners
        of_address = Counter(address for address, _ in owners.values())
        of_visitor = Counter(owners.values())

        def held(session: str) -> tuple[int, int]:
            owner = owners[session]
            return of_address[owner[0]], of_visitor[owner]

        return max(self.session_data, key=held)  # the first, which is the oldest, of equals

    def _passing(self) -> SessionState:
        """An empty session, without what Gradio works out anew for each: that takes 8 ms."""
        passing = copy(self._blank)
        passing.blocks_config = copy(self.blocks.default_config)
        passing.config_values, passing.state_data, passing._state_ttl = {}, {}, {}
        return passing


def keep_sessions(page: Blocks) -> None:
    """Let a page keep its sessions so; after it is launched."""
    page.app.state_holder = Sessions(page)
