"""Words as they are compared: stems of telling words, names, and numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from index.words import STOP_WORDS
from qa.language.verbs import IRREGULAR, NO_PAST, SHORT_VERBS

__all__ = ["NUMBER_WORDS", "is_past", "names_in", "stem", "stems_of", "telling_stems", "words_in"]

_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*(?:['’][^\W_]+)?")

NUMBER_WORDS = frozenset(
    """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
    fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty
    ninety hundred hundreds thousand thousands million millions billion billions trillion dozen
    dozens half third quarter""".split()
)

# A capital letter at a sentence's start, or in a question word, makes no name.
_NOT_A_NAME = STOP_WORDS | frozenset(
    """although however meanwhile while if once since later earlier today yesterday monday tuesday
    wednesday thursday friday saturday sunday january february march april may june july august
    september october november december mr mrs ms dr list give name describe explain please
    in""".split()
)
_TOKEN = re.compile(r"[^\W\d_](?:[\w’'-])*|\S")
_LINKS = frozenset("of the de la van von der den al bin and for".split())
"""Small words inside a name: at most two between two capitalised words."""


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
    word = IRREGULAR.get(word, word)
    if len(word) < 4 or word[0].isdigit():
        return word
    if word.endswith(("ies", "ied")) and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ical", "sses", "axes", "ixes", "oxes", "exes")) and len(word) > 4:
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is", "news")):
        word = word[:-1]
    for suffix in ("ing", "ed"):
        rest = word.removesuffix(suffix)
        if rest != word and re.search("[aeiouy]", rest) and len(rest) > 2:
            if f"{rest}e" in SHORT_VERBS:
                return f"{rest}e"
            word = rest[:-1] if re.search(r"([bdfglmnprt])\1$", rest) else rest
            break
    if word.endswith(("ff", "ll")):
        return word[:-1]  # as of "called" above, where nobody can tell whose letter it is
    return word.removesuffix("e") if len(word) > 4 else word


def stems_of(words: str) -> frozenset[str]:
    """Stems of words with spaces between them, small words included: by these a list is known."""
    return frozenset(map(stem, words.split()))


def is_past(word: str) -> bool:
    """Whether a word is a past form or a participle, as far as can be told: "sold", "ordered"."""
    word = word.lower()
    if word.endswith(("s", "ing")) or word in NO_PAST:
        return False
    return word in IRREGULAR or (word.endswith("ed") and stem(word) != word)


@lru_cache(maxsize=512)  # the check asks it of the same sentences for one rule after the other
def telling_stems(text: str) -> frozenset[str]:
    """Stems of the words of a text that say something; numbers stay as they are written."""
    return frozenset(stem(word) for word in words_in(text) if word not in STOP_WORDS)


def names_in(text: str) -> tuple[str, ...]:
    """Capitalised phrases of a text, question words and weekdays left out, in order."""
    names = []
    for start, end in _capitalised_runs(text):
        words = text[start:end].split()
        while words and _bare(words[0]) in _NOT_A_NAME:
            words = words[1:]
        while words and words[-1].lower() in _NOT_A_NAME:
            words = words[:-1]
        if words:
            names.append(re.sub(r"['’]s?$", "", " ".join(words)))
    return tuple(dict.fromkeys(names))


def _capitalised_runs(text: str) -> Iterator[tuple[int, int]]:
    """Stretches from one capitalised word to another, over initials and small linking words."""
    run: list[int] | None = None
    links = 0
    for token in _TOKEN.finditer(text):
        word = token.group()
        if word[0].isupper():
            run = [run[0] if run else token.start(), token.end()]
            links = 0
        elif run and word == "." and token.start() == run[1] and _is_initial(text, run[1]):
            continue
        elif run and word in _LINKS and links < 2:
            links += 1
        elif run:
            yield run[0], run[1]
            run, links = None, 0
    if run:
        yield run[0], run[1]


def _is_initial(text: str, end: int) -> bool:
    """Whether the word that ends here is a single letter: *J. Holt*."""
    return end < 2 or not text[end - 2].isalnum()


def _bare(word: str) -> str:
    return re.sub(r"['’]s?$", "", word.lower())
