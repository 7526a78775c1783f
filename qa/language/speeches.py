"""Who says what in a prose: each speaker, whether he denies it, and what he is said to say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from qa.language.cues import DENIES, SPOKEN
from qa.language.names import CAPITALISED_RUN
from qa.language.quotes import quoted_spans
from qa.language.subjects import HEAD, NEAR, subject
from qa.language.terms import stem, telling_stems

__all__ = [
    "Speech",
    "negated",
    "sentences_in",
    "speeches",
]

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


@lru_cache(maxsize=256)  # the same sentences are cited by several statements of a reply
def speeches(sentence: str) -> tuple[Speech, ...]:
    """Every speaker whom one sentence names with a cue of speech: "X denied", "according to X"."""
    found = [(match, subject(match, sentence)) for match in SPOKEN.finditer(sentence)]
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
        near = max(match.start() - NEAR, 0)
        before = _OWNED.search(sentence, near, match.start())
        head = HEAD.search(sentence, near, match.start())
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
    joined = _BESIDE.search(sentence, max(end - NEAR, 0), end)
    if joined and joined["names"]:
        yield from re.findall(CAPITALISED_RUN, joined["names"])
    elif joined:
        yield joined["noun"]


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
