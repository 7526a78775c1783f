"""Tells encodings of Latin letters apart: in the right one, the words are some language's."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

__all__ = ["encoding_by_letters"]

_WESTERN = (
    "äöüß",  # German
    "àâæçéèêëîïôœùûüÿ",  # French
    "áéíñóúü",  # Spanish
    "àáâãçéêíóôõúü",  # Portuguese
    "àèéìíîòóùú",  # Italian
    "åäöé",  # Swedish, Finnish
    "åæøé",  # Danish, Norwegian
    "éèëïóöü",  # Dutch
)
_CENTRAL = (
    "ąćęłńóśźż",  # Polish
    "áčďéěíňóřšťúůýž",  # Czech
    "áäčďéíĺľňóôŕšťúýž",  # Slovak
    "áéíóöőúüű",  # Hungarian
    "čćđšž",  # Croatian, Slovenian
    "ăâîşţ",  # Romanian
)
_BALTIC = (
    "ąčęėįšųūž",  # Lithuanian
    "āčēģīķļņšūž",  # Latvian
    "äöüõšž",  # Estonian
)
_TURKISH = ("âçğıîi̇öşûü",)
_ENCODINGS = (
    ("cp1252", _WESTERN),
    ("iso8859_15", _WESTERN),
    ("cp1250", _CENTRAL),
    ("iso8859_2", _CENTRAL),
    ("cp1254", _TURKISH),
    ("cp1257", _BALTIC),
    ("iso8859_13", _BALTIC),
    ("mac_roman", _WESTERN),
    ("cp850", _WESTERN),
    ("cp852", _CENTRAL),
)
"""Of those that fit equally well, the first is taken: the most frequent."""
_SIGNS = frozenset("“”‘’‚„–—…•€£¥§°«»¡¿©®™·±½¼¾²³ªº´\xa0†‡‰‹›¢¶×µ")
_WITHIN_WORDS = frozenset({"’", "·", "–", "—"})
_RUN = re.compile(r"[^\x00-\x7f]+")
_MOST_ODD = 0.1


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a text looks like in one encoding."""

    letters: Counter[str]
    """Letters beyond ASCII in lower case, with how often they come."""
    special: int
    """All characters beyond ASCII."""
    odd: int
    """Those where no letter or sign would stand."""


def encoding_by_letters(data: bytes) -> str | None:
    """The encoding in which a text is written in one language of Latin letters.

    Args:
        data: The beginning of a text that is not UTF-8.

    Returns:
        Python's name of the encoding; ``None`` where no language fits in any.
    """
    best, least = None, _MOST_ODD
    for encoding, alphabets in _ENCODINGS:
        reading = _reading(data.decode(encoding, errors="replace"))
        for alphabet in alphabets:
            foreign = sum(n for letter, n in reading.letters.items() if letter not in alphabet)
            share = (reading.odd + foreign) / max(1, reading.special)
            if share < least:
                best, least = encoding, share
    return best


def _reading(text: str) -> _Reading:
    """In the right encoding, accented letters stand among plain ones and signs between words."""
    letters: Counter[str] = Counter()
    special = odd = 0
    for match in _RUN.finditer(text):
        run = match.group()
        own = [char for char in run if char.isalpha() and char not in _SIGNS]
        letters.update(char.lower() for char in own)
        special += len(run)
        odd += sum(char not in _SIGNS for char in run) - len(own) + max(0, len(own) - 2)
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        if not own and before.isalpha() and after.isalpha() and run not in _WITHIN_WORDS:
            odd += len(run)
        if before.islower() and any(map(str.isupper, own)):
            odd += 1
    return _Reading(letters, special, odd)
