"""Who says what in a prose: each speaker, whether he denies it, and what he is said to say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.words import STOP_WORDS
from qa.language.names import CAPITALISED_RUN, OPENERS, missing_names
from qa.language.quotes import quoted_spans
from qa.language.terms import stem, telling_stems, words_in

__all__ = [
    "Speech",
    "negated",
    "same_speaker",
    "sentences_in",
    "speeches",
    "stands_as_subject",
]

_DENIES = r"(?:den(?:y|ies|ied)|disput(?:e|es|ed)|refut(?:es|ed)|rebut(?:s|ted)|rejected|dismissed)"
_SPEECH = (
    r"(?:said|says|say|told|tells|claim(?:s|ed)?|confirm(?:s|ed)?|think(?:s)?|thought"
    r"|believe[sd]?|report(?:s|ed)|argue[sd]?|warn(?:s|ed)|announce[sd]|suggest(?:s|ed)|insist(?:s|ed)"
    r"|promise[sd]?|pledge[sd]|vow(?:s|ed)|predict(?:s|ed)|state[sd]|add(?:s|ed)|wrote|writes"
    rf"|explain(?:s|ed)|admit(?:s|ted)|call(?:s|ed)\s+for|{_DENIES})"
)
_NAMED_SPEECH = (
    r"(?:declared|stated|noted|asserted|alleged|contended|maintained|stressed|emphasi[sz]ed"
    r"|acknowledged|conceded|affirmed|revealed|disclosed|mentioned|estimate[sd]|tweeted|testified"
    r"|complained|accused|blamed|condemned|denounced|criticized|criticised|hoped|feared|expects"
    r"|suspected|doubted|recommended|urged|replied|answered|remarked|observed|joked)"
)
"""Verbs that after a common noun may be participles: "the boats noted in May"."""
_ADVERBS = r"(?:(?:[a-z]+ly|also|all|both|each|has|had|have)\s+){0,3}"
_STOPS_NAME = r"(?:the|an?|that|who|which|on|at|and|but|there|it|is|was|are|were|will|may|has)\b"
_SPOKEN = re.compile(
    r"\b(?:(?P<head>[a-zß-öø-ÿ]{3,})\s+(?:of|from|in|at)\s+(?:the\s+)?)?"
    rf"(?:(?P<named>{CAPITALISED_RUN})(?:,\s[^,.;:!?\"“”]{{1,60}},|\s\([^()]{{1,40}}\))?\s+"
    rf"{_ADVERBS}(?P<does>{_NAMED_SPEECH}|{_SPEECH})"
    rf"|(?P<noun>[^\W\d_]{{2,}})(?:\s+(?:in|of)\s+\d{{4}})?\s+{_ADVERBS}(?P<cue>{_SPEECH}))\b(?!\s+by\b)"
    r"|\b[Aa]ccording\s+to\s+(?:(?:the|an?)\s+)?"
    rf"(?P<after>[\w.’'&-]+(?:\s+(?!{_STOPS_NAME})[\w’'&-]+){{0,6}})"
    rf"|(?<=[,?!\"”’»])\s+said\s+(?:the\s+)?(?P<inverted>{CAPITALISED_RUN}|[^\W\d_]{{3,}})(?=[.,]?(?:\s|$))"
)
_PAPERS = frozenset(
    """report reports article document paper newspaper outlet story author authors passage text both
    others another some many most one several never hardly""".split()
)
"""Subjects that are the document itself, or no particular speaker."""
_PREPOSITIONS = frozenset(
    """of in on at to by with for from against about over under between among near after before
    than and or but as""".split()
)
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
    r"(?:^|[,;:\"”»]\s+|\bthat\s+)(?:(?:the|an?|one|[Tt]he|[Aa]n?)\s+)?"
    rf"(?P<head>{CAPITALISED_RUN}|[a-zß-öø-ÿ]{{3,}})\s+"
    r"(?:on|for|with|to|by|in|at|from|close\s+to|involved\s+in|released|published)\s+"
    r"(?:[\w’'-]+\s+){0,4}$"
)
"""What stands before the last noun of a speaker: "the Committee on [Trade said]"."""
_ANTECEDENT = re.compile(
    r"(?:^|[.;:\"”»]\s+|\bthat\s+)(?:(?:[Tt]he|[Aa]n?|[Oo]ne|[Tt]wo|[Tt]hree|[Ss]everal)\s+)?"
    rf"(?P<head>{CAPITALISED_RUN}|[a-zß-öø-ÿ]{{3,}})(?:\s+(?!who\b)[\w’'-]+){{0,6}},?\s+$"
)
"""Who speaks in a clause that begins with "who": "two clerks of the port, [who said]"."""
_NEGATION = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|nor|cannot|without|refus\w+|declin\w+|reject\w+"
    rf"|{_DENIES})\b|n[’']t\b"
)


@dataclass(frozen=True, slots=True)
class Speech:
    """One "X said …" of a prose."""

    speaker: str
    """The name, or the noun that stands for the speaker."""
    denies: bool
    """Whether he denies the words rather than says them."""
    words: str
    """What he is said to say."""

    @property
    def quoted(self) -> str:
        """The words that stand between quotation marks."""
        return " ".join(span.of(self.words) for span in quoted_spans(self.words))


def speeches(sentence: str) -> tuple[Speech, ...]:
    """Every speaker whom one sentence names with a cue of speech: "X denied", "according to X"."""
    found = [(match, _speaker(match, sentence)) for match in _SPOKEN.finditer(sentence)]
    named = [(match, speaker) for match, speaker in found if speaker]
    matches = [match for match, _ in named]
    return tuple(
        Speech(
            speaker=each,
            denies=bool(re.fullmatch(_DENIES, match["does"] or match["cue"] or "")),
            words=_words(sentence, matches, at),
        )
        for at, (match, speaker) in enumerate(named)
        for each in (*_beside(sentence[: match.start()]), speaker)
    )


def same_speaker(speaker: str, other: str, around: str) -> bool:
    """Whether two names are one speaker's: his last name or noun in both, the rest known.

    Args:
        speaker: The name in a claim.
        other: The name in the source, with titles and all.
        around: Where the claim's first names and titles may stand instead.
    """
    last = speaker.split()[-1]
    if not last[:1].isupper():
        return stem(last.lower()) in {stem(word) for word in words_in(other)}
    missing = missing_names(speaker, other)
    return last not in missing and not missing_names(" ".join(missing), around)


def stands_as_subject(speaker: str, sentence: str) -> bool:
    """Whether a sentence names the speaker where a subject stands: before a verb, after no "of"."""
    last = speaker.split()[-1]
    for match in re.finditer(rf"\b{re.escape(last)}\b", sentence, re.IGNORECASE):
        phrase = re.search(r"(?:(?:[A-ZÀ-Þ][\w.’'-]*|the|an?)\s+)*$", sentence[: match.start()])
        left = words_in(sentence[: phrase.start()] if phrase else sentence[: match.start()])
        right = re.match(r"\s*([,:]|[^\W\d_]+)", sentence[match.end() :])
        if right and right[1] not in _PREPOSITIONS and (left or [""])[-1] not in _PREPOSITIONS:
            return True
    return False


def negated(words: str) -> bool:
    """Whether a negation stands among the words."""
    return _NEGATION.search(words) is not None


def _beside(before: str) -> Iterator[str]:
    """Who speaks together with the speaker that follows: "Berg, Dahl and …", "the mayor and …"."""
    joined = _BESIDE.search(before)
    if joined and joined["names"]:
        yield from re.findall(CAPITALISED_RUN, joined["names"])
    elif joined:
        yield joined["noun"]


def _speaker(match: re.Match[str], sentence: str) -> str:
    """The speaker as he is compared; empty for a pronoun, or the document itself."""
    phrase = match["named"] or match["noun"] or match["after"] or match["inverted"]
    words = (match["head"] or _head(match, sentence) or phrase.rstrip(".")).split()
    owner = next((at for at, word in enumerate(words) if word in ("of", "from", "in")), None)
    if owner and (owner > 1 or words[0][0].islower() or words[0].lower() in OPENERS):
        words = words[:owner]  # "critics of Norway", "Liv Moe of Osk": the critics, Liv Moe
    capitals = [word for word in words if word[0].isupper() and word.lower() not in OPENERS]
    if capitals and match["after"]:
        words = words[words.index(capitals[0]) : words.index(capitals[-1]) + 1]
    while len(words) > 1 and words[0].lower() in STOP_WORDS | OPENERS:
        words = words[1:]
    last = words[-1].lower()
    if last in STOP_WORDS | _PAPERS:
        return ""
    return " ".join(words) if words[-1][0].isupper() and last not in OPENERS else last


def _head(match: re.Match[str], sentence: str) -> str | None:
    """What a cue's last word only adds to: the Committee "on Trade", the clerks ", who"."""
    if not (match["cue"] or match["does"]):
        return None
    before = sentence[: match.start()]
    if (match["noun"] or "").lower() == "who":
        antecedent = _ANTECEDENT.search(before)
        return antecedent["head"] if antecedent else None
    head = _HEAD.search(before)
    return head["head"] if head else None


def _words(sentence: str, matches: list[re.Match[str]], at: int) -> str:
    """What a speaker is said to say: after the cue, or else before it."""
    match, last = matches[at], at + 1 == len(matches)
    before = sentence[matches[at - 1].end() if at else 0 : match.start()]
    after = sentence[match.end() : len(sentence) if last else matches[at + 1].start()]
    if not last and not _BREAK.search(after):
        after = sentence[match.end() :]  # "A reported that B said …"
    follows = bool(telling_stems(_WHEN.sub("", after, count=1)))
    closed = re.match(r"\s*[,.;!?](?!\s*[\"“«„‘'])", after) and telling_stems(before)
    if _JOINED.search(before):
        return after
    if not follows or (closed and not last):
        return before
    return f"{before} {after}" if len(matches) == 1 else after


def sentences_in(prose: str) -> Iterator[str]:
    """The sentences of a prose that say something."""
    yield from (part for part in _SENTENCE_END.split(prose) if telling_stems(part))
