"""What a question asks for: its words and names, the kind of answer, and whose words it wants."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from index.words import STOP_WORDS
from qa.language.terms import names_in, stem, telling_stems

__all__ = ["Expected", "Question", "analyse", "split_parts"]


class Expected(StrEnum):
    """What an answering sentence has to hold."""

    SPEAKER = "speaker"
    """Who said it: the sentence must be attributed to somebody."""
    SPEECH = "speech"
    """What somebody said: the sentence must be attributed to that speaker."""
    PERSON = "person"
    PLACE = "place"
    TIME = "time"
    QUANTITY = "quantity"
    MONEY = "money"
    ANYTHING = "anything"


@dataclass(frozen=True, slots=True)
class Question:
    """A question, taken apart."""

    text: str
    stems: frozenset[str]
    """Stems of its telling words, those of names and quoted phrases included."""
    names: tuple[str, ...]
    phrases: tuple[str, ...]
    """What the question puts between quotation marks."""
    expected: Expected
    speaker: str | None = None
    """Whose words are asked for, as the question names him."""
    counted: str | None = None
    """Stem of what "how many …" counts."""
    action: str = ""
    """Stem of what somebody is asked for who did it: "who blocked …"."""
    role: str = ""
    """Stem of what somebody is asked for who is it: "who is the mayor of …"."""
    topic: frozenset[str] = frozenset()
    """Stems of what a speaker is asked about: "what did … say about …"."""


_SAY = (
    r"(?:say|said|says|saying|tell|told|claim(?:ed)?|argue[sd]?|warn(?:ed)?|think|thought|thinks|"
    r"believe[sd]?|suggest(?:ed)?|promise[sd]?|pledge[sd]?|announce[sd]?|state[sd]?|den(?:y|ied)|"
    r"confirm(?:ed)?|report(?:ed)?|describe[sd]?|call(?:ed)?|explain(?:ed)?|admit(?:ted)?|"
    r"insist(?:ed)?|predict(?:ed)?|urge[sd]?|demand(?:ed)?|write|wrote|respond(?:ed)?|propose[sd]?|"
    r"reveal(?:ed)?|criticize[sd]?|criticise[sd]?|want(?:ed)?|hope[sd]?|fear(?:ed)?|"
    r"answer(?:ed)?|repl(?:y|ied)|recommend(?:ed)?|advise[sd]?|complain(?:ed)?|declare[sd]?|"
    r"mention(?:ed)?|conclude[sd]?|stress(?:ed)?|remark(?:ed)?)"
)
_WHO_SAID = re.compile(
    rf"^(?:who|whom|which(?:\s+\w+){{1,2}})\s+(?:has |have |had |also )?{_SAY}\b"
    r"|^(?:which|what)\s+(?:newspaper|paper|outlet|agency|magazine|broadcaster|channel|"
    r"publication|journal|station|website)\b"
    r"|\b(?:who|what)\s+(?:is|was|are|were)\s+the\s+(?:source|speaker)\b"
    r"|\bwhose\s+(?:words|statement|view|claim)",
    re.IGNORECASE,
)
_WHAT_SAID = re.compile(
    rf"^(?:what|how|why|when|where)\s+(?:else\s+)?(?:did|does|do|has|have|had)\s+"
    rf"(?P<speaker>(?:the|an?|this|these|those)\s+\S.*?|(?!(?:the|an?|this|these|those)\b).+?)"
    rf"\s+{_SAY}\b",
    re.IGNORECASE,
)
_ACCORDING = re.compile(r"\baccording to\s+(?P<speaker>[^,?.]+)", re.IGNORECASE)
_IN_VIEW = re.compile(r"\bin\s+(?P<speaker>[^,?.]+?)['’]s?\s+(?:view|opinion|words)", re.IGNORECASE)
_THE_DOCUMENT = re.compile(
    r"^(?:the|this|these|an?)?\s*(?:article|report|document|text|passage|story|author|source)s?$",
    re.IGNORECASE,
)
_PHRASE = re.compile(r"[“\"«„]([^“”\"«»„]{3,})[”\"»“]")
_EXPECTED = (
    (re.compile(r"\bhow much\b(?!\s+(?:time|of\b))[^?]*\b(?:cost|pay|paid|money|price|worth|spend|"
                r"spent|earn|fund|owe|charge|budget)|\bwhat (?:is|was) the (?:price|cost)\b|"
                r"\bhow (?:much|many) (?:money|dollars|euros|pounds)\b|\bhow expensive\b",
                re.IGNORECASE), Expected.MONEY),
    (re.compile(r"\bhow (?:many|much|often|long|old|far|large|big|tall|high|fast|deep|wide)\b|"
                r"\bwhat (?:percentage|share|number|proportion|percent|temperature|speed|height|"
        r"weight|distance|age|price)\b", re.IGNORECASE),
     Expected.QUANTITY),
    (re.compile(r"^when\b|\b(?:what|which|in what|on what) (?:year|date|day|month|time|decade|"
                r"century)\b|\bhow long ago\b|\bsince when\b", re.IGNORECASE), Expected.TIME),
    (re.compile(r"^where\b|\b(?:what|which|in what|in which) (?:city|country|place|town|state|"
                r"region|village|location)\b", re.IGNORECASE), Expected.PLACE),
    (re.compile(r"^(?:who|whom|whose)\b|\b(?:by|to|with|from|for) whom\b", re.IGNORECASE),
     Expected.PERSON),
)  # fmt: skip
_HOW_MANY = re.compile(r"\bhow many (?:(?:more|other|different|new|total) )?(\w+)", re.IGNORECASE)
_WHO_DID = re.compile(
    r"^who(?:m|se)?\s+(?:(?:has|have|had|is|was|were|did|does|will|would)\s+)?(?:been\s+)?(\w+)",
    re.IGNORECASE,
)
_WHO_IS = re.compile(
    r"^who(?:['’]s| is| was| are| were) (?:the|an?) ((?:[\w'’-]+ )*?[\w'’-]+)"
    r"(?=[?.,]*$|,? (?:of|for|in|at|from|by|on|to|with|during|when|that|which|who)\b)",
    re.IGNORECASE,
)
_OFFICES = frozenset(
    """president minister premier chancellor mayor governor secretary senator congressman deputy
    chairman chairwoman chair head chief speaker spokesman spokeswoman director manager
    officer commissioner ambassador envoy king queen prince princess emperor pope bishop
    archbishop rabbi imam judge prosecutor attorney sheriff marshal general admiral colonel
    commander captain coach coordinator editor publisher principal dean rector headmaster
    treasurer supervisor administrator ceo cfo owner founder husband wife father mother
    brother sister son daughter""".split()
)
"""Roles that a text calls by their word. Others it tells in a verb: *who led* is the leader."""
_ABOUT = re.compile(r"\b(?:about|regarding|concerning)\s+(.+)$", re.IGNORECASE)
_ANYBODY = frozenset(("people", "persons", "individuals", "men", "women", "children", "times"))
"""Counted under other names as well: *nine farmers died* says how many people did."""
_MOST_PARTS = 4  # each part is weighed for itself, which takes a fifth of a second
_PARTS = re.compile(
    r"\?\s+(?:and\s+)?(?=\w)"
    r"|(?:[,;]?\s+(?:and(?:\s+also)?|but|plus|as well as)|;)\s+"
    r"(?=(?:who|whom|whose|what|when|where|why|how|which)\b)",
    re.IGNORECASE,
)


def analyse(text: str) -> Question:
    """Take a question apart."""
    phrases = tuple(match.group(1).strip() for match in _PHRASE.finditer(text))
    speaker = _speaker_asked(text)
    return Question(
        text=text,
        stems=telling_stems(text),
        names=names_in(_PHRASE.sub(" ", text)),
        phrases=phrases,
        expected=_expected(text, speaker),
        speaker=speaker,
        counted=_counted(text),
        action=_action(text),
        role=_role(text),
        topic=_topic(text),
    )


def split_parts(text: str) -> tuple[str, ...]:
    """The single questions of a question: at question marks and before "and who/what/when …".

    What only leans on the rest ("Why?") is no part of its own, and what stands between quotation
    marks is never parted.
    """
    quoted = [match.span() for match in _PHRASE.finditer(text)]
    bounds = [
        match.span()
        for match in _PARTS.finditer(text)
        if not any(start < match.end() and match.start() < end for start, end in quoted)
    ]
    starts, ends = [0, *(end for _, end in bounds)], [*(start for start, _ in bounds), len(text)]
    parts = [text[a:b].strip(" ,;?\n") for a, b in zip(starts, ends, strict=True)]
    whole = [part + "?" for part in parts if len(part.split()) > 2]
    if len(whole) == len([part for part in parts if part]) and 1 < len(whole) <= _MOST_PARTS:
        return tuple(whole)
    return (text,)


def _counted(text: str) -> str | None:
    match = _HOW_MANY.search(text)
    if match is None or match[1].lower() in STOP_WORDS | _ANYBODY:
        return None
    return stem(match[1])


def _action(text: str) -> str:
    match = _WHO_DID.search(text)
    return stem(match[1]) if match and match[1].lower() not in STOP_WORDS else ""


def _role(text: str) -> str:
    match = _WHO_IS.search(text)
    if match is None or _WHO_SAID.search(text):
        return ""
    head = match[1].split()[-1].lower()
    return stem(head) if head in _OFFICES else ""


def _topic(text: str) -> frozenset[str]:
    match = _ABOUT.search(text)
    return telling_stems(match[1]) if match else frozenset()


def _expected(text: str, speaker: str | None) -> Expected:
    if _WHO_SAID.search(text):
        return Expected.SPEAKER
    if speaker is not None and _WHAT_SAID.search(text):
        return Expected.SPEECH
    return next((kind for pattern, kind in _EXPECTED if pattern.search(text)), Expected.ANYTHING)


def _speaker_asked(text: str) -> str | None:
    for pattern in (_WHAT_SAID, _ACCORDING, _IN_VIEW):
        match = pattern.search(text)
        if match and not _THE_DOCUMENT.match(match["speaker"].strip()):
            return match["speaker"].strip()
    return None
