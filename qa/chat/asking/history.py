"""The conversations behind the page: the one that is shown, and those that are kept on disk."""

from __future__ import annotations

import datetime
import logging
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict

from index import Library
from qa.chat.asking.answer_html import answer_html
from qa.chat.asking.files import FileReply, exported_file, no_file
from qa.chat.asking.memory import AnswerMemory
from qa.chat.asking.shown import Shown, Talk
from qa.chat.words import words_of
from qa.conversations.errors import ConversationsUnavailable
from qa.conversations.recheck import QuoteCheck, QuoteState, check_all
from qa.conversations.store import ConversationStore
from qa.conversations.types import Conversation, Exchange
from qa.errors import QaError
from qa.followups.turns import remembered
from qa.model.writers import Writers
from qa.types import Answer

__all__ = ["History", "TalkList", "TalkRow", "open_history"]

_SAY = words_of("talks")
_ID = re.compile(r"[0-9a-f]{16}")
_log = logging.getLogger(__name__)


class TalkRow(TypedDict):
    """A conversation as the list shows it."""

    id: str
    title: str
    when: str
    """Its last question's time, ISO 8601 in UTC."""


class TalkList(TypedDict):
    """The conversations that a visitor may open, the one last asked in first."""

    own: list[TalkRow]
    others: list[TalkRow]
    """Of other browsers, where one person uses this machine."""
    problem: str
    """Why conversations are not kept; empty where they are."""


@dataclass(frozen=True, slots=True)
class History:
    """Finds answers and conversations, and lets a visitor change only what is his.

    An answer is found by its id alone, which nobody can guess: that is what its links carry.
    """

    library: Library
    writers: Writers
    memory: AnswerMemory
    store: ConversationStore | None = None
    """``None``: conversations last as long as the page."""
    together: bool = False
    """Whether all browsers belong to one person, who finds all conversations in each."""
    problem: str = ""
    """Why conversations are not kept; empty where they are."""

    def find(self, answer_id: str) -> Answer | None:
        """The answer of that id, ``None`` where it was never given or is forgotten."""
        exchange = None if (found := self.memory.find(answer_id)) else self.exchange(answer_id)
        return exchange.answer if exchange else found

    def exchange(self, answer_id: str) -> Exchange | None:
        """The kept exchange of that answer, if there is one that can be read."""
        if self.store is None or not _ID.fullmatch(answer_id):
            return None
        try:
            return self.store.exchange(answer_id)
        except ConversationsUnavailable as error:
            _log.warning("a kept answer could not be read: %s", error)
            return None

    def record(self, talk: Talk, reader: str) -> str:
        """Keep the conversation's last exchange, where its reader can find it again.

        Returns:
            Why it could not be kept; empty where it was.
        """
        shown = talk.shown[-1]
        answer = self.memory.find(shown.id)
        if self.store is None or answer is None or self._is_nobody(reader):
            return ""
        now = datetime.datetime.now(datetime.UTC)
        try:
            exchange = Exchange(shown.id, shown.question, answer, now, shown.documents)
            self.store.add(talk.id, reader, exchange)
        except ConversationsUnavailable as error:
            _log.warning("an answer could not be kept: %s", error)
            return _SAY("not_kept", why=error)
        return ""

    def listed(self, reader: str, words: str = "") -> TalkList:
        """The conversations that hold some words; all of them for none."""
        if self.store is None:
            return {"own": [], "others": [], "problem": self.problem}
        if self._is_nobody(reader):
            return {"own": [], "others": [], "problem": _SAY("no_cookie")}
        try:
            found = self.store.search(reader, words) if words else self.store.conversations(reader)
            others = self.store.of_others(reader) if self.together and not words else ()
        except ConversationsUnavailable as error:
            return {"own": [], "others": [], "problem": str(error)}
        return {"own": _rows(found), "others": _rows(others), "problem": ""}

    def opened(self, talk_id: str, reader: str) -> Talk | None:
        """A kept conversation as the page shows it; ``None`` where it is not the visitor's.

        Raises:
            ConversationsUnavailable: the file cannot be read.
        """
        if self.store is None or not self._may(talk_id, reader):
            return None
        exchanges = self.store.exchanges(talk_id)
        titles = {document.name: document.title for document in self.library.documents()}
        checks = check_all(exchanges, self.library)
        return Talk(talk_id, tuple(self._shown(e, titles, checks[e.id]) for e in exchanges))

    def exported(self, talk_id: object, form: object, reader: str) -> FileReply:
        """A kept conversation as a file."""
        try:
            if self.store is None or not self._may(talk_id, reader):
                return no_file(_SAY("gone"))
            found = self.store.find(str(talk_id))
            exchanges = self.store.exchanges(str(talk_id))
        except ConversationsUnavailable as error:
            return no_file(str(error))
        return exported_file(found.title if found else "", exchanges, form, self.library)

    def rename(self, talk_id: str, title: str, reader: str) -> str:
        """Give a conversation another title.

        Returns:
            Why it could not be done; empty where it was.
        """
        try:
            if self.store is None or not self._may(talk_id, reader):
                return _SAY("gone")
            self.store.rename(talk_id, title)
        except QaError as error:
            return str(error)
        return ""

    def delete(self, talk_id: str, reader: str) -> str:
        """Delete a conversation for real.

        Returns:
            Why it could not be done; empty where it was.
        """
        try:
            if self.store is None or not self._may(talk_id, reader):
                return _SAY("gone")
            for exchange in self.store.exchanges(talk_id):
                self.memory.forget(exchange.id)
            self.store.delete(talk_id)
        except QaError as error:
            return str(error)
        return ""

    def new_id(self) -> str:
        """A fresh id for a conversation, of 16 hexadecimal digits."""
        return secrets.token_hex(8)

    def _is_nobody(self, reader: str) -> bool:
        """Whether nobody could tell later whose conversation it is."""
        return not reader and not self.together

    def _may(self, talk_id: object, reader: str) -> bool:
        known = isinstance(talk_id, str) and _ID.fullmatch(talk_id) is not None
        found = self.store.find(str(talk_id)) if self.store and known else None
        return found is not None and (self.together or found.reader == reader)

    def _shown(
        self, exchange: Exchange, titles: Mapping[str, str], checks: Sequence[QuoteCheck]
    ) -> Shown:
        answer = exchange.answer
        html = answer_html(
            answer,
            exchange.id,
            documents=tuple(titles.get(name, name) for name in exchange.documents),
            show_withdrawn=self.writers.assistant().settings.show_withdrawn,
            checks=[
                f"[{check.quote.label}] {check.detail}"
                for check in checks
                if check.state is not QuoteState.SAME
            ],
        )
        return Shown(
            exchange.question,
            html,
            state="answered",
            understood=answer.understood_as,
            turn=remembered(exchange.question, answer),
            id=exchange.id,
            documents=exchange.documents,
        )


def open_history(library: Library, writers: Writers, *, together: bool) -> History:
    """The history of a library; where its file cannot be used, one that says why, and keeps none.

    Args:
        library: the documents, beside which conversations are kept.
        writers: who answers.
        together: whether all browsers belong to one person.
    """
    try:
        store = ConversationStore(library.folder / "conversations.db")
    except ConversationsUnavailable as error:
        return History(library, writers, AnswerMemory(), None, together, str(error))
    return History(library, writers, AnswerMemory(), store, together)


def _rows(found: Sequence[Conversation]) -> list[TalkRow]:
    return [{"id": c.id, "title": c.title, "when": c.changed.isoformat()} for c in found]
