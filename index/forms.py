"""How a person's name is shown: in full, with at most one short title before it.

*Democratic presidential nominee Ann Holt* is *Ann Holt*; *South Norden Rep. Tom Hale (D-VT)* is
*Rep. Tom Hale (D-VT)*, *former Prime Minister Ann Holt* is *Ann Holt* again. Descriptions without
a name stay as the text has them.
"""

from __future__ import annotations

import re

__all__ = [
    "GIVEN_TO_MEN",
    "GIVEN_TO_WOMEN",
    "NOT_NAMES",
    "PERSONAL_TITLES",
    "ROLE",
    "concise",
    "is_title",
]

NOT_NAMES = frozenset(
    """The A An But And Or In On At By For From When While If As After Before Since Although
    Though Because What Who Why How Where Which That This These Those There Here He She It They We
    I You His Her Its Their Our My Your Not No Yes So Yet Still Now Then Also Both Even Meanwhile
    Earlier Later Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March
    April May June July August September October November December Like With Asked Unlike Former
    According During Under Over Despite To Of Is Was Are Were Did Does Do Has Have Had""".split()
)
"""Words that are capitalised where a sentence begins, days and months."""
_OFFICES = frozenset(
    """Mr Mrs Ms Miss Dr Prof Sen Sens Rep Reps Gov Gen Lt Col Capt Sgt Rev President Senator
    Representative Governor General Secretary Minister Chancellor Speaker Judge Justice Mayor
    Professor Chairman Chairwoman Director Ambassador King Queen Prince Princess Pope Sir Lady Lord
    Dame Baroness Baron
    Secretary-General Councillor Detective Officer Leader Congressman Congresswoman Captain Colonel
    Sergeant Commander Lieutenant Spokesman Spokeswoman Strategist Adviser Manager Treasurer
    Commissioner Recorder Whip Editor Founder Executive Sheriff Democrat""".split()
)
_PARTS_OF_OFFICES = frozenset(
    "Prime Vice Republican Democratic Senate House Majority Minority Attorney Chief".split()
)
PERSONAL_TITLES = frozenset(
    """Dr Prof Sen Rep Gov Gen Lt Col Capt Sgt Rev President Senator Representative Governor
    General Minister Chancellor Judge Justice Mayor Professor Chairman Ambassador King Pope
    Secretary-General Councillor Detective Officer Congressman Congresswoman Speaker Captain Colonel
    Sergeant Commander Lieutenant Major""".split()
)
"""Titles that only people bear."""
_SHOWN = PERSONAL_TITLES | frozenset(
    "Mr Mrs Ms Miss Sir Dame Lady Lord Baroness Baron Queen Prince Princess".split()
)
"""Titles that stay before a name of two words."""
_ALWAYS_SHOWN = frozenset("Sen Rep Gov Mr Mrs Ms Dr President".split())
GIVEN_TO_WOMEN = frozenset(
    """Mrs Ms Miss Queen Lady Princess Dame Baroness
    Congresswoman Chairwoman Mary Patricia Linda Barbara
    Elizabeth Jennifer Maria Susan Margaret Dorothy Lisa Nancy Karen Betty Helen Sandra Donna
    Carol Ruth Sharon Michelle Laura Sarah Kimberly Deborah Jessica Shirley Cynthia Angela
    Melissa Brenda Amy Anna Rebecca Kathleen Pamela Martha Debra Amanda Stephanie Carolyn
    Christine Marie Janet Catherine Frances Ann Joyce Diane Alice Julie Heather Teresa Doris
    Gloria Evelyn Jean Cheryl Mildred""".split()
)
"""Titles of women, and their sixty most frequent given names in the U.S. census of 1990, without
*Virginia*, which is mostly a place."""
GIVEN_TO_MEN = frozenset(
    """Mr Sir King Prince Lord Baron
    Congressman Chairman James John Robert Michael William David Richard
    Charles Joseph Thomas Christopher Daniel Paul Mark Donald George Kenneth Steven Edward Brian
    Ronald Anthony Kevin Jason Matthew Gary Timothy Jose Larry Jeffrey Frank Scott Eric Stephen
    Andrew Raymond Gregory Joshua Jerry Dennis Walter Patrick Peter Harold Douglas Henry Carl Arthur
    Ryan Roger Joe Juan Jack Albert Jonathan Justin Terry Gerald Keith Samuel""".split()
)
"""Titles of men, and their sixty most frequent given names in the same census."""
ROLE = re.compile(
    r"(?i)(?:[a-z]{3,}(?:man|woman|person)|man|woman|person|official|diplomat|minister|adviser|advisor|aide|"
    r"lawyer|witness|teacher|doctor|nurse|officer|envoy|mediator|source|expert|analyst|student|"
    r"member|resident|leader|chief|head|director|president|mayor|governor|judge|professor|"
    r"engineer|worker|voter|farmer|grower|owner|neighbour|neighbor|reporter|journalist|author|"
    r"colleague|friend|father|mother|brother|sister|wife|husband|son|daughter|veteran|soldier|"
    r"manager|executive|employee|economist|scientist|scholar|researcher|candidate|senator|"
    r"ambassador|commander|captain|treasurer|secretary|deputy|councillor|commissioner|"
    r"prosecutor|delegate|activist|organizer|consultant|strategist|operative|one|master|opponent|rival|mate|attorney|counsel|chair|founder|coach|"
    r"partner|predecessor|successor)$"
)
"""Words for what one person is."""
_PARTS_OF_TITLES = frozenset({"Prime", "Vice", "Attorney", "Chief"})
"""Words without which a title is another: *Vice President*."""
_FORMER = re.compile(r"(?i)\b(?:former|ex-|late|then-)")
"""Before an office that a person no longer holds."""
_ROLE_THEN_NAME = re.compile(
    r"(?P<role>.*\b[a-z][\w’'/-]*[a-z])[  ]"
    r"(?P<name>(?:[A-Z][\w’'.-]+|[A-Z]\.)(?:[  ](?:(?:de|van|von|der|bin|al|la|le|da|di|del)[  ])?"
    r"(?:[A-Z][\w’'-]+|[A-Z]\.|Jr\.))+(?:[  ]\([RDI][-–][A-Za-z.]+\))?)$"
)
_NO_ROLE = re.compile(
    r"(?i)\b(?:of|and|or|the|for|in|at|from|with|by|on|to|about|as|than|a|an|like|against|near|"
    r"over|under|between|via|’s|'s|[\w.]+[’']s?)$"
)
"""Words after which capitals belong to the description: *a poll by Norden Research*."""
_BODY = re.compile(
    r"(?:Committee|Department|Party|Campaign|University|Association|Institute|Council|Court|Office|"
    r"Administration|Agency|Bureau|Commission|Company|Corporation|Ministry|Union|House|Senate|"
    r"Group|Foundation|Board|Bank|League|Team|Government|Congress|Police|Inc|Corp|PAC|Center|"
    r"Institution|Law|School|Times|Journal|News|Magazine)\.?$"
)


