"""The retrieval chain, as langchain-core runnables: search, weigh the evidence, compose, write.

Streamed, it yields one dictionary a step, each with the key that is new: ``passages``, ``parts``,
``composed``, and then the pieces of ``reply``.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.language_models import BaseChatModel
from langchain_core.output_parsers import StrOutputParser
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableLambda, RunnablePassthrough
from pydantic import ConfigDict

from index import Library
from index.types import Passage
from prompts import Prompts
from qa.compose import Composed, compose_messages
from qa.evidence import Evidence, find_evidence
from qa.followup import search_text
from qa.question import analyse, split_parts
from qa.types import Turn

__all__ = ["Asked", "PassageRetriever", "retrieval_chain"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with all that goes with it."""

    question: str
    documents: tuple[str, ...] | None = None
    history: tuple[Turn, ...] = ()
    after: datetime.date | None = None
    before: datetime.date | None = None


class PassageRetriever(BaseRetriever):
    """The library's search for any chain of LangChain's: one of its documents a passage."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    library: Library
    limit: int = 8
    documents: tuple[str, ...] | None = None

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[LangChainDocument]:
        passages = self.library.search(query, limit=self.limit, documents=self.documents)
        return [
            LangChainDocument(
                page_content=passage.text,
                metadata={
                    "document": passage.document,
                    "start": passage.start,
                    "end": passage.end,
                    "title": passage.title,
                    "page": passage.page,
                    "score": passage.score,
                },
            )
            for passage in passages
        ]


def retrieval_chain(
    library: Library,
    model: BaseChatModel | None,
    prompts: Prompts,
    *,
    limit: int,
    threshold: float,
) -> Runnable[dict[str, Any], dict[str, Any]]:
    """The chain from ``{"asked": Asked}`` to passages, evidence and, with a model, its reply.

    Args:
        library: what is searched.
        model: writes the reply; without one the chain ends at the evidence.
        prompts: what the model reads.
        limit: passages to retrieve.
        threshold: confidence from which on a sentence counts as an answer.
    """

    def retrieve(state: dict[str, Any]) -> Sequence[Passage]:
        asked: Asked = state["asked"]
        return library.search(
            search_text(asked.question, asked.history),
            limit=limit,
            documents=asked.documents,
            after=asked.after,
            before=asked.before,
        )

    def weigh(state: dict[str, Any]) -> dict[str, Evidence]:
        asked: Asked = state["asked"]
        return {
            part: find_evidence(
                analyse(search_text(part, asked.history)),
                state["passages"],
                library.embedder,
                threshold,
            )
            for part in split_parts(asked.question)
        }

    def compose(state: dict[str, Any]) -> Composed:
        asked: Asked = state["asked"]
        return compose_messages(prompts, asked.question, state["passages"], history=asked.history)

    evidence = RunnablePassthrough.assign(passages=RunnableLambda(retrieve)).assign(
        parts=RunnableLambda(weigh)
    )
    if model is None:
        return evidence
    messages = itemgetter("composed") | RunnableLambda(lambda composed: list(composed.messages))
    return evidence.assign(composed=RunnableLambda(compose)).assign(
        reply=messages | model | StrOutputParser()
    )
