"""The chat as a program that is started and stopped over one library, as its owner does."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from word_embedder import WordEmbedder

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from index import Library
    from qa.chat.asking.history import History
    from qa.reading import Reader


@dataclass
class Program:
    """A program that is not running yet.

    Args:
        folder: empty; the library and the papers are kept in it.
        papers: names and texts of the documents.
        model: writes the answers.
        reader: marks where passages answer.
        together: whether all browsers belong to one person.
    """

    folder: Path
    papers: Mapping[str, str]
    model: BaseChatModel | None = None
    reader: Reader | None = None
    together: bool = True
    address: str = ""
    library: Library = field(init=False)
    history: History = field(init=False)
    _running: ExitStack = field(default_factory=ExitStack)

    def start(self) -> None:
        """Serve the page; documents are added at the first start."""
        from index import Library
        from qa import Assistant
        from qa.chat.asking.history import open_history
        from qa.chat.page import build_page
        from qa.chat.serve import Serving, serve
        from qa.model.writers import Writers

        os.environ["GRADIO_TEMP_DIR"] = str(self.folder / "uploads")
        self.library = Library.open(self.folder / "library", embedder=WordEmbedder())
        self._running.enter_context(self.library)
        if not self.library.documents():
            self._add()
        assistant = Assistant(self.library, self.model, reader=self.reader)
        writers = Writers(assistant)
        self.history = open_history(self.library, writers, together=self.together)
        if self.history.store is not None:
            self._running.callback(self.history.store.close)
        page = build_page(
            self.library, assistant, samples={}, writers=writers,
            history=self.history,
        )  # fmt: skip
        self.address = serve(page, Serving(port=_free_port())).rstrip("/")
        self._running.callback(page.close, verbose=False)

    def stop(self) -> None:
        """End what runs, if anything does."""
        self._running.close()

    @property
    def conversations_file(self) -> Path:
        """Where conversations are kept."""
        return self.folder / "library" / "conversations.db"

    def _add(self) -> None:
        papers = self.folder / "papers"
        papers.mkdir()
        for name, text in self.papers.items():
            (papers / name).write_text(text, encoding="utf-8")
        report = self.library.add(papers)
        assert not report.failures, report.failures


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
