"""From a question to its passages: the search, told what the question asks for besides words."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from index import Library
from index.copies import labelled
from index.types import Document, Passage
from qa.followups.followup import search_text, self_contained
from qa.question import analyse, split_parts
from qa.scope import QuestionScope, read_scope
from qa.types import Turn

__all__ = ["Asked", "Retrieval", "retrieve"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with all that goes with it."""

    question: str
    documents: tuple[str, ...] | None = None
    history: tuple[Turn, ...] = ()
    after: datetime.date | None = None
    before: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Retrieval:
    """What was retrieved for a question, and how the question was understood."""

    passages: tuple[Passage, ...]
    parts: tuple[tuple[str, str], ...]
    """Its single questions: as they were asked, and as they are to be weighed."""
    understood: tuple[str, ...] = ()
    """What the question was taken to keep itself to, a sentence each."""


def retrieve(library: Library, asked: Asked, limit: int) -> Retrieval:
    """The passages for a question.

    A document that the question refers to is searched alone; documents of a date that it names
    come first, and so do passages where the speaker whom it asks about speaks. A question of
    several parts is searched as a whole and part by part, so that none goes without.

    Args:
        library: what is searched.
        asked: the question, within the caller's own documents and dates.
        limit: the most passages.

    Raises:
        LibraryError: the library cannot be searched.
    """
    scope = read_scope(asked.question, lambda: _documents(library, asked))
    parts, found = _parts_found(library, asked, scope, limit)
    if scope.documents and not any(found):  # nothing in them can be searched
        scope = replace(scope, question=asked.question, documents=())
        parts, found = _parts_found(library, asked, scope, limit)
    passages = _in_turns(found, limit)
    dated = any("date" in passage.found_by for passage in passages)
    names = split_parts(asked.question)
    shown = names if len(names) == len(parts) else parts
    return Retrieval(
        passages,
        tuple(
            (name, search_text(part, asked.history))
            for name, part in zip(shown, parts, strict=True)
        ),
        scope.told(dated=dated),
    )


def _parts_found(
    library: Library, asked: Asked, scope: QuestionScope, limit: int
) -> tuple[tuple[str, ...], list[tuple[Passage, ...]]]:
    """The single questions of a question, and what was found for the whole and for each."""
    text = search_text(scope.question, asked.history)
    parts = _in_full(split_parts(scope.question))
    texts = [text]
    if len(parts) > 1:
        texts += [_standing_alone(part, text, asked.history) for part in parts]
    return parts, [_search(library, asked, scope, each, limit) for each in texts]


def _in_full(parts: Sequence[str]) -> tuple[str, ...]:
    """The parts of a question; one that leans on those before it in full: "and when did he go"."""
    full: list[str] = []
    for part in parts:
        full.append(self_contained(part, [Turn(before, "") for before in full]) or part)
    return tuple(full)


def _documents(library: Library, asked: Asked) -> Sequence[Document]:
    """The documents that the caller lets be asked, by the names that he gave them."""
    known = [document for document in library.documents() if _in_time(document.date, asked)]
    if asked.documents is None:
        return known
    allowed = set(asked.documents)
    named = ((d, [n for n in (d.name, *d.other_names) if n in allowed]) for d in known)
    return [replace(document, name=names[0]) for document, names in named if names]


def _in_time(date: datetime.date | None, asked: Asked) -> bool:
    """Whether the search looks at documents of a date, under the caller's limits."""
    if date is None:
        return asked.after is None and asked.before is None
    return (asked.after is None or asked.after <= date) and (
        asked.before is None or date <= asked.before
    )


def _standing_alone(part: str, whole: str, history: Sequence[Turn]) -> str:
    """A part as it is searched: with the whole question where it names nothing of its own."""
    question = analyse(search_text(part, history))
    return question.text if len(question.stems) > 1 else f"{part} {whole}"


def _search(
    library: Library, asked: Asked, scope: QuestionScope, text: str, limit: int
) -> tuple[Passage, ...]:
    return library.search(
        text,
        limit=limit,
        documents=scope.documents or asked.documents,
        after=asked.after,
        before=asked.before,
        speaker=analyse(text).speaker,
        dated=scope.dated,
    )


def _in_turns(found: Sequence[Sequence[Passage]], limit: int) -> tuple[Passage, ...]:
    """The best of each search, then the second of each, and so on; no passage twice."""
    kept: list[Passage] = []
    for passage in (p for turn in zip_longest(*found) for p in turn if p is not None):
        if len(kept) < limit and not any(_holds(other, passage) for other in kept):
            kept.append(passage)
    return tuple(labelled(passage, label) for label, passage in enumerate(kept, 1))


def _holds(one: Passage, other: Passage) -> bool:
    return any(
        place.document == other.document and place.start <= other.start and other.end <= place.end
        for place in (one, *one.copies)
    )
