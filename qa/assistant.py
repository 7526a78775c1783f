"""The assistant: one question in, one stream of events out, the last of which is the answer."""

from __future__ import annotations

import copy
import datetime
import time
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.runnables import Runnable

from index import Library
from index.types import Passage
from prompts import Prompts, load_prompts
from qa.answer_settings import AnswerSettings
from qa.chain import Asked, evidence_chain
from qa.errors import QuestionRefused
from qa.events import Answered, Event, Evidence, Retrieved, Understood
from qa.evidence import Evidence as Weighed
from qa.evidence_answer import answer_from_evidence
from qa.followups.understanding import understood
from qa.gaps import unmentioned
from qa.model.budget import PromptRoom, window_of
from qa.model.compose_evidence import SlowReader
from qa.model.model_answer import Written, answer_from_model
from qa.model.streaming import Deadline
from qa.model.writing import Writer
from qa.onnx_reader import BUNDLED_READER
from qa.reading import Reader
from qa.types import Answer, AnswerStatus, Receipt, Turn

__all__ = ["Assistant"]

_FOLLOWUP_SHARE = 3  # the answer itself keeps the greater part of a model's time


class Assistant:
    """Answers questions from the documents of a library, and from nothing else.

    Args:
        library: what is asked.
        model: any LangChain chat model; ``None`` for answers made of quotes alone.
        settings: how questions are answered.
        reader: marks where passages answer; ``None`` to go by words and meaning alone.
    """

    def __init__(
        self,
        library: Library,
        model: BaseChatModel | None = None,
        settings: AnswerSettings | None = None,
        reader: Reader | None = BUNDLED_READER,
    ) -> None:
        self.library = library
        self.model = model
        self.settings = settings or AnswerSettings()
        self._prompts = load_prompts()
        self.reader = reader
        self.room = PromptRoom(window_of(model, self.settings.model_context))
        self._search = evidence_chain(library, reader, self.settings)

    def with_model(self, model: BaseChatModel | None) -> Assistant:
        """An assistant over the same library, reader and settings for which ``model`` writes."""
        other = copy.copy(self)
        other.model = model
        other.room = PromptRoom(window_of(model, self.settings.model_context))
        return other

    def with_settings(self, settings: AnswerSettings) -> Assistant:
        """An assistant over the same library, reader and model that answers by other settings."""
        return self.over(self.library, settings)

    def over(self, library: Library, settings: AnswerSettings) -> Assistant:
        """The same model and reader over another library, or with other settings."""
        other = copy.copy(self)
        other.library, other.settings = library, settings
        other._search = evidence_chain(library, self.reader, settings)
        if settings.model_context != self.settings.model_context:
            other.room = PromptRoom(window_of(self.model, settings.model_context))
        return other

    @property
    def model_name(self) -> str | None:
        """What the model calls itself; ``None`` without one."""
        if self.model is None:
            return None
        named = getattr(self.model, "model_name", None) or getattr(self.model, "model", None)
        return str(named or self.model._llm_type)

    def ask(
        self,
        question: str,
        documents: Sequence[str] | None = None,
        history: Sequence[Turn] = (),
        *,
        after: datetime.date | None = None,
        before: datetime.date | None = None,
    ) -> Answer:
        """The answer to a question: what the last event of ``stream`` carries.

        Args:
            question: in words.
            documents: names of the documents to ask; ``None`` for all.
            history: earlier turns of the conversation, oldest first; a question that leans on
                them is answered in full, as ``understood_as`` tells.
            after: only documents dated on or after this day.
            before: only documents dated on or before this day.

        Raises:
            QuestionRefused: the question is empty or too long.
            LibraryError: the library cannot be searched.
        """
        for event in self.stream(question, documents, history, after=after, before=before):
            if isinstance(event, Answered):
                return event.answer
        raise AssertionError("a stream ends with its answer")

    def stream(
        self,
        question: str,
        documents: Sequence[str] | None = None,
        history: Sequence[Turn] = (),
        *,
        after: datetime.date | None = None,
        before: datetime.date | None = None,
    ) -> Generator[Event, None, None]:
        """The events of one question as they happen; the last one is ``Answered``.

        Takes and raises what ``ask`` does. Closing the generator stops the model.
        """
        question = question.strip().encode("utf-8", "replace").decode()  # a shell's stray bytes
        self.refuse(question)
        scope = None if documents is None else tuple(documents)
        run = _Run(self, Asked(question, scope, tuple(history), after, before))
        yield from run.understanding(self._prompts)
        yield from run.evidence(self._search)
        if self.model is not None and run.passages:
            yield Evidence(run.told)
            yield from run.reply(self.model, self._prompts)
        yield Answered(run.told)

    def receipt(
        self, seconds: dict[str, float], understood: tuple[str, ...], *, model: bool
    ) -> Receipt:
        """How an answer came about that took these steps."""
        return Receipt(
            model=self.model_name if model else None,
            prompts=self._prompts.sha256,
            index=self.library.fingerprint,
            seconds=seconds,
            understood=understood,
        )

    def refuse(self, question: str) -> None:
        """Raise where a question cannot be asked.

        Raises:
            QuestionRefused: it is empty or too long.
        """
        if not question.strip():
            raise QuestionRefused("The question is empty. Write what you want to know.")
        longest = self.settings.longest_question
        if len(question) > longest:
            raise QuestionRefused(
                f"The question has {len(question):,} characters; at most {longest:,} are read. "
                "Add a long text as a document, and ask about it."
            )


