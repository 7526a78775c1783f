"""What a question speaks of: its opening, its subject and the names and nouns in it.

No grammar of English, only as much as the questions need that people ask of documents: where the
subject ends is told by the words that follow it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.kinds import Kind, is_plural, is_time, kind_of

__all__ = [
    "AUXILIARIES",
    "PREPOSITIONS",
    "PRONOUNS",
    "VERBS",
    "Frame",
    "Mention",
    "Token",
    "mention_at",
    "read_frame",
    "tokens_of",
]

AUXILIARIES = frozenset(
    """do does did is are was were be been has have had will would can could shall should may might
    must don't doesn't didn't isn't aren't wasn't weren't hasn't haven't hadn't won't wouldn't
    can't cannot couldn't shouldn't""".split()
)
_TO_BE_OR_HAVE = frozenset(
    """is are was were has have had isn't aren't wasn't weren't hasn't haven't hadn't""".split()
)
PREPOSITIONS = frozenset(
    """about against among around at before after between by during for from in inside into near of
    off on onto outside over regarding concerning since through to toward towards under until upon
    with within without as than despite beyond across behind below above""".split()
)
PRONOUNS = frozenset(
    """he she it they him her them his hers its their theirs himself herself itself themselves i you
    we me us this that these those there who whom whose which what one ones""".split()
)
_ARTICLES = frozenset(
    "the a an this that these those his her its their our my your some any no".split()
)
_QUESTION_WORDS = frozenset("who whom whose what when where why how which".split())
_BREAKS = (
    AUXILIARIES
    | PREPOSITIONS
    | _QUESTION_WORDS
    | frozenset(
        """he she it they him them i you we me us there and or but if because while although that so
        not else too also again then ever even already still yet most more less only just either
        than both now ago yesterday today tomorrow""".split()
    )
)
VERBS = frozenset(
    """accept accuse admit adopt advise agree allow announce appear apply approve argue arrive ask
    attack avoid ban become begin believe belong block blame break bring build burn buy call cancel
    carry cause change charge choose claim close collapse collect come compare compete condemn
    confirm consider contain continue control convince cost criticise criticize cross cut decide
    declare decline defend delay deliver demand deny depend describe design destroy develop die
    disagree disappear discover discuss dismiss do drive drop earn employ end enter estimate exist
    expect explain export face fail fall fear feel fight file find fire fly follow force found gain
    get give go grow guarantee happen have help hire hit hold hope import improve include increase
    insist intend introduce invent invest investigate invite join judge keep kill know lack land
    last launch lead learn leave lie live look lose make manage mean measure meet melt merge move
    need negotiate occur offer open oppose order own pass pay perform plan play pledge praise prefer
    prepare present prevent produce promise promote propose protect protest prove provide publish
    pull push put quit raise reach react read receive recommend reduce refuse reject release rely
    remain remember replace reply report request rescue resign respond result retire return reveal
    rise rule run save say see seek seem sell send serve settle show shut sign sink speak spend stand
    start state stay steal stop strike study succeed suffer suggest supply support suspect take talk
    teach tell think threaten trade train travel treat try turn urge use visit vote wait walk want
    warn watch weigh win withdraw work worry write ratify score coach resume swim answer conclude
    vary differ stretch burn""".split()
)
_NOUNS_TOO = frozenset(
    """attack ban build burn call cause change charge claim control cost cut demand design drive drop
    end estimate export face fall fear fight file fire force found hope import increase judge land
    last launch lead need offer order pay plan play pledge praise present produce promise protest
    report request rescue release result return rise rule run score shift show sign state stand
    start stop strike study supply support talk trade train travel turn use visit vote walk watch
    work worry coach block mean close answer""".split()
)
"""Verbs that are nouns as well: between article and verb they belong to the subject."""
_PARTICIPLES = frozenset(
    """built held sold bought made led lost sent paid told said found won cut shut set known shown
    written taken given chosen broken driven fallen stolen drawn grown seen born hit put spent
    taught thought caught brought begun done gone become left run hurt kept met read hidden
    forgotten beaten frozen thrown torn worn sworn spoken struck sunk laid""".split()
)
_ADJECTIVES = frozenset(
    """able absent afraid alive available aware bad big clear closed correct dangerous dead different
    due empty expensive fair false free full good guilty high illegal important innocent large late
    legal likely low necessary new old open poor popular possible ready real responsible rich right
    safe serious small strong successful sure tall true unable useful weak well wrong young allowed
    worth against""".split()
)
_ORDINALS = frozenset("first second third fourth fifth last next other same".split())
_SENT = frozenset("letter message gift call answer reply apology offer email note payment".split())
"""What goes from one person to another, not from place to place."""
_TOKEN = re.compile(r"[^\W_](?:[\w’'&-]|\.(?=\w)|[.,](?=\d))*(?:(?<=\b[A-Z])\.|(?<=\bDr)\.|(?<=\bM[rs])\."
                    r"|(?<=\bMrs)\.)?|[^\w\s]")  # fmt: skip
