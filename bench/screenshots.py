"""The pictures of the chat in docs/images, taken of the page as it is, over the samples.

    python -m bench.screenshots [NAME …]

Needs Debian's chromium, or another one on the path. No language model takes part.
"""

from __future__ import annotations

import io
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from bench.document import ROOT
from bench.pages import SAMPLES
from bench.processes import BROWSERS, served_chat
from index import Library

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["main"]

_IMAGES = ROOT / "docs" / "images"
_COLOURS = 128  # of a palette: enough for a page of text, and a third of the bytes
_DESK = {"width": 1280, "height": 860}
_PHONE = {"width": 390, "height": 780}
_DRAFT = """The canton police counted "nine people, among them four police officers".

"Three warnings were given by megaphone," said Marten Osk, the police spokesman.

"We shall pay for nothing," the mediator said.
"""


def main(names: list[str]) -> None:
    """Take the pictures of these names, or all."""
    from playwright.sync_api import sync_playwright

    unknown = {*names} - {*_SHOTS}
    if unknown:
        raise SystemExit(f"There is no picture {', '.join(sorted(unknown))}: {', '.join(_SHOTS)}.")
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    with TemporaryDirectory() as folder:
        library = Path(folder) / "library"
        with Library.open(library) as opened:
            opened.add(SAMPLES)
        with sync_playwright() as playwright, served_chat(library, plain=True) as address:
            browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
            for name in names or _SHOTS:
                _IMAGES.joinpath(f"{name}.png").write_bytes(_picture(browser, address, name))
                print(f"written: docs/images/{name}.png", file=sys.stderr)
            browser.close()


def _picture(browser: Browser, address: str, name: str) -> bytes:
    from PIL import Image

    phone = name == "phone"
    context = browser.new_context(
        viewport=_PHONE if phone else _DESK, color_scheme="dark" if phone else "light"
    )
    page = context.new_page()
    page.goto(address)
    page.get_by_label("Your question").wait_for()
    _SHOTS[name](page)
    page.wait_for_timeout(600)  # what fades in has done so
    # Where this library lies is nobody's business.
    paths = page.locator(".cv-tests code")
    shot = page.screenshot(mask=[paths], mask_color="#faf8f4")
    with Image.open(io.BytesIO(shot)) as taken:
        reduced = taken.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
        written = io.BytesIO()
        reduced.save(written, "PNG", optimize=True)
    context.close()
    return written.getvalue()


def _ask(page: Page, question: str) -> None:
    box = page.get_by_label("Your question")
    box.fill(question)
    box.press("Enter")
    page.locator(".bot-row .cv-steps").last.wait_for()
    page.locator(".bot-row .cv-tools > .cv-quiet").last.wait_for()


def _open_source(page: Page, number: int) -> None:
    page.locator('a[href^="#src-"]').nth(number).click()
    page.locator(".cv-panel mark").wait_for()


def _chat(page: Page) -> None:
    _ask(page, "How many people were injured below the Thornlock Dam?")
    _open_source(page, 1)


def _absent(page: Page) -> None:
    _ask(page, "What did the bishop of Quito say about tariffs?")
    page.locator(".cv-suggestions button").first.wait_for()


def _document(page: Page) -> None:
    _ask(page, "How many witnesses did the commission hear?")
    _open_source(page, 0)
    page.get_by_role("button", name="Open document").click()
    page.locator("dialog.cv-view img").wait_for()


def _documents(page: Page) -> None:
    page.get_by_role("tab", name="Documents").click()
    page.get_by_text("commission-report.pdf").first.wait_for()


def _draft(page: Page) -> None:
    page.get_by_role("tab", name="Check a draft").click()
    page.get_by_label("Your draft").fill(_DRAFT)
    page.get_by_role("button", name="Check quotations").click()
    page.locator(".cv-quote").last.wait_for()


def _tests(page: Page) -> None:
    _ask(page, "How long does the rye loaf bake?")
    page.get_by_role("button", name="Right", exact=True).last.click()
    page.get_by_role("button", name="Save as a test").last.click()
    _ask(page, "How many witnesses did the commission hear?")
    page.locator(".cv-judge-wrong").last.locator("summary").click()
    page.get_by_role("button", name="The wrong words are quoted").last.click()
    page.get_by_role("button", name="Save as a test").last.click()
    page.get_by_text("Saved as the test").last.wait_for()
    page.get_by_role("tab", name="Tests").click()
    page.get_by_role("button", name=re.compile("^Run (all|the)")).first.click()
    page.locator(".cv-test-wrong").wait_for(timeout=120_000)


def _settings(page: Page) -> None:
    page.get_by_role("tab", name="Settings").click()
    page.get_by_text("Declines more readily").wait_for()


_SHOTS: dict[str, Callable[[Page], None]] = {
    "chat": _chat,
    "absent": _absent,
    "document": _document,
    "documents": _documents,
    "draft": _draft,
    "tests": _tests,
    "settings": _settings,
    "phone": lambda page: _ask(page, "How many people were injured below the Thornlock Dam?"),
}


if __name__ == "__main__":
    main(sys.argv[1:])
