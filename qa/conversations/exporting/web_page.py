"""A conversation as a web page that is one file, has no script and loads nothing."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from qa.conversations.exporting import content
from qa.conversations.exporting.characters import isolated
from qa.conversations.exporting.content import Checks
from qa.conversations.types import Exchange
from qa.templates import Template, templates_in

__all__ = ["as_web_page"]

_FOLDER = Path(__file__).parent / "page"


def as_web_page(
    conversation_title: str,
    exchanges: Sequence[Exchange],
    checks: Checks | None = None,
    unreadable: int = 0,
) -> str:
    """Some answers with all their proof, as a web page.

    Args:
        conversation_title: of the conversation, or the question where there is only one.
        exchanges: in the order in which they are to stand.
        checks: what has become of the quotes since, as ``check_all`` returns it.
        unreadable: how many more there are that this release cannot read.

    Returns:
        HTML in which every word of a document or a model is escaped; it forbids every request and
        any script.
    """
    return _template().render(
        title=isolated(conversation_title),
        exchanges=content.shown(conversation_title, exchanges, checks),
        unreadable=content.unreadable_in_words(unreadable) if unreadable else "",
    )


@cache
def _template() -> Template:
    environment = templates_in(_FOLDER)
    style = (_FOLDER / "page.css").read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    environment.globals.update(content=content, style=style, digest=f"sha256-{digest}")
    return environment.get_template("conversation.html")
