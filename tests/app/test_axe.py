"""Nothing on the page shuts anybody out, as far as axe-core can tell: labels, roles, contrast."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from asking import CITATION, ask
from browsing import IN_A_BROWSER, PHONE, assert_open_to_all
from playwright.sync_api import Page, expect
from running_program import Program

pytestmark = IN_A_BROWSER

PAPERS = {
    "bridge.txt": """Harbour bridge shut until spring

By Ilse Tanner
The Harbour Post, 3 May 2024

Maria Oduya, the city engineer, said that the repair of the bridge will cost 4.2 million crowns.

The mayor, Jan Peel, disputed that. "The repair of the bridge will cost 3 million crowns," Peel \
said.
"""
}
DESKTOP = {"viewport": {"width": 1280, "height": 860}}
# Light and dark, wide and narrow are each looked at every time, the other two pairs when there is
# time for slow tests.
LOOKS = [
    pytest.param(options | {"color_scheme": scheme}, id=f"{name}-{scheme}", marks=marks)
    for name, options, scheme, marks in (
        ("desktop", DESKTOP, "light", ()),
        ("phone", PHONE, "dark", ()),
        ("desktop", DESKTOP, "dark", pytest.mark.slow),
        ("phone", PHONE, "light", pytest.mark.slow),
    )
]


@pytest.fixture(scope="module")
def program(tmp_path_factory) -> Iterator[Program]:
    program = Program(tmp_path_factory.mktemp("program"), PAPERS)
    program.start()
    yield program
    program.stop()


@pytest.fixture
def page(browser, program, options: dict[str, Any]) -> Iterator[Page]:
    with browser.new_context(**options) as context:
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.goto(program.address)
        page.get_by_label("Your question").wait_for()
        yield page


def test_what_is_wrong_is_found(browser):
    with browser.new_context() as context:
        page = context.new_page()
        page.set_content("<html lang=en><title>x</title><main><input></main></html>")
        with pytest.raises(AssertionError, match="critical"):
            assert_open_to_all(page)


@pytest.mark.parametrize("options", LOOKS)
class TestOpenToAll:
    """Each state of the page, on a desk and on a phone, in light and dark."""

    def test_the_empty_page(self, page):
        assert_open_to_all(page)

    def test_an_answer_with_differing_accounts_and_what_stands_below_it(self, page):
        ask(page, "How much will the repair of the bridge cost?")
        expect(page.locator(".cv-account")).to_have_count(2)
        expect(page.get_by_role("button", name="Copy")).to_be_visible()
        assert_open_to_all(page)
        page.locator(".cv-steps summary").click()
        page.locator(".cv-export summary").click()
        assert_open_to_all(page)

    def test_an_answer_that_follows_up_and_one_that_is_not_there(self, page):
        ask(page, "What did Jan Peel say about the repair of the bridge?")
        ask(page, "And Maria Oduya?")
        expect(page.get_by_role("button", name="Correct")).to_be_visible()
        ask(page, "Which vaccine did the zebra laboratory in Lisbon patent?")
        expect(page.locator(".cv-absent")).to_be_visible()
        assert_open_to_all(page)

    def test_the_source_panel(self, page):
        ask(page, "How much will the repair of the bridge cost?")
        page.locator(CITATION).first.click()
        expect(page.locator(".cv-panel mark")).to_be_visible()
        assert_open_to_all(page)

    def test_the_documents(self, page):
        page.get_by_role("tab", name="Documents").click()
        expect(page.get_by_text("Harbour bridge shut until spring").first).to_be_visible()
        assert_open_to_all(page)

    def test_the_check_of_a_draft(self, page):
        page.get_by_role("tab", name="Check a draft").click()
        box = page.get_by_label("Your draft")
        box.fill("“The repair of the bridge will not cost 3 million crowns,” Maria Oduya said.")
        assert_open_to_all(page)
        page.get_by_role("button", name="Check quotations").click()
        expect(page.locator(".cv-quote")).to_have_count(1)
        assert_open_to_all(page)

    @pytest.mark.parametrize("area", ["Tests", "Settings"])
    def test_the_further_areas(self, page, area):
        page.get_by_role("tab", name=area).click()
        expect(page.get_by_role("tab", name=area)).to_have_attribute("aria-selected", "true")
        expect(page.get_by_role("tabpanel").filter(visible=True)).to_contain_text(
            re.compile(".{40}")
        )
        assert_open_to_all(page)

    def test_the_list_of_conversations(self, page):
        ask(page, "How much will the repair of the bridge cost?")
        opener = page.get_by_role("button", name="Conversations")
        if opener.is_visible():
            opener.click()
        row = page.locator(".cv-talk").first
        expect(row).to_be_visible()
        assert_open_to_all(page)
        for action, field in (("Rename", ".cv-rename"), ("Delete", ".cv-sure")):
            row.locator("summary").click()
            assert_open_to_all(page)
            row.get_by_role("button", name=action, exact=True).click()
            expect(page.locator(field)).to_be_visible()
            assert_open_to_all(page)
            page.locator(f"{field} .cv-quiet").click()
