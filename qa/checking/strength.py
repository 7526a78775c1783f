"""Whether a claim is stronger than its source: "promised" for "said", "all" for "some"."""

from __future__ import annotations

import re

from qa.checking.counts import is_plural
from qa.language.polarity import negated_words
from qa.language.terms import NUMBER_WORDS, stem, telling_stems, words_in

__all__ = ["overstated", "some_as_all"]


def _family(words: str, others: str = "") -> tuple[frozenset[str], frozenset[str]]:
    """Stems that a claim may not bring in, and all those in a source that stand for them."""
    weighty = frozenset(map(stem, words.split()))
    return weighty, weighty | frozenset(map(stem, others.split()))


_FAMILIES = (
    _family("confirm corroborate verify"),
    _family("prove debunk refute", "proof disprove demonstrate show evidence"),
    _family("admit acknowledge concede confess"),
    _family("promise pledge vow guarantee", "commit commitment undertake swear assure"),
    _family("threaten", "threat"),
    _family("accuse", "accusation allege allegation blame charge fault"),
    _family("blame", "fault accuse responsible"),
    _family("demand", "insist require call ultimatum want"),
    _family("deny", "denial dispute refute reject rebut dismiss disavow no not never none"),
    _family("reject", "refuse rejection dismiss decline deny turn veto no not"),
    _family(
        "accept approve agree endorse ratify authorize", "agreement approval consent back deal"
    ),
    _family("convict", "conviction guilty sentence jail"),
    _family("acquit", "innocent clear"),
    _family("apologize apologise", "apology sorry regret"),
    _family("resign", "resignation quit step"),
    _family("murder assassinate", "slay homicide assassin"),
    _family(
        "cause trigger",
        """because bring lead result due owe reason effect blame spark prompt make since through
        responsible attribute provoke""",
    ),
    _family("die kill murder", "fatal lethal slay assassinate victim toll lost perish lives body"),
    _family("arrest", "detain custody"),
)
"""Words that decide what kind of statement it is: never the model's own."""

_QUANTIFIERS = (
    _family(
        "all every everyone everybody entire each", "whole always any both total complete none no"
    ),
    _family("most majority", "more two-third mainly mostly largely third"),
    _family("always", "every all each constantly"),
    _family(
        "only sole", "just merely nothing single except unless without alone solely exclusive one"
    ),
    _family("nobody none", "no not never zero neither nor"),
    _family("unanimous unanimously", "all every"),
)
_ONLY_SO_MANY = re.compile(
    r"(?<!\bthe )\bonly\s+(?=(?:about|around|some|between|an?|the|at)?\s*"
    rf"(?:\d|(?:few|fraction|part|some|{'|'.join(sorted(NUMBER_WORDS))})\b))",
    re.IGNORECASE,
)
"""An "only" that calls a number small, and excludes nobody."""
_SUPERLATIVE = re.compile(r"\b[a-z]{3,}est\b")
_NOT_SUPERLATIVE = frozenset(
    """west east northwest southwest northeast southeast interest protest request forest honest
    suggest arrest latest test invest contest harvest guest quest rest best manifest conquest
    modest midwest digest tempest chest nest crest""".split()
)


_FEW = re.compile(r"(?<!\ba )\b(?P<cue>few|hardly any|little)\s+(?P<noun>[^\W\d_]+)", re.IGNORECASE)
_SOME_OF = re.compile(
    r"\b(?P<cue>first|second|third|last|one|some|part|parts|half|most|many|several|few|two|three)\s+of\s+"
    r"(?:the|its|his|her|our|their|those|these)\s+(?P<whole>[^,.;:!?()]+)",
    re.IGNORECASE,
)
_WHOLE_REACH = 3
"""Words after "some of the" among which the noun stands."""


def some_as_all(claim: str, sentence: str) -> str | None:
    """The word without which a claim says more than a sentence it repeats; ``None`` where none is.

    The "few" of those who did, the "first of" the gates.

    Args:
        claim: The prose of a claim.
        sentence: One that it cites.
    """
    words, claimed = set(words_in(claim)), telling_stems(claim)
    few = _FEW.search(sentence)
    if few and stem(few["noun"]) in claimed and not words & {"few", "fewer", "little", "hardly"}:
        return few["cue"].lower()
    part = _SOME_OF.search(sentence)
    if part and part["cue"].lower() not in words and _tells_of_all(claim, part["whole"]):
        return f"{part['cue'].lower()} of"
    return None


def _tells_of_all(claim: str, whole: str) -> bool:
    """Whether a claim says of "the gates" what a sentence says of some "of the gates"."""
    words = words_in(whole)
    at = next((at for at, word in enumerate(words[:_WHOLE_REACH]) if is_plural(word)), None)
    if at is None:
        return False
    noun, happened = words[at], telling_stems(" ".join(words[at + 1 :]))
    named = rf"\b(?:the|all|both|its|his|her|our|their)\s+(?:[\w’'-]+\s+){{0,2}}{re.escape(noun)}\b"
    shared = happened & telling_stems(claim)
    return bool(re.search(named, claim, re.IGNORECASE)) and 2 * len(shared) >= len(happened) > 0


def overstated(claim: str, source: str) -> str | None:
    """The word by which a claim is stronger than its source; ``None`` where it is not.

    Args:
        claim: The prose of a claim.
        source: The words that it rests on.
    """
    said = words_in(_ONLY_SO_MANY.sub("", claim))
    claimed = {stem(word): word for word in reversed(said)}
    given = {stem(word) for word in words_in(source)}
    given -= negated_words(source) - negated_words(claim)  # "could not confirm" confirms nothing
    for weighty, equal in (*_FAMILIES, *_QUANTIFIERS):
        new = sorted(weighty & claimed.keys())
        if new and not equal & given:
            return claimed[new[0]]
    text = source.lower()
    found = (match[0] for match in _SUPERLATIVE.finditer(claim))
    return next((w for w in found if w not in _NOT_SUPERLATIVE and w not in text), None)
