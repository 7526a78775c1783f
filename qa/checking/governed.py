"""Which word a date or a number belongs to: "signed on 4 May 2019, expires on 30 June 2024".

Both dates stand in the source, and so do both verbs; what a claim must not do is to give the one
verb the other's date. The word that stands next before a date or a number governs it. A claim is
only refused where the same sentence gives that word another value, and the claim holds nothing of
what stands beside its own value there: fair rewordings keep at least that.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from index.words import STOP_WORDS
from qa.checking.counts import is_plural
from qa.checking.source import Misplaced
from qa.language.clauses import BREAK
from qa.language.dates import Date, days_in
from qa.language.numerals import Numeral, figures, normalised
from qa.language.speeches import sentences_in
from qa.language.terms import stem, telling_stems, words_in

__all__ = ["another_date", "misgoverned"]


@dataclass(frozen=True, slots=True)
class _Value:
    """A date or a number, with the words of its clause on both sides, up to the next value."""

    value: Date | Numeral
    written: str
    before: tuple[str, ...]
    """Stems of the telling words, in order; so is ``after``."""
    after: tuple[str, ...]
    counted: str | None
    """The stem of what it counts."""

    @property
    def governing(self) -> frozenset[str]:
        """The word before it; where none is, all that follows."""
        return frozenset(self.before[-1:] or self.after) - {self.counted}

    @property
    def beside(self) -> frozenset[str]:
        return frozenset(self.before + self.after)

    def same(self, other: _Value) -> bool:
        """Whether both can be one value."""
        if isinstance(self.value, Date) and isinstance(other.value, Date):
            return self.value.agrees(other.value)
        if isinstance(self.value, Numeral) and isinstance(other.value, Numeral):
            return self.value.supported_by(other.value)
        return False

    def comparable(self, other: _Value) -> bool:
        """Whether one could stand in the other's place."""
        if isinstance(self.value, Numeral) and isinstance(other.value, Numeral):
            return self.value.unit == other.value.unit
        return isinstance(self.value, Date) and isinstance(other.value, Date)


def another_date(claim: str, source: str, published: str = "") -> tuple[str, str] | None:
    """A date of the claim that mixes two of the source's, or changes a part of one.

    Args:
        claim: The prose of a claim.
        source: The words that it rests on.
        published: When they were published: a source says "on 4 May", a claim of it the year.

    Returns:
        The claim's date and the source's with the same month; ``None`` where each date agrees
        with one of the source, or nothing can be said.
    """
    given = [day for day in days_in(source) if day.month]
    for day in days_in(claim):
        alike = [other for other in given if other.month == day.month]
        if day.day and any(other.day == day.day for other in alike):
            alike = [other for other in alike if other.day in (day.day, None)]
        if day.month is None or (day.day is None and day.year is None) or not alike:
            continue
        if not any(day.agrees(other) for other in chain(alike, days_in(published))):
            other = alike[0]
            return claim[day.start : day.end], source[other.start : other.end]
    return None


def misgoverned(claim: str, source: str) -> Misplaced | None:
    """The first word that the claim gives the date or number of another; ``None`` where none is.

    Args:
        claim: The prose of a claim.
        source: The words that it rests on.
    """
    told = telling_stems(claim)
    given = [list(_values(sentence)) for sentence in sentences_in(source)]
    for one in dict.fromkeys(_values(claim)):
        known = [values for values in given if any(map(one.same, values))]
        same = [value for value in chain.from_iterable(known) if one.same(value)]
        before = not any(_shares(value, one, told) for value in same)
        after = all(value.after and told.isdisjoint(value.after) for value in same)
        for other in chain.from_iterable(known if before or after else ()):
            if not one.comparable(other) or one.same(other):
                continue
            shared = one.governing & other.governing if before else frozenset[str]()
            if after and not shared:
                shared = frozenset(one.after) & frozenset(other.after) - {other.counted}
            if shared:
                word = min(shared)
                written = {stem(word): word for word in words_in(claim)}
                return Misplaced(written.get(word, word), one.written, other.written)
    return None


def _shares(value: _Value, one: _Value, told: frozenset[str]) -> bool:
    """Whether a claim holds what stands beside a value in the source."""
    governing = value.governing
    return (
        not governing
        or bool(governing & told)
        or bool(one.governing & value.beside)
        or bool(frozenset(one.after) & frozenset(value.after))
    )


def _values(text: str) -> Iterator[_Value]:
    """Every date and number of a text, in order."""
    plain = normalised(text)
    days = list(days_in(plain))
    spans = [(day.start, day.end, day) for day in days if day.year or day.day]
    taken = {at for start, end, _ in spans for at in range(start, end)}
    found: list[tuple[int, int, Date | Numeral]] = [*spans]
    for figure in figures(plain):
        if figure.start not in taken:
            found.append((figure.start, figure.end, figure.numeral))
    found.sort(key=lambda one: one[:2])
    for place, (start, end, value) in enumerate(found):
        last = found[place - 1][1] if place else 0
        following = found[place + 1][0] if place + 1 < len(found) else len(plain)
        before = BREAK.split(plain[last:start])[-1] if last <= start else ""
        after = BREAK.split(plain[end:following])[0]
        words = [word for word in words_in(after) if word not in STOP_WORDS]
        plural = next((stem(word) for word in words if is_plural(word)), None)
        yield _Value(
            value,
            plain[start:end].strip(),
            _telling(before),
            _telling(after),
            plural if isinstance(value, Numeral) else None,
        )


def _telling(text: str) -> tuple[str, ...]:
    return tuple(stem(word) for word in words_in(text) if word not in STOP_WORDS and len(word) > 1)
