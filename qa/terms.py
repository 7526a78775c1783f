"""Words as they are compared: stems of telling words, names, and numbers."""

from __future__ import annotations

import re
from functools import lru_cache

from index.words import STOP_WORDS

__all__ = ["NUMBER_WORDS", "names_in", "stem", "telling_stems", "words_in"]

_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*(?:['’][^\W_]+)?")

NUMBER_WORDS = frozenset(
    """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
    fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty
    ninety hundred hundreds thousand thousands million millions billion billions trillion dozen
    dozens half third quarter""".split()
)

# Forms that no suffix rule brings together.
_IRREGULAR = {
    form: base
    for base, forms in {
        "be": "been being",
        "become": "became",
        "begin": "began begun",
        "break": "broke broken",
        "bring": "brought",
        "build": "built",
        "buy": "bought",
        "choose": "chose chosen",
        "come": "came",
        "die": "died dead death deaths",
        "draw": "drew drawn",
        "fall": "fell fallen",
        "fight": "fought",
        "find": "found",
        "fly": "flew flown flight",
        "get": "got gotten",
        "give": "gave given",
        "go": "went gone",
        "grow": "grew grown growth",
        "hold": "held",
        "keep": "kept",
        "know": "knew known",
        "lead": "led leader leaders",
        "leave": "left",
        "lose": "lost loss losses",
        "make": "made",
        "meet": "met",
        "pay": "paid",
        "run": "ran",
        "see": "saw seen",
        "sell": "sold sale sales",
        "send": "sent",
        "speak": "spoke spoken",
        "spend": "spent",
        "stand": "stood",
        "take": "took taken",
        "teach": "taught",
        "think": "thought",
        "win": "won",
        "write": "wrote written",
    }.items()
    for form in forms.split()
}

# A capital letter at a sentence's start, or in a question word, makes no name.
_NOT_A_NAME = STOP_WORDS | frozenset(
    """although however meanwhile while if once since later earlier today yesterday monday tuesday
    wednesday thursday friday saturday sunday january february march april may june july august
    september october november december mr mrs ms dr list give name describe explain please
    in""".split()
)
_NAME = re.compile(
    r"(?:[A-Z]\.[ ]?)*(?:[A-Z][\w’'-]*|[A-Z]{2,})"
    r"(?:[ ](?:(?:of|the|de|van|von|der|al|bin|and|for)[ ]){0,2}(?:[A-Z]\.[ ]?)*[A-Z][\w’'-]*)*"
)


def words_in(text: str) -> list[str]:
    """The words and numbers of a text in lower case, in order."""
    return [match.group().lower() for match in _WORD.finditer(text)]


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """A word without its inflection; equal for ``travelled``, ``traveled`` and ``travels``.

    A light stemmer for English: it joins what a reader would call the same word, and leaves
    derivations (``negotiator``, ``negotiation``) apart.
    """
    word = re.sub(r"['’]s?$", "", word.lower())
    word = _IRREGULAR.get(word, word)
    if len(word) < 4 or word[0].isdigit():
        return word
    if word.endswith(("ies", "ied")) and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("ical"):
        return word[:-2]
    if word.endswith("sses"):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is", "news")):
        word = word[:-1]
    for suffix in ("ing", "ed"):
        rest = word.removesuffix(suffix)
        if rest != word and re.search("[aeiouy]", rest) and len(rest) > 2:
            word = rest[:-1] if re.search(r"([bdfglmnprt])\1$", rest) else rest
            break
    return word.removesuffix("e") if len(word) > 4 else word


def telling_stems(text: str) -> frozenset[str]:
    """Stems of the words of a text that say something; numbers stay as they are written."""
    return frozenset(stem(word) for word in words_in(text) if word not in STOP_WORDS)


def names_in(text: str) -> tuple[str, ...]:
    """Capitalised phrases of a text, question words and weekdays left out, in order."""
    names = []
    for match in _NAME.finditer(text):
        words = match.group().split()
        while words and re.sub(r"['’]s?$", "", words[0].lower()) in _NOT_A_NAME:
            words = words[1:]
        while words and words[-1].lower() in _NOT_A_NAME:
            words = words[:-1]
        if words:
            names.append(re.sub(r"['’]s?$", "", " ".join(words)))
    return tuple(dict.fromkeys(names))
