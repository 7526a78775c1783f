"""Whether the cited words support a claim: numbers, names, speakers, negation, and the rest."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from qa.checking.amounts import another_span, another_step, another_time, turned_range
from qa.checking.contrast import another_rank, denied_part, lost_until
from qa.checking.counts import misbounded, miscounted, without_pairs
from qa.checking.crossed import crossed
from qa.checking.doers import misplaced, turned
from qa.checking.governed import another_date, misgoverned
from qa.checking.omissions import left_out
from qa.checking.opposites import turned_round
from qa.checking.origins import another_origin
from qa.checking.parts import another_quantity, part_as_whole, some_as_all
from qa.checking.posts import another_post
from qa.checking.roles import swapped
from qa.checking.slots import added_party, changed_slot
from qa.checking.source import LEAST_COVERAGE, Objection, Source, contradicting, coverage, lacking
from qa.checking.strength import overstated
from qa.checking.things import NEARLY_ALL, foreign_thing
from qa.checking.unreal import unreal_deed
from qa.checking.voices import speaker_objection
from qa.checking.whether import left_open
from qa.language.names import missing_names
from qa.language.numerals import missing_numerals
from qa.language.polarity import turned_word
from qa.language.speeches import sentences_in, speeches
from qa.language.terms import stem, telling_stems, words_in
from qa.types import RejectionReason

__all__ = ["objection"]

LEAST_OWN_COVERAGE = 0.34
"""The part that must stand in the cited sentences themselves, and not only in their neighbours."""

_UNFINISHED = frozenset("a an the of and or but to which whose than because if into upon".split())
"""Words that no statement ends with: the model was cut off."""

_CLAUSE = re.compile(
    r"[,;:–—]\s+|\s+(?:and|but|while|although|which|who|where|when|after|before|because|as|with"
    r"|being|by|for)\s+"
)


def objection(claim: str, source: Source) -> Objection | None:
    """Why the source does not support the claim, the gravest reason first; ``None`` if it does."""
    found = (check(claim, source) for check in _CHECKS)
    return next((one for one in found if one is not None), None)


def _numbers(claim: str, source: Source) -> Objection | None:
    miscount = miscounted(claim, source.around)
    if miscount:
        detail = f"The cited sentences say {miscount[1]}, not {miscount[0]}."
        return contradicting(detail, miscount[0])
    missing = missing_numerals(without_pairs(claim, source.around), source.around)
    if missing:
        return lacking(f"The cited sentences do not give {_listed(missing)}.", *missing)
    turned = turned_range(claim, source.around)
    if turned:
        detail = f"The cited sentences have it the other way round: {turned[1]}, not {turned[0]}."
        return contradicting(detail, turned[0])
    bounded = misbounded(claim, source.around)
    if bounded:
        detail = f"Claim and source differ on whether it is more or less than {bounded}."
        return contradicting(detail, bounded)
    return _otherwise(claim, source, another_step, another_time, another_span)


def _dates(claim: str, source: Source) -> Objection | None:
    """Dates as one value each, and what dates and numbers are said of."""
    date = another_date(claim, source.around, source.dates)
    if date:
        detail = f"The cited sentences give the date {date[1]}, not {date[0]}."
        return contradicting(detail, date[0])
    wrong = misgoverned(claim, source.around)
    if wrong:
        detail = f"The cited sentences say “{wrong.word}” of {wrong.given}, not of {wrong.claimed}."
        return contradicting(detail, wrong.word, wrong.claimed)
    return None


def _parts(claim: str, source: Source) -> Objection | None:
    """A part told as the whole, or few as most."""
    whole = part_as_whole(claim, source.around)
    if whole:
        detail = f"The cited sentences say so of {whole[1]}, not of {whole[0]}."
        return contradicting(detail, whole[0])
    lost = _left_out(some_as_all(claim, sentence) for sentence in source.sentences)
    return lost or _of_another(another_quantity(claim, source.cited))


def _names(claim: str, source: Source) -> Objection | None:
    missing = missing_names(claim, source.passages, source.common)
    if not missing:
        return None
    return lacking(f"The cited passage does not name {_listed(missing)}.", *missing)


def _polarity(claim: str, source: Source) -> Objection | None:
    turned = turned_word(claim, source.cited, source.around)
    if not turned:
        return None
    word = next((word for word in words_in(claim) if stem(word) == turned), turned)
    detail = f"Claim and source differ on whether, or how surely, it is so: “{word}”."
    return contradicting(detail, word)


def _unreal(claim: str, source: Source) -> Objection | None:
    """What is only planned, demanded or asked there is told as done, or as known."""
    word = unreal_deed(claim, source.cited, source.around)
    if word:
        detail = f"The cited sentences do not say that it came about: “{word}”."
        return contradicting(detail, word)
    word = left_open(claim, source.cited)
    if word:
        detail = f"The cited sentences leave open whether it is so: “{word}”."
        return contradicting(detail, word)
    return None


def _slots(claim: str, source: Source) -> Objection | None:
    """A claim that repeats a sentence word by word, but for a "not", a number or a name."""
    for part in sentences_in(claim):
        party = added_party(part, source.sentences, source.around)
        if party:
            detail = f"Of “{party}” the cited sentences say nothing."
            return Objection(RejectionReason.PARTLY_SUPPORTED, detail, (party,))
        changed = changed_slot(part, source.sentences)
        if changed:
            said, given = changed
            detail = f"Where the claim says “{said}”, the source says “{given}”."
            if not said or not given:
                differs = f"without “{said}”" if said else f"with “{given}”"
                detail = f"The source says the same {differs}."
            return contradicting(detail, said or given)
    return None


def _roles(claim: str, source: Source) -> Objection | None:
    verb = swapped(claim, source.around) or turned(claim, source.around)
    if not verb:
        return None
    detail = f"In the cited sentences it is the other way round: who, and to whom (“{verb}”)."
    return contradicting(detail, verb)


def _crossed(claim: str, source: Source) -> Objection | None:
    found = crossed(claim, source.around) or misplaced(claim, source.around)
    if not found:
        return None
    detail = f"The cited sentences say “{found.word}” of {found.given}, not of {found.claimed}."
    return contradicting(detail, found.word)


def _posts(claim: str, source: Source) -> Objection | None:
    found = another_post(claim, source.around)
    if not found:
        return None
    name, post, own = found
    detail = f"In the cited sentences {name} is the {own}, not the {post}."
    return contradicting(detail, post)


def _origins(claim: str, source: Source) -> Objection | None:
    return _of_another(another_origin(claim, source.around))


def _opposites(claim: str, source: Source) -> Objection | None:
    """The opposite of what the source says, in whatever words the rest is told."""
    turned = _otherwise(claim, source, turned_round, denied_part, another_rank)
    return turned or _left_out([lost_until(claim, source.cited)])


def _strength(claim: str, source: Source) -> Objection | None:
    lost = _left_out(left_out(claim, sentence) for sentence in source.sentences)
    if lost:
        return lost
    stronger = overstated(claim, f"{source.cited} . {source.dates}")
    return lacking(f"The cited sentences do not say “{stronger}”.", stronger) if stronger else None


def _things(claim: str, source: Source) -> Objection | None:
    if coverage(claim, source.around) < NEARLY_ALL:  # worded anew, nouns and all
        return None
    thing = foreign_thing(claim, source.passages)
    return lacking(f"The cited passage does not mention “{thing}”.", thing) if thing else None


def _rest(claim: str, source: Source) -> Objection | None:
    """Whether the other words stand in the source: most of each sentence, some of each clause."""
    parts = list(sentences_in(claim))
    speakers = " ".join(speech.speaker for speech in speeches(claim))
    if not telling_stems(claim) - telling_stems(speakers):
        return lacking("It says nothing that the cited sentences could support.")
    if claim.rstrip(' "”').endswith("?") and not speakers:
        return lacking("It asks, and states nothing.")
    if words_in(claim)[-1] in _UNFINISHED:
        return lacking("It breaks off in the middle of a sentence.")
    if any(coverage(part, source.around) < LEAST_COVERAGE for part in parts):
        return lacking("Too few of its words stand in the cited sentences.")
    if any(coverage(part, source.cited) < LEAST_OWN_COVERAGE for part in parts):
        return lacking("Its words stand beside the cited sentences, not in them.")
    known = telling_stems(source.around)
    for clause in _clauses(claim):
        if not telling_stems(clause) & known:
            detail = f"Of “{clause}” the cited sentences say nothing."
            return Objection(RejectionReason.PARTLY_SUPPORTED, detail, (clause,))
    return None


_CHECKS: tuple[Callable[[str, Source], Objection | None], ...] = (
    _numbers,
    _names,
    speaker_objection,
    _slots,
    _polarity,
    _unreal,
    _roles,
    _crossed,
    _posts,
    _origins,
    _dates,
    _opposites,
    _parts,
    _strength,
    _rest,
    _things,
)


def _otherwise(
    claim: str, source: Source, *checks: Callable[[str, str], tuple[str, str] | None]
) -> Objection | None:
    """The first thing that the source says otherwise, each check giving (claim's, source's)."""
    for check in checks:
        differing = check(claim, source.around)
        if differing:
            detail = f"The cited sentences say “{differing[1]}”, not “{differing[0]}”."
            return contradicting(detail, differing[0])
    return None


def _of_another(found: tuple[str, str] | None) -> Objection | None:
    """That the source says so of something else; as (claim's, source's)."""
    if found is None:
        return None
    return contradicting(
        f"The cited sentences say so of “{found[1]}”, not of “{found[0]}”.", found[0]
    )


def _left_out(words: Iterable[str | None]) -> Objection | None:
    """That the claim drops what its source says with the first of these words, where one is."""
    lost = next(filter(None, words), None)
    return (
        contradicting(f"It leaves out what its source says with “{lost}”.", lost) if lost else None
    )


def _clauses(claim: str) -> Iterator[str]:
    """The stretches between signs and linking words that have two telling words or more."""
    for clause in _CLAUSE.split(claim):
        if len(telling_stems(clause)) > 1:
            yield clause.strip(" .!?;,:")


def _listed(words: tuple[str, ...]) -> str:
    return " and ".join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else words[0]
