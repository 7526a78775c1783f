"""Handing in documents in a real browser: files, folders, drops, progress, stopping, strangers."""

from __future__ import annotations

import re

import pytest
from browsing import IN_A_BROWSER, PHONE, assert_no_sideways_scrolling
from playwright.sync_api import expect
from slow_adding import SlowAdding

pytestmark = IN_A_BROWSER

FERRY = "The ferry to Osk\n\nThe ferry closes in June, said Maria Oduya.\n"
EVIL = "<img src=x onerror=window.pwned=1>${window.pwned=2}\u202efdp.txt"


@pytest.fixture(autouse=True)
def left_as_it_was(chat):
    """Each test finds the same two documents."""
    before = {document.name for document in chat.library.documents()}
    yield
    for document in chat.library.documents():
        if document.name not in before:
            chat.library.remove(document.name)


@pytest.fixture
def slow(chat, monkeypatch):
    """The library adds a file when it is let to."""
    slow = SlowAdding()
    monkeypatch.setattr(chat.library, "add_uploads", slow.add_uploads)
    yield slow
    slow.let.release(100)


def hand_in(page, *names, text=FERRY):
    page.get_by_role("tab", name="Documents").click()
    page.set_input_files(
        "#cv-upload input[type=file]",
        [
            {"name": name, "mimeType": "text/plain", "buffer": f"{name}\n\n{text}".encode()}
            for name in names
        ],
    )


def drop(page, *names):
    page.evaluate(
        """(names) => {
          const transfer = new DataTransfer();
          for (const name of names) transfer.items.add(new File([`Words of ${name}.`], name));
          const given = { dataTransfer: transfer, bubbles: true, cancelable: true };
          const zone = document.querySelector('.cv-drop');
          for (const type of ['dragover', 'drop']) zone.dispatchEvent(new DragEvent(type, given));
        }""",
        list(names),
    )


def outcomes(page):
    return page.locator(".cv-outcome")


def test_dropped_files_are_added(page, chat):
    page.get_by_role("tab", name="Documents").click()
    drop(page, "one.txt", "two.md")
    expect(page.locator(".cv-delivery-line")).to_have_text("2 added")
    expect(outcomes(page)).to_have_text(
        [re.compile(r"one\.txt Added"), re.compile(r"two\.md Added")]
    )
    expect(page.locator(".cv-document")).to_have_count(4)
    assert {"one.txt", "two.md"} < {document.name for document in chat.library.documents()}
    page.get_by_role("button", name="Clear this list").click()
    expect(outcomes(page)).to_have_count(0)
    expect(page.get_by_role("button", name="Choose files")).to_be_focused()


def test_a_folder_is_added_with_its_paths_and_without_what_is_no_document(page, chat, tmp_path):
    for name in ("2023/report.txt", "2024/report.md", "2024/photo.png", ".hidden/notes.txt"):
        path = tmp_path / "harbour" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{name}\n\n{FERRY}", encoding="utf-8")
    page.get_by_role("tab", name="Documents").click()
    with page.expect_file_chooser() as chosen:
        page.get_by_role("button", name="Choose a folder").click()
    chosen.value.set_files(tmp_path / "harbour")
    expect(page.locator(".cv-delivery-line")).to_have_text("2 added")
    expect(page.locator(".cv-told")).to_have_text("2 files of other kinds are left out.")
    assert {"harbour/2023/report.txt", "harbour/2024/report.md"} < {
        document.name for document in chat.library.documents()
    }


def test_a_dropped_folder_is_walked_through(page, chat):
    page.get_by_role("tab", name="Documents").click()
    page.evaluate(
        """() => {
          const file = (path) => ({
            isDirectory: false, fullPath: path,
            file: (settle) => settle(new File([`Words of ${path}.`], path.split('/').pop())),
          });
          const folder = (path, ...batches) => ({
            isDirectory: true, fullPath: path,
            createReader: () => ({ readEntries: (settle) => settle(batches.shift() ?? []) }),
          });
          const deep = folder('/tarn/2024', [file('/tarn/2024/b.md'), file('/tarn/2024/c.exe')]);
          const top = folder('/tarn', [file('/tarn/a.txt')], [deep]);
          const event = new DragEvent('drop', { bubbles: true, cancelable: true });
          const value = { types: ['Files'], items: [{ webkitGetAsEntry: () => top }], files: [] };
          Object.defineProperty(event, 'dataTransfer', { value });
          document.querySelector('.cv-drop').dispatchEvent(event);
        }"""
    )
    expect(page.locator(".cv-delivery-line")).to_have_text("2 added")
    expect(outcomes(page).locator(".cv-name")).to_have_text(["tarn/a.txt", "tarn/2024/b.md"])
    assert chat.library.text("tarn/2024/b.md") == "Words of /tarn/2024/b.md."


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (413, "It is larger than 97 kB."),
        (500, "It did not reach the program."),
        (0, "Check the co"),
    ],
)
def test_what_is_lost_on_the_way_is_told(browser, chat, status, reason):
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(chat.address)
        page.get_by_label("Your question").wait_for()
        page.route(
            "**/gradio_api/upload",
            lambda route: route.fulfill(status=status) if status else route.abort(),
        )
        hand_in(page, "a.txt", "b.txt")
        expect(page.locator(".cv-delivery-line")).to_have_text("2 not added")
        expect(outcomes(page).nth(1).locator(".cv-note")).to_contain_text(reason)


