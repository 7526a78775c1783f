"""The documents area: what is in the library, what was read of it, adding to it, removing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypedDict

import gradio as gr

from index import Library
from index.read import LARGEST_FILE, SUPPORTED_SUFFIXES
from qa.chat.library.desk import MOST_FILES, Desk, News
from qa.chat.library.listing import Shelf, scope_choices, shelf, version_of
from qa.chat.library.reading import Reading, Stretch, reading, stretch
from qa.chat.library.removal import Removal, removed
from qa.chat.library.uploads import Uploads
from qa.chat.look import asset
from qa.chat.words import words_of

__all__ = ["Conversation", "DocumentsTab", "build_documents_tab", "wire_documents"]

_SAY = words_of("documents")
_PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
_LOOK_AGAIN_SECONDS = 3.0  # while there is no document: the first ones are just being indexed

_ADDING = ("shown", "picking", "sending", "adding")
_LIST = ("shown", "finding", "rows", "removing", "documents")
_TO_THE_QUESTION = "() => document.querySelector('#cv-question textarea')?.focus()"

_Updates = dict[Any, Any]


class _View(TypedDict):
    """What the list is told; the documents themselves it fetches when they have changed."""

    editable: bool
    version: str
    """Of the documents; empty before the page has looked."""
    chosen: list[str]
    """Names of the documents that the conversation keeps to; none: it asks all."""


@dataclass(frozen=True, slots=True)
class DocumentsTab:
    """The components of the documents area."""

    area: gr.Tab
    adding: gr.HTML | None
    listing: gr.HTML


@dataclass(frozen=True, slots=True)
class Conversation:
    """The parts of the page that ask the documents."""

    tabs: gr.Tabs
    scope: gr.Dropdown
    """The choice of documents; none chosen: all of them."""
    samples: Mapping[gr.Button, str]
    """Questions to start with, each with the name of the document that answers it."""


def build_documents_tab(area: gr.Tab, library: Library, uploads: Uploads | None) -> DocumentsTab:
    """Build the area's components; call it inside ``area``.

    Args:
        area: the tab that they stand in.
        library: the documents.
        uploads: where files come in; ``None`` where visitors may not add and remove documents.
    """
    desk = Desk(library, uploads) if uploads else None
    adding = _adding(desk) if desk else None
    if not desk:
        gr.Markdown(_SAY("shared"))
    listing = _listing(library, desk)
    _reading(library)
    return DocumentsTab(area, adding, listing)


def _island(value: object, functions: list[Any], elem_id: str, *scripts: str) -> gr.HTML:
    """A part of the page that the last of the scripts draws; the others serve it."""
    # The template holds no data: Gradio would compile what stands in it.
    return gr.HTML(
        value, apply_default_css=False, elem_id=elem_id, server_functions=functions,
        html_template=f'<div class="cv-{scripts[-1]} cv-library"></div>',
        js_on_load="\n".join(asset(f"library/{script}.js") for script in scripts),
    )  # fmt: skip


def _adding(desk: Desk) -> gr.HTML:
    """The drop zone, and how far adding has come."""

    def take(files: object) -> News:
        return desk.take(files)

    def news(asked: object) -> News:
        return desk.news(_of(asked, "delivery"), _of(asked, "since"))

    def stop(delivery: object) -> None:
        desk.stop(delivery)

    limits = {
        "suffixes": sorted(SUPPORTED_SUFFIXES), "most_files": MOST_FILES, "most_bytes": LARGEST_FILE
    }  # fmt: skip
    return _island(limits, [take, news, stop], "cv-upload", *_ADDING)


def _listing(library: Library, desk: Desk | None) -> gr.HTML:
    """The list of documents; without a desk none can be removed."""

    def documents(_: object) -> Shelf:
        return shelf(library)

    def discard(names: object) -> Removal:
        return removed(library, names, busy=desk is not None and desk.busy)

    view: _View = {"editable": desk is not None, "version": "", "chosen": []}
    functions = [documents, discard] if desk else [documents]
    return _island(view, functions, "cv-documents", *_LIST)


def _reading(library: Library) -> None:
    """The window that shows what the machine read of a document; any script may ask for it."""

    def read(name: object) -> Reading:
        return reading(library, name)

    def text(asked: object) -> Stretch:
        return stretch(library, _of(asked, "name"), _of(asked, "start"))

    _island(None, [read, text], "cv-reading", "shown", "reading")


def _of(asked: object, key: str) -> object:
    """A value that a script sent, whatever it sent."""
    return asked.get(key) if isinstance(asked, dict) else None


def wire_documents(
    page: gr.Blocks,
    tab: DocumentsTab,
    library: Library,
    conversation: Conversation,
) -> None:
    """Let the area work, and tell the conversation what can be asked.

    Args:
        page: that the area belongs to.
        tab: from ``build_documents_tab``.
        library: the documents.
        conversation: what asks them.
    """
    scope, samples = conversation.scope, conversation.samples
    indexing = gr.Timer(_LOOK_AGAIN_SECONDS, active=False)

    def refreshed(chosen: list[str]) -> _Updates:
        documents = library.documents()
        choices = scope_choices(documents)
        names = {name for _, name in choices}
        chips = {
            button: gr.update(visible=document in names) for button, document in samples.items()
        }
        kept = [name for name in chosen if name in names]
        view: _View = {
            "editable": tab.adding is not None, "version": version_of(documents), "chosen": kept,
        }  # fmt: skip
        return chips | {
            indexing: gr.update(active=not choices),
            tab.listing: view,
            scope: gr.update(choices=choices, value=kept),
        }

    def choose(event: gr.EventData) -> _Updates:
        known = {name for _, name in scope_choices(library.documents())}
        kept = [name for name in event.names if name in known]
        tabs = gr.skip() if event.stay else gr.Tabs(selected="ask")
        return {scope: gr.update(value=kept), conversation.tabs: tabs}

    looks = [page.load, indexing.tick, tab.area.select, tab.listing.changed]
    if tab.adding is not None:
        looks.append(tab.adding.added)
    for look in looks:
        look(refreshed, scope, [indexing, tab.listing, scope, *samples], **_PRIVATE)
    tab.listing.choose(choose, None, [scope, conversation.tabs], **_PRIVATE).then(
        None, None, None, js=_TO_THE_QUESTION, **_PRIVATE
    )
