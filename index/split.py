"""Chunks: runs of whole sentences, small enough for the embedding model to see all of them.

Where to cut is a shortest path: among all ways to cut a section into chunks within the limit,
the cheapest one is taken (the line breaking of Knuth and Plass, 1981, applied to chunks). A
chunk costs the square of the room that it leaves empty, so sizes come out even; a cut costs
the more, the more it tears apart. Chunks are slices: nothing is stripped or rewritten.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from index.types import Chunk, Section, Span

__all__ = ["split"]

_AT_PARAGRAPH = 0.0
_AT_LINE = 0.15
_IN_PARAGRAPH = 0.3
_IN_SENTENCE = 2.0
_IN_QUOTATION = 4.0
"""Costs of a cut; an empty chunk would cost 1. No evenness is worth a torn quotation."""

_SPEECH = (
    r"(?:said|says|added|adds|continued|continues|wrote|writes|noted|explained|told|recalled|asked|"
    r"replied|went on|concluded|insisted|argued)\b"
)
_SPEAKER = r"(?:[Hh]e|[Ss]he|[Tt]hey|(?:[A-Z][\w.’'-]*\s+){0,3}[A-Z][\w’'-]*)"
_SPEECH_GOES_ON = re.compile(
    rf"{_SPEAKER}\s+(?:also\s+|then\s+)?{_SPEECH}"
    rf"|[“\"][^“”\"]{{1,400}}[,?!][”\"]\s+(?:{_SPEAKER}\s+{_SPEECH}|{_SPEECH})"
)
"""A sentence that is the further speech of somebody whom the sentence before names."""

_COMMA = re.compile(r"[,;:]\s|[，、；]")
_SPACE = re.compile(r"\s")
_HEADING_MARKS = 8
"""Characters that a heading's line may have besides the heading, such as ``## ``."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """What is never cut: a sentence, or a part of one that is over the limit."""

    start: int
    end: int
    tokens: int
    cut: float
    """What a cut after this piece costs."""


def split(
    text: str,
    sentences: Sequence[Span],
    sections: Sequence[Section],
    count_tokens: Callable[[Sequence[str]], Sequence[int]],
    limit: int = 200,
) -> tuple[Chunk, ...]:
    """Cut a text into chunks of whole sentences.

    A chunk never reaches over the start of a section; it ends at a paragraph's end where that
    leaves reasonable sizes, and parts a quotation from its continuation or from its "said" only
    where they exceed the limit together. A sentence over the limit is cut near a comma.

    Args:
        text: The canonical text.
        sentences: Its sentences as `index.sentences.sentence_spans` finds them.
        sections: Its sections; they may nest.
        count_tokens: Gives the number of tokens of each of many strings. It is asked once for
            all sentences, and again only for the parts of those over the limit; the sum over
            sentences stands for the count of a chunk.
        limit: Most tokens of a chunk, without the model's own marks.

    Returns:
        Chunks in order, without overlap, that hold every sentence.

    Raises:
        ValueError: The limit is below 1.
    """
    if limit < 1:
        raise ValueError(f"a chunk needs room for at least one token, not {limit}")
    counts = count_tokens([sentence.of(text) for sentence in sentences])
    measured = list(zip(sentences, counts, _cut_costs(text, sentences), strict=True))
    chunks: list[Chunk] = []
    for heading, start, end in _groups(text, sentences, sections):
        pieces = [
            piece
            for sentence, tokens, cut in measured[start:end]
            for piece in _pieces(text, sentence, tokens, cut, count_tokens, limit)
        ]
        chunks.extend(
            Chunk(pieces[first].start, pieces[last - 1].end, heading)
            for first, last in _cheapest_cuts(pieces, limit)
        )
    return tuple(chunks)


def _cheapest_cuts(pieces: Sequence[_Piece], limit: int) -> list[tuple[int, int]]:
    """The chunks as half-open ranges of pieces, by dynamic programming from the left."""
    costs = [0.0]
    origins = [0]
    for end in range(1, len(pieces) + 1):
        best_cost, best_start, tokens = float("inf"), end - 1, 0
        for start in range(end - 1, -1, -1):
            tokens += pieces[start].tokens
            if tokens > limit and start < end - 1:
                break
            cost = costs[start] + ((limit - tokens) / limit) ** 2
            if cost < best_cost:
                best_cost, best_start = cost, start
        is_last = end == len(pieces)
        costs.append(best_cost + (0.0 if is_last else pieces[end - 1].cut))
        origins.append(best_start)
    ranges: list[tuple[int, int]] = []
    end = len(pieces)
    while end > 0:
        ranges.append((origins[end], end))
        end = origins[end]
    return ranges[::-1]


