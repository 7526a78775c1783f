"""Whether a claim is stronger than its source: "promised" for "said", "all" for "some"."""

from __future__ import annotations

import re

from qa.language.polarity import negated_words
from qa.language.speeches import speeches
from qa.language.terms import stem, telling_stems, words_in

__all__ = ["left_out", "overstated"]


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
    _family("only sole", "just merely nothing single except alone solely exclusive one"),
    _family("nobody none", "no not never zero neither nor"),
    _family("unanimous unanimously", "all every"),
)
_SUPERLATIVE = re.compile(r"\b[a-z]{3,}est\b")
_NOT_SUPERLATIVE = frozenset(
    """west east northwest southwest northeast southeast interest protest request forest honest
    suggest arrest latest test invest contest harvest guest quest rest best manifest conquest
    modest midwest digest tempest chest nest crest""".split()
)


_DOUBTED = frozenset(
    """false untrue wrong lie hoax rumour rumours rumor rumors myth baseless unfounded fabricated
    fake""".split()
)
_ACCUSED = frozenset("accused accuse accuses".split())
_OWN_DOUBT = (
    _DOUBTED
    | _ACCUSED
    | frozenset(
        """not no never nor denied denies deny allegedly alleged reportedly accusation accusations
    allegation charge charged blamed""".split()
    )
)
_CONDITION = re.compile(
    r"(?:^|,\s)(?P<cue>if|unless|provided that|without)\b[^,.;]*", re.IGNORECASE
)
_OWN_CONDITION = re.compile(
    r"\b(?:if|unless|would|could|might|may|when|whether|provided|without|until|depends?)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[,;:–—]\s+")


def left_out(claim: str, sentence: str) -> str | None:
    """The word without which a claim says more than a sentence it repeats; ``None`` where none is.

    "False" of a rumour, the "if" of a condition.

    Args:
        claim: The prose of a claim.
        sentence: One that it cites.
    """
    words, claimed = set(words_in(claim)), telling_stems(claim)
    if not words & _OWN_DOUBT:
        cues = _DOUBTED if speeches(claim) else _DOUBTED | _ACCUSED  # who says so bears it himself
        for clause in _CLAUSE.split(sentence):
            doubted = set(words_in(clause)) & cues
            if doubted and len(claimed & telling_stems(clause)) > 1:
                return min(doubted)
    condition = _CONDITION.search(sentence)
    if condition and not _OWN_CONDITION.search(claim):
        rest = telling_stems(sentence.replace(condition[0], " ", 1))
        if claimed and len(claimed & rest) * 2 >= len(claimed):
            return condition["cue"].lower()
    return None


def overstated(claim: str, source: str) -> str | None:
    """The word by which a claim is stronger than its source; ``None`` where it is not.

    Args:
        claim: The prose of a claim.
        source: The words that it rests on.
    """
    claimed = {stem(word): word for word in reversed(words_in(claim))}
    given = {stem(word) for word in words_in(source)}
    given -= negated_words(source) - negated_words(claim)  # "could not confirm" confirms nothing
    for weighty, equal in (*_FAMILIES, *_QUANTIFIERS):
        new = sorted(weighty & claimed.keys())
        if new and not equal & given:
            return claimed[new[0]]
    text = source.lower()
    found = (match[0] for match in _SUPERLATIVE.finditer(claim))
    return next((w for w in found if w not in _NOT_SUPERLATIVE and w not in text), None)
