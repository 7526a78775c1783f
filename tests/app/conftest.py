"""A page over a real library and a real assistant, served on a free port of this machine."""

from __future__ import annotations

import asyncio
import gc
import os
import socket
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from browsing import watch

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from playwright.sync_api import Browser, Page

    from index import Library
    from index.embed import Embedder
    from qa import Assistant
    from qa.live import Configuration
    from qa.model.writers import Writers

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

BRIDGE = """Harbour bridge shut until spring

By Ilse Tanner
The Harbour Post, 3 May 2024

The harbour bridge will stay shut until March, the city council announced on Monday.

"We found cracks in two of the four piers," Maria Oduya, the city engineer, told reporters. \
She said that the repair of the bridge will cost 4.2 million crowns.

The mayor, Jan Peel, disputed the figure. "The repair of the bridge will cost 3 million crowns," \
Peel said.

Fishermen said they had warned about the piers for years.
"""

HOSTILE = """<!doctype html><html><head><title>Opening hours of the lighthouse</title></head><body>
<h1>Opening hours of the lighthouse</h1>
<p>The lighthouse keeper opens the tower at nine o'clock &lt;img src=x onerror=window.pwned=1&gt;
${window.pwned=2} {{value}} [click](javascript:alert(1)) ![p](http://evil.example/p.png)
&lt;script&gt;window.pwned=3&lt;/script&gt; \\u0041 `code` every morning of the summer.</p>
</body></html>
"""


@dataclass(frozen=True)
class Chat:
    """A page that is being served."""

    address: str
    port: int
    library: Library


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module", autouse=True)
def swept() -> Iterator[None]:
    """Collect what Gradio leaves open before tests of other modules could be blamed for it."""
    yield
    asyncio.set_event_loop(None)  # by which the last one would be kept
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


@pytest.fixture(scope="module")
def serve_papers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Chat]]:
    """Serves the two papers above, with a language model or without."""
    from index import Library
    from qa import Assistant
    from qa.chat.page import build_page
    from qa.chat.serve import Serving, serve

    os.environ["GRADIO_TEMP_DIR"] = str(tmp_path_factory.mktemp("uploads"))
    folder = tmp_path_factory.mktemp("papers")
    (folder / "bridge.txt").write_text(BRIDGE, encoding="utf-8")
    (folder / "lighthouse.html").write_text(HOSTILE, encoding="utf-8")
    with ExitStack() as stack:

        def serve_them(
            model: BaseChatModel | None = None,
            choice: Callable[[Assistant], Writers] | None = None,
            configuration: Callable[[Library], Configuration] | None = None,
            *,
            editable: bool = True,
            embedder: Embedder | None = None,
        ) -> Chat:
            library = stack.enter_context(
                Library.open(tmp_path_factory.mktemp("library"), embedder=embedder)
            )
            report = library.add(folder)
            assert not report.failures, report.failures
            assistant = Assistant(library, model)
            page = build_page(
                library,
                assistant,
                samples={
                    "What did the fishermen warn about?": "bridge.txt",
                    "Where is it?": "absent.txt",
                },
                writers=choice(assistant) if choice else None,
                configuration=configuration(library) if configuration else None,
                editable=editable,
            )
            port = free_port()
            address = serve(page, Serving(port=port, max_upload_bytes=100_000))
            stack.callback(page.close, verbose=False)
            return Chat(address.rstrip("/"), port, library)

        yield serve_them


@pytest.fixture(scope="module")
def chat(serve_papers: Callable[..., Chat]) -> Chat:
    return serve_papers()


@pytest.fixture
def context_options() -> dict[str, Any]:
    """Overridden by tests that want a phone or the dark."""
    return {"viewport": {"width": 1280, "height": 860}}


@pytest.fixture
def page(browser: Browser, chat: Chat, context_options: dict[str, Any]) -> Iterator[Page]:
    """The page, freshly opened; afterwards nothing may have left its origin, and nothing failed."""
    with browser.new_context(**context_options) as context:
        page = context.new_page()
        page.set_default_timeout(15_000)
        wrong: list[str] = []
        watch(page, chat.address, wrong)
        page.goto(chat.address)
        page.get_by_label("Your question").wait_for()
        page.get_by_role("button", name="What did the fishermen").wait_for()
        yield page
        assert wrong == []


@pytest.fixture
def shared() -> Path:
    """The folder of test data that lies beside the repository on the project's own machines."""
    folder = Path(__file__).parents[2] / ".." / "shared"
    if not folder.is_dir():
        pytest.skip("the shared test data does not lie beside this repository")
    return folder
