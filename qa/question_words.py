"""The small words of questions, the verbs that end a subject, and the tokens they are read by.

Tables, and what cuts a question into words; the grammar that reads them is in ``qa.mentions``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = [
    "ADJECTIVES",
    "ARTICLES",
    "AUXILIARIES",
    "BREAKS",
    "NOUNS_TOO",
    "ORDINALS",
    "PARTICIPLES",
    "PREPOSITIONS",
    "PRONOUNS",
    "QUESTION_WORDS",
    "SENT",
    "TO_BE_OR_HAVE",
    "VERBS",
    "Token",
    "is_participle",
    "tokens_of",
]

AUXILIARIES = frozenset(
    """do does did is are was were be been has have had will would can could shall should may might
    must don't doesn't didn't isn't aren't wasn't weren't hasn't haven't hadn't won't wouldn't
    can't cannot couldn't shouldn't""".split()
)
TO_BE_OR_HAVE = frozenset(
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
ARTICLES = frozenset(
    "the a an this that these those his her its their our my your some any no".split()
)
QUESTION_WORDS = frozenset("who whom whose what when where why how which".split())
BREAKS = (
    AUXILIARIES
    | PREPOSITIONS
    | QUESTION_WORDS
    | frozenset(
        """he she it they him them i you we me us there and or but if because while although that so
        not else too also again then ever even already still yet most more less only just either
        than both now ago yesterday today tomorrow""".split()
    )
)
VERBS = frozenset(
    """accept accuse admit adopt advise agree allow announce appear apply approve argue arrive ask
    attack avoid ban become begin believe belong block blame break bring build burn buy call
    cancel carry cause change charge choose claim close collapse collect come compare compete
    condemn confirm consider contain continue control convince cost criticise criticize cross
    cut decide declare decline defend delay deliver demand deny depend describe design destroy
    develop die disagree disappear discover discuss dismiss do drive drop earn employ end enter
    estimate exist expect explain export face fail fall fear feel fight file find fire fly
    follow force found gain get give go grow guarantee happen have help hire hit hold hope
    import improve include increase insist intend introduce invent invest investigate invite
    join judge keep kill know lack land last launch lead learn leave lie live look lose make
    manage mean measure meet melt merge move need negotiate occur offer open oppose order own
    pass pay perform plan play pledge praise prefer prepare present prevent produce promise
    promote propose protect protest prove provide publish pull push put quit raise reach react
    read receive recommend reduce refuse reject release rely remain remember replace reply
    report request rescue resign respond result retire return reveal rise rule run save say see
    seek seem sell send serve settle show shut sign sink speak spend stand start state stay
    steal stop strike study succeed suffer suggest supply support suspect take talk teach tell
    think threaten trade train travel treat try turn urge use visit vote wait walk want warn
    watch weigh win withdraw work worry write ratify score coach resume swim answer conclude
    vary differ stretch burn""".split()
)
NOUNS_TOO = frozenset(
    """attack ban build burn call cause change charge claim control cost cut demand design drive
    drop end estimate export face fall fear fight file fire force found hope import increase
    judge land last launch lead need offer order pay plan play pledge praise present produce
    promise protest report request rescue release result return rise rule run score shift show
    sign state stand start stop strike study supply support talk trade train travel turn use
    visit vote walk watch work worry coach block mean close answer""".split()
)
"""Verbs that are nouns as well: between article and verb they belong to the subject."""
PARTICIPLES = frozenset(
    """built held sold bought made led lost sent paid told said found won cut shut set known shown
    written taken given chosen broken driven fallen stolen drawn grown seen born hit put spent
    taught thought caught brought begun done gone become left run hurt kept met read hidden
    forgotten beaten frozen thrown torn worn sworn spoken struck sunk laid""".split()
)
ADJECTIVES = frozenset(
    """able absent afraid alive available aware bad big clear closed correct dangerous dead
    different due empty expensive fair false free full good guilty high illegal important
    innocent large late legal likely low necessary new old open poor popular possible ready real
    responsible rich right safe serious small strong successful sure tall true unable useful
    weak well wrong young allowed worth against""".split()
)
ORDINALS = frozenset("first second third fourth fifth last next other same".split())
SENT = frozenset("letter message gift call answer reply apology offer email note payment".split())
"""What goes from one person to another, not from place to place."""
_TOKEN = re.compile(
    r"[^\W_](?:[\w’'&-]|\.(?=\w)|[.,](?=\d))*"
    r"(?:(?<=\b[A-Z])\.|(?<=\bDr)\.|(?<=\bM[rs])\.|(?<=\bMrs)\.)?|[^\w\s]"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a sign, with its place in the question."""

    text: str
    start: int
    end: int

    @property
    def low(self) -> str:
        """In small letters, but for the month that would be a verb."""
        if self.text == "May" and self.start:
            return self.text
        return self.text.lower().replace("’", "'")

    @property
    def is_word(self) -> bool:
        """Whether it is no sign of punctuation."""
        return self.text[0].isalnum()

    @property
    def is_name(self) -> bool:
        """Whether it is written as a name."""
        return self.text[0].isupper()


def tokens_of(text: str) -> list[Token]:
    """The words and signs of a text."""
    return [Token(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text)]


def is_participle(word: str) -> bool:
    """Whether a word has the form of *built*, *closed* or *selling*."""
    return word in PARTICIPLES or (
        len(word) > 4 and word.endswith(("ed", "ing")) and not word.endswith(("eed", "thing"))
    )
