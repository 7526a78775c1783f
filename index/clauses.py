"""The small grammar of reported speech: which words of a sentence say that somebody says it.

It reads one sentence whose quotations are blotted out (`index.quotations.masked`), looks every
word up in the table of cues, and finds the subject by walking over the words beside it.
"""

from __future__ import annotations

import re

from index.appositions import bearer_after, named_after, start_of_title
from index.citations import citations
from index.cues import VERBS, Cue, Demand, Form
from index.demands import agrees, form_fits, is_met, is_no_statement
from index.mainclause import main_clause
from index.phrases import BE, DETERMINERS, PREPOSITIONS, Words, noun_phrase, source_after
from index.saying import Saying
from index.subjects import subject_before
from index.types import Span, Stance

__all__ = ["sayings"]

_CONDITIONS = frozenset("if until what whatever before unless whenever".split())
"""Before a subject: it says nothing, or nothing yet."""
_ASIDES = frozenset("when after because where while since".split())
"""Before a subject: what it says counts only where it is most of the sentence."""
_LONGEST_ASIDE = 10
"""Characters that hold the longest of them."""
_MOST = 0.5
_JOINING = frozenset({"and", "but", "or", "then"})
_BEFORE_PARTICIPLE = frozenset({",", "—", "–", "by"})
_ENDS_CLAUSE = frozenset({";", "”", ":", "that", "while"})
_NEVER_BEFORE_VERB = (DETERMINERS - {"this", "that", "these", "those", "her"}) | frozenset(
    "any every each new his own former".split()
)
"""After these a form that could be a verb is a noun."""
_PASSIVES = frozenset(
    """told reported said announced written stated revealed disclosed read asked pressed accused
    criticized criticised urged described praised quoted condemned denounced questioned warned
    challenged confirmed denied predicted suggested proposed""".split()
)
_HEARSAY = frozenset("reportedly allegedly supposedly apparently purportedly".split())
_NEVER_INVERTED = frozenset(
    """accused blamed criticized criticised condemned denounced blasted slammed mocked decried
    lamented described cited informed reminded told tells""".split()
)
"""Verbs that take an object, so that what follows them is not their subject."""
_OFTEN_INVERTED = frozenset(
    "said says argued argues insisted insists added adds wrote writes noted notes".split()
)
_INVERTED_STANCES = frozenset({Stance.SAID, Stance.CLAIMED, Stance.ASKED, Stance.CONFIRMED})
_TIMES = re.compile(
    r"(?:in|on|at|during|after|before|by|via|last|this|late|early|earlier|again|yesterday|today|"
    r"recently|when|while|as|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)$"
)


def sayings(words: Words) -> tuple[Saying, ...]:
    """Who says what in a sentence.

    Args:
        words: A sentence with its quotations blotted out.

    Returns:
        The sayings in the order of their cues.
    """
    found: list[Saying] = []
    for index, word in enumerate(words.lower):
        # After another saying a participle leans on it, not on the sentence's first noun:
        # *The accords failed, but Holt said they would hold, suggesting …*.
        trails = bool(found) and word.endswith("ing") and words.at(index - 1) == ","
        if word in VERBS and words.text[index].islower() and not trails:
            readings = (_read_verb(words, index, cue) for cue in VERBS[word])
            found.extend(next(([saying] for saying in readings if saying), []))
    found.extend(citations(words))
    main = [saying for saying in found if not _is_aside(words, saying)]
    weighty = (s for s in found if len(words.sentence) - s.cue.end >= _MOST * len(words.sentence))
    return tuple(sorted(main or list(weighty), key=lambda saying: saying.cue))


def _is_aside(words: Words, saying: Saying) -> bool:
    """Whether somebody speaks in a clause that only tells when or why."""
    start = saying.speaker.start
    before = words.sentence[max(0, start - _LONGEST_ASIDE) : start].rstrip().lower()
    return before.rpartition(" ")[2] in _ASIDES


def _read_verb(words: Words, index: int, cue: Cue) -> Saying | None:
    """The saying that a verb form marks in this reading, if it does."""
    after = index + 1 + bool(cue.particle)
    if cue.particle and words.at(index + 1) != cue.particle:
        return None
    first = index
    while first > 0 and words.is_auxiliary(first - 1):
        first -= 1
    helpers = set(words.lower[first:index])
    if words.at(index - 1) in _NEVER_BEFORE_VERB:
        return None
    if helpers & _HEARSAY and cue.stance is not Stance.SAID:
        return None
    if cue.form is Form.PAST and (words.at(after) == "by" or helpers & BE):
        return _passive(words, index, after, cue, bool(helpers & BE))
    if is_no_statement(words, helpers, first, after, cue):
        return None
    if words.at(first - 1) == "to":
        return None
    if not form_fits(words, first, helpers, cue):
        return _attendant(words, index, after, cue)
    clause = main_clause(words) if words.at(first - 1) == "," else None
    if clause and clause.predicate == first:
        return _before_verb(words, first, index, after, cue)
    return _inverted(words, index, after, cue) or _before_verb(words, first, index, after, cue)


def _before_verb(words: Words, first: int, index: int, after: int, cue: Cue) -> Saying | None:
    """*X said*, where the auxiliaries of the verb begin at ``first``."""
    helpers = set(words.lower[first:index])
    is_participle = cue.form is Form.ING and not helpers & BE
    subject = _subject(words, first, is_participle)
    if subject is None or words.at(subject.start - 1) in _CONDITIONS:
        return None
    beside = _stands_beside(words, subject.start, after)
    fits = agrees(words, subject, helpers, cue, after)
    if not fits or not is_met(words, subject, after, cue, beside):
        return None
    return _saying(words, subject, Span(index, after), cue.stance, beside)


