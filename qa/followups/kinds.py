"""Of what kind a name or a noun is: a person, people, a body, a place, a time or a thing.

A table and the few functions that read it; `mentions` has the grammar of questions.
"""

from __future__ import annotations

import re
from enum import StrEnum

from index.forms import GIVEN_TO_MEN, GIVEN_TO_WOMEN, is_title
from index.names import is_body, is_outlet, is_person

__all__ = ["Kind", "is_plural", "is_time", "kind_of"]


class Kind(StrEnum):
    """What a mention stands for, as far as its words tell."""

    PERSON = "person"
    PEOPLE = "people"
    BODY = "body"
    PLACE = "place"
    TIME = "time"
    THING = "thing"
    NAME = "name"
    """A name that could be anybody's or anything's."""


_TIMES = re.compile(
    r"(?i)\b(?:1[0-9]\d\d|20\d\d)\b|\b(?:january|february|march|april|may|june|july|august|september|"
    r"october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|today|"
    r"yesterday|tomorrow|spring|summer|autumn|winter|quarter|half|decade|century|year|years|month|"
    r"months|week|weeks|weekend|morning|evening|night|afternoon|\d0s)\b"
)
_BODIES = frozenset(
    """airline airlines bank carmaker firm party club team army police navy court council parliament
    senate government ministry company corporation union agency authority commission committee
    cabinet church charity regulator manufacturer operator retailer university group
    foundation board league alliance movement""".split()
)
_COMPANY_NAMES = frozenset(
    """Motors Foods Airlines Airways Industries Energy Steel Oil Gas Holdings Systems Technologies
    Pharma Labs Laboratories Partners Media Railways Electric Records Insurance United FC Ltd Inc
    Corp AG GmbH Plc Group Alliance Union Authority Agency Ministry Parliament Senate Works Software
    Robotics Aerospace Dynamics Logistics Shipping Brothers Sons""".split()
)
_PLACE_NAMES = frozenset(
    """Bay River Lake Island Islands Street Valley City County Republic Canton Coast Cape Port Mount
    Mountain Mountains Sea Strait Peninsula Province Square Road Avenue Harbour Harbor Hills
    Desert Gulf Ocean Falls Village""".split()
)
_PLACE_NOUNS = frozenset("city town village country island region valley province district".split())
_LANDS = frozenset(
    """Afghanistan Africa Albania Algeria America Angola Antarctica Argentina Armenia Asia Australia
    Austria Azerbaijan Bahrain Bangladesh Belarus Belgium Bolivia Bosnia Botswana Brazil Britain
    Brussels Bulgaria Cambodia Cameroon Canada Chad Chile China Colombia Crimea Croatia Cuba Cyprus
    Denmark Donbas Ecuador Egypt England Eritrea Estonia Ethiopia Europe Fiji Finland France Gaza
    Georgia Germany Ghana Greece Greenland Guatemala Guinea Haiti Honduras Hungary Iceland India
    Indonesia Iran Iraq Ireland Israel Italy Jamaica Japan Jordan Kazakhstan Kenya Kosovo Kuwait
    Kyrgyzstan Laos Latvia Lebanon Liberia Libya Lithuania Luxembourg Madagascar Malawi Malaysia
    Mali Malta Mauritius Mexico Moldova Mongolia Montenegro Morocco Mozambique Myanmar Namibia Nepal
    Netherlands Nicaragua Niger Nigeria Norway Oman Pakistan Palestine Panama Paraguay Peru
    Philippines Poland Portugal Qatar Romania Russia Rwanda Samoa Scotland Senegal Serbia Singapore
    Slovakia Slovenia Somalia Spain Sudan Sweden Switzerland Syria Taiwan Tajikistan Tanzania
    Thailand Tibet Tunisia Turkey Turkmenistan Uganda Ukraine Uruguay Uzbekistan Venezuela Vietnam
    Wales Yemen Zambia Zimbabwe London Paris Berlin Moscow Kyiv Washington Beijing Tokyo Madrid Rome
    Vienna Oslo Stockholm Copenhagen Helsinki Warsaw Prague Budapest Athens Lisbon Dublin Geneva
    Istanbul Cairo Delhi California Texas Florida Siberia Kashmir Catalonia Bavaria""".split()
)
_TITLES_OF_PEOPLE = frozenset("Prime Vice Chief First Deputy Former".split())
_ROLE = re.compile(
    r"(?:[a-z]*(?:man|woman|person)|[a-z]{3,}(?:ist|ian)|[a-z]{3,}(?:er|or)|official|diplomat|aide|"
    r"witness|envoy|expert|analyst|student|resident|chief|head|president|judge|journalist|friend|"
    r"wife|husband|son|daughter|soldier|executive|candidate|secretary|deputy|delegate|activist|"
    r"consultant|patient|nurse|pilot|pope|king|queen|prince|princess|coach|athlete|poet|architect|"
    r"chair|clerk|bishop|priest|boy|girl|tourist|victim|suspect|defendant|client|refugee|migrant|"
    r"rebel|critic|skeptic|sceptic|nominee|employee|trainee|parent|guest|ally|opponent|"
    r"supporter|citizen|monk|nun|thief|scribe|accountant|merchant|inhabitant|participant)"
)
_NOT_ROLES = frozenset(
    """water tower river letter paper number weather order center power matter corner tanker cancer
    motor sector factor error tractor reactor door floor winter summer computer server chapter
    cover border shelter offer answer danger fever filter layer ladder lever liver meter
    murder newspaper odor odour other over poster quarter register semester shoulder
    slaughter soccer supper theater timber transfer trigger trailer cruiser freighter
    helicopter glacier laser powder pepper rumor rumour sensor shower silver spider sweater thunder
    transformer tumor uber vapor vapour velor voucher wafer wonder crater crusher counter container
    computer copper carrier boiler bumper buffer barrier anchor amber alter
    dinner disorder folder finger hammer leather lumber monitor mirror never cooler charter harbor
    horror favor honor labor color flavor minor major interior exterior junior superior
    terror mortar sugar radar calendar dollar altar cellar collar pillar""".split()
)
_PEOPLE = frozenset(
    """people men women children fishermen police residents voters staff crew public nobles families
    youth elders clergy press media opposition audience crowd adults teenagers infants babies humans
    workers authorities""".split()
)
_AS_ONE = frozenset("public press media audience crowd crew staff opposition youth clergy".split())
_MASS = frozenset("news politics economics physics mathematics measles series".split())


