"""Who says each sentence of a document, as far as its own words tell.

Rules, not a model: a table of cues (`index.cues`), a small grammar that finds the speaker of a
cue (`index.clauses`, `index.subjects`), the quotations of the document (`index.quotations`) and
the people in it (`index.speakers`). Where the words leave it open who speaks, nobody is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.clauses import sayings
from index.deeds import deeds
from index.descriptions import description
from index.letters import letters
from index.names import Names, is_lifeless, is_outlet, is_person, may_have_opinions
from index.nesting import nested
from index.nominal import nominal
from index.phrases import Words
from index.saying import Saying
from index.speakers import Cast
from index.spoken import Spoken, surroundings
from index.transcripts import turn_at, turns
from index.types import Attribution, Span, Stance

__all__ = ["attribute"]

_DEEPEST = 3
"""Speakers of the longest chain."""
_REPORTING = 0.2
"""Share of sentences with speech from which on a document is a report of what people say."""
_FEWEST = 8
"""Sentences below which that share tells nothing."""
_WITHOUT_MARKS = str.maketrans("", "", '“”"„«»')
_LABEL = re.compile(r"((?:[A-Z][\w.'’-]*)(?: [A-Z][\w.'’-]*){0,4}):\s")


def attribute(
    text: str,
    sentences: Sequence[Span],
    publisher: str | None = None,
    author: str | None = None,
) -> tuple[Attribution | None, ...]:
    """Name the speakers of each sentence.

    Args:
        text: The canonical text of a document.
        sentences: Its sentences.
        publisher: Who published the document. What it says "told the publisher" is said to the
            document itself and adds no speaker.
        author: Who wrote the document. What is said in his name is the document's own voice.

    Returns:
        One entry for each sentence; ``None`` where the document speaks in its own voice.
    """
    spoken = list(surroundings(text, sentences))
    names = Names(text)
    cast, transcript = Cast(names), letters(text) or turns(text, names)
    own_voices = {_bare(name) for name in (publisher, author) if name}
    read = [Words.of(one.words) for one in spoken]
    found = [() if o.is_headline else sayings(w) for o, w in zip(spoken, read, strict=True)]
    is_report = _is_report(spoken, found)
    found = [
        a if one.is_headline else _with_deeds(words, a, is_report)
        for one, words, a in zip(spoken, read, found, strict=True)
    ]
    own: list[Attribution | None] = []
    for sentence, words, said in zip(spoken, read, found, strict=True):
        previous = own[-1] if own and not sentence.begins_paragraph else None
        label = _labelled(sentence, cast)
        if label or sentence.is_headline:
            own.append(label)
        else:
            own.append(_own(sentence, said, cast, previous, own_voices))
        turn = turn_at(transcript, sentence.span)
        if turn and turn.speaker and not _is_own(turn.speaker, own_voices):
            own[-1] = _in_turn(own[-1], turn.speaker, is_named=turn.is_named)
        speakers = own[-1].speakers if own[-1] else ()
        cast.end_sentence(words, speakers)
    return tuple(_spread(spoken, own))


def _is_report(spoken: Sequence[Spoken], found: Sequence[tuple[Saying, ...]]) -> bool:
    """Whether the document passes on what people say, as the news do.

    An encyclopedia or a manual tells what people do; that is no opinion of theirs.
    """
    told = [
        bool(sayings_of) or one.begins_in_quotation
        for one, sayings_of in zip(spoken, found, strict=True)
        if not one.is_headline
    ]
    return len(told) >= _FEWEST and sum(told) >= _REPORTING * len(told)


def _with_deeds(words: Words, found: tuple[Saying, ...], is_report: bool) -> tuple[Saying, ...]:
    """Add whose deed holds what is said: *Holt praised a study that shows …*."""
    if not is_report:
        return found or deeds(words, only_clear=True)
    done = deeds(words)
    if not found:
        return done or nominal(words)
    if not done or any(s.is_beside or s.cue.start < done[0].cue.end for s in found):
        return found
    together = (*done, *found)
    holds = len(nested(words.sentence, together)) > len(nested(words.sentence, found))
    return together if holds else found


def _own(
    sentence: Spoken,
    found: Sequence[Saying],
    cast: Cast,
    previous: Attribution | None,
    own_voices: set[str],
) -> Attribution | None:
    """The attribution that the sentence's own words make."""
    chain: list[tuple[str, Saying]] = []
    for saying in nested(sentence.words, found):
        phrase = saying.speaker.of(sentence.text).translate(_WITHOUT_MARKS).strip(" ,")
        name = cast.resolve(phrase, sentence.words[: saying.speaker.start])
        if name is None or is_lifeless(name) or _is_own(name, own_voices):
            continue
        if saying.is_deed and not may_have_opinions(name):
            continue
        cast.note(name)
        if name not in [speaker for speaker, _ in chain]:
            chain.append((name, saying))
    if not chain:
        return _introduced(sentence, cast)
    speakers = tuple(speaker for speaker, _ in chain[:_DEEPEST])
    innermost = chain[:_DEEPEST][-1][1]
    speakers = _with_outer(sentence, innermost, speakers, cast, previous, own_voices)
    subjects = [saying.speaker for _, saying in chain]
    return Attribution(
        speakers=speakers,
        cue=sentence.words[innermost.cue.start : innermost.cue.end],
        stance=innermost.stance,
        direct=any(
            _is_speech(q, sentence.span, subjects)
            and not _is_elsewhere(q, sentence, found, innermost)
            for q in sentence.quotations
        ),
        named=cast.names.is_named(speakers[-1]),
        description=description(sentence.words, innermost.speaker, innermost.cue),
    )


