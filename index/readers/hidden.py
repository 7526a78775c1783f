"""Tells of text that is read although nobody sees it on the page, and may have been planted."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["hidden_note", "read_of"]

_SHOWN_WORDS = 8
_SHOWN_CHARACTERS = 60
_MOST_COMPARED = 2_000_000_000
"""Characters looked through for hidden texts; of a page with more, the longest ones are."""


def hidden_note(hidden: Sequence[str]) -> tuple[str, ...]:
    """A note that says how much was hidden, and how it begins; none where nothing was.

    Args:
        hidden: The hidden texts, in the order of the document.
    """
    words = " ".join(hidden).split()
    if not any(map(_has_letters, words)):
        return ()
    number = sum(map(_has_letters, words))
    count = "1 word" if number == 1 else f"{number:,} words"
    beginning = " ".join(words[:_SHOWN_WORDS])[:_SHOWN_CHARACTERS]
    more = "" if beginning == " ".join(words) else " …"
    return (f"Hidden on the page, but read: {count} (“{beginning}{more}”).",)


def read_of(hidden: Sequence[str], seen: str, text: str) -> list[str]:
    """Those hidden texts that were read: they stand more often in the text than can be seen.

    Args:
        hidden: What a page hides.
        seen: All that it shows.
        text: The canonical text.
    """
    seen, text = _unspaced(seen), _unspaced(text)
    keys = set(filter(_has_letters, map(_unspaced, hidden)))
    most = max(100, _MOST_COMPARED // max(1, len(text)))
    compared = sorted(keys, key=len, reverse=True)[:most]
    read = {key for key in compared if text.count(key) > seen.count(key)}
    return [each for each in hidden if _unspaced(each) in read]


def _unspaced(text: str) -> str:
    return "".join(text.split())


def _has_letters(text: str) -> bool:
    return any(map(str.isalnum, text))
