"""What other programs may do with a library that is opened when the first of them asks."""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable, Generator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self, cast

from anyio.to_thread import run_sync

from qa.calls.opened import open_quote, open_words
from qa.calls.texts import answer_text, documents_text, opened_text, passages_text
from qa.errors import CallRefused
from qa.events import Answered, Event, Waiting
from qa.types import to_json

if TYPE_CHECKING:
    from index import Library
    from qa.assistant import Assistant
    from qa.calls.arguments import AskCall, DocumentsCall, OpenCall, SearchCall
    from qa.settings import Settings

__all__ = ["Desk", "Given", "Tell"]

Tell = Callable[[str], Awaitable[None]]
"""Tells the caller what is waited for."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a call gives: data for programs, and text for an assistant that reads it."""

    data: dict[str, Any]
    text: str


class Desk:
    """Answers calls, several at a time; use it in a ``with`` statement.

    Every call raises ``QaError`` or ``LibraryError``, whose text is a sentence for a person.

    Args:
        settings: which library, which model. Nothing of it is opened before the first call, so
            that a program which only looks in is answered at once.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._lock = threading.Lock()
        self._opened: tuple[Library, Assistant] | None = None
        self._closing = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self._closing.close()

    async def ask(self, call: AskCall, tell: Tell) -> Given:
        """Answer a question; a language model stops writing when the caller gives up."""
        events = await run_sync(self._events, call)
        stepping = threading.Lock()  # Ctrl-C does not wait for a step before it closes the events

        def step() -> Event:
            with stepping:
                return next(events)

        try:
            while not isinstance(event := await run_sync(step), Answered):
                if isinstance(event, Waiting) and event.message:
                    await tell(event.message)
        finally:
            with stepping:
                events.close()
        text = answer_text(event.answer, show_withdrawn=self.settings.show_withdrawn)
        return Given(event.answer.to_dict(), text)

    async def search(self, call: SearchCall) -> Given:
        """Find passages."""
        return await run_sync(self._search, call)

    async def open_quote(self, call: OpenCall) -> Given:
        """Show a quote where it stands."""
        return await run_sync(self._open_quote, call)

    async def documents(self, call: DocumentsCall) -> Given:
        """List documents."""
        return await run_sync(self._documents, call)

    def _events(self, call: AskCall) -> Generator[Event, None, None]:
        _, assistant = self._open()
        assistant.refuse(call.question)
        names = call.documents or None
        return assistant.stream(call.question, names, after=call.after, before=call.before)

    def _search(self, call: SearchCall) -> Given:
        library, assistant = self._open()
        assistant.refuse(call.query)
        found = library.search(call.query, limit=call.most, documents=call.documents or None)
        return Given({"passages": to_json(found)}, passages_text(found))

    def _open_quote(self, call: OpenCall) -> Given:
        library, _ = self._open()
        by_words = bool(call.words.strip())
        if by_words and call.start is None and call.end is None:
            opened = open_words(library, call.document, call.words, call.context)
        elif not by_words and call.start is not None and call.end is not None:
            opened = open_quote(library, call.document, call.start, call.end, call.context)
        else:
            raise CallRefused("Give either start and end, or words.")
        return Given(cast("dict[str, Any]", to_json(opened)), opened_text(opened))

    def _documents(self, call: DocumentsCall) -> Given:
        library, _ = self._open()
        wanted = call.matching.strip().casefold()
        found = [
            document
            for document in library.documents()
            if wanted in f"{document.name}\n{document.title}".casefold()
        ]
        listed = found[: call.limit]
        data = {"documents": to_json(listed), "total": len(found)}
        return Given(data, documents_text(listed, len(found)))

    def _open(self) -> tuple[Library, Assistant]:
        """The library, which holds a document, and its assistant."""
        from qa.wiring import open_assistant, open_library, refuse_empty

        with self._lock:
            if self._opened is None:
                library = self._closing.enter_context(open_library(self.settings))
                self._opened = library, open_assistant(self.settings, library)
        refuse_empty(self._opened[0])
        return self._opened