def _labelled(sentence: Spoken, cast: Cast) -> Attribution | None:
    """*Name: what he says*, as in transcripts and headlines."""
    label = _LABEL.match(sentence.words)
    if not label or not sentence.begins_paragraph:
        return None
    words = label[1].title() if label[1].isupper() else label[1]
    name = cast.names.fullest(words)
    if not is_person(name) and (name == words or not cast.names.knows_person(words.split()[-1])):
        return None
    return Attribution((name,), ":", Stance.SAID, bool(sentence.quotations), True)


def _in_turn(said: Attribution | None, speaker: str, *, is_named: bool) -> Attribution:
    """What a speaker of a transcript says, or passes on of others."""
    if said is None:
        return Attribution((speaker,), ":", Stance.SAID, direct=False, named=is_named)
    if speaker in said.speakers:
        return said
    return replace(said, speakers=(speaker, *said.speakers)[:_DEEPEST])


def _introduced(sentence: Spoken, cast: Cast) -> Attribution | None:
    """*Smith called on them:* before a quotation, without a verb of speech."""
    if not sentence.words.endswith(":") or not sentence.quotation_follows:
        return None
    people = list(cast.names.people(sentence.words))
    name = people[-1] if people else None
    return Attribution((name,), ":", Stance.SAID, direct=False, named=True) if name else None


def _is_speech(quotation: Span, sentence: Span, subjects: Sequence[Span]) -> bool:
    """Whether a quotation is more than a quoted word in the speaker's own name."""
    start, end = quotation.start - sentence.start, quotation.end - sentence.start
    return not any(subject.start < end and start < subject.end for subject in subjects)


def _is_elsewhere(quotation: Span, sentence: Spoken, found: Sequence[Saying], said: Saying) -> bool:
    """Whether a quotation is another’s: the second in *Smith said “no”; Jones said “yes”*."""
    start = quotation.start - sentence.span.start
    return any(
        said.cue.end < other.speaker.start
        and other.cue.end <= start
        and ";" in sentence.words[said.cue.end : other.speaker.start]
        for other in found
    )


def _with_outer(
    sentence: Spoken,
    innermost: Saying,
    speakers: tuple[str, ...],
    cast: Cast,
    previous: Attribution | None,
    own_voices: set[str],
) -> tuple[str, ...]:
    """Add the outlet that passes the words on, where the document makes that clear."""
    if innermost.is_deed:
        return speakers
    if innermost.audience and not is_outlet(speakers[0]):
        audience = sentence.words[innermost.audience.start : innermost.audience.end]
        if is_outlet(audience) and not _is_own(audience, own_voices):
            return (audience, *speakers)
    if len(speakers) > 1 or cast.names.is_named(speakers[0]):
        return speakers
    known = cast.described(speakers[0])
    if known:
        return known
    if previous and is_outlet(previous.speakers[0]):
        speakers = (previous.speakers[0], *speakers)
    cast.describe(speakers[-1], speakers)
    return speakers


def _spread(
    spoken: Sequence[Spoken], own: Sequence[Attribution | None]
) -> Iterator[Attribution | None]:
    """Give quoted sentences without a cue the speaker of the quotation they belong to."""
    previous: Attribution | None = None
    for number, sentence in enumerate(spoken):
        current = own[number]
        if current is None and sentence.begins_in_quotation and not sentence.is_headline:
            current = _ahead(spoken, own, number) or _carried(spoken, number, previous)
        yield current
        previous = current


def _ahead(
    spoken: Sequence[Spoken], own: Sequence[Attribution | None], number: int
) -> Attribution | None:
    """The speaker named after a quotation that began in an earlier sentence than its cue."""
    quotation = spoken[number].quotations[-1]
    for later in range(number + 1, len(spoken)):
        if spoken[later].span.start >= quotation.end:
            return None
        attribution = own[later]
        if attribution is not None and spoken[later].span.end > quotation.end:
            return replace(attribution, direct=True)
    return None


def _carried(
    spoken: Sequence[Spoken], number: int, previous: Attribution | None
) -> Attribution | None:
    """The speaker of the sentence before, where the quotation goes on from it."""
    if previous is None:
        return None
    before, sentence = spoken[number - 1], spoken[number]
    introduces = before.words.endswith((":", ","))
    goes_on = previous.direct and before.quotations
    if introduces or goes_on or not sentence.begins_paragraph:
        return replace(previous, direct=True)
    return None


def _is_own(name: str, own_voices: set[str]) -> bool:
    """Whether it is the publisher or the author, *the Gazette* for *Norden Gazette* included."""
    bare = _bare(name)
    return any(bare == own or (is_outlet(name) and own.endswith(" " + bare)) for own in own_voices)


def _bare(name: str) -> str:
    """A name as it is compared: without article and case."""
    return name.lower().removeprefix("the ").strip()
