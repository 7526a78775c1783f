"""How an answer grows in the conversation, from the events of one question."""

from __future__ import annotations

import datetime
import logging
import traceback
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace

from index import Library
from index.errors import LibraryError
from index.types import Passage
from qa import Assistant
from qa.chat.asking.answer_html import answer_html, passages_html, statements_html
from qa.chat.asking.memory import AnswerMemory
from qa.chat.asking.shown import Shown
from qa.chat.words import words_of
from qa.conversations.types import Exchange
from qa.errors import QaError
from qa.events import (
    Answered,
    Event,
    Evidence,
    ModelFailed,
    Retrieved,
    Stated,
    Understood,
    Waiting,
    Withdrawn,
)
from qa.followups.turns import remembered
from qa.types import Answer, Rejection, Statement

__all__ = ["Unfolding", "converse"]

_SAY = words_of("answer")
_log = logging.getLogger(__name__)


def converse(
    library: Library,
    assistant: Assistant,
    memory: AnswerMemory,
    question: str,
    earlier: Sequence[Shown],
    documents: Sequence[str],
) -> Iterator[Shown]:
    """Ask ``question`` and yield what the page shows of it as its answer grows.

    Args:
        library: the documents.
        assistant: answers from them.
        memory: keeps every answer that is shown, so that its citations can be followed.
        question: not blank.
        earlier: the conversation so far.
        documents: names to ask; empty for all.

    Yields:
        The question with as much of its answer as there is; the last one is answered or failed.
        Failures are told in it, never raised.
    """
    now = Shown(question, doing=_SAY("searching"), documents=tuple(documents), id=memory.new_id())
    asked = datetime.datetime.now(datetime.UTC)
    yield replace(now, is_new=True)
    history = [shown.turn for shown in earlier if shown.turn]
    try:
        listed = {document.name: document.title for document in library.documents()}
        if not listed:
            yield Shown(question, doing=_SAY("no_documents"), state="failed")
            return
        titles = tuple(listed.get(name, name) for name in documents)
        unfolding = Unfolding(memory, now, asked, titles, assistant.settings.show_withdrawn)
        stream = assistant.stream(question, documents=list(documents) or None, history=history)
        with closing(stream) as events:
            for event in events:
                now = replace(now, html=unfolding.take(event), doing=unfolding.doing)
                if isinstance(event, Understood):
                    now = replace(now, understood=event.question)
                if isinstance(event, Answered):
                    turn = remembered(question, event.answer)
                    now = replace(now, doing="", state="answered", turn=turn)
                yield now
    except (QaError, LibraryError) as error:
        yield Shown(question, doing=str(error), state="failed")
    except Exception as error:  # noqa: BLE001 - the page's edge: a sentence, and the question is kept
        # Not what the error says: it may hold words of the documents.
        where = "".join(traceback.format_tb(error.__traceback__))
        _log.error("a question failed: %s\n%s", type(error).__name__, where)
        yield Shown(question, doing=_SAY("broken"), state="failed")


@dataclass(slots=True)
class Unfolding:
    """Turns the events of one answer into the HTML to show after each of them."""

    memory: AnswerMemory
    shown: Shown
    """The question as it was asked, with the id of its answer."""
    asked: datetime.datetime
    titles: tuple[str, ...] = ()
    """Of the documents that are asked; empty for all."""
    show_withdrawn: bool = True
    doing: str = field(default_factory=lambda: _SAY("searching"))
    """What goes on after the last event."""
    _passages: Sequence[Passage] = ()
    _evidence: Answer | None = None
    _evidence_id: str = field(init=False)
    _statements: list[Statement] = field(default_factory=list)
    _rejections: list[Rejection] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._evidence_id = self.memory.new_id()

    @property
    def answer_id(self) -> str:
        """The id of the answer."""
        return self.shown.id

    def take(self, event: Event) -> str:
        """The answer to show once ``event`` has happened; empty while there is none."""
        match event:
            case Answered(answer):
                self._keep(self.answer_id, answer)
                self.memory.forget(self._evidence_id)  # nothing on the page leads there any more
                return answer_html(
                    answer,
                    self.answer_id,
                    documents=self.titles,
                    show_withdrawn=self.show_withdrawn,
                )
            case Retrieved(passages, seconds):
                self._passages = passages
                self.doing = _found(passages, seconds)
            case Evidence(answer):
                self._evidence = answer
                self.doing = _SAY("writing")
                self._keep(self._evidence_id, answer)
            case Stated(statement):
                self.doing = _SAY("writing")
                self._statements.append(statement)
                self._keep_what_is_stated()
            case Withdrawn(rejection):
                self._rejections.append(rejection)
            case Waiting(message) if message:
                self.doing = message
            case ModelFailed(message):
                self.doing = message
        return self._so_far()

    def _keep_what_is_stated(self) -> None:
        """Citations of an unfinished answer work too: they lead to what is stated so far."""
        if self._evidence is not None:
            stated = replace(self._evidence, statements=tuple(self._statements), short=None)
            self._keep(self.answer_id, stated)

    def _keep(self, answer_id: str, answer: Answer) -> None:
        shown = self.shown
        self.memory.keep(Exchange(answer_id, shown.question, answer, self.asked, shown.documents))

    def _so_far(self) -> str:
        """The passages, then the quotes; these stand until the model's first checked statement."""
        if self._evidence is None:
            return passages_html(self._passages)
        blocks = []
        if not self._statements:
            blocks.append(
                answer_html(
                    self._evidence, self._evidence_id, documents=self.titles, finished=False
                )
            )
        if self._statements or self._rejections:
            shown = statements_html(
                self._statements,
                self._rejections,
                self.answer_id,
                show_withdrawn=self.show_withdrawn,
            )
            blocks.append(shown)
        return "".join(blocks)


def _found(passages: Sequence[Passage], seconds: float) -> str:
    documents = len({passage.document for passage in passages})
    return _SAY(
        "found",
        passages=_SAY.count("passages", len(passages)),
        documents=_SAY.count("documents", documents),
        seconds=f"{seconds:.1f}",
    )
