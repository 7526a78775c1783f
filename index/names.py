"""Names in a document: who is meant by a surname, which names are people, bodies or outlets."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from index.cues import EVIDENCE
from index.forms import (
    GIVEN_TO_MEN,
    GIVEN_TO_WOMEN,
    NOT_NAMES,
    PERSONAL_TITLES,
    ROLE,
    concise,
    is_title,
)

__all__ = [
    "Names",
    "is_body",
    "is_lifeless",
    "is_of_other_gender",
    "is_one_person",
    "is_outlet",
    "is_person",
    "is_role",
    "may_have_opinions",
]

_OUTLET = re.compile(
    r"\b(?:Times|Post|Gazette|Journal|Herald|Tribune|Guardian|Reuters|CNN|MSNBC|NBC|ABC|CBS|BBC|NPR|"
    r"CNBC|AP|AFP|Associated Press|Politico|POLITICO|Bloomberg|News|Radio|Television|TV|Magazine|"
    r"Daily|Weekly|Chronicle|Observer|Independent|Telegraph|Mail|Globe|Examiner|Inquirer|Star|"
    r"Courier|Dispatch|Register|Press|Review|Examiner|Monitor|Economist|Newsweek|Atlantic|Beacon|"
    r"Sentinel|Mirror|Bulletin|Echo|Spectator)\b"
)
_PARTICLES = r"(?:de|van|von|der|den|bin|al|la|le|da|di|del)"
_NAME_WORD = (
    r"(?:(?:[A-Z]\.){1,3}|(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Lt|Col|Capt|Sgt|Rev|St)\.|"
    r"(?:[A-Z]['’])?[A-Z][^\W_]*(?:-[^\W_]+)*)"
)
_TAG = r"(?:[ \xa0]\([RDI][-–][A-Za-z.]+\))?"
_NAME = re.compile(rf"{_NAME_WORD}(?:[ \xa0]+(?:{_PARTICLES}[ \xa0]+)?{_NAME_WORD})*{_TAG}")
_LONGEST = 10
"""Words of the longest name; longer runs of capitals are headlines."""
_TAIL = re.compile(r",|\b(?:of|for|to|in|at|from|with|who|on|by|close|familiar)\b")
_PLACE = re.compile(
    r"\b(?:New|North|South|East|West|Northern|Southern|Eastern|Western|Lake|Mount|Saint|St|San|Santa|"
    r"Los|Las|El|Fort|Port|Cape|United|Great|Upper|Lower|Central|Supreme|White|Wall|Super|World|"
    r"River|Valley|Street|City|County|Island|Islands|States|Kingdom|Republic|Canton|Bridge|Dam|"
    r"Act|Project|Movement|Line|Day|War|Party|Fund|Way|Hall|Tower|School|College|Hospital)\b"
)
_ADJECTIVES = frozenset({"General", "Major"})
"""Titles that are adjectives too: *General Remarks*."""
_ONE = frozenset("a an the one another his her".split())
_WOMAN = re.compile(r"(?i)(?:woman|girl|mother|sister|wife|daughter|actress|queen)$")
_MAN = re.compile(r"(?i)(?:(?<!wo)man|boy|father|brother|husband|son|king)$")
_BODY = re.compile(
    r"(?i)\b(?:committee|department|party|campaign|university|association|institute|council|court|"
    r"administration|agency|bureau|commission|company|corporation|ministry|union|house|senate|"
    r"center|centre|group|foundation|office|board|bank|league|team|government|congress|poll|"
    r"embassy|police|court|council|inc|corp|army|navy|pentagon|coalition|organization)\b"
)
_PEOPLE = re.compile(
    r"(?i)(?:[a-z]{4,}(?:er|or|ee|ist|ian|ant|crat)|[a-z]{2,}(?:ers|ors|ists|ians|ants|ents|ees|ates|crats|icans|eans|tics|ives)|[a-z]*men|"
    r"[a-z]*women|people|allies|authorities|officials|aides|foes|friends|fans|elites|families|"
    r"parents|experts|pundits|judges|leaders|economists|whites|blacks|hispanics|latinos|muslims|jews|"
    r"catholics|christians|evangelicals|conservatives|liberals|progressives|moderates|independents|"
    r"optimists|skeptics|critics|libertarians|partisans|teens|girls|boys|kids|children|"
    r"heads|chiefs|sources|governments|groups|parties|campaigns|unions|organizations|companies|firms|"
    r"outlets|states|banks|courts|rivals|delegates|hawks|doves|bosses|millennials)$"
)
"""Words for several people or bodies."""
_ABSTRACT = re.compile(
    r"(?i)(?:[a-z]{3,}(?:tion|sion|ness|ity|ance|ence|ship|ism|ure|ing|cy|age|hood)|[a-z]*thing|deal|"
    r"job|rise|figure|number|strategy|case|war|race|time|way|day|week|month|year|issue|problem|fact|"
    r"idea|reason|result|change|effect|impact|effort|attack|move|trend|gap|cost|price|tax|rate|level|"
    r"point|part|kind|sort|lot|bit|end|start|top|work|life|death|world|country|city|road|game|event|"
    r"shift|threat|risk|success|failure|loss|gain|victory|defeat|moment|place|history|economy|market|"
    r"growth|support|control|power|value|money|food|oil|gas|land|home|house|door|car|plane|train|"
    r"percent|face|hand|eye|voice|heart|mind|body|blood|tone|style|mood|chance|hope|fear|%)$"
)
"""Words for what has no opinions."""
_LIFELESS = frozenset(
    """river lake sea ocean wave tide flood storm hurricane tornado cyclone typhoon blizzard wind
    rain snow hail drought heat weather thunder lightning fire wildfire blaze earthquake volcano
    landslide virus disease epidemic pandemic dam bridge tower wall gate road crane truck ship
    ferry boat train car plane aircraft helicopter missile rocket shell bomb bullet drone
    shelling bombing explosion blast water air tree forest mountain hill cancer""".split()
)
"""Forces, buildings and machines: whatever verb they stand with, they say nothing."""
_OPINIONATED = frozenset(
    """public crowd staff media press establishment faction camp campaign team panel audience
    majority minority electorate family couple duo trio panelist ad advert lawsuit suit paper
    statement tweet speech email proposal platform resolution network newspaper magazine
    petition editorial op-ed column headline poster sign banner website blog spot commercial
    pair side wing percent % editors president amendment piece search rule rules legislation
    language post proposal plan article law order ruling complaint brief treaty constitution
    script clip studies polls camps dozens hundreds thousands no-one everyone everybody anyone
    nominee tabloid mogul celebrity star guy kid pro-life lobby industry community""".split()
)
"""Words for one group, or for a paper that says something."""
_QUANTITIES = frozenset("many some most few several both others nobody none no not dozens".split())
_GROUPS = re.compile(
    r"(?:[A-Z]\w*ans|[A-Z]\w*crats|[A-Z]\w*ers|[A-Z]\w*ists|Muslims|Jews|Catholics|Britons)$"
)


def is_outlet(name: str) -> bool:
    """Whether a name looks like that of a paper, an agency or a broadcaster."""
    words = [word for word in name.split() if word.lower() != "the"]
    if not words or not all(word[0].isupper() or word in ("of", "and") for word in words):
        return False
    return bool(_OUTLET.search(words[-1]) or _OUTLET.match(words[0]) or _OUTLET.search(name[-16:]))


def is_body(name: str) -> bool:
    """Whether a name or description is of an organisation rather than of a person."""
    return bool(_BODY.search(name)) and not is_one_person(name)


def _is_proper(speaker: str) -> bool:
    """Whether the word that carries a speaker's description is a proper name."""
    core = re.sub(r"\(.*?\)", "", speaker)
    core = _TAIL.split(core, maxsplit=1)[0]
    words = core.split()
    if not words or words[0].lower() in ("a", "an", "some", "many", "most", "other"):
        return False
    head = words[-1]
    if _GROUPS.match(head) and not any(word[0].isupper() for word in words[:-1]):
        return False
    capitals = [word for word in words if word[0].isupper() and word not in NOT_NAMES]
    return bool(capitals) and (head[0].isupper() or is_body(head))


