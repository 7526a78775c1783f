"""Conversations on disk: kept as they are held, found again, and deleted for real."""

from __future__ import annotations

import datetime
import json
import logging
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from qa.conversations.database import ConversationDatabase
from qa.conversations.errors import TitleRefused, UnknownConversation, UnknownExchange
from qa.conversations.types import Conversation, Exchange, Marked
from qa.markdown import visible
from qa.types import to_json

__all__ = ["ConversationStore"]

_LOG = logging.getLogger(__name__)
_LONGEST_TITLE = 80
"""Characters of a question that become a title, and of a title that a person gives."""
_UNTITLED = "Untitled"
_MOST_WORDS = 50
"""Words of a search; more would be no search but a text."""
_EXCHANGE = TypeAdapter(Exchange)
_MARKED = TypeAdapter(Marked)

_LISTED = """SELECT c.id, c.reader, c.title, min(e.asked), max(e.asked) AS changed, count(*)
             FROM conversations c JOIN exchanges e ON e.conversation = c.id
             WHERE {} GROUP BY c.id ORDER BY changed DESC, max(e.number) DESC"""
_KEPT = "SELECT id, kept, marked FROM exchanges WHERE {} ORDER BY asked, number"


class ConversationStore:
    """All conversations of one library, in one file.

    Every method may be called from any thread, and several processes may share the file. What a
    method has reported done survives the end of the process, however sudden.

    Args:
        path: the file; made when absent.

    Raises:
        ConversationsUnavailable: by the constructor and every method, where the file cannot be
            opened, read or written, is damaged or of a later format; the text says what to do.
    """

    def __init__(self, path: Path) -> None:
        self._database = ConversationDatabase(path)

    def add(
        self, conversation: str, reader: str, exchange: Exchange, *, begins: bool = True
    ) -> None:
        """Keep an exchange; one of the same id gives way to it, with its mark.

        Args:
            conversation: its id.
            reader: who begins the conversation; one that is there stays with its own reader.
            exchange: what was asked and answered.
            begins: whether a conversation that is not there is made, with the question as its
                title; what goes on with one that was deleted must not bring it back.

        Raises:
            UnknownConversation: there is no such conversation, and none is to be made.
            ValueError: an exchange of this id belongs to another conversation.
        """
        title = _shortened(_one_line(exchange.question)) or _UNTITLED
        kept = _written(replace(exchange, marked=None))
        words = _searched(f"{exchange.question}\n{exchange.answer.text}")
        marked = _written(exchange.marked) if exchange.marked else None
        with self._database.changing() as connection:
            known = connection.execute("SELECT 1 FROM conversations WHERE id = ?", (conversation,))
            if not known.fetchone():
                if not begins:
                    raise UnknownConversation(
                        "This conversation has been deleted meanwhile. Begin a new one, and what "
                        "you ask is kept."
                    )
                connection.execute(
                    "INSERT INTO conversations VALUES (?, ?, ?, ?)",
                    (conversation, reader, title, _searched(title)),
                )
            added = connection.execute(
                """INSERT INTO exchanges (id, conversation, asked, marked, words, kept)
                   VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET
                   asked = excluded.asked, marked = excluded.marked, words = excluded.words,
                   kept = excluded.kept WHERE conversation = excluded.conversation""",
                (exchange.id, conversation, exchange.asked.isoformat(), marked, words, kept),
            )
            if not added.rowcount:
                raise ValueError(f"the exchange {exchange.id} belongs to another conversation")

    def conversations(self, reader: str) -> tuple[Conversation, ...]:
        """The conversations of a reader, the one last asked in first."""
        return self.search(reader, "")

    def of_others(self, reader: str) -> tuple[Conversation, ...]:
        """The conversations of all other readers, the one last asked in first."""
        return self.search_others(reader, "")

    def find(self, conversation: str) -> Conversation | None:
        """The conversation of that id, ``None`` where there is none."""
        return next(iter(self._listed("c.id = ?", conversation)), None)

    def exchanges(self, conversation: str) -> tuple[Exchange, ...]:
        """The exchanges of a conversation in the order asked; none where there is no such one.

        Those that this release cannot read are left out, and the log says so;
        ``Conversation.exchanges`` counts them.
        """
        return self._kept("conversation = ?", conversation)

    def exchange(self, exchange: str) -> Exchange | None:
        """The exchange of that id, ``None`` where there is none that this release can read."""
        return next(iter(self._kept("id = ?", exchange)), None)

    def conversation_of(self, exchange: str) -> str | None:
        """The id of the conversation that an exchange belongs to, ``None`` where there is none."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT conversation FROM exchanges WHERE id = ?", (exchange,)
            ).fetchone()
        return row[0] if row else None

    def rename(self, conversation: str, title: str) -> None:
        """Give a conversation another title; control characters are dropped, a long one cut.

        Raises:
            TitleRefused: the title is blank.
            UnknownConversation: there is no such conversation.
        """
        shown = _shortened(_one_line(title))
        if not shown:
            raise TitleRefused("A conversation needs a title. Write one, or keep the old one.")
        with self._database.changing() as connection:
            changed = connection.execute(
                "UPDATE conversations SET title = ?, words = ? WHERE id = ?",
                (shown, _searched(shown), conversation),
            )
            if not changed.rowcount:
                raise UnknownConversation("This conversation has been deleted meanwhile.")

    def delete(self, conversation: str) -> None:
        """Delete a conversation for real: its words leave the database's files.

        They are overwritten with zeros, and the write-ahead log is emptied. While another process
        reads the file, the log cannot be; that is then done at the next use of the file. Copies
        that a file system or a disk keeps below its files are out of reach. An unknown id is no
        error: it is gone already.
        """
        with self._database.changing() as connection:
            connection.execute("DELETE FROM conversations WHERE id = ?", (conversation,))
        self._database.wipe()

    def mark(self, exchange: str, marked: Marked | None) -> None:
        """Keep what a person thinks of an answer; ``None`` takes it back.

        Raises:
            UnknownExchange: there is no such exchange.
        """
        with self._database.changing() as connection:
            changed = connection.execute(
                "UPDATE exchanges SET marked = ? WHERE id = ?",
                (_written(marked) if marked else None, exchange),
            )
            if not changed.rowcount:
                raise UnknownExchange("This answer has been deleted meanwhile.")

    def search(self, reader: str, words: str) -> tuple[Conversation, ...]:
        """The conversations of a reader that hold each of some words, the one last asked in first.

        A word is held where it stands, if only as part of another, in the title, a question or the
        text of an answer; case makes no difference. No words: all conversations. Of very many words
        only the first fifty count.
        """
        return self._holding("c.reader = ?", reader, words)

    def search_others(self, reader: str, words: str) -> tuple[Conversation, ...]:
        """The conversations of all other readers that hold some words, as :meth:`search` does."""
        return self._holding("c.reader <> ?", reader, words)

    def close(self) -> None:
        """Let go of the file; any later call raises ``ConversationsUnavailable``."""
        self._database.close()

    def _holding(self, whose: str, reader: str, words: str) -> tuple[Conversation, ...]:
        wanted = list(dict.fromkeys(_searched(words).split()))[:_MOST_WORDS]
        held = """ AND (instr(c.words, ?) OR EXISTS (SELECT 1 FROM exchanges h
                        WHERE h.conversation = c.id AND instr(h.words, ?)))"""
        twice = [word for word in wanted for _ in range(2)]
        return self._listed(f"{whose}{held * len(wanted)}", reader, *twice)

    def _listed(self, condition: str, *values: str) -> tuple[Conversation, ...]:
        with self._database.reading() as connection:
            rows = connection.execute(_LISTED.format(condition), values).fetchall()
        moment = datetime.datetime.fromisoformat
        return tuple(
            Conversation(identifier, reader, title, moment(started), moment(changed), count)
            for identifier, reader, title, started, changed, count in rows
        )

    def _kept(self, condition: str, *values: str) -> tuple[Exchange, ...]:
        with self._database.reading() as connection:
            rows = connection.execute(_KEPT.format(condition), values).fetchall()
        return tuple(_readable(rows))


def _readable(rows: Iterable[tuple[str, str, str | None]]) -> Iterable[Exchange]:
    for identifier, kept, marked in rows:
        try:
            judged = _MARKED.validate_json(marked) if marked else None
            yield replace(_EXCHANGE.validate_json(kept), marked=judged)
        except ValidationError as error:
            _LOG.warning(
                "the exchange %s was kept by another release and cannot be read (%d problems)",
                identifier,
                error.error_count(),
            )


def _written(value: Exchange | Marked) -> str:
    return _storable(json.dumps(to_json(value), ensure_ascii=False))


def _storable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")  # half a surrogate cannot be written


def _searched(text: str) -> str:
    """A text as it is searched: whatever looks the same is the same."""
    return unicodedata.normalize("NFKC", _one_line(text).casefold())


def _one_line(text: str) -> str:
    seen = visible(_storable(text))
    return " ".join(
        "".join(s for s in seen if s.isspace() or unicodedata.category(s) != "Cc").split()
    )


def _shortened(line: str) -> str:
    """At most so many characters, cut where a word ends."""
    if len(line) <= _LONGEST_TITLE:
        return line
    head = line[: _LONGEST_TITLE - 1]
    whole = head if line[len(head)].isspace() else head.rpartition(" ")[0]
    return f"{(whole or head).rstrip(' ,;:–—-')}…"
