"""Whom a phrase names as a speaker: its head, never the owner, the place or the matter beside it.

"Holm's lawyer, Ann Dahl, of Osk" is the lawyer and Ann Dahl; it is neither Holm nor Osk.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.forms import is_title
from index.words import STOP_WORDS
from qa.language.names import CAPITALISED_RUN, OPENERS, missing_names
from qa.language.terms import stem, words_in

__all__ = ["is_called", "same_speaker", "stands_as_subject"]

_OWNER = re.compile(r"^.*(?:\w['’]s|s['’])\s+(?=\S)")
_TAIL = re.compile(
    r"\s+(?P<link>of|for|to|in|at|from|with|who|which|that|on|by|near|close|familiar|briefed|led"
    r"|headed|chaired|involved)\s+(?:the\s+)?"
)
_NO_NOUN = re.compile(
    r"(?P<name>[A-ZÀ-Þ][\w’'-]*)\s+"
    r"(?:(?:just|himself|herself|itself|themselves|too|also|now|then|later|again|alone|still"
    r"|(?!family\b|assembly\b|ally\b)[a-z]+ly)\s*$"
    r"|[a-z]+ed\b.*$)"
)
"""What follows a name, and is no noun: "Berg himself", "Berg confronted …"."""
_QUANTITY = re.compile(
    r"\b(?:percent|members?|majority|groups?|number|dozens|hundreds|thousands|half|third|quarter"
    r"|lot|pair|couple|one|two|some|most|many|several|each|all|none)$",
    re.IGNORECASE,
)
_TITLES = re.compile(r"(?:(?:[A-ZÀ-Þ][\w.’'-]*|the|an?)\s+){1,8}$")
_NEAR = 120
"""Characters before a name in which the words that lead to it are looked for."""
_LAST_NAME = re.compile(rf"{CAPITALISED_RUN}$")
_MOUTHPIECE = re.compile(
    r"\b(?:spokes(?:man|woman|person|men|women|people)|officials?|representatives?|statement)\b"
)
"""Who speaks for a body: what he says, the body says."""
_BODIES = frozenset(
    """company firm charity union museum bank agency group organisation organization association
    hospital university operator maker retailer airline party ministry watchdog regulator
    observatory newspaper""".split()
)
_OTHER_BODY = re.compile(
    r"(?<![.!?]\s)(?<!^)\b(?:[A-ZÀ-Þ][\w’'-]+\s+){1,3}(?:said|says|told|announced)\b"
)
_PREPOSITIONS = frozenset(
    """of in on at to by with for from against about over under between among near after before
    than and or but as""".split()
)


def same_speaker(speaker: str, other: str, around: str) -> bool:
    """Whether two names are one speaker's: his last name or noun heads both, the rest is known.

    Args:
        speaker: The name in a claim.
        other: The name in the source, with titles and all.
        around: Where the claim's first names and titles may stand instead.
    """
    named = next((head.split() for head in _heads(speaker) if words_in(head)), None)
    if named is None:
        return False
    heads, last = list(_heads(other)), named[-1]
    told = {stem(word.lower()) for head in heads for word in head.split() if not word.istitle()}
    if not last[:1].isupper():
        told |= {stem(word) for head in heads for word in words_in(head)}
    if stem(last.lower()) in told:
        return True
    if not last[:1].isupper():
        return _speaks_for(last, other, around)
    names = [_last_names(head) for head in heads]
    own = next((name for name in names if name and _stands(last, name)), None)
    if own is None and _is_short_for(last, other):
        own = other
    if own is None and _is_shortened(other, speaker, around):
        return True
    if own is None:
        return _speaks_for(last, other, around)
    missing = missing_names(" ".join(named), other)
    return not missing_names(" ".join(missing), around) and not _another_first_name(
        named, own, around
    )


def is_called(speaker: str, other: str, around: str) -> bool:
    """Whether a body is named by its kind in one of two texts: "the charity", "Open Wells".

    The text must say so itself ("the charity Open Wells", "Open Wells, a charity") or call it so
    right after its name ("Osk Steel will cut jobs. The company said …").

    Args:
        speaker: The name in a claim, or its noun.
        other: Those in the source.
        around: The words in which both may stand.
    """
    kind, name = (speaker, other) if speaker.islower() else (other, speaker)
    kind = kind.removeprefix("the ").removeprefix("The ")
    if kind not in _BODIES or not name[:1].isupper():
        return False
    named, noun = re.escape(name), rf"\b{kind}\b"
    beside = rf"{noun},?\s+{named}\b|\b{named},\s+(?:an?|the)\s+(?:[\w-]+\s+){{0,3}}{noun}"
    if re.search(beside, around):
        return True
    before = re.search(rf"\b{named}\b(?P<between>.{{0,160}}?)\b[Tt]he\s+{noun}", around, re.DOTALL)
    return before is not None and not _OTHER_BODY.search(before["between"])


def stands_as_subject(speaker: str, sentence: str) -> bool:
    """Whether a sentence names the speaker where a subject stands: before a verb, after no "of"."""
    words = speaker.split()
    found = re.finditer(rf"\b{re.escape(words[-1])}\b", sentence, re.IGNORECASE) if words else ()
    for match in found:
        near = sentence[max(match.start() - _NEAR, 0) : match.start()]
        left = words_in(_TITLES.sub("", near))
        right = re.match(r"\s*([,:]|[^\W\d_]+)", sentence[match.end() :])
        if right and right[1] not in _PREPOSITIONS and (left or [""])[-1] not in _PREPOSITIONS:
            return True
    return False


def _heads(phrase: str) -> Iterator[str]:
    """What a phrase is about: "lawyer", "Ann Dahl" of "Holm's lawyer, Ann Dahl"."""
    for part in re.split(r"[,()]|\s\.\s|\sand\s", phrase):
        own = _NO_NOUN.sub(r"\g<name>", _OWNER.sub("", part.strip()))
        tail = _TAIL.search(own)
        if tail is None:
            yield own
            continue
        if _QUANTITY.search(own, 0, tail.start()):
            yield own[tail.end() :]
        name = re.search(rf"(?:^|(?<=\s)){CAPITALISED_RUN}$", own[tail.end() :])
        words = name[0].split() if name else []
        if name and name.start() == 0:  # "Prime Minister of Osk Ann Dahl", "the Bank of Osk"
            words = words[1:] if len(words) > 2 else []
        yield " ".join([own[: tail.start()], *words])


def _stands(last: str, names: str) -> bool:
    """Whether a last name stands among names; one that looks like a small word only as it is."""
    if last.lower() in STOP_WORDS | OPENERS:
        return last in names.split()
    return not missing_names(f"of {last}", names)


def _last_names(head: str) -> str:
    """The names that end a phrase, from a title on: "Mayor Ann Dahl" of "Osk Mayor Ann Dahl"."""
    found = _LAST_NAME.search(head)
    words = found[0].split() if found else []
    titles = [at for at, word in enumerate(words[:-1]) if at and is_title(word)]
    return " ".join(words[titles[0] :] if titles else words)


def _is_short_for(last: str, other: str) -> bool:
    """Whether a name is the initials of the other: "FBI", or those of what "FBI" stands for."""
    spelled = last.isupper() or any(word.isupper() and len(word) > 1 for word in other.split())
    return spelled and last not in other.split() and not missing_names(last, other)


def _is_shortened(other: str, speaker: str, around: str) -> bool:
    """Whether the source names in full nearby what it calls by its first words: "Osk Boats"."""
    return bool(words_in(other)) and f"{speaker} ".startswith(f"{other} ") and speaker in around


def _speaks_for(last: str, other: str, around: str) -> bool:
    """Whether the other is the mouthpiece of a body of that name, and not of a person."""
    if not _MOUTHPIECE.search(other):
        return False
    if not last[:1].isupper():
        return stem(last.lower()) in {stem(word) for word in words_in(other)}
    if not _stands(last, other):
        return False
    before = re.findall(rf"([A-ZÀ-Þ][\w.’'-]*)\s+{re.escape(last)}\b", f"{other} . {around}")
    return all(word.lower() in STOP_WORDS | OPENERS for word in before)


def _another_first_name(named: list[str], own: str, around: str) -> bool:
    """Whether the word before the last name is a name, and another one than the source's."""
    given, last = named[-2] if len(named) > 1 else "", named[-1]
    if not given[:1].isupper() or is_title(given) or given.lower() in OPENERS:
        return False
    words = own.split()
    if given in words or not {given.lower(), stem(given.lower())}.isdisjoint(_small(around)):
        return False
    at = next((at for at, word in enumerate(words) if not missing_names(last, word)), 0)
    theirs = words[at - 1] if at else ""
    if not theirs or is_title(theirs) or theirs in named:
        before = rf"\b{re.escape(given)}\s+(?:[A-ZÀ-Þ][\w.’'-]*\s+){{0,2}}{re.escape(last)}\b"
        return not re.search(before, around)
    initials = len(given.rstrip(".")) == 1 or len(theirs.rstrip(".")) == 1
    if initials and given[0] == theirs[0]:
        return False
    role = rf"\b{re.escape(given)}\s+(?:[A-ZÀ-Þ][\w.’'-]*\s+){{0,2}}{re.escape(theirs)}\b"
    return not re.search(role, around)


def _small(text: str) -> frozenset[str]:
    """The words that stand in a text without a capital letter, and their stems."""
    small = re.findall(r"(?<![\w.])[^\W\d_A-ZÀ-Þ][\w’'-]*", text)
    return frozenset(small) | {stem(word) for word in small}
