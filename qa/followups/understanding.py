"""How a question is understood in its conversation: by the model where it may, else by rules."""

from __future__ import annotations

import logging
from collections.abc import Generator, Sequence

from langchain_core.language_models import BaseChatModel

from prompts import Prompts
from qa.events import Waiting
from qa.followups.followup import leans, self_contained
from qa.followups.rephrase import rephrased
from qa.model.streaming import NoReply
from qa.types import Turn

__all__ = ["understood"]

_LOG = logging.getLogger(__name__)


def understood(
    question: str,
    history: Sequence[Turn],
    model: BaseChatModel | None,
    prompts: Prompts,
    seconds: float,
) -> Generator[Waiting, None, str]:
    """The question so that it stands alone; itself where it does, or where nobody can tell.

    The model is asked only where the rules see the question lean. What it says counts only where
    every word of it comes from the conversation; its failures are logged and nothing else. Used as
    ``full = yield from understood(…)``.

    Args:
        question: as it was asked.
        history: earlier turns, oldest first.
        model: ``None`` to go by rules alone.
        prompts: the templates.
        seconds: how long the model may take.

    Yields:
        Signs of life while the model is waited for.
    """
    if not history:
        return question
    by_rules = self_contained(question, history)
    if model is None or not (by_rules or leans(question)):
        return by_rules or question
    try:
        by_model = yield from rephrased(model, prompts, question, history, seconds)
    except NoReply as failure:
        _LOG.warning("the model did not say the question in full: %s", failure)
        by_model = None
    return by_model or by_rules or question
