"""What a question asks about that no document so much as mentions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import reduce

from index import Library
from index.words import STOP_WORDS
from qa.language.terms import NUMBER_WORDS, stem
from qa.language.verbs import IRREGULAR

__all__ = ["unmentioned"]

_COMPOUND = re.compile(r"[^\W_]+(?:[-‐‑\u00ad.,:'’][^\W_]+)*")
_LETTERS = re.compile(r"[^\W_]+")
_PART = re.compile(r"[^\W_]{3,}")
_CONTRACTION = re.compile(r"\w+n['’]t", re.IGNORECASE)
_YEAR = re.compile(r"(?:1\d|20)\d\d")
_ASKING = frozenset(
    """answer article articles ask asked asks according claim claimed claims come describe did
    document documents does exactly explain find give had happen happened happens has have having
    how kind know list many may mention mentioned mentions might much name named names number
    people person please report reported reports said say saying says show should sort state
    stated states summarise summarize tell text there think thinks thought told type was were what
    when where which who whom whose why will would could""".split()
)
"""Words that belong to the asking: a document need not hold them to answer."""

_LIGATURES = (("ffi", "ﬃ"), ("ffl", "ﬄ"), ("ff", "ﬀ"), ("fi", "ﬁ"), ("fl", "ﬂ"))
_PLURALS = (
    ("man", "men"), ("child", "children"), ("foot", "feet"), ("fe", "ves"), ("f", "ves"),
)  # fmt: skip
"""Ends of words whose plurals no suffix rule brings to their singulars."""
_SPACED = ("LATIN", "GREEK", "CYRILLIC")
"""Scripts with spaces between words; in others the index holds runs of words as one."""

_MOST = 12


def unmentioned(
    question: str, library: Library, documents: Sequence[str] | None = None
) -> tuple[str, ...]:
    """The telling words of a question that none of the documents holds, as the question has them.

    Careful rather than complete, for a word that is named is said to be nowhere: words are found
    up to inflection, accents, hyphens and ligatures, and of numbers only years are looked up, for
    others may be written in another way. A document's title and name count as its words.

    Args:
        question: in full.
        library: the documents.
        documents: names of those that were asked; ``None`` for all.

    Raises:
        UnknownDocument: a named document is not in the library.
    """
    telling: dict[str, tuple[str, str]] = {}
    for compound in _COMPOUND.findall(unicodedata.normalize("NFC", question)):
        for part in _telling_parts(compound):
            telling.setdefault(part.lower(), (part, compound))
    named = _names(library, documents)

    def is_mentioned(part: str, compound: str) -> bool:
        # The word as it is first: of most words that is enough, and soon found.
        tries = ([part], list(dict.fromkeys(_forms(part, compound))))
        return any(library.shelf.holding(forms, 1, documents) for forms in tries)

    return tuple(
        part
        for part, compound in list(telling.values())[:_MOST]
        if stem(part) not in named and not is_mentioned(part, compound)
    )


def _telling_parts(compound: str) -> Iterator[str]:
    """The words of a compound that may be looked up."""
    if _CONTRACTION.fullmatch(compound):
        return
    if compound[0].isdigit():
        yield from [compound] if _YEAR.fullmatch(compound) else []
        return
    for part in _PART.findall(compound):
        word = part.lower()
        common = word in STOP_WORDS or word in _ASKING or word in NUMBER_WORDS
        if not common and all(map(_is_spaced, part)):
            yield part


def _is_spaced(sign: str) -> bool:
    return unicodedata.name(sign, "").startswith(_SPACED)


def _names(library: Library, documents: Sequence[str] | None) -> frozenset[str]:
    """Stems of the words in the titles and names of the documents that were asked."""
    asked = (
        each
        for each in library.documents()
        if documents is None or not {each.name, *each.other_names}.isdisjoint(documents)
    )
    named = " ".join(f"{each.title} {each.name}" for each in asked)
    return frozenset(map(stem, _PART.findall(named)))


def _forms(part: str, compound: str) -> Iterator[str]:
    """How a document may write a word, the likeliest first, as the index of words has it."""
    word = unicodedata.normalize("NFKC", part).lower()
    yield word
    for form, base in IRREGULAR.items():
        if stem(base) == stem(word):
            yield from (form, base)
    for one, other in (*_PLURALS, *((many, one) for one, many in _PLURALS)):
        if word.endswith(one):
            yield word.removesuffix(one) + other
    yield from (word.replace(*ligature) for ligature in _LIGATURES)
    yield reduce(lambda text, ligature: text.replace(*ligature), _LIGATURES, word)
    for whole in (word, "".join(_LETTERS.findall(compound))):
        yield whole
        # The index parts words at hyphens, soft hyphens and apostrophes alike.
        yield from (f"{whole[:at]}'{whole[at:]}" for at in range(1, len(whole)))
