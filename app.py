"""Chapter & Verse: starts the chat page. ``python app.py``, then open the address it prints."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index import Library
    from index.ingest import OnProgress
    from qa.settings import Settings

from qa.privacy import keep_to_oneself, switch_off_telemetry

switch_off_telemetry()  # before Gradio and its friends are imported

SAMPLES = Path(__file__).parent / "samples"


def main() -> int:
    """Compose settings, library, assistant and page, and serve until interrupted.

    Returns:
        The exit code, as of the command line.
    """
    from index.errors import LibraryError
    from qa.ending import heed_signals
    from qa.errors import QaError
    from qa.exit_codes import exit_code

    keep_to_oneself()
    heed_signals()
    try:
        _run()
    except KeyboardInterrupt:
        return 0
    except (LibraryError, QaError) as error:
        sys.stderr.write(f"{error}\n")
        return exit_code(error)
    return 0


def _run() -> None:
    from qa import report
    from qa.live import Configuration
    from qa.settings import load_settings
    from qa.wiring import open_library

    settings = load_settings()
    os.environ["GRADIO_TEMP_DIR"] = str((settings.library / "uploads").absolute())

    from qa.chat.asking.history import open_history
    from qa.chat.page import build_page, sample_questions
    from qa.chat.serve import Serving, serve

    library = open_library(settings)
    library.refuse_unsearchable()
    configuration = Configuration(settings, library)
    if configuration.problem:
        sys.stderr.write(f"Answers are made of quotes alone for now. {configuration.problem}\n")
    assistant = configuration.writers.assistant()
    space = os.environ.get("SPACE_HOST") if "SPACE_ID" in os.environ else None
    page = build_page(
        library,
        assistant,
        samples=sample_questions(),
        editable=space is None or settings.password is not None,
        writers=configuration.writers,
        history=open_history(library, configuration.writers, together=is_for_one(settings, space)),
        configuration=configuration,
    )
    serving = Serving(
        host=settings.host,
        port=settings.port,
        allowed_hosts=frozenset(settings.allowed_hosts),
        user=settings.user,
        password=settings.password.get_secret_value() if settings.password else None,
        space=space,
        max_upload_bytes=settings.max_upload_mb * 1024 * 1024,
    )
    address = serve(page, serving)
    sys.stderr.write(f"Chapter & Verse is at {address}\n")
    with report.progress() as tell:
        add_samples(library, tell)
    library.warm_up()
    page.block_thread()


def is_for_one(settings: Settings, space: str | None) -> bool:
    """Whether all browsers are one person's, who then finds all conversations in each.

    Without a password only this machine gets in, unless a server before this one, which signs
    people in itself, passes them on under a name of its own.

    Args:
        settings: of the page.
        space: where a hosted demonstration is served; ``None`` elsewhere.
    """
    return space is None and settings.password is None and not settings.allowed_hosts


def add_samples(library: Library, on_progress: OnProgress) -> None:
    """Put the samples into a library that has never held a document.

    What an interrupted start began is gone on with; samples that were removed stay away.
    """
    if library.is_new:
        library.note("samples", "begun")
    if library.noted("samples") == "begun":
        library.add(SAMPLES, on_progress=on_progress)
        library.note("samples", "added")


if __name__ == "__main__":
    sys.exit(main())
