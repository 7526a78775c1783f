"""The retrieval chain, as langchain-core runnables: search and weigh; then, with a model, write."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage
from langchain_core.output_parsers import StrOutputParser
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableLambda, RunnablePassthrough
from pydantic import ConfigDict

from index import Library
from index.types import Passage
from qa.compose import Composed
from qa.evidence import Evidence, find_evidence
from qa.followup import search_text
from qa.question import analyse, split_parts
from qa.types import Turn

__all__ = ["Asked", "PassageRetriever", "evidence_chain", "writing_chain"]


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


def evidence_chain(
    library: Library, *, limit: int, threshold: float
) -> Runnable[dict[str, Any], dict[str, Any]]:
    """From ``{"asked": Asked}`` to ``passages`` and, for each part of the question, evidence.

    Streamed, it yields one dictionary a step, with the key that is new.

    Args:
        library: what is searched.
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

    return RunnablePassthrough.assign(passages=RunnableLambda(retrieve)).assign(
        parts=RunnableLambda(weigh)
    )


def writing_chain(model: BaseChatModel) -> Runnable[Composed, str]:
    """From a composed prompt to the pieces of the model's reply."""
    messages: Runnable[Composed, list[BaseMessage]] = RunnableLambda(
        lambda composed: list(composed.messages)
    )
    return messages | model | StrOutputParser()
