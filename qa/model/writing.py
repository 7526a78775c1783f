"""Letting a model write an answer: composed to fit, streamed, each statement checked as it ends."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

from langchain_core.language_models import BaseChatModel

from index.types import Passage
from prompts import Prompts
from qa.checking.check import Checker
from qa.events import Event, ModelFailed, Waiting
from qa.evidence import Evidence
from qa.model.budget import PromptRoom
from qa.model.compose import Composed, compose_messages
from qa.model.compose_evidence import SlowReader, compose_evidence
from qa.model.failures import Fault, describe_failure, diagnose
from qa.model.model_answer import Written
from qa.model.reply import ReplyParser
from qa.model.streaming import Deadline, Finish, reply_pieces
from qa.retrieval import Asked

__all__ = ["Writer"]

_LOG = logging.getLogger(__name__)

_ENDED_EARLY = {
    Finish.LENGTH: "The language model's reply ended at the most tokens that it may have; "
    "QA_MODEL_CONTEXT can give it more.",
    Finish.FILTERED: "The language model refused to answer, or its provider withheld the reply.",
    Finish.BROKEN_OFF: "The language model's reply broke off before its end.",
}
_SHORTER = "The prompt was too long for the language model. Asking again with fewer passages …"


@dataclass(frozen=True, slots=True)
class Writer:
    """A model with all that it needs for one answer."""

    model: BaseChatModel
    prompts: Prompts
    room: PromptRoom
    deadline: Deadline

    def write(
        self,
        asked: Asked,
        passages: Sequence[Passage],
        parts: Sequence[Evidence],
        written: Written,
    ) -> Iterator[Event]:
        """Let the model write, and check each statement as it is finished.

        A failure is told and kept in ``written``, never raised. Closing the iterator ends the
        request.

        Args:
            asked: the question with its history.
            passages: what may be cited.
            parts: the evidence for each single question, best first, which is all that a model
                that reads slowly is shown.
            written: what survived the check is added to it.
        """
        try:
            yield from self._shorter_if_too_long(asked, passages, parts, written)
        except Exception as error:  # noqa: BLE001 - every provider has errors of its own
            _LOG.info("the model failed: %s", type(error).__name__)
            written.failure = describe_failure(error, begun=bool(written.passed))
        if written.failure:
            yield ModelFailed(written.failure)

    def _shorter_if_too_long(
        self,
        asked: Asked,
        passages: Sequence[Passage],
        parts: Sequence[Evidence],
        written: Written,
    ) -> Iterator[Event]:
        if isinstance(self.model, SlowReader):  # shown so little that it never is too long
            composed = compose_evidence(
                self.prompts, asked.question, passages, parts, self.model, history=asked.history
            )
            yield from self._checked(composed, passages, written)
            return
        composed = self._composed(asked, passages, self.room.estimated())
        try:
            yield from self._checked(composed, passages, written)
            return
        except Exception as error:
            if written.begun or diagnose(error).fault is not Fault.PROMPT_TOO_LONG:
                raise
        yield Waiting(_SHORTER)
        composed = self._composed(asked, passages, self.room.refused(composed.estimate))
        yield from self._checked(composed, passages, written)

    def _composed(self, asked: Asked, passages: Sequence[Passage], budget: int) -> Composed:
        return compose_messages(
            self.prompts, asked.question, passages, history=asked.history, budget=budget
        )

    def _checked(
        self, composed: Composed, passages: Sequence[Passage], written: Written
    ) -> Iterator[Event]:
        written.left_out = composed.left_out_in_words
        parser, checker = ReplyParser(), Checker(passages, composed.given)
        ending = None
        with closing(reply_pieces(self.model, composed.messages, self.deadline)) as pieces:
            for piece in pieces:
                if isinstance(piece, str):
                    yield from written.judged(parser.feed(piece), checker)
                elif isinstance(piece, Waiting):
                    yield piece
                else:
                    ending = piece
        assert ending, "a reply has an ending"
        if ending.input_tokens:
            self.room.counted(composed.estimate, ending.input_tokens)
        if ending.finish is Finish.WHOLE:
            yield from written.judged(parser.close(), checker)
        else:  # the statement that was not finished stays out
            written.failure = _ENDED_EARLY[ending.finish]
