"""The typography of a text, levelled, with the way back to the source's own characters.

Two texts are typographically equal when they differ only in what a typesetter decides: shapes of
quotation marks, dashes and spaces, ligatures, line ends, hyphenation and invisible characters.
Folding is per character (Unicode NFKD with canonical reordering of combining marks), so that
every folded character knows where it came from.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

__all__ = ["VARIATION", "Folded", "fold", "straight_quotations"]

_SHAPES = {
    **dict.fromkeys("‐‑‒–−﹣－", "-"),
    **dict.fromkeys("‘’‚‛ʼ`", "'"),
    **dict.fromkeys("“”„‟«»", '"'),
}
_FAMILIAR = frozenset("“”„‟«»❝❞‘’‚")
_RARE_DOUBLE = frozenset(
    "\u02ba\u02dd\u02ee\u05f4\u2033\u2034\u2036\u2037\u2057\u275f\u2760\u276e\u276f\u2770\u2771"
    "\u2329\u232a\u27e8\u27e9\u27ea\u27eb\u2e42\u3003\u301d\u301e\u301f\uff02\uff62\uff63"
    "〈〉《》「」『』﹁﹂﹃﹄"
)
"""Primes, ornaments, modifiers and corner brackets that stand for double quotation marks."""
_PRIMES = frozenset("\u02ba\u2033\u2036")
_RARE_SINGLE = (
    "\u00b4\u02b9\u02bb\u02bc\u02bd\u02c8\u02ca\u02cb\u201b\u2032\u2035\u275b\u275c\uff07\uff40"
)
_SINGLE_PAIR = re.compile(
    rf"(?<![\w{_RARE_SINGLE}])[{_RARE_SINGLE}](?=\S)([^\n]{{1,500}}?)(?<=\S)[{_RARE_SINGLE}'’‘](?!\w)"
)
_DOUBLED = re.compile(r",,|‚‚|‘‘|’’|′′|‹|›")
_DASHES = frozenset("—―")
VARIATION = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_DISTINCT = ("<super>", "<sub>", "<circle>", "<fraction>")
_PLAIN = re.compile(r"[A-Za-z0-9.,;:!?()\"'/%$&]+")
_LINE_END_HYPHEN = re.compile(r"(?<=[^\W\d_])[-‐‑][ \t]{0,8}\r?\n\s{0,80}(?=[^\W\d_])")
_WORD = re.compile(r"[^\W\d_]+")
_DOUBLE_HYPHEN = re.compile(r"--+")


@dataclass(frozen=True, slots=True)
class Folded:
    """A text with its typography levelled, and the way back."""

    text: str
    kinds: str
    """One mark a character: superscript, subscript, circled and fraction digits are not digits."""
    starts: array[int]
    ends: array[int]
    """For each folded character, the range of the source that it came from."""


@lru_cache(maxsize=32)
def fold(text: str) -> Folded:
    """Level the typography of a text. Linear in its length.

    Source of the method: Unicode Standard Annex 15, applied a character at a time; checked
    against all lines of its NormalizationTest.
    """
    chars: list[str] = []
    kinds: list[str] = []
    starts, ends = array("Q"), array("Q")
    for folded, kind, span in _ordered(_characters(text)):
        if folded == " " and (not chars or chars[-1] == " "):
            continue
        chars.append(folded)
        kinds.append(kind)
        starts.append(span[0])
        ends.append(span[1])
    return Folded("".join(chars), "".join(kinds), starts, ends)


def straight_quotations(text: str) -> str:
    """The text with every unusual quotation mark as a plain double one.

    The usual typographic marks stay, and so does what stands inside a word: the apostrophe of
    Hawaiian, the gershayim of Hebrew; and the inches after a number.
    """
    single = _SINGLE_PAIR.sub(r'"\1"', _DOUBLED.sub('"', text))
    return "".join(
        '"' if _is_rare(char) and not _belongs_to_word(single, at) else char
        for at, char in enumerate(single)
    )


def _is_rare(char: str) -> bool:
    if char.isascii() or char in _FAMILIAR or char in _RARE_SINGLE:
        return False
    return char in _RARE_DOUBLE or unicodedata.category(char) in ("Pi", "Pf")


def _belongs_to_word(text: str, at: int) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    inches = text[at] in _PRIMES and before.isdecimal()
    return inches or (before.isalpha() and after.isalpha())


_Character = tuple[str, str, tuple[int, int]]


def _characters(text: str) -> Iterator[_Character]:
    """Each folded character with its kind and the range of the source that it came from."""
    broken = _broken_words(text)
    at = 0
    while at < len(text):
        if at in broken:
            hyphen, end = broken[at]
            if hyphen:
                yield "-", " ", (at, at + 1)
            at = end
            continue
        plain = _PLAIN.match(text, at)
        if plain:
            for place in range(at, plain.end()):
                yield text[place], " ", (place, place + 1)
            at = plain.end()
            continue
        dash = _DOUBLE_HYPHEN.match(text, at)
        end = dash.end() if dash else at + 1
        yield from _fold_character("—" if dash else text[at], (at, end))
        at = end


def _fold_character(char: str, span: tuple[int, int]) -> Iterator[_Character]:
    if char.isspace():
        yield " ", " ", span
        return
    kind = " "
    if unicodedata.category(char) == "No" or unicodedata.decomposition(char).startswith(_DISTINCT):
        kind = unicodedata.decomposition(char)[1:3] or "N"
    for part in unicodedata.normalize("NFKD", char):
        if part in _DASHES:
            yield from ((shape, " ", span) for shape in " - ")
        elif part.isspace():
            yield " ", " ", span
        elif unicodedata.category(part) not in ("Cf", "Cc") and not VARIATION.match(part):
            yield '"' if _is_rare(part) else _SHAPES.get(part, part), kind[:1], span


def _ordered(characters: Iterator[_Character]) -> Iterator[_Character]:
    """Runs of combining marks in canonical order, across the borders of source characters."""
    run: list[_Character] = []
    for character in characters:
        if unicodedata.combining(character[0]):
            run.append(character)
            continue
        yield from _sorted_run(run)
        run = []
        yield character
    yield from _sorted_run(run)


def _sorted_run(run: list[_Character]) -> list[_Character]:
    return sorted(run, key=lambda character: unicodedata.combining(character[0]))


def _broken_words(text: str) -> dict[int, tuple[bool, int]]:
    """Hyphens at line ends: where each stands, whether it stays, and where the word goes on.

    The hyphen goes only if the joined word stands elsewhere in the text: "re-/sign" is not
    "resign" on a guess.
    """
    matches = list(_LINE_END_HYPHEN.finditer(text))
    if not matches:
        return {}
    at = {word.start(): word for word in _WORD.finditer(text)}
    before = {word.end(): word[0] for word in at.values()}
    words = {word[0].casefold() for word in at.values()}
    return {
        match.start(): (
            (before[match.start()] + at[match.end()][0]).casefold() not in words,
            match.end(),
        )
        for match in matches
    }
