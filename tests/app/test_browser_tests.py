"""The Tests page in a real browser: running, stopping, failures, hostile words, a phone."""

from __future__ import annotations

import itertools
import json
import re
import shutil
import socket
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from asking import calls
from browsing import IN_A_BROWSER, PHONE, assert_no_sideways_scrolling
from playwright.sync_api import Page, expect

from index import Library
from qa import Assistant
from qa.chat.page import build_page
from qa.chat.serve import Serving, serve
from qa.events import Event

pytestmark = IN_A_BROWSER

HOSTILE = "<img src=x onerror=window.pwned=1> ${window.pwned=2} {{value}} </script>"
RIGHT = """\
  - question: What did the fishermen warn about?
    tags: [speakers]
    assert:
      - {type: quotes, value: warned about the piers for years}
"""
WRONG = """\
  - description: who names the sum
    question: How much will the repair of the bridge cost?
    assert:
      - {type: not-quotes, value: the repair of the bridge will cost 4.2 million crowns}
      - {type: quotes, value: The harbour bridge will stay shut until March}
"""
LIGHTHOUSE = f"""\
  - description: {json.dumps(HOSTILE)}
    question: {json.dumps("When does the keeper open the tower? " + HOSTILE)}
    assert: [{{type: abstains}}]
"""


@pytest.fixture(scope="module")
def warm(chat) -> None:
    """Ask once: imports in a second thread under pytest hit a fault of CPython 3.11 (gh-106905)."""
    Assistant(chat.library).ask("What did the fishermen warn about?")


@pytest.fixture(autouse=True)
def cases(chat, warm: None) -> Iterator[Path]:
    """The folder of the case files, with one file."""
    folder = chat.library.folder / "cases"
    folder.mkdir()
    write(folder, RIGHT, WRONG)
    yield folder
    shutil.rmtree(folder)
    shutil.rmtree(chat.library.folder / "evaluations", ignore_errors=True)


@contextmanager
def looked_at(library: Library) -> Iterator[str]:
    """The address of a page whose visitors may not change anything."""
    built = build_page(library, Assistant(library), samples={}, editable=False)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    try:
        yield serve(built, Serving(port=port)).rstrip("/")
    finally:
        built.close(verbose=False)


def write(folder: Path, *cases: str, name: str = "bridge.qa.yaml") -> None:
    (folder / name).write_text("tests:\n" + "".join(cases), encoding="utf-8")


def to_tests(page: Page) -> None:
    page.get_by_role("tab", name="Tests").click()
    expect(page.locator(".cv-tests-head")).not_to_be_empty()


def run_all(page: Page) -> None:
    to_tests(page)
    page.get_by_role("button", name="Run all").click()
    expect(page.locator(".cv-headline")).to_be_visible(timeout=30_000)


def test_the_cases_are_run_and_told(page: Page) -> None:
    to_tests(page)
    expect(page.locator(".cv-case")).to_have_count(2)
    expect(page.locator(".cv-case").first).to_contain_text("Not run yet")
    expect(page.locator(".cv-tag")).to_have_text(["speakers"])
    run_all(page)
    expect(page.locator(".cv-headline")).to_have_text("1 of 2 cases was right")
    expect(page.locator(".cv-share")).to_contain_text("95 % interval 9–91")
    expect(page.locator(".cv-outcome-word")).to_have_text(["✓Right", "✗Wrongly answered"])
    expect(page.get_by_role("button", name="Run the one that failed")).to_be_enabled()
    expect(page.locator(".cv-told")).to_have_text("1 of 2 cases was right")


def test_a_failed_case_shows_expected_beside_found_with_places_to_open(page: Page, chat) -> None:
    run_all(page)
    shown = page.locator(".cv-test-wrong")
    expect(shown).to_have_count(1)
    expect(shown.locator("summary").first).to_have_text("who names the sum")
    refused, wanted = shown.locator(".cv-sides").all()
    expect(refused.locator(".cv-side").first).to_contain_text("These words are not quoted")
    expect(refused.locator(".cv-side").last).to_contain_text("will cost 4.2 million crowns")
    expect(wanted.locator(".cv-side").first).to_contain_text("will stay shut until March")
    link = wanted.locator(".cv-side").first.locator("a")
    expect(link).to_have_text("Harbour bridge shut until spring")
    start, end = str(link.get_attribute("href")).removeprefix("#at-bridge.txt:").split("-")
    text = chat.library.text("bridge.txt")
    assert text[int(start) : int(end)] == "The harbour bridge will stay shut until March"
    shown.get_by_text("In the passages").click()
    expect(shown.locator("mark.cv-wanted").last).to_be_visible()


