"""The conversations behind the page: the one that is shown, and those that are kept on disk."""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypedDict

from index import Library
from qa.chat.asking.answer_html import answer_html
from qa.chat.asking.files import FileReply, exported_file, no_file
from qa.chat.asking.memory import AnswerMemory
from qa.chat.asking.shown import Shown, Talk
from qa.chat.words import words_of
from qa.conversations.errors import ConversationsUnavailable, UnknownConversation
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
    """Finds answers and conversations, and lets a visitor change or mark only what is his.

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
        given = self.memory.exchange(answer_id) or self.exchange(answer_id)
        return given.answer if given else None

    def given(self, answer_id: str) -> Exchange | None:
        """The answer of that id with what was asked and what is thought of it, kept or not."""
        return self.exchange(answer_id) or self.memory.exchange(answer_id)

    def exchange(self, answer_id: str) -> Exchange | None:
        """The kept exchange of that answer, if there is one that can be read."""
        if self.store is None or not _ID.fullmatch(answer_id):
            return None
        try:
            return self.store.exchange(answer_id)
        except ConversationsUnavailable as error:
            _log.warning("a kept answer could not be read: %s", error)
            return None

    def may_mark(self, answer_id: str, reader: str) -> bool:
        """Whether a visitor may say what he thinks of a kept answer: it is his, or everybody's.

        Raises:
            ConversationsUnavailable: the file cannot be read.
        """
        if self.store is None or not _ID.fullmatch(answer_id):
            return False
        return self._may(self.store.conversation_of(answer_id), reader)

    def record(self, talk: Talk, reader: str) -> Talk:
        """Keep the conversation's last exchange, where its reader can find it again.

        One that goes on with a kept conversation is not kept where that has been deleted: it would
        bring it back.

        Returns:
            The conversation; its last question says whether it is kept, or why it could not be.
        """
        shown = talk.shown[-1]
        given = self.memory.exchange(shown.id)
        if self.store is None or given is None or self._is_nobody(reader):
            return talk
        goes_on = talk.unreadable > 0 or any(one.kept for one in talk.shown)
        try:
            self.store.add(talk.id, reader, given, begins=not goes_on)
        except (ConversationsUnavailable, UnknownConversation) as error:
            _log.warning("an answer could not be kept: %s", error)
            return talk.ending(replace(shown, doing=_SAY("not_kept", why=error)))
        return talk.ending(replace(shown, kept=True))

    def listed(self, reader: str, words: str = "") -> TalkList:
        """The conversations that hold some words; all of them for none."""
        if self.store is None:
            return {"own": [], "others": [], "problem": self.problem}
        if self._is_nobody(reader):
            return {"own": [], "others": [], "problem": _SAY("no_cookie")}
        try:
            found = self.store.search(reader, words)
            others = self.store.search_others(reader, words) if self.together else ()
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
        exchanges, unreadable = self._exchanges(self.store, talk_id)
        titles = {document.name: document.title for document in self.library.documents()}
        checks = check_all(exchanges, self.library)
        shown = tuple(self._shown(e, titles, checks[e.id]) for e in exchanges)
        return Talk(talk_id, shown, unreadable)

    def exported(self, talk_id: object, form: object, reader: str) -> FileReply:
        """A kept conversation as a file."""
        try:
            if self.store is None or not self._may(talk_id, reader):
                return no_file(_SAY("gone"))
            found = self.store.find(str(talk_id))
            exchanges, unreadable = self._exchanges(self.store, str(talk_id))
        except ConversationsUnavailable as error:
            return no_file(str(error))
        title = found.title if found else ""
        return exported_file(title, exchanges, form, self.library, unreadable)

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

    def _exchanges(self, store: ConversationStore, talk_id: str) -> tuple[Sequence[Exchange], int]:
        """What a conversation holds, and how much of it this release cannot read."""
        found = store.find(talk_id)
        exchanges = store.exchanges(talk_id)  # of which one more may have been kept by now
        return exchanges, max(0, found.exchanges - len(exchanges)) if found else 0

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
            kept=True,
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
