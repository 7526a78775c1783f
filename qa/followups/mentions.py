"""What a question speaks of: its opening, its subject and the names and nouns in it.

No grammar of English, only as much as the questions need that people ask of documents: where the
subject ends is told by the words that follow it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.followups.kinds import Kind, is_plural, kind_of
from qa.followups.noun_phrases import noun_phrase_end, verb_within
from qa.followups.question_words import (
    ARTICLES,
    AUXILIARIES,
    BREAKS,
    PARTICIPLES,
    PASTS,
    PREPOSITIONS,
    PRONOUNS,
    QUESTION_WORDS,
    SENT,
    TO_BE_OR_HAVE,
    VERBS,
    Token,
    is_participle,
    tokens_of,
)

__all__ = ["Frame", "Mention", "mention_at", "read_frame"]

_OWNER = re.compile(r"['’]s?$")


@dataclass(frozen=True, slots=True)
class Mention:
    """A name or noun in a question, with its article and what follows it with "of"."""

    text: str
    start: int
    end: int
    kind: Kind
    plural: bool
    noun: str
    """Its head in small letters: *bridge* in "the old bridge of Orrin"."""
    after: str = ""
    """The preposition before it."""
    is_subject: bool = False
    counted: bool = False
    """Whether it is what "how many" counts or "which" asks for."""

    @property
    def acts(self) -> bool:
        """Whether it may be somebody who says or does something."""
        return self.kind in (Kind.PERSON, Kind.PEOPLE, Kind.BODY, Kind.NAME)


@dataclass(frozen=True, slots=True)
class Frame:
    """A question taken apart: ``What`` ``did`` ``Johnson`` ``say about the talks``."""

    text: str
    opening: str
    """The question word or words, as written; empty for a question after yes or no."""
    auxiliary: str
    subject: Mention | None
    mentions: tuple[Mention, ...]
    predicate: int
    """Where the words after the subject begin."""


def read_frame(text: str) -> Frame:
    """Take a question apart that stands for itself."""
    tokens = tokens_of(text)
    at, counted = _opening_end(tokens)
    opening = text[: tokens[at - 1].end] if at else ""
    mentions = [counted] if counted else []
    auxiliary, subject = "", None
    if at < len(tokens) and tokens[at].low in AUXILIARIES:
        auxiliary = tokens[at].text
        at += 1
        subject, at = _subject(text, tokens, at, auxiliary.lower())
        mentions += [subject] if subject else []
    predicate = tokens[at].start if at < len(tokens) else len(text)
    mentions += _rest(text, tokens, at)
    return Frame(text, opening, auxiliary, subject, tuple(mentions), predicate)


def mention_at(text: str) -> Mention | None:
    """The mention that makes up the whole of some words; ``None`` where they are no mention."""
    tokens = tokens_of(text)
    end = noun_phrase_end(tokens, 0)
    if not tokens or end != len(tokens):
        return None
    return _mention(text, tokens, 0, end)


def _opening_end(tokens: Sequence[Token]) -> tuple[int, Mention | None]:
    """How many words open the question, and what they count: *how many men*, *which city*."""
    at = 1 if tokens and tokens[0].low in PREPOSITIONS else 0
    if at >= len(tokens) or tokens[at].low not in QUESTION_WORDS:
        return 0, None
    word = tokens[at].low
    at += 1
    if at < len(tokens) and tokens[at].low == "else":
        return at + 1, None
    if word == "how" and at < len(tokens) and tokens[at].low not in AUXILIARIES:
        at += 1
        return _counted(tokens, at)
    if word in ("which", "what", "whose"):
        return _counted(tokens, at)
    return at, None


def _counted(tokens: Sequence[Token], at: int) -> tuple[int, Mention | None]:
    """The noun after "how many" or "which", and where it ends."""
    end = at
    while end < len(tokens) and tokens[end].is_word and tokens[end].low not in BREAKS:
        end += 1
        if tokens[end - 1].low in PARTICIPLES | PASTS or tokens[end - 1].low.endswith("ed"):
            end -= 1
            break
    followed = end < len(tokens) and (
        tokens[end].low in AUXILIARIES or tokens[end].low in PREPOSITIONS
    )
    if end > at + 1 and not followed:  # "which team won", "how many seats": the verb is no part
        end = at + 1
    if end > at + 1 and tokens[end - 1].low in VERBS:  # "how many people live in"
        end -= 1
    if end == at:
        return at, None
    words = [token.text for token in tokens[at:end]]
    span = Mention(
        " ".join(words), tokens[at].start, tokens[end - 1].end, kind_of(words),
        is_plural(words[-1]), words[-1].lower(), counted=True,
    )  # fmt: skip
    return end, span


def _subject(
    text: str, tokens: Sequence[Token], at: int, auxiliary: str
) -> tuple[Mention | None, int]:
    """The subject that begins at a word, and where the words after it begin."""
    if at >= len(tokens) or not _begins(tokens, at):
        return None, at
    end = noun_phrase_end(tokens, at)
    to_be = auxiliary in TO_BE_OR_HAVE
    border = verb_within(tokens, at, end, to_be=to_be)
    while border is None and end < len(tokens) and tokens[end].low in PREPOSITIONS | {"and"}:
        further = noun_phrase_end(tokens, end + 1)
        if further == end + 1:
            break
        border = verb_within(tokens, end + 1, further, to_be=to_be)
        end = further
    if border is None and not to_be and end == len(tokens) - 1 and end - at > 1:
        border = end - 1
    end = end if border is None else border
    return _mention(text, tokens, at, end, is_subject=True), end


def _begins(tokens: Sequence[Token], at: int) -> bool:
    token = tokens[at]
    if not token.is_word or token.low in PRONOUNS - ARTICLES or is_participle(token.low):
        return False
    return token.low in ARTICLES or token.low not in BREAKS


def _rest(text: str, tokens: Sequence[Token], at: int) -> Iterator[Mention]:
    """The mentions after the subject: names, what has an article, and what a preposition brings."""
    last: Mention | None = None
    while at < len(tokens):
        token = tokens[at]
        before = tokens[at - 1].low if at else ""
        after = before if before in PREPOSITIONS else ""
        if after in ("to", "from") and last and last.end + 1 == tokens[at - 1].start:
            after = "" if last.noun in SENT else "near"  # "the ferry to Osk"
        opens = token.is_word and (
            (token.is_name and token.low not in BREAKS and not _is_order(tokens, at))
            or token.low in ARTICLES
            or (after and token.low not in BREAKS and not _is_verb(token.low, after))
            or (token.low not in BREAKS | VERBS and _is_done(before))
        )
        end = noun_phrase_end(tokens, at) if opens and token.low not in PRONOUNS - ARTICLES else at
        end = _before_participle(tokens, at, end)
        found = _mention(text, tokens, at, end, after=after) if end > at else None
        if found:
            last = found
            yield found
        at = max(end, at + 1)


def _is_verb(word: str, after: str) -> bool:
    """Whether a preposition brings a verb: *to buy*, *before leaving*."""
    return is_participle(word) or (after == "to" and word in VERBS)


def _is_done(word: str) -> bool:
    """Whether a word may have an object after it: *cut jobs*, *sold two boats*."""
    return word in VERBS | PASTS or (is_participle(word) and not word.endswith("ing"))


def _is_order(tokens: Sequence[Token], at: int) -> bool:
    """Whether a capital letter is owed to the beginning: *List the demands*."""
    return at == 0 and len(tokens) > 1 and not tokens[1].is_name


def _before_participle(tokens: Sequence[Token], at: int, end: int) -> int:
    """*the bridge built in 1910* ends before "built", *did Holt promise* before "promise"."""
    for place in range(at + 1, end):
        named = tokens[at].is_name and tokens[place - 1].is_name
        if named and not tokens[place].is_name and tokens[place].low in VERBS:
            return place
    for place in range(at + 2, end):
        if is_participle(tokens[place].low) and not tokens[place].is_name and place + 1 == end:
            return place
    return end


def _mention(
    text: str,
    tokens: Sequence[Token],
    at: int,
    end: int,
    *,
    after: str = "",
    is_subject: bool = False,
) -> Mention | None:
    """The mention of a run of words; ``None`` where nothing in it is a noun."""
    first = at + (tokens[at].low in ARTICLES) if at < end else at
    core: list[str] = []
    for token in tokens[first:end]:
        if token.low in PREPOSITIONS and core:
            break
        core.append(_OWNER.sub("", token.text) if token is tokens[end - 1] else token.text)
    words = [word for word in core if word and word[0].isalnum()]
    if not words or words[-1].lower() in PRONOUNS:
        return None
    several = "and" in words
    one = words[: words.index("and")] if several else words
    kind = kind_of(one, after=after, has_article=tokens[at].low == "the")
    name = words[-1][0].isupper()
    return Mention(
        text[tokens[at].start : tokens[end - 1].end],
        tokens[at].start,
        tokens[end - 1].end,
        kind,
        several or ((not name or kind is Kind.PEOPLE) and is_plural(words[-1])),
        words[-1].lower(),
        after,
        is_subject,
    )
