"""How much the reader reads within its time."""

from __future__ import annotations

import statistics
from collections.abc import Sequence

from bench.pages import pages
from index.embed import BUNDLED, SentenceTransformerEmbedder
from qa.onnx_reader import BUNDLED_READER

__all__ = ["reading"]

_TEXTS, _WORDS = 60, 130  # far more than there is time for, each as long as a window of a passage


def reading(questions: Sequence[str], seconds: float) -> str:
    """How many passages the reader gets through, in one sentence.

    Args:
        questions: each is asked of all texts.
        seconds: the time for each.
    """
    texts = pages(_TEXTS, _WORDS)
    lengths = SentenceTransformerEmbedder(BUNDLED).count_tokens(texts)
    BUNDLED_READER.read(questions[0], texts[:1], seconds)  # loads the weights
    read = [
        sum(marks is not None for marks in BUNDLED_READER.read(question, texts, seconds))
        for question in questions
    ]
    return (
        f"The reader reads {statistics.median(read):.0f} passages of "
        f"{statistics.mean(lengths):.0f} tokens in {seconds * 1000:.0f} ms (median of {len(read)} "
        f"questions; fewest {min(read)}, most {max(read)})."
    )
