"""Who speaks: whom a draft names for each of its quotations, and whether the document agrees.

An accusation has to be right, so only a name that the draft itself writes beside the quotation is
compared; a pronoun, or a common noun ("a spokesman"), names nobody.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from index.attribution import attribute
from index.sentences import sentence_spans
from index.types import Attribution, Passage, Sentence, Span
from qa.drafts.finding import Found
from qa.language.names import CAPITALISED_RUN, OPENERS, missing_names
from qa.language.speakers import same_speaker
from qa.language.speeches import speeches

__all__ = ["differing_speaker", "named_speakers", "speakers_at"]

_INTRODUCES = re.compile(r"[:,]\s*$")
_FILLER = "x"
_FIRST_PERSON = re.compile(r"\b(?:I|[Mm]e|[Mm]y|[Ww]e|[Uu]s|[Oo]ur)\b")
_SIGNED = re.compile(rf"(?:[Tt]he\s+)?(?P<name>{CAPITALISED_RUN})")


def named_speakers(text: str, quotations: Sequence[Found]) -> tuple[str | None, ...]:
    """Whom a draft names for each of its quotations.

    Args:
        text: the draft's.
        quotations: its quotations.

    Returns:
        One for each: a name, ``None`` where the sentence names nobody, or several people.
    """
    masked = _masked(text, quotations)
    sentences = sentence_spans(masked)
    attributions = attribute(masked, sentences)
    return tuple(
        _signed(found.signed) if found.signed else _named(masked, found, sentences, attributions)
        for found in quotations
    )


def speakers_at(passage: Passage, place: Span) -> tuple[str, ...]:
    """Who says the words at a place, outermost first; empty: the document does."""
    for sentence in _sentences_at(passage, place):
        if sentence.speakers:
            return sentence.speakers
    return ()


def differing_speaker(
    named: str, passage: Passage, place: Span, author: str | None, head: str
) -> tuple[str, ...] | None:
    """Who says the words, where that is surely somebody else than the draft names.

    Args:
        named: whom the draft names.
        passage: the place with the paragraphs around it.
        place: where the words stand.
        author: of the document.
        head: how the document begins: an interview names there who answers.

    Returns:
        The speakers, outermost first, empty for the document's own voice; ``None`` where the
        document agrees or leaves it open.
    """
    words = passage.text[place.start - passage.start : place.end - passage.start]
    own = " . ".join(filter(None, (passage.publisher, author)))
    sentences = _sentences_at(passage, place)
    said = " ".join(_text(passage, sentence) for sentence in sentences)
    speakers = [name for sentence in sentences for name in sentence.speakers]
    cued = [speech.speaker for speech in speeches(said)]
    around = f"{passage.text} . {passage.title} . {own}"
    if any(same_speaker(named, name, around) for name in [own, *speakers, *cued] if name):
        return None
    wide = around.replace(words, " ")
    is_near = _stands(named, f"{wide} . {head}" if _FIRST_PERSON.search(words) else wide)
    found = speakers_at(passage, place)
    if not any(_is_name(name) for name in speakers):
        return None if is_near else found
    literal = any(_stands(name, said) for name in speakers if _is_name(name))
    neighbours = [
        name for sentence in _same_paragraph(passage, place) for name in sentence.speakers
    ]
    speaks_near = any(same_speaker(named, name, around) for name in neighbours)
    return None if speaks_near and not literal else found


def _named(
    masked: str,
    found: Found,
    sentences: Sequence[Span],
    attributions: Sequence[Attribution | None],
) -> str | None:
    at = bisect_right(sentences, found.span.start, key=lambda sentence: sentence.start) - 1
    if found.is_block:
        at = bisect_right(sentences, found.span.start, key=lambda sentence: sentence.end) - 1
        if at >= 0 and not _INTRODUCES.search(sentences[at].of(masked)):
            return None
    if at < 0:
        return None
    speaker = _in_sentence(masked, found, sentences[at], attributions[at])
    if speaker or at == 0 or found.is_block:
        return speaker
    return _carried(masked, sentences[at - 1], sentences[at], attributions[at - 1])


def _in_sentence(
    masked: str, found: Found, sentence: Span, attribution: Attribution | None
) -> str | None:
    """Whom the sentence of a quotation names as its speaker."""
    words = sentence.of(masked)
    token = found.span.of(masked).rstrip(",.!?").split(" ")[0]
    spoken = [speech for speech in speeches(words) if found.is_block or token in speech.words]
    cued = {speech.speaker for speech in spoken}
    if len(cued) == 1:
        (speaker,) = cued
        return speaker if _is_name(speaker) else None
    if cued or attribution is None:
        return None
    speaker = attribution.speakers[-1]
    return speaker if _is_name(speaker) and _stands(speaker, words) else None


def _carried(
    masked: str, before: Span, sentence: Span, attribution: Attribution | None
) -> str | None:
    """A quotation alone in its sentence goes on with the speaker of the one before."""
    alone = re.fullmatch(r"\s*“?[Qa-jqx ]+[,.!?]?”?\s*", sentence.of(masked))
    if not alone or "\n\n" in masked[before.end : sentence.start] or attribution is None:
        return None
    speaker = attribution.speakers[-1]
    words = before.of(masked)
    interrupted = _stands(speaker, words.rpartition("”")[2]) if "”" in words else False
    return speaker if interrupted and _is_name(speaker) else None


def _masked(text: str, quotations: Sequence[Found]) -> str:
    """The draft with each quotation as a filler between curly marks, character for character.

    Whatever a quotation holds, no sentence ends in it and nobody speaks in it. Each filler begins
    with a word of its own.
    """
    characters = list(text)
    for number, found in enumerate(quotations):
        start, end = found.span.start, found.span.end
        keep = end - 1 if end - 1 > start and text[end - 1] in ",.!?" else end
        first = "Q" if text[start].isupper() else "q"
        own = first + "".join(chr(ord("a") + int(digit)) for digit in str(number)) + "q "
        characters[start:keep] = (own + _FILLER * (keep - start))[: keep - start]
        if not found.is_block and start and end < len(text):
            characters[start - 1], characters[end] = "“", "”"
    return "".join(characters)


def _signed(below: str | None) -> str | None:
    name = _SIGNED.match(below or "")
    return name["name"].strip() if name and _is_name(name["name"]) else None


def _sentences_at(passage: Passage, place: Span) -> list[Sentence]:
    return [s for s in passage.sentences if s.start < place.end and place.start < s.end]


def _same_paragraph(passage: Passage, place: Span) -> list[Sentence]:
    breaks = [match.start() + passage.start for match in re.finditer(r"\n\s*\n", passage.text)]
    first = max((at for at in breaks if at < place.start), default=passage.start)
    last = min((at for at in breaks if at >= place.end), default=passage.end)
    return [s for s in passage.sentences if first <= s.start < last]


def _text(passage: Passage, sentence: Sentence) -> str:
    return passage.text[sentence.start - passage.start : sentence.end - passage.start]


def _is_name(speaker: str) -> bool:
    """Whether a speaker has a name: the last word tells, as in "Minister Renn"."""
    words = speaker.split(",")[0].split()
    return bool(words) and words[-1][:1].isupper() and words[-1].lower() not in OPENERS


def _stands(name: str, text: str) -> bool:
    """Whether the telling last part of a name occurs in a text."""
    last = name.split(",")[0].split()[-1]
    return not missing_names(f"of {last}", text)
