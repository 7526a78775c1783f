"""What the reader reads and what it marks: windows of sentences, and places in them. Pure.

The reader is a small cross-encoder (``training/README.md``): question and text go in together, and
for every token it says how likely the answer begins or ends there rather than nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
import numpy.typing as npt

from index.types import Passage, Span
from qa.shown import sentences_of

__all__ = ["Floats", "Marks", "Reader", "Window", "about", "opening", "windows_of"]

Floats = npt.NDArray[np.float32]

_LONGEST_WINDOW = 900  # characters: about 200 tokens, the length of what the reader learnt from
_LONGEST_SHORT_ANSWER = 30  # tokens
_MOST_TOPICS = 3
_LONGEST_TITLE = 12  # words
_WORD = re.compile(r"[^\W\d_]{5,}")
_BETWEEN_WORDS = re.compile(r"[\s_]+|-(?=\D)")
_NOWHERE = -50.0  # log-odds where there is no token that could be marked


@dataclass(frozen=True, slots=True)
class Window:
    """A run of sentences of one passage that is read at once."""

    passage: Passage
    first: int
    """Position of the first sentence among those of the passage."""
    last: int
    """Position of the last sentence."""

    @property
    def span(self) -> Span:
        """Where it stands in the document."""
        sentences = sentences_of(self.passage)
        start = max(sentences[self.first].start, self.passage.start)
        return Span(start, min(sentences[self.last].end, self.passage.end))

    @property
    def opening(self) -> str:
        """What the reader is told first: a window need not name what the document is about."""
        return opening(about(self.passage.title, self.passage.topics))

    @property
    def text(self) -> str:
        """Its words."""
        span = self.span
        return self.passage.text[span.start - self.passage.start : span.end - self.passage.start]


@dataclass(frozen=True, slots=True)
class Marks:
    """What the reader says of one window; all scores are log-odds against "not here"."""

    relevance: float
    """That the window answers at all."""
    tokens: npt.NDArray[np.int64]
    """Offsets of the tokens in the window's text, shape ``(tokens, 2)``."""
    starts: Floats
    """That the answer begins at a token, shape ``(tokens,)``."""
    ends: Floats
    """That the answer ends with a token, shape ``(tokens,)``."""

    def after(self, offset: int) -> Marks:
        """The marks of what follows an offset, from which the offsets count then."""
        own = self.tokens[:, 0] >= offset
        return replace(
            self,
            tokens=self.tokens[own] - offset,
            starts=self.starts[own],
            ends=self.ends[own],
        )

    def holds(self, span: Span) -> float:
        """That the answer stands in a part of the window; its offsets count in the window's text.

        The mean over beginning and end of the summed probability, so that a sentence in which
        several places would do is not worse off than one with a single place.
        """
        inside = self._inside(span)
        if not inside.any():
            return _NOWHERE
        return float(_log_sum(self.starts[inside]) + _log_sum(self.ends[inside])) / 2

    def short_answer(self, span: Span) -> Span | None:
        """The likeliest answer within a part of the window; ``None`` where it has no token.

        Returns:
            Offsets in the window's text.
        """
        positions = np.flatnonzero(self._inside(span))
        if not len(positions):
            return None
        starts, ends = self.starts[positions], self.ends[positions]
        both = starts[:, None] + ends[None, :]
        possible = np.triu(np.ones_like(both, dtype=bool))
        possible &= ~np.triu(np.ones_like(possible), _LONGEST_SHORT_ANSWER)
        best = int(np.where(possible, both, -np.inf).argmax())
        first, last = divmod(best, len(positions))
        start, end = self.tokens[positions[first]][0], self.tokens[positions[last]][1]
        return Span(int(start), int(end))

    def _inside(self, span: Span) -> npt.NDArray[np.bool_]:
        return (self.tokens[:, 0] >= span.start) & (self.tokens[:, 1] <= span.end)


class Reader(Protocol):
    """Marks where texts answer a question."""

    @property
    def name(self) -> str:
        """What the reader is called."""

    def read(self, question: str, texts: Sequence[str], seconds: float) -> list[Marks | None]:
        """Read texts in the order given, until the time is up.

        Args:
            question: what is asked.
            texts: the likeliest to answer first.
            seconds: after which no further text is begun.

        Returns:
            The marks of every text; ``None`` for those that there was no time for.
        """


def about(title: str, topics: Sequence[str]) -> tuple[str, ...]:
    """What a document is about: its title, and those of its topics that it does not name.

    Args:
        title: also a file's name; one without words, such as ``doc-0017``, is left out.
        topics: the most frequent first.
    """
    if not _WORD.search(title):
        return tuple(topics)
    words = _BETWEEN_WORDS.sub(" ", title).split()[:_LONGEST_TITLE]
    known = {word.casefold() for word in words}
    others = (topic for topic in topics if known.isdisjoint(topic.casefold().split()))
    return (" ".join(words), *others)[:_MOST_TOPICS]


def opening(topics: Sequence[str]) -> str:
    """What the reader is told before a text that need not name its subject: what it is about."""
    return f"This is about {', '.join(topics)}. " if topics else ""


def windows_of(passage: Passage) -> list[Window]:
    """The passage's sentences in runs of similar length that the reader can take in."""
    sentences = sentences_of(passage)
    if not sentences:
        return []
    length = passage.end - passage.start
    count = -(-length // _LONGEST_WINDOW)
    windows: list[Window] = []
    first = 0
    for position, sentence in enumerate(sentences):
        covered = sentence.end - passage.start
        if position + 1 == len(sentences) or covered >= (len(windows) + 1) * length / count:
            windows.append(Window(passage, first, position))
            first = position + 1
    return windows


def _log_sum(scores: Floats) -> np.float32:
    highest = scores.max()
    return np.float32(highest + np.log(np.exp(scores - highest).sum()))
