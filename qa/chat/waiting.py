"""The line of questions: how many are answered and wait at once, of all visitors and of each.

Without it one visitor could fill Gradio's queue, and all others' pages would be refused, not only
their questions; and with a remote model his questions cost money.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from gradio import Blocks
from gradio.block_function import BlockFunction
from gradio.data_classes import PredictBodyInternal
from gradio.queueing import Event, Queue
from starlette.exceptions import HTTPException
from starlette.requests import Request

from qa.chat.reader import reader_of
from qa.chat.sessions import Sessions
from qa.chat.words import words_of

__all__ = [
    "AT_ONCE",
    "A_MINUTE",
    "MOST_OF_ONE",
    "MOST_WAITING",
    "QUESTION",
    "Pace",
    "WaitingLine",
    "form_line",
]

AT_ONCE = 4
"""Questions that are answered at the same time, whatever way they come."""
QUESTION: dict[str, Any] = {"concurrency_id": "questions", "concurrency_limit": AT_ONCE}
"""What makes an event a question."""
MOST_WAITING = 32
"""Questions of all visitors that wait for one of the four places."""
MOST_OF_ONE = 8
"""Questions of one visitor that wait or are answered at once."""
A_MINUTE = 120
"""Questions of one visitor, on average over some minutes; as many may come at once."""

_SAY = words_of("page")
_MOST_SESSIONS = 2_000  # of which events are remembered, as Gradio does for their messages
_MOST_EVENTS = 500  # of the page and of programs together, all kinds
_SOON = 2  # seconds, after which a refused caller may try again


@dataclass(slots=True)
class Pace:
    """Lets each visitor do something so many times a minute; a short rush is all right.

    Args:
        a_minute: how many times, and how many at once after a pause.
        clock: seconds that only go forward.
    """

    a_minute: int
    clock: Callable[[], float] = time.monotonic
    _left: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)
    """For each visitor: how often he still may, as of when."""

    def seconds_to_wait(self, visitor: str) -> float:
        """0 where the visitor may, which counts; else the seconds until he may."""
        now = self.clock()
        left, before = self._left.pop(visitor, (float(self.a_minute), now))
        left = min(float(self.a_minute), left + (now - before) * self.a_minute / 60)
        allowed = left >= 1
        self._left[visitor] = (left - 1 if allowed else left, now)
        while len(self._left) > _MOST_SESSIONS:
            self._left.popitem(last=False)
        return 0.0 if allowed else (1 - left) * 60 / self.a_minute

    def take_back(self, visitor: str) -> None:
        """Let what was counted last of a visitor not count."""
        if visitor in self._left:
            left, before = self._left[visitor]
            self._left[visitor] = (left + 1, before)


class WaitingLine(Queue):
    """Gradio's queue, in which questions have a line of their own with room for everybody.

    A question for which there is no room gets status 429 and a sentence, which the page shows.
    Nothing is kept of events that are over: Gradio would count them all again after each.
    """

    def __init__(self, pace: Pace, **options: Any) -> None:  # noqa: ANN401
        """Make the line.

        Args:
            pace: how often one visitor may ask.
            options: as Gradio's queue takes them.
        """
        super().__init__(max_size=_MOST_EVENTS, **options)
        self._pace = pace
        self.ANALYTICS_MAX_EVENTS = 1

    async def push(self, body: PredictBodyInternal, request: Request, username: str | None) -> Any:  # noqa: ANN401
        """Take an event in.

        Raises:
            HTTPException: it is a question, and there is no room for it.
        """
        if self._is_question(body):
            self._refuse_crowds(visitor_of(request))
        sessions = self.server_app.state_holder if self.server_app else None
        if body.session_hash and isinstance(sessions, Sessions):
            address = request.client.host if request.client else ""
            sessions.open(body.session_hash, (address, visitor_of(request)))
        return await super().push(body, request, username)

    async def process_events(
        self, events: list[Event], batch: bool, begin_time: float, fn: BlockFunction
    ) -> None:
        """Process events, and forget for which sessions there were any."""
        await super().process_events(events, batch, begin_time, fn)
        while len(self.pending_event_ids_session) > _MOST_SESSIONS:
            over = next((s for s, ids in self.pending_event_ids_session.items() if not ids), None)
            if over is None:
                break
            del self.pending_event_ids_session[over]

    def compute_analytics_summary(self, records: Any) -> Any:  # noqa: ANN401
        """Nothing: nobody may look at it here."""
        return self.cached_event_analytics_summary

    def _is_question(self, body: PredictBodyInternal) -> bool:
        event = self.blocks.fns.get(-1 if body.fn_index is None else body.fn_index)
        return event is not None and event.concurrency_id == QUESTION["concurrency_id"]

    def _refuse_crowds(self, visitor: str) -> None:
        asked = [
            event
            for event in self.event_ids_to_events.values()
            if event.concurrency_id == QUESTION["concurrency_id"]
        ]
        own = sum(visitor_of(event.request) == visitor for event in asked)
        if own >= MOST_OF_ONE:
            raise _busy(_SAY("too_many_of_yours", most=MOST_OF_ONE), _SOON)
        if len(asked) >= MOST_WAITING + AT_ONCE:
            raise _busy(_SAY("busy"), _SOON)
        seconds = self._pace.seconds_to_wait(visitor)
        if seconds:
            raise _busy(_SAY("too_fast", most=self._pace.a_minute), int(seconds) + 1)


def form_line(page: Blocks, pace: Pace) -> None:
    """Let the events of a page wait in a line of ours; before it is launched.

    Args:
        page: whose questions are events with ``QUESTION``.
        pace: how often one visitor may ask.
    """
    # Else questions could be put past the line, straight to the event's own address.
    page.queue(api_open=False)
    page._queue = WaitingLine(
        pace,
        live_updates=True,
        concurrency_count=page.max_threads,
        update_intervals=1,
        blocks=page,
        default_concurrency_limit=AT_ONCE,
    )


def visitor_of(request: Request) -> str:
    """Who asks: a browser by its key, a program without one by the machine that it runs on."""
    return reader_of(request) or (request.client.host if request.client else "")


def _busy(sentence: str, seconds: int) -> HTTPException:
    return HTTPException(429, sentence, {"Retry-After": str(seconds)})
