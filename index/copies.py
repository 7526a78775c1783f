"""The same story in several documents: passages whose sentences all stand in another passage.

Two sentences are the same when their telling words are, in their order. One that changes a number,
a name, a negation or any other telling word is no copy: accounts differ in just that.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.types import Passage

__all__ = ["gather_copies", "labelled", "same_words"]

_SHARE = 0.5  # of a copy's telling words that stand in the other text; the rest are headlines
_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*(?:['’][^\W_]+)*|[%$€£]")
_SMALL = frozenset(
    """a an the that which who whom and also has have had was were is are been be of in on at to by
    for from as with its his her their it he she they this these those mr mrs ms s""".split()
)
"""Words that one editor puts in and another takes out; none of them limits, denies or doubts."""
_SPELLINGS = {"%": "percent"} | {
    word: str(number)
    for number, word in enumerate(
        """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
        fifteen sixteen seventeen eighteen nineteen twenty""".split()
    )
}
_DATELINE = re.compile(
    r"^\s*[A-Z][A-Z' .-]+(?:,[^()—–\n]{1,40})?(?:\s*\([^()\n]{1,40}\))?\s*[—–-]+\s+"
)
"""ORRIN, 4 March (Norvane Wire) — what one paper puts before a story and another does not."""
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*\s*$")


def same_words(one: str, other: str) -> bool:
    """Whether two texts say the same in the same words, whatever their typography."""
    words = _telling(one)
    return bool(words) and words == _telling(other)


def gather_copies(passages: Sequence[Passage], most: int) -> list[Passage]:
    """The passages, each story once: those that tell it again become copies of the first.

    Where one holds another and more, it takes the other's place. Passages of one document are
    never copies of each other.

    Args:
        passages: best first.
        most: how many to return, not counting copies.

    Returns:
        At most ``most`` passages, labelled from 1 in their order.
    """
    kept: list[Passage] = []
    held: list[frozenset[tuple[str, ...]]] = []
    for passage in passages:
        own = frozenset(words for words, _ in _told(passage))
        for at, earlier in enumerate(kept):
            if passage.document in {earlier.document, *(c.document for c in earlier.copies)}:
                continue
            if _is_copy(passage, held[at]):
                kept[at] = replace(earlier, copies=(*earlier.copies, passage))
                break
            if _is_copy(earlier, own):
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


def _is_copy(passage: Passage, held: frozenset[tuple[str, ...]]) -> bool:
    """Whether all of its sentences stand in a text; headlines and bylines are let off.

    The share is the containment of A. Broder, "On the resemblance and containment of documents",
    1997, with sentences for shingles: a run of a few words would let "at least" slip in.
    """
    told, total = 0, 0
    for words, is_whole in _told(passage):
        total += len(words)
        if words in held:
            told += len(words)
        elif is_whole:
            return False
    return told > 0 and told >= _SHARE * total


def _told(passage: Passage) -> Iterator[tuple[tuple[str, ...], bool]]:
    """The telling words of each sentence, and whether it ends as a sentence does."""
    spans = [(max(s.start, passage.start), min(s.end, passage.end)) for s in passage.sentences] or [
        (passage.start, passage.end)
    ]
    for start, end in spans:
        text = passage.text[start - passage.start : end - passage.start]
        words = _telling(text)
        if words:
            yield words, _SENTENCE_END.search(text) is not None


def _telling(text: str) -> tuple[str, ...]:
    folded = unicodedata.normalize("NFKC", _DATELINE.sub("", text)).casefold().replace("’", "'")
    words = (match.group() for match in _WORD.finditer(folded.replace("per cent", "percent")))
    bare = (word.removesuffix("'s") for word in words)
    return tuple(_SPELLINGS.get(word, word) for word in bare if word not in _SMALL)
