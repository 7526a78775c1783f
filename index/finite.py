"""Which words are finite verbs, told by their neighbours where the form leaves it open.

*Attacks*, *plan* and *released* are verbs or not: what stands before and after them tells.
"""

from __future__ import annotations

from index.attitudes import FORMS
from index.cues import Form
from index.phrases import AUXILIARIES, DETERMINERS, PREPOSITIONS, TIME, Words

__all__ = ["NOUN_BEFORE", "NUMBERS", "forms_of", "is_finite", "is_plural"]

NUMBERS = frozenset("two three four five six seven eight nine ten eleven twelve".split())
NOUN_BEFORE = (
    DETERMINERS
    | NUMBERS
    | frozenset(
        """’s 's of in for with by at from other new own such several many some all recent
        latest few more most""".split()
    )
)
"""After these a form that could be a verb is a noun or an adjective."""
_OBJECTS = DETERMINERS | frozenset("that they he she it how why him them “".split())
"""After these a form that could be a noun is a verb."""
_MOSTLY_NOUNS = frozenset(
    """attacks comments rules views plans claims calls reports votes fears hopes states notes
    charges demands requests questions offers bids doubts talks issues polls estimates concerns
    shows""".split()
)
"""Forms that are oftener plural nouns than verbs."""
_PRONOMINAL = NUMBERS | frozenset("other some many all few several most".split())
"""Of those, the words that also stand alone: *many said*."""
_PLURALS = frozenset(
    """people many some most few men women police others they we both several all those voters
    media majority half staff data""".split()
)
_REDUCED = (PREPOSITIONS - {"to"}) | frozenset("last this earlier as".split())


def forms_of(word: str) -> frozenset[Form]:
    """The inflections that a word can be of a verb that the grammar knows."""
    return FORMS.get(word, frozenset())


def is_finite(words: Words, index: int, start: int) -> bool:
    """Whether a word is a verb that the subject before it may have.

    Args:
        words: The sentence.
        index: Number of the word.
        start: Number of the first word of the subject.
    """
    word, before = words.lower[index], words.at(index - 1)
    if not words.text[index][0].islower() or index == start:
        return False
    if word in AUXILIARIES:
        return word not in ("’s", "'s") or before in ("he", "she", "it", "who", "that")
    if before in NOUN_BEFORE:
        stands_alone = before in _PRONOMINAL and index - start <= 2
        if not (stands_alone and words.is_verb(index)):
            return False
    forms = forms_of(word)
    if words.is_verb(index) or forms & {Form.PAST, Form.THIRD} or _takes_object(words, index):
        is_noun = Form.THIRD in forms and _is_noun(words, index)
        return not is_noun and not _is_reduced(words, index, start)
    is_noun = words.at(index - 2) in DETERMINERS and words.at(index + 1) not in _OBJECTS
    is_noun = is_noun or before == "to"
    return Form.BASE in forms and not is_noun and is_plural(words, index - 1, start)


def _is_noun(words: Words, index: int) -> bool:
    """Whether what looks like *attacks* or *rules* of a verb is a plural noun."""
    follows = words.at(index + 1)
    if follows in AUXILIARIES | {"of", "by", "from"}:
        return True
    is_ambiguous = words.lower[index] in _MOSTLY_NOUNS and words.text[index - 1][0].islower()
    return is_ambiguous and (follows in PREPOSITIONS or follows in (",", ".", "and", "to", ""))


def _takes_object(words: Words, index: int) -> bool:
    """Whether *-s* is a verb's, whatever the verb: *pegs the tycoon*, *says that*."""
    word, follows = words.lower[index], words.at(index + 1)
    is_third = word.endswith("s") and not word.endswith(("ss", "us", "is", "’s", "'s"))
    before = words.at(index - 1)
    return (
        is_third
        and follows in _OBJECTS
        and (not before.endswith("s") or words.text[index - 1][0].isupper())
    )


def is_plural(words: Words, last: int, start: int) -> bool:
    """Whether a subject goes with a verb without *-s*.

    Args:
        words: The sentence.
        last: Number of the subject's last word.
        start: Number of its first.
    """
    while last > start and words.is_auxiliary(last):
        last -= 1
    inner = words.lower[start : last + 1]
    if inner[0] in _PLURALS or inner[-1] in _PLURALS or "and" in inner[:-1]:
        return True
    head = next(
        (i - 1 for i in range(start + 1, last + 1) if _ends_head(words, i)),
        last,
    )
    return _is_plural_noun(words.lower[head]) or words.lower[head] in _PLURALS


def _ends_head(words: Words, index: int) -> bool:
    """Whether a preposition, a parenthesis or a participle ends the noun that verbs agree with."""
    word = words.lower[index]
    return word in PREPOSITIONS or word in "(" or (word.endswith("ing") and "-" not in word)


def _is_plural_noun(word: str) -> bool:
    return word.endswith("s") and not word.endswith(("ss", "’s", "'s", "us", "is"))


def _is_reduced(words: Words, index: int, start: int) -> bool:
    """*A poll released on Sunday by the paper shows*: the participle is no verb of its own."""
    word = words.lower[index]
    follows = words.at(index + 1)
    is_name = words.text[index - 1][0].isupper() and words.lower[start] not in ("a", "an", "one")
    if follows != "by" and (is_name or not word.endswith("ed")):
        return False
    if follows not in _REDUCED and not TIME.match(follows):
        return False
    for later in range(index + 2, min(index + 14, len(words.lower))):
        if words.lower[later] in ("and", "&"):
            continue
        if words.is_break(later):
            return False
        forms = forms_of(words.lower[later])
        is_verb = words.lower[later] in AUXILIARIES or Form.PAST in forms or words.is_speech(later)
        is_verb = is_verb or (Form.THIRD in forms and not _is_noun(words, later))
        is_free = words.at(later - 1) not in NOUN_BEFORE | {"to"}
        if is_verb and words.text[later][0].islower() and is_free:
            return words.at(later - 1) != "and"
    return False
