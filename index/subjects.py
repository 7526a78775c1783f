"""Subjects of verbs, found by walking over the words of a sentence to the left.

What cannot be told is refused (``None``), so that no speaker is invented.
"""

from __future__ import annotations

from index.appositions import is_definite, name_between
from index.phrases import (
    CONNECTIVES,
    PREPOSITIONS,
    SUBJECT_PRONOUNS,
    SUBORDINATORS,
    TIME,
    Words,
    noun_phrase,
    without_opening,
)
from index.types import Span

__all__ = ["after_dateline", "before_time", "main_subject", "subject_before"]

_RELATIVES = frozenset({"who", "which", "whose", "whom"})
_APPOSITIONS = _RELATIVES | {"a", "an", "the", "his", "her", "former", "whose"}
_JOINING = frozenset({"and", "but", "or", "then", "as"})
_BEFORE_PARTICIPLE = frozenset("by in statement letter tweet memo message email post".split())
"""*He left by saying*, *a statement saying*: the participle leans on the clause before it."""
_OPENING = PREPOSITIONS | SUBORDINATORS | CONNECTIVES | {"during", "after", "before", "last"}
_MOST_PARENTHESES = 5
_ANYBODY = frozenset("everyone everybody anyone anybody someone somebody nobody one".split())
"""*Everyone who wished to be heard* limits whom, and tells of nobody's wishes."""
_PARTICLES = frozenset("out up down off".split())
"""*The report sets out who knew*: behind a verb of asking and telling *who* refers to nobody."""
_OTHERS = frozenset({"other", "others", "latter"})


def main_subject(words: Words) -> Span | None:
    """What the main clause of a sentence begins with: its subject, whatever the verb.

    Args:
        words: The sentence.

    Returns:
        The words up to the verb or the first mark, *X and Y* included; the name in *her deputy,
        Ann Holt, left*. ``None`` where the sentence begins with no noun.
    """
    count = len(words.lower)
    start = without_opening(words, _main_clause(words, after_dateline(words), count), count)
    end = _nominal_end(words, start)
    if words.at(end) == "and" and end > start:
        joined = _nominal_end(words, end + 1)
        end = joined if words.is_verb(min(joined, count - 1)) else end
    if words.at(end) == "," and is_definite(words, start, end):
        name = name_between(words, end + 1, _next_comma(words, end + 1, count))
        if name:
            return name
    return Span(start, end) if end > start else None


def _nominal_end(words: Words, start: int) -> int:
    end = start
    while end < len(words.lower) and not words.is_verb(end) and not words.is_break(end):
        end += 1
    while end > start and words.is_auxiliary(end - 1) and words.text[end - 1].islower():
        end -= 1
    return end


def subject_before(words: Words, last: int, is_participle: bool = False) -> Span | None:
    """The subject of a verb.

    Args:
        words: The sentence.
        last: Number of the word just before the verb and its auxiliaries.
        is_participle: Whether the verb is one (*…, saying*), which leans on a whole clause.

    Returns:
        The subject, or ``None`` where none can be told.
    """
    if last < 0:
        return None
    mark = words.lower[last]
    if mark == "," and is_participle:
        return _subject_of_clause(words, last)
    if mark == ",":
        return _before_parenthesis(words, last)
    if mark in "—–" and "—" in words.lower[:last]:
        return _ending_at(words, _previous(words, last, mark) - 1)
    if mark in _RELATIVES or mark == "that":
        return _antecedent(words, last - 1)
    if mark in _JOINING or (is_participle and mark in _BEFORE_PARTICIPLE):
        return _subject_of_clause(words, last)
    return _ending_at(words, last)


def _previous(words: Words, before: int, mark: str) -> int:
    return next((i for i in range(before - 1, -1, -1) if words.lower[i] == mark), -1)


def _before_parenthesis(words: Words, comma: int) -> Span | None:
    """The subject in *X, the head of Y, said* and *X met Y, but said*."""
    end = comma
    for _ in range(_MOST_PARENTHESES):
        start = _previous(words, end, ",") + 1
        holds_mark = any(words.lower[i] in "“”;:" for i in range(start, end))
        if start in (0, end) or holds_mark or words.lower[start] in ("and", "but"):
            return _subject_of_clause(words, comma)
        name = name_between(words, start, end)
        if name and _is_description(words, start - 1):
            return name
        end = start - 1
        if not _describes(words, start, end):
            return _ending_at(words, end - 1)
    return None


def _describes(words: Words, start: int, comma: int) -> bool:
    """Whether what stands before a comma only describes something yet further to the left.

    Args:
        words: The sentence.
        start: Number of the word after the comma.
        comma: Number of the comma.
    """
    earlier = _previous(words, comma, ",") + 1
    if earlier in (0, comma) or "”" in words.lower[earlier:comma]:
        return False
    is_name = words.text[start][0].isupper()
    if is_name or words.lower[earlier].isdigit() or words.lower[earlier] in _APPOSITIONS:
        return True
    first = _previous(words, earlier - 1, ",") + 1
    while first < earlier and words.lower[first] in CONNECTIVES:
        first += 1
    is_subject = words.text[first][0].isupper() and words.lower[first] not in _OPENING
    return is_subject and words.text[earlier][0].islower() and first < earlier - 1