_OWNER = re.compile(r"['’]s?$")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a sign, with its place in the question."""

    text: str
    start: int
    end: int

    @property
    def low(self) -> str:
        """In small letters, but for the month that would be a verb."""
        return self.text if self.text == "May" and self.start else self.text.lower().replace("’", "'")

    @property
    def is_word(self) -> bool:
        """Whether it is no sign of punctuation."""
        return self.text[0].isalnum()

    @property
    def is_name(self) -> bool:
        """Whether it is written as a name."""
        return self.text[0].isupper()


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
    """A question taken apart: ``What`` ``did`` ``Johnson`` ``say about the talks?``"""

    text: str
    opening: str
    """The question word or words, as written; empty for a question after yes or no."""
    auxiliary: str
    subject: Mention | None
    mentions: tuple[Mention, ...]
    predicate: int
    """Where the words after the subject begin."""


def tokens_of(text: str) -> list[Token]:
    """The words and signs of a text."""
    return [Token(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text)]


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
    end = _noun_phrase(tokens, 0)
    if not tokens or end != len(tokens):
        return None
    return _mention(text, tokens, 0, end)


def _opening_end(tokens: Sequence[Token]) -> tuple[int, Mention | None]:
    """How many words open the question, and what they count: *how many men*, *which city*."""
    at = 1 if tokens and tokens[0].low in PREPOSITIONS else 0
    if at >= len(tokens) or tokens[at].low not in _QUESTION_WORDS:
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
    end = at
    while end < len(tokens) and tokens[end].is_word and tokens[end].low not in _BREAKS:
        end += 1
        if tokens[end - 1].low in _PARTICIPLES or tokens[end - 1].low.endswith("ed"):
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
    end = _noun_phrase(tokens, at)
    to_be = auxiliary in _TO_BE_OR_HAVE
    border = _verb(tokens, at, end, to_be=to_be)
    while border is None and end < len(tokens) and tokens[end].low in PREPOSITIONS | {"and"}:
        further = _noun_phrase(tokens, end + 1)
        if further == end + 1:
            break
        border = _verb(tokens, end + 1, further, to_be=to_be)
        end = further
    if border is None and not to_be and end == len(tokens) - 1 and end - at > 1:
        border = end - 1
    end = end if border is None else border
    return _mention(text, tokens, at, end, is_subject=True), end


def _begins(tokens: Sequence[Token], at: int) -> bool:
    token = tokens[at]
    if not token.is_word or token.low in PRONOUNS - _ARTICLES or _is_participle(token.low):
        return False
    return token.low in _ARTICLES or token.low not in _BREAKS


def _noun_phrase(tokens: Sequence[Token], at: int) -> int:
    """Where the run of words ends that begins here, what follows with "of" included."""
    end = at
    while end < len(tokens):
        token = tokens[end]
        if token.low == "of" and end > at and end + 1 < len(tokens):
            further = _noun_phrase(tokens, end + 1)
            return further if further > end + 1 else end
        if token.low in ("and", "or") and _joins_names(tokens, end, at):
            end += 1
            continue
        owns = token.text in ("'", "’")
        if not owns and (not token.is_word or (token.low in _BREAKS and not token.is_name)):
            break
        if end > at and (token.low in _ARTICLES or _is_time_word(tokens, end)):
            break
        if token.low in PRONOUNS and token.low not in _ARTICLES:
            break
        end += 1
    return end


def _joins_names(tokens: Sequence[Token], at: int, begin: int) -> bool:
    """Whether "and" stands between two names: *Lena Hoff and Karl Brandt*."""
    return (
        begin < at < len(tokens) - 1
        and tokens[at].low == "and"
        and tokens[at - 1].is_name
        and tokens[at + 1].is_name
    )


def _is_time_word(tokens: Sequence[Token], at: int) -> bool:
    """Whether a time begins here that is no part of the noun: *the line | last year*."""
    following = tokens[at + 1].text if at + 1 < len(tokens) else ""
    return tokens[at].low in ("last", "next", "this") and is_time(following)


def _verb(tokens: Sequence[Token], at: int, end: int, *, to_be: bool) -> int | None:
    """Where the verb, or what is said with "to be", begins within a run of words."""
    first = at + (tokens[at].low in _ARTICLES)
    for place in range(first + 1, end):
        token = tokens[place]
        if token.is_name or tokens[place - 1].low in _ADJECTIVES | _ORDINALS:
            continue
        if to_be and (_is_participle(token.low) or token.low in _ADJECTIVES):
            return place
        elif not to_be and token.low in VERBS and not _is_noun_here(tokens, place, end):
            return place
    if to_be:
        return None
    last = end - 1
    after_name = tokens[first].is_name and at == first
    for place in range(first + 1, end):  # "Johnson | accuse": no article, so the name ends it
        if after_name and not tokens[place].is_name:
            return place
    return last if last > first + 1 or (last > first and at == first) else None


def _is_noun_here(tokens: Sequence[Token], place: int, end: int) -> bool:
    """Whether a word that is noun and verb is a noun, because the verb follows it."""
    following = tokens[place + 1].low if place + 1 < end else ""
    if tokens[place].low not in _NOUNS_TOO:
        return False
    return following in VERBS and following not in ("help", "support")


def _is_participle(word: str) -> bool:
    return word in _PARTICIPLES or (
        len(word) > 4 and word.endswith(("ed", "ing")) and not word.endswith(("eed", "thing"))
    )


def _rest(text: str, tokens: Sequence[Token], at: int) -> Iterator[Mention]:
    """The mentions after the subject: names, what has an article, and what a preposition brings."""
    last: Mention | None = None
    while at < len(tokens):
        token = tokens[at]
        before = tokens[at - 1].low if at else ""
        after = before if before in PREPOSITIONS else ""
        if after in ("to", "from") and last and last.end + 1 == tokens[at - 1].start:
            after = "" if last.noun in _SENT else "near"  # "the ferry to Osk"
        opens = token.is_word and (
            (token.is_name and token.low not in _BREAKS and not _is_order(tokens, at))
            or token.low in _ARTICLES
            or (after and token.low not in _BREAKS and not _is_verb(token.low, after))
            or (token.low not in _BREAKS | VERBS and before in VERBS)
        )
        end = _noun_phrase(tokens, at) if opens and token.low not in PRONOUNS - _ARTICLES else at
        end = _before_participle(tokens, at, end)
        found = _mention(text, tokens, at, end, after=after) if end > at else None
        if found:
            last = found
            yield found
        at = max(end, at + 1)


def _is_verb(word: str, after: str) -> bool:
    """Whether a preposition brings a verb: *to buy*, *before leaving*."""
    return _is_participle(word) or (after == "to" and word in VERBS)


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
        if _is_participle(tokens[place].low) and not tokens[place].is_name and place + 1 == end:
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
    first = at + (tokens[at].low in _ARTICLES) if at < end else at
    core = []
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
