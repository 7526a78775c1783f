"""The open question sets: reading them, and asking the product.

A set is a folder with ``docs.jsonl`` and ``questions.jsonl``; every span is a half-open range of
character offsets into its document's text.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from bench.baselines import PlainIndex
from index import Library
from index.embed import Embedder, Vectors
from index.settings import IndexSettings
from index.types import Passage, Span
from qa import Assistant
from qa.evaluation.importing.texts import file_name
from qa.retrieval import Asked, retrieve
from qa.types import Answer, Quote

__all__ = [
    "Bench",
    "Question",
    "RememberingEmbedder",
    "load_questions",
    "load_texts",
    "opened",
    "rows",
]

_MEANING = IndexSettings(meaning_weight=1.0, words_weight=0.0)
_WORDS = IndexSettings(meaning_weight=0.0, words_weight=1.0)
_SEED = 20  # of the sample; any number would do, as long as it stays


@dataclass(frozen=True, slots=True)
class Question:
    """A question with what is known of its answer."""

    id: str
    text: str
    document: str
    kind: str
    answerable: bool
    answers: tuple[str, ...] = ()
    gold: tuple[Span, ...] = ()
    source: str = ""
    """Who said it, where that is asked."""
    named: bool = False
    """Whether the source is a named person or body."""
    facts: tuple[str, ...] = ()
    """Sentences of several documents that are needed together."""


class RememberingEmbedder:
    """An embedder that embeds no text twice: questions on one document meet the same sentences.

    Args:
        embedder: makes the vectors.
    """

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._known: dict[str, Vectors] = {}
        self._asked: dict[str, Vectors] = {}

    @property
    def name(self) -> str:
        """The name of the model."""
        return self._embedder.name

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the model."""
        return self._embedder.fingerprint

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of texts to be found, shape ``(len(texts), dimension)``."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known |= dict(zip(new, self._embedder.embed_passages(new), strict=True))
        return np.stack([self._known[text] for text in texts])

    def embed_query(self, text: str) -> Vectors:
        """The unit vector of a question, shape ``(dimension,)``."""
        if text not in self._asked:
            self._asked[text] = self._embedder.embed_query(text)
        return self._asked[text]

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """How many of the model's own tokens each text has, special tokens left out."""
        return self._embedder.count_tokens(texts)


@dataclass(slots=True)
class Bench:
    """The product over the documents of one set, with the plain baseline beside it."""

    library: Library
    assistant: Assistant
    plain: PlainIndex
    meaning: Library
    """The same library, searched by meaning alone."""
    words: Library
    """The same library, searched by words alone."""
    valid_quotes: int = 0
    shown_quotes: int = 0

    def ask(self, question: str, document: str | None = None) -> Answer:
        """The product's answer, without any language model; its quotes are checked and counted."""
        answer = self.assistant.ask(question, documents=document and [document])
        related = (answer.related,) if answer.related else ()
        for quote in (*answer.quotes, *related):
            self.shown_quotes += 1
            self.valid_quotes += self._is_valid(quote)
        return answer

    def places(self, question: str, limit: int) -> list[tuple[str, Span]]:
        """Where the product looks for the answer, best first."""
        return _places(retrieve(self.library, Asked(question), limit).passages)

    def places_by_meaning(self, question: str, limit: int) -> list[tuple[str, Span]]:
        """What the product's search by meaning finds alone."""
        return _places(self.meaning.search(question, limit=limit))

    def places_by_words(self, question: str, limit: int) -> list[tuple[str, Span]]:
        """What the product's search by words finds alone."""
        return _places(self.words.search(question, limit=limit))

    def _is_valid(self, quote: Quote) -> bool:
        return self.library.text(quote.document)[quote.start : quote.end] == quote.text


def rows(path: Path) -> list[dict[str, Any]]:
    """The objects of a file with one in each line.

    A string may hold U+2028 or U+0085 as it is, which ``str.splitlines`` takes for a line's end.
    """
    return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line.strip()]


def load_texts(folder: Path) -> dict[str, str]:
    """The documents of a set by the names that they get in the library."""
    return {
        file_name(row["doc_id"]): row["text"].replace("\r\n", "\n").replace("\r", "\n")
        for row in rows(folder / "docs.jsonl")
    }


def load_questions(folder: Path, kind: str | None = None, limit: int = 0) -> list[Question]:
    """The questions of a set, or always the same sample of them.

    Args:
        folder: of the set.
        kind: only these; ``None`` for all.
        limit: the most questions; 0 for all.
    """
    questions = [
        Question(
            id=row["qid"],
            text=row["question"],
            document=file_name(row["doc_id"] or ""),
            kind=row["kind"],
            answerable=row["answerable"],
            answers=tuple(row["answers"]),
            gold=tuple(Span(*span) for span in row.get("gold_spans", ())),
            source=row.get("source", ""),
            named=row.get("named_source", False),
            facts=tuple(row.get("gold_facts", ())),
        )
        for row in rows(folder / "questions.jsonl")
        if kind is None or row["kind"] == kind
    ]
    if 0 < limit < len(questions):
        questions = random.Random(_SEED).sample(questions, limit)
    return questions


@contextmanager
def opened(texts: Mapping[str, str], embedder: Embedder) -> Iterator[Bench]:
    """A fresh library with these texts, and its assistant.

    Args:
        texts: documents by name.
        embedder: for the product and the baseline alike.

    Raises:
        ValueError: the library's text of a document is not the text given, so that no gold span
            would fit.
    """
    with TemporaryDirectory() as folder:
        files = Path(folder) / "files"
        files.mkdir()
        for name, text in texts.items():
            (files / name).write_bytes(text.encode())
        with Library.open(Path(folder) / "library", embedder=embedder) as library:
            library.add(files)
            for name, text in texts.items():
                if library.text(name) != text:
                    raise ValueError(f"{name} was read as another text: its spans do not fit.")
            with (
                Library.open(library.folder, embedder=embedder, settings=_MEANING) as meaning,
                Library.open(library.folder, embedder=embedder, settings=_WORDS) as words,
            ):
                plain = PlainIndex(texts, embedder)
                yield Bench(library, Assistant(library), plain, meaning, words)


def _places(passages: Iterable[Passage]) -> list[tuple[str, Span]]:
    """The places of passages, each with those of its copies."""
    return [(p.document, Span(p.start, p.end)) for each in passages for p in (each, *each.copies)]