def _attendant(words: Words, index: int, after: int, cue: Cue) -> Saying | None:
    """*…, with some polls indicating that*: the subject stands between *with* and a participle."""
    if cue.form is not Form.ING:
        return None
    start = next((i for i in range(index - 1, max(-1, index - 14), -1) if words.is_break(i)), -1)
    withs = [i for i in range(start + 1, index - 1) if words.lower[i] == "with"]
    subject = noun_phrase(words, withs[0] + 1, index) if withs else None
    if subject is None or not is_met(words, subject, after, cue, beside=False):
        return None
    return _saying(words, subject, Span(index, after), cue.stance, beside=False)


def _subject(words: Words, first: int, is_participle: bool) -> Span | None:
    """The subject of the verb whose auxiliaries begin at ``first``."""
    quoted = _quoted_as(words, first - 1)
    if quoted:
        return quoted
    before, clause = words.at(first - 1), main_clause(words)
    is_inside = clause is not None and clause.subject.start < first < clause.subject.end
    if is_inside and words.lower[first].endswith("ed") and words.at(first + 1) in PREPOSITIONS:
        return None  # "People briefed on the sale were sure"
    if clause is None or first < clause.predicate:
        return subject_before(words, first - 1, is_participle)
    leans = before in _JOINING or (is_participle and before in _BEFORE_PARTICIPLE)
    between = words.lower[clause.predicate : first]
    if first == clause.predicate or (leans and not _ENDS_CLAUSE.intersection(between)):
        return clause.subject
    return subject_before(words, first - 1, is_participle)


def _saying(words: Words, subject: Span, cue: Span, stance: Stance, beside: bool) -> Saying:
    audience = None
    if words.lower[cue.start] in ("told", "tells", "tell", "telling"):
        audience = source_after(words, cue.end, is_audience=True)
    return Saying(
        words.characters(subject),
        words.characters(cue),
        stance,
        beside,
        words.characters(audience) if audience else None,
    )


def _passive(words: Words, index: int, after: int, cue: Cue, is_finite: bool) -> Saying | None:
    """*was told by X*, *reported by X*; other passives name no speaker."""
    after += words.at(after) == "so"
    if words.lower[index] not in _PASSIVES or words.at(after) != "by":
        return None
    agent = source_after(words, after + 1)
    if agent is None:
        return None
    agent = bearer_after(words, agent) or agent
    cue_words = words.characters(Span(index, after + 1))
    return Saying(words.characters(agent), cue_words, cue.stance, is_beside=not is_finite)


def _inverted(words: Words, index: int, after: int, cue: Cue) -> Saying | None:
    """*…, said X*: the speaker follows its verb."""
    before = words.at(index - 1)
    if before not in {",", "”", "?", "!"} or not _is_invertible(cue, before):
        return None
    speaker = source_after(words, after)
    if speaker is None or not _may_invert(words, index, speaker):
        return None
    # "said the director, Ann Holt, who": the name says more than the description.
    named = named_after(words, speaker)
    speaker = named or speaker
    follows = words.at(speaker.end)
    may_follow = named is not None or follows in ",.;:“—(-–" or follows == "who"
    if not may_follow and not (before == "”" and _TIMES.match(follows)):
        return None
    return Saying(
        words.characters(speaker), words.characters(Span(index, after)), cue.stance, is_beside=True
    )


def _is_invertible(cue: Cue, before: str) -> bool:
    """Whether a verb can stand before its subject, after this mark."""
    if cue.form not in (Form.PAST, Form.THIRD) or cue.stance not in _INVERTED_STANCES:
        return False
    never = {Demand.VERDICT, Demand.FIGURE} | ({Demand.QUOTE} if before == "," else set())
    return cue.demand not in never


def _may_invert(words: Words, index: int, speaker: Span) -> bool:
    """Whether *said X* is no *asked the crowd* behind a parenthesis."""
    verb = words.lower[index]
    if verb in _NEVER_INVERTED:
        return False
    if words.at(index - 1) != "," or verb in _OFTEN_INVERTED:
        return True
    is_name = any(words.text[i][0].isupper() for i in range(speaker.start, speaker.end))
    return is_name and verb not in ("asked", "asks", "finds", "found")


def _quoted_as(words: Words, last: int) -> Span | None:
    """The X of *quoted X as saying*."""
    if words.at(last) != "as":
        return None
    for start in range(last - 1, max(-1, last - 12), -1):
        if words.lower[start] in ("quoted", "quotes", "quoting", "cited", "citing"):
            return Span(start + 1, last) if start + 1 < last else None
    return None


def _stands_beside(words: Words, subject: int, after: int) -> bool:
    """Whether subject and verb stand between or after the reported words."""
    if words.at(subject - 1) == "as" and words.at(after) in {"", ".", ","}:
        return words.at(subject - 2) in {"", ",", "and", "but", "so"}
    subject = start_of_title(words, subject)
    if subject == 0 or words.at(subject - 1) not in {",", "”", "—", "–", "-", "?", "!"}:
        return False
    follows = words.at(after)
    if words.at(subject - 1) == "”":
        return True
    if "“" in words.lower[after : after + 12] or "that" in words.lower[after : after + 8]:
        return False
    is_end = follows in {"", ".", ",", ";", "—", "”"} or bool(_TIMES.match(follows))
    return is_end or words.lower[after - 1] in ("told", "tells")
