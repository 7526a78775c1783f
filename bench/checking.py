"""How long the check of a reply of ten statements takes, beside embedding the question."""

from __future__ import annotations

import time
from collections.abc import Sequence

from index import Library
from index.types import Passage
from prompts import load_prompts
from qa.answer_settings import AnswerSettings
from qa.checking.check import Checker
from qa.model.compose import compose_messages
from qa.model.reply import ReplyParser
from qa.retrieval import Asked, retrieve
from qa.shown import sentence_text, sentences_of
from qa.types import Claim

__all__ = ["STATEMENTS", "checked"]

STATEMENTS = 10


def checked(
    library: Library, questions: Sequence[str], runs: int
) -> tuple[list[float], list[float]]:
    """Seconds for the replies to some questions, and for embedding these questions.

    A reply repeats sentences of the passages, every other one with something added that makes the
    check refuse it; checking includes reading the reply and preparing the passages.

    Args:
        library: over the samples.
        questions: about them.
        runs: how often each reply is checked.
    """
    checks: list[float] = []
    embeds: list[float] = []
    for question in questions:
        passages = retrieve(library, Asked(question), AnswerSettings().passages).passages
        composed = compose_messages(load_prompts(), question, passages)
        reply = _reply(passages)
        for _ in range(runs):
            began = time.perf_counter()
            checker, parser = Checker(passages, composed.given), ReplyParser()
            for item in (*parser.feed(reply), *parser.close()):
                if isinstance(item, Claim):
                    checker.check(item)
            checks.append(time.perf_counter() - began)
            began = time.perf_counter()
            library.embedder.embed_query(question)
            embeds.append(time.perf_counter() - began)
    return checks, embeds


def _reply(passages: Sequence[Passage]) -> str:
    sentences = [
        (f"{passage.label}.{number}", " ".join(sentence_text(passage, sentence).split()))
        for passage in passages
        for number, sentence in enumerate(sentences_of(passage), start=1)
    ]
    step = max(len(sentences) // STATEMENTS, 1)
    return "\n".join(
        f"- {text}{' and 7 others' if place % 2 else ''} [{label}]"
        for place, (label, text) in enumerate(sentences[::step][:STATEMENTS])
    )