def may_have_opinions(speaker: str) -> bool:
    """Whether a speaker, already in his fullest form, is a person, a body, a group or a paper.

    *Holt*, *the board*, *most voters*, *the survey*; not *the gates*.
    """
    words = _carrying(re.sub(r"\(.*?\)|[“”\"]", "", speaker))
    if not words:
        return False
    first, head = words[0], words[-1]
    if first.lower() in _QUANTITIES or head.lower() in _OPINIONATED | EVIDENCE:
        return True
    if head[0].isupper():
        is_plural_noun = len(words) == 1 and head.endswith("s") and not head.isupper()
        return not is_plural_noun or bool(_PEOPLE.search(head))
    if _PEOPLE.search(head) or ROLE.match(head) or is_body(head):
        return True
    return len(words) > 1 and not head.endswith("s") and not _ABSTRACT.search(head)


def is_lifeless(speaker: str) -> bool:
    """Whether a description is certainly of a thing: *the river*, *heavy rains in the north*."""
    words = _carrying(speaker)
    head = words[-1] if words else ""
    return head in _LIFELESS or head.removesuffix("s") in _LIFELESS


class Names:
    """The names of one document."""

    def __init__(self, text: str) -> None:
        """Find them, in linear time.

        Args:
            text: The canonical text.
        """
        self._text = text
        self._forms: dict[str, dict[str, str]] = {}
        body = text.find("\n") + 1
        # Capitalised headlines run names together: they count only where the text has no better.
        matches = itertools.chain(_NAME.finditer(text, body), _NAME.finditer(text, 0, body))
        for match in matches:
            words = list(_without_connectives(match.group().split()))
            plain = [word for word in words if word[0] != "("]
            if len(plain) < 2 or is_title(plain[-1]) or len(words) > _LONGEST:
                continue
            form = " ".join(words)
            before = text[max(0, match.start() - 4) : match.start()]
            has_article = match.group().startswith("The ") or before in ("the ", "The ")
            if has_article and is_outlet(form):
                form = "The " + form
            form = concise(form)
            self._forms.setdefault(plain[-1], {}).setdefault(_given_name(plain), form)

    def fullest(self, phrase: str) -> str:
        """The fullest form that the document gives first for a name.

        Args:
            phrase: A name, with or without title and given name, or any other words.

        Returns:
            The form with given name and title, or ``phrase`` where nothing fuller is known.
        """
        words = re.sub(r"\s*\(.*?\)", "", phrase).split()
        has_article = bool(words) and words[0].lower() == "the"
        words = words[1:] if has_article else words
        if not words or not all(word[0].isupper() for word in words):
            return phrase
        given, titles = _given_name(words), {word.rstrip(".") for word in words[:-1]}
        for known_given, form in self._candidates(words[-1]):
            known = {word.rstrip(".") for word in form.split()}
            if (given and given != known_given) or (has_article and not is_outlet(form)):
                continue
            if (titles & GIVEN_TO_WOMEN and known & GIVEN_TO_MEN) or (
                titles & GIVEN_TO_MEN and known & GIVEN_TO_WOMEN
            ):
                continue
            is_fuller = bool(known_given and not given) or len(form) > len(phrase)
            return form if is_fuller else phrase
        return phrase

    def is_named(self, speaker: str) -> bool:
        """Whether a speaker is a named person or body, not a description or a group."""
        if " " not in speaker and speaker.endswith("s") and not is_outlet(speaker):
            # "Engineers" at the beginning of a sentence looks like a surname.
            return speaker in self._forms or speaker.isupper()
        return _is_proper(speaker)

    def outlet(self, name: str) -> str | None:
        """The outlet that a short name such as *Post* stands for."""
        return next((form for _, form in self._candidates(name) if is_outlet(form)), None)

    def people(self, words: str, are_likely: bool = False) -> Iterator[str]:
        """The people named in some words, in order and in their fullest forms.

        Args:
            words: The words.
            are_likely: Whether names count that are people's by their shape alone.
        """
        for match in _NAME.finditer(words):
            name = " ".join(_without_connectives(match.group().split()))
            full = self.fullest(name) if name else ""
            if full and (is_person(full) or (are_likely and _may_be_person(full))):
                yield full

    def knows_person(self, surname: str) -> bool:
        """Whether the document names a person of this surname in full.

        A word that it writes small too is no surname: *High Risk* and *risk*.

        Args:
            surname: One word.
        """
        forms = self._forms.get(surname, {}).values()
        if any(is_person(form) for form in forms):
            return True
        is_word = re.search(rf"\b{re.escape(surname.lower())}\b", self._text) is not None
        return not is_word and any(_may_be_person(form) for form in forms)

    def _candidates(self, surname: str) -> list[tuple[str, str]]:
        """Given names and forms; those without a given name only where there are no others."""
        forms = list(self._forms.get(surname, {}).items())
        return [pair for pair in forms if pair[0]] or forms


