"""A hundred pages of prose, always the same, made of the sentences of the samples."""

from __future__ import annotations

import io
import random
import re
from pathlib import Path

from index.read import load, read_bytes
from index.sentences import sentence_spans

__all__ = ["pages", "pdf", "sample_files"]

SAMPLES = Path(__file__).parents[1] / "samples"

_SEED = 20
_PARAGRAPH = 5  # sentences
_FEWEST_WORDS = 6  # of a sentence; shorter ones are mostly headings and cells of tables


def sample_files() -> list[Path]:
    """The sample documents, in the order of their names."""
    return sorted(path for path in SAMPLES.iterdir() if path.is_file())


def pages(count: int, words: int) -> list[str]:
    """Pages of paragraphs.

    Sentences come in another order each time and with other figures, so that no two chunks are
    the same: the library would embed them once only.

    Args:
        count: pages.
        words: of each page, give or take a sentence.
    """
    chance = random.Random(_SEED)
    sentences = _sentences()
    made = []
    for _ in range(count):
        chosen: list[str] = []
        while sum(len(sentence.split()) for sentence in chosen) < words:
            sentence = chance.choice(sentences)
            chosen.append(re.sub(r"[2-9]", lambda _: str(chance.randint(2, 9)), sentence))
        paragraphs = (chosen[i : i + _PARAGRAPH] for i in range(0, len(chosen), _PARAGRAPH))
        made.append("\n\n".join(" ".join(paragraph) for paragraph in paragraphs))
    return made


def pdf(page_texts: list[str]) -> bytes:
    """The pages as a PDF with one page each."""
    from reportlab.lib.pagesizes import A4  # type: ignore[import-untyped]
    from reportlab.lib.styles import ParagraphStyle  # type: ignore[import-untyped]
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate  # type: ignore[import-untyped]

    style = ParagraphStyle("body", fontName="Times-Roman", fontSize=10, leading=12, spaceAfter=6)
    story: list[object] = []
    for text in page_texts:
        story += [Paragraph(paragraph, style) for paragraph in text.split("\n\n")]
        story.append(PageBreak())
    buffer = io.BytesIO()
    SimpleDocTemplate(buffer, pagesize=A4, invariant=1).build(story)
    return buffer.getvalue()


def _sentences() -> list[str]:
    found = []
    for path in sample_files():
        text = read_bytes(load(path), path.name).text
        for span in sentence_spans(text):
            sentence = " ".join(span.of(text).split())
            if len(sentence.split()) >= _FEWEST_WORDS and "|" not in sentence:
                found.append(sentence)
    return found
