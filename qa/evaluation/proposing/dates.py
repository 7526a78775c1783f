"""When: questions that a date in a clause answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from index.attitudes import VERBS_OF_ATTITUDE
from index.cues import VERBS, Form
from index.phrases import PREPOSITIONS, SUBORDINATORS, Words
from qa.evaluation.proposing.clauses import Clause, proposal
from qa.evaluation.proposing.inversion import Parts, asked, parts_of
from qa.evaluation.proposing.source import Kind, Proposal, Source
from qa.evaluation.proposing.standing import uncapitalised
from qa.language.dates import WEEKDAYS, days_in

__all__ = ["when"]

_WEEKDAY = rf"(?:{'|'.join(WEEKDAYS)})"
_DAY = re.compile(
    rf"\b{_WEEKDAY}\b(?:\s+(?:morning|afternoon|evening|night))?(?!['’\w])", re.IGNORECASE
)
_ON = re.compile(rf"(?:^|\s)(?:on|in)\s+(?:{_WEEKDAY},?\s+)?$", re.IGNORECASE)
_CLOCK = re.compile(
    r"\b(?:at|between|until|from|by|around|about)\s+\d|\d[:.]\d|\b(?:o['’]clock|noon|midnight)\b"
)
"""A time of day, which answers "when" as well."""
_LASTING = frozenset("have spend last remain seem".split())
_HELPERS = frozenset("was were will is are had".split())


def when(source: Source, clauses: Iterable[Clause]) -> Iterator[Proposal]:
    """A question for each clause that tells when something happens.

    Args:
        source: the document.
        clauses: of it.
    """
    for clause in clauses:
        date = _only_date(clause.written)
        if date is None:
            continue
        found = _without(clause, *date)
        parts = parts_of(found[0], source.small) if found else None
        if found is None or parts is None or not _happens(parts, found[1]):
            continue
        tail = parts.between(parts.after, len(parts.words.lower))
        question = asked("When", parts, tail, uncapitalised(parts.subject, source.small))
        answer = clause.written[date[0] : date[1]]
        made = proposal(source, clause, Kind.DATE, question, (answer,))
        if made:
            yield replace(made, weight=made.weight + (_DAY.match(answer) is not None))


def _only_date(words: str) -> tuple[int, int] | None:
    """Where the one date of a clause stands; ``None`` where there is none, or there are several."""
    dates = {(date.start, date.end) for date in days_in(words)}
    if len(dates) == 1:
        return dates.pop()
    days = [match.span() for match in _DAY.finditer(words)]
    return days[0] if len(days) == 1 and not dates else None


def _without(clause: Clause, start: int, end: int) -> tuple[str, int] | None:
    """A clause without its date, and how many of its words stood before the date.

    *On 4 May(,) the gate was opened*; *The gate was opened on 4 May (by the mayor)*.
    """
    words = clause.written
    before, behind = words[:start], words[end:]
    on = _ON.search(before)
    if on is None and not _DAY.fullmatch(words, start, end):
        return None
    before = before[: on.start()] if on else before.rstrip()
    if _CLOCK.search(before) or _CLOCK.search(behind):
        return None
    if not before:
        return behind.lstrip(" ,"), 0
    if before.split()[-1].lower() in PREPOSITIONS:
        return None
    follows = (Words.of(behind).lower or [""])[0]
    is_free = follows in PREPOSITIONS | SUBORDINATORS | {"", ","} and not clause.opening
    return (f"{before}{behind}", len(Words.of(before).lower)) if is_free else None


def _happens(parts: Parts, dated: int) -> bool:
    """Whether the verb tells what happens on a day, and the date belongs to no other verb.

    Args:
        parts: of the clause without its date.
        dated: the number of words before the date; 0: the date came first.
    """
    between = parts.words.lower[parts.after : dated]
    if (dated and dated < parts.after) or parts.is_state or "when" in parts.words.lower:
        return False
    if any(w in SUBORDINATORS or w == "to" or w.endswith("ing") for w in between):
        return False
    if parts.base:
        readings = (*VERBS.get(parts.base, ()), *VERBS_OF_ATTITUDE.get(parts.base, ()))
        is_speech = any(cue.form is Form.BASE for cue in readings)
        return parts.helper == "did" and parts.base not in _LASTING and not is_speech
    return parts.helper in _HELPERS
