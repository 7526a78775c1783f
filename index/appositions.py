"""A title and the name of its bearer beside it: *the mayor, Ann Holt*, *Osk's mayor, Ann Holt*."""

from __future__ import annotations

from index.finite import is_plural
from index.names import is_role
from index.phrases import DETERMINERS, Words, noun_phrase, without_opening
from index.types import Span

__all__ = [
    "bearer_after",
    "is_definite",
    "name_between",
    "named_after",
    "start_of_title",
    "title_before",
]

_ARTICLES = DETERMINERS | {"one", "another"}
_TOLD = frozenset({"the", "one"})
_POSSESSIVES = ("’s", "'s")
_APOSTROPHES = ("’", "'")
_TIMES = frozenset("after before since until".split())
"""*After the storm, Ann Holt, a baker, said*: the storm is no title."""
_MARKS = frozenset({",", ";", "—"})


def is_definite(words: Words, start: int, end: int) -> bool:
    """Whether the words can be a title that a name explains.

    *The mayor*, *Osk's mayor*, *the bakers' lawyer*; not *Osk's keepers*, who are several.

    Args:
        words: The sentence.
        start: Number of the first word.
        end: Number after the last.
    """
    if words.at(start) in _ARTICLES:
        return True
    owner = next((i for i in range(start, end - 1) if _is_owner(words, i)), None)
    if owner is None or words.text[end - 1][0].isupper():
        return False
    if any(words.text[index][0].islower() for index in range(start, owner)):
        return False
    holds_verb = any(words.is_verb(index) for index in range(start, end))
    return not holds_verb and not is_plural(words, end - 1, start)


def name_between(words: Words, start: int, end: int) -> Span | None:
    """The name of *Ann Holt* or *Ann Holt of the port*, between two commas.

    Args:
        words: The sentence.
        start: Number of the word after the first comma.
        end: Number of the second comma, or of the full stop.
    """
    last = start
    while last < end and words.text[last][0].isupper():
        last += 1
    is_whole = last == end or words.lower[last] in ("of", "from")
    return Span(start, last) if is_whole and last - start > 1 else None


def named_after(words: Words, title: Span) -> Span | None:
    """The name between the comma behind a title and the next mark.

    Args:
        words: The sentence.
        title: The words that may be one.
    """
    if words.at(title.end) != "," or not is_definite(words, title.start, title.end):
        return None
    first, count = title.end + 1, len(words.lower)
    end = next((i for i in range(first, count) if words.lower[i] in _MARKS), count - 1)
    return name_between(words, first, end)


def bearer_after(words: Words, title: Span) -> Span | None:
    """The name behind a title where something else may begin behind the comma.

    *According to the mayor, Ann Holt, the quay is lost*; but *according to the survey, Ann Holt,
    who rows, is liked*.

    Args:
        words: The sentence.
        title: The words that may be one.
    """
    is_title = title.end > title.start and is_role(words.characters(title).of(words.sentence))
    return named_after(words, title) if is_title else None


def start_of_title(words: Words, name: int) -> int:
    """The number of the first word behind a quotation, if that is a title with its name.

    Args:
        words: The sentence.
        name: Number of the first word of the name.
    """
    comma = name - 1
    if words.at(comma) != ",":
        return name
    start = comma
    while start > 0 and not words.is_break(start - 1):
        start -= 1
    return start if words.at(start - 1) == "”" and is_definite(words, start, comma) else name


def title_before(sentence: str, name: Span) -> str:
    """The title in front of a name that stands between commas.

    Args:
        sentence: A sentence with its quotations blotted out.
        name: The characters of the name.

    Returns:
        The document's own words, *the* in small letters; empty where there is none. *Her lawyer*
        is none, as it does not tell whose.
    """
    words = Words.of(sentence[: name.start])
    comma = len(words.lower) - 1
    is_closed = not sentence[name.end : name.end + 1].strip(",.;:!?—–”")
    is_name = all(word[0].isupper() for word in name.of(sentence).split())
    if not (is_closed and is_name) or words.at(comma) != ",":
        return ""
    start = comma
    while start > 0 and not _ends_before(words, start - 1):
        start -= 1
    if words.at(start - 1) in _TIMES:
        return ""
    start = without_opening(words, start, comma)
    is_told = (
        words.at(comma - 1) != "them"
        and words.at(start) not in _ARTICLES - _TOLD
        and is_definite(words, start, comma)
    )
    if not is_told or noun_phrase(words, start, comma) != Span(start, comma):
        return ""
    title = words.characters(Span(start, comma)).of(sentence)
    if not is_role(title) and words.lower[start : start + 2] != ["one", "of"]:
        return ""
    return title[0].lower() + title[1:] if words.at(start) in _TOLD else title


def _ends_before(words: Words, index: int) -> bool:
    """Whether a title that stands to the right of a word does not reach over it."""
    is_source = words.at(index) == "to" and words.at(index - 1) == "according"
    return words.is_break(index) or words.is_verb(index) or is_source or words.at(index) == "by"


def _is_owner(words: Words, index: int) -> bool:
    """Whether a word is *Osk's*, or *bakers* before an apostrophe."""
    is_several = words.lower[index].endswith("s") and words.at(index + 1) in _APOSTROPHES
    return is_several or (words.lower[index].endswith(_POSSESSIVES) and len(words.lower[index]) > 2)