def test_a_program_that_does_not_answer_is_told(browser, chat):
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(chat.address)
        page.get_by_label("Your question").wait_for()
        page.route("**/component_server/", lambda route: route.abort())
        page.get_by_role("tab", name="Documents").click()
        expect(page.locator(".cv-shelf-message")).to_contain_text("The program does not answer.")
        hand_in(page, "a.txt")
        expect(page.locator(".cv-delivery .cv-warning")).to_contain_text("does not answer")
        expect(outcomes(page)).to_contain_text("Not added")
        page.unroute("**/component_server/")
        page.get_by_role("button", name="Try again").click()
        expect(page.locator(".cv-document")).to_have_count(2)
        page.get_by_role("button", name="Go on").click()
        expect(page.locator(".cv-delivery-line")).to_have_text("1 added")


def test_each_failure_has_its_reason_and_the_others_go_on(page):
    hand_in(page, "full.txt")
    expect(page.locator(".cv-delivery-line")).to_have_text("1 added")
    page.set_input_files(
        "#cv-upload input[type=file]",
        [
            {"name": "full.txt", "mimeType": "", "buffer": f"full.txt\n\n{FERRY}".encode()},
            {"name": "blank.txt", "mimeType": "", "buffer": b"  \n"},
            {"name": "broken.pdf", "mimeType": "", "buffer": b"%PDF-1.7 and nothing else"},
            {"name": "huge.txt", "mimeType": "", "buffer": b"word " * 30_000},
        ],
    )
    expect(page.locator(".cv-delivery-line")).to_have_text("1 already there · 3 not added")
    failed = page.locator(".cv-outcome.cv-failed")
    expect(failed).to_have_count(3)
    for place, reason in enumerate(("holds no text", "is damaged", "larger than 97 kB")):
        expect(failed.nth(place).locator(".cv-note")).to_contain_text(reason)
    expect(page.locator("#cv-upload [role=status]")).to_have_text("1 already there · 3 not added")


def test_progress_shows_each_file_and_stop_leaves_what_is_done(page, slow):
    hand_in(page, "a.txt", "b.txt", "c.txt")
    expect(outcomes(page).nth(0)).to_contain_text("Indexing, 50 %")
    expect(outcomes(page).nth(1)).to_contain_text("Waiting")
    expect(page.locator(".cv-drop")).to_be_hidden()
    slow.let.release()
    expect(outcomes(page).nth(0)).to_contain_text("Added")
    expect(page.locator(".cv-delivery-line")).to_contain_text("Adding 3 files · 1 done")
    share = page.get_by_role("progressbar", name="How far adding has come")
    expect(share).to_have_attribute("value", "0.5")
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.locator(".cv-delivery-line")).to_contain_text("Stopping")
    slow.let.release()
    expect(page.locator(".cv-delivery-line")).to_have_text("2 added · 1 stopped")
    assert slow.added == ["a.txt", "b.txt"]
    expect(page.get_by_text("Going on is quick")).to_be_visible()
    page.get_by_role("button", name="Go on").click()
    slow.let.release()
    expect(page.locator(".cv-delivery-line")).to_have_text("1 added")
    assert slow.asked[-1] == ["c.txt"]


def test_time_left_is_told_once_it_can_be_known(page, slow):
    hand_in(page, "a.txt", "b.txt")
    expect(page.locator(".cv-delivery-line")).to_contain_text("about 5 s left")
    slow.let.release()
    expect(page.locator(".cv-delivery-line")).to_contain_text("1 done · about 5 s left")


def test_a_page_that_is_loaded_anew_goes_on_telling(page, slow):
    hand_in(page, "a.txt", "b.txt")
    expect(outcomes(page).nth(0)).to_contain_text("Indexing")
    page.reload()
    page.get_by_role("tab", name="Documents").click()
    expect(outcomes(page)).to_have_text(
        [re.compile(r"a\.txt Indexing"), re.compile(r"b\.txt Waiting")]
    )
    slow.let.release(2)
    expect(page.locator(".cv-delivery-line")).to_have_text("2 added")


