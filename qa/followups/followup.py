"""Follow-up questions: one that leans on the conversation, said so that it stands alone.

By rules over the earlier questions and the names that answered them. Where the rules are not sure
they say nothing, and the search goes by both questions together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.followups.ellipsis import LEAD, filled, is_cut_short
from qa.followups.leaning import Role, leaning_words
from qa.followups.resolve import resolved
from qa.language.terms import names_in
from qa.types import Turn

__all__ = ["leans", "search_text", "self_contained"]

_SO = re.compile(
    r"\b(?:say|says|said|think|thinks|do|does|did|done)\s+so\b(?!\s+(?:many|much|few))"
)
_WITHOUT_VERB = re.compile(
    r"^\w+\s+(?:did|does|do|has|have|had|will|would|can|could|should)(?:n['’]t)?\s+"
    r"(?:he|she|it|they|that|this)(?:\s+not)?\W*$",
    re.IGNORECASE,
)
"""*Why did they?* needs the verb of the question before it, and not only its subject."""
_OWNERS = re.compile(r"\b(?:his|her|its|their)\b", re.IGNORECASE)


def leans(question: str) -> bool:
    """Whether a question seems to need the one before it: *And he*, *Why*, *What did it cost*."""
    text = question.strip()
    if LEAD.match(text) or is_cut_short(text) or _SO.search(text):
        return True
    # "that dam" leans, "said that dams" does not; only an earlier question tells them apart.
    return any(lean.word != "that" or lean.role is not Role.NOUN for lean in leaning_words(text))


def self_contained(question: str, history: Sequence[Turn]) -> str | None:
    """A leaning question with what it leans on put in.

    Args:
        question: in words.
        history: the turns before it, oldest first, their questions in full.

    Returns:
        The question in full; ``None`` where it stands alone already, or where it cannot be told
        what it leans on.
    """
    if not history:
        return None
    asked = question.strip()
    text = LEAD.sub("", asked) or asked
    lead = asked[: len(asked) - len(text)]
    last = LEAD.sub("", history[-1].question.strip())
    last = "" if leans(last) else last  # a question that leans itself lends no words
    if last and not _OWNERS.search(text) and (whole := filled(asked, last)):
        return whole
    named = None if _WITHOUT_VERB.match(text) else resolved(text, history)
    if named is None:
        return None
    if last and (whole := filled(lead + named, last)):
        return whole
    if named == text or is_cut_short(lead + named):  # nothing to put in, or no place for it
        return None
    return named[:1].upper() + named[1:]


def search_text(question: str, history: Sequence[Turn]) -> str:
    """The question itself, or the last one before it where the question names nobody of its own."""
    if not history or names_in(question) or not leans(question):
        return question
    return f"{history[-1].question} {question}"
