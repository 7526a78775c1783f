"""A draft's file to its words: the door through which drafts come in."""

from __future__ import annotations

from index.encoding import decode
from index.isolation.workers import READERS
from index.read import LARGEST_FILE
from index.readers.html import declared_encoding
from index.readers.text import same_length_text
from index.sniff import HTML, MARKDOWN, TEXT, sniff
from qa.drafts.markdown import read_markdown
from qa.drafts.text import DraftText, DraftTextBuilder
from qa.drafts.webpage import read_webpage

__all__ = ["STANDARD_INPUT", "read_draft", "read_pasted"]

STANDARD_INPUT = "-"
"""The name of a draft that has none: it is read as Markdown unless its content says otherwise."""


def read_draft(data: bytes, name: str) -> DraftText:
    """Read a draft of any format that documents may have.

    Args:
        data: the file's bytes.
        name: the file's name, for messages and to tell Markdown from plain text.

    Returns:
        Its words, none for an empty file. Blank lines part its paragraphs.

    Raises:
        EmptyDocument: a Word file or PDF without text.
        UnreadableDocument: too large, damaged, protected, or of a type that cannot be read.
    """
    if not data:
        return _unmarked("")
    shown = "standard input" if name == STANDARD_INPUT else name
    kind = sniff(data, shown) if len(data) <= LARGEST_FILE else ""
    if kind not in (TEXT, MARKDOWN, HTML):
        return _unmarked(READERS.read(data, shown).text)
    if kind == HTML:
        return read_webpage(same_length_text(decode(data, declared_encoding(data))[0]))
    source = same_length_text(decode(data)[0])
    if kind == MARKDOWN:
        return read_markdown(source, indented_is_code=True)
    return read_pasted(source) if name == STANDARD_INPUT else _unmarked(source)


def read_pasted(text: str) -> DraftText:
    """Read text that was pasted or piped in, which may be Markdown."""
    return read_markdown(same_length_text(text), indented_is_code=False)


def _unmarked(text: str) -> DraftText:
    """Text that is all words."""
    builder = DraftTextBuilder(text)
    builder.append(text, 0)
    return builder.built()
