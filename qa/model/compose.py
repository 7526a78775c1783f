"""From a question and its passages to the messages that a language model reads.

Passage text is data: every line of it starts with a label of ours, stands between marker lines
that carry a random code, and is never read as a template. Earlier answers quote documents, so of
earlier turns only the questions are told.
"""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage

from index.types import Passage, Sentence
from prompts import Prompts
from qa.shown import sentence_text, sentences_of
from qa.types import Label, Turn

__all__ = [
    "Composed",
    "compose_messages",
    "count_tokens",
    "heading",
    "lines_of",
    "one_line",
    "unused_code",
]

DEFAULT_BUDGET = 6_000
"""Tokens of the whole prompt: leaves room for the reply in a window of 8,192."""

HISTORY_SHARE = 4
"""Earlier questions get at most one part in this many of the budget: passages matter more."""

_JOINERS = "\u200c\u200d"


@dataclass(frozen=True, slots=True)
class Composed:
    """A prompt, and what the model was shown in it."""

    messages: tuple[BaseMessage, ...]
    given: frozenset[Label]
    """The label of every sentence that the model was given; it may cite no other."""
    left_out: int
    """Passages that did not fit into the budget."""
    cut: int = 0
    """Sentences of the first passage that did not fit."""
    forgotten: int = 0
    """Earlier questions that did not fit."""
    notice: str = ""
    """What else of the passages the model was not shown, in a sentence."""

    @property
    def estimate(self) -> int:
        """Estimated tokens of the whole prompt."""
        return sum(count_tokens(str(message.content)) for message in self.messages)

    @property
    def left_out_in_words(self) -> tuple[str, ...]:
        """One sentence for each kind of thing that the model has not read."""
        kinds = (
            (self.left_out, "One passage", "passages"),
            (self.cut, "One sentence of the first passage", "sentences of the first passage"),
            (self.forgotten, "One earlier question", "earlier questions"),
        )
        told = (
            f"{one if count == 1 else f'{count} {several}'} did not fit into the model's prompt "
            "and went unread by it."
            for count, one, several in kinds
            if count
        )
        return (*told, *filter(None, (self.notice,)))


def count_tokens(text: str) -> int:
    """An estimate: one token for every four bytes of UTF-8.

    Close for English and, other than a count of characters, on the safe side for scripts whose
    characters are tokens of their own. Exact counts would need each model's own tokenizer.
    """
    return -(-len(text.encode("utf-8", "surrogatepass")) // 4)


def compose_messages(
    prompts: Prompts,
    question: str,
    passages: Sequence[Passage],
    *,
    history: Sequence[Turn] = (),
    nonce: str | None = None,
    budget: int = DEFAULT_BUDGET,
) -> Composed:
    """The messages for one question: the rules first, then passages, history and question.

    Args:
        prompts: The templates.
        question: What the user asks; always kept whole.
        passages: Best first, with distinct labels. One that does not fit is left out; of the
            first, as many sentences are kept as fit, and never fewer than one.
        history: Earlier turns, oldest first; the oldest are dropped first.
        nonce: The code of the marker lines; a random one by default.
        budget: Estimated tokens that the prompt may have; see ``count_tokens``.
    """
    system = prompts.answer_system.text
    told, forgotten = _history(prompts, history, budget // HISTORY_SHARE)
    fixed = (system, prompts.answer_question.text, told, question)
    room = budget - sum(count_tokens(part) for part in fixed)
    blocks, given, left_out = _fit(passages, room)
    material = "\n\n".join(blocks)
    values = {
        "code": unused_code(nonce or secrets.token_hex(8), material + told + question),
        "passages": material,
        "history": told,
        "question": question.strip(),
    }
    human = prompts.answer_question.fill(values)
    messages = (SystemMessage(content=system), HumanMessage(content=human))
    shown = frozenset(given)
    return Composed(messages, shown, left_out, _cut(passages, shown), forgotten)


def _fit(passages: Sequence[Passage], room: int) -> tuple[list[str], list[Label], int]:
    """The blocks of the passages that fit, the labels in them, and how many did not fit."""
    blocks: list[str] = []
    given: list[Label] = []
    left_out = 0
    for passage in passages:
        lines = [heading(passage), *lines_of(passage)]
        if not blocks:
            lines = _as_many_as_fit(lines, room)
        block = "\n".join(lines)
        cost = count_tokens(block) + 1
        if blocks and cost > room:
            left_out += 1
            continue
        room -= cost
        blocks.append(block)
        given += [Label(passage.label, number) for number in range(1, len(lines))]
    return blocks, given, left_out


def _cut(passages: Sequence[Passage], given: frozenset[Label]) -> int:
    """How many sentences of the first passage are not among those that are given."""
    if not passages:
        return 0
    first = passages[0]
    return len(sentences_of(first)) - sum(label.passage == first.label for label in given)


def _as_many_as_fit(lines: list[str], room: int) -> list[str]:
    kept = lines[:2]
    used = count_tokens("\n".join(kept))
    for line in lines[2:]:
        used += count_tokens(line) + 1
        if used > room:
            break
        kept.append(line)
    return kept


def heading(passage: Passage) -> str:
    """The line above a passage's sentences: its number, its title, who published it when."""
    title = one_line(passage.title) or one_line(passage.document)
    date = passage.date.isoformat() if passage.date else ""
    published = ", ".join(filter(None, (one_line(passage.publisher or ""), date)))
    return f"[{passage.label}] {title}" + (f" ({published})" if published else "")


def lines_of(passage: Passage) -> list[str]:
    """Each sentence of a passage on a line of its own, under its label, with its speakers."""
    return [
        f"[{passage.label}.{number}] {_speakers(sentence)}"
        f"{one_line(sentence_text(passage, sentence))}"
        for number, sentence in enumerate(sentences_of(passage), start=1)
    ]


def _speakers(sentence: Sentence) -> str:
    if sentence.attribution is None:
        return ""
    return "{" + " > ".join(one_line(name) for name in sentence.attribution.speakers) + "} "


def _history(prompts: Prompts, history: Sequence[Turn], room: int) -> tuple[str, int]:
    """The user's earlier questions, the newest that fit, and how many do not."""
    kept: list[str] = []
    for turn in reversed(history):
        text = f"- {one_line(turn.question)}"
        room -= count_tokens(text)
        if room < 0:
            break
        kept.insert(0, text)
    told = prompts.answer_history.fill({"turns": "\n".join(kept)}) if kept else ""
    return told, len(history) - len(kept)


def one_line(text: str) -> str:
    """The text on one line, for a prompt only: white space folded, invisible characters dropped.

    Format and control characters can hide instructions from a person's eyes; the two joiners
    stay, since Persian, Indic scripts and emoji are spelled with them.
    """
    spaced = " ".join(text.split())
    return "".join(
        char
        for char in spaced
        if char in _JOINERS or unicodedata.category(char) not in ("Cf", "Cc", "Cs")
    )


def unused_code(code: str, material: str) -> str:
    """A code that the material does not contain: the given one where that is so."""
    while code in material:
        code = hashlib.sha256(code.encode()).hexdigest()[:16]
    return code
