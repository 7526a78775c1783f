"""Questions about who said what, made from texts in which our own rules name the speaker."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from random import Random

from index.attribution import attribute
from index.types import Attribution, Span
from training.examples import Article, Example, Paragraph
from training.said import questions

__all__ = ["attributed"]

_DESCRIPTION = re.compile(
    r",\s(?:(?:an?|the|its|his|her|their|who|whose|former|of)\b)[^,.;:]{3,90},"
)
_NEAR = 24  # characters between speaker and cue


def attributed(examples: Iterable[Example], random: Random) -> Iterator[Example]:
    """Who-said and what-said questions over the paragraphs of examples, each paragraph once.

    Args:
        examples: whence the paragraphs are taken.
        random: chooses wordings.
    """
    whence = {e.paragraph.text: (e.paragraph, e.article) for e in examples}
    for paragraph, article in whence.values():
        found = attribute(paragraph.text, paragraph.sentences)
        for sentence, attribution in zip(paragraph.sentences, found, strict=True):
            if attribution is not None:
                yield from _of_sentence(paragraph, sentence, attribution, article, random)


def _of_sentence(
    paragraph: Paragraph,
    sentence: Span,
    attribution: Attribution,
    article: Article,
    random: Random,
) -> Iterator[Example]:
    words = sentence.of(paragraph.text)
    speaker, cue = words.find(attribution.speakers[-1]), words.find(attribution.cue)
    if speaker < 0 or cue < 0:
        return
    end = speaker + len(attribution.speakers[-1])
    described = _DESCRIPTION.match(words, end)
    end = described.end() - 1 if described else end
    first, last = min(speaker, cue), max(end, cue + len(attribution.cue))
    if last - first > end - speaker + len(attribution.cue) + _NEAR:
        return
    before, after = (0, first), (last, len(words))
    start, stop = _bare(words, *max(before, after, key=lambda part: part[1] - part[0]))
    if start < stop:
        source = Span(sentence.start + speaker, sentence.start + end)
        content = Span(sentence.start + start, sentence.start + stop)
        yield from questions("say", paragraph, [source], [content], article, random)


def _bare(words: str, start: int, stop: int) -> tuple[int, int]:
    """A stretch without marks and conjunctions around it."""
    opening = re.match(r"(?:[\s\"“”'‘’,:;.]|that\b)*", words[start:stop])
    assert opening is not None
    return start + opening.end(), start + len(words[start:stop].rstrip(" \"“”'‘’,:;."))