def is_time(words: str) -> bool:
    """Whether some words tell a time: *2021*, *last year*, *the second quarter*."""
    return bool(_TIMES.search(words)) and not re.search(r"\bMay\b(?!\s*\d|$)", words)


def is_plural(noun: str) -> bool:
    """Whether a common noun stands for several: *talks*, *women*; not *news*, *press*."""
    word = noun.lower()
    if word in _PEOPLE:
        return word not in _AS_ONE
    ends = word.endswith("s") and not word.endswith(("ss", "us", "is", "news"))
    return (ends and word not in _MASS and len(word) > 3) or word.endswith(("men", "women"))


def kind_of(words: list[str], *, after: str = "", has_article: bool = False) -> Kind:
    """The kind of a mention.

    Args:
        words: its words without article, up to the first preposition; not empty.
        after: the preposition before it, which can make a place of a name.
        has_article: whether "the" stands before it; *the Kestrel Dam* is nobody's name.
    """
    head = words[-1]
    if is_time(head) or (len(words) > 1 and is_time(" ".join(words[-2:])) and head.isdigit()):
        return Kind.TIME
    if not head[0].isupper():
        return _kind_of_noun(head.lower())
    kind = _kind_of_name(words, after)
    if kind is Kind.NAME and has_article:
        return Kind.PEOPLE if head.endswith("ans") else Kind.THING
    return kind


def _kind_of_noun(head: str) -> Kind:
    single = _singular(head)
    if head in _PEOPLE:
        return Kind.PEOPLE
    if is_plural(head):
        acts = _is_role(single) or single in _BODIES
        return Kind.PEOPLE if acts else Kind.THING
    if head in _BODIES or is_body(head):
        return Kind.BODY
    if _is_role(head):
        return Kind.PERSON
    return Kind.PLACE if head in _PLACE_NOUNS else Kind.THING


def _is_role(noun: str) -> bool:
    return noun not in _NOT_ROLES and _ROLE.fullmatch(noun) is not None


def _singular(noun: str) -> str:
    if noun.endswith("men"):
        return noun[:-2] + "an"
    return noun[:-3] + "y" if noun.endswith("ies") else noun.removesuffix("s")


def _kind_of_name(words: list[str], after: str) -> Kind:
    name, last = " ".join(words), words[-1]
    capitals = [word for word in words if word[0].isupper()]
    if len(words) > len(capitals) and _is_role(words[0].lower()):
        return Kind.PERSON
    if is_outlet(name) or is_body(name) or last in _COMPANY_NAMES:
        return Kind.BODY
    if is_person(name) or {word.rstrip(".") for word in words} & (GIVEN_TO_MEN | GIVEN_TO_WOMEN):
        return Kind.PERSON
    if is_title(words[0]) or words[0] in _TITLES_OF_PEOPLE:
        return Kind.PERSON
    if last in _LANDS or last in _PLACE_NAMES or words[0] in ("Port", "Mount", "Lake", "Cape"):
        return Kind.PLACE
    if after in ("in", "at", "near", "around"):
        return Kind.PLACE
    if len(last) > 1 and last.isupper():
        return Kind.BODY
    return Kind.NAME
