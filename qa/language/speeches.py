"""Who says what in a prose: each speaker, whether he denies it, and what he is said to say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.words import STOP_WORDS
from qa.language.cues import DENIES, SPOKEN
from qa.language.names import CAPITALISED_RUN, OPENERS
from qa.language.quotes import quoted_spans
from qa.language.terms import stem, telling_stems

__all__ = [
    "Speech",
    "negated",
    "sentences_in",
    "speeches",
]

_PAPERS = frozenset(
    """report reports article document paper newspaper outlet story author authors passage text both
    others another some many most one several never hardly""".split()
)
"""Subjects that are the document itself, or no particular speaker."""
_PERSONS_IN_ED = frozenset("accused injured deceased wounded convicted unemployed disabled".split())
_BREAK = re.compile(r"[,;:—–]|\b(?:and|but|while|whereas|although|though)\b")
_JOINED = re.compile(r"\b(?:and|but|while|whereas|although|though)(?:\s+[\w’'-]+){0,4}\s*$")
_SENTENCE_END = re.compile(
    r"(?<!\bMr\.)(?<!\bMs\.)(?<!\bDr\.)(?<!\bSt\.)(?<!\bMrs\.)(?<!\bGen\.)(?<!\bSen\.)(?<!\bGov\.)"
    r"(?<!\b[A-Z]\.)(?<=[.!?])[\"”’»)]*\s+(?=[\"“‘«(]?[A-ZÀ-ÞА-Я])"
)
_WHEN = re.compile(
    r"\s*(?:(?:on|in|at|to|last|this|during)\s+(?:the\s+)?[\w.]+(?:\s+[A-Z\d]\w*)*\s*)*"
)
_BESIDE = re.compile(
    r"(?:^|[,;:\"”»]\s+|\bthat\s+)(?:[Bb]oth\s+)?(?:[Tt]he\s+|[Aa]n?\s+)?"
    rf"(?:(?P<names>(?:{CAPITALISED_RUN},\s+)*{CAPITALISED_RUN})|(?P<noun>[a-zß-öø-ÿ]{{3,}})),?"
    r"\s+and\s+(?:(?:the|an?)\s+)?$"
)
_HEAD = re.compile(
    r"(?:^|[,;:\"”»]\s+|\b(?:that|and|but|while|although|though|whereas)\s+)"
    r"(?:(?:[Oo]nly\s+)?(?:(?i:the|an?|one|two|three|four|five|six|several|some|many|most|\d+)\s+)?"
    rf"(?P<head>{CAPITALISED_RUN}|[a-zß-öø-ÿ]{{3,}})\s+"
    r"(?:(?P<of>of)|on|for|with|to|by|in|at|from|close\s+to|familiar\s+with|briefed\s+on|involved\s+in"
    r"|released|published|led\s+by)\s+(?P<rest>(?:[\w’'-]+\s+){0,4})"
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
_NEGATION = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|nor|cannot|without|refus\w+|declin\w+|reject\w+"
    rf"|{DENIES})\b|n[’']t\b"
)


_OWNED = re.compile(r"(?:\b(?:[\w.-]+\s+){0,3}[\w.-]+['’]s?\s+(?:[\w-]+\s+){0,2}|\b[a-z-]+\s+)$")
_RELATIVE = re.compile(
    r"(?:who|which|whose|whom|led|headed|chaired|run|based|including|speaking)\b"
)
_ASKED = re.compile(
    r"(?:When\s+|If\s+)?(?:asked|Asked|questioned|Questioned|pressed|Pressed)\b[^,.;:]*,"
)
_JOINS = re.compile(r";|\b(?:and|but|while|whereas|although|though)\b")
_OPENS = re.compile(r"\bthat(?:,|(?:\s+[\w’'-]+){0,4})\s*$")
"""A clause that the next speaker's words belong to: "said on Monday that, [according to …]"."""
_TITLE = re.compile(
    r"(?:^|(?<=[,;:]\s)|(?<=\band\s)|(?<=\bbut\s)|(?<=\bwhile\s)|(?<=though\s))"
    r"(?!(?:and|but|while|whereas|although|though)\b)(?:[Tt]he\s+)?(?:[\w’'-]+\s+){1,3}$"
)
"""What stands before a speaker's name: "farm minister [Mona Sand]"."""
_POSSESSES = re.compile(r"['’]s?\s+$")
_NEAR = 240
"""Characters before a cue in which its speaker is looked for."""


