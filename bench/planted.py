"""Quotations planted in drafts, honest and forged, made from the sentences of a library.

Honest ones carry the noise of typesetting and copying; forged ones have one thing wrong. The same
seed makes the same ones.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from index import Library
from qa.language.numerals import MONTHS

__all__ = ["FORGERIES", "NOISES", "Planted", "planted"]

_LEAST = 8
"""Words of a sentence that is planted."""
_LONGEST = 45
_MARKS = (("“", "”"), ('"', '"'), ("„", "“"), ("« ", " »"), ("»", "«"))
_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][a-zé’]+(?: [A-Z][a-zé]+)*")
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_NUMBER_WORDS = """two three four five six seven eight nine ten eleven twelve fifteen sixteen twenty
thirty forty""".split()
_VERBS = re.compile(r"\b(?:was|were|is|are|has|had|will|would|could|can|did|have)\b(?! not|n[’'])")
_NEGATIONS = re.compile(r"\b(?:not|never) ")
_SMALL = frozenset("the a an of to in on at and or for by with from that it its as".split())
_INNER = str.maketrans('“”„"', "‘’‘'")


@dataclass(frozen=True, slots=True)
class Planted:
    """A quotation, where it belongs in a draft, and what it is."""

    kind: str
    """The noise of an honest one, what is wrong with a forged one."""
    is_honest: bool
    quoted: str
    """The words between the marks."""
    paragraph: str
    """Of the draft that holds it."""


@dataclass(frozen=True, slots=True)
class _Source:
    """A sentence of a document with its speaker."""

    document: str
    words: str
    speaker: str | None
    voices: str
    """Publisher, author and title of the document."""


def planted(library: Library, each: int, seed: int) -> tuple[Planted, ...]:
    """Make quotations out of a library's sentences.

    Args:
        library: whose sentences are quoted.
        each: how many honest ones, and how many forged ones, in about equal parts of each kind.
        seed: of the choice.
    """
    dice = random.Random(seed)
    sources = list(_sources(library))
    names = sorted({one.speaker for one in sources if one.speaker and _is_name(one.speaker)})
    texts = [_plain(library.text(document.name)) for document in library.documents()]
    made: list[Planted] = []
    for kinds, is_honest in ((list(NOISES), True), (list(FORGERIES), False)):
        wanted = len(made) + each
        tries = 0
        while len(made) < wanted and tries < 200 * each:
            kind = kinds[len(made) % len(kinds)]
            one = _one(dice, kind, is_honest, sources, names, texts)
            tries += 1
            if one is not None:
                made.append(one)
    return tuple(made)


def _sources(library: Library) -> Iterator[_Source]:
    for document in library.documents():
        text = library.text(document.name)
        voices = f"{document.publisher} {document.author} {document.title}"
        for sentence in library.sentences(document.name):
            words = text[sentence.start : sentence.end]
            long_enough = _LEAST <= len(words.split()) <= _LONGEST
            # An ellipsis that the source has would cover whatever a forgery leaves out beside it.
            is_plain = not re.search(r"[\n|<]|\. ?\. ?\.|…", words)
            if long_enough and is_plain:
                named = sentence.attribution is not None and sentence.attribution.named
                speaker = sentence.speakers[-1] if named else None
                yield _Source(document.name, _unmarked(words), speaker, voices)


def _unmarked(words: str) -> str:
    """A sentence without the marks around the whole of it."""
    whole = words[0] in '“"' and words[-1] in '”"'
    inner = words[1:-1] if whole else words
    return words if set(inner) & set('“”"') else inner


def _one(
    dice: random.Random,
    kind: str,
    is_honest: bool,
    sources: Sequence[_Source],
    names: Sequence[str],
    texts: Sequence[str],
) -> Planted | None:
    """One quotation of a kind; ``None`` where the sentence that was drawn does not lend itself."""
    source, other = dice.choice(sources), dice.choice(sources)
    words, foreign = _slice(dice, source.words), _slice(dice, other.words)
    if _has_half_quotation(words) or _has_half_quotation(foreign):
        return None
    speaker = source.speaker if dice.random() < 0.5 else None
    if is_honest:
        words = NOISES[kind](dice, words)
    elif kind == "speaker":
        others = [name for name in names if not _related(name, source)]
        if source.speaker is None or not others:
            return None
        speaker = dice.choice(others)
    else:
        forged = FORGERIES[kind](dice, words, foreign)
        if forged is None or any(_plain(forged) in text for text in texts):
            return None
        words = forged
    opening, closing = dice.choice(_MARKS)
    inner = words.translate(_INNER)
    paragraph = _framed(dice, f"{opening}{inner}{closing}", speaker)
    return Planted(kind, is_honest, inner, paragraph)


def _related(name: str, source: _Source) -> bool:
    """Whether a name is the speaker's or the document's own, or stands in the sentence."""
    last = name.split()[-1]
    return any(last in words for words in (source.words, source.speaker or "", source.voices))


def _is_name(speaker: str) -> bool:
    """Whether a speaker is named, and not described: descriptions accuse nobody."""
    return speaker.split()[-1][0].isupper()


def _has_half_quotation(words: str) -> bool:
    """Whether one mark of a pair is missing: nobody quotes so."""
    return words.count("“") != words.count("”") or words.count('"') % 2 == 1


def _framed(dice: random.Random, quotation: str, speaker: str | None) -> str:
    if speaker is None:
        return dice.choice(("It says {} there.", "The page reads: {}", "{}")).format(quotation)
    forms = ("{0} said: {1}", "{1}, {0} said.", "{1}, said {0}.", "According to {0}, {1}.")
    return dice.choice(forms).format(speaker, quotation)


def _slice(dice: random.Random, words: str) -> str:
    """The sentence, or its beginning or end cut at a space, not inside a quotation within."""
    parts = words.split(" ")
    if len(parts) < 2 * _LEAST or dice.random() < 0.5:
        return words
    at = dice.randrange(_LEAST, len(parts) - _LEAST + 1)
    return " ".join(parts[:at] if dice.random() < 0.5 else parts[at:])


def _plain(text: str) -> str:
    """Words in one case and spacing, for telling whether a forgery is true by chance."""
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold()))


def _spot(dice: random.Random, words: str, pattern: str) -> re.Match[str] | None:
    found = list(re.finditer(pattern, words))
    return dice.choice(found) if found else None


def _put(words: str, spot: re.Match[str] | None, by: str) -> str:
    return words[: spot.start()] + by + words[spot.end() :] if spot else words


def _marks(_: random.Random, words: str) -> str:
    return words.replace("’", "'").replace("‘", "'")


def _dashes(dice: random.Random, words: str) -> str:
    dash = dice.choice((" – ", "—", " -- ", " — "))
    return re.sub(r"\s*—\s*", dash, words).replace("-", dice.choice(("‑", "-", "‐")))


def _spaces(dice: random.Random, words: str) -> str:
    return re.sub(" ", lambda _: dice.choice((" ", "\xa0", "  ", "\u2009", "\n")), words)


def _soft_hyphens(dice: random.Random, words: str) -> str:
    return re.sub(r"\w{4,}", lambda word: f"{word[0][:3]}\xad{word[0][3:]}", words)


def _broken(dice: random.Random, words: str) -> str:
    spot = _spot(dice, words, r"(?<![\w-])[a-z]{6,}(?![\w-])")
    return _put(words, spot, f"{spot[0][:3]}-\n{spot[0][3:]}") if spot else words.replace(" ", "\n")


def _ligatures(_: random.Random, words: str) -> str:
    for letters, sign in (("ffi", "ﬃ"), ("fi", "ﬁ"), ("fl", "ﬂ"), ("ff", "ﬀ"), ("st", "ﬆ")):
        words = words.replace(letters, sign)
    return words


def _decomposed(_: random.Random, words: str) -> str:
    return unicodedata.normalize("NFD", words)


def _first_letter(_: random.Random, words: str) -> str:
    return words[:1].swapcase() + words[1:]


def _comma(dice: random.Random, words: str) -> str:
    return words.rstrip(".,;:") + dice.choice((",", ".", ""))


NOISES: dict[str, Callable[[random.Random, str], str]] = {
    "marks": _marks,
    "dashes": _dashes,
    "spaces": _spaces,
    "soft hyphens": _soft_hyphens,
    "line-break hyphens": _broken,
    "ligatures": _ligatures,
    "NFD": _decomposed,
    "first letter": _first_letter,
    "final comma": _comma,
}
"""What typesetting and copying do to honest words."""


def _number(dice: random.Random, words: str, _: str) -> str | None:
    spot = _spot(dice, words, _DIGITS.pattern)
    if spot:
        digits = spot[0]
        at = dice.randrange(len(digits))
        if not digits[at].isdigit():
            return None
        return _put(words, spot, digits[:at] + str((int(digits[at]) + 1) % 10) + digits[at + 1 :])
    spot = _spot(dice, words, rf"\b(?:{'|'.join(_NUMBER_WORDS)})\b")
    return _put(words, spot, dice.choice(_NUMBER_WORDS)) if spot else None


def _negation(dice: random.Random, words: str, _: str) -> str | None:
    spot = _spot(dice, words, _NEGATIONS.pattern)
    if spot:
        return _put(words, spot, "")
    spot = _spot(dice, words, _VERBS.pattern)
    return _put(words, spot, f"{spot[0]} not") if spot else None


def _name(dice: random.Random, words: str, other: str) -> str | None:
    spot, foreign = _spot(dice, words, _NAME.pattern), _spot(dice, other, _NAME.pattern)
    if not spot or spot[0].lower() in MONTHS:
        return None
    if dice.random() < 0.3:
        return re.sub(" +", " ", _put(words, spot, "")).strip()
    return _put(words, spot, foreign[0]) if foreign else None


def _dropped(dice: random.Random, words: str, _: str) -> str | None:
    parts = words.split(" ")
    at = dice.randrange(1, len(parts) - 1)
    return " ".join(parts[:at] + parts[at + 1 :]) if parts[at].isalpha() else None


def _spliced(dice: random.Random, words: str, other: str) -> str | None:
    first, second = words.split(" "), other.split(" ")
    half = " ".join(first[: max(4, len(first) // 2)]).rstrip(".,;:")
    return f"{half} {' '.join(second[len(second) // 2 :])}"


def _reordered(dice: random.Random, words: str, _: str) -> str | None:
    parts = words.split(" ")
    at, to = sorted(dice.sample(range(len(parts)), 2))
    if dice.random() < 0.5:
        to = at + 1
    if not (parts[at].isalpha() and parts[to].isalpha()) or {parts[at], parts[to]} & _SMALL:
        return None
    parts[at], parts[to] = parts[to], parts[at]
    return " ".join(parts)


FORGERIES: dict[str, Callable[[random.Random, str, str], str | None]] = {
    "number": _number,
    "negation": _negation,
    "name": _name,
    "dropped word": _dropped,
    "splice": _spliced,
    "reordering": _reordered,
    "speaker": lambda _, words, __: words,
}
"""What is wrong with forged ones; the words of the last are true."""
