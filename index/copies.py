"""The same story in several documents: passages whose sentences all stand in another passage.

Two sentences are the same when their speakers are, and their telling words in their order. One that
changes a number, a name, a negation or any other telling word is no copy: accounts differ in just
that.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from index.dates import ANY_DATE
from index.types import Passage, Sentence

__all__ = ["gather_copies", "labelled", "same_words"]

_SHARE = 0.5  # of a copy's telling words that stand in the other text; the rest are headlines
_SPARE = 2  # for so many passages one more is looked at: it may be a copy
_CURRENCY = "$¢£¤¥֏؋৳฿៛\u20a0-\u20cf"
_WORD = re.compile(
    rf"(?<![\w)])[-−–](?=[{_CURRENCY}]?\.?\d)"  # a minus, and no hyphen
    rf"|(?:(?<![\w.])\.(?=\d))?[^\W_]+(?:[.,]\d+)*(?:'[^\W_]+)*|[%‰?{_CURRENCY}]"
)
_SMALL = frozenset("a an the that mr mrs ms".split())
"""Words that one editor puts in and another takes out, and that change nothing.

Every other small word does: who attacked and who was attacked differ in "was" and "by".
"""
_SPELLINGS = {"%": "percent", "−": "-", "–": "-"} | {
    word: str(number)
    for number, word in enumerate(
        """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
        fifteen sixteen seventeen eighteen nineteen twenty""".split()
    )
}
_HEAD = 6  # sentences, headline and byline among them, within which a story begins
_AGENCY = (
    r"\((?:AP|AFP|UPI|dpa|DPA|PA|ANSA|EFE|TASS|Xinhua|Reuters|Bloomberg|CNN|BBC"
    r"|[^()\n]{0,30}\b(?:Wire|News|Newswire|Press|Agency|Service|Media)\b[^()\n]{0,20})\)"
)
_DAY = rf"(?:{ANY_DATE}|(?i:[a-z]{{3,9}})\.? \d{{1,2}}|\d{{1,2}} (?i:[a-z]{{3,9}}))"
_DATELINE = re.compile(
    r"^\s*(?P<place>[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ'’ .-]+(?:, [A-Z][\w.]+(?: [A-Z][\w.]+)?)??)"
    rf"(?:,\s*{_DAY}(?:\s*{_AGENCY})?|\s*{_AGENCY})\s*[—–-]+\s+"
)
"""ORRIN, 4 March (Norvane Wire) — what one paper puts before a story and another does not.

Capitals alone are none: a transcript names its speakers so.
"""
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*\s*$")


@dataclass(frozen=True, slots=True)
class _Told:
    """A sentence as it is compared."""

    words: tuple[str, ...]
    """Its telling words."""
    place: str
    """Where its dateline says that it was filed; empty where it has none."""
    speaker: frozenset[str] = frozenset()
    """The words of the name of who says it; empty for the document's own voice."""
    is_whole: bool = True
    """Whether it ends as a sentence does."""

    def agrees(self, other: _Told) -> bool:
        """Whether both may be of one story: the same words, speaker and place.

        A speaker may be named in full in one and by surname in the other.
        """
        one, two = self.speaker, other.speaker
        return (
            self.words == other.words
            and (one == two or bool(one and two and (one <= two or two <= one)))
            and (self.place == other.place or not (self.place and other.place))
        )


_Held = Mapping[tuple[str, ...], Sequence[_Told]]


def same_words(one: str, other: str) -> bool:
    """Whether two texts say the same in the same words, whatever their typography."""
    told = _compared(one)
    return bool(told.words) and told.agrees(_compared(other))


def gather_copies(passages: Iterable[Passage], most: int) -> list[Passage]:
    """The passages, each story once: those that tell it again become copies of the first.

    Where one holds another and more, it takes the other's place. Passages of one document are
    never copies of each other.

    Args:
        passages: best first; read on until there are enough, copies not counted, and some more
            have been looked at for copies of those.
        most: how many to return, not counting copies.

    Returns:
        At most ``most`` passages, labelled from 1 in their order.
    """
    kept: list[Passage] = []
    held: list[_Held] = []
    for looked_at, passage in enumerate(passages):
        if len(kept) >= most and looked_at >= most + most // _SPARE:
            break
        own = _held(passage)
        for at, earlier in enumerate(kept):
            if passage.document in {earlier.document, *(c.document for c in earlier.copies)}:
                continue
            if _is_copy(own, held[at]):
                kept[at] = replace(earlier, copies=(*earlier.copies, passage))
                break
            if _is_copy(held[at], own):
                copies = (replace(earlier, copies=()), *earlier.copies)
                kept[at], held[at] = replace(passage, score=earlier.score, copies=copies), own
                break
        else:
            if len(kept) < most:
                kept.append(passage)
                held.append(own)
    return [labelled(passage, label) for label, passage in enumerate(kept, 1)]


def labelled(passage: Passage, label: int) -> Passage:
    """The passage under a label, which its copies share."""
    copies = tuple(replace(copy, label=label) for copy in passage.copies)
    return replace(passage, label=label, copies=copies)


def _is_copy(own: _Held, held: _Held) -> bool:
    """Whether all sentences of a text stand in another; headlines and bylines are let off.

    The share is the containment of A. Broder, "On the resemblance and containment of documents",
    1997, with sentences for shingles: a run of a few words would let "at least" slip in.
    """
    found, total = 0, 0
    for told in (told for same in own.values() for told in same):
        total += len(told.words)
        if any(told.agrees(other) for other in held.get(told.words, ())):
            found += len(told.words)
        elif told.is_whole:
            return False
    return found > 0 and found >= _SHARE * total


def _held(passage: Passage) -> _Held:
    """The sentences of a passage that have telling words, by these."""
    held: defaultdict[tuple[str, ...], list[_Told]] = defaultdict(list)
    for told in _told(passage):
        held[told.words].append(told)
    return held


def _told(passage: Passage) -> Iterator[_Told]:
    whole = Sentence(0, passage.start, passage.end)
    for sentence in passage.sentences or (whole,):
        start, end = max(sentence.start, passage.start), min(sentence.end, passage.end)
        text = passage.text[start - passage.start : end - passage.start]
        told = _compared(text, begins=sentence.number < _HEAD)
        if told.words:
            said = sentence.attribution
            speaker = frozenset(_words(said.speakers[-1])) if said else frozenset[str]()
            yield replace(told, speaker=speaker, is_whole=bool(_SENTENCE_END.search(text)))


def _compared(text: str, *, begins: bool = True) -> _Told:
    """A text without the dateline, if the story begins there."""
    dateline = _DATELINE.match(text) if begins else None
    if dateline is None:
        return _Told(_words(text), "")
    return _Told(_words(text[dateline.end() :]), dateline["place"].casefold())


def _words(text: str) -> tuple[str, ...]:
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    words = (match.group() for match in _WORD.finditer(folded.replace("per cent", "percent")))
    return tuple(_SPELLINGS.get(word, word) for word in words if word not in _SMALL)