@dataclass(slots=True)
class _Run:
    """One question on its way."""

    assistant: Assistant
    asked: Asked
    passages: Sequence[Passage] = ()
    answer: Answer = field(init=False)
    _understood: tuple[str, ...] = ()
    _parts: Sequence[Weighed] = ()
    _understood_as: str = ""
    _as_asked: str = field(init=False)
    _seconds: dict[str, float] = field(default_factory=dict)
    _began: float = field(default_factory=time.perf_counter)

    def __post_init__(self) -> None:
        self._as_asked = self.asked.question

    @property
    def told(self) -> Answer:
        """The answer under the question as it was asked, with what that was understood as."""
        return replace(
            self.answer,
            question=self._as_asked,
            understood_as=self._understood_as,
            unmentioned=self._unmentioned(),
        )

    def understanding(self, prompts: Prompts) -> Iterator[Event]:
        """Say a leaning question in full; all that follows goes by that, and leans no more."""
        asked, settings = self.asked, self.assistant.settings
        seconds = min(settings.followup_seconds, settings.model_seconds / _FOLLOWUP_SHARE)
        model = self.assistant.model
        if isinstance(model, SlowReader):  # it would take longer than reading the evidence
            model = None
        full = yield from understood(asked.question, asked.history, model, prompts, seconds)
        if asked.history:
            self._lap("understanding")
        if full != asked.question:
            self._understood_as = full
            self.asked = replace(asked, question=full, history=())
            yield Understood(full)

    def evidence(self, chain: Runnable[dict[str, Any], dict[str, Any]]) -> Iterator[Event]:
        """Search and weigh; afterwards ``answer`` is the evidence answer."""
        steps = chain.stream({"asked": self.asked})
        try:
            for step in steps:
                if "retrieval" in step:
                    self.passages = step["retrieval"].passages
                    self._understood = step["retrieval"].understood
                    yield Retrieved(tuple(self.passages), self._lap("search"))
                elif "parts" in step:
                    self._weighed(step["parts"])
        finally:  # left half-way, the chain's threads come to an end all the same, with an error
            deque(steps, maxlen=0)

    def _weighed(self, parts: dict[str, Weighed]) -> None:
        self._lap("evidence")
        self._parts = tuple(parts.values())
        receipt = self.assistant.receipt(dict(self._seconds), self._understood, model=False)
        self.answer = answer_from_evidence(self.asked.question, parts, self.passages, receipt)

    def _unmentioned(self) -> tuple[str, ...]:
        """Of a question that is declined, the words that no document holds."""
        if self.answer.status is not AnswerStatus.NOT_IN_DOCUMENTS:
            return ()
        return unmentioned(self.asked.question, self.assistant.library, self.asked.documents)

    def reply(self, model: BaseChatModel, prompts: Prompts) -> Iterator[Event]:
        """Let the model write, and check each statement as it is finished."""
        spent = self._seconds.get("understanding", 0.0)  # by the model, too
        deadline = Deadline.after(self.assistant.settings.model_seconds - spent)
        written = Written(self.asked.question)
        writer = Writer(model, prompts, self.assistant.room, deadline)
        yield from writer.write(self.asked, self.passages, self._parts, written)
        self._lap("model")
        by_model = bool(written.passed or written.not_stated)
        receipt = self.assistant.receipt(dict(self._seconds), self._understood, model=by_model)
        self.answer = answer_from_model(self.answer, written, receipt)

    def _lap(self, step: str) -> float:
        now = time.perf_counter()
        self._seconds[step] = now - self._began
        self._began = now
        return self._seconds[step]
