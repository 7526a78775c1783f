"""How fast the page is for somebody who sits before it, in a real browser, without a model.

    python -m bench.page [--runs 5] [--write]

Each figure stands beside the time that the program itself needs for the same, so the rest is what
server, network and browser add.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from bench.document import ROOT, aligned, circumstances, markdown, replace_part
from bench.pages import SAMPLES
from bench.processes import BROWSERS, served_chat
from index import Library
from qa import Assistant
from qa.evaluation.scores import percentile
from qa.events import Answered, Retrieved

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["main"]

_DOCUMENT = ROOT / "docs" / "performance.md"
_QUESTIONS = Path(__file__).parent / "questions.txt"
_HEADING = ("what", "baseline", "median", "95 % within", "highest", "n", "baseline's median")
_AT_ONCE = 20

# Notes when the first passage and the whole answer to the next question are in the page.
_WATCH = """() => {
  const before = document.querySelectorAll('#cv-chat .bot-row').length;
  window.timed = {};
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') window.timed.asked ??= performance.now();
  }, { capture: true, once: true });
  new MutationObserver((changes, watcher) => {
    const answer = document.querySelectorAll('#cv-chat .bot-row')[before];
    if (!answer) return;
    if (answer.querySelector('.cv-answer')) window.timed.passage ??= performance.now();
    if (!answer.querySelector('.cv-steps')) return;
    window.timed.answer ??= performance.now();
    watcher.disconnect();
  }).observe(document.body, { childList: true, subtree: true });
}"""


def main(arguments: list[str]) -> None:
    """Measure, print the table, and with ``--write`` put it into docs/performance.md."""
    parser = argparse.ArgumentParser(prog="python -m bench.page", description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="how often the page is opened")
    parser.add_argument("--write", action="store_true", help="also into docs/performance.md")
    chosen = parser.parse_args(arguments)
    measured_on = circumstances()
    questions = _QUESTIONS.read_text("utf-8").splitlines()
    with TemporaryDirectory() as folder:
        library = Path(folder) / "samples"
        with Library.open(library) as opened:
            opened.add(SAMPLES)
            found, answered = _without_a_page(Assistant(opened), questions)
        rows = [_HEADING, *_with_a_page(library, questions, chosen.runs, found, answered)]
    print(aligned(rows))
    if chosen.write:
        replace_part(_DOCUMENT, "page circumstances", measured_on)
        replace_part(_DOCUMENT, "page figures", markdown(rows))
        print(f"written: {_DOCUMENT.relative_to(ROOT)}", file=sys.stderr)


def _without_a_page(
    assistant: Assistant, questions: Sequence[str]
) -> tuple[list[float], list[float]]:
    """Seconds to the passages and to the answer of each question, in this process and warm."""
    assistant.ask(questions[0])
    found, answered = [], []
    for question in questions:
        began = time.perf_counter()
        for event in assistant.stream(question):
            passed = time.perf_counter() - began
            if isinstance(event, Retrieved):
                found.append(passed)
            elif isinstance(event, Answered):
                answered.append(passed)
    return found, answered


def _with_a_page(
    library: Path,
    questions: Sequence[str],
    runs: int,
    found: Sequence[float],
    answered: Sequence[float],
) -> list[tuple[str, ...]]:
    from playwright.sync_api import sync_playwright

    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright, served_chat(library) as address:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        opened, bare = _opened(browser, address, runs)
        page = browser.new_page()
        _open(page, address)
        timed = [_asked(page, question) for question in (questions[0], *questions)][1:]
        together, alone = _at_once(browser, address, questions), statistics.median(answered)
        browser.close()
    return [
        _row("the page can be used, the server being up", "its bare HTML is there", opened, bare),
        _row("Enter to the first passage", "the search alone", [p for p, _ in timed], found),
        _row("Enter to the answer", "the answer alone", [a for _, a in timed], answered),
        _row(
            f"Enter to the answer, {_AT_ONCE} browsers asking at once",
            "the answer alone, once", together, [alone],
        ),
    ]  # fmt: skip


def _opened(browser: Browser, address: str, runs: int) -> tuple[list[float], list[float]]:
    """Seconds until the page can be used, and until its bare HTML is there; in fresh contexts."""
    usable, bare = [], []
    for _ in range(runs):
        context = browser.new_context()
        page = context.new_page()
        began = time.perf_counter()
        page.goto(address, wait_until="commit")
        bare.append(time.perf_counter() - began)
        page.get_by_label("Your question").wait_for()
        page.get_by_role("button", name="Ask", exact=True).wait_for()
        usable.append(time.perf_counter() - began)
        context.close()
    return usable, bare


def _open(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_label("Your question").wait_for()


def _asked(page: Page, question: str) -> tuple[float, float]:
    """Seconds from Enter to the first passage and to the whole answer, by the browser's clock."""
    page.evaluate(_WATCH)
    box = page.get_by_label("Your question")
    box.fill(question)
    box.press("Enter")
    page.wait_for_function("window.timed.answer")
    timed = page.evaluate("window.timed")
    asked, passage, answer = (timed[name] / 1000 for name in ("asked", "passage", "answer"))
    return passage - asked, answer - asked


def _at_once(browser: Browser, address: str, questions: Sequence[str]) -> list[float]:
    """Seconds from Enter to the answer in each of many browsers that ask at once."""
    contexts = [browser.new_context() for _ in range(_AT_ONCE)]
    pages = [context.new_page() for context in contexts]
    for page, question in zip(pages, questions, strict=False):
        _open(page, address)
        page.evaluate(_WATCH)
        page.get_by_label("Your question").fill(question)
    for page in pages:
        page.get_by_label("Your question").press("Enter")
    seconds = []
    for page in pages:
        page.wait_for_function("window.timed.answer", timeout=120_000)
        timed = page.evaluate("window.timed")
        seconds.append((timed["answer"] - timed["asked"]) / 1000)
    for context in contexts:
        context.close()
    return seconds


def _row(
    what: str, beside: str, seconds: Sequence[float], baseline: Sequence[float]
) -> tuple[str, ...]:
    return (
        what,
        beside,
        _shown(statistics.median(seconds)),
        _shown(percentile(seconds, 0.95)),
        _shown(max(seconds)),
        str(len(seconds)),
        _shown(statistics.median(baseline)),
    )


def _shown(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"


if __name__ == "__main__":
    main(sys.argv[1:])