def _is_description(words: Words, comma: int) -> bool:
    """Whether *her adviser* stands between the last comma or the sentence's start and this one."""
    start = without_opening(words, _previous(words, comma, ",") + 1, comma)
    return is_definite(words, start, comma) and not _holds_verb(words, start, comma)


def _ending_at(words: Words, last: int) -> Span | None:
    """The noun phrase that ends with this word and begins its clause."""
    if words.at(last) in SUBJECT_PRONOUNS:
        return Span(last, last + 1)
    if words.at(last) in _OTHERS and words.at(last - 1) == "the":
        return Span(last - 1, last + 1)
    last = before_time(words, last)
    start = last
    if last >= 0 and words.lower[last] == ")":
        start = max(0, _previous(words, last, "("))
    while start > 0 and not words.is_break(start - 1):
        is_participle = words.lower[start - 1].endswith("ed") and words.at(start) in PREPOSITIONS
        if words.is_speech(start - 1) and start - 1 != last and not is_participle:
            break  # "She said the crew thinks", but "people briefed on it think"
        start -= 1
    boundary = words.at(start - 1)
    if boundary == "nor":
        return None
    if boundary in _RELATIVES and (boundary == "whose" or words.is_verb(start)):
        return _antecedent(words, start - 2)
    if boundary in ("and", "or", "&") and start <= last:
        joined = _coordinated(words, start, last)
        if joined:
            return joined
    return noun_phrase(words, start, last + 1)


def before_time(words: Words, last: int) -> int:
    """The last word before *last week*, *on Monday*, *two weeks ago*, if a phrase ends so.

    Args:
        words: The sentence.
        last: Number of the last word of the phrase.
    """
    if words.at(last) == "ago" and last > 2:
        start = last - 2
        while start > 1 and words.lower[start - 1] in (
            "than",
            "less",
            "more",
            "about",
            "a",
            "just",
        ):
            start -= 1
        return start - 1
    for start in range(last, max(0, last - 3), -1):
        if TIME.match(words.lower[last]) and words.at(start) in ("last", "this", "on", "in", "at"):
            return start - 1
    return last


def _coordinated(words: Words, start: int, last: int) -> Span | None:
    """*Smith and Jones*, where the words before *and* hold no verb."""
    earlier = start - 1
    while earlier > 0 and not words.is_break(earlier - 1):
        earlier -= 1
    if earlier == start - 1 or any(words.is_verb(i) for i in range(earlier, last + 1)):
        return None
    return noun_phrase(words, earlier, last + 1)


def _antecedent(words: Words, last: int) -> Span | None:
    """The noun phrase that a relative pronoun stands for."""
    if last >= 0 and words.lower[last] == ",":
        last -= 1
    if words.at(last) in _ANYBODY | _PARTICLES:
        return None
    start = last
    while start > 0 and not words.is_break(start - 1) and not words.is_verb(start - 1):
        if words.lower[start - 1] in SUBJECT_PRONOUNS:
            return None  # "I trust Smith, who": what stands between is a verb
        if words.text[start - 1].islower() and words.lower[start - 1].endswith("ing"):
            break
        if words.lower[start - 1] in ("from", "by", "with", "about", "like", "to", "than", "are"):
            break
        start -= 1
    return noun_phrase(words, start, last + 1)


def _subject_of_clause(words: Words, before: int) -> Span | None:
    """The subject of the clause that a second verb or a participle leans on."""
    start = after_dateline(words)
    marks = (i for i in range(before - 1, start - 1, -1) if words.lower[i] in (";", "”", ":"))
    start = _main_clause(words, next(marks, start - 1) + 1, before)
    while start < before and words.lower[start] in CONNECTIVES:
        start += 1
    end = start
    while end < before and not words.is_verb(end) and not words.is_break(end):
        end += 1
    while end > start and words.is_auxiliary(end - 1):
        end -= 1
    return noun_phrase(words, start, end) if end < before else None


def _main_clause(words: Words, start: int, before: int) -> int:
    """The first word after *At the meeting in Oslo, on Monday,* or *Hours later,*."""
    comma = _next_comma(words, start, before)
    is_time = any(TIME.match(word) or word == "later" for word in words.lower[start:comma])
    is_clause = words.at(start) in SUBORDINATORS - {"but", "and"}
    is_phrase = words.at(start) in PREPOSITIONS | {"like", "unlike"} or words.at(start).endswith(
        "ing"
    )
    if comma == before or not (is_clause or is_time or is_phrase):
        return start
    if is_time and _holds_verb(words, start, comma) and not is_clause:
        return start
    while comma < before:
        start, comma = comma + 1, _next_comma(words, comma + 1, before)
        if _holds_verb(words, start, comma):
            return start
    return start


def _next_comma(words: Words, start: int, before: int) -> int:
    return next((i for i in range(start, before) if words.lower[i] == ","), before)


def _holds_verb(words: Words, start: int, end: int) -> bool:
    return any(words.is_verb(index) for index in range(start, end))


def after_dateline(words: Words) -> int:
    """Number of the first word after *OSLO (AP) —* or *OSLO —*.

    Args:
        words: The sentence.
    """
    for index in range(1, min(12, len(words.lower))):
        if words.lower[index] in "—–-":
            is_place = all(word.isupper() or not word[0].isalnum() for word in words.text[:index])
            return index + 1 if is_place or words.lower[index - 1][-1] in ").]" else 0
    return 0
