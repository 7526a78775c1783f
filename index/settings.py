"""How documents are cut and searched, each default with its reason."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["IndexSettings"]


@dataclass(frozen=True, slots=True)
class IndexSettings:
    """What decides over chunks and rankings; another ``chunk_tokens`` asks for a rebuild."""

    chunk_tokens: int = 200
    """The embedding model reads 256 tokens; the rest is room for title and special tokens."""
    candidates: int = 60
    """Chunks that each of the two searches hands over; more changed no figure."""
    meaning_weight: float = 1.0
    """How much nearest neighbours count in the fusion."""
    words_weight: float = 2.0
    """How much BM25 counts in the fusion: questions about reports are full of names."""
    fusion_k: int = 10
    """Flatness of the fusion. Its authors' 60 lets two middling ranks beat a first one: of 300
    questions on what somebody said, 57 % found the statement in four passages then, 73 % now."""
    title_weight: float = 0.5
    """How much a word in the title counts beside one in the text."""
    longest_passage: int = 2
    """Chunks that one passage may join."""
