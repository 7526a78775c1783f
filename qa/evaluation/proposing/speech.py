"""Who said it: questions that an attributed sentence answers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.types import Attribution, Sentence, Span
from qa.evaluation.proposing.reports import reported
from qa.evaluation.proposing.source import (
    Kind,
    Proposal,
    Source,
    is_attributed,
    is_quoted,
    is_well_known,
)
from qa.evaluation.proposing.standing import is_telling, stands_alone, uncapitalised
from qa.language.terms import telling_stems

__all__ = ["who_said"]

_FEWEST = 6
_MOST = 30
"""Words of what somebody says."""
_TELLING = 4
"""Words that a question must have at least."""
_STOPS = re.compile(r"[.,;:]+(?=[”\"'’»]+$)")
_MARKS = "“”\"„«»‘’'` \n"
_BROKEN = re.compile(r"[?\[\]]|^[^\"]*\"[^\"]*$|,(?:[”\"»]|'')\s")
"""What a report cannot be asked with: a question, half a quotation, words behind a quotation."""
_ENDS = ".,;:!"
_EDITED = re.compile(r"[?“”\"«»‘\[\]…]|\.\.|(?<!\w)['’`]|''")
"""Questions, quotations within the quotation, and what is not told word by word."""


def who_said(source: Source) -> Iterator[Proposal]:
    """A question for each sentence whose speaker and words are beyond doubt."""
    for sentence in source.sentences:
        attribution = sentence.attribution
        if attribution is None or not is_well_known(attribution):
            continue
        if "\n" in source.words(sentence):
            continue
        asked = _of_quotation(source, sentence, attribution) or _of_report(source, sentence)
        if asked is None:
            continue
        question, words, weight = asked
        leaks = telling_stems(question) & telling_stems(" ".join(attribution.speakers))
        if leaks or not is_telling(question, _TELLING):
            continue
        yield Proposal(
            Kind.WHO_SAID,
            question,
            source.name,
            sentence.number,
            (is_quoted(words, source.name), is_attributed(attribution.speakers)),
            weight + (not attribution.named),
        )


def _of_report(source: Source, sentence: Sentence) -> tuple[str, str, int] | None:
    """Such as *Who said that the gates would open?*."""
    report = reported(source, sentence)
    if report is None:
        return None
    words = report.words.of(source.text)
    blotted = source.masked(sentence)
    inner = Span(report.words.start - sentence.start, report.words.end - sentence.start)
    clause = inner.of(blotted)
    if clause.count("“") != clause.count("”") or not stands_alone(clause):
        return None
    if not _FEWEST <= len(words.split()) <= _MOST or _BROKEN.search(words):
        return None
    asked = _STOPS.sub("", uncapitalised(" ".join(words.split()), source.small))
    weight = 0 if report.names_speaker else 1
    return f"Who {report.verb} that {asked}?", words, weight


def _of_quotation(
    source: Source, sentence: Sentence, attribution: Attribution
) -> tuple[str, str, int] | None:
    """Such as *Who said “We will not wait”?*."""
    if not attribution.direct and attribution.cue != ":":
        return None
    span = _spoken(source, sentence)
    if span is None:
        return None
    words = span.of(source.text).lstrip(_MARKS).rstrip(_MARKS + _ENDS)
    if not words[:1].isupper() or _EDITED.search(words):
        return None
    if not _FEWEST <= len(words.split()) <= _MOST:
        return None
    is_named = attribution.speakers[-1].split()[-1] in source.masked(sentence)
    return f"Who said “{' '.join(words.split())}”?", words, 0 if is_named else 1


def _spoken(source: Source, sentence: Sentence) -> Span | None:
    """The whole sentence, where all of it is quoted; else the one quotation in it."""
    if sentence.attribution is not None and not sentence.attribution.direct:
        return Span(sentence.start, sentence.end)
    quoted = source.quoted(sentence)
    if sentence.attribution is None or len(quoted) != 1:
        return None
    start, end = max(quoted[0].start, sentence.start), min(quoted[0].end, sentence.end)
    before = source.text[sentence.start : start].rstrip()
    is_whole = not before or before.endswith((",", ":", sentence.attribution.cue))
    return Span(start, end) if is_whole else None
