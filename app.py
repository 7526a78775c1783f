"""Chapter & Verse: starts the chat page. ``python app.py``, then open the address it prints."""

from __future__ import annotations

import os
import sys
from pathlib import Path

# Nothing leaves this machine unasked; Gradio and its friends read these when they are imported.
os.environ |= {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "ANONYMIZED_TELEMETRY": "False",
    "DO_NOT_TRACK": "1",
}

SAMPLES = Path(__file__).parent / "samples"


def main() -> int:
    """Compose settings, library, assistant and page, and serve until interrupted.

    Returns:
        The exit code, as of the command line.
    """
    from index.errors import LibraryError
    from qa.errors import QaError
    from qa.exit_codes import exit_code

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
    from qa.settings import load_settings
    from qa.wiring import open_assistant, open_library

    settings = load_settings()
    os.environ["GRADIO_TEMP_DIR"] = str((settings.library / "uploads").absolute())

    from qa.chat.page import build_page, describe_model, sample_questions
    from qa.chat.serve import Serving, serve

    library = open_library(settings)
    library.refuse_mismatch()
    assistant = open_assistant(settings, library)
    space = os.environ.get("SPACE_HOST") if "SPACE_ID" in os.environ else None
    page = build_page(
        library,
        assistant,
        samples=sample_questions(),
        describe_model=describe_model(assistant.model_name),
        editable=space is None or settings.password is not None,
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
    if library.is_new:
        with report.progress() as tell:
            library.add(SAMPLES, on_progress=tell)
    library.warm_up()
    page.block_thread()


if __name__ == "__main__":
    sys.exit(main())
