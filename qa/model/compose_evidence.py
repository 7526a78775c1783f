"""A short prompt for models that read slowly: the likeliest sentences instead of whole passages.

The sentences keep the labels that they have in their passages, so the check is the same.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Protocol, runtime_checkable

from langchain_core.messages import HumanMessage, SystemMessage

from index.types import Passage
from prompts import Prompts
from qa.evidence import Evidence, Found
from qa.model.compose import Composed, heading, lines_of, one_line, unused_code
from qa.shown import sentences_of
from qa.types import Label, Turn

__all__ = ["SlowReader", "compose_evidence"]

_FURTHER = 6  # sentences of each part beside those that answer, and their neighbours

Count = Callable[[str], int]
"""How many tokens a text has."""

Place = tuple[int, int]
"""The label of a passage, and the position of one of its sentences, counted from 0."""


@runtime_checkable
class SlowReader(Protocol):
    """A chat model that is to be given little to read."""

    prompt_tokens: int
    """Its own tokens that a prompt may have."""

    def get_num_tokens(self, text: str) -> int:
        """How many of its own tokens a text has."""


def compose_evidence(
    prompts: Prompts,
    question: str,
    passages: Sequence[Passage],
    parts: Iterable[Evidence],
    model: SlowReader,
    *,
    history: Sequence[Turn] = (),
    nonce: str | None = None,
) -> Composed:
    """The messages for one question: the rules, the likeliest sentences, the question.

    Args:
        prompts: The templates.
        question: What the user asks; always kept whole.
        passages: All that was retrieved, with distinct labels.
        parts: What was found for each single question in it.
        model: Says how much it can read, and counts. The likeliest sentence is always kept.
        history: Earlier turns, of which the last question is told.
        nonce: The code of the marker lines; a random one by default.
    """
    count = model.get_num_tokens
    told = _last_question(prompts, history)
    fixed = (prompts.answer_brief.text, prompts.answer_question.text, told, question)
    room = model.prompt_tokens - sum(map(count, fixed))
    by_label = {passage.label: passage for passage in passages}
    chosen = _chosen(_in_order(list(parts), by_label), by_label, count, room)
    material = "\n\n".join(
        _block(by_label[label], positions) for label, positions in chosen.items()
    )
    values = {
        "code": unused_code(nonce or secrets.token_hex(8), material + told + question),
        "passages": material,
        "history": told,
        "question": question.strip(),
    }
    human = prompts.answer_question.fill(values)
    given = frozenset(Label(label, at + 1) for label, run in chosen.items() for at in run)
    return Composed(
        messages=(SystemMessage(content=prompts.answer_brief.text), HumanMessage(content=human)),
        given=given,
        left_out=0,
        notice=_notice(len(given), sum(len(sentences_of(passage)) for passage in passages)),
    )


def _in_order(parts: Sequence[Evidence], passages: Mapping[int, Passage]) -> Iterator[Place]:
    """Places by their worth: what answers, what stands around it, then the next likeliest."""
    best = [part.found or _only(part.nearest) for part in parts]
    runs = [run for turn in zip_longest(*best) for run in turn if run is not None]
    for run in runs:
        yield from ((run.passage.label, at) for at in range(run.first, run.last + 1))
    for run in runs:
        last = len(sentences_of(passages[run.passage.label])) - 1
        yield from (
            (run.passage.label, at) for at in (run.first - 1, run.last + 1) if 0 <= at <= last
        )
    further = [part.ranked[: _FURTHER + len(part.found)] for part in parts]
    for turn in zip_longest(*further):
        yield from ((one.passage.label, one.position) for one in turn if one is not None)


def _only(found: Found | None) -> tuple[Found, ...]:
    return () if found is None else (found,)


def _chosen(
    places: Iterable[Place], passages: Mapping[int, Passage], count: Count, room: int
) -> dict[int, list[int]]:
    """The positions that fit, by passage; the passage with the likeliest sentence first."""
    chosen: dict[int, list[int]] = {}
    for label, position in dict.fromkeys(places):
        passage = passages[label]
        cost = count(lines_of(passage)[position]) + 1
        if label not in chosen:
            cost += count(heading(passage)) + 1
        if chosen and cost > room:
            continue
        room -= cost
        chosen[label] = sorted([*chosen.get(label, ()), position])
    return chosen


def _block(passage: Passage, positions: Sequence[int]) -> str:
    lines = lines_of(passage)
    return "\n".join([heading(passage), *(lines[position] for position in positions)])


def _last_question(prompts: Prompts, history: Sequence[Turn]) -> str:
    if not history:
        return ""
    return prompts.answer_history.fill({"turns": f"- {one_line(history[-1].question)}"})


def _notice(shown: int, retrieved: int) -> str:
    if shown == retrieved:
        return ""
    count = f"the {shown} likeliest" if shown > 1 else "only the likeliest"
    return f"The language model was shown {count} of the {retrieved} sentences that were found."
