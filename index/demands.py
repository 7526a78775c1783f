"""What a verb form needs around it before it counts as somebody's statement.

*The actor shows* marks no speech where *the survey shows* does; *declined to comment* and *did
not say* report that nothing was said.
"""

from __future__ import annotations

import itertools

from index.cues import EVIDENCE, Cue, Demand, Form
from index.names import is_outlet
from index.phrases import AUXILIARIES, BE, DETERMINERS, PREPOSITIONS, TIME, Words
from index.types import Span, Stance

__all__ = ["agrees", "form_fits", "is_met", "is_no_statement"]

_TOLD_ABOUT = frozenset(
    "that whether how why what when where if because there it he she they".split()
)
_AFTER_NOUN = frozenset("of by from are were have has had is was among between into".split())
_STATEMENTS = frozenset("statement letter tweet memo email e-mail post note message".split())
_NEGATIONS = frozenset("not never cannot neither nor".split())
_NEVER_STATED = frozenset({Stance.SAID, Stance.CONFIRMED, Stance.DENIED, Stance.PROMISED})
"""Stances of which nothing is left once they are negated: *did not confirm*."""
_SILENCE = frozenset(
    """comment answer say respond speak discuss elaborate confirm deny give name identify reply
    explain specify disclose reveal provide be""".split()
)
_ARTICLES = frozenset({"a", "an", "as", "“"})
_RELATIVES = frozenset({"that", "which", "whom"})
_ENDS = frozenset({"", ".", ",", ";", "—", "–", ")", "and", "but"})
_LIFELESS = frozenset("figure figures number numbers sum sums price prices cost costs".split())
_NUMBERS = frozenset(
    """zero one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty
    dozen dozens hundred hundreds thousand thousands million millions billion billions
    half""".split()
)
_PLURALS = frozenset(
    """people many some most few men women police half others both percent majority media they we
    i you several all who those these none two three four five six staff public pollsters""".split()
)
_DEGREES = frozenset("most more least less highly widely newly much".split())
_QUANTITIES = frozenset("some many most all several few both".split())
_UNCOUNTED = frozenset(
    """police research evidence data legislation testimony polling analysis media
    management everyone everybody someone somebody nobody congress language coverage
    footage president""".split()
)
"""Nouns that need no article."""
_REACH = 9
"""Words between a verb and what it calls its object."""


def is_no_statement(words: Words, helpers: set[str], first: int, after: int, cue: Cue) -> bool:
    """Whether a verb reports that nothing was said.

    Args:
        words: The sentence.
        helpers: The auxiliaries and adverbs of the verb.
        first: Number of its first auxiliary, or its own.
        after: Number of the word after it.
        cue: The verb.
    """
    if cue.demand is Demand.INFINITIVE and cue.stance is Stance.DENIED:
        return words.at(after) == "to" and words.at(after + 1) in _SILENCE
    is_negated = bool(helpers & _NEGATIONS) or words.at(first - 1) in _NEGATIONS
    is_negated = is_negated or any(word.endswith(("n’t", "n't")) for word in helpers)
    return is_negated and cue.stance in _NEVER_STATED


def form_fits(words: Words, first: int, helpers: set[str], cue: Cue) -> bool:
    """Whether a participle has something to lean on (arguments as in `is_no_statement`)."""
    if cue.form is not Form.ING or helpers & BE:
        return True
    before = words.at(first - 1)
    return before in {",", "and", "as", "—", "by", "in"} or before in _STATEMENTS


def agrees(words: Words, subject: Span, helpers: set[str], cue: Cue, after: int) -> bool:
    """Whether verb and subject agree in number: tells *reports* the verb from the noun."""
    if cue.stance is Stance.THINKS and words.lower[subject.end - 1] in _LIFELESS:
        return False
    if cue.form in (Form.THIRD, Form.PAST) and _is_bare(words, subject, cue):
        return False
    is_quantity = subject.end - subject.start == 1 and words.lower[subject.start] in _QUANTITIES
    if cue.form is Form.BASE and is_quantity and words.at(after).endswith("s"):
        return False  # "some state laws"
    if cue.form is Form.BASE:
        return bool(helpers - BE) or _is_plural(words, subject, may_be_capital=True)
    if cue.form is Form.THIRD:
        is_noun = words.lower[subject.end - 1].endswith(("’s", "'s", "s’")) or (
            words.at(after) in _AFTER_NOUN and not cue.particle
        )
        return not is_noun and not _is_plural(words, subject)
    return True


def _is_bare(words: Words, subject: Span, cue: Cue) -> bool:
    """Whether a subject lacks the article that it needs: *terrorist attacks*, *most pledged*."""
    last = subject.end - 1
    if words.lower[last].endswith(("’s", "'s", "s’", "s'")) and words.text[last][0].isupper():
        return True
    if words.at(last) in _DEGREES:
        return True
    inner = words.text[subject.start : subject.end]
    if cue.form is not Form.THIRD or len(inner) > 2 or not all(w[0].islower() for w in inner):
        return False
    is_fine = inner[0] in DETERMINERS or inner[0] in _PLURALS or inner[-1] in _UNCOUNTED
    return not is_fine and inner[-1] not in ("he", "she", "it", "one", "who")


