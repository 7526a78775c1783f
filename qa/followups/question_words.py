"""The small words of questions, the verbs that end a subject, and the tokens they are read by.

Tables, and what cuts a question into words; `mentions` has the grammar that reads them.
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
    "PASTS",
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
    """abolish absorb accept accuse acquire acquit adapt admit adopt advise agree allow amend
    announce answer appear apply appoint approve argue arrest arrive ask attack attend audit
    avoid back ban beat become begin believe belong bequeath blame block bloom borrow break
    breed bring build burn bury buy calculate call cancel carry cause celebrate chair change
    charge choose claim close coach collapse collect come command commemorate compare compete
    compose conclude condemn conduct confirm consider contain continue control convict convince
    cost count crash criticise criticize cross crown cut dance debate decide declare decline
    defeat defend delay deliver demand deny depend deport describe design destroy detain detect
    develop die differ disagree disappear discover discuss dismiss divorce do donate double
    draft draw drill drink drive drop dry earn eat edit elect emit employ end endorse enter
    escape establish estimate evacuate evolve exist expand expect expel explain explode export
    extend face fail fall fear feed feel fight file film finance find fine fire flee flood fly
    follow force found free freeze function fund gain get give go graze grow guarantee hack
    halve hand happen harvest hatch have head heal help hire hit hold honor honour hope host
    hunt ignore import impose improve include increase infect inherit injure insist inspect
    intend introduce invade invent invest investigate invite join judge keep kidnap kill know
    lack land last launch lead leak learn leave lend license lie lift live look lose make manage
    map mark marry mean measure meet melt mention merge migrate monitor mourn move murder
    nationalise need negotiate nest nominate note observe obtain occur offer open operate oppose
    orbit order organise organize owe own paint pass pay perform plan plant play pledge point
    postpone praise prefer prepare present prevent print privatise produce promise promote
    propose protect protest prove provide publish pull pump punish push put quit raise ratify
    reach react read receive recommend record recover reduce reflect refuse regulate reject
    release rely remain remember renew repeal replace reply report request rescue resign respond
    restore result resume retire return reveal review revise reward rise rob rule run sample
    save say score see seek seem sell send sentence serve settle show shrink shut sign sing sink
    sleep smuggle speak spend spread stand start state stay steal stop stress stretch strike
    study subsidise succeed sue suffer suggest supply support survey survive suspect suspend
    swim take talk tax teach tell test thank think threaten tie trade train translate transmit
    travel treat trigger triple try turn urge use vaccinate vanish vary veto visit vote wait
    walk want warn watch weigh welcome win withdraw work worry wound write""".split()
)
NOUNS_TOO = frozenset(
    """answer arrest attack audit back ban block build burn call cause chair change charge claim
    close coach command control cost count crash cut dance debate demand design double draft
    draw drink drive drop end estimate export face fall fear fight file film fine fire flood
    force found function fund hand harvest head hope host import increase judge land last launch
    lead license lift map mark mean monitor need note offer order pay plan plant play pledge
    point praise present produce promise protest record release report request rescue result
    return review reward rise rule run sample score sentence shift show sign sleep stand start
    state stop stress strike study supply support survey talk tax test trade train travel turn
    use veto visit vote walk watch work worry""".split()
)
"""Verbs that are nouns as well: between article and verb they belong to the subject."""
PASTS = frozenset(
    """took went came gave won lost ran sank rose fell left met saw said told got made had held kept
    knew drew flew grew threw wrote spoke broke chose drove ate sat stood fought bought brought
    sought taught thought began swam died""".split()
)
"""Past forms that no ending tells."""
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