@dataclass(frozen=True, slots=True)
class Speech:
    """One "X said …" of a prose."""

    speaker: str
    """The name, or the noun that stands for the speaker."""
    denies: bool
    """Whether he denies the words rather than says them."""
    words: str
    """What he is said to say."""
    also: tuple[str, ...] = ()
    """What else he is called beside his name: "the owner", "Holm's lawyer"."""
    aside: str = ""
    """What is told about him beside his words: "who had long opposed it", "asked whether …"."""
    cue: str = "say"
    """The stem of the verb that gives him the word; "say" for "according to"."""

    @property
    def quoted(self) -> str:
        """The words that stand between quotation marks."""
        return " ".join(span.of(self.words) for span in quoted_spans(self.words))


def speeches(sentence: str) -> tuple[Speech, ...]:
    """Every speaker whom one sentence names with a cue of speech: "X denied", "according to X"."""
    found = [(match, _speaker(match, sentence)) for match in SPOKEN.finditer(sentence)]
    named = [(match, speaker) for match, speaker in found if speaker]
    matches = [match for match, _ in named]
    said = (
        Speech(
            speaker=each,
            denies=bool(re.fullmatch(DENIES, _verb(match))),
            words=_words(sentence, matches, at),
            also=_also(match, sentence) if each == speaker else (),
            aside=_aside(match, sentence),
            cue=_cue(match),
        )
        for at, (match, speaker) in enumerate(named)
        for each in (*_beside(sentence, match.start()), speaker)
    )
    return tuple(dict.fromkeys(said))


def _verb(match: re.Match[str]) -> str:
    return match["does"] or match["done"] or match["cue"] or ""


def _cue(match: re.Match[str]) -> str:
    verb = _verb(match).split()
    return "say" if not verb or verb[0].startswith("sa") else stem(verb[0])


def _also(match: re.Match[str], sentence: str) -> tuple[str, ...]:
    """What else the speaker is called: the noun before his name, the words between commas."""
    if match["apposed"] and match["head"]:
        return (match["head"],)
    if match["apposed"]:
        near = max(match.start() - _NEAR, 0)
        before = _OWNED.search(sentence, near, match.start())
        head = _HEAD.search(sentence, near, match.start())
        owner = head["head"] or head["part"] if head else None
        role = f"{before[0] if before else ''}{match['role']}"
        return (role, owner) if owner else (role,)
    aside = match["aside"] or ""
    return (aside,) if aside and not _RELATIVE.match(aside) else ()


def _aside(match: re.Match[str], sentence: str) -> str:
    """What the sentence tells about the speaker, and not in his name."""
    asked = _ASKED.match(sentence)
    before = asked[0] if asked and asked.end() <= match.start() else ""
    return f"{before} {match['aside'] or match['beside'] or ''}".strip()


def negated(words: str) -> bool:
    """Whether a negation stands among the words."""
    return _NEGATION.search(words) is not None


def _beside(sentence: str, end: int) -> Iterator[str]:
    """Who speaks together with the speaker that follows: "Berg, Dahl and …", "the mayor and …"."""
    joined = _BESIDE.search(sentence, max(end - _NEAR, 0), end)
    if joined and joined["names"]:
        yield from re.findall(CAPITALISED_RUN, joined["names"])
    elif joined:
        yield joined["noun"]


