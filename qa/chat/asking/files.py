"""Answers as files that the page hands out: Markdown, a web page, a Word document, JSON."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from typing import TypedDict

from index import Library
from qa.chat.words import words_of
from qa.conversations.exporting import as_json, as_markdown, as_web_page, as_word, file_name
from qa.conversations.exporting.content import Checks
from qa.conversations.recheck import check_all
from qa.conversations.types import Exchange

__all__ = ["FileReply", "exported_file", "no_file"]

_SAY = words_of("files")
_Export = Callable[[str, Sequence[Exchange], Checks, int], str | bytes]
_FORMS: dict[str, tuple[_Export, str, str]] = {
    "markdown": (as_markdown, ".md", "text/markdown"),
    "web": (as_web_page, ".html", "text/html"),
    "word": (
        as_word,
        ".docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "json": (as_json, ".json", "application/json"),
}


class FileReply(TypedDict):
    """A file for the browser to save, or why there is none."""

    name: str
    type: str
    base64: str
    problem: str
    """Empty where there is a file."""


def exported_file(
    title: str,
    exchanges: Sequence[Exchange],
    form: object,
    library: Library,
    unreadable: int = 0,
) -> FileReply:
    """Answers with all their proof, as a file; what has become of their sources is told too.

    Args:
        title: of the conversation, or the question where there is only one.
        exchanges: in the order in which they are to stand.
        form: ``markdown``, ``web``, ``word`` or ``json``; anything at all, as anybody may send it.
        library: the documents as they are now.
        unreadable: how many more there are that this release cannot read.
    """
    if unreadable and not exchanges:
        return no_file(_SAY.count("unreadable", unreadable))
    if not exchanges or not isinstance(form, str) or form not in _FORMS:
        return no_file(_SAY("gone"))
    export, suffix, kind = _FORMS[form]
    made = export(title, exchanges, check_all(exchanges, library), unreadable)
    data = made.encode() if isinstance(made, str) else made
    return {
        "name": file_name(title, suffix),
        "type": kind,
        "base64": base64.b64encode(data).decode(),
        "problem": "",
    }


def no_file(problem: str) -> FileReply:
    """Why there is no file."""
    return {"name": "", "type": "", "base64": "", "problem": problem}
