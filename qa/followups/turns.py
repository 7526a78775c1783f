"""What a conversation keeps of each question and its answer for the questions that follow."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from qa.followups.followup import self_contained
from qa.language.terms import names_in
from qa.types import Answer, Turn

__all__ = ["asked_before", "remembered"]


def remembered(question: str, answer: Answer) -> Turn:
    """The turn of an answered question.

    Args:
        question: as it was asked.
        answer: to it; where it was understood in another way, that is what is kept.
    """
    speakers = answer.statements[0].attribution if answer.statements else ()
    named = names_in(answer.short.text) if answer.short else ()
    return Turn(answer.understood_as or question, answer.text, speakers, named)


def asked_before(questions: Iterable[str | Turn]) -> tuple[Turn, ...]:
    """Turns of earlier questions, each in full as far as the rules can tell.

    Args:
        questions: oldest first; as turns where more is known of them.
    """
    turns: list[Turn] = []
    for asked in questions:
        turn = Turn(asked, "") if isinstance(asked, str) else asked
        question = turn.question.strip()
        if question:
            turns.append(replace(turn, question=self_contained(question, turns) or question))
    return tuple(turns)
