"""Questions that must be declined: what somebody said of whom no document tells."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from index.forms import is_title
from index.topics import topics
from qa.evaluation.proposing.source import Kind, Proposal, Source
from qa.evaluation.proposing.standing import INSIDE_SENTENCE, with_article
from qa.evaluation.types import Assertion, AssertionType
from qa.language.terms import words_in

__all__ = ["about_absent", "absent_names"]

_GIVEN = """Ottoline Florimond Leocadia Wilhelmus Zdenka Hyacinthe Aurelio Thomasina Eberhard
    Ludmilla Cosimo Perpetua""".split()
_SURNAMES = """Brasquell Underthorne Vantreese Pellistrand Krizhanov Marwoodley Oskarinen Tressilby
    Quandamar Halvorsby Dunmeath""".split()
"""Names that nobody bears, and that sound as if somebody might."""


def absent_names(texts: Iterable[str]) -> tuple[str, ...]:
    """Full names of which no part stands in any text.

    Args:
        texts: all that the library holds.
    """
    held = {word for text in texts for word in words_in(text)}
    given = [name for name in _GIVEN if name.lower() not in held]
    surnames = [name for name in _SURNAMES if name.lower() not in held]
    return tuple(
        f"{first} {surnames[(number + turn) % len(surnames)]}"
        for turn in range(len(surnames))
        for number, first in enumerate(given)
    )


def about_absent(sources: Sequence[Source], names: Iterable[str]) -> Iterator[Proposal]:
    """For each topic of the documents what somebody said about it who does not occur in them.

    Args:
        sources: the documents; the first topic of each comes before the second of any.
        names: of people who do not occur; each is asked for once.
    """
    found = [[(topic, source) for topic in _topics(source)] for source in sources]
    rounds = itertools.chain.from_iterable(itertools.zip_longest(*found))
    by_topic: dict[str, Source] = {}
    for topic, source in filter(None, rounds):
        if not any(set(topic.split()) & set(other.split()) for other in by_topic):
            by_topic[topic] = source
    for name, (topic, source) in zip(names, by_topic.items(), strict=False):
        yield Proposal(
            Kind.ABSENT,
            f"What did {name} say about {with_article(topic, source.text)}?",
            source.name,
            len(source.sentences),
            (Assertion(AssertionType.ABSTAINS),),
        )


def _topics(source: Source) -> list[str]:
    """The names that a document keeps coming back to; else who speaks most in it."""
    found = [topic for topic in topics(source.text) if _is_name(topic, source.text)]
    said = (s.speakers[-1] for s in source.sentences if s.attribution and s.attribution.named)
    speakers = Counter(speaker for speaker in said if " " in speaker)
    return found or [speaker for speaker, _ in speakers.most_common(1)]


def _is_name(topic: str, text: str) -> bool:
    """Whether a topic is no year, title, abbreviation or label, and not *Republican*."""
    if not topic[0].isalpha() or "." in topic or is_title(topic):
        return False
    word = re.escape(topic)
    is_adjective = re.search(rf"\b{word}s\b", text) or not re.search(rf"\b{word}[^\w\s-]", text)
    return not is_adjective and re.search(INSIDE_SENTENCE + word, text) is not None