def _cut_costs(text: str, sentences: Sequence[Span]) -> Iterator[float]:
    """What a cut after each sentence costs."""
    curly = straight = 0
    for sentence, following in itertools.pairwise(sentences):
        words, next_words = sentence.of(text), following.of(text)
        gap = text[sentence.end : following.start]
        curly = max(0, curly + words.count("“") - words.count("”"))
        straight = (straight + words.count('"')) % 2
        paragraph_ends = gap.count("\n") > 1 or "\f" in gap or "\u2029" in gap
        if paragraph_ends:
            # A quotation of several paragraphs opens anew in each and closes in the last.
            is_open = bool(curly and next_words[0] == "“") or bool(
                straight and next_words[0] == '"'
            )
            curly = straight = 0
        else:
            is_open = curly > 0 or straight > 0
        introduces = words[-1] == ":" and next_words[0] in '“"‘•-'
        if is_open or introduces or _SPEECH_GOES_ON.match(next_words):
            yield _IN_QUOTATION
        elif paragraph_ends:
            yield _AT_PARAGRAPH
        else:
            yield _AT_LINE if "\n" in gap else _IN_PARAGRAPH
    if sentences:
        yield _AT_PARAGRAPH


def _groups(
    text: str, sentences: Sequence[Span], sections: Sequence[Section]
) -> Iterator[tuple[str | None, int, int]]:
    """Runs of sentences under one heading, as half-open ranges of sentence numbers.

    A heading with nothing under it but a deeper heading goes with the latter: alone it would be
    a chunk that says nothing.
    """
    homes = list(_innermost(sentences, sections))
    start = 0
    for end in range(1, len(sentences) + 1):
        if end < len(sentences):
            home, following = homes[end - 1], homes[end]
            if home is following or _is_bare_heading(home, following, sentences[end - 1].end):
                continue
        last_home = homes[end - 1]
        yield (last_home.heading if last_home else None), start, end
        start = end


def _innermost(sentences: Sequence[Span], sections: Sequence[Section]) -> Iterator[Section | None]:
    """The innermost section that each sentence begins in."""
    waiting = sorted(sections, key=lambda section: (section.span.start, section.level))
    waiting.reverse()
    nested: list[Section] = []
    for sentence in sentences:
        while waiting and waiting[-1].span.start <= sentence.start:
            nested.append(waiting.pop())
        while nested and nested[-1].span.end <= sentence.start:
            nested.pop()
        yield nested[-1] if nested else None


def _is_bare_heading(home: Section | None, following: Section | None, end: int) -> bool:
    """Whether ``home`` holds no more than its heading before ``following`` begins in it."""
    if home is None or following is None:
        return False
    is_inside = home.level < following.level and following.span.start < home.span.end
    return is_inside and end - home.span.start <= len(home.heading) + _HEADING_MARKS


def _pieces(
    text: str,
    sentence: Span,
    tokens: int,
    cut: float,
    count_tokens: Callable[[Sequence[str]], Sequence[int]],
    limit: int,
) -> list[_Piece]:
    """The sentence itself, or its parts where it is over the limit."""
    # A count of 0 would let a chunk grow without end.
    whole = _Piece(sentence.start, sentence.end, max(1, tokens), cut)
    if tokens <= limit or sentence.end - sentence.start == 1:
        return [whole]
    middle = _cut_near_comma(text, sentence, parts=-(-tokens // limit))
    halves = _trimmed(text, sentence.start, middle), _trimmed(text, middle, sentence.end)
    counts = count_tokens([half.of(text) for half in halves])
    return [
        piece
        for half, count, cost in zip(halves, counts, (_IN_SENTENCE, cut), strict=True)
        for piece in _pieces(text, half, count, cost, count_tokens, limit)
    ]


def _cut_near_comma(text: str, sentence: Span, parts: int) -> int:
    """Where to halve a sentence that needs ``parts`` parts: after a comma, else at whitespace.

    The place lies near the end of the first half of the parts, so that neither half is left
    with a part more than it needs.
    """
    length = sentence.end - sentence.start
    target = sentence.start + length * (parts // 2) // parts
    reach = max(1, length // (4 * parts))
    window = max(sentence.start + 1, target - reach), min(sentence.end - 1, target + reach)
    for boundary in (_COMMA, _SPACE):
        found = [match.end() for match in boundary.finditer(text, *window)]
        if found:
            return min(found, key=lambda position: abs(position - target))
    return max(sentence.start + 1, target)


def _trimmed(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    return Span(start, start + len(words.strip()))