def _speaker(match: re.Match[str], sentence: str) -> str:
    """The speaker as he is compared; empty for a pronoun, or the document itself."""
    if match["apposed"]:
        return match["apposed"]
    if (match["noun"] or "").endswith("ed") and match["noun"].lower() not in _PERSONS_IN_ED:
        return ""  # "published reports", "everyone I interviewed said"
    phrase = match["named"] or match["noun"] or match["after"] or match["inverted"]
    head = "" if (match["head"] or "").endswith("ed") else match["head"]
    words = (head or _head(match, sentence) or phrase.rstrip(".")).split()
    words = [word for word in words if any(char.isalnum() for char in word)]
    if not words:
        return ""
    owner = next((at for at, word in enumerate(words) if word in ("of", "from", "in")), None)
    if owner and match["after"] and words[owner + 1 :][:1] and words[owner + 1][0].islower():
        own = [at for at, word in enumerate(words) if at > owner and word[0].isupper()]
        words, owner = (words[own[0] :], None) if own else (words, owner)
    if owner and (owner > 1 or words[0][0].islower() or words[0].lower() in OPENERS):
        words = words[:owner]  # "critics of Norway", "Liv Moe of Osk": the critics, Liv Moe
    capitals = [word for word in words if word[0].isupper() and word.lower() not in OPENERS]
    if capitals and match["after"]:
        words = words[words.index(capitals[0]) : words.index(capitals[-1]) + 1]
    while len(words) > 1 and words[0].lower() in STOP_WORDS | OPENERS:
        words = words[1:]
    last = words[-1].lower()
    if last in STOP_WORDS | _PAPERS and not (len(words) > 1 and words[-1].istitle()):
        return ""
    return " ".join(words) if words[-1][0].isupper() and last not in OPENERS else last


def _head(match: re.Match[str], sentence: str) -> str | None:
    """What a cue's last word only adds to: the Committee "on Trade", the clerks ", who"."""
    if not (match["cue"] or match["does"]):
        return None
    end = match.start("named") if match["named"] else match.start("noun")
    near = max(end - _NEAR, 0)
    if (match["noun"] or "").lower() == "who":
        antecedent = _ANTECEDENT.search(sentence, near, end)
        return antecedent["head"] if antecedent else None
    if (match["noun"] or "").lower() in STOP_WORDS:
        return None
    head = _HEAD.search(sentence, near, end)
    is_name = head and (head["whole"] or head["doing"] or (head["of"] and head["rest"]))
    if head is None or (match["named"] and is_name):
        return None  # "the head of operations Tessa Brun said"
    found = head["head"] or head["part"] or head["whose"] or head["doing"]
    return None if head["of"] and found.lower() in _PAPERS else found  # "one of the clerks"


def _words(sentence: str, matches: list[re.Match[str]], at: int) -> str:
    """What a speaker is said to say: after the cue, or else before it."""
    match, last = matches[at], at + 1 == len(matches)
    before = sentence[matches[at - 1].end() if at else 0 : match.start()]
    after = sentence[match.end() : len(sentence) if last else matches[at + 1].start()]
    opens = match["after"] and not telling_stems(before) and not _JOINS.search(after)
    if not last and (opens or not _BREAK.search(after) or _OPENS.search(after)):
        after = sentence[match.end() :]  # "A reported that B said …"
    between = sentence[matches[at - 1].end() : match.start()] if at else ""
    if at and matches[at - 1]["noun"] and not _BREAK.search(between.rstrip(" ,")):
        # "Two of the guests reported pain, doctors said"
        before = sentence[matches[at - 2].end() if at > 1 else 0 : match.start()]
    joined = _JOINED.search(before)
    follows = bool(telling_stems(_WHEN.sub("", after, count=1)))
    closed = re.match(r"\s*[,.;!?](?!\s*[\"“«„‘'])", after) and telling_stems(before)
    if match["named"] or match["apposed"] or _POSSESSES.search(before):
        before = _TITLE.sub("", before)
    if not last:
        after = _TITLE.sub("", after) if matches[at + 1]["named"] else after
    if joined:
        return after
    if not follows or (closed and not last):
        return before
    return f"{before} {after}" if len(matches) == 1 else after


def sentences_in(prose: str) -> Iterator[str]:
    """The sentences of a prose that say something."""
    yield from (part for part in _SENTENCE_END.split(prose) if telling_stems(part))
