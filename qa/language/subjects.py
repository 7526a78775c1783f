"""Who is the subject of a verb of speech: the head of what stands before it, not its last noun."""

from __future__ import annotations

import re

from index.words import STOP_WORDS
from qa.language.names import CAPITALISED_RUN, OPENERS

__all__ = ["HEAD", "NEAR", "subject"]

NEAR = 240
"""Characters before a cue in which its speaker is looked for."""
_PAPERS = frozenset(
    """report reports article document paper newspaper outlet story author authors passage text both
    others another some many most one several never hardly cent percent majority minority half third
    quarter number""".split()
)
"""Subjects that are the document itself, or no particular speaker."""
_NO_PERSONS = frozenset("knowledge understanding favour favor charge support behalf".split())
"""What stands before an "of" and speaks never: "people with knowledge of the talks said"."""
_PERSONS = frozenset(
    """researchers scientists volunteers officials police lawyers doctors nurses workers residents
    experts analysts economists engineers staff investigators prosecutors lawmakers employees
    spokesman spokeswoman spokesperson sources executives insiders""".split()
)
_NOUN_OR_VERB = frozenset(
    "claim claims report reports promise estimate estimates hopes fears doubts answers".split()
)
_LINKS = ("of", "from", "in")
_PERSONS_IN_ED = frozenset("accused injured deceased wounded convicted unemployed disabled".split())
HEAD = re.compile(
    r"(?:^|[,;:\"”»]\s+|\b(?:that|and|but|while|although|though|whereas)\s+)"
    r"(?:(?:[Oo]nly\s+)?(?:(?i:the|an?|one|two|three|four|five|six|several|some|many|most|\d+)\s+)?"
    rf"(?P<head>{CAPITALISED_RUN}|[a-zß-öø-ÿ]{{3,}})\s+"
    r"(?:(?P<of>of)|on|for|with|to|by|in|at|from|close\s+to|familiar\s+with|briefed\s+on|involved\s+in"
    r"|released|published|led\s+by)\s+(?P<rest>(?:[\w’'&-]+\s+){0,4})"
    r"|(?i:the|an?|\d+)\s+(?:[\w’'-]+\s+){0,3}?(?P<part>[a-zß-öø-ÿ]{3,})\s+"
    r"(?:(?P<whole>of)|released|published|conducted|commissioned)\s+"
    r"(?:[\w’'-]+\s+){0,4})$"
    rf"|(?P<whose>{CAPITALISED_RUN}|[a-zß-öø-ÿ]{{3,}})\s+who\s+(?:[\w’'-]+\s+){{1,7}}$"
    r"|(?P<doing>[a-zß-öø-ÿ]{2,}(?:[^s\W]s|people|men|women|children))\s+[a-z]{2,}ing\s+(?:[\w’'-]+\s+){1,4}$"
)
"""What stands before the last noun of a speaker: "the Committee on [Trade said]"."""
_ANTECEDENT = re.compile(
    r"(?:^|[.;:\"”»]\s+|\bthat\s+)(?:(?:[Tt]he|[Aa]n?|[Oo]ne|[Tt]wo|[Tt]hree|[Ss]everal)\s+)?"
    rf"(?P<head>{CAPITALISED_RUN}|[a-zß-öø-ÿ]{{3,}})(?:\s+(?!who\b)[\w’'-]+){{0,6}},?\s+$"
)
"""Who speaks in a clause that begins with "who": "two clerks of the port, [who said]"."""


def subject(match: re.Match[str], sentence: str) -> str:
    """The speaker as he is compared; empty for a pronoun, or the document itself."""
    if match["apposed"]:
        return match["apposed"]
    phrase = match["named"] or match["noun"] or match["after"] or match["inverted"]
    if _is_no_subject(match, phrase):
        return ""
    head = match["head"] or ""
    if head.endswith("ed") or head in _NO_PERSONS:
        head = ""
    words = (head or _head(match, sentence) or phrase.rstrip(".")).split()
    words = [word for word in words if any(char.isalnum() for char in word)]
    if words and match["after"]:
        words = _of_source(words)
    elif words:
        words = _without_owner(words)
    while len(words) > 1 and words[0].lower() in STOP_WORDS | OPENERS:
        words = words[1:]
    last = words[-1].lower() if words else ""
    if not last or (last in STOP_WORDS | _PAPERS and not (len(words) > 1 and words[-1].istitle())):
        return ""
    return " ".join(words) if words[-1][0].isupper() and last not in OPENERS else last


def _is_no_subject(match: re.Match[str], phrase: str) -> bool:
    """Whether nobody speaks: "published reports", "everyone I interviewed said", "Holm's claim"."""
    noun = (match["noun"] or "").lower()
    verb = (match["does"] or match["cue"] or "").lower()
    owned = phrase.endswith(("'s", "’s", "s'", "s’")) and verb in _NOUN_OR_VERB
    return owned or (noun.endswith("ed") and noun not in _PERSONS_IN_ED)


def _of_source(words: list[str]) -> list[str]:
    """The source of an "according to": "Ivan Petrov" of "chief of security Ivan Petrov"."""
    if words[-1] in _PERSONS:
        return words[-1:]  # "Osk University researchers"
    owner = next((at for at, word in enumerate(words) if word in _LINKS), None)
    if owner and words[owner + 1 :][:1] and words[owner + 1][0].islower():
        own = [at for at, word in enumerate(words) if at > owner and word[0].isupper()]
        words = words[own[0] :] if own else _without_owner(words)
    else:
        words = _without_owner(words)
    capitals = [word for word in words if word[0].isupper() and word.lower() not in OPENERS]
    return words[words.index(capitals[0]) : words.index(capitals[-1]) + 1] if capitals else words


def _without_owner(words: list[str]) -> list[str]:
    """Those before the "of": "critics of Norway", "Liv Moe of Osk"; but the "Bank of Osk"."""
    owner = next((at for at, word in enumerate(words) if word in _LINKS), None)
    if owner and (owner > 1 or words[0][0].islower() or words[0].lower() in OPENERS):
        return words[:owner]
    return words


def _head(match: re.Match[str], sentence: str) -> str | None:
    """What a cue's last word only adds to: the Committee "on Trade", the clerks ", who"."""
    if not (match["cue"] or match["does"]):
        return None
    end = match.start("named") if match["named"] else match.start("noun")
    near = max(end - NEAR, 0)
    if (match["noun"] or "").lower() == "who":
        antecedent = _ANTECEDENT.search(sentence, near, end)
        return antecedent["head"] if antecedent else None
    if (match["noun"] or "").lower() in STOP_WORDS:
        return None
    head = HEAD.search(sentence, near, end)
    is_name = head and (head["whole"] or head["doing"] or (head["of"] and head["rest"]))
    if head is None or (match["named"] and is_name):
        return None  # "the head of operations Tessa Brun said"
    found = head["head"] or head["part"] or head["whose"] or head["doing"]
    return None if head["of"] and found.lower() in _PAPERS else found  # "one of the clerks"
