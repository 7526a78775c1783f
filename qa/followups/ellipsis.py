"""Questions cut short, filled up from the one before: *Why*, *And Zelensky*, *And in 2021*."""

from __future__ import annotations

import re

from qa.followups.fragments import joined, replaced, with_fragment
from qa.followups.kinds import is_time
from qa.followups.mentions import Frame, mention_at, read_frame
from qa.followups.question_words import AUXILIARIES, PREPOSITIONS, VERBS

__all__ = ["LEAD", "filled", "is_cut_short"]

LEAD = re.compile(r"^(?:(?:and|but|so|or|then|ok|okay)\b,?\s+)+", re.IGNORECASE)
_WHAT_ABOUT = re.compile(r"^(?:what|how)\s+about\s+", re.IGNORECASE)
_WHY = re.compile(
    r"^(?P<word>why|when|where|how)(?P<no>\s+not)?"
    r"(?:\s+(?:is|was|were|did|has|does)\s+(?:that|this|it)(?:\s+(?:so|happen(?:ed)?))?)?$",
    re.IGNORECASE,
)
_TO_WHOM = re.compile(
    r"^(?:(?:to|by|with|for|from|against) (?:whom|what|which \w+)|since when|how (?:often|long)|"
    r"in (?:what|which) \w+)$",
    re.IGNORECASE,
)
_ELSE = re.compile(r"^(?P<word>who|what|where|when|why) else$", re.IGNORECASE)
_DID = re.compile(rf"^(?P<aux>{'|'.join(AUXILIARIES)})\s+(?P<who>.+?)(?:\s+(?:too|as well|also))?$",
                  re.IGNORECASE)  # fmt: skip
_FREE = frozenset("when where how why".split())
_LONGEST = 8
_FEW = 2
_ORDERS = frozenset("list summarise summarize describe name give compare outline sum".split())
_SAME_FORM = frozenset(
    """built held sold bought made led lost sent paid told found won cut shut set hit taught caught
    brought kept read struck laid left designed""".split()
)
"""Past forms that are participles too: *who built it*, *it was built*."""
_WHOLE = re.compile(
    rf"\b(?:{'|'.join(sorted(AUXILIARIES - {'may'}))}|(?-i:may)|who|whom|whose|what|when|where|why|"
    r"how|which|he|she|they)\b",
    re.IGNORECASE,
)
"""What a fragment has none of: it neither asks nor tells."""


def is_cut_short(question: str) -> bool:
    """Whether a question has no verb of its own, or asks no more than why, when or who else."""
    bare = _bare(question)
    whole = _WHAT_ABOUT.match(bare) or _WHY.match(bare) or _TO_WHOM.match(bare)
    return bool(whole or _ELSE.match(bare)) or _is_fragment(question, bare)


def filled(question: str, last: str) -> str | None:
    """A question cut short, with the words of the last one that it leaves out.

    Args:
        question: in words, its pronouns already replaced.
        last: the question before it, in full.

    Returns:
        ``None`` where it is not cut short, or where the last question has no place for its words.
    """
    bare = _bare(question)
    frame = read_frame(last.strip())
    if match := _WHY.match(bare):
        found = _asked_why(match["word"], bool(match["no"]), frame)
    elif match := _ELSE.match(bare):
        found = _asked_else(match["word"], frame)
    elif _TO_WHOM.match(bare):
        found = None if frame.opening or not frame.auxiliary else joined(bare, _lowered(frame))
    elif match := _WHAT_ABOUT.match(bare):
        found = with_fragment(bare[match.end() :], frame, sure=False)
    elif _is_fragment(question, bare):
        found = with_fragment(bare, frame, sure=True)
    else:
        found = _same_verb(bare, frame)
    return _sentence(found, asks=bool(frame.opening or frame.auxiliary)) if found else None


def _bare(question: str) -> str:
    return LEAD.sub("", question.strip()).rstrip(" ?.!")


def _is_fragment(question: str, bare: str) -> bool:
    """Whether a question is a few words without a verb, and not what one types into a search."""
    words = bare.split()
    if not words or len(words) > _LONGEST or _WHOLE.search(bare) or re.match(r"May\s+[a-z]", bare):
        return False
    if words[0].lower() in VERBS | _ORDERS and len(words) > 2:
        return False  # "list the demands"
    if LEAD.match(question.strip()):
        return True
    short = len(words) <= _FEW or words[0].lower() in PREPOSITIONS or is_time(bare)
    return question.rstrip().endswith("?") and short


def _sentence(text: str, *, asks: bool) -> str:
    text = " ".join(text.split()).rstrip(" ?.!")
    return text[:1].upper() + text[1:] + ("?" if asks else ".")


def _lowered(frame: Frame) -> str:
    """The last question without its opening, beginning with its auxiliary in small letters."""
    rest = frame.text[len(frame.opening) :].strip()
    return rest[:1].lower() + rest[1:]


def _asked_why(word: str, denied: bool, frame: Frame) -> str | None:
    opening = frame.opening.lower()
    if not frame.auxiliary:
        passive = _passive(frame)
        return None if passive is None or denied else joined(word, passive)
    if opening not in _FREE | {""} and not opening.startswith(("in ", "at ", "on ", "to ")):
        return None
    if opening == word.lower() or frame.subject is None:
        return None
    rest = _lowered(frame)
    if is_time(rest) and word.lower() == "when":
        return None
    if denied:
        tail = frame.text[frame.subject.end :]
        return joined(word, rest[: len(rest) - len(tail)], "not", tail)
    return joined(word, rest)


def _passive(frame: Frame) -> str | None:
    """*Who founded the museum* as *was the museum founded*, where the verb allows it."""
    if frame.opening.lower() != "who" or not frame.mentions:
        return None
    verb, what = frame.text[frame.predicate :].split(maxsplit=1)[0], frame.mentions[0]
    if not (verb.endswith("ed") or verb in _SAME_FORM):
        return None
    if frame.text[frame.predicate + len(verb) : what.start].strip():
        return None  # "who agreed to the plan"
    tail = frame.text[what.end :].rstrip(" ?")
    return joined("were" if what.plural else "was", what.text, verb, tail)


def _asked_else(word: str, frame: Frame) -> str | None:
    if frame.opening.lower() != word.lower():
        return None
    return joined(frame.opening, "else", frame.text[len(frame.opening) :])


def _same_verb(bare: str, frame: Frame) -> str | None:
    """*Did Iceland?* and *What did Zelensky say?* after the same question of somebody else."""
    if frame.subject is None or frame.subject.end > len(frame.text):
        return None
    rest = frame.text[frame.subject.end :].strip(" ?")
    short = _DID.match(bare)
    if short and not frame.opening and short["aux"].lower() == frame.auxiliary.lower():
        other = mention_at(short["who"])
        return None if other is None else replaced(frame, frame.subject, other.text)
    other_frame = read_frame(bare)
    if other_frame.subject is None or other_frame.opening.lower() != frame.opening.lower():
        return None
    verb = bare[other_frame.predicate :].strip()
    goes_on = rest.startswith(f"{verb} about ") and verb.isalpha()
    if not goes_on or other_frame.auxiliary.lower() != frame.auxiliary.lower():
        return None
    return replaced(frame, frame.subject, other_frame.subject.text)