def test_the_chosen_and_the_failed_are_run_and_what_flipped_is_told(
    page: Page, cases: Path
) -> None:
    run_all(page)
    write(cases, RIGHT, WRONG.replace("not-quotes", "quotes").replace("until March", "until"))
    page.get_by_label("Choose “What did the fishermen warn about?”").check()
    page.get_by_role("button", name="Run the chosen one").click()
    expect(page.locator(".cv-since")).to_contain_text(
        "The one case of both runs came out as before"
    )
    write(cases, RIGHT, WRONG.replace("not-quotes", "quotes").rpartition("      - ")[0])
    page.get_by_role("button", name="Run the one that failed").click()
    expect(page.locator(".cv-headline")).to_have_text("1 of 1 case was right", timeout=20_000)
    expect(page.locator(".cv-since")).to_contain_text("1 more is right")
    expect(page.locator(".cv-flips")).to_have_text("✓who names the sum")
    expect(page.locator(".cv-outcome-word")).to_have_text(["✓Right", "✓Right"])
    expect(page.get_by_role("button", name="failed")).to_have_count(0)


def test_all_of_a_file_are_chosen_with_one_click(page: Page, cases: Path) -> None:
    write(cases, LIGHTHOUSE, name="lighthouse.qa.yaml")
    to_tests(page)
    page.get_by_label("Choose all of bridge.qa.yaml").check()
    expect(page.get_by_role("button", name="Run the 2 chosen")).to_be_visible()
    expect(page.get_by_label("Choose “who names the sum”")).to_be_checked()
    expect(page.get_by_label("Choose all of bridge.qa.yaml")).to_be_focused()


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """What the third question waits for."""
    opened, asked, stream = threading.Event(), itertools.count(1), Assistant.stream

    def waiting(self: Assistant, *given: Any, **named: Any) -> Generator[Event, None, None]:
        if next(asked) == 3:
            assert opened.wait(60)
        yield from stream(self, *given, **named)

    monkeypatch.setattr(Assistant, "stream", waiting)
    return opened


def test_a_run_shows_how_far_it_is_is_stopped_and_goes_on(
    page: Page, cases: Path, gate: threading.Event
) -> None:
    many = [RIGHT.replace("- question", f"- description: case {n}\n    question") for n in range(6)]
    write(cases, *many)
    to_tests(page)
    page.get_by_role("button", name="Run all 6 tests").click()
    expect(page.locator(".cv-test-doing")).to_have_text("What did the fishermen warn about?")
    expect(page.locator(".cv-going-words .cv-facts")).to_have_text(
        re.compile(r"2 of 6 · about \d+ (s|min) left"), timeout=20_000
    )
    expect(page.get_by_role("button", name="Run all")).to_be_disabled()
    with page.context.browser.new_context() as other:  # type: ignore[union-attr]
        visitor = other.new_page()
        visitor.goto(page.url)
        to_tests(visitor)
        expect(visitor.locator(".cv-going-words .cv-facts")).to_contain_text("2 of 6")
        expect(visitor.get_by_role("button", name="Run all")).to_be_disabled()
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("button", name="Stopping …")).to_be_disabled()
    gate.set()
    expect(page.locator(".cv-headline")).to_have_text("2 of 2 cases were right", timeout=20_000)
    expect(page.locator(".cv-tests-going")).to_be_hidden()
    expect(page.locator(".cv-left")).to_contain_text("The last run has 4 cases left to ask.")
    page.reload()
    to_tests(page)
    page.get_by_role("button", name="Go on with it").click()
    expect(page.locator(".cv-headline")).to_have_text("6 of 6 cases were right", timeout=30_000)
    expect(page.locator(".cv-left")).to_be_hidden()


def test_a_broken_file_is_told_with_its_line_and_the_others_run(page: Page, cases: Path) -> None:
    write(cases, "  - question: [\n", name="broken.qa.yaml")
    run_all(page)
    broken = page.locator(".cv-case-file", has_text="broken.qa.yaml")
    expect(broken).to_contain_text("This file cannot be used. Line 3: This is no valid YAML")
    expect(page.locator(".cv-headline")).to_have_text("1 of 2 cases was right")


def test_hostile_words_are_shown_and_do_nothing_here_or_in_the_report(
    page: Page, cases: Path
) -> None:
    write(cases, LIGHTHOUSE)
    (cases / f"<img src=x onerror=window.pwned=4>{HOSTILE.replace('/', '')}.qa.yaml").write_text(
        f"description: {json.dumps(HOSTILE)}\ntests:\n{RIGHT}", encoding="utf-8"
    )
    run_all(page)
    shown = page.locator(".cv-test-wrong")
    expect(shown.locator("summary").first).to_have_text(HOSTILE)
    expect(shown).to_contain_text("opens the tower at nine o'clock <img src=x onerror=window.pwn")
    for fold in shown.locator(".cv-fold > summary").all():
        fold.click()
    assert page.locator(".cv-tests :is(img, script, iframe, object)").count() == 0
    assert page.evaluate("window.pwned") is None
    with page.context.expect_page() as opening:
        page.get_by_role("button", name="Open the report").click()
    report = opening.value
    expect(report.locator("h1")).to_have_text("1 of 2 cases was right")
    assert report.locator("img").count() == 0
    assert report.evaluate("[window.pwned ?? null, window.opener]") == [None, None]
    report.get_by_label("Words").fill("lighthouse")
    expect(report.locator("#filter-count")).to_have_text("1 of 2 cases")


