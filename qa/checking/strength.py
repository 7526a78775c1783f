"""Whether a claim is stronger than its source: "promised" for "said", "all" for "some"."""

from __future__ import annotations

import re

from qa.language.polarity import negated_words
from qa.language.terms import NUMBER_WORDS, stem, stems_of, words_in

__all__ = ["overstated"]


def _family(words: str, others: str = "") -> tuple[frozenset[str], frozenset[str]]:
    """Stems that a claim may not bring in, and all those in a source that stand for them."""
    weighty = stems_of(words)
    return weighty, weighty | stems_of(others)


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
    _family("order", "instruct command direct tell told decree require demand force rule"),
    _family(
        "because owing",
        "due cause lead result blame attribute reason thank since so therefore as after follow"
        " trigger why over amid given make bring owe for",
    ),
    _family("complete", "finish conclude end close done full"),
    _family("certainly definitely undoubtedly", "certain definite sure surely doubt clearly"),
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