def is_met(words: Words, subject: Span, after: int, cue: Cue, beside: bool) -> bool:
    """Whether what a verb demands stands beside it.

    Args:
        words: The sentence.
        subject: The verb's subject.
        after: Number of the word after the verb.
        cue: The verb.
        beside: Whether it stands beside the words that it reports.
    """
    follows, demand = words.at(after), cue.demand
    if cue.stance is Stance.THINKS and cue.form is Form.ING and demand is Demand.ANY:
        demand = Demand.CLAUSE
    if demand is Demand.INFINITIVE:
        return follows == "to"
    if demand is Demand.EVIDENCE:
        return follows == "that" or _is_source_of_evidence(words, subject)
    if demand is Demand.VERDICT:
        return _is_verdict(words, after)
    if demand is Demand.FIGURE:
        return _is_figure(words, after)
    if demand is Demand.QUOTE:
        return (
            "“" in words.lower[after : after + 12]
            or follows == ":"
            or (beside and words.at(subject.start - 1) == "”")
        )
    if demand is Demand.ANY:
        return beside or not _is_emptied(words, subject, after)
    return beside or _begins_clause(words, after)


def _begins_clause(words: Words, after: int) -> bool:
    """Whether *that*, a question word, a quotation or a clause without any of them follows."""
    follows = words.at(after)
    # "People briefed on it said that": what follows a second verb is that verb's.
    verbs = (i for i in range(after, min(after + 6, len(words.lower))) if words.is_speech(i))
    reach = words.lower[after : next(verbs, after + 6)]
    clause = itertools.takewhile(
        lambda i: not words.is_break(i) and words.lower[i] not in _RELATIVES | {"who"},
        range(after, min(after + 6, len(words.lower))),
    )
    return (
        follows in _TOLD_ABOUT
        or follows in {":", "“"}
        or (follows == "," and words.at(after + 1) == "“")
        or any(word in ("that", "“") for word in reach)
        or any(words.at(i) in AUXILIARIES and words.text[i][0].islower() for i in clause)
    )


def _is_emptied(words: Words, subject: Span, after: int) -> bool:
    """Whether a relative pronoun took the object away: *the sum that she has asked for*."""
    end = after + (words.at(after) in PREPOSITIONS)
    is_end = words.at(end) in _ENDS and words.at(end + 1) != "“"
    return is_end and words.at(subject.start - 1) in _RELATIVES


def _is_verdict(words: Words, after: int) -> bool:
    """*called the charge a disgrace*, *praised him as a hero*."""
    if words.at(after) in _ARTICLES | PREPOSITIONS or words.at(after).endswith("ing"):
        return False
    for index in range(after + 1, min(after + _REACH, len(words.lower))):
        if words.lower[index] in _ARTICLES:
            is_aside = words.lower[index - 1] in PREPOSITIONS or TIME.match(words.at(index + 1))
            if not is_aside:
                return True
        elif words.is_break(index):
            return False
    return False


def _is_figure(words: Words, after: int) -> bool:
    """*put the number of the injured at nine*."""
    reach = words.lower[after : after + _REACH]
    if "at" not in reach:
        return False
    amount = words.lower[after + reach.index("at") + 1 :][:3]
    return any(word[0].isdigit() or word in _NUMBERS for word in amount)


def _head(words: Words, phrase: Span) -> int:
    """Number of the word that carries the phrase: the last before a preposition."""
    for index in range(phrase.start + 1, phrase.end):
        if words.lower[index] in PREPOSITIONS | {"(", "who", "that", "whose"}:
            return index - 1
    return phrase.end - 1


def _is_plural(words: Words, phrase: Span, may_be_capital: bool = False) -> bool:
    """Whether a verb without ``-s`` goes with this subject.

    Args:
        words: The sentence.
        phrase: The subject.
        may_be_capital: Whether a capitalised *Engineers* counts too, which could be a name.
    """
    head = _head(words, phrase)
    word = words.lower[head]
    inner = words.lower[phrase.start : phrase.end]
    if "and" in inner or word.isdigit() or word in _PLURALS or inner[0] in _PLURALS:
        return True
    if word in EVIDENCE and word.endswith("s"):
        return not word.endswith("sis")
    if words.text[head].islower() or may_be_capital:
        return (word.endswith("s") and not word.endswith(("ss", "’s", "'s"))) or word == "%"
    return word.endswith(("ans", "crats"))


def _is_source_of_evidence(words: Words, phrase: Span) -> bool:
    """Whether the phrase names a poll, a study, a record or a paper."""
    is_record = any(word in EVIDENCE for word in words.lower[phrase.start : phrase.end])
    return is_record or is_outlet(words.characters(phrase).of(words.sentence))