def test_without_a_case_the_page_says_how_to_get_one(page: Page, cases: Path) -> None:
    (cases / "bridge.qa.yaml").unlink()
    to_tests(page)
    expect(page.get_by_role("heading", name="Mark an answer in the chat")).to_be_visible()
    expect(page.locator(".cv-test-steps li")).to_have_count(3)
    expect(page.locator(".cv-path code")).to_have_text(str(cases))
    write(cases, RIGHT)
    page.get_by_role("tab", name="Ask").click()
    to_tests(page)
    expect(page.locator(".cv-case")).to_have_count(1)


def test_visitors_who_may_not_change_anything_see_it_all_and_run_nothing(
    page: Page, chat, cases: Path
) -> None:
    run_all(page)
    with (
        looked_at(chat.library) as address,
        page.context.browser.new_context() as context,  # type: ignore[union-attr]
    ):
        other = context.new_page()
        other.goto(address)
        other.get_by_role("tab", name="Tests").click()
        expect(other.locator(".cv-headline")).to_have_text("1 of 2 cases was right")
        expect(other.locator(".cv-case")).to_have_count(2)
        expect(other.locator(".cv-tests")).to_contain_text("they cannot be run here")
        expect(other.locator(".cv-tests")).not_to_contain_text(str(cases))
        expect(other.get_by_role("button", name="Run")).to_have_count(0)
        expect(other.locator(".cv-tests input")).to_have_count(0)


@pytest.mark.parametrize("context_options", [PHONE, PHONE | {"color_scheme": "dark"}])
def test_a_phone_shows_everything_without_sideways_scrolling(
    page: Page, cases: Path, context_options: dict[str, Any]
) -> None:
    long = "w" * 120
    write(cases, RIGHT, WRONG.replace("who names the sum", long), LIGHTHOUSE)
    write(cases, "  - oh: [\n", name=f"{long}.qa.yaml")
    run_all(page)
    for fold in page.locator("details:not([open]) > summary").all():
        if fold.is_visible():
            fold.click()
    expect(page.locator(".cv-test-wrong")).to_have_count(2)
    assert_no_sideways_scrolling(page)
    expected, found = page.locator(".cv-sides").first.locator(".cv-side").all()
    above, below = expected.bounding_box(), found.bounding_box()
    assert above is not None
    assert below is not None
    assert above["y"] + above["height"] <= below["y"] + 1, "one below the other"
    button = page.get_by_role("button", name="Run all").bounding_box()
    assert button is not None
    assert button["height"] >= 36


def test_the_focus_stays_on_a_button_that_is_drawn_anew(page: Page, gate: threading.Event) -> None:
    to_tests(page)
    run, stop = (
        page.locator(".cv-tests-actions button").first,
        page.locator(".cv-tests-going button"),
    )
    run.focus()
    looks_again(page)
    expect(run).to_be_focused()
    gate.set()
    page.keyboard.press("Enter")
    expect(page.locator(".cv-headline")).to_be_visible(timeout=20_000)
    expect(run).to_be_focused()
    gate.clear()
    page.get_by_role("button", name="Run the one that failed").press("Enter")
    expect(page.locator(".cv-test-doing")).to_have_text(
        "How much will the repair of the bridge cost?"
    )
    expect(run).to_be_disabled()
    stop.focus()
    page.keyboard.press("Enter")
    expect(stop).to_have_text("Stopping …")
    expect(stop).to_be_focused()
    gate.set()
    expect(stop).to_be_hidden(timeout=20_000)
    expect(run).to_be_focused()
    page.get_by_role("button", name="Copy the path").first.focus()
    looks_again(page)
    expect(page.get_by_role("button", name="Copy the path").first).to_be_focused()


def looks_again(page: Page) -> None:
    """As when somebody comes back to the window."""
    with page.expect_response(lambda response: calls("overview", response)):
        page.evaluate("window.dispatchEvent(new Event('focus'))")
    page.wait_for_timeout(100)


def test_the_keyboard_alone_chooses_and_runs(page: Page) -> None:
    to_tests(page)
    box = page.get_by_label("Choose “who names the sum”")
    box.focus()
    page.keyboard.press("Space")
    expect(box).to_be_checked()
    expect(box).to_be_focused()
    button = page.get_by_role("button", name="Run the chosen one")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".cv-headline")).to_have_text("0 of 1 case were right", timeout=20_000)
