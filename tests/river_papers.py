"""A library about a river in flood, and answers made by hand from its words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from reportlab.pdfgen.canvas import Canvas
from word_embedder import WordEmbedder

from index import Library
from index.types import Passage, Span
from qa.cut import cut
from qa.prose import prose
from qa.types import Answer, AnswerStatus, Quote, Receipt, Statement

GAUGE = """# The gauge at Stenbro

The Lenn stood at 4.20 metres on Monday, keeper Mara Holt said. “Nobody slept – not even
the dogs,” she said.

## The night

The gate was closed at nine. Nine boats were lost before the gate was closed at nine again.

## The morning

Engineer Marten Osk denied that the gate was closed too late. His brother Halvard Osk, a baker,
said that the bread was wet.
"""
WIRE = """Flood at Stenbro

By Ada Brenn

STENBRO, 3 March 2024 (Coast Wire) - The Elmouth Courier reported that unnamed officials said
twenty cellars were full of water.

The mayor closed the bridge on Monday. The bridge was closed until Friday.
"""
PAGES = (
    ("The report of the commission", "The gate of Stenbro was built in 1911 by Tove Lind."),
    ("Cost and blame", "The new gate cost two million crowns. The gate was never painted."),
)
TWIN = "again/gauge-copy.md"
"""Another name of gauge.md, which the library prefers."""


def river_library(folder: Path) -> Library:
    """A library with the papers, open."""
    papers = folder / "papers"
    (papers / "again").mkdir(parents=True)
    for name in ("gauge.md", TWIN):
        (papers / name).write_text(GAUGE, encoding="utf-8")
    (papers / "wire.txt").write_text(WIRE, encoding="utf-8")
    canvas = Canvas(str(papers / "report.pdf"), invariant=1)
    for heading, words in PAGES:
        canvas.setFont("Times-Bold", 14)
        canvas.drawString(72, 740, heading)
        canvas.setFont("Times-Roman", 11)
        canvas.drawString(72, 700, words)
        canvas.showPage()
    canvas.save()
    library = Library.open(folder / "library", embedder=WordEmbedder())
    library.add([papers / "gauge.md", papers / "wire.txt", papers / "report.pdf"])
    library.add(papers)
    return library


def passage(library: Library, document: str, words: str, label: int = 1) -> Passage:
    """The first sentence with these words, as a search would give it."""
    at = library.text(document).index(words)
    around = library.shelf.passage(document, at, at + len(words))
    (sentence,) = [s for s in around.sentences if s.start <= at < s.end]
    span = Span(sentence.start, sentence.end)
    text = span.of(library.text(document))
    return Passage(
        label, document, span.start, span.end, text, 1.0, page=sentence.page, sentences=(sentence,)
    )


def quote(
    library: Library, document: str, words: str, speakers: Sequence[str] = (), label: int = 1
) -> Quote:
    """The words as a quote, from where they stand first."""
    at = library.text(document).index(words)
    around = library.shelf.passage(document, at, at + len(words))
    return cut(around, Span(at, at + len(words)), label, tuple(speakers))


def says(made: Quote, text: str | None = None, speakers: Sequence[str] | None = None) -> Statement:
    """A statement that quotes these words; by default the words themselves."""
    said_by = made.attribution if speakers is None else tuple(speakers)
    return Statement(text or made.text, said_by, (made,))


def answer(*statements: Statement, **other: Any) -> Answer:
    """An answer with these statements; without any it is declined."""
    status = AnswerStatus.ANSWERED if statements else AnswerStatus.NOT_IN_DOCUMENTS
    given = {
        "question": "What happened at Stenbro?",
        "status": status,
        "text": prose(statements, status, other.get("not_stated", ())),
        "statements": statements,
        "passages": (),
        "receipt": Receipt(None, "prompts", "index", {"search": 0.25, "evidence": 0.5}),
        "confidence": 0.9,
    }
    return Answer(**(given | other))
