"""Words of a sentence, and the noun phrases that they may form.

No part-of-speech tagger: lists of the closed word classes and a few endings tell where a noun
phrase may begin and end. What cannot be told is refused, so that no speaker is invented.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.cues import VERBS, Form
from index.types import Span

__all__ = [
    "AUXILIARIES",
    "BE",
    "CONNECTIVES",
    "DETERMINERS",
    "PREPOSITIONS",
    "SUBJECT_PRONOUNS",
    "SUBORDINATORS",
    "TIME",
    "Words",
    "noun_phrase",
    "source_after",
    "without_opening",
]


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


BE = _set("is are was were be been being am ’s 's isn’t aren’t wasn’t weren’t isn't aren't wasn't")
"""Forms of *to be*: with a past participle they make a passive."""
AUXILIARIES = BE | _set(
    """has have had would will could should might may must can cannot did does do didn’t doesn’t
    don’t hasn’t haven’t hadn’t wouldn’t won’t couldn’t can’t shouldn’t didn't doesn't don't hasn't
    haven't hadn't wouldn't won't couldn't can't shouldn't ’re ’ve ’d ’ll ’m 're 've 'd 'll 'm"""
)
_ADVERBS = _set(
    """also twice then later again once still never not always often sometimes even just now
    already soon long first recently and/or reportedly further too ever at_least instead
    therefore thus only"""
)
SUBORDINATORS = _set(
    """that because when while if but and or as which who whom after before although though since
    where whether than how what so until unless whose yet nor plus"""
)
"""Words that a subject does not reach over to the left."""
_BREAKS = frozenset(",;:“”—–-()?!|\x01[]")
_BEFORE_TO = _set("close privy")
"""Words that have their *to* inside of a phrase: *a person close to the board*."""
PREPOSITIONS = _set(
    """of for in at from with on to by about against over under near close between amid among
    despite without within across through toward behind beyond upon during"""
)
_NP_ENDS = _set(
    """in on at during after before as when while who whom whose which that to because but if
    about last this yesterday today tomorrow late early earlier again recently into until since
    where and/or via through why how whether"""
) | _set("monday tuesday wednesday thursday friday saturday sunday")
CONNECTIVES = _set(
    """but and still yet meanwhile now later then today so also even or nor however indeed
    moreover earlier afterward afterwards instead perhaps maybe yesterday plus while though if when
    because although as since after once that until and/or here there what how why where"""
)
DETERMINERS = _set("the a an this that these those its his her their our my your")
_BARE = DETERMINERS | _set("new old own same very such more less further not no")
_IRREGULAR = _set(
    """went came made took got gave left met sat stood ran won lost began spoke saw fell rose
    drew grew led paid put sent set shot showed spent broke brought built bought caught chose
    cut drove flew fought held hit kept let lay threw wore became called sought visited takes
    makes goes comes gets gives has appeared used tried sold shook struck swore swept slept
    stuck hung beat bent bit blew burst clung dealt dug drank ate fled forgot forgave froze
    heard hid hurt knelt knew laid lent lit meant overcame paid quit read rode rang rid said
    sang sank shed shone shrank slid sold sped spun split sprang stole stung swam swung taught
    tore told thought understood undertook dove woke withdrew withheld wrote wants needs seems
    looks tries continues remains becomes appears begins starts keeps helps works runs relies
    refers puts remain lays"""
)
_SAYS = _set("say says think thinks believe believes hope argues insists tells suggests fears")
SUBJECT_PRONOUNS = _set("he she they it i we you")
_AMOUNTS = _set("half least third quarter")
_WORD = re.compile(
    r"(?:[A-Z]\.)+(?!\w)|\b(?:Mr|Mrs|Ms|Dr|Prof|Sen|Sens|Rep|Reps|Gov|Gen|Lt|Col|Capt|Sgt|Rev|St|Jr|"
    r"Sr|Inc|Co|Corp|No)\.|"
    r"(?i:\b(?:he|she|it|they|we|you|i|that|there|who|what)(?=['’](?:s|re|ve|d|ll|m)\b))|"
    r"['’](?:s|re|ve|d|ll|m)\b|"
    r"\x01+|\d{1,3}(?:,\d{3})+|[^\W_](?:[\w.'’&/@-]*\w)?|[^\w\s]"
)
TIME = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day$|(?:january|february|march|april|may|june|july|"
    r"august|september|october|november|december|statement|interview|tweet|speech|week|month|year|"
    r"day|night|morning|afternoon|evening|time|recently|\d{1,4})$"
)
_PERIOD = re.compile(r"(?:.+day|week|month|year|night|morning|spring|summer|fall|winter|weekend)$")
_PREDICATES = DETERMINERS | _set("that it him them us me")
"""Words that show that the *-ed* before them is a verb."""
_LONGEST = 22
"""Words of the longest noun phrase that is believed."""
_LONGEST_AUDIENCE = 6
_NEVER_FINAL = DETERMINERS | _set(". and or for of from such new own other more less")
_NEVER_FIRST = _set("him me us them having being")
_NOT_NOMINAL = AUXILIARIES | _IRREGULAR
"""Words that no noun phrase holds, as far as it stands before its verb."""


@dataclass(frozen=True, slots=True, eq=False)  # compared by identity: cheap to remember by
class Words:
    """A sentence as words and marks. Spans of words are half-open ranges of their numbers."""

    sentence: str
    spans: tuple[tuple[int, int], ...]
    text: tuple[str, ...]
    lower: list[str]

    @classmethod
    def of(cls, sentence: str) -> Words:
        """Cut a sentence into words and marks."""
        matches = list(_WORD.finditer(sentence))
        text = tuple(match.group() for match in matches)
        return cls(sentence, tuple(m.span() for m in matches), text, [t.lower() for t in text])

    def at(self, index: int) -> str:
        """The word of that number in lower case, or ``""`` outside of the sentence."""
        return self.lower[index] if 0 <= index < len(self.lower) else ""

    def characters(self, words: Span) -> Span:
        """The characters from the first to the last of these words."""
        return Span(self.spans[words.start][0], self.spans[words.end - 1][1])

    def is_auxiliary(self, index: int) -> bool:
        """Whether this word can stand between a subject and its verb."""
        word = self.lower[index]
        if word in AUXILIARIES or word in _ADVERBS:
            return True
        if word in ("both", "all", "each"):
            return self.at(index - 1) in AUXILIARIES
        return word.endswith("ly") and len(word) > 4 and self.text[index].islower()

    def is_break(self, index: int) -> bool:
        """Whether a noun phrase cannot reach over this word."""
        if self.lower[index] == "than" and self.at(index - 1) in ("more", "less", "fewer"):
            return False
        return self.lower[index] in SUBORDINATORS or self.lower[index][0] in _BREAKS

    def is_speech(self, index: int) -> bool:
        """Whether this word is a verb of speech that a clause without *that* may follow."""
        word = self.lower[index]
        return any(cue.form is Form.PAST for cue in VERBS.get(word, ())) or word in _SAYS

    def is_verb(self, index: int) -> bool:
        """Whether this word is likely a finite verb."""
        word = self.lower[index]
        if not self.text[index][0].islower():
            return False
        if word in AUXILIARIES or word in _IRREGULAR:
            return True
        if any(cue.form in (Form.PAST, Form.THIRD) for cue in VERBS.get(word, ())):
            return True
        return word.endswith("ed") and len(word) > 4 and index > 0


def noun_phrase(words: Words, start: int, end: int) -> Span | None:
    """The noun phrase in a run of words.

    Args:
        words: The sentence.
        start: Number of the first word.
        end: Number after the last word.

    Returns:
        The words without what only connects them to the sentence before, or ``None`` where they
        are no noun phrase.
    """
    start = without_opening(words, max(0, start), end)
    if not 0 < end - start <= _LONGEST:
        return None
    inner = words.lower[start:end]
    is_gerund = words.text[start].islower() and inner[0].endswith("ing") and "-" not in inner[0]
    is_bare = all(word in _BARE or not word[0].isalnum() for word in inner)
    is_refused = (
        is_gerund
        or inner[-1] in _NEVER_FINAL
        or (len(inner) == 1 and _is_aside(words, start))
        or (len(inner) == 1 and inner[0] in PREPOSITIONS)
        or is_bare
        or (inner[0] in _NEVER_FIRST and not words.text[start].isupper())
        or any(  # "May" is a name, "may" is none; "a group led by Holt" is a phrase
            words.text[i] in _NOT_NOMINAL and words.at(i + 1) != "by" for i in range(start, end)
        )
        or _names_around_verb(words, start, end)
        or _is_predicate(words, start, end)
        or (inner[0] in ("last", "this", "next") and _PERIOD.match(inner[-1]) is not None)
    )
    return None if is_refused else Span(start, end)


def _is_aside(words: Words, index: int) -> bool:
    """*Essentially, the crew said*; *All told, the group said*."""
    word = words.lower[index]
    is_adverb = word.endswith("ly") and words.at(index + 1) == "," and index == 0
    return (
        is_adverb or word in ("likewise", "shortly") or words.lower[index:][:2] == ["all", "told"]
    )


def _is_predicate(words: Words, start: int, end: int) -> bool:
    """Whether the words are *asked* or *confronted him in May* rather than *armed men*."""
    if not words.lower[start].endswith("ed"):
        return False
    follows = words.at(start + 1)
    is_alone = end - start == 1 and words.is_speech(start)
    return is_alone or follows in PREPOSITIONS | _PREDICATES or follows.endswith("ly")


def without_opening(words: Words, start: int, end: int) -> int:
    """Skip what only connects a noun phrase to the sentence before.

    Args:
        words: The sentence.
        start: Number of its first word.
        end: Number after its last word.

    Returns:
        Number of the first word after *But*, *On Monday*, *Recently*.
    """
    while start < end and (words.lower[start] in CONNECTIVES or words.lower[start][0] in _BREAKS):
        start += 1
    is_amount = words.at(start + 1)[:1].isdigit() or words.at(start + 1) in _AMOUNTS
    if start < end and words.lower[start] in PREPOSITIONS and not is_amount:
        times = [i for i in range(start, end) if TIME.match(words.lower[i])]
        start = times[-1] + 1 if times else end
        articles = (i for i in range(start, end) if words.lower[i] == "the")
        article = next(articles, start)
        if words.lower[article - 1] not in PREPOSITIONS:  # "For the other 5 million the board"
            start = article
    if start + 1 < end and TIME.match(words.lower[start]) and words.text[start + 1][0].isupper():
        start += 1
    while start + 1 < end and words.lower[start].endswith("ly"):
        start += 1
    return start


def _names_around_verb(words: Words, start: int, end: int) -> bool:
    """Whether the words are *Smith leads Jones* rather than one phrase."""
    return any(
        words.text[i - 1][0].isupper()
        and words.text[i].islower()
        and words.lower[i].endswith(("s", "ed"))
        and (words.text[i + 1][0].isupper() or words.lower[i + 1] in DETERMINERS)
        and "’" not in words.text[i - 1]
        and words.lower[i - 1] not in DETERMINERS
        for i in range(start + 1, end - 1)
    )


def source_after(words: Words, first: int, is_audience: bool = False) -> Span | None:
    """The noun phrase that begins at a word: the speaker after *said* or *according to*.

    Args:
        words: The sentence.
        first: Number of the word after the cue.
        is_audience: Whether it is the one spoken to, who is followed by what is said.

    Returns:
        The noun phrase, or ``None`` where the words are none.
    """
    end = _end_of_source(words, first, is_audience)
    while end > first and words.lower[end - 1] in _NEVER_FINAL:
        end -= 1
    if end <= first or words.at(first) in SUBORDINATORS | PREPOSITIONS:
        return None
    if end - first > (_LONGEST_AUDIENCE if is_audience else _LONGEST):
        return None
    is_clause = end - first > 1 and words.lower[first] in SUBJECT_PRONOUNS
    if is_clause or any(_is_finite(words, index) for index in range(first, end)):
        return None
    return noun_phrase(words, first, end)


def _end_of_source(words: Words, first: int, is_audience: bool) -> int:
    """Number after the last word of the phrase, or ``first`` where it turns out to be a clause."""
    for index in range(first, min(first + _LONGEST, len(words.lower))):
        word = words.lower[index]
        if word == "(":
            closing = (i for i in range(index, index + 6) if words.at(i) == ")")
            return next(closing, index - 1) + 1
        if word[0] in _BREAKS:
            return index
        if index > first and _ends_phrase(words, index, is_audience):
            return index
        if index > first and word in AUXILIARIES:
            return index if is_audience else first
    return min(first + _LONGEST, len(words.lower))


def _ends_phrase(words: Words, index: int, is_audience: bool) -> bool:
    word = words.lower[index]
    if word == "to" and words.at(index - 1) in _BEFORE_TO:
        return False
    return word in _NP_ENDS or (word == "and" and is_audience)


def _is_finite(words: Words, index: int) -> bool:
    """Whether a word inside of a noun phrase shows that it is none."""
    if words.is_speech(index) or words.lower[index] in _IRREGULAR:
        return words.at(index + 1) != "by"
    return words.is_verb(index) and words.at(index + 1) in _PREDICATES
