"""The retrieval chain, as langchain-core runnables: search, then weigh."""

from __future__ import annotations

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableLambda, RunnablePassthrough
from pydantic import ConfigDict

from index import Library
from qa.answer_settings import AnswerSettings
from qa.evidence import Evidence, find_evidence
from qa.question import analyse
from qa.reading import Reader
from qa.retrieval import Asked, Retrieval, retrieve

__all__ = ["Asked", "PassageRetriever", "evidence_chain"]


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
                    "place": passage.place,
                    "score": passage.score,
                },
            )
            for passage in passages
        ]


def evidence_chain(
    library: Library, reader: Reader | None, settings: AnswerSettings
) -> Runnable[dict[str, Any], dict[str, Any]]:
    """From ``{"asked": Asked}`` to ``retrieval`` and, for each part of the question, evidence.

    Streamed, it yields one dictionary a step, with the key that is new.

    Args:
        library: what is searched.
        reader: marks where passages answer; ``None`` to go by words and meaning.
        settings: how many passages, how sure, how long.
    """

    def search(state: dict[str, Any]) -> Retrieval:
        return retrieve(library, state["asked"], settings.passages)

    def weigh(state: dict[str, Any]) -> dict[str, Evidence]:
        retrieval: Retrieval = state["retrieval"]
        return {
            part: find_evidence(
                analyse(text),
                retrieval.passages,
                library.embedder,
                settings.threshold,
                reader,
                settings.reader_seconds / len(retrieval.parts),
            )
            for part, text in retrieval.parts
        }

    return RunnablePassthrough.assign(retrieval=RunnableLambda(search)).assign(
        parts=RunnableLambda(weigh)
    )
