"""How questions are answered; apart from the assistant, whose imports take their time."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["AnswerSettings"]


@dataclass(frozen=True, slots=True)
class AnswerSettings:
    """How questions are answered, each default with its reason."""

    passages: int = 8
    """Passages that are retrieved: about 1,600 tokens, which small models still read well."""
    threshold: float = 0.5
    """Confidence from which on a sentence counts as an answer (docs/accuracy.md)."""
    reader_seconds: float = 0.3
    """How long the reader may take: on two cores enough for what is retrieved, and hardly felt."""
    model_seconds: float = 60.0
    """How long a model may take, all tries together, before the quotes stand alone."""
    model_context: int | None = None
    """Tokens that the model reads at once, prompt and reply together; ``None``: as LangChain knows
    it, else 8,192."""
    show_withdrawn: bool = True
    """Whether statements that the check refused are shown, struck through; else only how many."""
    followup_seconds: float = 4.0
    """How long a model may take to say a leaning question in full; the rules stand ready."""
    longest_question: int = 4_000
    """Characters; what is longer is a document, and is better added as one."""