def is_title(word: str) -> bool:
    """Whether a word of a name is a title rather than a given name."""
    return word.rstrip(".") in _OFFICES | _PARTS_OF_OFFICES


def concise(speaker: str) -> str:
    """The speaker as he is shown: a person's name in full, without offices and descriptions.

    Args:
        speaker: A name, with or without a description before it, or a description alone.
    """
    is_former = _FORMER.search(speaker) is not None
    described = _ROLE_THEN_NAME.match(speaker)
    if described and not _NO_ROLE.search(described["role"]):
        speaker = described["name"]
    words = speaker.split()
    plain = [word for word in words if word[0] != "("]
    if (
        len(plain) < 3
        or _BODY.search(speaker)
        or not all(word[0].isupper() for word in words if word[0] != "(")
    ):
        return speaker
    return " ".join(words[_first_of_name(plain, is_former) :])


def _first_of_name(words: list[str], is_former: bool) -> int:
    """Number of the title or given name with which a capitalised name begins."""
    last = len(words) - 1
    offices = [n for n in range(last) if words[n].rstrip(".") in _OFFICES]
    if offices:
        office = offices[-1]
        title = words[office].rstrip(".")
        is_shown = title in _SHOWN and (last - office < 3 or title in _ALWAYS_SHOWN)
        if is_former or not is_shown:
            return office + 1
        return office - (office > 0 and words[office - 1] in _PARTS_OF_TITLES)
    known = GIVEN_TO_MEN | GIVEN_TO_WOMEN
    for number in range(last - 1, max(-1, last - 3), -1):
        is_between = any(len(word.rstrip(".")) > 1 for word in words[number + 1 : last])
        if words[number] in known and not is_between:
            return number
    return 0