def is_person(name: str) -> bool:
    """Whether a name is certainly a person's: by a title, or by a common given name."""
    words = {word.rstrip(".") for word in name.split()}
    if is_body(name) or is_outlet(name):
        return False
    return bool(words & (GIVEN_TO_WOMEN | GIVEN_TO_MEN | (PERSONAL_TITLES - _ADJECTIVES)))


def _may_be_person(name: str) -> bool:
    """Whether a name has a given name and a surname, and nothing of a body or a place."""
    words = [word for word in name.split() if not is_title(word)]
    has_shape = 1 < len(words) < 4 and all(
        word[0].isupper() and not word.isupper() for word in words
    )
    return has_shape and not (is_body(name) or is_outlet(name) or _PLACE.search(name))


def is_one_person(description: str) -> bool:
    """Whether *an official* or *Osk's envoy* is meant, not *the doctors* or *the statement*."""
    words = _carrying(description)
    if len(words) < 2 or not ROLE.match(words[-1]):
        return False
    return words[0].lower() in _ONE or any(word.endswith(("’s", "'s")) for word in words)


def is_role(description: str) -> bool:
    """Whether the words tell what one person is: *the mayor*, *Osk's head of sales*."""
    return bool(ROLE.match(next(reversed(_carrying(description)), "")))


def _carrying(description: str) -> list[str]:
    """The words of a description up to its first preposition or relative clause."""
    return _TAIL.split(description, maxsplit=1)[0].split()


def is_of_other_gender(name: str, pronoun: str) -> bool:
    """Whether title, given name or role contradict ``he`` or ``she``."""
    words = {word.rstrip(".") for word in name.split()}
    role = "" if is_person(name) else next(reversed(_carrying(name)), "")
    if role.islower() and (_WOMAN if pronoun == "he" else _MAN).search(role):
        return True
    return bool(words & (GIVEN_TO_WOMEN if pronoun == "he" else GIVEN_TO_MEN))


def _without_connectives(words: list[str]) -> Iterator[str]:
    """Drop the words at the beginning of a sentence that only look like names."""
    begun = False
    for word in words:
        begun = begun or word not in NOT_NAMES
        if begun:
            yield word


def _given_name(words: list[str]) -> str:
    """The word before the surname, unless it is a title or an initial."""
    given = [word for word in words[:-1] if not is_title(word) and len(word.rstrip(".")) > 1]
    return given[-1] if given else ""