def test_another_visitor_waits_and_sees_nothing_of_it(page, chat, browser, slow):
    hand_in(page, "mine.txt")
    expect(outcomes(page)).to_contain_text("Indexing")
    with browser.new_context() as context:
        other = context.new_page()
        other.goto(chat.address)
        other.get_by_label("Your question").wait_for()
        other.get_by_role("tab", name="Documents").click()
        expect(other.locator(".cv-document")).to_have_count(2)
        expect(outcomes(other)).to_have_count(0)
        hand_in(other, "theirs.txt")
        expect(other.locator(".cv-delivery-line")).to_contain_text("Waiting until documents that")
        expect(other.locator("body")).not_to_contain_text("mine.txt")
        expect(page.locator("body")).not_to_contain_text("theirs.txt")
        other.get_by_role("button", name="Remove Harbour bridge").click()
        other.get_by_role("button", name="Remove it").click()
        expect(other.get_by_role("alert")).to_contain_text("Remove it when that is done.")
        slow.let.release(2)
        expect(other.locator(".cv-delivery-line")).to_have_text("1 added")
    expect(page.locator(".cv-delivery-line")).to_have_text("1 added")
    assert slow.asked == [["mine.txt"], ["theirs.txt"]]


def test_a_hostile_file_name_is_shown_as_text(page):
    page.get_by_role("tab", name="Documents").click()
    drop(page, EVIL)
    expect(page.locator(".cv-delivery-line")).to_have_text("1 added")
    shown = EVIL.replace("\u202e", "")  # which would let it read as a PDF
    expect(outcomes(page).locator(".cv-name")).to_have_text(shown)
    expect(page.locator(".cv-document .cv-facts", has_text="onerror")).to_have_text(shown)
    assert page.locator(".cv-library :is(img, script)").count() == 0
    assert page.evaluate("window.pwned") is None


def test_of_very_many_files_those_that_matter_are_listed(page, slow):
    slow.let.release(100)
    hand_in(page, *[f"{number:03}.txt" for number in range(90)])
    expect(page.locator(".cv-delivery-line")).to_have_text("90 added", timeout=30_000)
    expect(outcomes(page)).to_have_count(0)
    page.get_by_role("button", name="Show all 90 files").click()
    expect(outcomes(page)).to_have_count(90)


def test_the_keyboard_alone_reaches_the_ways_to_add(page):
    page.get_by_role("tab", name="Documents").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".cv-document").first).to_be_visible()
    choose = page.get_by_role("button", name="Choose files")
    with page.expect_file_chooser() as chosen:  # begun early: the browser is told of it meanwhile
        for _ in range(6):
            page.keyboard.press("Tab")
            if choose.evaluate("node => node === document.activeElement"):
                break
        expect(choose).to_be_focused()
        page.keyboard.press("Enter")
    assert chosen.value.is_multiple()


@pytest.mark.parametrize("context_options", [PHONE])
def test_a_phone_shows_progress_without_sideways_scrolling(page, slow, context_options):
    hand_in(page, "a.txt", f"{'long' * 60}.txt")
    expect(outcomes(page).nth(0)).to_contain_text("Indexing")
    assert_no_sideways_scrolling(page)
    slow.let.release(2)
    expect(page.locator(".cv-delivery-line")).to_have_text("2 added")
    assert_no_sideways_scrolling(page)


@pytest.fixture(scope="module")
def shared_chat(serve_papers):
    """A page that everybody shares."""
    return serve_papers(editable=False)


def test_on_a_shared_page_nothing_can_be_added_or_removed(browser, shared_chat):
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(shared_chat.address)
        page.get_by_label("Your question").wait_for()
        page.get_by_role("tab", name="Documents").click()
        expect(page.locator(".cv-document")).to_have_count(2)
        expect(page.get_by_text("Everybody who opens this page shares these")).to_be_visible()
        expect(page.locator("#cv-upload")).to_have_count(0)
        expect(page.get_by_role("button", name=re.compile("^Remove"))).to_have_count(0)
        page.locator(".cv-document input").first.check()
        expect(page.get_by_role("button", name="Ask only this one")).to_be_visible()
        expect(page.get_by_role("button", name="Remove …")).to_have_count(0)
        served = page.evaluate(
            "window.gradio_config.components.flatMap((each) => each.props.server_fns ?? [])"
        )
    assert {"documents", "read", "text"} <= set(served)
    assert {"take", "discard"}.isdisjoint(served)
