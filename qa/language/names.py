"""Whether the names of a claim stand in its source."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from index.words import STOP_WORDS
from qa.language.numerals import MONTHS, months
from qa.language.terms import stem, words_in

__all__ = ["CAPITALISED_RUN", "OPENERS", "missing_names"]

OPENERS = frozenset(
    """although however meanwhile once since later earlier today yesterday tomorrow despite another
    several many most some each every few none both either neither still yet now here two three four
    five six seven eight nine ten half critics supporters officials observers experts analysts
    opponents leaders residents witnesses sources researchers scientists lawmakers diplomats
    ministers authorities investigators prosecutors police people others nobody everyone someone
    overall separately additionally moreover furthermore instead thus therefore finally first second
    third last next one nothing yes no not per according apart aside hardly""".split()
)
_TOKEN = re.compile(r"[^\W\d_](?:[\w&]|[.’'-](?=\w))*\.?|(?P<stop>[.!?:]|[\"“‘«„(])")
_MONTH_FORMS = {month[:3]: month for month in MONTHS} | {"sept": "september"}
_DEMONYM = ("", "a", "ia", "an", "ian", "n", "i", "ish", "ese", "s", "ans", "ians", "is", "ns")
_DEMONYM_ENDS = ("an", "ian", "n", "i", "ish", "ese", "ans", "ians", "is", "ns")
_CAPITALISED = r"[^\W\d_a-zß-öø-ÿ][\w.’'&-]*"
CAPITALISED_RUN = (
    rf"{_CAPITALISED}(?:\s+(?:of\s+the\s+|of\s+|the\s+|de\s+|al\s+)?{_CAPITALISED}){{0,6}}"
)


@dataclass(frozen=True, slots=True)
class _Name:
    written: str
    form: str
    opens: bool
    """Whether a capital letter is owed to the place, at the start of a sentence or quotation."""

    @property
    def is_acronym(self) -> bool:
        """Whether it stands for several words, as "UN" does."""
        return len(self.form) > 1 and self.written.isupper()

    @property
    def small_forms(self) -> tuple[str, str]:
        """The forms in which it may stand without a capital: "President", "president"."""
        return self.form, stem(self.form)


@dataclass(frozen=True, slots=True)
class _Given:
    """What a source gives names with; one source is asked for many names."""

    capitals: frozenset[str]
    acronyms: frozenset[str]
    initials: frozenset[str]
    any_case: frozenset[str]


def missing_names(claim: str, source: str, common: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """The capitalised names of a claim that its source lacks.

    Case, accents, possessives, full stops in abbreviations, initials of several words ("UN") and
    the inhabitants of a country ("Iranian") are the same name.

    Args:
        claim: The prose of a claim.
        source: All words in which its names may stand.
        common: Stems of words that need no capital: at the start of a sentence they are no names.
    """
    given = _given(source)
    spelled_out = {
        form for forms, letters in _runs(claim) if letters in given.acronyms for form in forms
    }
    missing = []
    for name in _names(claim):
        known = name.form in given.capitals or name.form in spelled_out
        known = known or (name.is_acronym and name.form in given.initials)
        known = known or (len(name.form) > 3 and not given.any_case.isdisjoint(name.small_forms))
        if known or _is_demonym(name.form, given.capitals):
            continue
        if name.opens and (name.form in OPENERS or stem(name.form) in common):
            continue
        missing.append(name.written)
    return tuple(dict.fromkeys(missing))


@lru_cache(maxsize=256)
def _given(source: str) -> _Given:
    names = list(_names(source))
    words = set(words_in(source))
    return _Given(
        capitals=frozenset(name.form for name in names) | months(source),
        acronyms=frozenset(name.form for name in names if name.is_acronym),
        initials=frozenset(letters for _, letters in _runs(source)),
        any_case=frozenset({_form(word) for word in words} | {stem(word) for word in words}),
    )


def _names(text: str) -> Iterator[_Name]:
    opens = True
    for token in _TOKEN.finditer(text):
        if token["stop"]:
            opens = True
            continue
        for written in _parts(token[0]):
            form = _form(written)
            if written[:1].isupper() and form and not _is_function_word(written, form):
                yield _Name(written.rstrip("."), form, opens)
        # "U.S." and "Gen." end no sentence; a longer word with a full stop does.
        opens = token[0].endswith(".") and len(token[0]) > 4


def _parts(token: str) -> list[str]:
    """The names in a compound ("U.S.-led"); with a number it is one name: "F-16"."""
    parts = token.split("-")
    return [token.replace("-", "")] if any(part[:1].isdigit() for part in parts) else parts


def _is_function_word(written: str, form: str) -> bool:
    return form in STOP_WORDS and not (written.isupper() and len(written) > 1)


def _form(word: str) -> str:
    """One form of a name: no accents, no possessive, no full stops, small letters."""
    bare = re.sub(r"['’]s?$", "", word.rstrip(".")).replace(".", "")
    letters = unicodedata.normalize("NFKD", bare)
    form = "".join(char for char in letters if not unicodedata.combining(char)).casefold()
    return _MONTH_FORMS.get(form, form)


def _is_demonym(form: str, capitals: frozenset[str]) -> bool:
    """Whether the form and one of the names are a country and its people: Iran, Iranian."""
    return any(_same_country(form, other) for other in capitals if other[:4] == form[:4])


def _same_country(one: str, other: str) -> bool:
    shared = 0
    while shared < min(len(one), len(other)) and one[shared] == other[shared]:
        shared += 1
    ends = (one[shared:], other[shared:])
    one_is_people = any(end in _DEMONYM_ENDS for end in ends)
    return shared >= 4 and one_is_people and all(end in _DEMONYM for end in ends)


def _runs(text: str) -> Iterator[tuple[frozenset[str], str]]:
    """Runs of capitalised words and their initials: "United Nations" and "un"."""
    for match in re.finditer(CAPITALISED_RUN, text):
        words = [word for word in match[0].split() if word[:1].isupper()]
        for first in range(len(words)):
            for last in range(first + 2, len(words) + 1):
                part = words[first:last]
                yield (
                    frozenset(_form(word) for word in part),
                    "".join(word[0] for word in part).casefold(),
                )
