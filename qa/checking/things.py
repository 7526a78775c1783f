"""Whether a claim brings in a thing of which its passage says nothing: "a bag **with a knife**".

Verbs and adjectives are what a fair restatement words anew. The nouns of a report it keeps, turns
into verbs ("deletion" for "deleted"), or names by their kind ("the firm", "the incident"); another
noun is a detail from elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.words import STOP_WORDS
from qa.language.terms import NUMBER_WORDS, stem, stems_of, telling_stems
from qa.language.verb_forms import PREPOSITIONS

__all__ = ["NEARLY_ALL", "foreign_thing"]

NEARLY_ALL = 0.85
"""The part of a claim's words from which on a noun that is not among them is no rewording."""

_NOUN = re.compile(
    r"\b(?:[Aa]n?|[Tt]he|of|[Bb]y|[Ff]rom|[Ii]n|[Oo]n|[Ww]ith|for|into|[Aa]t|its|his|her|their|our)\s+"
    r"(?P<noun>[a-zß-öø-ÿ]{4,})\b(?=[,.;:!?]|\s+(?:[a-z]+ed|is|are|was|were|has|had|have|will|would"
    rf"|that|which|who|and|or|but|as|because|{'|'.join(sorted(PREPOSITIONS))})\b|\s*$)"
)
_ALIKE = 5
"""Letters at the beginning by which a noun and a verb are one word: "deletion", "deleted"."""
_KINDS = stems_of(
    """person people man men woman women child children family group member leader head chief
    boss official spokesman spokeswoman spokesperson representative minister president
    director manager executive chair chairman chairwoman mayor judge court lawyer police
    officer worker employee staff resident citizen voter customer patient victim suspect
    witness expert researcher scientist study report document statement paper article letter
    account claim comment remark announcement decision plan proposal project programme
    program scheme agreement deal contract company firm business corporation organisation
    organization agency authority body institution government state country nation region
    area place site location city town village community world year month week day night
    morning evening afternoon hour minute time date period moment number amount total figure
    share part portion proportion majority minority half third quarter percent percentage
    rate level price cost money sum increase decrease rise fall growth drop decline
    reduction change result effect outcome reason cause problem issue matter question answer
    subject topic case incident event accident measure action step move attempt effort way
    manner method means kind type sort form thing item object list series range addition
    fact information data detail example evidence view opinion position role task work job
    service support help request order condition situation process beginning start middle
    future past present interview conference meeting talk discussion conversation speech
    hearing trial vote election inquiry investigation review analysis survey test building
    house home fire blaze vehicle car ground field side front back top bottom rest remainder
    others same latter former whole average maximum minimum least most more less name title
    term word difference difficulty injury death killing attack damage loss profit income
    revenue earnings sale purchase payment fee charge fine penalty sentence law rule
    regulation legislation permission approval consent refusal denial criticism concern fear
    warning allegation accusation objection opposition complaint"""
)
"""By these a report's own things are called again."""


def foreign_thing(claim: str, passage: str) -> str | None:
    """A noun of the claim that stands nowhere in the passage, nor any word like it.

    Args:
        claim: The prose of a claim.
        passage: All the words that it may draw on.
    """
    known = telling_stems(passage)
    beginnings = {word[:_ALIKE] for word in known}
    for noun in _nouns(claim):
        root = stem(noun)
        if root in known | _KINDS or noun in NUMBER_WORDS or root[:_ALIKE] in beginnings:
            continue
        if noun.endswith(("ing", "ed", "ly", "able", "ible", "ous", "ful")):
            continue
        return noun
    return None


def _nouns(claim: str) -> Iterator[str]:
    for match in _NOUN.finditer(claim):
        if match["noun"] not in STOP_WORDS:
            yield match["noun"]
