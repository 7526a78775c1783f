"""Of how many a claim says what its source says: a part is not the whole, and few are not most.

"300 of the 500 workers", "Of the 640 homes planned, 210 had been built", "some members supported
the plan, but most wanted more time": the number or the word of quantity belongs to what happened
to so many, and a claim must not give it to what happened to others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qa.checking.counts import is_plural, pairs
from qa.language.clauses import clauses
from qa.language.numerals import Numeral, numerals
from qa.language.terms import NUMBER_WORDS, stem, telling_stems, words_in

__all__ = ["another_quantity", "part_as_whole", "some_as_all"]

_THE = r"(?:all|the|its|his|her|our|their|those|these)"
_PART = re.compile(
    r"\b(?P<part>(?:[a-z]+\s(?:in|out\sof)\s)?[\w.,]{0,24}\w(?:\s(?:percent|per\scent))?%?)"
    r"\s+(?:out\s+)?of\s+"
    rf"(?:{_THE}\s+){{0,2}}(?P<whole>(?:[\d.,]*\d|[a-z-]+)\b[^.,;:!?()]*)",
    re.IGNORECASE,
)
_FRONTED = re.compile(
    rf"(?:^|[.;:,]\s+|\b(?:and|but)\s+)(?:out\s+)?of\s+(?:{_THE}\s+)?"
    r"(?P<whole>[\w.,]{0,24}\w\s[^.,;:!?()]*),\s+"
    r"(?P<rest>[^,;:!?()]+)",
    re.IGNORECASE,
)
_EVERY = frozenset("all each every both none neither any either".split())
"""Of whom something is said, or denied, of whom it is said of every one."""

_FEW = re.compile(r"(?<!\ba )\b(?P<cue>few|hardly any|little)\s+(?P<noun>[^\W\d_]+)", re.IGNORECASE)
_SOME_OF = re.compile(
    r"\b(?P<cue>first|second|third|last|one|some|part|parts|half|most|many|several|few|two|three|little)"
    r"\s+of\s+(?:the|its|his|her|our|their|those|these)\s+(?P<whole>[^,.;:!?()]+)",
    re.IGNORECASE,
)
_SOME = re.compile(r"\b(?P<cue>some|several)\s+(?P<whole>[^\W\d_]+\s[^,.;:!?()]+)", re.IGNORECASE)
_WHOLE_REACH = 3
"""Words after "some of the" among which the noun stands."""
_MASS = frozenset("little part parts half".split())
"""Of one thing as well as of several: "little of the food"."""

_QUANTITIES = {
    "few": "few fewer little hardly minority",
    "some": "some several handful",
    "one": "one",
    "half": "half",
    "many": "many lots numerous dozens hundreds",
    "most": "most majority mostly bulk",
    "all": "all every each both everyone everybody entire whole",
    "none": "none no nobody",
}
_KIND_OF = {word: kind for kind, words in _QUANTITIES.items() for word in words.split()}
_WEAKER = {
    "some": frozenset(("some", "many", "most", "all", "half", "one", "not all")),
    "many": frozenset(("many", "most", "all", "half")),
    "half": frozenset(("half",)),
    "few": frozenset(("few",)),
    "one": frozenset(("one",)),
    "most": frozenset(("most", "all")),
    "all": frozenset(("all",)),
    "not all": frozenset(("not all", "some", "many", "most", "few", "half", "one")),
}
"""What a source may say of which a claim says no more with the word before it."""

_NO_QUANTITY = frozenset("at the after in above of how so as no".split())
"""Words before a word of quantity with which it is none: "at most", "after all"."""
_ONLY_OF = frozenset("one little".split())
_OF_A_NUMBER = NUMBER_WORDS | frozenset("in out of per cent percent".split())
_FRACTIONS = frozenset("half third thirds quarter quarters fifth tenth".split())
_LEAST_SHARED = 0.5
"""The part of what a sentence says of some that a claim must say, too, to be held against it."""


def part_as_whole(claim: str, source: str) -> tuple[str, str] | None:
    """A whole of which the claim says what its source says of a part: "300 of the 500 workers".

    Returns:
        The whole in the claim and the part in the source ("500 workers", "300 of the 500 workers");
        ``None`` where there is none.
    """
    told = {part["whole"].split()[0].lower() for part in _PART.finditer(claim)}
    for part in _PART.finditer(source):
        number, rest = next(pairs(part["whole"]), None), part["whole"].split()
        if number is None or not numerals(rest[0]) or rest[0].lower() in told:
            continue
        if not _is_part(part) or _names_part(claim, part["part"]):
            continue
        happened = telling_stems(part["whole"]) - telling_stems(" ".join(rest[:2]))
        detail = f"{part['part']} of the {number[0]} {number[1]}"
        if _says_of(claim, *number, happened):
            return f"{number[0]} {number[1]}", detail
        if number[0] not in numerals(claim) and _tells_of_all(claim, " ".join(rest[1:])):
            return f"all the {number[1]}", detail
    return _fronted(claim, source)


def some_as_all(claim: str, sentence: str) -> str | None:
    """The word of quantity without which a claim says of all what a sentence says of some.

    Args:
        claim: The prose of a claim.
        sentence: One that it cites.
    """
    words, claimed = set(words_in(claim)), telling_stems(claim)
    kinds = {_KIND_OF[word] for word in words & _KIND_OF.keys()}
    for few in _FEW.finditer(sentence):
        if stem(few["noun"]) in claimed and "few" not in kinds:
            return few["cue"].lower()
    for part in _PART.finditer(sentence):
        counted = numerals(part["part"]) and _is_part(part) and not numerals(part["whole"])
        named = bool(kinds - {"all"}) or _names_part(claim, part["part"])
        if counted and not named and _tells_of_all(claim, part["whole"]):
            return f"{part['part']} of"
    for pattern in (_SOME_OF, _SOME):
        for part in pattern.finditer(sentence):
            cue = part["cue"].lower()
            kept = cue in words or _KIND_OF.get(cue) in kinds or numerals(cue) & numerals(claim)
            if not kept and _tells_of_all(claim, part["whole"], cue in _MASS):
                return f"{cue} of" if pattern is _SOME_OF else cue
    return None


def another_quantity(claim: str, source: str) -> tuple[str, str] | None:
    """A word of quantity that the claim puts to what its source says of fewer, or of others.

    Returns:
        The words of the claim and of the source ("most", "some"); ``None`` where they agree.
    """
    given = [list(_quantities(clause)) for clause in clauses(source)]
    for clause in clauses(claim):
        for one in _quantities(clause):
            alike = [(max(map(one.shared, others)), others) for others in given if others]
            best = max((share for share, _ in alike), default=0.0)
            nearest = [others for share, others in alike if share == best >= _LEAST_SHARED]
            known = [other for others in nearest for other in others]
            allowed = _WEAKER.get(one.kind)
            if allowed and known and not any(other.kind in allowed for other in known):
                return one.written, known[0].written
    return None


@dataclass(frozen=True, slots=True)
class _Quantity:
    written: str
    kind: str
    happened: frozenset[str]
    """Stems of what follows it in its clause, but for those whom it counts."""

    def shared(self, other: _Quantity) -> float:
        """The part of what the other says that this one says, too, from 0 to 1."""
        return len(self.happened & other.happened) / max(len(other.happened), 1)


def _quantities(clause: str) -> Iterator[_Quantity]:
    words = words_in(clause)
    for at, word in enumerate(words):
        before, following = words[at - 1] if at else "", words[at + 1 : at + 2]
        kind = _KIND_OF.get(word)
        if kind is None or before in _NO_QUANTITY or (word in _ONLY_OF and following != ["of"]):
            continue
        if before == "a" and kind == "few" and words[at - 2 : at - 1] not in (["only"], ["just"]):
            kind = "some"
        if before == "not" and kind == "all":
            kind, word = "not all", f"not {word}"
        rest = [other for other in words[at + 1 :] if other not in ("of", "the")]
        noun = next((n for n, other in enumerate(rest[:_WHOLE_REACH]) if is_plural(other)), -1)
        yield _Quantity(word, kind, telling_stems(" ".join(rest[noun + 1 :])))


def _is_part(part: re.Match[str]) -> bool:
    """Whether a part of something is meant, and neither every one nor "a group of 500"."""
    words = set(words_in(part["part"]))
    if words & _EVERY or "all" in words:
        return False
    if numerals(part["part"]) and not words <= _OF_A_NUMBER and not part["part"][0].isdigit():
        return False
    definite = re.search(rf"\bof\s+{_THE}\s", part[0], re.IGNORECASE)
    return bool(definite or numerals(part["part"]) or words & _FRACTIONS)


def _names_part(claim: str, part: str) -> bool:
    """Whether a claim holds the number of a part, or its word."""
    numbers = numerals(part)
    if numbers:
        return numbers <= numerals(claim)
    return bool(re.search(rf"\b{re.escape(part)}(?!\w)", claim, re.IGNORECASE))


def _says_of(claim: str, number: Numeral, what: str, happened: frozenset[str]) -> bool:
    """Whether a claim says of so many of these what happened."""
    same = any(one == number and stem(thing) == stem(what) for one, thing in pairs(claim) if thing)
    return same and 2 * len(happened & telling_stems(claim)) >= len(happened) > 0


def _fronted(claim: str, source: str) -> tuple[str, str] | None:
    """The same for "Of the 640 homes planned, 210 had been built", in both directions."""
    for found in _FRONTED.finditer(source):
        whole, part = next(pairs(found["whole"]), None), next(pairs(found["rest"]), None)
        if whole is None or part is None or not numerals(" ".join(found["whole"].split()[:1])):
            continue
        noun = stem(whole[1])
        first = _without_numbers(found["whole"]) - {noun}
        then = _without_numbers(found["rest"]) - first - {noun}
        detail = f"{part[0]} of the {whole[0]} {whole[1]}"
        has_part, has_whole = part[0] in numerals(claim), whole[0] in numerals(claim)
        if not has_part and _says_of(claim, *whole, then):
            return f"{whole[0]} {whole[1]}", detail
        if not has_part and not has_whole and _tells_of_all(claim, f"{whole[1]} {' '.join(then)}"):
            return f"all the {whole[1]}", detail
        said = telling_stems(claim)
        if not has_whole and not said & then and _says_of(claim, part[0], whole[1], first):
            return f"{part[0]} {whole[1]}", f"{whole[0]} {whole[1]}"
    return None


def _without_numbers(text: str) -> frozenset[str]:
    return frozenset(word for word in telling_stems(text) if not numerals(word))


def _tells_of_all(claim: str, whole: str, mass: bool = False) -> bool:
    """Whether a claim says of "the gates" what a sentence says of some "of the gates".

    Args:
        claim: The prose of a claim.
        whole: The words after "some of the".
        mass: Whether it may be one thing: "little of the food".
    """
    words = words_in(whole)
    plurals = (at for at, word in enumerate(words[:_WHOLE_REACH]) if is_plural(word))
    at = next(plurals, 0 if mass and words else None)
    if at is None:
        return False
    noun, happened = words[at], telling_stems(" ".join(words[at + 1 :]))
    named = (
        r"\b(?:the|all|both|its|his|her|our|their)\s+(?!other|remaining)"
        rf"(?:[\w’'-]+\s+){{0,2}}{re.escape(noun)}\b"
    )
    shared = happened & telling_stems(claim)
    return bool(re.search(named, claim, re.IGNORECASE)) and 2 * len(shared) >= len(happened) > 0
