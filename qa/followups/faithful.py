"""Whether a model's wording of a leaning question says nothing that the conversation does not.

A model may only put in what stands in the earlier questions and the names it was told. What it
adds, drops or turns round is refused, and the rules' own reading stands.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from index.words import STOP_WORDS
from qa.followups.followup import leans
from qa.followups.question_words import ARTICLES, AUXILIARIES, PRONOUNS
from qa.language.names import missing_names
from qa.language.numerals import missing_numerals
from qa.language.terms import stem, words_in

__all__ = ["faithful_question"]

_LABEL = re.compile(r"^(?:rewritten|rewritten question|question|answer)\s*:\s*", re.IGNORECASE)
_LEANING = frozenset(
    """former latter else one ones too also again then now so okay ok me please
    this that these those there here""".split()
)
"""Words of a leaning question that its full form need not keep."""
_ASKING = frozenset("who whom whose what when where why how which".split())
_REPLACED = _LEANING | AUXILIARIES | PRONOUNS | ARTICLES | {"and", "but"}
_TURNING = frozenset(
    """not no nor never none nobody nothing without neither before after until since during more
    most less least only over under off up down between might could would should must can may will
    shall all any some by from against other""".split()
)
"""Small words that turn a question into another."""
_DENIED = re.compile(r"\b(?:(can)|(wo)|(sha)|(\w+?))n?['’]t\b", re.IGNORECASE)
_WHAT_ABOUT = re.compile(r"^(?:\W*(?:and|but|so)\b)?\W*(?:what|how)\s+about\b", re.IGNORECASE)
_STRANGE = re.compile(r"[<>\[\]{}`*_#|~\\^=@]|://")
_MOST_WORDS = 40
_ROOM = 40
"""Characters that a full question may have beyond all that it can be made of."""


def faithful_question(
    reply: str, question: str, earlier: Sequence[str], names: Sequence[str]
) -> str | None:
    """The question in a model's reply; ``None`` where it cannot be trusted.

    Args:
        reply: what the model wrote.
        question: as it was asked.
        earlier: the questions before it.
        names: the speakers that the model was told.
    """
    full = _one_question(reply)
    if full is None:
        return None
    told = " \n".join((question, *earlier, *names))
    fits = (
        len(full) <= len(question) + max(map(len, earlier), default=0) + _ROOM
        and len(full.split()) <= _MOST_WORDS
        and full.count("?") <= max(1, question.count("?"))
        and _adds_nothing(full, told)
        and _keeps_all(full, question)
        and not leans(full)
    )
    return full if fits else None


def _one_question(reply: str) -> str | None:
    """The only line of a reply, without label and quotation marks around it."""
    lines = [line.strip() for line in reply.strip().splitlines() if line.strip()]
    if len(lines) != 1:
        return None
    line = _LABEL.sub("", lines[0])
    if len(line) > 1 and line[0] in "\"“'" and line[-1] in "\"”'":
        line = line[1:-1].strip()
    hidden = any(unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co") for sign in line)
    return None if not line or hidden or _STRANGE.search(line) else line


def _adds_nothing(full: str, told: str) -> bool:
    said, known = _words(full), set(_words(told))
    stems = {stem(word) for word in known}
    telling = {word for word in said if word not in STOP_WORDS | _ASKING}
    small = set(said) & (_TURNING | _ASKING)
    return (
        all(stem(word) in stems for word in telling)
        and small <= known
        and not missing_numerals(full, told)
        and not missing_names(full, told, frozenset(map(stem, known)))
    )


def _keeps_all(full: str, question: str) -> bool:
    """Whether the question's own words are all there, in their order."""
    own = _WHAT_ABOUT.sub("", question)
    said, asked = _words(full), _words(own)
    own_words = [stem(word) for word in asked if word not in _REPLACED]
    small = {word for word in asked if word in _TURNING | _ASKING} - _LEANING
    stems = iter([stem(word) for word in said])
    return all(word in stems for word in own_words) and small <= set(said)


def _words(text: str) -> list[str]:
    """The words in small letters, "didn't" as "did not"."""
    return words_in(_DENIED.sub(_spelled_out, text))


def _spelled_out(found: re.Match[str]) -> str:
    whole = {"can": "can", "wo": "will", "sha": "shall"}
    word = found[0].lower()
    stump = re.sub(r"n?['’]t$", "", word)
    return f"{whole.get(stump, stump)} not"
