"""Makes passages for tests from plain sentences."""

from __future__ import annotations

import datetime

from index.types import Attribution, Passage, Sentence, Stance

Line = str | tuple[str, tuple[str, ...]]


def passage(
    label: int, *lines: Line, document: str = "ferry.txt", title: str = "", start: int = 100
) -> Passage:
    """A passage of the given sentences, each with its speakers where it has some."""
    text, sentences = "", []
    for number, line in enumerate(lines):
        words, speakers = (line, ()) if isinstance(line, str) else line
        said = Attribution(speakers, "said", Stance.SAID, False, True) if speakers else None
        at = start + len(text)
        sentences.append(Sentence(number, at, at + len(words), said, page=3, section="News"))
        text += words + " "
    text = text[:-1]
    return Passage(
        label=label,
        document=document,
        start=start,
        end=start + len(text),
        text=text,
        score=1.0,
        title=title,
        page=3,
        section="News",
        date=datetime.date(2023, 11, 7),
        sentences=tuple(sentences),
    )
