"""Accuracy cases that a library's own documents propose, for a person to accept or delete.

By rule: nothing is embedded, searched or asked of a model, and the same library gives the same
cases. What cannot be turned into a clean question is left out.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from index.library import Library
from qa.evaluation.proposing.absent import about_absent, absent_names
from qa.evaluation.proposing.choosing import Choice
from qa.evaluation.proposing.clauses import clauses
from qa.evaluation.proposing.dates import when
from qa.evaluation.proposing.numbers import how_many
from qa.evaluation.proposing.source import Kind, Proposal, Source
from qa.evaluation.proposing.speech import who_said
from qa.evaluation.proposing.spelling import small_words
from qa.evaluation.proposing.told import Told
from qa.evaluation.types import Case, CaseTurn

__all__ = ["propose"]

_LONGEST_NAME = 70
"""Characters."""


def propose(
    library: Library, count: int, documents: Sequence[str] | None = None
) -> tuple[Case, ...]:
    """Cases that the documents themselves suggest, spread evenly over them.

    About half ask who said something, a third how many or when, and a sixth what somebody said
    who does not occur, which must be declined.

    Args:
        library: whose documents are read.
        count: the most cases; there are fewer where the documents give fewer clean ones.
        documents: only these are asked about; ``None``: all. A question that any document of the
            library answers as well is left out in either case.

    Returns:
        In the order of the documents; what must be declined comes last.

    Raises:
        UnknownDocument: a named document is not in the library.
    """
    listed = library.documents()
    names = [document.name for document in listed]
    texts = [library.text(name) for name in names]
    small = small_words(texts)
    sources = {name: Source.of(library, name, small) for name in names}
    for name in documents or ():
        library.text(name)  # which says so where there is none
    chosen = [sources[name] for name in dict.fromkeys(names if documents is None else documents)]
    held = (f"{document.title} {document.author} {document.publisher}" for document in listed)
    declined = about_absent(chosen, absent_names([*texts, *held]))
    absent = list(islice(declined, max((count + 1) // 6, 0)))
    answered = _answered(chosen, Choice(Told(sources.values())), count - len(absent), count // 3)
    answered.sort(key=lambda proposal: (proposal.document, proposal.sentence))
    return tuple(_cases([*answered, *absent[: len(answered)]]))


def _answered(sources: Iterable[Source], choice: Choice, most: int, figures: int) -> list[Proposal]:
    """The proposals that a sentence answers; what one kind lacks, another makes up for.

    Args:
        sources: the documents.
        choice: with nothing taken yet.
        most: how many there may be.
        figures: how many of them shall ask for a number or a date.
    """
    found = [proposal for source in sources for proposal in _proposals(source)]
    numbers, dates, speech = (
        choice.offer(proposal for proposal in found if proposal.kind is kind)
        for kind in (Kind.NUMBER, Kind.DATE, Kind.WHO_SAID)
    )
    choice.take(numbers, (figures + 1) // 2)
    choice.take(dates, figures)
    choice.take(numbers, figures)
    choice.take(speech, most)
    choice.take(numbers, most)
    choice.take(dates, most)
    return choice.taken


def _proposals(source: Source) -> Iterator[Proposal]:
    found = tuple(clauses(source))
    yield from how_many(source, found)
    yield from when(source, found)
    yield from who_said(source)


def _cases(proposals: Iterable[Proposal]) -> Iterator[Case]:
    """The proposals as cases, each with a name of its own."""
    named: Counter[str] = Counter()
    for proposal in proposals:
        name = textwrap.shorten(proposal.question, _LONGEST_NAME, placeholder=" …")
        named[name] += 1
        yield Case(
            name=name if named[name] == 1 else f"{name} ({named[name]})",
            turns=(CaseTurn(proposal.question, proposal.assertions),),
            tags=("draft", proposal.kind.value),
        )
